//! `completions`, `man`, `schema`: what is generated from the program itself.

use super::arguments::{Arguments, Completions, Schema, SchemaName};
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::schema;
use clap::{CommandFactory, ValueEnum};

pub fn completions(options: &Completions, output: &mut Output) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut Arguments::command(), "siteplan", &mut text);
    output.result(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}

pub fn man(output: &mut Output) -> Result<Exit, Failure> {
    let mut text = Vec::new();
    clap_mangen::Man::new(Arguments::command()).render(&mut text).map_err(Failure::Output)?;
    output.result(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}

pub fn schema(options: &Schema, output: &mut Output) -> Result<Exit, Failure> {
    match options.name {
        Some(name) => output.result(schema_of(name).text)?,
        None => {
            let names =
                SchemaName::value_variants().iter().filter_map(|name| name.to_possible_value());
            let lines: Vec<String> = names.map(|name| format!("{}\n", name.get_name())).collect();
            output.result(&lines.concat())?;
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
        SchemaName::Diagnostics => &schema::DIAGNOSTICS,
        SchemaName::Access => &schema::ACCESS,
        SchemaName::Drift => &schema::DRIFT,
    }
}
