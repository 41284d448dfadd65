//! Kinds of address are told apart in one place, where all of them are named: elsewhere, code
//! would forget the next one in silence.

use std::path::Path;

/// Where patterns on kinds of address may stand, and then name all.
const PLACES: [&str; 2] = ["src/diff/address.rs", "src/diff/kind.rs"];
const ENUMS: [&str; 2] = ["Address", "AddressKind"];

#[test]
fn kinds_of_address_are_told_apart_in_one_place() {
    let mut found = Vec::new();
    for (name, text) in sources() {
        let text = bare(&text);
        if PLACES.contains(&name.as_str()) {
            assert!(!has_catch_all(&text), "{name} has a catch-all");
            continue;
        }
        for enumeration in ENUMS {
            assert!(!text.contains(&format!(" {enumeration}::{{")), "{name} imports variants");
            assert!(!text.contains(&format!("impl {enumeration} ")), "{name} adds methods");
            for at in patterns(&text, enumeration) {
                let line = text[..at].lines().count();
                found
                    .push(format!("{name}:{line}: {}", text[at..].lines().next().expect("a line")));
            }
        }
    }
    assert!(found.is_empty(), "give Address a method instead:\n{}", found.join("\n"));
}

#[test]
fn patterns_are_told_from_what_is_made() {
    let made = [
        "let a = Address::User { user };",
        "f(Address::Site, b)?;",
        "if change.address == Address::Site { x() }",
        "match x { Some(n) => Address::Group { group: n }, None => y }",
        "match x { Some(n) => Ok((Address::Site, n)), None => y }",
        "let made = |n| Address::Folder { path: n }.ident(None);",
    ];
    let told = [
        "match a { Address::User { user } => x, y => z }",
        "match a { Address::User { .. } | Address::Site if b => x, y => z }",
        "match (a, b) { (Address::User { user }, Some(c)) => x, y => z }",
        "if let Address::Folder { path } = &a { x() }",
        "let (Some(b), Address::Folder { path }) = c else { return };",
        "matches!(a, Address::Site)",
        "matches!(step.address, Address::Grant { path, .. } if path.is_empty())",
        "match a { Some(Address::Site) => x, y => z }",
    ];
    for text in made {
        assert_eq!(patterns(text, "Address").count(), 0, "{text}");
    }
    for text in told {
        assert_ne!(patterns(text, "Address").count(), 0, "{text}");
    }
    assert!(has_catch_all("match a { Address::Site => x, _ => y }"));
    assert!(has_catch_all("match a { Address::Site => x, other => y }"));
    assert!(!has_catch_all("match a { Address::Named { name, .. } => x }"));
}

/// Every file of `src` by its path, without its unit tests.
fn sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut found, mut folders) = (Vec::new(), vec![root.join("src")]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if path.extension().is_some_and(|is| is == "rs") && !is_test(&name) {
                let text = std::fs::read_to_string(&path).expect("text");
                let text = text.split("#[cfg(test)]\nmod tests {").next().expect("a part");
                let path = path.strip_prefix(root).expect("within").to_string_lossy();
                found.push((path.replace('\\', "/"), text.to_owned()));
            }
        }
    }
    assert!(PLACES.iter().all(|place| found.iter().any(|(name, _)| name == place)));
    found
}

fn is_test(stem: &str) -> bool {
    stem == "tests" || stem.ends_with("_tests") || stem.starts_with("test_")
}

/// Without comments and the content of texts, each line at its place.
fn bare(text: &str) -> String {
    let mut bare = String::with_capacity(text.len());
    for line in text.lines() {
        let mut quoted = false;
        let mut previous = ' ';
        for c in line.split("//").next().unwrap_or_default().chars() {
            quoted ^= c == '"' && previous != '\\';
            if !quoted {
                bare.push(c);
            }
            previous = c;
        }
        bare.push('\n');
    }
    bare
}

/// Where a variant of the enumeration stands in a pattern.
fn patterns<'t>(text: &'t str, enumeration: &str) -> impl Iterator<Item = usize> + 't {
    let variant = format!("{enumeration}::");
    let all: Vec<usize> = text.match_indices(&variant).map(|(at, _)| at).collect();
    let is_whole_word =
        |at: &usize| !text[..*at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
    let length = variant.len();
    all.into_iter().filter(is_whole_word).filter(move |at| {
        let name = &text[at + length..];
        name.starts_with(char::is_uppercase) && is_pattern(text, *at, at + length)
    })
}

/// Whether what begins at `start` is a pattern: an arm, an alternative, the left of a `let` or
/// the second argument of `matches!`, by itself or within what is.
fn is_pattern(text: &str, mut start: usize, name: usize) -> bool {
    let mut end = name + text[name..].find(|c: char| !c.is_alphanumeric()).unwrap_or(0);
    if text[end..].trim_start().starts_with(['{', '(']) {
        let open = end + text[end..].find(['{', '(']).expect("it opens");
        let is_body = text[..start].trim_end().ends_with("==");
        end = if is_body { end } else { closing(text, open) };
    }
    loop {
        let rest = text[end..].trim_start();
        let is_let = rest.starts_with('=') && !rest.starts_with("==");
        if rest.starts_with("=>") || rest.starts_with('|') || rest.starts_with("if ") || is_let {
            return true;
        }
        let Some(open) = opening(text, start).filter(|open| text[*open..].starts_with('(')) else {
            return false;
        };
        if text[..open].ends_with("matches!") {
            return text[open..start].contains(',');
        }
        (start, end) = (open, closing(text, open));
    }
}

/// Where the innermost bracket opens around a place.
fn opening(text: &str, at: usize) -> Option<usize> {
    let mut closed = 0;
    text[..at].char_indices().rev().find_map(|(at, c)| {
        closed += i32::from(")]}".contains(c)) - i32::from("([{".contains(c));
        (closed < 0).then_some(at)
    })
}

/// Behind the bracket that closes the one at `open`.
fn closing(text: &str, open: usize) -> usize {
    let mut depth = 0;
    let end = text[open..].char_indices().find_map(|(at, c)| {
        depth += i32::from("([{".contains(c)) - i32::from(")]}".contains(c));
        (depth == 0).then_some(open + at + 1)
    });
    end.unwrap_or(text.len())
}

/// An arm for all that is left.
fn has_catch_all(text: &str) -> bool {
    text.match_indices("=>").any(|(at, _)| {
        let arm = text[..at].trim_end();
        let word = arm.rsplit(|c: char| !c.is_alphanumeric() && c != '_').next();
        let word = word.unwrap_or_default();
        let before = arm[..arm.len() - word.len()].trim_end();
        let stands_alone = before.ends_with([',', '{', '}']);
        stands_alone && word.starts_with(|c: char| c.is_lowercase() || c == '_')
    })
}
