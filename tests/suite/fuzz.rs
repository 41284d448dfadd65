//! The fuzz targets on a stable toolchain: the corpus as it is, and changed at random a bounded
//! number of times. The seed is fixed, so that a run can be repeated; `SITEPLAN_CASES` is the
//! number of changes a file.

#[path = "../../fuzz/targets/lower.rs"]
mod lower;
#[path = "../../fuzz/targets/printer.rs"]
mod printer;
#[path = "../../fuzz/targets/reader.rs"]
mod reader;

use crate::random::Random;
use std::fs;
use std::panic;

const CASES: usize = 200;

/// What a definition is made of, to be put where it does not belong.
const PIECES: &[&str] = &[
    "{",
    "}",
    "\n",
    ";",
    "\"",
    "#null",
    "#true",
    "-1",
    "\u{1F}",
    "é",
    "\u{200B}",
    "/-",
    "=",
    " ",
    "\\",
    "use=\"t\"",
    "was=\"a\"",
    "\"/\"",
    "\"..\"",
    "\"\"",
    "(env)\"X\"",
    "9223372036854775807",
    "0.5",
    "groups \"G\"",
    "grant \"admin\" user=\"a\"",
    "fence",
    "\"{team}\"",
    "template \"t\" { use; }",
];

#[test]
fn reader() {
    replay("reader", reader::run);
}

#[test]
fn printer() {
    replay("printer", printer::run);
}

#[test]
fn lower() {
    replay("lower", lower::run);
}

fn replay(target: &str, run: fn(&str)) {
    let folder = format!("{}/fuzz/corpus/{target}", env!("CARGO_MANIFEST_DIR"));
    let files = fs::read_dir(&folder).expect("a corpus");
    let mut texts: Vec<(String, String)> = files
        .map(|file| file.expect("a file").path())
        .map(|path| (path.display().to_string(), fs::read_to_string(&path).expect("a text")))
        .collect();
    texts.sort();
    assert!(!texts.is_empty(), "{folder}");
    let mut random = Random(0x5EED_0F51_7E91_A4C3);
    for (path, text) in &texts {
        attempt(path, text, run);
        let mut changed = text.clone();
        for case in 0..cases() {
            // Now and then from the start again, or nothing of the file would be left.
            if case % 8 == 0 {
                changed.clone_from(text);
            }
            let other = &texts[random.below(texts.len())].1;
            changed = mutate(&changed, other, &mut random);
            attempt(path, &changed, run);
        }
    }
}

fn cases() -> usize {
    std::env::var("SITEPLAN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES)
}

/// A panic does not show its input: this does.
fn attempt(path: &str, text: &str, run: fn(&str)) {
    if let Err(panic) = panic::catch_unwind(|| run(text)) {
        eprintln!("from {path}:\n{text}\n{text:?}");
        panic::resume_unwind(panic);
    }
}

/// The text with a part of it gone, doubled or replaced.
fn mutate(text: &str, other: &str, random: &mut Random) -> String {
    let (from, to) = random.range(text);
    let (before, part, after) = (&text[..from], &text[from..to], &text[to..]);
    let (other_from, other_to) = random.range(other);
    match random.below(5) {
        0 => [before, after].concat(),
        1 => [before, part, part, after].concat(),
        2 => [before, PIECES[random.below(PIECES.len())], after].concat(),
        3 => [before, PIECES[random.below(PIECES.len())], part, after].concat(),
        _ => [before, &other[other_from..other_to], after].concat(),
    }
}

trait Parts {
    fn range(&mut self, text: &str) -> (usize, usize);
}

impl Parts for Random {
    /// A part of a text, mostly a short one.
    fn range(&mut self, text: &str) -> (usize, usize) {
        let from = self.below(text.len() + 1);
        let length = if self.below(4) == 0 { self.below(200) } else { self.below(12) };
        let whole =
            |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
        let (from, to) = (whole(from).unwrap_or(0), whole(from + length).unwrap_or(0));
        (from, to.max(from))
    }
}
