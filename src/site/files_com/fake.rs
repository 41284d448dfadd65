//! A transport that answers from a script, and a clock that does not wait. For tests.

use super::client::Client;
use super::clock::Clock;
use super::http::{Fault, Request, Response, Transport, TransportError};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

#[derive(Debug)]
pub struct Reply(Result<Response, Fault>);

pub fn answer(status: u16, body: Json) -> Reply {
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    Reply(Ok(Response { status, headers: Vec::new(), body }))
}

/// The connection breaks before an answer arrives.
pub fn lost() -> Reply {
    Reply(Err(Fault::Lost))
}

/// There is no connection.
pub fn refused() -> Reply {
    Reply(Err(Fault::NotSent))
}

impl Reply {
    pub fn header(mut self, name: &str, value: &str) -> Self {
        if let Ok(response) = &mut self.0 {
            response.headers.push((name.to_owned(), value.to_owned()));
        }
        self
    }

    /// Only so many bytes arrive.
    pub fn cut(mut self, bytes: usize) -> Self {
        if let Ok(response) = &mut self.0 {
            response.body.truncate(bytes);
        }
        self
    }
}

/// The requests that were sent.
#[derive(Clone, Default)]
pub struct Sent(Arc<Mutex<Vec<(Request, String)>>>);

impl Sent {
    pub fn lines(&self) -> Vec<String> {
        self.0.lock().expect("sent").iter().map(|(request, _)| format!("{request:?}")).collect()
    }

    pub fn bodies(&self) -> Vec<Json> {
        let all = self.0.lock().expect("sent");
        all.iter().map(|(request, _)| request.body.clone().unwrap_or_default()).collect()
    }

    pub fn keys(&self) -> Vec<String> {
        self.0.lock().expect("sent").iter().map(|(_, key)| key.clone()).collect()
    }
}

pub struct Fake {
    replies: Mutex<VecDeque<Reply>>,
    sent: Sent,
}

impl Fake {
    pub fn script(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self { replies: Mutex::new(replies.into_iter().collect()), sent: Sent::default() }
    }
}

impl Transport for Fake {
    fn send(&self, request: &Request, key: &SecretString) -> Result<Response, TransportError> {
        let line = (request.clone(), key.expose_secret().to_owned());
        self.sent.0.lock().expect("sent").push(line);
        let reply = self.replies.lock().expect("replies").pop_front();
        let Reply(reply) = reply.unwrap_or_else(|| panic!("nothing answers {request:?}"));
        reply.map_err(|fault| TransportError { fault, source: "the connection broke".into() })
    }
}

/// Waits by moving its own hands.
#[derive(Default)]
pub struct FakeClock(Mutex<Duration>);

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        let waited = *self.0.lock().expect("a clock");
        Timestamp::UNIX_EPOCH + jiff::SignedDuration::try_from(waited).expect("short")
    }

    fn sleep(&self, pause: Duration) {
        *self.0.lock().expect("a clock") += pause;
    }

    fn jitter(&self) -> f64 {
        0.0
    }
}

impl Clock for Arc<FakeClock> {
    fn now(&self) -> Timestamp {
        self.as_ref().now()
    }

    fn sleep(&self, pause: Duration) {
        self.as_ref().sleep(pause);
    }

    fn jitter(&self) -> f64 {
        self.as_ref().jitter()
    }
}

pub fn client(fake: Fake) -> (Client, Sent) {
    let sent = fake.sent.clone();
    let key = SecretString::from("the-key".to_owned());
    let target = "https://acme.example".to_owned();
    (Client::new(target, Box::new(fake), Box::new(FakeClock::default()), key), sent)
}
