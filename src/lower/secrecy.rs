//! What no output quotes: texts that stand where a secret may stand, under its name or one that is
//! much like it, and files that are no definitions.
//!
//! In: trees and texts. Out: the places, noted with the sources, which every excerpt asks; and
//! findings that do not repeat what stands there.

use super::habits;
use super::language::{DOCUMENT, Form, Word};
use super::{codes, suggest};
use crate::codes::{Family, kdl};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::hidden::{self, MARKS};
use crate::model::kinds::{self, KINDS, behavior_types};
use crate::model::{Attribute, ValueKind, kebab_case};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Entry, Node, Scalar, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::LazyLock;

/// What people call a secret where the language has no such word.
const CALLED: &[&str] = &["pass", "passphrase", "pwd", "secret", "token"];

/// Longer words are no slips of a word of the language.
const LONGEST: usize = 64;

/// The words of the language, those of secrets apart.
struct Words {
    secret: Vec<String>,
    other: FxHashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words {
        secret: CALLED.iter().map(|word| (*word).to_owned()).collect(),
        other: FxHashSet::default(),
    };
    let kinds = KINDS.iter().flat_map(|kind| kind.attributes);
    for attribute in kinds.chain(behavior_types().iter().flat_map(|kind| kind.keys)) {
        words.attribute(attribute);
    }
    let mut open: Vec<&'static Word> = vec![&DOCUMENT];
    // Folders stand in folders.
    let mut seen: FxHashSet<*const Word> = FxHashSet::default();
    while let Some(word) = open.pop() {
        for prop in word.props {
            words.add(prop.name, matches!(prop.form, Form::Is(ValueKind::Secret)));
        }
        for child in word.children.words() {
            words.add(child.name, false);
            if seen.insert(std::ptr::from_ref(*child)) {
                open.push(child);
            }
        }
    }
    words.other.retain(|word| !words.secret.contains(word));
    words
});

impl Words {
    fn attribute(&mut self, attribute: &Attribute) {
        let is_secret = attribute.kind == ValueKind::Secret;
        self.add(&attribute.word(), is_secret);
        self.add(attribute.name, is_secret);
    }

    fn add(&mut self, word: &str, is_secret: bool) {
        if is_secret {
            let word = kebab_case(word);
            let is_new = !self.secret.contains(&word);
            self.secret.extend(is_new.then_some(word));
        } else {
            self.other.insert(word.to_owned());
        }
    }
}

/// Whether a secret may stand under this word, as far as a reader who mistypes is concerned.
pub(super) fn names_secret(word: &str) -> bool {
    let words = &*WORDS;
    if words.other.contains(word) {
        return false;
    }
    let lower = word.to_lowercase();
    MARKS.iter().any(|mark| lower.contains(mark))
        || hidden::names_secret(word)
        || (word.len() <= LONGEST
            && suggest(word, words.secret.iter().map(String::as_str)).is_some())
}

/// Notes what of these texts no output quotes. A text with mistakes may hide a secret where the
/// tree shows none, so there lines are looked at as well.
pub fn hide<'t>(
    trees: impl IntoIterator<Item = &'t Tree>,
    found: &[Diagnostic],
    sources: &Sources,
) {
    let trees: Vec<&Tree> = trees.into_iter().collect();
    let mut search =
        Search { known: FxHashMap::default(), parameters: FxHashSet::default(), sources };
    let documents = || trees.iter().map(|tree| tree.document(sources.file(tree.file()).text()));
    for node in documents().flat_map(|document| document.nodes()) {
        search.node(node);
    }
    // What is put there may be a parameter itself.
    let mut known = 0;
    while search.parameters.len() > known {
        known = search.parameters.len();
        for node in documents().flat_map(|document| document.nodes()) {
            search.given(node);
        }
    }
    for tree in &trees {
        let text = sources.file(tree.file()).text();
        if hidden::holds_secret_by_itself(text) {
            tree.document(text).nodes().for_each(|node| search.texts(node));
        }
    }
    let broken: FxHashSet<FileId> = found.iter().filter_map(file_of_mistake).collect();
    for tree in trees.iter().filter(|tree| broken.contains(&tree.file())) {
        let text = sources.file(tree.file()).text();
        if control(text).is_some() {
            sources.never_quote(tree.file());
        }
        search.lines(tree.file(), text);
    }
}

/// Quotes nothing of texts that are no definitions: who knows what they hold.
pub fn hide_strangers(trees: &[Tree], found: &[Diagnostic], sources: &Sources) {
    let broken: FxHashSet<FileId> = found.iter().filter_map(file_of_mistake).collect();
    for tree in trees {
        let text = sources.file(tree.file()).text();
        if !is_definition(tree, text, broken.contains(&tree.file())) {
            sources.never_quote(tree.file());
        }
    }
}

/// The file that is no KDL, or is KDL that nobody means.
pub(super) fn file_of_mistake(finding: &Diagnostic) -> Option<FileId> {
    let is_mistake = finding.is_error() && is_kdl(finding);
    finding.span().filter(|_| is_mistake).map(|span| span.file)
}

fn is_kdl(finding: &Diagnostic) -> bool {
    kdl::ALL.iter().any(|entry| entry.code == finding.code)
}

/// Where a text holds what no text holds.
pub(super) fn control(text: &str) -> Option<usize> {
    let is_control = |byte: u8| byte == 0x7F || (byte < 0x20 && !b"\t\n\r\x0C".contains(&byte));
    text.bytes().position(is_control)
}

/// Whether a text is meant as a definition: a node at its top bears a word of the language, or,
/// where all of it is KDL, one that is much like it. A text of nothing but comments is one.
pub(super) fn is_definition(tree: &Tree, text: &str, is_broken: bool) -> bool {
    if text.contains('\0') {
        return false;
    }
    let known = DOCUMENT.known();
    let outside_folders = ["grant", "fence", "behavior"];
    let is_word = |node: Node<'_>| {
        let name = node.name();
        known.contains(&name)
            || outside_folders.contains(&name)
            || (!is_broken && suggest(name, known.iter().copied()).is_some())
            || (!is_broken && habits::advice(habits::Place::Definition, name).is_some())
    };
    let mut nodes = tree.document(text).nodes().peekable();
    if nodes.peek().is_none() { !is_broken } else { nodes.any(is_word) }
}

struct Search<'s> {
    known: FxHashMap<&'s str, bool>,
    /// What templates put where a secret may stand.
    parameters: FxHashSet<&'s str>,
    sources: &'s Sources,
}

impl<'s> Search<'s> {
    fn names_secret(&mut self, word: &'s str) -> bool {
        *self.known.entry(word).or_insert_with(|| names_secret(word))
    }

    fn node(&mut self, node: Node<'s>) {
        let secret = self.names_secret(node.name());
        let of_param = parameter_of(node).is_some_and(|name| self.names_secret(name));
        let signs_in = node.name() == "authentication";
        let mut values = 0;
        for entry in node.entries() {
            let here = match entry.key() {
                Some("default") if of_param => true,
                Some(key) => secret || self.names_secret(key),
                None => {
                    values += 1;
                    secret || (signs_in && (values > 1 || !is_method(entry)))
                }
            };
            if here {
                self.value(entry);
            }
        }
        let headers = hidden::are_headers(node.name());
        for child in node.children() {
            match () {
                () if secret => self.sources.hide(child.span()),
                () if headers && hidden::signs_in(child.name()) => {
                    child.entries().for_each(|entry| self.value(entry));
                }
                () => self.node(child),
            }
        }
    }

    fn value(&mut self, entry: Entry<'s>) {
        let is_reference = matches!(entry.annotation(), Some("env" | "file"));
        match entry.value() {
            Scalar::Null | Scalar::Bool(_) => {}
            Scalar::Str(_) if is_reference => {}
            value => {
                self.sources.hide(entry.value_span());
                if let Scalar::Str(text) = value {
                    let names = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
                    self.parameters.extend(names.map(|(name, _)| name));
                }
            }
        }
    }

    /// Private keys and addresses with passwords, wherever they stand.
    fn texts(&self, node: Node<'s>) {
        let is_one = |entry: &Entry<'s>| matches!(entry.value(), Scalar::Str(text) if hidden::holds_secret_by_itself(text));
        node.entries().filter(is_one).for_each(|entry| self.sources.hide(entry.value_span()));
        for child in node.children() {
            self.texts(child);
        }
    }

    /// What is given to a parameter for a place where a secret may stand.
    fn given(&mut self, node: Node<'s>) {
        let of_node = parameter_of(node);
        for entry in node.props() {
            let names = of_node.filter(|_| entry.key() == Some("default")).or(entry.key());
            if names.is_some_and(|name| self.parameters.contains(name)) {
                self.value(entry);
            }
        }
        for child in node.children() {
            self.given(child);
        }
    }

    /// What follows the name of a secret on its line.
    fn lines(&mut self, file: FileId, text: &'s str) {
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
        let mut start = 0;
        while start < text.len() {
            let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
            let mut at = start;
            while let Some(begins) = text[at..end].find(is_word).map(|offset| at + offset) {
                let rest = &text[begins..end];
                let ends = begins + rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                at = ends;
                if !self.names_secret(&text[begins..ends]) || is_harmless(text, begins, ends) {
                    continue;
                }
                let end = match text[ends..end].find("\"\"\"") {
                    Some(open) => {
                        let open = ends + open + 3;
                        text[open..].find("\"\"\"").map_or(text.len(), |length| open + length)
                    }
                    None => end,
                };
                let blank = text[ends..end].len() - text[ends..end].trim_start().len();
                self.sources.hide(Span::new(file, (ends + blank) as u32, end as u32));
                break;
            }
            start = end + 1;
        }
    }
}

/// The parameter that a node declares.
fn parameter_of(node: Node<'_>) -> Option<&str> {
    match node.args().next().filter(|_| node.name() == "param")?.value() {
        Scalar::Str(name) => Some(name),
        _ => None,
    }
}

/// Whether a word between quotes is a value itself, or what follows it is a reference.
fn is_harmless(text: &str, begins: usize, ends: usize) -> bool {
    let behind = &text[ends..];
    let value = behind.trim_start_matches([' ', '\t', '=']);
    (text[..begins].ends_with('"') && behind.starts_with('"'))
        || value.starts_with("(env)")
        || value.starts_with("(file)")
}

fn is_method(entry: Entry<'_>) -> bool {
    let ValueKind::Choice(methods) = kinds::USER.known("authentication_method").kind else {
        return true;
    };
    let Scalar::Str(text) = entry.value() else { return true };
    let words: Vec<String> = methods.iter().map(|method| kebab_case(method)).collect();
    suggest(text, words.iter().map(String::as_str)).is_some()
}

/// Findings about places where anything may stand, and that repeat none of it.
const QUOTING_NOTHING: [Code; 3] =
    [codes::SECRET_IN_FILE, codes::SECRET_SUSPECTED, codes::CSV_FORMAT];

/// Takes out of findings what they say of a hidden text: they may repeat it.
pub fn silence(found: &mut [Diagnostic], sources: &Sources) {
    for finding in found.iter_mut().filter(|finding| !QUOTING_NOTHING.contains(&finding.code)) {
        let of_kdl = is_kdl(finding);
        let spans = finding.labels.iter().map(|label| label.span);
        let edits = finding.fix.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        let repeats = |span: Span| {
            let hidden = sources.file(span.file).hidden_near(span);
            hidden.is_some_and(|hidden| {
                // What is about a whole node, or its name, names it; what is about a text may
                // quote it.
                let around = span.start < hidden.start && hidden.end <= span.end;
                let before = span.end <= hidden.start && span.start < span.end;
                of_kdl || !(around || before)
            })
        };
        if spans.chain(edits).any(repeats) {
            if let Some(summary) = summary(finding) {
                finding.message = summary.to_owned();
            }
            finding.labels.iter_mut().for_each(|label| label.text.clear());
            finding.help = Some(HELP.to_owned());
            finding.fix = None;
        }
    }
}

const HELP: &str = "a secret may stand here, so it is not shown; write (env)\"NAME\" or \
                    (file)\"path\", and change the secret if the file has been shared";

fn summary(finding: &Diagnostic) -> Option<&'static str> {
    let mut all = codes::ALL.iter().chain(kdl::ALL);
    debug_assert!(kdl::ALL.iter().all(|entry| entry.family == Family::Kdl));
    all.find(|entry| entry.code == finding.code).map(|entry| entry.summary)
}

/// A text of which no difference shows a secret: as long as before, line by line.
pub fn without_secrets(text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add("", text.to_owned());
    let (tree, found) = crate::syntax::parse(file, text);
    hide(&[tree], &found, &sources);
    sources.file(file).shown().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_secrets_are_known_with_their_slips() {
        for word in [
            "password",
            "pasword",
            "Password",
            "PASSWORD",
            "passwort",
            "pass-word",
            "passwd",
            "pwd",
            "hash",
            "imported-password-hash",
            "private-key",
            "privat-key",
            "smtp_password",
            "db-password",
            "client-secret",
            "api_token",
            "verification-token",
            "password:",
        ] {
            assert!(names_secret(word), "{word}");
        }
        for word in [
            "user",
            "name",
            "notes",
            "folder",
            "public-key",
            "ssh-key",
            "api-key",
            "path",
            "password-validity-days",
            "require-password-change",
            "authentication",
            "company",
        ] {
            assert!(!names_secret(word), "{word}");
        }
        for word in &WORDS.other {
            assert!(!names_secret(word), "{word}");
        }
    }

    #[test]
    fn what_stands_under_such_a_word_is_hidden() {
        for (text, shown) in [
            ("user \"a\" {\n  pasword \"HUNTER2\"\n}", "user \"a\" {\n  pasword *********\n}"),
            ("user \"a\" Password=\"HUNTER2\"", "user \"a\" Password=*********"),
            ("password (env)\"NAME\"", "password (env)\"NAME\""),
            ("password (evn)\"HUNTER2\"", "password (evn)*********"),
            ("password 12345 #null", "password ***** #null"),
            ("password { HUNTER2; x 1 }", "password { *******; *** }"),
            ("authentication \"password\" \"HUNTER2\"", "authentication \"password\" *********"),
            ("authentication \"HUNTER2\"", "authentication *********"),
            ("authentication \"pasword\"", "authentication \"pasword\""),
            ("password \"\"\"\n  HUN\n  TER2\n  \"\"\"", "password ***\n*****\n******\n*****"),
            (
                "template \"t\" pw=\"HUNTER2\" { password \"{pw}\" }",
                "template \"t\" pw=********* { password ****** }",
            ),
        ] {
            assert_eq!(without_secrets(text), shown);
        }
    }

    #[test]
    fn where_the_text_is_broken_lines_are_hidden() {
        for text in [
            "user \"a\" {\n  password 'HUNTER2'\n}",
            "user \"a\" {\n  password = \"HUNTER2\"\n}",
            "user \"a\" {\n  password: HUNTER2\n}",
            "user \"a\" {\n  password \"HUNTER2\n}",
            "user \"a\" {\n  password \"\"\"\n  HUNTER2\n}",
            "user \"a\" {\n  authentication \"password\" password=HUNTER2\"\n}",
            "user \"a\" password=HUN\"TER2",
        ] {
            let shown = without_secrets(text);
            assert!(!shown.contains("HUN") && !shown.contains("TER2"), "{shown}");
            assert_eq!(shown.lines().count(), text.lines().count());
        }
    }
}
