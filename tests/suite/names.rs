//! Names that a site sends: whatever they are made of, they break no line, hide nothing, and are
//! taken for nothing else.

use crate::program::{Place, Ran};
use serde_json::json;

/// What stands before a forged line, and what hides.
const BREAKS: &[&str] = &["\n", "\r", "\r\n", "\u{85}", "\u{2028}", "\u{2029}", "\u{b}", "\u{c}"];
const HIDDEN: &[&str] = &[
    "\u{ad}",
    "\u{200b}",
    "\u{200e}",
    "\u{202e}",
    "\u{2060}",
    "\u{2066}",
    "\u{feff}",
    "\u{180e}",
    "\u{1b}[2K",
    "\u{7f}",
    "\u{e0041}",
    "\u{34f}",
    "\u{3164}",
    "\u{8}",
];

const FORGED: &str = "Access: 0 people gain, 0 lose";

/// A site in which everything that can have a name has such a one.
fn live(mark: &str) -> String {
    let name = |what: &str| format!("{what}{mark}{FORGED}");
    let live = json!({
        "format": "siteplan-snapshot", "version": 1, "target": format!("local:{}", name("s")),
        "users": [
            {"id": 1, "username": "carter", "site_admin": true},
            {"id": 2, "username": name("user"), "name": name("full"), "company": name("co"),
             "api_keys": [{"id": 31, "name": name("key")}]},
        ],
        "groups": [{"id": 3, "name": name("group"), "notes": name("notes")}],
        "memberships": [{"group": name("group"), "user": name("user"), "admin": true}],
        "folders": [name("folder")],
        "grants": [
            {"id": 4, "path": name("folder"), "user": name("user"), "level": "full", "recursive": true},
            {"id": 5, "path": "", "group": name("group"), "level": "readonly", "recursive": true},
        ],
        "behaviors": [{
            "id": 6, "path": name("folder"), "behavior": "webhook", "name": name("hook"),
            "value": {"urls": [name("https://h.example/")], "headers": {name("X"): name("v")}},
        }],
        "automations": [{
            "id": 7, "name": name("auto"), "owner": {"user": name("user")}, "automation": "delete_file",
            "trigger": "manual", "source": name("src"), "path": name("folder"),
        }],
        "schedules": [{"id": 8, "name": name("schedule"), "schedule_days_of_week": [1],
            "schedule_times_of_day": ["06:00"]}],
    });
    live.to_string()
}

const DEFINITION: &str = r#"
user "carter" { name "Carter Reed"; email "c@acme.example"; role "site-admin" }
user "noor" { name "Noor Reed"; email "n@acme.example"; role "site-admin" }
manage {
    users undeclared="remove"
    groups undeclared="remove"
    grants undeclared="remove"
    behaviors undeclared="remove"
    automations undeclared="remove"
}
expect "nobody" { deny "read" to="**" group="Team" }
group "Team"
"#;

/// Every break by itself, and all that hides.
fn marks() -> impl Iterator<Item = String> {
    BREAKS.iter().map(|mark| (*mark).to_owned()).chain([HIDDEN.concat()])
}

/// No line is another's, and nothing is there that cannot be seen.
fn assert_honest(ran: &Ran, what: &str) {
    for text in [&ran.stdout, &ran.stderr] {
        for line in text.split(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}', '\u{b}', '\u{c}']) {
            // A message that is wrapped keeps to its margin.
            let bare = line.trim_start();
            assert!(!bare.starts_with(FORGED), "{what}: {line:?} of\n{text}");
        }
        for hidden in HIDDEN {
            assert!(!text.contains(hidden), "{what} shows {hidden:?}:\n{text:?}");
        }
    }
}

#[test]
fn names_of_a_site_forge_no_line_and_hide_nothing() {
    for mark in marks() {
        let place = Place::with(&[("site.kdl", DEFINITION), ("live.json", &live(&mark))]);
        for arguments in [
            &["plan", "--live", "live.json", "--verbose"][..],
            &["plan", "--live", "live.json", "--verbose", "--max-removals", "0"],
            &["plan", "--live", "live.json", "--format", "markdown"],
            &["plan", "--live", "live.json", "--format", "github"],
            &["plan", "--live", "live.json", "--format", "gitlab"],
            &["drift", "--live", "live.json"],
            &["drift", "--live", "live.json", "--format", "markdown"],
            &["access", "on", "/", "--in", "live.json"],
            &["access", "of", "carter", "--in", "live.json"],
            &["access", "diff", "site.kdl", "live.json"],
            &["graph", "--plan", "--live", "live.json", "--format", "mermaid"],
            &["graph", "--plan", "--live", "live.json", "--format", "dot"],
        ] {
            let ran = place.run(arguments);
            let what = format!("{arguments:?} with {mark:?}");
            assert_honest(&ran, &what);
            let shown = ["plan", "drift"].contains(&arguments[0]) || arguments[1] == "on";
            let told = format!("{}{}", ran.stdout, ran.stderr).contains(FORGED);
            assert!(told || !shown, "{what}: {}{}", ran.stdout, ran.stderr);
        }
    }
}

#[test]
fn names_of_a_definition_and_of_files_do_not_either() {
    for mark in marks() {
        let name = format!("x{mark}{FORGED}").escape_unicode().to_string();
        let text = format!(
            "user \"{name}\" {{ groups \"{name}\"; name \"{name}\"; email \"{name}\" }}\nfolder \"{name}\" {{ \
             grant \"full\" group=\"{name}\" }}\ninclude \"{name}\"\nallow-lint \"{name}\" \"x\"\n"
        );
        let place = Place::with(&[("site.kdl", &text)]);
        for format in ["text", "markdown", "github"] {
            let ran = place.run(&["check", "--format", format]);
            assert_honest(&ran, &format!("{format} with {mark:?}"));
        }
    }
    // What somebody names on the command line, too.
    let place = Place::with(&[("site.kdl", DEFINITION)]);
    for arguments in [
        &["plan", &*format!("a\n{FORGED}")][..],
        &["check", &format!("a\n{FORGED}")],
        &["plan", "--live", &format!("a\n{FORGED}")],
        &["plan", "--out", &format!("a\n{FORGED}")],
        &["plan", "--target", &format!("local:a\n{FORGED}")],
        &["apply", &format!("a\n{FORGED}.json")],
        &["apply", "--auto-approve", "--target", &format!("local:a\n{FORGED}")],
        &["apply", "--auto-approve", "--journal", &format!("no/a\n{FORGED}")],
    ] {
        assert_honest(&place.run(arguments), &format!("{arguments:?}"));
    }
}
