//! Automations of the second version: a graph of nodes and edges.
//!
//! `v2 { node "in" type="trigger_manual"; node "copy" type="copy_file" { source "A/*" };
//! edge from="in" to="copy" }` becomes the API's `definition`.

use super::fields::{Word, edit};
use super::free::At;
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::automation::NodePlace;
use crate::model::{Automation, Value, ValueKind, kinds};
use crate::syntax::Node;

/// The nodes that are named so far.
type Ids<'a> = Vec<(Word<'a>, Node<'a>)>;

/// The version of the definition's own form.
const SCHEMA_VERSION: i64 = 1;

impl<'a> Lowering<'a> {
    pub(super) fn flow(&mut self, node: Node<'a>, automation: &mut Automation) {
        let into = &mut automation.attributes;
        self.no_args(node);
        self.only_props(node, &[]);
        self.set(into, "automation", Value::text("v2"), node.name_span(), "an action");
        let mut ids: Ids<'a> = Vec::new();
        let (mut nodes, mut edges) = (Vec::new(), Vec::new());
        for child in node.children() {
            match child.name() {
                "node" => nodes.extend(self.flow_node(child, &mut ids)),
                "edge" => {}
                _ => self.unexpected_node(child, "`v2`", &language::V2.known()),
            }
        }
        for child in node.children().filter(|child| child.name() == "edge") {
            edges.extend(self.flow_edge(child, &ids));
        }
        let definition = object([
            ("schema_version", Value::Int(SCHEMA_VERSION)),
            ("nodes", Value::List(nodes.into())),
            ("edges", Value::List(edges.into())),
        ]);
        self.set(into, "definition", definition, node.head_span(), "the graph");
        let places = ids.iter().map(|(id, node)| NodePlace {
            id: id.text.into(),
            span: id.span,
            config: node.children().map(|child| (child.name().into(), child.head_span())).collect(),
        });
        automation.nodes.extend(places);
    }

    fn flow_node(&mut self, node: Node<'a>, ids: &mut Ids<'a>) -> Option<Value> {
        self.only_props(node, &["type", "return"]);
        let example = "node \"copy\" type=\"copy_file\"";
        let id = self.one_arg(node, example).and_then(|entry| self.name_word(entry))?;
        if let Some(first) = ids.iter().find(|(known, _)| known.text == id.text) {
            let first = first.0.span;
            self.declared_twice(format!("node `{}`", id.text), id.span, first);
            return None;
        }
        ids.push((id, node));
        let Some(kind) = self.text_prop(node, "type") else {
            if node.props().all(|property| property.key() != Some("type")) {
                self.missing(node, "its type", &format!("as in: {example}"));
            }
            return None;
        };
        if !language::NODE_TYPES.contains(&kind.text) {
            self.unknown_node_type(kind);
        }
        let definition = kinds::AUTOMATION.known("definition");
        let config = self.object(node, &mut At::below(definition, &["nodes", "config"]));
        let mut entries: Vec<(Box<str>, Value)> = vec![
            ("id".into(), Value::text(id.text)),
            ("type".into(), Value::text(kind.text)),
            ("config".into(), as_lists(config)),
        ];
        if let Some(entry) = node.props().find(|property| property.key() == Some("return"))
            && let Some(value) = self.value(entry, ValueKind::Bool, codes::VALUE_TYPE)
            && value == Value::Bool(true)
        {
            entries.push(("return".into(), value));
        }
        Some(Value::Object(entries.into()))
    }

    /// Files.com may know more types than we do.
    fn unknown_node_type(&mut self, kind: Word<'a>) {
        let finding = Diagnostic::warning(
            codes::NODE_TYPE_UNKNOWN,
            format!("nodes of type `{}` are not known here", kind.text),
        )
        .help("it is sent as it stands; whether its paths are covered cannot be decided");
        let near = suggest(kind.text, language::NODE_TYPES.iter().copied());
        self.out.push(match near {
            Some(near) => finding
                .at(kind.span, format!("did you mean {near:?}?"))
                .fix(format!("write {near:?}"), vec![edit(kind.span, &format!("{near:?}"))]),
            None => finding.at(kind.span, "not among those that Files.com documents"),
        });
    }

    fn flow_edge(&mut self, node: Node<'a>, ids: &[(Word<'a>, Node<'a>)]) -> Option<Value> {
        self.no_args(node);
        self.no_children(node);
        self.only_props(node, &["from", "to", "output", "input"]);
        let mut entries: Vec<(Box<str>, Value)> = Vec::new();
        for key in ["from", "to", "output", "input"] {
            let end = matches!(key, "from" | "to");
            match self.text_prop(node, key) {
                Some(word) if end && ids.iter().all(|(id, _)| id.text != word.text) => {
                    self.unknown_flow_node(word, ids);
                    return None;
                }
                Some(word) => entries.push((key.into(), Value::text(word.text))),
                None if end => {
                    self.missing(node, &format!("`{key}`"), "as in: edge from=\"in\" to=\"copy\"");
                    return None;
                }
                None => {}
            }
        }
        Some(Value::Object(entries.into()))
    }

    fn unknown_flow_node(&mut self, word: Word<'a>, ids: &[(Word<'a>, Node<'a>)]) {
        let near = suggest(word.text, ids.iter().map(|(id, _)| id.text));
        let label =
            near.map_or("not in this graph".to_owned(), |near| format!("did you mean `{near}`?"));
        self.out.push(
            Diagnostic::error(codes::VALUE_TYPE, format!("no node is named `{}`", word.text))
                .at(word.span, label),
        );
    }
}

/// What a node takes a list of, be it of one.
const LISTS: &[&str] = &[
    "allowed_senders",
    "attachments",
    "bcc",
    "cc",
    "destinations",
    "legacy_sync_ids",
    "recurring_days",
    "schedule_days_of_week",
    "schedule_times_of_day",
    "sync_ids",
    "to",
    "trigger_actions",
];

fn as_lists(config: Value) -> Value {
    let Value::Object(entries) = config else { return config };
    let list = |(key, value): (Box<str>, Value)| match value {
        Value::Text(_) | Value::Int(_) if LISTS.contains(&&*key) => {
            (key, Value::List([value].into()))
        }
        _ => (key, value),
    };
    Value::Object(entries.into_iter().map(list).collect())
}

fn object<const N: usize>(entries: [(&str, Value); N]) -> Value {
    Value::Object(entries.map(|(key, value)| (key.into(), value)).into())
}
