//! Values that parameters make, so that what is said of one shows where it comes from.

use crate::source::Span;

/// Places that do not lie in one another, each with something to say of it.
#[derive(Debug)]
pub struct Places<T>(Vec<(Span, T)>);

impl<T> Default for Places<T> {
    fn default() -> Self {
        Places(Vec::new())
    }
}

/// A parameter whose value stands in a place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Made {
    pub name: Box<str>,
    /// Where the value is said.
    pub said: Span,
}

impl<T: Ord> Places<T> {
    /// What is said twice of a place is kept once.
    pub fn new(mut places: Vec<(Span, T)>) -> Self {
        places.sort_unstable();
        places.dedup();
        Places(places)
    }

    /// All that is said of the place in which a span lies.
    pub fn around(&self, span: Span) -> impl Iterator<Item = &T> {
        let until = self
            .0
            .partition_point(|(place, _)| (place.file, place.start) <= (span.file, span.start));
        let before = self.0[..until].iter().rev();
        let holds = move |place: Span| place.file == span.file && span.end <= place.end;
        before.take_while(move |(place, _)| holds(*place)).map(|(_, said)| said)
    }
}
