//! What a site remembers of who changed what.

use super::exit::chain;
use super::output::Output;
use crate::live::SettingsChange;
use crate::site::{ReadSite, SiteError};
use crate::wording::visible;

/// Who did it is worth a line, but not the whole answer.
pub fn of(site: &dyn ReadSite, output: &Output) -> Vec<SettingsChange> {
    site.settings_changes().unwrap_or_else(|error| {
        let style = output.error_style();
        let text = visible(&format!("the site does not tell who changed what: {}", chain(&error)));
        match error {
            SiteError::MayNotRead { .. } | SiteError::NotShown { .. } => {
                output.progress(&format!("{} {text}", style.bold("note:")));
            }
            _ => output.aside(&format!("{} {text}\n", style.changed("warning:"))),
        }
        Vec::new()
    })
}
