//! Paths as automations write them: globs and templates one below the other, with `.` and `..`
//! resolved.

use super::parse::{Dialect, Parsed, PatternError, parse};
use super::pattern::Pattern;
use super::token::Token;
use super::tokens;
use std::borrow::Cow;
use std::fmt;

/// How a part of a route is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// With wildcards.
    Glob,
    /// With tokens and expressions, and no wildcards.
    Template,
}

/// A path, from the root down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route<'t> {
    parts: Vec<(Form, Cow<'t, str>)>,
}

/// Why a path that goes up leads nowhere certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Astray {
    /// `..` goes up from a wildcard for any number of folders.
    FromWildcard,
    AboveRoot,
}

impl<'t> Route<'t> {
    pub const ROOT: Route<'static> = Route { parts: Vec::new() };

    pub fn glob(text: &'t str) -> Result<Self, Astray> {
        Route::ROOT.down(Form::Glob, text)
    }

    pub fn template(text: &'t str) -> Result<Self, Astray> {
        Route::ROOT.down(Form::Template, text)
    }

    /// What a path within this one leads to.
    pub fn down(mut self, form: Form, text: &'t str) -> Result<Self, Astray> {
        let text = text.trim_start_matches('/');
        if !goes_up(text) {
            self.push(form, Cow::Borrowed(text));
            return Ok(self);
        }
        let names = components(form, text);
        let last = names.len().saturating_sub(1);
        let mut kept: Vec<&str> = Vec::new();
        for (at, name) in names.into_iter().enumerate() {
            match name {
                "." | "" if at < last => {}
                ".." => match kept.pop() {
                    Some(name) if is_of_one(form, name) => {}
                    Some(_) => return Err(Astray::FromWildcard),
                    None => self.up()?,
                },
                _ => kept.push(name),
            }
        }
        let names = || kept.iter().filter(|name| !matches!(**name, "." | ""));
        let is_folder = names().count() < kept.len() || text.ends_with("..");
        let text = names().copied().collect::<Vec<&str>>().join("/");
        self.push(form, Cow::Owned(text));
        if let (true, Some((_, last))) = (is_folder, self.parts.last_mut())
            && !last.ends_with('/')
        {
            last.to_mut().push('/');
        }
        Ok(self)
    }

    /// The same for a text that nobody keeps.
    pub fn down_owned(self, form: Form, text: &str) -> Result<Self, Astray> {
        let Route { parts } = self;
        let owned = |(form, text): (Form, Cow<'t, str>)| (form, Cow::Owned(text.into_owned()));
        let parts: Vec<(Form, Cow<'_, str>)> = parts.into_iter().map(owned).collect();
        let Route { parts } = Route { parts }.down(form, text)?;
        let kept = parts.into_iter().map(|(form, text)| (form, Cow::Owned(text.into_owned())));
        Ok(Route { parts: kept.collect() })
    }

    fn push(&mut self, form: Form, text: Cow<'t, str>) {
        if !text.is_empty() {
            self.parts.push((form, text));
        }
    }

    /// To the folder around.
    fn up(&mut self) -> Result<(), Astray> {
        let Some((form, text)) = self.parts.pop() else { return Err(Astray::AboveRoot) };
        let mut names = components(form, text.trim_end_matches('/'));
        if !names.pop().is_some_and(|name| is_of_one(form, name)) {
            return Err(Astray::FromWildcard);
        }
        let mut around = names.join("/");
        // The folder of `a/**/b` may be `a`.
        if names.last() == Some(&"**") {
            around.push('/');
        }
        self.push(form, Cow::Owned(around));
        Ok(())
    }

    /// The folder that the last name of the path lies in.
    pub fn folder(mut self) -> Result<Self, Astray> {
        match self.parts.last() {
            None => Ok(self),
            Some(_) => self.up().map(|()| self),
        }
    }

    fn parsed(&self) -> Result<Parsed, PatternError> {
        let mut all = Parsed::default();
        for (at, (form, text)) in self.parts.iter().enumerate() {
            let last = at + 1 == self.parts.len();
            let joined = last || text.ends_with("**/");
            let text = if joined { text } else { text.trim_end_matches('/') };
            let dialect = match form {
                Form::Glob => Dialect::Automation,
                Form::Template => Dialect::Template,
            };
            let mut part = parse(text, dialect)?;
            // `**` alone is everything there.
            if self.parts.len() > 1
                && part.tokens == [Token::RecursivePrefix]
                && !text.ends_with('/')
            {
                part.tokens = vec![Token::Path];
            }
            all.tokens.append(&mut part.tokens);
            all.depends_on = all.depends_on.or(part.depends_on);
            if !joined {
                all.tokens.push(Token::Literal('/'));
            }
        }
        Ok(all)
    }

    /// As a pattern of files; a folder, by its `/` at the end, stands for any file in it.
    pub fn files(&self) -> Result<Pattern, PatternError> {
        let mut parsed = self.parsed()?;
        let ends = self.parts.last().is_none_or(|(_, text)| text.ends_with('/'));
        if ends {
            parsed.tokens.push(Token::Some);
        }
        Ok(Pattern::build(parsed.tokens, true))
    }

    /// As a pattern of folders.
    pub fn folders(&self) -> Result<Pattern, PatternError> {
        let mut parsed = self.parsed()?;
        while parsed.tokens.last() == Some(&Token::Literal('/')) {
            parsed.tokens.pop();
        }
        Ok(Pattern::build(parsed.tokens, true))
    }

    /// The first token or expression whose value only a file tells.
    pub fn depends_on(&self) -> Option<String> {
        self.parsed().ok()?.depends_on
    }

    /// The folder before the first wildcard or token, and whether the path goes on below it.
    pub fn fixed(&self) -> (String, bool) {
        let parsed = self.parsed().unwrap_or_default();
        let mut text = String::new();
        for token in &parsed.tokens {
            match token.as_literal() {
                Some(c) => text.push(c),
                None => {
                    let whole = matches!(
                        token,
                        Token::RecursiveBetween | Token::RecursiveSuffix | Token::RecursivePrefix
                    );
                    if !whole {
                        text.truncate(text.rfind('/').unwrap_or(0));
                    }
                    return (text, true);
                }
            }
        }
        text.truncate(text.trim_end_matches('/').len());
        (text, false)
    }

    /// Whether there is a wildcard in it.
    pub fn has_wildcard(&self) -> bool {
        let globs = self.parts.iter().filter(|(form, _)| *form == Form::Glob);
        globs
            .filter_map(|(_, text)| parse(text, Dialect::Automation).ok())
            .any(|parsed| parsed.tokens.iter().any(|token| token.as_literal().is_none()))
    }

    /// Whether all that depends on a file is told by the folder that it lies in.
    pub fn tells_of_folders(&self) -> bool {
        let mut templates = self.parts.iter().filter(|(form, _)| *form == Form::Template);
        templates.all(|(_, text)| tokens::tell_of_folders(text))
    }

    /// The same with the value of each token that depends on a file, for the file at a path;
    /// nothing where some value is not told by the path.
    pub fn of_file(&self, path: &str) -> Option<Route<'static>> {
        let part_of = |(form, text): &(Form, Cow<'_, str>)| match form {
            Form::Glob => Some((*form, text.to_string())),
            Form::Template => Some((*form, tokens::filled(text, path)?)),
        };
        let mut filled = Route { parts: Vec::new() };
        for part in &self.parts {
            let (form, text) = part_of(part)?;
            // The folder of a file at the root has no name.
            let text = text.replace("//", "/");
            let text = if filled.parts.is_empty() { text.trim_start_matches('/') } else { &text };
            filled.push(form, Cow::Owned(text.to_owned()));
        }
        Some(filled)
    }
}

/// As it would be written from the root.
impl fmt::Display for Route<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (_, text)) in self.parts.iter().enumerate() {
            let last = at + 1 == self.parts.len();
            let text = if last { text } else { text.trim_end_matches('/') };
            write!(f, "{}{text}", if at > 0 { "/" } else { "" })?;
        }
        Ok(())
    }
}

/// Whether a path begins in the folder at hand, and not at the root.
pub fn is_relative(text: &str) -> bool {
    text.starts_with("./") || text.starts_with("../") || matches!(text, "." | "..")
}

fn goes_up(text: &str) -> bool {
    text.split('/').any(|name| matches!(name, "." | ".."))
}

/// The names of a path: a `/` within brackets or braces does not end one.
fn components(form: Form, text: &str) -> Vec<&str> {
    if form == Form::Template {
        return text.split('/').collect();
    }
    let (mut names, mut start, mut braces, mut class) = (Vec::new(), 0, 0_usize, false);
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '\\' => escaped = true,
            '[' => class = true,
            ']' => class = false,
            '{' if !class => braces += 1,
            '}' if !class => braces = braces.saturating_sub(1),
            '/' if !class && braces == 0 => {
                names.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    names.push(&text[start..]);
    names
}

/// Whether a name of a path stands for one folder, whichever.
fn is_of_one(form: Form, name: &str) -> bool {
    match form {
        Form::Glob => !name.contains("**") && !name.contains('/'),
        Form::Template => {
            let parsed = parse(name, Dialect::Template);
            parsed.is_ok_and(|parsed| !parsed.tokens.contains(&Token::Path))
        }
    }
}
