//! HTTP at its edges, over a bare connection.

use super::site::{API, Site};
use serde_json::{Value as Json, json};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

struct Line(BufReader<TcpStream>);

#[derive(Debug)]
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Json {
        serde_json::from_str(&self.body).unwrap_or(Json::Null)
    }
}

impl Line {
    fn open(site: &Site) -> Self {
        let address = site.emulator.url().strip_prefix("http://").expect("a URL");
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_read_timeout(Some(std::time::Duration::from_secs(30))).expect("a timeout");
        Line(BufReader::new(stream))
    }

    fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.0.get_mut().write_all(bytes.as_ref()).expect("sent");
    }

    fn answer(&mut self, has_body: bool) -> Answer {
        let mut head = String::new();
        while !head.ends_with("\r\n\r\n") {
            assert_ne!(self.0.read_line(&mut head).expect("a head"), 0, "closed after {head:?}");
        }
        let status = head.split(' ').nth(1).and_then(|s| s.parse().ok()).expect("a status");
        let length = head.lines().find_map(|line| {
            let (name, value) = line.split_once(": ")?;
            name.eq_ignore_ascii_case("content-length").then(|| value.parse::<usize>().ok())?
        });
        let mut body = vec![0; if has_body { length.unwrap_or(0) } else { 0 }];
        self.0.read_exact(&mut body).expect("a body");
        Answer { status, head, body: String::from_utf8(body).expect("text") }
    }
}

fn head(request: &str, headers: &str) -> String {
    let (verb, path) = request.split_once(' ').expect("a verb and a path");
    format!("{verb} {API}{path} HTTP/1.1\r\nHost: localhost\r\nX-FilesAPI-Key: k\r\n{headers}\r\n")
}

fn once(site: &Site, request: &str, headers: &str, body: &[u8]) -> Answer {
    let mut line = Line::open(site);
    let length = if headers.contains("Transfer-Encoding") {
        headers.to_owned()
    } else {
        format!("{headers}Content-Length: {}\r\n", body.len())
    };
    line.send(head(request, &length));
    line.send(body);
    line.answer(!request.starts_with("HEAD"))
}

#[test]
fn bodies_that_are_too_large_are_refused_and_heard() {
    let site = Site::new();
    let mut body = b"{\"username\":\"".to_vec();
    body.resize(50 << 20, b'x');
    let answer = once(&site, "POST /users", "", &body);
    assert_eq!(answer.status, 422);
    assert_eq!(answer.json()["type"], "bad-request/request-body-too-large");
    let long = "x".repeat(1 << 20);
    let answer = once(&site, "POST /groups", "", format!("{{\"name\":\"{long}\"}}").as_bytes());
    assert_eq!(answer.status, 201);
}

#[test]
fn bodies_that_are_not_what_they_should_be() {
    let site = Site::new();
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    for body in ["{", "[]", "7", "\"x\"", "{\"a\":1}x", "{\"a\":\u{1}}", "\u{0}", &deep] {
        let answer = once(&site, "POST /users", "", body.as_bytes());
        assert_eq!(answer.status, 422, "{answer:?}");
        assert_eq!(answer.json()["type"], "bad-request/invalid-body");
    }
    let answer = once(&site, "POST /users", "", b"{\"username\":\"\xff\"}");
    assert_eq!(answer.json()["type"], "bad-request/invalid-input-encoding");
    let multipart = "Content-Type: multipart/form-data; boundary=x\r\n";
    let answer = once(&site, "POST /users", multipart, b"--x--");
    assert_eq!(answer.json()["type"], "bad-request/unsupported-media-type");
    assert_eq!(once(&site, "GET /users", "", b"").json(), json!([]));
}

#[test]
fn paths_that_cannot_be_decoded() {
    let site = Site::new();
    for path in ["/folders/%zz", "/folders/%ff", "/folders/%", "/users?filter[name]=%f"] {
        let answer = once(&site, &format!("GET {path}"), "", b"");
        assert_eq!(answer.status, 422, "{path}");
        assert_eq!(answer.json()["type"], "bad-request/invalid-input-encoding", "{path}");
    }
    for path in ["/folders/%00", "/users/%37", "/../users", "//users", "/folders/%E2%80%8B"] {
        let answer = once(&site, &format!("GET {path}"), "", b"");
        assert!(matches!(answer.status, 200 | 404 | 422), "{path}: {answer:?}");
    }
    let long = format!("GET /folders/{}", "a/".repeat(3000));
    assert_eq!(once(&site, &long, "", b"").status, 404);
    let made = once(&site, &long.replace("GET", "POST"), "", b"{\"mkdir_parents\":true}");
    assert_eq!(made.json()["type"], "processing-failure/path-too-long");
}

#[test]
fn bodies_may_come_in_chunks() {
    let site = Site::new();
    let chunks = b"5\r\n{\"use\r\n10\r\nrname\":\"chunked\"\r\n1\r\n}\r\n0\r\n\r\n";
    let answer = once(&site, "POST /users", "Transfer-Encoding: chunked\r\n", chunks);
    assert_eq!(answer.json()["username"], "chunked");
}

#[test]
fn requests_may_follow_each_other_unasked() {
    let site = Site::new();
    let mut line = Line::open(&site);
    let post = |name: &str| {
        let body = format!("{{\"username\":\"{name}\"}}");
        head("POST /users", &format!("Content-Length: {}\r\n", body.len())) + &body
    };
    line.send(post("a") + &post("b") + &post("a") + &head("GET /users", ""));
    let statuses: Vec<u16> = (0..3).map(|_| line.answer(true).status).collect();
    assert_eq!(statuses, [201, 201, 422]);
    assert_eq!(line.answer(true).json().as_array().map(Vec::len), Some(2));
    line.send(head("DELETE /users/1", "") + &head("GET /users/1", ""));
    let gone = line.answer(true);
    assert_eq!((gone.status, gone.body.as_str()), (204, ""));
    assert_eq!(line.answer(true).status, 404);
}

#[test]
fn head_has_no_body_and_only_its_own_names_are_answered() {
    let site = Site::new();
    site.user("a");
    let mut line = Line::open(&site);
    line.send(head("HEAD /users", "") + &head("GET /users", ""));
    let (bare, whole) = (line.answer(false), line.answer(true));
    assert_eq!((bare.status, bare.body.as_str()), (200, ""));
    assert_eq!(whole.json().as_array().map(Vec::len), Some(1));
    let host = "GET /api/rest/v1/users HTTP/1.1\r\nHost: elsewhere.example:99\r\n\
                X-FilesAPI-Key: k\r\n\r\n";
    line.send(host);
    let elsewhere = line.answer(true);
    assert_eq!(
        (elsewhere.status, &elsewhere.json()["type"]),
        (403, &json!("not-authorized/request-of-a-page"))
    );
    line.send(head("OPTIONS /users", ""));
    assert_eq!(line.answer(true).json()["type"], "bad-request/method-not-allowed");
}

#[test]
fn every_answer_says_which_request_it_answers() {
    let site = Site::new();
    let (first, second) = (site.get("/site"), site.get("/nothing"));
    let (first_id, second_id) = (first.header("x-request-id"), second.header("x-request-id"));
    assert!(first_id.is_some() && first_id != second_id);
    assert_eq!(second.json["instance"].as_str(), second_id);
    let other = once(&site, "GET /users", "X-Files-Workspace-Id: 7\r\n", b"");
    assert_eq!(other.json()["type"], "bad-request/invalid-workspace-id-header");
    let default = once(&site, "GET /users", "X-Files-Workspace-Id: 0\r\n", b"");
    assert!(default.head.starts_with("HTTP/1.1 200"));
}

#[test]
fn what_is_cut_off_is_cut_off() {
    let site = Site::new();
    site.user("a");
    site.emulator.add_faults(["truncate:at=1", "drop:at=2"]).expect("faults");
    let mut all = String::new();
    let mut line = Line::open(&site);
    line.send(head("GET /users", ""));
    let _ = line.0.read_to_string(&mut all);
    let (head_of, body) = all.split_once("\r\n\r\n").expect("a head");
    let length = head_of.to_ascii_lowercase();
    let length = length.split("content-length: ").nth(1).and_then(|rest| rest.lines().next());
    let length: usize = length.and_then(|length| length.parse().ok()).expect("a length");
    assert_eq!(body.len(), length / 2);
    let mut line = Line::open(&site);
    line.send(head("GET /users", ""));
    let mut nothing = Vec::new();
    let _ = line.0.read_to_end(&mut nothing);
    assert!(nothing.is_empty());
}
