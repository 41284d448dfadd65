//! `/site`, and what surrounds it: changes of settings, SSO strategies.

use super::users;
use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::emulator::list::{self, Source};
use crate::emulator::shapes;
use crate::model::kinds;
use crate::model::kinds::Listing;
use crate::site::Refusal;
use crate::site::local::site;
use crate::site::local::store::{List, Try};
use serde_json::Value as Json;

const SPEC_OF_CHANGES: Listing = Listing {
    sort: &["created_at", "api_key_id", "user_id"],
    filter: &["api_key_id", "user_id"],
    ..Listing::NONE
};

/// The settings, and who asks for them.
fn show(x: &Exchange<'_>) -> Try<Json> {
    let mut record = x.tx().site()?;
    if let Some(user) = &x.caller.user {
        let shown = x.tx().get(List::of(&kinds::USER), user.id)?.unwrap_or_default();
        record.insert("user".to_owned(), users::show(x, user.id, shown)?);
    }
    Ok(Json::Object(shapes::of(&kinds::SITE).show(&record)))
}

pub fn get(x: &Exchange<'_>) -> Try<Answer> {
    Ok(Answer::ok(show(x)?))
}

pub fn update(x: &Exchange<'_>) -> Try<Answer> {
    site::update(&x.edit, &x.request.given(Some(&kinds::SITE)))?;
    Ok(Answer::ok(show(x)?))
}

pub fn settings_changes(x: &Exchange<'_>) -> Try<Answer> {
    let all = Source::All(List::SETTINGS_CHANGES);
    list::records(x, "settings_changes", &SPEC_OF_CHANGES, all, |_, record| {
        Ok(Json::Object(shapes::SETTINGS_CHANGE.show(&record)))
    })
}

pub fn sso_strategies(x: &Exchange<'_>) -> Try<Answer> {
    let all = Source::All(List::SSO_STRATEGIES);
    list::records(x, "sso_strategies", &Listing::NONE, all, |_, record| {
        Ok(Json::Object(shapes::SSO_STRATEGY.show(&record)))
    })
}

fn no_strategy(id: i64) -> Refusal {
    Refusal::not_found(format!("there is no SSO strategy {id}"))
}

pub fn sso_strategy(x: &Exchange<'_>) -> Try<Answer> {
    let (_, record) = x.find(List::SSO_STRATEGIES, no_strategy)?;
    Ok(Answer::ok(shapes::SSO_STRATEGY.show(&record)))
}

/// The emulator has nothing to synchronize with.
pub fn sync_sso_strategy(x: &Exchange<'_>) -> Try<Answer> {
    x.find(List::SSO_STRATEGIES, no_strategy)?;
    Ok(Answer::nothing())
}
