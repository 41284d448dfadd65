//! The attributes that a definition says of an object, each with its place.

use super::catalog::Attribute;
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
pub struct Settings(Vec<Setting>);

impl Settings {
    /// Adds an attribute; gives back the place where it already stood.
    pub fn add(&mut self, attribute: &'static Attribute, value: Value, span: Span) -> Option<Span> {
        if let Some(first) = self.get(attribute.name) {
            return Some(first.span);
        }
        self.0.push(Setting { attribute, value, span });
        None
    }

    /// Gives back the room for settings that never came.
    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.0.iter().find(|setting| setting.attribute.name == name)
    }

    pub fn value(&self, name: &str) -> Option<&Value> {
        self.get(name).map(|setting| &setting.value)
    }

    /// The flag's setting, if it is said to be on.
    pub fn on(&self, name: &str) -> Option<&Setting> {
        self.get(name).filter(|setting| setting.value == Value::Bool(true))
    }

    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).and_then(Value::as_text)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
