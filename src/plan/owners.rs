//! Automations that a plan stops by what it takes from their owners: the account, the last folder
//! that they administer, a path.

use super::transition::Transition;
use crate::access::{Coverage, Folders, Gap, ShutOut, Standing, State, Tree, View, Worker, needed};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::diff::{Change, Field, Operation};
use crate::live::{LiveAutomation, LiveOwner, LiveSite};
use crate::model::leads::{Doubt, Lead, Leads, leads};
use crate::model::{Automation, Definition, Key, Level, Names, Value, kinds, path};
use crate::wording::shortened;
use rustc_hash::FxHashMap;

/// Automations that an edit gives to somebody who cannot work where they lead: by the key that
/// makes it, or by an `owner` beside which the definition does not say the rest.
pub fn owners_taking_over(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    site: &Definition,
    names: &Names,
) -> Vec<Diagnostic> {
    let after = View::new(&transition.tree, &transition.after);
    let mut found = Vec::new();
    for change in changes.iter().filter(|change| change.operation != Operation::Delete) {
        let Some(name) = change.address.automation() else { continue };
        let declared = site.automations.iter().find(|declared| match declared.id {
            Some(id) => Some(id) == change.id,
            None => *declared.name == *name,
        });
        let known = live.automations.iter().find(|known| Some(known.id) == change.id);
        let owner = change.assignment(Field::Owner).map(|set| &set.after);
        let owner = match (owner, known) {
            (Some(owner), _) => {
                owner.as_text().and_then(|owner| owner.strip_prefix("user ")).map(str::to_owned)
            }
            // One that stays whose it is, and is switched on.
            (None, Some(known)) if known.attributes.is_on("disabled") => match known.owner {
                LiveOwner::User(user) => {
                    let user = transition.renames.of_user(user);
                    let named = live.users.iter().find(|live| live.key == user);
                    Some(
                        named.map_or(names.key_text(user), |live| names.text(live.name)).to_owned(),
                    )
                }
                _ => None,
            },
            _ => None,
        };
        let Some(owner) = owner else { continue };
        let Some(key) = names.find_key(&owner) else { continue };
        let get = |name: &'static str| {
            let set = change.assignment(Field::attribute(&kinds::AUTOMATION, name));
            set.map(|set| &set.after).or_else(|| Some(known?.attributes.get(name)))
        };
        if get("disabled") == Some(&Value::Bool(true)) {
            continue;
        }
        let worker = Worker::new(&after, &transition.offices[1], key);
        let all = leads(get);
        // Of an owner who is said, and of what is said whole, the rules on the definition speak.
        if declared.is_some_and(|declared| declared.owner.is_some() && says(declared, &all)) {
            continue;
        }
        let gap = all.known.iter().find_map(|lead| match worker.covers(lead, &all.files) {
            Coverage::Gap(gap) => Some(gap),
            _ => None,
        });
        let what = match (disability(&worker), gap) {
            (Some(what), _) => what.to_owned(),
            (None, Some(gap)) => {
                format!("cannot work on `{}`", spelled(&gap.path, live, names))
            }
            (None, None) => continue,
        };
        let message = format!("automation `{name}` is `{owner}`'s after this edit, who {what}");
        let mut finding = Diagnostic::error(codes::OWNER_CHANGE_ON_APPLY, message).help(
            "say owner \"site\" and apply with the key of a site administrator, or see to it that its owner can run it",
        );
        if let Some(declared) = declared {
            finding = finding.at(declared.name_span, "it fails from the next run on");
        }
        found.push(finding);
    }
    found
}

/// Whether a definition alone leads where the automation leads on the site.
fn says(declared: &Automation, all: &Leads<'_>) -> bool {
    let routes = |leads: &Leads<'_>| {
        let routes = leads.known.iter().map(|lead| lead.route.to_string());
        routes.collect::<Vec<String>>()
    };
    let said = leads(|name| declared.attributes.value(name));
    declared.attributes.get("automation").is_some() && routes(&said) == routes(all)
}

/// Live automations whose owner could run them before the changes, and cannot after.
pub fn owners_losing_paths(
    transition: &Transition,
    live: &LiveSite,
    changes: &[Change],
    names: &Names,
) -> Vec<Diagnostic> {
    let owned: Vec<_> = live.automations.iter().filter(|a| is_owned_by_user(a)).collect();
    if owned.is_empty() {
        return Vec::new();
    }
    let mut edits: FxHashMap<i64, &Change> = FxHashMap::default();
    for change in changes.iter().filter(|change| change.address.automation().is_some()) {
        edits.extend(change.id.map(|id| (id, change)));
    }
    let heirs = heirs(changes, names);
    let today = today(transition, live, names);
    let before = match &today {
        Some((tree, state)) => View::new(tree, state),
        None => View::new(&transition.tree, &transition.before),
    };
    let after = View::new(&transition.tree, &transition.after);
    let [offices_before, offices_after] = &transition.offices;
    let mut found = Vec::new();
    for automation in owned {
        let LiveOwner::User(owner) = automation.owner else { continue };
        let name = automation.name.as_deref().unwrap_or("without a name");
        let edit = edits.get(&automation.id).copied();
        if edit.is_some_and(stops_or_moves) {
            continue;
        }
        let user = transition.renames.of_user(owner);
        let username = live.users.iter().find(|user| user.key == owner).map(|user| user.name);
        let mut owner = username.map_or(names.key_text(user), |name| names.text(name));
        let (mut later, mut does) = (user, "owns");
        if transition.after.account(user).is_none() {
            // Whoever leaves automations to nobody is another finding's matter.
            let Some((heir, name)) = heirs.get(&user) else { continue };
            (later, owner, does) = (*heir, name, "is to get");
        }
        let old = Worker::new(&before, offices_before, user);
        let new = Worker::new(&after, offices_after, later);
        let who = format!("`{owner}`, who {does} automation `{name}`,");
        if !is_able(&old) {
            continue;
        }
        if let Some(what) = disability(&new) {
            let any_more = if later == user && what == NO_ADMIN { " any more" } else { "" };
            let what = format!("{what}{any_more}");
            let help = "give the automation another owner first, or disable it in the same plan";
            found.push(
                Diagnostic::error(codes::OWNER_LOSES_PATH, format!("{who} {what}")).help(help),
            );
            continue;
        }
        let lost = lost(automation, edit, &old, &new).map(|lost| match lost {
            Lost::Path { gap, lacked } => {
                let path = spelled(&gap.path, live, names);
                Lost::Path { gap: Gap { path, ..gap }, lacked }
            }
            doubtful => doubtful,
        });
        found.extend(lost.map(|lost| told(&who, &lost, changes, later == user)));
    }
    found
}

/// The users to whom those who go leave their automations, with their names.
fn heirs<'c>(changes: &'c [Change], names: &Names) -> FxHashMap<Key, (Key, &'c str)> {
    let all = changes.iter().filter_map(|change| {
        let user = names.find_key(change.address.user()?)?;
        let heir = change.assignment(Field::NewOwner)?.after.as_text()?.strip_prefix("user ")?;
        Some((user, (names.find_key(heir)?, heir)))
    });
    all.collect()
}

/// Whether an edit has the automation not run, or with another's permissions.
fn stops_or_moves(edit: &Change) -> bool {
    let disabled = edit.assignment(Field::attribute(&kinds::AUTOMATION, "disabled"));
    edit.operation == Operation::Delete
        || edit.assignment(Field::Owner).is_some()
        || disabled.is_some_and(|set| set.after == Value::Bool(true))
}

const NO_ADMIN: &str = "is folder admin of nothing";

/// Whether somebody can own automations that run.
fn is_able(worker: &Worker<'_>) -> bool {
    disability(worker).is_none()
}

/// Why no automation of theirs runs, whatever its paths are.
fn disability(worker: &Worker<'_>) -> Option<&'static str> {
    let admin = || worker.person.ways.iter().any(|way| way.held.level == Level::Admin);
    let child = || !worker.child_sites().is_empty();
    match worker.person.standing {
        Standing::ShutOut(ShutOut::Disabled) => Some("is disabled"),
        Standing::ShutOut(ShutOut::Expired) => Some("has expired"),
        Standing::Absent => Some("is not there"),
        Standing::Everything => None,
        _ if admin() || child() => None,
        _ => Some(NO_ADMIN),
    }
}

/// The site under the paths of today, where some of them change: an automation that is not
/// touched names what lies there, whatever moves.
fn today(transition: &Transition, live: &LiveSite, names: &Names) -> Option<(Tree, State)> {
    let renames = transition.renames.has_moves().then(|| transition.renames.of_people())?;
    let mut folders = Folders::default();
    let state = live.access(names, transition.before.now(), &mut folders, &renames);
    Some((Tree::new(folders), state))
}

fn is_owned_by_user(automation: &LiveAutomation) -> bool {
    matches!(automation.owner, LiveOwner::User(_)) && !automation.attributes.is_on("disabled")
}

/// What was covered and is no longer, or can be decided no longer.
enum Lost {
    Path { gap: Gap, lacked: Vec<&'static str> },
    Certainty { route: String, doubt: Doubt },
}

fn told(who: &str, lost: &Lost, changes: &[Change], keeps: bool) -> Diagnostic {
    let keep = || {
        let ways = if keeps {
            "keep `admin` for the owner, or give the automation another owner first"
        } else {
            "grant `admin` to the heir in the same plan, or name another"
        };
        ways.to_owned()
    };
    match lost {
        Lost::Path { gap, lacked } => {
            let what = if lacked.is_empty() {
                if keeps { "is folder admin no longer of" } else { "is no folder admin of" }
                    .to_owned()
            } else {
                let verb = if keeps { "loses" } else { "lacks" };
                format!("{verb} {} on", lacked.join(", "))
            };
            let message = format!("{who} {what} `{}`", gap.path);
            let help = moved(&gap.path, changes).map_or_else(keep, |(from, to)| {
                format!(
                    "`{from}` becomes `{to}`, and a move changes no path that is written down \
                     elsewhere: declare the automation with the new one"
                )
            });
            Diagnostic::error(codes::OWNER_LOSES_PATH, message).help(help)
        }
        Lost::Certainty { route, doubt } => {
            let message = format!("{who} may lose what `{route}` leads to: {doubt}");
            Diagnostic::warning(codes::OWNER_LOSES_PATH, message).help(keep())
        }
    }
}

/// A path, as far as the site has it as it is written there.
fn spelled(path: &str, live: &LiveSite, names: &Names) -> String {
    let key = path::key(path);
    let folders = live.folders.iter();
    let around = folders.filter(|folder| path::is_within(&key, names.key_text(folder.key)));
    let nearest = around.max_by_key(|folder| names.key_text(folder.key).len());
    let Some(nearest) = nearest.map(|folder| names.text(folder.name)) else {
        return shortened(path);
    };
    let depth = nearest.split('/').filter(|name| !name.is_empty()).count();
    let rest: Vec<&str> = path.split('/').skip(depth).collect();
    shortened(&path::join(nearest, &rest.join("/")))
}

/// The move that takes a path away: where from, and where to.
fn moved<'c>(gap: &str, changes: &'c [Change]) -> Option<(&'c str, &'c str)> {
    let gap = path::key(gap);
    let moves = changes.iter().filter(|change| change.operation == Operation::Move);
    let mut moves =
        moves.filter_map(|change| Some((change.was.as_deref()?, change.address.folder()?)));
    moves.find(|(from, _)| path::is_within(&gap, &path::key(from)))
}

/// The first lead that was covered, with all others, and is no longer.
fn lost(
    automation: &LiveAutomation,
    edit: Option<&Change>,
    old: &Worker<'_>,
    new: &Worker<'_>,
) -> Option<Lost> {
    let now = |name: &'static str| Some(automation.attributes.get(name));
    let then = |name: &'static str| {
        let field = Field::attribute(&kinds::AUTOMATION, name);
        let set = edit.and_then(|edit| edit.assignment(field));
        set.map_or_else(|| now(name), |set| Some(&set.after))
    };
    let (former, all): (Leads<'_>, Leads<'_>) = (leads(now), leads(then));
    let gap = |lead: &Lead<'_>| matches!(old.covers(lead, &former.files), Coverage::Gap(_));
    if former.known.iter().any(gap) {
        return None;
    }
    let judged = all.known.iter().map(|lead| (lead, new.covers(lead, &all.files)));
    let mut doubtful = None;
    for (lead, coverage) in judged {
        match coverage {
            Coverage::Gap(gap) => {
                let wanted = needed(lead.work);
                let lacked = wanted.without(wanted.without(gap.lacks)).names().collect();
                return Some(Lost::Path { gap, lacked });
            }
            Coverage::Undecided(doubt) if doubtful.is_none() => {
                let before = old.covers(lead, &all.files) == Coverage::Covered;
                let route = lead.route.to_string();
                doubtful = before.then_some(Lost::Certainty { route, doubt });
            }
            _ => {}
        }
    }
    doubtful
}
