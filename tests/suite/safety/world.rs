//! A small site on plain names and sets, with nothing of the compiler's. Things have numbers
//! that stay theirs through renames and moves, so that two moments can be compared.

use super::openings::{Link, Page};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Deref, DerefMut};
use std::rc::Rc;

/// What a thing is, whatever it is called at the moment: its place in the world's list.
pub type Id = usize;
pub type Name = Rc<str>;

pub const ROOT: Id = 0;

/// They are there before and after.
pub const PARTNERS: [&str; 2] = ["Acme", "Globex"];
/// What a partner never gets.
pub const NO_PARTNERS: [&str; 3] = ["admin", "bundle", "history"];

/// As the API names the flags, with the language's words.
pub const PROTOCOLS: &[(&str, &str)] = &[
    ("web", "restapi_permission"),
    ("ftp", "ftp_permission"),
    ("sftp", "sftp_permission"),
    ("webdav", "dav_permission"),
    ("s3", "s3_compatible_endpoint_permission"),
];
/// One bit a protocol, in the order of [`PROTOCOLS`]: a new account has all but the last.
pub const AS_MADE: u8 = 0b01111;
pub const WEB: u8 = 1;

pub const LEVELS: &[&str] =
    &["readonly", "full", "list", "writeonly", "admin", "history", "bundle", "previewonly"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    pub exists: bool,
    pub name: Name,
    pub admin: bool,
    pub bot: bool,
    pub disabled: bool,
    pub expired: bool,
    pub protocols: u8,
    /// Of [`PARTNERS`]: then nothing but what that partner is granted counts.
    pub partner: Option<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub exists: bool,
    pub name: Name,
    pub protocols: u8,
}

/// A folder that does not exist has a parent all the same: where it will be made, or was last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub exists: bool,
    pub name: Name,
    pub parent: Id,
    pub fence: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    User(Id),
    Group(Id),
    AllOf(BTreeSet<Id>),
    Partner(Id),
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    pub folder: Id,
    pub holder: Holder,
    pub level: &'static str,
    pub recursive: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Automation {
    pub exists: bool,
    pub name: Name,
    /// Paths as they are written; nobody rewrites them when a folder moves.
    pub source: Name,
    pub destination: Name,
    /// None: the site.
    pub owner: Option<Id>,
}

/// A part of worlds that are mostly alike: copied once it differs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shared<T>(Rc<T>);

impl<T> Deref for Shared<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Clone> DerefMut for Shared<T> {
    fn deref_mut(&mut self) -> &mut T {
        Rc::make_mut(&mut self.0)
    }
}

impl<T> From<T> for Shared<T> {
    fn from(whole: T) -> Self {
        Shared(Rc::new(whole))
    }
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct World {
    pub has_partners: bool,
    pub protocols_by_groups_only: bool,
    /// Users are given no grants any more; what they hold stays.
    pub grants_to_groups_only: bool,
    pub users: Shared<Vec<User>>,
    pub groups: Shared<Vec<Group>>,
    /// The root is the first.
    pub folders: Shared<Vec<Folder>>,
    /// Group and user to whether the user administers the group.
    pub members: Shared<BTreeMap<(Id, Id), bool>>,
    pub grants: Shared<BTreeSet<Grant>>,
    pub automations: Shared<Vec<Automation>>,
    /// By folder.
    pub pages: Shared<BTreeMap<Id, Page>>,
    pub inboxes: Shared<BTreeSet<Id>>,
    pub links: Shared<Vec<Link>>,
}

impl World {
    pub fn user(&self, name: &str) -> Option<Id> {
        self.users.iter().position(|user| user.exists && *user.name == *name)
    }

    pub fn group(&self, name: &str) -> Option<Id> {
        self.groups.iter().position(|group| group.exists && *group.name == *name)
    }

    pub fn automation(&self, name: &str) -> Option<Id> {
        self.automations.iter().position(|it| it.exists && *it.name == *name)
    }

    /// The folder that lies in another under this name.
    pub fn child(&self, parent: Id, name: &str) -> Option<Id> {
        let is_it = |(id, folder): &(Id, &Folder)| {
            *id != ROOT && folder.exists && folder.parent == parent && *folder.name == *name
        };
        self.folders.iter().enumerate().find(is_it).map(|(id, _)| id)
    }

    pub fn folder(&self, path: &str) -> Option<Id> {
        let names = path.split('/').filter(|name| !name.is_empty());
        names.into_iter().try_fold(ROOT, |at, name| self.child(at, name))
    }

    /// The folder at the path, or the deepest one above it; whether it is the folder itself.
    pub fn deepest(&self, path: &str) -> (Id, bool) {
        let mut at = ROOT;
        for name in path.split('/').filter(|name| !name.is_empty()) {
            match self.child(at, name) {
                Some(child) => at = child,
                None => return (at, false),
            }
        }
        (at, true)
    }

    pub fn path(&self, folder: Id) -> String {
        let mut names = Vec::new();
        let mut at = folder;
        while at != ROOT {
            names.push(&*self.folders[at].name);
            at = self.folders[at].parent;
        }
        names.reverse();
        names.join("/")
    }

    /// Whether a folder is another or lies below it.
    pub fn is_within(&self, folder: Id, above: Id) -> bool {
        let mut at = folder;
        loop {
            if at == above {
                return true;
            }
            if at == ROOT {
                return false;
            }
            at = self.folders[at].parent;
        }
    }

    /// Whether all are there that a grant names.
    pub fn has_holder(&self, holder: &Holder) -> bool {
        match holder {
            Holder::Partner(_) => true,
            Holder::User(user) => self.users[*user].exists,
            Holder::Group(group) => self.groups[*group].exists,
            Holder::AllOf(groups) => groups.iter().all(|group| self.groups[*group].exists),
        }
    }

    pub fn is_member(&self, user: Id, group: Id) -> bool {
        self.members.contains_key(&(group, user))
    }

    /// The store makes no partner without a folder of its own.
    pub fn without_partners(&mut self) {
        self.has_partners = false;
        self.users.iter_mut().for_each(|user| user.partner = None);
        self.grants.retain(|grant| !matches!(grant.holder, Holder::Partner(_)));
    }

    pub fn remove_user(&mut self, user: Id) {
        self.users[user].exists = false;
        self.members.retain(|(_, member), _| *member != user);
        self.grants.retain(|grant| grant.holder != Holder::User(user));
    }

    pub fn remove_group(&mut self, group: Id) {
        self.groups[group].exists = false;
        self.members.retain(|(of, _), _| *of != group);
        self.grants.retain(|grant| match &grant.holder {
            Holder::User(_) | Holder::Partner(_) => true,
            Holder::Group(holder) => *holder != group,
            Holder::AllOf(groups) => !groups.contains(&group),
        });
    }

    pub fn remove_folder(&mut self, folder: Id) {
        self.folders[folder].exists = false;
        self.folders[folder].fence = false;
        self.grants.retain(|grant| grant.folder != folder);
        self.shut(folder);
    }

    /// The world as people could tell it from another: what does not exist has no traits.
    pub fn shown(&self) -> World {
        let mut shown = self.clone();
        let nameless: Name = "".into();
        for user in shown.users.iter_mut().filter(|user| !user.exists) {
            *user = User { exists: false, ..user_named(&nameless) };
        }
        for group in shown.groups.iter_mut().filter(|group| !group.exists) {
            *group = Group { exists: false, name: Rc::clone(&nameless), protocols: 0 };
        }
        for folder in shown.folders.iter_mut().filter(|folder| !folder.exists) {
            *folder =
                Folder { exists: false, name: Rc::clone(&nameless), parent: ROOT, fence: false };
        }
        for automation in shown.automations.iter_mut().filter(|it| !it.exists) {
            let empty = || Rc::clone(&nameless);
            *automation = Automation {
                exists: false,
                name: empty(),
                source: empty(),
                destination: empty(),
                owner: None,
            };
        }
        shown.links.retain(|link| link.exists);
        shown.links.iter_mut().for_each(|link| link.paths.clear());
        while shown.users.last().is_some_and(|user| !user.exists) {
            shown.users.pop();
        }
        while shown.groups.last().is_some_and(|group| !group.exists) {
            shown.groups.pop();
        }
        while shown.folders.last().is_some_and(|folder| !folder.exists) {
            shown.folders.pop();
        }
        while shown.automations.last().is_some_and(|it| !it.exists) {
            shown.automations.pop();
        }
        shown
    }
}

/// An account as Files.com makes it.
pub fn user_named(name: &str) -> User {
    User {
        exists: true,
        name: name.into(),
        admin: false,
        bot: false,
        disabled: false,
        expired: false,
        protocols: AS_MADE,
        partner: None,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Deny,
    Allow,
    Only,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    User(Id),
    Group(Id),
    /// Whoever has no account.
    Outsiders,
}

/// One clause of an `expect`, of a folder and all below it or of the folder alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    pub verb: Verb,
    pub atom: &'static str,
    pub folder: Id,
    pub below: bool,
    pub whom: Whom,
}

/// A site as it is, and as it is to be. Both lists of a kind have the same length: what is not
/// on one side does not exist there.
#[derive(Debug, Clone)]
pub struct Pair {
    pub live: World,
    pub desired: World,
    pub expectations: Vec<Expectation>,
}
