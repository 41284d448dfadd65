//! Workspaces: what lies in another one is not this definition's to clear away, and one that goes
//! takes nothing along that the plan does not name.
//!
//! That the lists of the default workspace may hold what is of others is an assumption,
//! `lists-hold-all-workspaces`.

use super::{Address, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::Attributes;
use crate::model::{NamedKind, Referent, Undeclared, Value, kinds};
use crate::wording::counted;
use rustc_hash::FxHashSet;

impl Diff<'_> {
    /// What lies in a workspace other than the default one goes by a statement of its own only.
    pub(super) fn spared(&self, of: &Attributes, fate: Undeclared) -> Undeclared {
        match workspace(of) {
            None | Some(Value::Int(0)) => fate,
            Some(_) => fate.min(Undeclared::Report),
        }
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
            let mut left = inside.iter().filter(|address| !gone.contains(address));
            let Some(first) = left.next() else { continue };
            let others = match left.count() {
                0 => String::new(),
                more => format!(" and {}", counted(more, "other thing", "other things")),
            };
            findings.push(
                Diagnostic::error(
                    codes::REMOVAL_EMPTIES_WORKSPACE,
                    format!("removing workspace `{workspace}` would take along {first}{others}"),
                )
                .help("remove what is in it by statements of its own, so that the plan says who loses what"),
            );
        }
        self.result.findings.extend(findings);
    }

    /// What the site shows of a workspace.
    fn inside(&self, name: &str) -> Vec<Address> {
        let is_in = |of: &Attributes| match workspace(of) {
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
        let named = self.live.named.iter().filter(|one| is_in(&one.attributes));
        let named =
            named.map(|one| Address::Named { resource: one.kind, name: one.title().into() });
        users.chain(groups).chain(automations).chain(named).collect()
    }
}

fn workspace(of: &Attributes) -> Option<&Value> {
    Some(of.get("workspace_id")).filter(|value| !value.is_unset())
}

/// Whether one of the kind goes by a statement of its own only.
pub(super) fn goes_by_name_only(kind: NamedKind) -> bool {
    *kind == kinds::WORKSPACE
}
