//! What a definition means, on plain worlds: what it gives by itself, what it does to a site that
//! has more, and which facts of that site it does not account for. Nothing here is the compiler's.

use super::case::{Base, Case};
use super::manage::{Fate, Line, Told, fate};
use crate::safety::said::{Part, Said};
use crate::safety::world::{
    AS_MADE, Grant, Holder, Id, PROTOCOLS, Pair, ROOT, User, World, user_named,
};
use std::collections::{BTreeMap, BTreeSet};

/// The live site with all that the definition says. What it says nothing of is there still.
pub fn stated(pair: &Pair, said: &Said) -> World {
    let Pair { live, desired, .. } = pair;
    let mut world = desired.clone();
    if !said.has(&Part::ProtocolsByGroupsOnly) {
        world.protocols_by_groups_only = live.protocols_by_groups_only;
    }
    if !said.has(&Part::GrantsToGroupsOnly) {
        world.grants_to_groups_only = live.grants_to_groups_only;
    }
    for (id, was) in live.users.iter().enumerate() {
        world.users[id] = match (was.exists, desired.users[id].exists) {
            (_, false) => was.clone(),
            (true, true) => user_over(was, desired, said, id),
            (false, true) => user_over(&user_named(""), desired, said, id),
        };
    }
    for (id, was) in live.groups.iter().enumerate() {
        if !desired.groups[id].exists {
            world.groups[id] = was.clone();
        } else if !said.has(&Part::GroupProtocols(id)) {
            world.groups[id].protocols = if was.exists { was.protocols } else { 0 };
        }
    }
    for (id, was) in live.folders.iter().enumerate() {
        if !desired.folders[id].exists {
            world.folders[id] = was.clone();
        } else if !said.has(&Part::Fence(id)) {
            world.folders[id].fence = was.exists && was.fence;
        }
    }
    for (id, was) in live.automations.iter().enumerate() {
        if !desired.automations[id].exists {
            world.automations[id] = was.clone();
        }
    }
    world.members = members_over(pair, said).into();
    let undeclared = |grant: &&Grant| !speaks_of_grants(desired, said, grant);
    let stay = live.grants.iter().filter(undeclared);
    let given = desired.grants.iter().filter(|grant| speaks_of_grants(desired, said, grant));
    world.grants = stay.chain(given).cloned().collect::<BTreeSet<Grant>>().into();
    world
}

/// A user as it is to be, where that is said, and else as it was.
fn user_over(was: &User, desired: &World, said: &Said, id: Id) -> User {
    let mut user = desired.users[id].clone();
    if !said.has(&Part::Role(id)) {
        // A bot is never an administrator.
        user.admin = was.admin && !user.bot;
    }
    if !said.has(&Part::Disabled(id)) {
        user.disabled = was.disabled;
    }
    if !said.has(&Part::Until(id)) {
        user.expired = was.expired;
    }
    if !said.has(&Part::Protocols(id)) {
        user.protocols = was.protocols;
    }
    user
}

/// Exact where a side lists its members or groups.
fn members_over(pair: &Pair, said: &Said) -> BTreeMap<(Id, Id), bool> {
    let Pair { live, desired, .. } = pair;
    let of_group = |group: Id| desired.groups[group].exists && said.has(&Part::Members(group));
    let of_user = |user: Id| desired.users[user].exists && said.has(&Part::Groups(user));
    let mut members = BTreeMap::new();
    for (pair, admin) in live.members.iter() {
        if !of_group(pair.0) && !of_user(pair.1) {
            members.insert(*pair, *admin);
        }
    }
    for (pair, admin) in desired.members.iter().filter(|(pair, _)| is_said(said, pair)) {
        let was = live.members.get(pair).copied().unwrap_or(false);
        members.insert(*pair, if said.has(&Part::Members(pair.0)) { *admin } else { was });
    }
    members
}

/// Whether a membership that is to be is said, by either side.
fn is_said(said: &Said, (group, user): &(Id, Id)) -> bool {
    said.has(&Part::Members(*group)) || said.has(&Part::Groups(*user))
}

/// Whether it is said what the grant's holder has on its folder.
fn speaks_of_grants(desired: &World, said: &Said, grant: &Grant) -> bool {
    let there = desired.folders[grant.folder].exists && desired.has_holder(&grant.holder);
    there && said.has(&grant.part())
}

/// What Files.com would have if it were made from the definition alone.
pub fn alone(pair: &Pair, said: &Said) -> World {
    let mut world = pair.desired.clone();
    world.protocols_by_groups_only &= said.has(&Part::ProtocolsByGroupsOnly);
    world.grants_to_groups_only &= said.has(&Part::GrantsToGroupsOnly);
    for id in (0..world.users.len()).filter(|id| pair.desired.users[*id].exists) {
        world.users[id] = user_over(&user_named(""), &pair.desired, said, id);
    }
    for id in 0..world.groups.len() {
        if !said.has(&Part::GroupProtocols(id)) {
            world.groups[id].protocols = 0;
        }
    }
    for id in 0..world.folders.len() {
        world.folders[id].fence &= said.has(&Part::Fence(id));
    }
    world.members.retain(|pair, admin| {
        *admin &= said.has(&Part::Members(pair.0));
        is_said(said, pair)
    });
    world.grants.retain(|grant| said.has(&grant.part()));
    world
}

/// Something that a site has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    ProtocolsByGroupsOnly,
    GrantsToGroupsOnly,
    User(Id),
    Group(Id),
    Folder(Id),
    Automation(Id),
    Membership(Id, Id),
    GroupAdmin(Id, Id),
    Role(Id),
    Disabled(Id),
    Until(Id),
    /// Whether the protocol may be used, which is not as for a new account.
    Protocol(Id, usize),
    GroupProtocol(Id, usize),
    Grant(Grant),
    Fence(Id),
}

impl Fact {
    /// Takes it away.
    fn undo(&self, world: &mut World) {
        match self {
            Fact::ProtocolsByGroupsOnly => world.protocols_by_groups_only = false,
            Fact::GrantsToGroupsOnly => world.grants_to_groups_only = false,
            Fact::User(id) => world.remove_user(*id),
            Fact::Group(id) => world.remove_group(*id),
            Fact::Folder(id) => world.remove_folder(*id),
            Fact::Automation(id) => world.automations[*id].exists = false,
            Fact::Membership(group, user) => drop(world.members.remove(&(*group, *user))),
            Fact::GroupAdmin(group, user) => {
                if let Some(admin) = world.members.get_mut(&(*group, *user)) {
                    *admin = false;
                }
            }
            Fact::Role(id) => world.users[*id].admin = false,
            Fact::Disabled(id) => world.users[*id].disabled = false,
            Fact::Until(id) => world.users[*id].expired = false,
            Fact::Protocol(id, at) => world.users[*id].protocols ^= 1 << at,
            Fact::GroupProtocol(id, at) => world.groups[*id].protocols ^= 1 << at,
            Fact::Grant(grant) => drop(world.grants.remove(grant)),
            Fact::Fence(id) => world.folders[*id].fence = false,
        }
    }

    /// What is told as one: values of an object that one line of `manage` is for.
    fn told_with(&self) -> Fact {
        match self {
            Fact::GrantsToGroupsOnly => Fact::ProtocolsByGroupsOnly,
            Fact::Until(id) | Fact::Protocol(id, _) => Fact::Disabled(*id),
            Fact::GroupProtocol(id, _) => Fact::GroupProtocol(*id, 0),
            other => other.clone(),
        }
    }
}

impl Base {
    /// Whether the definition said this, as it was.
    fn says(&self, fact: &Fact) -> bool {
        let Base { pair: Pair { desired, .. }, said } = self;
        let user = |id: &Id, part: fn(Id) -> Part| {
            Some(&desired.users[*id]).filter(|user| user.exists && said.has(&part(*id)))
        };
        match fact {
            Fact::ProtocolsByGroupsOnly => {
                desired.protocols_by_groups_only && said.has(&Part::ProtocolsByGroupsOnly)
            }
            Fact::GrantsToGroupsOnly => {
                desired.grants_to_groups_only && said.has(&Part::GrantsToGroupsOnly)
            }
            Fact::User(id) => desired.users[*id].exists,
            Fact::Group(id) => desired.groups[*id].exists,
            Fact::Folder(id) => desired.folders[*id].exists && said.has(&Part::Folder(*id)),
            Fact::Automation(id) => desired.automations[*id].exists,
            Fact::Membership(group, user) => {
                let pair = (*group, *user);
                desired.members.contains_key(&pair) && is_said(said, &pair)
            }
            Fact::GroupAdmin(group, user) => {
                let admin = desired.members.get(&(*group, *user)) == Some(&true);
                admin && said.has(&Part::Members(*group))
            }
            Fact::Role(id) => user(id, Part::Role).is_some_and(|user| user.admin),
            Fact::Disabled(id) => user(id, Part::Disabled).is_some_and(|user| user.disabled),
            Fact::Until(id) => user(id, Part::Until).is_some_and(|user| user.expired),
            Fact::Protocol(id, at) => user(id, Part::Protocols)
                .is_some_and(|user| (user.protocols ^ AS_MADE) >> at & 1 == 1),
            Fact::GroupProtocol(id, at) => {
                let group = &desired.groups[*id];
                let there = group.exists && said.has(&Part::GroupProtocols(*id));
                there && group.protocols >> at & 1 == 1
            }
            Fact::Grant(grant) => desired.grants.contains(grant) && said.has(&grant.part()),
            Fact::Fence(id) => {
                let folder = &desired.folders[*id];
                folder.exists && folder.fence && said.has(&Part::Fence(*id))
            }
        }
    }
}

/// What a case comes to.
pub struct Meaning {
    /// With all that is said, and nothing taken away that is not said.
    pub stated: World,
    /// What the plan leads to.
    pub end: World,
    /// What would be left without what is reported.
    pub exact: World,
    /// The same, but for the folders: that there is one gives nobody access, and what stands on
    /// it is reported by itself, or kept.
    pub given: World,
    /// What the definition means by itself.
    pub alone: World,
    pub reported: Vec<Fact>,
    /// How many things are reported, and how many are kept, as they are told.
    pub told: usize,
    pub kept: usize,
}

impl Meaning {
    pub fn of(case: &Case) -> Self {
        let stated = stated(&case.pair, &case.said);
        let alone = alone(&case.pair, &case.said);
        let found = Open { case, stated: &stated, alone: &alone }.facts();
        let with = |fate: Fate| -> Vec<Fact> {
            found.iter().filter(|(_, of)| *of == fate).map(|(fact, _)| fact.clone()).collect()
        };
        let (mut end, reported) = (stated.clone(), with(Fate::Report));
        for fact in with(Fate::Remove) {
            fact.undo(&mut end);
        }
        let (mut exact, mut given) = (end.clone(), end.clone());
        for fact in &reported {
            fact.undo(&mut exact);
            if !matches!(fact, Fact::Folder(_)) {
                fact.undo(&mut given);
            }
        }
        let open = Open { case, stated: &stated, alone: &alone };
        let (told, kept) = (open.count(&reported), open.count(&with(Fate::Keep)));
        Meaning { stated, end, exact, given, alone, reported, told, kept }
    }
}

/// What of a site a definition does not say.
struct Open<'a> {
    case: &'a Case,
    stated: &'a World,
    alone: &'a World,
}

impl Open<'_> {
    fn facts(&self) -> Vec<(Fact, Fate)> {
        let Open { stated, alone, .. } = *self;
        let mut all = Vec::new();
        let mut add = |fact: Fact, of: &str, told: Told<'_>| {
            let fate = self.decided(&fact, of, told);
            all.push((fact, fate));
        };
        let nothing = Told::Nothing;
        if stated.protocols_by_groups_only && !alone.protocols_by_groups_only {
            add(Fact::ProtocolsByGroupsOnly, "settings", nothing);
        }
        if stated.grants_to_groups_only && !alone.grants_to_groups_only {
            add(Fact::GrantsToGroupsOnly, "settings", nothing);
        }
        for (id, user) in stated.users.iter().enumerate().filter(|(_, user)| user.exists) {
            let meant = &alone.users[id];
            if !meant.exists {
                add(Fact::User(id), "users", Told::Name(&user.name));
                continue;
            }
            if user.admin && !meant.admin {
                add(Fact::Role(id), "roles", nothing);
            }
            if user.disabled && !meant.disabled {
                add(Fact::Disabled(id), "sign-in", nothing);
            }
            if user.expired && !meant.expired {
                add(Fact::Until(id), "sign-in", nothing);
            }
            for at in bits(user.protocols ^ meant.protocols) {
                add(Fact::Protocol(id, at), "sign-in", nothing);
            }
        }
        for (id, group) in stated.groups.iter().enumerate().filter(|(_, group)| group.exists) {
            if !alone.groups[id].exists {
                add(Fact::Group(id), "groups", Told::Name(&group.name));
                continue;
            }
            for at in bits(group.protocols ^ alone.groups[id].protocols) {
                add(Fact::GroupProtocol(id, at), "sign-in", nothing);
            }
        }
        for (id, automation) in stated.automations.iter().enumerate() {
            if automation.exists && !alone.automations[id].exists {
                add(Fact::Automation(id), "automations", nothing);
            }
        }
        all.extend(self.of_members());
        all.extend(self.of_folders());
        all
    }

    /// What nobody mentions is told as a whole, with all that belongs to it.
    fn of_members(&self) -> Vec<(Fact, Fate)> {
        let Open { stated, alone, .. } = *self;
        let mut all = Vec::new();
        for ((group, user), admin) in stated.members.iter() {
            let fact = match alone.members.get(&(*group, *user)) {
                Some(said) if *admin && !said => Fact::GroupAdmin(*group, *user),
                Some(_) => continue,
                None => Fact::Membership(*group, *user),
            };
            let there = alone.users[*user].exists || self.fate_of_user(*user) == Fate::Keep;
            if alone.groups[*group].exists && there {
                let fate = self.decided(&fact, "memberships", Told::Nothing);
                all.push((fact, fate));
            }
        }
        all
    }

    fn of_folders(&self) -> Vec<(Fact, Fate)> {
        let Open { stated, alone, .. } = *self;
        let mut all = Vec::new();
        let mut add = |fact: Fact, of: &str, folder: Id| {
            let fate = self.decided(&fact, of, Told::Place(folder));
            all.push((fact, fate));
        };
        for grant in stated.grants.iter().filter(|grant| !alone.grants.contains(grant)) {
            let holder_goes = match &grant.holder {
                Holder::Partner(_) => false,
                Holder::User(user) => self.user_goes(*user),
                Holder::Group(group) => self.group_goes(*group),
                Holder::AllOf(groups) => groups.iter().any(|group| self.group_goes(*group)),
            };
            if !holder_goes && !self.folder_goes(grant.folder) {
                add(Fact::Grant(grant.clone()), "grants", grant.folder);
            }
        }
        for (id, folder) in stated.folders.iter().enumerate().filter(|(_, folder)| folder.exists) {
            if folder.fence && !alone.folders[id].fence && !self.folder_goes(id) {
                add(Fact::Fence(id), "behaviors", id);
            }
        }
        let undeclared = (1..stated.folders.len()).filter(|id| self.is_undeclared_folder(*id));
        all.extend(undeclared.map(|id| (Fact::Folder(id), self.fate_of_folder(id))));
        all
    }

    fn decided(&self, fact: &Fact, of: &str, told: Told<'_>) -> Fate {
        let Case { manage, base, .. } = self.case;
        if base.as_ref().is_some_and(|base| base.says(fact)) {
            Fate::Remove
        } else {
            fate(manage, of, told, self.stated)
        }
    }

    fn fate_of_user(&self, id: Id) -> Fate {
        self.decided(&Fact::User(id), "users", Told::Name(&self.stated.users[id].name))
    }

    fn is_undeclared_folder(&self, id: Id) -> bool {
        self.stated.folders[id].exists && !self.alone.folders[id].exists
    }

    /// A folder goes no further than what lies in it.
    fn fate_of_folder(&self, id: Id) -> Fate {
        let inside = (1..self.stated.folders.len())
            .filter(|at| self.is_undeclared_folder(*at) && self.stated.is_within(*at, id));
        let own = |at: Id| self.decided(&Fact::Folder(at), "folders", Told::Place(at));
        inside.map(own).min().expect("itself")
    }

    fn user_goes(&self, id: Id) -> bool {
        !self.alone.users[id].exists && self.fate_of_user(id) == Fate::Remove
    }

    fn group_goes(&self, id: Id) -> bool {
        let name = Told::Name(&self.stated.groups[id].name);
        let fate = || self.decided(&Fact::Group(id), "groups", name);
        !self.alone.groups[id].exists && fate() == Fate::Remove
    }

    fn folder_goes(&self, id: Id) -> bool {
        self.is_undeclared_folder(id) && self.fate_of_folder(id) == Fate::Remove
    }

    /// Folders in one another are told as one.
    fn count(&self, facts: &[Fact]) -> usize {
        let is_told = |fact: &&Fact| match fact {
            Fact::Folder(id) => {
                let above = self.stated.folders[*id].parent;
                above == ROOT
                    || !self.is_undeclared_folder(above)
                    || self.fate_of_folder(above) != self.fate_of_folder(*id)
            }
            _ => true,
        };
        facts.iter().filter(is_told).map(Fact::told_with).collect::<BTreeSet<Fact>>().len()
    }
}

fn bits(of: u8) -> impl Iterator<Item = usize> {
    (0..PROTOCOLS.len()).filter(move |at| of >> at & 1 == 1)
}

/// Whether a line can take something away.
pub fn removes(lines: &[Line]) -> bool {
    lines.iter().any(|line| line.fate == Fate::Remove)
}
