//! Definition and live site to changes, in named steps: match, compare, leave alone.
//!
//! In: the model and the live site, their names in one table. Out: changes as data, what is
//! live but undeclared, and what only the difference shows to be wrong. It orders nothing.

mod accounts;
mod action;
mod address;
mod api_keys;
mod automations;
mod base;
mod change;
mod child_sites;
mod clock;
mod compare;
mod field;
mod findings;
mod folders;
mod grants;
mod ident;
mod kind;
mod leads_nowhere;
mod left_at_former_paths;
mod leftovers;
mod matching;
mod named;
mod no_longer_said;
mod odd;
mod operation;
mod owner;
mod partners;
mod refused;
mod removals;
mod secrets;
mod shared;
mod ssh_keys;
mod still_used;
mod subject;
mod spelled_otherwise;
mod suspected_renames;
mod unsaid;
mod was;
mod workspaces;

pub use action::{Action, Edit, FolderEdit, Permission, Presence};
pub use address::{Address, Impossible};
pub use base::{Base, changed_since};
pub use change::{Assignment, BRIDGE, Change, Origin, WrittenAssignment, known_by_name, read_set};
pub use clock::{by_the_clock, until_then};
pub use field::Field;
pub use ident::{Ident, named_holder};
pub use kind::{AccessPart, AddressKind, Belonging, ChildSiteGrant, FolderGrant, Whole};
pub use operation::Operation;
pub use owner::{OwnerName, OwnerReason};
pub use subject::Subject;
pub use unsaid::{Holder, Unsaid};

use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::LiveSite;
use crate::model::{Definition, Key, Names, Undeclared, kinds};
use crate::source::{Sources, Span};
use jiff::Timestamp;
use matching::Matching;
use removals::Removals;
use rustc_hash::FxHashMap;
use unsaid::Valued;

/// What separates a live site from its definition.
#[derive(Debug, Default)]
pub struct Difference {
    /// Sorted by address.
    pub changes: Vec<Change>,
    /// What the site has and no file says, and is to be reported; sorted by address.
    pub unsaid: Vec<Unsaid>,
    /// How much more of that is kept on purpose.
    pub kept: usize,
    /// What the site shows and nothing here can judge.
    pub not_understood: Vec<String>,
    pub findings: Vec<Diagnostic>,
}

/// Compares. `names` is the table that all were made with; accounts expire by `now`.
pub fn diff(
    site: &Definition,
    base: Option<&Base>,
    live: &LiveSite,
    names: &mut Names,
    sources: &Sources,
    now: Timestamp,
) -> Difference {
    let matching = Matching::new(site, live, names);
    let (removals, result) = (Removals::new(site), Difference::default());
    let (folder_fates, groups_of_strangers) = Default::default();
    let (unsaid_since_base, secrets_kept) = Default::default();
    let mut diff = Diff {
        site,
        base,
        live,
        names,
        sources,
        now,
        matching,
        removals,
        folder_fates,
        groups_of_strangers,
        unsaid_since_base,
        secrets_kept,
        result,
    };
    diff.folder_fates = diff.fates_of_folders();
    diff.groups_of_strangers = diff.groups_of_strangers();
    diff.settings();
    diff.groups();
    diff.users();
    diff.memberships();
    diff.folders();
    diff.grants();
    diff.child_sites();
    diff.behaviors();
    diff.named();
    diff.site_api_keys();
    diff.automations();
    diff.findings();
    diff.removed_workspaces();
    diff.still_used();
    diff.leads_nowhere();
    diff.partners();
    diff.refused();
    diff.former_names();
    diff.spelled_otherwise();
    diff.left_at_former_paths();
    diff.leftover_user_grants();
    diff.secrets();
    diff.done_removals();
    diff.no_longer_said();
    diff.odd();
    diff.unread();
    let mut result = diff.result;
    result.changes.sort_by(|a, b| (&a.address, a.operation).cmp(&(&b.address, b.operation)));
    let key = |unsaid: &Unsaid| (unsaid.undoing.address.clone(), unsaid.of);
    result.unsaid.sort_by_cached_key(key);
    result
}

struct Diff<'a> {
    site: &'a Definition,
    base: Option<&'a Base>,
    live: &'a LiveSite,
    names: &'a Names,
    sources: &'a Sources,
    now: Timestamp,
    matching: Matching<'a>,
    removals: Removals<'a>,
    /// What becomes of folders that no file mentions.
    folder_fates: FxHashMap<Key, Undeclared>,
    /// Of users whom no file mentions.
    groups_of_strangers: FxHashMap<Key, Vec<Key>>,
    /// Values that the base said and no file says now, in words.
    unsaid_since_base: Vec<String>,
    /// Folder settings that refer to secrets and are not edited, and where they are declared.
    secrets_kept: Vec<(String, Span)>,
    result: Difference,
}

impl<'a> Diff<'a> {
    fn origin(&self, span: Span) -> Option<Origin> {
        Some(Origin::of(span, self.site, self.sources))
    }

    fn change(&mut self, change: Change) {
        self.result.changes.push(change);
    }

    fn settings(&mut self) {
        let set =
            compare::settings(&self.site.settings, &self.live.settings, &self.matching, self.names);
        let locked = &self.live.managed_settings;
        for assignment in &set {
            let name = assignment.field.name();
            if locked.iter().any(|locked| **locked == *name) {
                let span = self.site.settings.get(name).map(|setting| setting.span);
                let word = assignment.field.word();
                let mut finding = Diagnostic::error(
                    codes::SETTING_MANAGED_BY_PARENT,
                    format!("`{word}` is locked by a policy of the parent site"),
                );
                if let Some(span) = span {
                    finding = finding.at(span, "cannot be changed on this site");
                }
                self.result.findings.push(
                    finding.help("change the parent site's policy, or drop the setting here"),
                );
            }
        }
        if !set.is_empty() {
            let declared = self.site.span.and_then(|span| self.origin(span));
            self.change(Change::new(Operation::Update, Address::Site).set(set).declared(declared));
        }
        let base = self.base;
        self.unsaid_values(Valued {
            kind: &kinds::SITE,
            address: Address::Site,
            id: None,
            said: &self.site.settings,
            live: &self.live.settings,
            declared: self.site.span.and_then(|span| self.origin(span)),
            in_base: &|name| base?.site_values.get(name),
        });
    }

    /// The username as the definition writes it, or as the site does.
    fn username(&self, key: Key) -> String {
        let declared = self.site.user(key).map(|user| user.name);
        let name = declared.or_else(|| self.matching.live_user(key).map(|user| user.name));
        name.map_or(self.names.key_text(key), |name| self.names.text(name)).to_owned()
    }

    fn group_name(&self, key: Key) -> String {
        let declared = self.site.group(key).map(|group| group.name);
        let name = declared.or_else(|| self.matching.live_group(key).map(|group| group.name));
        name.map_or(self.names.key_text(key), |name| self.names.text(name)).to_owned()
    }

    /// The path as the definition writes it, or as the site does.
    fn path(&self, key: Key) -> String {
        let declared = self.site.folder(key).map(|folder| self.names.text(folder.name).to_owned());
        declared
            .or_else(|| self.matching.live_path(key))
            .unwrap_or_else(|| self.names.key_text(key).to_owned())
    }
}
