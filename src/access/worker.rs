//! Whether an owner may work wherever an automation leads, decided with a path that shows it.

use super::account::{ShutOut, Standing};
use super::atoms::Atoms;
use super::folders::Folder;
use super::offices::Offices;
use super::places::{Match, What};
use super::state::{Held, Way};
use super::view::{Person, View};
use crate::model::glob::{Form, Pattern, Route};
use crate::model::leads::{Doubt, Lead, Role, Work};
use crate::model::{ChildLevel, Grantee, Key, path};

/// A place that a pattern meets and where something is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// A matching path.
    pub path: String,
    pub lacks: Atoms,
    /// The fence that stops what would have given it.
    pub fence: Option<Folder>,
}

/// Whether somebody may work wherever an automation leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coverage {
    Covered,
    Gap(Gap),
    Undecided(Doubt),
}

/// Somebody who owns, or would own, an automation.
pub struct Worker<'v> {
    pub person: Person<'v>,
    pub offices: &'v Offices,
}

impl<'v> Worker<'v> {
    /// Automations run where their owners cannot sign in: over which protocols they may, and to
    /// which folder these confine them, does not matter.
    pub fn new(view: &'v View<'v>, offices: &'v Offices, user: Key) -> Self {
        let mut person = Person::new(view, user);
        if matches!(person.standing, Standing::ShutOut(ShutOut::NoProtocol) | Standing::Confined(_))
        {
            person.standing = Standing::Ordinary;
        }
        Worker { person, offices }
    }

    /// The child sites that they administer.
    pub fn child_sites(&self) -> Vec<i64> {
        let state = self.person.view.state;
        let theirs = |grantee: &Grantee| match grantee {
            Grantee::User(user) => *user == self.person.user,
            Grantee::Group(group) => state.is_member(self.person.user, *group),
            Grantee::AllOf(_) | Grantee::Partner(_) => false,
        };
        let roles = self.offices.child_roles().iter();
        let roles =
            roles.filter(|(grantee, _, level)| *level == ChildLevel::SiteAdmin && theirs(grantee));
        roles.map(|(_, site, _)| *site).collect()
    }

    /// Whether they are a Folder Admin, and may do the work, wherever a lead goes. The files are
    /// those that tokens of it speak of.
    pub fn covers(&self, lead: &Lead<'_>, files: &[Lead<'_>]) -> Coverage {
        match Remote::of(&lead.route.fixed().0) {
            Some(Remote::ChildSite(id)) => self.administers(id, lead),
            Some(Remote::Unclear) => Coverage::Undecided(Doubt::Remote),
            Some(Remote::Other) => self.covers_remote(lead, files),
            None => self.covers_route(lead, files),
        }
    }

    fn administers(&self, site: i64, lead: &Lead<'_>) -> Coverage {
        if self.child_sites().contains(&site) {
            return Coverage::Covered;
        }
        let path = lead.route.fixed().0;
        Coverage::Gap(Gap { path, lacks: needed(lead.work), fence: None })
    }

    /// What is granted on the site's own root may count there or not.
    fn covers_remote(&self, lead: &Lead<'_>, files: &[Lead<'_>]) -> Coverage {
        let Person { view, user, standing, .. } = self.person;
        let (own, rest): (Vec<Way<'_>>, Vec<Way<'_>>) =
            self.person.ways.iter().partition(|way| way.held.folder == Folder::ROOT);
        let beside = view.tree.roots().flat_map(|root| {
            own.iter().map(move |way| Way { held: Held { folder: root, ..way.held }, ..*way })
        });
        let all = rest.iter().copied().chain(beside).collect();
        let [there, everywhere] = [rest, all].map(|ways| {
            let person = Person { view, user, standing, ways };
            Worker { person, offices: self.offices }.covers_route(lead, files)
        });
        match (&there, everywhere) {
            (Coverage::Gap(_), Coverage::Covered) => Coverage::Undecided(Doubt::Root),
            _ => there,
        }
    }

    fn covers_route(&self, lead: &Lead<'_>, files: &[Lead<'_>]) -> Coverage {
        let first = self.along(lead, &lead.route, files);
        match (&lead.or_else, &first) {
            (None, _) | (_, Coverage::Undecided(_)) => first,
            (Some(other), _) => match (&first, self.along(lead, other, files)) {
                (Coverage::Covered, Coverage::Covered) => Coverage::Covered,
                (Coverage::Gap(_), Coverage::Gap(_)) => first,
                (_, Coverage::Undecided(doubt)) => Coverage::Undecided(doubt),
                _ => Coverage::Undecided(Doubt::TwoReadings(other.to_string())),
            },
        }
    }

    /// Decided from both sides: what the route leads to at most, and what it leads to surely.
    fn along(&self, lead: &Lead<'_>, route: &Route<'_>, files: &[Lead<'_>]) -> Coverage {
        let pattern = match lead.pattern(route) {
            Ok(pattern) => pattern,
            Err(error) => return Coverage::Undecided(Doubt::Malformed(error)),
        };
        let needed = needed(lead.work) | Atoms::MANAGE;
        let places = self.places(lead, &pattern);
        let Some(most) = self.first_gap(&places, needed) else { return Coverage::Covered };
        if let Some(text) = lead.excluded {
            let places =
                pattern.places_without(self.person.view.tree, lead.what(), &lead.without());
            return match self.first_gap(&places, needed) {
                Some(surely) => Coverage::Gap(surely),
                None => Coverage::Undecided(Doubt::Exclusion(text.to_owned())),
            };
        }
        let Some(token) = route.depends_on() else { return Coverage::Gap(most) };
        if let Some(folders) = folders_of(files).filter(|_| route.tells_of_folders()) {
            let doubt = Doubt::Token(token);
            return self
                .for_folders(lead, route, &folders, needed)
                .unwrap_or(Coverage::Undecided(doubt));
        }
        // Whatever the file is, it leads to one of these.
        if places.iter().all(|found| !needed.without(self.person.access(found.place)).is_none()) {
            return Coverage::Gap(most);
        }
        let surely = self.for_some_file(lead, route, files, needed);
        surely.map_or(Coverage::Undecided(Doubt::Token(token)), Coverage::Gap)
    }

    /// Where the pattern of a lead leads. A destination that names a folder leads into it.
    fn places(&self, lead: &Lead<'_>, pattern: &Pattern) -> Vec<Match> {
        let tree = self.person.view.tree;
        let mut places = pattern.places(tree, lead.what());
        if lead.role == Role::Destination {
            let folders = pattern.places(tree, What::Folders).into_iter();
            places.extend(folders.filter(|found| !found.place.below));
        }
        places
    }

    /// Decided where all files lie in folders that are certain, and tell what is asked for.
    fn for_folders(
        &self,
        lead: &Lead<'_>,
        route: &Route<'_>,
        folders: &[String],
        needed: Atoms,
    ) -> Option<Coverage> {
        for folder in folders {
            let pattern = lead.pattern(&route.of_file(&path::join(folder, "x"))?).ok()?;
            if let Some(gap) = self.first_gap(&self.places(lead, &pattern), needed) {
                return Some(Coverage::Gap(gap));
            }
        }
        Some(Coverage::Covered)
    }

    /// A gap where the destination leads for some file that the automation works on.
    fn for_some_file(
        &self,
        lead: &Lead<'_>,
        route: &Route<'_>,
        files: &[Lead<'_>],
        needed: Atoms,
    ) -> Option<Gap> {
        let tree = self.person.view.tree;
        let found = files.iter().flat_map(|source| {
            let pattern = source.pattern(&source.route).ok();
            let pattern = pattern.filter(|_| source.route.depends_on().is_none());
            pattern.into_iter().flat_map(move |pattern| {
                pattern.places_without(tree, What::Files, &source.without())
            })
        });
        found.take(FILES_TRIED).find_map(|file| {
            let pattern = lead.pattern(&route.of_file(&file.path)?).ok()?;
            self.first_gap(&self.places(lead, &pattern), needed)
        })
    }

    /// The first place where something is missing; folders that are there come first.
    fn first_gap(&self, places: &[Match], needed: Atoms) -> Option<Gap> {
        let person = &self.person;
        places.iter().find_map(|Match { place, path }| {
            let lacks = needed.without(person.access(*place));
            if lacks.is_none() {
                return None;
            }
            let stopped = person
                .ways
                .iter()
                .filter(|way| way.held.recursive && person.view.is_meant_for(way.held, *place));
            let fence = stopped
                .filter(|way| lacks.without(way.held.atoms()) != lacks)
                .find_map(|way| person.view.stopped_by(way.held, *place));
            Some(Gap { path: path.clone(), lacks, fence })
        })
    }
}

/// Places of so many files are tried as values of a destination's tokens.
const FILES_TRIED: usize = 200;

impl Lead<'_> {
    /// What the matching paths are of.
    pub fn what(&self) -> What {
        if self.is_of_folders() { What::Folders } else { What::Files }
    }

    /// Patterns of what an exclusion leaves out by any reading.
    pub fn without(&self) -> Vec<Pattern> {
        self.excluded.map_or_else(Vec::new, |text| exclusions(text, self.base.as_ref()))
    }
}

/// What lies outside the site's own storage, by the path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remote {
    ChildSite(i64),
    /// A remote server, or another workspace.
    Other,
    /// Its id is not certain.
    Unclear,
}

impl Remote {
    /// What a folder belongs to, if not to this site and its workspace.
    pub fn of(folder: &str) -> Option<Remote> {
        let key = path::key(folder);
        let mut names = key.split('/');
        if names.next() != Some("_") {
            return None;
        }
        let (root, id) = (names.next(), names.next().map(str::parse::<i64>));
        match (root, id) {
            (Some("sites"), Some(Ok(id))) => Some(Remote::ChildSite(id)),
            (Some("workspaces" | "remoteservers"), Some(Ok(_))) => Some(Remote::Other),
            (Some("sites" | "workspaces" | "remoteservers") | None, _) => Some(Remote::Unclear),
            _ => None,
        }
    }
}

/// The folders that files lie in, where that is certain of all.
fn folders_of(files: &[Lead<'_>]) -> Option<Vec<String>> {
    let folder = |lead: &Lead<'_>| {
        let (folder, open) = lead.route.clone().folder().ok()?.fixed();
        (!open).then_some(folder)
    };
    let folders: Vec<String> = files.iter().map(folder).collect::<Option<_>>()?;
    (!folders.is_empty()).then_some(folders)
}

/// What an exclusion leaves out by any reading: of whole paths, of paths within the folder, and
/// of names.
fn exclusions(text: &str, base: Option<&Route<'_>>) -> Vec<Pattern> {
    let whole = Pattern::automation(text);
    let name = Pattern::automation(&format!("**/{text}"));
    let within = base.and_then(|base| base.clone().down(Form::Glob, text).ok());
    let within = within.and_then(|route| route.files().ok());
    [whole.ok(), name.ok(), within].into_iter().flatten().collect()
}

/// What an automation's work needs, besides being a Folder Admin there.
pub fn needed(work: Work) -> Atoms {
    let of = |does: bool, atoms| if does { atoms } else { Atoms::NONE };
    of(work.reads, Atoms::READ) | of(work.writes, Atoms::WRITE) | of(work.deletes, Atoms::DELETE)
}
