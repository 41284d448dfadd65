//! `api-key` of a user or bot, and of the site itself.

use super::{Lowering, codes, language};
use crate::model::{ApiKey, Settings, SiteKey, User, kinds};
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn api_key(&mut self, node: Node<'a>, user: &mut User) {
        user.api_keys_said.get_or_insert(node.head_span());
        if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
            self.only_props(node, &["save-to"]);
            return self.no_children(node);
        }
        let key = self.new_api_key(node);
        self.add_api_key(key, &mut user.api_keys);
    }

    pub(super) fn site_api_key(&mut self, node: Node<'a>) {
        let key = self.new_api_key(node);
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
        self.only_props(node, &["save-to"]);
        let example = "api-key \"exporter\" save-to=\"exporter.key\"";
        let name = self.one_arg(node, example).and_then(|entry| self.name_word(entry))?;
        let save_to = self.text_prop(node, "save-to").map(|word| (word.text.into(), word.span));
        let mut attributes = Settings::default();
        for child in node.children() {
            match language::attribute(&kinds::API_KEY, child.name()) {
                Some(attribute) => {
                    self.attribute(child, attribute, codes::VALUE_TYPE, &mut attributes);
                }
                None => self.unknown_attribute(child, &kinds::API_KEY, &[]),
            }
        }
        Some(ApiKey { name: name.text.into(), attributes, save_to, span: name.span })
    }
}
