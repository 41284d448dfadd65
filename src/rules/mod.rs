//! What Files.com would refuse, silently ignore or break, and what its documents advise against.
//!
//! In: the model. Out: diagnostics. One rule is one file with its page beside it; [`all`] is
//! the list, with what other stages find. A rule never changes the model and never looks at
//! anything but its context.

pub(crate) mod accounts;
mod administered;
mod administrators;
#[cfg(test)]
mod automation_tests;
mod automations;
mod coverage;
pub(crate) mod duties;
mod editors;
mod index;
mod lifecycle;
pub(crate) mod permissions;
mod places;
mod reading;
pub(crate) mod settings;
mod silence;
#[cfg(test)]
mod statements_tests;
#[cfg(test)]
mod tests;

pub use crate::codes::Family;
pub use silence::{apply_levels, unused_allowances};

use crate::codes::{self, Entry};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Definition, Grant, Grantee, Key, NamedKind, Names};
use crate::source::{Sources, Span};
use jiff::Timestamp;
use std::sync::LazyLock;

/// Where a rule is decided.
#[derive(Clone, Copy)]
pub enum Check {
    /// While the definition is read, by `syntax` or `lower`.
    Reading,
    /// On the definition as a whole.
    Definition(fn(&Context<'_>, &mut Vec<Diagnostic>)),
    /// In the difference between definition and live site, by `diff` or `plan`.
    Difference,
}

/// A rule: a static value. Its code says what is wrong and never changes meaning.
#[derive(Clone, Copy)]
pub struct Rule {
    pub code: Code,
    pub family: Family,
    pub severity: Severity,
    /// One lowercase phrase: when it holds.
    pub summary: &'static str,
    /// The Markdown page that `explain` prints; its examples run as tests.
    pub page: &'static str,
    pub check: Check,
}

impl Rule {
    /// A finding of this rule.
    pub fn found(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(self.severity, self.code, message)
    }

    /// What another stage finds.
    fn decided_elsewhere(entry: &Entry, check: Check) -> Self {
        let &Entry { code, family, severity, summary, page } = entry;
        Self { code, family, severity, summary, page, check }
    }
}

/// What a rule may look at.
pub struct Context<'a> {
    pub site: &'a Definition,
    pub names: &'a Names,
    /// The texts, for what stands at a place.
    pub sources: &'a Sources,
    /// The moment of the run, given from outside.
    pub now: Timestamp,
    index: index::Index<'a>,
}

impl<'a> Context<'a> {
    pub fn new(
        site: &'a Definition,
        names: &'a Names,
        sources: &'a Sources,
        now: Timestamp,
    ) -> Self {
        Self { site, names, sources, now, index: index::Index::default() }
    }

    /// The word with which the node at a place begins.
    pub fn word_of(&self, node: Span) -> &str {
        self.sources.text(node).split_whitespace().next().unwrap_or_default()
    }

    /// A name as it was written.
    pub fn text(&self, name: crate::model::Name) -> &str {
        self.names.text(name)
    }

    /// The username as it was written, or the key where nobody declares it.
    pub fn username(&self, key: crate::model::Key) -> &str {
        self.site.user(key).map_or(self.names.key_text(key), |user| self.names.text(user.name))
    }

    /// The group's name as it was written, or the key where nobody declares it.
    pub fn group_name(&self, key: crate::model::Key) -> &str {
        self.site.group(key).map_or(self.names.key_text(key), |group| self.names.text(group.name))
    }

    /// The rows of each `grant` node together: its levels for one grantee on one folder.
    pub fn grant_nodes(&self) -> impl Iterator<Item = GrantNode<'a>> {
        let one_node = |a: &Grant, b: &Grant| {
            a.span == b.span && a.folder == b.folder && a.grantee == b.grantee
        };
        let nodes = self.site.grants.chunk_by(one_node);
        nodes.filter_map(|rows| Some(GrantNode { grant: rows.first()?, rows }))
    }

    /// A partner, as the definition writes it.
    pub fn partner_name(&self, key: Key) -> &str {
        let partners = self.site.named.iter().filter(|named| named.kind == NamedKind::PARTNER);
        let mut of_key = partners.filter(|named| self.names.find_key(&named.name) == Some(key));
        of_key.next().map_or(self.names.key_text(key), |named| &named.name)
    }

    /// Who is given a grant, as a message says it.
    pub fn grantee(&self, grantee: &Grantee) -> String {
        match grantee {
            Grantee::User(user) => format!("user `{}`", self.username(*user)),
            Grantee::Group(group) => format!("group `{}`", self.group_name(*group)),
            Grantee::Partner(partner) => format!("partner `{}`", self.partner_name(*partner)),
            Grantee::AllOf(groups) => {
                let mut names: Vec<&str> = groups.iter().map(|g| self.group_name(*g)).collect();
                names.sort_unstable();
                format!("members of all of {}", crate::wording::listed(&names))
            }
        }
    }

    /// To whom a grant goes that is meant for one user, as a help says it.
    pub fn alone(&self, user: Key) -> String {
        let user = self.username(user);
        match self.site.settings.on("folder_permissions_groups_only") {
            Some(_) => format!("a group with `{user}` in it, and nobody else"),
            None => format!("`{user}`"),
        }
    }

    /// A path, as far as it is declared as it was written.
    pub fn spelled(&self, path: &str) -> String {
        self.site.spelled(path, self.names)
    }

    /// The folder's path as it was written; the root is `/`.
    pub fn folder_path(&self, key: crate::model::Key) -> &str {
        let path =
            self.site.folder(key).map_or(self.names.key_text(key), |f| self.names.text(f.name));
        crate::model::path::display(path)
    }
}

/// What one `grant` node gives.
pub struct GrantNode<'a> {
    /// The first row; folder, grantee and recursion are those of all rows.
    pub grant: &'a Grant,
    pub rows: &'a [Grant],
}

impl GrantNode<'_> {
    /// The levels, as a message says them.
    pub fn levels(&self) -> String {
        let levels: Vec<&str> = self.rows.iter().map(|row| row.level.as_str()).collect();
        crate::wording::listed(&levels)
    }
}

/// The list that [`all`] gives.
static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let here = [
        reading::RULES,
        accounts::RULES,
        administrators::RULES,
        permissions::RULES,
        automations::RULES,
        settings::RULES,
    ];
    let elsewhere = [
        (codes::kdl::ALL, Check::Reading),
        (codes::reading::ALL, Check::Reading),
        (codes::difference::ALL, Check::Difference),
    ];
    let mut all: Vec<Rule> = here.into_iter().flatten().map(|rule| **rule).collect();
    for (entries, check) in elsewhere {
        all.extend(entries.iter().map(|entry| Rule::decided_elsewhere(entry, check)));
    }
    all.sort_by_key(|rule| (rule.family, rule.code));
    all
});

/// Every rule, by family, then by code; what other stages decide as well.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    ALL.iter()
}

pub fn find(code: &str) -> Option<&'static Rule> {
    all().find(|rule| rule.code.0 == code)
}

/// Runs every rule on the definition. Levels that the definition sets are applied afterwards,
/// by `apply_levels`, to what reading found as well.
pub fn check(context: &Context<'_>) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for rule in all() {
        if let Check::Definition(check) = rule.check {
            check(context, &mut findings);
        }
    }
    findings
}
