//! What goes because its time is over: where that is said, and until when.

use super::change::{Change, Origin};
use super::field::Field;
use super::ident::{Ident, named_holder};
use super::kind::AccessPart;
use super::operation::Operation;
use crate::model::account::{LOCAL_ROLES, ROLES};
use crate::model::timed::Moment;
use crate::model::{Definition, NamedKind, Names, Setting, User};
use crate::source::{Sources, Span};
use jiff::Timestamp;
use rustc_hash::FxHashMap;

/// What has ended, and where it is said.
#[derive(Default)]
struct Over {
    objects: FxHashMap<Ident, Origin>,
    /// Roles of users.
    roles: FxHashMap<Ident, Origin>,
}

/// Says of every change that the clock makes where the definition says so. `ended` is the definition
/// with all that has ended.
pub fn by_the_clock(
    changes: &mut [Change],
    ended: &Definition,
    now: Timestamp,
    names: &Names,
    sources: &Sources,
) {
    let over = Over::of(ended, now, names, sources);
    for change in changes {
        let ident = change.address.ident(None);
        let goes = change.operation == Operation::Delete;
        let said = over.objects.get(&ident).filter(|_| goes);
        let said = said.or_else(|| over.roles.get(&ident).filter(|_| sets_role(change)));
        if let Some(origin) = said {
            change.declared = Some(origin.clone());
        }
    }
}

/// Says of every role that is given for a while where that is said.
pub fn until_then(changes: &mut [Change], site: &Definition, names: &Names, sources: &Sources) {
    if site.timed.is_empty() {
        return;
    }
    for change in changes.iter_mut().filter(|change| sets_role(change)) {
        let AccessPart::User(user) = change.address.access_part() else { continue };
        let user = names.find_key(user).and_then(|key| site.user(key));
        let role = user.and_then(role).filter(|role| site.timed_at(role.span).is_some());
        if let Some(role) = role {
            change.declared = Some(Origin::of(role.span, site, sources));
        }
    }
}

fn sets_role(change: &Change) -> bool {
    change.set.iter().any(|set| is_role(set.field))
}

/// What gives a user a role.
fn role(user: &User) -> Option<&Setting> {
    let roles = ROLES.iter().chain(LOCAL_ROLES);
    roles.filter_map(|(_, role)| user.attributes.on(role)).next()
}

impl Over {
    fn of(ended: &Definition, now: Timestamp, names: &Names, sources: &Sources) -> Over {
        let is_over = |span: Span| ended.timed_at(span).is_some_and(|timed| timed.has_ended(now));
        let text = |key| names.key_text(key).to_owned();
        let mut over = Over::default();
        let mut add = |ident: Ident, span: Span| {
            if is_over(span) {
                over.objects.insert(ident, Origin::of(span, ended, sources));
            }
        };
        let mut grants: Vec<(Ident, Origin)> = Vec::new();
        let is_past = |until: &Moment| until.at <= now;
        for grant in ended.grants.iter().filter(|grant| grant.until.as_deref().is_some_and(is_past))
        {
            let ident = Ident::Grant {
                folder: text(grant.folder),
                holder: named_holder(&grant.grantee, names),
                level: grant.level,
                recursive: grant.recursive,
            };
            grants.push((ident, Origin::of_grant(grant, ended, sources)));
        }
        for membership in &ended.memberships {
            let (group, user) = (text(membership.group), text(membership.user));
            add(Ident::Membership { group, user }, membership.span);
        }
        for key in &ended.api_keys {
            add(Ident::ApiKey { user: None, name: key.name.to_string() }, key.span);
        }
        for child in &ended.child_sites {
            for grant in &child.grants {
                let holder = named_holder(&grant.grantee, names);
                let ident = Ident::ChildSiteGrant { site: child.id, holder, level: grant.level };
                add(ident, grant.span);
            }
        }
        for link in ended.named.iter().filter(|named| named.kind == NamedKind::BUNDLE) {
            let name = link.kind.name_key(&link.name).into_owned();
            add(Ident::Named(link.kind, name), link.name_span);
        }
        for user in &ended.users {
            for key in &user.ssh_keys {
                let (user, title) = (text(user.key), key.title.to_string());
                add(Ident::SshKey { user, title }, key.span);
            }
            for key in &user.api_keys {
                let (user, name) = (Some(text(user.key)), key.name.to_string());
                add(Ident::ApiKey { user, name }, key.span);
            }
        }
        for user in &ended.users {
            if let Some(role) = role(user).filter(|role| is_over(role.span)) {
                let origin = Origin::of(role.span, ended, sources);
                over.roles.insert(Ident::User(text(user.key)), origin);
            }
        }
        over.objects.extend(grants);
        over
    }
}

fn is_role(field: Field) -> bool {
    ROLES.iter().chain(LOCAL_ROLES).any(|(_, role)| field.name() == *role)
}
