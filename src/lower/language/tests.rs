//! The description and lowering speak one language.

use super::*;
use crate::lower::{FileError, Files};
use crate::model::automation::DAYS;
use crate::model::{Names, kebab_case};
use crate::pipeline;

struct OneFile<'a>(&'a str);

impl Files for OneFile<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path == "site.kdl" { Ok(self.0.to_owned()) } else { Err(FileError::Missing) }
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// What lowering finds, of the findings that say that a word, or a value, has no place.
fn misplaced(text: &str) -> Vec<String> {
    let codes = ["unexpected-node", "attribute-unknown", "setting-unknown", "unexpected-value"];
    let read = pipeline::read("site.kdl", &OneFile(text), Names::default());
    let syntax = read.loading.iter().filter(|d| d.code.0.starts_with("kdl-"));
    assert_eq!(syntax.count(), 0, "{text}");
    let found = read.lowering.into_iter().filter(|finding| codes.contains(&finding.code.0));
    found.map(|finding| format!("{} in\n{text}", finding.message)).collect()
}

fn sample(form: Form) -> String {
    match form {
        Form::Is(ValueKind::Bool) => "#true".to_owned(),
        Form::Is(ValueKind::Int) => "1".to_owned(),
        Form::Is(ValueKind::Secret) => "(env)\"NAME\"".to_owned(),
        Form::Is(ValueKind::TimeZone) => "\"London\"".to_owned(),
        Form::Is(ValueKind::Choice(choices)) => format!("{:?}", kebab_case(choices[0])),
        Form::Is(ValueKind::List(kind)) => sample(Form::Is(*kind)),
        Form::Is(_) | Form::NamesOrNull | Form::Scalar => "\"x\"".to_owned(),
        Form::OneOf(words) | Form::OneOfOrNull(words) => format!("{:?}", words()[0]),
        Form::FlagOrNull => "#true".to_owned(),
        Form::Day => format!("{:?}", DAYS[0]),
    }
}

/// A node with everything that the description lets it take, but a block.
fn head(word: &Word) -> String {
    let mut head = word.name.to_owned();
    for args in word.args {
        // What comes behind the first words depends on these.
        for _ in 0..args.least {
            head.push(' ');
            head.push_str(&sample(args.form));
        }
    }
    // A schedule is named where the first argument is `custom-schedule` only.
    for prop in word.props.iter().filter(|prop| (word.name, prop.name) != ("trigger", "schedule")) {
        head.push_str(&format!(" {}={}", prop.name, sample(prop.form)));
    }
    head
}

/// A node for an attribute.
fn attribute_head(word: &str, kind: ValueKind) -> String {
    match kind {
        ValueKind::Object | ValueKind::Settings => format!("{word} {{ key 1; }}"),
        ValueKind::List(ValueKind::Object) => format!("{word} {{ - {{ key 1; }}; }}"),
        kind => format!("{word} {}", sample(Form::Is(kind))),
    }
}

fn check(word: &'static Word, around: &[String], seen: &mut Vec<&'static str>) {
    let inside = |line: &str| {
        let open: String = around.iter().map(|head| format!("{head} {{\n")).collect();
        format!("{open}{line}\n{}", "}\n".repeat(around.len()))
    };
    assert_eq!(misplaced(&inside(&head(word))), [] as [String; 0]);
    let mut around = around.to_vec();
    around.push(head(word));
    let inside = |line: &str| {
        let open: String = around.iter().map(|head| format!("{head} {{\n")).collect();
        format!("{open}{line}\n{}", "}\n".repeat(around.len()))
    };
    if !matches!(word.children, Children::Free | Children::Template) && word.name != "include" {
        assert!(!misplaced(&inside("made-up-word 1")).is_empty(), "{}", inside("made-up-word 1"));
    }
    if let Children::Attributes(_, resource) = word.children {
        for (word, kind) in attribute_words(resource) {
            let text = inside(&attribute_head(&word, kind));
            assert_eq!(misplaced(&text), [] as [String; 0]);
        }
    }
    for child in word.children.words() {
        let place = format!("{} {}", word.name, child.name);
        if !seen.iter().any(|known| **known == *place) {
            seen.push(place.leak());
            check(child, &around, seen);
        }
    }
}

#[test]
fn lowering_takes_every_word_of_the_description_and_no_other() {
    let mut seen = Vec::new();
    for word in DOCUMENT.children.words() {
        check(word, &[], &mut seen);
    }
    assert!(!misplaced("lint; made-up-word 1").is_empty());
    assert!(seen.len() > 50, "{}", seen.len());
}

#[test]
fn names_are_unique_in_their_place() {
    fn look(word: &'static Word, depth: usize) {
        let names = word.known();
        let set: std::collections::BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(set.len(), names.len(), "{}", word.name);
        for child in word.children.words().iter().filter(|_| depth < 4) {
            look(child, depth + 1);
        }
    }
    look(&DOCUMENT, 0);
}
