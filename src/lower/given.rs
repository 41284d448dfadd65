//! The parameters of a definition, and what gives each its value: `--set`, an environment file, `set`
//! in the root file, its default.
//!
//! They are known as the files that say them are read, so that an include may depend on them. What is
//! wrong with them is said where the nodes are lowered, in `params.rs`.

use super::language::PARAM_TYPES;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Node, Scalar, Tree, quoted};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// What is put into many texts is short.
pub(super) const LONGEST_VALUE: usize = 4096;

/// What stands for the command line among the files.
pub const COMMAND_LINE: &str = "--set";

/// What comes before the root file.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Of the command line: names and texts.
    pub sets: Vec<(String, String)>,
    /// Of a file: what it is called.
    pub environment: Option<String>,
    /// The definition is as it was once: it need not know what is set today.
    pub is_earlier: bool,
    /// The root file, where another text stands around it.
    pub root: Option<String>,
}

impl Given {
    /// The command line as a text of the language. What is said last counts.
    pub(super) fn command_line(&self) -> Option<String> {
        let mut text = String::new();
        for (at, (name, value)) in self.sets.iter().enumerate() {
            if !self.sets[at + 1..].iter().any(|(later, _)| later == name) {
                text.extend(["set ", name, "=", &quoted(value), "\n"]);
            }
        }
        (!text.is_empty()).then_some(text)
    }
}

/// Whether a text can be the name of a parameter.
pub fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Text,
    Number,
    Flag,
}

impl Type {
    pub(super) fn of_word(word: &str) -> Option<Self> {
        let all = [Type::Text, Type::Number, Type::Flag];
        all.into_iter().zip(PARAM_TYPES).find(|(_, known)| *known == word).map(|(found, _)| found)
    }

    fn of(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Null => None,
            Scalar::Bool(_) => Some(Type::Flag),
            Scalar::Int(_) | Scalar::Float(_) => Some(Type::Number),
            Scalar::Str(_) => Some(Type::Text),
        }
    }

    pub(super) fn expected(self) -> &'static str {
        match self {
            Type::Text => "a text in quotes",
            Type::Number => "a number",
            Type::Flag => "#true or #false",
        }
    }

    /// The value of this type that a text of the command line is.
    fn read(self, text: &str) -> Option<Held> {
        match self {
            Type::Text => Some(Held::Text(text.into())),
            Type::Number => {
                let float = || text.parse().ok().filter(|number: &f64| number.is_finite());
                text.parse().map(Held::Int).ok().or_else(|| float().map(Held::Float))
            }
            Type::Flag => match text.trim_start_matches('#') {
                "true" => Some(Held::Flag(true)),
                "false" => Some(Held::Flag(false)),
                _ => None,
            },
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Held {
    Flag(bool),
    Int(i64),
    Float(f64),
    Text(Box<str>),
}

impl Held {
    fn of(value: Scalar<'_>) -> Option<Self> {
        Some(match value {
            Scalar::Null => return None,
            Scalar::Bool(flag) => Held::Flag(flag),
            Scalar::Int(number) => Held::Int(number),
            Scalar::Float(number) => Held::Float(number),
            Scalar::Str(text) => Held::Text(text.into()),
        })
    }

    pub(super) fn scalar(&self) -> Scalar<'_> {
        match self {
            Held::Flag(flag) => Scalar::Bool(*flag),
            Held::Int(number) => Scalar::Int(*number),
            Held::Float(number) => Scalar::Float(*number),
            Held::Text(text) => Scalar::Str(text),
        }
    }
}

/// A value, and where it is said.
#[derive(Debug)]
struct Said {
    held: Held,
    place: Span,
    is_of_command_line: bool,
}

#[derive(Debug)]
pub(super) struct Param {
    /// Where its name stands.
    pub(super) name: Span,
    pub(super) value: Result<Value, NoValue>,
}

#[derive(Debug)]
pub(super) struct Value {
    pub(super) held: Held,
    pub(super) place: Span,
}

#[derive(Debug)]
pub(super) enum NoValue {
    Unset,
    /// It would be too much, where it stands often.
    TooLong,
    /// It is of another type than what is said here.
    Wrong(Type, Span),
}

/// The parameters of a definition.
#[derive(Debug)]
pub struct Params {
    pub(super) declared: FxHashMap<Box<str>, Param>,
    said: FxHashMap<Box<str>, Said>,
    /// The file that is the command line.
    command_line: Option<FileId>,
    environment: Option<FileId>,
    root: FileId,
    /// The definition need not know what is set today.
    is_earlier: bool,
}

impl Default for Params {
    fn default() -> Self {
        Params {
            declared: FxHashMap::default(),
            said: FxHashMap::default(),
            command_line: None,
            environment: None,
            root: FileId(0),
            is_earlier: false,
        }
    }
}

impl Params {
    pub(super) fn new(
        command_line: Option<FileId>,
        environment: Option<FileId>,
        is_earlier: bool,
    ) -> Self {
        Params { command_line, environment, is_earlier, ..Params::default() }
    }

    /// Notes which file is the root.
    pub(super) fn root_is(&mut self, file: FileId) {
        self.root = file;
    }

    /// Takes what a file sets, unless something before it did.
    pub(super) fn take_set(&mut self, tree: &Tree, sources: &Sources) {
        let document = tree.document(sources.file(tree.file()).text());
        let is_of_command_line = self.command_line == Some(tree.file());
        for node in document.nodes().filter(|node| node.name() == "set") {
            for property in node.props() {
                if let (Some(key), Some(held)) = (property.key(), Held::of(property.value())) {
                    let place = property.value_span();
                    let said = Said { held, place, is_of_command_line };
                    self.said.entry(key.into()).or_insert(said);
                }
            }
        }
    }

    /// Takes what one of the definition's files says of parameters.
    pub(super) fn take(&mut self, tree: &Tree, sources: &Sources) {
        if tree.file() == self.root {
            self.take_set(tree, sources);
        }
        self.take_declared(tree, sources);
    }

    /// Takes what a file declares.
    fn take_declared(&mut self, tree: &Tree, sources: &Sources) {
        let document = tree.document(sources.file(tree.file()).text());
        for node in document.nodes().filter(|node| node.name() == "param") {
            let Some(entry) = node.args().next() else { continue };
            if let Scalar::Str(name) = entry.value()
                && is_name(name)
                && !self.declared.contains_key(name)
            {
                let param = Param { name: entry.value_span(), value: self.value_of(name, node) };
                self.declared.insert(name.into(), param);
            }
        }
    }

    fn value_of(&self, name: &str, node: Node<'_>) -> Result<Value, NoValue> {
        let default = node.props().find(|property| property.key() == Some("default"));
        let of_default = default.and_then(|entry| Type::of(entry.value()));
        let wanted = declared_type(node).or(of_default);
        let (held, place) = match (self.said.get(name), default) {
            (Some(said), _) => {
                let held = match (&said.held, wanted) {
                    (Held::Text(text), Some(wanted)) if said.is_of_command_line => {
                        wanted.read(text).ok_or(NoValue::Wrong(wanted, said.place))?
                    }
                    (held, _) => held.clone(),
                };
                (held, said.place)
            }
            (None, Some(default)) => {
                (Held::of(default.value()).ok_or(NoValue::Unset)?, default.value_span())
            }
            (None, None) => return Err(NoValue::Unset),
        };
        if matches!(&held, Held::Text(text) if text.len() > LONGEST_VALUE) {
            return Err(NoValue::TooLong);
        }
        match wanted {
            Some(wanted) if Type::of(held.scalar()) != Some(wanted) => {
                Err(NoValue::Wrong(wanted, place))
            }
            _ => Ok(Value { held, place }),
        }
    }

    pub(super) fn is_of_command_line(&self, place: Span) -> bool {
        self.command_line == Some(place.file)
    }

    /// Whether a file may set parameters.
    pub(super) fn may_set(&self, file: FileId) -> bool {
        file == self.root || [self.command_line, self.environment].contains(&Some(file))
    }

    /// Whether what a file sets must be declared.
    pub(super) fn must_know(&self, file: FileId) -> bool {
        file == self.root || !self.is_earlier
    }

    pub(super) fn is_empty(&self) -> bool {
        self.declared.is_empty()
    }

    /// Whether a text holds one that has no value, which lowering reports.
    pub(super) fn lacks_value(&self, text: &str) -> bool {
        let mut held = names_in(text).filter_map(|name| self.declared.get(name));
        held.any(|param| param.value.is_err())
    }

    pub(super) fn named(&self, name: &str) -> Option<(&str, &Param)> {
        self.declared.get_key_value(name).map(|(name, param)| (&**name, param))
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.declared.keys().map(|name| &**name)
    }

    /// Where a parameter of this name is declared.
    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.declared.get(name).map(|param| param.name)
    }

    /// A text with the values of these parameters, as far as they have any.
    pub(super) fn put_into<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.is_empty() || !text.contains('{') {
            return Cow::Borrowed(text);
        }
        let value = |name: &str| self.declared.get(name)?.value.as_ref().ok();
        let replaced = replace(text, |name| value(name).map(|value| shown(value.held.scalar())));
        replaced.map_or(Cow::Borrowed(text), Cow::Owned)
    }
}

fn declared_type(node: Node<'_>) -> Option<Type> {
    let said = node.props().find(|property| property.key() == Some("type"))?;
    match said.value() {
        Scalar::Str(word) => Type::of_word(word),
        _ => None,
    }
}

/// The names between braces that a text holds. What stands between two of each is no name.
pub(super) fn names_in(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (_, after) = rest.split_once('{')?;
        let (name, tail) = after.split_once('}')?;
        rest = tail;
        Some(name)
    })
}

/// A text with `{name}` replaced by what stands for it; nothing where nothing does.
pub(super) fn replace<'n>(
    text: &'n str,
    mut value: impl FnMut(&'n str) -> Option<String>,
) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut is_changed) = (text, false);
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, tail)) = after.split_once('}') else { break };
        out.push_str(before);
        match value(name) {
            Some(value) => {
                out.push_str(&value);
                is_changed = true;
            }
            None => out.extend(["{", name, "}"]),
        }
        rest = tail;
    }
    out.push_str(rest);
    is_changed.then_some(out)
}

pub(super) fn shown(value: Scalar<'_>) -> String {
    match value {
        Scalar::Null => String::new(),
        Scalar::Bool(flag) => flag.to_string(),
        Scalar::Int(number) => number.to_string(),
        Scalar::Float(number) => number.to_string(),
        Scalar::Str(text) => text.to_owned(),
    }
}
