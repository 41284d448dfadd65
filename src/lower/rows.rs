//! What has no name of its own and is known by what it is of: `notify` in a folder and in a share
//! link, `additional-email-recipient` in a user, `partner-channel`.

use super::fields::Word;
use super::{Lowering, codes, language};
use crate::diagnostic::Diagnostic;
use crate::model::{Kind, Named, NamedKind, NoRows, Reference, Referent, Settings, Value, Was};
use crate::source::Span;
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    /// `notify "upload" group="Ops"` in a folder.
    pub(super) fn notification(&mut self, node: Node<'a>, folder: &str) {
        let kind = NamedKind::NOTIFICATION;
        self.only_props(node, &["user", "group"]);
        if says_none(node) {
            return self.no_rows(node, kind, Value::text(folder));
        }
        let mut attributes = Settings::default();
        let (of, span) = (kind.known("path"), node.head_span());
        attributes.add(of, Value::text(folder), span);
        self.events(node, kind.kind(), &mut attributes);
        let mut whom = self.mailed(node, &[("user", Referent::USER), ("group", Referent::GROUP)]);
        for child in node.children() {
            match child.name() {
                "all-of" => whom.push(("group_ids", self.all_of(child))),
                _ => self.row_attribute(child, kind, &mut attributes),
            }
        }
        let help = "name exactly one: user=\"…\", group=\"…\" or { all-of \"…\" \"…\" }";
        self.mail(node, kind, attributes, whom, help);
    }

    /// `notify "upload" user="mara"` in a share link.
    pub(super) fn bundle_notification(&mut self, node: Node<'a>, bundle: &str) {
        let kind = NamedKind::BUNDLE_NOTIFICATION;
        self.only_props(node, &["user"]);
        if says_none(node) {
            return self.no_rows(node, kind, Value::reference(Referent::BUNDLE, bundle));
        }
        let mut attributes = Settings::default();
        let (of, span) = (kind.known("bundle_id"), node.head_span());
        attributes.add(of, Value::reference(Referent::BUNDLE, bundle), span);
        self.events(node, kind.kind(), &mut attributes);
        for child in node.children() {
            self.row_attribute(child, kind, &mut attributes);
        }
        let whom = self.mailed(node, &[("user", Referent::USER)]);
        let whom = whom.into_iter().map(|(_, user)| ("notify_user_id", user)).collect();
        self.mail(node, kind, attributes, whom, "name who is mailed: user=\"…\"");
    }

    /// `additional-email-recipient "archive@acme.example"` in a user.
    pub(super) fn email_recipients(&mut self, node: Node<'a>, user: &str) {
        let kind = NamedKind::ADDITIONAL_EMAIL_RECIPIENT;
        self.only_props(node, &[]);
        self.no_children(node);
        if says_none(node) {
            return self.no_rows(node, kind, Value::reference(Referent::USER, user));
        }
        if node.args().next().is_none() {
            let example = "as in: additional-email-recipient \"archive@acme.example\"";
            self.missing(node, "an address", example);
        }
        for entry in node.args() {
            let email = kind.known("email");
            let Some(address) = self.value(entry, email.kind, codes::VALUE_TYPE) else { continue };
            let mut attributes = Settings::default();
            let of = Value::reference(Referent::USER, user);
            attributes.add(kind.known("user_id"), of, entry.span());
            attributes.add(email, address, entry.span());
            self.row(kind, attributes, None, entry.span());
        }
    }

    /// `partner-channel "Claims" partner="Globex"`.
    pub(super) fn partner_channel(&mut self, node: Node<'a>) {
        const EXAMPLE: &str = "partner-channel \"Claims\" partner=\"Globex\"";
        let kind = NamedKind::PARTNER_CHANNEL;
        self.object_props(node, &["partner", "was"]);
        let word = self.one_arg(node, EXAMPLE).and_then(|entry| self.word(entry));
        let own = word.and_then(|word| Some((self.path(word)?, word.span)));
        let partner = node.props().find(|property| property.key() == Some("partner"));
        let partner = match partner {
            Some(entry) => self.name_word(entry),
            None => {
                self.missing(node, "its partner", &format!("as in: {EXAMPLE}"));
                None
            }
        };
        let (Some((own, span)), Some(partner)) = (own, partner) else { return };
        let of = self.referred(Referent::PARTNER, partner);
        let mut attributes = Settings::default();
        attributes.add(kind.known("partner_id"), of, partner.span);
        attributes.add(kind.known("path"), Value::text(own), span);
        self.children(node, |lowering, child| {
            lowering.row_attribute(child, kind, &mut attributes);
        });
        let was = self.channel_was(node, &attributes);
        self.row(kind, attributes, was, span);
    }

    /// `was=` is the channel's earlier path.
    fn channel_was(&mut self, node: Node<'a>, now: &Settings) -> Option<Was> {
        let entry = node.props().find(|property| property.key() == Some("was"))?;
        let word = self.word(entry)?;
        let path = Value::text(self.path(word)?);
        let null = Value::Null;
        let value = |name: &str| match name {
            "path" => &path,
            name => now.value(name).unwrap_or(&null),
        };
        let name = NamedKind::PARTNER_CHANNEL.row_name(value)?;
        Some(Was::new(&name, self.names.key(&name), entry.span()))
    }

    /// `#null` in place of all that makes one.
    fn no_rows(&mut self, node: Node<'a>, kind: NamedKind, of: Value) {
        self.one_arg(node, "#null");
        let span = node.head_span();
        match self.site.no_rows.iter().find(|none| none.kind == kind && none.of == of) {
            Some(first) => {
                let first = first.span;
                self.declared_twice(format!("`{} #null`", node.name()), span, first);
            }
            None => self.site.no_rows.push(NoRows { kind, of, span }),
        }
    }

    /// What somebody is mailed about; `#null` is nothing.
    fn events(&mut self, node: Node<'a>, kind: &'static Kind, into: &mut Settings) {
        let none = matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null));
        let words = if none { Vec::new() } else { self.name_words(node, "notify \"upload\" …") };
        let known: Vec<_> = kind.events().collect();
        let chosen: Vec<(&str, Span)> = words
            .iter()
            .filter_map(|word| Some((self.choice(*word, &known)?, word.span)))
            .collect();
        for (_, flag) in known {
            let on = chosen.iter().find(|(attribute, _)| *attribute == flag);
            let span = on.map_or(node.head_span(), |(_, span)| *span);
            into.add(kind.known(flag), Value::Bool(on.is_some()), span);
        }
    }

    /// Who is mailed, as properties say it, by the attributes that say so; none of those whose
    /// names are none.
    fn mailed(
        &mut self,
        node: Node<'a>,
        holders: &[(&'static str, Referent)],
    ) -> Vec<(&'static str, Option<Value>)> {
        let mut whom = Vec::new();
        for (property, to) in holders {
            let Some(entry) = node.props().find(|p| p.key() == Some(property)) else { continue };
            let attribute = if *property == "user" { "user_id" } else { "group_id" };
            let word = self.name_word(entry);
            whom.push((attribute, word.map(|word| self.referred(*to, word))));
        }
        whom
    }

    /// Adds a notification that is for exactly one.
    fn mail(
        &mut self,
        node: Node<'a>,
        kind: NamedKind,
        mut attributes: Settings,
        whom: Vec<(&'static str, Option<Value>)>,
        help: &str,
    ) {
        let span = node.head_span();
        match <[_; 1]>::try_from(whom) {
            // What is wrong with it has been told.
            Ok([(_, None)]) => {}
            Ok([(attribute, Some(value))]) => {
                attributes.add(kind.known(attribute), value, span);
                self.row(kind, attributes, None, span);
            }
            Err(whom) => {
                let message = match whom.len() {
                    0 => "this notification is for nobody",
                    _ => "a notification is for one recipient",
                };
                self.out.push(
                    Diagnostic::error(codes::GRANTEE_MISSING, message)
                        .at(span, "who is mailed?")
                        .help(help),
                );
            }
        }
    }

    /// The groups that one must be in all of.
    fn all_of(&mut self, node: Node<'a>) -> Option<Value> {
        self.only_props(node, &[]);
        self.no_children(node);
        let words = self.name_words(node, "all-of \"Auditors\" \"EU\"");
        if words.len() < 2 {
            self.missing(node, "a second group", "for a single group write group=\"…\"");
            return None;
        }
        let groups = words.into_iter().map(|word| self.referred(Referent::GROUP, word));
        Some(Value::List(groups.collect()))
    }

    fn row_attribute(&mut self, node: Node<'a>, kind: NamedKind, into: &mut Settings) {
        match language::attribute(kind.kind(), node.name()) {
            Some(attribute) => self.attribute(node, attribute, codes::VALUE_TYPE, into),
            None => self.unknown_attribute(node, kind.kind(), &[]),
        }
    }

    fn referred(&mut self, to: Referent, word: Word<'a>) -> Value {
        let reference = Reference { to, name: word.text.into() };
        self.named_objects.push((reference.clone(), word.span));
        self.names.key(word.text);
        Value::Reference(Box::new(reference))
    }

    fn row(&mut self, kind: NamedKind, attributes: Settings, was: Option<Was>, name_span: Span) {
        let null = Value::Null;
        let name = kind.row_name(|attribute| attributes.value(attribute).unwrap_or(&null));
        let Some(name) = name else { return };
        self.add_named(Named { kind, name, was, attributes, name_span });
    }
}

/// Whether a node says that there is none: nothing stands beside its `#null`.
fn says_none(node: Node<'_>) -> bool {
    let none = matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null));
    none && node.props().next().is_none() && node.children().next().is_none()
}
