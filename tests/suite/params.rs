//! Parameters: a definition in which parameters stand for texts says what it says without them, and
//! so does a site with its environment.

use crate::docs::blocks;
use crate::program::{Place, files_below, package};
use crate::random::Random;
use crate::stores::Text;
use siteplan::facade::live::snapshot::read;
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{self, Checked, Wanted, check};
use siteplan::facade::rules;
use std::ops::Range;

const EMPTY: &str = r#"{"format":"siteplan-snapshot","version":1,"target":"local:site.db"}"#;

/// Where texts in plain quotes stand, without what names files or parameters.
fn texts(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_other = ["include", "param", "set ", "users"]
            .iter()
            .any(|word| line.trim_start().starts_with(word));
        let is_plain =
            !is_other && !line.contains(['\\', '#', '{', '}', '/']) || line.contains("folder");
        let is_plain = is_plain
            && !line.contains("\"\"\"")
            && !line.contains("//")
            && !line.contains("(file)")
            && !line.contains("#\"");
        let quotes: Vec<usize> = line.match_indices('"').map(|(start, _)| at + start).collect();
        if is_plain && quotes.len().is_multiple_of(2) {
            // Names of nodes are no texts.
            let is_name = |start: usize| text[at..start].trim_end().is_empty();
            let pairs = quotes.chunks_exact(2).filter(|pair| !is_name(pair[0]));
            let pairs = pairs.map(|pair| pair[0] + 1..pair[1]);
            found.extend(pairs.filter(|range| !text[range.clone()].contains(['{', '\\'])));
        }
        at += line.len();
    }
    found
}

/// The text with a parameter for a part of some of its texts, the parameters below all else.
fn with_params(text: &str, random: &mut Random) -> (String, usize) {
    let (mut out, mut params, mut last, mut count) = (String::new(), String::new(), 0, 0);
    for range in texts(text) {
        if random.below(3) == 0 {
            continue;
        }
        let whole = &text[range.clone()];
        let cuts: Vec<usize> =
            whole.char_indices().map(|(at, _)| at).chain([whole.len()]).collect();
        let part = match random.below(2) {
            0 => 0..whole.len(),
            _ => {
                let mut cut = || cuts[random.below(cuts.len())];
                let (one, other) = (cut(), cut());
                one.min(other)..one.max(other)
            }
        };
        out.push_str(&text[last..range.start]);
        out.push_str(&format!("{}{{p{count}}}{}", &whole[..part.start], &whole[part.end..]));
        let how = [" default=", "\nset p=", " type=\"text\" default="][random.below(3)];
        let how = how.replace("set p", &format!("set p{count}"));
        params.push_str(&format!("param \"p{count}\"{how}{:?}\n", &whole[part]));
        (last, count) = (range.end, count + 1);
    }
    out.push_str(&text[last..]);
    (format!("{}\n{params}", out.trim_end_matches('\n')), count)
}

fn checked(text: &str) -> Checked {
    let now = "2026-06-01T12:00:00Z".parse().expect("an instant");
    check("site.kdl", &Text(text), Names::default(), now)
}

/// What is found where, without what no page is about.
fn found(checked: &Checked) -> Vec<(&'static str, u32)> {
    let line = |finding: &siteplan::facade::diagnostic::Diagnostic| {
        let span = finding.span()?;
        Some(checked.sources.file(span.file).position(span.start).line)
    };
    let all = checked.findings.iter();
    let mut found: Vec<_> =
        all.map(|finding| (finding.code.0, line(finding).unwrap_or(0))).collect();
    found.sort_unstable();
    found
}

/// The plan of an empty site, as bytes.
fn plan(checked: &mut Checked) -> String {
    let file = checked.sources.add("live.json", EMPTY.to_owned());
    let (live, _) = read(&checked.sources, file, &mut checked.names);
    match pipeline::plan(checked, &live, Wanted::default()).plan {
        Ok(plan) => serde_json::to_string(&(&plan.changes, &plan.steps)).expect("JSON"),
        Err(_) => "a circle".to_owned(),
    }
}

#[test]
fn what_parameters_stand_for_is_what_would_stand_there() {
    let pages = rules::all().flat_map(|rule| blocks(rule.page, "kdl"));
    let examples = files_below(&package().join("examples"));
    let examples = examples.iter().filter(|file| file.ends_with("site.kdl"));
    let examples = examples.map(|file| std::fs::read_to_string(file).expect("a definition"));
    let mut random = Random(11);
    let (mut tried, mut planned) = (0, 0);
    let reads_files = |text: &String| {
        ["include", "users from", "(file)", "{p", "\u{200e}"].iter().any(|word| text.contains(word))
    };
    for text in pages.chain(examples).filter(|text| !reads_files(text)) {
        let is_kdl =
            |text: &str| found(&checked(text)).iter().all(|(code, _)| !code.starts_with("kdl-"));
        for _ in 0..if is_kdl(&text) { 3 } else { 0 } {
            let (with, count) = with_params(&text, &mut random);
            let (mut plain, mut made) = (checked(&text), checked(&with));
            assert_eq!(found(&plain), found(&made), "\n{text}\n{with}");
            if !plain.has_errors() {
                assert_eq!(plan(&mut plain), plan(&mut made), "\n{with}");
                planned += 1;
            }
            tried += count;
        }
    }
    assert!(tried > 2000 && planned > 300, "{tried}, {planned}");
}

#[test]
fn an_environment_is_its_values() {
    let site = "param \"team\"\nparam \"late\" type=\"flag\"\ngroup \"{team}\"\nuser \"ana\" { disabled \"{late}\"; groups \"{team}\"; }\n";
    let root = format!("set team=\"Desk\" late=#true\n{site}");
    let place = Place::with(&[
        ("site.kdl", site),
        ("root.kdl", &root),
        ("desk.kdl", "set team=\"Desk\" late=#true\n"),
        ("other.kdl", "set team=\"Other\" late=#false\n"),
        ("plain.kdl", "group \"Desk\"\nuser \"ana\" { disabled #true; groups \"Desk\"; }\n"),
    ]);
    let plan = |arguments: &[&str]| {
        let said = place.run(&[&["plan"], arguments].concat()).ends(0).stdout;
        let is_of_place = |word: &&str| !word.contains(".kdl:");
        let lines = said.lines().filter(|line| !line.starts_with("Hash:"));
        lines
            .map(|line| line.split(' ').filter(is_of_place).collect::<Vec<_>>().join(" "))
            .collect::<Vec<_>>()
    };
    let plain = plan(&["plain.kdl"]);
    for same in [
        &["root.kdl"][..],
        &["--environment", "desk.kdl"],
        &["--set", "team=Desk", "--set", "late=true"],
        &["root.kdl", "--environment", "desk.kdl"],
        &["--environment", "other.kdl", "--set", "late=true", "--set", "team=Desk"],
        &["root.kdl", "--set", "team=x", "--set", "team=Desk"],
    ] {
        assert_eq!(plan(same), plain, "{same:?}");
    }
    assert_ne!(plan(&["root.kdl", "--environment", "other.kdl"]), plain);
}
