//! Powers, what goes, and who loses and gains: before all else, and without any script.

use crate::plan::{AccessImpact, Plan, PowerChange, Sign};
use crate::render::escape::html;
use crate::render::words::causes::{self, Line};
use crate::render::words::impact::PLAIN;
use crate::render::words::{powers as words, removals};
use crate::wording::counted;

/// Both sections, as far as there is anything to say.
pub fn sections(plan: &Plan) -> String {
    let powers = plan.powers.changes.iter().map(power).collect();
    let gone = removals::objects(&plan.removals).into_iter();
    let gone = gone.map(|object| ("remove", "−", removals::object(object), None)).collect();
    section("powers", "Powers", &words::summary(&plan.powers), powers)
        + &section("removals", "Removed", &removals::summary(&plan.removals), gone)
        + &access(plan, Sign::Lost)
        + &access(plan, Sign::Gained)
}

/// More lines than these are folded, and more than those are counted: the lists below have all.
const UNFOLDED: usize = 15;
const MOST: usize = 500;

/// A line a cause, the gravest first.
fn access(plan: &Plan, sign: Sign) -> String {
    let AccessImpact { gain, lose, ref moves } = plan.access;
    let (id, title, people, class, mark) = match sign {
        Sign::Lost => ("losses", "Who loses access", lose, "remove", "−"),
        Sign::Gained => ("gains", "Who gains access", gain, "add", "+"),
    };
    let lines = causes::lines(moves, sign);
    let item = |line: &Line<'_>| {
        let declared = line.declared().map(|origin| origin.to_string());
        item((class, mark, line.told(), declared))
    };
    let count = counted(people, "person", "people");
    let first: String = lines.iter().take(UNFOLDED).map(item).collect();
    let mut body = format!("<ul class=\"headlines\">\n{first}</ul>");
    let folded: String = lines.iter().skip(UNFOLDED).take(MOST).map(item).collect();
    if !folded.is_empty() {
        let title = counted(lines.len() - UNFOLDED, "more cause", "more causes");
        let left = match lines.len().saturating_sub(UNFOLDED + MOST) {
            0 => String::new(),
            left => format!("<p class=\"more\">… and {left} more, in the lists below.</p>"),
        };
        body.push_str(&format!(
            "<details><summary>{title}</summary>\n<ul class=\"headlines\">\n{folded}</ul>{left}</details>"
        ));
    }
    if lines.is_empty() { String::new() } else { framed(id, title, &count, &body) }
}

type Item = (&'static str, &'static str, String, Option<String>);

fn power(one: &PowerChange) -> Item {
    let (class, sign) = match one.change {
        Sign::Gained => ("add", "+"),
        Sign::Lost => ("remove", "−"),
    };
    let declared = one.declared.as_ref().map(|origin| origin.to_string());
    (class, sign, words::line(one, &PLAIN), declared)
}

fn section(id: &str, title: &str, summary: &str, items: Vec<Item>) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.into_iter().map(item).collect();
    framed(id, title, summary, &format!("<ul class=\"headlines\">\n{items}</ul>"))
}

fn item((class, sign, text, declared): Item) -> String {
    let declared = declared
        .map(|at| format!(" <code class=\"place\">{}</code>", html::text(&at)))
        .unwrap_or_default();
    let text = html::text(&text);
    format!("<li class=\"{class}\"><b>{sign}</b> {text}{declared}</li>\n")
}

fn framed(id: &str, title: &str, summary: &str, body: &str) -> String {
    let summary = html::text(summary);
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{title} \
         <small>{summary}</small></h2>\n{body}</section>\n"
    )
}
