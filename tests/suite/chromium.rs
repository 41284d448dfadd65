//! A headless Chromium, spoken to in the DevTools protocol over a pipe.

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// So long an answer may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

pub struct Chromium {
    child: Child,
    to: ChildStdin,
    from: Receiver<Value>,
    sent: u64,
    session: Option<String>,
    events: VecDeque<Value>,
    /// Where it keeps its profile.
    _profile: tempfile::TempDir,
}

/// A browser, if this machine has one. Without one the tests say so and pass, except in CI, where
/// one must be there.
pub fn start() -> Option<Chromium> {
    let known = ["chromium", "chromium-browser", "google-chrome"];
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let found = known.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let Some(program) = found.into_iter().find(|program| program.is_file()) else {
        assert!(std::env::var_os("CI").is_none(), "CI needs a Chromium: see .ci/run");
        // Past the test harness, which keeps what passing tests print.
        let notice = "NOTICE: no Chromium found: the HTML report is not tested in a browser\n";
        std::io::stderr().write_all(notice.as_bytes()).expect("standard error");
        return None;
    };
    Some(Chromium::launch(&program))
}

impl Chromium {
    fn launch(program: &Path) -> Self {
        let profile = tempfile::tempdir().expect("a temporary folder");
        // The protocol is spoken on descriptors 3 and 4.
        let mut child = Command::new("sh")
            .args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 0</dev/null 1>/dev/null"])
            .arg(program)
            .args(["--headless=new", "--remote-debugging-pipe", "--no-sandbox", "--disable-gpu"])
            .args(["--no-first-run", "--disable-extensions", "--disable-background-networking"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Chromium starts");
        let to = child.stdin.take().expect("a pipe");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let (send, from) = channel();
        std::thread::spawn(move || {
            let mut message = Vec::new();
            while output.read_until(0, &mut message).is_ok_and(|read| read > 0) {
                message.pop();
                let Ok(value) = serde_json::from_slice(&message) else { return };
                if send.send(value).is_err() {
                    return;
                }
                message.clear();
            }
        });
        let events = VecDeque::new();
        let mut browser =
            Chromium { child, to, from, sent: 0, session: None, events, _profile: profile };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let session = browser.call("Target.attachToTarget", attach);
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser
    }

    fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.sent += 1;
        let id = self.sent;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = Value::from(session.as_str());
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.to.write_all(&bytes).expect("Chromium listens");
        loop {
            let mut answer = self.from.recv_timeout(PATIENCE).expect("Chromium answers");
            if answer["id"] == id {
                assert!(answer.get("error").is_none(), "{method}: {answer}");
                return answer["result"].take();
            }
            self.events.push_back(answer);
        }
    }

    /// Opens a page and waits until it has loaded.
    pub fn open(&mut self, page: &Path) {
        self.events.clear();
        self.call("Page.navigate", json!({ "url": format!("file://{}", page.display()) }));
        while !self.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = self.from.recv_timeout(PATIENCE).expect("the page loads");
            self.events.push_back(event);
        }
    }

    /// The value of an expression; a promise is waited for.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let parameters =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", parameters);
        assert!(answer.get("exceptionDetails").is_none(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// Types into a field as a person would, and waits for what follows.
    pub fn set(&mut self, selector: &str, value: &str) {
        self.evaluate(&format!(
            "(() => {{ const field = document.querySelector({selector:?}); field.value = {}; field.dispatchEvent(new Event('input', {{ bubbles: true }})); }})()",
            Value::from(value)
        ));
        self.settle();
    }

    pub fn click(&mut self, selector: &str) {
        self.evaluate(&format!("document.querySelector({selector:?}).dispatchEvent(new MouseEvent('click', {{ bubbles: true, cancelable: true }})), 0"));
        self.settle();
    }

    pub fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "Enter" => 13,
            "Escape" => 27,
            "End" => 35,
            "Home" => 36,
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            other => panic!("no code for {other}"),
        };
        for kind in ["rawKeyDown", "keyUp"] {
            let event =
                json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", event);
        }
        self.settle();
    }

    fn settle(&mut self) {
        self.evaluate(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))",
        );
    }

    /// Sets the size of the window and the reader's preference.
    pub fn view(&mut self, width: u32, height: u32, scheme: &str) {
        self.call(
            "Emulation.setDeviceMetricsOverride",
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false }),
        );
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "features": features }));
        self.settle();
    }

    /// The page as one picture, in the folder that `SITEPLAN_SCREENSHOTS` names, if it does.
    pub fn screenshot(&mut self, name: &str) {
        use base64::Engine as _;
        let Some(folder) = std::env::var_os("SITEPLAN_SCREENSHOTS") else { return };
        let picture = self.call(
            "Page.captureScreenshot",
            json!({ "format": "png", "captureBeyondViewport": true }),
        );
        let picture = picture["data"].as_str().expect("a picture");
        let bytes = base64::engine::general_purpose::STANDARD.decode(picture).expect("base64");
        std::fs::write(Path::new(&folder).join(format!("{name}.png")), bytes).expect("a file");
    }

    /// The page as PDF.
    pub fn print(&mut self) -> Vec<u8> {
        use base64::Engine as _;
        let pdf = self.call("Page.printToPDF", json!({ "printBackground": true }));
        let pdf = pdf["data"].as_str().expect("a PDF");
        base64::engine::general_purpose::STANDARD.decode(pdf).expect("base64")
    }

    /// What the page complained of, and what it asked the network for beyond itself.
    pub fn complaints(&self) -> Vec<String> {
        let mut requests = 0;
        let mut complaints = Vec::new();
        for event in &self.events {
            match event["method"].as_str().unwrap_or_default() {
                "Runtime.consoleAPICalled" | "Runtime.exceptionThrown" | "Log.entryAdded" => {
                    complaints.push(event["params"].to_string());
                }
                "Network.requestWillBeSent" => {
                    requests += 1;
                    if requests > 1 {
                        complaints.push(format!("asked for {}", event["params"]["request"]["url"]));
                    }
                }
                _ => {}
            }
        }
        complaints
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
