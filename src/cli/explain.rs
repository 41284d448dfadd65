//! `explain`: the page of a rule, or the list of all.

use super::exit::{Exit, Failure};
use super::output::Output;
use crate::lower::suggest;
use crate::rules::{self, Rule};
use crate::syntax;
use clap::Args;

#[derive(Debug, Args)]
pub struct ExplainArgs {
    /// A rule's code, as diagnostics show it; none lists all
    pub code: Option<String>,
}

pub fn run(options: &ExplainArgs, output: &mut Output) -> Result<Exit, Failure> {
    match &options.code {
        None => output.result(&list(output))?,
        Some(code) => output.result(page(code)?)?,
    }
    Ok(Exit::Fine)
}

fn page(code: &str) -> Result<&'static str, Failure> {
    let syntax_page =
        || syntax::CODES.iter().find(|known| known.0 == code).and_then(|code| syntax::page(*code));
    if let Some(page) = rules::find(code).map(|rule| rule.page).or_else(syntax_page) {
        return Ok(page);
    }
    let known = rules::all().map(|rule| rule.code).chain(syntax::CODES.iter().copied());
    let help = match suggest(code, known.map(|code| code.0)) {
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
    text.push_str(&format!("\n{}\n", style.bold("KDL")));
    for code in syntax::CODES {
        let what = syntax::summary(*code).unwrap_or_default();
        text.push_str(&format!("  error    {:width$}  {what}\n", code.0));
    }
    text
}

fn line(rule: &Rule, width: usize) -> String {
    format!("  {:7}  {:width$}  {}\n", rule.severity.as_str(), rule.code.0, rule.summary)
}
