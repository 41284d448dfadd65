//! An assertion that holds because it speaks of nothing.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lower::suggest;
use crate::model::expect::{Clause, Demand, Office, Verb, Whom};
use crate::model::{Definition, Names, path};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    code: Code("expectation-of-nothing"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "an assertion speaks of a folder that nothing declared is near, or of an empty group",
    page: include_str!("expectation-of-nothing.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    if cx.site.expectations.is_empty() {
        return;
    }
    let known = Known::of(cx);
    for expectation in &cx.site.expectations {
        for clause in &expectation.clauses {
            findings.extend(known.far(&expectation.text, &clause.to, clause.span));
            findings.extend(empty_groups(cx, &expectation.text, clause));
        }
        for duty in &expectation.duties {
            if let Demand::End { to, place, .. } = &duty.demand {
                findings.extend(known.far(&expectation.text, to, *place));
            }
        }
        for roster in &expectation.rosters {
            if let Office::Folders(glob) = &roster.office {
                let place = roster.place.unwrap_or(roster.span);
                findings.extend(known.far(&expectation.text, glob, place));
            }
        }
    }
}

/// The folders that are declared, and those above them; the root is none.
struct Known<'a> {
    site: &'a Definition,
    names: &'a Names,
    folders: FxHashSet<&'a str>,
}

impl<'a> Known<'a> {
    fn of(cx: &Context<'a>) -> Self {
        let mut folders = FxHashSet::default();
        for folder in &cx.site.folders {
            let mut at = Some(cx.names.key_text(folder.key));
            while let Some(folder) = at.filter(|folder| !folder.is_empty()) {
                if !folders.insert(folder) {
                    break;
                }
                at = path::parent(folder);
            }
        }
        Known { site: cx.site, names: cx.names, folders }
    }

    /// A pattern that begins with a folder which neither is declared nor lies in or above one
    /// that is.
    fn far(&self, text: &str, glob: &str, place: Span) -> Option<Diagnostic> {
        let fixed = fixed_part(glob);
        let first = fixed.split('/').next().filter(|first| !first.is_empty())?;
        // The roots beside the site are always there.
        if self.folders.contains(&*path::key(first)) || first == "_" {
            return None;
        }
        let tops = self.folders.iter().filter(|folder| !folder.contains('/'));
        let mut tops: Vec<String> =
            tops.map(|folder| self.site.spelled(folder, self.names)).collect();
        tops.sort_unstable();
        let near = suggest(first, tops.iter().map(String::as_str));
        let label = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no folder is declared there".to_owned(),
        };
        let message = format!("{text:?} speaks of `{fixed}`, and nothing declared is near it");
        Some(
            RULE.found(message)
                .at(place, label)
                .help("it holds whatever is granted elsewhere; declare the folder if it is meant"),
        )
    }
}

/// The folders of a glob before the first that is a pattern.
fn fixed_part(glob: &str) -> &str {
    let mut end = 0;
    for part in glob.split_inclusive('/') {
        if part.contains(['*', '?', '[', '{', '\\']) {
            break;
        }
        end += part.len();
    }
    glob[..end].trim_end_matches('/')
}

/// `only` says of an empty group that nobody may.
fn empty_groups(cx: &Context<'_>, text: &str, clause: &Clause) -> Vec<Diagnostic> {
    if clause.verb == Verb::Only {
        return Vec::new();
    }
    let groups = clause.whom.iter().filter_map(|(whom, span)| match whom {
        Whom::Group(group) => Some((*group, *span)),
        Whom::User(_) | Whom::Partner(_) | Whom::Outsiders | Whom::SiteKey(_) => None,
    });
    let empty = groups
        .filter(|(group, _)| cx.site.group(*group).is_some() && cx.members_of(*group).is_empty());
    empty
        .map(|(group, span)| {
            let name = cx.group_name(group);
            RULE.found(format!("{text:?} speaks of group `{name}`, and nobody is declared in it"))
                .at(span, "an empty group")
                .help("it is held against nobody; say who is in the group, or name who is meant")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::fixed_part;
    use crate::rules::tests::messages;

    #[test]
    fn patterns_begin_where_the_first_sign_is() {
        assert_eq!(fixed_part("Finance/**"), "Finance");
        assert_eq!(fixed_part("A/b*/c"), "A");
        assert_eq!(fixed_part("A/b"), "A/b");
        assert_eq!(fixed_part("**"), "");
        assert_eq!(fixed_part("{A,B}/c"), "");
    }

    #[test]
    fn what_is_near_is_silent() {
        let found = |to: &str| {
            let site = format!(
                "user \"u\"\nfolder \"Finance/Reports\"\nexpect \"x\" {{\n    deny \"read\" \
                 to={to:?} user=\"u\"\n}}\n"
            );
            messages("expectation-of-nothing", &site).len()
        };
        assert_eq!(found("Finanec/**"), 1);
        assert_eq!(found("finance/**"), 0);
        assert_eq!(found("Finance/Payroll/**"), 0);
        assert_eq!(found("**"), 0);
        assert_eq!(found("*/Payroll"), 0);
    }
}
