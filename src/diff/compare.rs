//! Declared attributes against live ones, by meaning.

use super::{Assignment, Field};
use crate::live::{Attributes, typed};
use crate::model::{Setting, Settings, Value};

/// What would have to be written. Write-only values cannot be compared and are left alone.
pub(super) fn settings(declared: &Settings, live: &Attributes) -> Vec<Assignment> {
    let differs = |setting: &&Setting| {
        let live = given(setting, live.get(setting.attribute.name));
        !setting.attribute.write_only
            && !setting.attribute.create_only
            && !typed::means(setting.attribute.kind, &setting.value, live)
            && !has_settled(setting, live)
    };
    declared
        .iter()
        .filter(differs)
        .map(|setting| {
            let (attribute, before) = (setting.attribute, live.get(setting.attribute.name));
            Assignment::new(Field::Attribute(attribute), before.clone(), setting.value.clone())
        })
        .collect()
}

/// What is written to a new object: everything that is said, not unset, and not what a new
/// object has anyway.
pub(super) fn initial(declared: &Settings) -> Vec<Assignment> {
    let is_given = |setting: &Setting| {
        let flag = NEW_USER_FLAGS.iter().find(|(name, _)| *name == setting.attribute.name);
        flag.is_some_and(|(_, given)| setting.value == Value::Bool(*given))
    };
    let said = declared.iter().filter(|setting| !setting.value.is_unset() && !is_given(setting));
    let assigned = said.map(|setting| {
        let field = Field::Attribute(setting.attribute);
        Assignment::new(field, Value::Null, setting.value.clone())
    });
    assigned.collect()
}

/// A role or protocol that the site does not mention is not held.
fn given<'l>(setting: &Setting, live: &'l Value) -> &'l Value {
    static NO: Value = Value::Bool(false);
    let is_off = NEW_USER_FLAGS.iter().any(|(name, _)| *name == setting.attribute.name);
    if live.is_unset() && is_off { &NO } else { live }
}

/// The flags of a new account (recorded answers of the API, which lack the last). Groups start
/// without any protocol, and have none of the others.
const NEW_USER_FLAGS: &[(&str, bool)] = &[
    ("site_admin", false),
    ("readonly_site_admin", false),
    ("billing_permission", false),
    ("s3_compatible_endpoint_permission", false),
];

/// Two ways to sign in turn into `password` by themselves once they were used.
fn has_settled(setting: &Setting, live: &Value) -> bool {
    setting.attribute.name == "authentication_method"
        && live.as_text() == Some("password")
        && matches!(setting.value.as_text(), Some("email_signup" | "password_with_imported_hash"))
}
