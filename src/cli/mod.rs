//! The commands, one file each: the edge where files, the terminal, the clock and sites are
//! touched.
#![expect(clippy::disallowed_methods, reason = "the commands are the edge")]

mod access;
mod apply;
mod arguments;
mod base;
mod check;
mod clock;
mod completion;
mod csv;
mod definition;
mod disk;
mod drift;
mod elsewhere;
#[cfg(feature = "emulator")]
mod emulate;
mod exit;
mod explain;
mod findings;
mod fixes;
mod fmt;
mod interrupt;
mod journal;
mod lacks;
mod git;
mod graph;
mod help;
mod history;
mod import;
mod init;
mod matching;
mod output;
mod outputs;
mod plan;
mod planned;
mod pull;
mod reference;
mod reporter;
mod reports;
mod repository;
mod saved;
mod show;
mod snapshot;
mod standard_input;
mod target;

pub use exit::Exit;

use crate::wording::visible_lines;
use arguments::OutputArgs;
use clap::{Parser, Subcommand};
use exit::Failure;
use output::Output;
use std::io::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// A compiler for Files.com sites: check, plan and apply one site definition.
#[derive(Debug, Parser)]
#[command(name = "siteplan", version, max_term_width = 100, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub shared: OutputArgs,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Begin a definition: its first file, what CI needs, and what git is to ignore
    #[command(after_long_help = help::of("init"))]
    Init(init::InitArgs),
    /// Check a definition: syntax, types, rules. Touches no network
    #[command(after_long_help = help::of("check"))]
    Check(check::CheckArgs),
    /// Lay definitions out canonically; comments are kept
    #[command(after_long_help = help::of("fmt"))]
    Fmt(fmt::FmtArgs),
    /// Show what would change, in order. Reads only
    #[command(after_long_help = help::of("plan"))]
    Plan(plan::PlanArgs),
    /// Show what would change, ask, and do it
    #[command(after_long_help = help::of("apply"))]
    Apply(apply::ApplyArgs),
    /// Show a saved plan
    #[command(after_long_help = help::of("show"))]
    Show(show::ShowArgs),
    /// Show what was changed on the live site outside the definition. Reads only; exits with 2
    /// if there is anything
    #[command(after_long_help = help::of("drift"))]
    Drift(drift::DriftArgs),
    /// Print the live site as one JSON file, usable as `plan --live`
    #[command(after_long_help = help::of("snapshot"))]
    Snapshot(snapshot::SnapshotArgs),
    /// Write a definition of the live site that plans to nothing
    #[command(after_long_help = help::of("pull"))]
    Pull(pull::PullArgs),
    /// Turn the CSV of a bulk import into a definition, or back
    Csv(csv::CsvArgs),
    /// Write a definition of what another tool manages
    Import(import::ImportArgs),
    /// Ask who can do what where
    Access(access::AccessArgs),
    /// Serve the REST API of Files.com over an embedded store, for tests and trials
    #[cfg(feature = "emulator")]
    #[command(after_long_help = emulate::help())]
    Emulate(emulate::EmulateArgs),
    /// Draw who reaches what, or the steps of a plan
    #[command(after_long_help = help::of("graph"))]
    Graph(graph::GraphArgs),
    /// Print the page of a rule, or list the rules
    #[command(after_long_help = help::of("explain"))]
    Explain(explain::ExplainArgs),
    /// Print the schema of a machine format, or of the language
    #[command(after_long_help = help::of("schema"))]
    Schema(reference::SchemaArgs),
    /// Print completions for a shell
    #[command(after_long_help = help::of("completions"))]
    Completions(reference::CompletionsArgs),
    /// Print a manual page, or write all of them
    #[command(after_long_help = help::of("man"))]
    Man(reference::ManArgs),
}

/// Parses the arguments of the process, runs the command, and says how it ended.
pub fn main() -> ExitCode {
    outputs::guard();
    completion::answer();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            if error.use_stderr() {
                // An argument may be anything, a key included.
                let text = visible_lines(&error.render().to_string());
                let _ = std::io::stderr().write_all(text.as_bytes());
                if let Some(instead) = elsewhere::instead(&error) {
                    let _ = writeln!(std::io::stderr(), "\nhelp: {instead}");
                }
                return ExitCode::from(Exit::Usage as u8);
            }
            // What cannot be printed because nobody reads it is no failure of ours.
            let _ = error.print();
            return ExitCode::from(Exit::Fine as u8);
        }
    };
    let mut output = Output::new(arguments.shared.color, arguments.shared.quiet);
    let exit = match catch_unwind(AssertUnwindSafe(|| run(&arguments, &mut output))) {
        Ok(Ok(exit)) => exit,
        Ok(Err(failure)) => {
            output.failure(&failure);
            failure.exit()
        }
        // Told where it came up.
        Err(_) => return ExitCode::from(Exit::Failed as u8),
    };
    ExitCode::from(unless_lost(exit, &output) as u8)
}

/// A run whose results did not arrive has failed, whatever they were.
fn unless_lost(exit: Exit, output: &Output) -> Exit {
    let Some(error) = output.lost() else { return exit };
    output.failure(&Failure::Lost { why: error.to_string(), exit });
    Exit::Failed
}

fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    definition::moment()?;
    match &arguments.command {
        Command::Init(options) => init::run(options, output),
        Command::Check(options) => check::run(options, output),
        Command::Fmt(options) => fmt::run(options, output),
        Command::Plan(options) => plan::run(options, output),
        Command::Apply(options) => apply::run(options, output),
        Command::Show(options) => show::run(options, output),
        Command::Drift(options) => drift::run(options, output),
        Command::Snapshot(options) => snapshot::run(options, output),
        Command::Pull(options) => pull::run(options, output),
        Command::Csv(options) => csv::run(options, output),
        Command::Import(options) => import::run(options, output),
        Command::Access(options) => access::run(options, output),
        #[cfg(feature = "emulator")]
        Command::Emulate(options) => emulate::run(options, output),
        Command::Graph(options) => graph::run(options, output),
        Command::Explain(options) => explain::run(options, output),
        Command::Schema(options) => reference::schema(options, output),
        Command::Completions(options) => reference::completions(options, output),
        Command::Man(options) => reference::man(options, output),
    }
}
