//! Requests and responses as data, and the one method that carries them.
//!
//! A request knows its path below the API's root, its query and its JSON body. It never holds
//! the key, and nothing prints its body: that may hold a password.

use secrecy::SecretString;
use serde_json::Value as Json;
use std::fmt;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

impl Method {
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct Request {
    pub method: Method,
    /// Below the API's root, without a leading slash; escaped.
    pub path: String,
    pub query: Vec<(&'static str, String)>,
    pub body: Option<Json>,
}

impl Request {
    fn new(method: Method, path: impl Into<String>, body: Option<Json>) -> Self {
        Self { method, path: path.into(), query: Vec::new(), body }
    }

    pub fn get(path: impl Into<String>) -> Self {
        Self::new(Method::Get, path, None)
    }

    pub fn post(path: impl Into<String>, body: Json) -> Self {
        Self::new(Method::Post, path, Some(body))
    }

    pub fn patch(path: impl Into<String>, body: Json) -> Self {
        Self::new(Method::Patch, path, Some(body))
    }

    pub fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::Delete, path, None)
    }

    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.query.push((name, value.to_string()));
        self
    }

    /// The API's name of what this is about, as in `users` or `file_actions`.
    pub fn resource(&self) -> &str {
        self.path.split('/').next().unwrap_or_default()
    }

    /// What follows the API's root in an address.
    pub fn target(&self) -> String {
        let mut target = self.path.clone();
        for (at, (name, value)) in self.query.iter().enumerate() {
            target.push(if at == 0 { '?' } else { '&' });
            target.push_str(&escape(name, ""));
            target.push('=');
            target.push_str(&escape(value, ""));
        }
        target
    }
}

/// Bodies may hold secrets.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} /{}", self.method.as_str(), self.target())
    }
}

/// Percent-encodes all but the unreserved characters and those to keep.
fn escape(text: &str, keep: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        let plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if plain || keep.as_bytes().contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            escaped.push_str(&format!("%{byte:02X}"));
        }
    }
    escaped
}

/// A folder's path within a request's path: the slashes between its parts stay.
pub fn folder_path(prefix: &str, folder: &str) -> String {
    format!("{prefix}/{}", escape(folder, "/"))
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of that name; an empty one is none.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
        all.next().map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }
}

/// Carries one request. Whoever implements it repeats nothing and follows no redirect.
pub trait Transport: Send + Sync {
    fn send(&self, request: &Request, key: &SecretString) -> Result<Response, TransportError>;
}

/// Why there is no response.
#[derive(Debug)]
pub enum Fault {
    /// No connection: the site has not seen the request.
    NotSent,
    /// No connection that can be trusted.
    Untrusted,
    /// The request may have arrived; its answer did not, or not whole.
    Lost,
    /// The answer is larger than anything the site should say.
    TooLarge,
}

#[derive(Debug, thiserror::Error)]
#[error("{source}")]
pub struct TransportError {
    pub fault: Fault,
    pub source: Box<dyn std::error::Error + Send + Sync>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn addresses_are_escaped_once() {
        let request = Request::get(folder_path("folders", "A b/c+d/é")).with("type", "folder");
        assert_eq!(request.target(), "folders/A%20b/c%2Bd/%C3%A9?type=folder");
        let request = Request::get("users").with("filter[username]", "a&b=c").with("page", 2);
        assert_eq!(request.target(), "users?filter%5Busername%5D=a%26b%3Dc&page=2");
        assert_eq!(request.resource(), "users");
    }

    #[test]
    fn bodies_are_not_shown() {
        let request = Request::post("users", json!({"password": "tr0ub4dor"}));
        assert_eq!(format!("{request:?}"), "POST /users");
    }
}
