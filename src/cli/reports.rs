//! `--report`: the same result in further formats, each in a file of its own.

use super::disk;
use super::exit::Failure;
use super::output::Output;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

#[derive(Debug, Clone, Args)]
pub struct ReportArgs<F: Clone + Send + Sync + ValueEnum + 'static> {
    /// Write this as well, as in sarif=findings.sarif, however the run ends; may be said several times.
    /// - is standard output, and standard error then has what --format says
    #[arg(long = "report", value_name = "FORMAT=FILE", value_parser = parse::<F>)]
    pub reports: Vec<Report<F>>,
}

#[derive(Debug, Clone)]
pub struct Report<F> {
    pub format: F,
    pub path: PathBuf,
}

fn parse<F: ValueEnum>(text: &str) -> Result<Report<F>, String> {
    let known: Vec<String> = F::value_variants()
        .iter()
        .filter_map(ValueEnum::to_possible_value)
        .map(|value| value.get_name().to_owned())
        .collect();
    let Some((format, path)) = text.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        return Err("a format and a file are wanted, as in json=plan.json".to_owned());
    };
    let format = F::from_str(format, false).map_err(|_| {
        format!("no format is called `{format}` [possible values: {}]", known.join(", "))
    })?;
    Ok(Report { format, path: PathBuf::from(path) })
}

impl<F: Clone + Send + Sync + ValueEnum> ReportArgs<F> {
    /// Refuses two outputs in one place; `other` is written besides.
    pub fn admit(&self, other: Option<&Path>) -> Result<(), Failure> {
        let mut taken: Vec<&Path> = Vec::new();
        for path in other.into_iter().chain(self.reports.iter().map(|report| &*report.path)) {
            let path = if disk::is_standard_output(path) { Path::new("-") } else { path };
            if taken.contains(&path) {
                return Err(Failure::Usage {
                    message: format!("two outputs go to `{}`", path.display()),
                    help: "give each a file of its own; only one goes to standard output"
                        .to_owned(),
                });
            }
            taken.push(path);
        }
        Ok(())
    }

    /// The places of the reports, with what each is to hold.
    pub fn each<T>(&self, of: impl Fn(&F) -> T) -> Vec<Report<T>> {
        let each =
            |report: &Report<F>| Report { format: of(&report.format), path: report.path.clone() };
        self.reports.iter().map(each).collect()
    }
}

/// Prints what `--format` says where no report takes its place.
pub fn result<F>(reports: &[Report<F>], text: &str, output: &Output) {
    if reports.iter().any(|report| disk::is_standard_output(&report.path)) {
        output.aside(text);
    } else {
        output.result(text);
    }
}

/// Writes each report that can be written; the first that cannot is the failure.
pub fn write<F>(
    reports: &[Report<F>],
    text: impl Fn(&F) -> String,
    output: &Output,
) -> Result<(), Failure> {
    let write = |report: &Report<F>| disk::write(Some(&report.path), &text(&report.format), output);
    let written: Vec<Result<(), Failure>> = reports.iter().map(write).collect();
    written.into_iter().collect()
}
