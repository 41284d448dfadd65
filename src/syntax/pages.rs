//! The codes of this module's diagnostics, each with the page that explains it.

use crate::diagnostic::Code;

/// The codes by name.
pub(super) mod code {
    use crate::diagnostic::Code;

    pub(in super::super) const ANNOTATION: Code = Code("kdl-annotation");
    pub(in super::super) const BLOCK: Code = Code("kdl-block");
    pub(in super::super) const CHARACTER: Code = Code("kdl-character");
    pub(in super::super) const ESCAPE: Code = Code("kdl-escape");
    pub(in super::super) const KEYWORD: Code = Code("kdl-keyword");
    pub(in super::super) const NUMBER: Code = Code("kdl-number");
    pub(in super::super) const PROPERTY: Code = Code("kdl-property");
    pub(in super::super) const SEPARATOR: Code = Code("kdl-separator");
    pub(in super::super) const SLASHDASH: Code = Code("kdl-slashdash");
    pub(in super::super) const STRING: Code = Code("kdl-string");
    pub(in super::super) const SYNTAX: Code = Code("kdl-syntax");
    pub(in super::super) const TOO_DEEP: Code = Code("kdl-too-deep");
    pub(in super::super) const UNCLOSED: Code = Code("kdl-unclosed");
    pub(in super::super) const VERSION_1: Code = Code("kdl-version-1");
}

/// All codes, in order.
pub const CODES: &[Code] = &[
    code::ANNOTATION,
    code::BLOCK,
    code::CHARACTER,
    code::ESCAPE,
    code::KEYWORD,
    code::NUMBER,
    code::PROPERTY,
    code::SEPARATOR,
    code::SLASHDASH,
    code::STRING,
    code::SYNTAX,
    code::TOO_DEEP,
    code::UNCLOSED,
    code::VERSION_1,
];

/// The Markdown page of a code of this module.
pub fn page(code: Code) -> Option<&'static str> {
    Some(match code {
        code::ANNOTATION => include_str!("pages/kdl-annotation.md"),
        code::BLOCK => include_str!("pages/kdl-block.md"),
        code::CHARACTER => include_str!("pages/kdl-character.md"),
        code::ESCAPE => include_str!("pages/kdl-escape.md"),
        code::KEYWORD => include_str!("pages/kdl-keyword.md"),
        code::NUMBER => include_str!("pages/kdl-number.md"),
        code::PROPERTY => include_str!("pages/kdl-property.md"),
        code::SEPARATOR => include_str!("pages/kdl-separator.md"),
        code::SLASHDASH => include_str!("pages/kdl-slashdash.md"),
        code::STRING => include_str!("pages/kdl-string.md"),
        code::SYNTAX => include_str!("pages/kdl-syntax.md"),
        code::TOO_DEEP => include_str!("pages/kdl-too-deep.md"),
        code::UNCLOSED => include_str!("pages/kdl-unclosed.md"),
        code::VERSION_1 => include_str!("pages/kdl-version-1.md"),
        _ => return None,
    })
}

/// The first sentence below the title of a code's page, as a rule's summary has it.
pub fn summary(code: Code) -> Option<String> {
    let body = page(code)?.split("\n\n").nth(1)?;
    let sentence = body.split_inclusive(". ").next()?.replace('\n', " ");
    let sentence = sentence.trim_end().trim_end_matches('.');
    let mut letters = sentence.chars();
    let first = letters.next()?;
    Some(first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;
    use crate::syntax::parse;

    /// The first KDL block under a heading of a page.
    fn example<'p>(page: &'p str, heading: &str) -> &'p str {
        let part = page.split_once(&format!("## {heading}\n")).expect("a heading").1;
        let block = part.split_once("```kdl\n").expect("an example").1;
        block.split_once("```").expect("an end of the example").0
    }

    #[test]
    fn every_code_has_a_page_and_its_examples_hold() {
        assert!(CODES.is_sorted());
        for code in CODES {
            let page = page(*code).expect("a page");
            assert!(page.starts_with(&format!("# {code}\n\n")), "{code}");
            assert!(page.contains("\n## Why\n") && page.contains("\n## Fix\n"), "{code}");
            let (_, bad) = parse(FileId(0), example(page, "Fails"));
            assert!(bad.iter().any(|diagnostic| diagnostic.code == *code), "{code}: {bad:#?}");
            let (_, good) = parse(FileId(0), example(page, "Passes"));
            assert!(good.is_empty(), "{code}: {good:#?}");
        }
        assert_eq!(super::page(Code("kdl-none")), None);
    }
}
