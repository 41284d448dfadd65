//! The desired site ([`Definition`]), typed: what a definition says, each thing with its place in the source.
//!
//! In: nothing; `lower` fills it. It knows names, paths, levels, attributes and what Files.com
//! has of each, and judges nothing: `rules` does.

pub mod account;
pub mod assumptions;
pub mod attribute;
pub mod automation;
pub mod behavior;
pub mod child_site;
pub mod contents;
pub mod expect;
pub mod fingerprint;
pub mod glob;
pub mod grant;
pub mod hidden;
pub mod kinds;
pub mod leads;
pub mod named;
pub mod names;
pub mod outsiders;
pub mod path;
pub mod policy;
pub mod reference;
pub mod settings;
pub mod time_zones;
pub mod made_by_params;
pub mod timed;
pub mod value;
pub mod was;
pub mod workspace;
pub mod written;

pub use account::{ApiKey, Group, Membership, SshKey, User};
pub use attribute::{Attribute, ValueKind, kebab_case};
pub use automation::{Automation, Owner};
pub use behavior::Behavior;
pub use child_site::{ChildLevel, ChildSite};
pub use contents::Contents;
pub use grant::{Grant, Grantee, Level, NoGrant};
pub use kinds::Kind;
use made_by_params::{Made, Places};
pub use named::{Named, NamedKind, NoRows};
pub use names::{Key, KeyIndex, Name, Names};
pub use outsiders::{SiteKey, Strangers};
pub use policy::{
    AllowLint, LintLevel, Manage, Protect, Protected, Removal, Scope, Told, Undeclared,
};
pub use reference::{Reference, Referent, Refers};
pub use settings::{Setting, Settings};
pub use timed::Timed;
pub use value::{SecretRef, Value};
pub use was::{Former, Found, Was};

use crate::source::Span;
use jiff::Timestamp;

/// The plans that Files.com sells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subscription {
    Starter,
    Power,
    Premier,
}

impl Subscription {
    pub const WORDS: &[(&str, Subscription)] = &[
        ("starter", Subscription::Starter),
        ("power", Subscription::Power),
        ("premier", Subscription::Premier),
    ];
}

/// An SSO strategy that exists on the site.
#[derive(Debug, Clone)]
pub struct SsoStrategy {
    pub name: Box<str>,
    pub id: i64,
    pub span: Span,
}

/// A folder that must exist.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The path as it was written, in normal form.
    pub name: Name,
    pub key: Key,
    pub was: Option<Was>,
    /// A node of its own names it; otherwise it only lies above one that is named.
    pub declared: bool,
    pub attributes: Settings,
    pub span: Span,
}

/// What the definition says.
#[derive(Debug, Default)]
pub struct Definition {
    /// The `site` node.
    pub span: Option<Span>,
    pub name: Option<Box<str>>,
    pub host: Option<(Box<str>, Span)>,
    pub subscription: Option<(Subscription, Span)>,
    pub settings: Settings,
    pub sso: Vec<SsoStrategy>,
    pub manage: Manage,
    pub protect: Vec<Protect>,
    pub removals: Vec<Removal>,
    pub lint: Vec<LintLevel>,
    pub allowed: Vec<AllowLint>,
    pub users: Vec<User>,
    pub groups: Vec<Group>,
    pub memberships: Vec<Membership>,
    pub folders: Vec<Folder>,
    pub grants: Vec<Grant>,
    /// Who is said to have no grant on a folder.
    pub no_grants: Vec<NoGrant>,
    pub behaviors: Vec<Behavior>,
    /// The folders that are said to have no setting of a type, with where.
    pub no_behaviors: Vec<(Key, &'static kinds::BehaviorType, Span)>,
    pub automations: Vec<Automation>,
    pub named: Vec<Named>,
    pub no_rows: Vec<NoRows>,
    /// Of the site itself.
    pub api_keys: Vec<ApiKey>,
    pub child_sites: Vec<ChildSite>,
    pub expectations: Vec<expect::Expectation>,
    /// What is said for a while, also what is not so at the moment.
    pub timed: Vec<Timed>,
    /// Values that parameters make.
    pub made_by_params: Places<Made>,
    /// The files that secrets are taken from, as `(file)` names them.
    pub secret_files: Vec<(Box<str>, Span)>,
    index: Index,
}

#[derive(Debug, Default)]
struct Index {
    users: KeyIndex,
    groups: KeyIndex,
    folders: KeyIndex,
}

impl Definition {
    pub fn user(&self, key: Key) -> Option<&User> {
        self.index.users.get(key).map(|at| &self.users[at])
    }

    pub fn user_mut(&mut self, key: Key) -> Option<&mut User> {
        self.index.users.get(key).map(|at| &mut self.users[at])
    }

    pub fn group(&self, key: Key) -> Option<&Group> {
        self.index.groups.get(key).map(|at| &self.groups[at])
    }

    pub fn folder(&self, key: Key) -> Option<&Folder> {
        self.index.folders.get(key).map(|at| &self.folders[at])
    }

    /// The time for which the node says what it says at a place; none where it is of a template whose
    /// uses say several.
    pub fn timed_at(&self, place: Span) -> Option<&Timed> {
        let behind = self.timed.partition_point(|timed| {
            (timed.span.file, timed.span.start) <= (place.file, place.start)
        });
        let timed = self.timed.get(behind.checked_sub(1)?)?;
        let of_node = self.timed[..behind].iter().rev().take_while(|one| one.span == timed.span);
        let is_one = of_node.into_iter().all(|one| one.until == timed.until);
        let is_there = timed.span.file == place.file && place.end <= timed.span.end;
        (is_one && is_there).then_some(timed)
    }

    /// How much it holds of what.
    pub fn contents(&self) -> Contents {
        let mut all = Contents::default();
        all.accounts(self.users.len(), self.users.iter().filter(|user| user.bot).count());
        all.kind(&kinds::GROUP, self.groups.len());
        all.kind(&kinds::FOLDER, self.folders.iter().filter(|folder| folder.declared).count());
        all.kind(&kinds::GRANT, self.grants.len());
        all.kind(&kinds::BEHAVIOR, self.behaviors.len());
        all.kind(&kinds::AUTOMATION, self.automations.len());
        all.named(self.named.iter().map(|named| named.kind));
        all.kind(&kinds::API_KEY, self.api_keys.len());
        all.kind(&kinds::CHILD_SITE, self.child_sites.len());
        all.add(self.settings.iter().count(), "setting", "settings");
        all.add(self.expectations.len(), "assertion", "assertions");
        all
    }

    /// Whether it has anything to do with objects of a kind that is known by name. What nobody
    /// asks for is not looked at.
    pub fn asks_for(&self, kind: NamedKind) -> bool {
        let declared = || {
            self.named.iter().any(|named| named.kind == kind)
                || self.no_rows.iter().any(|none| none.kind == kind)
        };
        // Automations name the schedule by which they run.
        let used = || {
            (kind == NamedKind::SCHEDULE && !self.automations.is_empty())
                || (kind == NamedKind::BUNDLE && self.counts_outsiders())
        };
        let is_of = |removal: &Removal| matches!(&removal.target, Protected::Named(of, _) if *of == kind.kind());
        let mut said = kind.manage.into_iter().flat_map(|of| self.manage.lines_of(of));
        said.any(|line| line.undeclared != Undeclared::Keep)
            || declared()
            || used()
            || self.removals.iter().any(is_of)
    }

    /// Whether it says anything that share links may belie: who alone has access, what outsiders
    /// have, or that a folder goes where one may lead.
    fn counts_outsiders(&self) -> bool {
        let mut clauses = self.expectations.iter().flat_map(|expectation| &expectation.clauses);
        clauses.any(expect::Clause::counts_outsiders)
            || self.folders.iter().any(|folder| folder.was.is_some())
    }

    /// Whether it has anything to do with API keys of the site itself.
    pub fn counts_site_keys(&self) -> bool {
        let mut clauses = self.expectations.iter().flat_map(|expectation| &expectation.clauses);
        let mut lines = kinds::API_KEY.manage.into_iter().flat_map(|of| self.manage.lines_of(of));
        !self.api_keys.is_empty()
            || self.removes_site_keys()
            || clauses.any(expect::Clause::counts_site_keys)
            || lines.any(|line| line.undeclared != Undeclared::Keep)
    }

    pub fn removes_site_keys(&self) -> bool {
        let is_key = |removal: &Removal| matches!(&removal.target, Protected::Named(kind, _) if **kind == kinds::API_KEY);
        self.removals.iter().any(is_key)
    }

    /// When it says something else, if nobody writes anything.
    pub fn next_moment(&self, now: Timestamp) -> Option<Timestamp> {
        let moments = self.timed.iter().flat_map(Timed::moments).map(|moment| moment.at);
        moments.filter(|at| *at > now).min()
    }

    /// The lines of `manage` of the kinds that are not looked at.
    pub fn not_looked_at(&self) -> Vec<String> {
        let kinds = NamedKind::all().filter(|kind| !self.asks_for(*kind));
        let mut lines: Vec<String> =
            kinds.filter_map(|kind| kind.manage).map(str::to_owned).collect();
        lines.dedup();
        lines
    }

    /// The names of the declared partners.
    pub fn partners(&self) -> impl Iterator<Item = &str> {
        let partners = self.named.iter().filter(|named| named.kind == NamedKind::PARTNER);
        partners.map(|named| &*named.name)
    }

    /// The declared share links, and where they lead.
    pub fn links(&self) -> impl Iterator<Item = (&str, &Value)> {
        let links = self.named.iter().filter(|named| named.kind == NamedKind::BUNDLE);
        links.map(|named| {
            let paths = named.attributes.value("paths");
            (&*named.name, paths.unwrap_or(&Value::Null))
        })
    }

    /// A path, as far as folders on it are declared as those were written.
    pub fn spelled(&self, path: &str, names: &Names) -> String {
        let key = path::key(path);
        let mut above = Some(&*key);
        while let Some(place) = above {
            let known = names.find_path_key(place).and_then(|key| self.folder(key));
            if let Some(folder) = known {
                let written = names.text(folder.name);
                let depth = written.split('/').filter(|part| !part.is_empty()).count();
                let rest: Vec<&str> = path.split('/').skip(depth).collect();
                return path::join(written, &rest.join("/"));
            }
            above = path::parent(place);
        }
        path.to_owned()
    }

    /// Adds a user, or gives the one that already bears the name.
    pub fn add_user(&mut self, user: User) -> Result<(), &User> {
        if let Some(at) = self.index.users.get(user.key) {
            return Err(&self.users[at]);
        }
        self.index.users.insert(user.key, self.users.len());
        self.users.push(user);
        Ok(())
    }

    /// Adds a group, or gives the one that already bears the name.
    pub fn add_group(&mut self, group: Group) -> Result<(), &Group> {
        if let Some(at) = self.index.groups.get(group.key) {
            return Err(&self.groups[at]);
        }
        self.index.groups.insert(group.key, self.groups.len());
        self.groups.push(group);
        Ok(())
    }

    /// Adds a folder. One that only lay above a named folder gives way to one with a node.
    /// Says of a declared folder what it shows of itself.
    pub fn describe_folder(&mut self, key: Key, attributes: Settings) {
        if let Some(at) = self.index.folders.get(key) {
            self.folders[at].attributes = attributes;
        }
    }

    pub fn add_folder(&mut self, folder: Folder) -> Result<(), &Folder> {
        match self.index.folders.get(folder.key) {
            Some(at) => {
                if folder.declared && self.folders[at].declared {
                    return Err(&self.folders[at]);
                }
                if folder.declared {
                    self.folders[at] = folder;
                }
            }
            None => {
                self.index.folders.insert(folder.key, self.folders.len());
                self.folders.push(folder);
            }
        }
        Ok(())
    }
}
