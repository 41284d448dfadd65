//! The emulator's own endpoints, outside the API: faults and counts.
//!
//! | request | does |
//! |---|---|
//! | `GET /__emulator/faults` | the faults that are set, and how often each struck |
//! | `POST /__emulator/faults` | adds faults: `{"faults": ["drop-after:at=3"]}` |
//! | `DELETE /__emulator/faults` | clears them |
//! | `GET /__emulator/requests` | how many requests came since the last reset, by verb and route |
//! | `POST /__emulator/reset-counts` | begins to count anew |
//! | `POST /__emulator/activity` | records when somebody, or a key, was at work: see [`activity`] |
//!
//! They take no key but the token that the emulator was started with (`Authorization: Bearer`);
//! without one there is no control. They are neither counted nor struck by faults.

use super::activity;
use super::answer::Answer;
use super::counts::Counts;
use super::faults::{Fault, Faults};
use super::message::Incoming;
use crate::site::{LocalSite, SiteError};
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, Method};
use serde_json::{Value as Json, json};

pub const BASE: &str = "/__emulator";

/// What can be controlled, and by whom.
pub struct Controls<'a> {
    pub site: &'a LocalSite,
    pub durable: bool,
    pub token: Option<&'a str>,
    pub faults: &'a Faults,
    pub counts: &'a Counts,
}

pub fn answer(
    controls: &Controls<'_>,
    incoming: &Incoming<'_>,
    path: &str,
    instance: &str,
) -> Answer {
    if let Some(message) = refusal(controls.token, incoming.headers) {
        return Answer::error(401, "not-authenticated/control-token", message, instance);
    }
    let Controls { faults, counts, .. } = controls;
    match (incoming.method, path) {
        (&Method::GET, "/faults") => report(faults),
        (&Method::POST, "/faults") => match given(incoming.body.unwrap_or_default()) {
            Ok(more) => {
                faults.add(more);
                report(faults)
            }
            Err(message) => Answer::error(422, "bad-request/invalid-body", &message, instance),
        },
        (&Method::DELETE, "/faults") => {
            faults.clear();
            Answer::nothing()
        }
        (&Method::GET, "/requests") => Answer::ok(counts.report()),
        (&Method::POST, "/reset-counts") => {
            counts.reset();
            Answer::nothing()
        }
        (&Method::POST, "/activity") => {
            let body = incoming.body.unwrap_or_default();
            match controls.site.edit(controls.durable, |tx| activity::record(tx, body)) {
                Ok(()) => Answer::nothing(),
                Err(SiteError::Refused(refusal)) => Answer::refusal(&refusal, instance),
                Err(error) => {
                    Answer::error(500, "internal-server-error", &error.to_string(), instance)
                }
            }
        }
        _ => Answer::error(404, "not-found", "the emulator has no such endpoint", instance),
    }
}

fn refusal(token: Option<&str>, headers: &HeaderMap) -> Option<&'static str> {
    let Some(token) = token else {
        return Some("there is no control: start the emulator with --control-token");
    };
    let given = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let is_right = given.and_then(|value| value.strip_prefix("Bearer ")) == Some(token);
    (!is_right).then_some("send `Authorization: Bearer` with the emulator's --control-token")
}

fn report(faults: &Faults) -> Answer {
    let faults: Vec<Json> = faults
        .report()
        .into_iter()
        .map(|(fault, struck)| json!({"fault": fault, "struck": struck}))
        .collect();
    Answer::ok(json!({"faults": faults}))
}

fn given(body: &[u8]) -> Result<Vec<Fault>, String> {
    #[derive(serde::Deserialize)]
    struct Given {
        faults: Vec<String>,
    }
    let given: Given = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    given.faults.iter().map(|text| text.parse::<Fault>().map_err(|e| e.to_string())).collect()
}
