//! A validator for the part of KDL Schema 2.0.0 that `schema/site.kdl-schema` uses.

use siteplan::facade::syntax::{Entry, Node, Scalar};
use std::collections::HashMap;

/// The schema's nodes: the document, and what can be referred to.
pub struct Schema<'s> {
    document: Node<'s>,
    ids: HashMap<&'s str, Node<'s>>,
}

impl<'s> Schema<'s> {
    pub fn new(document: Node<'s>) -> Self {
        assert_eq!(document.name(), "document");
        let mut ids = HashMap::new();
        let mut open = vec![document];
        while let Some(node) = open.pop() {
            if let Some(id) = prop(node, "id") {
                assert!(ids.insert(id, node).is_none(), "the id {id} is given twice");
            }
            open.extend(node.children());
        }
        Schema { document, ids }
    }

    /// What is wrong with a definition.
    pub fn problems<'d>(&self, nodes: impl Iterator<Item = Node<'d>>) -> Vec<String> {
        let mut problems = Vec::new();
        self.block(&[self.document], nodes, "the definition", &mut problems);
        problems
    }

    /// A rule, and the one that it refers to.
    fn parts(&self, rule: Node<'s>) -> Vec<Node<'s>> {
        let target = prop(rule, "ref").map(|query| {
            let id = query.strip_prefix("[id=\"").and_then(|rest| rest.strip_suffix("\"]"));
            self.ids[id.unwrap_or_else(|| panic!("{query} is no query of ours"))]
        });
        [rule].into_iter().chain(target).collect()
    }

    fn block<'d>(
        &self,
        rules: &[Node<'s>],
        nodes: impl Iterator<Item = Node<'d>>,
        place: &str,
        problems: &mut Vec<String>,
    ) {
        let mut counts: HashMap<&str, i64> = HashMap::new();
        for node in nodes {
            let name = node.name();
            let rule = named(rules, "node").find(|rule| text(*rule) == Some(name));
            let Some(rule) = rule else {
                if !flag(rules, "other-nodes-allowed") {
                    problems.push(format!("`{name}` in {place}"));
                }
                continue;
            };
            let parts = self.parts(rule);
            let count = counts.entry(name).or_default();
            *count += 1;
            if number(&parts, "max").is_some_and(|max| *count > max) {
                problems.push(format!("`{name}` again in {place}"));
            }
            self.node(&parts, node, problems);
        }
    }

    fn node(&self, rule: &[Node<'s>], node: Node<'_>, problems: &mut Vec<String>) {
        let name = node.name();
        values(rule, node, problems);
        for entry in node.props() {
            let key = entry.key().expect("a property has a key");
            match named(rule, "prop").find(|prop| text(*prop) == Some(key)) {
                Some(rule) => valid(rule, entry, &format!("{key} of {name}"), problems),
                None if flag(rule, "other-props-allowed") => {}
                None => problems.push(format!("property `{key}` of `{name}`")),
            }
        }
        for needed in named(rule, "prop").filter(|prop| flag(&[*prop], "required")) {
            if !node.props().any(|entry| entry.key() == text(needed)) {
                problems.push(format!("`{name}` lacks `{}`", text(needed).expect("a key")));
            }
        }
        let blocks: Vec<Node<'s>> =
            named(rule, "children").flat_map(|block| self.parts(block)).collect();
        if blocks.is_empty() && node.children().next().is_some() {
            problems.push(format!("a block of `{name}`"));
        } else {
            self.block(&blocks, node.children(), name, problems);
        }
    }
}

/// The arguments, in rows: each rule takes as many as it may.
fn values(rule: &[Node<'_>], node: Node<'_>, problems: &mut Vec<String>) {
    let name = node.name();
    let null = node.args().count() == 1 && node.args().all(|arg| arg.value() == Scalar::Null);
    let mut left: Vec<Entry<'_>> = node.args().collect();
    for row in named(rule, "value") {
        let most = number(&[row], "max").map_or(left.len(), |max| left.len().min(max as usize));
        let least = number(&[row], "min").unwrap_or(0) as usize;
        if most < least && !null {
            problems.push(format!("`{name}` has too few values"));
        }
        for entry in left.drain(..most) {
            valid(row, entry, name, problems);
        }
    }
    if !left.is_empty() {
        problems.push(format!("`{name}` has too many values"));
    }
}

fn valid(rule: Node<'_>, entry: Entry<'_>, place: &str, problems: &mut Vec<String>) {
    let list = |name: &str| -> Option<Vec<Scalar<'_>>> {
        let node = rule.children().find(|child| child.name() == name)?;
        Some(node.args().map(|entry| entry.value()).collect())
    };
    let value = entry.value();
    // It is of what a parameter stands for.
    if matches!(value, Scalar::Str(text) if text.starts_with('{') && text.ends_with('}')) {
        return;
    }
    let is = match value {
        Scalar::Null => "null",
        Scalar::Bool(_) => "boolean",
        Scalar::Int(_) | Scalar::Float(_) => "number",
        Scalar::Str(_) => "string",
    };
    if list("type").is_some_and(|types| !types.contains(&Scalar::Str(is))) {
        problems.push(format!("{value:?} in {place} is of the wrong type"));
    }
    if list("enum").is_some_and(|choices| !choices.contains(&value)) {
        problems.push(format!("{value:?} in {place} is no choice"));
    }
    let tags = rule.children().find(|child| child.name() == "tag");
    let tags = tags.and_then(|tag| tag.children().find(|child| child.name() == "enum"));
    let fits = match (tags, entry.annotation()) {
        (None, annotation) => annotation.is_none(),
        (Some(tags), Some(tag)) => tags.args().any(|arg| arg.value() == Scalar::Str(tag)),
        (Some(_), None) => false,
    };
    if !fits {
        problems.push(format!("the tag of {value:?} in {place}"));
    }
}

fn named<'s>(rules: &[Node<'s>], name: &str) -> impl Iterator<Item = Node<'s>> {
    let children = rules.iter().flat_map(|rule| rule.children());
    children.filter(move |child| child.name() == name)
}

fn text(node: Node<'_>) -> Option<&str> {
    match node.args().next()?.value() {
        Scalar::Str(text) => Some(text),
        _ => None,
    }
}

fn number(rules: &[Node<'_>], name: &str) -> Option<i64> {
    match named(rules, name).next()?.args().next()?.value() {
        Scalar::Int(number) => Some(number),
        _ => None,
    }
}

fn flag(rules: &[Node<'_>], name: &str) -> bool {
    let value = named(rules, name).next().and_then(|node| node.args().next());
    value.is_some_and(|entry| entry.value() == Scalar::Bool(true))
}

fn prop<'s>(node: Node<'s>, key: &str) -> Option<&'s str> {
    match node.props().find(|entry| entry.key() == Some(key))?.value() {
        Scalar::Str(text) => Some(text),
        _ => None,
    }
}
