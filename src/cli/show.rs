//! `show`: a saved plan.

use super::arguments::LinksArgs;
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::{repository, saved};
use crate::render::text::plan as plan_text;
use crate::render::{html, markdown};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ShowArgs {
    /// A plan that `plan --out` saved
    pub plan: PathBuf,
    /// Show the order of the steps and its reasons
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: ShowFormat,
    #[command(flatten)]
    pub links: LinksArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    Text,
    Json,
    /// A comment for a pull request
    Markdown,
    /// One self-contained page
    Html,
}

pub fn run(options: &ShowArgs, output: &mut Output) -> Result<Exit, Failure> {
    let plan = saved::plan(&options.plan)?;
    match options.format {
        ShowFormat::Json => output.result(&output::json(&plan)),
        ShowFormat::Text => {
            let style = output.style();
            output.result(&plan_text::plan(&plan, options.verbose, style));
            output.result(&plan_text::ending(&plan, style));
        }
        ShowFormat::Markdown => {
            let repository = repository::known(options.links.link_base.as_deref());
            output.result(&markdown::plan(&plan, None, &repository));
        }
        ShowFormat::Html => output.result(&html::page(html::Report::of_plan(&plan))),
    }
    Ok(Exit::Fine)
}
