//! `explain`: the page of a rule, or the list of all.

use super::completion;
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::lower::suggest;
use crate::rules::{self, Rule};
use clap::Args;
use clap_complete::engine::ArgValueCompleter;

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A rule's code, as diagnostics show it; none lists all
    #[arg(add = ArgValueCompleter::new(completion::rules))]
    pub code: Option<String>,
}

pub fn run(options: &ExplainArgs, output: &mut Output) -> Result<Exit, Failure> {
    match &options.code {
        None => output.result(&list(output)),
        Some(code) => output.result(page(code)?),
    }
    Ok(Exit::Fine)
}

fn page(code: &str) -> Result<&'static str, Failure> {
    if let Some(rule) = rules::find(code) {
        return Ok(rule.page);
    }
    let help = match suggest(code, rules::all().map(|rule| rule.code.0)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`siteplan explain` lists all".to_owned(),
    };
    Err(Failure::Usage { message: format!("no rule is named `{code}`"), help })
}

fn list(output: &Output) -> String {
    let style = output.style();
    let mut text = String::new();
    let mut family = None;
    let width = rules::all().map(|rule| rule.code.0.len()).max().unwrap_or(0);
    for rule in rules::all() {
        if family != Some(rule.family) {
            let gap = if family.is_some() { "\n" } else { "" };
            text.push_str(&format!("{gap}{}\n", style.bold(rule.family.title())));
            family = Some(rule.family);
        }
        text.push_str(&line(rule, width));
    }
    text
}

fn line(rule: &Rule, width: usize) -> String {
    format!("  {:7}  {:width$}  {}\n", rule.severity.as_str(), rule.code.0, rule.summary)
}
