//! Questions about access and their answers, as data.
//!
//! In: a state of a site with its tree of folders, how names are written, and where things are
//! declared. Out: an [`Answer`]: who can do what where, through which grants, and why. It
//! reads no file and makes no text for people.

mod answer;
mod kept;
mod of;
mod on;
mod origins;
pub mod review;
mod standing;
pub mod unused;
mod why;

pub use answer::{
    Answer, CutStep, DeclaredGrant, Difference, Missing, Of, OfGroup, On, PersonAccess,
    PlaceAccess, Reason, Why, WhyMissing,
};
pub use kept::{Kept, kept, places};
pub use origins::Origins;
pub use standing::StandingWord;

use crate::access::{Person, Place, Tree, View, Way};
use crate::lower::suggest;
use crate::model::{Key, Names, Strangers, path};
use crate::plan::AccessVia;
use crate::plan::fold::Spelling;

/// A state ready for questions.
pub struct Asked<'a> {
    pub names: &'a Names,
    pub view: View<'a>,
    pub spelling: Spelling<'a>,
    pub origins: Origins,
}

/// A question about what is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unknown {
    pub what: &'static str,
    pub name: String,
    /// What may be meant.
    pub near: Option<String>,
}

impl<'a> Asked<'a> {
    fn tree(&self) -> &'a Tree {
        self.view.tree
    }

    fn user(&self, name: &str) -> Result<Key, Unknown> {
        let is_there = |key: &Key| self.view.state.account(*key).is_some();
        let known = self.names.find_key(name).filter(is_there);
        // Brackets are a shell's own.
        let bare = || self.names.find_key(&format!("({name})")).filter(is_there);
        let known = known.or_else(bare);
        known.or_else(|| Strangers::named(name).map(Strangers::key)).ok_or_else(|| {
            let users: Vec<String> =
                self.view.state.users().map(|key| self.username(key)).collect();
            let near = suggest(name, users.iter().map(String::as_str)).map(str::to_owned);
            Unknown { what: "user", name: name.to_owned(), near }
        })
    }

    fn username(&self, user: Key) -> String {
        self.spelling.of_user(self.names.key_text(user))
    }

    /// The place of a path, and what is to be said of it. A path that nothing knows lies below
    /// one that something does, and access there is as certain; only a slip at its beginning is
    /// taken for one.
    fn place(&self, written: &str) -> Result<(Place, Option<String>), Unknown> {
        let key = path::key(written);
        let place = self.tree().place(&key);
        if !place.below {
            return Ok((place, None));
        }
        let folders = self.tree().folders();
        let above = folders.path(place.folder);
        let unknown = key.get(above.len()..).unwrap_or_default().trim_start_matches('/');
        let first = unknown.split('/').next().unwrap_or_default();
        let siblings: Vec<&str> = self
            .tree()
            .children(place.folder)
            .map(|child| path::file_name(folders.path(child)))
            .collect();
        let near =
            suggest(first, siblings).map(|name| self.spelling.of_path(&path::join(above, name)));
        if above.is_empty() && near.is_some() {
            return Err(Unknown { what: "folder", name: written.to_owned(), near });
        }
        let above = self.spelling.of_path(above);
        let above = path::display(&above);
        let near = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
        let known = folders.path(place.folder);
        // A root of its own that nothing stands on.
        let note = if !known.is_empty() && path::is_root(known) && known.matches('/').count() < 2 {
            format!("nothing is declared there, and what is granted on `/` does not reach it{near}")
        } else {
            format!("nothing is declared there: it is like any place below `{above}`{near}")
        };
        Ok((place, Some(note)))
    }

    /// A path as the site spells it, as far as it knows it; the rest as it was written.
    fn spelled(&self, written: &str) -> String {
        let written = path::normalize(written);
        let spelled = self.spelling.of_path(&path::key(&written));
        let known = self.tree().place(&path::key(&written)).folder;
        let known = self.tree().folders().path(known).split('/');
        let depth = known.filter(|part| !part.is_empty()).count();
        let parts = spelled.split('/').take(depth).chain(written.split('/').skip(depth));
        parts.collect::<Vec<_>>().join("/")
    }

    fn grant(&self, user: Key, way: Way<'_>) -> DeclaredGrant {
        let mut grant = self.spelling.of_grant(way, self.names, self.tree());
        if let AccessVia::AllOf(groups) = &mut grant.holder {
            groups.sort();
        }
        let until = |group: &Key| self.origins.membership(user, *group)?.until;
        let member_until = way.via.groups().iter().find_map(until);
        DeclaredGrant { grant, declared: self.origins.grant(user, way), member_until }
    }

    /// The grants that give something at a place, as people read them: from the root down.
    fn grants(&self, person: &Person<'_>, place: Place) -> Vec<DeclaredGrant> {
        let ways = person.ways_to(place);
        let mut grants: Vec<DeclaredGrant> = ways.map(|way| self.grant(person.user, way)).collect();
        grants.sort_by(|a, b| (&a.grant.on, &a.grant).cmp(&(&b.grant.on, &b.grant)));
        grants
    }
}
