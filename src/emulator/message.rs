//! A request and its answer between HTTP and what the emulator does.

use super::answer::{Answer, Body};
use axum::http::{HeaderMap, Method, Uri};
use jiff::Timestamp;
use std::time::Duration;

/// A request as it came.
pub struct Incoming<'a> {
    pub method: &'a Method,
    pub uri: &'a Uri,
    pub headers: &'a HeaderMap,
    /// None: it was too large to be read.
    pub body: Option<&'a [u8]>,
    /// When it came: the store stamps its records with it.
    pub now: Timestamp,
}

/// What goes back.
pub struct Outgoing {
    pub answer: Answer,
    pub instance: String,
    pub delay: Duration,
    pub retry_after: Option<String>,
    pub cut: Cut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    No,
    Before,
    InBody,
}

impl Outgoing {
    /// The bytes of the body, and their media type.
    pub fn body(&self) -> (Vec<u8>, &'static str) {
        match &self.answer.body {
            Body::Empty => (Vec::new(), ""),
            Body::Html(page) => (page.as_bytes().to_vec(), "text/html; charset=utf-8"),
            Body::Json(json) => (json.to_string().into_bytes(), "application/json"),
        }
    }
}
