//! `param` and `set`, and what stands for `{name}` in a text.

use super::fields::Word;
use super::given::{LONGEST_VALUE, NoValue, Params, Type, is_name, names_in};
use super::language::PARAM_TYPES;
use super::secrecy::names_secret;
use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::made_by_params::{Made, Places};
use crate::source::{FileId, Span};
use crate::syntax::{Entry, Node, Scalar, Tree};
use rustc_hash::{FxHashMap, FxHashSet};

/// A place whose value a parameter makes.
pub(super) struct Use<'a> {
    place: Span,
    name: &'a str,
}

/// What lowering knows of the parameters.
pub(super) struct Uses<'a> {
    params: &'a Params,
    uses: Vec<Use<'a>>,
    /// Where a name is mistyped.
    mistyped: Vec<Span>,
    /// Those without a value that were reported.
    told: FxHashSet<&'a str>,
    /// Where each file sets each of them.
    set_at: FxHashMap<(FileId, &'a str), Span>,
}

impl<'a> Uses<'a> {
    pub(super) fn new(params: &'a Params) -> Self {
        Uses {
            params,
            uses: Vec::new(),
            mistyped: Vec::new(),
            told: FxHashSet::default(),
            set_at: FxHashMap::default(),
        }
    }

    pub(super) fn all(&self) -> &'a Params {
        self.params
    }

    pub(super) fn mistyped(&mut self, place: Span) {
        self.mistyped.push(place);
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
        if let Some(default) = node.props().find(|property| property.key() == Some("default")) {
            self.value_of_param(default, name.text);
        }
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

    /// A value is shown wherever it stands, short, and put nowhere else than it is written.
    fn value_of_param(&mut self, entry: Entry<'a>, name: &str) {
        let Scalar::Str(text) = entry.value() else { return };
        let place = entry.value_span();
        if names_secret(name) {
            self.out.push(
                Diagnostic::error(codes::SECRET_IN_FILE, "a parameter may hold no secret")
                    .at(place, "is shown wherever the parameter stands")
                    .help(
                        "write a reference where the secret is used, as (env)\"NAME\"; a parameter that \
                         holds none gets another name",
                    ),
            );
        }
        if let Some(held) = names_in(text).find(|held| self.params.all().place(held).is_some()) {
            let message = format!("`{{{held}}}` stands for nothing in the value of a parameter");
            self.out.push(
                Diagnostic::error(codes::PARAM_UNKNOWN, message)
                    .at(place, "is taken as it is written")
                    .help("write both where they are used, one behind the other"),
            );
        }
        if text.len() > LONGEST_VALUE {
            let message = format!("the value of a parameter has at most {LONGEST_VALUE} bytes");
            self.out.push(
                Diagnostic::error(codes::UNEXPECTED_VALUE, message)
                    .at(place, format!("has {}", text.len()))
                    .help("write it where it stands, or read it from a file: (file)\"path\""),
            );
        }
    }

    fn not_of_type(&mut self, name: Word<'a>, wanted: Type, place: Span) {
        let expected = match wanted {
            Type::Flag if self.params.all().is_of_command_line(place) => "true or false",
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
            let near = suggest(word.text, PARAM_TYPES);
            let known = PARAM_TYPES.join(", ");
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
        if !self.params.all().may_set(file) {
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
        self.value_of_param(property, name);
        let params = self.params.all();
        if params.declared.contains_key(name) || !params.must_know(file) {
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
        let mistyped = std::mem::take(&mut self.params.mistyped);
        let without = without.into_iter().map(|one| one.place).chain(mistyped);
        let without = Places::new(without.map(|place| (place, ())).collect());
        self.out.retain(|finding| {
            let is_there = |span| without.around(span).next().is_some();
            [codes::PARAM_UNSET, codes::PARAM_UNKNOWN].contains(&finding.code)
                || !finding.span().is_some_and(is_there)
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
