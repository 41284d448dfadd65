//! The pages of the rules, and what a run tells.

use super::Place;
use crate::program::{files_below, package};
use serde_json::Value;
use std::fs;

/// What a page shows of its rule.
pub struct Page {
    pub code: String,
    /// The files of the example that fails.
    pub fails: Vec<(String, String)>,
    /// The live site that the example is planned against.
    pub live: Option<String>,
}

/// The pages on KDL itself show part of a definition.
const PEOPLE: &str = "user \"alex\"\nuser \"blair\"\n";

/// Every page, by the folders of the families.
pub fn pages() -> Vec<Page> {
    let folder = package().join("src/rules");
    let files = files_below(&folder).into_iter();
    let of_families = files.filter(|path| path.parent() != Some(&folder));
    let pages = of_families.filter(|path| path.extension().is_some_and(|end| end == "md"));
    let name =
        |path: Option<&std::ffi::OsStr>| path.expect("a name").to_string_lossy().into_owned();
    pages
        .map(|path| {
            let text = fs::read_to_string(&path).expect("a page");
            let fails = text.split_once("\n## Fails\n").map_or("", |(_, after)| after);
            let fails = fails.split("\n## ").next().unwrap_or_default();
            let family = name(path.parent().and_then(|folder| folder.file_name()));
            let declared = if family == "kdl" { PEOPLE } else { "" };
            let shown = [("kdl", "site.kdl"), ("csv", "people.csv")];
            let fails = shown.iter().filter_map(|(language, name)| {
                Some(((*name).to_owned(), format!("{declared}{}", block(fails, language)?)))
            });
            Page {
                code: name(path.file_stem()),
                fails: fails.collect(),
                live: block(&text, "json").map(str::to_owned),
            }
        })
        .collect()
}

fn block<'t>(text: &'t str, language: &str) -> Option<&'t str> {
    let (_, after) = text.split_once(&format!("```{language}\n"))?;
    after.split_once("```").map(|(block, _)| block)
}

impl Page {
    pub fn place(&self) -> Place {
        let place = Place::new();
        for (name, text) in &self.fails {
            place.write(name, text);
        }
        if let Some(live) = &self.live {
            place.write("live.json", live);
        }
        place
    }

    /// What a check of its example tells.
    pub fn findings(&self) -> Vec<Finding> {
        if self.fails.is_empty() { Vec::new() } else { check(&self.place(), &[]) }
    }
}

#[derive(Debug)]
pub struct Finding {
    pub code: String,
    pub severity: String,
    pub help: Option<String>,
    pub labels: Vec<String>,
    /// `check --fix` applies its remedy.
    pub fix: bool,
}

impl Finding {
    pub fn says(&self, told: &str) -> bool {
        self.help.iter().chain(&self.labels).any(|text| text.contains(told))
    }
}

pub fn check(place: &Place, arguments: &[&str]) -> Vec<Finding> {
    let ran = place.run(&[&["check", "--format", "json"], arguments].concat());
    let report: Value = serde_json::from_str(&ran.stdout).expect("a report");
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let findings = report["diagnostics"].as_array().expect("findings").iter();
    findings
        .map(|finding| Finding {
            code: text(&finding["code"]).expect("a code"),
            severity: text(&finding["severity"]).expect("a severity"),
            help: text(&finding["help"]),
            labels: finding["labels"].as_array().map_or_else(Vec::new, |labels| {
                labels.iter().filter_map(|label| text(&label["text"])).collect()
            }),
            fix: finding.get("fix").is_some(),
        })
        .collect()
}

pub fn graver(severity: &str) -> usize {
    let known = ["info", "warning", "error"];
    known.iter().position(|one| *one == severity).expect("a severity")
}

/// What the most that one can have consists of.
const ATOMS: usize = 8;

/// Who gains what from one definition to `site.kdl`.
pub fn gains(place: &Place, before: &str, arguments: &[&str]) -> Vec<String> {
    let asked = ["access", "diff", before, "site.kdl", "--format", "json"];
    let ran = place.run(&[&asked, arguments].concat()).ends(0);
    gained(&serde_json::from_str(&ran.stdout).expect("an answer"))
}

/// Who gains what by the moves that an answer or a plan tells.
pub fn gained(told: &Value) -> Vec<String> {
    let mut gains = Vec::new();
    for moved in told["moves"].as_array().into_iter().flatten() {
        for change in moved["changes"].as_array().expect("changes") {
            if change["change"] != "gained" {
                continue;
            }
            let atoms = change["atoms"].as_array().expect("atoms").iter();
            let atoms: Vec<&str> = atoms.filter_map(Value::as_str).collect();
            let atoms =
                if atoms.len() == ATOMS { "everything".to_owned() } else { atoms.join(", ") };
            let path = change["path"].as_str().filter(|path| !path.is_empty()).unwrap_or("/");
            let only = if change["scope"] == "whole" { "" } else { " alone" };
            for person in moved["people"].as_array().expect("people") {
                let person = person.as_str().expect("a name");
                gains.push(format!("{person}: {atoms} on {path}{only}"));
            }
        }
    }
    gains.sort();
    gains
}
