//! `expect`: assertions about access, typed and resolved; `access` evaluates them.

use super::duty::is_duty;
use super::fields::Word;
use super::roster::is_roster;
use super::{Lowering, codes, language};
use crate::diagnostic::Diagnostic;
use crate::model::expect::{ATOMS, Clause, Expectation, Verb, Wanted, Whom};
use crate::model::glob::Pattern;
use crate::model::{Level, Reference, Referent, SiteKey, path};
use crate::source::Span;
use crate::syntax::Node;

/// All outsiders; there is no telling them apart yet.
const ANY_OUTSIDERS: &str = "any";

impl<'a> Lowering<'a> {
    pub(super) fn expect(&mut self, node: Node<'a>) {
        self.only_props(node, &[]);
        let example = "expect \"interns stay out of payroll\" { … }";
        let Some(text) = self.one_word(node, example) else { return };
        let (mut clauses, mut rosters, mut duties) = (Vec::new(), Vec::new(), Vec::new());
        for child in node.children() {
            match Verb::WORDS.iter().find(|(word, _)| *word == child.name()) {
                Some((_, verb)) => clauses.extend(self.clause(child, *verb)),
                None if is_roster(child.name()) => rosters.extend(self.roster(child)),
                None if is_duty(child.name()) => duties.extend(self.duty(child)),
                None => self.unexpected_node(child, "`expect`", &language::EXPECT.known()),
            }
        }
        if node.children().next().is_none() {
            let help = "as in: deny \"read\" to=\"Finance/**\" group=\"Interns\"";
            self.missing(node, "a clause", help);
        }
        let (span, within) = (node.head_span(), node.span());
        let text = text.text.into();
        self.site.expectations.push(Expectation { text, clauses, rosters, duties, span, within });
    }

    fn clause(&mut self, node: Node<'a>, verb: Verb) -> Option<Clause> {
        self.only_props(node, &["to", "group", "user", "partner", "outsiders", "key"]);
        let given = node.args().count();
        let words = self.name_words(node, "only \"write\" to=\"A/**\" group=\"Sales\"");
        let wanted: Vec<Vec<(Wanted, Span)>> =
            words.iter().map(|word| self.wanted(*word)).collect();
        let whom = self.whom(node);
        let Some(to) = self.text_prop(node, "to") else {
            if node.props().all(|property| property.key() != Some("to")) {
                self.missing(node, "`to=`", "say where: to=\"Finance/**\"");
            }
            return None;
        };
        let glob = self.folder_glob(to)?;
        let is_whole = wanted.len() == given && wanted.iter().all(|meant| !meant.is_empty());
        (is_whole && given > 0).then(|| Clause {
            verb,
            wanted: wanted.concat(),
            to: glob.into(),
            whom,
            span: node.head_span(),
        })
    }

    /// What an assertion speaks of: one thing that people do, or all that a level gives.
    fn wanted(&mut self, word: Word<'a>) -> Vec<(Wanted, Span)> {
        if let Some(atom) = ATOMS.iter().find(|atom| **atom == word.text) {
            return vec![(Wanted::Atom(atom), word.span)];
        }
        if let Some((_, levels)) = Level::WORDS.iter().find(|(known, _)| *known == word.text) {
            return levels.iter().map(|level| (Wanted::Level(*level), word.span)).collect();
        }
        let known: Vec<String> = language::wanted();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        self.unknown_choice(word, codes::VALUE_TYPE, &known);
        Vec::new()
    }

    /// `group=` and `user=`, or several in a block: `{ group "A" "B"; user "c" }`.
    fn whom(&mut self, node: Node<'a>) -> Vec<(Whom, Span)> {
        let mut words: Vec<(&str, Word<'a>)> = Vec::new();
        let is_whom =
            |word: &str| matches!(word, "group" | "user" | "partner" | "outsiders" | "key");
        for property in node.props() {
            if let Some(what) = property.key().filter(|key| is_whom(key)) {
                words.extend(self.name_word(property).map(|word| (what, word)));
            }
        }
        for child in node.children() {
            if !is_whom(child.name()) {
                let place = format!("`{}`", node.name());
                self.unexpected_node(child, &place, &language::EXPECT_ONLY.known());
                continue;
            }
            self.only_props(child, &[]);
            self.no_children(child);
            let named = self.name_words(child, "group \"Sales\" \"Auditors\"");
            words.extend(named.into_iter().map(|word| (child.name(), word)));
        }
        if words.is_empty() && node.props().all(|p| p.key() == Some("to")) && !node.has_block() {
            self.out.push(
                Diagnostic::error(codes::GRANTEE_MISSING, "this clause speaks of nobody")
                    .at(node.head_span(), "a group, a user, a partner, a key or outsiders expected")
                    .help("name one with group=\"…\" or user=\"…\", or several in a block"),
            );
        }
        words.into_iter().filter_map(|(what, word)| self.one_of_whom(what, word)).collect()
    }

    fn one_of_whom(&mut self, what: &str, word: Word<'a>) -> Option<(Whom, Span)> {
        let whom = match what {
            "outsiders" if word.text == ANY_OUTSIDERS => Whom::Outsiders,
            "outsiders" => {
                self.unknown_choice(word, codes::VALUE_TYPE, &[ANY_OUTSIDERS]);
                return None;
            }
            "key" => {
                let key = self.names.key(&SiteKey(word.text).to_string());
                self.site_keys_named.push((word.text.into(), word.span));
                Whom::SiteKey(key)
            }
            "partner" => {
                let partner = Reference { to: Referent::PARTNER, name: word.text.into() };
                self.named_objects.push((partner, word.span));
                Whom::Partner(self.names.key(word.text))
            }
            "group" => Whom::Group(self.names.key(word.text)),
            _ => Whom::User(self.names.key(word.text)),
        };
        Some((whom, word.span))
    }

    /// A glob over folder paths in normal form: `* ** ? [] {}`.
    pub(super) fn folder_glob(&mut self, word: Word<'a>) -> Option<String> {
        let glob = path::normalize(word.text).into_owned();
        match Pattern::glob(&glob) {
            Ok(_) => Some(glob),
            Err(error) => {
                self.out.push(
                    Diagnostic::error(codes::VALUE_TYPE, format!("`{}` is not a glob", word.text))
                        .at(word.span, error.to_string())
                        .help("folders are matched with * ** ? [] {}, as in \"Finance/**\""),
                );
                None
            }
        }
    }
}
