//! `manage`, `protect`, `remove`: what becomes of what the site has, whoever declares it or not.

use super::fields::Word;
use super::{Lowering, codes, language};
use crate::diagnostic::Diagnostic;
use crate::model::glob::Pattern;
use crate::model::kinds::{self, ManageWord};
use crate::model::policy::{
    EVERYTHING, ManageLine, Protect, Protected, Removal, Scope, Undeclared,
};
use crate::model::{Kind, Owner, path};
use crate::syntax::{Entry, Node};

const WITH_CONTENT: &str = "with-content";

/// Of a removed user: who gets the automations.
const HEIR: &str = "heir";

impl<'a> Lowering<'a> {
    pub(super) fn manage(&mut self, node: Node<'a>) {
        self.no_args(node);
        self.only_props(node, &[]);
        for child in node.children() {
            let everything = ManageWord::plain(EVERYTHING);
            let line = kinds::manage_lines().chain([everything]);
            match line.into_iter().find(|line| line.word == child.name()) {
                Some(line) => self.manage_line(child, line),
                None => self.unexpected_node(child, "`manage`", &language::MANAGE.known()),
            }
        }
    }

    fn manage_line(&mut self, node: Node<'a>, line: ManageWord) {
        self.no_args(node);
        self.no_children(node);
        let scopes = [("within", line.has_place), ("matching", line.has_name)];
        let scopes = scopes.into_iter().filter(|(_, fits)| *fits).map(|(word, _)| word);
        let known: Vec<&str> = std::iter::once("undeclared").chain(scopes).collect();
        self.only_props(node, &known);
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
        let folders = kinds::FOLDER.manage == Some(line.word);
        let words: Vec<_> = Undeclared::WORDS
            .iter()
            .filter(|(_, what)| match what {
                Undeclared::Keep | Undeclared::Report => true,
                Undeclared::Remove => line.can_go,
                Undeclared::RemoveWithContent => folders,
            })
            .copied()
            .collect();
        let Some(undeclared) = self.choice(word, &words) else { return };
        let Some(scope) = self.scope(node) else { return };
        if undeclared == Undeclared::RemoveWithContent && matches!(scope, Scope::All) {
            self.out.push(
                Diagnostic::error(codes::MISSING_VALUE, "`remove-with-content` is said per subtree")
                    .at(word.span, "this would empty the whole site")
                    .help("name the subtree: folders undeclared=\"remove-with-content\" within=\"Some/Path\""),
            );
            return;
        }
        let line = ManageLine { of: line.word, undeclared, scope, span: node.head_span() };
        if let Err(first) = self.site.manage.add(line) {
            let first = first.span;
            let what = format!("`{}` of `manage`", node.name());
            self.declared_twice(what, node.head_span(), first);
        }
    }

    /// None where it is reported.
    fn scope(&mut self, node: Node<'a>) -> Option<Scope> {
        if let Some(word) = self.text_prop(node, "within") {
            let path = self.path(word)?;
            return Some(Scope::Within(self.names.path_key(&path)));
        }
        let Some(word) = self.text_prop(node, "matching") else { return Some(Scope::All) };
        match Pattern::glob(word.text) {
            Ok(pattern) => Some(Scope::Matching(path::fold(word.text).into(), pattern)),
            Err(error) => {
                let message = format!("`{}` is no pattern of names: {error}", word.text);
                self.out.push(
                    Diagnostic::error(codes::VALUE_TYPE, message)
                        .at(word.span, "a glob expected")
                        .help("as in: users undeclared=\"keep\" matching=\"ext-*\""),
                );
                None
            }
        }
    }

    pub(super) fn protect(&mut self, node: Node<'a>) {
        let words: Vec<&str> = lasting().map(|kind| kind.word).collect();
        self.no_args(node);
        self.no_children(node);
        self.only_props(node, &words);
        if node.props().next().is_none() {
            self.missing(node, "what it protects", "as in: protect user=\"carter\"");
        }
        for property in node.props() {
            let Some(target) = self.lasting_object(property, true) else { continue };
            self.site.protect.push(Protect { target, span: property.span() });
        }
    }

    /// `remove user="maja"`: an object that is to go.
    pub(super) fn remove(&mut self, node: Node<'a>) {
        let how = [WITH_CONTENT, HEIR];
        let words: Vec<&str> = lasting().map(|kind| kind.word).chain(how).collect();
        self.no_args(node);
        self.no_children(node);
        self.only_props(node, &words);
        let with_content = self.flag_prop(node, WITH_CONTENT);
        let heir = self.text_prop(node, HEIR).map(|word| match word.text {
            "site" => (Owner::Site, word.span),
            user => (Owner::User(self.names.key(user)), word.span),
        });
        let mut objects = 0;
        let is_object = |key: &str| !how.contains(&key);
        for property in node.props().filter(|property| property.key().is_some_and(is_object)) {
            objects += 1;
            let Some(target) = self.lasting_object(property, false) else { continue };
            let with_content = with_content.is_some_and(|(flag, _)| flag);
            if let Protected::Named(kind, name) = &target
                && **kind == kinds::WORKSPACE
                && !with_content
            {
                self.out.push(
                    Diagnostic::error(
                        codes::MISSING_VALUE,
                        format!("workspace `{name}` goes with all that is in it"),
                    )
                    .at(property.span(), "nothing says so")
                    .help(format!("write: remove workspace={name:?} with-content=#true")),
                );
                continue;
            }
            let (span, node) = (property.span(), node.span());
            self.site.removals.push(Removal { target, with_content, heir, span, node });
        }
        if let Some((_, span)) = heir.filter(|_| objects > 0)
            && node.props().all(|property| property.key() != Some(kinds::USER.word))
        {
            self.out.push(
                Diagnostic::error(codes::UNEXPECTED_VALUE, "only users have automations to leave")
                    .at(span, "not expected here")
                    .help("drop it, or say it with the user: remove user=\"alex\" heir=\"priya\""),
            );
        }
        if objects == 0 {
            self.missing(node, "what it removes", "as in: remove user=\"maja\"");
        } else if let Some((_, span)) = with_content
            && !node.props().any(|property| property.key().is_some_and(has_content))
        {
            self.out.push(
                Diagnostic::error(
                    codes::UNEXPECTED_VALUE,
                    "only folders and workspaces have content",
                )
                .at(span, "not expected here")
                .help(
                    "drop it, or say it with the folder: remove folder=\"Old\" with-content=#true",
                ),
            );
        }
    }

    /// The object that a property of `protect` or `remove` names.
    fn lasting_object(&mut self, property: Entry<'a>, may_go_below: bool) -> Option<Protected> {
        let kind = lasting().find(|kind| property.key() == Some(kind.word))?;
        let word = self.word(property)?;
        if *kind == kinds::FOLDER {
            return if may_go_below {
                self.protected_folder(word)
            } else {
                self.removed_folder(word)
            };
        }
        Some(if *kind == kinds::USER {
            Protected::User(self.names.key(word.text))
        } else if *kind == kinds::GROUP {
            Protected::Group(self.names.key(word.text))
        } else {
            Protected::Named(kind, word.text.into())
        })
    }

    fn removed_folder(&mut self, word: Word<'a>) -> Option<Protected> {
        let path = self.path(word)?;
        if path.is_empty() || path.contains(['*', '?', '[', '{']) {
            self.out.push(
                Diagnostic::error(
                    codes::PATH_INVALID,
                    format!("`{}` is not a folder to remove", word.text),
                )
                .at(word.span, "one folder is named here, without wildcards")
                .help("name the folder; for many of them there is: manage { folders undeclared=\"remove\" within=\"…\" }"),
            );
            return None;
        }
        Some(Protected::Folder { key: self.names.path_key(&path), below: false })
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
}

/// Whether what a word of `remove` names holds other things.
fn has_content(word: &str) -> bool {
    [kinds::FOLDER.word, kinds::WORKSPACE.word].contains(&word)
}

/// The kinds of object that `protect` and `remove` name.
fn lasting() -> impl Iterator<Item = &'static Kind> {
    kinds::KINDS.iter().copied().filter(|kind| kind.protect)
}
