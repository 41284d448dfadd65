//! Texts of patterns to tokens, as the `globset` crate or Files.com's automations read them, and
//! templates to theirs.

use super::token::Token;
use super::tokens;
use std::fmt;

/// How a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// As the `globset` crate does.
    Globset,
    /// As automations do (api.md §9): a special character is meant literally within brackets,
    /// after a backslash; a set matches no `/`; dates have tokens.
    Automation,
    /// A path with tokens and without wildcards, as automations write to.
    Template,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    UnclosedClass,
    InvalidRange,
    UnclosedAlternates,
    UnopenedAlternates,
    DanglingEscape,
    TooDeep,
}

/// So many alternates may lie in each other.
const DEEPEST: usize = 64;

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PatternError::UnclosedClass => "a `[` is not closed",
            PatternError::InvalidRange => "a range ends before it begins",
            PatternError::UnclosedAlternates => "a `{` is not closed",
            PatternError::UnopenedAlternates => "a `}` closes nothing",
            PatternError::DanglingEscape => "a `\\` at the end escapes nothing",
            PatternError::TooDeep => "too many `{` lie in each other",
        })
    }
}

#[derive(Debug, Default)]
pub(super) struct Parsed {
    pub tokens: Vec<Token>,
    /// The first token whose value only the file at hand tells.
    pub depends_on: Option<String>,
}

pub(super) fn parse(text: &str, dialect: Dialect) -> Result<Parsed, PatternError> {
    let mut parser =
        Parser { text, at: 0, previous: None, current: None, dialect, depth: 0, depends_on: None };
    let tokens = parser.sequence()?;
    match parser.current {
        Some('}') if dialect != Dialect::Template => Err(PatternError::UnopenedAlternates),
        _ => Ok(Parsed { tokens, depends_on: parser.depends_on }),
    }
}

struct Parser<'t> {
    text: &'t str,
    /// How far it is read.
    at: usize,
    previous: Option<char>,
    current: Option<char>,
    dialect: Dialect,
    /// How many `{` are open.
    depth: usize,
    depends_on: Option<String>,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        self.previous = self.current;
        self.current = self.peek();
        self.at += self.current.map_or(0, char::len_utf8);
        self.current
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    /// Up to the end, or to the `,` or `}` of the alternates around.
    fn sequence(&mut self) -> Result<Vec<Token>, PatternError> {
        let mut tokens = Vec::new();
        while let Some(c) = self.next() {
            match c {
                '%' if self.dialect != Dialect::Globset => self.template_token(&mut tokens),
                '{' if self.dialect == Dialect::Template && self.peek() == Some('{') => {
                    self.expression(&mut tokens);
                }
                _ if self.dialect == Dialect::Template => tokens.push(Token::Literal(c)),
                '?' => tokens.push(Token::Any),
                '*' => self.star(&mut tokens),
                '[' => tokens.push(self.class()?),
                '{' => tokens.push(self.alternates()?),
                '}' if self.depth > 0 => return Ok(tokens),
                '}' => return Err(PatternError::UnopenedAlternates),
                ',' if self.depth > 0 => return Ok(tokens),
                '\\' => {
                    let escaped = self.next().ok_or(PatternError::DanglingEscape)?;
                    tokens.push(Token::Literal(escaped));
                }
                c => tokens.push(Token::Literal(c)),
            }
        }
        if self.depth > 0 { Err(PatternError::UnclosedAlternates) } else { Ok(tokens) }
    }

    fn alternates(&mut self) -> Result<Token, PatternError> {
        if self.depth == DEEPEST {
            return Err(PatternError::TooDeep);
        }
        self.depth += 1;
        let mut branches = Vec::new();
        loop {
            let branch = self.sequence()?;
            let counts = self.dialect == Dialect::Automation && branch.is_empty();
            branches.push(if counts { vec![Token::Nothing] } else { branch });
            if self.current == Some('}') {
                break;
            }
        }
        self.depth -= 1;
        Ok(Token::Alternates(branches))
    }

    fn star(&mut self, tokens: &mut Vec<Token>) {
        let before = self.previous;
        if self.peek() != Some('*') {
            return tokens.push(Token::ZeroOrMore);
        }
        self.next();
        let plain = |tokens: &mut Vec<Token>| tokens.extend([Token::ZeroOrMore, Token::ZeroOrMore]);
        if tokens.is_empty() {
            if self.peek().is_some_and(|next| next != '/') {
                return plain(tokens);
            }
            tokens.push(Token::RecursivePrefix);
            self.next();
            return;
        }
        if before != Some('/') {
            return plain(tokens);
        }
        let suffix = match self.peek() {
            None => true,
            Some(',' | '}') if self.depth > 0 => true,
            Some('/') => {
                self.next();
                false
            }
            Some(_) => return plain(tokens),
        };
        let token = match tokens.pop() {
            Some(token @ (Token::RecursivePrefix | Token::RecursiveSuffix)) => token,
            _ if suffix => Token::RecursiveSuffix,
            _ => Token::RecursiveBetween,
        };
        tokens.push(token);
    }

    fn class(&mut self) -> Result<Token, PatternError> {
        let negated = matches!(self.peek(), Some('!' | '^'));
        if negated {
            self.next();
        }
        let mut ranges: Vec<(char, char)> = Vec::new();
        let (mut first, mut in_range) = (true, false);
        loop {
            let c = self.next().ok_or(PatternError::UnclosedClass)?;
            let c = match c {
                '\\' if self.dialect == Dialect::Automation => {
                    let escaped = self.next().ok_or(PatternError::UnclosedClass)?;
                    first = false;
                    if in_range {
                        escaped
                    } else {
                        ranges.push((escaped, escaped));
                        continue;
                    }
                }
                c => c,
            };
            match (c, ranges.last_mut()) {
                (']', _) if !first => break,
                ('-', Some(_)) if !first && !in_range => in_range = true,
                (c, Some(range)) if in_range => {
                    range.1 = c;
                    if range.1 < range.0 {
                        return Err(PatternError::InvalidRange);
                    }
                    in_range = false;
                }
                (c, _) => ranges.push((c, c)),
            }
            first = false;
        }
        if in_range {
            ranges.push(('-', '-'));
        }
        if self.dialect == Dialect::Automation {
            ranges = within_names(negated, ranges);
        }
        Ok(Token::Class { negated, ranges })
    }

    fn template_token(&mut self, tokens: &mut Vec<Token>) {
        let tokens::Known { len, stands_for, depends } = tokens::token(self.rest());
        if depends {
            self.depends_on(format!("%{}", &self.rest()[..len]));
        }
        self.take(len);
        tokens.extend(stands_for);
    }

    /// `{{ … }}`: Files.com works it out for each item.
    fn expression(&mut self, tokens: &mut Vec<Token>) {
        let len = self.rest().find("}}").map_or(self.rest().len(), |end| end + 2);
        self.depends_on(format!("{{{}", &self.rest()[..len]));
        self.take(len);
        tokens.push(Token::Path);
    }

    fn depends_on(&mut self, said: String) {
        self.depends_on.get_or_insert(said);
    }

    fn take(&mut self, len: usize) {
        let end = self.at + len;
        while self.at < end {
            self.next();
        }
    }
}

/// A set without the separator.
fn within_names(negated: bool, mut ranges: Vec<(char, char)>) -> Vec<(char, char)> {
    if negated {
        ranges.push(('/', '/'));
        return ranges;
    }
    let cut = |(from, to): (char, char)| {
        let parts = if (from..=to).contains(&'/') {
            [(from, '.'), ('0', to)]
        } else {
            [(from, to), ('1', '0')]
        };
        parts.into_iter().filter(|(from, to)| from <= to)
    };
    ranges.into_iter().flat_map(cut).collect()
}
