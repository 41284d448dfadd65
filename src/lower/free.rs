//! Free-form values: keys and values that no catalog knows, as KDL writes objects and lists. A
//! reference to a secret may stand wherever a text may.

use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::hidden::Place;
use crate::model::{Attribute, Value};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};
use rustc_hash::FxHashMap;

/// A place in the value of an attribute.
pub(super) struct At<'a> {
    attribute: &'static Attribute,
    keys: Vec<&'a str>,
}

impl<'a> At<'a> {
    /// The value itself.
    pub(super) fn top(attribute: &'static Attribute) -> Self {
        At { attribute, keys: Vec::new() }
    }

    /// Below these keys of it.
    pub(super) fn below(attribute: &'static Attribute, keys: &[&'a str]) -> Self {
        At { attribute, keys: keys.to_vec() }
    }
}

impl<'a> Lowering<'a> {
    /// Children as free-form keys and values: `key value`, `key value value` (a list) or
    /// `key { … }`. Keys stay as they are written.
    pub(super) fn object(&mut self, node: Node<'a>, at: &mut At<'a>) -> Value {
        let mut entries: Vec<(Box<str>, Value)> = Vec::new();
        let mut seen: FxHashMap<&str, Span> = FxHashMap::default();
        for child in node.children() {
            let (key, place) = (child.name(), child.head_span());
            if let Some(first) = seen.insert(key, place) {
                self.declared_twice(format!("`{key}`"), place, first);
                continue;
            }
            // A header in the place of a key.
            let of_key = at.attribute.place_of_text(&at.keys, key);
            if of_key > at.attribute.place(&at.keys) {
                self.never_stands(child.name_span(), of_key, None);
            }
            at.keys.push(key);
            let value = self.member(child, at);
            at.keys.pop();
            entries.push((key.into(), value));
        }
        Value::Object(entries.into())
    }

    fn member(&mut self, node: Node<'a>, at: &mut At<'a>) -> Value {
        self.only_props(node, &[]);
        let mut values: Vec<Value> = node.args().map(|entry| self.free(entry, at)).collect();
        if !values.is_empty() {
            self.no_children(node);
        }
        match values.len() {
            0 if node.has_block() => self.block(node, at),
            1 => values.remove(0),
            _ => Value::List(values.into()),
        }
    }

    /// A block of `-` is a list, as KDL writes lists; any other one an object.
    pub(super) fn block(&mut self, node: Node<'a>, at: &mut At<'a>) -> Value {
        let mut items = node.children().peekable();
        if items.peek().is_none() || items.any(|child| child.name() != "-") {
            return self.object(node, at);
        }
        Value::List(node.children().map(|child| self.member(child, at)).collect())
    }

    /// A list of objects: `key { - { … }; - { … } }`, as KDL writes lists.
    pub(super) fn objects(&mut self, node: Node<'a>, at: &mut At<'a>) -> Value {
        let mut items = Vec::new();
        for child in node.children() {
            if child.name() == "-" {
                self.no_args(child);
                self.only_props(child, &[]);
                items.push(self.object(child, at));
            } else {
                self.unexpected_node(child, &format!("the list `{}`", node.name()), &["-"]);
            }
        }
        Value::List(items.into())
    }

    /// A scalar of a free-form value, or a reference to one.
    fn free(&mut self, entry: Entry<'a>, at: &At<'a>) -> Value {
        if let Some(named) = self.annotated_object(entry) {
            return named;
        }
        if entry.annotation().is_some() {
            let reference = self.reference(entry);
            let name = at.keys.last().copied().filter(|name| *name != "-");
            let is_open = at.attribute.place(&at.keys) == Place::Open;
            if let Some(name) = name.filter(|_| reference.is_some() && is_open)
                && !at.attribute.write_only
            {
                self.is_shown(entry, name);
            }
            return reference.map_or(Value::Null, Value::Secret);
        }
        let scalar = self.scalar(entry);
        let place = match scalar {
            Scalar::Str(text) => at.attribute.place_of_text(&at.keys, text),
            _ => at.attribute.place(&at.keys),
        };
        self.may_stand(entry, place, at.keys.last().copied());
        scalar_value(scalar)
    }

    /// Nothing tells that a secret stands here, but the reference to it.
    fn is_shown(&mut self, entry: Entry<'a>, name: &str) {
        self.out.push(
            Diagnostic::info(
                codes::SECRET_SHOWN,
                format!("the site shows the secret that is sent as `{name}`"),
            )
            .at(entry.value_span(), "so do `snapshot` and `pull`, which do not know it for one")
            .help("give the key a name that says so, as in `token`, if its receiver takes one"),
        );
    }

    /// Whether what is written out may stand at a place; `name` is what the place is called.
    pub(super) fn may_stand(&mut self, entry: Entry<'a>, place: Place, name: Option<&str>) {
        let is_empty = matches!(entry.value(), Scalar::Null | Scalar::Bool(_) | Scalar::Str(""));
        if place != Place::Open && !is_empty {
            self.never_stands(entry.value_span(), place, name);
        }
    }

    /// A secret that is written out.
    fn never_stands(&mut self, span: Span, place: Place, name: Option<&str>) {
        self.sources.hide(span);
        let written = match place {
            Place::Likely => {
                let name = name.map_or_else(String::new, |name| format!("`{name}` looks like "));
                Diagnostic::warning(
                    codes::SECRET_SUSPECTED,
                    format!("{name}a secret that stands in the definition"),
                )
                .at(span, "whoever reads the file knows it")
            }
            Place::Open | Place::Credential | Place::Unshown => {
                Diagnostic::error(codes::SECRET_IN_FILE, "a secret never stands in a definition")
                    .at(span, "a reference to the secret expected")
            }
        };
        self.out.push(written.help(REFERENCES));
    }
}

/// How a secret is said.
pub(super) const REFERENCES: &str =
    "write (env)\"NAME\" for an environment variable or (file)\"path\" for a file";

pub(super) fn scalar_value(scalar: Scalar<'_>) -> Value {
    match scalar {
        Scalar::Null => Value::Null,
        Scalar::Bool(flag) => Value::Bool(flag),
        Scalar::Int(number) => Value::Int(number),
        Scalar::Float(number) => Value::Float(number),
        Scalar::Str(text) => Value::text(text),
    }
}
