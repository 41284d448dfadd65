//! An automation whose output matches its own source.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::glob::Pattern;
use crate::model::{Value, path};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("destination-feeds-source"),
    family: Family::Automations,
    severity: Severity::Warning,
    summary: "an automation finds its own output again",
    page: include_str!("destination-feeds-source.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let attributes = &automation.attributes;
        let moves = matches!(attributes.text("automation"), Some("copy_file" | "move_file"));
        let said = |name| attributes.value(name).is_some_and(|value| !value.is_unset());
        // A `path` or an exclusion changes which files the source matches.
        if !moves || said("path") || said("exclude_pattern") {
            continue;
        }
        let (Some(source), Some(destinations)) =
            (attributes.get("source"), attributes.get("destinations"))
        else {
            continue;
        };
        let Some(sources) = source.value.as_text().and_then(Source::read) else { continue };
        let list = destinations.value.as_list().iter().filter_map(Value::as_text);
        for (destination, output) in list.filter_map(|d| Some((d, sources.output_in(d)?))) {
            let name = &automation.name;
            findings.push(
                RULE.found(format!("automation `{name}` finds its own output again: `{output}`"))
                    .at(destinations.span, format!("what it puts into `{destination}`"))
                    .at(source.span, "matches this source")
                    .help("write to a folder that the source does not match, or narrow the source"),
            );
        }
    }
}

/// A source pattern, and a name that its last component matches.
struct Source<'p> {
    pattern: &'p str,
    file: String,
}

impl<'p> Source<'p> {
    fn read(pattern: &'p str) -> Option<Self> {
        let pattern = pattern.trim_start_matches('/');
        if pattern.is_empty() || pattern.starts_with('.') || pattern.contains(['%', '\\']) {
            return None;
        }
        let last = pattern.rsplit('/').next().filter(|last| !last.contains("**"))?;
        Some(Source { pattern, file: example(last)? })
    }

    /// A file that the automation puts there and that the source matches. Silent about
    /// destinations that depend on the file or the day.
    fn output_in(&self, destination: &str) -> Option<String> {
        let destination = destination.trim_start_matches('/');
        if destination.starts_with('.') || destination.contains(['%', '*', '?', '[', '{', '\\']) {
            return None;
        }
        let output = match destination.strip_suffix('/') {
            Some(folder) => format!("{folder}/{}", self.file),
            None if destination.is_empty() => self.file.clone(),
            None => destination.to_owned(),
        };
        (self.may_match(&output) && self.matches(&output)).then_some(output)
    }

    /// Rules most outputs out without compiling the pattern.
    fn may_match(&self, output: &str) -> bool {
        let depth = |path: &str| path.bytes().filter(|byte| *byte == b'/').count();
        let fixed = self.pattern.find(['*', '?', '[', '{']).unwrap_or(self.pattern.len());
        let fixed = &self.pattern[..fixed];
        let starts = output.get(..fixed.len()).is_some_and(|s| s.eq_ignore_ascii_case(fixed));
        let one_depth = !self.pattern.contains("**") && !self.pattern.contains('{');
        (starts || !fixed.is_ascii()) && (!one_depth || depth(self.pattern) == depth(output))
    }

    fn matches(&self, output: &str) -> bool {
        Pattern::glob(self.pattern).is_ok_and(|glob| glob.is_match(&path::fold(output)))
    }
}

/// A name that the pattern matches; none for patterns beyond `*`, `?` and `{a,b}`.
fn example(pattern: &str) -> Option<String> {
    let mut name = String::new();
    let mut rest = pattern;
    while let Some(scalar) = rest.chars().next() {
        rest = &rest[scalar.len_utf8()..];
        match scalar {
            '*' => name.push_str("file"),
            '?' => name.push('x'),
            '[' | ']' | '}' => return None,
            '{' => {
                let (choices, after) = rest.split_once('}')?;
                let choice = choices
                    .split(',')
                    .next()
                    .filter(|choice| !choice.contains(['{', '*', '?', '[']))?;
                name.push_str(choice);
                rest = after;
            }
            _ => name.push(scalar),
        }
    }
    Some(name)
}
