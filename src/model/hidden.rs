//! Where in a value a secret stands, or may stand.
//!
//! In: an attribute, and the keys that lead to a place in its value. Out: what may be written
//! there, and whether what a site shows there is shown on.

use super::value::{HIDDEN_KEY, Hidden};
use super::{Attribute, Value};

/// What a place in a value holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// Anything.
    Open,
    /// A secret, as its name says; one that is written out is warned of.
    Likely,
    /// What signs a request in: it never stands in a file.
    Credential,
    /// A secret that the site never shows.
    Unshown,
}

impl Place {
    /// Whether what stands here is left out of all that is shown and kept.
    pub fn is_hidden(self) -> bool {
        self != Place::Open
    }
}

impl Attribute {
    /// What stands at a place in the attribute's value; no keys: the value itself.
    pub fn place(&self, keys: &[&str]) -> Place {
        if keys.is_empty() {
            return if self.is_likely_secret { Place::Likely } else { Place::Open };
        }
        // What stands below a secret is a part of it.
        (1..=keys.len()).map(|depth| self.place_at(&keys[..depth])).max().unwrap_or(Place::Open)
    }

    fn place_at(&self, keys: &[&str]) -> Place {
        let Some((last, above)) = keys.split_last() else { return Place::Open };
        if self.unshown.iter().any(|path| path.split('.').eq(keys.iter().copied())) {
            return Place::Unshown;
        }
        let is_header = self.is_headers(above);
        match () {
            () if is_header && signs_in(last) => Place::Credential,
            () if !is_header && names_secret(last) => Place::Likely,
            () => Place::Open,
        }
    }

    /// Whether what stands at a place are headers of a request.
    fn is_headers(&self, keys: &[&str]) -> bool {
        let name = keys.last().copied().unwrap_or(self.name);
        name == "headers" || name.ends_with("_headers")
    }

    /// As [`Self::place`], for a text that may tell by itself what it is: a private key, or a header
    /// with its name in it.
    pub fn place_of_text(&self, keys: &[&str], text: &str) -> Place {
        let header = text.lines().filter_map(|line| line.split_once(':')).map(|(name, _)| name);
        if opens_by_itself(text) {
            return self.place(keys).max(Place::Likely);
        }
        let is_credential = text.contains(PRIVATE_KEY)
            || (self.is_headers(keys) && header.map(str::trim).any(signs_in));
        if is_credential { Place::Credential } else { self.place(keys) }
    }

    /// Whether its texts are addresses, of which some let in whoever has them.
    pub fn takes_addresses(&self) -> bool {
        self.name == "urls"
    }

    /// Whether any place in its values may be hidden, or hold a text that is a secret by itself.
    pub fn has_places(&self) -> bool {
        self.is_likely_secret || self.is_free_form() || self.takes_addresses()
    }

    /// A value as it may be kept: what stands at hidden places is there, and not to be seen.
    pub fn hide(&self, value: Value) -> Value {
        if self.has_places() { hide(self, &mut Vec::new(), value) } else { value }
    }

    /// As [`Self::hide`], for a value that is not of the attribute's kind.
    pub fn hide_of_any_kind(&self, value: Value) -> Value {
        hide(self, &mut Vec::new(), value)
    }
}

fn hide(attribute: &Attribute, keys: &mut Vec<String>, value: Value) -> Value {
    match value {
        Value::List(items) => {
            // A header may come as a pair of its name and its value.
            let path: Vec<&str> = keys.iter().map(String::as_str).collect();
            let first = items.first().and_then(Value::as_text);
            let is_pair = items.len() == 2 && first.is_some_and(signs_in);
            if is_pair && attribute.is_headers(&path) {
                let pair = items.into_iter().enumerate();
                let hidden = |(at, item)| match at {
                    0 => item,
                    _ => Value::Hidden(Hidden::of(&item)),
                };
                return Value::List(pair.map(hidden).collect());
            }
            Value::List(items.into_iter().map(|item| hide(attribute, keys, item)).collect())
        }
        Value::Object(entries) if !is_mark(&entries) => {
            // A header may come as its name and its value.
            let path: Vec<&str> = keys.iter().map(String::as_str).collect();
            let names_header = attribute.is_headers(&path)
                && entries.iter().any(|(_, value)| value.as_text().is_some_and(signs_in));
            let entries = entries.into_iter().map(|(key, value)| {
                if names_header && !value.as_text().is_some_and(signs_in) {
                    return (key, Value::Hidden(Hidden::of(&value)));
                }
                keys.push(key.to_string());
                let value = hide(attribute, keys, value);
                keys.pop();
                (key, value)
            });
            Value::Object(entries.collect())
        }
        value if value.is_unset() || matches!(value, Value::Secret(_) | Value::Bool(_)) => value,
        value => {
            let path: Vec<&str> = keys.iter().map(String::as_str).collect();
            let text = value.as_text().unwrap_or_default();
            let is_hidden = attribute.place_of_text(&path, text).is_hidden()
                || (text.starts_with(['{', '[']) && holds_secret(attribute, keys, text));
            if is_hidden { Value::Hidden(Hidden::of(&value)) } else { value }
        }
    }
}

/// Whether a text of JSON has a secret in it.
fn holds_secret(attribute: &Attribute, keys: &mut Vec<String>, text: &str) -> bool {
    let Ok(inner) = serde_json::from_str::<serde_json::Value>(text) else { return false };
    hide(attribute, keys, Value::from(inner)).has_hidden()
}

fn is_mark(entries: &[(Box<str>, Value)]) -> bool {
    matches!(entries, [(key, Value::Bool(true))] if **key == *HIDDEN_KEY)
}

/// Whether a text is an address that lets in whoever has it, as chat services give them.
fn opens_by_itself(text: &str) -> bool {
    const HOOKS: &[&str] =
        &["://hooks.slack.com/services/", ".webhook.office.com/", "://discord.com/api/webhooks/"];
    HOOKS.iter().any(|hook| text.contains(hook))
}

/// What every armour of a private key says.
pub const PRIVATE_KEY: &str = "PRIVATE KEY";

/// A word with one of these in it names a secret.
pub const MARKS: &[&str] = &["password", "passwd", "passphrase", "secret", "token"];

/// What a key that names a secret may end with, though none of the marks is in it; without what
/// parts its words.
const ENDS: &[&str] = &[
    "accesskey",
    "apikey",
    "authkey",
    "encryptionkey",
    "hmackey",
    "privatekey",
    "privatekeypem",
    "sessionkey",
    "sharedkey",
    "signingkey",
    "webhookkey",
];

/// Words that name one by themselves.
const ALONE: &[&str] =
    &["auth", "authorization", "cookie", "credential", "credentials", "jwt", "pass", "pwd"];

/// With one of these words in it, a key says something about a secret, and is none.
const ABOUT: &[&str] = &[
    "algorithm",
    "count",
    "endpoint",
    "expires",
    "expiry",
    "id",
    "length",
    "max",
    "min",
    "name",
    "page",
    "policy",
    "required",
    "tokenization",
    "type",
    "uri",
    "url",
    "used",
    "validity",
    "version",
];

/// Whether a key of a free-form value names a secret.
pub fn names_secret(key: &str) -> bool {
    let (bare, words) = (bare(key), words(key));
    let is_about = words.iter().any(|word| ABOUT.contains(&&**word));
    let ends = || ENDS.iter().any(|end| bare.ends_with(end));
    let last = words.last().is_some_and(|word| ALONE.contains(&&**word));
    !is_about && (MARKS.iter().any(|mark| has_mark(&words, &bare, mark)) || ends() || last)
}

/// A mark is a word, or the end of one, alone or in the plural.
fn has_mark(words: &[String], bare: &str, mark: &str) -> bool {
    let is_it = |word: &str| {
        word.ends_with(mark) || word.strip_suffix('s').is_some_and(|w| w.ends_with(mark))
    };
    words.iter().any(|word| is_it(word))
        || is_it(bare)
        || (bare.starts_with(mark) && words.len() > 1)
}

/// Whether a header of that name holds what signs a request in.
pub fn signs_in(header: &str) -> bool {
    const MARKS: &[&str] = &["passw", "secret", "signature", "token"];
    const WORDS: &[&str] = &[
        "auth",
        "authorization",
        "cookie",
        "credential",
        "credentials",
        "hmac",
        "jwt",
        "key",
        "passphrase",
        "session",
    ];
    const ENDS: &[&str] = &["apikey", "accesskey", "authkey", "subscriptionkey", "apikeyauth"];
    /// What a key is of, where it opens nothing.
    const NO_KEYS: &[&str] =
        &["cache", "content", "idempotency", "partition", "public", "routing", "sort", "surrogate"];
    let (bare, words) = (bare(header), words(header));
    let has = |known: &[&str]| words.iter().any(|word| known.contains(&&**word));
    if has(ABOUT) && !words.iter().any(|word| word == "session") {
        return false;
    }
    let is_marked =
        words.iter().any(|word| MARKS.iter().any(|m| word.starts_with(m) || word.ends_with(m)));
    let ends = || ENDS.iter().any(|end| bare.contains(end));
    (is_marked && !words.iter().any(|word| word == "secretary"))
        || ends()
        || (has(WORDS) && !has(NO_KEYS))
}

/// The words of a name, in lower case: as `-`, `_` or capitals part them.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let parts = matches!(c, '-' | '_' | ' ' | '.') || (c.is_uppercase() && was_small);
        if parts {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_alphanumeric()) {
            word.extend(c.to_lowercase());
        }
        was_small = c.is_lowercase() || c.is_ascii_digit();
    }
    words.retain(|word| !word.is_empty());
    words
}

/// In lower case, without what parts words.
fn bare(word: &str) -> String {
    let kept = word.chars().filter(|c| !matches!(c, '-' | '_' | ' ' | '.'));
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kinds::{self, behavior_type};

    #[test]
    fn headers_that_sign_in_are_told_from_others() {
        for header in [
            "Authorization",
            "Proxy-Authorization",
            "X-Api-Key",
            "x-functions-key",
            "X-AccessKey",
            "Ocp-Apim-Subscription-Key",
            "Private-Token",
            "X-Auth",
            "Cookie",
            "X-Hub-Signature",
            "apikey",
            "X-ApiKey-V2",
            "SubscriptionKey",
            "ApiKeyAuth",
            "X-Session-Id",
            "X-Hmac-Sha256",
            "X-AuthKey",
            "X-Shopify-Access-Token",
            "X-Client-Secret",
        ] {
            assert!(signs_in(header), "{header}");
        }
        for header in [
            "Content-Type",
            "X-Source",
            "Accept",
            "Idempotency-Key",
            "Cache-Control",
            "Keyboard",
            "X-Auth-Type",
            "X-Key-Id",
            "Sort-Key",
            "Content-Key",
            "Pass-Through",
            "Signature-Version",
            "X-Signature-Algorithm",
            "token_count",
            "secretary",
        ] {
            assert!(!signs_in(header), "{header}");
        }
    }

    #[test]
    fn keys_that_name_a_secret_are_told_from_others() {
        for key in [
            "token",
            "api_token",
            "tokens",
            "password",
            "db-password",
            "client_secret",
            "secret",
            "stripe_api_key",
            "github-api-key",
            "apiKey",
            "aws_access_key",
            "private_key",
            "private_key_pem",
            "db_pwd",
            "encryption_key",
            "auth",
            "jwt",
            "secret_access_key",
            "accessToken",
            "credentials",
            "dbpassword",
        ] {
            assert!(names_secret(key), "{key}");
        }
        for key in [
            "note",
            "token_type",
            "max_tokens",
            "tokens_used",
            "page_token",
            "tokenization",
            "password_expires_days",
            "access_key_id",
            "secret_name",
            "secretary",
            "passenger",
            "author",
            "key",
            "token_url",
        ] {
            assert!(!names_secret(key), "{key}");
        }
    }

    #[test]
    fn places_are_found_by_their_keys() {
        let behavior = |kind: &str, key: &str| {
            behavior_type(kind).and_then(|kind| kind.key(key)).expect("a key of a setting")
        };
        let sns = behavior("amazon_sns", "aws_credentials");
        assert_eq!(sns.place(&["secret_access_key"]), Place::Unshown);
        assert_eq!(sns.place(&["access_key_id"]), Place::Open);
        let headers = behavior("webhook", "headers");
        assert_eq!(headers.place(&["Authorization"]), Place::Credential);
        assert_eq!(headers.place(&["X-Source"]), Place::Open);
        assert_eq!(behavior("webhook", "body").place(&["api_token"]), Place::Likely);
        assert_eq!(behavior("slack_webhook", "url").place(&[]), Place::Likely);
        let logs = kinds::SIEM_HTTP_DESTINATION.known("additional_headers");
        assert_eq!(logs.place(&["Authorization"]), Place::Credential);
        let imports = kinds::AUTOMATION.known("import_urls");
        assert_eq!(imports.place(&["headers", "Private-Token"]), Place::Credential);
    }

    #[test]
    fn what_is_hidden_is_not_printed() {
        let headers = behavior_type("webhook").and_then(|kind| kind.key("headers")).expect("a key");
        let value = Value::Object(Box::new([
            ("Authorization".into(), Value::text("Bearer tr0ub4dor")),
            ("X-Source".into(), Value::text("acme")),
        ]));
        let hidden = headers.hide(value.clone());
        for text in [
            format!("{hidden}"),
            format!("{hidden:?}"),
            serde_json::to_string(&hidden).expect("JSON"),
        ] {
            assert!(!text.contains("tr0ub4dor") && text.contains("acme"), "{text}");
        }
        assert!(hidden.means(&value) && value.means(&hidden), "the same text");
        let other = Value::Object(Box::new([
            ("Authorization".into(), Value::text("Bearer another")),
            ("X-Source".into(), Value::text("acme")),
        ]));
        assert!(!hidden.means(&other));
        let json = serde_json::to_value(&hidden).expect("JSON");
        let back = headers.hide(crate::model::Value::from(json));
        assert!(back.means(&other) && back.means(&hidden), "a file does not tell");
        assert!(!back.means(&Value::Object(Box::new([]))), "but that there is one");
    }
}
