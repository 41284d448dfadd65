//! Which Folder Admins could edit or run an automation of the site's, and how much of its
//! paths is theirs.

use super::Context;
use super::administered::Administered;
use super::places::{Place, places};
use crate::model::{Automation, Grant, Grantee, Key, Level, Owner, User, path};
use rustc_hash::{FxHashMap, FxHashSet};
use std::rc::Rc;

/// Findings name so many, and say of the others only that there are some.
const SHOWN: usize = 3;

/// How many accounts are looked at for one automation in any case, and for all together. Beyond
/// both, who is found first stands for the many others that are Folder Admins of that folder.
const LOOKS_EACH: u32 = 64;
const LOOKS_TOGETHER: u32 = 200_000;

/// Who could edit one automation: the grants that make them Folder Admins of one of its paths.
#[derive(Default)]
pub struct Editors<'a> {
    /// Who is Folder Admin of some of its paths, and surely not of the one named.
    pub partly: Vec<(&'a Grant, Box<str>)>,
    /// Who is Folder Admin of all its paths, and does not see all logs by a role.
    pub wholly: Vec<&'a Grant>,
}

/// The editors of each automation, in the definition's order; none where these cannot matter.
pub fn editors<'a>(cx: &Context<'a>) -> Vec<Option<Rc<Editors<'a>>>> {
    let mut finder = Finder::new(cx);
    cx.site.automations.iter().map(|automation| finder.of(automation)).collect()
}

/// Finds the editors of many automations; those that work in the same places are looked at
/// once.
struct Finder<'a, 'c> {
    cx: &'c Context<'a>,
    admins: FxHashMap<&'a str, Vec<&'a Grant>>,
    /// Folders above one that has a Folder Admin.
    above: FxHashSet<&'a str>,
    administered: FxHashMap<Key, Administered<'a>>,
    known: FxHashMap<Vec<Anchor<'a>>, Rc<Editors<'a>>>,
    looks: u32,
}

/// All that matters of a place: the nearest folder with a Folder Admin, and the place itself
/// where there are Folder Admins below it.
type Anchor<'a> = (Option<&'a str>, Option<Box<str>>);

impl<'a, 'c> Finder<'a, 'c> {
    fn new(cx: &'c Context<'a>) -> Self {
        let mut admins: FxHashMap<&str, Vec<&Grant>> = FxHashMap::default();
        let mut above: FxHashSet<&str> = FxHashSet::default();
        for grant in cx.site.grants.iter().filter(|grant| grant.level == Level::Admin) {
            let folder = cx.names.key_text(grant.folder);
            admins.entry(folder).or_default().push(grant);
            let mut at = folder;
            while let Some(parent) = path::parent(at).filter(|parent| above.insert(parent)) {
                at = parent;
            }
        }
        let (administered, known) = (FxHashMap::default(), FxHashMap::default());
        Finder { cx, admins, above, administered, known, looks: 0 }
    }

    /// The editors of an automation that the site is said to own and that runs.
    fn of(&mut self, automation: &'a Automation) -> Option<Rc<Editors<'a>>> {
        let ours = matches!(automation.owner, Some((Owner::Site, _)));
        if !ours || automation.attributes.on("disabled").is_some() || self.admins.is_empty() {
            return None;
        }
        let places = places(automation);
        let anchors: Vec<Anchor<'a>> = places.iter().map(|place| self.anchor(place)).collect();
        if let Some(known) = self.known.get(&anchors) {
            return Some(Rc::clone(known));
        }
        let editors = Rc::new(self.find(&places, &anchors));
        self.known.insert(anchors, Rc::clone(&editors));
        Some(editors)
    }

    fn anchor(&self, place: &Place) -> Anchor<'a> {
        let nearest = up(&place.key).find_map(|at| self.admins.get_key_value(at));
        let undecided = place.open && self.above.contains(place.key.as_str());
        (nearest.map(|(folder, _)| *folder), undecided.then(|| place.key.as_str().into()))
    }

    fn find(&mut self, places: &[Place], anchors: &[Anchor<'a>]) -> Editors<'a> {
        let mut folders: Vec<&'a str> = Vec::new();
        for at in anchors.iter().filter_map(|(anchor, _)| *anchor).flat_map(up) {
            if !folders.contains(&at) {
                folders.push(at);
            }
        }
        let mut editors = Editors::default();
        let mut seen: FxHashSet<&Grantee> = FxHashSet::default();
        let mut looks = 0;
        for folder in folders {
            let all = places.iter().all(|place| path::is_within(&place.key, folder));
            for grant in self.admins.get(folder).into_iter().flatten().copied() {
                // Above all of the paths nobody covers a part only.
                let enough = editors.wholly.len() > SHOWN && (all || editors.partly.len() > SHOWN);
                if enough || (looks > LOOKS_EACH && self.looks + looks > LOOKS_TOGETHER) {
                    break;
                }
                if seen.insert(&grant.grantee) {
                    looks += judge(self.cx, &mut self.administered, grant, places, &mut editors);
                }
            }
        }
        self.looks += looks;
        editors
    }
}

/// Sorts a grantee in by the first member who has all of the paths, and the first who has some.
/// Gives how many members it looked at.
fn judge<'a>(
    cx: &Context<'a>,
    administered: &mut FxHashMap<Key, Administered<'a>>,
    grant: &'a Grant,
    places: &[Place],
    editors: &mut Editors<'a>,
) -> u32 {
    let (mut partly, mut wholly, mut looks) = (None, false, 0);
    for user in users(cx, &grant.grantee) {
        looks += 1;
        let own = administered.entry(user.key).or_insert_with(|| Administered::of(cx, user.key));
        let gaps = || places.iter().filter(|place| !own.covers(&place.key));
        let undecided = |place: &Place| place.open && own.reaches_below(&place.key);
        match gaps().find(|place| !undecided(place)) {
            Some(gap) => partly = partly.or(Some(path::display(&gap.path).into())),
            None => wholly |= gaps().next().is_none() && !user.is_read_only_admin(),
        }
        if partly.is_some() && wholly {
            break;
        }
    }
    editors.partly.extend(partly.map(|gap| (grant, gap)));
    editors.wholly.extend(wholly.then_some(grant));
    looks
}

/// The accounts of a grantee that can sign in and are no site administrators.
fn users<'a>(cx: &Context<'a>, grantee: &Grantee) -> impl Iterator<Item = &'a User> {
    let keys: Vec<Key> = match grantee {
        Grantee::User(user) => vec![*user],
        Grantee::Group(group) => cx.members_of(*group).iter().map(|m| m.user).collect(),
        Grantee::Partner(_) => Vec::new(),
        Grantee::AllOf(groups) => {
            let in_all = |user: &Key| {
                let of = cx.memberships_of(*user);
                groups.iter().all(|group| of.iter().any(|m| m.group == *group))
            };
            let first = groups.first().map_or(&[][..], |group| cx.members_of(*group));
            first.iter().map(|m| m.user).filter(in_all).collect()
        }
    };
    let users = keys.into_iter().filter_map(|key| cx.site.user(key));
    users.filter(|user| !user.is_disabled() && !user.is_site_admin())
}

/// A folder and those above it.
fn up(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |at| path::parent(at))
}

/// "user `a`", "user `a` or group `b`", "user `a`, group `b`, user `c` or others".
pub fn named<'a>(
    cx: &Context<'_>,
    grants: impl Iterator<Item = &'a Grant>,
    last_word: &str,
) -> String {
    let mut names: Vec<String> = grants.map(|grant| cx.grantee(&grant.grantee)).collect();
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("others".to_owned());
    }
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("{} {last_word} {last}", rest.join(", "))
        }
        _ => names.concat(),
    }
}

/// Those of the grants that a finding points at.
pub fn shown<T>(grants: &[T]) -> &[T] {
    &grants[..grants.len().min(SHOWN)]
}
