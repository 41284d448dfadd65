//! The mini-language of `folder_permissions`: `Sales=readonly|Home/Adam=readwrite,history*`.
//!
//! In: the value of a cell. Out: folders with their permissions, each with its place in the
//! value, and what is wrong; or such folders as a text. `|` separates folders, `\|` is a bar in
//! a name, `/` is the root, `*` behind a permission keeps it from the folders below.

use crate::model::Level;
use std::fmt::Write as _;
use std::ops::Range;

/// The permissions and the levels they stand for: the language's, without `previewonly`.
pub const WORDS: &[(&str, &[Level])] = match Level::WORDS.split_last() {
    Some((_, words)) => words,
    None => &[],
};

/// A folder and what is given on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The path as it is written, without escapes.
    pub folder: String,
    pub folder_at: Range<usize>,
    pub permissions: Vec<Permission>,
    pub at: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    pub word: &'static str,
    pub levels: &'static [Level],
    pub recursive: bool,
    pub at: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Problem {
    /// Nothing stands between two bars.
    Nothing,
    /// No `=` separates a folder and its permissions.
    NoEquals,
    NoFolder,
    /// A blank before the folder's name.
    BlankBefore,
    NoPermission,
    Unknown,
    /// Something else than a bar separates two folders.
    Separator,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub problem: Problem,
    pub at: Range<usize>,
}

/// Reads a value; what is well-formed is read, whatever is wrong beside it.
pub fn parse(text: &str) -> (Vec<Part>, Vec<Mistake>) {
    let (mut parts, mut mistakes) = (Vec::new(), Vec::new());
    let mut start = 0;
    let bars = text.match_indices('|').map(|(at, _)| at).filter(|at| !text[..*at].ends_with('\\'));
    for end in bars.chain([text.len()]) {
        parts.extend(part(text, start..end, &mut mistakes));
        start = end + 1;
    }
    (parts, mistakes)
}

fn part(text: &str, at: Range<usize>, mistakes: &mut Vec<Mistake>) -> Option<Part> {
    let written = &text[at.clone()];
    let mut wrong = |problem, at| mistakes.push(Mistake { problem, at });
    if written.trim().is_empty() {
        wrong(Problem::Nothing, at);
        return None;
    }
    // Names may hold `=`, permissions do not.
    let Some(equals) = written.rfind('=') else {
        wrong(Problem::NoEquals, at);
        return None;
    };
    let folder_at = at.start..at.start + equals;
    let name = &text[folder_at.clone()];
    if name.trim().is_empty() {
        wrong(Problem::NoFolder, at);
        return None;
    }
    if name.starts_with(char::is_whitespace) {
        wrong(Problem::BlankBefore, folder_at);
        return None;
    }
    let others = other_separators(name);
    if !others.is_empty() {
        for other in others {
            wrong(Problem::Separator, at.start + other..at.start + other + 1);
        }
        return None;
    }
    let (mut permissions, mut start) = (Vec::new(), folder_at.end + 1);
    for piece in text[start..at.end].split(',') {
        let word_start = start + (piece.len() - piece.trim_start().len());
        let word = piece.trim();
        let place = word_start..word_start + word.len();
        start += piece.len() + 1;
        let (bare, recursive) = word.strip_suffix('*').map_or((word, true), |bare| (bare, false));
        match WORDS.iter().find(|(known, _)| *known == bare) {
            Some((word, levels)) => {
                permissions.push(Permission { word, levels, recursive, at: place });
            }
            None if bare.is_empty() => wrong(Problem::NoPermission, at.clone()),
            None => wrong(Problem::Unknown, place.start..place.start + bare.len()),
        }
    }
    Some(Part { folder: name.replace("\\|", "|"), folder_at, permissions, at })
}

/// What stands in place of bars in what is read as a folder's name: `Sales=readonly;Ops` holds the
/// permissions of one folder and the name of another.
pub fn other_separators(name: &str) -> Vec<usize> {
    let mut found = Vec::new();
    for (equals, _) in name.match_indices('=') {
        let mut last = None;
        let mut start = equals + 1;
        for (at, other) in name.match_indices([';', ',', '\n', '\t']) {
            if at < start {
                continue;
            }
            let word = name[start..at].trim();
            let word = word.strip_suffix('*').unwrap_or(word);
            if !WORDS.iter().any(|(known, _)| *known == word) {
                break;
            }
            last = Some(at);
            start = at + other.len();
        }
        found.extend(last);
    }
    found
}

/// Writes a folder and the words given on it behind what is there.
pub fn write(folder: &str, permissions: &[(&str, bool)], out: &mut String) {
    out.push_str(if out.is_empty() { "" } else { "|" });
    out.push_str(&folder.replace('|', "\\|"));
    for (index, (word, recursive)) in permissions.iter().enumerate() {
        let (mark, star) = (if index > 0 { ',' } else { '=' }, if *recursive { "" } else { "*" });
        // Writing to a text cannot fail.
        let _ = write!(out, "{mark}{word}{star}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Vec<(String, Vec<(&'static str, bool)>)> {
        let (parts, mistakes) = parse(text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let words = |part: &Part| part.permissions.iter().map(|p| (p.word, p.recursive)).collect();
        parts.iter().map(|part| (part.folder.clone(), words(part))).collect()
    }

    #[test]
    fn the_examples_of_the_documents() {
        let text = "Sales=readonly|Engineering=readwrite,history|Home/Adam=admin";
        let expected = [
            ("Sales".to_owned(), vec![("readonly", true)]),
            ("Engineering".to_owned(), vec![("readwrite", true), ("history", true)]),
            ("Home/Adam".to_owned(), vec![("admin", true)]),
        ];
        assert_eq!(read(text), expected);
        assert_eq!(read("/=readonly"), [("/".to_owned(), vec![("readonly", true)])]);
        let escaped = "Sales\\|North-America=readonly";
        assert_eq!(read(escaped), [("Sales|North-America".to_owned(), vec![("readonly", true)])]);
        assert_eq!(read("Home=admin*"), [("Home".to_owned(), vec![("admin", false)])]);
        assert_eq!(read("a=b=list"), [("a=b".to_owned(), vec![("list", true)])]);
    }

    #[test]
    fn mistakes_are_found_where_they_stand() {
        let found = |text: &'static str| {
            let (_, mistakes) = parse(text);
            let places = mistakes.into_iter().map(|m| (m.problem, &text[m.at]));
            places.collect::<Vec<_>>()
        };
        assert_eq!(found("A=list||B=list"), [(Problem::Nothing, "")]);
        assert_eq!(found("Sales"), [(Problem::NoEquals, "Sales")]);
        assert_eq!(found("A=list|=list"), [(Problem::NoFolder, "=list")]);
        assert_eq!(found("A=list| B=list"), [(Problem::BlankBefore, " B")]);
        assert_eq!(found("A="), [(Problem::NoPermission, "A=")]);
        assert_eq!(found("A=list,*"), [(Problem::NoPermission, "A=list,*")]);
        assert_eq!(found("A=list, wrte*,full"), [(Problem::Unknown, "wrte")]);
        assert_eq!(found("A=list;B=full"), [(Problem::Separator, ";")]);
        let twice = [(Problem::Separator, ","), (Problem::Separator, ";")];
        assert_eq!(found("A=list,full*,B=full; C=admin"), twice);
        assert_eq!(found("A=list|B=full\nC=admin"), [(Problem::Separator, "\n")]);
        assert_eq!(read("A;B=list")[0].0, "A;B");
        assert_eq!(read("A=1;B=list")[0].0, "A=1;B");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            given in prop::collection::vec(
                (
                    "/|[^\\\\\\s][^\\\\]{0,8}",
                    prop::collection::vec((prop::sample::select(WORDS), any::<bool>()), 1..4),
                ),
                1..5,
            ),
        ) {
            let mut text = String::new();
            let mut expected = Vec::new();
            for (folder, permissions) in given {
                let words: Vec<(&str, bool)> =
                    permissions.iter().map(|((word, _), recursive)| (*word, *recursive)).collect();
                write(&folder, &words, &mut text);
                expected.push((folder, words));
            }
            prop_assert_eq!(read(&text), expected);
        }

        #[test]
        fn any_text_is_read(text in "[A|\\\\=,* /é]{0,30}") {
            let (parts, mistakes) = parse(&text);
            for at in parts.iter().map(|p| &p.at).chain(mistakes.iter().map(|m| &m.at)) {
                prop_assert!(text.get(at.clone()).is_some());
            }
        }
    }
}
