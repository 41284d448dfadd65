//! Folders of child sites, on which people of the parent site have grants.

use crate::remote::Remote;
use siteplan::facade::emulator::Options;

const SITE: &str = r#"
user "mara" {
    name "Mara Oduya"
    email "mara@acme.example"
}
group "Auditors" {
    member "mara"
}
group "EU"
child-site "emea" id=7 {
    grant "site-admin" group="EU"
    folder "Reports" {
        grant "readonly" group="Auditors"
        grant "full" {
            all-of "Auditors" "EU"
        }
    }
}
"#;

#[test]
fn grants_on_their_folders_come_and_go() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", SITE);
    remote.run(&["apply", "--auto-approve"]).ends(0);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
    let rows = remote.site.get("/permissions").is(200).json;
    let on_folder = |row: &&serde_json::Value| row["path"] == "Reports" && row["site_id"] == 7;
    assert_eq!(rows.as_array().expect("a list").iter().filter(on_folder).count(), 2, "{rows}");
    assert!(remote.site.get("/folders").is(200).json.as_array().expect("a list").is_empty());
    remote.run(&["snapshot", "--out", "live.json"]).ends(0);
    remote.run(&["plan", "--live", "live.json", "--expect-no-changes"]).ends(0);
    remote.run(&["pull", "--into", "pulled"]).ends(0);
    remote.run(&["plan", "pulled", "--expect-no-changes"]).ends(0);
    let without = SITE.replace("        grant \"readonly\" group=\"Auditors\"\n", "");
    let clear = "manage {\n    grants undeclared=\"remove\"\n}\n";
    remote.place.write("site.kdl", format!("{without}{clear}"));
    let gone = remote.run(&["apply", "--auto-approve"]).ends(0);
    assert!(gone.stdout.contains("0 to add, 0 to change, 1 to remove"), "{}", gone.stdout);
    remote.run(&["plan", "--expect-no-changes"]).ends(0);
}
