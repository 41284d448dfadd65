//! `snapshot`: the live site as one JSON file.

use super::arguments::Snapshot;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::{fmt, target};
use crate::live::{Look, snapshot};
use crate::model::Names;

pub fn run(options: &Snapshot, output: &mut Output) -> Result<Exit, Failure> {
    let target = target::target(options.target.target.as_deref(), None)?;
    let mut names = Names::default();
    let live = target.existing()?.read(&Look::Everything, &mut names, output)?;
    let text = snapshot::write(&live, &names);
    match &options.out {
        Some(path) => fmt::replace(path, &text)?,
        None => output.result(&text)?,
    }
    Ok(Exit::Fine)
}
