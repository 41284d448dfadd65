//! The HTML report in a browser: it shows the plan, its filters and keys work, nothing is loaded,
//! and no name means anything to it.

use crate::chromium::{self, Chromium};
use crate::npm;
use crate::program::{Place, copy};
use std::fmt::Write;
use std::path::PathBuf;

/// A site where people gain and lose: a weaker grant for all, and a fenced folder for a few.
fn changed_site() -> Place {
    let place = Place::new();
    copy("examples/mortgage-broker", ".", &place);
    place.run(&["apply", "--auto-approve"]).ends(0);
    let people = place.read("people.kdl").replace("Ellen Park", "Ellen Park-Hill");
    place.write("people.kdl", people);
    let weaker = place
        .read("site.kdl")
        .replace("grant \"readonly\" group=\"Everyone\"", "grant \"list\" group=\"Everyone\"");
    let board = r#"
folder "Company/Board" {
    fence
    grant "readwrite" group="Sales East"
    grant "history" user="ada"
}
"#;
    place.write("site.kdl", weaker + board);
    place
}

/// Runs a command that prints a page, and keeps the page in a file.
fn page(place: &Place, arguments: &[&str], code: i32) -> PathBuf {
    let ran = place.run(arguments).ends(code);
    assert!(ran.stdout.starts_with("<!doctype html>"), "{ran:?}");
    place.write("report.html", &ran.stdout);
    place.path().join("report.html")
}

fn text(browser: &mut Chromium, selector: &str) -> String {
    let value = browser.evaluate(&format!("document.querySelector({selector:?}).innerText"));
    value.as_str().unwrap_or_default().to_owned()
}

fn number(browser: &mut Chromium, expression: &str) -> f64 {
    browser.evaluate(expression).as_f64().expect("a number")
}

fn quiet(browser: &Chromium) {
    assert_eq!(browser.complaints(), Vec::<String>::new());
}

#[test]
fn a_plan_is_shown_and_filtered() {
    let Some(mut browser) = chromium::start() else { return };
    let place = changed_site();
    browser.open(&page(&place, &["plan", "--format", "html"], 0));
    assert_eq!(text(&mut browser, "h1"), "8 changes: 3 people gain access, 13 people lose some.");
    assert_eq!(text(&mut browser, "#access-count"), "13 people, 2 places");
    let rows = number(&mut browser, "document.querySelectorAll('#access-grid .row').length");
    assert!(rows > 1.0 && rows < 13.0, "people alike share a row: {rows}");
    browser.click("[name=access-rows][value=people]");
    // Two heads and 13 rows with two cells each.
    let cells = "document.querySelectorAll('#access-grid .cell').length";
    assert_eq!(number(&mut browser, cells), 26.0);
    let spoken = "document.querySelector('#access-grid-0-1 [role=img]').ariaLabel";
    assert_eq!(
        browser.evaluate(spoken),
        "loses preview, read; gains history; keeps list",
        "ada, on the fenced folder"
    );

    browser.set("#access-person", "FIN");
    assert_eq!(text(&mut browser, "#access-count"), "1 of 13 people, 2 places");
    browser.click("[name=access-sign][value=gained]");
    assert_eq!(text(&mut browser, "#access-count"), "1 of 13 people, 1 place");
    browser.set("#access-person", "");
    assert_eq!(text(&mut browser, "#access-count"), "3 of 13 people, 1 place");
    browser.click("#access-atoms input[value='64']");
    assert_eq!(text(&mut browser, "#access-count"), "1 of 13 people, 1 place", "history");
    browser.click("#access-atoms input[value='64']");
    browser.click("[name=access-sign][value=all]");
    browser.set("#access-folder", "company/board/minutes");
    assert_eq!(text(&mut browser, "#access-count"), "13 people, 2 places", "what holds there");
    browser.set("#access-folder", "elsewhere");
    assert_eq!(text(&mut browser, "#access-count"), "0 of 13 people, 0 places");
    browser.set("#access-folder", "");
    browser.click("[name=access-rows][value=moves]");
    assert_eq!(text(&mut browser, "#access-count"), "13 people, 2 places");

    assert_eq!(text(&mut browser, "#changes-count"), "8 changes");
    browser.click("#changes-signs input[value='+']");
    assert_eq!(text(&mut browser, "#changes-count"), "2 changes");
    browser.set("#changes-text", "ELLEN");
    assert_eq!(text(&mut browser, "#changes-count"), "1 change");
    browser.set("#order-text", "permission_fence");
    assert_eq!(text(&mut browser, "#order-count"), "1 step");
    quiet(&browser);
}

#[test]
fn a_cell_tells_through_which_grant_and_a_step_what_it_waits_for() {
    let Some(mut browser) = chromium::start() else { return };
    let place = changed_site();
    browser.open(&page(&place, &["plan", "--format", "html"], 0));
    browser.click("[name=access-rows][value=people]");
    browser.click("#access-grid-0-1");
    let told = text(&mut browser, "#access-detail");
    for part in ["ada on Company/Board", "list, preview, read", "list, history", "site.kdl:"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert!(told.contains("Loses preview, read as on Company"), "{told}");
    browser.click("#changes-list-0");
    let told = text(&mut browser, "#changes-detail");
    assert!(told.contains("Ellen Park-Hill") && told.contains("people.kdl:"), "{told}");
    browser.click("#changes-detail button");
    let told = text(&mut browser, "#order-detail");
    assert!(told.contains("change user \"ellen\""), "{told}");
    browser.click("#graph [data-step='8']");
    let told = text(&mut browser, "#order-detail");
    assert!(told.contains("Waits for") && told.contains("keeps access"), "{told}");
    browser.click("#order-detail button");
    assert!(text(&mut browser, "#order-detail").starts_with("Step 3"));
    browser.screenshot("details");
    quiet(&browser);
}

#[test]
fn a_saved_plan_says_what_it_knows() {
    let Some(mut browser) = chromium::start() else { return };
    let place = changed_site();
    place.run(&["plan", "--out", "a.plan"]).ends(0);
    browser.open(&page(&place, &["show", "a.plan", "--format", "html"], 0));
    browser.click("[name=access-rows][value=people]");
    let spoken = "document.querySelector('#access-grid-0-1 [role=img]').ariaLabel";
    assert_eq!(browser.evaluate(spoken), "loses preview, read; gains history");
    assert!(text(&mut browser, "#access-key").contains("not in a saved plan"));
    let digest = browser.evaluate("document.querySelector('.digests dd').textContent");
    let plan: serde_json::Value = serde_json::from_str(&place.read("a.plan")).expect("JSON");
    assert_eq!(digest, plan["hash"], "as `apply --plan-hash` takes it");
    quiet(&browser);
}

#[test]
fn findings_stand_beside_their_lines() {
    let Some(mut browser) = chromium::start() else { return };
    let place = Place::with(&[(
        "site.kdl",
        "user \"ana\" {\n    colour \"<b>red</b>\"\n    authentication \"password\" password=\"hunter2\"\n}\n",
    )]);
    let report = page(&place, &["check", "--format", "html"], 3);
    assert!(!place.read("report.html").contains("hunter2"), "no secret is repeated");
    browser.open(&report);
    let told = text(&mut browser, "#findings");
    for part in ["site.kdl:2:5", "colour \"<b>red</b>\"", "siteplan explain"] {
        assert!(told.contains(part), "{part}: {told}");
    }
    assert_eq!(text(&mut browser, ".finding mark"), "colour");
    browser.screenshot("findings");
    quiet(&browser);
}

#[test]
fn every_control_is_reached_by_keyboard() {
    let Some(mut browser) = chromium::start() else { return };
    let place = changed_site();
    browser.open(&page(&place, &["plan", "--format", "html"], 0));
    let mut reached = Vec::new();
    let active = "document.activeElement.id || document.activeElement.name \
                  || document.activeElement.className || document.activeElement.tagName";
    for _ in 0..60 {
        browser.press("Tab");
        let name = browser.evaluate(active).as_str().unwrap_or_default().to_owned();
        if name == "BODY" {
            break;
        }
        reached.push(name);
    }
    for wanted in [
        "skip",
        "theme",
        "SUMMARY",
        "access-person",
        "access-folder",
        "access-sign",
        "access-rows",
        "access-grid",
        "changes-text",
        "changes-list",
        "order-text",
        "order-list",
        "drawing",
    ] {
        assert!(reached.iter().any(|name| name == wanted), "{wanted}: {reached:?}");
    }
    browser.evaluate("document.querySelector('#access-grid').focus(), 0");
    let cell = "document.querySelector('#access-grid').getAttribute('aria-activedescendant')";
    assert_eq!(browser.evaluate(cell), "access-grid-0-0");
    for (key, at) in [
        ("ArrowDown", "1-0"),
        ("ArrowRight", "1-1"),
        ("ArrowRight", "1-1"),
        ("End", "1-1"),
        ("Home", "1-0"),
        ("ArrowUp", "0-0"),
    ] {
        browser.press(key);
        assert_eq!(browser.evaluate(cell), format!("access-grid-{at}"), "{key}");
    }
    browser.press("Enter");
    assert_eq!(browser.evaluate(active), "access-detail");
    browser.press("Escape");
    assert_eq!(browser.evaluate(active), "access-grid");
    let named = "[...document.querySelectorAll('input, button, [tabindex=\"0\"], svg, section')]\
                 .filter((e) => !(e.ariaLabel || e.innerText || e.labels?.length || e.getAttribute('aria-labelledby'))).length";
    assert_eq!(number(&mut browser, named), 0.0, "everything has a name");
    quiet(&browser);
}

const AXE: &str = "4.14.1";

#[test]
fn axe_finds_nothing() {
    let Some(mut browser) = chromium::start() else { return };
    let Some(packages) = npm::installed("axe-core", AXE, "axe.min.js") else { return };
    let axe = packages.join("node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe-core");
    let place = changed_site();
    let plan = page(&place, &["plan", "--format", "html"], 0);
    let plan = std::fs::rename(plan, place.path().join("plan.html"))
        .map(|()| place.path().join("plan.html"))
        .expect("a file");
    place.write("site.kdl", "user \"a\" email=\"a@x.example\"\ngroup \"G\" { member \"b\" }\n");
    let findings = page(&place, &["check", "--format", "html"], 3);
    for report in [&plan, &findings] {
        for (width, scheme) in [(1280, "light"), (1280, "dark"), (400, "light"), (400, "dark")] {
            browser.view(width, 900, scheme);
            browser.open(report);
            browser.evaluate("document.querySelector('#access-grid-0-1')?.click(), 0");
            browser.evaluate(&axe);
            let found = browser.evaluate(
                "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => \
                 `${id}: ${nodes.map((node) => node.html).join(' ')}`))",
            );
            assert_eq!(found, serde_json::json!([]), "at {width}, {scheme}: {}", report.display());
        }
    }
}

/// Names as nobody should choose them, in every place where a name can stand.
#[test]
fn names_mean_nothing_to_the_page() {
    let Some(mut browser) = chromium::start() else { return };
    let hostile = [
        "</script><script>window.taken=1</script>",
        "<img src=x onerror=window.taken=1>",
        "' onfocus=window.taken=1 autofocus='",
        "<!--<script>",
        "{{data}} ${window.taken=1} __proto__",
        "]]><![CDATA[ &lt; &#60;",
    ];
    let mut site = String::new();
    for (at, name) in hostile.iter().enumerate() {
        write!(
            site,
            "user \"u{at}\" {{\n    name #\"{name}\"#\n    company #\"{name}\"#\n    email \"u{at}@firm.example\"\n}}\ngroup #\"{name}\"# {{\n    member \"u{at}\"\n}}\nfolder #\"{}{at}\"# {{\n    grant \"full\" group=#\"{name}\"#\n}}\n",
            name.replace('/', "-")
        )
        .expect("text");
    }
    let place = Place::with(&[("site.kdl", &site)]);
    place.run(&["plan", "--out", "a.plan"]).ends(0);
    for arguments in [&["plan", "--format", "html"][..], &["show", "a.plan", "--format", "html"]] {
        browser.open(&page(&place, arguments, 0));
        for selector in ["#access-grid", "#changes-list", "#order-list"] {
            browser.evaluate(&format!("document.querySelector({selector:?}).focus(), 0"));
            for _ in 0..12 {
                browser.press("ArrowDown");
            }
        }
        assert!(text(&mut browser, "#changes-list").contains(hostile[0]), "shown as it is");
        assert!(text(&mut browser, "#graph").contains("<img src=x"), "in the graph, too");
        assert_eq!(browser.evaluate("typeof window.taken"), "undefined");
        let foreign = "document.querySelectorAll('img, iframe, object, link, base').length \
                       + document.scripts.length";
        assert_eq!(number(&mut browser, foreign), 2.0, "the data and the script");
        quiet(&browser);
    }
    // What no browser's policy would let through is not let through here either.
    browser.evaluate(
        "(() => { const s = document.createElement('script'); s.text = 'window.taken = 1'; document.body.append(s); })()",
    );
    assert_eq!(browser.evaluate("typeof window.taken"), "undefined", "the policy holds");
}

#[test]
fn ten_thousand_people_are_filtered_at_once() {
    let Some(mut browser) = chromium::start() else { return };
    let mut site = String::from("folder \"Clients\" {\n");
    for team in 0..100 {
        writeln!(
            site,
            "    folder \"{team}\" {{\n        grant \"full\" group=\"Team {team}\"\n    }}"
        )
        .expect("text");
    }
    site.push_str("}\n");
    for team in 0..100 {
        writeln!(site, "group \"Team {team}\"").expect("text");
    }
    for user in 0..10_000 {
        writeln!(
            site,
            "user \"user{user}\" {{\n    email \"user{user}@firm.example\"\n    groups \"Team {}\"\n}}",
            user % 100
        )
        .expect("text");
    }
    let place = Place::with(&[("site.kdl", &site)]);
    browser.open(&page(&place, &["plan", "--format", "html"], 0));
    let loaded = "performance.getEntriesByType('navigation')[0].domComplete";
    println!(
        "{} bytes, loaded in {:.0} ms",
        place.read("report.html").len(),
        number(&mut browser, loaded)
    );
    assert_eq!(text(&mut browser, "#access-count"), "10,000 people, 100 places");
    let elements = number(&mut browser, "document.querySelectorAll('*').length");
    assert!(elements < 3_000.0, "only what is seen is in the page: {elements}");
    browser.set("#access-person", "99");
    assert_eq!(text(&mut browser, "#access-count"), "280 of 10,000 people, 100 places");
    browser.evaluate("document.querySelector('#access-grid').focus(), 0");
    browser.press("ArrowDown");
    for view in ["access", "changes", "order"] {
        let took = number(&mut browser, &format!("window.siteplan.{view}.took"));
        assert!(took < 500.0, "{view}: {took} ms, on however busy a machine");
        println!("{view}: {took:.1} ms");
    }
    quiet(&browser);
}

#[test]
fn the_theme_follows_the_reader_and_paper_has_it_all() {
    let Some(mut browser) = chromium::start() else { return };
    let place = changed_site();
    let report = page(&place, &["plan", "--format", "html"], 0);
    let paper = "getComputedStyle(document.body).backgroundColor";
    let mut colors = Vec::new();
    for (width, scheme) in [(1280, "light"), (1280, "dark"), (400, "light"), (400, "dark")] {
        browser.view(width, 900, scheme);
        browser.open(&report);
        let wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assert_eq!(number(&mut browser, wide), 0.0, "nothing sticks out at {width}");
        browser.click("#access-grid-0-1");
        browser.screenshot(&format!("report-{width}-{scheme}"));
        colors.push(browser.evaluate(paper));
    }
    assert_eq!(colors[0], colors[2]);
    assert_ne!(colors[0], colors[1]);
    browser.click("#theme");
    assert_eq!(browser.evaluate(paper), colors[0], "light where the reader asks for it");
    browser.click("#theme");
    assert_eq!(browser.evaluate(paper), colors[1]);
    browser.evaluate("dispatchEvent(new Event('beforeprint'))");
    let printed = browser.evaluate("document.querySelector('.printed').textContent");
    assert!(printed.as_str().unwrap_or_default().contains("kofi"), "{printed}");
    browser.evaluate("dispatchEvent(new Event('afterprint'))");
    assert!(browser.print().starts_with(b"%PDF"));
    quiet(&browser);
}
