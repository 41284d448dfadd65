//! `schema/cli.md` is the command line as the program takes it.

use crate::program::{Place, package};
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
    let completions = place.run(&["completions", "bash"]).ends(0).stdout;
    assert!(
        completions.contains("siteplan__subcmd__apply") || completions.contains("siteplan__apply")
    );
    let manual = place.run(&["man"]).ends(0).stdout;
    assert!(manual.contains(".TH siteplan"));
}
