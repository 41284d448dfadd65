//! The command line, as clap reads it.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::num::NonZeroU8;
use std::path::PathBuf;

/// A compiler for Files.com sites: check, plan and apply one site definition.
#[derive(Debug, Parser)]
#[command(name = "siteplan", version, max_term_width = 100, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub shared: Shared,
}

#[derive(Debug, Args)]
pub struct Shared {
    /// Colour the output
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_enum)]
    pub color: When,
    /// Print results only, no progress
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Text,
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    Text,
    Json,
    /// A comment for a pull request
    Markdown,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations of a GitHub workflow run
    Github,
    /// GitLab's code quality report
    Gitlab,
    /// Assertions and rules as test cases
    Junit,
    /// One self-contained page
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PlanFormat {
    Text,
    Json,
    /// A comment for a pull request
    Markdown,
    /// What was found, as SARIF 2.1.0, for code scanning
    Sarif,
    /// What was found, as annotations of a GitHub workflow run
    Github,
    /// What was found, as GitLab's code quality report
    Gitlab,
    /// One self-contained page
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    Text,
    Json,
    /// A comment for a pull request
    Markdown,
    /// One self-contained page
    Html,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DriftFormat {
    Text,
    Json,
    /// The body of an issue, or a comment
    Markdown,
    /// Annotations of a GitHub workflow run
    Github,
}

/// Where a page finds the lines that it names.
#[derive(Debug, Args)]
pub struct Links {
    /// What paths of the repository follow to be read in a browser, for --format markdown; empty
    /// for no links. In a pipeline of GitHub or GitLab: this commit
    #[arg(long, value_name = "URL")]
    pub link_base: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check a definition: syntax, types, rules. Touches no network
    Check(Check),
    /// Lay definitions out canonically; comments are kept
    Fmt(Fmt),
    /// Show what would change, in order. Reads only
    Plan(Plan),
    /// Show what would change, ask, and do it
    Apply(Apply),
    /// Show a saved plan
    Show(Show),
    /// Show what was changed on the live site outside the definition. Reads only; exits with 2
    /// if there is anything
    Drift(Drift),
    /// Print the live site as one JSON file, usable as `plan --live`
    Snapshot(Snapshot),
    /// Write a definition of the live site that plans to nothing
    Pull(Pull),
    /// Turn the CSV of a bulk import into a definition, or back
    Csv(Csv),
    /// Ask who can do what where
    Access(Access),
    /// Serve the REST API of Files.com over an embedded store, for tests and trials
    #[cfg(feature = "emulator")]
    #[command(after_long_help = crate::emulator::faults::HELP)]
    Emulate(Emulate),
    /// Draw who reaches what, or the steps of a plan
    Graph(Graph),
    /// Print the page of a rule, or list the rules
    Explain(Explain),
    /// Print the schema of a machine format, or of the language
    Schema(Schema),
    /// Print completions for a shell
    Completions(Completions),
    /// Print the manual page
    Man,
}

#[derive(Debug, Args)]
pub struct Check {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    /// Treat these as errors
    #[arg(long, value_name = "WHAT", value_enum)]
    pub deny: Vec<Deny>,
    /// Apply the mechanical remedies, and check again
    #[arg(long)]
    pub fix: bool,
    /// With --fix: change nothing, show what would change
    #[arg(long, requires = "fix")]
    pub dry_run: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: CheckFormat,
    #[command(flatten)]
    pub links: Links,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    Warnings,
}

#[derive(Debug, Args)]
pub struct Fmt {
    /// Files to lay out; `-` reads standard input and writes standard output. Without any:
    /// ./site.kdl and all it includes
    pub files: Vec<PathBuf>,
    /// Change nothing; fail if a file would change, and show how
    #[arg(long)]
    pub check: bool,
}

#[derive(Debug, Args)]
pub struct Target {
    /// The site: local:FILE for an embedded store, https://HOST for a live site
    #[arg(long, value_name = "SITE")]
    pub target: Option<String>,
}

/// How much of a change is too much.
#[derive(Debug, Args)]
pub struct Limits {
    /// Refuse if more people than this gain access to anything
    #[arg(long, value_name = "PEOPLE")]
    pub max_gain: Option<usize>,
    /// Refuse if more people than this lose access to anything
    #[arg(long, value_name = "PEOPLE")]
    pub max_loss: Option<usize>,
    /// Refuse if more objects than this are removed
    #[arg(long, value_name = "OBJECTS")]
    pub max_removals: Option<usize>,
}

/// What is done where no order of the steps is safe at every moment.
#[derive(Debug, Args)]
pub struct Safety {
    /// Build temporary groups, removed by the same plan, so that nobody goes without what they
    /// keep
    #[arg(long)]
    pub bridge: bool,
    /// Accept what no order of the steps avoids: access that is missing, or too much, for a while
    #[arg(long)]
    pub allow_transient: bool,
}

impl Limits {
    pub fn limits(&self) -> crate::plan::Limits {
        crate::plan::Limits {
            gain: self.max_gain,
            loss: self.max_loss,
            removals: self.max_removals,
        }
    }
}

#[derive(Debug, Args)]
pub struct Plan {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    #[command(flatten)]
    pub target: Target,
    /// Compare with this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target")]
    pub live: Option<PathBuf>,
    /// Save the plan, for `apply`
    #[arg(long, value_name = "PLAN")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub safety: Safety,
    /// Exit with 2 if there are changes
    #[arg(long)]
    pub detailed_exitcode: bool,
    /// Refuse if there are changes
    #[arg(long, conflicts_with = "detailed_exitcode")]
    pub expect_no_changes: bool,
    /// Show the order of the steps and its reasons, and every undeclared object
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: PlanFormat,
    #[command(flatten)]
    pub links: Links,
}

#[derive(Debug, Args)]
pub struct Apply {
    /// A saved plan; or a definition to plan first
    #[arg(default_value = "site.kdl", value_name = "PLAN|FILE")]
    pub file: PathBuf,
    #[command(flatten)]
    pub target: Target,
    #[command(flatten)]
    pub limits: Limits,
    #[command(flatten)]
    pub safety: Safety,
    /// Refuse if there are changes
    #[arg(long)]
    pub expect_no_changes: bool,
    /// Apply only the plan with this hash, which `plan` prints, and do not ask
    #[arg(long, value_name = "HASH")]
    pub plan_hash: Option<String>,
    /// Do not ask
    #[arg(long)]
    pub auto_approve: bool,
    /// Run at most so many steps side by side [default: 4; at an embedded store 1]
    #[arg(long, value_name = "STEPS")]
    pub parallelism: Option<NonZeroU8>,
    /// Show the order of the steps and its reasons
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: Format,
}

#[derive(Debug, Args)]
pub struct Show {
    /// A plan that `plan --out` saved
    pub plan: PathBuf,
    /// Show the order of the steps and its reasons
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: ShowFormat,
    #[command(flatten)]
    pub links: Links,
}

#[derive(Debug, Args)]
pub struct Drift {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    #[command(flatten)]
    pub target: Target,
    /// Compare with this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target")]
    pub live: Option<PathBuf>,
    /// Show every person, grant and object
    #[arg(long, short)]
    pub verbose: bool,
    #[arg(long, default_value = "text", value_enum)]
    pub format: DriftFormat,
    #[command(flatten)]
    pub links: Links,
}

#[derive(Debug, Args)]
pub struct Snapshot {
    #[command(flatten)]
    pub target: Target,
    /// Write to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Pull {
    #[command(flatten)]
    pub target: Target,
    /// Read this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target")]
    pub live: Option<PathBuf>,
    /// Write files into this folder, instead of one to standard output
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// Overwrite files that say something else
    #[arg(long, requires = "into")]
    pub force: bool,
    /// Leave out folders that hold nothing but files
    #[arg(long)]
    pub skip_bare_folders: bool,
}

#[derive(Debug, Args)]
pub struct Csv {
    #[command(subcommand)]
    pub command: CsvCommand,
}

#[derive(Debug, Subcommand)]
pub enum CsvCommand {
    /// Print the users of a CSV as a definition
    Import(CsvImport),
    /// Print the users of a definition as a CSV, without passwords
    Export(CsvExport),
}

#[derive(Debug, Args)]
pub struct CsvImport {
    /// A CSV in the format of the bulk import
    pub file: PathBuf,
    /// The definition that declares the groups and SSO strategies
    #[arg(long, value_name = "FILE")]
    pub with: Option<PathBuf>,
    /// Write to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct CsvExport {
    /// The definition's root file, or a folder with a site.kdl
    #[arg(default_value = "site.kdl")]
    pub file: PathBuf,
    /// Write to this file
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub struct Access {
    #[command(subcommand)]
    pub query: AccessQuery,
    /// Name every person, grant and exception
    #[arg(long, short, global = true)]
    pub verbose: bool,
    #[arg(long, global = true, default_value = "text", value_enum)]
    pub format: TableFormat,
}

#[derive(Debug, Subcommand)]
pub enum AccessQuery {
    /// What a user can do where, and through which grants
    Of {
        user: String,
        #[command(flatten)]
        source: AccessSource,
    },
    /// Who can do what at a path
    On {
        path: String,
        #[command(flatten)]
        source: AccessSource,
    },
    /// Every grant behind a user's access to a path, what stops others, and what would end it
    Why {
        user: String,
        path: String,
        #[command(flatten)]
        source: AccessSource,
    },
    /// Who gains or loses access from one state to another
    Diff {
        /// A definition, a snapshot (.json), local:FILE, or a definition at a git revision
        /// (main:site.kdl)
        before: String,
        /// As before
        after: String,
    },
}

#[derive(Debug, Args)]
pub struct AccessSource {
    /// The definition (also at a git revision, as in main:site.kdl) or the snapshot to ask
    #[arg(long = "in", value_name = "FILE|SNAPSHOT", default_value = "site.kdl")]
    pub source: String,
    #[command(flatten)]
    pub target: Target,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Text,
    Json,
    Csv,
    Markdown,
}

/// The keys are an emulator's, so that nothing is lost if others see them.
#[cfg(feature = "emulator")]
#[derive(Debug, Args)]
pub struct Emulate {
    /// The store to serve; it is made where there is none
    #[arg(long, value_name = "FILE", default_value = "site.db")]
    pub store: PathBuf,
    /// Where to listen; port 0 takes any free one. Whoever reaches it can change the store
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4041")]
    pub listen: std::net::SocketAddr,
    /// A key that reads everything and writes nothing. It is a fake one: no secret
    #[arg(long, value_name = "KEY")]
    pub read_only_key: Vec<String>,
    /// A key that acts as a user, who signs in with it as password too. Any other key is one of
    /// the whole site
    #[arg(long, value_name = "USER=KEY", value_parser = pair)]
    pub user_key: Vec<(String, String)>,
    /// A single sign-on strategy that the site has
    #[arg(long, value_name = "ID=NAME", value_parser = numbered)]
    pub sso: Vec<(i64, String)>,
    /// Let requests fail, as said below
    #[arg(long, value_name = "FAULT")]
    pub fault: Vec<crate::emulator::Fault>,
    /// Answer every request so much later; requests at one time wait together
    #[arg(long, value_name = "MILLISECONDS", default_value_t = 0)]
    pub latency: u64,
    /// Do not wait for the disk: quicker, and what was written last may be lost in a crash
    #[arg(long)]
    pub volatile: bool,
}

#[cfg(feature = "emulator")]
fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((user, key)) if !user.is_empty() && !key.is_empty() => {
            Ok((user.to_owned(), key.to_owned()))
        }
        _ => Err("say USER=KEY".to_owned()),
    }
}

#[cfg(feature = "emulator")]
fn numbered(text: &str) -> Result<(i64, String), String> {
    let (id, name) = text.split_once('=').ok_or("say ID=NAME")?;
    let id = id.parse().map_err(|_| format!("`{id}` is no number"))?;
    Ok((id, name.to_owned()))
}

#[derive(Debug, Args)]
pub struct Graph {
    /// A definition, or a plan that `plan --out` saved
    #[arg(default_value = "site.kdl", value_name = "FILE|PLAN")]
    pub file: PathBuf,
    /// Draw the plan of the definition: its steps, and what each waits for
    #[arg(long)]
    pub plan: bool,
    #[command(flatten)]
    pub target: Target,
    /// With --plan: compare with this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target", requires = "plan")]
    pub live: Option<PathBuf>,
    #[command(flatten)]
    pub safety: Safety,
    /// Only what leads to this user, group, folder or step, and what it leads to
    #[arg(long, value_name = "NAME")]
    pub focus: Option<String>,
    #[arg(long, default_value = "mermaid", value_enum)]
    pub format: GraphFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    Mermaid,
    Dot,
    Svg,
}

#[derive(Debug, Args)]
pub struct Explain {
    /// A rule's code, as diagnostics show it; none lists all
    pub code: Option<String>,
}

#[derive(Debug, Args)]
pub struct Schema {
    /// Which format; none lists them
    #[arg(value_enum)]
    pub name: Option<SchemaName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    Snapshot,
    Plan,
    Apply,
    Diagnostics,
    /// The language itself, in KDL's schema language
    Site,
    Access,
    Drift,
}

#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}
