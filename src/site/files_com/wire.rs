//! The transport over the network. One agent holds the connections, so that they are reused.
//!
//! Certificates are judged by the system, redirects are not followed, and nothing is repeated.

use super::http::{Fault, Method, Request, Response, Transport, TransportError};
use secrecy::{ExposeSecret, SecretString};
use std::io::Read;
use std::time::Duration;
use ureq::tls::{RootCerts, TlsConfig};

/// An answer larger than this is not read: a page of a thousand records has a few megabytes.
const LARGEST_ANSWER: u64 = 32 << 20;

/// How long each part of an exchange may take.
struct Timeouts {
    connect: Duration,
    send: Duration,
    /// How long the site may think.
    answer: Duration,
    /// How long an answer may take to arrive.
    body: Duration,
}

const TIMEOUTS: Timeouts = Timeouts {
    connect: Duration::from_secs(15),
    send: Duration::from_secs(30),
    answer: Duration::from_secs(90),
    body: Duration::from_secs(120),
};

pub struct Wire {
    agent: ureq::Agent,
    /// With the API's path, without a slash at its end.
    root: String,
}

impl Wire {
    /// `base` is a scheme and a host, as in `https://acme.files.com`. The environment names the
    /// proxies; what goes in the open is for this machine, and needs none.
    pub fn new(base: &str) -> Self {
        Self::with(base, &TIMEOUTS)
    }

    fn with(base: &str, timeouts: &Timeouts) -> Self {
        let proxy = if base.starts_with("https:") { ureq::Proxy::try_from_env() } else { None };
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(proxy)
            .user_agent(concat!("siteplan/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(timeouts.connect))
            .timeout_send_request(Some(timeouts.send))
            .timeout_send_body(Some(timeouts.send))
            .timeout_recv_response(Some(timeouts.answer))
            .timeout_recv_body(Some(timeouts.body))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::net::TcpListener;
    use std::thread;

    /// A server that reads a request, says so much, and then nothing for longer than we wait.
    #[expect(clippy::disallowed_methods, reason = "the test has a server of its own")]
    fn falls_silent(says: &'static str) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let base = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a connection");
            let _ = stream.read(&mut [0; 1024]);
            let _ = stream.write_all(says.as_bytes());
            thread::sleep(Duration::from_secs(20));
        });
        base
    }

    #[test]
    fn a_site_that_falls_silent_is_not_waited_for() {
        let short = Duration::from_millis(300);
        let timeouts = Timeouts { connect: short, send: short, answer: short, body: short };
        let key = SecretString::from("the-key".to_owned());
        for says in ["", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n[{"] {
            let wire = Wire::with(&falls_silent(says), &timeouts);
            let error = wire.send(&Request::get("users"), &key).expect_err("silence");
            assert!(matches!(error.fault, Fault::Lost), "{says:?}: {error:?}");
            assert!(error.to_string().contains("timeout"), "{says:?}: {error}");
        }
    }
}
