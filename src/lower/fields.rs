//! Taking a node apart: its arguments, properties and children, each exactly as expected.

use super::habits::{self, Advice, Place};
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};
use std::borrow::Cow;
use std::fmt::Display;

/// A text with its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) span: Span,
}

impl<'a> Lowering<'a> {
    pub(super) fn unexpected_node(&mut self, node: Node<'a>, place: &str, known: &[&str]) {
        let name = node.name();
        let diagnostic =
            Diagnostic::error(codes::UNEXPECTED_NODE, format!("`{name}` is not known in {place}"));
        let near = suggest(name, known.iter().copied());
        let otherwise = || format!("known here: {}", known.join(", "));
        let habit = habits::Place::of_block(place);
        self.out.push(unknown_name(diagnostic, node, near, habit, otherwise));
    }

    fn unexpected(&mut self, span: Span, message: String, help: &str) {
        let diagnostic =
            Diagnostic::error(codes::UNEXPECTED_VALUE, message).at(span, "not expected here");
        self.out.push(if help.is_empty() { diagnostic } else { diagnostic.help(help) });
    }

    pub(super) fn missing(&mut self, node: Node<'a>, what: &str, help: &str) {
        self.out.push(
            Diagnostic::error(codes::MISSING_VALUE, format!("`{}` lacks {what}", node.name()))
                .at(node.head_span(), format!("{what} expected"))
                .help(help),
        );
    }

    pub(super) fn no_children(&mut self, node: Node<'a>) {
        if let Some(child) = node.children().next() {
            let message = format!("`{}` takes no block", node.name());
            self.unexpected(child.head_span(), message, "");
        }
    }

    pub(super) fn no_args(&mut self, node: Node<'a>) {
        if let Some(argument) = node.args().next() {
            let message = format!("`{}` takes no value", node.name());
            self.unexpected(argument.span(), message, "");
        }
    }

    /// Reports every property that is not in the list, and those said twice.
    pub(super) fn only_props(&mut self, node: Node<'a>, known: &[&str]) {
        for (index, property) in node.props().enumerate() {
            let (Some(key), Some(span)) = (property.key(), property.key_span()) else { continue };
            if !known.contains(&key) {
                let message = format!("`{}` has no property `{key}`", node.name());
                let help = match suggest(key, known.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if language::is_in_block(node.name(), key) => self.in_block(property),
                    None if known.is_empty() => String::new(),
                    None => format!("known here: {}", known.join(", ")),
                };
                self.unexpected(span, message, &help);
            } else if let Some(first) = node.props().take(index).find(|p| p.key() == Some(key)) {
                let what = format!("property `{key}`");
                self.declared_twice(what, property.span(), first.span());
            }
        }
    }

    /// What is a node of a block, and was written as a property.
    fn in_block(&self, property: Entry<'a>) -> String {
        let key = property.key().unwrap_or_default().replace('_', "-");
        let value = self.sources.text(property.value_span());
        // Owners and heirs are users by name, and the site by its word.
        let is_of_user = ["owner", "heir"].contains(&&*key);
        let user = if is_of_user && value != "\"site\"" { "user=" } else { "" };
        format!("it stands in the block, as a node: {{ {key} {user}{value}; }}")
    }

    /// The one argument of a node, of any type.
    pub(super) fn one_arg(&mut self, node: Node<'a>, example: impl Display) -> Option<Entry<'a>> {
        let mut arguments = node.args();
        let Some(first) = arguments.next() else {
            self.missing(node, "its value", &format!("write it after the name: {example}"));
            return None;
        };
        if let Some(second) = arguments.next() {
            let message = format!("`{}` takes one value", node.name());
            self.unexpected(second.span(), message, "");
        }
        Some(first)
    }

    /// The one argument of a node, which must be text.
    pub(super) fn one_word(&mut self, node: Node<'a>, example: &str) -> Option<Word<'a>> {
        let entry = self.one_arg(node, example)?;
        self.word(entry)
    }

    /// An entry that must be text.
    pub(super) fn word(&mut self, entry: Entry<'a>) -> Option<Word<'a>> {
        match self.scalar(entry) {
            Scalar::Str(text) if entry.annotation().is_none() => {
                Some(Word { text, span: entry.value_span() })
            }
            _ => {
                self.wrong_type(entry, codes::VALUE_TYPE, "a text in quotes");
                None
            }
        }
    }

    /// An entry that must be a name: a text that is not blank and has no control characters.
    pub(super) fn name_word(&mut self, entry: Entry<'a>) -> Option<Word<'a>> {
        let word = self.word(entry)?;
        self.is_name(word).then_some(word)
    }

    /// Whether a text can be a name; reports it if not.
    pub(super) fn is_name(&mut self, word: Word<'_>) -> bool {
        if is_plain(word.text) {
            return true;
        }
        let problem = if word.text.trim().is_empty() {
            "a name is not blank"
        } else if word.text.contains(char::is_control) {
            "a name has no control characters"
        } else if word.text.trim() != word.text {
            "a name has no blanks at its ends"
        } else {
            return true;
        };
        self.out.push(
            Diagnostic::error(codes::NAME_INVALID, format!("{:?} is not a name", word.text))
                .at(word.span, problem),
        );
        false
    }

    /// The same where something is declared by it.
    pub(super) fn own_name(&mut self, entry: Entry<'a>) -> Option<Word<'a>> {
        let name = self.name_word(entry)?;
        self.stands_as_written(name);
        Some(name)
    }

    /// All arguments of a node as names.
    pub(super) fn name_words(&mut self, node: Node<'a>, example: &str) -> Vec<Word<'a>> {
        let words: Vec<_> = node.args().filter_map(|entry| self.name_word(entry)).collect();
        if words.is_empty() && node.args().next().is_none() {
            self.missing(node, "its value", &format!("write it after the name: {example}"));
        }
        words
    }

    /// A property that must be text.
    pub(super) fn text_prop(&mut self, node: Node<'a>, key: &str) -> Option<Word<'a>> {
        let entry = node.props().find(|property| property.key() == Some(key))?;
        self.word(entry)
    }

    /// A property that must be a flag.
    pub(super) fn flag_prop(&mut self, node: Node<'a>, key: &str) -> Option<(bool, Span)> {
        let entry = node.props().find(|property| property.key() == Some(key))?;
        match self.scalar(entry) {
            Scalar::Bool(flag) => Some((flag, entry.span())),
            _ => {
                self.wrong_type(entry, codes::VALUE_TYPE, "#true or #false");
                None
            }
        }
    }

    /// One of a list of words, each standing for something.
    pub(super) fn choice<T: Copy>(&mut self, word: Word<'_>, words: &[(&str, T)]) -> Option<T> {
        if let Some((_, value)) = words.iter().find(|(known, _)| *known == word.text) {
            return Some(*value);
        }
        let known: Vec<&str> = words.iter().map(|(known, _)| *known).collect();
        self.unknown_choice(word, codes::VALUE_TYPE, &known);
        None
    }

    pub(super) fn unknown_choice(
        &mut self,
        word: Word<'_>,
        code: crate::diagnostic::Code,
        known: &[&str],
    ) {
        let quoted: Vec<String> = known.iter().map(|word| format!("{word:?}")).collect();
        let mut diagnostic =
            Diagnostic::error(code, format!("{:?} is not a value for this place", word.text))
                .help(format!("one of {}", quoted.join(", ")));
        let habit = habits::Place::of_choice(known);
        let habit = habit.and_then(|place| habits::advice(place, word.text));
        let near = suggest(word.text, known.iter().copied());
        let near = match habit {
            Some(Advice::Write(instead)) => Some(instead),
            Some(Advice::Help(_)) => None,
            None => near,
        };
        diagnostic = match near {
            Some(near) => diagnostic
                .at(word.span, format!("did you mean {near:?}?"))
                .fix(format!("write {near:?}"), vec![edit(word.span, &format!("{near:?}"))]),
            None => diagnostic.at(word.span, "not known here"),
        };
        if let Some(Advice::Help(help)) = habit {
            diagnostic = diagnostic.help(help);
        }
        self.out.push(diagnostic);
    }

    pub(super) fn wrong_type(
        &mut self,
        entry: Entry<'a>,
        code: crate::diagnostic::Code,
        expected: &str,
    ) {
        let found = self.sources.text(entry.value_span());
        let made = match entry.value() {
            Scalar::Str(text) => self.params.all().put_into(text),
            _ => "".into(),
        };
        let found = if matches!(made, Cow::Owned(_)) { &*made } else { found };
        let shown: String = found.chars().take(40).collect();
        self.out.push(
            Diagnostic::error(
                code,
                format!("expected {expected}, found `{}`", shown.replace('\n', "⏎")),
            )
            .at(entry.value_span(), format!("{expected} expected")),
        );
    }
}

/// A name that is not known where it stands, with what to write: what people write elsewhere,
/// else what it is spelled like.
pub(super) fn unknown_name(
    diagnostic: Diagnostic,
    node: Node<'_>,
    near: Option<&str>,
    place: Option<Place>,
    otherwise: impl FnOnce() -> String,
) -> Diagnostic {
    let span = node.name_span();
    let near = match place.and_then(|place| habits::advice(place, node.name())) {
        Some(Advice::Help(help)) => return diagnostic.at(span, "not known here").help(help),
        Some(Advice::Write(instead)) => Some(instead),
        None => near,
    };
    match near {
        Some(near) => diagnostic
            .at(span, format!("did you mean `{near}`?"))
            .fix(format!("write `{near}`"), vec![edit(span, near)]),
        None => diagnostic.at(span, "not known here").help(otherwise()),
    }
}

/// Whether a text is surely a name: letters, digits and signs of ASCII, blanks inside only.
fn is_plain(text: &str) -> bool {
    let ends = (text.as_bytes().first(), text.as_bytes().last());
    matches!(ends, (Some(b'!'..=b'~'), Some(b'!'..=b'~')))
        && text.bytes().all(|byte| matches!(byte, b' '..=b'~'))
}

/// What stands in one text, and may be meant as several.
pub(super) fn several(text: &str) -> Option<Vec<&str>> {
    const MOST: usize = 64;
    let parts: Vec<&str> = text.split([',', ';', '\n', '|']).map(str::trim).collect();
    let is_list = (2..=MOST).contains(&parts.len()) && parts.iter().all(|part| !part.is_empty());
    is_list.then_some(parts)
}

/// A text of its own for each.
pub(super) fn each(span: Span, parts: &[&str]) -> crate::diagnostic::Edit {
    let quoted: Vec<String> = parts.iter().map(|part| format!("{part:?}")).collect();
    edit(span, &quoted.join(" "))
}

pub(super) fn edit(span: Span, text: &str) -> crate::diagnostic::Edit {
    crate::diagnostic::Edit { span, text: text.to_owned() }
}
