//! What a response says: a value, a refusal in Files.com's words, or nothing that makes sense.

use super::http::Response;
use crate::register::without_secrets;
use crate::site::Refusal;
use serde_json::Value as Json;

/// How much of the site's own words is passed on.
const LONGEST_MESSAGE: usize = 400;

/// A response, sorted.
#[derive(Debug, PartialEq)]
pub enum Answer {
    /// It happened; null where the answer is empty.
    Fine(Json),
    /// Understood, and no.
    Refused(Refusal),
    /// Not now: a limit on requests, or the site is in trouble.
    Busy(Refusal),
    /// The site says that it did nothing because it is switched off.
    Disabled(Refusal),
    /// Look elsewhere.
    Elsewhere(String),
    /// An answer that is cut off, or no JSON.
    Garbled(String),
}

pub fn sort(response: &Response) -> Answer {
    match response.status {
        200..=299 => match json(&response.body) {
            Ok(value) => Answer::Fine(value),
            Err(error) => Answer::Garbled(format!("no JSON: {error}")),
        },
        300..=399 => {
            let to = response.header("Location").unwrap_or("nowhere");
            Answer::Elsewhere(bounded(to))
        }
        status => {
            let refusal = refusal(response);
            match (status, &*refusal.error_type) {
                (_, "service-unavailable/site-disabled") => Answer::Disabled(refusal),
                (408 | 429 | 500.., _) => Answer::Busy(refusal),
                (_, word) if word.starts_with("service-unavailable/") => Answer::Busy(refusal),
                _ => Answer::Refused(refusal),
            }
        }
    }
}

fn json(body: &[u8]) -> Result<Json, serde_json::Error> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Json::Null);
    }
    serde_json::from_slice(body)
}

/// The error as Files.com writes it; without one, its status.
fn refusal(response: &Response) -> Refusal {
    let body: Json = serde_json::from_slice(&response.body).unwrap_or_default();
    let text = |name: &str| body.get(name).and_then(Json::as_str).filter(|text| !text.is_empty());
    let error_type = text("type").or_else(|| response.header("X-Files-Error-Class"));
    let error_type = error_type.filter(|word| is_type(word)).map(str::to_owned);
    let error_type = error_type.unwrap_or_else(|| format!("http-status/{}", response.status));
    let mut message = text("error").or_else(|| text("title")).unwrap_or_default().to_owned();
    let fields = body.get("model_errors").and_then(Json::as_object);
    for (field, errors) in fields.into_iter().flatten() {
        for error in errors.as_array().into_iter().flatten().filter_map(Json::as_str) {
            if !message.contains(error) {
                message.push_str(&format!("; {field}: {error}"));
            }
        }
    }
    if error_type == "not-authenticated/lockout-region-mismatch" {
        let host = body.get("data").and_then(|data| data.get("host")).and_then(Json::as_str);
        if let Some(host) = host.or_else(|| response.header("X-Files-Host")) {
            message.push_str(&format!("; its host is {host}"));
        }
    }
    if message.is_empty() {
        message = format!("the site answers with status {}", response.status);
    }
    Refusal::new(error_type, bounded(&message))
}

/// A type of the error catalog, not just any text that the other side put there.
fn is_type(word: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    word.len() <= 100 && word.chars().all(plain)
}

/// One line of bounded length.
fn bounded(text: &str) -> String {
    // Before anything of it is cut off or changed.
    let text = without_secrets(text);
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    let mut short: String = plain.clone().take(LONGEST_MESSAGE).collect();
    if plain.count() > LONGEST_MESSAGE {
        short.push('…');
    }
    short.trim().trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn response(status: u16, body: &str) -> Response {
        Response { status, headers: Vec::new(), body: body.as_bytes().to_vec() }
    }

    fn refused(status: u16, body: Json) -> Refusal {
        match sort(&response(status, &body.to_string())) {
            Answer::Refused(refusal) => refusal,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_refusal_keeps_the_sites_words() {
        let refusal = refused(
            422,
            json!({
                "type": "processing-failure/model-save-error",
                "error": "Username has already been taken.",
                "http-code": 422,
                "model_errors": {"username": ["has already been taken"], "email": ["is odd"]},
            }),
        );
        assert_eq!(refusal.error_type, "processing-failure/model-save-error");
        assert_eq!(refusal.message, "Username has already been taken.; email: is odd");
        let html = sort(&response(403, "<html>Forbidden</html>"));
        let Answer::Refused(refusal) = html else { panic!("{html:?}") };
        assert_eq!(refusal.error_type, "http-status/403");
    }

    #[test]
    fn the_sites_words_are_bounded_and_of_one_line() {
        let long = "\u{1b}[31m line\nline ".repeat(400);
        let refusal = refused(422, json!({"type": "<script>", "error": long}));
        assert!(refusal.message.chars().count() <= LONGEST_MESSAGE + 1);
        assert!(!refusal.message.contains(['\n', '\u{1b}']));
        assert_eq!(refusal.error_type, "http-status/422");
    }

    #[test]
    fn only_one_failure_proves_that_nothing_happened() {
        let of = |status, word: &str| {
            sort(&response(status, &json!({"type": word, "error": "no"}).to_string()))
        };
        assert!(matches!(of(422, "service-unavailable/site-disabled"), Answer::Disabled(_)));
        assert!(matches!(of(422, "service-unavailable/migration-in-progress"), Answer::Busy(_)));
        assert!(matches!(of(429, "rate-limited/too-many-requests"), Answer::Busy(_)));
        assert!(matches!(sort(&response(503, "<html>")), Answer::Busy(_)));
        assert!(matches!(of(404, "not-found/user-not-found"), Answer::Refused(_)));
    }

    #[test]
    fn half_an_answer_is_no_answer() {
        assert!(matches!(sort(&response(200, "[{\"id\":")), Answer::Garbled(_)));
        assert_eq!(sort(&response(204, "")), Answer::Fine(Json::Null));
    }

    #[test]
    fn says_where_it_was_sent_and_which_region_is_right() {
        let mut moved = response(302, "");
        moved.headers.push(("Location".to_owned(), "https://elsewhere.example/".to_owned()));
        assert_eq!(sort(&moved), Answer::Elsewhere("https://elsewhere.example/".to_owned()));
        let refusal = refused(
            403,
            json!({
                "type": "not-authenticated/lockout-region-mismatch",
                "error": "Wrong region",
                "data": {"host": "acme.eu.files.example"},
            }),
        );
        assert!(refusal.message.ends_with("its host is acme.eu.files.example"));
    }
}
