//! API keys of the site itself: made with their secrets kept, replaced new before old, and never the
//! one that is at work taken away for want of a line.

use crate::remote::Remote;
use siteplan::facade::emulator::Options;

const SITE: &str = r#"
user "mara" {
    name "Mara Oduya"
    email "mara@acme.example"
    role "site-admin"
}
folder "Drop"
api-key "feed" save-to="feed.key" {
    permission-set "files-only"
    path "Drop"
}
api-key "s3" save-to="s3.credentials" {
    aws-style-credentials #true
}
"#;

#[test]
fn keys_of_the_site_are_made_once_and_replaced_new_before_old() {
    let remote = Remote::new(Options::default());
    let place = &remote.place;
    place.write("site.kdl", SITE);
    remote.run(&["apply", "--auto-approve"]).ends(0);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    let secret = place.read("feed.key");
    let own = remote.site.as_key(secret.trim(), "GET /api_key", "").is(200).json;
    assert_eq!((own["name"].as_str(), own["user_id"].is_null()), (Some("feed"), true));
    let credentials = place.read("s3.credentials");
    let lines: Vec<&str> = credentials.lines().collect();
    assert_eq!(lines[0], "[default]");
    assert!(lines[1].starts_with("aws_access_key_id = FILES"), "{}", lines[1]);
    assert!(lines[2].starts_with("aws_secret_access_key = "), "{}", lines[2]);
    let listed = remote.site.get("/api_keys").is(200).text;
    assert!(!listed.contains(secret.trim()), "{listed}");
    // Another path is another key, and the old one is let go last.
    let anew = SITE.replace("path \"Drop\"", "path \"Drop/In\"").replace("feed.key", "feed-2.key");
    place.write("site.kdl", format!("{anew}folder \"Drop/In\"\n"));
    let replaced = remote.run(&["apply", "--auto-approve"]).ends(0);
    assert!(replaced.stdout.contains("2 to add, 0 to change, 1 to remove"), "{}", replaced.stdout);
    remote.site.as_key(secret.trim(), "GET /api_key", "").is(401);
    remote.site.as_key(place.read("feed-2.key").trim(), "GET /api_key", "").is(200);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    remote.run(&["pull", "--into", "pulled"]).ends(0);
    remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
}

#[test]
fn the_key_at_work_stays_though_no_file_says_it() {
    let remote = Remote::new(Options::default());
    let made = |name: &str| {
        let given = serde_json::json!({"name": name, "permission_set": "full"});
        remote.site.post("/api_keys", given).is(201).json["key"].as_str().expect("a key").to_owned()
    };
    let (own, _) = (made("ci"), made("old"));
    remote.place.write("site.kdl", "manage {\n    api-keys undeclared=\"remove\"\n}\n");
    let ran = remote.run_with(&own, &["apply", "--auto-approve"]).ends(0).stdout;
    assert!(ran.contains("- api-key \"old\"") && !ran.contains("- api-key \"ci\""), "{ran}");
    let keys = remote.site.get("/api_keys").is(200).json;
    let names: Vec<&str> =
        keys.as_array().expect("a list").iter().filter_map(|key| key["name"].as_str()).collect();
    assert_eq!(names, ["ci"]);
}
