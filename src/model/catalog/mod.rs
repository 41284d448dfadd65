//! What the API has: attributes of each resource, types of folder settings, their values' kinds.
//!
//! The tables are Rust so that looking a word up costs nothing at start; tests hold them to the
//! JSON extracts beside them, which say where the facts come from.

mod api_key;
mod automation;
mod behavior;
mod defaults;
mod group;
mod lifecycle;
mod schedule;
mod site;
mod time_zones;
mod user;

pub use time_zones::{TIME_ZONES, is_time_zone};

/// What a value of an attribute may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    Bool,
    Int,
    Text,
    Email,
    /// IP addresses and CIDR ranges, one a line at the API, arguments in the language.
    Addresses,
    /// An ISO 8601 instant with an offset.
    Instant,
    /// A Rails time zone name.
    TimeZone,
    /// A folder path.
    Path,
    Choice(&'static [&'static str]),
    List(&'static ValueKind),
    /// Free-form keys and values.
    Object,
    /// Never stands in a file: only a reference to it does.
    Secret,
}

/// One attribute of a resource, by its name at the API.
#[derive(Debug)]
pub struct Attribute {
    pub name: &'static str,
    pub kind: ValueKind,
    /// The API never shows it again, so it cannot be compared.
    pub write_only: bool,
    /// The API takes it at creation only.
    pub create_only: bool,
}

impl Attribute {
    const fn new(name: &'static str, kind: ValueKind) -> Self {
        let write_only = matches!(kind, ValueKind::Secret);
        Self { name, kind, write_only, create_only: false }
    }

    const fn write_only(self) -> Self {
        Self { write_only: true, ..self }
    }

    const fn create_only(self) -> Self {
        Self { create_only: true, ..self }
    }

    /// The attribute's name as the language writes it.
    pub fn word(&self) -> String {
        kebab_case(self.name)
    }
}

impl PartialEq for Attribute {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.name == other.name
    }
}

impl Eq for Attribute {}

/// A resource whose attributes are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resource {
    Site,
    User,
    Group,
    Automation,
    Schedule,
    UserLifecycleRule,
    KeyLifecycleRule,
    ApiKey,
}

impl Resource {
    pub fn attributes(self) -> &'static [Attribute] {
        match self {
            Resource::Site => site::ATTRIBUTES,
            Resource::User => user::ATTRIBUTES,
            Resource::Group => group::ATTRIBUTES,
            Resource::Automation => automation::ATTRIBUTES,
            Resource::Schedule => schedule::ATTRIBUTES,
            Resource::UserLifecycleRule => lifecycle::USER_RULE,
            Resource::KeyLifecycleRule => lifecycle::KEY_RULE,
            Resource::ApiKey => api_key::ATTRIBUTES,
        }
    }

    /// The attribute of that API name.
    pub fn attribute(self, name: &str) -> Option<&'static Attribute> {
        find(self.attributes(), name)
    }

    /// An attribute that the code itself names.
    pub fn known(self, name: &'static str) -> &'static Attribute {
        match self.attribute(name) {
            Some(attribute) => attribute,
            None => panic!("the catalog has no attribute `{name}`"),
        }
    }

    /// The attribute that a kebab-case word of the language names.
    pub fn word(self, word: &str) -> Option<&'static Attribute> {
        by_word(self.attributes(), word)
    }
}

/// What the value of a folder setting is at its root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueRoot {
    Object,
    Text,
    List,
}

/// A type of folder setting.
#[derive(Debug)]
pub struct BehaviorType {
    pub name: &'static str,
    pub root: ValueRoot,
    pub keys: &'static [Attribute],
}

impl BehaviorType {
    pub fn key_by_word(&self, word: &str) -> Option<&'static Attribute> {
        by_word(self.keys, word)
    }

    pub fn key(&self, name: &str) -> Option<&'static Attribute> {
        find(self.keys, name)
    }
}

impl PartialEq for BehaviorType {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for BehaviorType {}

pub fn behavior_types() -> &'static [BehaviorType] {
    behavior::BEHAVIORS
}

/// A permission fence is a folder setting of this type.
pub const FENCE: &str = "permission_fence";

/// The folder setting of that API name.
pub fn behavior_type(name: &str) -> Option<&'static BehaviorType> {
    let types = behavior::BEHAVIORS;
    types.binary_search_by(|t| t.name.cmp(name)).ok().map(|at| &types[at])
}

fn find(table: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    table.binary_search_by(|a| a.name.cmp(name)).ok().map(|at| &table[at])
}

/// A name of the API as the language writes it: `site_admin` is `site-admin`.
pub fn kebab_case(name: &str) -> String {
    name.replace('_', "-")
}

/// Whether a kebab-case word of the language is this name at the API.
pub fn is_word(word: &str, name: &str) -> bool {
    let kebab = name.bytes().map(|byte| if byte == b'_' { b'-' } else { byte });
    word.len() == name.len() && word.bytes().eq(kebab)
}

fn by_word(table: &'static [Attribute], word: &str) -> Option<&'static Attribute> {
    if word.contains('_') {
        return None;
    }
    let compare = |a: &Attribute| {
        let word = word.bytes().map(|byte| if byte == b'-' { b'_' } else { byte });
        a.name.bytes().cmp(word)
    };
    table.binary_search_by(compare).ok().map(|at| &table[at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Value;

    fn extract(text: &str) -> Value {
        serde_json::from_str(text).expect("the extract is JSON")
    }

    fn fits(kind: ValueKind, api_type: &str) -> bool {
        match kind {
            ValueKind::Bool => api_type == "boolean",
            ValueKind::Int => api_type == "int64",
            ValueKind::Instant => api_type.starts_with("date-time"),
            ValueKind::Email => api_type.starts_with("email"),
            ValueKind::List(_) => api_type.starts_with("array"),
            ValueKind::Object => api_type == "object",
            ValueKind::Text
            | ValueKind::Addresses
            | ValueKind::TimeZone
            | ValueKind::Path
            | ValueKind::Secret => {
                api_type == "string"
                    || api_type.starts_with("email")
                    || api_type.starts_with("array(int64) (write")
            }
            ValueKind::Choice(_) => api_type == "string",
        }
    }

    #[test]
    fn tables_are_sorted_and_agree_with_the_extract() {
        let extract = extract(include_str!("attributes.json"));
        for (resource, name) in [
            (Resource::Site, "site"),
            (Resource::User, "user"),
            (Resource::Group, "group"),
            (Resource::Automation, "automation"),
            (Resource::Schedule, "schedule"),
            (Resource::UserLifecycleRule, "user_lifecycle_rule"),
            (Resource::KeyLifecycleRule, "key_lifecycle_rule"),
            (Resource::ApiKey, "api_key"),
        ] {
            let table = resource.attributes();
            assert!(table.is_sorted_by(|a, b| a.name < b.name), "{name} is sorted");
            let rows = extract["resources"][name].as_array().expect("rows");
            for attribute in table {
                let row = rows.iter().find(|row| row["name"] == attribute.name);
                let row =
                    row.unwrap_or_else(|| panic!("{name}.{} is not at the API", attribute.name));
                let api_type = row["type"].as_str().expect("type");
                assert!(fits(attribute.kind, api_type), "{name}.{}: {api_type}", attribute.name);
                assert!(attribute.write_only || row["read"] == true, "{name}.{}", attribute.name);
                if let (ValueKind::Choice(choices), Some(enumeration)) =
                    (attribute.kind, row["enum"].as_array())
                {
                    assert!(
                        enumeration.iter().all(|e| choices.iter().any(|c| e == c)),
                        "{}",
                        attribute.name
                    );
                }
            }
            for row in rows.iter().filter(|row| row["update"] == true && row["type"] != "file") {
                let api = row["name"].as_str().expect("name");
                let one_off = api.ends_with("_delete")
                    || ["announcements_read", "clear_2fa", "convert_to_partner_user", "group_id"]
                        .contains(&api);
                assert!(one_off || resource.attribute(api).is_some(), "{name}.{api} is missing");
            }
        }
    }

    #[test]
    fn folder_settings_are_sorted_and_agree_with_the_extract() {
        let extract = extract(include_str!("behaviors.json"));
        let types = extract["behaviors"].as_object().expect("behaviors");
        assert!(behavior_types().is_sorted_by(|a, b| a.name < b.name));
        assert_eq!(types.len(), behavior_types().len());
        for behavior in behavior_types() {
            let row = &types[behavior.name];
            let root = match behavior.root {
                ValueRoot::Object => "object",
                ValueRoot::Text => "string",
                ValueRoot::List => "array",
            };
            assert_eq!(row["value_root"], root, "{}", behavior.name);
            let mut keys: Vec<&str> =
                row["keys"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
            keys.sort_unstable();
            let table: Vec<&str> = behavior.keys.iter().map(|key| key.name).collect();
            assert_eq!(table, keys, "{}", behavior.name);
        }
    }

    #[test]
    fn words_are_kebab_case_only() {
        assert!(Resource::User.word("authenticate-until").is_some());
        assert!(Resource::User.word("authenticate_until").is_none());
        assert!(behavior_type(FENCE).is_some());
    }
}
