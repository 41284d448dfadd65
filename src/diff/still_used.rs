//! What goes while something that stays on the site speaks of it.

use super::{Address, AddressKind, Change, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::Attributes;
use crate::model::{Attribute, Kind, Reference, Referent, Value};
use crate::wording::counted;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// By what it is, and by the key of its name.
type Named = (Referent, String);

/// What goes, and all that speaks of it.
struct Gone<'c> {
    /// What each is to those who read the plan, and what uses it.
    by_name: FxHashMap<Named, (&'c Address, Vec<Address>)>,
    /// Whatever goes uses nothing any more.
    ids: FxHashSet<(AddressKind, i64)>,
    /// Of what is changed.
    changes: FxHashMap<(AddressKind, Option<i64>), Vec<&'c Change>>,
}

/// Something on the site that may speak of others.
struct Holder {
    kind: AddressKind,
    /// None: the site itself.
    id: Option<i64>,
}

impl Diff<'_> {
    pub(super) fn still_used(&mut self) {
        let mut gone = Gone::of(&self.result.changes);
        if gone.by_name.is_empty() {
            return;
        }
        self.users_of_what_goes(&mut gone);
        let used: BTreeMap<&Address, Vec<Address>> = gone.by_name.into_values().collect();
        let findings = used.into_iter().filter_map(|(address, by)| {
            let (first, more) = by.split_first()?;
            let others = match more.len() {
                0 => String::new(),
                more => format!(" and {}", counted(more, "other thing", "other things")),
            };
            let message = format!("removing {address} leaves {first}{others} without it");
            Some(
                Diagnostic::error(codes::REMOVAL_STILL_USED, message)
                    .help("keep it, or declare what uses it without it, or remove that as well"),
            )
        });
        let findings: Vec<Diagnostic> = findings.collect();
        self.result.findings.extend(findings);
    }

    fn users_of_what_goes(&self, gone: &mut Gone<'_>) {
        let text = |name| self.names.text(name).to_owned();
        let site = Holder { kind: AddressKind::Site, id: None };
        gone.of_attributes(&site, None, &self.live.settings, || Address::Site);
        for user in &self.live.users {
            let holder = Holder { kind: AddressKind::User, id: Some(user.id) };
            let address = || Address::User { user: text(user.name) };
            gone.of_attributes(&holder, None, &user.attributes, address);
        }
        for group in &self.live.groups {
            let holder = Holder { kind: AddressKind::Group, id: Some(group.id) };
            let address = || Address::Group { group: text(group.name) };
            gone.of_attributes(&holder, None, &group.attributes, address);
        }
        for key in &self.live.api_keys {
            let holder = Holder { kind: AddressKind::ApiKey, id: Some(key.id) };
            let address = || Address::ApiKey { user: None, name: key.name.to_string() };
            gone.of_attributes(&holder, None, &key.attributes, address);
        }
        for automation in &self.live.automations {
            let holder = Holder { kind: AddressKind::Automation, id: Some(automation.id) };
            let name = automation.name.as_deref().unwrap_or_default();
            let address = || Address::Automation { name: name.to_owned() };
            gone.of_attributes(&holder, None, &automation.attributes, address);
            if let Some(schedule) = &automation.schedule {
                let name = schedule.clone();
                gone.note(&holder, &Reference { to: Referent::SCHEDULE, name }, &address);
            }
        }
        for named in &self.live.named {
            let holder = Holder { kind: AddressKind::Named(named.kind), id: Some(named.id) };
            let address =
                || Address::Named { resource: named.kind, name: named.title().to_string() };
            gone.of_attributes(&holder, Some(named.kind.kind()), &named.attributes, address);
        }
        for behavior in &self.live.behaviors {
            if self.folder_goes(self.matching.folder_key(behavior.folder)) {
                continue;
            }
            let holder = Holder { kind: AddressKind::Behavior, id: Some(behavior.id) };
            let address = || Address::Behavior {
                path: self.path(self.matching.folder_key(behavior.folder)),
                behavior: behavior.kind.name.to_owned(),
                name: behavior.name.as_deref().map(str::to_owned),
            };
            behavior.value.references(&mut |to| gone.note(&holder, to, &address));
        }
    }
}

impl<'c> Gone<'c> {
    fn of(changes: &'c [Change]) -> Self {
        let (mut by_name, mut ids) = (FxHashMap::default(), FxHashSet::default());
        let mut of_what: FxHashMap<_, Vec<&Change>> = FxHashMap::default();
        for change in changes {
            let address = &change.address;
            if change.operation != Operation::Delete {
                of_what.entry((address.kind(), change.id)).or_default().push(change);
                continue;
            }
            ids.extend(change.id.map(|id| (address.kind(), id)));
            if let Some((to, name)) =
                address.referent().filter(|(to, _)| !SAID_ELSEWHERE.contains(to))
            {
                by_name.insert((to, to.name_key(name).into_owned()), (address, Vec::new()));
            }
        }
        Gone { by_name, ids, changes: of_what }
    }

    fn of_attributes(
        &mut self,
        holder: &Holder,
        kind: Option<&Kind>,
        attributes: &Attributes,
        address: impl Fn() -> Address,
    ) {
        // What is of another object goes with it.
        let row = kind.and_then(|kind| kind.table).map_or(&[][..], |table| table.row);
        let uses =
            |attribute: &Attribute| !row.contains(&attribute.name) && !ends_by_itself(attribute);
        for (_, value) in attributes.iter().filter(|(attribute, _)| uses(attribute)) {
            value.references(&mut |to| self.note(holder, to, &address));
        }
    }

    /// Adds what uses something that goes, unless it goes itself or stops using it.
    fn note(&mut self, holder: &Holder, to: &Reference, address: &impl Fn() -> Address) {
        let key = (to.to, to.to.name_key(&to.name).into_owned());
        let Some((_, by)) = self.by_name.get_mut(&key) else { return };
        let goes = |id| self.ids.contains(&(holder.kind, id));
        let changes = self.changes.get(&(holder.kind, holder.id)).into_iter().flatten();
        let mut set = changes.flat_map(|change| &change.set);
        if holder.id.is_some_and(goes)
            || set.any(|set| speaks_of(&set.before, to) && !speaks_of(&set.after, to))
        {
            return;
        }
        let address = address();
        if by.last() != Some(&address) {
            by.push(address);
        }
    }
}

/// Of these there are findings of their own.
const SAID_ELSEWHERE: [Referent; 3] = [Referent::USER, Referent::WORKSPACE, Referent::PARTNER];

/// Whose something is; and a group of the user's that ends with the others.
fn ends_by_itself(attribute: &Attribute) -> bool {
    matches!(attribute.name, "user_id" | "primary_group_id")
}

fn speaks_of(value: &Value, of: &Reference) -> bool {
    let mut found = false;
    value.references(&mut |one| found |= one == of);
    // An automation's schedule is a text.
    found || (of.to == Referent::SCHEDULE && value.as_text() == Some(&of.name))
}
