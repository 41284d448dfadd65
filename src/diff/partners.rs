//! Partners that go: their users go with them.

use super::{AccessPart, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::model::kinds;
use crate::wording::listed;
use rustc_hash::{FxHashMap, FxHashSet};

impl Diff<'_> {
    pub(super) fn partners(&mut self) {
        let changes = &self.result.changes;
        let removed = changes.iter().filter(|change| change.operation == Operation::Delete);
        let removed: Vec<&str> = removed
            .filter_map(|change| match change.address.access_part() {
                AccessPart::Partner(partner) => Some(partner),
                _ => None,
            })
            .collect();
        if removed.is_empty() {
            return;
        }
        let partner = Field::attribute(&kinds::USER, "partner_id");
        // Who goes by himself, or is the partner's user no longer.
        let leaves = changes.iter().filter(|change| {
            change.operation == Operation::Delete || change.assignment(partner).is_some()
        });
        let leaves: FxHashSet<&str> = leaves.filter_map(|change| change.address.user()).collect();
        let mut of_partner: FxHashMap<&str, Vec<(&str, bool)>> = FxHashMap::default();
        for live in &self.live.users {
            let key = self.matching.user_key(live.key);
            let declared = self.site.user(key);
            let name = self.names.text(declared.map_or(live.name, |user| user.name));
            let partner = live.attributes.get("partner_id").as_reference();
            if let Some(partner) = partner.filter(|_| !leaves.contains(name)) {
                of_partner.entry(&*partner.name).or_default().push((name, declared.is_some()));
            }
        }
        let mut findings = Vec::new();
        for partner in removed {
            let Some(users) = of_partner.get(partner) else { continue };
            let names: Vec<&str> = users.iter().map(|(name, _)| *name).collect();
            let message =
                format!("removing partner `{partner}` removes its users, too: {}", listed(&names));
            let declared = users.iter().any(|(_, declared)| *declared);
            findings.push(if declared {
                Diagnostic::error(codes::PARTNER_TAKES_USERS, message)
                    .help("declare them with `partner #null` to keep them, or delete their nodes")
            } else {
                Diagnostic::warning(codes::PARTNER_TAKES_USERS, message)
                    .help("to keep one, declare it with `partner #null`")
            });
        }
        self.result.findings.extend(findings);
    }
}
