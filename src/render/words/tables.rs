//! Every answer about access as a table.

use super::answers::{self, Table};
use super::{review, unused};
use crate::query::Answer;

pub fn table(answer: &Answer) -> Table {
    match answer {
        Answer::Of(of) => answers::of(of),
        Answer::OfGroup(of) => answers::of_group(of),
        Answer::On(on) => answers::on(on),
        Answer::Why(why) => answers::why(why),
        Answer::Diff(diff) => answers::diff(diff),
        Answer::Unused(unused) => unused::table(unused),
        Answer::Review(review) => review::table(review),
    }
}
