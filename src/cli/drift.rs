//! `drift`: what was changed on the live site outside the definition. It holds a site that can
//! only be looked at.

use super::arguments::{Drift as Options, DriftFormat};
use super::definition::{self, Checked};
use super::exit::{Exit, Failure, chain};
use super::output::{self, Output};
use super::report::{self, FindingsFormat};
use super::{plan, repository, target};
use crate::diagnostic::Diagnostic;
use crate::drift::{self, Compared, Drift};
use crate::live::{LiveSite, Look, SettingsChange, snapshot};
use crate::plan::Header;
use crate::render::findings::Findings;
use crate::render::github::drift as drift_github;
use crate::render::json::diagnostics as diagnostics_json;
use crate::render::markdown;
use crate::render::style::safe;
use crate::render::text::drift as drift_text;
use crate::site::{ReadSite, SiteError};

pub fn run(options: &Options, output: &mut Output) -> Result<Exit, Failure> {
    let mut checked = definition::check(&options.file);
    if let Some(exit) = require(&checked, options, output)? {
        return Ok(exit);
    }
    let mut site = None;
    let live = match &options.live {
        Some(path) => match plan::load_snapshot(path, &mut checked)? {
            Ok(live) => live,
            Err(found) => {
                invalid_snapshot(&found, &checked, options, output)?;
                return Ok(Exit::Invalid);
            }
        },
        None => {
            let target = target::target(options.target.target.as_deref(), Some(&checked.site))?;
            let look = Look::of(&checked.site, &checked.names);
            site.insert(target.reader()?).read(&look, &mut checked.names)?
        }
    };
    let mut drift = compare(&mut checked, &live);
    // Who did it is asked for only where something was done.
    if let Some(site) = site.filter(|_| !drift.is_empty()) {
        drift::remember(&mut drift, &history(&*site, output));
    }
    show(&drift, options, output)?;
    Ok(if drift.is_empty() { Exit::Fine } else { Exit::Changes })
}

/// What the definition is invalid for is told in the format that was asked for.
fn require(checked: &Checked, options: &Options, output: &Output) -> Result<Option<Exit>, Failure> {
    let exit = match options.format {
        DriftFormat::Github => checked.has_errors().then_some(Exit::Invalid),
        format => definition::require(checked, format == DriftFormat::Json, output)?,
    };
    if exit.is_some() {
        not_compared(&checked.findings, checked, options, output)?;
    }
    Ok(exit)
}

fn invalid_snapshot(
    found: &[Diagnostic],
    checked: &Checked,
    options: &Options,
    output: &Output,
) -> Result<(), Failure> {
    match options.format {
        DriftFormat::Json => {
            let report = diagnostics_json::report(found, &checked.sources);
            output.result(&output::json(&report))?;
        }
        DriftFormat::Text | DriftFormat::Markdown => plan::say(found, checked, output),
        DriftFormat::Github => {}
    }
    not_compared(found, checked, options, output)
}

/// Tells, where a report was asked for, why nothing was compared.
fn not_compared(
    found: &[Diagnostic],
    checked: &Checked,
    options: &Options,
    output: &Output,
) -> Result<(), Failure> {
    let repository = repository::known(options.links.link_base.as_deref());
    let findings = Findings { found, sources: &checked.sources, repository: &repository };
    match options.format {
        DriftFormat::Text | DriftFormat::Json => Ok(()),
        DriftFormat::Markdown => output.result(&markdown::drift::not_compared(&findings)),
        DriftFormat::Github => output.result(&report::findings(FindingsFormat::Github, &findings)),
    }
}

fn compare(checked: &mut Checked, live: &LiveSite) -> Drift {
    let header = Header {
        target: live.target.to_string(),
        definition: checked.digest(),
        live: snapshot::digest(live, &checked.names),
    };
    let compared =
        Compared { site: &checked.site, live, sources: &checked.sources, now: checked.now, header };
    drift::drift(compared, &mut checked.names)
}

fn show(drift: &Drift, options: &Options, output: &Output) -> Result<(), Failure> {
    let repository = repository::known(options.links.link_base.as_deref());
    let root = definition::root(&options.file);
    output.result(&match options.format {
        DriftFormat::Text => drift_text::drift(drift, options.verbose, output.style()),
        DriftFormat::Json => output::json(drift),
        DriftFormat::Markdown => markdown::drift::drift(drift, &root, &repository),
        DriftFormat::Github => drift_github::annotations(drift, &repository),
    })
}

/// Who did it is worth a line, but not the whole answer.
fn history(site: &dyn ReadSite, output: &Output) -> Vec<SettingsChange> {
    site.settings_changes().unwrap_or_else(|error| {
        let style = output.error_style();
        let text = safe(&format!("the site does not tell who changed what: {}", chain(&error)));
        match error {
            SiteError::MayNotRead { .. } => {
                output.progress(&format!("{} {text}", style.bold("note:")));
            }
            _ => output.aside(&format!("{} {text}\n", style.changed("warning:"))),
        }
        Vec::new()
    })
}
