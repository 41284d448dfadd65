//! `api-key` of a user or bot.

use super::{Lowering, codes, language};
use crate::model::{ApiKey, Settings, User, kinds};
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn api_key(&mut self, node: Node<'a>, user: &mut User) {
        self.only_props(node, &["save-to"]);
        user.api_keys_said.get_or_insert(node.head_span());
        if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
            return self.no_children(node);
        }
        let example = "api-key \"exporter\" save-to=\"exporter.key\"";
        let Some(name) = self.one_arg(node, example).and_then(|entry| self.name_word(entry)) else {
            return;
        };
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
        if let Some(first) = user.api_keys.iter().find(|known| *known.name == *name.text) {
            let first = first.span;
            self.declared_twice(format!("API key `{}`", name.text), name.span, first);
            return;
        }
        let key = ApiKey { name: name.text.into(), attributes, save_to, span: name.span };
        user.api_keys.push(key);
    }
}
