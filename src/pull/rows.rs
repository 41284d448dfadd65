//! What has no name of its own, in the node of what it is of: notifications, further addresses;
//! and the channels of partners.

use super::left_out::Said;
use super::page::{Line, Statement};
use super::source::{Source, left_out, shown};
use crate::live::{LiveNamed, LiveSite};
use crate::model::{Attribute, NamedKind, Reference, Value, path};
use crate::syntax::quoted;
use rustc_hash::FxHashMap;

/// Live objects without names, by kind and what they are of.
pub(super) type Rows<'a> = FxHashMap<(NamedKind, String), Vec<&'a LiveNamed>>;

/// Each in the order of what else tells it from others.
pub(super) fn rows(live: &LiveSite) -> Rows<'_> {
    let mut rows = Rows::default();
    for one in live.named.iter().filter(|one| one.kind.is_row()) {
        let of = one.kind.table().row.first().copied().unwrap_or_default();
        rows.entry((one.kind, key(one.attributes.get(of)))).or_default().push(one);
    }
    rows.values_mut().for_each(|of| of.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id))));
    rows
}

fn key(of: &Value) -> String {
    match of {
        Value::Reference(reference) => reference.to.name_key(&reference.name).into_owned(),
        of => path::key(of.as_text().unwrap_or_default()).into_owned(),
    }
}

impl<'a> Source<'a> {
    /// Those of a kind that are of one object, by its name or path in the form in which the site
    /// compares these.
    pub(super) fn rows_of(&self, kind: NamedKind, of: &str) -> &[&'a LiveNamed] {
        self.rows.get(&(kind, of.to_owned())).map_or(&[], Vec::as_slice)
    }

    pub(super) fn notifications(&self, kind: NamedKind, of: &str) -> Vec<Line> {
        self.rows_of(kind, of).iter().map(|one| self.notification(one)).collect()
    }

    fn notification(&self, one: &LiveNamed) -> Line {
        let events = one.kind.kind().events().filter(|(_, flag)| one.attributes.is_on(flag));
        let mut head = "notify".to_owned();
        events.for_each(|(word, _)| head.push_str(&format!(" {}", quoted(word))));
        if head == "notify" {
            head.push_str(" #null");
        }
        let mut block = Vec::new();
        for name in &one.kind.table().row[1..] {
            match one.attributes.get(name) {
                Value::Reference(whom) => {
                    let word = one.kind.spoken(name).map_or(*name, |spoken| spoken.word);
                    head.push_str(&format!(" {word}={}", quoted(&whom.name)));
                }
                Value::List(all) if all.len() > 1 => {
                    let groups = all.iter().filter_map(Value::as_reference);
                    let groups = groups.map(|group| quoted(&group.name).to_string());
                    let groups: Vec<String> = groups.collect();
                    block.push(Statement::new(format!("all-of {}", groups.join(" "))).into());
                }
                _ => {}
            }
        }
        self.row(one, head, block)
    }

    pub(super) fn email_recipients(&self, user: &str) -> Vec<Line> {
        let recipients = self.rows_of(NamedKind::ADDITIONAL_EMAIL_RECIPIENT, user).iter();
        let line = |one: &&LiveNamed| {
            let address = one.attributes.get("email").as_text().unwrap_or_default();
            self.row(one, format!("additional-email-recipient {}", quoted(address)), Vec::new())
        };
        recipients.map(line).collect()
    }

    pub(super) fn partner_channels(&self) -> Vec<Line> {
        let kind = NamedKind::PARTNER_CHANNEL;
        let mut channels: Vec<&LiveNamed> =
            self.live.named.iter().filter(|one| one.kind == kind).collect();
        channels.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let line = |one: &LiveNamed| {
            let path = one.attributes.get("path").as_text().unwrap_or_default();
            let partner = one.attributes.get("partner_id").as_reference();
            let partner = partner.map_or("", |partner| &partner.name);
            let head = format!("partner-channel {} partner={}", quoted(path), quoted(partner));
            self.row(one, head, Vec::new())
        };
        channels.into_iter().map(line).collect()
    }

    /// The node of one, unless it is of something that nothing declares.
    fn row(&self, one: &LiveNamed, head: String, mut block: Vec<Line>) -> Line {
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
            let word = crate::model::kinds::referred(unknown.to).word;
            return left_out(&what, &format!("the {word} {unknown} is not declared"));
        }
        if own().any(|value| matches!(value, Value::Int(_))) {
            return left_out(&what, "not all that it refers to can be named");
        }
        let said = |word: &'static str| Said::NamedPart(kind, one.id, word);
        let is_own = |attribute: &Attribute| kind.spoken(attribute.name).is_none();
        block.extend(self.attributes(&one.attributes, kind.kind(), said, is_own));
        self.part(Said::Named(kind, one.id), &what, || Some(Statement::new(head).block(block)))
    }
}
