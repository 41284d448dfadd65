//! The attributes that a definition says of an object, each with its place.

use super::attribute::Attribute;
use super::value::Value;
use crate::source::Span;

/// One attribute and what it must be.
#[derive(Debug, Clone)]
pub struct Setting {
    pub attribute: &'static Attribute,
    pub value: Value,
    pub span: Span,
}

/// What is said of an object; what is not in here is not touched.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    list: Vec<Setting>,
    /// A bit for each attribute in the list, which others may share: rules ask every object for
    /// attributes that few have.
    present: u64,
}

#[inline]
fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let middle = bytes.get(bytes.len() / 2).copied().unwrap_or_default();
    let last = bytes.last().copied().unwrap_or_default();
    1 << ((bytes.len() * 5 + usize::from(middle) * 3 + usize::from(last)) % 64)
}

impl Settings {
    /// Nothing said yet, with room for so many attributes.
    pub fn with_capacity(attributes: usize) -> Self {
        Settings { list: Vec::with_capacity(attributes), present: 0 }
    }

    /// Adds an attribute; gives back the place where it already stood.
    pub fn add(&mut self, attribute: &'static Attribute, value: Value, span: Span) -> Option<Span> {
        if let Some(first) = self.get(attribute.name) {
            return Some(first.span);
        }
        self.present |= bit(attribute.name);
        self.list.push(Setting { attribute, value, span });
        None
    }

    /// Gives back the room for settings that never came.
    pub fn shrink(&mut self) {
        self.list.shrink_to_fit();
    }

    #[inline]
    pub fn get(&self, name: &str) -> Option<&Setting> {
        if self.present & bit(name) == 0 {
            return None;
        }
        self.list.iter().find(|setting| setting.attribute.name == name)
    }

    #[inline]
    pub fn value(&self, name: &str) -> Option<&Value> {
        self.get(name).map(|setting| &setting.value)
    }

    /// The flag's setting, if it is said to be on.
    #[inline]
    pub fn on(&self, name: &str) -> Option<&Setting> {
        self.get(name).filter(|setting| setting.value == Value::Bool(true))
    }

    #[inline]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_text)
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.list.iter()
    }
}
