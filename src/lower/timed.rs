//! `from=` and `until=`: what a definition has for a while.

use super::{Lowering, codes};
use crate::diagnostic::Diagnostic;
use crate::model::time_zones;
use crate::model::timed::{Edge, Moment, Timed, edge_of_day};
use crate::syntax::{Entry, Node, Scalar};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The properties of what may be said for a while.
pub(super) const TIMES: [&str; 2] = ["from", "until"];

const EXAMPLE: &str = "as in until=\"2027-01-31\", a day that still counts, or with a time and its \
                       offset: until=\"2027-01-31T18:00:00+01:00\"";

/// Which of what is said for a while is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clock {
    /// What is so at the moment.
    At(Timestamp),
    /// That, and what was so before.
    WithEnded(Timestamp),
    /// All, whenever it is so.
    Ever,
}

impl<'a> Lowering<'a> {
    /// Whether the definition has at this time what a node says. Both properties must be among
    /// those that the node may have.
    pub(super) fn is_in_time(&mut self, node: Node<'a>) -> bool {
        self.time_of(node).0
    }

    /// That, and until when it has it.
    pub(super) fn time_of(&mut self, node: Node<'a>) -> (bool, Option<Moment>) {
        if node.props().next().is_none() {
            return (true, None);
        }
        let [from, until] = [("from", Edge::Begins), ("until", Edge::Ends)]
            .map(|(property, edge)| self.moment(node, property, edge));
        if from.is_none() && until.is_none() {
            return (true, None);
        }
        if let (Some(from), Some(until)) = (&from, &until)
            && from.at >= until.at
        {
            self.out.push(
                Diagnostic::error(codes::UNEXPECTED_VALUE, "it ends before it begins")
                    .at(until.span, format!("at {}", until.at))
                    .at(from.span, format!("at {}", from.at))
                    .help("let `until` be later than `from`"),
            );
            return (true, None);
        }
        let timed = Timed { span: node.head_span(), from, until };
        let is_in_time = match self.clock {
            Clock::At(now) => timed.has_begun(now) && !timed.has_ended(now),
            Clock::WithEnded(now) => timed.has_begun(now),
            Clock::Ever => true,
        };
        let until = timed.until.clone();
        self.site.timed.push(timed);
        (is_in_time, until)
    }

    fn moment(&mut self, node: Node<'a>, property: &str, edge: Edge) -> Option<Moment> {
        let entry = node.props().find(|entry| entry.key() == Some(property))?;
        let Scalar::Str(text) = self.scalar(entry) else {
            self.wrong_type(entry, codes::VALUE_TYPE, "a day or an instant, in quotes");
            return None;
        };
        let at = match is_day(text).then(|| text.parse::<Date>()) {
            Some(Ok(day)) => {
                let zone = self.zone();
                edge_of_day(day, edge, &zone)
            }
            Some(Err(_)) => None,
            None => super::values::instant(text),
        };
        if at.is_none() {
            self.no_moment(entry, text);
        }
        at.map(|at| Moment { at, said: text.into(), span: entry.span() })
    }

    fn no_moment(&mut self, entry: Entry<'a>, text: &str) {
        let message = format!("`{text}` is neither a day nor an instant");
        self.out.push(
            Diagnostic::error(codes::VALUE_TYPE, message)
                .at(entry.value_span(), "a day, or a time with its offset, expected")
                .help(EXAMPLE),
        );
    }

    /// That of the site, where the definition says it.
    fn zone(&self) -> TimeZone {
        let said = self.site.settings.text("default_time_zone");
        let iana = said.and_then(time_zones::iana);
        iana.and_then(|name| TimeZone::get(name).ok()).unwrap_or(TimeZone::UTC)
    }
}

/// `2027-01-31`, and nothing behind it.
fn is_day(text: &str) -> bool {
    text.len() == "2027-01-31".len() && text.bytes().all(|b| b == b'-' || b.is_ascii_digit())
}
