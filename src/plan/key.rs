//! What the key that applies a plan may not do, and what would cut it off.

use super::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use super::limits::named;
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::diff::{Address, AddressKind, Assignment, Change, Field, Operation, Subject};
use crate::live::{KeyIdentity, LiveGrant, LiveSite, Rights};
use crate::model::{Definition, Grantee, Names, Value, path};
use crate::rules::settings::setting_locks_out;
use std::borrow::Cow;

/// Everything that stands between the key at work and these changes.
pub fn key_findings(
    site: &Definition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Vec<Diagnostic> {
    let (Some(key), Some(rights)) = (&live.key, live.rights()) else { return Vec::new() };
    let at_work = ApplyingKey { site, live, key, rights, names };
    // What another's key does is not asked of this one.
    let own = || changes.iter().filter(|change| change.as_user.is_none());
    let mut found = Vec::new();
    at_work.lacking(
        own().filter(|change| !at_work.may(change) && !at_work.is_own_grant(change)),
        &mut found,
    );
    found.extend(changes.iter().filter_map(|change| at_work.limits(change)));
    at_work.loses_folders(changes, &mut found);
    for change in own() {
        if at_work.is_own_grant(change) && !matches!(at_work.rights, Rights::Everything) {
            found.push(
                Diagnostic::error(
                    codes::FOLDER_ADMIN_MANAGES_SELF,
                    format!("this key would change its own rights: {}", change.address),
                )
                .help("a folder admin's own permissions are changed by another administrator"),
            );
        }
        found.extend(at_work.locks_out(change));
    }
    found
}

/// The steps after which the key at work may be refused where it is used: all else comes first.
pub(super) fn may_cut_off(
    unplaced: &UnplacedSteps,
    live: &LiveSite,
    names: &Names,
) -> Vec<UnplacedId> {
    let limits =
        |step: &UnplacedStep| limit_of(&step.address, None, &step.set, live, names).is_some();
    let unplaced = unplaced.iter_enumerated();
    unplaced.filter(|(_, step)| limits(step)).map(|(at, _)| at).collect()
}

/// What limits the places from which the key at work is taken. `former` is the name of now.
fn limit_of<'c>(
    address: &Address,
    former: Option<&str>,
    set: &'c [Assignment],
    live: &LiveSite,
    names: &Names,
) -> Option<&'c Assignment> {
    let user = live.key.as_ref()?.user;
    let now = |name: &str| names.find_key(former.unwrap_or(name));
    let is_member = |group: &str| {
        let mut members = live.memberships.iter();
        members.any(|member| Some(member.user) == user && Some(member.group) == now(group))
    };
    let limits: &[&str] = if *address == Address::Site {
        &["allowed_ips", "allowed_countries", "disallowed_countries"]
    } else if address.user().is_some_and(|name| user.is_some() && now(name) == user)
        || address.group().is_some_and(is_member)
    {
        &["allowed_ips"]
    } else {
        return None;
    };
    set.iter().find(|one| limits.contains(&one.field.name()) && !one.after.is_unset())
}

/// The key that applies the plan, and what its rights are judged by.
struct ApplyingKey<'a> {
    site: &'a Definition,
    live: &'a LiveSite,
    key: &'a KeyIdentity,
    rights: Rights,
    names: &'a Names,
}

impl ApplyingKey<'_> {
    /// Whether the change is one that the key's level allows.
    fn may(&self, change: &Change) -> bool {
        let (folders, groups) = match &self.rights {
            Rights::Everything => return true,
            Rights::ReadOnly | Rights::Limited(_) => return false,
            Rights::Part { folders, groups } => (folders, groups),
        };
        let inside = |text: &str| {
            let place = path::key(text);
            folders.iter().any(|folder| path::is_within(&place, self.names.key_text(*folder)))
        };
        let administers = |name: &str| {
            let name = path::fold(name);
            groups.iter().any(|group| self.names.key_text(*group) == &*name)
        };
        let added = change.operation == Operation::Create;
        let address = &change.address;
        if let Some(path) = address.stands_on() {
            inside(path)
        } else if let Some(path) = address.folder() {
            // The folder itself belongs to whoever administers the one above.
            inside(path::parent(path).unwrap_or_default())
                && change.was.as_deref().is_none_or(inside)
        } else if let Some((group, _)) = address.membership() {
            added && administers(group)
        } else if address.user().is_some() {
            let groups = change.assignment(Field::Groups).map(|assigned| &assigned.after);
            let mut named = groups.into_iter().flat_map(|groups| groups.as_list());
            added && groups.is_some() && named.all(|n| n.as_text().is_some_and(administers))
        } else {
            address.automation().is_some() && !folders.is_empty()
        }
    }

    /// One finding for all that the key may not do.
    fn lacking<'c>(&self, changes: impl Iterator<Item = &'c Change>, found: &mut Vec<Diagnostic>) {
        let all: Vec<String> = changes.map(|change| change.address.to_string()).collect();
        if all.is_empty() {
            return;
        }
        let what = named(&all, all.len());
        let whose: Cow<'_, str> = match (&self.rights, self.key.user) {
            (Rights::Limited(set), _) => format!("a key limited to `{set}`").into(),
            (Rights::ReadOnly, _) => "the key of a read-only administrator".into(),
            (_, Some(user)) => {
                let live = self.live.users.iter().find(|known| known.key == user);
                let name =
                    live.map_or(self.names.key_text(user), |user| self.names.text(user.name));
                format!("the key of `{name}`").into()
            }
            (_, None) => "this key".into(),
        };
        found.push(
            Diagnostic::error(codes::KEY_LACKS_RIGHTS, format!("{whose} may not change {what}"))
                .help("plan with this key, and apply with the key of a site administrator"),
        );
    }

    fn is_own(&self, name: &str) -> bool {
        self.key.user.is_some_and(|user| self.names.key_text(user) == &*path::fold(name))
    }

    fn is_own_grant(&self, change: &Change) -> bool {
        match change.address.grant().map(|grant| grant.grantee) {
            Some(Subject::User(name)) => self.is_own(name),
            Some(Subject::Group(_) | Subject::AllOf(_) | Subject::Partner(_)) | None => false,
        }
    }

    /// A change after which the key works no more.
    fn locks_out(&self, change: &Change) -> Option<Diagnostic> {
        let removes = change.operation == Operation::Delete;
        let user = change.address.user().filter(|user| self.is_current(user, change));
        let is_key = change.address.kind() == AddressKind::ApiKey
            && change.id.is_some()
            && change.id == self.key.id;
        let (what, span) = match user {
            Some(_) if removes => ("removes the user of this key", None),
            Some(user) => {
                let (assignment, what) =
                    change.set.iter().find_map(|a| Some((a, self.disables(a)?)))?;
                (what, self.place(user, assignment))
            }
            None if removes && is_key => ("removes the very key that applies it", None),
            None => return None,
        };
        let finding = Diagnostic::error(setting_locks_out::RULE.code, format!("this plan {what}"));
        let finding = match span {
            Some(span) => finding.at(span, "the key works no more after this"),
            None => finding,
        };
        Some(finding.help("apply with the key of another administrator, or of the whole site"))
    }

    /// Folders that the key's user administers through a group, until this plan.
    fn loses_folders(&self, changes: &[Change], found: &mut Vec<Diagnostic>) {
        let (Rights::Part { .. }, Some(user)) = (&self.rights, self.key.user) else { return };
        let is_grant = |change: &&Change| change.address.grant().is_some();
        let removals = changes.iter().filter(|change| change.operation == Operation::Delete);
        let removed: Vec<i64> = removals.filter(is_grant).filter_map(|change| change.id).collect();
        let (gone, stay): (Vec<&LiveGrant>, Vec<&LiveGrant>) =
            self.live.admin_grants_of(user).partition(|grant| removed.contains(&grant.id));
        let key = |grant: &LiveGrant| self.names.key_text(grant.folder);
        for grant in gone.into_iter().filter(|grant| !matches!(grant.grantee, Grantee::User(_))) {
            if !stay.iter().any(|other| path::is_within(key(grant), key(other))) {
                let place = path::display(self.names.text(grant.path));
                let message = format!("this plan takes `{place}` from the user of this key");
                found.push(
                    Diagnostic::error(setting_locks_out::RULE.code, message)
                        .help("apply with the key of another administrator"),
                );
            }
        }
    }

    /// A change after which the key works from some places only. Its step is the last.
    fn limits(&self, change: &Change) -> Option<Diagnostic> {
        let former = change.was.as_deref();
        let limit = limit_of(&change.address, former, &change.set, self.live, self.names)?;
        let setting = if let Some(user) = change.address.user() {
            self.place(user, limit)
        } else {
            let settings = match change.address.group() {
                Some(group) => {
                    let group = self.names.find_key(group).and_then(|key| self.site.group(key));
                    group.map(|group| &group.attributes)
                }
                None => Some(&self.site.settings),
            };
            let setting = settings.and_then(|settings| settings.get(limit.field.name()));
            setting.map(|setting| setting.span)
        };
        let finding = Diagnostic::warning(
            setting_locks_out::RULE.code,
            "after this plan, this key is taken from some places only".to_owned(),
        )
        .help("make sure that you can go on from where you apply; its step comes last");
        Some(match setting {
            Some(span) => finding.at(span, "from elsewhere the key works no more"),
            None => finding,
        })
    }

    /// Whether the change is of the user whose key is at work, by the name of now.
    fn is_current(&self, user: &str, change: &Change) -> bool {
        self.is_own(change.was.as_deref().unwrap_or(user))
    }

    /// How an assignment to the key's own user would cut the key off.
    fn disables(&self, assignment: &Assignment) -> Option<&'static str> {
        let everything = matches!(self.rights, Rights::Everything);
        match (assignment.field.name(), &assignment.after) {
            ("disabled", Value::Bool(true)) => Some("disables the user of this key"),
            ("restapi_permission", Value::Bool(false)) => {
                Some("denies the API to the user of this key")
            }
            ("site_admin", Value::Bool(false)) if everything => {
                Some("takes the administrator's role from the user of this key")
            }
            _ => None,
        }
    }

    fn place(&self, user: &str, assignment: &Assignment) -> Option<crate::source::Span> {
        let key = self.names.find_key(user)?;
        let user = self.site.user(key)?;
        let setting = user.attributes.get(assignment.field.name()).map(|setting| setting.span);
        Some(setting.unwrap_or(user.name_span))
    }
}
