//! Every kind that is little but attributes goes the whole way, without code of its own: checked,
//! planned, applied over HTTP, read again, pulled, renamed, protected and removed.

use crate::remote::Remote;
use siteplan::facade::emulator::Options;
use siteplan::facade::lower::language::attributes;
use siteplan::facade::model::{Attribute, NamedKind, ValueKind};

/// A line that says an attribute; none for those that stand for what is not there.
fn line(attribute: &Attribute) -> Option<String> {
    let is_number = matches!(attribute.kind, ValueKind::Int | ValueKind::List(ValueKind::Int));
    let is_id = attribute.name.ends_with("_id") || attribute.name.ends_with("_ids");
    if attribute.refers.is_some() || (is_number && is_id) {
        return None;
    }
    let value = match attribute.kind {
        ValueKind::Bool => "#true".to_owned(),
        ValueKind::Int => "7".to_owned(),
        ValueKind::Text | ValueKind::Item | ValueKind::Email => "\"a@files.example\"".to_owned(),
        ValueKind::Words => "\"y, x\"".to_owned(),
        ValueKind::Domain => "\"x.example\"".to_owned(),
        ValueKind::Addresses => "\"192.0.2.0/24\"".to_owned(),
        ValueKind::Instant => "\"2027-03-14T13:27:01Z\"".to_owned(),
        ValueKind::TimeZone => "\"London\"".to_owned(),
        ValueKind::Path => "\"In\"".to_owned(),
        ValueKind::Choice(choices) => format!("{:?}", choices[0].replace('_', "-")),
        ValueKind::List(ValueKind::Object) => "{ - { note \"x\"; }; }".to_owned(),
        ValueKind::List(ValueKind::Path) => "\"In\"".to_owned(),
        ValueKind::List(ValueKind::Text | ValueKind::Item) => "\"x\" \"y\"".to_owned(),
        ValueKind::List(_) => return None,
        ValueKind::Object | ValueKind::Settings => "{ note \"x\"; }".to_owned(),
        ValueKind::Secret => "(file)\"secret.txt\"".to_owned(),
    };
    Some(format!("    {} {value}\n", attribute.word()))
}

fn node(kind: NamedKind, name: &str, more: &str) -> String {
    let runs = kind.spoken("trigger").is_some();
    let own = kind.spoken.iter().filter_map(|spoken| match (runs, spoken.word) {
        (false, "days") => Some("    days \"monday\"\n"),
        (false, "at") => Some("    at \"02:00\"\n"),
        (false, "time-zone") => Some("    time-zone \"London\"\n"),
        (true, "interval") => Some("    trigger \"daily\" interval=\"day\" at=\"02:00\"\n"),
        _ => None,
    });
    let own: String = own.collect();
    let said: String = attributes(kind.kind()).filter_map(line).collect();
    // What it cannot be without is made beside it.
    let required = kind.table().required.iter().filter_map(|name| kind.attribute(name));
    let (mut around, mut referring) = (String::new(), String::new());
    for attribute in required {
        if attribute.kind == ValueKind::List(&ValueKind::Path) {
            around.push_str("folder \"In\"\n");
        }
        let Some(refers) = attribute.refers else { continue };
        let to = NamedKind::all().find(|kind| kind.tag == refers.to.tag()).expect("a kind");
        around.push_str(&node(to, "other", ""));
        referring.push_str(&format!("    {} \"other\"\n", attribute.word()));
    }
    format!("{around}{} {name:?}{more} {{\n{own}{said}{referring}}}\n", kind.word)
}

#[test]
fn every_kind_in_the_table_goes_the_whole_way() {
    for kind in NamedKind::all().filter(|kind| !kind.is_row()) {
        let (word, line) = (kind.kind().word, kind.kind().manage.expect("a line of manage"));
        let remote = Remote::new(Options::default());
        let write = |name: &str, text: &str| remote.place.write(name, text);
        write("secret.txt", "not-to-be-seen");
        write("site.kdl", &node(kind, "first", ""));
        remote.run(&["check"]).ends(0);
        let made = remote.run(&["apply", "--auto-approve"]).ends(0);
        assert!(made.stdout.contains(&format!("+ {word} \"first\"")), "{}", made.stdout);
        remote.run(&["plan", "--expect-no-changes"]).ends(0);
        remote.run(&["drift"]).ends(0);
        remote.run(&["snapshot", "--out", "live.json"]).ends(0);
        remote.run(&["plan", "--live", "live.json", "--expect-no-changes"]).ends(0);
        remote.run(&["pull", "--into", "pulled"]).ends(0);
        remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
        let counted = remote.run(&["check", "pulled"]).ends(0);
        assert!(counted.stdout.contains(&format!("1 {}", kind.one)), "{word}: {}", counted.stdout);
        // What nobody declares is reported, kept by `protect`, and removed by `manage`.
        write("none.kdl", &format!("manage {{\n    {line} undeclared=\"report\"\n}}\n"));
        let reported = remote.run(&["plan", "none.kdl"]).ends(0);
        assert!(reported.stdout.contains(&format!("{word} \"first\"")), "{}", reported.stdout);
        let goes = |name: &str| match word {
            // With all that is in it, and not for want of a line.
            "workspace" => format!("remove workspace={name:?} with-content=#true\n"),
            _ => format!("manage {{\n    {line} undeclared=\"remove\"\n}}\n"),
        };
        write("kept.kdl", &format!("{}protect {word}=\"first\"\n", goes("first")));
        let kept = remote.run(&["plan", "kept.kdl"]).ends(4);
        assert!(kept.stderr.contains("removes-protected"), "{word}: {}", kept.stderr);
        write("site.kdl", &node(kind, "second", " was=\"first\""));
        let renamed = remote.run(&["apply", "--auto-approve"]).ends(0);
        assert!(
            renamed.stdout.contains("0 to add, 1 to change, 0 to remove"),
            "{}",
            renamed.stdout
        );
        write("gone.kdl", &goes("second"));
        remote.run(&["apply", "gone.kdl", "--auto-approve"]).ends(0);
        remote.run(&["plan", "gone.kdl", "--expect-no-changes"]).ends(0);
        // The same in a store, and no secret is left anywhere.
        write("site.kdl", &node(kind, "first", ""));
        for arguments in [&["apply", "--auto-approve"][..], &["plan", "--expect-no-changes"]] {
            remote.run(&[arguments, &["--target", "local:site.db"]].concat()).ends(0);
        }
        for file in ["site.db", "live.json"] {
            let bytes = std::fs::read(remote.place.path().join(file)).expect("a file");
            let secret = b"not-to-be-seen";
            assert!(!bytes.windows(secret.len()).any(|part| part == secret), "{word} in {file}");
        }
    }
}

/// One of each kind that has no name, and what they are of.
const ROWS: &str = r#"
user "mara" {
    name "Mara Oduya"
    email "mara@acme.example"
    additional-email-recipient "archive@acme.example" "copy@acme.example"
}
group "Ops"
group "EU"
folder "In" {
    notify "upload" "delete" group="Ops" {
        send-interval "hourly"
        triggering-users "mara"
    }
    notify "upload" user="mara"
    notify #null {
        all-of "Ops" "EU"
    }
}
partner "Globex" {
    root-folder "Partners/Globex"
}
folder "Partners/Globex"
partner-channel "Claims" partner="Globex" {
    direction "two-way"
}
bundle "Q3" {
    paths "In"
    notify "upload" user="mara"
}
"#;

/// What each of them is called in plans.
const CALLED: [&str; 7] = [
    "additional-email-recipient \"mara: archive@acme.example\"",
    "additional-email-recipient \"mara: copy@acme.example\"",
    "bundle-notification \"Q3: user mara\"",
    "notification \"In: group EU + Ops\"",
    "notification \"In: group Ops\"",
    "notification \"In: user mara\"",
    "partner-channel \"Globex: Claims\"",
];

#[test]
fn what_has_no_name_goes_the_whole_way() {
    let rows = NamedKind::all().filter(|kind| kind.is_row());
    let untried: Vec<&str> = rows
        .map(|kind| kind.kind().word)
        .filter(|word| !CALLED.iter().any(|called| called.starts_with(&format!("{word} "))))
        .collect();
    assert!(untried.is_empty(), "of these, none is tried: {untried:?}");
    let remote = Remote::new(Options::default());
    let write = |name: &str, text: &str| remote.place.write(name, text);
    write("site.kdl", ROWS);
    let made = remote.run(&["apply", "--auto-approve"]).ends(0);
    for called in CALLED {
        assert!(made.stdout.contains(&format!("+ {called}")), "{called}: {}", made.stdout);
    }
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    remote.run(&["drift"]).ends(0);
    remote.run(&["snapshot", "--out", "live.json"]).ends(0);
    remote.run(&["plan", "--live", "live.json", "--expect-no-changes"]).ends(0);
    let pulled = remote.run(&["pull", "--into", "pulled"]).ends(0);
    assert!(!pulled.stdout.contains("left out"), "{}", pulled.stdout);
    remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
    // What they are of is renamed or moves, and one of them changes.
    let changed = ROWS
        .replace("user \"mara\" {", "user \"mara.o\" was=\"mara\" {")
        .replace("user=\"mara\"", "user=\"mara.o\"")
        .replace("triggering-users \"mara\"", "triggering-users \"mara.o\"")
        .replace("folder \"In\"", "folder \"Inbound\" was=\"In\"")
        .replace("paths \"In\"", "paths \"Inbound\"")
        .replace("\"hourly\"", "\"daily\"")
        .replace("partner \"Globex\" {", "partner \"Globex SE\" was=\"Globex\" {")
        .replace("\"Claims\" partner=\"Globex\"", "\"New\" was=\"Claims\" partner=\"Globex SE\"");
    write("site.kdl", &changed);
    let renamed = remote.run(&["apply", "--auto-approve"]).ends(0);
    assert!(renamed.stdout.contains("0 to add, 6 to change, 0 to remove"), "{}", renamed.stdout);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    // They are kept, reported, or go one by one; and what they are of takes them along.
    write("none.kdl", "manage {\n    everything undeclared=\"report\"\n}\n");
    let reported = remote.run(&["plan", "none.kdl", "--verbose"]).ends(0);
    assert!(reported.stdout.contains("notification \"Inbound: group Ops\""), "{}", reported.stdout);
    let lines = ["additional-email-recipients", "notifications", "partner-channels"];
    let lines = lines.map(|line| format!("    {line} undeclared=\"remove\"\n")).concat();
    write("gone.kdl", &format!("manage {{\n{lines}}}\n"));
    let gone = remote.run(&["apply", "gone.kdl", "--auto-approve"]).ends(0);
    assert!(gone.stdout.contains("0 to add, 0 to change, 6 to remove"), "{}", gone.stdout);
    write("end.kdl", "remove bundle=\"Q3\"\n");
    remote.run(&["apply", "end.kdl", "--auto-approve"]).ends(0);
    let left = remote.run(&["plan", "none.kdl"]).ends(0);
    assert!(!left.stdout.contains("bundle-notification"), "{}", left.stdout);
}

const CALENDAR: &str = r#"
user "ana" {
    role "site-admin"
}
folder "In"
schedule "nightly" {
    days "monday"
    at "02:00"
    holiday-calendar "Co"
}
sync "copy" {
    src-path "In"
    dest-path "Out"
    trigger "daily" interval="day" holiday-calendar="Co"
}
automation "sweep" {
    owner "site"
    delete-file {
        source "In/*.tmp"
    }
    trigger "daily" interval="day" holiday-calendar="Co"
}
file-expectation "list" {
    path "In"
    trigger "daily" interval="day" holiday-calendar="Co"
}
scheduled-export "review" {
    export-type "permission-audit"
    user "ana"
    trigger "daily" interval="day" holiday-calendar="Co"
}
ai-task "sort" {
    prompt "Sort what came in."
    path "In"
    permission-set "files-only"
    trigger "daily" interval="day" holiday-calendar="Co"
}
holiday-calendar "Co" {
    definition {
        months {
            "12" {
                - {
                    mday 24
                }
            }
        }
    }
}
"#;

#[test]
fn a_calendar_is_named_wherever_something_runs() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", CALENDAR);
    remote.run(&["apply", "--auto-approve"]).ends(0);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    let snapshot = remote.run(&["snapshot"]).ends(0).stdout;
    let named = r#""holiday_region":{"$holiday_calendar":"Co"}"#;
    assert_eq!(snapshot.matches(named).count(), 6, "{snapshot}");
    remote.run(&["pull", "--into", "pulled"]).ends(0);
    remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
}

const HOSTED: &str = r#"
user "ana" {
    role "site-admin"
}
folder "Press" {
    behavior "serve_publicly" {
        key "press"
    }
}
custom-domain "press.acme.example" {
    destination "public-hosting"
    folder-behavior "Press"
}
"#;

#[test]
fn a_domain_leads_to_the_folder_that_it_names() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", HOSTED);
    remote.run(&["apply", "--auto-approve"]).ends(0);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    let snapshot = remote.run(&["snapshot"]).ends(0).stdout;
    assert!(snapshot.contains(r#""folder_behavior_id":{"$behavior":"Press"}"#), "{snapshot}");
    remote.run(&["pull", "--into", "pulled"]).ends(0);
    remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
}
