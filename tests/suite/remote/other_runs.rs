//! Runs that are killed, and runs that are not alone on their site.

use super::Remote;
use crate::program::{Place, Ran};
use siteplan::facade::emulator::Options;
use std::process::{Child, Stdio};
use std::thread::{self, sleep};
use std::time::Duration;

const KEYS: &str = r#"
bot "status" {
    system "Status"
    authentication "none"
    protocols "web"
    api-key "status" save-to="status.key" {
        permission-set "files-only"
    }
}
"#;

fn spawn(remote: &Remote, place: &Place, arguments: &[&str]) -> Child {
    let mut command = place.command();
    command.env("FILES_API_KEY", "the-sites-own-key").env("FILES_HOST", remote.site.emulator.url());
    command.args(["apply", "--auto-approve"]).args(arguments);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command.spawn().expect("the program runs")
}

fn ended(child: Child) -> Ran {
    Ran::from(child.wait_with_output().expect("a child ends"))
}

/// What a list of the site holds.
fn list(remote: &Remote, path: &str) -> Vec<serde_json::Value> {
    remote.site.get(path).is(200).json.as_array().expect("a list").clone()
}

#[test]
fn a_key_that_a_killed_run_was_making_is_seen_to() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", KEYS);
    remote.site.emulator.add_faults(["delay=60000:path=/api_keys:method=POST"]).expect("a fault");
    let mut child = spawn(&remote, &remote.place, &[]);
    while remote.site.emulator.requests_of("POST /api_keys") == 0 {
        sleep(Duration::from_millis(5));
    }
    // The site has made it, and keeps its answer back.
    while list(&remote, "/api_keys").is_empty() {
        sleep(Duration::from_millis(5));
    }
    child.kill().expect("killed");
    child.wait().expect("a child ends");
    remote.site.emulator.clear_faults();
    let lost = list(&remote, "/api_keys")[0]["id"].clone();
    assert!(!remote.place.path().join("status.key").exists());
    let looked = remote.run(&["plan"]).ends(0);
    assert!(looked.stderr.contains("did not finish"), "{}", looked.stderr);

    let ran = remote.run(&["apply", "--auto-approve"]).ends(0);
    assert!(ran.stderr.contains("it is revoked"), "{}", ran.stderr);
    let keys = list(&remote, "/api_keys");
    assert!(keys.len() == 1 && keys[0]["id"] != lost, "{keys:?}");
    let secret = remote.place.read("status.key");
    let own = remote.site.as_key(secret.trim(), "GET /api_key", "").is(200);
    assert_eq!(own.json["id"], keys[0]["id"]);
    assert!(remote.place.journals().is_empty());
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
}

#[test]
fn a_second_run_on_this_machine_waits_its_turn() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", KEYS);
    remote.place.write("elsewhere/site.kdl", KEYS);
    remote.site.emulator.add_faults(["delay=60000:path=/users:method=POST"]).expect("a fault");
    let mut first = spawn(&remote, &remote.place, &[]);
    while remote.site.emulator.requests_of("POST /users") == 0 {
        sleep(Duration::from_millis(5));
    }
    let second = remote.run(&["apply", "elsewhere", "--auto-approve"]).ends(1);
    assert!(second.stderr.contains("another run is at work on this site"), "{}", second.stderr);
    assert!(second.stderr.contains("wait until it ends"), "{}", second.stderr);
    let looked = remote.run(&["plan"]).ends(0);
    assert!(looked.stderr.contains("another run is at work"), "{}", looked.stderr);
    first.kill().expect("killed");
    first.wait().expect("a child ends");
}

/// With thirty of what the site takes two of one name of.
fn automations() -> String {
    let one = |at: usize| {
        format!(
            "automation \"sweep {at}\" {{\n    owner \"site\"\n    delete-file {{ source \"*.tmp\" }}\n    \
             path \"Inbox\"\n    trigger \"manual\"\n}}\n"
        )
    };
    let automations: String = (0..30).map(one).collect();
    format!("{KEYS}folder \"Inbox\"\n{automations}")
}

#[test]
fn runs_from_two_machines_double_nothing() {
    for apart in [0, 15, 60, 150] {
        let options = Options { latency: Duration::from_millis(4), ..Options::default() };
        let remote = Remote::new(options);
        // Another machine knows nothing of this one's journals.
        let places = [Place::new(), Place::new()];
        let children: Vec<Child> = places
            .iter()
            .map(|place| {
                place.write("site.kdl", automations());
                let child = spawn(&remote, place, &["--quiet"]);
                sleep(Duration::from_millis(apart));
                child
            })
            .collect();
        let threads: Vec<_> =
            children.into_iter().map(|child| thread::spawn(|| ended(child))).collect();
        let runs: Vec<Ran> = threads.into_iter().map(|t| t.join().expect("a run")).collect();
        let mut names: Vec<String> = list(&remote, "/automations")
            .iter()
            .map(|record| record["name"].as_str().expect("a name").to_owned())
            .collect();
        names.sort_unstable();
        let told = format!("{apart} ms apart: {runs:#?}");
        assert_eq!(names.len(), 30, "{told}");
        names.dedup();
        assert_eq!(names.len(), 30, "{told}");
        let keys = list(&remote, "/api_keys");
        assert_eq!(keys.len(), 1, "{told}");
        // Whoever made the key has its secret, and nobody else has one.
        let secrets: Vec<_> =
            places.iter().filter(|place| place.path().join("status.key").exists()).collect();
        assert_eq!(secrets.len(), 1, "{told}");
        let secret = secrets[0].read("status.key");
        let own = remote.site.as_key(secret.trim(), "GET /api_key", "").is(200);
        assert_eq!(own.json["id"], keys[0]["id"], "{told}");
        remote.place.write("site.kdl", automations());
        remote.run(&["plan", "--expect-no-changes"]).ends(0);
    }
}
