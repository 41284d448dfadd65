//! A site on which several objects bear one name: none is touched, and none more is made, before one
//! is meant.

use super::Remote;
use serde_json::{Value, json};
use siteplan::facade::emulator::Options;

const SWEEP: &str = r#"
manage {
    automations undeclared="remove"
}
automation "sweep" {
    owner "site"
    move-file {
        source "In/*.pdf"
        destination "Out/"
    }
    trigger "manual"
}
"#;

/// Two automations of one name, by their ids.
fn two(remote: &Remote) -> [i64; 2] {
    let made = |source: &str| {
        let given = json!({"name": "sweep", "automation": "move_file", "source": source,
            "destinations": ["Out/"], "trigger": "manual"});
        remote.site.post("/automations", given).is(201).id()
    };
    [made("In/*.pdf"), made("In/*.csv")]
}

fn automations(remote: &Remote) -> Vec<Value> {
    remote.site.get("/automations").is(200).json.as_array().expect("a list").clone()
}

#[test]
fn no_run_adds_another_one() {
    let remote = Remote::new(Options::default());
    let ids = two(&remote);
    let before = automations(&remote);
    remote.place.write("site.kdl", SWEEP);
    for _ in 0..3 {
        let ran = remote.run(&["apply", "--auto-approve"]).ends(4);
        assert!(ran.stderr.contains("live-name-shared"), "{}", ran.stderr);
        assert_eq!(automations(&remote), before);
    }
    let told = remote.run(&["plan"]).ends(4).stderr;
    for (id, one) in ids.iter().zip(&before) {
        let at = one["last_modified_at"].as_str().expect("a moment");
        assert!(told.contains(&format!("`id={id}` (move-file, last modified {at})")), "{told}");
    }
    assert!(remote.run(&["drift"]).ends(4).stderr.contains("live-name-shared"));
    remote.run(&["snapshot", "--out", "live.json"]).ends(0);
    let looked = remote.run(&["plan", "--live", "live.json"]).ends(4).stderr;
    assert!(told.contains(&looked), "{looked}");
}

#[test]
fn the_one_that_is_meant_is_edited_and_the_other_is_undeclared() {
    let remote = Remote::new(Options::default());
    let [first, second] = two(&remote);
    let meant = SWEEP.replace("\"sweep\"", &format!("\"sweep\" id={second}"));
    remote.place.write("site.kdl", meant.replace("remove", "report"));
    let planned = remote.run(&["plan"]).ends(0).stdout;
    let keep = format!("write `automation \"sweep\" id={first}` to keep it");
    assert!(planned.contains(&keep), "{planned}");
    remote.place.write("site.kdl", meant);
    for _ in 0..2 {
        remote.run(&["apply", "--auto-approve", "--max-removals", "1"]).ends(0);
        let left = automations(&remote);
        let left: Vec<_> = left.iter().map(|one| (&one["id"], &one["source"])).collect();
        assert_eq!(left, [(&json!(second), &json!("In/*.pdf"))]);
    }
    // It is gone, and no other takes its id.
    remote.site.delete(&format!("/automations/{second}")).is(204);
    let ran = remote.run(&["apply", "--auto-approve"]).ends(4);
    assert!(ran.stderr.contains("incomplete-to-create"), "{}", ran.stderr);
    assert!(automations(&remote).is_empty());
}
