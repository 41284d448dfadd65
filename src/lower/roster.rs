//! Who administers, in an `expect`: whole lists of users.

use super::Lowering;
use crate::model::expect::{Office, Roster};
use crate::source::Span;
use crate::syntax::{Node, Scalar};

pub(super) const SITE_ADMINS: &str = "site-admins";
pub(super) const READ_ONLY_ADMINS: &str = "read-only-admins";
pub(super) const BILLING_ADMINS: &str = "billing-admins";
pub(super) const FOLDER_ADMINS: &str = "folder-admins";
pub(super) const GROUP_ADMINS: &str = "group-admins";

pub(super) fn is_roster(word: &str) -> bool {
    [SITE_ADMINS, READ_ONLY_ADMINS, BILLING_ADMINS, FOLDER_ADMINS, GROUP_ADMINS].contains(&word)
}

impl<'a> Lowering<'a> {
    /// `site-admins "carter" "noor"`; `#null` for nobody.
    pub(super) fn roster(&mut self, node: Node<'a>) -> Option<Roster> {
        self.no_children(node);
        let (office, place) = self.office(node)?;
        let given = node.args().count();
        let nobody = matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null));
        if given == 0 {
            let name = node.name();
            let help = format!("as in: {name} \"alex\" \"blair\"; `{name} #null` for nobody");
            self.missing(node, "a username", &help);
            return None;
        }
        let mut users = Vec::new();
        for entry in node.args().filter(|_| !nobody) {
            let Some(word) = self.name_word(entry) else { continue };
            users.push((self.names.key(word.text), word.span));
        }
        let whole = nobody || users.len() == given;
        whole.then(|| Roster { office, users, place, span: node.head_span() })
    }

    /// What is administered, and where that is said.
    fn office(&mut self, node: Node<'a>) -> Option<(Office, Option<Span>)> {
        let property = match node.name() {
            FOLDER_ADMINS => "to",
            GROUP_ADMINS => "group",
            _ => "",
        };
        let known = [property];
        self.only_props(node, if property.is_empty() { &[] } else { &known });
        match node.name() {
            SITE_ADMINS => return Some((Office::Site, None)),
            READ_ONLY_ADMINS => return Some((Office::ReadOnly, None)),
            BILLING_ADMINS => return Some((Office::Billing, None)),
            _ => {}
        }
        let Some(entry) = node.props().find(|one| one.key() == Some(property)) else {
            let (what, help) = match property {
                "to" => ("`to=`", "say where: to=\"Finance/**\""),
                _ => ("`group=`", "say which: group=\"Sales\""),
            };
            self.missing(node, what, help);
            return None;
        };
        if property == "group" {
            let word = self.name_word(entry)?;
            return Some((Office::Group(self.names.key(word.text)), Some(word.span)));
        }
        let word = self.word(entry)?;
        Some((Office::Folders(self.folder_glob(word)?.into()), Some(word.span)))
    }
}
