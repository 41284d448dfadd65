//! The site's own settings.

use super::assign::assign;
use super::edit::{Edit, is_on, text};
use super::store::{List, Record, Try};
use crate::model::kinds;
use crate::site::Refusal;
use serde_json::{Value as Json, json};

pub fn update(edit: &Edit<'_>, given: &Record) -> Try<()> {
    let tx = edit.tx;
    let before = tx.site()?;
    let mut record = before.clone();
    assign(edit, &kinds::SITE, &mut record, given)?;
    let custom = is_on(&record, "custom_namespace");
    if custom && text(&record, "domain").is_none() {
        let message = "usernames of its own need a custom domain: set `domain` first";
        return Err(Refusal::invalid(message).into());
    }
    if is_on(&before, "custom_namespace") && !custom {
        for (_, user) in tx.all(List::of(&kinds::USER))? {
            if text(&user, "authentication_method") == Some("sso") {
                let name = text(&user, "username").unwrap_or_default();
                let message = format!(
                    "usernames cannot be unique across sites while `{name}` signs in through SSO"
                );
                return Err(Refusal::invalid(message).into());
            }
        }
    }
    note(edit, &before, &record)?;
    tx.put_site(&record)
}

/// Who changed which settings, as the site shows it to its admins.
fn note(edit: &Edit<'_>, before: &Record, after: &Record) -> Try<()> {
    let shown = |json: Option<&Json>| json.unwrap_or(&Json::Null).to_string();
    let changes: Vec<String> = after
        .iter()
        .filter(|(name, value)| before.get(*name) != Some(*value))
        .map(|(name, value)| {
            format!("`{name}`: {} → {}", shown(before.get(name)), shown(Some(value)))
        })
        .collect();
    if changes.is_empty() {
        return Ok(());
    }
    let user = match edit.acting {
        Some(name) => super::users::id(edit.tx, name)?,
        None => None,
    };
    let Json::Object(record) =
        json!({"changes": changes, "user_id": user, "username": edit.acting})
    else {
        return Ok(());
    };
    let (id, record) = edit.begin(record)?;
    edit.tx.put(List::SETTINGS_CHANGES, id, &record)
}
