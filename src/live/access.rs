//! The live site as access sees it.

use super::{LiveSite, LiveUser};
use crate::access::{Account, Folder, Folders, Held, Offices, Opening, Renames, State, renamed};
use crate::model::kinds::FENCE;
use crate::model::{Grantee, Key, NamedKind, Names, SiteKey, Value, workspace};
use jiff::Timestamp;

impl LiveSite {
    /// Who administers the site, its groups and its child sites.
    pub fn offices(&self) -> Offices {
        let mut offices = Offices::default();
        for user in &self.users {
            for (attribute, value) in user.attributes.iter() {
                offices.set(user.key, attribute.name, value);
            }
        }
        for membership in self.memberships.iter().filter(|membership| membership.admin) {
            offices.appoint(membership.group, membership.user);
        }
        for grant in &self.child_grants {
            offices.give((grant.grantee.clone(), grant.site, grant.level));
        }
        offices
    }

    /// Accounts, memberships, grants and fences, under the names of a later state.
    pub fn access(
        &self,
        names: &Names,
        now: Timestamp,
        folders: &mut Folders,
        renames: &Renames,
    ) -> State {
        let mut state = State::new(now);
        for (attribute, value) in self.settings.iter() {
            state.set_site(attribute.name, value);
        }
        for user in &self.users {
            let key = renames.of_user(user.key);
            let mut account = account(user, names);
            account.partner = renames.of_partnership(account.partner);
            state.set_account(key, account);
            for (attribute, value) in user.attributes.iter() {
                state.set_root(key, attribute.name, value);
            }
            state.confine(key, |path| folders.add(&renames.of_folder(path)));
            if let Some(number) = self.workspace_administered_by(user) {
                let root = if self.is_own_workspace(number) {
                    Folder::ROOT
                } else {
                    folders.add(&workspace::files(number))
                };
                state.grant(Grantee::User(key), Held::opening(root, Opening::Workspace));
            }
        }
        for group in &self.groups {
            let key = renames.of_group(group.key);
            for (attribute, value) in group.attributes.iter() {
                state.set_group(key, attribute.name, value);
            }
        }
        for membership in &self.memberships {
            state.join(renames.of_user(membership.user), renames.of_group(membership.group));
        }
        let mut folder = |key: Key| folders.add(&renames.of_folder(names.key_text(key)));
        for known in &self.folders {
            folder(known.key);
        }
        for grant in &self.grants {
            let folder = folder(grant.folder);
            let held = Held::grant(folder, grant.level, grant.recursive);
            state.grant(renamed(&grant.grantee, renames), held);
        }
        for behavior in self.behaviors.iter().filter(|behavior| behavior.kind.name == FENCE) {
            state.fence(folder(behavior.folder));
        }
        for behavior in &self.behaviors {
            if let Some((whom, opening)) = Opening::of(behavior.kind.name, &behavior.value) {
                state.open(whom, Held::opening(folder(behavior.folder), opening));
            }
        }
        for grant in self.child_grants.iter().filter(|grant| grant.level.gives_files()) {
            let held = Held::child_site(grant.site, folders);
            state.grant(renamed(&grant.grantee, renames), held);
        }
        for key in &self.api_keys {
            let Some(told) = names.find_key(&SiteKey(&key.name).to_string()) else { continue };
            let shown = key.attributes.iter().map(|(attribute, value)| (attribute.name, value));
            let id = Some(key.id);
            let workspace = |of: &Value| self.confined_to(of);
            let folder = |path: &str| folders.add(&renames.of_folder(path));
            state.site_key(told, id, shown, workspace, folder);
        }
        for link in self.named.iter().filter(|named| named.kind == NamedKind::BUNDLE) {
            let Some(key) = names.find_key(&link.title()) else { continue };
            let shown = link.attributes.iter().map(|(attribute, value)| (attribute.name, value));
            let (key, id) = (renames.of_link(key), Some(link.id));
            state.link(key, id, shown, |path| folders.add(&renames.of_folder(path)));
        }
        state
    }
}

impl LiveSite {
    /// The folder outside of which what is of a workspace has nothing.
    pub fn confined_to(&self, workspace: &Value) -> Option<String> {
        let own = self.key.as_ref().and_then(|key| key.workspace).map(workspace::files);
        let number = |name: &str| self.workspace(name);
        workspace::confines(workspace, number).filter(|root| own.as_ref() != Some(root))
    }

    /// Whether what the site shows is of this workspace: the key at work is confined to it.
    fn is_own_workspace(&self, number: i64) -> bool {
        number != 0 && self.key.as_ref().is_some_and(|key| key.workspace == Some(number))
    }

    /// The number of the workspace that a user administers by the role.
    fn workspace_administered_by(&self, user: &LiveUser) -> Option<i64> {
        if !user.attributes.is_on("workspace_admin") {
            return None;
        }
        match user.attributes.get("workspace_id") {
            Value::Int(number) => Some(*number),
            Value::Reference(named) => self.workspace(&named.name),
            _ => None,
        }
    }
}

fn account(user: &LiveUser, names: &Names) -> Account {
    let mut account = Account::NEW;
    for (attribute, value) in user.attributes.iter() {
        account.set(attribute.name, value, names);
    }
    account
}
