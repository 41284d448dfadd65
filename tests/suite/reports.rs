//! Reports for pull requests and pipelines: valid by their schemas, bounded, stable.

use crate::program::{Place, copy, package};
use serde_json::Value;
use siteplan::facade::diff::{Address, Change, Operation};
use siteplan::facade::model::Level;
use siteplan::facade::plan::{
    AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace, AccessThrough,
    AccessVia, Plan, Scope, Sign,
};
use siteplan::facade::render::markdown;
use siteplan::facade::render::repository::Repository;
use std::sync::LazyLock;

static SARIF: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let path = package().join("tests/sarif/sarif-schema-2.1.0.json");
    let schema = serde_json::from_str(&std::fs::read_to_string(path).expect("a schema"));
    jsonschema::validator_for(&schema.expect("JSON")).expect("a schema")
});

pub fn assert_sarif(log: &Value) {
    let errors: Vec<String> = SARIF.iter_errors(log).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{log:#}");
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

const BROKEN: &str = "user \"é😀\" { colour 1; }\nusr \"a\"\nuser \"b\" {\n    colour true\n}\n";

#[test]
fn sarif_is_valid_by_its_schema() {
    for example in ["minimal", "mortgage-broker", "partner-exchange"] {
        let place = Place::new();
        copy(&format!("examples/{example}"), ".", &place);
        for command in ["check", "plan"] {
            let ran = place.run(&[command, "--format", "sarif"]).ends(0);
            assert_sarif(&json(&ran.stdout));
        }
    }
    let broken = Place::with(&[("site.kdl", BROKEN)]);
    for command in ["check", "plan"] {
        let log = json(&broken.run(&[command, "--format", "sarif"]).ends(3).stdout);
        assert_sarif(&log);
        assert!(log["runs"][0]["results"].as_array().expect("results").len() >= 3);
    }
}

/// Applies the replacements of a log as an editor would.
fn replaced(text: &str, log: &Value) -> String {
    let mut lines: Vec<Vec<u16>> =
        text.split_inclusive('\n').map(|line| line.encode_utf16().collect()).collect();
    let results = log["runs"][0]["results"].as_array().expect("results");
    let fixes = results.iter().flat_map(|result| result["fixes"].as_array().into_iter().flatten());
    let replacements: Vec<&Value> = fixes
        .flat_map(|fix| fix["artifactChanges"].as_array().expect("changes"))
        .flat_map(|change| change["replacements"].as_array().expect("replacements"))
        .collect();
    assert!(!replacements.is_empty(), "{log:#}");
    for replacement in replacements.into_iter().rev() {
        let region = &replacement["deletedRegion"];
        let number = |name: &str| region[name].as_u64().expect("a number") as usize - 1;
        assert_eq!(number("startLine"), number("endLine"));
        let inserted = replacement["insertedContent"]["text"].as_str().expect("text");
        lines[number("startLine")]
            .splice(number("startColumn")..number("endColumn"), inserted.encode_utf16());
    }
    String::from_utf16(&lines.concat()).expect("text")
}

#[test]
fn fixes_of_sarif_do_what_fix_does() {
    let text =
        "user \"ana\"; /* 😀é */ user \"ben\" { require-2fa \"always\"; ssl-required true; }\n";
    let place = Place::with(&[("site.kdl", text)]);
    let log = json(&place.run(&["check", "--format", "sarif"]).stdout);
    place.run(&["check", "--fix"]);
    assert_eq!(replaced(text, &log), place.read("site.kdl"));
}

#[test]
fn fingerprints_outlive_moved_lines_and_tell_equals_apart() {
    let text = "user \"a\" {\n    groups \"Nobodys\"\n    groups \"Nobodys\"\n}\n";
    let place = Place::with(&[("site.kdl", text)]);
    let sarif = |place: &Place| -> Vec<Value> {
        let log = json(&place.run(&["check", "--format", "sarif"]).stdout);
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        results.iter().map(|result| result["partialFingerprints"].clone()).collect()
    };
    let gitlab = |place: &Place| -> Vec<Value> {
        let issues = json(&place.run(&["check", "--format", "gitlab"]).stdout);
        issues.as_array().expect("a list").iter().map(|one| one["fingerprint"].clone()).collect()
    };
    let before = (sarif(&place), gitlab(&place));
    let mut distinct: Vec<String> = before.1.iter().map(Value::to_string).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), before.1.len());
    place.write("site.kdl", format!("// moved\n\n{text}"));
    assert_eq!(before, (sarif(&place), gitlab(&place)));
}

#[test]
fn a_format_that_a_command_lacks_is_a_usage_error() {
    let place = Place::with(&[("site.kdl", "user \"a\"\n")]);
    for arguments in [
        &["plan", "--format", "junit"][..],
        &["show", "p", "--format", "sarif"],
        &["apply", "--format", "markdown"],
    ] {
        let ran = place.run(arguments).ends(64);
        assert!(ran.stderr.contains("possible values"), "{}", ran.stderr);
    }
}

#[test]
fn pipelines_are_linked_and_paths_are_those_of_the_repository() {
    let place = Place::new();
    place.write("sites/site.kdl", "user \"a\" {\n    name \"A B\"\n    colour 1\n}\n");
    let root = place.path().canonicalize().expect("a folder");
    let run = |format: &str, variables: &[(&str, &str)]| {
        let mut command = place.command();
        command.current_dir(root.join("sites")).args(["check", "--format", format]);
        let output = command.envs(variables.iter().copied()).output().expect("it runs");
        String::from_utf8(output.stdout).expect("text")
    };
    let workspace = root.to_str().expect("text");
    let github = [
        ("GITHUB_SERVER_URL", "https://github.example"),
        ("GITHUB_REPOSITORY", "firm/access"),
        ("GITHUB_SHA", "abc"),
        ("GITHUB_WORKSPACE", workspace),
    ];
    let comment = run("markdown", &github);
    let link =
        "[`sites/site.kdl:3`](https://github.example/firm/access/blob/abc/sites/site.kdl#L3)";
    assert!(comment.contains(link), "{comment}");
    assert!(run("github", &github).contains("file=sites/site.kdl,line=3,"));
    assert!(run("sarif", &github).contains("\"uri\": \"sites/site.kdl\""));
    let gitlab = [
        ("CI_PROJECT_URL", "https://gitlab.example/firm/access"),
        ("CI_COMMIT_SHA", "abc"),
        ("CI_PROJECT_DIR", workspace),
    ];
    assert!(run("markdown", &gitlab).contains("/firm/access/-/blob/abc/sites/site.kdl#L3"));
    assert!(run("gitlab", &gitlab).contains("\"path\": \"sites/site.kdl\""));
    assert!(!run("markdown", &[]).contains("]("));
}

#[test]
fn a_comment_names_the_commit_and_the_run_that_it_is_of() {
    let place = Place::with(&[("site.kdl", "user \"ann\" {\n    name \"Ann Lee\"\n}\n")]);
    let head = "0123456789abcdef0123456789abcdef01234567";
    let event = format!("{{\"pull_request\": {{\"head\": {{\"sha\": {head:?}}}}}}}");
    place.write("event.json", &event);
    let run = |event: &str, sha: &str| {
        let mut command = place.command();
        command.args(["plan", "--format", "markdown"]).envs([
            ("GITHUB_SERVER_URL", "https://github.example"),
            ("GITHUB_REPOSITORY", "firm/access"),
            ("GITHUB_RUN_ID", "77"),
            ("GITHUB_SHA", sha),
            ("GITHUB_EVENT_PATH", event),
        ]);
        String::from_utf8(command.output().expect("it runs").stdout).expect("text")
    };
    let in_run = "in [`this run`](https://github.example/firm/access/actions/runs/77).</sub>";
    let comment = run("event.json", "fedcba9876543210");
    assert!(comment.contains(&format!(" for commit `0123456789ab` {in_run}")), "{comment}");
    let comment = run("none.json", "fedcba9876543210");
    assert!(comment.contains(&format!(" for commit `fedcba987654` {in_run}")), "{comment}");
    // What is no commit is not shown as one.
    place.write("event.json", event.replace(head, "](https://evil.example)"));
    let comment = run("event.json", "");
    assert!(comment.contains(in_run) && !comment.contains("evil"), "{comment}");
}

#[test]
fn assertions_and_rules_are_test_cases() {
    let text = "user \"ivy\" {\n    name \"Ivy\"\n    groups \"Interns\"\n}\ngroup \"Interns\"\n\
        folder \"A\" {\n    grant \"readonly\" group=\"Interns\"\n}\n\
        expect \"interns stay out\" {\n    deny \"read\" to=\"A/**\" group=\"Interns\"\n}\n\
        expect \"nobody writes\" {\n    only \"write\" to=\"A/**\" user=\"ivy\"\n}\n";
    let place = Place::with(&[("site.kdl", text)]);
    let xml = place.run(&["check", "--format", "junit"]).ends(3).stdout;
    let document = roxmltree::Document::parse(&xml).expect("XML");
    let case = |name: &str| {
        let named = |node: &roxmltree::Node<'_, '_>| {
            node.attribute("name").is_some_and(|known| known.starts_with(name))
        };
        let mut cases = document.descendants().filter(|node| node.has_tag_name("testcase"));
        cases.find(named).unwrap_or_else(|| panic!("{name} is a case: {xml}"))
    };
    let ends = |name: &str| {
        let inside = case(name).children().find(|node| node.is_element());
        inside.map(|node| node.tag_name().name().to_owned())
    };
    let failure = case("interns stay out").children().find(|node| node.is_element());
    let failure = failure.expect("it fails");
    assert_eq!(failure.tag_name().name(), "failure");
    assert!(failure.text().is_some_and(|text| text.contains("`ivy` has read on")), "{xml}");
    assert_eq!(case("interns stay out").attribute("line"), Some("9"));
    assert_eq!(ends("nobody writes"), None);
    assert_eq!(ends("expectation-broken: ").as_deref(), Some("failure"));
    assert_eq!(ends("name-not-full: ").as_deref(), Some("skipped"));
    assert_eq!(ends("bot-without-key"), None);
    let root = document.root_element();
    assert_eq!(root.attribute("failures"), Some("2"));
    let denied = place.run(&["check", "--format", "junit", "--deny", "warnings"]).ends(3).stdout;
    assert!(denied.contains("<failure type=\"name-not-full\""), "{denied}");
    place.write("site.kdl", "user \"ivy\" {\nexpect \"x\" {\n");
    let broken = place.run(&["check", "--format", "junit"]).ends(3).stdout;
    let judged = format!("<testcase name=\"{}\" classname=\"Accounts\"/>", "bot-without-key");
    assert!(broken.contains("<skipped") && !broken.contains(&judged), "{broken}");
}

/// A plan in which `losing` people each lose something of their own, and as many gain.
fn plan(losing: usize, gaining: usize) -> Plan {
    let one = |index: usize, change: Sign| {
        let change = AccessChange {
            place: AccessPlace { path: format!("Folder {index}"), scope: Scope::Whole },
            change,
            atoms: vec!["list".to_owned(), "read".to_owned()],
            except: Vec::new(),
            through: vec![AccessThrough {
                because: AccessCause::Grant,
                account: None,
                grant: Some(AccessGrant {
                    holder: AccessVia::Own,
                    level: Level::ReadOnly,
                    on: format!("Folder {index}"),
                    recursive: true,
                }),
                declared: None,
            }],
        };
        AccessMove { people: vec![format!("person-{index}")], group: None, changes: vec![change] }
    };
    let lost = (0..losing).map(|index| one(index, Sign::Lost));
    let gained = (losing..losing + gaining).map(|index| one(index, Sign::Gained));
    let access = AccessImpact { gain: gaining, lose: losing, moves: lost.chain(gained).collect() };
    let changes = (0..losing + gaining).map(|index| {
        Change::new(Operation::Create, Address::User { user: format!("person-{index}") })
    });
    crate::plans::plan("local:site.db", changes.collect(), access)
}

#[test]
fn a_comment_is_bounded_and_each_part_has_room() {
    let render =
        |losing, gaining| markdown::plan(&plan(losing, gaining), None, &Repository::default());
    let rows = |text: &str| text.lines().filter(|line| line.starts_with("| `person-")).count();
    for count in [0, 1, 10, 300, 1_000, 20_000] {
        let comment = render(count, count);
        let size = comment.chars().count();
        assert!(size < 65_000, "{count}: {size}");
    }
    let small = render(3, 3);
    assert_eq!(rows(&small), 6);
    assert!(!small.contains("**Cut:**"), "{small}");
    // The first rows stand open, some more are folded, and what is cut is counted.
    let large = render(20_000, 5);
    let (losses, gains) = large.split_once("### ➕").expect("both");
    assert!((60..400).contains(&rows(losses)), "{}", rows(losses));
    let (_, table) = losses.split_once("### ➖").expect("losses");
    let open = table.split("<details>").next().map_or(0, rows);
    assert_eq!((open, rows(gains)), (15, 5));
    let left = 20_000 - rows(losses);
    let note = format!(
        "**Cut:** {left} causes more, and with them {left} people who lose nothing else here."
    );
    assert!(losses.contains(&note), "{note}\n{losses}");
    assert!(large.contains("of 20005 changes.") && large.contains("+ user \"person-0\""));
    // The run has the report that holds the rest.
    let run = Some("https://ci.example/runs/7".to_owned());
    let repository = Repository { run, ..Repository::default() };
    let large = markdown::plan(&plan(20_000, 5), None, &repository);
    let rest = "All of it: the report of [`this run`](https://ci.example/runs/7), `--format json`";
    assert!(large.contains(rest) && large.len() < 65_000, "{large}");
}

/// A leaver takes some hundreds of rows, and the second step of the plan is the one that matters.
#[test]
fn a_new_administrator_is_named_however_long_a_comment_is() {
    let folders: String = (0..600)
        .map(|at| {
            format!(
                "folder \"Clients/Client {at:03}\" {{ grant \"readwrite\" group=\"Sales\"; }}\n"
            )
        })
        .collect();
    let site = |leaver: &str, mallory: &str| {
        format!(
            "user \"root1\" {{ role \"site-admin\"; name \"R R\"; email \"r@x.example\"; }}\n\
             user \"leaver\" {{ name \"L V\"; email \"l@x.example\"; {leaver}; }}\n\
             user \"mallory\" {{ name \"M L\"; email \"m@x.example\"; {mallory}; }}\n\
             group \"Sales\"\n{folders}"
        )
    };
    let place = Place::with(&[("site.kdl", &site("groups \"Sales\"", "role #null"))]);
    place.run(&["apply", "--auto-approve"]).ends(0);
    place.write("site.kdl", site("groups #null", "role \"site-admin\""));
    let page = place.run(&["plan", "--format", "markdown"]).ends(0).stdout;
    assert!(
        page.contains("## ⚠️ siteplan: 1 new site administrator; 1 person loses access"),
        "{page}"
    );
    assert!(page.contains("- ➕ user `mallory` becomes site administrator (`site.kdl:3`)"));
    let told = page.find("user `mallory`").expect("told");
    assert!(told < page.find("| `leaver` |").expect("the losses"), "powers come first");
    let annotations = place.run(&["plan", "--format", "github"]).ends(0).stdout;
    assert!(annotations.starts_with("::warning title=siteplan powers"), "{annotations}");
    assert!(annotations.lines().next().expect("a line").contains("mallory"));
    let html = place.run(&["plan", "--format", "html"]).ends(0).stdout;
    let powers = html.find("<section id=\"powers\"").expect("a section");
    assert!(html[powers..].starts_with("<section id=\"powers\""));
    assert!(html[..powers].contains("1 new site administrator."), "the title says it");
    assert!(
        html[powers..].contains("user &quot;mallory&quot; becomes site administrator")
            || html[powers..].contains("user \"mallory\" becomes site administrator")
    );
}

#[test]
fn a_plan_that_removes_accounts_has_no_check_mark() {
    let root = "user \"root1\" { role \"site-admin\"; name \"R R\"; email \"r@x.example\"; }\n";
    let leaver = "user \"leaver\" { name \"L V\"; email \"l@x.example\"; }\n";
    let place = Place::with(&[("site.kdl", &format!("{root}{leaver}"))]);
    place.run(&["apply", "--auto-approve"]).ends(0);
    place.write("site.kdl", format!("manage {{ users undeclared=\"remove\"; }}\n{root}"));
    let page = place.run(&["plan", "--format", "markdown"]).ends(0).stdout;
    assert!(
        page.contains("## ⚠️ siteplan: removes 1 user; nobody gains or loses access"),
        "{page}"
    );
    assert!(!page.contains('✅'), "{page}");
    let html = place.run(&["plan", "--format", "html"]).ends(0).stdout;
    assert!(html.contains("Removes 1 user."), "the title says it");
    let annotations = place.run(&["plan", "--format", "github"]).ends(0).stdout;
    assert!(
        annotations.starts_with("::warning title=siteplan removals%3A 1 user::"),
        "{annotations}"
    );
}

#[test]
fn sarif_holds_no_more_than_github_takes_and_counts_the_rest() {
    let warnings = "user \"a\" { colour 1; }\n".repeat(3);
    let errors: String = (0..26_000)
        .map(|index| format!("folder \"F\" {{ grant \"full\" group=\"G{index}\"; }}\n"))
        .collect();
    let place = Place::with(&[("site.kdl", &format!("{warnings}{errors}"))]);
    let log = json(&place.run(&["check", "--format", "sarif"]).ends(3).stdout);
    let run = &log["runs"][0];
    assert_eq!(run["results"].as_array().expect("results").len(), 25_000);
    let said = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
    assert!(said.as_str().expect("text").contains("findings are left out"), "{said}");
}

#[test]
fn sarif_keeps_every_place_of_findings_of_one_cause() {
    let users: String =
        (0..250).map(|index| format!("user \"u{index}\" {{ colour {index}; }}\n")).collect();
    let place = Place::with(&[("site.kdl", &users)]);
    let log = json(&place.run(&["check", "--format", "sarif"]).ends(3).stdout);
    assert_sarif(&log);
    let results = log["runs"][0]["results"].as_array().expect("results");
    let mut lines: Vec<u64> = results
        .iter()
        .filter(|result| result["level"] == "error")
        .flat_map(|result| {
            let related = result["relatedLocations"].as_array().into_iter().flatten();
            result["locations"].as_array().into_iter().flatten().chain(related)
        })
        .filter_map(|place| place["physicalLocation"]["region"]["startLine"].as_u64())
        .collect();
    lines.sort_unstable();
    lines.dedup();
    assert_eq!(lines, (1..=250).collect::<Vec<u64>>());
    assert!(results.len() < 10, "{}", results.len());
}
