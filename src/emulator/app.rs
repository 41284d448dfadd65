//! One request from its bytes to its answer: counted, delayed, struck by faults, and applied in
//! one transaction.

use super::answer::Answer;
use super::control::{self, Controls};
use super::counts::Counts;
use super::exchange::{Exchange, Known};
use super::fault_effects;
use super::faults::{Faults, Kind};
use super::keys::{self, Credentials, Sessions};
use super::message::{Cut, Incoming, Outgoing};
use super::request::Request;
use super::routes::{self, Matched, Writer};
use super::visitors;
use crate::site::local::edit::Edit;
use crate::site::local::store::{Fault, Tx};
use crate::site::{LocalSite, Refusal, SiteError};
use axum::http::{HeaderMap, Method};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// All paths of the API begin so.
pub const BASE: &str = "/api/rest/v1";

pub struct App {
    pub site: LocalSite,
    pub durable: bool,
    /// By which it is called, beside its addresses.
    pub names: Vec<String>,
    /// Whoever says it may set faults and read counts.
    pub control_token: Option<String>,
    pub latency: Duration,
    pub faults: Faults,
    pub counts: Counts,
    pub sessions: Sessions,
    pub requests: AtomicU64,
}

impl App {
    pub fn handle(&self, incoming: &Incoming<'_>) -> Outgoing {
        let number = self.requests.fetch_add(1, Ordering::Relaxed) + 1;
        let mut outgoing = Outgoing {
            answer: Answer::nothing(),
            instance: format!("emulator-{number:012x}"),
            delay: Duration::ZERO,
            retry_after: None,
            cut: Cut::No,
        };
        if let Some(message) = visitors::refusal(incoming.headers, &self.names) {
            let error = "not-authorized/request-of-a-page";
            outgoing.answer = Answer::error(403, error, &message, &outgoing.instance);
            return outgoing;
        }
        let path = incoming.uri.path();
        if let Some(rest) = path.strip_prefix(control::BASE) {
            let controls = Controls {
                site: &self.site,
                durable: self.durable,
                token: self.control_token.as_deref(),
                faults: &self.faults,
                counts: &self.counts,
            };
            outgoing.answer = control::answer(&controls, incoming, rest, &outgoing.instance);
            return outgoing;
        }
        outgoing.delay = self.latency;
        let found = match path.strip_prefix(BASE) {
            Some(rest) => routes::find(rest),
            None => Ok(None),
        };
        let template = match &found {
            Ok(Some(matched)) => matched.route.template,
            _ => "(unknown)",
        };
        self.counts.count(incoming.method.as_str(), template);
        let api_path = path.strip_prefix(BASE).unwrap_or(path);
        let faults = self.faults.strike(incoming.method, api_path);
        if !fault_effects::before(&mut outgoing, &faults, incoming) {
            outgoing.answer = self.answer(incoming, found, &faults, &outgoing.instance);
            fault_effects::after(&mut outgoing, &faults);
        }
        outgoing
    }

    fn answer(
        &self,
        incoming: &Incoming<'_>,
        found: Result<Option<Matched>, Refusal>,
        faults: &[Kind],
        instance: &str,
    ) -> Answer {
        let work = || match found {
            Ok(Some(matched)) => self.apply(incoming, matched, faults),
            Ok(None) => {
                let message = format!("the emulator has no `{}`", incoming.uri.path());
                Err(Refusal::not_found(message).into())
            }
            Err(refusal) => Err(refusal.into()),
        };
        let result = catch_unwind(AssertUnwindSafe(work));
        match result {
            Ok(Ok(answer)) => answer,
            Ok(Err(SiteError::Refused(refusal))) => Answer::refusal(&refusal, instance),
            Ok(Err(error)) => {
                Answer::error(500, "internal-server-error", &error.to_string(), instance)
            }
            Err(_) => {
                Answer::error(500, "internal-server-error", "the emulator has a bug", instance)
            }
        }
    }

    fn apply(
        &self,
        incoming: &Incoming<'_>,
        matched: Matched,
        faults: &[Kind],
    ) -> Result<Answer, SiteError> {
        let Some(handler) = matched.route.handler(incoming.method) else {
            let message = format!("`{}` takes no {}", matched.route.template, incoming.method);
            return Err(Refusal::new("bad-request/method-not-allowed", message).into());
        };
        let mut request = read(incoming)?;
        request.id = matched.id;
        request.path = matched.path;
        let credentials = credentials(incoming.headers);
        let (now, reads) = (incoming.now, is_read(incoming.method));
        let work = |tx: &Tx<'_>| {
            let public = matched.route.template == "/sessions";
            let caller = if public {
                keys::Caller::default()
            } else {
                keys::caller(tx, &credentials, &self.sessions, now)?
            };
            if !reads {
                may_write(&caller, matched.route.writer)?;
            }
            let x = Exchange {
                edit: Edit { tx, acting: caller.name(), now },
                request: &request,
                caller: &caller,
                sessions: &self.sessions,
                session: credentials.session.as_deref(),
                empty_page: faults.contains(&Kind::EmptyPage),
                repeat_cursor: faults.contains(&Kind::RepeatCursor),
                known: Known::default(),
            };
            handler.answer(&x)
        };
        if reads { self.site.look(work) } else { self.site.edit(self.durable, work) }
    }
}

fn is_read(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

fn read(incoming: &Incoming<'_>) -> Result<Request, Refusal> {
    let Some(body) = incoming.body else {
        let message = "the emulator takes bodies of up to 16 MB";
        return Err(Refusal::new("bad-request/request-body-too-large", message));
    };
    let workspace = incoming.headers.get("x-files-workspace-id").map(|value| value.to_str());
    if !matches!(workspace, None | Some(Ok("" | "0"))) {
        let message = "the emulator has the default workspace only";
        return Err(Refusal::new("bad-request/invalid-workspace-id-header", message));
    }
    let media_type = incoming.headers.get("content-type").and_then(|value| value.to_str().ok());
    Request::new(incoming.uri.query().unwrap_or_default(), media_type.unwrap_or_default(), body)
}

fn credentials(headers: &HeaderMap) -> Credentials {
    let header = |name: &str| {
        let value = headers.get(name).and_then(|value| value.to_str().ok());
        value.filter(|value| !value.is_empty()).map(str::to_owned)
    };
    Credentials { key: header("x-filesapi-key"), session: header("x-filesapi-auth") }
}

fn may_write(caller: &keys::Caller, writer: Writer) -> Result<(), Fault> {
    if writer == Writer::Anyone {
        return Ok(());
    }
    if let Some((error_type, message)) = caller.read_only {
        return Err(Refusal::new(error_type, message).into());
    }
    if writer == Writer::SiteAdmin && !caller.is_site_admin() {
        let message = "only site admins can do that";
        return Err(Refusal::new("not-authorized/site-admin-required", message).into());
    }
    Ok(())
}
