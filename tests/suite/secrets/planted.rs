//! A site and a definition full of secrets, every command, every format, and servers that repeat
//! what they are sent. No output and no file may hold any of it.

use crate::program::{Place, Ran, files_below};
use crate::remote::Remote;
use siteplan::facade::emulator::{GivenKeys, Options};
use std::cell::Cell;
use std::collections::BTreeMap;

/// By the variable or the file that holds it. Each has something of every kind of mark that some
/// format writes otherwise.
const SECRETS: &[(&str, &str)] = &[
    ("FILES_API_KEY", "key-of-the-run-<&'1"),
    ("FILES_API_KEY__PRIYA_B", "key-of-priya-\"q2"),
    ("USER_PASSWORD", "pass-of-ana-1: \\n<3>"),
    ("USER_HASH", "hash-of-ben-|`4`"),
    ("SMTP_PASSWORD", "smtp%20pass&amp;5"),
    ("GPG_PASSWORD", "gpg\"pass\"'word'6"),
    ("INBOX_PASSWORD", "K7x!"),
    ("HOSTING_PASSWORD", "hosting-päss-wörd-8"),
    ("HOOK_TOKEN", "verification/9?x=y#z"),
    ("HOOK_HEADER", "Bearer 10-hook-header=="),
    ("HOOK_BODY", "HUNTER11"),
    ("SNS_SECRET", "wJalrXUtnFEMI/K7MDENG/12"),
    ("IMPORT_HEADER", "Basic aW1wb3J0MTM="),
    ("FLOW_HEADER", "flow-header-14q [x](y)"),
    ("SLACK_URL", "https://hooks.slack.example/services/T0/B0/15secret"),
];

/// Secrets of several lines, in files.
const KEY_FILE: &str = "-----BEGIN PGP PRIVATE KEY BLOCK-----\nlQOYBGXexampleexample16line1\n\
                        lQOYBGXexampleexample16line2\n-----END PGP PRIVATE KEY BLOCK-----\n";
const PUBSUB_FILE: &str = "pubsub-private-key-17\n";

/// What the site has already, and shows.
const LIVE: &[&str] = &["Bearer live-token-18", "live-body-token-19"];

const DEFINITION: &str = r#"
site "acme" {
    subscription "premier"
    settings {
        smtp-password (env)"SMTP_PASSWORD"
    }
}
user "carter" { name "Carter Reed"; email "c@acme.example"; role "site-admin" }
user "noor" { name "Noor Reed"; email "n@acme.example"; role "site-admin" }
user "ana" {
    name "Ana Duarte"
    email "a@acme.example"
    authentication "password" password=(env)"USER_PASSWORD"
}
user "ben" {
    name "Ben Weber"
    email "b@acme.example"
    authentication "password-with-imported-hash" hash=(env)"USER_HASH"
}
user "priya.b" { name "Priya Bose"; email "p@acme.example" }
bot "status" {
    system "Status"
    authentication "none"
    protocols "web"
    api-key "status" save-to="status.key" { permission-set "files-only" }
}
gpg-key "acme" {
    public-key "-----BEGIN PGP PUBLIC KEY BLOCK-----"
    private-key (file)"gpg.asc"
    private-key-password (env)"GPG_PASSWORD"
}
folder "In" {
    grant "admin" user="priya.b"
    behavior "inbox" { key "in"; title "In"; password (env)"INBOX_PASSWORD" }
    behavior "serve_publicly" { key "press"; password (env)"HOSTING_PASSWORD" }
    behavior "webhook" {
        urls "https://hooks.acme.example/in"
        verification-token (env)"HOOK_TOKEN"
        headers { Authorization (env)"HOOK_HEADER"; X-Source "acme" }
        body { api_token (env)"HOOK_BODY"; tokens "one" (env)"HOOK_BODY" }
    }
    behavior "amazon_sns" {
        arns "arn:1"
        aws-credentials { access_key_id "AKIAQ"; secret_access_key (env)"SNS_SECRET" }
    }
    behavior "google_pub_sub" {
        google-credentials { client_email "x@acme.example"; private_key (file)"pubsub.key" }
    }
    behavior "slack_webhook" { url (env)"SLACK_URL" }
}
automation "import" {
    owner "site"
    import-file {
        destination "In/"
        import-urls { - { name "a"; url "https://a.example"; headers { Authorization (env)"IMPORT_HEADER" } } }
    }
    trigger "daily" interval="day"
}
automation "flow" {
    owner "site"
    v2 {
        node "in" type="trigger_manual"
        node "get" type="import_file" { url "https://a.example"; headers { X-Api-Key (env)"FLOW_HEADER" } }
        edge from="in" to="get"
    }
}
automation "sweep" {
    owner user="priya.b"
    delete-file { source "*.tmp" }
    path "In"
    trigger "manual"
}
lint { allow "owner-is-only-one-person" }
"#;

const FORMATS: [&str; 8] =
    ["text", "json", "markdown", "sarif", "github", "gitlab", "junit", "html"];

/// A place, a site, and how much has been searched.
struct Search {
    remote: Remote,
    outputs: Cell<usize>,
    files: Cell<usize>,
}

impl Search {
    fn new() -> Self {
        let keys = GivenKeys {
            of_users: vec![("priya.b".to_owned(), value("FILES_API_KEY__PRIYA_B").to_owned())],
            ..GivenKeys::default()
        };
        let remote = Remote::new(Options { keys, ..Options::default() });
        remote.place.write("site.kdl", DEFINITION);
        remote.place.write("gpg.asc", KEY_FILE);
        remote.place.write("pubsub.key", PUBSUB_FILE);
        Search { remote, outputs: Cell::new(0), files: Cell::new(0) }
    }

    fn place(&self) -> &Place {
        &self.remote.place
    }

    /// Runs a command with every secret at hand, and looks through all that came of it.
    fn run(&self, arguments: &[&str]) -> Ran {
        let mut command = self.place().command();
        command.envs(SECRETS.iter().copied()).env("FILES_HOST", self.remote.site.emulator.url());
        let ran = Ran::from(command.args(arguments).output().expect("the program runs"));
        for text in [&ran.stdout, &ran.stderr] {
            self.outputs.set(self.outputs.get() + 1);
            assert_clean(text, &format!("{arguments:?}"));
        }
        let all = files_below(self.place().path());
        for path in all.into_iter().chain(files_below(self.place().state())) {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            if !["gpg.asc", "pubsub.key", "status.key"].contains(&&*name) {
                self.files.set(self.files.get() + 1);
                let text =
                    String::from_utf8_lossy(&std::fs::read(&path).expect("a file")).into_owned();
                assert_clean(&text, &format!("{name} after {arguments:?}"));
            }
        }
        ran
    }
}

fn value(name: &str) -> &'static str {
    SECRETS.iter().find(|(known, _)| *known == name).expect("a secret").1
}

/// None of the secrets, nor any large part of one, however it may be written.
fn assert_clean(text: &str, of: &str) {
    let lines = KEY_FILE.lines().filter(|line| !line.starts_with("-----"));
    let all = SECRETS.iter().map(|(_, secret)| *secret).chain(lines).chain(LIVE.iter().copied());
    for secret in all.chain([PUBSUB_FILE.trim()]) {
        // The longest part that every format writes as it is.
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_');
        let part = secret.split(|c| !plain(c)).max_by_key(|part| part.len()).expect("a part");
        let part = if part.len() < 6 { secret } else { part };
        assert!(!text.contains(part), "{of} holds `{part}`:\n{text}");
    }
}

#[test]
fn no_output_and_no_file_holds_a_secret() {
    let search = Search::new();
    let site = &search.remote.site;
    // What the site shows of its own accord, before anything is applied.
    site.folder("Old");
    let hook = serde_json::json!({
        "path": "Old", "behavior": "webhook",
        "value": {
            "urls": ["https://old.acme.example"],
            "headers": {"Authorization": LIVE[0]},
            "body": {"token": LIVE[1]},
        },
    });
    site.post("/behaviors", hook).is(201);

    for format in FORMATS {
        search.run(&["check", "--format", format]).ends(0);
        if format != "junit" {
            search.run(&["plan", "--format", format, "--verbose"]).ends(0);
        }
    }
    search.run(&["plan", "--out", "plan.json"]).ends(0);
    search.run(&["show", "plan.json"]).ends(0);
    search.run(&["show", "plan.json", "--format", "html"]).ends(0);

    // A server that repeats all that it is sent, at each kind of request.
    let mut faults: BTreeMap<&str, bool> = BTreeMap::new();
    for path in ["/users", "/behaviors", "/automations", "/gpg_keys", "/site", "/api_keys"] {
        for method in ["POST", "PATCH", "GET"] {
            for status in ["422", "500", "401", "302"] {
                let fault = format!("repeat={status}:path={path}:method={method}:times=1");
                site.emulator.add_faults([&*fault]).expect("a fault");
                let ran = search.run(&["apply", "--auto-approve", "--format", "json"]);
                faults.entry(path).and_modify(|f| *f |= ran.code != 0).or_insert(ran.code != 0);
                site.emulator.clear_faults();
            }
        }
    }
    assert!(faults.values().filter(|failed| **failed).count() >= 4, "{faults:?}");
    search.run(&["apply", "--auto-approve", "--verbose"]).ends(0);
    let again = search.run(&["plan"]).ends(0);
    assert!(again.stdout.contains("No changes."), "{}{}", again.stdout, again.stderr);

    for format in ["text", "json", "markdown", "github"] {
        search.run(&["drift", "--format", format]);
    }
    search.run(&["snapshot", "--out", "live.json"]).ends(0);
    let again = search.run(&["plan", "--live", "live.json"]).ends(0);
    assert!(again.stdout.contains("No changes."), "{}{}", again.stdout, again.stderr);
    search.run(&["pull"]).ends(0);
    search.run(&["pull", "--into", "pulled"]).ends(0);
    search.run(&["check", "pulled"]).ends(0);
    search.run(&["graph"]).ends(0);
    search.run(&["csv", "export"]).ends(0);
    search.run(&["access", "of", "ana"]).ends(0);

    // An edit sends what is hidden along, and the site keeps it.
    search.place().write("site.kdl", DEFINITION.replace("X-Source \"acme\"", "X-Source \"other\""));
    search.run(&["plan", "--out", "edit.json"]).ends(0);
    search.run(&["apply", "edit.json", "--auto-approve"]).ends(0);
    let behaviors = site.get("/behaviors").is(200).json.to_string();
    for secret in [value("HOOK_HEADER"), value("HOOK_BODY"), LIVE[0]] {
        assert!(behaviors.contains(secret), "{secret}: {behaviors}");
    }
    // Words of ours stay what they are.
    let (outputs, files) = (search.outputs.get(), search.files.get());
    println!("{} places, {outputs} outputs and {files} files searched", SECRETS.len() + 4);
    assert!(outputs > 200 && files > 200, "{outputs} {files}");
}

#[test]
fn literals_at_such_places_are_found_and_shown_by_nothing() {
    for (line, code) in [
        (r#"headers { Authorization "HUNTER-2000" }"#, "secret-in-file"),
        (r#"headers { X-Api-Key "HUNTER-2000" }"#, "secret-in-file"),
        (r#"headers { Authorization "x" "HUNTER-2000" }"#, "secret-in-file"),
        (r#"headers { Authorization 20002000 }"#, "secret-in-file"),
        (r#"verification-token "HUNTER-2000""#, "secret-in-file"),
        (r#"body { deep { - { client_secret "HUNTER-2000" } } }"#, "secret-suspected"),
        (r#"body { password "HUNTER-2000" }"#, "secret-suspected"),
        (r#"headers { Authorization (evn)"HUNTER-2000" }"#, "value-type"),
        (r#"headers { Authorization (env)"FILES_API_KEY" }"#, "secret-of-run"),
        (r#"headers { Authorization (env)"FILES_API_KEY__HUNTER" }"#, "secret-of-run"),
        (r#"headers { Authorization (env)"" }"#, "value-type"),
        // Below a secret, all is one; and a header may stand in a text.
        (r#"headers { Authorization { v "HUNTER-2000" } }"#, "secret-in-file"),
        (r#"headers { X-Token { - { a "HUNTER-2000" } } }"#, "secret-in-file"),
        (r#"headers { - "Authorization: HUNTER-2000" }"#, "secret-in-file"),
        (r#"headers { "Authorization: HUNTER-2000" }"#, "secret-in-file"),
        (r#"body { token { value "HUNTER-2000" } }"#, "secret-suspected"),
        (r#"body { key "-----BEGIN PRIVATE KEY-----HUNTER-2000" }"#, "secret-in-file"),
        // What nothing reads is no reference.
        (r#"body { (env)note "NAME" }"#, "value-type"),
        (r#"body { a { (env)- "NAME" } }"#, "value-type"),
        (r#"body { x "a" { y (env)"NAME" } }"#, "unexpected-value"),
        (r#"method (env)"NAME""#, "value-type"),
        (r#"body { a 1; a 2 }"#, "declared-twice"),
    ] {
        let place = Place::with(&[(
            "site.kdl",
            &format!(
                "folder \"H\" {{\n    behavior \"webhook\" {{\n        urls \"https://h.example\"\n        \
                 {line}\n    }}\n}}\n"
            ),
        )]);
        for format in FORMATS {
            let ran = place.run(&["check", "--format", format]);
            assert!(ran.stdout.contains(code), "{line}: {}", ran.stdout);
            for part in ["HUNTER-2", "20002000"] {
                assert!(!ran.stdout.contains(part), "{format} {line}: {}", ran.stdout);
            }
        }
    }
}

#[test]
fn a_templates_parameter_is_a_name_and_no_reference() {
    let definition = |parameter: &str, value: &str| {
        format!(
            "template \"t\" tok=#null {{ behavior \"webhook\" {{ urls \"https://h.example\"; headers \
             {{ X-Api-Key {value} }} }} }}\nfolder \"H\" use=\"t\" tok={parameter}\n"
        )
    };
    let place = Place::with(&[("site.kdl", &definition("(env)\"NAME\"", "\"{tok}\""))]);
    let refused = place.run(&["check"]).ends(3);
    assert!(
        refused.stdout.contains("a template's parameter takes no annotation"),
        "{}",
        refused.stdout
    );
    // The remedy.
    place.write("site.kdl", definition("\"NAME\"", "(env)\"{tok}\""));
    place.run(&["check"]).ends(0);
    let planned = place.run(&["plan"]).ends(0);
    assert!(planned.stdout.contains("(secret from env:NAME)"), "{}", planned.stdout);
}

#[test]
fn a_site_may_show_secrets_in_other_forms() {
    let remote = Remote::new(Options::default());
    let forms = [
        serde_json::json!({"Authorization": {"v": "live-form-token"}}),
        serde_json::json!({"X-Token": [{"a": "live-form-token"}]}),
    ];
    for (at, headers) in forms.iter().enumerate() {
        remote.site.folder(&format!("F{at}"));
        let hook = serde_json::json!({
            "path": format!("F{at}"), "behavior": "webhook",
            "value": {
                "urls": ["https://h.example"], "headers": headers,
                "body": {"credentials": {"key": "live-form-token"}, "raw": "{\"token\":\"live-form-token\"}"},
            },
        });
        remote.site.post("/behaviors", hook).is(201);
    }
    for command in [&["snapshot"][..], &["pull"]] {
        let ran = remote.run(command).ends(0);
        assert!(!ran.stdout.contains("live-form-token"), "{}", ran.stdout);
    }
}

#[test]
fn a_key_that_is_wrapped_or_cut_is_taken_out_before() {
    let key = "abcd1234-efgh5678-ijkl9012-mnop3456-qrst7890-uvwx1122";
    let place = Place::new();
    place.write("site.kdl", format!("user \"a\" {{ groups \"{}{key}\" }}\n", "x".repeat(150)));
    for format in FORMATS {
        let mut command = place.command();
        let output = command.env("FILES_API_KEY", key).args(["check", "--format", format]).output();
        let ran = Ran::from(output.expect("the program runs"));
        for part in key.split('-') {
            assert!(!ran.stdout.contains(part), "{format}: {}", ran.stdout);
        }
    }
    // Nor does it come back from the arguments, or from a file that is something else.
    let mut command = place.command();
    let output = command.env("FILES_API_KEY", key).args(["plan", "--format", key]).output();
    let ran = Ran::from(output.expect("the program runs")).ends(64);
    assert!(!ran.stderr.contains("abcd1234"), "{}", ran.stderr);
    place.write("env.txt", "DB_PASS=HUNTER-2000\nOTHER=HUNTER-2001\n");
    place.write("plan.json", "{\"format\": \"siteplan-plan\", \"version\": \"HUNTER-2002\"}");
    place.write("site.kdl", "group \"A\"\n");
    for arguments in [
        &["plan", "--live", "env.txt"][..],
        &["drift", "--live", "env.txt"],
        &["pull", "--live", "env.txt"],
        &["fmt", "env.txt"],
        &["show", "plan.json"],
        &["apply", "plan.json"],
    ] {
        let ran = place.run(arguments);
        assert_ne!(ran.code, 0, "{arguments:?}");
        assert!(
            !format!("{}{}", ran.stdout, ran.stderr).contains("HUNTER"),
            "{arguments:?}: {ran:#?}"
        );
    }
}

#[test]
fn what_only_a_reference_tells_for_a_secret_is_hidden_by_whoever_reads_it() {
    let remote = Remote::new(Options::default());
    let webhook = |n: u32| {
        format!(
            "folder \"H\" {{ behavior \"webhook\" {{ urls \"https://h.example\"\n    body {{ n {n}; note \
             (env)\"NOTE\"; list \"one\" (env)\"NOTE\" }}\n    verification-token #null }} }}\n"
        )
    };
    let run = |arguments: &[&str]| {
        let mut command = remote.place.command();
        command.env("FILES_API_KEY", "x").env("FILES_HOST", remote.site.emulator.url());
        let output = command.env("NOTE", "first-note-secret").args(arguments).output();
        Ran::from(output.expect("the program runs"))
    };
    remote.place.write("site.kdl", webhook(1));
    let checked = remote.place.run(&["check"]).ends(0);
    assert!(checked.stdout.contains("secret-shown"), "{}", checked.stdout);
    run(&["apply", "--auto-approve"]).ends(0);
    run(&["plan", "--expect-no-changes"]).ends(0);
    remote.place.write("site.kdl", webhook(2));
    for format in ["text", "json", "markdown", "html"] {
        // A run that only plans may not even have the secret.
        let ran = remote.run(&["plan", "--format", format]).ends(0);
        assert!(!ran.stdout.contains("first-note"), "{format}: {}", ran.stdout);
        let ran =
            remote.run(&["drift", "--format", if format == "html" { "text" } else { format }]);
        assert!(!ran.stdout.contains("first-note"), "{format}: {}", ran.stdout);
    }
    run(&["apply", "--auto-approve"]).ends(0);
    let behaviors = remote.site.get("/behaviors").is(200).json.to_string();
    assert!(behaviors.contains("\"list\":[\"one\",\"first-note-secret\"]"), "{behaviors}");
}

#[test]
fn what_a_site_shows_is_no_reference() {
    // Whoever may set a webhook must not have a run send its key there.
    let remote = Remote::new(Options::default());
    remote.site.folder("Old");
    let hook = serde_json::json!({
        "path": "Old", "behavior": "webhook",
        "value": {"urls": ["https://a.example"], "body": {"x": {"$secret": "env:FILES_API_KEY"}}},
    });
    remote.site.post("/behaviors", hook).is(201);
    remote.place.write(
        "site.kdl",
        "folder \"Old\" { behavior \"webhook\" { urls \"https://b.example\"; verification-token #null } }\n",
    );
    remote.run(&["plan", "--out", "plan.json"]).ends(0);
    remote.run(&["apply", "plan.json", "--auto-approve"]).ends(0);
    let behaviors = remote.site.get("/behaviors").is(200).json.to_string();
    assert!(behaviors.contains("b.example") && behaviors.contains("env:FILES_API_KEY"));
    assert!(!behaviors.contains("the-sites-own-key"), "{behaviors}");
}
