//! Texts of patterns to tokens, as the `globset` crate reads them, and templates to theirs.

use std::fmt;

/// A part of a pattern. Nothing but what says so matches `/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    Literal(char),
    /// `?`
    Any,
    /// `*`
    ZeroOrMore,
    /// `**/` at the start: nothing, or any folders.
    RecursivePrefix,
    /// `/**` at the end: anything below.
    RecursiveSuffix,
    /// `/**/`: any folders between.
    RecursiveBetween,
    /// `[a-z]`; this may match `/`.
    Class {
        negated: bool,
        ranges: Vec<(char, char)>,
    },
    Alternates(Vec<Vec<Token>>),
    /// Text that is not known beforehand, without `/`.
    Some,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatternError {
    UnclosedClass,
    InvalidRange,
    UnclosedAlternates,
    UnopenedAlternates,
    DanglingEscape,
}

impl fmt::Display for PatternError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PatternError::UnclosedClass => "a `[` is not closed",
            PatternError::InvalidRange => "a range ends before it begins",
            PatternError::UnclosedAlternates => "a `{` is not closed",
            PatternError::UnopenedAlternates => "a `}` closes nothing",
            PatternError::DanglingEscape => "a `\\` at the end escapes nothing",
        })
    }
}

#[derive(Debug)]
pub(super) struct Parsed {
    pub tokens: Vec<Token>,
    /// Some of it depends on the file at hand.
    pub depends_on_file: bool,
}

pub(super) fn parse(text: &str, wildcards: bool, tokens: bool) -> Result<Parsed, PatternError> {
    let mut parser = Parser {
        rest: text.chars().peekable(),
        previous: None,
        current: None,
        wildcards,
        template: tokens,
        depth: 0,
        depends_on_file: false,
    };
    let tokens = parser.sequence()?;
    match parser.current {
        Some('}') => Err(PatternError::UnopenedAlternates),
        _ => Ok(Parsed { tokens, depends_on_file: parser.depends_on_file }),
    }
}

struct Parser<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
    previous: Option<char>,
    current: Option<char>,
    wildcards: bool,
    template: bool,
    /// How many `{` are open.
    depth: usize,
    depends_on_file: bool,
}

impl Parser<'_> {
    fn next(&mut self) -> Option<char> {
        self.previous = self.current;
        self.current = self.rest.next();
        self.current
    }

    fn peek(&mut self) -> Option<char> {
        self.rest.peek().copied()
    }

    /// Up to the end, or to the `,` or `}` of the alternates around.
    fn sequence(&mut self) -> Result<Vec<Token>, PatternError> {
        let mut tokens = Vec::new();
        while let Some(c) = self.next() {
            match c {
                '%' if self.template => self.template_token(&mut tokens),
                _ if !self.wildcards => tokens.push(Token::Literal(c)),
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
        self.depth += 1;
        let mut branches = Vec::new();
        loop {
            branches.push(self.sequence()?);
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
        Ok(Token::Class { negated, ranges })
    }

    /// `%Y` and the like are digits; other tokens depend on the file at hand.
    fn template_token(&mut self, tokens: &mut Vec<Token>) {
        let digits = |count| vec![Token::Class { negated: false, ranges: vec![('0', '9')] }; count];
        match self.next() {
            Some('Y') => tokens.extend(digits(4)),
            Some('m' | 'd' | 'H' | 'M' | 'S' | 'y' | 'I' | 'U' | 'W' | 'V') => {
                tokens.extend(digits(2));
            }
            Some('j') => tokens.extend(digits(3)),
            Some('%') => tokens.push(Token::Literal('%')),
            Some('b' | 'B' | 'a' | 'A' | 'p' | 'P' | 't' | 'F' | _) => {
                // Such as %tf, %p1, %P1, %Ff: a second letter or digit belongs to it.
                if self.peek().is_some_and(|c| c.is_ascii_alphanumeric()) {
                    self.next();
                }
                self.depends_on_file = true;
                tokens.push(Token::Some);
            }
            None => tokens.push(Token::Literal('%')),
        }
    }
}
