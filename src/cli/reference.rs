//! `completions`, `man`, `schema`: what is generated from the program itself.

use super::Arguments;
use super::completion;
use super::exit::{Exit, Failure};
use super::help;
use super::output::Output;
use crate::schema;
use crate::wording::visible;
use clap::builder::Resettable;
use clap::{Args, Command, CommandFactory, ValueEnum};
use std::fs;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct SchemaArgs {
    /// Which format; none lists them
    #[arg(value_enum)]
    pub name: Option<SchemaName>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SchemaName {
    Snapshot,
    Plan,
    Apply,
    /// A line of `apply --format jsonl`
    ApplyStep,
    Diagnostics,
    /// The language itself, in KDL's schema language
    Site,
    Access,
    Drift,
}

#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// For which shell
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub struct ManArgs {
    /// Whose page, as in `man access why`; none prints that of siteplan
    pub command: Vec<String>,
    /// Write the pages of all commands into this folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub out: Option<PathBuf>,
}

pub fn completions(options: &CompletionsArgs, output: &mut Output) -> Result<Exit, Failure> {
    let text = completion::registration(&options.shell.to_string())
        .map_err(|source| Failure::Stream { verb: "make the completions", source })?;
    output.result(&text);
    Ok(Exit::Fine)
}

pub fn man(options: &ManArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut program = Arguments::command();
    program.build();
    let Some(folder) = &options.out else {
        let words: Vec<&str> = options.command.iter().map(String::as_str).collect();
        let mut command = &program;
        for word in &words {
            command = command.find_subcommand(word).ok_or_else(|| Failure::Usage {
                message: format!("there is no command `{}`", words.join(" ")),
                help: "`siteplan help` lists them".to_owned(),
            })?;
        }
        output.result(&page(command, &words)?);
        return Ok(Exit::Fine);
    };
    fs::create_dir_all(folder).map_err(|source| Failure::file("make", folder, source))?;
    let mut left = vec![(&program, Vec::new())];
    while let Some((command, words)) = left.pop() {
        let name: Vec<&str> = std::iter::once("siteplan").chain(words.iter().copied()).collect();
        let file = folder.join(format!("{}.1", name.join("-")));
        fs::write(&file, page(command, &words)?)
            .map_err(|source| Failure::file("write", &file, source))?;
        for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
            left.push((inner, words.iter().copied().chain([inner.get_name()]).collect()));
        }
    }
    output.progress(&format!("the pages are in {}", visible(&folder.display().to_string())));
    Ok(Exit::Fine)
}

/// The page of a command: what clap knows of it, and what its help ends with.
fn page(command: &Command, words: &[&str]) -> Result<String, Failure> {
    let extra = help::find(&words.join(" "));
    // What follows the options in the help has sections of its own here.
    let plain = command.clone().after_long_help(Resettable::Reset);
    let man = clap_mangen::Man::new(plain);
    let mut text = Vec::new();
    man.render(&mut text).map_err(|source| Failure::Stream { verb: "make the page", source })?;
    let mut text = String::from_utf8_lossy(&text).into_owned();
    #[cfg(feature = "emulator")]
    if words == ["emulate"] {
        let lines = crate::emulator::faults::HELP.lines().map(|line| roff(line) + "\n");
        text.push_str(&format!(".SH FAULTS\n.nf\n{}.fi\n", lines.collect::<String>()));
    }
    if let Some(extra) = extra {
        text.push_str(".SH \"EXIT STATUS\"\n");
        for (code, what) in extra.exits() {
            text.push_str(&format!(".TP\n{code}\n{}\n", roff(what)));
        }
        text.push_str(".SH ENVIRONMENT\n");
        for (name, what) in extra.variables() {
            text.push_str(&format!(".TP\n{}\n{}\n", roff(name), roff(what)));
        }
        text.push_str(".SH EXAMPLES\n");
        for (what, line) in extra.examples {
            text.push_str(&format!(
                "{}:\n.PP\n.RS 4\n.nf\n{}\n.fi\n.RE\n.PP\n",
                roff(what),
                roff(line)
            ));
        }
    }
    Ok(text)
}

/// A line of a manual page in which every character is itself.
fn roff(text: &str) -> String {
    let text = text.replace('\\', "\\e").replace('-', "\\-");
    if text.starts_with(['.', '\'']) { format!("\\&{text}") } else { text }
}

pub fn schema(options: &SchemaArgs, output: &mut Output) -> Result<Exit, Failure> {
    match options.name {
        Some(name) => output.result(schema_of(name).text),
        None => {
            let names =
                SchemaName::value_variants().iter().filter_map(|name| name.to_possible_value());
            let lines: Vec<String> = names.map(|name| format!("{}\n", name.get_name())).collect();
            output.result(&lines.concat());
        }
    }
    Ok(Exit::Fine)
}

fn schema_of(name: SchemaName) -> &'static schema::Schema {
    match name {
        SchemaName::Site => &schema::SITE,
        SchemaName::Snapshot => &schema::SNAPSHOT,
        SchemaName::Plan => &schema::PLAN,
        SchemaName::Apply => &schema::APPLY,
        SchemaName::ApplyStep => &schema::APPLY_STEP,
        SchemaName::Diagnostics => &schema::DIAGNOSTICS,
        SchemaName::Access => &schema::ACCESS,
        SchemaName::Drift => &schema::DRIFT,
    }
}
