//! `snapshot`: the live site as one JSON file.

use super::arguments::TargetArgs;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::{disk, target};
use crate::live::{Look, snapshot};
use crate::model::Names;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct SnapshotArgs {
    #[command(flatten)]
    pub target: TargetArgs,
    /// Write to this file; - is standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

pub fn run(options: &SnapshotArgs, output: &mut Output) -> Result<Exit, Failure> {
    let target = target::target(options.target.target.as_deref(), None)?;
    let mut names = Names::default();
    let live = target.existing(output)?.read(&Look::Everything, &mut names, output)?;
    let text = snapshot::write(&live, &names);
    disk::write(options.out.as_deref(), &text, output)?;
    Ok(Exit::Fine)
}
