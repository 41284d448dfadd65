//! The commands that only look at a site: what they say of one that answers over HTTP.

use super::Remote;
use crate::program::{Ran, copy};
use serde_json::{Value as Json, json};
use siteplan::facade::emulator::{GivenKeys, Options};

/// A site that is as an example says.
fn example(name: &str) -> Remote {
    let of_users = vec![("mallory".to_owned(), "hers".to_owned())];
    let keys = GivenKeys { of_users, ..GivenKeys::default() };
    let sso = vec![(12, "okta".to_owned())];
    let remote = Remote::new(Options { sso, keys, ..Options::default() });
    copy(&format!("examples/{name}"), "site", &remote.place);
    remote.run(&["apply", "site", "--auto-approve"]).ends(0);
    remote
}

/// How many requests changed anything.
fn writes(remote: &Remote) -> u64 {
    let counted = remote.site.get("/__emulator/requests").is(200).json;
    let all = counted["requests"].as_object().or_else(|| counted.as_object());
    let all = all.expect("requests by verb and route");
    let writing = all.iter().filter(|(request, _)| {
        ["POST ", "PATCH ", "PUT ", "DELETE "].iter().any(|verb| request.starts_with(verb))
    });
    writing.filter_map(|(_, count)| count.as_u64()).sum()
}

#[test]
fn what_is_pulled_plans_to_nothing() {
    for name in ["minimal", "mortgage-broker", "partner-exchange"] {
        let remote = example(name);
        remote.site.emulator.reset_counts();
        remote.run(&["pull", "--into", "pulled"]).ends(0);
        remote.run(&["check", "pulled"]).ends(0);
        remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
        // The one that it was made from says the same.
        remote.run(&["drift", "pulled"]).ends(0);
        assert_eq!(writes(&remote), 0, "whoever looks changes nothing");
    }
}

#[test]
fn a_pulled_site_can_be_made_again_elsewhere() {
    let remote = example("mortgage-broker");
    remote.run(&["pull", "--into", "pulled"]).ends(0);
    let elsewhere = Remote::new(Options::default());
    let at = |command: &[&str]| {
        let mut program = remote.place.command();
        program.env("FILES_API_KEY", "another-sites-key").args(command);
        program.args(["--target", elsewhere.site.emulator.url()]);
        Ran::from(program.output().expect("the program runs"))
    };
    at(&["apply", "pulled", "--auto-approve"]).ends(0);
    at(&["plan", "pulled", "--expect-no-changes"]).ends(0);
}

/// What others do to the site behind the definition's back.
fn meddle(remote: &Remote) {
    let site = &remote.site;
    let mallory = site.user("mallory");
    site.patch(&format!("/users/{mallory}"), json!({"site_admin": true})).is(200);
    let setting = json!({"user_requests_enabled": false});
    site.as_key("hers", "PATCH /site", &setting.to_string()).is(200);
    let users = site.get("/users?filter[username]=kofi").json;
    let kofi = users[0]["id"].as_i64().expect("an id");
    let grant = json!({"path": "Company", "user_id": kofi, "permission": "full"});
    site.post("/permissions", grant).is(201);
}

#[test]
fn drift_is_what_another_client_did() {
    let remote = example("mortgage-broker");
    remote.run(&["drift", "site"]).ends(0);
    assert_eq!(remote.site.emulator.requests_of("GET /settings_changes"), 0, "nothing to tell");
    meddle(&remote);
    remote.site.emulator.reset_counts();
    let ran = remote.run(&["drift", "site", "--format", "json"]).ends(2);
    assert_eq!(remote.site.emulator.requests_of("GET /settings_changes"), 1);
    assert_eq!(writes(&remote), 0, "whoever looks changes nothing");
    let drift: Json = serde_json::from_str(&ran.stdout).expect("JSON");
    let text = remote.run(&["drift", "site"]).ends(2).stdout;
    assert_eq!(drift["gained"]["people"], 2, "{text}");
    assert_eq!(drift["undeclared"].as_array().expect("a list").len(), 2, "{text}");
    let setting = &drift["differences"][0];
    assert_eq!(setting["remembered"][0]["by"], "mallory", "{text}");
    assert!(text.contains("mallory: `user_requests_enabled`: true → false"), "{text}");
    // Once undone, it is gone.
    remote.place.write(
        "site/more.kdl",
        "manage {\n    users undeclared=\"remove\"\n    grants undeclared=\"remove\"\n}\n",
    );
    let root = remote.place.read("site/site.kdl").replace("include ", "include \"more.kdl\" ");
    remote.place.write("site/site.kdl", root);
    remote.run(&["apply", "site", "--auto-approve"]).ends(0);
    remote.run(&["drift", "site"]).ends(0);
}

#[test]
fn a_log_that_may_not_be_read_is_a_note() {
    let remote = example("mortgage-broker");
    meddle(&remote);
    let faults = ["html=403:path=/settings_changes:at=1", "wrong-types:path=/settings_changes"];
    remote.site.emulator.add_faults(faults).expect("faults");
    let ran = remote.run(&["drift", "site"]).ends(2);
    let told = "note: the site does not tell who changed what: the key may not read the list of \
                settings_changes";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
    assert_eq!(remote.run(&["drift", "site"]).ends(2).stdout, ran.stdout);
}

#[test]
fn questions_are_asked_of_a_site() {
    let remote = example("mortgage-broker");
    let url = remote.site.emulator.url().to_owned();
    let ask =
        |question: &[&str]| remote.run(&[question, &["--target", &url]].concat()).ends(0).stdout;
    let of_ada = ask(&["access", "of", "ada"]);
    assert!(of_ada.contains("readonly on Company through group \"Everyone\""), "{of_ada}");
    let on_company = ask(&["access", "on", "Company"]);
    assert!(on_company.contains("carter, noor: everything, site administrator"), "{on_company}");
    let why = ask(&["access", "why", "ada", "Company", "--in", "site"]);
    assert!(why.contains("people.kdl:"), "what is live is found in the definition: {why}");
    // A snapshot of it answers alike.
    remote.run(&["snapshot", "--out", "live.json"]).ends(0);
    let from_snapshot = remote.run(&["access", "of", "ada", "--in", "live.json"]).ends(0).stdout;
    assert_eq!(
        from_snapshot.lines().skip(1).collect::<Vec<_>>(),
        of_ada.lines().skip(1).collect::<Vec<_>>()
    );
    let difference = remote.run(&["access", "diff", "site", &url]).ends(0).stdout;
    assert!(difference.contains("Nobody gains or loses access."), "{difference}");
}

#[test]
fn the_steps_towards_a_site_are_drawn() {
    let remote = example("mortgage-broker");
    meddle(&remote);
    let drawn = remote.run(&["graph", "site", "--plan"]).ends(0).stdout;
    assert!(drawn.contains("site settings"), "{drawn}");
    remote.run(&["graph", "site", "--plan", "--format", "svg"]).ends(0);
}
