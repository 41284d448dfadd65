//! The secrets that this process knows, and texts without them.
//!
//! In: every secret, from wherever it is first held: the environment's keys, what a reference is
//! resolved to, what stands in a file where a secret may stand, what a site sends as one. Out: any
//! text, with a mark in the place of each. One register for the whole process, for what is secret
//! in one corner of it is secret in every other.

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;
use secrecy::{ExposeSecret, SecretString};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// What stands where a secret stood.
pub const MARK: &str = "(secret)";

/// Shorter texts are no secrets anybody could keep, and stand in every output by chance.
const SHORTEST: usize = 4;
/// Shorter texts are secrets only where no letter or digit stands beside them.
const LONG: usize = 8;
/// A line of a secret of several lines is one itself, if it is not shorter.
const LINE: usize = 12;

/// How a kind of output writes a text.
pub type Spelling = fn(&str) -> String;

/// What outputs look like.
#[derive(Clone, Copy)]
pub struct Outputs {
    /// The ways in which one of them may write a text.
    pub spellings: &'static [Spelling],
    /// Whether a text is a word of ours, which stands in outputs without telling anything.
    pub is_word: fn(&str) -> bool,
}

static OUTPUTS: RwLock<Outputs> = RwLock::new(Outputs { spellings: &[json], is_word: |_| false });
static KNOWN: RwLock<Option<Known>> = RwLock::new(None);

/// Says what outputs this process has.
pub fn describe(outputs: Outputs) {
    *OUTPUTS.write().unwrap_or_else(PoisonError::into_inner) = outputs;
}

#[derive(Default)]
struct Known {
    /// Every spelling of every secret. A hash of it would be as good, and no safer: the process
    /// holds the secrets anyway.
    all: FxHashSet<String>,
    searched: Option<Searched>,
    /// Those that the search does not hold yet.
    new: Vec<SecretString>,
}

struct Searched {
    automaton: AhoCorasick,
    /// What it looks for, by its numbers.
    patterns: Vec<SecretString>,
}

/// Takes up a secret. From now on no output shows it.
pub fn note(secret: &str) {
    let outputs = *OUTPUTS.read().unwrap_or_else(PoisonError::into_inner);
    let lines = secret.lines().map(str::trim).filter(|line| line.len() >= LINE);
    let whole = Some(secret.trim()).filter(|text| text.len() >= SHORTEST);
    // A page may put the lines of one next to each other.
    let joined = secret.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let joined = Some(joined.as_str()).filter(|text| secret.contains('\n') && text.len() >= LONG);
    let mut spelled = Vec::new();
    for text in whole.into_iter().chain(lines).chain(joined).filter(|text| !(outputs.is_word)(text))
    {
        spelled.push(text.to_owned());
        spelled.extend(outputs.spellings.iter().map(|spell| spell(text)));
    }
    if spelled.is_empty() {
        return;
    }
    let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
    let known = known.get_or_insert_default();
    for text in spelled {
        if known.all.insert(text.clone()) {
            known.new.push(SecretString::from(text));
        }
    }
    known.settle();
}

impl Known {
    /// Puts the new ones into the search once they are as many as those in it: a run that learns
    /// one secret after the other must not make the search anew for each.
    fn settle(&mut self) {
        let held = self.searched.as_ref().map_or(0, |searched| searched.patterns.len());
        if self.new.len() <= held.max(16) {
            return;
        }
        let old = self.searched.take().map_or_else(Vec::new, |searched| searched.patterns);
        let patterns: Vec<SecretString> = old.into_iter().chain(self.new.drain(..)).collect();
        let texts = patterns.iter().map(|pattern| pattern.expose_secret());
        match AhoCorasick::new(texts) {
            Ok(automaton) => self.searched = Some(Searched { automaton, patterns }),
            // Too many for it: they are looked for one by one.
            Err(_) => self.new = patterns,
        }
    }

    /// Where secrets stand; overlapping ones as one.
    fn places(&self, text: &str) -> Vec<Range<usize>> {
        let mut found: Vec<Range<usize>> = Vec::new();
        if let Some(Searched { automaton, .. }) = &self.searched {
            found.extend(automaton.find_overlapping_iter(text).map(|found| found.range()));
        }
        for secret in &self.new {
            let secret = secret.expose_secret();
            found.extend(text.match_indices(secret).map(|(at, _)| at..at + secret.len()));
        }
        found.retain(|place| place.len() >= LONG || stands_alone(text, place));
        found.sort_by_key(|place| place.start);
        found.dedup_by(|next, before| {
            let overlaps = next.start < before.end;
            if overlaps {
                before.end = before.end.max(next.end);
            }
            overlaps
        });
        found
    }
}

/// Whether neither a letter nor a digit stands beside a place. An escape is none.
fn stands_alone(text: &str, place: &Range<usize>) -> bool {
    let before = &text[..place.start];
    let escapes = ["\\n", "\\r", "\\t", "\\b", "\\f"];
    let begins = !before.ends_with(char::is_alphanumeric)
        || escapes.iter().any(|escape| before.ends_with(escape));
    begins && !text[place.end..].starts_with(char::is_alphanumeric)
}

fn known() -> RwLockReadGuard<'static, Option<Known>> {
    KNOWN.read().unwrap_or_else(PoisonError::into_inner)
}

/// Where secrets stand in a text.
pub fn secrets_in(text: &str) -> Vec<Range<usize>> {
    known().as_ref().map_or_else(Vec::new, |known| known.places(text))
}

/// The text as it may be shown and kept.
pub fn without_secrets(text: &str) -> Cow<'_, str> {
    let places = secrets_in(text);
    if places.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        out.push_str(&text[at..place.start]);
        out.push_str(MARK);
        at = place.end;
    }
    out.push_str(&text[at..]);
    Cow::Owned(out)
}

/// As it stands in a text of JSON.
pub fn json(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_shows_what_is_noted() {
        note("Blue-Horse-1");
        note("q\"uo\nte-and-more-of-it");
        assert_eq!(without_secrets("a Blue-Horse-1, Blue-Horse-12"), "a (secret), (secret)2");
        let json = serde_json::json!({"x": "q\"uo\nte-and-more-of-it"}).to_string();
        assert_eq!(without_secrets(&json), "{\"x\":\"(secret)\"}");
        assert_eq!(without_secrets("  te-and-more-of-it |"), "  (secret) |");
        assert!(matches!(without_secrets("nothing here"), Cow::Borrowed(_)));
    }

    #[test]
    fn short_ones_are_words_of_their_own() {
        note("K7x!");
        note("abc");
        assert_eq!(without_secrets("K7x! aK7x! \\nK7x!"), "(secret) aK7x! \\n(secret)");
        assert_eq!(without_secrets("abc"), "abc", "whoever has such a secret has none");
    }

    #[test]
    fn many_are_found_as_few_are() {
        let all: Vec<String> = (0..500).map(|at| format!("many-secrets-{at:04}!")).collect();
        for (at, secret) in all.iter().enumerate() {
            note(secret);
            assert_eq!(without_secrets(secret), MARK, "{at}");
        }
        let text = all.join(" ");
        assert_eq!(without_secrets(&text), vec![MARK; 500].join(" "));
    }

    #[test]
    fn overlapping_ones_are_one() {
        note("overlap-left-mid");
        note("left-mid-overlap-right");
        assert_eq!(without_secrets("overlap-left-mid-overlap-right"), MARK);
    }
}
