//! Workspaces: what lies in another one is not this definition's to clear away, and one that goes
//! takes nothing along that the plan does not name.
//!
//! That the lists of the default workspace may hold what is of others is an assumption,
//! `lists-hold-all-workspaces`.

use super::{Address, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Attributes, LiveFolder};
use crate::model::kinds::Kind;
use crate::model::{Key, NamedKind, Referent, Undeclared, Value, kinds, path, workspace};
use crate::wording::counted;
use rustc_hash::FxHashSet;

/// At most so many of the things in a workspace are named.
const NAMED: usize = 8;

impl Diff<'_> {
    /// What lies in a workspace other than the default one goes by a statement of its own only.
    pub(super) fn spared(&self, of: &Attributes, fate: Undeclared) -> Undeclared {
        match confined_to(of) {
            None | Some(Value::Int(0)) => fate,
            Some(_) => fate.min(Undeclared::Report),
        }
    }

    /// What no statement can name goes by a line of `manage` that speaks of its kind.
    pub(super) fn spared_nameless(
        &self,
        kind: &'static Kind,
        of: &Attributes,
        fate: Undeclared,
    ) -> Undeclared {
        let is_meant = self.site.manage.speaks_of(kind.manage.unwrap_or(kind.many));
        if is_meant { fate } else { self.spared(of, fate) }
    }

    /// The same for what stands in a folder of a workspace that no file mentions.
    pub(super) fn spared_in_folder(&self, folder: Key, fate: Undeclared) -> Undeclared {
        let is_meant = self.site.folder(folder).is_some() || !self.is_of_workspace(folder);
        if is_meant { fate } else { fate.min(Undeclared::Report) }
    }

    pub(super) fn is_of_workspace(&self, folder: Key) -> bool {
        workspace::holds(self.names.key_text(folder))
    }

    /// With a workspace goes all that is in it.
    pub(super) fn removed_workspaces(&mut self) {
        let changes = self.result.changes.iter();
        let gone: Vec<&Address> = changes
            .filter(|change| change.operation == Operation::Delete)
            .map(|change| &change.address)
            .collect();
        let workspaces =
            gone.iter().filter(|address| address.kind().resource() == Some(&kinds::WORKSPACE));
        let workspaces: Vec<&str> = workspaces.filter_map(|address| address.name()).collect();
        if workspaces.is_empty() {
            return;
        }
        let gone: FxHashSet<&Address> = gone.iter().copied().collect();
        let mut findings = Vec::new();
        for workspace in workspaces {
            let inside = self.inside(workspace);
            let left = inside.iter().filter(|address| !gone.contains(address));
            let left: Vec<String> = left.map(Address::to_string).collect();
            let (named, more) = left.split_at(left.len().min(NAMED));
            let others = match (named, more.len()) {
                ([], _) => continue,
                ([only], 0) => only.clone(),
                ([all @ .., last], 0) => format!("{} and {last}", all.join(", ")),
                (all, more) => {
                    format!(
                        "{} and {}",
                        all.join(", "),
                        counted(more, "other thing", "other things")
                    )
                }
            };
            findings.push(
                Diagnostic::error(
                    codes::REMOVAL_EMPTIES_WORKSPACE,
                    format!("removing workspace `{workspace}` would take along {others}"),
                )
                .help("remove what is in it by statements of its own, so that the plan says who loses what"),
            );
        }
        self.result.findings.extend(findings);
    }

    /// What the site shows of a workspace.
    fn inside(&self, name: &str) -> Vec<Address> {
        let is_in = |of: &Attributes| match confined_to(of) {
            Some(Value::Reference(reference)) => {
                reference.to == Referent::WORKSPACE && *reference.name == *name
            }
            _ => false,
        };
        let text = |name| self.names.text(name).to_owned();
        let users = self.live.users.iter().filter(|user| is_in(&user.attributes));
        let users = users.map(|user| Address::User { user: text(user.name) });
        let groups = self.live.groups.iter().filter(|group| is_in(&group.attributes));
        let groups = groups.map(|group| Address::Group { group: text(group.name) });
        let automations = self.live.automations.iter().filter(|one| is_in(&one.attributes));
        let automations = automations.map(|one| Address::Automation {
            name: one.name.as_deref().unwrap_or_default().into(),
        });
        // What has no name goes with what it is of.
        let named = self.live.named.iter().filter(|one| !one.kind.is_row());
        let named = named.filter(|one| is_in(&one.attributes));
        let named =
            named.map(|one| Address::Named { resource: one.kind, name: one.title().into() });
        let keys = self.live.api_keys.iter().filter(|key| is_in(&key.attributes));
        let keys = keys.map(|key| Address::ApiKey { user: None, name: key.name.to_string() });
        let root = self.live.workspace(name).map(workspace::files);
        let is_below = |folder: &&LiveFolder| {
            let key = self.names.key_text(folder.key);
            root.as_ref().is_some_and(|root| key != root && path::is_within(key, root))
        };
        let folders = self.live.folders.iter().filter(is_below);
        let folders = folders.map(|folder| Address::Folder { path: text(folder.name) });
        users.chain(groups).chain(automations).chain(named).chain(keys).chain(folders).collect()
    }
}

fn confined_to(of: &Attributes) -> Option<&Value> {
    Some(of.get("workspace_id")).filter(|value| !value.is_unset())
}

/// Whether one of the kind goes by a statement of its own only.
pub(super) fn goes_by_name_only(kind: NamedKind) -> bool {
    *kind == kinds::WORKSPACE
}
