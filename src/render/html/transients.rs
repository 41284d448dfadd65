//! What holds for a while only while a plan runs: bridges, and what no order avoids.

use crate::plan::{Plan, Transient};
use crate::render::escape::html;
use crate::render::words::transients::{bridges, carried, precedence, told};

/// A section; nothing where every moment is as it should be.
pub fn section(plan: &Plan) -> String {
    let items: String = plan.transient.iter().map(item).collect();
    let carried = bridges(plan).map(|bridge| carried(plan, bridge));
    let carried: String =
        carried.map(|text| format!("<li>{}.</li>\n", html::text(&text))).collect();
    if items.is_empty() && carried.is_empty() {
        return String::new();
    }
    format!(
        "<section id=\"transient\" aria-labelledby=\"transient-title\"><h2 id=\"transient-title\">For a while</h2>\n<p class=\"lead\">What holds only while the plan is applied, because no order of the steps avoids it.</p>\n<ul class=\"transient\">\n{items}{carried}</ul></section>\n"
    )
}

fn item(transient: &Transient) -> String {
    let circle = transient.circle.iter().map(precedence);
    let circle = circle.map(|text| format!("<li>{}</li>", html::text(&text)));
    format!(
        "<li><b>{}.</b><details><summary>Why no order avoids it</summary><ul>{}</ul></details></li>\n",
        html::text(&told(transient)),
        circle.collect::<String>()
    )
}
