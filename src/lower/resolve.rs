//! References by name, once everything is declared.

use super::fields::{each, several};
use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::expect::{Demand, Holders, Office, Whom};
use crate::model::{Definition, Grantee, Key, Membership, Name, Owner, Protected, Referent, Was};
use crate::source::Span;
use rustc_hash::{FxHashMap, FxHashSet};

impl<'a> Lowering<'a> {
    /// Reports every name that nothing declares, and drops what refers to it.
    pub(super) fn resolve(&mut self) {
        let mut unknown: Vec<(Thing, Key, Span)> = Vec::new();
        let site = &mut self.site;
        let mut memberships = std::mem::take(&mut site.memberships);
        merge(&mut memberships);
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
            let (thing, keys) = match &grant.grantee {
                Grantee::User(key) => (Thing::User, std::slice::from_ref(key)),
                Grantee::Group(key) => (Thing::Group, std::slice::from_ref(key)),
                Grantee::AllOf(keys) => (Thing::Group, &keys[..]),
                // Told with all that values name.
                Grantee::Partner(_) => return true,
            };
            let is_missing = |key: &&Key| match thing {
                Thing::User => site.user(**key).is_none(),
                Thing::Group => site.group(**key).is_none(),
            };
            let missing: Vec<Key> = keys.iter().filter(is_missing).copied().collect();
            // One grant node makes a row a level: its grantee is reported once.
            let first_row = !missing.is_empty() && reported.insert(grant.grantee_span);
            for key in missing.iter().filter(|_| first_row) {
                unknown.push((thing, *key, grant.grantee_span));
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
        heirs(site, &mut unknown);
        let going = going_heirs(site);
        let to_accounts = self.named_objects.iter().filter_map(|(reference, span)| {
            let thing = match reference.to {
                Referent::USER => Thing::User,
                Referent::GROUP => Thing::Group,
                _ => return None,
            };
            Some((thing, self.names.key(&reference.name), *span))
        });
        unknown.extend(to_accounts.filter(|(thing, key, _)| match thing {
            Thing::User => site.user(*key).is_none(),
            Thing::Group => site.group(*key).is_none(),
        }));
        child_grants(site, &mut unknown);
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
        rosters(site, &mut unknown);
        duties(site, &mut unknown);
        for (key, span) in going {
            let name = self.names.key_text(key);
            self.out.push(
                Diagnostic::error(
                    codes::UNKNOWN_USER,
                    format!("`{name}` cannot inherit: they are removed as well"),
                )
                .at(span, "who gets the automations")
                .help("name somebody who stays, or `heir=\"site\"`"),
            );
        }
        let mut guesses = MOST_COMPARED;
        let renamed = if unknown.is_empty() { FxHashMap::default() } else { renamed(site) };
        for (thing, key, span) in unknown {
            self.unknown(thing, key, span, renamed.get(&(thing, key)), &mut guesses);
        }
    }

    fn unknown(
        &mut self,
        thing: Thing,
        key: Key,
        span: Span,
        renamed: Option<&(Name, Span)>,
        guesses: &mut usize,
    ) {
        let name = self.names.key_text(key);
        let written = self.sources.text(span).trim_matches('"');
        let shown = if self.names.find_key(written) == Some(key) { written } else { name };
        let (code, what, near) = match thing {
            Thing::User => {
                let names = self.site.users.iter().map(|user| self.names.text(user.name));
                let names = names.take(left(guesses, self.site.users.len()));
                (codes::UNKNOWN_USER, "user", suggest(shown, names))
            }
            Thing::Group => {
                let names = self.site.groups.iter().map(|group| self.names.text(group.name));
                let names = names.take(left(guesses, self.site.groups.len()));
                (codes::UNKNOWN_GROUP, "group", suggest(shown, names))
            }
        };
        let diagnostic = Diagnostic::error(code, format!("no {what} is named `{shown}`"));
        if let Some((new, was)) = renamed {
            let new = self.names.text(*new);
            let mut diagnostic = diagnostic
                .at(span, format!("called `{new}` by now"))
                .at(*was, "renamed here")
                .help("what is renamed is spoken of by its new name");
            if written == shown && !new.contains(['"', '\\', '\n']) {
                let edit = super::fields::edit(span, &format!("\"{new}\""));
                diagnostic = diagnostic.fix(format!("write `{new}`"), vec![edit]);
            }
            self.out.push(diagnostic);
            return;
        }
        let is_declared = |part: &&str| {
            let key = self.names.find_key(part);
            key.is_some_and(|key| match thing {
                Thing::User => self.site.users.iter().any(|user| user.key == key),
                Thing::Group => self.site.groups.iter().any(|group| group.key == key),
            })
        };
        let parts = several(written).filter(|_| *guesses > 0);
        if let Some(parts) = parts.filter(|parts| parts.iter().all(is_declared)) {
            *guesses = guesses.saturating_sub(self.site.users.len() + self.site.groups.len());
            let diagnostic = diagnostic.at(span, format!("names of {} {what}s", parts.len()));
            let before = self.sources.file(span.file).text().get(..span.start as usize);
            let is_property = before.is_some_and(|text| text.trim_end().ends_with('='));
            self.out.push(if is_property {
                diagnostic.help("say it once for each of them")
            } else {
                diagnostic.fix("write a text for each", vec![each(span, &parts)])
            });
            return;
        }
        let label = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "not declared anywhere".to_owned(),
        };
        let diagnostic = diagnostic.at(span, label).help(format!(
            "declare it, even without attributes if the site has it already: {what} {shown:?}"
        ));
        self.out.push(diagnostic);
    }
}

/// What bears another name by now, by the former one, and where that is said.
fn renamed(site: &Definition) -> FxHashMap<(Thing, Key), (Name, Span)> {
    let entry = |thing, name: Name, was: &Option<Was>| {
        was.as_ref().map(|was| ((thing, was.key), (name, was.span)))
    };
    let users = site.users.iter().filter_map(|user| entry(Thing::User, user.name, &user.was));
    let groups = site.groups.iter().filter_map(|it| entry(Thing::Group, it.name, &it.was));
    users.chain(groups).collect()
}

/// With thousands of unknown names, most are guessed at no more: each is compared with all that
/// are declared.
const MOST_COMPARED: usize = 1_000_000;

/// How many names to compare with: all, or none once too many were compared.
fn left(guesses: &mut usize, names: usize) -> usize {
    let compared = if *guesses == 0 { 0 } else { names };
    *guesses = guesses.saturating_sub(names);
    compared
}

/// A membership may be said by the user and by the group. It stands where it is said first, or
/// where it is said to be an admin's.
fn merge(memberships: &mut Vec<Membership>) {
    let places = memberships.iter().zip(0u32..);
    let mut order: Vec<(Key, Key, u32)> = places.map(|(m, at)| (m.user, m.group, at)).collect();
    order.sort_unstable();
    let mut repeated = FxHashSet::default();
    for same in order.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
        let [(_, _, first), rest @ ..] = same else { continue };
        for (_, _, again) in rest {
            repeated.insert(*again);
            let Membership { admin, span, .. } = memberships[*again as usize];
            let known = &mut memberships[*first as usize];
            if admin > known.admin {
                (known.admin, known.span) = (admin, span);
            }
        }
    }
    if !repeated.is_empty() {
        let mut at = 0u32..;
        memberships.retain(|_| at.next().is_none_or(|at| !repeated.contains(&at)));
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Thing {
    User,
    Group,
}

fn is_removed(site: &Definition, user: Key) -> bool {
    let mut removals = site.removals.iter();
    removals.any(|removal| matches!(removal.target, Protected::User(key) if key == user))
}

/// Heirs who are removed themselves.
fn going_heirs(site: &Definition) -> Vec<(Key, Span)> {
    let heirs = site.removals.iter().filter_map(|removal| match removal.heir? {
        (Owner::User(key), span) => Some((key, span)),
        (Owner::Site, _) => None,
    });
    heirs.filter(|(key, _)| is_removed(site, *key)).collect()
}

/// Who inherits the automations of somebody who goes.
fn heirs(site: &mut Definition, unknown: &mut Vec<(Thing, Key, Span)>) {
    let said = site.users.iter().map(|user| user.heir);
    let said = said.chain(site.removals.iter().map(|removal| removal.heir));
    for (owner, span) in said.flatten() {
        if let Owner::User(key) = owner
            && site.user(key).is_none()
            && !is_removed(site, key)
        {
            unknown.push((Thing::User, key, span));
        }
    }
}

/// Who is said to administer what, in assertions. A list with an unknown name is not held
/// against anybody.
fn rosters(site: &mut Definition, unknown: &mut Vec<(Thing, Key, Span)>) {
    let mut expectations = std::mem::take(&mut site.expectations);
    for expectation in &mut expectations {
        expectation.rosters.retain(|roster| {
            let known = unknown.len();
            let missing = roster.users.iter().filter(|(user, _)| site.user(*user).is_none());
            unknown.extend(missing.map(|(user, span)| (Thing::User, *user, *span)));
            if let (Office::Group(group), Some(span)) = (&roster.office, roster.place)
                && site.group(*group).is_none()
            {
                unknown.push((Thing::Group, *group, span));
            }
            unknown.len() == known
        });
    }
    site.expectations = expectations;
}

/// Whose grants are to end. One that names somebody unknown is not held against anybody.
fn duties(site: &mut Definition, unknown: &mut Vec<(Thing, Key, Span)>) {
    let mut expectations = std::mem::take(&mut site.expectations);
    for expectation in &mut expectations {
        expectation.duties.retain(|duty| {
            let Demand::End { holders, .. } = &duty.demand else { return true };
            let known = unknown.len();
            unknown.extend(holders.iter().filter_map(|(holders, span)| match holders {
                Holders::User(key) if site.user(*key).is_none() => Some((Thing::User, *key, *span)),
                Holders::Group(key) if site.group(*key).is_none() => {
                    Some((Thing::Group, *key, *span))
                }
                _ => None,
            }));
            unknown.len() == known
        });
    }
    site.expectations = expectations;
}

/// Who administers child sites.
fn child_grants(site: &mut Definition, unknown: &mut Vec<(Thing, Key, Span)>) {
    let mut child_sites = std::mem::take(&mut site.child_sites);
    for child in &mut child_sites {
        child.grants.retain(|grant| {
            let missing = match &grant.grantee {
                Grantee::User(key) if site.user(*key).is_none() => Some((Thing::User, *key)),
                Grantee::Group(key) if site.group(*key).is_none() => Some((Thing::Group, *key)),
                _ => None,
            };
            unknown.extend(missing.map(|(thing, key)| (thing, key, grant.grantee_span)));
            missing.is_none()
        });
    }
    site.child_sites = child_sites;
}
