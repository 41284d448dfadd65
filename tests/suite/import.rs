//! What Terraform knows of a site becomes a definition; where Terraform knows all of it, the
//! definition plans to nothing there.

use crate::program::{Place, copy, package};
use crate::remote::Remote;
use serde_json::{Map, Value as Json, json};
use siteplan::facade::emulator::Options;
use siteplan::facade::model::kinds::KINDS;
use std::collections::BTreeSet;
use std::fs;

const PROVIDER: &str = "registry.terraform.io/files-com/files";

/// As `terraform show -json` writes a resource: with every value that its schema has.
fn resource(kind: &str, name: &str, values: Json) -> Json {
    let address = format!("files_{kind}.{name}");
    json!({
        "address": address, "mode": "managed", "type": format!("files_{kind}"), "name": name,
        "provider_name": PROVIDER, "schema_version": 0, "values": values, "sensitive_values": {},
    })
}

fn state(resources: Vec<Json>) -> String {
    let values = json!({"root_module": {"resources": resources}});
    json!({"format_version": "1.0", "terraform_version": "1.9.8", "values": values}).to_string()
}

/// The provider's type of resource for the objects of a list.
fn singular(list: &str) -> String {
    match list.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => list.trim_end_matches('s').to_owned(),
    }
}

/// The site as Terraform would know it, were every object in its state.
fn as_terraform(remote: &Remote) -> String {
    let mut resources = vec![resource("site", "this", remote.site.get("/site").json)];
    let lists: BTreeSet<&str> = KINDS.iter().map(|kind| kind.list).collect();
    for list in lists.into_iter().filter(|list| !["site", "group_users", "folders"].contains(list))
    {
        let kind = singular(list);
        let records = remote.site.get(&format!("/{list}?per_page=1000")).is(200).json;
        for record in records.as_array().expect("a list") {
            let name = format!("r{}", record["id"]);
            resources.push(resource(&kind, &name, in_terraforms_words(list, record)));
        }
    }
    remote.run(&["snapshot", "--out", "now.json"]).ends(0);
    let live: Json = serde_json::from_str(&remote.place.read("now.json")).expect("a snapshot");
    for (at, path) in live["folders"].as_array().expect("folders").iter().enumerate() {
        resources.push(resource("folder", &format!("f{at}"), json!({ "path": path })));
    }
    state(resources)
}

/// The provider sorts nodes by their types, and rules by their forms.
fn in_terraforms_words(list: &str, record: &Json) -> Json {
    let mut record = record.clone();
    if list == "automations"
        && let Some(nodes) = record["definition"]["nodes"].as_array_mut()
    {
        for node in nodes {
            let mut inner = node.as_object().expect("a node").clone();
            let kind = inner.remove("type").expect("a type");
            let mut wrapped = Map::from_iter([("wait".to_owned(), Json::Null)]);
            wrapped.insert(kind.as_str().expect("a text").to_owned(), Json::Object(inner));
            *node = Json::Object(wrapped);
        }
    }
    if list == "holiday_calendars" {
        let months = record["definition"]["months"].as_object_mut().expect("months");
        months.values_mut().for_each(|rules| *rules = json!({ "fixed_rules": rules.take() }));
    }
    record
}

fn goes_round(definition: impl Fn(&Place), options: Options) {
    let remote = Remote::new(options);
    definition(&remote.place);
    remote.run(&["apply", "made", "--auto-approve"]).ends(0);
    remote.place.write("state.json", as_terraform(&remote));
    remote.run(&["import", "terraform", "state.json", "--into", "imported"]).ends(0);
    let plan = ["plan", "imported", "--expect-no-changes"];
    remote.run(&plan).ends(0);
    remote.run(&["check", "imported"]).ends(0);
    // As good as what is pulled from the site itself, but for what Terraform does not know.
    remote.run(&["pull", "--into", "pulled"]).ends(0);
    for file in ["people.kdl", "groups.kdl", "automations.kdl", "schedules-and-rules.kdl"] {
        let path = remote.place.path().join("pulled").join(file);
        if let Ok(pulled) = fs::read_to_string(path) {
            assert_eq!(remote.place.read(&format!("imported/{file}")), pulled, "{file}");
        }
    }
}

#[test]
fn a_site_that_terraform_knows_whole_is_imported_as_it_is() {
    for example in ["minimal", "mortgage-broker", "partner-exchange"] {
        let sso = vec![(12, "okta".to_owned())];
        let options = Options { sso, ..Options::default() };
        goes_round(|place| copy(&format!("examples/{example}"), "made", place), options);
    }
}

#[test]
fn every_kind_is_imported() {
    let page = fs::read_to_string(package().join("docs/kinds.md")).expect("a page");
    let (_, example) = page.split_once("```kdl\n").expect("an example");
    let (example, _) = example.split_once("```").expect("its end");
    let example = example.replace("(env)\"SECRET\"", "(file)\"secret.txt\"");
    let write = |place: &Place| {
        place.write("secret.txt", "not-to-be-seen");
        place.write("made/site.kdl", &example);
    };
    goes_round(write, Options::default());
}
