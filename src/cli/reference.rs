//! `completions`, `man`, `schema`: what is generated from the program itself.

use super::Arguments;
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::schema;
use clap::{Args, CommandFactory, ValueEnum};

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
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

pub fn completions(options: &CompletionsArgs, output: &mut Output) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "siteplan", &mut text);
    output.result(&String::from_utf8_lossy(&text));
    Ok(Exit::Fine)
}

pub fn man(output: &mut Output) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command())
        .render(&mut text)
        .map_err(|source| Failure::Stream { verb: "make the page", source })?;
    output.result(&String::from_utf8_lossy(&text));
    Ok(Exit::Fine)
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
