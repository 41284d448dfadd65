//! Faults on request: what a network and a busy site do to a client, at will and repeatable.
//!
//! A fault is one word, the same on the command line and at the control endpoint:
//! `KIND[=VALUE][:every=N][:at=N][:times=N][:path=PREFIX][:method=VERB]`.
//!
//! | kind | what the client sees | applied? |
//! |---|---|---|
//! | `rate-limit[=SECONDS]` | 429, with `Retry-After` where seconds are given | no |
//! | `rate-limit-date=SECONDS` | 429, with `Retry-After` as an HTTP date | no |
//! | `error[=STATUS]` | a 5xx (503) in the API's form | no |
//! | `error-after[=STATUS]` | the same | yes |
//! | `drop` | the connection closes without an answer | no |
//! | `drop-after` | the same | yes |
//! | `truncate` | the right answer, cut off in the middle | yes |
//! | `delay=MILLISECONDS` | the right answer, late | yes |
//! | `html[=STATUS]` | a page of HTML (502) | no |
//! | `repeat[=STATUS]` | a refusal (422) that repeats the request, its key and its body | no |
//! | `empty-page` | a list: nothing, and a cursor that goes on from there | – |
//! | `repeat-cursor` | a list: the cursor that was sent, again | – |
//! | `wrong-types` | numbers as text, text as numbers, flags as words, objects as lists | yes |
//!
//! `at` and `every` count the requests that match `path` and `method`, from 1, since the fault
//! was set. `path` is that of the API without its base, as in `/users`.

use axum::http::Method;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    RateLimit { retry_after: Option<u64> },
    RateLimitDate { seconds: u64 },
    Error { status: u16 },
    ErrorAfter { status: u16 },
    Drop,
    DropAfter,
    Truncate,
    Delay { milliseconds: u64 },
    Html { status: u16 },
    Repeat { status: u16 },
    EmptyPage,
    RepeatCursor,
    WrongTypes,
}

/// The vocabulary, for `--help`.
pub const HELP: &str = "\
Faults: KIND[=VALUE][:every=N][:at=N][:times=N][:path=PREFIX][:method=VERB]
  rate-limit[=SECONDS]      429, with Retry-After where seconds are given; not applied
  rate-limit-date=SECONDS   429, with Retry-After as an HTTP date; not applied
  error[=STATUS]            an error of the server (503); not applied
  error-after[=STATUS]      the same, but applied
  drop                      the connection closes without an answer; not applied
  drop-after                the same, but applied
  truncate                  the right answer, cut off in the middle; applied
  delay=MILLISECONDS        the right answer, late
  html[=STATUS]             a page of HTML (502); not applied
  repeat[=STATUS]           a refusal (422) that repeats the request, its key and its body; not applied
  empty-page                a list: nothing, and a cursor that goes on from there
  repeat-cursor             a list: the cursor that was sent, again
  wrong-types               the right answer with values of other types; applied
Without every or at, a fault strikes every request that matches path and method. Both count
such requests from 1. PATH is the API's without its base, as in /users.
  siteplan emulate --fault rate-limit=1:every=10 --fault drop-after:at=3:method=POST

Control, beside the API, by the token of --control-token in Authorization: Bearer:
  GET|POST|DELETE /__emulator/faults    {\"faults\": [\"error=500:times=2\"]}
  GET /__emulator/requests              how many came, by verb and route
  POST /__emulator/reset-counts";

/// A fault, and which requests it strikes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    text: String,
    pub kind: Kind,
    every: Option<u64>,
    at: Option<u64>,
    times: Option<u64>,
    path: String,
    method: Option<Method>,
}

/// A word that is no fault.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is no fault: {why}")]
pub struct FaultError {
    text: String,
    why: String,
}

impl FromStr for Fault {
    type Err = FaultError;

    fn from_str(text: &str) -> Result<Self, FaultError> {
        parse(text).map_err(|why| FaultError { text: text.to_owned(), why })
    }
}

fn parse(text: &str) -> Result<Fault, String> {
    let mut words = text.split(':');
    let mut fault = Fault {
        text: text.to_owned(),
        kind: kind(words.next().unwrap_or_default())?,
        every: None,
        at: None,
        times: None,
        path: String::new(),
        method: None,
    };
    for word in words {
        let (name, value) = word.split_once('=').ok_or_else(|| format!("`{word}` has no value"))?;
        match name {
            "every" => fault.every = Some(positive(value)?),
            "at" => fault.at = Some(positive(value)?),
            "times" => fault.times = Some(positive(value)?),
            "path" => fault.path = value.to_owned(),
            "method" => {
                let method = value.to_ascii_uppercase().parse();
                fault.method = Some(method.map_err(|_| format!("`{value}` is no verb"))?);
            }
            _ => return Err(format!("`{name}` is not every, at, times, path or method")),
        }
    }
    if fault.every.is_some() && fault.at.is_some() {
        return Err("either `at` or `every`".to_owned());
    }
    Ok(fault)
}

fn kind(word: &str) -> Result<Kind, String> {
    let (name, value) = match word.split_once('=') {
        Some((name, value)) => (name, Some(value)),
        None => (word, None),
    };
    let number =
        |value: &str| value.parse::<u64>().map_err(|_| format!("`{value}` is not a whole number"));
    let status = |default: u16| match value {
        None => Ok(default),
        Some(value) => match value.parse() {
            Ok(status @ 200..=599) => Ok(status),
            _ => Err(format!("`{value}` is no HTTP status")),
        },
    };
    let needed = || value.ok_or_else(|| format!("`{name}` needs a value")).and_then(number);
    let kind = match name {
        "rate-limit" => Kind::RateLimit { retry_after: value.map(number).transpose()? },
        "rate-limit-date" => Kind::RateLimitDate { seconds: needed()? },
        "error" => Kind::Error { status: status(503)? },
        "error-after" => Kind::ErrorAfter { status: status(503)? },
        "delay" => Kind::Delay { milliseconds: needed()? },
        "html" => Kind::Html { status: status(502)? },
        "repeat" => Kind::Repeat { status: status(422)? },
        _ if value.is_some() => return Err(format!("`{name}` takes no value")),
        "drop" => Kind::Drop,
        "drop-after" => Kind::DropAfter,
        "truncate" => Kind::Truncate,
        "empty-page" => Kind::EmptyPage,
        "repeat-cursor" => Kind::RepeatCursor,
        "wrong-types" => Kind::WrongTypes,
        _ => return Err("there is no such kind".to_owned()),
    };
    Ok(kind)
}

fn positive(value: &str) -> Result<u64, String> {
    match value.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(format!("`{value}` is not a number from 1")),
    }
}

/// The faults that are set, with what they have met.
#[derive(Debug, Default)]
pub struct Faults(Mutex<Vec<Armed>>);

#[derive(Debug)]
struct Armed {
    fault: Fault,
    met: u64,
    struck: u64,
}

impl Faults {
    pub fn new(faults: Vec<Fault>) -> Self {
        let all = Self::default();
        all.add(faults);
        all
    }

    pub fn add(&self, faults: Vec<Fault>) {
        let armed = faults.into_iter().map(|fault| Armed { fault, met: 0, struck: 0 });
        self.lock().extend(armed);
    }

    pub fn clear(&self) {
        self.lock().clear();
    }

    /// Each fault as it was written, and how often it struck.
    pub fn report(&self) -> Vec<(String, u64)> {
        self.lock().iter().map(|armed| (armed.fault.text.clone(), armed.struck)).collect()
    }

    /// The faults that strike this request, in the order in which they were set.
    pub fn strike(&self, method: &Method, path: &str) -> Vec<Kind> {
        self.lock().iter_mut().filter_map(|armed| armed.strike(method, path)).collect()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Armed>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Armed {
    fn strike(&mut self, method: &Method, path: &str) -> Option<Kind> {
        let Fault { every, at, times, .. } = self.fault;
        let verb = self.fault.method.as_ref().is_none_or(|only| only == method);
        if !verb || !path.starts_with(&self.fault.path) {
            return None;
        }
        self.met += 1;
        let due = match (every, at) {
            (Some(every), _) => self.met.is_multiple_of(every),
            (None, Some(at)) => self.met == at,
            (None, None) => true,
        };
        if !due || times.is_some_and(|times| self.struck >= times) {
            return None;
        }
        self.struck += 1;
        Some(self.fault.kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faults_strike_what_they_say() {
        let fault = "rate-limit=1:every=3:path=/users:method=get".parse().expect("a fault");
        let faults = Faults::new(vec![fault, "drop-after:at=2".parse().expect("a fault")]);
        let get = |path: &str| faults.strike(&Method::GET, path);
        assert_eq!(get("/users"), []);
        assert_eq!(get("/groups"), [Kind::DropAfter]);
        assert_eq!(get("/users/7"), []);
        assert_eq!(faults.strike(&Method::POST, "/users"), []);
        assert_eq!(get("/users"), [Kind::RateLimit { retry_after: Some(1) }]);
        assert_eq!(faults.report().iter().map(|(_, struck)| *struck).collect::<Vec<_>>(), [1, 1]);
        let twice = Faults::new(vec!["error=500:times=2".parse().expect("a fault")]);
        let struck = (0..5).map(|_| twice.strike(&Method::GET, "/site").len()).sum::<usize>();
        assert_eq!(struck, 2);
    }

    #[test]
    fn words_that_are_no_faults_say_why() {
        for (text, why) in [
            ("flood", "no such kind"),
            ("drop=1", "takes no value"),
            ("delay", "needs a value"),
            ("error=99", "no HTTP status"),
            ("drop:every=0", "from 1"),
            ("drop:at=1:every=2", "either"),
            ("drop:path", "has no value"),
            ("drop:when=never", "`when`"),
        ] {
            let error = text.parse::<Fault>().expect_err(text).to_string();
            assert!(error.contains(why), "{error}");
        }
    }
}
