//! Writes that may be lost. None is repeated blindly: after a failure that leaves open whether
//! it happened, the object is read again and judged.

use super::super::client::{Client, Unanswered};
use super::super::http::Request;
use super::super::pause;
use crate::site::SiteError;
use secrecy::SecretString;
use serde_json::Value as Json;

/// How often a write is sent in all: a busy site may ask more than once to come back later.
const WRITES: u32 = 6;
/// How often no answer may come at all.
const LOSSES: u32 = 3;

/// What a second look at the object shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Seen {
    /// The write happened; its record, where there is one.
    Done(Json),
    NotDone,
    /// The object does not tell.
    Unknown(&'static str),
}

impl Seen {
    pub fn when(done: bool) -> Self {
        if done { Seen::Done(Json::Null) } else { Seen::NotDone }
    }
}

/// Sends a write until the site says what became of it, or the object shows it. `judge` reads
/// the object.
pub fn write(
    client: &Client,
    key: Option<&SecretString>,
    request: &Request,
    judge: impl Fn() -> Result<Seen, SiteError>,
) -> Result<Json, SiteError> {
    let (mut attempt, mut losses) = (0, 0);
    loop {
        attempt += 1;
        let (error, response, may_have_happened) = match client.write_once(request, key) {
            Ok(result) => return result,
            Err(Unanswered::NotSent(error)) => (client.unreachable(error), None, false),
            Err(Unanswered::Disabled(refusal, response)) => (refusal.into(), Some(response), false),
            Err(Unanswered::Busy(refusal, response)) => (refusal.into(), Some(response), true),
            Err(Unanswered::Lost(error)) => (error, None, true),
        };
        // What was lost may still be on its way: the pause comes before the look.
        client.clock().sleep(pause::before(attempt, response.as_ref(), client.clock()));
        if may_have_happened {
            match judge() {
                Ok(Seen::Done(record)) => return Ok(record),
                Ok(Seen::NotDone) => {}
                Ok(Seen::Unknown(why)) => {
                    return Err(SiteError::Unjudged {
                        why: why.to_owned(),
                        source: Box::new(error),
                    });
                }
                Err(source) => {
                    let why = "its answer was lost, and the site cannot be asked".to_owned();
                    return Err(SiteError::Unjudged { why, source: Box::new(source) });
                }
            }
        }
        losses += u32::from(response.is_none());
        if attempt >= WRITES || losses >= LOSSES {
            return Err(error);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::fake::{Fake, Reply, answer, client, lost, refused};
    use super::*;
    use serde_json::json;
    use std::cell::Cell;

    fn send(replies: Vec<Reply>, seen: &[Seen]) -> (Result<Json, SiteError>, usize, usize) {
        let (client, sent) = client(Fake::script(replies));
        let judged = Cell::new(0);
        let result = write(&client, None, &Request::delete("users/1"), || {
            judged.set(judged.get() + 1);
            Ok(seen[judged.get() - 1].clone())
        });
        (result, sent.lines().len(), judged.get())
    }

    fn busy(status: u16) -> Reply {
        answer(status, json!({"type": "rate-limited/too-many-requests", "error": "slow down"}))
    }

    #[test]
    fn an_answer_needs_no_second_look() {
        let (result, sent, judged) = send(vec![answer(204, Json::Null)], &[]);
        assert!(result.is_ok());
        assert_eq!((sent, judged), (1, 0));
    }

    #[test]
    fn a_lost_write_that_happened_is_done() {
        for reply in [lost(), busy(429), busy(503), answer(201, json!({"id": 12})).cut(4)] {
            let (result, sent, judged) = send(vec![reply], &[Seen::Done(json!(7))]);
            assert_eq!(result.expect("done"), json!(7));
            assert_eq!((sent, judged), (1, 1));
        }
    }

    #[test]
    fn a_lost_write_that_did_not_happen_is_sent_again() {
        let replies = vec![lost(), answer(204, Json::Null)];
        let (result, sent, judged) = send(replies, &[Seen::NotDone]);
        assert!(result.is_ok());
        assert_eq!((sent, judged), (2, 1));
    }

    #[test]
    fn it_is_not_sent_for_ever() {
        let all = vec![Seen::NotDone; 6];
        let (result, sent, judged) = send((0..6).map(|_| busy(429)).collect(), &all);
        assert_eq!(result.expect_err("busy").word(), "rate-limited/too-many-requests");
        assert_eq!((sent, judged), (6, 6));
        let (result, sent, _) = send(vec![lost(), lost(), lost()], &all);
        assert_eq!(result.expect_err("lost").word(), "unreachable");
        assert_eq!(sent, 3);
    }

    #[test]
    fn what_cannot_be_judged_is_said() {
        let (result, sent, _) = send(vec![lost()], &[Seen::Unknown("nobody can tell")]);
        let error = result.expect_err("unknown");
        assert_eq!(error.to_string(), "whether this happened is not known: nobody can tell");
        assert!(!error.is_fatal());
        assert_eq!(sent, 1);
    }

    #[test]
    fn what_the_site_never_saw_needs_no_look() {
        let (result, sent, judged) = send(vec![refused(), answer(204, Json::Null)], &[]);
        assert!(result.is_ok());
        assert_eq!((sent, judged), (2, 0));
        let disabled = || answer(422, json!({"type": "service-unavailable/site-disabled"}));
        let (result, sent, judged) = send((0..6).map(|_| disabled()).collect(), &[]);
        assert_eq!(result.expect_err("disabled").word(), "service-unavailable/site-disabled");
        assert_eq!((sent, judged), (6, 0));
    }

    #[test]
    fn no_is_no() {
        let no = answer(422, json!({"type": "processing-failure/model-save-error"}));
        let (result, sent, judged) = send(vec![no], &[]);
        assert_eq!(result.expect_err("no").word(), "processing-failure/model-save-error");
        assert_eq!((sent, judged), (1, 0));
    }
}
