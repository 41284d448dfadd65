//! The site that a sentence is about.

use crate::wording::visible;

/// As people are told: a snapshot may not know where it was read.
pub fn name(target: &str) -> String {
    if target.is_empty() { "the live site".to_owned() } else { one_line(target) }
}

/// The same at the head of a sentence.
pub fn subject(target: &str) -> String {
    if target.is_empty() { "The live site".to_owned() } else { one_line(target) }
}

/// What is a line of its own stays one, whatever a name in it says.
pub fn one_line(text: &str) -> String {
    visible(text).replace('\n', "\\n")
}

/// Of which kinds nothing is known, because nobody asked: `all` of them, or how many.
pub fn not_looked_at(lines: &[String], all: bool) -> Option<String> {
    let [first, rest @ ..] = lines else { return None };
    let what = match rest {
        [] => first.clone(),
        [second] => format!("{first} and {second}"),
        _ if all => lines.join(", "),
        rest => format!("{first} and {} more kinds", rest.len()),
    };
    let way = "`manage { everything undeclared=\"report\" }` looks at all";
    Some(format!("Not looked at, as nothing of them is declared: {what}. {way}."))
}
