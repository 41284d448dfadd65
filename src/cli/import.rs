//! `import`: what another tool manages, as a definition.

use super::exit::{Exit, Failure};
use super::help;
use super::output::Output;
use super::standard_input::{self, lasting};
use super::{definition, disk, pull};
use crate::import::{self, ImportError};
use crate::model::Names;
use crate::pipeline;
use crate::pull::Options;
use clap::{Args, Subcommand};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    pub command: ImportCommand,
}

#[derive(Debug, Subcommand)]
pub enum ImportCommand {
    /// Read what `terraform show -json` prints of a state or a plan
    #[command(after_long_help = help::of("import terraform"))]
    Terraform(TerraformArgs),
}

#[derive(Debug, Args)]
pub struct TerraformArgs {
    /// The JSON of `terraform show -json`; - is standard input
    pub file: PathBuf,
    /// Write files into this folder, instead of one to standard output
    #[arg(long, value_name = "DIR", value_parser = lasting)]
    pub into: Option<PathBuf>,
    /// Overwrite files that say something else
    #[arg(long, requires = "into")]
    pub force: bool,
    /// Of a plan with several configurations of the provider, the one that is meant, as in
    /// `files.emea`
    #[arg(long, value_name = "NAME")]
    pub provider: Option<String>,
}

pub fn run(options: &ImportArgs, output: &mut Output) -> Result<Exit, Failure> {
    match &options.command {
        ImportCommand::Terraform(options) => terraform(options, output),
    }
}

fn terraform(options: &TerraformArgs, output: &Output) -> Result<Exit, Failure> {
    let bytes = disk::read_bytes(&options.file)?;
    let file = standard_input::name(&options.file);
    let refused = |ImportError { message, help }| Failure::Invalid {
        message: format!("cannot import `{file}`: {message}"),
        help,
    };
    let text = import::decode(bytes).map_err(refused)?;
    let mut names = Names::default();
    let imported =
        import::terraform(&text, options.provider.as_deref(), &mut names).map_err(refused)?;
    drop(text);
    let how =
        Options { one_file: options.into.is_none(), bare_folders: true, now: definition::now() };
    let import::Imported { live, origin, left_out } = imported;
    let pulled = pipeline::pull_from(&origin, &live, &mut names, left_out, how);
    let done = format!("imported {}", pull::holds(&live, "Terraform"));
    pull::hand_out(&pulled, &done, "", options.into.as_deref(), options.force, output)
}
