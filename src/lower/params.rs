//! `param`, and what gives each its value: `--set`, an environment file, `set` in the root file.
//!
//! `{name}` in a text stands for the value. What is given is known before anything is included, so
//! that an include may depend on it; what is wrong with it is said where the nodes are lowered.

use super::fields::Word;
use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::made_by_params::{Made, Places};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Entry, Node, Scalar, Tree, quoted};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;
use std::fmt::Write as _;

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
                let written = writeln!(text, "set {name}={}", quoted(value));
                written.expect("a string takes any text");
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
enum Type {
    Text,
    Number,
    Flag,
}

/// The words of `type=`.
pub(super) const TYPES: [&str; 3] = ["text", "number", "flag"];

impl Type {
    fn of_word(word: &str) -> Option<Self> {
        let all = [Type::Text, Type::Number, Type::Flag];
        all.into_iter().zip(TYPES).find(|(_, known)| *known == word).map(|(found, _)| found)
    }

    fn of(value: Scalar<'_>) -> Option<Self> {
        match value {
            Scalar::Null => None,
            Scalar::Bool(_) => Some(Type::Flag),
            Scalar::Int(_) | Scalar::Float(_) => Some(Type::Number),
            Scalar::Str(_) => Some(Type::Text),
        }
    }

    fn expected(self) -> &'static str {
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
enum Held {
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

    fn scalar(&self) -> Scalar<'_> {
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
struct Param {
    /// Where its name stands.
    name: Span,
    value: Result<Value, NoValue>,
}

#[derive(Debug)]
struct Value {
    held: Held,
    place: Span,
}

#[derive(Debug)]
enum NoValue {
    Unset,
    /// It is of another type than what is said here.
    Wrong(Type, Span),
}

/// The parameters of a definition.
#[derive(Debug)]
pub struct Params {
    declared: FxHashMap<Box<str>, Param>,
    said: FxHashMap<Box<str>, Said>,
    /// The file that is the command line.
    command_line: Option<FileId>,
    environment: Option<FileId>,
    root: FileId,
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
        match wanted {
            Some(wanted) if Type::of(held.scalar()) != Some(wanted) => {
                Err(NoValue::Wrong(wanted, place))
            }
            _ => Ok(Value { held, place }),
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.declared.is_empty()
    }

    /// Whether a text holds one that has no value, which lowering reports.
    pub(super) fn lacks_value(&self, text: &str) -> bool {
        let mut held = names_in(text).filter_map(|name| self.declared.get(name));
        held.any(|param| param.value.is_err())
    }

    fn named(&self, name: &str) -> Option<(&str, &Param)> {
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

fn forget_used(node: Node<'_>, unused: &mut FxHashMap<&str, Span>) {
    for entry in node.entries() {
        if let Scalar::Str(text) = entry.value() {
            for name in names_in(text) {
                unused.remove(name);
            }
        }
    }
    node.children().for_each(|child| forget_used(child, unused));
}

/// The names between braces that a text holds. What stands between two of each is no name.
fn names_in(text: &str) -> impl Iterator<Item = &str> {
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

/// A place whose value a parameter makes.
pub(super) struct Use<'a> {
    place: Span,
    name: &'a str,
}

/// What lowering knows of the parameters.
pub(super) struct Uses<'a> {
    params: &'a Params,
    uses: Vec<Use<'a>>,
    /// Those without a value that were reported.
    told: FxHashSet<&'a str>,
    /// Where each file sets each of them.
    set_at: FxHashMap<(FileId, &'a str), Span>,
}

impl<'a> Uses<'a> {
    pub(super) fn new(params: &'a Params) -> Self {
        Uses { params, uses: Vec::new(), told: FxHashSet::default(), set_at: FxHashMap::default() }
    }

    pub(super) fn all(&self) -> &'a Params {
        self.params
    }
}

impl<'a> Lowering<'a> {
    /// What `{name}` stands for here. A parameter without a value is reported at its first use.
    pub(super) fn param_value(&mut self, name: &str, entry: Entry<'a>) -> Option<Scalar<'a>> {
        let (name, param) = self.params.all().named(name)?;
        let place = entry.value_span();
        self.params.uses.push(Use { place, name });
        match &param.value {
            Ok(value) => Some(value.held.scalar()),
            Err(NoValue::Unset) if self.params.told.insert(name) => {
                self.out.push(
                    Diagnostic::error(
                        codes::PARAM_UNSET,
                        format!("parameter `{name}` has no value"),
                    )
                    .at(place, "used here")
                    .at(param.name, "has no default, and nothing sets it")
                    .help(format!(
                        "give it a default, or set it: --set {name}=…, or `set {name}=…` in the root \
                         file or an environment file"
                    )),
                );
                None
            }
            Err(_) => None,
        }
    }

    /// What is declared under a name with braces was probably meant to bear another.
    pub(super) fn stands_as_written(&mut self, word: Word<'_>) {
        let Some(name) = names_in(word.text).find(|name| is_name(name)) else { return };
        let params = self.params.all();
        if params.place(name).is_some() {
            return;
        }
        self.out.push(
            Diagnostic::warning(
                codes::PARAM_UNKNOWN,
                format!("`{{{name}}}` stands for nothing, and is part of the name"),
            )
            .at(word.span, "no parameter is named so")
            .help(format!("declare it: param {name:?}; or write what is meant")),
        );
    }

    /// `param "name" default=… type=…`
    pub(super) fn param(&mut self, node: Node<'a>) {
        self.only_props(node, &["default", "type"]);
        self.no_children(node);
        let Some(name) =
            self.one_arg(node, "param \"domain\"").and_then(|entry| self.name_word(entry))
        else {
            return;
        };
        if !is_name(name.text) {
            self.out.push(
                Diagnostic::error(
                    codes::NAME_INVALID,
                    format!("`{}` cannot be the name of a parameter", name.text),
                )
                .at(name.span, "letters, digits, `-` and `_`; a letter first")
                .help("it stands in texts between braces: param \"domain\" is {domain}"),
            );
        }
        self.type_word(node);
        let params = self.params.all();
        let Some(param) = params.declared.get(name.text) else { return };
        if param.name != name.span {
            self.declared_twice(format!("parameter `{}`", name.text), name.span, param.name);
            return;
        }
        if let Err(NoValue::Wrong(wanted, place)) = &param.value {
            self.not_of_type(name, *wanted, *place);
        }
    }

    fn not_of_type(&mut self, name: Word<'a>, wanted: Type, place: Span) {
        let expected = match wanted {
            Type::Flag if self.params.all().command_line == Some(place.file) => "true or false",
            wanted => wanted.expected(),
        };
        let finding = Diagnostic::error(
            codes::VALUE_TYPE,
            format!("parameter `{}` takes {expected}", name.text),
        )
        .at(place, format!("{expected} expected"));
        self.out.push(finding.at(name.span, "declared here"));
    }

    fn type_word(&mut self, node: Node<'a>) {
        let said = node.props().find(|property| property.key() == Some("type"));
        let Some(entry) = said else { return };
        let Some(word) = self.word(entry) else { return };
        if Type::of_word(word.text).is_none() {
            let near = suggest(word.text, TYPES);
            let known = TYPES.join(", ");
            self.out.push(
                Diagnostic::error(
                    codes::UNEXPECTED_VALUE,
                    format!("`{}` is no type of a parameter", word.text),
                )
                .at(
                    word.span,
                    near.map_or("not known".to_owned(), |n| format!("did you mean `{n}`?")),
                )
                .help(format!("known here: {known}")),
            );
        }
    }

    /// `set domain="staging.example" retention=7`
    pub(super) fn set_params(&mut self, node: Node<'a>) {
        self.no_children(node);
        let file = node.name_span().file;
        let params = self.params.all();
        let is_given = [params.command_line, params.environment].contains(&Some(file));
        if file != params.root && !is_given {
            self.out.push(
                Diagnostic::error(codes::UNEXPECTED_NODE, "`set` stands in an included file")
                    .at(node.head_span(), "only the root file sets parameters")
                    .help("move it there; or give the parameter a default: param \"…\" default=…"),
            );
            return;
        }
        if let Some(argument) = node.args().next() {
            self.out.push(
                Diagnostic::error(codes::UNEXPECTED_VALUE, "`set` takes names with their values")
                    .at(argument.span(), "a name and a value expected")
                    .help("as in: set domain=\"staging.example\""),
            );
        }
        for property in node.props() {
            self.set_one(property, file);
        }
    }

    fn set_one(&mut self, property: Entry<'a>, file: FileId) {
        let (Some(name), Some(span)) = (property.key(), property.key_span()) else { return };
        if property.value() == Scalar::Null {
            self.wrong_type(property, codes::VALUE_TYPE, "a text, a number or a flag");
        }
        if let Some(first) = self.params.set_at.insert((file, name), span) {
            self.declared_twice(format!("`{name}`"), span, first);
            return;
        }
        let params = self.params.all();
        let is_known = params.declared.contains_key(name);
        if is_known || (params.is_earlier && file != params.root) {
            return;
        }
        let label = suggest(name, params.names())
            .map_or("not declared".to_owned(), |near| format!("did you mean `{near}`?"));
        self.out.push(
            Diagnostic::error(codes::PARAM_UNKNOWN, format!("no parameter is named `{name}`"))
                .at(span, label)
                .help(format!("declare it in the definition: param {name:?}")),
        );
    }

    /// What an include lacks, or mistypes.
    pub(super) fn params_of_include(&mut self, node: Node<'a>) {
        for entry in node.args() {
            self.scalar(entry);
        }
    }

    /// An environment file holds nothing else.
    pub(super) fn environment(&mut self, node: Node<'a>) {
        match node.name() {
            "set" => self.set_params(node),
            _ => self.only_sets(node),
        }
    }

    fn only_sets(&mut self, node: Node<'a>) {
        self.out.push(
            Diagnostic::error(
                codes::UNEXPECTED_NODE,
                "an environment file only gives parameters their values",
            )
            .at(node.head_span(), "`set` expected")
            .help("move it to the definition; or make this file the root, and include the rest"),
        );
    }

    /// Parameters that no text holds, and findings about values that parameters make.
    pub(super) fn after_params(&mut self, trees: &[Tree]) {
        let params = self.params.all();
        if params.is_empty() {
            return;
        }
        self.unused_params(trees);
        let uses = std::mem::take(&mut self.params.uses);
        let value = |name: &str| params.declared.get(name)?.value.as_ref().ok();
        let (with, without): (Vec<Use<'a>>, Vec<Use<'a>>) =
            uses.into_iter().partition(|one| value(one.name).is_some());
        // Nobody knows what stands there.
        let without = Places::new(without.into_iter().map(|one| (one.place, ())).collect());
        self.out.retain(|finding| {
            let is_there = |span| without.around(span).next().is_some();
            finding.code == codes::PARAM_UNSET || !finding.span().is_some_and(is_there)
        });
        let said = |one: Use<'a>| {
            let said = Made { name: one.name.into(), said: value(one.name)?.place };
            Some((one.place, said))
        };
        self.site.made_by_params = Places::new(with.into_iter().filter_map(said).collect());
    }

    fn unused_params(&mut self, trees: &[Tree]) {
        let mut unused: FxHashMap<&str, Span> =
            self.params.all().declared.iter().map(|(name, param)| (&**name, param.name)).collect();
        for tree in trees {
            let document = tree.document(self.sources.file(tree.file()).text());
            document.nodes().for_each(|node| forget_used(node, &mut unused));
        }
        let mut unused: Vec<(&str, Span)> = unused.into_iter().collect();
        unused.sort_unstable_by_key(|(_, span)| *span);
        for (name, span) in unused {
            self.out.push(
                Diagnostic::warning(
                    codes::PARAM_UNUSED,
                    format!("parameter `{name}` is used nowhere"),
                )
                .at(span, "no text holds it")
                .help(format!("write {{{name}}} in a text, or delete this line")),
            );
        }
    }
}
