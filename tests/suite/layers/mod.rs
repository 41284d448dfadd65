//! The layers hold: no stage imports a later one, files import each other in no circle, and the
//! facade hands on nothing that nobody takes.

mod circles;
mod source;
mod tokens;

use crate::program::package;
use circles::circles;
use source::{Crate, Files};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Files that may import each other, and why.
const ALLOWED: &[(&[&str], &str)] = &[(
    &[
        "site/local/api_keys.rs",
        "site/local/behaviors.rs",
        "site/local/folders.rs",
        "site/local/grants.rs",
        "site/local/groups.rs",
        "site/local/public_keys.rs",
        "site/local/users.rs",
    ],
    "what is removed takes along what hangs on it, whichever of them that is",
)];

/// Imports of a later stage, each as file, line and path.
fn upward(sources: &Crate) -> Vec<String> {
    let stage =
        |path: &[String]| sources.stages().iter().position(|stage| path.first() == Some(stage));
    let mut found = Vec::new();
    for module in sources.modules() {
        let Some(own) = stage(&module.path) else { continue };
        for import in &module.imports {
            if stage(&import.path).is_some_and(|other| other > own) {
                let (line, path) = (import.line, import.path.join("::"));
                found.push(format!("src/{}:{line}: crate::{path}", module.file));
            }
        }
    }
    found
}

/// Circles of which the list knows nothing.
fn unknown_circles<'c>(sources: &'c Crate, allowed: &[(&[&str], &str)]) -> Vec<BTreeSet<&'c str>> {
    let mut circles = circles(sources);
    circles.retain(|circle| {
        !allowed.iter().any(|(files, _)| circle.iter().all(|file| files.contains(file)))
    });
    circles
}

fn read(folder: &Path, at: &str, into: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder of sources") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
        let file = format!("{at}{name}");
        if path.is_dir() {
            read(&path, &format!("{file}/"), into);
        } else if name.ends_with(".rs") {
            into.insert(file, fs::read_to_string(&path).expect("a source"));
        }
    }
}

fn ours() -> Crate {
    let mut files = Files::new();
    read(&package().join("src"), "", &mut files);
    Crate::of(&files)
}

#[test]
fn no_stage_imports_a_later_one() {
    let sources = ours();
    assert!(sources.stages().len() > 10, "{:?}", sources.stages());
    let found = upward(&sources);
    assert!(found.is_empty(), "a later stage is imported:\n{}", found.join("\n"));
}

#[test]
fn files_import_each_other_in_no_circle() {
    let sources = ours();
    let found = unknown_circles(&sources, ALLOWED);
    assert!(found.is_empty(), "files import each other: {found:#?}");
    let all = circles(&sources);
    for (files, _) in ALLOWED {
        let is_one = |circle: &BTreeSet<&str>| circle.iter().copied().eq(files.iter().copied());
        assert!(all.iter().any(is_one), "no longer a circle, so strike it out: {files:?}");
    }
}

/// What the facade hands on of a stage, and no user of that stage names.
fn untaken(sources: &Crate, users: &Files) -> Vec<String> {
    let facade = sources.modules().find(|module| module.path == ["facade"]).expect("a facade");
    let takes = |stage: &str, name: &str| {
        users.values().any(|text| {
            text.contains(&format!("facade::{stage}"))
                && text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name)
        })
    };
    let paths = facade.imports.iter().map(|import| &import.path);
    let untaken = paths.filter(|path| !takes(&path[0], &path[path.len() - 1]));
    untaken.map(|path| path.join("::")).collect()
}

#[test]
fn the_facade_hands_on_what_somebody_takes() {
    let mut users = Files::new();
    for folder in ["tests/", "benches/", "fuzz/targets/"] {
        read(&package().join(folder), folder, &mut users);
    }
    let found = untaken(&ours(), &users);
    assert!(found.is_empty(), "strike it out of the facade: {found:#?}");
}

#[test]
fn what_nobody_takes_from_the_facade_is_found() {
    let facade = "pub mod low {\n    pub use crate::low::{Low, deep::Lower};\n}";
    let sources = made_up(&[("lib.rs", "mod low;\npub mod facade;"), ("facade.rs", facade)]);
    let user = |text: &str| Files::from([("a.rs".to_owned(), text.to_owned())]);
    let both = "use siteplan::facade::low::{Low, deep};\ntype A = deep::Lower;";
    assert_eq!(untaken(&sources, &user(both)), [] as [&str; 0]);
    let one = "use siteplan::facade::low::Low;";
    assert_eq!(untaken(&sources, &user(one)), ["low::deep::Lower"]);
    assert_eq!(untaken(&sources, &user("struct Low; struct Lower;")).len(), 2);
}

/// A crate of three stages: `low`, `mid` with files, `top`.
fn made_up(changes: &[(&str, &str)]) -> Crate {
    let mut files: Files = [
        ("lib.rs", "pub mod low;\npub mod mid;\n#[cfg(feature = \"x\")]\npub mod top;\n"),
        ("low.rs", "pub struct Low;"),
        ("mid/mod.rs", "mod a;\nmod b;\nmod deep;\npub use a::A;\nuse crate::low::Low;"),
        ("mid/a.rs", "use super::b::B;\npub struct A(B);"),
        ("mid/b.rs", "pub struct B;"),
        ("mid/deep/mod.rs", "mod leaf;"),
        ("mid/deep/leaf.rs", "use super::super::b::B;"),
        ("top.rs", "use crate::{low::Low, mid::{self, A}};"),
    ]
    .map(|(file, text)| (file.to_owned(), text.to_owned()))
    .into();
    files.extend(changes.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())));
    Crate::of(&files)
}

#[test]
fn what_stands_in_order_passes() {
    let sources = made_up(&[]);
    assert_eq!(sources.stages(), ["low", "mid", "top"]);
    assert_eq!(sources.modules().count(), 8);
    assert_eq!(upward(&sources), [] as [&str; 0]);
    assert_eq!(circles(&sources).len(), 0);
}

#[test]
fn an_import_of_a_later_stage_is_found() {
    for (file, text, found) in [
        ("low.rs", "\nuse crate::mid::A;", "src/low.rs:2: crate::mid::A"),
        ("low.rs", "use crate::{low, top::T};", "src/low.rs:1: crate::top::T"),
        ("low.rs", "use super::mid;", "src/low.rs:1: crate::mid"),
        ("low.rs", "fn f() {\n    crate::top::f();\n}", "src/low.rs:2: crate::top::f"),
        ("low.rs", "mod inner { use super::super::top; }", "src/low.rs:1: crate::top"),
        (
            "mid/deep/leaf.rs",
            "/* crate::top */\nuse super::super::super::top::*;",
            "src/mid/deep/leaf.rs:2: crate::top::*",
        ),
        ("mid/a.rs", "impl T for (crate::top::X,) {}", "src/mid/a.rs:1: crate::top::X"),
    ] {
        assert_eq!(upward(&made_up(&[(file, text)])), [found], "{text}");
    }
}

#[test]
fn tests_comments_and_texts_may_name_anything() {
    for text in [
        "#[cfg(test)]\nmod tests { use crate::top::T; fn f() { if true {} } }",
        "#[cfg(test)]\nuse crate::top::T;",
        "#[cfg(all(test, feature = \"x\"))]\n#[allow(unused)]\nfn f() { crate::top::f() }",
        "/// [`crate::top`]\n// crate::top::T\n/* /* */ crate::top::T */",
        "const A: &str = \"\\\" crate::top::T\"; const B: &str = r#\"\" crate::top::T\"#;",
        "const C: char = '\"'; fn f<'a>(a: &'a str) {} const D: &str = \" crate::top::T\";",
        "pub(in crate::low) fn f() {}",
    ] {
        assert_eq!(upward(&made_up(&[("low.rs", text)])), [] as [&str; 0], "{text}");
    }
    let tests = [("low.rs", "#[cfg(test)]\nmod tests;"), ("tests.rs", "use crate::top;")];
    let (declared, file) = (tests[0], ("low/tests.rs", tests[1].1));
    assert_eq!(upward(&made_up(&[declared, file])), [] as [&str; 0]);
}

#[test]
fn a_circle_is_found_through_names_that_are_handed_on() {
    let circle = |files: &[&str], changes: &[(&str, &str)]| {
        let sources = made_up(changes);
        let found = circles(&sources);
        assert_eq!(found.len(), 1, "{changes:?}");
        assert!(found[0].iter().copied().eq(files.iter().copied()), "{found:?}");
        assert_eq!(unknown_circles(&sources, &[(files, "for a test")]).len(), 0);
    };
    let pair = ["mid/a.rs", "mid/b.rs"];
    circle(&pair, &[("mid/b.rs", "use super::a::A;")]);
    // `super::A` is what `mod.rs` takes from `a`.
    circle(&pair, &[("mid/b.rs", "use super::A;")]);
    circle(&pair, &[("mid/b.rs", "fn f(a: crate::mid::A) {}")]);
    circle(
        &["mid/b.rs", "mid/deep/leaf.rs", "mid/deep/mod.rs"],
        &[
            ("mid/deep/mod.rs", "mod leaf;\npub use leaf::*;"),
            ("mid/deep/leaf.rs", "use super::super::b::B;\npub struct Leaf;"),
            ("mid/b.rs", "use super::deep;\nfn f() -> deep::Leaf {}"),
        ],
    );
}
