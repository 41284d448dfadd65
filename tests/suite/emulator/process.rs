//! `siteplan emulate` as a process.

use crate::program::{Place, Ran};
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

struct Running {
    child: Child,
    url: String,
}

fn start(place: &Place, arguments: &[&str]) -> Running {
    let mut child = place
        .command()
        .args(["emulate", "--listen", "127.0.0.1:0"])
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("output")).read_line(&mut line).expect("a line");
    let url = line.strip_prefix("listening on ").expect(&line).trim_end().to_owned();
    assert!(url.starts_with("http://127.0.0.1:"));
    Running { child, url }
}

impl Running {
    fn make_user(&self, name: &str) -> u16 {
        self.post("users", &format!("{{\"username\":\"{name}\"}}"), &[])
    }

    /// The status of what a program, or a page, sends.
    fn post(&self, to: &str, body: &str, headers: &[(&str, &str)]) -> u16 {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        let agent: ureq::Agent = config.into();
        let base = if to.starts_with('/') { "" } else { "/api/rest/v1/" };
        let mut request =
            agent.post(format!("{}{base}{to}", self.url)).header("X-FilesAPI-Key", "k");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.header("Content-Type", "application/json").send(body).expect("sent").status().into()
    }

    fn signal(self, signal: &str) -> Ran {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().expect("kill").success());
        Ran::from(self.child.wait_with_output().expect("the end"))
    }
}

#[test]
#[cfg(unix)]
fn it_ends_cleanly_and_keeps_what_was_written() {
    let place = Place::new();
    for (signal, options) in [("-INT", &[][..]), ("-TERM", &["--volatile"])] {
        let running = start(&place, options);
        assert_eq!(running.make_user(&format!("user{signal}")), 201);
        let ran = running.signal(signal).ends(0);
        assert_eq!(ran.stderr, "");
    }
    let snapshot = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
    assert!(snapshot.contains("user-INT") && snapshot.contains("user-TERM"), "{snapshot}");
}

#[test]
#[cfg(unix)]
fn what_was_answered_lasts_even_if_it_is_killed() {
    let place = Place::new();
    let running = start(&place, &[]);
    assert_eq!(running.make_user("alex"), 201);
    running.signal("-KILL");
    let again = start(&place, &[]);
    assert_eq!(again.make_user("ALEX"), 422);
    again.signal("-TERM").ends(0);
}

#[test]
#[cfg(unix)]
fn a_store_and_a_port_are_one_emulator_s() {
    let place = Place::new();
    let running = start(&place, &[]);
    let second = place.run(&["emulate", "--listen", "127.0.0.1:0"]).ends(5);
    assert!(second.stderr.contains("in use"), "{}", second.stderr);
    let port = running.url.strip_prefix("http://").expect("a URL");
    let third = place.run(&["emulate", "--store", "other.db", "--listen", port]).ends(4);
    assert!(third.stderr.contains("cannot listen on"), "{}", third.stderr);
    running.signal("-TERM").ends(0);
}

#[test]
fn its_vocabulary_is_in_its_help() {
    let place = Place::new();
    let help = place.run(&["emulate", "--help"]).ends(0).stdout;
    for word in ["rate-limit", "drop-after", "wrong-types", "/__emulator/requests"] {
        assert!(help.contains(word), "{word}");
    }
    let wrong = place.run(&["emulate", "--fault", "flood"]).ends(64);
    assert!(
        wrong.stderr.contains("`flood` is no fault: there is no such kind"),
        "{}",
        wrong.stderr
    );
    place.run(&["emulate", "--user-key", "al"]).ends(64);
}

/// Others on the machine may reach the port.
#[test]
#[cfg(unix)]
fn control_asks_for_the_token() {
    let place = Place::new();
    let (to, faults) = ("/__emulator/faults", "{\"faults\":[\"rate-limit\"]}");
    let right = ("Authorization", "Bearer of-this-test");
    let without = start(&place, &[]);
    assert_eq!(without.post(to, faults, &[]), 401);
    assert_eq!(without.post(to, faults, &[right]), 401);
    assert_eq!(without.make_user("ada"), 201);
    without.signal("-INT").ends(0);
    let with = start(&place, &["--control-token", "of-this-test"]);
    for wrong in ["Bearer", "Bearer ", "Bearer of-this-tes", "of-this-test"] {
        assert_eq!(with.post(to, faults, &[("Authorization", wrong)]), 401, "{wrong}");
    }
    assert_eq!(with.make_user("grace"), 201);
    assert_eq!(with.post(to, faults, &[right]), 200);
    assert_eq!(with.make_user("alan"), 429);
    with.signal("-INT").ends(0);
    place.run(&["emulate", "--control-token", ""]).ends(64);
}

/// A page that somebody looks at could send these; `Host` is what a name leads it to.
#[test]
#[cfg(unix)]
fn web_pages_are_not_heard() {
    let place = Place::new();
    let running = start(&place, &["--host", "files-emulator"]);
    let (user, faults) = ("{\"username\":\"mallory\"}", "{\"faults\":[\"rate-limit\"]}");
    for (to, body) in [("users", user), ("/__emulator/faults", faults)] {
        for header in [
            ("Origin", "https://evil.example"),
            ("Origin", "null"),
            ("Sec-Fetch-Site", "cross-site"),
            ("Host", "evil.example:4041"),
        ] {
            assert_eq!(running.post(to, body, &[header]), 403, "{to} {header:?}");
        }
    }
    let named = [("Host", "files-emulator:4041")];
    assert_eq!(running.post("users", "{\"username\":\"ada\"}", &named), 201);
    running.signal("-INT").ends(0);
    let snapshot = place.run(&["snapshot", "--target", "local:site.db"]).ends(0).stdout;
    assert!(snapshot.contains("ada") && !snapshot.contains("mallory"), "{snapshot}");
}
