//! `schema/cli.md` is the command line as the program takes it.

use crate::program::package;
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
