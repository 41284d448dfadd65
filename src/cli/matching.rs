//! Globs part by part, as a walk through folders needs them: what hides is matched only by a part
//! that says so itself, and `**` follows no link.

use crate::lower::FileError;
use crate::model::glob::Pattern;

/// The characters that make a glob of a part.
const WILD: [char; 4] = ['*', '?', '[', '{'];

/// A pattern over paths of files.
pub struct Matching {
    whole: Pattern,
    /// The folder at which a walk begins.
    start: String,
    /// What follows it.
    parts: Vec<Part>,
}

enum Part {
    /// Any folders that do not hide, or none.
    Folders,
    One {
        pattern: Pattern,
        hidden: bool,
    },
}

/// How far into a pattern a path leads: the parts that may come next.
#[derive(Clone, PartialEq, Eq)]
pub struct Progress(Vec<usize>);

impl Progress {
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }
}

impl Matching {
    pub fn new(pattern: &str) -> Result<Self, FileError> {
        let other = |error: crate::model::glob::PatternError| FileError::Other(error.to_string());
        let whole = Pattern::files(pattern).map_err(other)?;
        let texts = parts(pattern);
        let fixed = texts.iter().take_while(|part| !part.contains(WILD)).count();
        let start = texts[..fixed].join("/");
        let rooted = pattern.starts_with('/') && start.is_empty();
        let part = |text: &&str| {
            // Alternatives that hold a slash: the pattern as a whole decides.
            if text.contains('/') || *text == "**" {
                Ok(Part::Folders)
            } else {
                Pattern::files(text).map(|pattern| Part::One {
                    pattern,
                    hidden: hides(text) || text.starts_with('#'),
                })
            }
        };
        let parts = texts[fixed..].iter().map(part).collect::<Result<_, _>>().map_err(other)?;
        Ok(Matching { whole, start: if rooted { "/".to_owned() } else { start }, parts })
    }

    /// The folder at which to begin; empty where that is the current one.
    pub fn start(&self) -> &str {
        &self.start
    }

    pub fn begin(&self) -> Progress {
        self.closed(vec![0])
    }

    /// Goes on by the name of a folder or file.
    pub fn step(&self, progress: &Progress, name: &str) -> Progress {
        let mut next = self.named(progress, name).0;
        if !hides(name) {
            let any = |at: &&usize| matches!(self.parts.get(**at), Some(Part::Folders));
            next.extend(progress.0.iter().filter(any));
        }
        self.closed(next)
    }

    /// The same, but not through `**`.
    pub fn named(&self, progress: &Progress, name: &str) -> Progress {
        let takes = |at: &usize| match self.parts.get(*at) {
            Some(Part::One { pattern, hidden }) => {
                (*hidden || !hides(name)) && pattern.is_match(name)
            }
            _ => false,
        };
        let next = progress.0.iter().copied().filter(takes).map(|at| at + 1);
        self.closed(next.collect())
    }

    /// Whether a path that was walked to here is one of those meant.
    pub fn is_match(&self, progress: &Progress, path: &str) -> bool {
        let last = |at: &usize| match self.parts.get(*at) {
            None => true,
            // What alternatives with a slash end with.
            Some(part) => matches!(part, Part::Folders) && at + 1 == self.parts.len(),
        };
        progress.0.iter().any(last) && self.whole.is_match(path)
    }

    /// Whether a path from the top is one of those meant.
    pub fn is_match_whole(&self, path: &str) -> bool {
        let below = match self.start.as_str() {
            "" => Some(path),
            start => path.strip_prefix(start).and_then(|rest| rest.strip_prefix('/')),
        };
        let walk =
            |below: &str| below.split('/').fold(self.begin(), |at, name| self.step(&at, name));
        below.is_some_and(|below| self.is_match(&walk(below), path))
    }

    /// With the parts behind folders of which there may be none.
    fn closed(&self, mut positions: Vec<usize>) -> Progress {
        let mut at = 0;
        while let Some(position) = positions.get(at).copied() {
            if matches!(self.parts.get(position), Some(Part::Folders)) {
                positions.push(position + 1);
            }
            at += 1;
        }
        positions.sort_unstable();
        positions.dedup();
        Progress(positions)
    }
}

/// Whether a name is one that is listed nowhere: it begins with a dot, or an editor keeps a copy so.
fn hides(name: &str) -> bool {
    let is_kept = name.len() > 1 && name.starts_with('#') && name.ends_with('#');
    name.starts_with('.') || name.ends_with('~') || is_kept
}

/// The parts between slashes; a slash within brackets or braces is none.
fn parts(pattern: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth, mut escaped) = (Vec::new(), 0, 0_usize, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '/' if depth == 0 => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_match(pattern: &str, path: &str) -> bool {
        Matching::new(pattern).expect("a pattern").is_match_whole(path)
    }

    #[test]
    fn what_hides_is_matched_by_what_begins_with_a_dot() {
        for (pattern, path) in [
            ("p/*.kdl", "p/a.kdl"),
            ("p/.*.kdl", "p/.draft.kdl"),
            ("p/*~", "p/a.kdl~"),
            ("p/#*", "p/#a.kdl#"),
            ("p/#*", "p/#a.kdl"),
            ("**/*.kdl", "a/b/c.kdl"),
            ("**/*.kdl", "c.kdl"),
            (".teams/*.kdl", ".teams/a.kdl"),
            ("**/.teams/*.kdl", "x/.teams/a.kdl"),
            ("p/**", "p/a/b"),
            ("{a,b/c}/*.kdl", "b/c/d.kdl"),
            ("/srv/*.kdl", "/srv/a.kdl"),
            ("../x/*.kdl", "../x/a.kdl"),
        ] {
            assert!(is_match(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("p/*.kdl", "p/.draft.kdl"),
            ("p/*", "p/.draft.kdl"),
            ("p/*", "p/.DS_Store"),
            ("p/*.kdl", "p/._a.kdl"),
            ("p/*.kdl", "p/.#a.kdl"),
            ("p/*", "p/.a.kdl.swp"),
            ("p/*", "p/a.kdl~"),
            ("p/*", "p/#a.kdl#"),
            ("p/*.kdl*", "p/a.kdl~"),
            ("p/**", "p/b/a.kdl~"),
            ("*/a.kdl", ".git/a.kdl"),
            ("**/*.kdl", ".git/a.kdl"),
            ("**/*.kdl", "a/.git/b/c.kdl"),
            ("**/.teams/*.kdl", "x/.teams/.a.kdl"),
            ("**/.teams/*.kdl", ".x/.teams/a.kdl"),
            (".teams/**/*.kdl", ".teams/.old/a.kdl"),
            ("p/**", "p/.a/b"),
            ("p/?draft.kdl", "p/.draft.kdl"),
            ("p/[.]draft.kdl", "p/.draft.kdl"),
            ("{.git,b/c}/*.kdl", ".git/d.kdl"),
        ] {
            assert!(!is_match(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn a_link_is_followed_by_name_only() {
        let matching = Matching::new("**/teams/*.kdl").expect("a pattern");
        assert!(matching.named(&matching.begin(), "other").is_over());
        assert!(!matching.named(&matching.begin(), "teams").is_over());
    }
}
