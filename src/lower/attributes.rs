//! Words that stand where an attribute does, and are none.

use super::said_otherwise::SAID_OTHERWISE;
use super::{Lowering, codes, fields, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::Resource;
use crate::syntax::Node;

impl<'a> Lowering<'a> {
    pub(super) fn unknown_attribute(&mut self, node: Node<'a>, resource: Resource, own: &[&str]) {
        let name = node.name();
        let what = match resource {
            Resource::User => "a user",
            Resource::Group => "a group",
            Resource::Automation => "an automation",
            Resource::Schedule => "a schedule",
            Resource::UserLifecycleRule => "a lifecycle rule",
            Resource::ApiKey => "an API key",
            Resource::KeyLifecycleRule => "a key lifecycle rule",
            Resource::Site => "the site",
        };
        let mut diagnostic = Diagnostic::error(
            codes::ATTRIBUTE_UNKNOWN,
            format!("`{name}` is not an attribute of {what}"),
        );
        let kebab = name.replace('_', "-");
        if let Some((_, instead)) = SAID_OTHERWISE.iter().find(|(word, _)| *word == kebab) {
            diagnostic = diagnostic
                .at(node.name_span(), "said in another way")
                .help(format!("write {instead}"));
        } else {
            let words: Vec<String> = language::attributes(resource)
                .map(|attribute| attribute.word())
                .chain(own.iter().map(|word| (*word).to_owned()))
                .collect();
            diagnostic = match suggest(name, words.iter().map(String::as_str)) {
                Some(near) => diagnostic
                    .at(node.name_span(), format!("did you mean `{near}`?"))
                    .fix(format!("write `{near}`"), vec![fields::edit(node.name_span(), near)]),
                None => diagnostic
                    .at(node.name_span(), "not known")
                    .help("attributes bear the API's names in kebab-case"),
            };
        }
        self.out.push(diagnostic);
    }
}
