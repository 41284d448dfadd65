//! `site`, `lint`, `allow-lint`.

use super::fields::unknown_name;
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::policy::{AllowLint, LintLevel};
use crate::model::{Attribute, SsoStrategy, Subscription, kinds};
use crate::source::Span;
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn site_node(&mut self, node: Node<'a>) {
        if let Some(first) = self.site.span {
            self.declared_twice("the site".to_owned(), node.head_span(), first);
            return;
        }
        self.site.span = Some(node.head_span());
        self.only_props(node, &[]);
        if node.args().next().is_some() {
            let name = self.one_arg(node, "site \"acme\"").and_then(|entry| self.name_word(entry));
            self.site.name = name.map(|word| word.text.into());
        }
        let mut outside = Vec::new();
        for child in node.children() {
            match child.name() {
                "host" => self.host(child),
                "subscription" => self.subscription(child),
                "settings" => self.settings(child),
                "sso" => self.sso(child),
                word if language::DOCUMENT.known().contains(&word) => outside.push(child),
                word if kinds::SITE.attribute_of_word(word).is_some() => self.out.push(
                    Diagnostic::error(
                        codes::UNEXPECTED_NODE,
                        format!("`{word}` is one of the site's settings"),
                    )
                    .at(child.head_span(), "not among them")
                    .help(format!("they stand in a block: settings {{ {word} … }}")),
                ),
                _ => self.unexpected_node(child, "`site`", &language::SITE.known()),
            }
        }
        self.stand_outside(&outside);
    }

    /// Objects that somebody wrote into the site's block: one finding for all.
    fn stand_outside(&mut self, nodes: &[Node<'a>]) {
        const LABELLED: usize = 3;
        let Some(first) = nodes.first() else { return };
        let mut names: Vec<&str> = nodes.iter().map(|node| node.name()).collect();
        names.dedup();
        names.sort_unstable();
        names.dedup();
        let (name, stand) = match names[..] {
            [name] => (format!("`{name}`"), if nodes.len() == 1 { "stands" } else { "stand" }),
            _ => (names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", "), "stand"),
        };
        let message = format!("{name} {stand} outside of `site`, beside it");
        let mut finding = Diagnostic::error(codes::UNEXPECTED_NODE, message)
            .at(first.head_span(), "not a part of the site's own settings");
        for node in nodes.iter().take(LABELLED).skip(1) {
            finding = finding.at(node.head_span(), "nor this");
        }
        let known = language::SITE.known().join(", ");
        self.out.push(finding.help(format!(
            "`site` takes {known}: end its block before what comes next, or leave it out"
        )));
    }

    fn host(&mut self, node: Node<'a>) {
        self.only_props(node, &[]);
        self.no_children(node);
        let Some(word) = self.one_word(node, "host \"acme.files.com\"") else { return };
        let plain =
            word.text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-'));
        if !plain || word.text.is_empty() {
            self.out.push(
                Diagnostic::error(codes::VALUE_TYPE, format!("`{}` is not a host name", word.text))
                    .at(word.span, "a host name expected")
                    .help("without scheme and path, as in \"acme.files.com\""),
            );
            return;
        }
        match &self.site.host {
            Some((_, first)) => {
                let first = *first;
                self.declared_twice("`host`".to_owned(), word.span, first);
            }
            None => self.site.host = Some((word.text.into(), word.span)),
        }
    }

    fn subscription(&mut self, node: Node<'a>) {
        self.only_props(node, &[]);
        self.no_children(node);
        let Some(word) = self.one_word(node, "subscription \"premier\"") else { return };
        if let Some(subscription) = self.choice(word, Subscription::WORDS) {
            self.site.subscription = Some((subscription, word.span));
        }
    }

    fn settings(&mut self, node: Node<'a>) {
        self.no_args(node);
        self.only_props(node, &[]);
        let mut settings = std::mem::take(&mut self.site.settings);
        for child in node.children() {
            if let Some(attribute) = self.known_setting(child) {
                self.attribute(child, attribute, codes::SETTING_TYPE, &mut settings);
            }
        }
        self.site.settings = settings;
    }

    /// The setting that a node says; tells where there is none.
    pub(super) fn known_setting(&mut self, node: Node<'a>) -> Option<&'static Attribute> {
        let attribute = kinds::SITE.attribute_of_word(node.name());
        if attribute.is_none() {
            self.unknown_setting(node);
        }
        attribute
    }

    fn unknown_setting(&mut self, node: Node<'a>) {
        let name = node.name();
        let words: Vec<String> = kinds::SITE.attributes.iter().map(|a| a.word()).collect();
        let message = format!("`{name}` is not a setting of the site");
        let diagnostic = Diagnostic::error(codes::SETTING_UNKNOWN, message);
        let near = suggest(name, words.iter().map(String::as_str));
        self.out.push(unknown_name(diagnostic, node, near, None, || {
            "settings bear the names of the API's site attributes in kebab-case".to_owned()
        }));
    }

    fn sso(&mut self, node: Node<'a>) {
        self.only_props(node, &["id"]);
        self.no_children(node);
        let Some(name) = self.one_arg(node, "sso \"okta\" id=12").and_then(|e| self.name_word(e))
        else {
            return;
        };
        let id = node.props().find(|property| property.key() == Some("id"));
        let id = match id.map(|entry| (entry, self.scalar(entry))) {
            Some((_, Scalar::Int(id))) if id > 0 => id,
            Some((entry, _)) => {
                self.wrong_type(entry, codes::VALUE_TYPE, "the strategy's id, a whole number");
                return;
            }
            None => {
                self.missing(node, "the strategy's id", "as in: sso \"okta\" id=12");
                return;
            }
        };
        if let Some(first) = self.site.sso.iter().find(|sso| *sso.name == *name.text) {
            let first = first.span;
            self.declared_twice(format!("SSO strategy `{}`", name.text), name.span, first);
            return;
        }
        self.site.sso.push(SsoStrategy { name: name.text.into(), id, span: name.span });
    }

    /// `allow-lint "code" "reason"`, in the objects of these spans.
    pub(super) fn allow_lint(&mut self, node: Node<'a>, within: Vec<Span>) {
        self.only_props(node, &[]);
        self.no_children(node);
        let words = self.name_words(node, "allow-lint \"bot-without-key\" \"the key is …\"");
        let [code, _] = words[..] else {
            if words.len() == node.args().count() && !words.is_empty() {
                let example =
                    "as in: allow-lint \"bot-without-key\" \"keys are handed out by hand\"";
                self.missing(node, "a rule's code and a reason", example);
            }
            return;
        };
        self.site.allowed.push(AllowLint { code: code.text.into(), span: code.span, within });
    }

    pub(super) fn lint(&mut self, node: Node<'a>) {
        self.no_args(node);
        self.only_props(node, &[]);
        for child in node.children() {
            let severity = match child.name() {
                "allow" => None,
                "warn" => Some(Severity::Warning),
                "deny" => Some(Severity::Error),
                _ => {
                    self.unexpected_node(child, "`lint`", &language::LINT.known());
                    continue;
                }
            };
            self.only_props(child, &[]);
            self.no_children(child);
            for word in self.name_words(child, "allow \"bot-without-system\"") {
                self.site.lint.push(LintLevel {
                    code: word.text.into(),
                    severity,
                    span: word.span,
                });
            }
        }
    }
}
