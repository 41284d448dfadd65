//! Attributes of the API and what their values may be.

use super::reference::{Referent, Refers};

/// What a value of an attribute may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ValueKind {
    Bool,
    Int,
    Text,
    Email,
    /// Words joined by commas in one text: a set.
    Words,
    /// A text; a list of them is a set.
    Item,
    /// An Internet domain, in any case; a list of them is a set.
    Domain,
    /// IP addresses and CIDR ranges, one a line at the API, arguments in the language.
    Addresses,
    /// An ISO 8601 instant with an offset.
    Instant,
    /// A Rails time zone name.
    TimeZone,
    /// A folder path.
    Path,
    Choice(&'static [&'static str]),
    List(&'static ValueKind),
    /// Free-form keys and values.
    Object,
    /// Settings of a site by their names at the API, and other keys and values beside them.
    Settings,
    /// Never stands in a file: only a reference to it does.
    Secret,
}

/// One attribute of a kind, by its name at the API.
#[derive(Debug)]
pub struct Attribute {
    pub name: &'static str,
    pub kind: ValueKind,
    /// The API never shows it again.
    pub write_only: bool,
    /// What the API shows instead of it: on, or any text, where there is one.
    pub told_by: Option<&'static str>,
    /// The API takes it at creation only.
    pub create_only: bool,
    /// It gives or takes access: the line of `manage` that says what becomes of a value that no
    /// file mentions.
    pub bears: Option<&'static str>,
    /// Its value is the id of an object, or ids, and the language has names.
    pub refers: Option<Refers>,
    /// Places in its value that the API never shows again, as keys joined by dots.
    pub unshown: &'static [&'static str],
    /// The value itself is a secret, though the API does not treat it as one.
    pub is_likely_secret: bool,
    /// The API shows ids as a list, and takes them as one text joined by commas.
    pub is_joined: bool,
}

impl Attribute {
    pub(super) const fn new(name: &'static str, kind: ValueKind) -> Self {
        let write_only = matches!(kind, ValueKind::Secret);
        Self {
            name,
            kind,
            write_only,
            told_by: None,
            create_only: false,
            bears: None,
            refers: None,
            unshown: &[],
            is_likely_secret: false,
            is_joined: false,
        }
    }

    pub(super) const fn write_only(self) -> Self {
        Self { write_only: true, ..self }
    }

    pub(super) const fn told_by(self, shown: &'static str) -> Self {
        Self { told_by: Some(shown), ..self }
    }

    pub(super) const fn create_only(self) -> Self {
        Self { create_only: true, ..self }
    }

    pub(super) const fn bears(self, line: &'static str) -> Self {
        Self { bears: Some(line), ..self }
    }

    pub(super) const fn refers(self, to: Referent) -> Self {
        Self { refers: Some(Refers { to, prefix: "" }), ..self }
    }

    /// Some of its texts are an id behind this prefix; others stand for themselves.
    pub(super) const fn refers_behind(self, prefix: &'static str, to: Referent) -> Self {
        Self { refers: Some(Refers { to, prefix }), ..self }
    }

    /// Whether a site can be compared with it, were it only in that there is one.
    pub fn is_comparable(&self) -> bool {
        !self.write_only || self.told_by.is_some()
    }

    /// Whether its value is free-form, or may be in part.
    pub fn is_free_form(&self) -> bool {
        use ValueKind::{List, Object, Settings};
        matches!(self.kind, Object | Settings | List(Object))
    }

    pub(super) const fn unshown(self, unshown: &'static [&'static str]) -> Self {
        Self { unshown, ..self }
    }

    pub(super) const fn likely_secret(self) -> Self {
        Self { is_likely_secret: true, ..self }
    }

    pub(super) const fn joined(self) -> Self {
        Self { is_joined: true, ..self }
    }

    /// The attribute's name as the language writes it; ids are said by names.
    pub fn word(&self) -> String {
        match (self.refers, self.name.strip_suffix("_id"), self.name.strip_suffix("_ids")) {
            (Some(_), Some(one), _) => kebab_case(one),
            (Some(_), None, Some(many)) => format!("{}s", kebab_case(many)),
            _ => kebab_case(self.name),
        }
    }

    /// What the language takes for it: names where the API has ids.
    pub fn written_kind(&self) -> ValueKind {
        match (self.refers, self.kind) {
            (None, kind) => kind,
            (Some(_), ValueKind::List(_)) => ValueKind::List(&ValueKind::Text),
            (Some(_), _) => ValueKind::Text,
        }
    }

    /// Whether this word says ids as the numbers that they are.
    pub fn is_by_number(&self, word: &str) -> bool {
        self.refers.is_some() && is_word(word, self.name)
    }
}

impl PartialEq for Attribute {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.name == other.name
    }
}

impl Eq for Attribute {}

/// The attribute of that API name in a sorted table.
pub(super) fn find(table: &'static [Attribute], name: &str) -> Option<&'static Attribute> {
    table.binary_search_by(|a| a.name.cmp(name)).ok().map(|at| &table[at])
}

/// As [`find`], for names that mostly come in order: it goes on from where the last one was.
pub(super) fn find_next(
    table: &'static [Attribute],
    at: &mut usize,
    name: &str,
) -> Option<&'static Attribute> {
    const NEAR: usize = 8;
    let rest = table.get(*at..).unwrap_or_default();
    let near = rest.iter().take(NEAR).position(|attribute| attribute.name == name);
    let found = match near {
        Some(further) => *at + further,
        None => table.binary_search_by(|attribute| attribute.name.cmp(name)).ok()?,
    };
    *at = found + 1;
    table.get(found)
}

/// The attribute that a kebab-case word names in a sorted table.
pub(super) fn by_word(table: &'static [Attribute], word: &str) -> Option<&'static Attribute> {
    if word.contains('_') {
        return None;
    }
    let compare = |a: &Attribute| {
        let word = word.bytes().map(|byte| if byte == b'-' { b'_' } else { byte });
        a.name.bytes().cmp(word)
    };
    let exact = table.binary_search_by(compare).ok().map(|at| &table[at]);
    // Names stand where the API has ids.
    let by_name = |suffix: &str| {
        let stem = word.strip_suffix('s').filter(|_| suffix == "_ids").unwrap_or(word);
        let name = format!("{}{suffix}", stem.replace('-', "_"));
        find(table, &name).filter(|attribute| attribute.refers.is_some())
    };
    exact.or_else(|| by_name("_id")).or_else(|| by_name("_ids").filter(|_| word.ends_with('s')))
}

/// A name of the API as the language writes it: `site_admin` is `site-admin`.
pub fn kebab_case(name: &str) -> String {
    name.replace('_', "-")
}

/// Whether a kebab-case word of the language is this name at the API.
pub fn is_word(word: &str, name: &str) -> bool {
    let kebab = name.bytes().map(|byte| if byte == b'_' { b'-' } else { byte });
    word.len() == name.len() && word.bytes().eq(kebab)
}
