//! `site`, `manage`, `protect`, `lint`.

use super::fields::Word;
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::policy::{AllowLint, LintLevel, ManageLine, Protect, Protected, Undeclared};
use crate::model::{Kind, SsoStrategy, Subscription, kinds};
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
        for child in node.children() {
            match child.name() {
                "host" => self.host(child),
                "subscription" => self.subscription(child),
                "settings" => self.settings(child),
                "sso" => self.sso(child),
                _ => self.unexpected_node(child, "`site`", &language::SITE.known()),
            }
        }
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
            match kinds::SITE.attribute_of_word(child.name()) {
                Some(attribute) => {
                    self.attribute(child, attribute, codes::SETTING_TYPE, &mut settings);
                }
                None => self.unknown_setting(child),
            }
        }
        self.site.settings = settings;
    }

    fn unknown_setting(&mut self, node: Node<'a>) {
        let name = node.name();
        let words: Vec<String> = kinds::SITE.attributes.iter().map(|a| a.word()).collect();
        let mut diagnostic = Diagnostic::error(
            codes::SETTING_UNKNOWN,
            format!("`{name}` is not a setting of the site"),
        );
        diagnostic = match suggest(name, words.iter().map(String::as_str)) {
            Some(near) => diagnostic
                .at(node.name_span(), format!("did you mean `{near}`?"))
                .fix(format!("write `{near}`"), vec![super::fields::edit(node.name_span(), near)]),
            None => diagnostic
                .at(node.name_span(), "not known")
                .help("settings bear the names of the API's site attributes in kebab-case"),
        };
        self.out.push(diagnostic);
    }

    fn sso(&mut self, node: Node<'a>) {
        self.only_props(node, &["id"]);
        self.no_children(node);
        let Some(name) = self.one_arg(node, "sso \"okta\" id=12").and_then(|e| self.name_word(e))
        else {
            return;
        };
        let id = node.props().find(|property| property.key() == Some("id"));
        let id = match id.map(|entry| (entry, entry.value())) {
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

    pub(super) fn manage(&mut self, node: Node<'a>) {
        self.no_args(node);
        self.only_props(node, &[]);
        for child in node.children() {
            match kinds::manage_lines().find(|(word, _)| *word == child.name()) {
                Some((kinds, has_place)) => self.manage_line(child, kinds, has_place),
                None => self.unexpected_node(child, "`manage`", &language::MANAGE.known()),
            }
        }
    }

    fn manage_line(&mut self, node: Node<'a>, kinds: &'static str, has_place: bool) {
        self.no_args(node);
        self.no_children(node);
        let known: &[&str] = if has_place { &["undeclared", "within"] } else { &["undeclared"] };
        self.only_props(node, known);
        let Some(word) = self.text_prop(node, "undeclared") else {
            if node.props().all(|property| property.key() != Some("undeclared")) {
                self.missing(
                    node,
                    "`undeclared`",
                    &format!("as in: {} undeclared=\"report\"", node.name()),
                );
            }
            return;
        };
        let folders = kinds::FOLDER.manage == Some(kinds);
        let words: Vec<_> = Undeclared::WORDS
            .iter()
            .filter(|(_, what)| folders || *what != Undeclared::RemoveWithContent)
            .copied()
            .collect();
        let Some(undeclared) = self.choice(word, &words) else { return };
        let within = match self.text_prop(node, "within") {
            Some(word) => match self.path(word) {
                Some(path) => Some(self.names.path_key(&path)),
                None => return,
            },
            None => None,
        };
        if undeclared == Undeclared::RemoveWithContent && within.is_none() {
            self.out.push(
                Diagnostic::error(codes::MISSING_VALUE, "`remove-with-content` is said per subtree")
                    .at(word.span, "this would empty the whole site")
                    .help("name the subtree: folders undeclared=\"remove-with-content\" within=\"Some/Path\""),
            );
            return;
        }
        self.site.manage.push(ManageLine { kinds, undeclared, within, span: node.head_span() });
    }

    pub(super) fn protect(&mut self, node: Node<'a>) {
        let protected = || kinds::KINDS.iter().filter(|kind| kind.protect);
        let words: Vec<&str> = protected().map(|kind| kind.word).collect();
        self.no_args(node);
        self.no_children(node);
        self.only_props(node, &words);
        if node.props().next().is_none() {
            self.missing(node, "what it protects", "as in: protect user=\"carter\"");
        }
        for property in node.props() {
            let of_word = |kind: &&&Kind| property.key() == Some(kind.word);
            let Some(kind) = protected().find(of_word) else { continue };
            let Some(word) = self.word(property) else { continue };
            let target = if *kind == &kinds::FOLDER {
                self.protected_folder(word)
            } else if *kind == &kinds::USER {
                Some(Protected::User(self.names.key(word.text)))
            } else if *kind == &kinds::GROUP {
                Some(Protected::Group(self.names.key(word.text)))
            } else {
                Some(Protected::Named(kind, word.text.into()))
            };
            let span = property.span();
            self.site.protect.extend(target.map(|target| Protect { target, span }));
        }
    }

    fn protected_folder(&mut self, word: Word<'a>) -> Option<Protected> {
        let (text, below) = match word.text.strip_suffix("**") {
            Some(text) => (text.trim_end_matches('/'), true),
            None => (word.text, false),
        };
        if text.contains(['*', '?', '[', '{']) {
            self.out.push(
                Diagnostic::error(
                    codes::PATH_INVALID,
                    format!("`{}` is not a path to protect", word.text),
                )
                .at(word.span, "only a trailing `/**` is understood here")
                .help("name the folder, and add `/**` for all that lies below it"),
            );
            return None;
        }
        let path = self.path(Word { text, span: word.span })?;
        Some(Protected::Folder { key: self.names.path_key(&path), below })
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
