//! `drift`: what was changed on the live site outside the definition. It holds a site that can
//! only be looked at.

use super::arguments::{Drift as Options, Format};
use super::definition::{self, Checked};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::{plan, target};
use crate::drift::{self, Compared};
use crate::live::{LiveSite, Look, SettingsChange, snapshot};
use crate::plan::Header;
use crate::render::style::safe;
use crate::render::{diagnostics_json, drift_text};
use crate::site::ReadSite;

pub fn run(options: &Options, output: &mut Output) -> Result<Exit, Failure> {
    let json = options.format == Format::Json;
    let mut checked = definition::check(&options.file);
    if let Some(exit) = definition::require(&checked, json, output)? {
        return Ok(exit);
    }
    let (live, history) = match &options.live {
        Some(path) => match plan::load_snapshot(path, &mut checked)? {
            Ok(live) => (live, Vec::new()),
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
            read(&*target.reader()?, &mut checked, output)?
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
        history: &history,
        now: checked.now,
        header,
    };
    let drift = drift::drift(compared, &mut checked.names);
    match options.format {
        Format::Json => output.result(&output::json(&drift))?,
        Format::Text => {
            output.result(&drift_text::drift(&drift, options.verbose, output.style()))?;
        }
    }
    Ok(if drift.is_empty() { Exit::Fine } else { Exit::Changes })
}

fn read(
    site: &dyn ReadSite,
    checked: &mut Checked,
    output: &Output,
) -> Result<(LiveSite, Vec<SettingsChange>), Failure> {
    let look = Look::of(&checked.site, &checked.names);
    let live = site.read(&look, &mut checked.names)?;
    // Who did it is worth a line, but not the whole answer.
    let history = site.settings_changes().unwrap_or_else(|error| {
        let style = output.error_style();
        let text = safe(&format!("the site does not tell who changed what: {error}"));
        output.aside(&format!("{} {text}\n", style.changed("warning:")));
        Vec::new()
    });
    Ok((live, history))
}
