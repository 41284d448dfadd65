//! The tokens of a Rust source that tell its imports: no comments, no texts, no tests.

/// A word or a mark, and its line; `::` is one mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    pub text: &'t str,
    pub line: usize,
}

/// All tokens but those of items that only tests have.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    without_tests(&lex(text))
}

fn lex(text: &str) -> Vec<Token<'_>> {
    let (mut out, mut at, mut line) = (Vec::new(), 0, 1);
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = skipped(rest).unwrap_or_else(|| {
            let length = match first {
                c if is_word(c) => rest.find(|c| !is_word(c)).unwrap_or(rest.len()),
                _ if rest.starts_with("::") => 2,
                c => c.len_utf8(),
            };
            if !first.is_whitespace() {
                out.push(Token { text: &rest[..length], line });
            }
            length
        });
        line += rest[..length].matches('\n').count();
        at += length;
    }
    out
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length of the comment, text, character or lifetime with which this begins.
fn skipped(rest: &str) -> Option<usize> {
    if rest.starts_with("//") {
        return Some(rest.find('\n').unwrap_or(rest.len()));
    }
    if rest.starts_with("/*") {
        return Some(block_comment(rest));
    }
    let raw = rest.strip_prefix("br").or(rest.strip_prefix('r')).unwrap_or_default();
    let hashes = raw.len() - raw.trim_start_matches('#').len();
    if raw[hashes..].starts_with('"') {
        let open = rest.len() - raw.len() + hashes + 1;
        let close = format!("\"{}", "#".repeat(hashes));
        return Some(rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len()));
    }
    match rest.bytes().next()? {
        b'"' => Some(literal(rest, '"')),
        b'b' if rest.starts_with("b\"") => Some(1 + literal(&rest[1..], '"')),
        b'\'' => {
            let mut inner = rest[1..].chars();
            let is_char = inner.next() == Some('\\') || inner.next() == Some('\'');
            Some(if is_char { literal(rest, '\'') } else { 1 })
        }
        _ => None,
    }
}

fn block_comment(rest: &str) -> usize {
    let (mut depth, mut at) = (0, 0);
    loop {
        let here = &rest[at..];
        let step = match here.chars().next() {
            None => return at,
            _ if here.starts_with("/*") => {
                depth += 1;
                2
            }
            _ if here.starts_with("*/") => {
                depth -= 1;
                2
            }
            Some(c) => c.len_utf8(),
        };
        at += step;
        if depth == 0 {
            return at;
        }
    }
}

/// The length of a literal with its quotes.
fn literal(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

fn without_tests<'t>(all: &[Token<'t>]) -> Vec<Token<'t>> {
    let (mut out, mut at) = (Vec::new(), 0);
    while at < all.len() {
        let end = attribute_end(all, at);
        if end > at && is_for_tests(&all[at..end]) {
            at = item_end(all, end);
            continue;
        }
        let end = end.max(at + 1);
        out.extend(all[at..end].iter().cloned());
        at = end;
    }
    out
}

/// Just past the attribute that begins here; the same place if none does.
fn attribute_end(all: &[Token<'_>], at: usize) -> usize {
    let is = |at: usize, text: &str| all.get(at).is_some_and(|token| token.text == text);
    if is(at, "#") && is(at + 1, "[") { balanced(all, at + 1) } else { at }
}

fn is_for_tests(attribute: &[Token<'_>]) -> bool {
    let has = |text: &str| attribute.iter().any(|token| token.text == text);
    has("cfg") && has("test") && !has("not")
}

/// Just past the item that begins here, with its other attributes.
fn item_end(all: &[Token<'_>], mut at: usize) -> usize {
    while attribute_end(all, at) > at {
        at = attribute_end(all, at);
    }
    let is_use = all[at..].iter().take(6).any(|token| token.text == "use");
    while let Some(token) = all.get(at) {
        at = match token.text {
            ";" => return at + 1,
            "{" if !is_use => return balanced(all, at),
            "{" | "(" | "[" => balanced(all, at),
            _ => at + 1,
        };
    }
    at
}

/// Just past the bracket that closes the one here.
fn balanced(all: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0;
    for (at, token) in all.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    all.len()
}
