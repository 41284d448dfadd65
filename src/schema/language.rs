//! The language in KDL's schema language (KDL Schema 2.0.0), for editors and validators.
//!
//! A schema cannot say that what a value may be depends on another value; there it allows all
//! that any allows.

use crate::lower::language::{Args, Children, DOCUMENT, Form, Prop, Word, attribute_words};
use crate::model::kebab_case;
use crate::model::kinds::{self, Kind, behavior_types};
use crate::model::{Attribute, ValueKind};
use crate::source::FileId;
use crate::syntax;
use std::collections::BTreeMap;

/// In canonical layout.
pub fn language() -> String {
    let mut printer = Printer { out: String::new(), uses: uses(), ids: Vec::new() };
    printer.document();
    let (tree, found) = syntax::parse(FileId(0), &printer.out);
    assert!(found.is_empty(), "the schema is KDL: {found:#?}");
    syntax::format(&printer.out, &tree)
}

/// Each word that stands in several places, by its address.
fn uses() -> BTreeMap<*const Word, u32> {
    let mut uses: BTreeMap<*const Word, u32> = BTreeMap::new();
    let mut open: Vec<&'static Word> = vec![&DOCUMENT];
    while let Some(word) = open.pop() {
        for child in word.children.words() {
            let count = uses.entry(std::ptr::from_ref(*child)).or_default();
            *count += 1;
            if *count == 1 {
                open.push(child);
            }
        }
    }
    uses
}

struct Printer {
    out: String,
    uses: BTreeMap<*const Word, u32>,
    /// What words that stand in several places are called, the first of a name by its name.
    ids: Vec<(&'static Word, String)>,
}

impl Printer {
    fn line(&mut self, line: &str) {
        self.out.push_str(line);
        self.out.push('\n');
    }

    fn document(&mut self) {
        self.line("document {");
        self.line("info {");
        self.line("title \"siteplan's site definitions\" lang=en");
        self.line("description \"What a Files.com site should be, its parameters replaced by their values.\" lang=en");
        self.line("license MIT spdx=MIT");
        self.line("license \"Apache License 2.0\" spdx=\"Apache-2.0\"");
        self.line("}");
        for word in DOCUMENT.children.words() {
            self.word(word);
        }
        self.line("definitions {");
        for resource in SHARED {
            self.line(&format!("children id={:?} {{", id(resource)));
            self.attributes(resource);
            self.line("}");
        }
        self.line("}");
        self.line("}");
    }

    fn word(&mut self, word: &'static Word) {
        let shared = self.uses.get(&std::ptr::from_ref(word)).is_some_and(|uses| *uses > 1);
        if let Some((_, id)) = self.ids.iter().find(|(known, _)| std::ptr::eq(*known, word)) {
            return self.line(&format!("node {:?} ref={:?}", word.name, query(id)));
        }
        let mut id = String::new();
        if shared {
            let alike = self.ids.iter().filter(|(known, _)| known.name == word.name).count();
            let own = if alike == 0 { word.name.into() } else { format!("{}-{alike}", word.name) };
            id = format!(" id={own:?}");
            self.ids.push((word, own));
        }
        self.line(&format!("node {:?} description={:?}{id} {{", word.name, word.about));
        if !word.many {
            self.line("max 1");
        }
        for prop in word.props {
            self.prop(prop);
        }
        if word.templated {
            self.line("prop use { type string; }");
        }
        if word.templated || word.any_props {
            self.line("other-props-allowed #true");
        }
        for args in word.args {
            self.args(args);
        }
        self.children(&word.children);
        self.line("}");
    }

    fn prop(&mut self, prop: &Prop) {
        let required = if prop.required { "required #true\n" } else { "" };
        self.line(&format!("prop {:?} {{\n{required}{}}}", prop.name, form(prop.form)));
    }

    fn args(&mut self, args: &Args) {
        self.line(&format!("value {{\n{}{}}}", range(args.least, args.most), form(args.form)));
    }

    fn children(&mut self, children: &Children) {
        match children {
            Children::None => return,
            Children::Attributes(_, resource) if SHARED.contains(resource) => {
                self.line(&format!("children ref={:?} {{", query(&id(resource))));
            }
            _ => self.line("children {"),
        }
        for word in children.words() {
            self.word(word);
        }
        match children {
            Children::Attributes(_, resource) if !SHARED.contains(resource) => {
                self.attributes(resource);
            }
            Children::BehaviorKeys => self.behavior_keys(),
            Children::Template | Children::Free => self.line("other-nodes-allowed #true"),
            _ => {}
        }
        self.line("}");
    }

    fn attributes(&mut self, resource: &'static Kind) {
        for (word, kind) in attribute_words(resource) {
            self.key(&word, &[kind]);
        }
    }

    /// The keys of all types of folder setting; one key may be of several kinds.
    fn behavior_keys(&mut self) {
        let mut keys: BTreeMap<String, Vec<ValueKind>> = BTreeMap::new();
        for key in behavior_types().iter().flat_map(|kind| kind.keys) {
            let (kinds, kind) = (keys.entry(Attribute::word(key)).or_default(), key.written_kind());
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for (word, kinds) in keys {
            self.key(&word, &kinds);
        }
    }

    fn key(&mut self, word: &str, kinds: &[ValueKind]) {
        let body = match kinds {
            [ValueKind::Object | ValueKind::Settings | ValueKind::List(ValueKind::Object)] => {
                free()
            }
            [ValueKind::List(item)] => format!("value {{\n{}}}", kind(**item, true)),
            [ValueKind::Addresses] => format!("value {{\n{}}}", kind(ValueKind::Text, true)),
            [only] => format!("value {{\n{}{}}}", range(1, Some(1)), kind(*only, true)),
            _ => free(),
        };
        self.line(&format!("node {word:?} {{\nmax 1\n{body}\n}}"));
    }
}

/// Any values, or any keys and values in a block.
fn free() -> String {
    "value\nchildren { other-nodes-allowed #true; }".to_owned()
}

/// Resources whose attributes stand in several nodes, and so are described once.
static SHARED: [&Kind; 3] = [&kinds::SITE, &kinds::USER, &kinds::AUTOMATION];

fn id(kind: &Kind) -> String {
    format!("{}-attributes", kind.tag)
}

fn query(id: &str) -> String {
    format!("[id={id:?}]")
}

fn range(least: u8, most: Option<u8>) -> String {
    let most = most.map_or(String::new(), |most| format!("max {most}\n"));
    format!("min {least}\n{most}")
}

fn form(form: Form) -> String {
    match form {
        Form::Is(is) => kind(is, false),
        Form::FlagOrNull => "type boolean \"null\"\n".to_owned(),
        Form::NamesOrNull => "type string \"null\"\n".to_owned(),
        Form::OneOf(words) => format!("type string\n{}", choice(&words(), false)),
        Form::OneOfOrNull(words) => format!("type string \"null\"\n{}", choice(&words(), true)),
        Form::Scalar => "type string number boolean \"null\"\n".to_owned(),
        Form::Day => "type string number\n".to_owned(),
    }
}

/// What a value of this kind is; attributes may be `#null` as well.
fn kind(kind: ValueKind, or_null: bool) -> String {
    let null = if or_null { " \"null\"" } else { "" };
    let typed = |name: &str, more: &str| format!("type {name}{null}\n{more}");
    match kind {
        ValueKind::Bool => typed("boolean", ""),
        ValueKind::Int => typed("number", "format i64\n"),
        ValueKind::Email => typed("string", "format email\n"),
        ValueKind::Instant => typed("string", "format date-time\n"),
        ValueKind::Choice(choices) => {
            let words: Vec<String> = choices.iter().map(|choice| kebab_case(choice)).collect();
            typed("string", &choice(&words, or_null))
        }
        ValueKind::Secret => typed("string", "tag { enum env file; }\n"),
        ValueKind::Text | ValueKind::Words | ValueKind::Item | ValueKind::Domain => {
            typed("string", "")
        }
        ValueKind::TimeZone | ValueKind::Path => typed("string", ""),
        ValueKind::Object | ValueKind::Settings | ValueKind::List(_) | ValueKind::Addresses => {
            String::new()
        }
    }
}

fn choice(words: &[String], or_null: bool) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("{word:?}")).collect();
    let null = if or_null { " #null" } else { "" };
    format!("enum {}{null}\n", quoted.join(" "))
}
