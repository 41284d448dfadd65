//! Whose requests are taken: programs', and not those of a web page that somebody looks at on the
//! machine where the emulator runs.
//!
//! A page can send requests to any address, and by a name that it controls (DNS rebinding) it may
//! even read the answers. Browsers say with `Origin` and `Sec-Fetch-Site` where a request comes
//! from, and with `Host` by which name they reached us.

use axum::http::HeaderMap;
use std::net::IpAddr;

/// Why a request is not taken.
pub fn refusal(headers: &HeaderMap, names: &[String]) -> Option<String> {
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(origin) = header("origin") {
        return Some(format!("requests of web pages are not taken (Origin: {origin})"));
    }
    if let Some(from) = header("sec-fetch-site").filter(|from| *from != "none") {
        return Some(format!("requests of web pages are not taken (Sec-Fetch-Site: {from})"));
    }
    let host = header("host")?;
    let is_known =
        is_own(host) || names.iter().any(|name| name.eq_ignore_ascii_case(name_of(host)));
    (!is_known).then(|| {
        format!("the emulator is not called `{host}`: use its address, or start it with --host")
    })
}

/// An address, or this machine's own name for itself.
fn is_own(host: &str) -> bool {
    let name = name_of(host);
    let bare = name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    name.eq_ignore_ascii_case("localhost") || bare.unwrap_or(name).parse::<IpAddr>().is_ok()
}

/// Without the port.
fn name_of(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::{HeaderName, HeaderValue};

    fn refused(given: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        refusal(&headers, &["emulator".to_owned()]).is_some()
    }

    #[test]
    fn programs_are_heard_and_pages_are_not() {
        for host in [
            "127.0.0.1:4041",
            "localhost:4041",
            "LOCALHOST",
            "[::1]:80",
            "192.0.2.7:1",
            "emulator:4041",
        ] {
            assert!(!refused(&[("host", host)]), "{host}");
            assert!(refused(&[("host", host), ("origin", "https://evil.example")]), "{host}");
            assert!(refused(&[("host", host), ("origin", "null")]), "{host}");
            assert!(refused(&[("host", host), ("sec-fetch-site", "cross-site")]), "{host}");
        }
        for host in [
            "evil.example",
            "evil.example:4041",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "",
        ] {
            assert!(refused(&[("host", host)]), "{host}");
        }
        assert!(!refused(&[]), "an older protocol has no Host");
        assert!(
            !refused(&[("host", "127.0.0.1"), ("sec-fetch-site", "none")]),
            "typed by a person"
        );
    }
}
