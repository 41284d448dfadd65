//! The clock of this machine, beside that of a site.

use super::definition;
use super::output::Output;
use crate::site::{FilesSite, ReadSite as _};
use jiff::{SignedDuration, Timestamp};

/// Clocks that differ by no more do nobody harm.
const CLOCKS_DIFFER: SignedDuration = SignedDuration::from_hours(1);

/// What is said for a while begins and ends by the clock of this machine.
pub fn tell(site: &FilesSite, output: &Output) {
    let is_fixed = definition::moment().is_ok_and(|moment| moment.is_some());
    let ahead = site.clock_ahead().filter(|ahead| ahead.abs() > CLOCKS_DIFFER && !is_fixed);
    let Some(ahead) = ahead else { return };
    let ours = Timestamp::now();
    let theirs = ours.saturating_add(ahead).unwrap_or(ours);
    let style = output.error_style();
    output.aside(&format!(
        "{} here it is {ours:.0}, and at {} {theirs:.0}\n  {} what is said for a while begins and \
         ends by the clock of this machine: correct it, or say the moment, as in SOURCE_DATE_EPOCH={}\n",
        style.changed("warning:"),
        site.target(),
        style.bold("help:"),
        theirs.as_second(),
    ));
}
