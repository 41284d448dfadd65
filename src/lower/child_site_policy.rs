//! `child-site-policy`: settings that child sites get, by the words of this site's own, and which
//! child sites these are, by the names of their nodes.

use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::{Attribute, Named, NamedKind, Value, kebab_case};
use crate::source::Span;
use crate::syntax::Node;

/// The words that name child sites, and the attributes that have their ids.
const CHILD_SITES: &[(&str, &str)] =
    &[("child-sites", "child_site_ids"), ("skip-child-sites", "skip_child_site_ids")];

/// A node that says a part of a policy's value.
pub(super) struct PolicyPart<'a> {
    node: Node<'a>,
    value: Value,
}

/// A child site that a policy names.
pub(super) struct PolicySites {
    policy: Box<str>,
    attribute: &'static str,
    names: Vec<(Box<str>, Span)>,
    span: Span,
}

impl<'a> Lowering<'a> {
    /// Reads what only a policy has; false where the node is none of that.
    pub(super) fn policy_child(&mut self, node: Node<'a>, policy: &Named) -> bool {
        if policy.kind != NamedKind::CHILD_SITE_POLICY {
            return false;
        }
        let word = node.name();
        let sites = CHILD_SITES.iter().find(|(known, _)| *known == word);
        match (word, sites) {
            (_, Some((_, attribute))) => self.policy_sites(node, policy, attribute),
            ("settings", None) => {
                let value = self.policy_settings(node);
                self.policy_part(node, value);
            }
            ("value", None) => {
                self.only_props(node, &[]);
                let value = self.node_value(node, policy.kind.known("value"), codes::VALUE_TYPE);
                value.into_iter().for_each(|value| self.policy_part(node, value));
            }
            _ => return false,
        }
        true
    }

    fn policy_part(&mut self, node: Node<'a>, value: Value) {
        let mut parts = self.policy_parts.iter();
        match parts.find(|part| part.node.name() == node.name()).map(|part| part.node.head_span()) {
            Some(first) => {
                self.declared_twice(format!("`{}`", node.name()), node.head_span(), first);
            }
            None => self.policy_parts.push(PolicyPart { node, value }),
        }
    }

    /// `settings { require-2fa #true }`
    fn policy_settings(&mut self, node: Node<'a>) -> Value {
        self.no_args(node);
        self.only_props(node, &[]);
        let mut seen: Vec<(&str, Span)> = Vec::new();
        let mut entries = Vec::new();
        for child in node.children() {
            let Some(setting) = self.known_setting(child) else { continue };
            self.only_props(child, &[]);
            if let Some((_, first)) = seen.iter().find(|(name, _)| *name == setting.name) {
                let first = *first;
                self.declared_twice(format!("`{}`", child.name()), child.head_span(), first);
                continue;
            }
            seen.push((setting.name, child.head_span()));
            let value = self.setting_of_others(child, setting);
            entries.extend(value.map(|value| (setting.name.into(), value)));
        }
        Value::Object(entries.into())
    }

    /// What a setting names is on this site, and a child site has its own.
    fn setting_of_others(&mut self, node: Node<'a>, setting: &'static Attribute) -> Option<Value> {
        if setting.refers.is_none() {
            return self.node_value(node, setting, codes::SETTING_TYPE);
        }
        if setting.is_by_number(node.name()) {
            return self.plain_value(node, setting, codes::SETTING_TYPE);
        }
        self.out.push(
            Diagnostic::error(
                codes::SETTING_TYPE,
                format!("`{}` names what is on this site", node.name()),
            )
            .at(node.head_span(), "a child site has its own")
            .help(format!("write {}, as it is on the child site", kebab_case(setting.name))),
        );
        None
    }

    /// `settings` and `value` are one at the API.
    pub(super) fn policy_value(&mut self, policy: &mut Named) {
        let mut all: Vec<(Box<str>, Value)> = Vec::new();
        let parts = std::mem::take(&mut self.policy_parts);
        let Some(first) = parts.first().map(|part| part.node.head_span()) else { return };
        for part in parts {
            let Value::Object(entries) = part.value else { continue };
            for (key, value) in entries {
                if all.iter().any(|(known, _)| *known == key) {
                    self.declared_twice(format!("`{key}`"), part.node.head_span(), first);
                } else {
                    all.push((key, value));
                }
            }
        }
        policy.attributes.add(policy.kind.known("value"), Value::Object(all.into()), first);
    }

    /// `child-sites "emea"`
    fn policy_sites(&mut self, node: Node<'a>, policy: &Named, attribute: &'static str) {
        self.only_props(node, &[]);
        self.no_children(node);
        let names = self.name_words(node, &format!("{} \"emea\"", node.name()));
        self.policy_sites.push(PolicySites {
            policy: policy.name.clone(),
            attribute,
            names: names.into_iter().map(|word| (word.text.into(), word.span)).collect(),
            span: node.head_span(),
        });
    }

    /// No list of the API has child sites: their nodes tell their ids.
    pub(super) fn resolve_policy_sites(&mut self) {
        for PolicySites { policy, attribute, names, span } in std::mem::take(&mut self.policy_sites)
        {
            let mut ids = Vec::new();
            for (name, span) in names {
                let sites = || self.site.child_sites.iter();
                match sites().find(|site| site.name == name) {
                    Some(site) => ids.push(Value::Int(site.id)),
                    None => {
                        let label = match suggest(&name, sites().map(|site| &*site.name)) {
                            Some(near) => format!("did you mean `{near}`?"),
                            None => "not declared anywhere".to_owned(),
                        };
                        self.out.push(
                            Diagnostic::error(
                                codes::UNKNOWN_OBJECT,
                                format!("no child site is named `{name}`"),
                            )
                            .at(span, label)
                            .help(format!(
                                "declare it with its id, as in: child-site {name:?} id=7"
                            )),
                        );
                    }
                }
            }
            let is_it =
                |one: &&mut Named| one.kind == NamedKind::CHILD_SITE_POLICY && one.name == policy;
            let Some(policy) = self.site.named.iter_mut().find(is_it) else { continue };
            let known = policy.kind.known(attribute);
            if let Some(first) = policy.attributes.add(known, Value::List(ids.into()), span) {
                let what = format!("`{}`", known.word());
                self.declared_twice(what, first.max(span), first.min(span));
            }
        }
    }
}
