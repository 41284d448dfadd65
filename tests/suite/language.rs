//! `schema/site.kdl-schema` accepts what siteplan accepts.

use crate::kdl_schema::Schema;
use crate::program::{Place, package};
use siteplan::facade::rules::{self, Family};
use siteplan::facade::schema;
use siteplan::facade::source::FileId;
use siteplan::facade::syntax::parse;
use std::fs;
use std::path::Path;

/// What the schema finds wrong with a definition.
fn problems(schema: &str, text: &str) -> Vec<String> {
    let (rules, found) = parse(FileId(0), schema);
    assert!(found.is_empty(), "{found:#?}");
    let document = rules.document(schema).nodes().next().expect("a document");
    let (tree, found) = parse(FileId(1), text);
    assert!(found.is_empty(), "{found:#?}");
    Schema::new(document).problems(tree.document(text).nodes())
}

fn definitions(folder: &Path, into: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            definitions(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "kdl") {
            let text = fs::read_to_string(&path).expect("a definition");
            into.push((path.display().to_string(), text));
        }
    }
}

fn blocks(text: &str) -> impl Iterator<Item = &str> {
    text.split("```kdl\n").skip(1).map(|rest| rest.split("```").next().unwrap_or_default())
}

#[test]
fn the_schema_accepts_examples_readme_and_pages() {
    let mut texts = Vec::new();
    definitions(&package().join("examples"), &mut texts);
    for page in crate::docs::pages() {
        let text = fs::read_to_string(package().join(&page)).expect("a page");
        texts.extend(blocks(&text).map(|block| (page.clone(), block.to_owned())));
    }
    for rule in rules::all().filter(|rule| rule.family != Family::Kdl) {
        let sections = rule.page.split("\n## ").skip(1);
        let good = sections.filter(|s| s.starts_with("Passes\n") || s.starts_with("Near miss\n"));
        let good = good.flat_map(blocks);
        texts.extend(good.map(|block| (rule.code.to_string(), block.to_owned())));
    }
    assert!(texts.len() > 100, "{}", texts.len());
    let schema = schema::language();
    for (place, text) in texts {
        assert_eq!(problems(&schema, &text), [] as [String; 0], "{place}:\n{text}");
    }
}

#[test]
fn the_schema_refuses_what_siteplan_refuses() {
    let schema = schema::language();
    for text in [
        "usr \"a\"",
        "user",
        "user \"a\" \"b\"",
        "user \"a\" { colour \"red\"; }",
        "user \"a\" { email \"a@b.example\"; email \"a@c.example\"; }",
        "user \"a\" { require-2fa #true; }",
        "user \"a\" { system \"x\"; }",
        "user \"a\" { role \"admin\"; }",
        "user \"a\" { authentication \"password\" password=\"secret\"; }",
        "folder \"A\" { grant \"write\" group=\"G\"; }",
        "folder \"A\" { folder \"B\" { folder \"C\" { fences; }; }; }",
        "folder \"A\" { grant \"full\" { all-of \"G\"; }; }",
        "group \"G\" { member 1; }",
        "site \"a\" { sso \"okta\"; }",
        "site \"a\" { settings { user-lockout \"yes\"; }; }",
        "manage { users within=\"A\" undeclared=\"keep\"; }",
        "manage { users undeclared=\"remove-with-content\"; }",
        "automation \"a\" { trigger \"sometimes\"; }",
        "lint { allow \"x\" { y; }; }",
    ] {
        assert!(!problems(&schema, text).is_empty(), "accepted: {text}");
        let checked = Place::with(&[("site.kdl", text)]).run(&["check"]);
        assert_eq!(checked.code, 3, "{text}\n{}", checked.stdout);
    }
}

#[test]
fn the_schema_is_laid_out_canonically() {
    let place = Place::with(&[("site.kdl", schema::language().as_str())]);
    place.run(&["fmt", "--check", "site.kdl"]).ends(0);
}
