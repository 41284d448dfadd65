//! `schema/` holds what describes every machine output, the program prints it, and every machine
//! output is valid by it.

use crate::program::{Place, copy, package};
use siteplan::facade::schema;
use std::fs;

fn is_update() -> bool {
    std::env::var_os("UPDATE_SCHEMAS").is_some()
}

#[test]
fn the_schemas_in_the_repository_are_made_from_the_types() {
    for schema in schema::ALL {
        let (name, made) = (schema.name, (schema.generate)());
        let path = package().join("schema").join(schema.file);
        if is_update() {
            fs::write(&path, &made).expect("written");
        }
        let kept = fs::read_to_string(&path).expect("a schema");
        assert_eq!(kept, made, "{name}: run the tests with UPDATE_SCHEMAS=1");
    }
    // And the command line, which `reference` compares.
    let files = fs::read_dir(package().join("schema")).expect("schemas").count();
    assert_eq!(files, schema::ALL.len() + 1);
}

#[test]
fn the_program_prints_the_schemas_in_the_repository() {
    let place = Place::new();
    let names: Vec<String> = schema::ALL.iter().map(|one| format!("{}\n", one.name)).collect();
    assert_eq!(place.run(&["schema"]).ends(0).stdout, names.concat());
    for schema in schema::ALL {
        let printed = place.run(&["schema", schema.name]).ends(0).stdout;
        assert_eq!(printed, schema.text, "{}", schema.name);
        let kept = fs::read_to_string(package().join("schema").join(schema.file));
        // What was just written is in the program once it is built again.
        assert!(is_update() || kept.expect("a schema") == printed, "{}", schema.name);
    }
}

fn validator(name: &str) -> jsonschema::Validator {
    let place = Place::new();
    let schema = place.run(&["schema", name]).ends(0).stdout;
    jsonschema::validator_for(&serde_json::from_str(&schema).expect("JSON")).expect("a schema")
}

fn assert_valid(name: &str, text: &str) {
    let json = serde_json::from_str(text).expect("JSON");
    let errors: Vec<String> =
        validator(name).iter_errors(&json).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{name}: {errors:#?}");
}

#[test]
fn machine_output_is_valid_by_its_schema() {
    const USERS: &[&str] = &["ben", "ada", "mira"];
    for (at, example) in ["minimal", "mortgage-broker", "partner-exchange"].into_iter().enumerate()
    {
        let place = Place::new();
        copy(&format!("examples/{example}"), ".", &place);
        assert_valid("diagnostics", &place.run(&["check", "--format", "json"]).ends(0).stdout);
        assert_valid("plan", &place.run(&["plan", "--format", "json"]).ends(0).stdout);
        let apply = ["apply", "--auto-approve", "--format", "json"];
        let lines = place.run(&["apply", "--auto-approve", "--format", "jsonl"]).ends(0).stdout;
        let lines: Vec<&str> = lines.lines().collect();
        let (last, steps) = lines.split_last().expect("lines");
        assert_valid("apply", last);
        assert!(!steps.is_empty());
        steps.iter().for_each(|line| assert_valid("apply-step", line));
        assert_valid("apply", &place.run(&apply).ends(0).stdout);
        let snapshot = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
        assert_valid("snapshot", &snapshot);
        place.write("live.json", &snapshot);
        place.write("none.kdl", "");
        assert_valid("drift", &place.run(&["drift", "--format", "json"]).ends(0).stdout);
        let nothing = place.run(&["drift", "none.kdl", "--format", "json"]).ends(2);
        assert_valid("drift", &nothing.stdout);
        for query in [
            &["of", USERS[at]][..],
            &["on", "/"],
            &["why", USERS[at], "New"],
            &["diff", "none.kdl", "live.json"],
        ] {
            let ran = place.run(&[&["access"], query, &["--format", "json"]].concat());
            assert_valid("access", &ran.ends(0).stdout);
        }
    }
    let broken = Place::with(&[("site.kdl", "usr \"a\"\nuser \"b\" {\n    colour true\n}\n")]);
    assert_valid("diagnostics", &broken.run(&["check", "--format", "json"]).ends(3).stdout);
}
