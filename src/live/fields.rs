//! One JSON record read field by field: what is of the wrong type is noted with its place and
//! left out, and reading goes on.

use super::Attributes;
use super::typed::{self, Mismatch};
use crate::model::kinds::{BehaviorType, Kind};
use crate::model::{Attribute, Value};
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

/// A field that is not what it must be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{place}: expected {expected}, found {found}")]
pub struct Problem {
    /// As in `users[3].site_admin`.
    pub place: String,
    pub expected: String,
    pub found: String,
    /// The whole record is left out for it.
    pub left_out: bool,
}

/// One record of a list.
pub struct Fields<'a> {
    object: &'a Map<String, Json>,
    list: &'static str,
    /// None for the only record of its kind.
    index: Option<usize>,
    /// Of a site: a value in another form is taken for what it means.
    lenient: bool,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Fields<'a> {
    /// The record, if it is an object.
    pub fn new(
        json: &'a Json,
        list: &'static str,
        index: Option<usize>,
        problems: &'a mut Vec<Problem>,
    ) -> Option<Self> {
        match json {
            Json::Object(object) => Some(Self { object, list, index, lenient: false, problems }),
            other => {
                let Mismatch { expected, found } = Mismatch::new("an object", other);
                let place = place(list, index, "");
                let expected = expected.to_owned();
                problems.push(Problem { place, expected, found, left_out: true });
                None
            }
        }
    }

    /// A record of a site: a wrong value of it never stops the reading.
    pub fn of_site(
        json: &'a Json,
        list: &'static str,
        index: usize,
        problems: &'a mut Vec<Problem>,
    ) -> Option<Self> {
        Some(Self { lenient: true, ..Self::new(json, list, Some(index), problems)? })
    }

    /// The site's own record.
    pub fn of_whole_site(json: &'a Json, problems: &'a mut Vec<Problem>) -> Option<Self> {
        Some(Self { lenient: true, ..Self::new(json, "site", None, problems)? })
    }

    pub fn json(&self, name: &str) -> Option<&'a Json> {
        self.object.get(name).filter(|value| !value.is_null())
    }

    /// Whether anything is said of it, if only that it is unset.
    pub fn has(&self, name: &str) -> bool {
        self.object.contains_key(name)
    }

    /// Notes that a field is wrong.
    pub fn wrong(&mut self, name: &str, expected: impl Into<String>) {
        self.note(name, expected.into(), false);
    }

    /// Notes that a field is wrong without which the record is nothing.
    pub fn lost(&mut self, name: &str, expected: impl Into<String>) {
        self.note(name, expected.into(), true);
    }

    fn note(&mut self, name: &str, expected: String, left_out: bool) {
        let found = self
            .object
            .get(name)
            .map_or_else(|| "nothing".to_owned(), |value| Mismatch::new("", value).found);
        let place = place(self.list, self.index, name);
        self.problems.push(Problem { place, expected, found, left_out });
    }

    fn read<T>(
        &mut self,
        name: &str,
        expected: &'static str,
        get: impl FnOnce(&'a Json) -> Option<T>,
    ) -> Option<T> {
        let value = get(self.json(name)?);
        // Nothing is lost with what is said in no words.
        let blank = self.lenient && self.json(name).is_some_and(|json| json.as_str() == Some(""));
        if value.is_none() && !blank {
            self.wrong(name, expected);
        }
        value
    }

    /// A text; null and the empty text are none.
    pub fn text(&mut self, name: &str) -> Option<&'a str> {
        self.read(name, "text", Json::as_str).filter(|text| !text.is_empty())
    }

    /// A moment that is only told; one in another form is none.
    pub fn moment(&self, name: &str) -> Option<Timestamp> {
        self.json(name)?.as_str()?.parse().ok()
    }

    /// What is said of it, null too.
    pub fn shown(&self, name: &str) -> Option<&'a Json> {
        self.object.get(name)
    }

    pub fn is_of_site(&self) -> bool {
        self.lenient
    }

    pub fn int(&mut self, name: &str) -> Option<i64> {
        let lenient = self.lenient;
        self.read(name, "a whole number", |json| int(json, lenient))
    }

    pub fn flag(&mut self, name: &str) -> Option<bool> {
        let lenient = self.lenient;
        self.read(name, "a boolean", |json| {
            let text = json.as_str().filter(|_| lenient);
            json.as_bool().or_else(|| text.and_then(|text| text.parse().ok()))
        })
    }

    pub fn list(&mut self, name: &str) -> Option<&'a Vec<Json>> {
        self.read(name, "a list", Json::as_array)
    }

    /// Ids as a list, or as one text joined by commas.
    pub fn ids(&mut self, name: &str) -> Vec<i64> {
        let ids = self.read(name, "ids", |json| match json {
            Json::String(text) => typed::ids(text),
            Json::Array(items) => items.iter().map(Json::as_i64).collect(),
            _ => None,
        });
        ids.unwrap_or_default()
    }

    /// The records of a list within this record.
    pub fn records<T>(
        &mut self,
        name: &'static str,
        read: impl Fn(&mut Fields<'_>, usize) -> Option<T>,
    ) -> Vec<T> {
        let items = self.list(name).map_or(&[][..], Vec::as_slice);
        let mut all = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let fields = Fields::new(item, name, Some(index), self.problems);
            all.extend(fields.and_then(|mut fields| read(&mut fields, index)));
        }
        all
    }

    /// A text that the record cannot do without.
    pub fn need_text(&mut self, name: &str) -> Option<&'a str> {
        match self.json(name).and_then(Json::as_str) {
            Some(text) if !text.is_empty() => Some(text),
            _ => {
                self.lost(name, "text");
                None
            }
        }
    }

    pub fn need_int(&mut self, name: &str) -> Option<i64> {
        let number = self.json(name).and_then(|json| int(json, self.lenient));
        if number.is_none() {
            self.lost(name, "a whole number");
        }
        number
    }

    /// The value of a folder setting; what of it is not as promised is noted, and kept.
    pub fn behavior_value(&mut self, kind: &BehaviorType) -> Value {
        let Some(json) = self.json("value") else { return Value::Null };
        let (value, odd) = typed::behavior_value_as_it_is(kind, json);
        let id = self.int("id").map_or(String::new(), |id| format!(" (id {id})"));
        for (key, Mismatch { expected, found }) in odd {
            let dot = if key.is_empty() { "" } else { "." };
            let place = place(self.list, self.index, "value");
            let place = format!("{place}{dot}{key} of {}{id}", kind.name);
            let expected = expected.to_owned();
            self.problems.push(Problem { place, expected, found, left_out: false });
        }
        value
    }

    /// Every attribute of the kind that can be compared, in the order of their names; what says
    /// who the object is, and its relations, are none.
    pub fn attributes(&mut self, kind: &'static Kind) -> Attributes {
        let (mut attributes, mut at) = (Attributes::default(), 0);
        let given = self.object.iter().filter(|(_, json)| !json.is_null());
        let mut given: Vec<_> = given
            .filter_map(|(name, json)| Some((kind.next_attribute(&mut at, name)?, json)))
            .filter(|(known, _)| self.reads(known) && !kind.identity.contains(&known.name))
            .collect();
        given.sort_unstable_by_key(|(attribute, _)| attribute.name);
        let own_keys = kind.table.map_or(&[][..], |table| table.own_keys);
        for (attribute, json) in given {
            let typed = if self.lenient {
                typed::from_site(attribute.kind, json)
            } else {
                typed::from_snapshot(attribute, json)
            };
            match typed {
                Ok(value) => {
                    let value = without_keys(value, own_keys);
                    attributes.add(attribute, attribute.hide(value));
                }
                Err(mismatch) => self.wrong(attribute.name, mismatch.expected),
            }
        }
        for attribute in kind.attributes.iter().filter(|_| self.lenient) {
            let Some(shown) = attribute.told_by else { continue };
            match self.object.get(shown) {
                Some(shown) => attributes.add(attribute, typed::told(shown)),
                None => attributes.miss(attribute),
            }
        }
        attributes
    }

    /// Whether an attribute is read by its own name.
    fn reads(&self, attribute: &Attribute) -> bool {
        !attribute.write_only || (!self.lenient && attribute.told_by.is_some())
    }
}

/// A list of objects without what the site adds to each.
fn without_keys(value: Value, keys: &[&str]) -> Value {
    let without = |item: Value| match item {
        Value::Object(entries) => {
            let kept = entries
                .into_iter()
                .filter(|(key, value)| !keys.contains(&&**key) && !value.is_unset());
            Value::Object(kept.collect())
        }
        item => item,
    };
    match value {
        Value::List(items) if !keys.is_empty() => {
            Value::List(items.into_iter().map(without).collect())
        }
        value => value,
    }
}

fn int(json: &Json, lenient: bool) -> Option<i64> {
    let text = json.as_str().filter(|_| lenient);
    json.as_i64().or_else(|| text.and_then(|text| text.trim().parse().ok()))
}

fn place(list: &str, index: Option<usize>, name: &str) -> String {
    let dot = if name.is_empty() || list.is_empty() { "" } else { "." };
    match index {
        Some(index) => format!("{list}[{index}]{dot}{name}"),
        None => format!("{list}{dot}{name}"),
    }
}
