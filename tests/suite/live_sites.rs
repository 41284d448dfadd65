//! Random live sites as snapshots: names that nobody should give, values that no catalog knows,
//! objects that are broken. Much of it no plan of ours would ever make.

use serde_json::{Map, Value as Json, json};

/// Names with all that texts, paths and terminals make something of.
pub const NAMES: &[&str] = &[
    "ada",
    "Ben",
    "Éva",
    "a\"b",
    "back\\slash",
    "🙂 smile",
    " leading",
    "trailing ",
    "#hash",
    "new\nline",
    "tab\tbed",
    "\u{202e}evil",
    "\u{2066}iso",
    "{parameter}",
    "true",
    "-",
    "//",
    "/*",
    "a/b",
    "a//b",
    "ＡＢＣ",
    "ß",
    "null",
    "'quoted'",
    "a,b",
    "key:",
    "\u{feff}bom",
    "line\u{2028}break",
    "zero\u{200b}width",
    "soft\u{ad}hyphen",
    "\u{ad}",
    "id 7",
    "..",
    "..x",
    "CON",
    "%Y",
    "*",
    "[x]",
    "0",
    "1.5",
    "\u{1}",
    "e\u{301}",
    "\u{85}nel",
    "site",
    "a=b",
    "(t)",
    "/-x",
    "\"\"\"",
    "#\"raw\"#",
    "con\u{7f}",
    "ﬁ",
    "ｱ",
];

const TIMES: &[&str] = &["London", "Berlin", "Mars", ""];

/// A small generator of our own: one number makes one site, and shows which one it was.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    pub fn below(&mut self, end: usize) -> usize {
        (self.next() >> 11) as usize % end.max(1)
    }

    pub fn one_in(&mut self, chances: usize) -> bool {
        self.below(chances) == 0
    }

    pub fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    pub fn text(&mut self) -> String {
        match self.below(40) {
            0 if self.one_in(4) => "x".repeat(5_000),
            1 => format!("{}{}", self.of(NAMES), self.of(NAMES)),
            _ => (*self.of(NAMES)).to_owned(),
        }
    }

    /// Any JSON, not too deep.
    fn json(&mut self, depth: usize) -> Json {
        match self.below(if depth == 0 { 5 } else { 8 }) {
            0 => Json::Null,
            1 => json!(self.one_in(2)),
            2 => json!(self.below(1000)),
            3 => json!(1.25e30),
            4 => json!(self.text()),
            5 | 6 => (0..self.below(4)).map(|_| self.json(depth - 1)).collect(),
            _ => self.object(depth - 1),
        }
    }

    pub fn object(&mut self, depth: usize) -> Json {
        let entries = (0..self.below(4)).map(|_| (self.text(), self.json(depth)));
        Json::Object(entries.collect::<Vec<_>>().into_iter().collect::<Map<_, _>>())
    }

    fn put(
        &mut self,
        record: &mut Json,
        name: &str,
        chances: usize,
        value: impl Fn(&mut Self) -> Json,
    ) {
        if self.one_in(chances) {
            record[name] = value(self);
        }
    }
}

fn distinct(names: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    let fresh = |name: &String| seen.insert(siteplan::facade::model::path::fold(name).into_owned());
    names.into_iter().filter(|name| !name.is_empty()).filter(fresh).collect()
}

/// The snapshot of the site of that number.
pub fn snapshot(seed: u64) -> String {
    let mut dice = Dice::new(seed);
    let users = distinct((0..dice.below(8)).map(|_| dice.text()).collect::<Vec<_>>());
    let groups = distinct((0..dice.below(6)).map(|_| dice.text()).collect::<Vec<_>>());
    let folders = folders(&mut dice);
    let mut site = json!({
        "format": "siteplan-snapshot", "version": 1,
        "target": *dice.of(&["https://acme.files.com", "local:x.db", "https://[::1]:80", ""]),
        "settings": settings(&mut dice),
        "managed_settings": if dice.one_in(3) { json!(["require_2fa", "no_such"]) } else { json!([]) },
        "sso": [{"id": 12, "name": "okta"}, {"id": 13, "name": dice.text()}, {"id": 14, "name": "okta"}],
    });
    site["users"] = users.iter().zip(1..).map(|(name, id)| user(&mut dice, name, id)).collect();
    site["groups"] = groups.iter().zip(1..).map(|(name, id)| group(&mut dice, name, id)).collect();
    let mut pairs = Vec::new();
    for group in &groups {
        for user in users.iter().filter(|_| dice.one_in(2)).collect::<Vec<_>>() {
            pairs.push(json!({"group": group, "user": user, "admin": dice.one_in(3)}));
        }
    }
    site["memberships"] = json!(pairs);
    site["grants"] = grants(&mut dice, &users, &groups, &folders);
    site["behaviors"] = (1..=dice.below(8)).map(|id| behavior(&mut dice, &folders, id)).collect();
    site["folders"] = json!(folders);
    let schedules: Vec<Json> = (1..=dice.below(4)).map(|id| schedule(&mut dice, id)).collect();
    let titles: Vec<String> = schedules
        .iter()
        .map(|s| s["name"].as_str().map_or_else(|| format!("id {}", s["id"]), str::to_owned))
        .collect();
    site["schedules"] = json!(schedules);
    site["user_lifecycle_rules"] =
        (1..=dice.below(4)).map(|id| rule(&mut dice, &groups, id)).collect();
    site["key_lifecycle_rules"] =
        json!([{"id": 1, "name": dice.text(), "key_type": "ssh", "expiration_days": 3}]);
    site["automations"] =
        (1..=dice.below(6)).map(|id| automation(&mut dice, &users, &titles, id)).collect();
    let mut child = Vec::new();
    for user in users.iter().filter(|_| dice.one_in(4)).collect::<Vec<_>>() {
        let level = *dice.of(&["site_admin", "readonly_site_admin"]);
        child.push(
            json!({"id": child.len() + 1, "site": 5 + dice.below(2), "user": user, "level": level}),
        );
    }
    site["child_site_grants"] = json!(child);
    site.to_string()
}

fn folders(dice: &mut Dice) -> Vec<String> {
    let mut all = Vec::new();
    for _ in 0..dice.below(10) {
        let mut path = dice.text();
        for _ in 0..dice.below(4) {
            if dice.one_in(2) {
                all.push(path.clone());
            }
            path = format!("{path}/{}", dice.text());
        }
        all.push(path);
    }
    let mut seen = std::collections::BTreeSet::new();
    all.retain(|path| seen.insert(siteplan::facade::model::path::key(path).into_owned()));
    all
}

fn settings(dice: &mut Dice) -> Json {
    let mut settings = json!({});
    let flags =
        ["require_2fa", "folder_permissions_groups_only", "custom_namespace", "sftp_enabled"];
    for flag in flags {
        dice.put(&mut settings, flag, 4, |dice| json!(dice.one_in(2)));
    }
    dice.put(&mut settings, "default_time_zone", 2, |dice| json!(dice.of(TIMES)));
    dice.put(&mut settings, "subdomain", 2, |dice| json!(dice.text()));
    dice.put(&mut settings, "site_header", 2, |dice| json!(dice.text()));
    dice.put(&mut settings, "email", 2, |dice| json!(dice.text()));
    dice.put(&mut settings, "ai_feature_availability", 2, |dice| dice.object(3));
    dice.put(&mut settings, "allowed_ips", 3, |dice| {
        json!(*dice.of(&["10.0.0.0/8\n192.0.2.1", "nowhere"]))
    });
    dice.put(&mut settings, "require_2fa_user_type", 2, |dice| {
        json!(*dice.of(&["site_admins", "some_day"]))
    });
    settings
}

fn user(dice: &mut Dice, name: &str, id: usize) -> Json {
    let mut user = json!({"id": id, "username": name});
    for text in ["name", "company", "notes", "tags", "header_text"] {
        dice.put(&mut user, text, 3, |dice| json!(dice.text()));
    }
    dice.put(&mut user, "email", 2, |dice| {
        json!(*dice.of(&["a@b.example", "none", "ä@ö.example"]))
    });
    for flag in [
        "site_admin",
        "readonly_site_admin",
        "billing_permission",
        "disabled",
        "office_integration_enabled",
        "partner_admin",
    ] {
        dice.put(&mut user, flag, 4, |dice| json!(dice.one_in(2)));
    }
    dice.put(&mut user, "self_managed", 3, |dice| json!(dice.one_in(2)));
    let methods =
        ["password", "sso", "none", "email_signup", "carrier_pigeon", "password_and_ssh_key"];
    dice.put(&mut user, "authentication_method", 2, |dice| json!(*dice.of(&methods)));
    dice.put(&mut user, "sso_strategy_id", 3, |dice| json!(*dice.of(&[12, 14, 99, 0])));
    if dice.one_in(2) {
        for (_, flag) in siteplan::facade::model::account::PROTOCOLS {
            dice.put(&mut user, flag, 1, |dice| json!(dice.one_in(2)));
        }
        if dice.one_in(4) {
            user["ftp_permission"] = Json::Null;
        }
    }
    dice.put(&mut user, "time_zone", 2, |dice| json!(dice.of(TIMES)));
    dice.put(&mut user, "require_2fa", 2, |dice| {
        json!(*dice.of(&["always_require", "use_system_setting", "maybe"]))
    });
    dice.put(&mut user, "user_root", 3, |dice| json!(dice.text()));
    dice.put(&mut user, "allowed_ips", 4, |dice| json!(*dice.of(&["192.0.2.7/32", "here"])));
    dice.put(&mut user, "authenticate_until", 4, |_| json!("2027-03-14T13:27:01-04:00"));
    dice.put(&mut user, "externally_managed", 5, |_| json!(true));
    dice.put(
        &mut user,
        "ssh_keys",
        4,
        |dice| json!([{"id": 1, "title": dice.text(), "fingerprint": "SHA256:abc"}]),
    );
    dice.put(
        &mut user,
        "api_keys",
        4,
        |dice| json!([{"id": 1, "name": dice.text(), "permission_set": "files_only"}]),
    );
    user
}

fn group(dice: &mut Dice, name: &str, id: usize) -> Json {
    let mut group = json!({"id": id, "name": name});
    dice.put(&mut group, "notes", 2, |dice| json!(dice.text()));
    dice.put(&mut group, "allowed_ips", 3, |_| json!("192.0.2.0/24"));
    if dice.one_in(2) {
        for (_, flag) in siteplan::facade::model::account::PROTOCOLS {
            dice.put(&mut group, flag, 1, |dice| json!(dice.one_in(2)));
        }
    }
    group
}

fn place(dice: &mut Dice, folders: &[String]) -> String {
    match dice.below(8) {
        0 => String::new(),
        1 => dice.text(),
        _ if folders.is_empty() => String::new(),
        _ => dice.of(folders).clone(),
    }
}

fn grants(dice: &mut Dice, users: &[String], groups: &[String], folders: &[String]) -> Json {
    let levels =
        ["full", "readonly", "writeonly", "list", "bundle", "history", "admin", "previewonly"];
    let mut grants = Vec::new();
    for id in 1..=dice.below(16) {
        let mut grant = json!({
            "id": id, "path": place(dice, folders),
            "level": *dice.of(&levels), "recursive": !dice.one_in(4),
        });
        match dice.below(3) {
            0 if !users.is_empty() => grant["user"] = json!(dice.of(users)),
            1 if !groups.is_empty() => {
                grant["all_of"] = (0..=dice.below(3)).map(|_| json!(dice.of(groups))).collect();
            }
            _ if !groups.is_empty() => grant["group"] = json!(dice.of(groups)),
            _ => continue,
        }
        grants.push(grant);
    }
    json!(grants)
}

fn behavior(dice: &mut Dice, folders: &[String], id: usize) -> Json {
    let (kind, value) = match dice.below(8) {
        0 => ("permission_fence", json!({"fenced_permissions": *dice.of(&["all", "some"])})),
        1 => ("file_expiration", json!({"days_to_retain": 3, "novel": dice.json(2)})),
        2 => (
            "webhook",
            json!({"urls": [dice.text()], "headers": dice.object(3), "body": dice.object(2)}),
        ),
        3 => ("storage_region", if dice.one_in(2) { json!(dice.text()) } else { Json::Null }),
        4 => ("limit_file_regex", (0..dice.below(3)).map(|_| json!(dice.text())).collect()),
        5 => ("limit_file_regex", (0..dice.below(3)).map(|_| dice.json(1)).collect()),
        6 => ("malware_scanning", json!({})),
        _ => (
            "inbox",
            json!({"title": dice.text(), "requested_upload_slots": [{"a": dice.json(2)}], "whitelist": [dice.text()]}),
        ),
    };
    let mut behavior =
        json!({"id": id, "path": place(dice, folders), "behavior": kind, "value": value});
    dice.put(&mut behavior, "name", 3, |dice| json!(dice.text()));
    dice.put(&mut behavior, "description", 3, |dice| json!(dice.text()));
    dice.put(&mut behavior, "recursive", 2, |dice| json!(dice.one_in(2)));
    dice.put(&mut behavior, "disable_parent_folder_behavior", 4, |dice| json!(dice.one_in(2)));
    dice.put(&mut behavior, "managed", 6, |_| json!(true));
    behavior
}

fn schedule(dice: &mut Dice, id: usize) -> Json {
    let mut schedule = json!({"id": id, "schedule_days_of_week": [1, dice.below(9)], "schedule_times_of_day": ["7:30"]});
    dice.put(&mut schedule, "name", 1, |dice| match dice.below(4) {
        0 => Json::Null,
        _ => json!(dice.text()),
    });
    dice.put(&mut schedule, "schedule_time_zone", 2, |dice| json!(dice.of(TIMES)));
    schedule
}

fn rule(dice: &mut Dice, groups: &[String], id: usize) -> Json {
    let mut rule = json!({"id": id, "name": dice.text(), "inactivity_days": dice.below(90)});
    dice.put(&mut rule, "action", 2, |dice| json!(*dice.of(&["disable", "explode"])));
    dice.put(&mut rule, "user_tag", 2, |dice| json!(dice.text()));
    dice.put(&mut rule, "notify_users", 2, |dice| json!(dice.one_in(2)));
    if !groups.is_empty() {
        dice.put(&mut rule, "groups", 2, |dice| json!([dice.of(groups), dice.of(groups)]));
    }
    rule
}

fn automation(dice: &mut Dice, users: &[String], schedules: &[String], id: usize) -> Json {
    let kinds =
        ["move_file", "copy_file", "delete_file", "create_folder", "run_sync", "v2", "daydream"];
    let triggers = ["manual", "daily", "custom_schedule", "webhook", "email", "action", "whim"];
    let mut automation =
        json!({"id": id, "automation": *dice.of(&kinds), "trigger": *dice.of(&triggers)});
    dice.put(&mut automation, "name", 1, |dice| match dice.below(4) {
        0 => Json::Null,
        1 => json!("twin"),
        _ => json!(dice.text()),
    });
    match dice.below(4) {
        0 => automation["owner"] = json!({"deleted_user": 900}),
        1 if !users.is_empty() => automation["owner"] = json!({"user": dice.of(users)}),
        _ => {}
    }
    dice.put(&mut automation, "source", 2, |dice| json!(dice.text()));
    dice.put(&mut automation, "path", 3, |dice| json!(dice.text()));
    dice.put(&mut automation, "destinations", 2, |dice| {
        (0..dice.below(3)).map(|_| json!(dice.text())).collect()
    });
    dice.put(&mut automation, "description", 3, |dice| json!(dice.text()));
    dice.put(&mut automation, "disabled", 3, |_| json!(true));
    dice.put(&mut automation, "interval", 2, |dice| json!(*dice.of(&["day", "week_end", "eon"])));
    dice.put(&mut automation, "schedule_days_of_week", 3, |dice| json!([dice.below(8), 2]));
    dice.put(&mut automation, "schedule_times_of_day", 3, |_| json!(["7:30", "25:00"]));
    dice.put(&mut automation, "recurring_days", 3, |_| json!([1, 15]));
    dice.put(&mut automation, "trigger_actions", 2, |dice| {
        json!([*dice.of(&["create", "archived_delete", "sing"])])
    });
    dice.put(&mut automation, "value", 3, |dice| dice.object(3));
    dice.put(
        &mut automation,
        "import_urls",
        3,
        |dice| json!([dice.object(2), {"name": "a", "url": "b"}]),
    );
    dice.put(&mut automation, "group_ids", 3, |_| json!([3, 7]));
    let node = json!({"id": dice.text(), "type": "copy_file", "config": dice.object(2)});
    dice.put(&mut automation, "definition", 2, |dice| match dice.below(3) {
        0 => dice.object(3),
        _ => json!({"schema_version": 1, "nodes": [node.clone()], "edges": []}),
    });
    if !schedules.is_empty() {
        dice.put(&mut automation, "schedule", 3, |dice| json!(dice.of(schedules)));
    }
    automation
}
