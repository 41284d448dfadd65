//! What Terraform knows of a site becomes a definition; where Terraform knows all of it, the
//! definition plans to nothing there.

use crate::program::{Place, Ran, copy, files_below, package};
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
            // The provider reads each by itself.
            let whole = remote.site.get(&format!("/{list}/{}", record["id"]));
            let record = if whole.status == 200 { &whole.json } else { record };
            let name = format!("r{}", record["id"]);
            resources.push(resource(&kind, &name, in_terraforms_words(list, record)));
        }
    }
    let strategies = remote.site.get("/sso_strategies").is(200).json;
    for strategy in strategies.as_array().expect("a list") {
        let mut read = resource("sso_strategy", "read", strategy.clone());
        (read["mode"], read["address"]) = (json!("data"), json!("data.files_sso_strategy.read"));
        resources.push(read);
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

/// Grants alone are whole without anything that tells so: they stay.
fn in_part(state: &str, part: usize) -> String {
    let mut state: Json = serde_json::from_str(state).expect("a document");
    let resources = state["values"]["root_module"]["resources"].as_array_mut().expect("resources");
    let mut at = part;
    resources.retain(|resource| {
        at += 7;
        resource["type"] == "files_permission" || !(at * at / 3).is_multiple_of(3)
    });
    state.to_string()
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
    for part in 0..6 {
        let name = format!("part-{part}");
        let state = in_part(&remote.place.read("state.json"), part);
        remote.place.write("part.json", state);
        remote.run(&["import", "terraform", "part.json", "--into", &name]).ends(0);
        remote.run(&["plan", &name, "--detailed-exitcode"]).ends(0);
    }
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
    // Secrets come from a file in the place of the environment.
    let mut parts = example.split("(env)\"");
    let mut example = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, rest) = part.split_once('"').expect("the end of a name");
        example += "(file)\"made/secret.txt\"";
        example += rest;
    }
    let example = example.replace("save-to=\"", "save-to=\"made/");
    let write = |place: &Place| {
        place.write("made/secret.txt", "not-to-be-seen");
        place.write("made/site.kdl", &example);
    };
    goes_round(write, Options::default());
}

/// The documents of the cases, each with its name.
fn documents() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files_below(&package().join("tests/cases/import")) {
        let text = fs::read_to_string(&path).expect("a case");
        for part in text.split("\n//- ").skip(1) {
            let (name, content) = part.split_once('\n').expect("a file");
            let case = path.file_stem().expect("a name").to_string_lossy().into_owned();
            found.push((format!("{case}-{name}"), content.to_owned()));
        }
    }
    assert!(found.len() > 10, "{found:?}");
    found
}

#[test]
fn no_secret_of_a_document_comes_out_of_it() {
    let mut secrets = 0;
    for (name, content) in documents() {
        secrets += content.matches("not-to-be-seen").count();
        let place = Place::with(&[(&name, &content)]);
        let ran = place.run(&["import", "terraform", &name, "--into", "out"]);
        place.write("out/beside.txt", "");
        let mut shown = ran.stdout + &ran.stderr;
        for file in files_below(&place.path().join("out")) {
            shown += &fs::read_to_string(file).expect("a text");
        }
        assert!(!shown.contains("not-to-be-seen"), "{name}: {shown}");
    }
    assert!(secrets > 12, "{secrets}");
}

#[test]
fn the_page_shows_what_its_example_becomes() {
    let page = fs::read_to_string(package().join("docs/import-terraform.md")).expect("a page");
    let block = |language: &str| {
        let (_, rest) = page.split_once(&format!("```{language}\n")).expect("a block");
        rest.split("```").next().unwrap_or_default().to_owned()
    };
    let place = Place::with(&[("state.json", &block("json"))]);
    let ran = place.run(&["import", "terraform", "state.json"]).ends(0);
    assert_eq!(ran.stdout, block("kdl"));
}

#[test]
fn documents_come_in_any_encoding_and_through_a_pipe() {
    let text = state(vec![resource("group", "ops", json!({"id": 1, "name": "Öps"}))]);
    let units: Vec<u16> = text.encode_utf16().collect();
    let little = units.iter().flat_map(|unit| unit.to_le_bytes());
    let big = units.iter().flat_map(|unit| unit.to_be_bytes());
    let place = Place::new();
    place.write("plain.json", &text);
    place.write("marked.json", [b"\xEF\xBB\xBF", text.as_bytes()].concat());
    place.write("little.json", [0xFF, 0xFE].into_iter().chain(little).collect::<Vec<u8>>());
    place.write("big.json", [0xFE, 0xFF].into_iter().chain(big).collect::<Vec<u8>>());
    let plain = place.run(&["import", "terraform", "plain.json"]).ends(0).stdout;
    assert!(plain.contains("group \"Öps\""), "{plain}");
    for file in ["marked.json", "little.json", "big.json"] {
        assert_eq!(place.run(&["import", "terraform", file]).ends(0).stdout, plain, "{file}");
    }
    let file = fs::File::open(place.path().join("plain.json")).expect("a file");
    let piped = place.command().args(["import", "terraform", "-"]).stdin(file).output();
    assert_eq!(Ran::from(piped.expect("the program runs")).ends(0).stdout, plain);
    place.write("saved", b"PK\x03\x04\xFF\xFE");
    let saved = place.run(&["import", "terraform", "saved"]).ends(3);
    assert!(saved.stderr.contains("this is a saved plan"), "{}", saved.stderr);
    place.write("image", b"\x89PNG\xFF");
    let image = place.run(&["import", "terraform", "image"]).ends(3);
    assert!(image.stderr.contains("it is no text"), "{}", image.stderr);
}

#[test]
fn what_stands_in_files_is_not_overwritten_unasked() {
    let text = state(vec![resource("group", "ops", json!({"id": 1, "name": "Ops"}))]);
    let place = Place::with(&[("state.json", &text), ("out/groups.kdl", "group \"Mine\"\n")]);
    let import = ["import", "terraform", "state.json", "--into", "out"];
    place.run(&import).ends(4);
    assert_eq!(place.read("out/groups.kdl"), "group \"Mine\"\n");
    place.run(&[&import[..], &["--force"]].concat()).ends(0);
    place.run(&import).ends(0);
    assert_eq!(place.read("out/groups.kdl"), "group \"Ops\"\n");
}

#[test]
fn what_a_plan_would_make_can_be_made() {
    let (_, plan) = documents().into_iter().find(|(name, _)| name.ends_with("plan.json")).unwrap();
    let place = Place::with(&[("plan.json", &plan)]);
    place.run(&["import", "terraform", "plan.json", "--into", "made"]).ends(0);
    let store = ["made", "--target", "local:new.db"];
    place.run(&[&["apply"], &store[..], &["--auto-approve"]].concat()).ends(0);
    place.run(&[&["plan"], &store[..], &["--detailed-exitcode"]].concat()).ends(0);
}
