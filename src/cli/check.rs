//! `check`: a definition against the language and the rules, offline.

use super::arguments::LinksArgs;
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::findings::FindingsFormat;
use super::output::{self, Output};
use super::reports::{self, ReportArgs};
use super::standard_input;
use super::{fixes, repository};
use crate::diagnostic::{Edit, Severity, has_errors};
use crate::pipeline::Checked;
use crate::render::assertions::assertions;
use crate::render::findings::Findings;
use crate::render::json::diagnostics as diagnostics_json;
use crate::render::reports::junit;
use crate::render::text::diagnostics as diagnostics_text;
use crate::render::{Style, html, markdown};
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum};
use std::path::PathBuf;
use std::sync::LazyLock;

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    #[command(flatten)]
    pub outside: OutsideArgs,
    /// Treat these as errors
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Vec<Deny>,
    /// Apply the mechanical remedies, and check again
    #[arg(long)]
    pub fix: bool,
    /// With --fix: change nothing, show what would change
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: CheckFormat,
    #[command(flatten)]
    pub report: ReportArgs<CheckFormat>,
    #[command(flatten)]
    pub links: LinksArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckFormat {
    Text,
    Json,
    Markdown,
    Findings(FindingsFormat),
    /// What holds, too.
    Junit,
    Html,
}

impl ValueEnum for CheckFormat {
    fn value_variants<'a>() -> &'a [Self] {
        static ALL: LazyLock<Vec<CheckFormat>> = LazyLock::new(|| {
            let findings = FindingsFormat::ALL.map(CheckFormat::Findings);
            let mut all = vec![CheckFormat::Text, CheckFormat::Json, CheckFormat::Markdown];
            all.extend(findings);
            all.extend([CheckFormat::Junit, CheckFormat::Html]);
            all
        });
        &ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(match self {
            Self::Text => PossibleValue::new("text"),
            Self::Json => PossibleValue::new("json"),
            Self::Markdown => PossibleValue::new("markdown").help("A comment for a pull request"),
            Self::Findings(format) => format.value(false),
            Self::Junit => PossibleValue::new("junit").help("Assertions and rules as test cases"),
            Self::Html => PossibleValue::new("html").help("One self-contained page"),
        })
    }
}

pub fn run(options: &CheckArgs, output: &mut Output) -> Result<Exit, Failure> {
    options.report.admit(None)?;
    if options.fix && !options.dry_run && standard_input::is_meant(&options.file) {
        return Err(Failure::Usage {
            message: "what comes from standard input cannot be fixed in its place".to_owned(),
            help: "--fix --dry-run shows what would change; or name a file".to_owned(),
        });
    }
    let mut checked = definition::check(&options.file, &options.outside);
    if options.fix {
        let fixed = fix(&checked, options.dry_run, output)?;
        if fixed && !options.dry_run {
            checked = definition::check(&options.file, &options.outside);
        }
    }
    if options.deny.contains(&Deny::Warnings) {
        for finding in &mut checked.findings {
            if finding.severity == Severity::Warning {
                finding.severity = Severity::Error;
            }
        }
    }
    let exit = if has_errors(&checked.findings) { Exit::Invalid } else { Exit::Fine };
    let text = |format: CheckFormat, style: Style| match format {
        CheckFormat::Text => for_people(&checked, exit, style, output),
        format => for_machines(&checked, format, options.links.link_base.as_deref()),
    };
    let reports = &options.report.reports;
    reports::result(reports, &text(options.format, output.style()), output);
    reports::write(reports, |format| text(*format, Style::PLAIN), output)?;
    // The process ends here, and takes a large model down faster whole than piece by piece.
    std::mem::forget(checked);
    Ok(exit)
}

fn for_people(checked: &Checked, exit: Exit, style: Style, output: &Output) -> String {
    let told = output.told(&checked.findings);
    let found = diagnostics_text::diagnostics(told, &checked.sources, style);
    let counted = diagnostics_text::count(&checked.findings);
    match exit {
        Exit::Fine => {
            format!("{found}{counted} in {}\n", checked.site.contents().or("an empty definition"))
        }
        _ => format!("{found}{counted}\n"),
    }
}

fn for_machines(checked: &Checked, format: CheckFormat, link_base: Option<&str>) -> String {
    let repository = repository::known(link_base);
    let findings =
        Findings { found: &checked.findings, sources: &checked.sources, repository: &repository };
    let assertions = || assertions(&checked.site, &checked.findings, checked.readable);
    match format {
        CheckFormat::Text | CheckFormat::Json => {
            output::json(&diagnostics_json::report(&checked.findings, &checked.sources))
        }
        CheckFormat::Markdown => markdown::check(
            &findings,
            &assertions(),
            &checked.site.contents().or("an empty definition"),
        ),
        CheckFormat::Findings(format) => format.write(&findings, "check"),
        CheckFormat::Html => {
            html::page(html::Report::of_findings(&checked.findings, &checked.sources))
        }
        CheckFormat::Junit => junit::report(&findings, &assertions(), checked.readable),
    }
}

/// Applies every fix that overlaps no earlier one.
fn fix(checked: &Checked, dry_run: bool, output: &Output) -> Result<bool, Failure> {
    let mut edits = fixes::Edits::new();
    let mut count = 0;
    for fix in checked.findings.iter().filter_map(|finding| finding.fix.as_ref()) {
        let clashes = fix.edits.iter().any(|edit| {
            let taken = edits.get(&edit.span.file).map_or(&[][..], Vec::as_slice);
            taken.iter().any(|other| touches(edit, other))
        });
        if clashes {
            continue;
        }
        count += 1;
        for edit in &fix.edits {
            edits.entry(edit.span.file).or_default().push(edit.clone());
        }
    }
    fixes::write(&edits, &checked.sources, dry_run, true, output)?;
    if count == 0 {
        output.progress("nothing to fix mechanically");
    }
    Ok(count > 0)
}

fn touches(a: &Edit, b: &Edit) -> bool {
    a.span.start <= b.span.end && b.span.start <= a.span.end
}
