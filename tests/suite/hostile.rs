//! Input nobody should send: the program answers with a diagnostic and the right exit code,
//! quickly, and never with a panic or half a file.

use crate::program::{Place, copy};

fn check(text: impl AsRef<[u8]>) -> (i32, String) {
    let place = Place::new();
    place.write("site.kdl", text);
    let ran = place.run(&["check"]);
    (ran.code, format!("{}{}", ran.stdout, ran.stderr))
}

#[test]
fn depth_and_size_are_answered_in_kind() {
    let deep = "user {".repeat(100_000);
    let (code, text) = check(&deep);
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("kdl-too-deep"), "{text}");
    let slashdashes = "a /-{".repeat(50_000);
    assert_eq!(check(&slashdashes).0, 3);
    let comments = "/*".repeat(500_000);
    assert_eq!(check(&comments).0, 3);
    let folders = format!("{}{}", "folder \"x\" {\n".repeat(250), "}\n".repeat(250));
    assert_eq!(check(&folders).0, 0);
}

#[test]
fn a_hundred_megabytes_on_one_line() {
    let mut text = String::with_capacity(100 << 20);
    text.push_str("user \"a\" {\n    notes \"");
    while text.len() < 100 << 20 {
        text.push_str("lorem ipsum dolor sit amet ");
    }
    text.push_str("\"\n    colour 1\n}\n");
    let (code, out) = check(&text);
    assert_eq!(code, 3);
    assert!(out.len() < 100_000, "a long line is not printed whole");
}

#[test]
fn bytes_that_are_no_text() {
    let (code, text) = check(b"user \"\xff\xfe\"\n");
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("UTF-8"), "{text}");
    let (code, text) = check("user \"a\0b\"\n");
    assert_eq!(code, 3, "{text}");
    assert!(text.contains("U+0000"), "{text}");
    let (code, text) = check("user \"a\u{202e}b\"\n");
    assert_eq!(code, 3, "{text}");
    assert!(!text.contains('\u{202e}'), "what reorders text is not printed");
}

#[test]
fn line_ends_and_marks_of_other_systems() {
    assert_eq!(check("\u{feff}user \"a\" {\r\n    company \"b\"\r\n}\r\n").0, 0);
    assert_eq!(check("").0, 0);
}

#[test]
fn ten_thousand_mistakes() {
    let (code, text) = check("user \"a\" { colour 1; }\n".repeat(10_000));
    assert_eq!(code, 3);
    assert!(text.contains("more"), "the rest is counted");
    assert!(text.lines().count() < 5_000);
}

#[test]
fn every_prefix_of_an_example_is_answered() {
    let text = include_str!("../../examples/minimal/site.kdl");
    let place = Place::new();
    for end in (0..text.len()).step_by(7) {
        place.write("site.kdl", &text.as_bytes()[..end]);
        let ran = place.run(&["check"]);
        assert!([0, 3].contains(&ran.code), "{end}: {ran:?}");
    }
}

#[test]
fn snapshots_and_plans_that_lie() {
    let place = Place::new();
    copy("examples/minimal", ".", &place);
    place.run(&["apply", "--auto-approve"]).ends(0);
    place.run(&["snapshot", "--target", "local:site.db", "--out", "live.json"]).ends(0);
    place.write("site.kdl", place.read("site.kdl").replace("Ana Duarte", "Ana D. Duarte"));
    place.run(&["plan", "--out", "good.plan"]).ends(0);
    let (snapshot, plan) = (place.read("live.json"), place.read("good.plan"));
    for end in (0..snapshot.len()).step_by(61) {
        place.write("cut.json", &snapshot.as_bytes()[..end]);
        place.run(&["plan", "--live", "cut.json"]).ends(3);
    }
    for end in (0..plan.len().saturating_sub(2)).step_by(61) {
        place.write("cut.plan", &plan.as_bytes()[..end]);
        place.run(&["show", "cut.plan"]).ends(3);
        place.run(&["apply", "cut.plan", "--auto-approve"]).ends(3);
    }
    for (from, to) in [
        ("\"change\": 0", "\"change\": 7"),
        ("\"id\": 1,", "\"id\": 2,"),
        ("\"version\": 2", "\"version\": 99"),
    ] {
        assert!(plan.contains(from), "{plan}");
        place.write("bad.plan", plan.replacen(from, to, 1));
        place.run(&["show", "bad.plan"]).ends(3);
    }
    let deep = format!(
        "{{\"format\":\"siteplan-snapshot\",\"version\":1,\"users\":{}",
        "[".repeat(200_000)
    );
    place.write("deep.json", deep);
    place.run(&["plan", "--live", "deep.json"]).ends(3);
}

#[test]
fn stores_that_are_none() {
    let place = Place::new();
    copy("examples/minimal", ".", &place);
    for bytes in [&b""[..], b"not a store", &[0; 5000]] {
        place.write("site.db", bytes);
        let ran = place.run(&["plan"]);
        assert_eq!(ran.code, 5, "{ran:?}");
        assert_eq!(
            std::fs::read(place.path().join("site.db")).expect("a file"),
            bytes,
            "left alone"
        );
    }
    let fresh = Place::new();
    copy("examples/minimal", ".", &fresh);
    fresh.run(&["apply", "--auto-approve"]).ends(0);
    let store = std::fs::read(fresh.path().join("site.db")).expect("a store");
    for end in [100, 4096, store.len() / 2] {
        fresh.write("site.db", &store[..end]);
        let ran = fresh.run(&["plan"]);
        assert_eq!(ran.code, 5, "{ran:?}");
    }
}

#[test]
fn usage_errors_end_with_64() {
    let place = Place::with(&[("site.kdl", "")]);
    place.run(&["chek"]).ends(64);
    place.run(&["plan", "--target", "ftp://x"]).ends(64);
    place.run(&["explain", "no-such-rule"]).ends(64);
    place.run(&["--help"]).ends(0);
}
