//! `ssh-key` of a user or bot: by the key itself or, where the site has it, by its fingerprint.

use super::fields::Word;
use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::fingerprint::{fingerprint, is_fingerprint, normalize};
use crate::model::hidden::PRIVATE_KEY;
use crate::model::{SshKey, User};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};

const EXAMPLE: &str = "write it after the name: ssh-key \"loader-1\" \"ssh-ed25519 AAAA…\"";
const HELP: &str = "as in: ssh-key \"loader-1\" \"ssh-ed25519 AAAA…\", or (file)\"loader-1.pub\"; a key \
                    that the site has can be said by fingerprint=\"SHA256:…\" instead; \
                    `ssh-key #null` for none";

/// How other forms of a public key begin, and what `ssh-keygen -i` calls them.
const FOREIGN: &[(&str, &str)] = &[
    ("---- BEGIN SSH2 PUBLIC KEY", ""),
    ("-----BEGIN PUBLIC KEY", " -m PKCS8"),
    ("-----BEGIN RSA PUBLIC KEY", " -m PEM"),
];
/// How a private key of PuTTY begins.
const PUTTY: &str = "PuTTY-User-Key-File";

struct PublicKey<'a> {
    text: &'a str,
    span: Span,
    /// The file that holds it.
    file: Option<&'a str>,
}

impl<'a> Lowering<'a> {
    pub(super) fn ssh_key(&mut self, node: Node<'a>, user: &mut User) {
        self.only_props(node, &["fingerprint", "from", "until"]);
        self.no_children(node);
        let in_time = self.is_in_time(node);
        if in_time {
            user.ssh_keys_said.get_or_insert(node.head_span());
        }
        if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
            return;
        }
        let Some(title) = node.args().next() else {
            return self.missing(node, "its value", EXAMPLE);
        };
        let Some(title) = self.name_word(title) else { return };
        let shown = self.text_prop(node, "fingerprint");
        let key = match node.args().nth(1) {
            None => None,
            Some(entry) => match self.public_key(entry) {
                Some(key) => Some(key),
                None => return,
            },
        };
        let (fingerprint, public_key) = match (&key, shown) {
            (Some(key), None) if node.args().count() == 2 => {
                match fingerprint(key.text).filter(|_| key.text.lines().count() == 1) {
                    Some(fingerprint) => (fingerprint, Some(key.text.into())),
                    None => return self.no_ssh_key(title, key),
                }
            }
            (None, Some(shown)) if is_fingerprint(shown.text) => (normalize(shown.text), None),
            (None, Some(shown)) => return self.no_fingerprint(shown),
            _ => return self.missing(node, "a title and a public key", HELP),
        };
        if let Some(first) = user.ssh_keys.iter().find(|known| *known.title == *title.text) {
            let first = first.span;
            self.declared_twice(format!("SSH key `{}`", title.text), title.span, first);
            return;
        }
        if !in_time {
            return;
        }
        let (title, span) = (title.text.into(), node.head_span());
        user.ssh_keys.push(SshKey { title, public_key, fingerprint, span });
    }

    /// As it stands there, or from a file.
    fn public_key(&mut self, entry: Entry<'a>) -> Option<PublicKey<'a>> {
        let span = entry.value_span();
        if entry.annotation() != Some("file") {
            let text = self.word(entry)?.text;
            return Some(PublicKey { text: text.trim(), span, file: None });
        }
        let (path, text) = self.text_named(entry)?;
        let text = text.trim_start_matches('\u{FEFF}').trim();
        Some(PublicKey { text, span, file: Some(path) })
    }

    fn no_ssh_key(&mut self, title: Word<'_>, key: &PublicKey<'_>) {
        let title = title.text;
        if key.text.contains(PRIVATE_KEY) || key.text.starts_with(PUTTY) {
            self.sources.hide(key.span);
            return self.out.push(
                Diagnostic::error(codes::SECRET_IN_FILE, format!("`{title}` is a private key"))
                    .at(key.span, "a public key expected")
                    .help("name the `.pub` file beside it; a private key belongs to nobody else"),
            );
        }
        let file = key.file.unwrap_or("key.pub");
        let foreign = FOREIGN.iter().find(|(mark, _)| key.text.starts_with(mark));
        let finding = |message: String, label: &str| {
            Diagnostic::error(codes::VALUE_TYPE, message).at(key.span, label)
        };
        self.out.push(match foreign {
            Some((_, form)) => {
                let message = format!("`{title}` is no OpenSSH public key");
                finding(message, "a public key in another form").help(format!(
                    "convert it, and take what this prints: ssh-keygen -i{form} -f {file}"
                ))
            }
            None if key.text.lines().filter_map(fingerprint).count() > 1 => {
                let message = format!("`{title}` holds more than one SSH public key");
                finding(message, "several lines").help("write an `ssh-key` for each of them")
            }
            None => {
                let message = format!("`{title}` holds no SSH public key");
                finding(message, "an OpenSSH public key expected")
                    .help("the content of the `.pub` file: its type, then the key in Base64")
            }
        });
    }

    fn no_fingerprint(&mut self, shown: Word<'_>) {
        let message = format!("`{}` is no fingerprint of an SSH key", shown.text);
        self.out.push(
            Diagnostic::error(codes::VALUE_TYPE, message)
                .at(shown.span, "SHA-256 in Base64 expected")
                .help("as the site shows it: fingerprint=\"SHA256:…\""),
        );
    }
}
