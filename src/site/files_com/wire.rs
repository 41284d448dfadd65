//! The transport over the network. One agent holds the connections, so that they are reused.
//!
//! Certificates are judged by the system, redirects are not followed, and nothing is repeated.

use super::http::{Fault, Method, Request, Response, Transport, TransportError};
use secrecy::{ExposeSecret, SecretString};
use std::io::Read;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// An answer larger than this is not read: a page of a thousand records has a few megabytes.
const LARGEST_ANSWER: u64 = 64 << 20;

const CONNECT: Duration = Duration::from_secs(15);
const SEND: Duration = Duration::from_secs(30);
/// How long the site may think.
const ANSWER: Duration = Duration::from_secs(90);
/// How long an answer may take to arrive.
const BODY: Duration = Duration::from_secs(120);

pub struct Wire {
    agent: ureq::Agent,
    /// With the API's path, without a slash at its end.
    root: String,
}

impl Wire {
    /// `base` is a scheme and a host, as in `https://acme.files.com`. The environment names the
    /// proxies; what goes in the open is for this machine, and needs none.
    pub fn new(base: &str) -> Self {
        let proxy = if base.starts_with("https:") { ureq::Proxy::try_from_env() } else { None };
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(proxy)
            .user_agent(concat!("siteplan/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(CONNECT))
            .timeout_send_request(Some(SEND))
            .timeout_send_body(Some(SEND))
            .timeout_recv_response(Some(ANSWER))
            .timeout_recv_body(Some(BODY))
            .max_idle_connections_per_host(16)
            .build();
        Self { agent: config.new_agent(), root: format!("{base}/api/rest/v1") }
    }
}

impl Transport for Wire {
    fn send(&self, request: &Request, key: &SecretString) -> Result<Response, TransportError> {
        let address = format!("{}/{}", self.root, request.target());
        let builder = ureq::http::Request::builder()
            .method(request.method.as_str())
            .uri(address)
            .header("X-FilesAPI-Key", key.expose_secret())
            .header("Accept", "application/json");
        let sent = match (&request.body, request.method) {
            (Some(body), _) => {
                let built = builder.header("Content-Type", "application/json");
                self.agent.run(built.body(body.to_string()).map_err(not_sent)?)
            }
            (None, Method::Post | Method::Patch) => {
                self.agent.run(builder.body(String::new()).map_err(not_sent)?)
            }
            (None, Method::Get | Method::Delete) => {
                self.agent.run(builder.body(()).map_err(not_sent)?)
            }
        };
        read(sent.map_err(fault)?)
    }
}

fn read(mut response: ureq::http::Response<ureq::Body>) -> Result<Response, TransportError> {
    let headers = response.headers().iter().map(|(name, value)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    });
    let (status, headers) = (response.status().as_u16(), headers.collect());
    let mut body = Vec::new();
    let mut reader = response.body_mut().as_reader().take(LARGEST_ANSWER + 1);
    let lost = |source| TransportError { fault: Fault::Lost, source: Box::new(source) };
    reader.read_to_end(&mut body).map_err(lost)?;
    if body.len() as u64 > LARGEST_ANSWER {
        let source = format!("the answer has more than {} megabytes", LARGEST_ANSWER >> 20);
        return Err(TransportError { fault: Fault::TooLarge, source: source.into() });
    }
    Ok(Response { status, headers, body })
}

fn not_sent(error: ureq::http::Error) -> TransportError {
    TransportError { fault: Fault::NotSent, source: Box::new(error) }
}

/// Whether the site may have seen the request. What is not known to be early is late.
fn fault(error: ureq::Error) -> TransportError {
    use std::io::ErrorKind;
    let fault = match &error {
        ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed
        | ureq::Error::BadUri(_)
        | ureq::Error::Http(_)
        | ureq::Error::InvalidProxyUrl
        | ureq::Error::ConnectProxyFailed(_)
        | ureq::Error::Timeout(ureq::Timeout::Resolve | ureq::Timeout::Connect) => Fault::NotSent,
        ureq::Error::Io(error) if error.kind() == ErrorKind::ConnectionRefused => Fault::NotSent,
        ureq::Error::Rustls(_) | ureq::Error::Tls(_) => Fault::Untrusted,
        ureq::Error::Io(error) if is_certificate(error) => Fault::Untrusted,
        _ => Fault::Lost,
    };
    TransportError { fault, source: Box::new(error) }
}

/// A handshake that fails while reading or writing comes wrapped.
fn is_certificate(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::InvalidData
        && error.to_string().to_ascii_lowercase().contains("certificate")
}
