//! `schedule`, `lifecycle-rule`, `key-lifecycle-rule`: objects that are known by their name.

use super::timed::TIMES;
use super::{Lowering, codes, language, suggest, texts};
use crate::diagnostic::Diagnostic;
use crate::model::{Key, Kind, Named, NamedKind, Reference, Referent, Settings, Value, kinds};
use crate::source::Span;
use crate::syntax::{Entry, Node};

/// A user whom a partner's node names.
pub(super) struct PartnerUser {
    user: Key,
    partner: Box<str>,
    is_admin: bool,
    span: Span,
}

impl<'a> Lowering<'a> {
    pub(super) fn named(&mut self, node: Node<'a>, kind: NamedKind) {
        if kind == NamedKind::PARTNER_CHANNEL {
            return self.partner_channel(node);
        }
        let is_link = kind == NamedKind::BUNDLE;
        self.object_props(node, if is_link { &["was", "from", "until"] } else { &["was"] });
        let in_time = !is_link || self.is_in_time(node);
        let example = format!("{} \"nightly\"", kind.word);
        let Some(name) = self.one_arg(node, &example).and_then(|entry| self.own_name(entry)) else {
            return;
        };
        let mut named = Named {
            kind,
            name: name.text.into(),
            was: self.was(node),
            attributes: Settings::default(),
            name_span: name.span,
        };
        self.children(node, |lowering, child| lowering.named_child(child, &mut named));
        if !in_time {
            return;
        }
        self.policy_value(&mut named);
        self.add_named(named);
    }

    /// Adds an object under its name, or reports the other one of that name.
    pub(super) fn add_named(&mut self, named: Named) {
        let key: Box<str> = named.kind.name_key(&named.name).into();
        if let Some(first) = self.named_names.get(&(named.kind, key.clone())).copied() {
            let what = format!("{} `{}`", named.kind.word, named.name);
            self.declared_twice(what, named.name_span, first);
            return;
        }
        self.named_names.insert((named.kind, key), named.name_span);
        self.names.key(&named.name);
        self.site.named.push(named);
    }

    fn named_child(&mut self, node: Node<'a>, named: &mut Named) {
        let (kind, word) = (named.kind.kind(), node.name());
        if self.policy_child(node, named) {
            return;
        }
        if named.kind == NamedKind::PARTNER && matches!(word, "member" | "admin") {
            return self.partner_users(node, &named.name);
        }
        if named.kind == NamedKind::BUNDLE && word == "notify" {
            return self.bundle_notification(node, &named.name);
        }
        let spoken = kind.spoken.iter().find(|spoken| spoken.word == word);
        match spoken.map(|spoken| spoken.attribute) {
            Some(attribute) if attribute == named.kind.table().name => self.out.push(
                Diagnostic::error(
                    codes::ATTRIBUTE_UNKNOWN,
                    format!("`{word}` is said in another way"),
                )
                .at(node.name_span(), "the node's own name is the name")
                .help("rename with `was=`"),
            ),
            Some(_) if word == "trigger" => self.named_trigger(node, named),
            Some(_) if kind.spoken("trigger").is_some() => self.unknown_attribute(node, kind, &[]),
            Some(attribute) => self.times(node, kind, attribute, &mut named.attributes),
            None => match language::attribute(kind, word) {
                Some(attribute) => match texts::file_of(node) {
                    Some(entry) if texts::takes_text(attribute) => {
                        self.text_of_file(node, entry, attribute, &mut named.attributes);
                    }
                    _ => self.attribute(node, attribute, codes::VALUE_TYPE, &mut named.attributes),
                },
                None => {
                    let nodes = language::DOCUMENT.children.words().iter();
                    let own = nodes.filter(|node| node.name == kind.word);
                    let own: Vec<&str> = own.flat_map(|node| node.known()).collect();
                    self.unknown_attribute(node, kind, &own);
                }
            },
        }
    }

    /// Days, times of day, a time zone.
    fn times(
        &mut self,
        node: Node<'a>,
        of: &'static Kind,
        attribute: &'static str,
        into: &mut Settings,
    ) {
        self.only_props(node, &[]);
        self.no_children(node);
        let entries: Vec<Entry<'a>> = node.args().collect();
        if entries.is_empty() {
            self.missing(node, "its value", "as in: at \"02:00\"");
        } else {
            self.schedule(of, attribute, &entries, node.head_span(), into);
        }
    }

    /// `member "feed"`, `admin "vera"`: whose users they are, as their own nodes could say it.
    fn partner_users(&mut self, node: Node<'a>, partner: &str) {
        self.only_props(node, &TIMES);
        self.no_children(node);
        let in_time = self.is_in_time(node);
        let is_admin = node.name() == "admin";
        self.names.key(partner);
        for word in self.name_words(node, "member \"acme-feed\"") {
            let reference = Reference { to: Referent::USER, name: word.text.into() };
            self.named_objects.push((reference, word.span));
            if !in_time {
                continue;
            }
            let user = self.names.key(word.text);
            self.partner_users.push(PartnerUser {
                user,
                partner: partner.into(),
                is_admin,
                span: word.span,
            });
        }
    }

    /// What partners say of users is an attribute of these.
    pub(super) fn resolve_partners(&mut self) {
        for PartnerUser { user, partner, is_admin, span } in std::mem::take(&mut self.partner_users)
        {
            let Some(user) = self.site.user_mut(user) else { continue };
            let value = Value::reference(Referent::PARTNER, partner);
            let attributes = &mut user.attributes;
            let is_said = attributes.value("partner_id") == Some(&value);
            let mut first = None;
            if !is_said {
                first = attributes.add(kinds::USER.known("partner_id"), value, span);
            }
            if is_admin && attributes.on("partner_admin").is_none() {
                let on = Value::Bool(true);
                first = first.or(attributes.add(kinds::USER.known("partner_admin"), on, span));
            }
            if let Some(first) = first {
                self.declared_twice("the partner of the user".to_owned(), span, first);
            }
        }
    }

    /// A trigger says when: a schedule that it does not name is let go.
    fn named_trigger(&mut self, node: Node<'a>, named: &mut Named) {
        let kind = named.kind.kind();
        let schedule = self.trigger(node, kind, &mut named.attributes);
        let value = match schedule {
            None => Value::Null,
            Some((name, span)) => {
                let reference = Reference { to: Referent::SCHEDULE, name };
                self.named_objects.push((reference.clone(), span));
                Value::Reference(Box::new(reference))
            }
        };
        named.attributes.add(kind.known("schedule_id"), value, node.head_span());
    }

    /// A schedule that an automation names must be declared.
    pub(super) fn resolve_schedules(&mut self) {
        let schedules = || self.site.named.iter().filter(|n| *n.kind == kinds::SCHEDULE);
        let mut unknown: Vec<(Box<str>, Span, String)> = Vec::new();
        for (name, span) in self.site.automations.iter().filter_map(|a| a.schedule.as_ref()) {
            if schedules().any(|schedule| schedule.name == *name) {
                continue;
            }
            let near = suggest(name, schedules().map(|schedule| &*schedule.name));
            let label = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "not declared anywhere".to_owned(),
            };
            unknown.push((name.clone(), *span, label));
        }
        for (name, span, label) in unknown {
            self.out.push(
                Diagnostic::error(
                    codes::UNKNOWN_SCHEDULE,
                    format!("no schedule is named `{name}`"),
                )
                .at(span, label)
                .help(format!(
                    "declare it, even without attributes if the site has it already: schedule {name:?}"
                )),
            );
        }
    }
}
