//! Damaged documents are refused or noted, and never stop the program.

use super::terraform;
use crate::model::Names;
use crate::pipeline::pull_from;
use crate::pull::Options;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

const CASES: &[&str] = &[
    include_str!("../../tests/cases/import/a_plan_whose_ids_are_not_known_yet.kdl"),
    include_str!("../../tests/cases/import/a_state_with_modules.kdl"),
    include_str!("../../tests/cases/import/values_in_the_shapes_of_the_provider.kdl"),
];

fn documents() -> impl Iterator<Item = &'static str> {
    CASES.iter().map(|case| {
        let (_, file) = case.split_once("\n//- ").expect("a file");
        file.split_once('\n').expect("a name").1
    })
}

/// Imports a document, if it is one.
fn import(text: &str) -> Option<String> {
    let mut names = Names::default();
    let imported = terraform(text, None, &mut names).ok()?;
    let options = Options { one_file: true, bare_folders: true, now: Timestamp::UNIX_EPOCH };
    let (live, left_out) = (&imported.live, imported.left_out);
    let pulled = pull_from(&imported.origin, live, &mut names, left_out, options);
    let errors: Vec<_> = pulled.findings.iter().filter(|found| found.is_error()).collect();
    assert!(errors.is_empty() && pulled.changes.is_empty(), "{errors:#?} {:?}", pulled.changes);
    pulled.files.into_iter().next().map(|file| file.text)
}

#[test]
fn a_document_that_is_cut_off_is_refused() {
    for document in documents() {
        assert!(import(document).is_some());
        let cuts = document.char_indices().map(|(at, _)| at).step_by(101);
        for at in cuts.filter(|at| *at + 2 < document.len()) {
            assert_eq!(import(&document[..at]), None, "cut at {at}");
        }
    }
}

/// The places in a value, as the keys that lead there.
fn places(value: &Json, at: &str, into: &mut Vec<String>) {
    into.push(at.to_owned());
    match value {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, &format!("{at}/{index}"), into);
            }
        }
        Json::Object(members) => {
            for (name, member) in members {
                places(member, &format!("{at}/{}", name.replace('/', "~1")), into);
            }
        }
        _ => {}
    }
}

#[test]
fn whatever_a_place_holds_the_rest_is_imported() {
    let odd =
        [json!(null), json!([[{}]]), json!({"id": [-1]}), json!(""), json!(-7), json!("é\u{0}")];
    let mut turn = 0;
    for document in documents() {
        let whole: Json = serde_json::from_str(document).expect("a document");
        let mut all = Vec::new();
        places(&whole, "", &mut all);
        for place in all.iter().step_by(5) {
            turn += 1;
            let mut damaged = whole.clone();
            if let Some(value) = damaged.pointer_mut(place) {
                *value = odd[turn % odd.len()].clone();
            }
            import(&damaged.to_string());
        }
    }
}
