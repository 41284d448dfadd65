//! One page that shows a plan: self-contained, without a network, for anybody with a browser.
//!
//! In: a plan, what is known beyond it, and findings. Out: HTML. The page itself is
//! `page.html` with its style and script beside it; what is fixed is written here, the long
//! lists are drawn by the script from JSON. All text of a definition or a site goes in through
//! [`escape`](super::escape) or as JSON that no tag can end; the page's policy lets no other
//! script run and nothing be loaded.

mod data;
mod findings;
mod headlines;
mod table;
mod transients;

pub use table::answer;

use crate::diagnostic::{Diagnostic, has_errors};
use crate::plan::{Plan, Sign};
use crate::query::Kept;
use crate::render::escape::html;
use crate::render::graph::{steps, svg};
use crate::render::text::site;
use crate::render::words;
use crate::render::words::objects::{counts, lasting};
use crate::render::words::{powers, removals};
use crate::source::Sources;
use crate::wording::{capitalized, plural};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::sync::OnceLock;

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("report.css");
/// In this order: each uses those before it.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("script/dom.js"),
    include_str!("script/data.js"),
    include_str!("script/window.js"),
    include_str!("script/list.js"),
    include_str!("script/grid.js"),
    include_str!("script/access.js"),
    include_str!("script/changes.js"),
    include_str!("script/steps.js"),
    include_str!("script/page.js"),
    "})();\n",
);

/// What a page shows.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    /// None where only findings are shown.
    pub plan: Option<&'a Plan>,
    /// What people keep, of each move of the plan; a saved plan does not know.
    pub kept: Option<&'a [Kept]>,
    pub found: &'a [Diagnostic],
    /// The texts that the findings are about; none are needed without findings.
    pub sources: &'a Sources,
}

impl<'a> Report<'a> {
    /// A saved plan, which is all that is known.
    pub fn of_plan(plan: &'a Plan) -> Self {
        static NOTHING: OnceLock<Sources> = OnceLock::new();
        let sources = NOTHING.get_or_init(Sources::default);
        Report { plan: Some(plan), kept: None, found: &[], sources }
    }

    pub fn of_findings(found: &'a [Diagnostic], sources: &'a Sources) -> Self {
        Report { plan: None, kept: None, found, sources }
    }
}

pub fn page(report: Report<'_>) -> String {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        STANDARD.encode(Sha256::digest(SCRIPT))
    );
    let title = match report.plan {
        Some(plan) => format!("Plan for {}", site::name(&plan.target)),
        None => "Findings".to_owned(),
    };
    let slots: [(&str, String); 10] = [
        ("policy", policy),
        ("style", format!("{STYLE}.graph {{\n{}}}\n", svg::style())),
        ("title", html::text(&title)),
        ("verdict", verdict(report)),
        ("figures", report.plan.map_or_else(String::new, figures)),
        ("headlines", report.plan.map_or_else(String::new, headlines::sections)),
        ("findings", section_of_findings(report)),
        ("plan", report.plan.map_or_else(String::new, section_of_plan)),
        ("data", report.plan.map_or_else(|| "null".to_owned(), |plan| json(plan, report.kept))),
        ("script", SCRIPT.to_owned()),
    ];
    fill(PAGE, &slots)
}

/// Whether the page itself, without any report, holds a text.
pub fn holds(text: &str) -> bool {
    [PAGE, STYLE, SCRIPT].iter().any(|part| part.contains(text))
}

/// Puts each text into its slot, `{{name}}`; what the texts hold is no slot.
fn fill(page: &str, slots: &[(&str, String)]) -> String {
    let size: usize = slots.iter().map(|(_, text)| text.len()).sum();
    let mut out = String::with_capacity(page.len() + size);
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, after)) = after.split_once("}}") else {
            panic!("a slot of the page has an end");
        };
        let Some((_, text)) = slots.iter().find(|(known, _)| *known == name) else {
            panic!("the slot `{name}` of the page has a text");
        };
        out.push_str(before);
        out.push_str(text);
        rest = after;
    }
    out.push_str(rest);
    out
}

/// JSON in which no tag, comment or script can begin or end.
fn json(plan: &Plan, kept: Option<&[Kept]>) -> String {
    match serde_json::to_string(&data::of(plan, kept)) {
        Ok(text) => text
            .replace('<', "\\u003c")
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029"),
        Err(error) => panic!("our own data is JSON: {error}"),
    }
}

/// What to know first.
fn verdict(report: Report<'_>) -> String {
    let counted = words::findings::count(report.found);
    let Some(plan) = report.plan else {
        let tone = if has_errors(report.found) { "bad" } else { "good" };
        return format!("<span class=\"{tone}\">{}.</span>", capitalized(&counted));
    };
    if !plan.refused.is_empty() {
        let why = html::text(&words::refusal::why(&plan.refused));
        return format!(
            "<span class=\"bad\">This plan is refused:</span> {why}; nothing can be applied."
        );
    }
    if plan.is_empty() && !plan.unread.is_empty() {
        return "No changes, as far as the site was seen.".to_owned();
    }
    if plan.is_empty() {
        let tone = if plan.residue.is_empty() { "good" } else { "warn" };
        let verdict = html::text(&words::residue::verdict(plan));
        return format!("<span class=\"{tone}\">No changes.</span> {verdict}.");
    }
    let (gain, lose) = (plan.access.gain, plan.access.lose);
    let changes = amount(lasting(&plan.changes).count(), "change", "changes");
    let gains = match gain {
        0 => "nobody gains access".to_owned(),
        _ => format!(
            "{} access{}",
            amount(gain, "person gains", "people gain"),
            words::impact::among(&plan.access, Sign::Gained)
        ),
    };
    let loses = match lose {
        0 => "nobody loses any".to_owned(),
        _ => format!(
            "<span class=\"bad\">{} some</span>",
            amount(lose, "person loses", "people lose")
        ),
    };
    let said = |text: String| {
        if text.is_empty() {
            String::new()
        } else {
            format!("<span class=\"bad\">{}.</span> ", html::text(&capitalized(&text)))
        }
    };
    let removed = removals::summary(&plan.removals);
    let removed = if removed.is_empty() { removed } else { format!("removes {removed}") };
    let headline = said(powers::summary(&plan.powers)) + &said(removed);
    format!("{headline}{changes}: {gains}, {loses}.")
}

/// `12,345 people`.
fn amount(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(count), plural(count, one, many))
}

fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

fn figures(plan: &Plan) -> String {
    let counts = counts(&plan.changes);
    let figures = [
        ("to add", counts.added, "add"),
        ("to change", counts.changed, "change"),
        ("to remove", counts.removed, "remove"),
        ("steps", plan.steps.len(), ""),
        ("gain access", plan.access.gain, "add"),
        ("lose access", plan.access.lose, "remove"),
    ];
    let figure = |(name, count, class): (&str, usize, &str)| {
        let class = if count == 0 { "none" } else { class };
        format!("<div class=\"{class}\"><dt>{name}</dt><dd>{}</dd></div>", grouped(count))
    };
    let hash = plan.refused.is_empty().then(|| plan.hash.clone());
    let digests = [
        ("Plan", hash.unwrap_or_else(|| "refused".to_owned())),
        ("Definition", plan.definition.clone()),
        ("Live site", plan.live.clone()),
    ];
    let digest = |(name, hash): (&str, String)| {
        format!("<div><dt>{name}</dt><dd><code>{}</code></dd></div>", html::text(&hash))
    };
    format!(
        "<dl class=\"figures\">{}</dl>\n<details class=\"digests\"><summary>SHA-256 of the plan and of what it was made from</summary><dl>{}</dl></details>",
        figures.map(figure).concat(),
        digests.map(digest).concat()
    )
}

fn section_of_findings(report: Report<'_>) -> String {
    if report.found.is_empty() {
        return String::new();
    }
    format!(
        "<section id=\"findings\" aria-labelledby=\"findings-title\"><h2 id=\"findings-title\">Findings <small>{}</small></h2>\n{}</section>",
        words::findings::count(report.found),
        findings::findings(report.found, report.sources)
    )
}

/// The graph of the steps; the lists are the script's.
fn section_of_plan(plan: &Plan) -> String {
    if plan.is_empty() {
        return String::new();
    }
    let graph = steps::readable(steps::graph(plan), plan);
    format!(
        "{}{}\n<section id=\"graph\" aria-labelledby=\"graph-title\"><h2 id=\"graph-title\">Graph of the steps</h2>\n<p class=\"lead\">An arrow leads from a step to those that wait for it. The list above says the same in words.</p>\n<div class=\"drawing\" tabindex=\"0\" role=\"group\" aria-label=\"Graph of the steps\">{}</div></section>",
        transients::section(plan),
        include_str!("lists.html"),
        svg::inline(&graph)
    )
}
