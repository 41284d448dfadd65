//! The emulator's own endpoints, outside the API: faults and counts.
//!
//! | request | does |
//! |---|---|
//! | `GET /__emulator/faults` | the faults that are set, and how often each struck |
//! | `POST /__emulator/faults` | adds faults: `{"faults": ["drop-after:at=3"]}` |
//! | `DELETE /__emulator/faults` | clears them |
//! | `GET /__emulator/requests` | how many requests came since the last reset, by verb and route |
//! | `POST /__emulator/reset-counts` | begins to count anew |
//!
//! They take no key, and are neither counted nor struck by faults.

use super::answer::Answer;
use super::app::{App, Incoming};
use super::faults::Fault;
use axum::http::Method;
use serde_json::{Value as Json, json};

pub const BASE: &str = "/__emulator";

pub fn answer(app: &App, incoming: &Incoming<'_>, path: &str, instance: &str) -> Answer {
    match (incoming.method, path) {
        (&Method::GET, "/faults") => report(app),
        (&Method::POST, "/faults") => match faults(incoming.body.unwrap_or_default()) {
            Ok(faults) => {
                app.faults.add(faults);
                report(app)
            }
            Err(message) => Answer::error(422, "bad-request/invalid-body", &message, instance),
        },
        (&Method::DELETE, "/faults") => {
            app.faults.clear();
            Answer::nothing()
        }
        (&Method::GET, "/requests") => Answer::ok(app.counts.report()),
        (&Method::POST, "/reset-counts") => {
            app.counts.reset();
            Answer::nothing()
        }
        _ => Answer::error(404, "not-found", "the emulator has no such endpoint", instance),
    }
}

fn report(app: &App) -> Answer {
    let faults: Vec<Json> = app
        .faults
        .report()
        .into_iter()
        .map(|(fault, struck)| json!({"fault": fault, "struck": struck}))
        .collect();
    Answer::ok(json!({"faults": faults}))
}

fn faults(body: &[u8]) -> Result<Vec<Fault>, String> {
    #[derive(serde::Deserialize)]
    struct Given {
        faults: Vec<String>,
    }
    let given: Given = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    given.faults.iter().map(|text| text.parse::<Fault>().map_err(|e| e.to_string())).collect()
}
