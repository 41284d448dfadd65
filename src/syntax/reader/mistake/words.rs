//! Mistakes in words: keywords, numbers, keys, annotations, and what stands between them.

use super::super::number::Fault;
use super::{before, edit, in_quotes, quoted};
use crate::codes::kdl as codes;
use crate::diagnostic::Diagnostic;
use crate::source::Span;

pub(in super::super) fn bare_keyword(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::KEYWORD, format!("{} without `#`", quoted(word)))
        .at(span, "keywords begin with `#`")
        .help(format!("write `#{word}`, or `\"{word}\"` if you mean the text"))
        .fix(format!("write `#{word}`"), vec![edit(span, format!("#{word}"))])
}

/// `true=1`, `true "x"` as a node, `(true)x`.
pub(in super::super) fn keyword_as_name(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::KEYWORD, format!("bare {} as a name", quoted(word)))
        .at(span, "a keyword of other languages, so it must be quoted")
        .help(format!("write `\"{word}\"`"))
        .fix("quote it", vec![edit(span, in_quotes(word))])
}

/// `#true` where a node should begin.
pub(in super::super) fn keyword_as_node(word: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::KEYWORD, format!("{} where a node begins", quoted(word)))
        .at(span, "a keyword can only be a value")
        .help("write the node's name before it, on the same line")
}

pub(in super::super) fn unknown_keyword(text: &str, span: Span) -> Diagnostic {
    let word = text.trim_start_matches('#').to_ascii_lowercase();
    let meant = match word.as_str() {
        "true" | "false" | "null" | "inf" | "-inf" | "nan" => Some(word.as_str()),
        "yes" | "on" => Some("true"),
        "no" | "off" => Some("false"),
        "none" | "nil" | "undefined" => Some("null"),
        "+inf" | "infinity" => Some("inf"),
        _ => None,
    };
    let diagnostic = Diagnostic::error(codes::KEYWORD, format!("unknown keyword {}", quoted(text)));
    let diagnostic = diagnostic.at(span, "no such keyword");
    match meant {
        Some(meant) => diagnostic
            .help(format!("write `#{meant}`"))
            .fix(format!("write `#{meant}`"), vec![edit(span, format!("#{meant}"))]),
        None => diagnostic.help(
            "the keywords are `#true`, `#false`, `#null`, `#inf`, `#-inf` and `#nan`; \
             put text in quotes, and begin a comment with `//`",
        ),
    }
}

pub(in super::super) fn number(text: &str, fault: Fault, span: Span) -> Diagnostic {
    let shown = quoted(text);
    let error = |message: String| Diagnostic::error(codes::NUMBER, message);
    let quote = format!("write `{}` if you mean the text", in_quotes(text));
    match fault {
        Fault::NoInteger => {
            let at = text.find('.').unwrap_or(0);
            let (sign, rest) = text.split_at(at);
            let fixed = format!("{sign}0{rest}");
            let diagnostic = error(format!("number {shown} begins with its point"))
                .at(span, "a digit must come before the point");
            if super::super::number::parse(&fixed).is_err() {
                return diagnostic.help(quote).fix("quote it", vec![edit(span, in_quotes(text))]);
            }
            diagnostic
                .help(format!("write `{fixed}`"))
                .fix(format!("write `{fixed}`"), vec![edit(span, fixed)])
        }
        Fault::NoFraction => error(format!("number {shown} without digits behind its point"))
            .at(span, "a digit must come behind the point")
            .help("add a digit, or leave the point out"),
        Fault::NoExponent => error(format!("number {shown} without an exponent"))
            .at(span, "digits must come behind the `e`")
            .help(quote),
        Fault::NoDigits => error(format!("number {shown} without digits"))
            .at(span, "digits must come behind the prefix")
            .help(quote),
        Fault::Underscore => error(format!("number {shown} with a misplaced `_`"))
            .at(span, "`_` may only follow a digit")
            .help("move the `_`, or leave it out"),
        Fault::Digit { at, radix } => {
            let digits = text.trim_start_matches(['+', '-']).get(2..).unwrap_or_default();
            let digit: String = digits.chars().skip(at).take(1).collect();
            error(format!("number {shown} contains {}", quoted(&digit)))
                .at(span, format!("not a digit in base {radix}"))
                .help(quote)
        }
        Fault::NotANumber => error(format!("{shown} is no number"))
            .at(span, "it begins like a number")
            .help(format!("write `{}`", in_quotes(text)))
            .fix("quote it", vec![edit(span, in_quotes(text))]),
    }
}

pub(in super::super) fn number_as_name(text: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::NUMBER, format!("number {} as a name", quoted(text)))
        .at(span, "a bare name cannot begin like a number")
        .help(format!("write `{}`", in_quotes(text)))
        .fix("quote it", vec![edit(span, in_quotes(text))])
}

/// A word with a character in it that no bare string may contain.
pub(in super::super) fn must_be_quoted(text: &str, mark: char, span: Span) -> Diagnostic {
    let shown = quoted(mark.encode_utf8(&mut [0; 4]));
    Diagnostic::error(codes::STRING, format!("unquoted text {} with {shown} in it", quoted(text)))
        .at(span, format!("{shown} cannot stand in unquoted text"))
        .help(format!("put it in quotes: {}", quoted(&in_quotes(text))))
        .fix("quote it", vec![edit(span, in_quotes(text))])
}

pub(in super::super) fn missing_space(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SEPARATOR, "no space between two values")
        .at(span, "a space must come before this")
        .help("separate names and values by spaces")
        .fix("insert a space", vec![edit(before(span), " ")])
}

pub(in super::super) fn comma(span: Span, glued: bool) -> Diagnostic {
    Diagnostic::error(codes::SEPARATOR, "comma between values")
        .at(span, "values are separated by spaces alone")
        .help("delete the comma")
        .fix("delete the comma", vec![edit(span, if glued { " " } else { "" })])
}

/// `name: "x"` as a node.
pub(in super::super) fn colon_after_name(span: Span, glued: bool) -> Diagnostic {
    Diagnostic::error(codes::SEPARATOR, "colon behind a name")
        .at(span, "a node has no colon between its name and values")
        .help("delete the colon: `name \"value\"`")
        .fix("delete the colon", vec![edit(span, if glued { " " } else { "" })])
}

/// `key: "x"` behind a node's name.
pub(in super::super) fn colon_after_key(span: Span) -> Diagnostic {
    Diagnostic::error(codes::SEPARATOR, "colon behind a key")
        .at(span, "a property has `=` between its key and value")
        .help("write `key=\"value\"`")
        .fix("write `=`", vec![edit(span, "=")])
}

pub(in super::super) fn no_value(key: &str, span: Span) -> Diagnostic {
    Diagnostic::error(codes::PROPERTY, format!("property {} without a value", quoted(key)))
        .at(span, "a value must follow on this line")
        .help(format!("write the value behind `=`, as `{key}=\"value\"`"))
}

/// `name = "x"`: an assignment instead of a node.
pub(in super::super) fn assignment(name: &str, span: Span) -> Diagnostic {
    Diagnostic::error(
        codes::PROPERTY,
        format!("`=` between the node {} and its value", quoted(name)),
    )
    .at(span, "only properties have `=`")
    .help(format!("write `{name} \"value\"`"))
    .fix("delete `=`", vec![edit(span, " ")])
}

pub(in super::super) fn no_key(span: Span) -> Diagnostic {
    Diagnostic::error(codes::PROPERTY, "`=` without a key")
        .at(span, "no key stands before it")
        .help("write `key=\"value\"`; a key is a text, not a number or keyword")
}

pub(in super::super) fn annotated_key(span: Span) -> Diagnostic {
    Diagnostic::error(codes::ANNOTATION, "annotation before a key")
        .at(span, "the key of a property has no annotation")
        .help("put the annotation before the value: `key=(type)\"value\"`")
}

pub(in super::super) fn lone_annotation(span: Span) -> Diagnostic {
    Diagnostic::error(codes::ANNOTATION, "annotation without a value")
        .at(span, "a value must follow")
        .help("write the value behind it, as `(type)\"value\"`")
}

pub(in super::super) fn annotation_without_name(span: Span) -> Diagnostic {
    Diagnostic::error(codes::ANNOTATION, "annotation without a node")
        .at(span, "the name of a node must follow")
        .help("write the node's name behind it, as `(type)name`")
}

pub(in super::super) fn unclosed_annotation(span: Span) -> Diagnostic {
    Diagnostic::error(codes::UNCLOSED, "annotation is never closed")
        .at(span, "opened here")
        .help("close it with `)`")
}

pub(in super::super) fn bad_annotation(span: Span, empty: bool) -> Diagnostic {
    let (message, label) = if empty {
        ("empty annotation", "a word must stand within")
    } else {
        ("annotation that is not one word", "this may contain one word only")
    };
    Diagnostic::error(codes::ANNOTATION, message)
        .at(span, label)
        .help("write `(type)\"value\"`; put text that contains parentheses in quotes")
}
