//! Records as the API shows them to the live site in the model's words.
//!
//! In: records, list by list and one at a time, so that the JSON of a whole list is never held.
//! Out: the live site. Unknown keys, unknown types of folder settings and what belongs to other
//! sites or partners are left out. What is of the wrong type never stops the rest: a value counts
//! as unset, a record that cannot be told from others is left out, and both are told.

mod parent;
mod rows;

#[cfg(test)]
mod tests;

pub use parent::Strangers;
pub use rows::SSO_STRATEGIES;

use crate::live::{
    Beyond, Fields, LiveAutomation, LiveBehavior, LiveChildGrant, LiveFolder, LiveGrant, LiveGroup,
    LiveMembership, LiveNamed, LiveOwner, LiveSite, LiveUser, Problem,
};
use crate::model::automation::by_id;
use crate::model::{Grantee, Key, Kind, NamedKind, Names, SiteKey, child_site, kinds, path};
use parent::ParentPeople;
use rows::{
    AutomationRow, BehaviorRow, GrantLevel, GrantRow, GroupRow, NamedRow, Rows, UserRow, Whom,
};
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fmt;

/// Everything the API shows of a site.
#[derive(Default)]
pub struct Records {
    pub site: Json,
    rows: Rows,
    counts: BTreeMap<&'static str, Count>,
    odd: Vec<Problem>,
    /// The root left out.
    pub folders: Vec<FolderRecord>,
    parent: ParentPeople,
}

/// A folder, and what it shows of itself; null where that is nothing, as of nearly all.
#[derive(Debug, Clone)]
pub struct FolderRecord {
    pub path: String,
    pub shows: Json,
}

impl FolderRecord {
    pub fn of(path: &str, record: &Json) -> Self {
        let given = kinds::FOLDER.attributes.iter().filter_map(|attribute| {
            let json = record.get(attribute.name)?;
            let is_empty = json.as_object().is_some_and(serde_json::Map::is_empty);
            (!json.is_null() && !is_empty).then(|| (attribute.name.to_owned(), json.clone()))
        });
        let given: serde_json::Map<String, Json> = given.collect();
        let shows = if given.is_empty() { Json::Null } else { Json::Object(given) };
        FolderRecord { path: path.to_owned(), shows }
    }
}

/// How many records of a list there were so far.
#[derive(Default)]
struct Count {
    all: usize,
    left_out: usize,
}

/// Records that are not what the API promises: of a list, not one can be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct RecordsError {
    pub problems: Vec<Problem>,
}

impl fmt::Display for RecordsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: usize = 20;
        f.write_str("the site's records are not as the API promises")?;
        for (at, problem) in self.problems.iter().take(SHOWN).enumerate() {
            write!(f, "{} {problem}", if at == 0 { ":" } else { ";" })?;
        }
        match self.problems.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

impl Records {
    /// Those of a site that holds nothing else.
    pub fn new(site: Json) -> Self {
        Records { site, ..Records::default() }
    }

    /// Takes up one record of a list.
    pub fn add(&mut self, list: &'static str, record: &Json) {
        let count = self.counts.entry(list).or_default();
        let before = self.odd.len();
        self.rows.add(list, count.all, record, &mut self.odd);
        count.all += 1;
        count.left_out += usize::from(self.odd[before..].iter().any(|odd| odd.left_out));
    }

    /// A group, a user, and whether the user is the group's admin.
    pub fn add_member(&mut self, group: i64, user: i64, admin: bool) {
        self.rows.members.push((group, user, admin));
    }

    /// Takes up other lists.
    pub fn append(&mut self, other: Records) {
        self.rows.append(other.rows);
        self.counts.extend(other.counts);
        self.odd.extend(other.odd);
        self.folders.extend(other.folders);
        if !other.site.is_null() {
            self.site = other.site;
        }
    }

    /// Whether a user may have keys of this kind.
    pub fn may_have(&self, keys: &Kind) -> bool {
        let count =
            |user: &UserRow| if *keys == kinds::SSH_KEY { user.ssh_keys } else { user.api_keys };
        self.rows.users.iter().any(|user| count(user) != Some(0))
    }

    /// The names of a kind's records, with their ids.
    pub fn names(&self, kind: &Kind) -> Vec<(&str, i64)> {
        fn some(name: &Option<Box<str>>, id: i64) -> Option<(&str, i64)> {
            Some((name.as_deref()?, id))
        }
        if *kind == kinds::USER {
            self.rows.users.iter().map(|user| (&*user.username, user.id)).collect()
        } else if *kind == kinds::GROUP {
            self.rows.groups.iter().map(|group| (&*group.name, group.id)).collect()
        } else if *kind == kinds::AUTOMATION {
            self.rows.automations.iter().filter_map(|row| some(&row.name, row.id)).collect()
        } else {
            let named = self.rows.named.iter().filter(|row| row.kind.kind() == kind);
            named.filter_map(|row| some(&row.name, row.id)).collect()
        }
    }

    /// The folders in which remote servers are mounted, as keys.
    pub fn mounts(&self) -> FxHashSet<String> {
        let mounts = self.rows.behaviors.iter().filter(|row| row.kind.name == kinds::MOUNT);
        mounts.map(|row| path::key(&row.path).into_owned()).collect()
    }

    /// A list of which not one record can be read is no list of such records; a single one may be
    /// odd by itself, but every site has a user.
    pub fn into_live(self, target: &str, names: &mut Names) -> Result<LiveSite, RecordsError> {
        let may_be_odd = |list: &str| usize::from(list != kinds::USER.list);
        if self
            .counts
            .iter()
            .any(|(list, count)| count.all > may_be_odd(list) && count.left_out == count.all)
        {
            return Err(RecordsError { problems: self.odd });
        }
        Ok(self.into_live_as_far_as_read(target, names))
    }

    /// The site as far as its records can be read, were it none of them.
    pub fn into_live_as_far_as_read(mut self, target: &str, names: &mut Names) -> LiveSite {
        let mut live = LiveSite { target: target.into(), ..LiveSite::default() };
        let mut odd = std::mem::take(&mut self.odd);
        site(&self.site, &mut live, &mut odd);
        let site_id = self.site.get("id").and_then(Json::as_i64);
        let mut resolver = Resolver::new(names, site_id);
        live.parent_admins = std::mem::take(&mut self.parent.admins).into_iter().collect();
        resolver.parent = std::mem::take(&mut self.parent);
        let rows = self.rows;
        let partners = rows.named.iter().filter(|row| *row.kind == kinds::PARTNER);
        let named = partners.filter_map(|row| Some((row.id, row.name.clone()?)));
        for (id, name) in rows.partners.iter().cloned().chain(named) {
            resolver.partners.insert(id, (resolver.names.key(&name), name));
        }
        live.sso = rows.sso;
        live.users = rows.users.into_iter().map(|row| resolver.user(row)).collect();
        live.groups = rows.groups.into_iter().map(|row| resolver.group(row)).collect();
        for (group, user, admin) in rows.members {
            resolver.relate(group, user, admin);
        }
        live.memberships = resolver.memberships();
        let places: FxHashMap<i64, usize> =
            live.users.iter().enumerate().map(|(at, user)| (user.id, at)).collect();
        for (user, key) in rows.ssh_keys {
            if let Some(user) = places.get(&user).and_then(|at| live.users.get_mut(*at)) {
                user.ssh_keys.push(key);
            }
        }
        for (user, key) in rows.api_keys {
            let Some(user) = user else {
                resolver.names.key(&SiteKey(&key.name).to_string());
                live.api_keys.push(key);
                continue;
            };
            if let Some(user) = places.get(&user).and_then(|at| live.users.get_mut(*at)) {
                user.api_keys.push(key);
            }
        }
        for (index, FolderRecord { path, shows }) in self.folders.iter().enumerate() {
            let folder = resolver.folder(path);
            let shows = Some(shows).filter(|shows| !shows.is_null());
            let fields = shows.and_then(|it| Fields::of_site(it, "folders", index, &mut odd));
            if let Some(mut fields) = fields {
                live.folder_attributes.insert(folder.key, fields.attributes(&kinds::FOLDER));
            }
            live.folders.push(folder);
        }
        for row in rows.grants {
            resolver.grant(row, &mut live);
        }
        for row in rows.beyond {
            let folder = row.path.map(|path| resolver.folder(&path).key);
            let (manage, text) = (row.manage, row.text.into());
            live.beyond.push(Beyond { manage, folder, text });
        }
        live.behaviors = rows.behaviors.into_iter().map(|row| resolver.behavior(row)).collect();
        let mut named = rows.named;
        // By kind, whichever list came first.
        named.sort_by_key(|row| row.kind);
        live.named = named.into_iter().map(|row| resolver.named(row)).collect();
        let automations = rows.automations.into_iter();
        live.automations = automations.map(|row| resolver.automation(row)).collect();
        // As a snapshot has them.
        live.beyond.sort_by(|a, b| (a.manage, &a.text).cmp(&(b.manage, &b.text)));
        live.odd = odd;
        let partners = resolver.partners.into_iter();
        let partners = partners.map(|(id, (_, name))| (id, name)).collect();
        live.name_references(partners, names);
        live.name_rows(names);
        live.leave_out_mounted(names);
        live
    }
}

fn site(record: &Json, live: &mut LiveSite, odd: &mut Vec<Problem>) {
    if record.is_null() {
        return;
    }
    if let Some(mut site) = Fields::of_whole_site(record, odd) {
        live.settings = site.attributes(&kinds::SITE);
        let managed = site.json("managed_site_settings").and_then(Json::as_object);
        let mut managed: Vec<Box<str>> =
            managed.into_iter().flatten().map(|(name, _)| name.as_str().into()).collect();
        managed.sort_unstable();
        live.managed_settings = managed;
    }
}

/// Ids to names.
struct Resolver<'n> {
    names: &'n mut Names,
    site_id: Option<i64>,
    users: FxHashMap<i64, Key>,
    groups: FxHashMap<i64, Key>,
    partners: FxHashMap<i64, (Key, Box<str>)>,
    schedules: FxHashMap<i64, Box<str>>,
    /// Group and user to whether the user is the group's admin.
    relations: BTreeMap<(i64, i64), bool>,
    parent: ParentPeople,
}

impl<'n> Resolver<'n> {
    fn new(names: &'n mut Names, site_id: Option<i64>) -> Self {
        Resolver {
            names,
            site_id,
            users: FxHashMap::default(),
            groups: FxHashMap::default(),
            partners: FxHashMap::default(),
            schedules: FxHashMap::default(),
            relations: BTreeMap::new(),
            parent: ParentPeople::default(),
        }
    }

    fn user(&mut self, row: UserRow) -> LiveUser {
        let UserRow { id, username, attributes, activity, groups, admin_of, .. } = row;
        let (externally_managed, signed_in) = (row.externally_managed, row.signed_in);
        let (name, key) = (self.names.name(&username), self.names.key(&username));
        self.users.insert(id, key);
        groups.into_iter().for_each(|group| self.relate(group, id, false));
        admin_of.into_iter().for_each(|group| self.relate(group, id, true));
        let (ssh_keys, api_keys) = (Vec::new(), Vec::new());
        LiveUser {
            id,
            name,
            key,
            attributes,
            ssh_keys,
            api_keys,
            externally_managed,
            signed_in,
            activity,
        }
    }

    fn group(&mut self, row: GroupRow) -> LiveGroup {
        let GroupRow { id, name, attributes, members, admins } = row;
        let (name, key) = (self.names.name(&name), self.names.key(&name));
        self.groups.insert(id, key);
        members.into_iter().for_each(|user| self.relate(id, user, false));
        admins.into_iter().for_each(|user| self.relate(id, user, true));
        LiveGroup { id, name, key, attributes }
    }

    fn relate(&mut self, group: i64, user: i64, admin: bool) {
        *self.relations.entry((group, user)).or_default() |= admin;
    }

    /// Relations of users and groups that were both listed; others belong to another site.
    fn memberships(&self) -> Vec<LiveMembership> {
        let known = self.relations.iter().filter_map(|((group, user), admin)| {
            let (group, user) = (*self.groups.get(group)?, *self.users.get(user)?);
            Some(LiveMembership { group, user, admin: *admin })
        });
        known.collect()
    }

    fn folder(&mut self, folder: &str) -> LiveFolder {
        let folder = path::normalize(folder);
        LiveFolder { name: self.names.name(&folder), key: self.names.path_key(&folder) }
    }

    /// A grant on a folder of this site, or a role of somebody of this site on a child site.
    fn grant(&mut self, row: GrantRow, live: &mut LiveSite) {
        let GrantRow { id, path, whom, level, recursive, site } = row;
        let elsewhere = site.filter(|site| self.site_id != Some(*site));
        let partner = match whom {
            Whom::Partner(id) => Some(id),
            _ => None,
        };
        let Some(grantee) = self.grantee(&whom) else {
            let whom = self.parent.named(&whom);
            return live.beyond.push(self.of_nobody(id, (partner, whom), &path, level, elsewhere));
        };
        match (level, elsewhere) {
            (GrantLevel::Folder(level), None) => {
                let LiveFolder { name: path, key: folder } = self.folder(&path);
                live.grants.push(LiveGrant { id, folder, path, grantee, level, recursive });
            }
            // On a folder of a child site.
            (GrantLevel::Folder(level), Some(site)) if !path.is_empty() => {
                let path = path::join(&child_site::files(site), &path);
                let LiveFolder { name: path, key: folder } = self.folder(&path);
                live.grants.push(LiveGrant { id, folder, path, grantee, level, recursive });
            }
            // Only a child site's root can be given so.
            (GrantLevel::ChildSite(level), Some(site))
                if path.is_empty()
                    && !matches!(grantee, Grantee::AllOf(_) | Grantee::Partner(_)) =>
            {
                live.child_grants.push(LiveChildGrant { id, site, grantee, level });
            }
            (level, elsewhere) => {
                let site = elsewhere.map_or(String::new(), |site| format!(" of child site {site}"));
                let (level, path) = (level.word(), path::display(&path));
                let text = format!("permission {id}: {level} on {path:?}{site}");
                live.beyond.push(Beyond::child_site(text));
            }
        }
    }

    /// A grant whose holder the site does not list, on a folder or on a child site.
    fn of_nobody(
        &mut self,
        id: i64,
        (partner, whom): (Option<i64>, String),
        path: &str,
        level: GrantLevel,
        elsewhere: Option<i64>,
    ) -> Beyond {
        let (level, shown) = (level.word(), path::display(path));
        match elsewhere {
            Some(site) => {
                let whom = partner.map_or(String::new(), |one| format!(" for partner {one}"));
                Beyond::child_site(format!(
                    "permission {id}: {level} on {shown:?} of child site {site}{whom}"
                ))
            }
            None if let Some(partner) = partner => Beyond {
                manage: kinds::PARTNER_GRANTS,
                folder: Some(self.folder(path).key),
                text: format!("{level} on {shown:?} for partner {partner}").into(),
            },
            None => Beyond {
                manage: kinds::GRANT.manage.unwrap_or_default(),
                folder: Some(self.folder(path).key),
                text: format!("permission {id}: {level} on {shown:?} for {whom}").into(),
            },
        }
    }

    /// None where it is nobody of this site.
    fn grantee(&self, whom: &Whom) -> Option<Grantee> {
        match whom {
            Whom::User(user) => self.users.get(user).copied().map(Grantee::User),
            Whom::Group(group) => self.groups.get(group).copied().map(Grantee::Group),
            Whom::Partner(id) => self.partners.get(id).map(|(key, _)| Grantee::Partner(*key)),
            Whom::AllOf(groups) => {
                let keys = groups.iter().map(|group| self.groups.get(group).copied());
                let mut keys: Vec<Key> = keys.collect::<Option<_>>()?;
                keys.sort_unstable();
                keys.dedup();
                Some(Grantee::AllOf(keys.into()))
            }
        }
    }

    fn behavior(&mut self, row: BehaviorRow) -> LiveBehavior {
        let folder = self.folder(&row.path);
        LiveBehavior {
            id: row.id,
            folder: folder.key,
            path: folder.name,
            kind: row.kind,
            name: row.name,
            description: row.description,
            recursive: row.recursive,
            disable_parent_folder_behavior: row.disable_parent_folder_behavior,
            value: row.value,
            managed: row.managed,
        }
    }

    fn named(&mut self, row: NamedRow) -> LiveNamed {
        let NamedRow { kind, id, name, attributes, updated } = row;
        let named = LiveNamed { kind, id, name, attributes, updated };
        if kind == NamedKind::SCHEDULE {
            self.schedules.insert(named.id, named.title());
        }
        named.add_to(self.names);
        named
    }

    fn automation(&mut self, row: AutomationRow) -> LiveAutomation {
        let AutomationRow { id, name, owner, schedule, attributes, last_modified } = row;
        // A user's id that no user bears: the owner was deleted. No id: the site owns it.
        let owner = match owner {
            None => LiveOwner::Site,
            Some(user) => {
                self.users.get(&user).map_or(LiveOwner::Gone(user), |k| LiveOwner::User(*k))
            }
        };
        let schedule = schedule.map(|id| self.schedules.get(&id).cloned().unwrap_or(by_id(id)));
        let last_run = None;
        LiveAutomation { id, name, owner, schedule, attributes, last_modified, last_run }
    }
}
