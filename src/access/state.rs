//! What access follows from, at one moment: accounts, memberships, grants, fences.

use super::account::{Account, Partnership, Protocols, Root, SWITCHES, ShutOut, Standing};
use super::atoms::Atoms;
use super::folders::{Folder, Folders, Tree};
use super::grantees::renamed;
use super::links::Link;
use super::openings::Opening;
use super::renames::Renames;
use crate::model::{
    Definition, Grantee, Key, Level, NamedKind, Names, SiteKey, Strangers, Value, child_site, path,
    workspace,
};
use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};

/// A grant, without who holds it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Held {
    pub folder: Folder,
    pub level: Level,
    pub recursive: bool,
    /// It is no grant on the folder.
    pub opening: Option<Opening>,
}

impl Held {
    pub fn grant(folder: Folder, level: Level, recursive: bool) -> Self {
        Held { folder, level, recursive, opening: None }
    }

    pub fn opening(folder: Folder, opening: Opening) -> Self {
        Held { folder, level: opening.level(), recursive: true, opening: Some(opening) }
    }

    /// What a site administrator of a child site has there.
    pub fn child_site(site: i64, folders: &mut Folders) -> Self {
        let folder = folders.add(&path::key(&child_site::files(site)));
        Held::opening(folder, Opening::ChildSite)
    }

    pub fn atoms(self) -> Atoms {
        self.opening.map_or_else(|| Atoms::of(self.level), Opening::atoms)
    }

    /// A Folder Admin's grant.
    pub fn administers(self) -> bool {
        self.level == Level::Admin && self.opening.is_none()
    }

    /// A Folder Admin's grant is not stopped by fences.
    pub fn passes_fences(self) -> bool {
        self.level == Level::Admin || self.opening.is_some()
    }
}

/// How a grant comes to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Via<'a> {
    /// It names the person.
    Own,
    Group(Key),
    /// It asks for membership in every one of these groups.
    AllOf(&'a [Key]),
    /// It is for all users of the partner.
    Partner(Key),
}

impl Via<'_> {
    /// The groups by which it comes to a user.
    pub fn groups(&self) -> &[Key] {
        match self {
            Via::Own | Via::Partner(_) => &[],
            Via::Group(group) => std::slice::from_ref(group),
            Via::AllOf(groups) => groups,
        }
    }

    /// Who holds the grant that comes to a user so.
    pub fn grantee(self, user: Key) -> Grantee {
        match self {
            Via::Own => Grantee::User(user),
            Via::Group(group) => Grantee::Group(group),
            Via::AllOf(groups) => Grantee::AllOf(groups.into()),
            Via::Partner(partner) => Grantee::Partner(partner),
        }
    }
}

/// A grant that somebody holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Way<'a> {
    pub via: Via<'a>,
    pub held: Held,
}

/// Two states that are compared have one [`Folders`].
#[derive(Debug, Clone)]
pub struct State {
    now: Timestamp,
    /// The site's `protocol_access_groups_only`: the accounts' own protocols do not count.
    groups_only: bool,
    /// What the site has switched off for everybody.
    closed: Protocols,
    accounts: FxHashMap<Key, Account>,
    /// Of those who have any.
    roots: FxHashMap<Key, Root>,
    /// To which folder somebody is confined by their root.
    confined: FxHashMap<Key, Folder>,
    group_protocols: FxHashMap<Key, Protocols>,
    /// Each group once; `members_of` knows what is new.
    groups_of: FxHashMap<Key, Vec<Key>>,
    members_of: FxHashMap<Key, FxHashSet<Key>>,
    /// The users of each partner.
    partner_users: FxHashMap<Key, FxHashSet<Key>>,
    grants: FxHashMap<Grantee, FxHashSet<Held>>,
    /// The sets of groups that grants ask for together, by the first of their groups.
    all_of: FxHashMap<Key, FxHashSet<Grantee>>,
    /// Share links and keys of the site, by the names under which they are told.
    links: FxHashMap<Key, Vec<Link>>,
    fences: FxHashSet<Folder>,
    /// Folders that do not lie where the tree has them, and what each lies in.
    elsewhere: FxHashMap<Folder, Folder>,
    /// Folders of the tree that are not there.
    absent: FxHashSet<Folder>,
}

impl State {
    /// Nobody and nothing. Accounts expire by the moment given.
    pub fn new(now: Timestamp) -> Self {
        State {
            now,
            groups_only: false,
            closed: Protocols::NONE,
            accounts: FxHashMap::default(),
            roots: FxHashMap::default(),
            confined: FxHashMap::default(),
            group_protocols: FxHashMap::default(),
            groups_of: FxHashMap::default(),
            members_of: FxHashMap::default(),
            partner_users: FxHashMap::default(),
            grants: FxHashMap::default(),
            all_of: FxHashMap::default(),
            links: FxHashMap::default(),
            fences: FxHashSet::default(),
            elsewhere: FxHashMap::default(),
            absent: FxHashSet::default(),
        }
    }

    /// What a definition says; what it leaves open is as the API makes new objects.
    pub fn of_definition(
        site: &Definition,
        names: &Names,
        now: Timestamp,
        folders: &mut Folders,
        renames: &Renames,
    ) -> Self {
        let mut state = State::ground_of(site, names, now, folders, renames);
        for setting in site.settings.iter() {
            state.set_site(setting.attribute.name, &setting.value);
        }
        for user in &site.users {
            let mut account = Account::NEW;
            let key = renames.of_user(user.key);
            for setting in user.attributes.iter() {
                account.set(setting.attribute.name, &setting.value, names);
                state.set_root(key, setting.attribute.name, &setting.value);
            }
            account.partner = renames.of_partnership(account.partner);
            state.set_account(key, account);
            state.confine(key, |path| folders.add(&renames.of_folder(path)));
        }
        for group in &site.groups {
            for setting in group.attributes.iter() {
                let key = renames.of_group(group.key);
                state.set_group(key, setting.attribute.name, &setting.value);
            }
        }
        for membership in &site.memberships {
            state.join(renames.of_user(membership.user), renames.of_group(membership.group));
        }
        state
    }

    /// The folders, grants and fences of a definition, without people.
    pub fn ground_of(
        site: &Definition,
        names: &Names,
        now: Timestamp,
        folders: &mut Folders,
        renames: &Renames,
    ) -> Self {
        let mut state = State::new(now);
        let folder =
            |key: Key, folders: &mut Folders| folders.add(&renames.of_folder(names.key_text(key)));
        for declared in &site.folders {
            folder(declared.key, folders);
        }
        for grant in &site.grants {
            let held = Held::grant(folder(grant.folder, folders), grant.level, grant.recursive);
            state.grant(renamed(&grant.grantee, renames), held);
        }
        for fence in site.behaviors.iter().filter(|behavior| behavior.is_fence()) {
            state.fence(folder(fence.folder, folders));
        }
        for behavior in &site.behaviors {
            if let Some((whom, opening)) = Opening::of(behavior.kind.name, &behavior.value) {
                state.open(whom, Held::opening(folder(behavior.folder, folders), opening));
            }
        }
        for child in &site.child_sites {
            for grant in child.grants.iter().filter(|grant| grant.level.gives_files()) {
                let held = Held::child_site(child.id, folders);
                state.grant(renamed(&grant.grantee, renames), held);
            }
        }
        for key in &site.api_keys {
            let Some(told) = names.find_key(&SiteKey(&key.name).to_string()) else { continue };
            let said = key.attributes.iter().map(|said| (said.attribute.name, &said.value));
            let workspace = |of: &Value| workspace::confines(of, |_| None);
            let folder = |path: &str| folders.add(&renames.of_folder(path));
            state.site_key(told, None, said, workspace, folder);
        }
        for link in site.named.iter().filter(|named| named.kind == NamedKind::BUNDLE) {
            let Some(key) = names.find_key(&link.name) else { continue };
            let said = link.attributes.iter().map(|said| (said.attribute.name, &said.value));
            state.link(renames.of_link(key), None, said, |path| {
                folders.add(&renames.of_folder(path))
            });
        }
        state
    }

    /// An attribute of the site, named as the API does.
    pub fn set_site(&mut self, name: &str, value: &Value) {
        if name == "protocol_access_groups_only" {
            self.groups_only = value.as_bool().unwrap_or(false);
        } else if let Some((_, protocol)) = SWITCHES.iter().find(|(switch, _)| *switch == name) {
            self.closed.set(protocol, value.as_bool() == Some(false));
        }
    }

    /// Whether who may sign in can follow from a setting of the site.
    pub fn depends_on_setting(name: &str) -> bool {
        name == "protocol_access_groups_only" || SWITCHES.iter().any(|(switch, _)| *switch == name)
    }

    /// The protocols that the site has switched off for everybody.
    pub fn closed_protocols(&self) -> Protocols {
        self.closed
    }

    pub fn set_account(&mut self, user: Key, account: Account) {
        let before = self.accounts.insert(user, account).map(|account| account.partner);
        self.leave_partner(user, before);
        if let Partnership::Of(partner) = account.partner {
            self.partner_users.entry(partner).or_default().insert(user);
        }
    }

    fn leave_partner(&mut self, user: Key, partner: Option<Partnership>) {
        if let Some(Partnership::Of(partner)) = partner
            && let Some(users) = self.partner_users.get_mut(&partner)
        {
            users.remove(&user);
        }
    }

    /// An attribute of an account that says where its files begin; others do not matter.
    pub fn set_root(&mut self, user: Key, name: &str, value: &Value) {
        if matches!(name, "user_root" | "filesystem_layout") {
            self.roots.entry(user).or_default().set(name, value);
        }
    }

    /// Once all is said of a root: what it comes to.
    pub fn confine(&mut self, user: Key, folder: impl FnOnce(&str) -> Folder) {
        match self.roots.get(&user).and_then(Root::confine) {
            Some(path) => {
                self.confined.insert(user, folder(path));
            }
            None => {
                self.confined.remove(&user);
            }
        }
    }

    /// The folder outside of which there is nothing for somebody.
    pub fn confined_to(&self, user: Key) -> Option<Folder> {
        self.confined.get(&user).copied()
    }

    /// An attribute of a group, named as the API does; a new group has no protocol.
    pub fn set_group(&mut self, group: Key, name: &str, value: &Value) {
        let before = self.group_protocols(group);
        let mut protocols = before;
        protocols.set(name, value.as_bool().unwrap_or(false));
        if protocols != before {
            self.group_protocols.insert(group, protocols);
        }
    }

    /// The account goes, and with it its memberships and grants.
    pub fn remove_account(&mut self, user: Key) {
        let account = self.accounts.remove(&user);
        self.leave_partner(user, account.map(|account| account.partner));
        self.roots.remove(&user);
        self.confined.remove(&user);
        for group in self.groups_of.remove(&user).unwrap_or_default() {
            self.members_of.entry(group).or_default().remove(&user);
        }
        self.grants.remove(&Grantee::User(user));
    }

    /// The group goes, and with it its memberships and grants.
    pub fn remove_group(&mut self, group: Key) {
        for user in self.members_of.remove(&group).unwrap_or_default() {
            self.groups_of.entry(user).or_default().retain(|other| *other != group);
        }
        self.group_protocols.remove(&group);
        self.grants.retain(|grantee, _| match grantee {
            Grantee::User(_) | Grantee::Partner(_) => true,
            Grantee::Group(known) => *known != group,
            Grantee::AllOf(groups) => !groups.contains(&group),
        });
    }

    /// The partner goes, and with it its users and grants.
    pub fn remove_partner(&mut self, partner: Key) {
        let users: Vec<Key> = self.partner_users(partner).collect();
        for user in users {
            self.remove_account(user);
        }
        self.grants.remove(&Grantee::Partner(partner));
    }

    pub fn join(&mut self, user: Key, group: Key) {
        if self.members_of.entry(group).or_default().insert(user) {
            self.groups_of.entry(user).or_default().push(group);
        }
    }

    pub fn leave(&mut self, user: Key, group: Key) {
        if self.members_of.entry(group).or_default().remove(&user) {
            self.groups_of.entry(user).or_default().retain(|other| *other != group);
        }
    }

    pub fn grant(&mut self, grantee: Grantee, held: Held) {
        if let Grantee::AllOf(groups) = &grantee
            && let Some(first) = groups.first()
        {
            self.all_of.entry(*first).or_default().insert(grantee.clone());
        }
        self.grants.entry(grantee).or_default().insert(held);
    }

    pub fn revoke(&mut self, grantee: &Grantee, held: Held) {
        if let Some(grants) = self.grants.get_mut(grantee) {
            grants.remove(&held);
        }
    }

    /// A folder setting lets in whom no grant names.
    pub fn open(&mut self, whom: Strangers, opening: Held) {
        self.grant(Grantee::User(whom.key()), opening);
    }

    /// Attributes of a share link, named as the API does; and its id, where the site has it.
    pub fn link<'v>(
        &mut self,
        link: Key,
        id: Option<i64>,
        attributes: impl Iterator<Item = (&'v str, &'v Value)>,
        mut folder: impl FnMut(&str) -> Folder,
    ) {
        self.shut_link(link);
        let alike = self.links.entry(link).or_default();
        let place = alike.iter().position(|known| known.id == id).unwrap_or_else(|| {
            alike.push(Link::with_id(id));
            alike.len() - 1
        });
        attributes.for_each(|(name, value)| alike[place].set(name, value, &mut folder));
        self.open_link(link);
    }

    /// An API key of the site itself, under the name by which it is told, with all its attributes;
    /// `workspace` says outside of which folder one of a workspace has nothing.
    pub fn site_key<'v>(
        &mut self,
        key: Key,
        id: Option<i64>,
        attributes: impl Iterator<Item = (&'v str, &'v Value)>,
        workspace: impl Fn(&Value) -> Option<String>,
        folder: impl FnMut(&str) -> Folder,
    ) {
        self.shut_link(key);
        let link = Link::of_key(key, id, attributes, workspace, folder);
        self.links.entry(key).or_default().push(link);
        self.open_link(key);
    }

    fn open_link(&mut self, link: Key) {
        let holder = Grantee::User(self.holder_of(link));
        self.opens(link).into_iter().for_each(|held| self.grant(holder.clone(), held));
    }

    /// Who has what a share link or a key opens.
    pub fn holder_of(&self, link: Key) -> Key {
        let known = self.links.get(&link).and_then(|alike| alike.first());
        known.map_or(Strangers::Outsiders.key(), Link::holder)
    }

    /// The API keys of the site itself.
    fn site_keys(&self) -> impl Iterator<Item = Key> {
        let first = self.links.values().filter_map(|alike| alike.first());
        first.filter(|link| link.is_key()).map(Link::holder)
    }

    /// Whether it is no account: an outsider, all accounts together, an API key of the site.
    pub fn is_no_account(&self, user: Key) -> bool {
        Strangers::of(user).is_some() || self.is_site_key(user)
    }

    fn is_site_key(&self, told: Key) -> bool {
        self.links.get(&told).is_some_and(|alike| alike.iter().any(Link::is_key))
    }

    /// Takes the one with an id away; without one, all of the name.
    pub fn remove_link(&mut self, link: Key, id: Option<i64>) {
        self.shut_link(link);
        let Some(alike) = self.links.get_mut(&link) else { return };
        alike.retain(|known| id.is_some() && known.id != id);
        if alike.is_empty() {
            self.links.remove(&link);
        } else {
            self.open_link(link);
        }
    }

    fn shut_link(&mut self, link: Key) {
        for held in self.opened_by(link) {
            self.revoke(&Grantee::User(self.holder_of(link)), held);
        }
    }

    /// What a share link opens by itself.
    fn opens(&self, link: Key) -> Vec<Held> {
        let alike = self.links.get(&link).into_iter().flatten();
        let opens = alike.flat_map(|known| known.opens(self.now));
        let held = |(folder, gives)| Held::opening(folder, Opening::Link { link, gives });
        opens.map(held).collect()
    }

    /// What a share link or a key opens to its holder.
    pub fn opened_by(&self, link: Key) -> Vec<Held> {
        let holder = Grantee::User(self.holder_of(link));
        let mut opens = self.opens(link);
        // What stood on a folder that went is gone.
        opens.retain(|held| self.has_grant(&holder, *held));
        opens
    }

    pub fn fence(&mut self, folder: Folder) {
        self.fences.insert(folder);
    }

    pub fn unfence(&mut self, folder: Folder) {
        self.fences.remove(&folder);
    }

    /// Folders that move later lie where they were, though the tree has them where they will be.
    pub fn lies_as_it_did(&mut self, tree: &Tree, renames: &Renames) {
        self.elsewhere = renames.moved(tree).into_iter().collect();
    }

    /// Folders that do not lie where the tree has them, and what each lies in.
    pub fn elsewhere(&self) -> &FxHashMap<Folder, Folder> {
        &self.elsewhere
    }

    /// Folders of the tree come later, or are gone by now.
    pub fn is_without(&mut self, folders: FxHashSet<Folder>) {
        self.absent = folders;
    }

    /// Whether a folder of the tree is there.
    pub fn is_there(&self, folder: Folder) -> bool {
        !self.absent.contains(&folder)
    }

    /// The moment by which accounts expire.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    pub fn users(&self) -> impl Iterator<Item = Key> {
        self.accounts.keys().copied()
    }

    /// The users, and those who get in without an account.
    pub fn everybody(&self) -> impl Iterator<Item = Key> {
        self.users().chain(Strangers::ALL.map(Strangers::key)).chain(self.site_keys())
    }

    /// Whoever gets in without an account is told as an account of which nothing is known.
    pub fn account(&self, user: Key) -> Option<Account> {
        let known = self.accounts.get(&user).copied();
        known.or_else(|| self.is_no_account(user).then_some(Account::NEW))
    }

    pub fn members(&self, group: Key) -> impl ExactSizeIterator<Item = Key> {
        static NOBODY: FxHashSet<Key> = FxHashSet::with_hasher(rustc_hash::FxBuildHasher);
        self.members_of.get(&group).unwrap_or(&NOBODY).iter().copied()
    }

    /// The users of a partner, in no order.
    pub fn partner_users(&self, partner: Key) -> impl Iterator<Item = Key> {
        self.partner_users.get(&partner).into_iter().flatten().copied()
    }

    /// Whether, and of which partner, somebody is a user.
    pub fn partnership(&self, user: Key) -> Partnership {
        self.accounts.get(&user).map_or(Partnership::None, |account| account.partner)
    }

    /// The groups of a user, in no order.
    pub fn groups(&self, user: Key) -> impl Iterator<Item = Key> {
        self.groups_of.get(&user).into_iter().flatten().copied()
    }

    pub fn is_member(&self, user: Key, group: Key) -> bool {
        self.groups_of.get(&user).is_some_and(|groups| groups.contains(&group))
    }

    pub fn fences(&self) -> &FxHashSet<Folder> {
        &self.fences
    }

    /// Every grant with who holds it, in no order.
    pub fn grants(&self) -> impl Iterator<Item = (&Grantee, Held)> {
        self.grants.iter().flat_map(|(grantee, held)| held.iter().map(move |held| (grantee, *held)))
    }

    /// What a grantee is granted, in no order.
    pub fn granted(&self, grantee: &Grantee) -> impl Iterator<Item = Held> {
        self.grants.get(grantee).into_iter().flatten().copied()
    }

    /// The sets of groups that begin with this one and that grants ask for together, in no order.
    pub fn together(&self, first: Key) -> impl Iterator<Item = &Grantee> {
        self.all_of.get(&first).into_iter().flatten()
    }

    /// Whether the accounts' own protocols do not count.
    pub fn own_protocols_are_moot(&self) -> bool {
        self.groups_only
    }

    /// Over which protocols a group lets its members sign in.
    pub fn group_protocols(&self, group: Key) -> Protocols {
        self.group_protocols.get(&group).copied().unwrap_or(Protocols::NONE)
    }

    pub fn has_grant(&self, grantee: &Grantee, held: Held) -> bool {
        self.grants.get(grantee).is_some_and(|grants| grants.contains(&held))
    }

    pub fn standing(&self, user: Key) -> Standing {
        if self.is_no_account(user) {
            return Standing::Ordinary;
        }
        match self.accounts.get(&user) {
            Some(account) => self.standing_as(user, *account, None),
            None => Standing::Absent,
        }
    }

    /// What an account would come to that were site administrator no longer.
    pub fn standing_without_role(&self, user: Key) -> Standing {
        let account = self.account(user).map(|known| Account { site_admin: false, ..known });
        account.map_or(Standing::Absent, |account| self.standing_as(user, account, None))
    }

    /// What an account would come to that were no member of a group.
    pub fn standing_without_group(&self, user: Key, group: Key) -> Standing {
        let account = self.account(user);
        account.map_or(Standing::Absent, |account| self.standing_as(user, account, Some(group)))
    }

    fn standing_as(&self, user: Key, account: Account, without: Option<Key>) -> Standing {
        if account.disabled {
            return Standing::ShutOut(ShutOut::Disabled);
        }
        if account.has_expired(self.now) {
            return Standing::ShutOut(ShutOut::Expired);
        }
        // Administrators cannot be denied the web, whatever their flags say.
        if account.site_admin {
            return Standing::Everything;
        }
        let own = account.protocols.without(self.closed);
        let by_itself = !self.groups_only && !own.is_none();
        let mut groups = self.groups(user).filter(|group| without != Some(*group));
        if !by_itself && !groups.any(|group| self.lets_in(group)) {
            return Standing::ShutOut(ShutOut::NoProtocol);
        }
        self.confined_to(user).map_or(Standing::Ordinary, Standing::Confined)
    }

    /// Whether the group gives its members a protocol to sign in over.
    fn lets_in(&self, group: Key) -> bool {
        !self.group_protocols(group).without(self.closed).is_none()
    }

    /// The groups without which the user could not sign in; none where the account can anyway.
    pub(super) fn groups_that_let_in(&self, user: Key) -> Vec<Key> {
        let own = self
            .account(user)
            .is_some_and(|account| !account.protocols.without(self.closed).is_none());
        if own && !self.groups_only {
            return Vec::new();
        }
        let mut groups: Vec<Key> = self.groups(user).filter(|group| self.lets_in(*group)).collect();
        groups.sort_unstable();
        groups
    }

    /// The people whom a grant to this is for.
    pub fn people_of(&self, grantee: &Grantee) -> FxHashSet<Key> {
        match grantee {
            Grantee::User(user) => FxHashSet::from_iter([*user]),
            Grantee::Group(group) => self.members(*group).collect(),
            Grantee::Partner(partner) => self.partner_users(*partner).collect(),
            Grantee::AllOf(all) => match all.split_first() {
                Some((first, rest)) => {
                    let in_rest =
                        |user: &Key| rest.iter().all(|group| self.is_member(*user, *group));
                    self.members(*first).filter(in_rest).collect()
                }
                None => FxHashSet::default(),
            },
        }
    }

    /// Every grant that a user holds, and how it comes to them; sorted.
    pub fn held_by(&self, user: Key) -> Vec<Way<'_>> {
        let mut ways = Vec::new();
        let mut add = |via, grants: Option<&FxHashSet<Held>>| {
            ways.extend(grants.into_iter().flatten().map(|held| Way { via, held: *held }));
        };
        match self.partnership(user) {
            Partnership::None => {}
            // Nothing else counts for them.
            Partnership::Of(partner) => {
                add(Via::Partner(partner), self.grants.get(&Grantee::Partner(partner)));
                ways.sort_unstable();
                return ways;
            }
            Partnership::Unknown => return ways,
        }
        add(Via::Own, self.grants.get(&Grantee::User(user)));
        for group in self.groups(user) {
            add(Via::Group(group), self.grants.get(&Grantee::Group(group)));
            for together in self.all_of.get(&group).into_iter().flatten() {
                let Grantee::AllOf(groups) = together else { continue };
                if groups.iter().all(|group| self.is_member(user, *group)) {
                    add(Via::AllOf(groups), self.grants.get(together));
                }
            }
        }
        ways.sort_unstable();
        ways
    }
}
