//! The commands, one file each: the edge where files, the terminal, the clock and sites are
//! touched.
#![expect(clippy::disallowed_methods, reason = "the commands are the edge")]

mod access;
mod apply;
mod arguments;
mod check;
mod csv;
mod definition;
mod disk;
mod drift;
#[cfg(feature = "emulator")]
mod emulate;
mod exit;
mod explain;
mod fmt;
mod interrupt;
mod graph;
mod output;
mod plan;
mod pull;
mod reference;
mod report;
mod repository;
mod show;
mod snapshot;
mod target;

pub use arguments::Arguments;
pub use exit::Exit;

use arguments::Command;
use clap::Parser;
use exit::Failure;
use output::Output;
use std::process::ExitCode;

/// Parses the arguments of the process, runs the command, and says how it ended.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // What cannot be printed because nobody reads it is no failure of ours.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { Exit::Usage } else { Exit::Fine } as u8);
        }
    };
    let mut output = Output::new(arguments.shared.color, arguments.shared.quiet);
    let exit = match run(&arguments, &mut output) {
        Ok(exit) => exit,
        Err(failure) => {
            output.failure(&failure);
            failure.exit()
        }
    };
    ExitCode::from(exit as u8)
}

fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Failure> {
    match &arguments.command {
        Command::Check(options) => check::run(options, output),
        Command::Fmt(options) => fmt::run(options, output),
        Command::Plan(options) => plan::run(options, output),
        Command::Apply(options) => apply::run(options, output),
        Command::Show(options) => show::run(options, output),
        Command::Drift(options) => drift::run(options, output),
        Command::Snapshot(options) => snapshot::run(options, output),
        Command::Pull(options) => pull::run(options, output),
        Command::Csv(options) => csv::run(options, output),
        Command::Access(options) => access::run(options, output),
        #[cfg(feature = "emulator")]
        Command::Emulate(options) => emulate::run(options, output),
        Command::Graph(options) => graph::run(options, output),
        Command::Explain(options) => explain::run(options, output),
        Command::Schema(options) => reference::schema(options, output),
        Command::Completions(options) => reference::completions(options, output),
        Command::Man => reference::man(output),
    }
}
