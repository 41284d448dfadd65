//! The places of a tree that a pattern meets.

use super::folders::{Folder, Place, Tree};
use crate::model::glob::{Edge, Pattern};
use crate::model::path;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeSet, VecDeque};

/// What the matching paths are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// The place is the folder itself.
    Folders,
    /// The place is the folder that the file lies in.
    Files,
}

/// A place, and a path there that the pattern matches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    pub place: Place,
    /// In its key form as far as the tree knows it.
    pub path: String,
}

impl Pattern {
    /// Every place with a match: known folders from the root down, then places in folders that
    /// are not there yet.
    pub fn places(&self, tree: &Tree, what: What) -> Vec<Match> {
        self.places_without(tree, what, &[])
    }

    /// Every place with a match that none of the other patterns matches.
    pub fn places_without(&self, tree: &Tree, what: What, without: &[Pattern]) -> Vec<Match> {
        let (mut known, mut new) = (Vec::new(), Vec::new());
        let search = Search { pattern: self, without };
        let mut open = vec![(Folder::ROOT, search.start())];
        while let Some((folder, at)) = open.pop() {
            search.visit(tree, folder, &at, what, &mut known, &mut new);
            let inside = search.inside(folder, &at);
            if inside.steps.is_empty() {
                continue;
            }
            for child in tree.continued(folder).into_iter().rev() {
                let name = path::file_name(tree.folders().path(child));
                let at = search.advance(&inside, name);
                if !at.steps.is_empty() {
                    open.push((child, at));
                }
            }
        }
        known.append(&mut new);
        known
    }
}

impl Pattern {
    /// Whether it promises anything of a folder: of what lies beside the site's own files only if
    /// it names that, as `_/Sites/7/**` does, and so can begin with nothing else.
    pub fn promises(&self, tree: &Tree, folder: Folder) -> bool {
        let begins = |text: &str| !self.advance(&self.start(), text).is_empty();
        tree.is_own(folder) || (begins("_") && !begins("\u{e000}"))
    }

    /// The shortest path that it matches and none of the others does.
    pub fn example(&self, without: &[Pattern]) -> Option<String> {
        let search = Search { pattern: self, without };
        search.word(&search.start(), &Names::default(), usize::MAX, 1)
    }
}

/// Where a search has come to: in the pattern, and in each of those that leave out.
#[derive(Debug, Clone)]
struct At {
    steps: BTreeSet<usize>,
    left_out: LeftOut,
}

type LeftOut = Vec<BTreeSet<usize>>;

/// A pattern, and others that leave out some of what it matches.
struct Search<'p> {
    pattern: &'p Pattern,
    without: &'p [Pattern],
}

impl Search<'_> {
    fn start(&self) -> At {
        let left_out = self.without.iter().map(Pattern::start).collect();
        At { steps: self.pattern.start(), left_out }
    }

    fn advance(&self, at: &At, text: &str) -> At {
        let steps = self.pattern.advance(&at.steps, text);
        At { steps, left_out: self.left_out(&at.left_out, text) }
    }

    fn left_out(&self, at: &LeftOut, text: &str) -> LeftOut {
        let all = self.without.iter().zip(at);
        all.map(|(pattern, steps)| pattern.advance(steps, text)).collect()
    }

    /// Whether what ends here is left out.
    fn leaves_out(&self, at: &LeftOut) -> bool {
        self.without.iter().zip(at).any(|(pattern, steps)| steps.contains(&pattern.end))
    }

    /// Where the pattern stands once it is in a folder.
    fn inside(&self, folder: Folder, at: &At) -> At {
        if folder == Folder::ROOT { at.clone() } else { self.advance(at, "/") }
    }

    fn visit(
        &self,
        tree: &Tree,
        folder: Folder,
        here: &At,
        what: What,
        known: &mut Vec<Match>,
        new: &mut Vec<Match>,
    ) {
        let above = tree.folders().path(folder);
        let inside = self.inside(folder, here);
        let mut names = Names::default();
        if !inside.steps.is_empty() {
            for child in tree.continued(folder) {
                names.add(path::file_name(tree.folders().path(child)));
            }
        }
        let at = Place::at(folder);
        let below = Place { folder, below: true };
        let search = |most, least| self.word(&inside, &names, most, least);
        let joined = |word: String| path::join(above, &word);
        match what {
            What::Folders => {
                if here.steps.contains(&self.pattern.end) && !self.leaves_out(&here.left_out) {
                    known.push(Match { place: at, path: above.to_owned() });
                }
                let word = search(usize::MAX, 1);
                new.extend(word.map(|word| Match { place: below, path: joined(word) }));
            }
            What::Files => {
                let word = search(1, 1);
                known.extend(word.map(|word| Match { place: at, path: joined(word) }));
                let word = search(usize::MAX, 2);
                new.extend(word.map(|word| Match { place: below, path: joined(word) }));
            }
        }
    }

    /// The shortest text with which the pattern can end: so many components, none empty, and
    /// the first none of the names.
    fn word(&self, inside: &At, names: &Names, most: usize, least: usize) -> Option<String> {
        let mut open: VecDeque<(Node, usize)> = VecDeque::new();
        let mut seen: FxHashSet<Node> = FxHashSet::default();
        // How each was come to: from where, by what text.
        let mut trail: Vec<(usize, String)> = vec![(0, String::new())];
        let mut left_out = Numbered::new(inside.left_out.clone());
        let mut budget = if self.without.is_empty() { usize::MAX } else { SEARCHED };
        let also = self.told_apart();
        let start =
            |step: &usize| Node { step: *step, name: Some(0), parts: 1, empty: true, left_out: 0 };
        open.extend(inside.steps.iter().map(|step| (start(step), 0)));
        while let Some((node, came)) = open.pop_front() {
            let taken = node.parts == 1 && node.name.is_some_and(|at| names.ends(at));
            if node.step == self.pattern.end
                && !node.empty
                && node.parts >= least
                && !taken
                && !self.leaves_out(left_out.get(node.left_out))
            {
                return Some(told(&trail, came));
            }
            for (edge, to) in &self.pattern.steps[node.step] {
                if *edge == Edge::Nothing {
                    let next = Node { step: *to, ..node };
                    if seen.insert(next) {
                        open.push_back((next, came));
                    }
                    continue;
                }
                for c in names.candidates(edge, node.name, &also) {
                    let mut next = if c == '/' {
                        if node.empty || taken || node.parts >= most {
                            continue;
                        }
                        // All that counts is that there are enough.
                        let parts = (node.parts + 1).min(2);
                        Node { step: *to, name: None, parts, empty: true, ..node }
                    } else {
                        let name = node.name.and_then(|at| names.next(at, c));
                        Node { step: *to, name, empty: false, ..node }
                    };
                    if !self.without.is_empty() {
                        let states = left_out.get(node.left_out).iter().map(BTreeSet::len);
                        budget = budget.checked_sub(states.sum::<usize>() + 1)?;
                        let mut buffer = [0; 4];
                        let text: &str = c.encode_utf8(&mut buffer);
                        let further = self.left_out(left_out.get(node.left_out), text);
                        next.left_out = left_out.number(further);
                    }
                    if seen.insert(next) {
                        trail.push((came, shown(edge, c)));
                        open.push_back((next, trail.len() - 1));
                    }
                }
            }
        }
        None
    }

    /// Scalars that the patterns that leave out tell from others.
    fn told_apart(&self) -> Vec<char> {
        let edges = self.without.iter().flat_map(|pattern| pattern.steps.iter().flatten());
        let mut scalars: Vec<char> = Vec::new();
        for (edge, _) in edges {
            match edge {
                Edge::Scalar(c, _) => scalars.push(*c),
                Edge::Class { ranges, .. } => {
                    scalars.extend(
                        ranges.iter().flat_map(|(from, to)| [lowered(*from), lowered(*to)]),
                    );
                }
                Edge::Nothing | Edge::Name | Edge::Anything => {}
            }
        }
        scalars.sort_unstable();
        scalars.dedup();
        scalars
    }
}

/// How far a search goes that has to keep clear of what others match: without an answer by then,
/// there is none to show.
const SEARCHED: usize = 400_000;

/// Each value once, by number.
struct Numbered {
    values: Vec<LeftOut>,
    numbers: FxHashMap<LeftOut, usize>,
}

impl Numbered {
    fn new(first: LeftOut) -> Self {
        Numbered { values: vec![first.clone()], numbers: [(first, 0)].into_iter().collect() }
    }

    fn get(&self, number: usize) -> &LeftOut {
        &self.values[number]
    }

    fn number(&mut self, value: LeftOut) -> usize {
        if let Some(known) = self.numbers.get(&value) {
            return *known;
        }
        let number = self.values.len();
        self.values.push(value.clone());
        self.numbers.insert(value, number);
        number
    }
}

/// Where a search stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Node {
    step: usize,
    /// Which beginning of the known names the first component is so far; none: of no name.
    name: Option<usize>,
    /// Components so far; beyond two they are not counted.
    parts: usize,
    /// The present component has nothing yet.
    empty: bool,
    /// Where it is in the patterns that leave out.
    left_out: usize,
}

fn shown(edge: &Edge, c: char) -> String {
    match edge {
        Edge::Scalar(_, Some(written)) => written.to_string(),
        // A further scalar of one that was shown.
        Edge::Scalar(scalar, None) if *scalar != '/' => String::new(),
        _ => c.to_string(),
    }
}

fn told(trail: &[(usize, String)], mut at: usize) -> String {
    let mut parts = Vec::new();
    while at > 0 {
        parts.push(trail[at].1.as_str());
        at = trail[at].0;
    }
    parts.reverse();
    parts.concat()
}

/// Known names as a tree of their scalars.
struct Names {
    next: Vec<FxHashMap<char, usize>>,
    ends: Vec<bool>,
}

impl Default for Names {
    fn default() -> Self {
        Names { next: vec![FxHashMap::default()], ends: vec![false] }
    }
}

impl Names {
    fn add(&mut self, name: &str) {
        let mut at = 0;
        for c in name.chars() {
            let fresh = self.next.len();
            let next = *self.next[at].entry(c).or_insert(fresh);
            if next == fresh {
                self.next.push(FxHashMap::default());
                self.ends.push(false);
            }
            at = next;
        }
        self.ends[at] = true;
    }

    fn ends(&self, at: usize) -> bool {
        self.ends[at]
    }

    fn next(&self, at: usize, c: char) -> Option<usize> {
        self.next[at].get(&c).copied()
    }

    /// The scalars that matter of those that an edge takes: one that leads away from all names,
    /// each that leads along one, each that others tell apart, and the separator.
    fn candidates(&self, edge: &Edge, at: Option<usize>, also: &[char]) -> Vec<char> {
        if let Edge::Scalar(c, _) = edge {
            return vec![*c];
        }
        let mut along: Vec<char> =
            at.map_or_else(Vec::new, |at| self.next[at].keys().copied().collect());
        along.extend(also.iter().filter(|c| **c != '/'));
        along.sort_unstable();
        along.dedup();
        let ranges = match edge {
            Edge::Class { ranges, .. } => ranges.as_slice(),
            _ => &[],
        };
        let usual = "xyzabcdefghijklmnopqrstuvw0123456789-_.~!$".chars();
        let own = ranges.iter().flat_map(|(from, to)| *from..=*to).map(lowered);
        let away = usual.chain(own).find(|c| *c != '/' && edge.takes(*c) && !along.contains(c));
        let along = along.iter().copied().filter(|c| edge.takes(*c));
        let separator = edge.takes('/').then_some('/');
        away.into_iter().chain(along).chain(separator).collect()
    }
}

/// A scalar as keys have it.
fn lowered(c: char) -> char {
    let mut buffer = [0; 4];
    path::fold(c.encode_utf8(&mut buffer)).chars().next().unwrap_or(c)
}
