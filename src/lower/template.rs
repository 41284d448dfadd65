//! `template`: defaults that users, bots, groups, folders and automations take over with
//! `use=`.
//!
//! A template's children are read as if they stood behind the object's own, with `{parameter}`
//! replaced in their texts; what the object says itself wins. The number of expanded nodes and
//! the depth of templates that use templates are bounded.

use super::fields::Word;
use super::given::{is_name, replace, shown};
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};
use rustc_hash::{FxHashMap, FxHashSet};
use typed_arena::Arena;

/// Templates use templates at most so deep.
const DEEPEST: usize = 16;

/// All uses together expand to at most so many nodes.
const MOST_NODES: usize = 2_000_000;

pub(super) struct Templates<'a> {
    /// Texts with their parameters replaced; they live as long as the trees.
    expansions: &'a Arena<String>,
    declared: FxHashMap<&'a str, Declared<'a>>,
    /// The uses that are being expanded, the outermost first.
    frames: Vec<Frame<'a>>,
    expanded: usize,
    full: bool,
    /// Findings within templates, so that a thousand uses of one mistake are one finding.
    reported: FxHashSet<(Option<Span>, String)>,
}

struct Declared<'a> {
    node: Node<'a>,
    name: Word<'a>,
    used: bool,
}

struct Frame<'a> {
    template: &'a str,
    parameters: Vec<(&'a str, Scalar<'a>)>,
}

impl<'a> Templates<'a> {
    pub(super) fn new(expansions: &'a Arena<String>) -> Self {
        Self {
            expansions,
            declared: FxHashMap::default(),
            frames: Vec::new(),
            expanded: 0,
            full: false,
            reported: FxHashSet::default(),
        }
    }
}

impl<'a> Lowering<'a> {
    pub(super) fn template(&mut self, node: Node<'a>) {
        let Some(name) = self
            .one_arg(node, "template \"employee\" { … }")
            .and_then(|entry| self.name_word(entry))
        else {
            return;
        };
        for property in node.props() {
            self.plain_parameter(property);
            let (Some(key), Some(span)) = (property.key(), property.key_span()) else { continue };
            if let Some(first) = self.params.all().place(key) {
                self.out.push(
                    Diagnostic::error(codes::TEMPLATE_PARAMETER, "this name cannot be a parameter")
                        .at(span, format!("`{{{key}}}` stands for something else"))
                        .at(first, "is a parameter of the definition")
                        .help("call the template's parameter something else"),
                );
            }
            if let "was" | "id" = key {
                self.out.push(
                    Diagnostic::error(codes::TEMPLATE_PARAMETER, "this name cannot be a parameter")
                        .at(span, "means something else where the template is used")
                        .help("call the parameter something else"),
                );
            }
        }
        let declared = Declared { node, name, used: false };
        if let Some(first) = self.templates.declared.get(name.text) {
            let first = first.name.span;
            self.declared_twice(format!("template `{}`", name.text), name.span, first);
            return;
        }
        self.templates.declared.insert(name.text, declared);
    }

    /// Properties of an object that may use a template: its own, `use`, and the parameters.
    pub(super) fn object_props(&mut self, node: Node<'a>, own: &[&str]) {
        if node.props().next().is_none() {
            return;
        }
        let mut known = own.to_vec();
        known.push("use");
        let used = node.props().find(|property| property.key() == Some("use"));
        if let Some(Scalar::Str(name)) = used.map(|entry| self.scalar(entry))
            && let Some(template) = self.templates.declared.get(name)
        {
            known.extend(template.node.props().filter_map(|parameter| parameter.key()));
        }
        self.only_props(node, &known);
    }

    /// Reads an object's own children, then those of the template it uses.
    pub(super) fn children(&mut self, node: Node<'a>, mut each: impl FnMut(&mut Self, Node<'a>)) {
        for child in node.children() {
            match child.name() {
                "allow-lint" => self.allow_lint(child, vec![node.span()]),
                _ => each(self, child),
            }
        }
        self.expand(node, node, &mut each);
    }

    /// The children of the template that `user` uses, for the object.
    fn expand(
        &mut self,
        object: Node<'a>,
        user: Node<'a>,
        each: &mut dyn FnMut(&mut Self, Node<'a>),
    ) {
        let Some(used) = user.props().find(|property| property.key() == Some("use")) else {
            return;
        };
        let Some(name) = self.word(used) else { return };
        let Some(template) = self.find_template(name) else { return };
        let Some(parameters) = self.parameters(user, template) else { return };
        let nested = self.templates.frames.iter().any(|frame| frame.template == name.text);
        if nested || self.templates.frames.len() >= DEEPEST {
            let mut chain: Vec<&str> = self.templates.frames.iter().map(|f| f.template).collect();
            chain.push(name.text);
            self.out.push(
                Diagnostic::error(codes::TEMPLATE_RECURSION, "these templates use each other")
                    .at(name.span, "the circle closes here")
                    .help(format!("{}; remove one of these uses", chain.join(" → "))),
            );
            return;
        }
        self.templates.frames.push(Frame { template: name.text, parameters });
        let before = self.out.len();
        for child in template.children() {
            if is_overridden(object, child) || !self.has_room(name.span) {
                continue;
            }
            match child.name() {
                "allow-lint" => self.allow_lint(child, vec![object.span(), template.span()]),
                _ => each(self, child),
            }
        }
        self.expand(object, template, each);
        self.templates.frames.pop();
        self.place_findings(before, name.span);
    }

    fn find_template(&mut self, name: Word<'a>) -> Option<Node<'a>> {
        if let Some(template) = self.templates.declared.get_mut(name.text) {
            template.used = true;
            return Some(template.node);
        }
        let near = suggest(name.text, self.templates.declared.keys().copied());
        let label =
            near.map_or("not declared".to_owned(), |near| format!("did you mean `{near}`?"));
        self.out.push(
            Diagnostic::error(
                codes::TEMPLATE_UNKNOWN,
                format!("no template is named `{}`", name.text),
            )
            .at(name.span, label)
            .help(format!("declare it: template {:?} {{ … }}", name.text)),
        );
        None
    }

    /// What each parameter is in this use; a parameter without a default must be given.
    fn parameters(
        &mut self,
        user: Node<'a>,
        template: Node<'a>,
    ) -> Option<Vec<(&'a str, Scalar<'a>)>> {
        let mut parameters = Vec::new();
        let mut complete = true;
        for parameter in template.props().filter(|property| property.key() != Some("use")) {
            let Some(key) = parameter.key() else { continue };
            let given = user.props().find(|property| property.key() == Some(key));
            if let Some(given) = given {
                self.plain_parameter(given);
            }
            let value = match (given, self.handed_down(user, key)) {
                (_, Some(value)) => value,
                (Some(given), None) => self.scalar(given),
                (None, None) => self.default_value(parameter),
            };
            match value {
                Scalar::Null => {
                    complete = false;
                    self.out.push(
                        Diagnostic::error(
                            codes::TEMPLATE_PARAMETER,
                            format!("parameter `{key}` is not given"),
                        )
                        .at(user.head_span(), format!("`{key}=` expected"))
                        .at(parameter.span(), "has no default"),
                    );
                }
                value => parameters.push((key, value)),
            }
        }
        complete.then_some(parameters)
    }

    /// Where a template is declared, only parameters of the definition stand for anything.
    fn default_value(&mut self, parameter: Entry<'a>) -> Scalar<'a> {
        let frames = std::mem::take(&mut self.templates.frames);
        let value = self.scalar(parameter);
        self.templates.frames = frames;
        value
    }

    /// A template that uses another hands on what it was given itself.
    fn handed_down(&self, user: Node<'a>, key: &str) -> Option<Scalar<'a>> {
        let frame = self.templates.frames.last().filter(|_| user.name() == "template")?;
        frame.parameters.iter().find(|(name, _)| *name == key).map(|(_, value)| *value)
    }

    /// Whether another node may be expanded; the first one too many is reported.
    fn has_room(&mut self, place: Span) -> bool {
        self.templates.expanded += 1;
        if self.templates.expanded <= MOST_NODES {
            return true;
        }
        if !self.templates.full {
            self.templates.full = true;
            self.out.push(
                Diagnostic::error(codes::TEMPLATE_TOO_LARGE, "templates expand to too much")
                    .at(place, format!("more than {MOST_NODES} nodes up to here"))
                    .help("templates that use templates multiply; use fewer levels"),
            );
        }
        false
    }

    /// A finding inside a template shows the use as well, and is shown once.
    fn place_findings(&mut self, before: usize, place: Span) {
        for finding in self.out.split_off(before) {
            let key = (finding.span(), finding.message.clone());
            let inner = !self.templates.frames.is_empty();
            if inner || self.templates.reported.insert(key) {
                self.out.push(finding.at(place, "used here"));
            }
        }
    }

    /// The value of an entry, its parameters replaced. A text that is nothing but a parameter
    /// takes the parameter's type.
    pub(super) fn scalar(&mut self, entry: Entry<'a>) -> Scalar<'a> {
        let value = entry.value();
        let Scalar::Str(text) = value else { return value };
        let nothing = self.templates.frames.last().is_none_or(|frame| frame.parameters.is_empty());
        if (nothing && self.params.all().is_empty()) || !text.contains('{') {
            return value;
        }
        let whole = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
        if let Some(value) = whole.and_then(|name| self.stands_for(name, entry)) {
            return value;
        }
        let mut unknown = None;
        let replaced = replace(text, |name| {
            let value = self.stands_for(name, entry);
            if value.is_none() {
                unknown = unknown.or(Some(name));
            }
            value.map(shown)
        });
        if let Some(name) = unknown {
            self.unknown_parameter(name, entry);
        }
        replaced.map_or(value, |text| Scalar::Str(self.templates.expansions.alloc(text)))
    }

    /// What `{name}` stands for: in a template its parameters, and everywhere the definition's.
    fn stands_for(&mut self, name: &str, entry: Entry<'a>) -> Option<Scalar<'a>> {
        let frame = self.templates.frames.last();
        let own = frame.and_then(|frame| frame.parameters.iter().find(|(key, _)| *key == name));
        own.map(|(_, value)| *value).or_else(|| self.param_value(name, entry))
    }

    /// Reported where it is much like a known one: others are texts with braces.
    fn unknown_parameter(&mut self, name: &str, entry: Entry<'a>) {
        let frame = self.templates.frames.last();
        let own: Vec<&str> =
            frame.iter().flat_map(|frame| frame.parameters.iter().map(|(key, _)| *key)).collect();
        let everywhere = self.params.all();
        if !is_name(name) || everywhere.place(name).is_some() {
            return;
        }
        let of_template = suggest(name, own.iter().copied());
        let (code, what, near) = match of_template {
            Some(near) => (codes::TEMPLATE_PARAMETER, "this template has no parameter", near),
            None => match suggest(name, everywhere.names()) {
                Some(near) => (codes::PARAM_UNKNOWN, "no parameter is named", near),
                None => return,
            },
        };
        if code == codes::PARAM_UNKNOWN {
            self.params.mistyped(entry.value_span());
        }
        self.out.push(
            Diagnostic::error(code, format!("{what} `{name}`"))
                .at(entry.value_span(), format!("did you mean `{{{near}}}`?")),
        );
    }

    pub(super) fn unused_templates(&mut self) {
        let unused = self.templates.declared.values().filter(|template| !template.used);
        let mut unused: Vec<Word<'a>> = unused.map(|template| template.name).collect();
        unused.sort_by_key(|name| name.span);
        for name in unused {
            self.out.push(
                Diagnostic::warning(
                    codes::TEMPLATE_UNUSED,
                    format!("template `{}` is not used", name.text),
                )
                .at(name.span, "its content is not checked")
                .help(format!("use it with use={:?}, or delete it", name.text)),
            );
        }
    }
}

/// Whether the object says itself what this child of the template says. Of some words it has
/// several; the others it says once, and then for itself.
fn is_overridden(object: Node<'_>, child: Node<'_>) -> bool {
    fn first(node: Node<'_>) -> Option<Scalar<'_>> {
        node.args().next().map(|entry| entry.value())
    }
    object.children().filter(|own| own.name() == child.name()).any(|own| match child.name() {
        "behavior" => first(own) == first(child),
        name => !language::repeats(name),
    })
}
