//! Declared attributes against live ones, by meaning.

use super::matching::Matching;
use super::{Assignment, Field};
use crate::live::{Attributes, typed};
use crate::model::{Names, Setting, Settings, Value};
use std::borrow::Cow;

/// What would have to be written. What the site does not show cannot be compared, and is left alone.
pub(super) fn settings(
    declared: &Settings,
    live: &Attributes,
    matching: &Matching<'_>,
    names: &Names,
) -> Vec<Assignment> {
    let said = declared.iter().filter(|setting| is_shown(setting, live));
    let said = said.filter(|setting| !is_implied(setting, declared));
    let assignments = said.filter(|setting| !setting.attribute.create_only).filter_map(|setting| {
        let attribute = setting.attribute;
        let before = matching.as_said(&setting.value, live.get(attribute.name), names);
        let after = matching.named(attribute, &setting.value, names);
        let is = given(setting, &before);
        let same = typed::means(attribute.kind, &after, is) || has_settled(setting, is);
        let assignment = || {
            Assignment::new(Field::Attribute(attribute), before.into_owned(), after.into_owned())
        };
        (!same).then(assignment)
    });
    assignments.collect()
}

/// What is said of something that is there, and can only be said when it is made: each with what
/// the site has.
pub(super) fn fixed<'d>(
    declared: &'d Settings,
    live: &Attributes,
    matching: &Matching<'_>,
    names: &Names,
) -> Vec<(&'d Setting, Value)> {
    let said = declared
        .iter()
        .filter(|setting| setting.attribute.create_only && !setting.attribute.write_only);
    let differing = said.filter(|setting| live.shows(setting.attribute)).filter_map(|setting| {
        let attribute = setting.attribute;
        let is = matching.as_said(&setting.value, live.get(attribute.name), names);
        let after = matching.named(attribute, &setting.value, names);
        (!typed::means(attribute.kind, &after, &is)).then(|| (setting, is.into_owned()))
    });
    differing.collect()
}

/// What is written to a new object: everything that is said, not unset, and not what a new
/// object has anyway.
pub(super) fn initial(
    declared: &Settings,
    matching: &Matching<'_>,
    names: &Names,
) -> Vec<Assignment> {
    let is_given = |setting: &Setting| {
        let flag = NEW_USER_FLAGS.iter().find(|(name, _)| *name == setting.attribute.name);
        flag.is_some_and(|(_, given)| setting.value == Value::Bool(*given))
    };
    let said = declared.iter().filter(|setting| !setting.value.is_unset() && !is_given(setting));
    let assigned = said.map(|setting| {
        let field = Field::Attribute(setting.attribute);
        let after: Cow<'_, Value> = matching.named(setting.attribute, &setting.value, names);
        Assignment::new(field, Value::Null, after.into_owned())
    });
    assigned.collect()
}

/// Whether the site shows what it has of it, were it only that there is one.
pub(super) fn is_shown(setting: &Setting, live: &Attributes) -> bool {
    let attribute = setting.attribute;
    !attribute.write_only || (attribute.told_by.is_some() && live.shows(attribute))
}

/// A role or protocol that the site does not mention is not held, and of what it does not mention
/// nobody is notified.
fn given<'l>(setting: &Setting, live: &'l Value) -> &'l Value {
    static NO: Value = Value::Bool(false);
    let name = setting.attribute.name;
    let is_off =
        name.starts_with("notify_on_") || NEW_USER_FLAGS.iter().any(|(flag, _)| *flag == name);
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

/// A site administrator is a billing administrator, whatever is written (api.md §4).
fn is_implied(setting: &Setting, declared: &Settings) -> bool {
    setting.attribute.name == "billing_permission" && declared.on("site_admin").is_some()
}

/// Two ways to sign in turn into `password` by themselves once they were used.
fn has_settled(setting: &Setting, live: &Value) -> bool {
    setting.attribute.name == "authentication_method"
        && live.as_text() == Some("password")
        && matches!(setting.value.as_text(), Some("email_signup" | "password_with_imported_hash"))
}
