//! Arguments that several commands take.

use super::standard_input::lasting;
use crate::files::Bounds;
use crate::pipeline::Wanted;
use crate::plan::Limits;
use crate::site::EnvironmentSecrets;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    pub color: When,
    /// Print results only, no progress and no notes
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

/// Where a page finds the lines that it names.
#[derive(Debug, Args)]
pub struct LinksArgs {
    /// What paths of the repository follow to be read in a browser, for --format markdown; empty
    /// for no links. In a pipeline of GitHub or GitLab: this commit
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
}

#[derive(Debug, Args)]
pub struct TargetArgs {
    /// The site: local:FILE for an embedded store, https://HOST for a live site
    #[arg(long, value_name = "SITE")]
    pub target: Option<String>,
}

/// How much of a change is too much.
#[derive(Debug, Args)]
pub struct LimitsArgs {
    /// Refuse if more people than this gain access to anything
    #[arg(long, value_name = "PEOPLE")]
    pub max_gain: Option<usize>,
    /// Refuse if more people than this lose access to anything
    #[arg(long, value_name = "PEOPLE")]
    pub max_loss: Option<usize>,
    /// Refuse if more objects than this are removed [default: five, or 30 % of a kind]
    #[arg(long, value_name = "OBJECTS")]
    pub max_removals: Option<usize>,
    /// Refuse if more people than this become administrators of anything
    #[arg(long, value_name = "PEOPLE")]
    pub max_new_admins: Option<usize>,
}

/// What is done where no order of the steps is safe at every moment.
#[derive(Debug, Args)]
pub struct SafetyArgs {
    /// Build temporary groups, removed by the same plan, so that nobody goes without what they
    /// keep
    #[arg(long)]
    pub bridge: bool,
    /// Accept what no order of the steps avoids: access that is missing, or too much, for a while
    #[arg(long)]
    pub allow_transient: bool,
}

/// Where the secrets of new API keys go.
#[derive(Debug, Args)]
pub struct KeysArgs {
    /// Write the secrets of new API keys below this folder, which outlives the run: `save-to` is a
    /// path in it. A pipeline makes no key without
    #[arg(long, value_name = "DIR", env = "SITEPLAN_SECRETS", value_parser = lasting)]
    pub keep_secrets_in: Option<PathBuf>,
}

impl KeysArgs {
    /// Secrets whose files lie within bounds. What is written elsewhere may be lost when the run
    /// ends.
    pub fn secrets(&self, bounds: Bounds, is_thrown_away: bool) -> EnvironmentSecrets {
        EnvironmentSecrets { bounds, kept_in: self.keep_secrets_in.clone(), is_thrown_away }
    }
}

impl LimitsArgs {
    pub fn limits(&self) -> Limits {
        Limits {
            gain: self.max_gain,
            loss: self.max_loss,
            removals: self.max_removals,
            new_admins: self.max_new_admins,
        }
    }
}

impl SafetyArgs {
    pub fn wanted(&self, limits: Limits) -> Wanted {
        Wanted { limits, bridge: self.bridge, allow_transient: self.allow_transient }
    }
}
