//! `public-key (file)"acme.asc"`: texts that are no secrets, from files beside the definition. They are
//! files of the definition as those that it includes are, and a value is as if its text stood there.

use super::fields::Word;
use super::files::{clean, folder_of};
use super::given::Params;
use super::values::TextValue;
use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::hidden::{PRIVATE_KEY, names_secret};
use crate::model::{Attribute, Kind, NamedKind, Settings, ValueKind};
use crate::source::{Span, plain};
use crate::syntax::{Entry, Node, Scalar};

/// The files whose texts a node at the top of a definition takes, as it names them.
pub(super) fn named_in(node: Node<'_>, params: &Params) -> Vec<(String, Span)> {
    let kind = NamedKind::by_word(node.name());
    let takes = |word: &str| match kind {
        Some(kind) => is_text(kind.kind(), word),
        None => {
            node.name() == "template" && NamedKind::all().any(|kind| is_text(kind.kind(), word))
        }
    };
    let keys = matches!(node.name(), "user" | "bot" | "template");
    let keys = node.children().filter(move |child| keys && child.name() == "ssh-key");
    let named = node.children().filter(|child| takes(child.name())).filter_map(file_of);
    let named = named.chain(keys.filter_map(key_file));
    let path = |entry: Entry<'_>| {
        let Scalar::Str(path) = entry.value() else { return None };
        let path = params.put_into(path);
        // Lowering refuses these, and a template's parameter.
        let is_refused = path.is_empty()
            || params.lacks_value(&path)
            || (node.name() == "template" && path.contains('{'));
        (!is_refused).then(|| (path.into(), entry.value_span()))
    };
    named.filter_map(path).collect()
}

fn is_text(kind: &Kind, word: &str) -> bool {
    kind.attribute_of_word(word).is_some_and(takes_text)
}

/// Whether an attribute takes any text, and none of it is secret.
pub(super) fn takes_text(attribute: &Attribute) -> bool {
    attribute.kind == ValueKind::Text
        && attribute.refers.is_none()
        && !attribute.write_only
        && !attribute.place(&[]).is_hidden()
}

/// Whether a file may hold a secret, as its path tells: what is read as a text is shown.
pub(super) fn may_be_secret(path: &str) -> bool {
    let of_secrets = |part: &str| {
        let stem = part.split_once('.').map_or(part, |(stem, _)| stem);
        part.starts_with('.') || names_secret(part) || names_secret(stem)
    };
    let mut parts = path.split('/').filter(|part| !matches!(*part, "." | ".."));
    // Public keys lie in folders of keys.
    if path.ends_with(".pub") {
        parts.any(|part| part.starts_with('.'))
    } else {
        parts.any(of_secrets)
    }
}

pub(super) fn is_secret(path: &str, span: Span) -> Diagnostic {
    let message = format!("`{path}` may hold a secret, and a text is shown");
    Diagnostic::error(codes::SECRET_IN_FILE, message)
        .at(span, "named as a text")
        .help("keep the text in a file whose path says that it is none")
}

/// The one value of a node, where it names a file.
pub(super) fn file_of(node: Node<'_>) -> Option<Entry<'_>> {
    let mut values = node.args();
    let only = values.next().filter(|_| values.next().is_none())?;
    (only.annotation() == Some("file")).then_some(only)
}

/// The public key of an `ssh-key`, where it names a file.
pub(super) fn key_file(node: Node<'_>) -> Option<Entry<'_>> {
    node.args().nth(1).filter(|entry| entry.annotation() == Some("file"))
}

/// Why what a file holds is no value, where it is; and what to do.
fn no_text(path: &str, text: &str) -> Option<(String, &'static str, &'static str)> {
    if text.trim().is_empty() {
        let help = "write the text into the file, or `#null` in place of it to unset the value";
        return Some((format!("`{path}` holds no text"), "the file is empty", help));
    }
    let no_text = || (format!("`{path}` is no text"), "it holds a NUL byte", "name a file of text");
    text.contains('\0').then(no_text)
}

impl<'a> Lowering<'a> {
    /// A file that holds a secret is nothing to be shown.
    pub(super) fn secrets_as_texts(&mut self) {
        let named = std::mem::take(&mut self.texts);
        for (file, span) in named {
            let name = self.sources.file(file).name();
            let mut secrets = self.site.secret_files.iter();
            if secrets.any(|(path, _)| clean("", path) == name) {
                self.sources.never_quote(file);
                self.out.push(is_secret(name, span));
            }
        }
    }

    /// The file that a value names, and its text.
    pub(super) fn text_named(&mut self, entry: Entry<'a>) -> Option<(&'a str, &'a str)> {
        self.references.extend(entry.annotation_span());
        let span = entry.value_span();
        let path = match (entry.value(), self.scalar(entry)) {
            (Scalar::Str(path), Scalar::Str(given))
                if self.params.all().put_into(path) == given && !given.is_empty() =>
            {
                given
            }
            (Scalar::Str(_), Scalar::Str(given)) if !given.is_empty() => {
                let message = "a file of a text is named as it is, without a parameter";
                let help = "write the line in each object that uses the template";
                let finding = Diagnostic::error(codes::VALUE_TYPE, message);
                self.out.push(finding.at(span, "it holds a parameter").help(help));
                return None;
            }
            _ => {
                self.wrong_type(entry, codes::VALUE_TYPE, "the path of a file in quotes");
                return None;
            }
        };
        let folder = folder_of(self.sources.file(span.file).name());
        // A file that is not there has been reported when it was looked for.
        let file = self.sources.find(&clean(folder, path))?;
        self.texts.push((file, span));
        let text = self.sources.file(file).text();
        if text.contains(PRIVATE_KEY) {
            self.sources.never_quote(file);
        }
        Some((path, text))
    }

    /// `word (file)"path"`
    pub(super) fn text_of_file(
        &mut self,
        node: Node<'a>,
        entry: Entry<'a>,
        attribute: &'static Attribute,
        into: &mut Settings,
    ) {
        self.only_props(node, &[]);
        self.no_children(node);
        let span = entry.value_span();
        let Some((path, text)) = self.text_named(entry) else { return };
        if let Some((message, label, help)) = no_text(path, text) {
            let finding = Diagnostic::error(codes::VALUE_TYPE, message);
            return self.out.push(finding.at(span, label).help(help));
        }
        // How its lines end is not the text's.
        let text = plain(text);
        let word = Word { text: &text, span };
        let TextValue::Is(value) = self.text_value(word, attribute.kind, codes::VALUE_TYPE) else {
            return;
        };
        if let Some(first) = into.add(attribute, value, node.head_span()) {
            self.declared_twice(format!("`{}`", node.name()), node.head_span(), first);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lower::{FileError, Files};
    use crate::model::Names;
    use crate::pipeline;

    struct Odd(FileError);

    impl Files for Odd {
        fn read(&self, path: &str) -> Result<String, FileError> {
            match path {
                "a/site.kdl" => Ok("clickwrap \"NDA\" { body (file)\"../nda.md\"; }".to_owned()),
                "nda.md" => Err(self.0.clone()),
                other => panic!("nothing names {other}"),
            }
        }

        fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
            Ok(Vec::new())
        }
    }

    struct Nul;

    impl Files for Nul {
        fn read(&self, path: &str) -> Result<String, FileError> {
            let definition = "clickwrap \"NDA\" { body (file)\"nda.md\"; }";
            Ok(if path == "site.kdl" { definition } else { "a\0b" }.to_owned())
        }

        fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
            Ok(Vec::new())
        }
    }

    #[test]
    fn a_nul_byte_is_no_text() {
        let read = pipeline::read("site.kdl", &Nul, Names::default());
        let [found] = &read.lowering[..] else { panic!("{:?}", read.lowering) };
        assert_eq!(found.message, "`nda.md` is no text");
    }

    #[test]
    fn a_file_that_is_no_text_is_told_where_it_is_named() {
        for (error, message, help) in [
            (FileError::NotText { at: 3 }, "it is not UTF-8 text (byte 3)", "save it as UTF-8"),
            (FileError::TooLarge, "it is larger than 1 GiB", "check the path and its permissions"),
        ] {
            let read = pipeline::read("a/site.kdl", &Odd(error), Names::default());
            let [found] = &read.loading[..] else { panic!("{:?}", read.loading) };
            assert_eq!(found.message, format!("cannot read `nda.md`: {message}"));
            assert_eq!(found.help.as_deref(), Some(help));
            let text = read.sources.text(found.labels[0].span);
            assert_eq!(text, "\"../nda.md\"");
        }
    }
}
