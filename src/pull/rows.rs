//! What has no name of its own, in the node of what it is of: notifications, further addresses;
//! and the channels of partners.

use super::left_out::Said;
use super::page::{Line, Statement};
use super::source::{Source, left_out, shown};
use crate::live::LiveNamed;
use crate::model::kinds::referred;
use crate::model::written::row_head;
use crate::model::{Attribute, NamedKind, Reference, Value};

impl<'a> Source<'a> {
    /// Those of a kind that are of one object, by its name or path in the form in which the site
    /// compares these.
    pub(super) fn rows_of(&self, kind: NamedKind, of: &str) -> &[&'a LiveNamed] {
        self.rows.get(&(kind, of.to_owned())).map_or(&[], Vec::as_slice)
    }

    /// The nodes of those of a kind that are of one object.
    pub(super) fn rows_in(&self, kind: NamedKind, of: &str) -> Vec<Line> {
        self.rows_of(kind, of).iter().map(|one| self.row(one)).collect()
    }

    /// Those that have no node to stand in.
    pub(super) fn rows_astray(&self) -> Vec<Line> {
        let kinds = [NamedKind::BUNDLE_NOTIFICATION, NamedKind::ADDITIONAL_EMAIL_RECIPIENT];
        let mut all: Vec<&LiveNamed> =
            self.live.named.iter().filter(|one| kinds.contains(&one.kind)).collect();
        all.sort_by(|a, b| (a.kind, &a.name, a.id).cmp(&(b.kind, &b.name, b.id)));
        let astray = all.into_iter().filter_map(|one| {
            let of = one.kind.table().row.first().map(|name| one.attributes.get(name));
            match of.and_then(Value::as_reference) {
                Some(of) => (!self.declares(of)).then(|| self.row(one)),
                None => {
                    let what = format!("{} {}", one.kind.word, shown(&one.title()));
                    Some(left_out(&what, "the site does not list what it is of"))
                }
            }
        });
        astray.collect()
    }

    pub(super) fn partner_channels(&self) -> Vec<Line> {
        let kind = NamedKind::PARTNER_CHANNEL;
        let mut channels: Vec<&LiveNamed> =
            self.live.named.iter().filter(|one| one.kind == kind).collect();
        channels.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        channels.into_iter().map(|one| self.row(one)).collect()
    }

    /// The node of one, unless it is of something that nothing declares.
    fn row(&self, one: &LiveNamed) -> Line {
        let kind = one.kind;
        let what = format!("{} {}", kind.word, shown(&one.title()));
        let own = || kind.table().row.iter().map(|name| one.attributes.get(name));
        let mut undeclared: Option<Reference> = None;
        own().for_each(|value| {
            value.references(&mut |reference| {
                if !self.declares(reference) {
                    undeclared = Some(reference.clone());
                }
            });
        });
        if let Some(unknown) = undeclared {
            let word = referred(unknown.to).word;
            return left_out(&what, &format!("the {word} {unknown} is not declared"));
        }
        if own().any(|value| matches!(value, Value::Int(_))) {
            return left_out(&what, "not all that it refers to can be named");
        }
        // A group alone is said once, by its own attribute.
        let told = |name: &str| match one.attributes.get(name) {
            Value::List(groups) if groups.len() < 2 => &Value::Null,
            value => value,
        };
        if kind.row_name(told) != one.name {
            return left_out(&what, "the language cannot say all that it is for");
        }
        let said = |word: &'static str| Said::NamedPart(kind, one.id, word);
        let is_own = |attribute: &Attribute| kind.spoken(attribute.name).is_none();
        let (head, whom) = row_head(kind, |name| one.attributes.get(name));
        let whom = whom.map(|line| Line::from(Statement::new(line)));
        let own = self.attributes(&one.attributes, kind.kind(), said, is_own);
        let block: Vec<Line> = whom.into_iter().chain(own).collect();
        self.part(Said::Named(kind, one.id), &what, || Some(Statement::new(head).block(block)))
    }
}
