//! References in the place of secrets: what a site shows of them is not written down, and what it
//! does not show must be said for an edit to keep it.

use super::page::Line;
use super::source::Source;
use crate::live::Attributes;
use crate::model::{Attribute, SecretRef, Value, path};

impl Source<'_> {
    /// The value with a reference wherever a secret stands. `of` says whose value it is.
    pub(super) fn with_references(
        &self,
        of: &[&str],
        attribute: &Attribute,
        value: &Value,
    ) -> Value {
        let name = match of.last() {
            Some(last) if *last == attribute.name => of.to_vec(),
            _ => of.iter().copied().chain([attribute.name]).collect(),
        };
        let mut value = self.referring(&name, value);
        if let Value::Object(entries) = &mut value {
            let unshown = if entries.is_empty() { &[] } else { attribute.unshown };
            let unshown = unshown.iter().map(|key| {
                let name: Vec<&str> = name.iter().copied().chain([*key]).collect();
                ((*key).into(), self.reference(&name))
            });
            *entries = std::mem::take(entries).into_iter().chain(unshown).collect();
        }
        value
    }

    /// Attributes with references in the place of secrets, which `notes` tell.
    pub(super) fn attributes_with_references(
        &self,
        of: &str,
        attributes: &Attributes,
        notes: &mut Vec<Line>,
    ) -> Attributes {
        let mut referring = Attributes::default();
        for (attribute, value) in attributes.iter() {
            let value = self.with_references(&[of], attribute, value);
            if value.has_secret() {
                notes.push(note(&attribute.word()));
            }
            referring.add(attribute, value);
        }
        referring
    }

    fn referring(&self, name: &[&str], value: &Value) -> Value {
        match value {
            Value::Hidden(_) => self.reference(name),
            Value::List(items) => {
                Value::List(items.iter().map(|item| self.referring(name, item)).collect())
            }
            Value::Object(entries) => Value::Object(
                entries
                    .iter()
                    .map(|(key, value)| {
                        let name: Vec<&str> = name.iter().copied().chain([&**key]).collect();
                        (key.clone(), self.referring(&name, value))
                    })
                    .collect(),
            ),
            value => value.clone(),
        }
    }

    /// A variable that no other secret is called by.
    fn reference(&self, name: &[&str]) -> Value {
        let wanted = variable(name);
        let mut used = self.variables.borrow_mut();
        let numbered = (2..).map(|at| format!("{wanted}_{at}"));
        let mut free = std::iter::once(wanted.clone()).chain(numbered);
        let name = free.find(|name| !used.contains(name)).unwrap_or(wanted);
        used.insert(name.clone());
        Value::Secret(SecretRef::Env(name.into()))
    }
}

/// Says of a line that a secret is missing in it.
pub(super) fn note(word: &str) -> Line {
    Line::Note(format!(
        "`{word}` holds a secret, which is left out: the variable in its place is read when it is sent"
    ))
}

/// As environments call variables.
fn variable(name: &[&str]) -> String {
    let mut out = String::new();
    for part in name
        .iter()
        .flat_map(|part| path::key(part).split('/').map(str::to_owned).collect::<Vec<_>>())
    {
        let part: String = part
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
            .collect();
        let part = part.trim_matches('_');
        if !out.is_empty() && !part.is_empty() {
            out.push('_');
        }
        out.push_str(part);
    }
    match out.chars().next() {
        // Those of siteplan's own keys are no values.
        Some(_) if out.starts_with("FILES_API_KEY") => format!("SECRET_{out}"),
        Some(c) if c.is_ascii_alphabetic() => out,
        _ => format!("SECRET_{out}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_named_as_environments_name_them() {
        assert_eq!(variable(&["Invoices/In", "webhook", "headers"]), "INVOICES_IN_WEBHOOK_HEADERS");
        assert_eq!(variable(&["", "webhook"]), "WEBHOOK");
        assert_eq!(variable(&["2027 é"]), "SECRET_2027_E");
        assert_eq!(variable(&["files api key", "x"]), "SECRET_FILES_API_KEY_X");
    }
}
