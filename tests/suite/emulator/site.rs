//! An emulator in a folder of its own, and a client that takes every answer as it comes.

use serde_json::{Value as Json, json};
use siteplan::facade::emulator::{Emulator, Options};
use std::time::Duration;
use tempfile::TempDir;

pub const API: &str = "/api/rest/v1";

/// The token of every test's emulator.
const CONTROL: &str = "of-the-tests";

pub struct Site {
    pub emulator: Emulator,
    agent: ureq::Agent,
    _folder: TempDir,
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: ureq::http::HeaderMap,
    pub text: String,
    pub json: Json,
}

impl Reply {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().expect("a text"))
    }

    /// The type of an error.
    pub fn error(&self) -> &str {
        self.json["type"].as_str().unwrap_or_default()
    }

    pub fn id(&self) -> i64 {
        self.json["id"].as_i64().unwrap_or_else(|| panic!("no id: {self:?}"))
    }

    /// Fails unless the answer has this status.
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Fails unless the answer is this error.
    pub fn refuses(self, status: u16, error_type: &str) -> Self {
        assert_eq!((self.status, self.error()), (status, error_type), "{}", self.text);
        assert_eq!(self.header("x-files-error-class"), Some(error_type));
        assert_eq!(self.json["http-code"], json!(status));
        for member in ["error", "title", "instance"] {
            assert!(self.json[member].is_string(), "{member}: {}", self.text);
        }
        self
    }
}

impl Site {
    pub fn new() -> Self {
        Self::with(Options::default())
    }

    pub fn with(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let control_token = Some(CONTROL.to_owned());
        let options = Options { volatile: true, control_token, ..options };
        let store = folder.path().join("site.db");
        let emulator = Emulator::start(&store, options).expect("an emulator");
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(60)))
            .build();
        Self { emulator, agent: config.into(), _folder: folder }
    }

    /// `request` is a verb and a path below the API, or one of the emulator's own.
    pub fn send(&self, key: &str, request: &str, body: &str) -> Result<Reply, ureq::Error> {
        let (verb, path) = request.split_once(' ').expect("a verb and a path");
        let is_control = path.starts_with("/__emulator");
        let base = if is_control { "" } else { API };
        let url = format!("{}{base}{path}", self.emulator.url());
        let builder = ureq::http::Request::builder().method(verb).uri(url);
        let builder = if is_control {
            builder.header("Authorization", format!("Bearer {CONTROL}"))
        } else {
            builder.header("X-FilesAPI-Key", key)
        };
        let request = if matches!(verb, "POST" | "PATCH" | "PUT") {
            let form = !body.is_empty() && !body.starts_with(['{', '[', '"', ' ']);
            let media_type =
                if form { "application/x-www-form-urlencoded" } else { "application/json" };
            let request = builder.header("Content-Type", media_type).body(body.to_owned());
            self.agent.run(request.expect("a request"))
        } else {
            self.agent.run(builder.body(()).expect("a request"))
        };
        let mut response = request?;
        let text = response.body_mut().with_config().limit(100 << 20).read_to_string()?;
        let json = serde_json::from_str(&text).unwrap_or(Json::Null);
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Ok(Reply { status, headers, text, json })
    }

    pub fn as_key(&self, key: &str, request: &str, body: &str) -> Reply {
        self.send(key, request, body).unwrap_or_else(|error| panic!("{request}: {error}"))
    }

    pub fn get(&self, path: &str) -> Reply {
        self.as_key("key", &format!("GET {path}"), "")
    }

    pub fn post(&self, path: &str, body: Json) -> Reply {
        self.as_key("key", &format!("POST {path}"), &body.to_string())
    }

    pub fn patch(&self, path: &str, body: Json) -> Reply {
        self.as_key("key", &format!("PATCH {path}"), &body.to_string())
    }

    pub fn delete(&self, path: &str) -> Reply {
        self.as_key("key", &format!("DELETE {path}"), "")
    }

    /// Makes a user, and says its id.
    pub fn user(&self, name: &str) -> i64 {
        self.post("/users", json!({"username": name})).is(201).id()
    }

    /// Makes a group, and says its id.
    pub fn group(&self, name: &str) -> i64 {
        self.post("/groups", json!({"name": name})).is(201).id()
    }

    /// Makes a folder, and those above it.
    pub fn folder(&self, path: &str) {
        self.post(&format!("/folders/{path}"), json!({"mkdir_parents": true})).is(201);
    }
}
