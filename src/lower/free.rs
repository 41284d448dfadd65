//! Free-form values: keys and values that no catalog knows, as KDL writes objects and lists.

use super::Lowering;
use super::values::scalar_value;
use crate::model::Value;
use crate::syntax::Node;

impl<'a> Lowering<'a> {
    /// Children as free-form keys and values: `key value`, `key value value` (a list) or
    /// `key { … }`. Keys stay as they are written.
    pub(super) fn object(&mut self, node: Node<'a>) -> Value {
        let mut entries: Vec<(Box<str>, Value)> = Vec::new();
        for child in node.children() {
            let value = self.member(child);
            entries.push((child.name().into(), value));
        }
        Value::Object(entries.into())
    }

    fn member(&mut self, node: Node<'a>) -> Value {
        self.only_props(node, &[]);
        let mut values: Vec<Value> =
            node.args().map(|entry| scalar_value(self.scalar(entry))).collect();
        match values.len() {
            0 if node.has_block() => self.block(node),
            1 => values.remove(0),
            _ => Value::List(values.into()),
        }
    }

    /// A block of `-` is a list, as KDL writes lists; any other one an object.
    pub(super) fn block(&mut self, node: Node<'a>) -> Value {
        let mut items = node.children().peekable();
        if items.peek().is_none() || items.any(|child| child.name() != "-") {
            return self.object(node);
        }
        Value::List(node.children().map(|child| self.member(child)).collect())
    }

    /// A list of objects: `key { - { … }; - { … } }`, as KDL writes lists.
    pub(super) fn objects(&mut self, node: Node<'a>) -> Value {
        let mut items = Vec::new();
        for child in node.children() {
            if child.name() == "-" {
                self.no_args(child);
                self.only_props(child, &[]);
                items.push(self.object(child));
            } else {
                self.unexpected_node(child, &format!("the list `{}`", node.name()), &["-"]);
            }
        }
        Value::List(items.into())
    }
}
