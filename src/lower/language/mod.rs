//! The words of the language: which node stands where, and what it takes.
//!
//! `schema/site.kdl-schema` is made from this, and lowering names from it what is known where
//! it meets what is not. What a value means is known where it is lowered.

mod derived;
mod node_types;
#[cfg(test)]
mod tests;
mod words;

pub use derived::{DOCUMENT, MANAGE};
pub use node_types::NODE_TYPES;
pub use words::*;

use crate::model::{Attribute, Kind, ValueKind, kinds};
use std::sync::LazyLock;

/// A node of the language.
#[derive(Debug)]
pub struct Word {
    pub name: &'static str,
    pub about: &'static str,
    /// It may stand several times in its place.
    pub many: bool,
    pub args: &'static [Args],
    pub props: &'static [Prop],
    /// It takes `use=`, and the parameters of the template it uses.
    pub templated: bool,
    /// It takes properties of any name.
    pub any_props: bool,
    pub children: Children,
}

/// One argument, or a row of them.
#[derive(Debug)]
pub struct Args {
    pub least: u8,
    /// None where any number is fine.
    pub most: Option<u8>,
    pub form: Form,
}

#[derive(Debug)]
pub struct Prop {
    pub name: &'static str,
    pub required: bool,
    pub form: Form,
}

/// What a value may be.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    Is(ValueKind),
    /// One of these words.
    OneOf(fn() -> Vec<String>),
    /// A text, a number or a flag, or `#null` for none.
    Scalar,
    /// A day of the week by its word, or by its number.
    Day,
    /// `#true`, or `#null` or `#false` for none.
    FlagOrNull,
    /// Names, or `#null` for none.
    NamesOrNull,
    /// Some of these words, or `#null` for none.
    OneOfOrNull(fn() -> Vec<String>),
}

/// What stands in a node's block.
#[derive(Debug)]
pub enum Children {
    None,
    Words(&'static [&'static Word]),
    /// Words that follow from the kinds of object.
    Derived(&'static LazyLock<Vec<&'static Word>>),
    /// Words, and the attributes of a kind by their names.
    Attributes(&'static [&'static Word], &'static Kind),
    /// The keys of the folder setting's type.
    BehaviorKeys,
    /// What is said of the objects that use the template.
    Template,
    /// Any keys and values.
    Free,
}

impl Children {
    pub fn words(&self) -> &'static [&'static Word] {
        match self {
            Children::Words(words) | Children::Attributes(words, _) => words,
            Children::Derived(words) => words,
            Children::None | Children::BehaviorKeys | Children::Template | Children::Free => &[],
        }
    }
}

impl Word {
    /// The names of the words in its block, without attributes.
    pub fn known(&self) -> Vec<&'static str> {
        self.children.words().iter().map(|word| word.name).collect()
    }
}

/// Whether a word stands in the block of nodes of this name, anywhere in the language.
pub fn is_in_block(node: &str, word: &str) -> bool {
    fn holds(children: &Children, word: &str) -> bool {
        let named = children.words().iter().any(|child| child.name == word);
        let is_attribute = match children {
            Children::Attributes(_, kind) => attribute(kind, word).is_some(),
            _ => false,
        };
        named || is_attribute
    }
    let word = word.replace('_', "-");
    let objects = DOCUMENT.children.words().iter();
    let mut all = objects
        .flat_map(|object| [*object].into_iter().chain(object.children.words().iter().copied()));
    all.any(|known| known.name == node && holds(&known.children, &word))
}

/// Whether an object may have several nodes of this name.
pub fn repeats(name: &str) -> bool {
    let objects = [&USER, &BOT, &GROUP, &FOLDER, &AUTOMATION].into_iter();
    objects.flat_map(|object| object.children.words()).any(|word| word.many && word.name == name)
}

/// The attributes of a kind that the language says by their names.
pub fn attributes(kind: &'static Kind) -> impl Iterator<Item = &'static Attribute> {
    kind.attributes.iter().filter(|attribute| kind.spoken(attribute.name).is_none())
}

/// The words for the attributes of a kind, with what each takes.
pub fn attribute_words(kind: &'static Kind) -> impl Iterator<Item = (String, ValueKind)> {
    attributes(kind).flat_map(|attribute| {
        let by_name = kinds::name_word(attribute).map(|word| (word.to_owned(), ValueKind::Text));
        std::iter::once((attribute.word(), attribute.written_kind())).chain(by_name)
    })
}

/// The attribute of a kind that this word is the name of, unless the language says it otherwise.
pub fn attribute(kind: &'static Kind, word: &str) -> Option<&'static Attribute> {
    kind.attribute_of_word(word).filter(|attribute| kind.spoken(attribute.name).is_none())
}
