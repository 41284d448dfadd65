//! `access unused`: what nobody needed, and the lines of the definition that can go.

use super::since::{self, Since};
use super::{SourceArgs, opened};
use crate::cli::definition;
use crate::cli::disk;
use crate::cli::exit::Failure;
use crate::cli::fixes;
use crate::cli::output::Output;
use crate::live::LiveSite;
use crate::model::Names;
use crate::pipeline::{self, Content, Droppable, Operand};
use crate::query::Answer;
use crate::query::unused::{Dropped, Found};
use crate::render::words::unused::day;
use clap::Args;
use jiff::Timestamp;
use std::path::Path;

#[derive(Debug, Args)]
pub struct UnusedArgs {
    /// How far back, as in 90d, 12w, 6m (months) or 1y; or since which day, as in 2026-01-31
    #[arg(long, value_name = "WHEN", default_value = "90d", value_parser = since::parse)]
    pub since: Since,
    /// Drop the lines of the definition beside the site that say what is unused, as far as what
    /// is left still checks
    #[arg(long)]
    pub fix: bool,
    /// With --fix: change nothing, show what would change
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    #[command(flatten)]
    pub source: SourceArgs,
}

pub fn answer(options: &UnusedArgs, is_text: bool, output: &Output) -> Result<Answer, Failure> {
    let now = definition::now();
    let since = options.since.before(now)?;
    let mut names = Names::default();
    let (of, declared) = opened(&options.source, &mut names, output)?;
    let Content::Live(live) = &of.content else {
        return Err(Failure::Usage {
            message: format!("`{}` is a definition, and says nothing of who was active", of.label),
            help:
                "ask a snapshot, as in --in live.json (siteplan snapshot --out live.json), or the \
                   site: --target https://HOST; ./site.kdl beside it says which lines to drop"
                    .to_owned(),
        });
    };
    reaches(live, &of.label, since)?;
    let mut found = pipeline::unused(&of, live, declared.as_ref(), &names, since, now);
    if options.fix {
        fix(options, &mut found, declared.as_ref(), &names, is_text, output)?;
    }
    Ok(Answer::Unused(found.unused))
}

/// A snapshot from before the moment shows nobody who was active since.
fn reaches(live: &LiveSite, label: &str, since: Timestamp) -> Result<(), Failure> {
    let newest = live.read_at.or_else(|| live.newest_use());
    if newest.is_some_and(|newest| newest >= since) {
        return Ok(());
    }
    let since = day(since);
    let message = match newest {
        Some(newest) if live.read_at.is_some() => {
            format!(
                "`{label}` was made {}, and cannot tell who was active since {since}",
                day(newest)
            )
        }
        Some(newest) => format!(
            "`{label}` shows nothing after {}: it may be from before {since}, and does not say when it was made",
            day(newest)
        ),
        None => format!("`{label}` shows no activity of anybody"),
    };
    Err(Failure::Usage {
        message,
        help:
            "make a new one with this siteplan: siteplan snapshot --out live.json; or ask for an \
               earlier --since"
                .to_owned(),
    })
}

/// Drops what can be dropped, and notes of each item what became of it.
fn fix(
    options: &UnusedArgs,
    found: &mut Found,
    declared: Option<&Operand>,
    names: &Names,
    is_text: bool,
    output: &Output,
) -> Result<(), Failure> {
    let Some(Content::Definition(checked)) = declared.map(|declared| &declared.content) else {
        return Err(Failure::Usage {
            message: "there is no definition without errors beside the site to drop anything from"
                .to_owned(),
            help: "run it where its site.kdl lies, or see what siteplan check says of that"
                .to_owned(),
        });
    };
    let root = declared.map_or_else(String::new, |it| definition::root(Path::new(&it.label)));
    let files = options.source.outside.disk(&root);
    let now = definition::now();
    let droppable = Droppable { declared: checked, names, root: &root, files: &files, now };
    let (edits, dropped) = pipeline::drops(&droppable, &found.targets);
    for (item, dropped) in found.unused.items.iter_mut().zip(dropped) {
        item.dropped = Some(match dropped {
            Dropped::Done if options.dry_run => Dropped::Possible,
            dropped => dropped,
        });
    }
    let mut by_file = fixes::Edits::new();
    for edit in edits {
        by_file.entry(edit.span.file).or_default().push(edit);
    }
    for file in by_file.keys() {
        let file = checked.sources.file(*file);
        // A table in another encoding would be written anew as a whole.
        if disk::read_text(Path::new(file.name())).ok().as_deref() != Some(file.text()) {
            return Err(Failure::Usage {
                message: format!("`{}` is not written in UTF-8, and is not changed", file.name()),
                help: "convert it to UTF-8, or drop its rows by hand".to_owned(),
            });
        }
    }
    if by_file.is_empty() {
        output.progress("nothing can be dropped");
    }
    fixes::write(&by_file, &checked.sources, options.dry_run, is_text, output)
}
