//! Findings with the lines they are about.

use crate::diagnostic::{Diagnostic, Label, Severity};
use crate::render::escape::html;
use crate::render::excerpt::{LONGEST_LINE, Texts, floor};
use crate::render::groups;
use crate::source::Sources;

/// At most so many are written out; the rest is counted.
const SHOWN: usize = 200;
/// Places of a finding beyond these are left out.
const PLACES: usize = 6;

pub fn findings(found: &[Diagnostic], sources: &Sources) -> String {
    let texts = Texts::new(sources);
    let mut gravest: Vec<&Diagnostic> = found.iter().collect();
    gravest.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let mut out = String::new();
    let groups = groups::groups(&gravest, usize::MAX);
    for group in groups.iter().take(SHOWN) {
        one(group.first, &group.others, &texts, &mut out);
    }
    let left: usize = groups.iter().skip(SHOWN).map(|group| group.others.len() + 1).sum();
    if left > 0 {
        out.push_str(&format!("<p class=\"more\">… and {left} more.</p>\n"));
    }
    out
}

fn one(finding: &Diagnostic, others: &[&Diagnostic], texts: &Texts<'_>, out: &mut String) {
    let word = match finding.severity {
        Severity::Info => "note",
        severity => severity.as_str(),
    };
    out.push_str(&format!(
        "<article class=\"finding {word}\">\n<h3><span class=\"severity\">{word}</span> {}</h3>\n",
        quoted(&finding.message)
    ));
    for label in finding.labels.iter().take(PLACES) {
        excerpt(label, texts, out);
    }
    if let Some(help) = &finding.help {
        out.push_str(&format!("<p class=\"help\"><b>Help:</b> {}</p>\n", quoted(help)));
    }
    beside(others, texts, out);
    let code = html::text(finding.code.0);
    out.push_str(&format!(
        "<p class=\"code\"><code>siteplan explain {code}</code></p>\n</article>\n"
    ));
}

/// The others of one cause, folded.
fn beside(others: &[&Diagnostic], texts: &Texts<'_>, out: &mut String) {
    if others.is_empty() {
        return;
    }
    out.push_str(&format!("<details><summary>and {} more of this</summary><ul>\n", others.len()));
    for other in others.iter().take(SHOWN) {
        let place = other.labels.first().map(|label| texts.place(label.span));
        let place = place.map(|at| format!("<code>{}</code> ", html::text(&at)));
        let (place, message) = (place.unwrap_or_default(), quoted(&other.message));
        out.push_str(&format!("<li>{place}{message}</li>\n"));
    }
    if let more @ 1.. = others.len().saturating_sub(SHOWN) {
        out.push_str(&format!("<li>… and {more} more</li>\n"));
    }
    out.push_str("</ul></details>\n");
}

/// A text with what stands in backticks as code.
fn quoted(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let even = parts.len() % 2 == 1;
    let part = |(at, part): (usize, &&str)| {
        if at % 2 == 1 && even {
            format!("<code>{}</code>", html::text(part))
        } else {
            html::text(part)
        }
    };
    let separator = if even { "" } else { "`" };
    parts.iter().enumerate().map(part).collect::<Vec<_>>().join(separator)
}

/// The line of a label, with its span marked, and a line around it on either side.
fn excerpt(label: &Label, texts: &Texts<'_>, out: &mut String) {
    out.push_str(&format!(
        "<figure><figcaption>{}{}</figcaption>",
        html::text(&texts.place(label.span)),
        if label.text.is_empty() {
            String::new()
        } else {
            format!(" <span>{}</span>", quoted(&label.text))
        }
    ));
    let Some(lines) = texts.around(label.span) else {
        out.push_str("</figure>\n");
        return;
    };
    // It scrolls where the window is narrow, and so has to be reached without a mouse.
    let place = html::text(&texts.place(label.span));
    out.push_str(&format!("<pre tabindex=\"0\" role=\"group\" aria-label=\"{place}\">"));
    let at = lines.file.position(label.span.start);
    let (start, end) = (label.span.start as usize, label.span.end as usize);
    let last = lines.file.position(lines.text.len() as u32).line;
    for line in at.line.saturating_sub(1).max(1)..=(at.line + 1).min(last) {
        let range = lines.file.line_range(line);
        let mut text = (range.start, range.end);
        if line == at.line {
            let (from, to) = (start.saturating_sub(LONGEST_LINE), end + LONGEST_LINE);
            text.0 = text.0.max(floor(lines.text, from));
            text.1 = text.1.min(floor(lines.text, to.min(lines.text.len())));
        } else {
            text.1 = text.1.min(floor(lines.text, (text.0 + LONGEST_LINE).min(lines.text.len())));
        }
        let marked = (start.clamp(text.0, text.1), end.clamp(text.0, text.1));
        let part = |from: usize, to: usize| {
            html::text(lines.text[from..to.max(from)].trim_end_matches(['\n', '\r']))
        };
        let mark = if line == at.line && marked.0 < marked.1 {
            format!(
                "{}<mark>{}</mark>{}",
                part(text.0, marked.0),
                part(marked.0, marked.1),
                part(marked.1, text.1)
            )
        } else {
            part(text.0, text.1)
        };
        out.push_str(&format!("<span class=\"n\">{line:>4}</span> {mark}\n"));
    }
    out.push_str("</pre></figure>\n");
}
