//! Who has what of a definition or a site, as somebody reviews it.

use super::{Content, Operand, ask};
use crate::model::Names;
use crate::query::review::{self, By, Review, Subject};
use jiff::Timestamp;

/// Asks any operand; `declared` says where things are declared, if it does not itself.
pub fn review(
    of: &Operand,
    declared: Option<&Operand>,
    names: &Names,
    now: Timestamp,
    by: By,
) -> Review {
    let subject = match &of.content {
        Content::Definition(checked) => Subject::Definition(&checked.site),
        Content::Live(live) => Subject::Live(live),
    };
    ask(of, declared, names, now, |asked| review::review(asked, &subject, &of.label, by))
}
