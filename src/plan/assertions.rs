//! Assertions on the site as a plan leaves it: undeclared grants and members count there.

use super::fold::Spelling;
use super::transition::Transition;
use crate::access::{Broken, Misfit, Pattern, View, broken, globs, misfits};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Beyond, LiveSite};
use crate::model::expect::Verb;
use crate::model::{ApiKey, Definition, Key, Names, Told, Undeclared, User, Value, kinds, path};
use crate::rules::permissions::expectation_broken::{RULE, finding, misfit_finding};
use crate::source::Span;
use crate::wording::argument;

/// What of the definition's assertions does not hold once every change is made.
pub fn broken_assertions(
    transition: &Transition,
    site: &Definition,
    live: &LiveSite,
    names: &Names,
) -> Vec<Diagnostic> {
    if site.expectations.is_empty() {
        return Vec::new();
    }
    let after = View::new(&transition.tree, &transition.after);
    let before = View::new(&transition.tree, &transition.before);
    let (found, today) = (broken(&after, &site.expectations), broken(&before, &site.expectations));
    let is_in = |list: &[Broken<'_>], clause: &Broken<'_>| {
        list.iter().any(|other| other.clause.span == clause.clause.span)
    };
    let mended = today.iter().filter(|broken| !is_in(&found, broken));
    let mended = mended.map(|broken| mends(&broken.expectation.text, broken.clause.span));
    let spelling = spelling(site, live, names);
    let of_site = match &live.snapshot {
        Some(file) => format!(" --in {}", argument(file)),
        None => format!(" --target {}", argument(&live.target)),
    };
    let broken = found.iter().map(|broken| {
        let key = broken.witness.user;
        let user = username(key, site, live, names);
        // The site as it is to be cannot be asked yet.
        let (when, of) =
            if is_in(&today, broken) { (NEITHER, Some(&*of_site)) } else { (NO_LONGER, None) };
        let place = spelling.of_path(&path::key(&broken.witness.path));
        finding(broken, user, &place, when, of)
    });
    let mut all: Vec<Diagnostic> = broken.chain(mended).collect();
    all.extend(rosters([&before, &after], transition, site, live, names));
    all
}

/// What of the lists of administrators does not hold.
fn rosters(
    [before, after]: [&View<'_>; 2],
    transition: &Transition,
    site: &Definition,
    live: &LiveSite,
    names: &Names,
) -> Vec<Diagnostic> {
    let [today, found] = [(before, 0), (after, 1)]
        .map(|(view, at)| misfits(view, &transition.offices[at], &site.expectations));
    let is_in = |list: &[Misfit<'_>], one: &Misfit<'_>| {
        list.iter().any(|other| other.roster.span == one.roster.span)
    };
    let user = |key: Key| username(key, site, live, names).to_owned();
    let group = |key: Key| {
        let name = site.group(key).map(|group| group.name);
        name.map_or(names.key_text(key), |name| names.text(name)).to_owned()
    };
    let broken = found.iter().map(|misfit| {
        let when = if is_in(&today, misfit) { NEITHER } else { NO_LONGER };
        misfit_finding(misfit, user, group, when)
    });
    let mended = today.iter().filter(|misfit| !is_in(&found, misfit));
    let mended = mended.map(|misfit| mends(&misfit.expectation.text, misfit.roster.span));
    broken.chain(mended).collect()
}

pub(super) const NEITHER: &str = " on the site, neither today nor after this plan";
pub(super) const NO_LONGER: &str = " on the site after this plan, and does today";

pub(super) fn mends(text: &str, span: Span) -> Diagnostic {
    let message = format!("{text:?} does not hold on the live site today; this plan mends it");
    Diagnostic::info(RULE.code, message).at(span, "this clause")
}

pub(super) fn username<'a>(
    key: Key,
    site: &Definition,
    live: &LiveSite,
    names: &'a Names,
) -> &'a str {
    let declared = site.user(key).map(|user| user.name);
    let live = || live.users.iter().find(|user| user.key == key).map(|user| user.name);
    declared.or_else(live).map_or(names.key_text(key), |name| names.text(name))
}

/// Assertions about places where the site has something that siteplan cannot judge: that they
/// hold was not established.
pub fn open_assertions(site: &Definition, live: &LiveSite, names: &Names) -> Vec<Diagnostic> {
    let clauses = site.expectations.iter().flat_map(|e| e.clauses.iter().map(move |c| (e, c)));
    let forbids = clauses.filter(|(_, clause)| clause.verb != Verb::Allow);
    let is_unread = |list: &str| live.unread.iter().any(|unread| unread.list == list);
    let links_are_unread = is_unread(kinds::BUNDLE.list);
    let keys_are_unread = is_unread(kinds::API_KEY.list);
    let mut found = Vec::new();
    for (expectation, clause) in forbids {
        let patterns: Vec<Pattern> =
            globs(&clause.to).filter_map(|text| Pattern::glob(text).ok()).collect();
        let meets = |beyond: &&Beyond| match beyond.folder {
            Some(folder) => {
                let folder = names.key_text(folder);
                patterns.iter().any(|pattern| pattern.matches_within(folder))
            }
            None => false,
        };
        let kept = |beyond: &Beyond| {
            let told = beyond.folder.map_or(Told::Nothing, Told::Folder);
            site.manage.undeclared(beyond.manage, told, names) == Undeclared::Keep
        };
        let mut open = live.beyond.iter().filter(meets);
        if let Some(first) = open.find(|beyond| !kept(beyond)) {
            found.push(
                not_established(&expectation.text)
                    .at(clause.span, format!("the site has {} there", first.text))
                    .help("look at it on the site; siteplan does not know whom it lets in"),
            );
        }
        if links_are_unread && clause.counts_outsiders() {
            found.push(
                not_established(&expectation.text)
                    .at(clause.span, "a share link may let outsiders in, and none is shown")
                    .help("let the key read the share links of the site"),
            );
        }
        let is_in_workspace = || patterns.iter().any(|p| p.matches_within("_/workspaces"));
        let administers = |user: &User| user.attributes.on("workspace_admin").is_some();
        if site.users.iter().any(administers) && is_in_workspace() {
            found.push(
                not_established(&expectation.text)
                    .at(clause.span, "a workspace has administrators by their role")
                    .help("which workspace has which number is not known to a definition"),
            );
        }
        // Its number comes with it.
        let is_of_new_workspace = |key: &ApiKey| {
            let workspace = key.attributes.value("workspace_id").and_then(Value::as_reference);
            workspace.is_some_and(|workspace| live.workspace(&workspace.name).is_none())
        };
        if clause.counts_site_keys()
            && site.api_keys.iter().any(is_of_new_workspace)
            && is_in_workspace()
        {
            found.push(
                not_established(&expectation.text)
                    .at(clause.span, "an API key of the site is confined to a new workspace")
                    .help("which number the workspace gets is not known before it is made"),
            );
        }
        if keys_are_unread && clause.counts_site_keys() {
            found.push(
                not_established(&expectation.text)
                    .at(clause.span, "an API key of the site may get in, and none is shown")
                    .help("let the key read the API keys of the site"),
            );
        }
    }
    found
}

pub(super) fn not_established(text: &str) -> Diagnostic {
    let message = format!("whether {text:?} holds is not established");
    Diagnostic::warning(codes::ASSERTION_NOT_ESTABLISHED, message)
}

/// Paths as the definition writes them, and else as the site does.
pub(super) fn spelling<'a>(site: &Definition, live: &LiveSite, names: &'a Names) -> Spelling<'a> {
    let mut spelling = Spelling::default();
    let grants = live.grants.iter().map(|grant| grant.path);
    let behaviors = live.behaviors.iter().map(|behavior| behavior.path);
    let live = live.folders.iter().map(|folder| folder.name).chain(grants).chain(behaviors);
    for path in live.chain(site.folders.iter().map(|folder| folder.name)) {
        spelling.path(names.text(path));
    }
    spelling
}
