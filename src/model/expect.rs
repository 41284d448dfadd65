//! Assertions about access: `expect "…" { only … allow … deny … }`, and about who administers:
//! `site-admins …` and the like.

use super::grant::Level;
use super::names::Key;
use crate::source::Span;

/// The words for the atoms of access to a folder.
pub static ATOMS: &[&str] =
    &["list", "preview", "read", "write", "delete", "share", "history", "manage"];

/// What access a clause speaks of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// One of [`ATOMS`].
    Atom(&'static str),
    /// Everything that a level gives.
    Level(Level),
}

/// What a clause says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Nobody else may have any of it. Site administrators may: nothing can be kept from them.
    Only,
    /// Each of them has all of it, at every folder that exists or is declared there.
    Allow,
    /// None of them has any of it, now or in a folder to come.
    Deny,
}

impl Verb {
    pub const WORDS: &[(&str, Verb)] =
        &[("only", Verb::Only), ("allow", Verb::Allow), ("deny", Verb::Deny)];
}

/// Of whom a clause speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Whom {
    User(Key),
    /// Its members.
    Group(Key),
    /// Its users.
    Partner(Key),
    /// Whoever gets in without an account: `outsiders="any"`.
    Outsiders,
    /// An API key of the site itself, under the name by which it is told.
    SiteKey(Key),
}

impl Clause {
    /// Whether it speaks of the site's own API keys, by name or among all others.
    pub fn counts_site_keys(&self) -> bool {
        self.verb == Verb::Only
            || self.whom.iter().any(|(whom, _)| matches!(whom, Whom::SiteKey(_)))
    }

    /// Whether it speaks of whoever gets in without an account, by name or among all others.
    pub fn counts_outsiders(&self) -> bool {
        self.verb == Verb::Only || self.whom.iter().any(|(whom, _)| *whom == Whom::Outsiders)
    }
}

#[derive(Debug, Clone)]
pub struct Clause {
    pub verb: Verb,
    pub wanted: Vec<(Wanted, Span)>,
    /// A glob over folder paths.
    pub to: Box<str>,
    pub whom: Vec<(Whom, Span)>,
    pub span: Span,
}

/// What somebody administers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Office {
    Site,
    /// All of the site, to look at.
    ReadOnly,
    Billing,
    /// Any folder that this glob matches.
    Folders(Box<str>),
    Group(Key),
}

/// Exactly these administer it.
#[derive(Debug, Clone)]
pub struct Roster {
    pub office: Office,
    pub users: Vec<(Key, Span)>,
    /// The folders or the group, where the clause names them.
    pub place: Option<Span>,
    pub span: Span,
}

/// Of which accounts something is asserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    People,
    Bots,
}

/// What an account is to have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    Sso,
    /// Asked for by the account or the site.
    TwoFactor,
    AllowedIps,
    /// A moment from which on it cannot sign in.
    Expiry,
}

impl Kept {
    pub const WORDS: &[(&str, Kept)] = &[
        ("sso", Kept::Sso),
        ("2fa", Kept::TwoFactor),
        ("allowed-ips", Kept::AllowedIps),
        ("expiry", Kept::Expiry),
    ];
}

/// All partners, and their users.
pub const OUTSIDE_PARTNERS: &str = "partners";

/// Whose grants are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holders {
    User(Key),
    Group(Key),
    Partner(Key),
    /// Partners, and users of partners.
    Partners,
}

/// What is asserted of accounts, or of the grants to them.
#[derive(Debug, Clone)]
pub enum Demand {
    /// Each of them has all of these.
    Have { who: Who, kept: Vec<Kept> },
    /// Each of them was used within so many days; a definition does not know.
    Used { days: u32 },
    /// Each grant of these levels there, to any of these, ends within so many days.
    End { levels: Vec<Level>, to: Box<str>, place: Span, holders: Vec<(Holders, Span)>, days: u32 },
}

#[derive(Debug, Clone)]
pub struct Duty {
    pub demand: Demand,
    pub span: Span,
}

#[derive(Debug, Clone)]
pub struct Expectation {
    pub text: Box<str>,
    pub clauses: Vec<Clause>,
    pub rosters: Vec<Roster>,
    pub duties: Vec<Duty>,
    pub span: Span,
    /// All of it.
    pub within: Span,
}
