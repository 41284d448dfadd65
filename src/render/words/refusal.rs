//! Why a plan is refused, in short.

/// The first reason, and how many more there are.
pub fn why(reasons: &[String]) -> String {
    match reasons {
        [] => String::new(),
        [only] => only.clone(),
        [first, more @ ..] => format!("{first}, and {} more", more.len()),
    }
}
