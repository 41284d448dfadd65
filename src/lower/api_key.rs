//! `api-key` of a user or bot, and of the site itself.

use super::{Lowering, codes, language};
use crate::diagnostic::Diagnostic;
use crate::model::{ApiKey, Settings, SiteKey, User, kinds};
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn api_key(&mut self, node: Node<'a>, user: &mut User) {
        if !self.is_in_time(node) {
            self.new_api_key(node);
            return;
        }
        user.api_keys_said.get_or_insert(node.head_span());
        if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
            self.only_props(node, &["save-to"]);
            return self.no_children(node);
        }
        let key = self.new_api_key(node);
        self.add_api_key(key, &mut user.api_keys);
    }

    pub(super) fn site_api_key(&mut self, node: Node<'a>) {
        if let Some(none) = node.args().next().filter(|entry| entry.value() == Scalar::Null) {
            self.out.push(
                Diagnostic::error(codes::VALUE_TYPE, "the site's keys are said one by one")
                    .at(none.value_span(), "a key's name expected")
                    .help(
                        "write `remove api-key=\"…\"` for one, or \
                         `manage { api-keys undeclared=\"remove\" }` for all that no file says",
                    ),
            );
            return;
        }
        let in_time = self.is_in_time(node);
        let key = self.new_api_key(node);
        if !in_time {
            self.out_of_time.extend(key.map(|key| key.name));
            return;
        }
        let mut known = std::mem::take(&mut self.site.api_keys);
        if let Some(key) = &key {
            self.names.key(&SiteKey(&key.name).to_string());
        }
        self.add_api_key(key, &mut known);
        self.site.api_keys = known;
    }

    fn add_api_key(&mut self, key: Option<ApiKey>, known: &mut Vec<ApiKey>) {
        let Some(key) = key else { return };
        match known.iter().find(|other| other.name == key.name) {
            Some(first) => {
                self.declared_twice(format!("API key `{}`", key.name), key.span, first.span);
            }
            None => known.push(key),
        }
    }

    fn new_api_key(&mut self, node: Node<'a>) -> Option<ApiKey> {
        let was = node.props().find(|property| property.key() == Some("was"));
        let known = ["save-to", "from", "until", "was"];
        self.object_props(node, if was.is_some() { &known } else { &known[..3] });
        if let Some(was) = was {
            self.out.push(
                Diagnostic::error(codes::UNEXPECTED_VALUE, "an API key has no earlier name")
                    .at(was.span(), "a key is known by its name")
                    .help("delete `was`; under another name a new key is made, with a new secret"),
            );
        }
        let example = "api-key \"exporter\" save-to=\"exporter.key\"";
        let name = self.one_arg(node, example).and_then(|entry| self.name_word(entry))?;
        let save_to = self.text_prop(node, "save-to").map(|word| (word.text.into(), word.span));
        let mut attributes = Settings::default();
        self.children(node, |lowering, child| {
            match language::attribute(&kinds::API_KEY, child.name()) {
                Some(attribute) => {
                    lowering.attribute(child, attribute, codes::VALUE_TYPE, &mut attributes);
                }
                None => lowering.unknown_attribute(child, &kinds::API_KEY, &[]),
            }
        });
        Some(ApiKey { name: name.text.into(), attributes, save_to, span: name.span })
    }
}
