//! What a folder shows of itself, beyond what Files.com takes.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Setting, Value, path};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::counted;

pub static RULE: Rule = Rule {
    code: Code("folder-shows-too-much"),
    family: Family::Permissions,
    severity: Severity::Error,
    summary: "a folder has metadata or a colour that Files.com does not take",
    page: include_str!("folder-shows-too-much.md"),
    check: Check::Definition(check),
};

const MOST_KEYS: usize = 32;
const LONGEST_KEY: usize = 256;
const LONGEST_TEXT: usize = 1024;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for folder in &cx.site.folders {
        let is_root = path::is_root(cx.names.key_text(folder.key));
        for setting in folder.attributes.iter() {
            if is_root && !setting.value.is_unset() {
                findings.push(
                    RULE.found("a root has neither metadata nor a colour")
                        .at(setting.span, "no folder of its own")
                        .help("say it of the folders in it"),
                );
            } else if setting.attribute.name == "custom_metadata" {
                findings.extend(refused(setting));
            }
        }
    }
}

/// At most so many keys, each with a text, none too long.
fn refused(setting: &Setting) -> Option<Diagnostic> {
    let Value::Object(entries) = &setting.value else { return None };
    let too_long = |text: &str, most: usize| text.chars().count() > most;
    let (message, label, help) = if entries.len() > MOST_KEYS {
        let keys = counted(entries.len(), "key", "keys");
        let label = format!("{keys}; Files.com takes {MOST_KEYS}");
        ("a folder has too many keys of metadata".to_owned(), label, "leave some out".to_owned())
    } else {
        entries.iter().find_map(|(key, value)| match value.as_text() {
            _ if too_long(key, LONGEST_KEY) => Some((
                "a key of metadata is too long".to_owned(),
                format!("longer than {LONGEST_KEY} characters"),
                "shorten it".to_owned(),
            )),
            None => Some((
                format!("`{key}` of a folder's metadata is no text"),
                "metadata is texts by their keys".to_owned(),
                format!("write the value in quotes: `{key} \"…\"`"),
            )),
            Some(text) if too_long(text, LONGEST_TEXT) => Some((
                format!("`{key}` of a folder's metadata is too long"),
                format!("longer than {LONGEST_TEXT} characters"),
                "shorten it".to_owned(),
            )),
            Some(_) => None,
        })?
    };
    Some(RULE.found(message).at(setting.span, label).help(help))
}
