//! A difference between definition and live site, as data: no text for people, no closures.

use super::address::{Address, Impossible};
use super::field::Field;
use super::operation::Operation;
use super::owner::OwnerReason;
use crate::model::{Definition, Grant, Value};
use crate::source::{Sources, Span};
use serde::{Deserialize, Deserializer, Serialize, de};
use std::fmt;

/// How the names of groups begin that a plan makes for a while. One that nobody declares is what
/// an interrupted run left behind: the next plan removes it.
pub const BRIDGE: &str = "siteplan-bridge-";

/// Whether a plan gives such a name to a group.
pub fn is_bridge(name: &str) -> bool {
    let number = name.strip_prefix(BRIDGE).filter(|number| !number.is_empty());
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// What tells one of several automations of a name in an address.
pub fn with_id(name: &str, id: i64) -> String {
    format!("{name} (id {id})")
}

/// The name alone.
pub fn known_by_name(name: &str, id: Option<i64>) -> &str {
    let suffix = id.map(|id| with_id("", id));
    suffix.and_then(|suffix| name.strip_suffix(&*suffix)).unwrap_or(name)
}

/// One attribute, before and after. Names are the API's; memberships of a new user are `groups`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Assignment {
    #[serde(rename = "name")]
    #[cfg_attr(feature = "schemas", schemars(with = "String"))]
    pub field: Field,
    pub before: Value,
    pub after: Value,
}

impl Assignment {
    pub fn new(field: Field, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        let after = after.into();
        Assignment { field, before: before.into().hidden_where(&after), after }
    }

    /// The field as the language writes it with these values.
    pub fn word(&self) -> String {
        let mut values = [&self.before, &self.after].into_iter();
        let is_name = values.all(|value| value.is_unset() || value.has_reference());
        let word = self.field.name_word().filter(|_| is_name);
        word.map_or_else(|| self.field.word(), str::to_owned)
    }

    /// The assignment of a field.
    pub fn find(set: &[Assignment], field: Field) -> Option<&Assignment> {
        set.iter().find(|assignment| assignment.field == field)
    }
}

/// An assignment as a plan file writes it: what it sets, only its object tells.
#[derive(Debug, Deserialize)]
pub struct WrittenAssignment {
    name: String,
    before: Value,
    after: Value,
}

/// Why what a file says of an object cannot be.
#[derive(Debug, thiserror::Error)]
pub enum Misfit {
    #[error(transparent)]
    Operation(#[from] Impossible),
    #[error("`{field}` cannot be set of {address}")]
    Field { address: Address, field: String },
}

/// What a written operation sets of its object, if it can be done to that.
pub fn read_set(
    operation: Operation,
    address: &Address,
    set: Vec<WrittenAssignment>,
) -> Result<Vec<Assignment>, Misfit> {
    address.action(operation)?;
    let read = |WrittenAssignment { name, before, after }| match address.kind().field(&name) {
        Some(field) => Ok(Assignment { field, before, after }),
        None => Err(Misfit::Field { address: address.clone(), field: name }),
    };
    set.into_iter().map(read).collect()
}

/// Where a change was declared.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Origin {
    pub file: String,
    pub line: u32,
    /// Until when it is declared, as it is said there, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
}

impl Origin {
    pub fn new(file: impl Into<String>, line: u32) -> Self {
        Origin { file: file.into(), line, until: None }
    }

    /// Of a grant, which a template may say for another time in each of its uses.
    pub fn of_grant(grant: &Grant, site: &Definition, sources: &Sources) -> Self {
        let until = grant.until.as_ref().map(|until| until.said.to_string());
        Origin { until, ..Origin::of(grant.span, site, sources) }
    }

    /// Where something is declared, and until when.
    pub fn of(span: Span, site: &Definition, sources: &Sources) -> Self {
        let file = sources.file(span.file);
        let until = site.timed_at(span).and_then(|timed| timed.until.as_ref());
        let until = until.map(|until| until.said.to_string());
        Origin { until, ..Origin::new(file.name(), file.position(span.start).line) }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)?;
        match &self.until {
            Some(until) => write!(f, ", until {until}"),
            None => Ok(()),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Change {
    pub operation: Operation,
    pub address: Address,
    /// The site's own id, where the object is there already; of a new API key, the id of the one
    /// that it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The earlier name or path, where `was=` renames or moves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<String>,
    /// The user whose key must make the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_user: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<Assignment>,
    /// Why it gets its owner, where it is an automation that gets one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_reason: Option<OwnerReason>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Origin>,
    /// It makes or removes what is there for a while only: a bridge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub temporary: bool,
}

impl Change {
    /// A change that sets nothing yet, of an object that nobody declares or knows the id of.
    pub fn new(operation: Operation, address: Address) -> Self {
        Change {
            operation,
            address,
            id: None,
            was: None,
            as_user: None,
            set: Vec::new(),
            owner_reason: None,
            declared: None,
            temporary: false,
        }
    }

    pub fn id(self, id: Option<i64>) -> Self {
        Change { id, ..self }
    }

    pub fn was(self, was: Option<String>) -> Self {
        Change { was, ..self }
    }

    pub fn as_user(self, as_user: Option<String>) -> Self {
        Change { as_user, ..self }
    }

    pub fn set(self, set: Vec<Assignment>) -> Self {
        Change { set, ..self }
    }

    pub fn owner_reason(self, owner_reason: Option<OwnerReason>) -> Self {
        Change { owner_reason, ..self }
    }

    pub fn declared(self, declared: Option<Origin>) -> Self {
        Change { declared, ..self }
    }

    pub fn temporary(self) -> Self {
        Change { temporary: true, ..self }
    }

    pub fn assignment(&self, field: Field) -> Option<&Assignment> {
        Assignment::find(&self.set, field)
    }
}

impl<'de> Deserialize<'de> for Change {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Written {
            operation: Operation,
            address: Address,
            id: Option<i64>,
            was: Option<String>,
            as_user: Option<String>,
            #[serde(default)]
            set: Vec<WrittenAssignment>,
            owner_reason: Option<OwnerReason>,
            declared: Option<Origin>,
            #[serde(default)]
            temporary: bool,
        }
        let Written {
            operation,
            address,
            id,
            was,
            as_user,
            set,
            owner_reason,
            declared,
            temporary,
        } = Written::deserialize(deserializer)?;
        let set = read_set(operation, &address, set).map_err(de::Error::custom)?;
        Ok(Change { operation, address, id, was, as_user, set, owner_reason, declared, temporary })
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, Field};
    use serde_json::{Value, json};

    fn read(address: Value, operation: &str, field: &str) -> Result<Change, String> {
        let set = json!([{"name": field, "before": null, "after": "x"}]);
        let change = json!({"operation": operation, "address": address, "set": set});
        serde_json::from_value(change).map_err(|error| error.to_string())
    }

    #[test]
    fn what_cannot_be_is_refused_where_it_is_read() {
        let ana = || json!({"kind": "user", "user": "ana"});
        let change = read(ana(), "update", "username").expect("a change");
        assert_eq!(change.set[0].field, Field::Username);
        let written = serde_json::to_value(&change).expect("JSON");
        assert_eq!(written["set"][0]["name"], "username");
        let field = read(ana(), "update", "usrname").expect_err("no such field");
        assert_eq!(field, "`usrname` cannot be set of user \"ana\"");
        let setting = read(json!({"kind": "site"}), "update", "no_such_setting");
        let setting = setting.expect_err("no such setting");
        assert_eq!(setting, "`no_such_setting` cannot be set of site settings");
        let operation = read(ana(), "move", "username").expect_err("no such operation");
        assert_eq!(operation, "user \"ana\" cannot be moved");
    }
}
