//! "Did you mean": the nearest of the names in scope.

/// The candidate that a typing mistake most likely stands for.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(word, candidates).min().map(|(_, candidate)| candidate)
}

/// The candidates for which a typing mistake may stand, the most likely first; at most so many.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let mut all: Vec<(usize, &str)> = near(word, candidates).collect();
    all.sort_unstable();
    all.dedup();
    all.truncate(most);
    all.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The candidates that differ by no more than slips, each with how much it differs.
fn near<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> impl Iterator<Item = (usize, &'a str)> {
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    let length = word.len();
    let candidates = candidates.into_iter();
    candidates.filter(move |candidate| candidate.len().abs_diff(length) <= allowed * 4).filter_map(
        move |candidate| {
            let distance = distance(&lower, &candidate.to_lowercase());
            (distance <= allowed).then_some((distance, candidate))
        },
    )
}

fn distance(word: &str, candidate: &str) -> usize {
    let same_but_for_separators = word.len() == candidate.len()
        && word
            .bytes()
            .zip(candidate.bytes())
            .all(|(a, b)| a == b || matches!((a, b), (b'_' | b' ' | b'-', b'_' | b' ' | b'-')));
    if same_but_for_separators { 0 } else { strsim::damerau_levenshtein(word, candidate) }
}

#[cfg(test)]
mod tests {
    use super::{nearest, suggest};

    #[test]
    fn finds_slips_and_stays_silent_otherwise() {
        let words = ["folder", "group", "automation", "authenticate-until"];
        assert_eq!(suggest("foldr", words), Some("folder"));
        assert_eq!(suggest("Group", words), Some("group"));
        assert_eq!(suggest("authenticate_until", words), Some("authenticate-until"));
        assert_eq!(suggest("zebra", words), None);
        let names = ["Sales East", "Sales Eas", "Sales West", "Ops"];
        assert_eq!(nearest("Sales Est", names, 2), ["Sales East", "Sales West"]);
    }
}
