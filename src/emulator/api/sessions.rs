//! `/sessions`: signing in with a password, as far as the emulator knows any.

use crate::emulator::activity;
use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::site::Refusal;
use crate::site::local::store::Try;
use serde_json::json;

pub fn create(x: &Exchange<'_>) -> Try<Answer> {
    let text = |name: &str| x.request.text(name).unwrap_or_default();
    let username = text("username");
    match x.sessions.begin(&username, &text("password")) {
        Some(id) => {
            activity::signed_in(&x.edit, &username)?;
            Ok(Answer::created(json!({"id": id})))
        }
        None => {
            let error_type = "not-authenticated/invalid-username-or-password";
            Err(Refusal::new(error_type, "Invalid username or password").into())
        }
    }
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    if let Some(session) = x.session {
        x.sessions.end(session);
    }
    Ok(Answer::nothing())
}
