//! Who gains or loses access, in words: people, places, grants, and how a change comes about.

use crate::access::Atoms;
use crate::diff::Origin;
use crate::model::{Level, path};
use crate::plan::{
    AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace, AccessThrough,
    AccessVia, AccountState, Scope, Sign,
};
use crate::wording::{counted, plural};

/// At most so many names, grants of a change and exceptions to it are written out.
const PEOPLE_SHOWN: usize = 6;
const GRANTS_SHOWN: usize = 2;
const EXCEPTIONS_SHOWN: usize = 3;

/// How names and paths are set off from the words around them.
pub struct Quoting {
    pub name: fn(&str) -> String,
    pub path: fn(&str) -> String,
    /// How a grant that goes gave what is lost.
    pub lost_through: &'static str,
}

pub const PLAIN: Quoting = Quoting {
    name: |name| format!("{name:?}"),
    path: |at| path::display(at).to_owned(),
    lost_through: "through",
};

/// `2 people gain, 1 loses`.
pub fn totals(impact: &AccessImpact) -> String {
    let AccessImpact { gain, lose, .. } = *impact;
    format!(
        "{} {}{}, {lose} {}{}",
        counted(gain, "person", "people"),
        plural(gain, "gains", "gain"),
        among(impact, Sign::Gained),
        plural(lose, "loses", "lose"),
        among(impact, Sign::Lost),
    )
}

/// ` (outsiders among them)`: no number says how many these are; and keys, which are no people.
pub fn among(impact: &AccessImpact, sign: Sign) -> String {
    let strangers = impact.strangers(sign).into_iter().map(|one| one.in_words().to_owned());
    let keys = match impact.site_keys(sign).len() {
        0 => None,
        keys => Some(counted(keys, "API key", "API keys")),
    };
    let among: Vec<String> = strangers.chain(keys).collect();
    if among.is_empty() { String::new() } else { format!(" ({} among them)", among.join(" and ")) }
}

/// The people of a move: a whole group as such, else by name.
pub fn people(one: &AccessMove, verbose: bool) -> String {
    let listed = || {
        let most = if verbose { usize::MAX } else { PEOPLE_SHOWN };
        first(", ", one.people.iter().cloned(), one.people.len(), most)
    };
    match &one.group {
        Some(group) if verbose => {
            format!("{} members of group {group:?}: {}", one.people.len(), listed())
        }
        Some(group) => format!("{} members of group {group:?}", one.people.len()),
        None => listed(),
    }
}

/// What of a place is gained or lost, with exceptions and grants.
pub fn told(change: &AccessChange, verbose: bool) -> String {
    format!(
        "{} on {}{}{}",
        atoms(&change.atoms),
        place(&change.place),
        exceptions(&change.except, verbose),
        through(change, verbose)
    )
}

/// The first place of those that declare the grants which [`told`] lists.
pub fn declared(change: &AccessChange) -> Option<&Origin> {
    cover(change).into_iter().find_map(|through| through.declared.as_ref())
}

pub fn atoms<T: AsRef<str>>(names: &[T]) -> String {
    match names.len() {
        0 => "nothing".to_owned(),
        all if all == Atoms::NAMED.len() => "everything".to_owned(),
        all => first(", ", names.iter().map(|name| name.as_ref().to_owned()), all, all),
    }
}

/// The first of several texts, and how many more there are.
pub fn first(
    between: &str,
    items: impl Iterator<Item = String>,
    all: usize,
    most: usize,
) -> String {
    let mut text = items.take(most).collect::<Vec<_>>().join(between);
    if all > most {
        text.push_str(&format!(" and {} more", all - most));
    }
    text
}

pub fn place(place: &AccessPlace) -> String {
    place_in(place, &PLAIN)
}

pub fn place_in(place: &AccessPlace, quoting: &Quoting) -> String {
    let path = (quoting.path)(&place.path);
    match place.scope {
        Scope::Whole => path,
        Scope::FolderOnly => format!("{path} (this folder only)"),
        Scope::BelowOnly => format!("below {path}"),
    }
}

/// Every exception and grant of a change, without the place and what is gained or lost.
pub fn reason(change: &AccessChange) -> String {
    let except = exceptions(&change.except, true);
    format!("{except}{}", through(change, true)).trim_start_matches([',', ' ']).to_owned()
}

pub(super) fn exceptions(except: &[AccessPlace], verbose: bool) -> String {
    if except.is_empty() {
        return String::new();
    }
    let most = if verbose { usize::MAX } else { EXCEPTIONS_SHOWN };
    format!(", but not {},", first(", ", except.iter().map(place), except.len(), most))
}

fn through(change: &AccessChange, verbose: bool) -> String {
    let most = if verbose { usize::MAX } else { GRANTS_SHOWN };
    let ways = ways(change, &PLAIN);
    let shown = ways.iter().take(most).map(|(way, _)| way.as_str());
    let mut text = shown.collect::<Vec<_>>().join("; ");
    if ways.len() > most {
        text.push_str(&format!("; and {} more", ways.len() - most));
    }
    if text.is_empty() { text } else { format!(" {text}") }
}

/// What makes the difference, the widest grant first, each way once, with where the first of its
/// grants is declared.
pub fn ways<'a>(change: &'a AccessChange, quoting: &Quoting) -> Vec<(String, Option<&'a Origin>)> {
    each_once(&cover(change), |through| way_in(through, change, quoting))
}

pub(super) fn each_once<'a>(
    all: &[&'a AccessThrough],
    way: impl Fn(&AccessThrough) -> String,
) -> Vec<(String, Option<&'a Origin>)> {
    let mut ways: Vec<(String, Option<&Origin>)> = Vec::new();
    for through in all.iter().copied() {
        let way = way(through);
        if ways.iter().all(|(known, _)| *known != way) {
            ways.push((way, through.declared.as_ref()));
        }
    }
    ways
}

/// The widest of the grants, and others only for what those before do not give.
pub(super) fn cover(change: &AccessChange) -> Vec<&AccessThrough> {
    let gives = |through: &AccessThrough| {
        through.grant.as_ref().map_or(Atoms::ALL, |grant| Atoms::of(grant.level))
    };
    let wanted = |name: &str| change.atoms.iter().any(|atom| atom == name);
    let relevant = |atoms: Atoms| atoms.names().filter(|name| wanted(name)).count();
    let mut all: Vec<&AccessThrough> = change.through.iter().collect();
    all.sort_by_key(|through| std::cmp::Reverse(relevant(gives(through))));
    let mut covered = Atoms::NONE;
    all.retain(|through| {
        let adds = relevant(gives(through).without(covered)) > 0;
        covered |= gives(through);
        adds
    });
    all
}

/// How a grant comes, goes or is stopped.
pub fn way(through: &AccessThrough, change: &AccessChange) -> String {
    way_in(through, change, &PLAIN)
}

fn way_in(through: &AccessThrough, change: &AccessChange, quoting: &Quoting) -> String {
    way_to(through, change.change, Some(&change.place.path), true, quoting)
}

/// The same for whatever follows from one cause: `named` is the only place that is told with it.
pub(super) fn way_of(
    through: &AccessThrough,
    sign: Sign,
    named: Option<&str>,
    quoting: &Quoting,
) -> String {
    let of_person = matches!(
        through.because,
        AccessCause::Membership | AccessCause::Account | AccessCause::Role
    );
    way_to(through, sign, named, !of_person, quoting)
}

/// `with_folder` says whether it is told on which folder a grant stands that is not the named one.
fn way_to(
    through: &AccessThrough,
    sign: Sign,
    named: Option<&str>,
    with_folder: bool,
    quoting: &Quoting,
) -> String {
    let gains = sign == Sign::Gained;
    let holder = through.grant.as_ref().map_or_else(String::new, |grant| {
        let on = if !with_folder || Some(&*grant.on) == named {
            String::new()
        } else {
            format!(" on {}", (quoting.path)(&grant.on))
        };
        format!("{}{on}", holder_in(&grant.holder, quoting))
    });
    match (&through.because, gains) {
        (AccessCause::Grant, true) => format!("through {holder}"),
        (AccessCause::Grant, false) => format!("{} {holder}", quoting.lost_through),
        (AccessCause::Membership, true) => format!("as a member of {holder}"),
        (AccessCause::Membership, false) => format!("no longer a member of {holder}"),
        (AccessCause::Partner, gains) => {
            let is_of_partner = through
                .grant
                .as_ref()
                .is_some_and(|grant| matches!(grant.holder, AccessVia::Partner(_)));
            match (is_of_partner, gains) {
                (true, true) => format!("as a user of {holder}"),
                (true, false) => format!("no longer a user of {holder}"),
                (false, true) => format!("through {holder}, no longer a partner's user"),
                (false, false) => format!("{} {holder}, as a partner's user", quoting.lost_through),
            }
        }
        (AccessCause::Fence(fence), true) => {
            format!("through {holder}, no longer stopped by the fence on {}", (quoting.path)(fence))
        }
        (AccessCause::Fence(fence), false) => {
            format!("through {holder}, stopped by the fence on {}", (quoting.path)(fence))
        }
        (AccessCause::Move(folder), gains) => {
            let is_named = Some(&**folder) == named;
            let what = if is_named { "it".to_owned() } else { (quoting.path)(folder) };
            let reach = if gains { "into whose reach" } else { "out of whose reach" };
            format!("through {holder}, {reach} {what} moves")
        }
        (AccessCause::Role, true) => "as site administrator".to_owned(),
        (AccessCause::Role, false) => "as site administrator no longer".to_owned(),
        (AccessCause::Account, true) => {
            let by = if holder.is_empty() {
                "as site administrator".to_owned()
            } else {
                format!("through {holder}")
            };
            format!("{}, {by}", account(through, gains))
        }
        (AccessCause::Account, false) => account(through, gains).to_owned(),
    }
}

/// What becomes of an account; a plan of an earlier version does not tell. What a site has beyond
/// its definition is told as gained, too.
fn account(through: &AccessThrough, gains: bool) -> &'static str {
    let is_key =
        through.grant.as_ref().is_some_and(|grant| matches!(grant.holder, AccessVia::SiteKey(_)));
    match (through.account, gains) {
        (Some(AccountState::Absent), false) if is_key => "with the key removed",
        (Some(AccountState::Absent), false) => "with the account removed",
        (Some(AccountState::Absent) | None, _) => "with the account",
        (Some(AccountState::Disabled), false) => "with the account disabled",
        (Some(AccountState::Disabled), true) => "with the account enabled",
        (Some(AccountState::Expired), false) => "with the account expired",
        (Some(AccountState::Expired), true) => "with the account not expired",
        (Some(AccountState::NoProtocol), false) => "without a protocol to sign in over",
        (Some(AccountState::NoProtocol), true) => "with a protocol to sign in over",
        (Some(AccountState::Confined), false) => "confined to another folder",
        (Some(AccountState::Confined), true) => "not confined to another folder",
    }
}

/// Who holds a grant, in a line about one person or several.
pub fn holder(holder: &AccessVia) -> String {
    holder_in(holder, &PLAIN)
}

fn holder_in(holder: &AccessVia, quoting: &Quoting) -> String {
    match holder {
        AccessVia::Own => "a grant by name".to_owned(),
        AccessVia::Role => "the administrator's role".to_owned(),
        AccessVia::Group(group) => format!("group {}", (quoting.name)(group)),
        AccessVia::Partner(partner) => format!("partner {}", (quoting.name)(partner)),
        AccessVia::Setting(setting) => format!("the setting {}", (quoting.name)(setting)),
        AccessVia::Link(link) => format!("share link {}", (quoting.name)(link)),
        AccessVia::SiteKey(key) => format!("API key {}", (quoting.name)(key)),
        AccessVia::AllOf(groups) => {
            let groups: Vec<String> = groups.iter().map(|group| (quoting.name)(group)).collect();
            format!("all of {}", groups.join(", "))
        }
    }
}

/// A grant by its level and folder.
pub fn grant(grant: &AccessGrant) -> String {
    if let AccessVia::Setting(setting) = &grant.holder {
        return format!("{setting} on {}", path::display(&grant.on));
    }
    if let AccessVia::Link(link) = &grant.holder {
        return format!("share link {link:?} to {}", path::display(&grant.on));
    }
    if let AccessVia::SiteKey(key) = &grant.holder {
        return format!("API key {key:?} of the site, on {}", path::display(&grant.on));
    }
    if grant.level == Level::Admin && grant.on.starts_with("_/Sites/") {
        return format!("site-admin on {}", grant.on);
    }
    if grant.holder == AccessVia::Role {
        return format!("administrator of {}", path::display(&grant.on));
    }
    let scope = if grant.recursive { "" } else { " (this folder only)" };
    format!("{} on {}{scope}", grant.level.as_str(), path::display(&grant.on))
}
