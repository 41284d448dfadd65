//! Random records of a site, as the API shows them: of every kind that has a list, made from the
//! tables of the kinds. Most values are such as a site would take; ids are of one another.

use crate::live_sites::{Dice, NAMES};
use serde_json::{Map, Value as Json, json};
use siteplan::facade::model::kinds::{KINDS, Kind, behavior_types};
use siteplan::facade::model::path::fold;
use siteplan::facade::model::{Attribute, ValueKind};
use siteplan::facade::site::{FolderRecord, Records};
use std::collections::{BTreeMap, BTreeSet};

const LEVELS: [&str; 8] =
    ["full", "readonly", "writeonly", "list", "bundle", "history", "admin", "previewonly"];
const FOLDERS: [&str; 8] = ["A", "A/B", "A/B/Ünter", "Q3 \"x\"", "d", "d/e", "it's", "Z/%Y"];

/// All that a site of this number shows.
pub fn records(seed: u64) -> Records {
    let mut dice = Dice::new(seed);
    let mut site = Site::new(&mut dice);
    let settings = site.attributes(kind("site"), 5);
    let mut records = Records::new(with(settings, json!({"id": 1, "name": "Acme"})));
    for kind in KINDS {
        for id in site.ids.get(kind.tag).cloned().unwrap_or_default() {
            records.add(kind.list, &site.record(kind, id));
        }
    }
    records.add("sso_strategies", &json!({"id": 12, "label": "okta"}));
    let mut folder = |path| FolderRecord::of(path, &site.attributes(kind("folder"), 4));
    records.folders = FOLDERS.iter().map(|path| folder(path)).collect();
    records
}

fn kind(tag: &str) -> &'static Kind {
    KINDS.iter().find(|kind| kind.tag == tag).expect("a kind")
}

struct Site<'d> {
    dice: &'d mut Dice,
    /// The ids of each kind's objects, by its tag: no two kinds have one in common.
    ids: BTreeMap<&'static str, Vec<usize>>,
    /// Whether every text, or only some, has what is odd in it.
    is_plain: bool,
    names: BTreeSet<(&'static str, String)>,
}

impl<'d> Site<'d> {
    fn new(dice: &'d mut Dice) -> Self {
        // All kinds, or a few of each.
        let fullness = 2 + dice.below(3);
        let ids = KINDS.iter().zip(1..).map(|(kind, at)| {
            let count = match kind.tag {
                "site" | "folder" | "child_site_grant" => 0,
                "user" | "group" => 1 + dice.below(fullness),
                _ => dice.below(fullness + 1),
            };
            (kind.tag, (0..count).map(|one| at * 100 + one).collect())
        });
        let ids = ids.collect();
        let is_plain = dice.one_in(2);
        Site { dice, ids, is_plain, names: BTreeSet::new() }
    }

    fn record(&mut self, kind: &'static Kind, id: usize) -> Json {
        let own = match kind.tag {
            "grant" => self.grant(),
            "behavior" => return with(self.behavior(), json!({"id": id})),
            "membership" => self.membership(),
            "ssh_key" => self.ssh_key(),
            "api_key" => self.api_key(),
            "user" => self.user(),
            "group" => self.group(),
            _ => json!({}),
        };
        let own = with(own, self.named(kind));
        let own = with(self.run(kind), own);
        with(with(self.attributes(kind, 3), own), json!({"id": id}))
    }

    /// What it is called, and what it cannot be without.
    fn named(&mut self, kind: &'static Kind) -> Json {
        let mut record = json!({});
        let name = match kind.tag {
            "user" => "username",
            "group" | "automation" | "api_key" => "name",
            _ => kind.table.map_or("", |table| table.name),
        };
        let has_one = ["user", "group"].contains(&kind.tag) || !self.dice.one_in(30);
        if !name.is_empty() && has_one {
            record[name] = json!(self.name(kind.tag));
        }
        let table = kind.table.into_iter();
        for name in table.flat_map(|table| table.required.iter().chain(table.row)) {
            if let Some(attribute) = kind.attribute(name)
                && !["group_id", "group_ids", "user_id", "notify_user_id"].contains(name)
            {
                record[*name] = self.value(attribute);
            }
        }
        // One row is of a user, a group or several.
        match kind.tag {
            "notification" => {
                if !self.dice.one_in(20) {
                    record =
                        with(record, json!({"user_id": null, "group_id": null, "group_ids": []}));
                }
                match self.dice.below(3) {
                    0 => record["user_id"] = self.id("user"),
                    1 => record["group_id"] = self.id("group"),
                    _ => record["group_ids"] = (0..2).map(|_| self.id("group")).collect(),
                }
            }
            "bundle_notification" => record["notify_user_id"] = self.id("user"),
            "additional_email_recipient" => record["user_id"] = self.id("user"),
            _ => {}
        }
        record
    }

    /// When it runs: with a trigger, what goes with that.
    fn run(&mut self, kind: &'static Kind) -> Json {
        let mut run = json!({});
        let Some(trigger) = kind.attribute("trigger").map(|attribute| attribute.kind) else {
            return run;
        };
        let ValueKind::Choice(choices) = trigger else { return run };
        let chosen = *self.dice.of(choices);
        for name in ["interval", "schedule_id", "trigger_actions"] {
            if kind.attribute(name).is_some() {
                run[name] = Json::Null;
            }
        }
        for name in ["recurring_day", "recurring_days", "schedule_days_of_week"] {
            if kind.attribute(name).is_some() {
                run[name] = Json::Null;
            }
        }
        run["trigger"] = json!(chosen);
        run["schedule_times_of_day"] = Json::Null;
        run["schedule_time_zone"] = Json::Null;
        match chosen {
            "daily" => {
                run["interval"] = json!(*self.dice.of(&["day", "week", "month", "year_end"]));
                run["schedule_times_of_day"] = json!([*self.dice.of(&["02:00", "7:30"])]);
                run["schedule_time_zone"] = json!("London");
            }
            "custom_schedule" if self.dice.one_in(2) => run["schedule_id"] = self.id("schedule"),
            "custom_schedule" => {
                run["schedule_days_of_week"] = json!([1, 5]);
                run["schedule_times_of_day"] = json!(["06:00", "18:30"]);
                run["schedule_time_zone"] = json!("Berlin");
            }
            "action" => run["trigger_actions"] = json!(["create"]),
            _ => {}
        }
        run
    }

    fn user(&mut self) -> Json {
        let groups = self.of_kind("group");
        let mut user = json!({"group_ids": groups});
        // Most are people who may sign in, and hold no office.
        if !self.dice.one_in(4) {
            for name in ["site_admin", "readonly_site_admin", "partner_id", "self_managed"] {
                user[name] = if name == "self_managed" { json!(true) } else { Json::Null };
            }
            user["authentication_method"] = json!("password");
        }
        if user.get("authentication_method").is_none() && self.dice.one_in(2) {
            user["authentication_method"] = json!("sso");
            user["sso_strategy_id"] = json!(12);
        } else {
            user["sso_strategy_id"] = Json::Null;
        }
        user
    }

    fn group(&mut self) -> Json {
        let users: Vec<String> = self.of_kind("user").iter().map(usize::to_string).collect();
        let admins = self.of_kind("user").into_iter().filter(|_| self.dice.one_in(3));
        json!({"user_ids": users.join(","), "admin_ids": admins.collect::<Vec<_>>()})
    }

    fn grant(&mut self) -> Json {
        let mut grant = json!({
            "path": self.folder(), "permission": *self.dice.of(&LEVELS),
            "recursive": !self.dice.one_in(4),
        });
        match self.dice.below(6) {
            0 if !self.ids["partner"].is_empty() => grant["partner_id"] = self.id("partner"),
            1 => grant["group_ids"] = (0..2).map(|_| self.id("group")).collect(),
            2 | 3 => grant["group_id"] = self.id("group"),
            _ => grant["user_id"] = self.id("user"),
        }
        if grant["permission"] == "admin" {
            grant["recursive"] = json!(true);
        }
        if self.dice.one_in(6) && grant.get("group_ids").is_none() {
            let level = *self.dice.of(&["site_admin", "readonly_site_admin"]);
            let child = json!({"path": "", "site_id": 5 + self.dice.below(2), "permission": level});
            grant = with(grant, child);
        }
        grant
    }

    fn behavior(&mut self) -> Json {
        let kind = self.dice.of(behavior_types());
        let mut value = json!({});
        for key in kind.keys.iter().filter(|key| !key.write_only) {
            if self.dice.one_in(2) {
                value[key.name] = self.value(key);
            }
        }
        let value = match kind.name {
            "storage_region" => json!("eu-west-1"),
            "limit_file_regex" => json!([self.text()]),
            _ => value,
        };
        let mut behavior = json!({"path": self.folder(), "behavior": kind.name, "value": value});
        if self.dice.one_in(3) {
            behavior["name"] = json!(self.text());
        }
        behavior
    }

    fn membership(&mut self) -> Json {
        json!({
            "group_id": self.id("group"), "user_id": self.id("user"), "admin": self.dice.one_in(3),
        })
    }

    fn ssh_key(&mut self) -> Json {
        json!({
            "user_id": self.id("user"), "title": self.name("ssh_key"),
            "fingerprint_sha256": format!("SHA256:{:043}", self.dice.below(1_000_000)),
        })
    }

    fn api_key(&mut self) -> Json {
        let user = if self.dice.one_in(2) { Json::Null } else { self.id("user") };
        let fixed = json!({"path": null, "workspace_id": 0, "aws_style_credentials": false});
        with(fixed, json!({"user_id": user, "permission_set": "files_only"}))
    }

    /// What is not unset of a kind's attributes, as far as the site shows them.
    fn attributes(&mut self, kind: &'static Kind, chances: usize) -> Json {
        let shown: Vec<&str> = kind.shows.split_whitespace().map(bare).collect();
        let mut record = json!({});
        for attribute in kind.attributes {
            let is_shown = shown.contains(&attribute.name) && !attribute.write_only;
            if is_shown && self.dice.one_in(chances) {
                record[attribute.name] = self.value(attribute);
            }
        }
        record
    }

    fn value(&mut self, attribute: &Attribute) -> Json {
        let Some(refers) = attribute.refers else {
            return self.plain(attribute.name, attribute.kind);
        };
        let tag = refers.to.tag();
        let with_prefix = |id: Json| match refers.prefix {
            "" => id,
            prefix => json!(format!("{prefix}{id}")),
        };
        match attribute.kind {
            ValueKind::List(_) => {
                let ids = (0..self.dice.below(3)).map(|_| self.id(tag)).collect::<Vec<_>>();
                if attribute.is_joined && self.dice.one_in(2) {
                    let ids: Vec<String> = ids.iter().map(Json::to_string).collect();
                    return json!(ids.join(","));
                }
                json!(ids)
            }
            _ => with_prefix(self.id(tag)),
        }
    }

    fn plain(&mut self, name: &str, of: ValueKind) -> Json {
        match (name, of) {
            ("schedule_days_of_week" | "recurring_days", _) => json!([1, 3]),
            ("recurring_day", _) => json!(3),
            ("schedule_times_of_day", _) => json!(["02:00"]),
            (_, ValueKind::Bool) => json!(self.dice.one_in(2)),
            (_, ValueKind::Int) => json!(self.dice.below(90)),
            (_, ValueKind::Text | ValueKind::Item) => json!(self.text()),
            (_, ValueKind::Email) => json!(*self.dice.of(&["a@b.example", "Ä.b+c@files.example"])),
            (_, ValueKind::Words) => json!(*self.dice.of(&["b, a", "a", "a,a b"])),
            (_, ValueKind::Domain) => json!(*self.dice.of(&["X.example", "a.b.example"])),
            (_, ValueKind::Addresses) => {
                json!(*self.dice.of(&["10.0.0.0/8\n192.0.2.1", "2001:db8::/32"]))
            }
            (_, ValueKind::Instant) => {
                json!(*self.dice.of(&["2027-03-14T13:27:01-04:00", "2020-01-01T00:00:00.5Z"]))
            }
            (_, ValueKind::TimeZone) => json!(*self.dice.of(&["London", "Berlin", "Mars"])),
            (_, ValueKind::Path) => json!(self.folder()),
            (_, ValueKind::Choice(choices)) => json!(*self.dice.of(choices)),
            (_, ValueKind::List(of)) => {
                (0..self.dice.below(3)).map(|_| self.plain(name, *of)).collect()
            }
            (_, ValueKind::Object) => self.dice.object(2),
            (_, ValueKind::Settings) => self.attributes(kind("site"), 30),
            (_, ValueKind::Secret) => Json::Null,
        }
    }

    fn folder(&mut self) -> &'static str {
        if self.dice.one_in(12) { "" } else { FOLDERS[self.dice.below(FOLDERS.len())] }
    }

    /// The id of one; now and then of one that is not there.
    fn id(&mut self, tag: &str) -> Json {
        match self.ids.get(tag).map_or(&[][..], Vec::as_slice) {
            [] => Json::Null,
            _ if self.dice.one_in(40) => json!(9_999),
            ids => json!(*self.dice.of(ids)),
        }
    }

    fn of_kind(&mut self, tag: &str) -> Vec<usize> {
        let ids = self.ids.get(tag).cloned().unwrap_or_default();
        ids.into_iter().filter(|_| self.dice.one_in(2)).collect()
    }

    fn text(&mut self) -> String {
        if self.is_plain && !self.dice.one_in(8) {
            return (*self.dice.of(&["plain", "Two words", "in/Out", "ünï", "a \"b\"", "x, y"]))
                .to_owned();
        }
        self.dice.text()
    }

    /// Of its own among those of a kind; now and then shared.
    fn name(&mut self, tag: &'static str) -> String {
        let mut name = self.text();
        if ["user", "group"].contains(&tag) || !self.dice.one_in(20) {
            while name.is_empty() || !self.names.insert((tag, fold(&name).into_owned())) {
                name = format!("{}{}", *self.dice.of(NAMES), self.dice.below(1000));
            }
        }
        name
    }
}

/// The name of what a kind shows, without what stands for nothing.
fn bare(shown: &str) -> &str {
    shown.split_once(':').map_or(shown, |(name, _)| name)
}

/// Both; the second one's where both have a value.
fn with(mut record: Json, more: Json) -> Json {
    let more = more.as_object().cloned().unwrap_or_else(Map::new);
    record.as_object_mut().expect("a record").extend(more);
    record
}
