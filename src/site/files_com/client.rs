//! Sends requests: reads are repeated until they succeed or it is pointless, writes are sent
//! once. Counts every request. Where the site asks one of them to wait, all wait.

use super::answer::{self, Answer};
use super::clock::Clock;
use super::gate::Gate;
use super::http::{Fault, Method, Request, Response, Transport, TransportError};
use super::pause;
use crate::register::without_secrets;
use crate::site::{Refusal, SiteError};
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{Mutex, OnceLock, PoisonError, RwLock};
use std::time::Duration;

/// How often a read is tried in all.
const READS: u32 = 6;
/// How long a read is begun anew after a failure, counted from its first attempt.
const PATIENCE: Duration = Duration::from_secs(120);

/// The limit is that of the site, or of the key, and so one of every request.
const TOO_MANY_REQUESTS: u16 = 429;

/// How many requests were sent, by what they were about.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requests {
    pub by_resource: BTreeMap<String, Count>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    pub reads: u64,
    pub writes: u64,
}

impl Requests {
    pub fn reads(&self) -> u64 {
        self.by_resource.values().map(|count| count.reads).sum()
    }

    pub fn writes(&self) -> u64 {
        self.by_resource.values().map(|count| count.writes).sum()
    }

    pub fn total(&self) -> u64 {
        self.reads() + self.writes()
    }
}

/// Is told how many requests there were.
pub type Watch = Box<dyn Fn(u64) + Send + Sync>;

pub struct Client {
    transport: Box<dyn Transport>,
    clock: Box<dyn Clock>,
    key: SecretString,
    target: String,
    gate: Gate,
    requests: Mutex<Requests>,
    /// How far the site's clock is ahead of ours, as its first answer says.
    ahead: OnceLock<SignedDuration>,
    watch: RwLock<Option<Watch>>,
}

/// An answer to a read.
pub struct Page {
    pub value: Json,
    /// Without its body.
    pub response: Response,
    /// How many bytes the body had.
    pub size: u64,
}

/// Why a write brought no answer that counts.
#[derive(Debug)]
pub enum Unanswered {
    /// The site has not seen it.
    NotSent(TransportError),
    /// It may have happened.
    Lost(SiteError),
    /// The site says that it may or may not have happened, and to come back later.
    Busy(Refusal, Response),
    /// It did not happen, and may be sent again.
    Disabled(Refusal, Response),
}

impl Client {
    pub fn new(
        target: String,
        transport: Box<dyn Transport>,
        clock: Box<dyn Clock>,
        key: SecretString,
    ) -> Self {
        Self {
            transport,
            clock,
            key,
            target,
            gate: Gate::default(),
            requests: Mutex::default(),
            ahead: OnceLock::new(),
            watch: RwLock::default(),
        }
    }

    pub fn target(&self) -> &str {
        &self.target
    }

    pub fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// The requests so far.
    pub fn requests(&self) -> Requests {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far the site's clock is ahead of ours, if it says what time it is.
    pub fn ahead(&self) -> Option<SignedDuration> {
        self.ahead.get().copied()
    }

    pub fn watch(&self, watch: Option<Watch>) {
        *self.watch.write().unwrap_or_else(PoisonError::into_inner) = watch;
    }

    fn send(&self, request: &Request, key: &SecretString) -> Result<Response, TransportError> {
        self.gate.pass(&*self.clock);
        let total = self.count(request);
        if let Some(watch) = &*self.watch.read().unwrap_or_else(PoisonError::into_inner) {
            watch(total);
        }
        let response = self.transport.send(request, key)?;
        if let Some(theirs) = pause::date_of(&response) {
            self.ahead.get_or_init(|| theirs.duration_since(self.clock.now()));
        }
        let is_limit = response.status == TOO_MANY_REQUESTS;
        let asked = pause::retry_after(&response, self.clock.now());
        if let Some(pause) = asked.filter(|_| is_limit) {
            self.gate.close(pause, &*self.clock);
        }
        Ok(response)
    }

    fn count(&self, request: &Request) -> u64 {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let count = requests.by_resource.entry(request.resource().to_owned()).or_default();
        match request.method {
            Method::Get => count.reads += 1,
            _ => count.writes += 1,
        }
        requests.total()
    }

    /// The value that a read answers with.
    pub fn read(&self, request: &Request) -> Result<Json, SiteError> {
        Ok(self.read_page(request)?.value)
    }

    /// What a read finds; none where there is nothing.
    pub fn find(&self, request: &Request) -> Result<Option<Json>, SiteError> {
        match self.read(request) {
            Ok(value) => Ok(Some(value)),
            Err(SiteError::Refused(refusal)) if refusal.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A read's value, with the response that held it.
    pub fn read_page(&self, request: &Request) -> Result<Page, SiteError> {
        let begun = self.clock.now();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let (error, response) = match self.send(request, &self.key) {
                Ok(mut response) => match sort(&response, &self.key) {
                    Answer::Fine(value) => {
                        let size = std::mem::take(&mut response.body).len() as u64;
                        return Ok(Page { value, response, size });
                    }
                    Answer::Busy(refusal) | Answer::Disabled(refusal) => {
                        (SiteError::Refused(refusal), Some(response))
                    }
                    Answer::Garbled(detail) => (self.garbled(request, detail), None),
                    Answer::Refused(refusal) => return Err(self.refused(refusal)),
                    Answer::Elsewhere(to) => return Err(self.redirected(to)),
                },
                Err(error) => match error.fault {
                    Fault::NotSent | Fault::Lost => (self.unreachable(error), None),
                    Fault::Untrusted => return Err(self.untrusted(error)),
                    Fault::TooLarge => return Err(self.garbled(request, error.to_string())),
                },
            };
            let pause = pause::before(attempt, response.as_ref(), self.clock());
            // A site that does not answer uses up patience as well.
            let taken = Duration::try_from(self.clock.now().duration_since(begun));
            if attempt >= READS || taken.unwrap_or_default() + pause > PATIENCE {
                return Err(error);
            }
            self.clock.sleep(pause);
        }
    }

    /// Sends a write once, with this key or the site's own. The inner result is what the site
    /// says; the outer one that it says nothing that counts.
    pub fn write_once(
        &self,
        request: &Request,
        key: Option<&SecretString>,
    ) -> Result<Result<Json, SiteError>, Unanswered> {
        let own = key.is_none();
        let key = key.unwrap_or(&self.key);
        let response = match self.send(request, key) {
            Ok(response) => response,
            Err(error) => {
                return match error.fault {
                    Fault::NotSent => Err(Unanswered::NotSent(error)),
                    Fault::Untrusted => Ok(Err(self.untrusted(error))),
                    Fault::TooLarge => {
                        Err(Unanswered::Lost(self.garbled(request, error.to_string())))
                    }
                    Fault::Lost => Err(Unanswered::Lost(self.unreachable(error))),
                };
            }
        };
        match sort(&response, key) {
            Answer::Fine(value) => Ok(Ok(value)),
            Answer::Refused(refusal) if own => Ok(Err(self.refused(refusal))),
            // Another's key that does not work says nothing about our own.
            Answer::Refused(refusal) => Ok(Err(refusal.into())),
            Answer::Elsewhere(to) => Ok(Err(self.redirected(to))),
            Answer::Garbled(detail) => Err(Unanswered::Lost(self.garbled(request, detail))),
            Answer::Busy(refusal) => Err(Unanswered::Busy(refusal, response)),
            Answer::Disabled(refusal) => Err(Unanswered::Disabled(refusal, response)),
        }
    }

    pub fn unreachable(&self, error: TransportError) -> SiteError {
        SiteError::Unreachable { target: self.target.clone(), source: error.source }
    }

    fn untrusted(&self, error: TransportError) -> SiteError {
        SiteError::Untrusted { target: self.target.clone(), source: error.source }
    }

    fn redirected(&self, to: String) -> SiteError {
        SiteError::Redirected { target: self.target.clone(), to }
    }

    /// A key that the site does not know will not be known at the next request.
    fn refused(&self, refusal: Refusal) -> SiteError {
        if refusal.error_type == "not-authenticated/lockout-region-mismatch" {
            return SiteError::Region { target: self.target.clone(), source: refusal };
        }
        let key = refusal.error_type.starts_with("not-authenticated/")
            || refusal.error_type == "http-status/401";
        if key {
            return SiteError::Key { target: self.target.clone(), source: refusal };
        }
        refusal.into()
    }

    fn garbled(&self, request: &Request, detail: String) -> SiteError {
        SiteError::Answer { what: request.resource().to_owned(), detail }
    }
}

/// What the response says, without the key and without any secret that was sent: who answers may
/// be anybody, and repeat it.
fn sort(response: &Response, key: &SecretString) -> Answer {
    if response.status < 300 {
        return answer::sort(response);
    }
    let key = key.expose_secret();
    let without = |text: &str| {
        let text = if key.is_empty() { text.to_owned() } else { text.replace(key, "(the key)") };
        without_secrets(&text).into_owned()
    };
    let headers = response.headers.iter().map(|(name, value)| (name.clone(), without(value)));
    let clean = answer::sort(&Response {
        status: response.status,
        headers: headers.collect(),
        body: without(&String::from_utf8_lossy(&response.body)).into_bytes(),
    });
    // What was sent as JSON and comes back in a text of JSON is seen once that is read.
    match clean {
        Answer::Refused(refusal) => Answer::Refused(quoting(refusal)),
        Answer::Busy(refusal) => Answer::Busy(quoting(refusal)),
        Answer::Disabled(refusal) => Answer::Disabled(quoting(refusal)),
        Answer::Elsewhere(to) => Answer::Elsewhere(without(&to)),
        Answer::Garbled(detail) => Answer::Garbled(without(&detail)),
        fine @ Answer::Fine(_) => fine,
    }
}

/// A refusal without what it repeats of secrets.
fn quoting(refusal: Refusal) -> Refusal {
    Refusal { message: without_secrets(&refusal.message).into_owned(), ..refusal }
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, FakeClock, answer, client};
    use super::*;
    use jiff::Timestamp;
    use serde_json::json;
    use std::sync::Arc;

    #[test]
    fn what_one_is_asked_to_wait_for_all_wait_for() {
        let limit = || answer(429, json!({"type": "rate-limited/too-many-requests"}));
        let (client, sent) = client(Fake::script([
            limit().header("Retry-After", "9"),
            answer(200, json!([])),
            limit(),
            answer(201, json!({"id": 1})),
        ]));
        let write = || client.write_once(&Request::post("users", json!({})), None);
        let now = || client.clock().now().duration_since(Timestamp::UNIX_EPOCH);
        assert!(matches!(write(), Err(Unanswered::Busy(..))));
        assert_eq!(now(), SignedDuration::ZERO, "whoever wrote waits by itself");
        client.read(&Request::get("users")).expect("a list");
        assert_eq!(now(), SignedDuration::from_secs(9), "another one keeps the pause");
        // Without a time of the site's nobody else is held back.
        assert!(matches!(write(), Err(Unanswered::Busy(..))));
        write().expect("an answer").expect("done");
        assert_eq!((now(), sent.lines().len()), (SignedDuration::from_secs(9), 4));
    }

    /// A site that lets everybody wait for a minute and a half, and says nothing.
    struct Silent(Arc<FakeClock>);

    impl Transport for Silent {
        fn send(&self, _: &Request, _: &SecretString) -> Result<Response, TransportError> {
            self.0.sleep(Duration::from_secs(90));
            Err(TransportError { fault: Fault::Lost, source: "timeout".into() })
        }
    }

    #[test]
    fn a_site_that_never_answers_is_left_soon() {
        let clock = Arc::new(FakeClock::default());
        let (silent, key) = (Silent(clock.clone()), SecretString::from("the-key".to_owned()));
        let target = "https://acme.example".to_owned();
        let client = Client::new(target, Box::new(silent), Box::new(clock), key);
        let error = client.read(&Request::get("users")).expect_err("silence");
        assert!(matches!(error, SiteError::Unreachable { .. }), "{error}");
        assert_eq!(client.requests().total(), 2);
    }

    #[test]
    fn who_repeats_the_key_is_not_quoted() {
        let says = |status, word| answer(status, json!({"type": word, "error": "not the-key!"}));
        let replies = [
            says(401, "not-authenticated/the-key"),
            says(422, "bad-request/the-key"),
            answer(302, Json::Null).header("Location", "https://x.example/the-key"),
        ];
        let (client, _) = client(Fake::script(replies));
        for _ in 0..3 {
            let error = client.read(&Request::get("users")).expect_err("no");
            assert!(!format!("{error:?} {error}").contains("the-key"), "{error:?}");
        }
    }
}
