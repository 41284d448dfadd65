//! What faults make of an answer.

use super::answer::{Answer, Body};
use super::faults::Kind;
use super::message::{Cut, Incoming, Outgoing};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value as Json, json};
use std::time::Duration;

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n\
                    <body><h1>502 Bad Gateway</h1></body></html>\n";

/// Faults that come before anything is applied; says whether one of them is the answer.
pub fn before(outgoing: &mut Outgoing, faults: &[Kind], incoming: &Incoming<'_>) -> bool {
    for fault in faults {
        match *fault {
            Kind::RateLimit { retry_after } => {
                outgoing.retry_after = retry_after.map(|seconds| seconds.to_string());
                outgoing.answer = too_many(&outgoing.instance);
            }
            Kind::RateLimitDate { seconds } => {
                outgoing.retry_after = Some(date_in(seconds, incoming.now));
                outgoing.answer = too_many(&outgoing.instance);
            }
            Kind::Error { status } => outgoing.answer = failure(status, &outgoing.instance),
            Kind::Repeat { status } => {
                outgoing.answer = repeated(status, incoming, &outgoing.instance);
            }
            Kind::Html { status } => outgoing.answer = Answer::html(status, PAGE),
            Kind::Drop => outgoing.cut = Cut::Before,
            Kind::Delay { milliseconds } => {
                outgoing.delay += Duration::from_millis(milliseconds);
                continue;
            }
            _ => continue,
        }
        return true;
    }
    false
}

/// Faults that come when the request is applied already.
pub fn after(outgoing: &mut Outgoing, faults: &[Kind]) {
    for fault in faults {
        match *fault {
            Kind::ErrorAfter { status } => outgoing.answer = failure(status, &outgoing.instance),
            Kind::DropAfter => outgoing.cut = Cut::Before,
            Kind::Truncate => outgoing.cut = Cut::InBody,
            Kind::WrongTypes => {
                if let Body::Json(json) = &mut outgoing.answer.body {
                    confuse(json);
                }
            }
            _ => {}
        }
    }
}

fn too_many(instance: &str) -> Answer {
    Answer::error(429, "rate-limited/too-many-requests", "Too many requests", instance)
}

fn failure(status: u16, instance: &str) -> Answer {
    Answer::error(status, "internal-server-error", "something went wrong", instance)
}

/// What a careless server says: all that it was sent.
fn repeated(status: u16, incoming: &Incoming<'_>, instance: &str) -> Answer {
    let body = String::from_utf8_lossy(incoming.body.unwrap_or_default());
    let headers = format!("{:?}", incoming.headers);
    let message = format!("{} {} {body} {headers}", incoming.method, incoming.uri);
    Answer::error(status, "processing-failure/model-save-error", &message, instance)
}

/// So many seconds from now, as HTTP writes dates.
fn date_in(seconds: u64, now: Timestamp) -> String {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let then = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(Timestamp::MAX);
    then.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// Gives the values inside records another type each. Lists of records stay lists.
fn confuse(json: &mut Json) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(confuse),
        Json::Object(members) => members.values_mut().for_each(confuse_value),
        _ => {}
    }
}

fn confuse_value(json: &mut Json) {
    *json = match json.take() {
        Json::Null => json!({}),
        Json::Bool(flag) => Json::from(if flag { "yes" } else { "no" }),
        Json::Number(number) => Json::from(format!("#{number}")),
        Json::String(text) => Json::from(text.len()),
        Json::Array(_) => Json::from(false),
        Json::Object(members) => Json::Array(members.into_iter().map(|(_, value)| value).collect()),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_becomes_another() {
        let mut json = json!([{"id": 7, "name": "x", "on": true, "ids": [1], "none": null}]);
        confuse(&mut json);
        let expected = json!([{"id": "#7", "name": 1, "on": "yes", "ids": false, "none": {}}]);
        assert_eq!(json, expected);
    }

    #[test]
    fn dates_are_as_http_writes_them() {
        let now = "2026-06-01T00:00:00Z".parse().expect("an instant");
        assert_eq!(date_in(90, now), "Mon, 01 Jun 2026 00:01:30 GMT");
        assert_eq!(date_in(u64::MAX, now).len(), 29);
    }
}
