//! A grant that another one covers, on the same folder or above.

use crate::access::{Held, Place, View};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grant, Grantee, Key, Level};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("redundant-grant"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "another grant, on the folder or above, gives all of this one",
    page: include_str!("redundant-grant.md"),
    check: Check::Definition(check),
};

/// The grants of one grantee on one folder, by level and recursion.
type Row<'a> = FxHashMap<(Level, bool), &'a Grant>;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut rows: FxHashMap<(Key, &Grantee), Row<'_>> = FxHashMap::default();
    for grant in &cx.site.grants {
        let row = rows.entry((grant.folder, &grant.grantee)).or_default();
        row.entry((grant.level, grant.recursive)).or_insert(grant);
    }
    let view = cx.ground();
    for node in cx.grant_nodes() {
        let Some(row) = rows.get(&(node.grant.folder, &node.grant.grantee)) else { continue };
        // The rows of one word: two for `readwrite`, else one.
        for word in node.rows.chunk_by(|a, b| a.level_span == b.level_span) {
            if !judge(cx, row, word, findings) {
                inherited(cx, &view, &rows, word, findings);
            }
        }
    }
}

/// Whether all that a word gives comes from folders above: with levels as wide, to the same
/// grantee, and with no fence between.
fn inherited(
    cx: &Context<'_>,
    view: &View<'_>,
    rows: &FxHashMap<(Key, &Grantee), Row<'_>>,
    word: &[Grant],
    findings: &mut Vec<Diagnostic>,
) {
    let covered: Option<Vec<&Grant>> =
        word.iter().map(|grant| from_above(cx, view, rows, grant)).collect();
    let Some((first, other)) = word.first().zip(covered.as_deref().and_then(|all| all.first()))
    else {
        return;
    };
    let said = if word.len() > 1 { "readwrite" } else { first.level.as_str() };
    let (folder, above) = (cx.folder_path(first.folder), cx.folder_path(other.folder));
    let to = cx.grantee(&first.grantee);
    findings.push(
        RULE.found(format!("`{said}` on `{folder}` gives {to} nothing more"))
            .at(first.level_span, "redundant: it is inherited")
            .at(
                other.level_span,
                format!("`{}` on `{above}` gives all of it", other.level.as_str()),
            )
            .help(format!("drop `{said}`, or put a fence between if less is meant above")),
    );
}

/// The nearest grant above that gives all of this one at its folder.
fn from_above<'a>(
    cx: &Context<'_>,
    view: &View<'_>,
    rows: &FxHashMap<(Key, &Grantee), Row<'a>>,
    grant: &Grant,
) -> Option<&'a Grant> {
    let folders = view.tree.folders();
    let folder = folders.find(cx.names.key_text(grant.folder))?;
    folders.upwards(folder).skip(1).find_map(|above| {
        let key = cx.names.find_path_key(folders.path(above))?;
        let row = rows.get(&(key, &grant.grantee))?;
        let reaches = |level| {
            let held = Held::grant(above, level, true);
            view.reaches(held, Place::at(folder))
        };
        let covers = |level: Level| {
            (level == grant.level || gives(level).contains(&grant.level)) && reaches(level)
        };
        let found = row.iter().filter(|((level, recursive), _)| *recursive && covers(*level));
        found.map(|(_, other)| *other).min_by_key(|other| other.level)
    })
}

/// What the same folder covers; whether that was anything.
fn judge(cx: &Context<'_>, row: &Row<'_>, word: &[Grant], findings: &mut Vec<Diagnostic>) -> bool {
    let covered: Vec<(&Grant, &Grant)> =
        word.iter().filter_map(|grant| Some((grant, wider(row, grant)?))).collect();
    let Some((grant, other)) = covered.first() else { return false };
    let (level, folder) = (grant.level.as_str(), cx.folder_path(grant.folder));
    let to = cx.grantee(&grant.grantee);
    let rest = word.iter().find(|half| covered.iter().all(|(found, _)| found.level != half.level));
    let (said, help) = match (word, rest) {
        (_, Some(rest)) => {
            (level, format!("write `{}` here, without `{level}`", rest.level.as_str()))
        }
        ([_], None) => (level, format!("drop `{level}`")),
        (_, None) => ("readwrite", "drop `readwrite`".to_owned()),
    };
    findings.push(
        RULE.found(format!("`{said}` on `{folder}` gives {to} nothing more"))
            .at(grant.level_span, "redundant: the site may drop it by itself")
            .at(other.level_span, format!("`{}` gives all of it", other.level.as_str()))
            .help(help),
    );
    true
}

/// The narrowest other grant that gives all of this one.
fn wider<'a>(row: &Row<'a>, grant: &Grant) -> Option<&'a Grant> {
    let covers = |level: Level, recursive: bool| {
        let same = level == grant.level;
        (same || gives(level).contains(&grant.level))
            && (recursive || !grant.recursive)
            && !(same && recursive == grant.recursive)
    };
    let found = row.iter().filter(|((level, recursive), _)| covers(*level, *recursive));
    found.map(|(_, other)| *other).min_by_key(|other| (other.level, !other.recursive))
}

/// The narrower levels that a level gives.
fn gives(level: Level) -> &'static [Level] {
    match level {
        Level::Admin => &[
            Level::Full,
            Level::Bundle,
            Level::ReadOnly,
            Level::WriteOnly,
            Level::History,
            Level::PreviewOnly,
            Level::List,
        ],
        Level::Full => &[Level::ReadOnly, Level::WriteOnly, Level::List],
        Level::Bundle => &[Level::ReadOnly, Level::List],
        Level::ReadOnly | Level::History => &[Level::List],
        Level::WriteOnly | Level::PreviewOnly | Level::List => &[],
    }
}
