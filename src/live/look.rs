//! How much of a site a command needs to see. Every list costs requests, and folders have no
//! list of all: they are seen one parent at a time.

use crate::model::{
    Definition, Key, Kind, NamedKind, Names, Protected, Scope, Undeclared, User, kinds, path,
};
use std::collections::BTreeSet;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    Everything,
    /// What a definition mentions or manages.
    Declared(Declared),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Declared {
    /// The lists that are needed.
    pub parts: BTreeSet<Part>,
    /// Lists of keys that are needed only if some user has one.
    pub if_any: BTreeSet<Part>,
    /// Those among them of which nothing is declared: where the site does not show them, the rest
    /// is still worth a look.
    pub optional: BTreeSet<Part>,
    /// The folders whose content must be seen, by comparison key; the root is empty.
    pub parents: BTreeSet<Box<str>>,
    /// The folders below which all must be seen, by comparison key.
    pub trees: BTreeSet<Box<str>>,
}

/// A list of the site, or a record that stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Settings, and what of them a parent site locks.
    Site,
    /// Whose key is at work.
    Key,
    SsoStrategies,
    /// The records of a kind; users and groups with their memberships.
    Of(&'static Kind),
}

impl Look {
    pub fn of(site: &Definition, names: &Names) -> Self {
        let parts = parts(site);
        let if_any = if_any(site);
        let all = parts.iter().chain(&if_any).copied();
        let optional = all.filter(|part| part.is_optional(site)).collect();
        let mut declared = Declared { parts, if_any, optional, ..Declared::default() };
        for folder in &site.folders {
            declared.see(names.key_text(folder.key));
            if let Some(was) = &folder.was {
                for former in was.names() {
                    declared.see(names.key_text(former.key));
                }
            }
        }
        for removal in &site.removals {
            if let Protected::Folder { key, .. } = &removal.target {
                declared.see(names.key_text(*key));
                declared.trees.insert(names.key_text(*key).into());
            }
        }
        for line in kinds::FOLDER.manage.into_iter().flat_map(|of| site.manage.lines_of(of)) {
            let within = match &line.scope {
                Scope::Within(key) => names.key_text(*key),
                Scope::All | Scope::Matching(..) => "",
            };
            declared.see(within);
            match line.undeclared {
                Undeclared::Keep => {}
                // Empty folders go one by one, so that each must be known.
                Undeclared::Remove => drop(declared.trees.insert(within.into())),
                Undeclared::Report | Undeclared::RemoveWithContent => {
                    let inside = |key: &Key| path::is_within(names.key_text(*key), within);
                    let folders = site.folders.iter().map(|folder| folder.key).filter(inside);
                    declared.parents.extend(folders.map(|key| names.key_text(key).into()));
                    declared.parents.insert(within.into());
                }
            }
        }
        Look::Declared(declared)
    }

    pub fn needs(&self, part: Part) -> bool {
        match self {
            Look::Everything => true,
            Look::Declared(declared) => declared.parts.contains(&part),
        }
    }

    /// Whether nothing can be said of the site without it.
    pub fn requires(&self, part: Part) -> bool {
        match self {
            Look::Everything => !part.is_beside(),
            Look::Declared(declared) => {
                let needed = declared.parts.contains(&part) || declared.if_any.contains(&part);
                needed && !declared.optional.contains(&part)
            }
        }
    }
}

impl Part {
    /// Accounts, groups and grants are what a site is; other things stand beside them.
    fn is_beside(self) -> bool {
        let beside = [&kinds::BEHAVIOR, &kinds::AUTOMATION, &kinds::SSH_KEY, &kinds::API_KEY];
        match self {
            Part::SsoStrategies => true,
            Part::Site | Part::Key => false,
            Part::Of(kind) => kind.table.is_some() || beside.contains(&kind),
        }
    }

    /// Nothing of it is declared, and nothing of it is to be removed.
    fn is_optional(self, site: &Definition) -> bool {
        let Part::Of(kind) = self else { return self.is_beside() };
        let mut lines = kind.manage.into_iter().flat_map(|of| site.manage.lines_of(of));
        let removed = lines.any(|line| line.undeclared >= Undeclared::Remove);
        self.is_beside() && !declares(site, kind) && !removed
    }
}

fn declares(site: &Definition, kind: &Kind) -> bool {
    let named = site.named.iter().any(|named| named.kind.kind() == kind)
        || site.no_rows.iter().any(|none| none.kind.kind() == kind);
    let scheduled = *kind == kinds::SCHEDULE && !site.automations.is_empty();
    let of_users = |has: fn(&User) -> bool| site.users.iter().any(has);
    named
        || scheduled
        || (*kind == kinds::BEHAVIOR && !site.behaviors.is_empty())
        || (*kind == kinds::AUTOMATION && !site.automations.is_empty())
        || (*kind == kinds::SSH_KEY && of_users(|user| user.ssh_keys_said.is_some()))
        || (*kind == kinds::API_KEY
            && (of_users(|user| user.api_keys_said.is_some())
                || !site.api_keys.is_empty()
                || site.removes_site_keys()))
}

impl Declared {
    /// What another definition mentions is needed, too.
    pub fn also(&mut self, site: &Definition, names: &Names) {
        let Look::Declared(other) = Look::of(site, names) else { return };
        self.parts.extend(other.parts);
        self.if_any.extend(other.if_any);
        self.parents.extend(other.parents);
    }

    /// Whether this folder is there must be known.
    pub fn see(&mut self, folder: &str) {
        let mut at = path::parent(folder);
        while let Some(parent) = at {
            if !self.parents.insert(parent.into()) {
                break;
            }
            at = path::parent(parent);
        }
    }
}

/// Who reaches what, and what runs by it, are decided together.
static ALWAYS: [Part; 7] = [
    Part::Site,
    Part::Key,
    Part::Of(&kinds::USER),
    Part::Of(&kinds::GROUP),
    Part::Of(&kinds::GRANT),
    Part::Of(&kinds::BEHAVIOR),
    Part::Of(&kinds::AUTOMATION),
];

fn parts(site: &Definition) -> BTreeSet<Part> {
    let mut parts = BTreeSet::from(ALWAYS);
    let asked_for = NamedKind::all().filter(|kind| site.asks_for(*kind));
    parts.extend(asked_for.map(|kind| Part::Of(kind.kind())));
    // Those of the site itself are there whether or not a user has one.
    if site.counts_site_keys() {
        parts.insert(Part::Of(&kinds::API_KEY));
    }
    parts
}

/// The keys of users, unless it makes no difference whether there are any.
fn if_any(site: &Definition) -> BTreeSet<Part> {
    let said = |kind: &'static Kind| {
        site.users.iter().any(|user| {
            if *kind == kinds::SSH_KEY {
                user.ssh_keys_said.is_some()
            } else {
                user.api_keys_said.is_some()
            }
        })
    };
    let kept = |kind: &'static Kind| {
        let mut lines = kind.manage.into_iter().flat_map(|of| site.manage.lines_of(of)).peekable();
        lines.peek().is_some() && lines.all(|line| line.undeclared == Undeclared::Keep)
    };
    let keys = [&kinds::SSH_KEY, &kinds::API_KEY].into_iter();
    keys.filter(|kind| said(kind) || !kept(kind)).map(Part::Of).collect()
}
