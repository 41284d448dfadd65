//! Powers, and what goes: before all else, and whole.

use crate::plan::{Plan, PowerChange, Sign};
use crate::render::escape::html;
use crate::render::words::impact::PLAIN;
use crate::render::words::{powers as words, removals};

/// Both sections, as far as there is anything to say.
pub fn sections(plan: &Plan) -> String {
    let powers = plan.powers.changes.iter().map(power).collect();
    let gone = removals::objects(&plan.removals).into_iter();
    let gone = gone.map(|object| ("remove", "−", removals::object(object), None)).collect();
    section("powers", "Powers", &words::summary(&plan.powers), powers)
        + &section("removals", "Removed", &removals::summary(&plan.removals), gone)
}

type Item = (&'static str, &'static str, String, Option<String>);

fn power(one: &PowerChange) -> Item {
    let (class, sign) = match one.change {
        Sign::Gained => ("add", "+"),
        Sign::Lost => ("remove", "−"),
    };
    let declared = one.declared.as_ref().map(|origin| format!("{}:{}", origin.file, origin.line));
    (class, sign, words::line(one, &PLAIN), declared)
}

fn section(id: &str, title: &str, summary: &str, items: Vec<Item>) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items = items.into_iter().map(|(class, sign, text, declared)| {
        let declared = declared
            .map(|at| format!(" <code class=\"place\">{}</code>", html::text(&at)))
            .unwrap_or_default();
        let text = html::text(&text);
        format!("<li class=\"{class}\"><b>{sign}</b> {text}{declared}</li>\n")
    });
    format!(
        "<section id=\"{id}\" aria-labelledby=\"{id}-title\"><h2 id=\"{id}-title\">{title} \
         <small>{}</small></h2>\n<ul class=\"headlines\">\n{}</ul></section>\n",
        html::text(summary),
        items.collect::<String>()
    )
}
