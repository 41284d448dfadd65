//! What `apply` has to say about a site that is not as it should be.

use crate::apply::{Difference, Unverified};
use crate::cli::exit::Exit;
use crate::cli::output::Output;

/// How the site differs from what a step expects.
pub fn difference(object: &str, difference: &Difference) -> String {
    match difference {
        Difference::Gone => format!("{object} is gone"),
        Difference::InTheWay => format!("{object} is there already, and differs"),
        Difference::Replaced { expected, found } => {
            format!("{object} is another one: its id was {expected} and is {found}")
        }
        Difference::Value { field, expected, found } => {
            let name = field.word();
            format!("{object}: {name} was {expected} and is {found}")
        }
    }
}

/// What is not as the plan should have left it.
pub fn unexpected(unverified: &Unverified) -> String {
    match unverified {
        Unverified::Missing { address, .. } => format!("{address} should be there now, and is not"),
        Unverified::StillThere { address, .. } => {
            format!("{address} should be gone now, and is not")
        }
        Unverified::Value { address, field, expected, found, .. } => {
            let name = field.word();
            format!("{address}: {name} should be {expected} now, and is {found}")
        }
    }
}

/// The site, or what would be done to it, is not as it was planned for.
pub fn tell_stale(lines: &[String], output: &Output) -> Exit {
    const SHOWN: usize = 20;
    let style = output.error_style();
    let more = match lines.len().saturating_sub(SHOWN) {
        0 => String::new(),
        more => format!("  and {more} more\n"),
    };
    let shown = lines[..lines.len().min(SHOWN)].concat();
    output.aside(&format!(
        "{} the plan is stale: the site is no longer as it was planned for\n{shown}{more}  {} plan again\n",
        style.error("error:"),
        style.bold("help:"),
    ));
    Exit::Stale
}
