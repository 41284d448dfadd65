//! Whose key a request bears, and what it may do.
//!
//! The keys are an emulator's: nobody is harmed by one on a command line. Any key that is not
//! known is one of the whole site, with all rights.

use crate::model::kinds;
use crate::site::Refusal;
use crate::site::local::edit::{int, is_on, text};
use crate::site::local::store::{List, Try, Tx};
use crate::site::local::{api_keys, users};
use jiff::Timestamp;
use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

/// Keys that were given to the emulator and are no records of the store.
#[derive(Debug, Clone, Default)]
pub struct GivenKeys {
    /// Keys that can read everything and write nothing.
    pub read_only: Vec<String>,
    /// Keys by their user's name.
    pub of_users: Vec<(String, String)>,
}

/// Who asks.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// None: a key of the whole site.
    pub user: Option<User>,
    /// The key's record.
    pub key: Option<i64>,
    /// Why the key writes nothing, as an error type and a message.
    pub read_only: Option<(&'static str, &'static str)>,
}

#[derive(Debug, Clone)]
pub struct User {
    pub id: i64,
    pub name: String,
    pub site_admin: bool,
}

/// What of a request says who asks.
#[derive(Debug, Default)]
pub struct Credentials {
    pub key: Option<String>,
    pub session: Option<String>,
}

impl Caller {
    pub fn name(&self) -> Option<&str> {
        self.user.as_ref().map(|user| user.name.as_str())
    }

    pub fn is_site_admin(&self) -> bool {
        self.user.as_ref().is_none_or(|user| user.site_admin)
    }
}

fn invalid() -> Refusal {
    Refusal::new("not-authenticated/invalid-credentials", "the key is not valid")
}

/// Finds out who asks. A key counts for more than a session.
pub fn caller(
    tx: &Tx<'_>,
    credentials: &Credentials,
    sessions: &Sessions,
    now: Timestamp,
) -> Try<Caller> {
    let Some(key) = credentials.key.as_deref().filter(|key| !key.is_empty()) else {
        let Some(session) = &credentials.session else {
            let message = "the request bears no key: send one as `X-FilesAPI-Key`";
            return Err(Refusal::new("not-authenticated/authentication-required", message).into());
        };
        let name = sessions.user(session).ok_or_else(|| {
            Refusal::new("not-authenticated/invalid-session", "there is no such session")
        })?;
        return Ok(Caller { user: Some(user_named(tx, &name)?), ..Caller::default() });
    };
    let given = &sessions.given;
    if given.read_only.iter().any(|read_only| read_only == key) {
        let why = ("not-authorized/site-admin-required", "this key only reads");
        return Ok(Caller { read_only: Some(why), ..Caller::default() });
    }
    if let Some((name, _)) = given.of_users.iter().find(|(_, of_user)| of_user == key) {
        return Ok(Caller { user: Some(user_named(tx, name)?), ..Caller::default() });
    }
    match api_keys::by_key(tx, key)? {
        Some(id) => listed(tx, id, now),
        None => Ok(Caller::default()),
    }
}

/// A key that the store lists, or listed once.
fn listed(tx: &Tx<'_>, id: i64, now: Timestamp) -> Try<Caller> {
    let record = tx.get(List::of(&kinds::API_KEY), id)?.ok_or_else(invalid)?;
    let expires = text(&record, "expires_at").and_then(|text| text.parse::<Timestamp>().ok());
    if expires.is_some_and(|at| at <= now) {
        return Err(invalid().into());
    }
    let read_only = match text(&record, "permission_set") {
        Some("desktop_app") => Some("not-authorized/api-key-only-for-desktop-app"),
        Some("mobile_app") => Some("not-authorized/api-key-only-for-mobile-app"),
        Some("office_integration") => Some("not-authorized/api-key-only-for-office-integration"),
        Some("files_only") => Some("not-authorized/api-key-only-for-file-operations"),
        Some("none" | "sync_app") => Some("not-authorized/insufficient-permission-for-params"),
        _ if text(&record, "path").is_some() => Some("not-authorized/api-key-is-path-restricted"),
        _ => None,
    };
    let user = match int(&record, "user_id") {
        Some(user) => Some(user_named(tx, &users::name(tx, user)?)?),
        None => None,
    };
    let read_only =
        read_only.map(|error_type| (error_type, "the key's permission set is not full"));
    Ok(Caller { user, key: Some(id), read_only })
}

fn user_named(tx: &Tx<'_>, name: &str) -> Try<User> {
    let id = users::id(tx, name)?.ok_or_else(invalid)?;
    let record = tx.get(List::of(&kinds::USER), id)?.ok_or_else(invalid)?;
    if is_on(&record, "disabled") {
        return Err(invalid().into());
    }
    let name = text(&record, "username").unwrap_or_default().to_owned();
    Ok(User { id, name, site_admin: is_on(&record, "site_admin") })
}

/// Who signed in with a password. The store keeps no passwords: a user's password is the key
/// that the emulator was given for that user.
#[derive(Debug, Default)]
pub struct Sessions {
    given: GivenKeys,
    open: Mutex<HashMap<String, String>>,
    begun: AtomicU64,
}

impl Sessions {
    pub fn new(given: GivenKeys) -> Self {
        Self { given, ..Self::default() }
    }

    fn user(&self, session: &str) -> Option<String> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).get(session).cloned()
    }

    /// Begins a session, if the password is right.
    pub fn begin(&self, username: &str, password: &str) -> Option<String> {
        let right = |(name, key): &&(String, String)| name == username && key == password;
        self.given.of_users.iter().find(right)?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let number = self.begun.fetch_add(1, Ordering::Relaxed);
        let id = api_keys::hash(&format!("session {number} {username}"));
        open.insert(id.clone(), username.to_owned());
        Some(id)
    }

    pub fn end(&self, session: &str) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(session);
    }
}
