//! "Did you mean": the nearest of the names in scope.

/// The candidate that a typing mistake most likely stands for.
pub fn suggest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    let allowed = (word.chars().count() / 3).max(1);
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        if candidate.len().abs_diff(word.len()) > allowed * 4 {
            continue;
        }
        let distance = distance(&lower, &candidate.to_lowercase());
        let better = best.is_none_or(|(least, name)| (distance, candidate) < (least, name));
        if distance <= allowed && better {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
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
    use super::suggest;

    #[test]
    fn finds_slips_and_stays_silent_otherwise() {
        let words = ["folder", "group", "automation", "authenticate-until"];
        assert_eq!(suggest("foldr", words), Some("folder"));
        assert_eq!(suggest("Group", words), Some("group"));
        assert_eq!(suggest("authenticate_until", words), Some("authenticate-until"));
        assert_eq!(suggest("zebra", words), None);
    }
}
