//! Text to a live site. Every mistake is collected with its place; reading goes on.

use super::codes::{SNAPSHOT_INVALID, SNAPSHOT_VERSION};
use super::{FORMAT, VERSION};
use crate::diagnostic::Diagnostic;
use crate::live::{Fields, KeyIdentity, LiveSite, Problem, Unread};
use crate::model::kinds;
use crate::model::{Key, NamedKind, Names};
use crate::source::{FileId, Sources, Span};
use crate::wording;
use jiff::Timestamp;
use rustc_hash::FxHashSet;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};
use std::fmt;

/// Reads a snapshot that is one of the run's sources.
pub fn read(sources: &Sources, file: FileId, names: &mut Names) -> (LiveSite, Vec<Diagnostic>) {
    // Who knows whether it is one at all.
    sources.never_quote(file);
    let text = sources.file(file).text();
    let mut reader = Reader {
        text,
        file,
        names,
        out: Vec::new(),
        users: FxHashSet::default(),
        groups: FxHashSet::default(),
        schedules: FxHashSet::default(),
    };
    let snapshot = Some(sources.file(file).name().into());
    let mut live = LiveSite { snapshot, ..LiveSite::default() };
    match serde_json::from_str::<Members<'_>>(text) {
        Ok(root) => reader.root(&root, &mut live),
        Err(error) => reader.syntax(&error),
    }
    live.leave_out_mounted(reader.names);
    (live, reader.out)
}

/// An object's members as they stand, repeated ones too.
pub(super) struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Vec<(String, &'de RawValue)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Collect).map(Members)
    }
}

/// A record in which no member is repeated.
struct Sound(Map<String, Json>);

impl<'de> Deserialize<'de> for Sound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Map<String, Json>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Map::new();
                while let Some((name, value)) = map.next_entry()? {
                    if members.insert(name, value).is_some() {
                        return Err(serde::de::Error::custom("a repeated member"));
                    }
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Collect).map(Sound)
    }
}

impl<'a> Members<'a> {
    fn get(&self, name: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, raw)| *raw)
    }
}

pub(super) struct Reader<'a, 'n> {
    text: &'a str,
    file: FileId,
    pub(super) names: &'n mut Names,
    out: Vec<Diagnostic>,
    pub(super) users: FxHashSet<Key>,
    pub(super) groups: FxHashSet<Key>,
    pub(super) schedules: FxHashSet<Box<str>>,
}

impl<'a> Reader<'a, '_> {
    /// Where a part of the text stands: it is a slice of it.
    pub(super) fn span(&self, part: &RawValue) -> Span {
        let part = part.get();
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.min(self.text.len());
        let end = (start + part.len()).min(self.text.len());
        Span::new(self.file, start as u32, end as u32)
    }

    pub(super) fn invalid(&mut self, message: String, span: Span) {
        let label = "not as a snapshot has it";
        self.out.push(Diagnostic::error(SNAPSHOT_INVALID, message).at(span, label));
    }

    fn syntax(&mut self, error: &serde_json::Error) {
        let before = self.text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let line: usize = before.map(str::len).sum();
        let at = (line + error.column().saturating_sub(1)).min(self.text.len());
        let span = Span::new(self.file, at as u32, at as u32);
        let words = wording::json_error(error);
        let words = words.split(" at line ").next().unwrap_or_default();
        self.out.push(
            Diagnostic::error(SNAPSHOT_INVALID, "this is no snapshot: its JSON cannot be read")
                .at(span, words)
                .help("make a new one with `siteplan snapshot`"),
        );
    }

    fn root(&mut self, root: &Members<'a>, live: &mut LiveSite) {
        self.repeated(root, "");
        if !self.is_known(root) {
            return;
        }
        let text = |raw: &RawValue| serde_json::from_str::<String>(raw.get()).ok();
        live.target = root.get("target").and_then(text).unwrap_or_default().into();
        live.read_at = self.read_at(root);
        self.settings(root, live);
        live.sso = self.list(root, "sso", Self::sso);
        live.users = self.list(root, "users", Self::user);
        live.groups = self.list(root, "groups", Self::group);
        live.memberships = self.list(root, "memberships", Self::membership);
        live.folders = self.folders(root);
        let shown = self.list(root, "folder_attributes", Self::folder_attributes);
        live.folder_attributes = shown.into_iter().collect();
        live.grants = self.list(root, "grants", Self::grant);
        live.child_grants = self.list(root, "child_site_grants", Self::child_grant);
        live.behaviors = self.list(root, "behaviors", Self::behavior);
        live.parent_admins = self.texts(root, "parent_admins");
        live.beyond = self.list(root, "beyond", Self::beyond);
        for kind in NamedKind::all() {
            let read = |reader: &mut Self, fields: &mut Fields<'_>, id: i64| {
                Some(reader.named(kind, fields, id))
            };
            live.named.extend(self.list(root, kind.list, read));
        }
        live.automations = self.list(root, "automations", Self::automation);
        live.api_keys = self.list(root, "api_keys", Self::site_api_key);
        live.unread = self.list(root, "unread", Self::unread);
        live.odd = self.list(root, "odd", Self::odd);
        live.key = self.key(root);
    }

    fn read_at(&mut self, root: &Members<'a>) -> Option<Timestamp> {
        let raw = root.get("read_at")?;
        let at = serde_json::from_str::<Timestamp>(raw.get());
        if at.is_err() {
            self.invalid(
                "`read_at` must be a date and time with its offset".to_owned(),
                self.span(raw),
            );
        }
        at.ok()
    }

    /// A list that the snapshot's maker could not read.
    fn unread(&mut self, fields: &mut Fields<'_>, _: i64) -> Option<Unread> {
        let text = |fields: &mut Fields<'_>, name| fields.text(name).map(str::to_owned);
        let list = text(fields, "list")?;
        let why = text(fields, "why").unwrap_or_else(|| "the snapshot lacks it".to_owned());
        Some(Unread { list, why })
    }

    fn odd(&mut self, fields: &mut Fields<'_>, _: i64) -> Option<Problem> {
        let place = fields.need_text("place")?.to_owned();
        let text = |fields: &mut Fields<'_>, name| fields.text(name).unwrap_or_default().to_owned();
        let (expected, found) = (text(fields, "expected"), text(fields, "found"));
        let left_out = fields.flag("left_out").unwrap_or(false);
        Some(Problem { place, expected, found, left_out })
    }

    /// Whose key a plan is to be judged for.
    fn key(&mut self, root: &Members<'a>) -> Option<KeyIdentity> {
        let raw = root.get("key")?;
        let json = self.record(raw, "key")?;
        let mut problems = Vec::new();
        let mut fields = Fields::new(&json, "key", None, &mut problems)?;
        let user = fields.text("user").map(|_| self.known_user(&mut fields, "user"));
        let (id, set) = (fields.int("id"), fields.text("permission_set").map(Box::from));
        let workspace = fields.int("workspace");
        self.problems(&mut problems, self.span(raw));
        Some(KeyIdentity { id, user: user.unwrap_or_default(), permission_set: set, workspace })
    }

    fn is_known(&mut self, root: &Members<'a>) -> bool {
        let start = Span::new(self.file, 0, 0);
        let format = root.get("format");
        let known = format.is_some_and(|raw| raw.get() == format!("\"{FORMAT}\""));
        if !known {
            let span = format.map_or(start, |raw| self.span(raw));
            self.out.push(
                Diagnostic::error(SNAPSHOT_INVALID, "this JSON is no snapshot")
                    .at(span, format!("`format` must be {FORMAT:?}"))
                    .help("make one with `siteplan snapshot`"),
            );
            return false;
        }
        let version = root.get("version");
        let number = version.and_then(|raw| raw.get().parse::<u64>().ok());
        if number != Some(VERSION) {
            let span = version.map_or(start, |raw| self.span(raw));
            let found = number.map_or_else(|| "unknown".to_owned(), |number| number.to_string());
            self.out.push(
                Diagnostic::error(
                    SNAPSHOT_VERSION,
                    format!("this snapshot has version {found}, and this siteplan knows {VERSION}"),
                )
                .at(span, "not known")
                .help("make a new one with `siteplan snapshot`, or use the siteplan that made it"),
            );
        }
        number == Some(VERSION)
    }

    fn repeated(&mut self, members: &Members<'a>, place: &str) {
        let mut seen = FxHashSet::default();
        for (name, raw) in &members.0 {
            if !seen.insert(name.as_str()) {
                let dot = if place.is_empty() { "" } else { "." };
                let message = format!("`{place}{dot}{name}` stands here twice");
                self.invalid(message, self.span(raw));
            }
        }
    }

    fn settings(&mut self, root: &Members<'a>, live: &mut LiveSite) {
        let mut problems = Vec::new();
        if let Some(raw) = root.get("settings")
            && let Some(json) = self.record(raw, "settings")
            && let Some(mut fields) = Fields::new(&json, "settings", None, &mut problems)
        {
            live.settings = fields.attributes(&kinds::SITE);
            self.problems(&mut problems, self.span(raw));
        }
        live.managed_settings = self.texts(root, "managed_settings");
    }

    fn texts(&mut self, root: &Members<'a>, member: &str) -> Vec<Box<str>> {
        let Some(raw) = root.get(member) else { return Vec::new() };
        serde_json::from_str(raw.get()).unwrap_or_else(|_| {
            self.invalid(format!("`{member}` must be a list of names"), self.span(raw));
            Vec::new()
        })
    }

    /// The record, if it is an object without repeated members.
    fn record(&mut self, raw: &'a RawValue, place: impl fmt::Display) -> Option<Json> {
        if let Ok(Sound(record)) = serde_json::from_str(raw.get()) {
            return Some(Json::Object(record));
        }
        // Something is wrong with it: now each mistake is wanted.
        match serde_json::from_str::<Members<'a>>(raw.get()) {
            Ok(members) => self.repeated(&members, &place.to_string()),
            Err(_) => {
                self.invalid(format!("`{place}` must be an object"), self.span(raw));
                return None;
            }
        }
        match serde_json::from_str(raw.get()) {
            Ok(json) => Some(json),
            Err(error) => {
                // Nested beyond what the parser follows, or a number that is none.
                self.invalid(format!("`{place}` cannot be read: {error}"), self.span(raw));
                None
            }
        }
    }

    fn problems(&mut self, problems: &mut Vec<Problem>, span: Span) {
        for Problem { place, expected, found, .. } in problems.drain(..) {
            self.invalid(format!("`{place}` must be {expected}, and is {found}"), span);
        }
    }

    pub(super) fn items(&mut self, root: &Members<'a>, name: &'static str) -> Vec<&'a RawValue> {
        let Some(raw) = root.get(name) else { return Vec::new() };
        serde_json::from_str(raw.get()).unwrap_or_else(|_| {
            self.invalid(format!("`{name}` must be a list"), self.span(raw));
            Vec::new()
        })
    }

    fn list<T>(
        &mut self,
        root: &Members<'a>,
        name: &'static str,
        read: impl Fn(&mut Self, &mut Fields<'_>, i64) -> Option<T>,
    ) -> Vec<T> {
        let items = self.items(root, name);
        let mut all = Vec::with_capacity(items.len());
        let mut problems = Vec::new();
        for (index, raw) in items.into_iter().enumerate() {
            let Some(json) = self.record(raw, format_args!("{name}[{index}]")) else {
                continue;
            };
            if let Some(mut fields) = Fields::new(&json, name, Some(index), &mut problems) {
                // Snapshots written by hand may leave ids out.
                let id = fields.int("id").unwrap_or(index as i64 + 1);
                all.extend(read(self, &mut fields, id));
            }
            self.problems(&mut problems, self.span(raw));
        }
        all
    }
}
