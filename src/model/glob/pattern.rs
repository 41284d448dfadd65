//! A pattern over whole paths.

use super::parse::{Dialect, PatternError, parse};
use super::token::Token;
use crate::model::path;
use std::collections::BTreeSet;

/// A pattern over whole paths.
#[derive(Debug)]
pub struct Pattern {
    /// From each step, what leads where.
    pub(crate) steps: Vec<Vec<(Edge, usize)>>,
    pub(crate) end: usize,
    /// It stands for a path of a site, in its key form.
    keys: bool,
}

/// What a step takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Edge {
    Nothing,
    /// A scalar of a key, and how the pattern writes it; one that folds to several comes first
    /// with all of its writing.
    Scalar(char, Option<char>),
    /// Anything but `/`.
    Name,
    Anything,
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
        /// Keys are in lower case; the pattern need not be.
        keys: bool,
    },
}

impl Edge {
    pub(crate) fn takes(&self, c: char) -> bool {
        match self {
            Edge::Nothing => false,
            Edge::Scalar(scalar, _) => *scalar == c,
            Edge::Name => c != '/',
            Edge::Anything => true,
            Edge::Class { negated, ranges, keys } => {
                let within = |c: char| ranges.iter().any(|(from, to)| (*from..=*to).contains(&c));
                (within(c) || (*keys && c.to_uppercase().any(within))) != *negated
            }
        }
    }
}

impl Pattern {
    /// A glob over paths of a site.
    pub fn glob(text: &str) -> Result<Pattern, PatternError> {
        let parsed = parse(text.trim_start_matches('/'), Dialect::Globset)?;
        Ok(Pattern::build(parsed.tokens, true))
    }

    /// A glob over paths of files on a disk.
    pub fn files(text: &str) -> Result<Pattern, PatternError> {
        Ok(Pattern::build(parse(text, Dialect::Globset)?.tokens, false))
    }

    /// A glob of an automation, over paths of a site.
    pub fn automation(text: &str) -> Result<Pattern, PatternError> {
        let parsed = parse(text.trim_start_matches('/'), Dialect::Automation)?;
        Ok(Pattern::build(parsed.tokens, true))
    }

    pub(super) fn build(tokens: Vec<Token>, keys: bool) -> Pattern {
        let mut pattern = Pattern { steps: vec![Vec::new()], end: 0, keys };
        pattern.end = match &tokens[..] {
            // `**` alone is everything.
            [Token::RecursivePrefix] => pattern.any(Edge::Anything, 0),
            tokens => pattern.sequence(tokens, 0),
        };
        pattern
    }

    fn step(&mut self) -> usize {
        self.steps.push(Vec::new());
        self.steps.len() - 1
    }

    fn edge(&mut self, from: usize, edge: Edge, to: usize) {
        self.steps[from].push((edge, to));
    }

    fn sequence(&mut self, tokens: &[Token], start: usize) -> usize {
        tokens.iter().fold(start, |at, token| self.token(token, at))
    }

    fn token(&mut self, token: &Token, from: usize) -> usize {
        match token {
            Token::Literal(c) => self.literal(*c, from),
            Token::Nothing => from,
            Token::Any => self.one(Edge::Name, from),
            Token::Path => {
                let to = self.one(Edge::Anything, from);
                self.edge(to, Edge::Anything, to);
                to
            }
            Token::Some => {
                let to = self.one(Edge::Name, from);
                self.edge(to, Edge::Name, to);
                to
            }
            Token::Class { negated, ranges } => {
                let (negated, mut ranges) = (*negated, ranges.clone());
                let mut several = Vec::new();
                if self.keys && !negated {
                    several = folded(&mut ranges);
                }
                let class = Edge::Class { negated, ranges, keys: self.keys };
                let to = self.one(class, from);
                for c in several {
                    let end = self.literal(c, from);
                    self.edge(end, Edge::Nothing, to);
                }
                to
            }
            Token::ZeroOrMore => self.any(Edge::Name, from),
            Token::RecursivePrefix => {
                let to = self.step();
                let folders = self.any(Edge::Anything, from);
                self.edge(folders, Edge::Scalar('/', None), to);
                self.edge(from, Edge::Nothing, to);
                to
            }
            Token::RecursiveSuffix => {
                let slash = self.one(Edge::Scalar('/', None), from);
                self.any(Edge::Anything, slash)
            }
            Token::RecursiveBetween => {
                let slash = self.one(Edge::Scalar('/', None), from);
                let to = self.step();
                let folders = self.any(Edge::Anything, slash);
                self.edge(folders, Edge::Scalar('/', None), to);
                self.edge(slash, Edge::Nothing, to);
                to
            }
            Token::Alternates(branches) => {
                let branches: Vec<&Vec<Token>> =
                    branches.iter().filter(|branch| !is_empty(branch)).collect();
                if branches.is_empty() {
                    return from;
                }
                let to = self.step();
                for branch in branches {
                    // Each has a start of its own, so that loops keep to their branch.
                    let start = self.one(Edge::Nothing, from);
                    let end = self.sequence(branch, start);
                    self.edge(end, Edge::Nothing, to);
                }
                to
            }
        }
    }

    fn one(&mut self, edge: Edge, from: usize) -> usize {
        let to = self.step();
        self.edge(from, edge, to);
        to
    }

    fn any(&mut self, edge: Edge, from: usize) -> usize {
        let to = self.one(Edge::Nothing, from);
        self.edge(to, edge, to);
        to
    }

    fn literal(&mut self, c: char, from: usize) -> usize {
        if !self.keys {
            return self.one(Edge::Scalar(c, Some(c)), from);
        }
        let mut buffer = [0; 4];
        let folded = path::fold(c.encode_utf8(&mut buffer)).into_owned();
        let mut at = from;
        for (index, scalar) in folded.chars().enumerate() {
            at = self.one(Edge::Scalar(scalar, (index == 0).then_some(c)), at);
        }
        at
    }

    /// The steps that are reached without taking anything.
    fn closed(&self, steps: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut open: Vec<usize> = steps.into_iter().collect();
        let mut closed = BTreeSet::new();
        while let Some(step) = open.pop() {
            if closed.insert(step) {
                let free = self.steps[step].iter().filter(|(edge, _)| *edge == Edge::Nothing);
                open.extend(free.map(|(_, to)| *to));
            }
        }
        closed
    }

    pub(crate) fn start(&self) -> BTreeSet<usize> {
        self.closed([0])
    }

    pub(crate) fn advance(&self, steps: &BTreeSet<usize>, text: &str) -> BTreeSet<usize> {
        let mut steps = steps.clone();
        for c in text.chars() {
            if steps.is_empty() {
                break;
            }
            let edges = steps.iter().flat_map(|step| &self.steps[*step]);
            let next: Vec<usize> =
                edges.filter(|(edge, _)| edge.takes(c)).map(|(_, to)| *to).collect();
            steps = self.closed(next);
        }
        steps
    }

    /// Whether it matches a path; one of a site is in its key form.
    pub fn is_match(&self, key: &str) -> bool {
        self.advance(&self.start(), key).contains(&self.end)
    }

    /// Whether it matches a folder, or may match something in it.
    pub fn matches_within(&self, folder: &str) -> bool {
        if folder.is_empty() || self.is_match(folder) {
            return true;
        }
        let inside = self.advance(&self.advance(&self.start(), folder), "/");
        !inside.is_empty()
    }
}

/// Adds to the ranges of a set what keys have for their scalars. Gives those that keys write with
/// several.
fn folded(ranges: &mut Vec<(char, char)>) -> Vec<char> {
    const WIDEST: u32 = 1024;
    let mut several = Vec::new();
    for (from, to) in ranges.clone() {
        if from.is_ascii() && to.is_ascii() || u32::from(to) - u32::from(from) > WIDEST {
            continue;
        }
        for c in from..=to {
            let mut buffer = [0; 4];
            let key = path::fold(c.encode_utf8(&mut buffer));
            let mut scalars = key.chars();
            match (scalars.next(), scalars.next()) {
                (Some(one), None) if one != c => ranges.push((one, one)),
                (Some(_), Some(_)) => several.push(c),
                _ => {}
            }
        }
    }
    several
}

/// Whether alternates have nothing in this branch; such a branch does not count.
fn is_empty(tokens: &[Token]) -> bool {
    tokens.iter().all(|token| match token {
        Token::Alternates(branches) => branches.iter().all(|branch| is_empty(branch)),
        _ => false,
    })
}
