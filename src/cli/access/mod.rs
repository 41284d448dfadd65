//! `access`: questions about who can do what where.

mod git;
mod operand;

use super::arguments::{Access, AccessQuery, AccessSource, TableFormat};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::{definition, target};
use crate::access::{Cause, Folders, Renames, Sign, State, Through, Tree, View, difference};
use crate::model::{Key, Names};
use crate::plan::fold::{Spelling, Telling, fold};
use crate::query::{Answer, Asked, Difference, Origins, Unknown};
use crate::render::json::answer::Report;
use crate::render::{csv, markdown, text};

pub fn run(options: &Access, output: &mut Output) -> Result<Exit, Failure> {
    let answer = match &options.query {
        AccessQuery::Of { user, source } => {
            ask(source, output, |asked, label| Ok(Answer::Of(asked.of(label, user)?)))?
        }
        AccessQuery::On { path, source } => {
            ask(source, output, |asked, label| Ok(Answer::On(asked.on(label, path)?)))?
        }
        AccessQuery::Why { user, path, source } => {
            ask(source, output, |asked, label| Ok(Answer::Why(asked.why(label, user, path)?)))?
        }
        AccessQuery::Diff { before, after } => diff(before, after, output)?,
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(exit) => return Ok(exit),
    };
    output.result(&match options.format {
        TableFormat::Text => text::answer(&answer, options.verbose, output.style()),
        TableFormat::Json => output::json(&Report::from(answer)),
        TableFormat::Csv => csv::answer(&answer),
        TableFormat::Markdown => markdown::answer(&answer),
    })?;
    Ok(Exit::Fine)
}

/// A question about one state of a site.
fn ask(
    source: &AccessSource,
    output: &Output,
    question: impl FnOnce(&Asked<'_>, &str) -> Result<Answer, Unknown>,
) -> Result<Result<Answer, Exit>, Failure> {
    let mut names = Names::default();
    let opened = match &source.target.target {
        Some(flag) => operand::live(target::parse(flag)?, flag, &mut names, output)?,
        None => match operand::open(&source.source, &mut names, output)? {
            Ok(opened) => opened,
            Err(exit) => return Ok(Err(exit)),
        },
    };
    // What a live site has may be declared here.
    let declared =
        if opened.is_live() { operand::beside(&source.source, &mut names) } else { None };
    let (mut folders, renames) = (Folders::default(), Renames::default());
    let state = opened.state(&names, definition::now(), &mut folders, &renames);
    let by = declared.as_ref().unwrap_or(&opened);
    let origins = by.origins(&names, &mut folders, &renames);
    let tree = Tree::new(folders);
    let mut spelling = Spelling::default();
    opened.spell(&names, &mut spelling);
    let asked = Asked { names: &names, view: View::new(&tree, &state), spelling, origins };
    question(&asked, &opened.label).map(Ok).map_err(unknown)
}

fn unknown(unknown: Unknown) -> Failure {
    let Unknown { what, name, near } = unknown;
    Failure::Usage {
        message: format!("no {what} is named `{name}`"),
        help: match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "name it as the definition or the site does".to_owned(),
        },
    }
}

fn diff(before: &str, after: &str, output: &Output) -> Result<Result<Answer, Exit>, Failure> {
    let mut names = Names::default();
    let (before, after) = match (
        operand::open(before, &mut names, output)?,
        operand::open(after, &mut names, output)?,
    ) {
        (Ok(before), Ok(after)) => (before, after),
        (Err(exit), _) | (_, Err(exit)) => return Ok(Err(exit)),
    };
    let (mut folders, now) = (Folders::default(), definition::now());
    let (renames, same) = (after.renames_from(&before, &names), Renames::default());
    let mut old = before.state(&names, now, &mut folders, &renames);
    let new = after.state(&names, now, &mut folders, &same);
    let origins = [
        before.origins(&names, &mut folders, &renames),
        after.origins(&names, &mut folders, &same),
    ];
    let tree = Tree::new(folders);
    old.lies_as_it_did(&tree, &renames);
    let users = everybody(&old, &new, &names);
    let people = difference(&tree, &old, &new, users);
    let mut spelling = Spelling::default();
    before.spell(&names, &mut spelling);
    after.spell(&names, &mut spelling);
    let origin =
        |sign: Sign, user: Key, through: &Through<'_>| of_through(&origins, sign, user, through);
    let telling =
        Telling { names: &names, tree: &tree, spelling, states: [&old, &new], origin: &origin };
    let impact = fold(&people, &telling);
    let (before, after) = (before.label, after.label);
    Ok(Ok(Answer::Diff(Difference { before, after, impact })))
}

/// What was gained is declared in the later state, and what is lost in the earlier; but it is
/// the later one that declares a new fence, and every move.
fn of_through(
    [before, after]: &[Origins; 2],
    sign: Sign,
    user: Key,
    through: &Through<'_>,
) -> Option<crate::diff::Origin> {
    let by = match (through.cause, sign) {
        (Cause::Move(_), _) | (Cause::Fence(_), Sign::Lost) => after,
        (Cause::Fence(_), Sign::Gained) | (_, Sign::Lost) => before,
        (_, Sign::Gained) => after,
    };
    by.of_through(user, through)
}

fn everybody(old: &State, new: &State, names: &Names) -> Vec<Key> {
    let mut users: Vec<Key> = old.users().chain(new.users()).collect();
    users.sort_unstable_by_key(|user| names.key_text(*user));
    users.dedup();
    users
}
