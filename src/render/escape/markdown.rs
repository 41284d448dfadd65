//! GitHub's and GitLab's Markdown.
//!
//! Whatever is not ours stands in code spans and code blocks. Only there do the sites resolve
//! no `@mention`, no `#123`, no bare address and no `:emoji:`; a backslash does not stop those,
//! for they are looked for once Markdown is HTML.

use super::shortened;
use crate::wording::visible;

/// Longer names and words are cut: one name must not fill a page.
const LONGEST_NAME: usize = 120;
/// Longer messages are cut.
const LONGEST_PROSE: usize = 1_000;

/// A name or a path as a code span. What is blank is quoted, to be seen.
pub fn code(text: &str) -> String {
    span(&shortened(&visible(text), LONGEST_NAME))
}

fn span(text: &str) -> String {
    if text.trim_matches(' ').is_empty() {
        return format!("`\"{text}\"`");
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let hugs = |edge: Option<char>| edge == Some('`');
    let blank = |edge: Option<char>| edge == Some(' ');
    let (first, last) = (text.chars().next(), text.chars().next_back());
    let pad = if hugs(first) || hugs(last) || (blank(first) && blank(last)) { " " } else { "" };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Markdown of ours as a cell of a table: one is cut into cells before code spans are found, and
/// takes the backslash away from bars everywhere.
pub fn cell(markdown: &str) -> String {
    markdown.replace('|', "\\|")
}

fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// A message: its code spans stay such, plain words stay plain, and every other word becomes a
/// code span.
pub fn prose(message: &str) -> String {
    let message = shortened(&visible(message), LONGEST_PROSE);
    let mut out = Prose::default();
    let mut pieces = message.split('`').peekable();
    let mut inside = false;
    while let Some(piece) = pieces.next() {
        match inside {
            true if pieces.peek().is_some() => out.code(piece),
            true => out.words(&format!("`{piece}")),
            false => out.words(piece),
        }
        inside = !inside;
    }
    out.text
}

#[derive(Default)]
struct Prose {
    text: String,
    /// The text ends with a code span; another one must keep its distance.
    ends_in_code: bool,
}

impl Prose {
    /// Quoted text is one piece: plain if every word is, else a code span, marks and all.
    fn words(&mut self, mut text: &str) {
        while let Some((before, quoted, after)) = quotation(text) {
            self.unquoted(before);
            if quoted.trim_matches('"').split(' ').all(is_plain) {
                self.plain(quoted)
            } else {
                self.code(quoted)
            }
            text = after;
        }
        self.unquoted(text);
    }

    fn unquoted(&mut self, text: &str) {
        for (index, word) in text.split(' ').enumerate() {
            if index > 0 {
                self.plain(" ");
            }
            let bare = word.trim_end_matches([',', ';', '.', ':', ')']);
            if is_plain(bare) {
                self.plain(word);
                continue;
            }
            let opened = bare.len() - bare.trim_start_matches('(').len();
            self.plain(&bare[..opened]);
            self.code(&bare[opened..]);
            self.plain(&word[bare.len()..]);
        }
    }

    fn plain(&mut self, text: &str) {
        self.text.push_str(text);
        self.ends_in_code &= text.is_empty();
    }

    fn code(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        if self.ends_in_code {
            self.text.push(' ');
        }
        self.text.push_str(&span(&shortened(text, LONGEST_NAME)));
        self.ends_in_code = true;
    }
}

/// What stands before the first quoted text, that text with its marks, and what follows.
fn quotation(text: &str) -> Option<(&str, &str, &str)> {
    let start = text.find('"')?;
    let mut escaped = false;
    let closes = |c: char| {
        let ends = c == '"' && !escaped;
        escaped = c == '\\' && !escaped;
        ends
    };
    let end = start + 1 + text.get(start + 1..)?.find(closes)? + 1;
    Some((&text[..start], &text[start..end], &text[end..]))
}

/// A word that no reader of Markdown takes for anything else: letters with a dash, a slash or an
/// apostrophe between, or a number by itself.
fn is_plain(word: &str) -> bool {
    let word = word.trim_start_matches('(');
    let edge = |c: char| c.is_alphabetic() || matches!(c, '…' | '→');
    let inner = |c: char| edge(c) || matches!(c, '\'' | '-' | '/' | ',');
    let number = word.len() <= 6 && word.chars().all(|c| c.is_ascii_digit());
    number || (word.chars().all(inner) && word.starts_with(edge) && word.ends_with(edge))
}

/// Lines as a code block of a language, with a fence that nothing in them closes.
pub fn block(language: &str, lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines).max(2) + 1);
    let end = if lines.is_empty() || lines.ends_with('\n') { "" } else { "\n" };
    format!("{fence}{language}\n{lines}{end}{fence}\n")
}

/// A line of a code block. A long run of backticks would make the fence longer than the block.
pub fn block_line(text: &str) -> String {
    let text = visible(text);
    if longest_run(&text) > 8 { text.replace('`', "'") } else { text }
}

/// A link whose address has been made of us and of percent-encoded text.
pub fn link(text: &str, address: Option<&str>) -> String {
    match address {
        Some(address) => format!("[{}]({})", code(text), destination(address)),
        None => code(text),
    }
}

fn destination(address: &str) -> String {
    super::uri::encoded(address, |c| {
        c.is_ascii_graphic() && !matches!(c, '(' | ')' | '<' | '>' | '\\' | '"' | '|' | '`')
    })
}

/// What a hidden comment may hold: nothing that ends it.
pub fn hidden(text: &str) -> String {
    super::uri::encoded(text, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | ':' | '/' | '_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_code_spans() {
        assert_eq!(code("ada"), "`ada`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("`a"), "`` `a ``");
        assert_eq!(code(" a "), "`  a  `");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code(" "), "`\" \"`");
        assert_eq!(code("a\n# b\u{202e}"), "`a\\n# b\\u{202e}`");
        assert_eq!(cell(&code("a|b")), "`a\\|b`");
        assert_eq!(code(&"x".repeat(500)).chars().count(), LONGEST_NAME + 3);
    }

    #[test]
    fn messages_keep_their_words() {
        assert_eq!(
            prose("3 people (`ada`, `ben` and 11 more) gain access, and at most 1 may"),
            "3 people (`ada`, `ben` and 11 more) gain access, and at most 1 may"
        );
        assert_eq!(prose("raise --max-gain for this run"), "raise `--max-gain` for this run");
        assert_eq!(prose("it isn't there, or is it"), "it isn't there, or is it");
        assert_eq!(
            prose("see https://evil.example or @everyone, #123 (GH-1) <b> **x**"),
            "see `https://evil.example` or `@everyone`, `#123` (`GH-1`) `<b>` `**x**`"
        );
        assert_eq!(prose("`a`@b"), "`a` `@b`");
        assert_eq!(prose("one ` two"), "one `` ` `` two");
        assert_eq!(prose("\"nobody else\" does not hold"), "\"nobody else\" does not hold");
        assert_eq!(prose(r#""to \"@x\" only" fails"#), r#"`"to \"@x\" only"` fails"#);
        assert_eq!(prose("(\"a b\"), \"open"), "(\"a b\"), `\"open`");
    }

    #[test]
    fn nothing_closes_a_block() {
        assert_eq!(block("diff", "+ a\n"), "```diff\n+ a\n```\n");
        assert_eq!(block("", "```\n"), "````\n```\n````\n");
        assert_eq!(block_line(&"`".repeat(20)), "'".repeat(20));
    }

    #[test]
    fn addresses_and_comments_hold_no_marks() {
        assert_eq!(
            link("a]b", Some("https://x.example/a)b|")),
            "[`a]b`](https://x.example/a%29b%7C)"
        );
        assert_eq!(hidden("a --> b"), "a%20%2D%2D%3E%20b");
    }
}
