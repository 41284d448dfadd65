//! `drift`: what was changed on the live site outside the definition. It holds a site that can
//! only be looked at.

use super::arguments::{Drift as Options, Format};
use super::definition;
use super::exit::{Exit, Failure, chain};
use super::output::{self, Output};
use super::{plan, target};
use crate::drift::{self, Compared};
use crate::live::{Look, SettingsChange, snapshot};
use crate::plan::Header;
use crate::render::style::safe;
use crate::render::{diagnostics_json, drift_text};
use crate::site::{ReadSite, SiteError};

pub fn run(options: &Options, output: &mut Output) -> Result<Exit, Failure> {
    let json = options.format == Format::Json;
    let mut checked = definition::check(&options.file);
    if let Some(exit) = definition::require(&checked, json, output)? {
        return Ok(exit);
    }
    let mut site = None;
    let live = match &options.live {
        Some(path) => match plan::load_snapshot(path, &mut checked)? {
            Ok(live) => live,
            Err(found) if json => {
                let report = diagnostics_json::report(&found, &checked.sources);
                output.result(&output::json(&report))?;
                return Ok(Exit::Invalid);
            }
            Err(found) => {
                plan::say(&found, &checked, output);
                return Ok(Exit::Invalid);
            }
        },
        None => {
            let target = target::target(options.target.target.as_deref(), Some(&checked.site))?;
            let look = Look::of(&checked.site, &checked.names);
            site.insert(target.reader()?).read(&look, &mut checked.names)?
        }
    };
    let header = Header {
        target: live.target.to_string(),
        definition: checked.digest(),
        live: snapshot::digest(&live, &checked.names),
    };
    let compared = Compared {
        site: &checked.site,
        live: &live,
        sources: &checked.sources,
        now: checked.now,
        header,
    };
    let mut drift = drift::drift(compared, &mut checked.names);
    // Who did it is asked for only where something was done.
    if let Some(site) = site.filter(|_| !drift.is_empty()) {
        drift::remember(&mut drift, &history(&*site, output));
    }
    match options.format {
        Format::Json => output.result(&output::json(&drift))?,
        Format::Text => {
            output.result(&drift_text::drift(&drift, options.verbose, output.style()))?;
        }
    }
    Ok(if drift.is_empty() { Exit::Fine } else { Exit::Changes })
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
