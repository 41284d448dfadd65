//! Where in a value a secret stands, or may stand.
//!
//! In: an attribute, and the keys that lead to a place in its value. Out: what may be written
//! there, and whether what a site shows there is shown on.

use super::value::{HIDDEN_KEY, Hidden};
use super::{Attribute, Value, ValueKind};

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
        let Some((last, above)) = keys.split_last() else {
            return if self.is_likely_secret { Place::Likely } else { Place::Open };
        };
        if self.unshown.iter().any(|path| path.split('.').eq(keys.iter().copied())) {
            return Place::Unshown;
        }
        let parent = above.last().copied().unwrap_or(self.name);
        match () {
            () if parent == "headers" && signs_in(last) => Place::Credential,
            () if names_secret(last) => Place::Likely,
            () => Place::Open,
        }
    }

    /// Whether any place in its values may be hidden.
    pub fn has_places(&self) -> bool {
        self.is_likely_secret
            || matches!(self.kind, ValueKind::Object | ValueKind::List(ValueKind::Object))
    }

    /// A value as it may be kept: what stands at hidden places is there, and not to be seen.
    pub fn hide(&self, value: Value) -> Value {
        if self.has_places() { hide(self, &mut Vec::new(), value) } else { value }
    }
}

fn hide(attribute: &Attribute, keys: &mut Vec<String>, value: Value) -> Value {
    match value {
        Value::List(items) => {
            Value::List(items.into_iter().map(|item| hide(attribute, keys, item)).collect())
        }
        Value::Object(entries) if !is_mark(&entries) => {
            let entries = entries.into_iter().map(|(key, value)| {
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
            let is_hidden = attribute.place(&path).is_hidden();
            if is_hidden { Value::Hidden(Hidden::of(&value)) } else { value }
        }
    }
}

fn is_mark(entries: &[(Box<str>, Value)]) -> bool {
    matches!(entries, [(key, Value::Bool(true))] if **key == *HIDDEN_KEY)
}

/// A word with one of these in it names a secret.
pub const MARKS: &[&str] = &["password", "passwd", "passphrase", "secret", "token"];

/// Keys that name a secret though none of the marks is in them, without what parts their words.
const KEYS: &[&str] = &[
    "accesskey",
    "apikey",
    "authorization",
    "authkey",
    "credential",
    "credentials",
    "cookie",
    "pass",
    "privatekey",
    "pwd",
    "sessionkey",
    "sharedkey",
    "signingkey",
    "webhookkey",
];

/// Keys with a mark in them that name none.
const HARMLESS: &[&str] = &[
    "tokentype",
    "tokenendpoint",
    "tokenurl",
    "secretname",
    "secretid",
    "maxtokens",
    "passwordpolicy",
];

/// Whether a key of a free-form value names a secret.
pub fn names_secret(key: &str) -> bool {
    let bare = bare(key);
    !HARMLESS.contains(&&*bare)
        && (MARKS.iter().any(|mark| bare.contains(mark)) || KEYS.contains(&&*bare))
}

/// Whether a header of that name holds what signs a request in.
pub fn signs_in(header: &str) -> bool {
    const IN_NAMES: &[&str] =
        &["authorization", "cookie", "credential", "passw", "secret", "signature", "token"];
    const WORDS: &[&str] = &["auth", "key", "pass", "passwd", "pwd"];
    /// What a key is of, where it opens nothing.
    const NO_KEYS: &[&str] =
        &["cache", "idempotency", "partition", "public", "routing", "surrogate"];
    let bare = bare(header);
    if IN_NAMES.iter().any(|mark| bare.contains(mark)) || bare.ends_with("apikey") {
        return true;
    }
    let lower = header.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(['-', '_', ' ']).collect();
    words.iter().any(|word| WORDS.contains(word)) && !words.iter().any(|w| NO_KEYS.contains(w))
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
            "Ocp-Apim-Subscription-Key",
            "Private-Token",
            "X-Auth",
            "Cookie",
            "X-Hub-Signature",
            "apikey",
        ] {
            assert!(signs_in(header), "{header}");
        }
        for header in
            ["Content-Type", "X-Source", "Accept", "Idempotency-Key", "Cache-Control", "Keyboard"]
        {
            assert!(!signs_in(header), "{header}");
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
