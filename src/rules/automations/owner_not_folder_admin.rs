//! An automation whose owner is no Folder Admin of its paths.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::automation::patterns;
use crate::model::{Automation, Key, Owner, path};
use crate::rules::index::Reign;
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("owner-not-folder-admin"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an automation's owner is no folder admin of a path it works on",
    page: include_str!("owner_not_folder_admin.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut reigns: FxHashMap<Key, Reign<'_>> = FxHashMap::default();
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(user) = cx.site.user(key) else { continue };
        let (owner, name) = (cx.text(user.name), &automation.name);
        if let Some(role) = user.attributes.on("site_admin") {
            findings.push(
                RULE.found(format!("site administrator `{owner}` cannot own automation `{name}`"))
                    .at(span, "what a site administrator saves is owned by the site")
                    .at(role.span, "a site administrator by this role")
                    .help("say `owner \"site\"`"),
            );
            continue;
        }
        let reign = reigns.entry(key).or_insert_with(|| Reign::of(cx, key));
        for (folder, at) in places(automation) {
            let folder_key = path::key(folder.path);
            let partly = folder.open && reign.reaches_below(&folder_key);
            if !reign.covers(&folder_key) && !partly {
                let folder = path::display(folder.path);
                findings.push(
                    RULE.found(format!(
                        "`{owner}`, who owns `{name}`, is no folder admin of `{folder}`"
                    ))
                    .at(at, "the automation works here")
                    .at(span, "and runs with the permissions of this user")
                    .help(format!(
                        "grant `admin` on `{folder}` to `{owner}`, or say `owner \"site\"`"
                    )),
                );
            }
        }
    }
}

/// What is certain of a pattern: the folder before its first wildcard or token, and whether
/// the pattern goes on below it.
pub(super) struct Fixed<'p> {
    pub path: &'p str,
    pub open: bool,
}

/// The folders that the automation works on. With a `path`, the source is only a filter in it.
fn places(automation: &Automation) -> Vec<(Fixed<'_>, Span)> {
    let attributes = &automation.attributes;
    let found = patterns(|name| attributes.value(name)).into_iter();
    found.filter_map(|(_, name, text)| Some((fixed(text), attributes.get(name)?.span))).collect()
}

pub(super) fn fixed(pattern: &str) -> Fixed<'_> {
    let pattern = pattern.trim_start_matches('/');
    match pattern.find(['*', '?', '[', '{', '%']) {
        Some(at) => {
            let end = pattern[..at].rfind('/').unwrap_or(0);
            Fixed { path: &pattern[..end], open: true }
        }
        None => Fixed { path: pattern.trim_end_matches('/'), open: false },
    }
}
