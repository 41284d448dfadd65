//! What nobody needed since a moment: people, their roles and keys, protocols, groups.
//!
//! In: a state ready for questions, with the live site that it is of, and the definition that may
//! declare it. Out: [`Unused`], and for each thing what of the definition says it. Only what the site
//! shows is claimed: what is not shown is undecided, and told.

mod accounts;
pub mod answer;
pub mod drops;
mod groups;
mod keys;
mod lost;

pub use answer::{Dropped, Unused};
use answer::{Undecided, UnusedItem, Why};

use super::Asked;
use crate::diff::Origin;
use crate::live::{LiveSite, Use};
use crate::model::{Definition, Key};
use crate::source::{Sources, Span};
use answer::Kind;
use drops::Target;
use jiff::Timestamp;
use lost::Losses;
use rustc_hash::FxHashMap;

/// The definition that may declare what the site has.
#[derive(Clone, Copy)]
pub struct Declaring<'a> {
    pub site: &'a Definition,
    pub sources: &'a Sources,
}

/// What was found, and what each is in a definition.
pub struct Found {
    pub unused: Unused,
    /// In the order of the items.
    pub targets: Vec<Target>,
}

/// What is asked, and what came of it so far.
struct Search<'a> {
    asked: &'a Asked<'a>,
    live: &'a LiveSite,
    declaring: Option<Declaring<'a>>,
    since: Timestamp,
    /// Whether each person was at work.
    people: FxHashMap<Key, Use>,
    losses: Losses<'a>,
    found: Vec<(UnusedItem, Target)>,
    undecided: Vec<(Kind, Why, String)>,
}

/// Looks for what nobody needed since a moment.
pub fn unused(
    asked: &Asked<'_>,
    live: &LiveSite,
    declaring: Option<Declaring<'_>>,
    source: &str,
    since: Timestamp,
) -> Found {
    let people = live.users.iter().map(|user| (user.key, user.since(since))).collect();
    let (found, undecided) = (Vec::new(), Vec::new());
    let losses = Losses::new(asked);
    let mut search = Search { asked, live, declaring, since, people, losses, found, undecided };
    search.accounts();
    search.keys();
    search.groups();
    let Search { mut found, undecided, .. } = search;
    found.sort_by(|(a, _), (b, _)| {
        (a.kind, &a.user, &a.name, &a.of).cmp(&(b.kind, &b.user, &b.name, &b.of))
    });
    let (items, targets) = found.into_iter().unzip();
    let unused = Unused {
        source: source.to_owned(),
        since,
        as_of: live.read_at,
        newest: live.newest_use(),
        protocols_by_groups: asked.view.state.own_protocols_are_moot(),
        items,
        undecided: Undecided::of(undecided),
        unread: live.unread.iter().filter(|unread| answer::matters(unread)).cloned().collect(),
    };
    Found { unused, targets }
}

impl Search<'_> {
    fn origin(&self, span: Span) -> Option<Origin> {
        let Declaring { site, sources } = self.declaring?;
        Some(Origin::of(span, site, sources))
    }

    /// Notes why nothing can be said of something.
    fn open(&mut self, kind: Kind, used: Use, name: impl Into<String>) {
        let why = match used {
            Use::New => Why::New,
            Use::Undated => Why::Undated,
            Use::NotShown => Why::NotShown,
            Use::Never | Use::Before(_) | Use::Used => return,
        };
        self.undecided.push((kind, why, name.into()));
    }
}
