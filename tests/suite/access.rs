//! Access as the engine decides it against access as the prose defines it, on strings and with
//! nothing of the engine's.

use proptest::prelude::*;
use siteplan::facade::access::{
    Atoms, Folders, Person, Place, Renames, Scope, Sign, State, Tree, View, difference,
};
use siteplan::facade::lower::{FileError, Files};
use siteplan::facade::model::Names;
use siteplan::facade::pipeline;
use std::collections::BTreeSet;
use std::fmt::Write;

const USERS: &[&str] = &["ada", "Ben", "Éva", "dan"];
const GROUPS: &[&str] = &["Sales", "Óps", "audit"];
const FOLDERS: &[&str] = &["A", "A/B", "A/b c", "A/B/Ç", "A/B/Ç/d", "AB", "É", "É/x"];
const LEVELS: &[&str] =
    &["list", "previewonly", "history", "writeonly", "readonly", "bundle", "full", "admin"];

#[derive(Debug, Clone)]
struct User {
    admin: bool,
    disabled: bool,
    expired: bool,
    protocols: bool,
    groups: Vec<bool>,
}

#[derive(Debug, Clone)]
struct Grant {
    folder: usize,
    level: usize,
    recursive: bool,
    /// A user, a group, or the first groups together.
    grantee: usize,
}

#[derive(Debug, Clone)]
pub struct Sample {
    users: Vec<User>,
    /// Whether a group lets its members sign in over the web.
    webs: Vec<bool>,
    groups_only: bool,
    fences: Vec<bool>,
    grants: Vec<Grant>,
    /// Names are written in another case and without accents.
    plain: bool,
}

/// The root is the last folder.
fn folder(index: usize) -> &'static str {
    FOLDERS.get(index).copied().unwrap_or("")
}

fn sample() -> impl Strategy<Value = Sample> {
    let rarely = || proptest::bool::weighted(0.15);
    let groups = proptest::collection::vec(any::<bool>(), GROUPS.len());
    let user = (rarely(), rarely(), rarely(), rarely(), groups).prop_map(
        |(admin, disabled, expired, no_protocols, groups)| User {
            admin,
            disabled: disabled && !admin,
            expired,
            protocols: !no_protocols || admin,
            groups,
        },
    );
    let grant = (
        0..=FOLDERS.len(),
        0..LEVELS.len(),
        proptest::bool::weighted(0.7),
        0..USERS.len() + GROUPS.len() + 2,
    )
        .prop_map(|(folder, level, recursive, grantee)| Grant {
            folder,
            level,
            recursive: recursive || LEVELS[level] == "admin",
            grantee,
        });
    (
        proptest::collection::vec(user, USERS.len()),
        proptest::collection::vec(any::<bool>(), GROUPS.len()),
        rarely(),
        proptest::collection::vec(proptest::bool::weighted(0.4), FOLDERS.len()),
        proptest::collection::vec(grant, 0..14),
        any::<bool>(),
    )
        .prop_map(|(users, webs, groups_only, fences, grants, plain)| Sample {
            users,
            webs,
            groups_only,
            fences,
            grants,
            plain,
        })
}

impl Sample {
    fn written(&self, name: &str) -> String {
        if self.plain { bare(name).to_uppercase() } else { name.to_owned() }
    }

    /// The groups that a grant asks for; none: it names a user.
    fn groups_of(&self, grant: &Grant) -> Option<Vec<usize>> {
        match grant.grantee.checked_sub(USERS.len())? {
            group if group < GROUPS.len() => Some(vec![group]),
            more => Some((0..more - GROUPS.len() + 2).collect()),
        }
    }

    fn text(&self) -> String {
        let mut out = format!(
            "site \"s\" {{\n settings {{\n protocol-access-groups-only #{}\n }}\n}}\n",
            self.groups_only
        );
        for (name, user) in USERS.iter().zip(&self.users) {
            let groups: Vec<String> = GROUPS
                .iter()
                .zip(&user.groups)
                .filter(|(_, is_in)| **is_in)
                .map(|(name, _)| format!("{name:?}"))
                .collect();
            writeln!(out, "user {:?} {{", self.written(name)).expect("text");
            if !groups.is_empty() {
                writeln!(out, "groups {}", groups.join(" ")).expect("text");
            }
            if user.admin {
                out.push_str("role \"site-admin\"\n");
            }
            if user.expired {
                out.push_str("authenticate-until \"2026-05-01T00:00:00Z\"\n");
            }
            let protocols = if user.protocols { "\"sftp\" \"web\"" } else { "#null" };
            writeln!(out, "disabled #{}\nprotocols {protocols}\n}}", user.disabled).expect("text");
        }
        for (name, web) in GROUPS.iter().zip(&self.webs) {
            let protocols = if *web { "protocols \"web\"" } else { "notes \"none\"" };
            writeln!(out, "group {:?} {{ {protocols}; }}", self.written(name)).expect("text");
        }
        for at in 0..=FOLDERS.len() {
            let path =
                if folder(at).is_empty() { "/".to_owned() } else { self.written(folder(at)) };
            writeln!(out, "folder {path:?} {{").expect("text");
            if self.fences.get(at).copied().unwrap_or(false) {
                out.push_str("fence\n");
            }
            let mut seen = BTreeSet::new();
            for grant in self.grants.iter().filter(|grant| grant.folder == at) {
                if !seen.insert((grant.level, grant.grantee, grant.recursive)) {
                    continue;
                }
                let head =
                    format!("grant {:?} recursive=#{}", LEVELS[grant.level], grant.recursive);
                match self.groups_of(grant) {
                    None => writeln!(out, "{head} user={:?}", USERS[grant.grantee]),
                    Some(groups) if groups.len() == 1 => {
                        writeln!(out, "{head} group={:?}", GROUPS[groups[0]])
                    }
                    Some(groups) => {
                        let names: Vec<String> =
                            groups.iter().map(|group| format!("{:?}", GROUPS[*group])).collect();
                        writeln!(out, "{head} {{ all-of {}; }}", names.join(" "))
                    }
                }
                .expect("text");
            }
            out.push_str("}\n");
        }
        out
    }

    /// The prose, word by word.
    fn naive(&self, user: usize, path: &str) -> BTreeSet<&'static str> {
        let person = &self.users[user];
        if person.disabled || person.expired {
            return BTreeSet::new();
        }
        if person.admin {
            return atoms("admin");
        }
        let web = person.groups.iter().zip(&self.webs).any(|(is_in, web)| *is_in && *web);
        if !(web || person.protocols && !self.groups_only) {
            return BTreeSet::new();
        }
        let path = bare(path);
        let mut all = BTreeSet::new();
        for grant in &self.grants {
            let on = bare(folder(grant.folder));
            let held = match self.groups_of(grant) {
                None => grant.grantee == user,
                Some(groups) => groups.iter().all(|group| person.groups[*group]),
            };
            let below = on.is_empty() && !path.is_empty() || path.starts_with(&format!("{on}/"));
            let meant = path == on || below && grant.recursive;
            let fenced = FOLDERS.iter().zip(&self.fences).any(|(fence, stands)| {
                let fence = bare(fence);
                let at_or_above = path == fence || path.starts_with(&format!("{fence}/"));
                let strictly_below_the_grant =
                    on.is_empty() || fence.starts_with(&format!("{on}/"));
                *stands && at_or_above && strictly_below_the_grant
            });
            if held && meant && (!fenced || LEVELS[grant.level] == "admin") {
                all.extend(atoms(LEVELS[grant.level]));
            }
        }
        all
    }
}

fn bare(text: &str) -> String {
    let plain = |c: char| match c {
        'É' | 'é' => 'e',
        'Ó' | 'ó' => 'o',
        'Ç' | 'ç' => 'c',
        other => other.to_ascii_lowercase(),
    };
    text.chars().map(plain).collect()
}

fn atoms(level: &str) -> BTreeSet<&'static str> {
    let names: &[&str] = match level {
        "list" => &["list"],
        "previewonly" => &["preview", "list"],
        "history" => &["history", "list"],
        "writeonly" => &["write"],
        "readonly" => &["read", "preview", "list"],
        "bundle" => &["share", "read", "preview", "list"],
        "full" => &["write", "read", "preview", "delete", "list"],
        _ => &["list", "preview", "read", "write", "delete", "share", "history", "manage"],
    };
    names.iter().copied().collect()
}

/// Every folder, something in it, and something further below.
fn paths() -> Vec<String> {
    let mut all = Vec::new();
    for at in 0..=FOLDERS.len() {
        for below in ["", "new", "new/er"] {
            all.push(siteplan::facade::model::path::join(folder(at), below));
        }
    }
    all
}

struct Text(String);

impl Files for Text {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.0.clone())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

fn state(sample: &Sample, names: &mut Names, folders: &mut Folders) -> State {
    let text = sample.text();
    let read = pipeline::read("site.kdl", &Text(text.clone()), std::mem::take(names));
    let wrong: Vec<_> =
        read.loading.iter().chain(&read.lowering).filter(|found| found.is_error()).collect();
    assert!(wrong.is_empty(), "{text}\n{wrong:#?}");
    *names = read.names;
    let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
    State::of_definition(&read.site, names, now, folders, &Renames::default())
}

fn place(tree: &Tree, path: &str) -> Place {
    tree.place(&siteplan::facade::model::path::key(path))
}

fn named(atoms: Atoms) -> BTreeSet<&'static str> {
    atoms.names().collect()
}

fn user_key(names: &Names, user: usize) -> siteplan::facade::model::Key {
    names.find_key(USERS[user]).expect("declared")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn access_is_what_the_prose_says(sample in sample()) {
        let (mut names, mut folders) = (Names::default(), Folders::default());
        let state = state(&sample, &mut names, &mut folders);
        let tree = Tree::new(folders);
        let view = View::new(&tree, &state);
        for (user, name) in USERS.iter().enumerate() {
            let person = Person::new(&view, user_key(&names, user));
            for path in paths() {
                let place = place(&tree, &path);
                prop_assert_eq!(
                    named(person.access(place)),
                    sample.naive(user, &path),
                    "{} on {:?}\n{}", name, path, sample.text()
                );
                let region = person.regions().into_iter().rev().find(|region| {
                    tree.is_within(place.folder, region.folder)
                });
                let by_region = region.map_or(Atoms::NONE, |region| {
                    if region.folder == place.folder && !place.below { region.own } else { region.below }
                });
                prop_assert_eq!(by_region, person.access(place), "{} by regions", path);
            }
        }
    }

    #[test]
    fn a_difference_says_what_separates_two_states(first in sample(), second in sample()) {
        let (mut names, mut folders) = (Names::default(), Folders::default());
        let before = state(&first, &mut names, &mut folders);
        let after = state(&second, &mut names, &mut folders);
        let tree = Tree::new(folders);
        let users = (0..USERS.len()).map(|user| user_key(&names, user));
        let people = difference(&tree, &before, &after, users);
        for (user, name) in USERS.iter().enumerate() {
            let key = user_key(&names, user);
            let changes = people.iter().find(|person| person.user == key);
            let changes = changes.map_or(&[][..], |person| &person.changes);
            for path in paths() {
                let (old, new) = (first.naive(user, &path), second.naive(user, &path));
                let place = place(&tree, &path);
                for (sign, expected) in [
                    (Sign::Gained, new.difference(&old).copied().collect::<BTreeSet<_>>()),
                    (Sign::Lost, old.difference(&new).copied().collect()),
                ] {
                    let told = told(changes, sign, place, &tree);
                    prop_assert_eq!(
                        told, expected, "{} {:?} on {:?}\n{}\n{}\n{:#?}",
                        name, sign, path, first.text(), second.text(), changes
                    );
                }
            }
            for change in changes {
                prop_assert!(!change.through.is_empty(), "{change:#?}");
            }
        }
    }

    #[test]
    fn what_is_said_to_take_access_away_does(sample in sample()) {
        let (mut names, mut folders) = (Names::default(), Folders::default());
        let state = state(&sample, &mut names, &mut folders);
        let tree = Tree::new(folders);
        let view = View::new(&tree, &state);
        for user in 0..USERS.len() {
            let key = user_key(&names, user);
            let person = Person::new(&view, key);
            for at in 0..=FOLDERS.len() {
                let place = place(&tree, folder(at));
                let why = siteplan::facade::access::why(&person, place);
                let mut without = state.clone();
                without.cut(key, &why.cuts, place.folder);
                let view = View::new(&tree, &without);
                let left = Person::new(&view, key);
                prop_assert!(
                    matches!(why.cuts[..], [siteplan::facade::access::Cut::Role])
                        || left.access(place).is_none(),
                    "{:?}", why
                );
                // One change fewer is not enough.
                for skipped in 0..why.cuts.len() {
                    let mut fewer = why.cuts.clone();
                    fewer.remove(skipped);
                    let mut without = state.clone();
                    without.cut(key, &fewer, place.folder);
                    let view = View::new(&tree, &without);
                    prop_assert!(!Person::new(&view, key).access(place).is_none(), "{:?}", why);
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_reaches_a_pattern_is_who_reaches_some_path_of_it(
        sample in sample(),
        pattern in proptest::sample::select(vec!["**", "A/**", "a/*", "A/B/ç", "*/x", "**/new", "[!a]*", "É/{x,y}"]),
        level in 0..LEVELS.len(),
    ) {
        let (mut names, mut folders) = (Names::default(), Folders::default());
        let state = state(&sample, &mut names, &mut folders);
        let tree = Tree::new(folders);
        let view = View::new(&tree, &state);
        let wanted = atoms(LEVELS[level]);
        let mask = Atoms::NAMED.iter().filter(|(name, _)| wanted.contains(name));
        let mask = mask.fold(Atoms::NONE, |all, (_, atom)| all | *atom);
        let glob = siteplan::facade::access::Pattern::glob(pattern).expect("a glob");
        let users = || (0..USERS.len()).map(|user| user_key(&names, user));
        let has = siteplan::facade::access::who_has_any(&view, &glob, mask, users());
        let lacks = siteplan::facade::access::who_lacks_any(&view, &glob, mask, users());
        let matching: Vec<String> = paths().into_iter().filter(|path| glob.is_match(&bare(path))).collect();
        for (user, name) in USERS.iter().enumerate() {
            let key = user_key(&names, user);
            let any = matching.iter().any(|path| !sample.naive(user, path).is_disjoint(&wanted));
            let found = has.iter().find(|found| found.user == key);
            // A short list of paths may miss one that is there; never the other way round.
            prop_assert!(found.is_some() || !any, "{} {}", name, pattern);
            if let Some(found) = found {
                let real = sample.naive(user, &found.path);
                prop_assert!(!real.is_disjoint(&wanted), "{} on {}", name, found.path);
                prop_assert!(glob.is_match(&bare(&found.path)), "{} is no {}", found.path, pattern);
            }
            let known = (0..=FOLDERS.len()).map(folder).filter(|path| glob.is_match(&bare(path)));
            let lacking = known.filter(|path| !wanted.is_subset(&sample.naive(user, path))).count() > 0;
            prop_assert_eq!(lacks.iter().any(|found| found.user == key), lacking);
        }
    }
}

/// What the entries of one sign say of a place: all that hold there together.
fn told(
    changes: &[siteplan::facade::access::PlaceChange<'_>],
    sign: Sign,
    place: Place,
    tree: &Tree,
) -> BTreeSet<&'static str> {
    let covers = |folder, scope: Scope| match scope {
        Scope::Whole => tree.is_within(place.folder, folder),
        Scope::FolderOnly => place == Place::at(folder),
        Scope::BelowOnly => tree.is_within(place.folder, folder) && place != Place::at(folder),
    };
    let mut all = Atoms::NONE;
    for change in changes.iter().filter(|change| change.sign == sign) {
        let excepted = change.except.iter().any(|(folder, scope)| covers(*folder, *scope));
        if covers(change.folder, change.scope) && !excepted {
            all |= change.atoms;
        }
    }
    named(all)
}
