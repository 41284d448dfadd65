//! `ssh-key` of a user or bot: by the key itself or, where the site has it, by its fingerprint.

use super::fields::Word;
use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::fingerprint::{fingerprint, is_fingerprint, normalize};
use crate::model::{SshKey, User};
use crate::syntax::{Node, Scalar};

const EXAMPLE: &str = "ssh-key \"loader-1\" \"ssh-ed25519 AAAA…\"";

impl<'a> Lowering<'a> {
    pub(super) fn ssh_key(&mut self, node: Node<'a>, user: &mut User) {
        self.only_props(node, &["fingerprint"]);
        self.no_children(node);
        user.ssh_keys_said.get_or_insert(node.head_span());
        if matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null)) {
            return;
        }
        let words = self.name_words(node, EXAMPLE);
        if words.len() < node.args().count() || words.is_empty() {
            return;
        }
        let shown = self.text_prop(node, "fingerprint");
        let (title, fingerprint, public_key) = match (&words[..], shown) {
            ([title, key], None) => match fingerprint(key.text) {
                Some(fingerprint) => (*title, fingerprint, Some(key.text.into())),
                None => return self.no_ssh_key(*title, *key),
            },
            ([title], Some(shown)) if is_fingerprint(shown.text) => {
                (*title, normalize(shown.text), None)
            }
            ([_], Some(shown)) => return self.no_fingerprint(shown),
            _ => {
                let help = "as in: ssh-key \"loader-1\" \"ssh-ed25519 AAAA…\"; a key that the site \
                            has can be said by fingerprint=\"SHA256:…\" instead; \
                            `ssh-key #null` for none";
                return self.missing(node, "a title and a public key", help);
            }
        };
        if let Some(first) = user.ssh_keys.iter().find(|known| *known.title == *title.text) {
            let first = first.span;
            self.declared_twice(format!("SSH key `{}`", title.text), title.span, first);
            return;
        }
        let (title, span) = (title.text.into(), node.head_span());
        user.ssh_keys.push(SshKey { title, public_key, fingerprint, span });
    }

    fn no_ssh_key(&mut self, title: Word<'_>, key: Word<'_>) {
        self.out.push(
            Diagnostic::error(
                codes::VALUE_TYPE,
                format!("`{}` holds no SSH public key", title.text),
            )
            .at(key.span, "an OpenSSH public key expected")
            .help("the content of the `.pub` file: its type, then the key in Base64"),
        );
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
