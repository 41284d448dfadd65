//! The tokens of templates: what `%Y` and the like stand for, and what a file tells.

use super::token::Token;

/// What a token is: how many bytes of the text after the `%` belong to it, what it matches, and
/// whether only a file tells its value.
pub(super) struct Known {
    pub(super) len: usize,
    pub(super) stands_for: Vec<Token>,
    pub(super) depends: bool,
}

const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Reads the token after a `%`. The dates that Files.com documents are exact; any other token
/// may stand for anything.
pub(super) fn token(rest: &str) -> Known {
    let known = |len, stands_for| Known { len, stands_for, depends: false };
    let of_file = |len, token| Known { len, stands_for: vec![token], depends: true };
    let mut scalars = rest.chars();
    let Some(first) = scalars.next() else { return known(0, vec![Token::Literal('%')]) };
    match (first, scalars.next()) {
        ('%', _) => known(1, vec![Token::Literal('%')]),
        ('Y', _) => known(1, [literals("20"), vec![digit('2', '9'), digit('0', '9')]].concat()),
        ('m', _) => known(1, two_digits(&[("0", '1', '9'), ("1", '0', '2')])),
        ('d', _) => {
            let tens = [("0", '1', '9'), ("1", '0', '9'), ("2", '0', '9'), ("3", '0', '1')];
            known(1, two_digits(&tens))
        }
        ('H', _) => known(1, two_digits(&[("0", '0', '9'), ("1", '0', '9'), ("2", '0', '3')])),
        ('M' | 'S', _) => known(1, vec![digit('0', '5'), digit('0', '9')]),
        ('B', _) => {
            known(1, vec![Token::Alternates(MONTHS.iter().map(|name| literals(name)).collect())])
        }
        ('z', _) => {
            let sign = Token::Alternates(vec![literals("+"), literals("-")]);
            let hours = [digit('0', '1'), digit('0', '9'), digit('0', '5'), digit('0', '9')];
            known(1, std::iter::once(sign).chain(hours).collect())
        }
        ('p' | 'P', Some('0'..='9')) => of_file(1 + digits(&rest[1..]), Token::Some),
        ('F', Some('f' | 'b' | 'l' | 'n' | 'p')) | ('t', Some('f' | 'b')) => {
            of_file(2, Token::Some)
        }
        // A file need not have an extension.
        ('F' | 't', Some('e')) => of_file(2, Token::ZeroOrMore),
        ('t', Some('p' | 'd')) => of_file(2, Token::Path),
        ('u', Some('-')) => {
            let name = rest[2..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
            of_file(2 + name.unwrap_or(rest.len() - 2), Token::Path)
        }
        (other, _) => of_file(other.len_utf8(), Token::Path),
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

fn literals(text: &str) -> Vec<Token> {
    text.chars().map(Token::Literal).collect()
}

fn digit(from: char, to: char) -> Token {
    Token::Class { negated: false, ranges: vec![(from, to)] }
}

fn two_digits(tens: &[(&str, char, char)]) -> Vec<Token> {
    let branch = |(tens, from, to): &(&str, char, char)| {
        let mut branch = literals(tens);
        branch.push(digit(*from, *to));
        branch
    };
    vec![Token::Alternates(tens.iter().map(branch).collect())]
}

/// Whether all that a template leaves to a file is told by the folder that it lies in.
pub(super) fn tell_of_folders(template: &str) -> bool {
    let mut rest = template;
    while let Some((_, after)) = rest.split_once('%') {
        let known = token(after);
        let (said, remaining) = after.split_at(known.len);
        rest = remaining;
        let of_folder = said == "td" || (said.starts_with(['p', 'P']) && said.len() > 1);
        if known.depends && !of_folder {
            return false;
        }
    }
    !template.contains("{{")
}

/// A template with the values that the file at a path gives to its tokens; nothing where a
/// token asks for what the path does not tell.
pub(super) fn filled(template: &str, path: &str) -> Option<String> {
    if template.contains("{{") {
        return None;
    }
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let folders: Vec<&str> = folder.split('/').filter(|name| !name.is_empty()).collect();
    let (base, extension) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('%') {
        filled.push_str(before);
        let known = token(after);
        let (said, remaining) = after.split_at(known.len);
        rest = remaining;
        if !known.depends {
            filled.push('%');
            filled.push_str(said);
            continue;
        }
        let number = || said.get(1..)?.parse::<usize>().ok().filter(|number| *number > 0);
        let value = match said {
            "tp" => path,
            "td" => folder,
            "tf" | "Ff" => name,
            "tb" | "Fb" => base,
            "te" | "Fe" => extension,
            _ if said.starts_with('p') => folders.get(folders.len().checked_sub(number()?)?)?,
            _ if said.starts_with('P') => folders.get(number()? - 1)?,
            _ => return None,
        };
        filled.push_str(&value.replace('%', "%%"));
    }
    filled.push_str(rest);
    Some(filled)
}
