//! What is asserted of accounts and of the grants to them, in an `expect`.

use super::fields::Word;
use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::expect::{Demand, Duty, Holders, Kept, OUTSIDE_PARTNERS, Who};
use crate::model::{Level, Reference, Referent};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};

pub(super) const PEOPLE_HAVE: &str = "people-have";
pub(super) const BOTS_HAVE: &str = "bots-have";
pub(super) const ACCOUNTS_USED: &str = "accounts-used";
pub(super) const GRANTS_END: &str = "grants-end";
const DAYS: &str = "within-days";

pub(super) fn is_duty(word: &str) -> bool {
    [PEOPLE_HAVE, BOTS_HAVE, ACCOUNTS_USED, GRANTS_END].contains(&word)
}

impl<'a> Lowering<'a> {
    pub(super) fn duty(&mut self, node: Node<'a>) -> Option<Duty> {
        self.no_children(node);
        let demand = match node.name() {
            PEOPLE_HAVE => self.have(node, Who::People),
            BOTS_HAVE => self.have(node, Who::Bots),
            ACCOUNTS_USED => {
                self.only_props(node, &[DAYS]);
                self.no_args(node);
                Some(Demand::Used { days: self.days(node, "accounts-used within-days=180")? })
            }
            _ => self.grants_end(node),
        };
        Some(Duty { demand: demand?, span: node.head_span() })
    }

    fn have(&mut self, node: Node<'a>, who: Who) -> Option<Demand> {
        self.only_props(node, &[]);
        let given = node.args().count();
        let example = format!("{} \"allowed-ips\"", node.name());
        let words = self.name_words(node, &example);
        if given == 0 {
            let known = Kept::WORDS.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
            self.missing(node, "what each of them has", &format!("as in: {example}; also {known}"));
            return None;
        }
        let kept: Vec<Kept> =
            words.into_iter().filter_map(|word| self.choice(word, Kept::WORDS)).collect();
        (kept.len() == given).then_some(Demand::Have { who, kept })
    }

    fn grants_end(&mut self, node: Node<'a>) -> Option<Demand> {
        self.only_props(node, &["to", "group", "user", "partner", "outsiders", DAYS]);
        let example = "grants-end \"full\" to=\"**\" outsiders=\"partners\" within-days=90";
        let given = node.args().count();
        if given == 0 {
            self.missing(node, "a level", &format!("as in: {example}"));
        }
        let words = self.name_words(node, example);
        let levels: Vec<&[Level]> =
            words.into_iter().filter_map(|word| self.choice(word, Level::WORDS)).collect();
        let to = node.props().find(|property| property.key() == Some("to"));
        if to.is_none() {
            self.missing(node, "`to=`", "say where: to=\"Finance/**\"; everywhere is to=\"**\"");
        }
        let days = self.days(node, example);
        let holders = self.holders(node);
        let word = self.word(to?)?;
        let glob = self.folder_glob(word)?;
        let whole = levels.len() == given && given > 0;
        whole.then_some(Demand::End {
            levels: levels.concat(),
            to: glob.into(),
            place: word.span,
            holders: holders?,
            days: days?,
        })
    }

    /// Whose grants are meant; everybody's where nobody is named.
    fn holders(&mut self, node: Node<'a>) -> Option<Vec<(Holders, Span)>> {
        let mut holders = Vec::new();
        for property in node.props() {
            let Some(what @ ("group" | "user" | "partner" | "outsiders")) = property.key() else {
                continue;
            };
            let word = self.name_word(property)?;
            holders.push((self.holder(what, word)?, word.span));
        }
        Some(holders)
    }

    fn holder(&mut self, what: &str, word: Word<'a>) -> Option<Holders> {
        Some(match what {
            "outsiders" if word.text == OUTSIDE_PARTNERS => Holders::Partners,
            "outsiders" => {
                self.unknown_choice(word, codes::VALUE_TYPE, &[OUTSIDE_PARTNERS]);
                return None;
            }
            "partner" => {
                let partner = Reference { to: Referent::PARTNER, name: word.text.into() };
                self.named_objects.push((partner, word.span));
                Holders::Partner(self.names.key(word.text))
            }
            "group" => Holders::Group(self.names.key(word.text)),
            _ => Holders::User(self.names.key(word.text)),
        })
    }

    fn days(&mut self, node: Node<'a>, example: &str) -> Option<u32> {
        let entry: Option<Entry<'a>> = node.props().find(|entry| entry.key() == Some(DAYS));
        let Some(entry) = entry else {
            self.missing(node, "`within-days=`", &format!("as in: {example}"));
            return None;
        };
        match self.scalar(entry) {
            Scalar::Int(days @ 1..=36_500) => u32::try_from(days).ok(),
            Scalar::Int(_) => {
                let message = "so many days are no such time".to_owned();
                self.out.push(
                    Diagnostic::error(codes::UNEXPECTED_VALUE, message)
                        .at(entry.value_span(), "a number of days from 1 to 36500 expected")
                        .help(format!("as in: {example}")),
                );
                None
            }
            _ => {
                self.wrong_type(entry, codes::VALUE_TYPE, "a whole number of days");
                None
            }
        }
    }
}
