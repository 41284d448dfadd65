//! What is said for a while: a definition at some moment says what it would say without the lines
//! that are over or are to come, and takes away what is over as if its line had been deleted.

use crate::program::{Place, Ran};
use crate::random::Random;
use crate::stores::Text;
use siteplan::facade::live::snapshot::read;
use siteplan::facade::model::Names;
use siteplan::facade::pipeline::{self, Wanted, check, take_base};
use siteplan::facade::plan::Plan;

/// What can be said for a while, with `TIME` where that stands; what comes before and after it.
const LINES: &[(&str, &str, &str)] = &[
    ("user \"ben\" {", "role \"site-admin\"TIME", "}"),
    ("user \"kim\" {", "role \"read-only-admin\"TIME", "}"),
    ("user \"amy\" {", "groups \"Design\" \"Sales\"TIME", "}"),
    ("user \"bo\" {", "api-key \"feed\" save-to=\"feed.key\"TIME", "}"),
    ("group \"Design\" {", "member \"ben\"TIME", "}"),
    ("group \"Sales\" {", "admin \"kim\"TIME", "}"),
    ("folder \"A\" {", "grant \"full\" user=\"amy\"TIME", "}"),
    ("folder \"B\" {", "grant \"readonly\" group=\"Design\"TIME", "}"),
    ("folder \"C\" {", "grant \"admin\" group=\"Sales\"TIME", "}"),
    ("", "bundle \"kit\"TIME { paths \"A\"; permissions \"read\"; }", ""),
    ("", "api-key \"CI\" save-to=\"ci.key\"TIME", ""),
    (
        "user \"sam\" {",
        "ssh-key \"loader\" \"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBUwZC1mvyNRvtYfIYDM5n1sFAy2pZGH4S5vJoCLq3tw\"TIME",
        "}",
    ),
    ("user \"pat\"\npartner \"Acme\" {", "member \"pat\"TIME", "}"),
    ("user \"val\"\npartner \"Initech\" {", "admin \"val\"TIME", "}"),
];

const ALWAYS: &str = "user \"root\" { role \"site-admin\"; email \"root@studio.example\"; }\n";

const LIVE: &str = r#"{"format":"siteplan-snapshot","version":1,"target":"local:site.db",
"users":[{"id":1,"username":"root","email":"root@studio.example","site_admin":true},
 {"id":2,"username":"ben","site_admin":true},{"id":3,"username":"kim"},
 {"id":4,"username":"amy"},{"id":5,"username":"bo"},
 {"id":6,"username":"sam","ssh_keys":[{"id":9,"title":"loader",
  "fingerprint":"SHA256:1MO69Tv3A9lp7javbt3hH7gxJoZP6Xo6Dw7H26cvMm8"}]},
 {"id":7,"username":"pat","partner_id":50},
 {"id":8,"username":"val","partner_id":51,"partner_admin":true}],
"partners":[{"id":50,"name":"Acme","root_folder":"P/A"},{"id":51,"name":"Initech","root_folder":"P/I"}],
"groups":[{"id":10,"name":"Design"},{"id":11,"name":"Sales"}],
"memberships":[{"group":"Design","user":"amy"},{"group":"Sales","user":"amy"},
 {"group":"Design","user":"ben"},{"group":"Sales","user":"kim","admin":true}],
"folders":["A","B","C"],
"grants":[{"id":20,"path":"A","user":"amy","level":"full","recursive":true},
 {"id":21,"path":"B","group":"Design","level":"readonly","recursive":true},
 {"id":22,"path":"C","group":"Sales","level":"admin","recursive":true}],
"bundles":[{"id":30,"name":"kit","paths":["A"],"permissions":"read"}],
"api_keys":[{"id":40,"name":"CI"},{"id":41,"name":"feed","user":"bo"}]}"#;

const NOW: &str = "2026-06-01T12:00:00Z";

/// How a line is said: what stands for `TIME`, whether the definition has it now, and whether it had.
const TIMES: &[(&str, bool, bool)] = &[
    ("", true, true),
    (" until=\"2026-06-01\"", true, true),
    (" until=\"2026-05-31\"", false, true),
    (" until=\"2026-06-01T12:00:00Z\"", false, true),
    (" until=\"2026-06-01T12:00:01Z\"", true, true),
    (" from=\"2026-06-01\"", true, true),
    (" from=\"2026-06-02\"", false, false),
    (" from=\"2026-01-01\" until=\"2026-02-01\"", false, true),
    (" from=\"2026-05-01\" until=\"2026-07-01\"", true, true),
    (" from=\"2026-07-01\" until=\"2026-08-01\"", false, false),
];

/// The definition with its times, the one that it is now, and the one that it was.
fn texts(mut choice: impl FnMut() -> usize) -> [String; 3] {
    let mut texts = [ALWAYS.to_owned(), ALWAYS.to_owned(), ALWAYS.to_owned()];
    for (before, line, after) in LINES {
        let (time, is, was) = TIMES[choice()];
        let plain = line.replace("TIME", "");
        let lines = [
            line.replace("TIME", time),
            if is { plain.clone() } else { String::new() },
            if was { plain } else { String::new() },
        ];
        for (text, line) in texts.iter_mut().zip(lines) {
            text.push_str(&format!("{before}\n{line}\n{after}\n"));
        }
    }
    texts
}

fn plan(text: &str, base: Option<&str>) -> Plan {
    let now = NOW.parse().expect("an instant");
    let mut checked = check("site.kdl", &Text(text), Names::default(), now);
    let errors: Vec<&str> =
        checked.findings.iter().filter(|f| f.is_error()).map(|f| &*f.message).collect();
    assert!(errors.is_empty(), "{errors:?}\n{text}");
    if let Some(base) = base {
        assert!(take_base(&mut checked, "site.kdl", &Text(base)).is_ok(), "{base}");
    }
    let file = checked.sources.add("live.json", LIVE.to_owned());
    let (live, found) = read(&checked.sources, file, &mut checked.names);
    assert!(found.is_empty(), "{:?}", found[0].message);
    let Ok(mut plan) = pipeline::plan(&mut checked, &live, Wanted::default()).plan else {
        panic!("a circle:\n{text}")
    };
    for change in &mut plan.changes {
        change.declared = None;
    }
    plan
}

#[test]
fn a_definition_says_what_it_would_say_without_what_is_over() {
    let mut random = Random(7);
    let mut over = 0;
    for _ in 0..400 {
        let [timed, is, was] = texts(|| random.below(TIMES.len()));
        let (by_clock, by_hand) = (plan(&timed, None), plan(&is, Some(&was)));
        assert_eq!(by_clock.changes, by_hand.changes, "\n{timed}");
        assert_eq!(by_clock.steps, by_hand.steps, "\n{timed}");
        over += usize::from(is != was);
    }
    assert!(over > 300, "{over}");
}

/// What was approved before midnight is not applied after it, where that matters.
#[test]
fn a_plan_is_stale_once_something_of_it_ended() {
    let text = |until: &str| {
        format!("{ALWAYS}user \"kim\"\nfolder \"A\" {{ grant \"full\" user=\"kim\"{until}; }}\n")
    };
    let place = Place::with(&[("site.kdl", &text(" until=\"2026-06-30\""))]);
    let at = |epoch: &str, arguments: &[&str]| {
        let mut command = place.command();
        command.args(arguments).env("SOURCE_DATE_EPOCH", epoch);
        Ran::from(command.output().expect("the program runs"))
    };
    // 15 June, the last second of the month, and the first of the next one.
    let (before, last, after) = ("1781524800", "1782863999", "1782864000");
    at(before, &["plan", "--out", "plan.json"]).ends(0);
    let hash = place.read("plan.json");
    let hash = hash.split("\"hash\": \"").nth(1).and_then(|rest| rest.split('"').next());
    let hash = hash.expect("a hash").to_owned();
    let stale = at(after, &["apply", "plan.json", "--auto-approve"]).ends(6);
    let said = "since 2026-07-01T00:00:00Z, the definition says something else than this plan";
    assert!(stale.stderr.contains(said), "{}", stale.stderr);
    let stale = at(after, &["apply", "--plan-hash", &hash]).ends(6);
    assert!(stale.stderr.contains("ended by the clock"), "{}", stale.stderr);
    at(last, &["apply", "plan.json", "--auto-approve"]).ends(0);
    // What ended long ago matters to no plan.
    place.write("site.kdl", text(" until=\"2026-01-31\""));
    at(after, &["apply", "--auto-approve"]).ends(0);
    assert!(!at(after, &["access", "on", "A", "--target", "local:site.db"]).stdout.contains("kim"));
    place.write("site.kdl", format!("{}group \"New\"\n", text(" from=\"2026-08-01\"")));
    at(after, &["plan", "--out", "later.json"]).ends(0);
    at(last, &["apply", "later.json", "--auto-approve"]).ends(0);
}
