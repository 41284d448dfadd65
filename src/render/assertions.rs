//! The `expect`s of a definition with what became of each: test cases for whoever wants such.

use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Definition;
use crate::rules::permissions::expectation_broken;
use crate::source::Span;

pub struct Assertion<'a> {
    pub text: &'a str,
    pub span: Span,
    pub outcome: Outcome<'a>,
}

pub enum Outcome<'a> {
    Holds,
    /// What does not hold, each with its witness; or what is wrong with the assertion itself.
    Fails(Vec<&'a Diagnostic>),
    /// The definition could not be read far enough.
    Unjudged,
    /// The definition alone does not decide it.
    Open(&'a Diagnostic),
}

/// In the order of the definition. `judged`: the rules have looked at it.
pub fn assertions<'a>(
    site: &'a Definition,
    found: &'a [Diagnostic],
    judged: bool,
) -> Vec<Assertion<'a>> {
    let all = site.expectations.iter().map(|expectation| {
        let (span, all) = (expectation.span, expectation.within);
        let inside = |place: Span| {
            place.file == all.file && all.start <= place.start && place.end <= all.end
        };
        let errors = found.iter().filter(|one| one.is_error() && one.span().is_some_and(inside));
        let errors: Vec<&Diagnostic> = errors.collect();
        let is_open = |one: &&Diagnostic| {
            one.severity == Severity::Info && one.code == expectation_broken::RULE.code
        };
        let mut within = found.iter().filter(|one| one.span().is_some_and(inside));
        let open = within.find(is_open);
        let outcome = match errors.is_empty() {
            false => Outcome::Fails(errors),
            true if judged => open.map_or(Outcome::Holds, Outcome::Open),
            true => Outcome::Unjudged,
        };
        Assertion { text: &expectation.text, span, outcome }
    });
    all.collect()
}
