//! A site's "no", in Files.com's words: an error type of its catalog, and a message.

use crate::diff::Impossible;
use crate::model::{Reference, Referent, kinds};
use std::borrow::Cow;

/// The site refused. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} ({error_type})")]
pub struct Refusal {
    /// Of Files.com's error catalog, as in `processing-failure/model-save-error`.
    pub error_type: Cow<'static, str>,
    pub message: String,
}

impl Refusal {
    pub fn new(error_type: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Self {
        Self { error_type: error_type.into(), message: message.into() }
    }

    /// The record would not be valid.
    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new("processing-failure/model-save-error", message)
    }

    /// The request lacks what it needs.
    pub fn incomplete(message: impl Into<String>) -> Self {
        Self::new("bad-request/request-params-required", message)
    }

    /// The request holds what the site does not take.
    pub fn unusable(message: impl Into<String>) -> Self {
        Self::new("bad-request/request-params-invalid", message)
    }

    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new("not-found", message)
    }

    /// What a value names is not there.
    pub fn no_object(reference: &Reference) -> Self {
        let Reference { to, name } = reference;
        match *to {
            Referent::USER => Self::no_user(name),
            Referent::GROUP => Self::no_group(name),
            to => Self::invalid(format!("there is no {} `{name}`", kinds::referred(to).one)),
        }
    }

    pub fn no_user(name: &str) -> Self {
        Self::new("not-found/user-not-found", format!("there is no user `{name}`"))
    }

    pub fn no_key(user: Option<&str>, name: &str) -> Self {
        let whose = user.map_or("the site".to_owned(), |user| format!("`{user}`"));
        Self::not_found(format!("{whose} has no API key `{name}`"))
    }

    pub fn no_group(name: &str) -> Self {
        Self::new("not-found/group-not-found", format!("there is no group `{name}`"))
    }

    /// What it is about is not there.
    pub fn is_not_found(&self) -> bool {
        self.status() == 404
    }

    /// The site is not configured for it, or its plan lacks it: no other key would help.
    pub fn is_configuration(&self) -> bool {
        self.error_type.starts_with("site-configuration/")
    }

    /// What to do about it, where that does not depend on what was asked.
    pub fn help(&self) -> Option<&'static str> {
        match self.status() {
            408 | 429 | 500.. => Some("the site is busy or in trouble: try again later"),
            _ if self.error_type.starts_with("service-unavailable/") => {
                Some("the site is not available now: try again later")
            }
            _ if self.error_type.starts_with("http-status/") => {
                Some("this is no answer of Files.com: check the target, and what stands between")
            }
            _ => None,
        }
    }

    /// The HTTP status that Files.com answers with.
    pub fn status(&self) -> u16 {
        match &*self.error_type {
            "not-authenticated/lockout-region-mismatch" => 403,
            "processing-failure/destination-parent-does-not-exist" => 409,
            "processing-failure/folder-locked" => 403,
            other => match other.split('/').next() {
                Some("not-authenticated") => 401,
                Some("not-authorized" | "site-configuration") => 403,
                Some("not-found") => 404,
                Some("rate-limited") => 429,
                // An answer without an error of the catalog.
                Some("http-status") => {
                    other.rsplit('/').next().and_then(|status| status.parse().ok()).unwrap_or(422)
                }
                _ => 422,
            },
        }
    }
}

impl From<Impossible> for Refusal {
    fn from(impossible: Impossible) -> Self {
        Self::new("bad-request/method-not-allowed", impossible.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_follow_the_group() {
        assert_eq!(Refusal::invalid("x").status(), 422);
        assert_eq!(Refusal::no_user("x").status(), 404);
        assert_eq!(Refusal::new("not-authorized/site-admin-required", "x").status(), 403);
        let parent = "processing-failure/destination-parent-does-not-exist";
        assert_eq!(Refusal::new(parent, "x").status(), 409);
    }
}
