//! `access`: questions about who can do what where.

mod operand;
mod since;
mod unused;

use super::arguments::TargetArgs;
use super::completion;
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::help;
use super::history;
use super::output::{self, Output};
use super::target;
use crate::model::Names;
use crate::pipeline::{self, Operand};
use crate::query::review::{self, By};
use crate::query::{Answer, Asked, Unknown};
use crate::render::json::answer::Report;
use crate::render::{csv, html, markdown, text};
use clap::{Args, Subcommand, ValueEnum};
use clap_complete::engine::ArgValueCompleter;
use unused::UnusedArgs;

#[derive(Debug, Args)]
pub struct AccessArgs {
    #[command(subcommand)]
    pub query: AccessQuery,
    /// Name every person, grant and exception
    #[arg(long, short, global = true)]
    pub verbose: bool,
    #[arg(long, global = true, default_value = "text", value_enum)]
    pub format: TableFormat,
}

#[derive(Debug, Subcommand)]
pub enum AccessQuery {
    /// What a user can do where, and through which grants; or what being in a group gives
    #[command(after_long_help = help::of("access of"))]
    Of {
        /// A user, else a group, else a partner; also group:NAME and partner:NAME
        #[arg(add = ArgValueCompleter::new(completion::people_and_groups))]
        name: String,
        #[command(flatten)]
        source: SourceArgs,
    },
    /// Who can do what at a path, the gravest first
    #[command(after_long_help = help::of("access on"))]
    On {
        /// A folder's path, whether or not it exists yet
        #[arg(add = ArgValueCompleter::new(completion::folders))]
        path: String,
        #[command(flatten)]
        source: SourceArgs,
    },
    /// Every grant behind a user's access to a path, what stops others, and what would end it
    #[command(after_long_help = help::of("access why"))]
    Why {
        /// A username, or (outsiders)
        #[arg(add = ArgValueCompleter::new(completion::people))]
        user: String,
        /// A folder's path, whether or not it exists yet
        #[arg(add = ArgValueCompleter::new(completion::folders))]
        path: String,
        #[command(flatten)]
        source: SourceArgs,
    },
    /// What nobody needed since some time: people, roles, keys, protocols and groups
    #[command(after_long_help = help::of("access unused"))]
    Unused(UnusedArgs),
    /// Who has what, by what, and since when, as a table to decide in
    #[command(after_long_help = help::of("access review"))]
    Review {
        /// What stands together, and so who owns a row
        #[arg(long, value_enum, default_value = "folder")]
        by: ReviewBy,
        #[command(flatten)]
        source: SourceArgs,
    },
    /// Who gains or loses access from one state to another
    #[command(after_long_help = help::of("access diff"))]
    Diff {
        /// A definition, a snapshot (.json), local:FILE, or a definition at a git revision
        /// (main:site.kdl)
        before: String,
        /// As before
        after: String,
        #[command(flatten)]
        outside: OutsideArgs,
    },
}

#[derive(Debug, Args)]
pub struct SourceArgs {
    /// The definition (also at a git revision, as in main:site.kdl) or the snapshot to ask
    #[arg(long = "in", value_name = "FILE|SNAPSHOT", default_value = "site.kdl")]
    pub source: String,
    #[command(flatten)]
    pub target: TargetArgs,
    #[command(flatten)]
    pub outside: OutsideArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Text,
    Json,
    Csv,
    Markdown,
    /// One self-contained page
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReviewBy {
    /// Owned by its Folder Admins
    Folder,
    /// Owned by its admins
    Group,
    /// Owned by whoever is responsible for the account
    Person,
}

impl From<ReviewBy> for By {
    fn from(by: ReviewBy) -> Self {
        match by {
            ReviewBy::Folder => By::Folder,
            ReviewBy::Group => By::Group,
            ReviewBy::Person => By::Person,
        }
    }
}

pub fn run(options: &AccessArgs, output: &mut Output) -> Result<Exit, Failure> {
    let answer = match &options.query {
        AccessQuery::Of { name, source } => {
            ask(source, output, |asked, label| asked.of(label, name))?
        }
        AccessQuery::On { path, source } => {
            ask(source, output, |asked, label| Ok(Answer::On(asked.on(label, path)?)))?
        }
        AccessQuery::Why { user, path, source } => {
            ask(source, output, |asked, label| Ok(Answer::Why(asked.why(label, user, path)?)))?
        }
        AccessQuery::Diff { before, after, outside } => diff(before, after, outside, output)?,
        AccessQuery::Review { by, source } => {
            let mut names = Names::default();
            let (of, declared) = opened(source, &mut names, output)?;
            let now = definition::now();
            let mut answer = pipeline::review(&of, declared.as_ref(), &names, now, (*by).into());
            if let Some(flag) = &source.target.target {
                let site = target::target(Some(flag), None)?.reader(output)?;
                review::tell_log(&mut answer, &history::of(&*site, output));
            }
            Answer::Review(answer)
        }
        AccessQuery::Unused(unused) => {
            unused::answer(unused, options.format == TableFormat::Text, output)?
        }
    };
    output.result(&match options.format {
        TableFormat::Text => text::answer(&answer, options.verbose, output.style()),
        TableFormat::Json => output::json(&Report::from(answer)),
        TableFormat::Csv => csv::answer(&answer),
        TableFormat::Markdown => markdown::answer(&answer),
        TableFormat::Html => html::answer(&answer),
    });
    Ok(Exit::Fine)
}

/// A question about one state of a site.
fn ask(
    source: &SourceArgs,
    output: &Output,
    question: impl FnOnce(&Asked<'_>, &str) -> Result<Answer, Unknown>,
) -> Result<Answer, Failure> {
    let mut names = Names::default();
    let (opened, declared) = opened(source, &mut names, output)?;
    let answer = pipeline::ask(&opened, declared.as_ref(), &names, definition::now(), |asked| {
        question(asked, &opened.label)
    });
    answer.map_err(unknown)
}

/// What is asked, and the definition beside it.
fn opened(
    source: &SourceArgs,
    names: &mut Names,
    output: &Output,
) -> Result<(Operand, Option<Operand>), Failure> {
    let opened = match &source.target.target {
        Some(flag) => operand::live(target::target(Some(flag), None)?, flag, names, output)?,
        None => operand::open(&source.source, &source.outside, names, output)?,
    };
    // What a live site has may be declared here.
    let declared = if opened.is_live() {
        operand::beside(&source.source, &source.outside, names, output)
    } else {
        None
    };
    Ok((opened, declared))
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

fn diff(
    before: &str,
    after: &str,
    outside: &OutsideArgs,
    output: &Output,
) -> Result<Answer, Failure> {
    let mut names = Names::default();
    // What is wrong with both is told at once.
    let before = match operand::open(before, outside, &mut names, output) {
        Err(failure) if !matches!(failure, Failure::Told(_)) => return Err(failure),
        opened => opened,
    };
    let after = operand::open(after, outside, &mut names, output)?;
    Ok(Answer::Diff(pipeline::difference(&before?, &after, &names, definition::now())))
}
