//! What is not as it should be while a plan is made to be, because no order avoids it.

use crate::plan::{Plan, Transient, TransientKind};
use crate::render::access_text::{atoms, place};
use crate::render::graph::svg::escape;
use crate::render::reasons::reason;

/// Names of people beyond these are counted.
const PEOPLE: usize = 6;

/// A section; nothing where every moment is as it should be.
pub fn section(plan: &Plan) -> String {
    if plan.transient.is_empty() {
        return String::new();
    }
    let items: String = plan.transient.iter().map(item).collect();
    format!(
        "<section id=\"transient\" aria-labelledby=\"transient-title\"><h2 id=\"transient-title\">For a while</h2>\n<p class=\"lead\">No order of the steps avoids this.</p>\n<ul class=\"transient\">{items}</ul></section>\n"
    )
}

fn item(transient: &Transient) -> String {
    let circle = transient.circle.iter().map(|before| {
        let why = reason(&before.reason);
        format!(
            "<li>{}</li>",
            escape(&format!("step {} before step {}: {why}", before.first.0, before.then.0))
        )
    });
    format!(
        "<li><p><b>Steps {} to {}:</b> {}.</p><details><summary>Why no order avoids it</summary><ul>{}</ul></details></li>\n",
        transient.from.0,
        transient.until.0,
        escape(&told(&transient.what)),
        circle.collect::<String>()
    )
}

fn told(what: &TransientKind) -> String {
    match what {
        TransientKind::Loss { people, place: at, atoms: lost } => {
            format!("without what they keep, {} on {}: {}", atoms(lost), place(at), names(people))
        }
        TransientKind::Gain { people, place: at, atoms: had } => {
            format!("with what they do not get, {} on {}: {}", atoms(had), place(at), names(people))
        }
        TransientKind::Automation { automation, path } => {
            format!("automation {automation:?} cannot work on {path:?}")
        }
        TransientKind::Administrator => "nobody administers the site".to_owned(),
        TransientKind::Assertion { expect, person, path } => {
            format!("{expect:?} does not hold for {person} on {path:?}")
        }
    }
}

fn names(people: &[String]) -> String {
    let shown = people.iter().take(PEOPLE).map(String::as_str).collect::<Vec<_>>().join(", ");
    match people.len().saturating_sub(PEOPLE) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
