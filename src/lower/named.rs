//! `schedule`, `lifecycle-rule`, `key-lifecycle-rule`: objects that are known by their name.

use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::automation::TIMES;
use crate::model::named::NamedGroups;
use crate::model::{Named, NamedKind, Settings};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};

/// Attributes of the API that the language says in words of its own.
pub(super) fn said_otherwise(word: &str) -> bool {
    word == "group-ids" || word.contains("schedule")
}

impl<'a> Lowering<'a> {
    pub(super) fn named(&mut self, node: Node<'a>, kind: NamedKind) {
        self.object_props(node, &["was"]);
        let example = format!("{} \"nightly\"", kind.facts().word);
        let Some(name) = self.one_arg(node, &example).and_then(|entry| self.name_word(entry))
        else {
            return;
        };
        let mut named = Named {
            kind,
            name: name.text.into(),
            was: self.was(node),
            attributes: Settings::default(),
            groups: None,
            span: node.span(),
            name_span: name.span,
        };
        self.children(node, |lowering, child| lowering.named_child(child, &mut named));
        if let Some(first) = self.named_names.get(&(kind, named.name.clone())).copied() {
            let what = format!("{} `{}`", kind.facts().word, name.text);
            self.declared_twice(what, name.span, first);
            return;
        }
        self.named_names.insert((kind, named.name.clone()), name.span);
        self.site.named.push(named);
    }

    fn named_child(&mut self, node: Node<'a>, named: &mut Named) {
        let facts = named.kind.facts();
        let word = node.name();
        let is_schedule = named.kind == NamedKind::Schedule;
        let in_schedule = TIMES.iter().find(|(known, _)| is_schedule && *known == word);
        if let Some((_, attribute)) = in_schedule {
            self.only_props(node, &[]);
            self.no_children(node);
            let entries: Vec<Entry<'a>> = node.args().collect();
            match (entries.is_empty(), facts.resource) {
                (true, _) => self.missing(node, "its value", "as in: at \"02:00\""),
                (false, of) => {
                    self.schedule(of, attribute, &entries, node.head_span(), &mut named.attributes);
                }
            }
        } else if facts.has_groups && word == "groups" {
            self.named_groups(node, &mut named.groups);
        } else if word == "name" {
            self.out.push(
                Diagnostic::error(codes::ATTRIBUTE_UNKNOWN, "`name` is said in another way")
                    .at(node.name_span(), "the node's own name is the name")
                    .help("rename with `was=`"),
            );
        } else {
            let said_otherwise = said_otherwise(word);
            match facts.resource.word(word).filter(|_| !said_otherwise) {
                Some(attribute) => {
                    self.attribute(node, attribute, codes::VALUE_TYPE, &mut named.attributes);
                }
                None => {
                    let mut own: Vec<&str> = Vec::new();
                    own.extend(is_schedule.then_some(["days", "at", "time-zone"]).iter().flatten());
                    own.extend(facts.has_groups.then_some("groups"));
                    self.unknown_attribute(node, facts.resource, &own);
                }
            }
        }
    }

    fn named_groups(&mut self, node: Node<'a>, into: &mut Option<NamedGroups>) {
        self.only_props(node, &[]);
        self.no_children(node);
        let span = node.head_span();
        if let Some(first) = into {
            let first = first.span;
            self.declared_twice("`groups`".to_owned(), span, first);
            return;
        }
        let none = matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null));
        let words = if none { Vec::new() } else { self.name_words(node, "groups \"Sales\"") };
        let all = words.into_iter().map(|word| (self.names.key(word.text), word.span)).collect();
        *into = Some(NamedGroups { all, span });
    }

    /// A schedule that an automation names must be declared.
    pub(super) fn resolve_schedules(&mut self) {
        let schedules = || self.site.named.iter().filter(|n| n.kind == NamedKind::Schedule);
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
