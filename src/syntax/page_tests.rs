//! Holds the pages on KDL to what they say.

use super::parse;
use crate::codes::kdl;
use crate::source::FileId;

/// The first KDL block under a heading of a page.
fn example<'p>(page: &'p str, heading: &str) -> &'p str {
    let part = page.split_once(&format!("## {heading}\n")).expect("a heading").1;
    let block = part.split_once("```kdl\n").expect("an example").1;
    block.split_once("```").expect("an end of the example").0
}

/// The first sentence below the title of a page, as a summary has it.
fn summary(page: &str) -> String {
    let body = page.split("\n\n").nth(1).expect("a text");
    let sentence = body.split_inclusive(". ").next().expect("a sentence").replace('\n', " ");
    let sentence = sentence.trim_end().trim_end_matches('.');
    let mut letters = sentence.chars();
    let first = letters.next().expect("a letter");
    first.to_lowercase().chain(letters).collect()
}

#[test]
fn examples_of_every_page_hold() {
    for entry in kdl::ALL {
        let (code, page) = (entry.code, entry.page);
        let (_, bad) = parse(FileId(0), example(page, "Fails"));
        assert!(bad.iter().any(|diagnostic| diagnostic.code == code), "{code}: {bad:#?}");
        let (_, good) = parse(FileId(0), example(page, "Passes"));
        assert!(good.is_empty(), "{code}: {good:#?}");
    }
}

#[test]
fn every_page_begins_with_the_summary() {
    for entry in kdl::ALL {
        assert_eq!(summary(entry.page), entry.summary, "{}", entry.code);
    }
}
