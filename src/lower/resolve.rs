//! References by name, once everything is declared.

use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::expect::Whom;
use crate::model::{Grantee, Key, Owner};
use crate::source::Span;
use rustc_hash::FxHashSet;

impl<'a> Lowering<'a> {
    /// Reports every name that nothing declares, and drops what refers to it.
    pub(super) fn resolve(&mut self) {
        let mut unknown: Vec<(Thing, Key, Span)> = Vec::new();
        let site = &mut self.site;
        let mut memberships = std::mem::take(&mut site.memberships);
        memberships.retain(|membership| {
            let user = site.user(membership.user).is_some();
            let group = site.group(membership.group).is_some();
            if !user {
                unknown.push((Thing::User, membership.user, membership.span));
            }
            if !group {
                unknown.push((Thing::Group, membership.group, membership.span));
            }
            user && group
        });
        site.memberships = memberships;
        let mut reported: FxHashSet<Span> = FxHashSet::default();
        let mut grants = std::mem::take(&mut site.grants);
        grants.retain(|grant| {
            let missing: Vec<(Thing, Key)> = match &grant.grantee {
                Grantee::User(key) => vec![(Thing::User, *key)],
                Grantee::Group(key) => vec![(Thing::Group, *key)],
                Grantee::AllOf(keys) => keys.iter().map(|key| (Thing::Group, *key)).collect(),
            };
            let missing: Vec<_> = missing
                .into_iter()
                .filter(|(thing, key)| match thing {
                    Thing::User => site.user(*key).is_none(),
                    Thing::Group => site.group(*key).is_none(),
                })
                .collect();
            // One grant node makes a row a level: its grantee is reported once.
            let first_row = !missing.is_empty() && reported.insert(grant.grantee_span);
            for (thing, key) in missing.iter().filter(|_| first_row) {
                unknown.push((*thing, *key, grant.grantee_span));
            }
            missing.is_empty()
        });
        site.grants = grants;
        let mut automations = std::mem::take(&mut site.automations);
        for automation in &mut automations {
            if let Some((Owner::User(key), span)) = automation.owner
                && site.user(key).is_none()
            {
                unknown.push((Thing::User, key, span));
                automation.owner = None;
            }
        }
        site.automations = automations;
        let mut named = std::mem::take(&mut site.named);
        for groups in named.iter_mut().filter_map(|named| named.groups.as_mut()) {
            groups.all.retain(|(key, span)| {
                let known = site.group(*key).is_some();
                if !known {
                    unknown.push((Thing::Group, *key, *span));
                }
                known
            });
        }
        site.named = named;
        for (whom, span) in site.expectations.iter().flat_map(|e| &e.clauses).flat_map(|c| &c.whom)
        {
            match whom {
                Whom::User(key) if site.user(*key).is_none() => {
                    unknown.push((Thing::User, *key, *span))
                }
                Whom::Group(key) if site.group(*key).is_none() => {
                    unknown.push((Thing::Group, *key, *span))
                }
                _ => {}
            }
        }
        for (thing, key, span) in unknown {
            self.unknown(thing, key, span);
        }
    }

    fn unknown(&mut self, thing: Thing, key: Key, span: Span) {
        let name = self.names.key_text(key);
        let written = self.sources.text(span).trim_matches('"');
        let shown = if self.names.find_key(written) == Some(key) { written } else { name };
        let (code, what, near) = match thing {
            Thing::User => {
                let names = self.site.users.iter().map(|user| self.names.text(user.name));
                (codes::UNKNOWN_USER, "user", suggest(shown, names))
            }
            Thing::Group => {
                let names = self.site.groups.iter().map(|group| self.names.text(group.name));
                (codes::UNKNOWN_GROUP, "group", suggest(shown, names))
            }
        };
        let label = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "not declared anywhere".to_owned(),
        };
        let diagnostic = Diagnostic::error(code, format!("no {what} is named `{shown}`"))
            .at(span, label)
            .help(format!(
                "declare it, even without attributes if the site has it already: {what} {shown:?}"
            ));
        self.out.push(diagnostic);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Thing {
    User,
    Group,
}
