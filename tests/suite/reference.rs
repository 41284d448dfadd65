//! `schema/cli.md` is the command line as the program takes it.

use crate::program::{Place, Ran, files_below, package};
use clap::CommandFactory as _;
use clap_markdown::{MarkdownOptions, help_markdown_custom};
use siteplan::facade::cli::Arguments;

#[test]
fn the_reference_is_that_of_the_program() {
    let options = MarkdownOptions::new()
        .title("The command line of siteplan".to_owned())
        .show_footer(false)
        .show_table_of_contents(true);
    let made = help_markdown_custom::<Arguments>(&options);
    let path = package().join("schema/cli.md");
    if std::env::var_os("UPDATE_REFERENCE").is_some() {
        std::fs::write(&path, &made).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("the reference");
    assert_eq!(kept, made, "run the tests with UPDATE_REFERENCE=1");
}

#[test]
fn shells_and_manuals_have_theirs() {
    let place = Place::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = place.run(&["completions", shell]).ends(0).stdout;
        assert!(script.contains("COMPLETE") && script.contains("siteplan"), "{shell}");
    }
    let manual = place.run(&["man"]).ends(0).stdout;
    assert!(manual.contains(".TH siteplan"));
}

/// A shell gets the names that a definition has, though it is not whole yet, and a snapshot's.
#[test]
fn shells_complete_what_a_site_has() {
    let place = Place::with(&[
        (
            "site.kdl",
            "user \"ina\" { name \"Ina\" }\n\
             group \"Investment Partners\" { member \"nobody\" }\n\
             partner \"Inwood\"\n\
             folder \"Deal Room/Alpha\" { grant \"readonly\" group=\"Investment Partners\" }\n\
             folder \"Deal Room/Beta/Old\"\n",
        ),
        (
            "live.json",
            "{\"format\":\"siteplan-snapshot\",\"version\":1,\"target\":\"local:site.db\",\
             \"users\":[{\"id\":1,\"username\":\"zoe\"}]}",
        ),
    ]);
    place.run(&["check"]).ends(3);
    let asked = |words: &[&str]| {
        let mut command = place.command();
        command.env("COMPLETE", "fish").args(["--", "siteplan"]).args(words);
        let ran = command.output().expect("it runs");
        assert!(ran.status.success() && ran.stderr.is_empty(), "{words:?}");
        let text = String::from_utf8(ran.stdout).expect("UTF-8");
        let first = |line: &str| line.split('\t').next().unwrap_or_default().to_owned();
        text.lines().map(first).collect::<Vec<_>>()
    };
    assert_eq!(asked(&["access", "of", "IN"]), ["Investment Partners", "Inwood", "ina"]);
    assert_eq!(asked(&["access", "why", "in"]), ["ina"]);
    assert_eq!(asked(&["access", "on", "D"]), ["Deal Room/"]);
    assert_eq!(asked(&["access", "on", "/deal\\ Room/"]), ["/Deal Room/Alpha", "/Deal Room/Beta/"]);
    assert_eq!(asked(&["access", "on", "Deal Room/Beta/"]), ["Deal Room/Beta/Old"]);
    assert_eq!(asked(&["access", "on", "Nowhere/"]), [""; 0]);
    assert_eq!(asked(&["access", "of", "--in", "live.json", "z"]), ["zoe"]);
    assert_eq!(asked(&["access", "of", "--in", "missing.kdl", "z"]), [""; 0]);
    assert_eq!(asked(&["graph", "site.kdl", "--focus", "De"]), ["Deal Room/"]);
    assert_eq!(asked(&["explain", "grant-unr"]), ["grant-unreachable"]);
    assert_eq!(asked(&["compl"]), ["completions"]);
}

/// A page a command, each with what it can be asked and how it ends.
#[test]
fn every_command_has_a_manual_page() {
    let place = Place::new();
    place.run(&["man", "--out", "man1"]).ends(0);
    let mut pages = 0;
    for file in files_below(&place.path().join("man1")) {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let text = std::fs::read_to_string(&file).expect("a page");
        assert!(text.contains(".SH NAME\n") && text.contains(".SH OPTIONS\n"), "{name}");
        let groups = ["siteplan.1", "siteplan-access.1", "siteplan-csv.1", "siteplan-import.1"];
        for section in [".SH \"EXIT STATUS\"\n", ".SH ENVIRONMENT\n", ".SH EXAMPLES\n"] {
            assert!(groups.contains(&&*name) || text.contains(section), "{name}: {section}");
        }
        pages += 1;
    }
    let program = Arguments::command();
    let inner: usize = program.get_subcommands().map(|one| one.get_subcommands().count()).sum();
    assert_eq!(pages, 1 + program.get_subcommands().count() + inner);
    let one = place.run(&["man", "access", "why"]).ends(0).stdout;
    assert_eq!(one, place.read("man1/siteplan-access-why.1"));
    place.run(&["man", "acces"]).ends(64);
}

#[test]
fn a_moment_that_is_none_is_told() {
    let place = Place::with(&[("site.kdl", "group \"Design\"\n")]);
    for (said, code) in [("abc", 64), ("1e9", 64), ("99999999999999", 64), ("", 0), ("0", 0)] {
        let run = place.command().args(["check"]).env("SOURCE_DATE_EPOCH", said).output();
        let ran = Ran::from(run.expect("the program runs"));
        assert_eq!(ran.stderr.contains("SOURCE_DATE_EPOCH"), code != 0, "{said}: {}", ran.stderr);
        ran.ends(code);
    }
}

#[test]
fn certificates_that_are_none_are_told() {
    let place = Place::new();
    let mut command = place.command();
    command.args(["snapshot", "--target", "https://site.example"]);
    let ran = command.env("SSL_CERT_FILE", "missing.pem").env("FILES_API_KEY", "any").output();
    let ran = Ran::from(ran.expect("the program runs")).ends(64);
    assert!(ran.stderr.contains("SSL_CERT_FILE names `missing.pem`"), "{}", ran.stderr);
}
