//! Attributes that are not known where they stand.

use super::{Lowering, codes, fields, habits, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::{Kind, kinds};
use crate::syntax::Node;

impl<'a> Lowering<'a> {
    /// Tells what to write instead: `own` are the words of the node besides attributes.
    pub(super) fn unknown_attribute(&mut self, node: Node<'a>, kind: &'static Kind, own: &[&str]) {
        let name = node.name();
        let mut diagnostic = Diagnostic::error(
            codes::ATTRIBUTE_UNKNOWN,
            format!("`{name}` is not an attribute of {}", a(kind)),
        );
        let of_word = || kind.spoken.iter().find(|spoken| spoken.word == name);
        let by_name = || kind.spoken(kind.attribute_of_word(name)?.name);
        let spoken = kind.spoken(&name.replace('-', "_")).or_else(of_word).or_else(by_name);
        let place = habits::Place::of_kind(kind);
        let is_habit = place.is_some_and(|place| habits::advice(place, name).is_some());
        if let Some(spoken) = spoken.filter(|_| !is_habit) {
            diagnostic =
                diagnostic.at(node.name_span(), "said in another way").help(match spoken.instead {
                    sentence if sentence.starts_with("the node") => sentence.to_owned(),
                    sentence if sentence.starts_with("declare") => sentence.to_owned(),
                    code => format!("write {code}"),
                });
        } else {
            let words: Vec<String> = language::attribute_words(kind)
                .map(|(word, _)| word)
                .chain(own.iter().map(|word| (*word).to_owned()))
                .collect();
            let near = suggest(name, words.iter().map(String::as_str));
            let otherwise = || "attributes bear the API's names in kebab-case".to_owned();
            diagnostic = fields::unknown_name(diagnostic, node, near, place, otherwise);
        }
        self.out.push(diagnostic);
    }
}

/// One of a kind, as messages speak of it.
fn a(kind: &Kind) -> String {
    match kind.one {
        _ if *kind == kinds::SITE => "the site".to_owned(),
        // Said as "you".
        "user" => "a user".to_owned(),
        one if one.starts_with(['a', 'A', 'e', 'i', 'o', 'u']) => format!("an {one}"),
        one => format!("a {one}"),
    }
}
