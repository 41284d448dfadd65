//! Holds the table of statements to the rules.

use super::{Family, all, find};
use std::collections::BTreeSet;

const PAGE: &str = include_str!("statements.md");

/// The codes in the last column of every row.
fn named() -> BTreeSet<&'static str> {
    let rows = PAGE.lines().filter(|line| line.starts_with("| ") && line.ends_with(" |"));
    let held = rows.filter_map(|row| row.trim_end_matches(" |").rsplit(" | ").next());
    held.flat_map(|cell| cell.split('`').skip(1).step_by(2)).collect()
}

#[test]
fn every_row_says_what_holds_it() {
    for row in PAGE.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        assert!(cells.len() == 3 && cells.iter().all(|cell| !cell.is_empty()), "{row}");
        assert!(!cells[1].contains('`'), "codes stand in the last column: {row}");
    }
}

#[test]
fn every_code_in_the_statements_exists() {
    for code in named() {
        assert!(find(code).is_some(), "no rule has the code `{code}`");
    }
}

#[test]
fn every_rule_on_definitions_has_a_statement() {
    let named = named();
    for rule in
        all().filter(|rule| !matches!(rule.family, Family::Reading | Family::Plan | Family::Kdl))
    {
        assert!(named.contains(rule.code.0), "src/rules/statements.md lacks `{}`", rule.code);
    }
}
