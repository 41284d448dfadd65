//! `tests/transitions/<name>.kdl`: a site `//- before` and `//- after`. Lines at the head say
//! what the plan must be like: `// told: bridged` or `anyway`, `// step: Update group "Staff"`,
//! `// no step: Delete`.

use crate::program::{files_below, package};
use std::fs;
use std::path::Path;

pub struct Transition {
    pub name: String,
    pub before: String,
    pub after: String,
    pub told: Told,
    /// Steps that there must be,
    pub steps: Vec<String>,
    /// and beginnings of such as there must not.
    pub no_steps: Vec<String>,
}

/// What a plan has to say of what no order avoids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Nothing,
    /// Something goes wrong for a while, but not with a bridge.
    Bridged,
    /// Something goes wrong for a while, bridge or not.
    Anyway,
}

/// Both definitions are exact about everything.
const MANAGE: &str = r#"manage {
    users undeclared="remove"
    groups undeclared="remove"
    grants undeclared="remove"
    behaviors undeclared="remove"
    automations undeclared="remove"
    folders undeclared="remove"
}
"#;

pub fn all() -> Vec<Transition> {
    let files = files_below(&package().join("tests/transitions"));
    let all: Vec<Transition> = files.iter().map(|file| read(file)).collect();
    assert!(!all.is_empty(), "there are transitions");
    all
}

fn read(file: &Path) -> Transition {
    let text = fs::read_to_string(file).expect("a transition");
    let (head, sites) = text.split_once("//- before\n").expect("a site before");
    let (before, after) = sites.split_once("//- after\n").expect("a site after");
    let mut transition = Transition {
        name: file.file_stem().expect("a name").to_string_lossy().replace('_', " "),
        before: format!("{MANAGE}{before}"),
        after: format!("{MANAGE}{after}"),
        told: Told::Nothing,
        steps: Vec::new(),
        no_steps: Vec::new(),
    };
    for line in head.lines() {
        match line.split_once(": ") {
            Some(("// told", "bridged")) => transition.told = Told::Bridged,
            Some(("// told", "anyway")) => transition.told = Told::Anyway,
            Some(("// step", step)) => transition.steps.push(step.to_owned()),
            Some(("// no step", step)) => transition.no_steps.push(step.to_owned()),
            _ => panic!("{}: what is {line:?}?", file.display()),
        }
    }
    transition
}
