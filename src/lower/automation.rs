//! `automation`: its action, trigger and owner.

use super::{Lowering, codes, habits};
use crate::diagnostic::Diagnostic;
use crate::model::automation::{ACTIONS, by_id};
use crate::model::{Automation, Owner, Settings, Value, kinds};
use crate::source::Span;
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn automation(&mut self, node: Node<'a>) {
        self.object_props(node, &["was", "id"]);
        let Some(entry) = self.one_arg(node, "automation \"archive-inbox\"") else { return };
        let (id, nameless) = (self.automation_id(node), entry.value() == Scalar::Null);
        let name: Box<str> = match id {
            Some(id) if nameless => by_id(id),
            None if nameless => {
                let help = "as in: automation #null id=7; nothing else tells which one is meant";
                return self.missing(node, "its id", help);
            }
            _ => match self.name_word(entry) {
                Some(word) => word.text.into(),
                None => return,
            },
        };
        let mut automation = Automation {
            name,
            nameless,
            was: self.was(node),
            id,
            owner: None,
            schedule: None,
            attributes: Settings::default(),
            nodes: Vec::new(),
            name_span: entry.value_span(),
            misread: false,
        };
        let found = self.out.len();
        self.children(node, |lowering, child| lowering.automation_child(child, &mut automation));
        automation.misread = self.out.iter().skip(found).any(Diagnostic::is_error);
        if self.is_only_of_name(&automation) {
            self.site.automations.push(automation);
        }
    }

    /// Automations are known by their names; several may share one where all say their ids.
    fn is_only_of_name(&mut self, automation: &Automation) -> bool {
        let place = automation.name_span;
        if let Some(id) = automation.id
            && let Some(first) = self.automation_ids.insert(id, place)
        {
            self.declared_twice(format!("the automation with id {id}"), place, first);
            return false;
        }
        let said = (place, automation.id.is_some());
        let Some((first, by_id)) = self.automation_names.insert(automation.name.clone(), said)
        else {
            return true;
        };
        if automation.nameless || (by_id && said.1) {
            return true;
        }
        self.out.push(
            Diagnostic::error(
                codes::AUTOMATION_NAME_NOT_UNIQUE,
                format!("two automations are named `{}`", automation.name),
            )
            .at(place, "named again here")
            .at(first, "first named here")
            .help(
                "give each a name of its own, or say which each is by its id on the site: `id=…`",
            ),
        );
        false
    }

    fn automation_id(&mut self, node: Node<'a>) -> Option<i64> {
        let entry = node.props().find(|property| property.key() == Some("id"))?;
        match self.scalar(entry) {
            Scalar::Int(id) if id > 0 => Some(id),
            _ => {
                self.wrong_type(entry, codes::VALUE_TYPE, "the automation's id, a whole number");
                None
            }
        }
    }

    fn automation_child(&mut self, node: Node<'a>, automation: &mut Automation) {
        let word = node.name();
        if word == "owner" {
            self.owner(node, automation);
        } else if word == "v2" {
            self.flow(node, automation);
        } else if word == "trigger" {
            automation.schedule =
                self.trigger(node, &kinds::AUTOMATION, &mut automation.attributes);
        } else if let Some((_, action)) = ACTIONS.iter().find(|(known, _)| *known == word) {
            self.action(node, action, &mut automation.attributes);
        } else {
            self.automation_attribute(
                node,
                &mut automation.attributes,
                &["owner", "trigger", "v2"],
            );
        }
    }

    fn automation_attribute(&mut self, node: Node<'a>, into: &mut Settings, own: &[&str]) {
        let word = node.name();
        match kinds::AUTOMATION.attribute_of_word(word) {
            Some(attribute) if kinds::AUTOMATION.spoken(attribute.name).is_none() => {
                self.attribute(node, attribute, codes::VALUE_TYPE, into);
            }
            Some(_) if habits::advice(habits::Place::Automation, word).is_none() => self.out.push(
                Diagnostic::error(
                    codes::ATTRIBUTE_UNKNOWN,
                    format!("`{word}` is said in another way"),
                )
                .at(node.name_span(), "an attribute of the API with a word of its own")
                .help("the action is a node (`move-file { … }`), the schedule stands in `trigger`"),
            ),
            _ => {
                let actions = ACTIONS.iter().map(|(word, _)| *word);
                let own: Vec<&str> = own.iter().copied().chain(actions).collect();
                self.unknown_attribute(node, &kinds::AUTOMATION, &own);
            }
        }
    }

    fn owner(&mut self, node: Node<'a>, automation: &mut Automation) {
        if let Some(owner) = self.owner_said(node, "owner")
            && let Some((_, first)) = automation.owner.replace(owner)
        {
            self.declared_twice("`owner`".to_owned(), node.head_span(), first);
        }
    }

    /// The site, or a user: whose automations are, or come to be.
    pub(super) fn owner_said(&mut self, node: Node<'a>, word: &str) -> Option<(Owner, Span)> {
        self.only_props(node, &["user"]);
        self.no_children(node);
        match (node.args().next(), self.text_prop(node, "user")) {
            (Some(entry), None) if self.scalar(entry) == Scalar::Str("site") => {
                Some((Owner::Site, entry.span()))
            }
            (None, Some(user)) => Some((Owner::User(self.names.key(user.text)), user.span)),
            _ => {
                let help = format!("{word} \"site\" or {word} user=\"…\"");
                self.missing(node, &format!("one {word}"), &help);
                None
            }
        }
    }

    fn action(&mut self, node: Node<'a>, action: &str, into: &mut Settings) {
        self.no_args(node);
        self.only_props(node, &[]);
        self.set(into, "automation", Value::text(action), node.name_span(), "an action");
        let mut destinations: Vec<(Value, Span)> = Vec::new();
        for child in node.children() {
            match child.name() {
                "destination" => {
                    self.only_props(child, &[]);
                    self.no_children(child);
                    if child.args().next().is_none() {
                        self.missing(child, "its value", "as in: destination \"Archive/%Y/\"");
                    }
                    for entry in child.args() {
                        let Some(word) = self.word(entry) else { continue };
                        destinations.push((Value::text(word.text), word.span));
                    }
                }
                _ => self.automation_attribute(child, into, &["destination"]),
            }
        }
        if let Some((_, span)) = destinations.first() {
            let span = *span;
            let list = destinations.into_iter().map(|(value, _)| value).collect();
            self.set(into, "destinations", Value::List(list), span, "`destination`");
        }
    }

    pub(super) fn set(
        &mut self,
        into: &mut Settings,
        name: &'static str,
        value: Value,
        span: Span,
        what: &str,
    ) {
        if let Some(first) = into.add(kinds::AUTOMATION.known(name), value, span) {
            self.declared_twice(what.to_owned(), span, first);
        }
    }
}
