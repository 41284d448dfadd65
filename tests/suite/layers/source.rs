//! The modules of a crate and what each imports, as far as its sources tell.

use super::tokens::{Token, tokens};
use std::collections::{BTreeMap, BTreeSet};

/// Texts by their paths below `src/`.
pub type Files = BTreeMap<String, String>;

/// A file of a crate, as a module.
pub struct Module {
    /// From the crate down, without `crate`.
    pub path: Vec<String>,
    pub file: String,
    pub imports: Vec<Import>,
    /// What other modules may know by a name of this one: the name, and where it is from.
    uses: BTreeMap<String, Vec<String>>,
    /// Modules of which it hands on everything.
    globs: Vec<Vec<String>>,
    /// Names of items that stand in the file.
    items: BTreeSet<String>,
}

/// A path that a file names, from the crate down.
pub struct Import {
    pub line: usize,
    pub path: Vec<String>,
}

pub struct Crate {
    stages: Vec<String>,
    modules: BTreeMap<Vec<String>, Module>,
}

impl Crate {
    /// Follows the `mod` lines from `lib.rs`, which tell the order of the stages.
    pub fn of(files: &Files) -> Self {
        let mut sources = Crate { stages: Vec::new(), modules: BTreeMap::new() };
        sources.add(files, Vec::new(), "lib.rs");
        sources
    }

    pub fn stages(&self) -> &[String] {
        &self.stages
    }

    pub fn modules(&self) -> impl Iterator<Item = &Module> {
        self.modules.values()
    }

    fn add(&mut self, files: &Files, path: Vec<String>, file: &str) {
        let text = files.get(file).unwrap_or_else(|| panic!("src/{file} is there"));
        let mut reader = Reader::new(path.clone());
        reader.read(&tokens(text));
        let Reader { children, mut module, .. } = reader;
        module.file = file.to_owned();
        if path.is_empty() {
            self.stages.clone_from(&children);
        }
        self.modules.insert(path.clone(), module);
        for child in children {
            let mut below = path.clone();
            below.push(child);
            let stem = below.join("/");
            let in_folder = format!("{stem}/mod.rs");
            let file =
                if files.contains_key(&in_folder) { in_folder } else { format!("{stem}.rs") };
            self.add(files, below, &file);
        }
    }

    /// The module in which the item of this path stands, wherever it is handed on.
    pub fn home(&self, path: &[String]) -> Option<&Module> {
        self.home_within(path, 8)
    }

    fn home_within(&self, path: &[String], patience: usize) -> Option<&Module> {
        let module = (0..=path.len()).rev().find_map(|end| self.modules.get(&path[..end]))?;
        let Some(name) = path.get(module.path.len()) else { return Some(module) };
        if patience == 0 || module.items.contains(name) {
            return Some(module);
        }
        if let Some(from) = module.uses.get(name).filter(|from| *from != path) {
            let rest = &path[module.path.len() + 1..];
            let whole: Vec<String> = from.iter().chain(rest).cloned().collect();
            return self.home_within(&whole, patience - 1).or(Some(module));
        }
        let handed_on = module.globs.iter().filter_map(|glob| {
            let whole: Vec<String> = glob.iter().chain([name]).cloned().collect();
            self.home_within(&whole, patience - 1)
        });
        handed_on.into_iter().find(|other| other.items.contains(name)).or(Some(module))
    }
}

/// Goes through the tokens of a file.
struct Reader {
    children: Vec<String>,
    module: Module,
    /// Modules that stand in the file itself and are open, with the depth of their braces.
    inner: Vec<(String, usize)>,
    depth: usize,
}

impl Reader {
    fn new(path: Vec<String>) -> Self {
        let (file, imports, items) = (String::new(), Vec::new(), BTreeSet::new());
        let (uses, globs) = (BTreeMap::new(), Vec::new());
        let module = Module { path, file, imports, uses, globs, items };
        Reader { children: Vec::new(), module, inner: Vec::new(), depth: 0 }
    }

    fn read(&mut self, all: &[Token<'_>]) {
        let text = |at: usize| all.get(at).map_or("", |token| token.text);
        let mut at = 0;
        while at < all.len() {
            match (text(at), text(at + 1), text(at + 2)) {
                ("{", ..) => self.depth += 1,
                ("}", ..) => {
                    self.inner.pop_if(|(_, depth)| *depth == self.depth);
                    self.depth -= 1;
                }
                ("mod", name, ";") => self.children.push(name.to_owned()),
                ("mod", name, "{") => {
                    self.module.items.insert(name.to_owned());
                    self.inner.push((name.to_owned(), self.depth + 1));
                }
                ("use", ..) if !matches!(text(at + 1), "<" | "") => {
                    at = self.tree(all, at + 1, &[]);
                    continue;
                }
                ("fn" | "struct" | "enum" | "trait" | "type" | "const" | "static", name, _) => {
                    self.module.items.insert(name.to_owned());
                }
                (word, "::", _) if at == 0 || !matches!(text(at - 1), "::" | ".") => {
                    let is_child = self.children.iter().any(|child| child == word);
                    if is_child || matches!(word, "crate" | "super" | "self") {
                        at = self.path(all, at);
                        continue;
                    }
                }
                _ => {}
            }
            at += 1;
        }
    }

    /// A path in an expression or a type; gives where it ends.
    fn path(&mut self, all: &[Token<'_>], mut at: usize) -> usize {
        let line = all[at].line;
        let mut path = vec![all[at].text];
        let is_word =
            |token: &Token<'_>| token.text.starts_with(|c: char| c.is_alphabetic() || c == '_');
        while let [separator, word, ..] = &all[at + 1..]
            && separator.text == "::"
            && is_word(word)
        {
            path.push(word.text);
            at += 2;
        }
        if let Some(path) = self.absolute(&path) {
            self.module.imports.push(Import { line, path });
        }
        at + 1
    }

    /// One tree of a `use`, below what stands before it; gives where it ends.
    fn tree(&mut self, all: &[Token<'_>], mut at: usize, before: &[&str]) -> usize {
        let mut path = before.to_vec();
        let line = all[at].line;
        let mut known_as = None;
        while let Some(token) = all.get(at) {
            match token.text {
                "::" => {}
                "{" => {
                    at += 1;
                    while all[at].text != "}" {
                        at = self.tree(all, at, &path);
                        if all[at].text == "," {
                            at += 1;
                        }
                    }
                    return at + 1;
                }
                "as" => {
                    known_as = all.get(at + 1).map(|token| token.text);
                    at += 1;
                }
                "," | ";" | "}" => break,
                word => path.push(word),
            }
            at += 1;
        }
        self.import(&path, known_as, line);
        at
    }

    fn import(&mut self, path: &[&str], known_as: Option<&str>, line: usize) {
        let path = match path {
            [before @ .., "self"] if !before.is_empty() => before,
            path => path,
        };
        let Some(absolute) = self.absolute(path) else { return };
        match (known_as, path.last()) {
            (_, None) => {}
            (_, Some(&"*")) => {
                self.module.globs.push(absolute[..absolute.len() - 1].to_vec());
            }
            (name, Some(last)) => {
                let name = name.unwrap_or(last).to_owned();
                self.module.uses.insert(name, absolute.clone());
            }
        }
        self.module.imports.push(Import { line, path: absolute });
    }

    /// From the crate down; none for paths into other crates.
    fn absolute(&self, path: &[&str]) -> Option<Vec<String>> {
        let mut whole = self.module.path.clone();
        whole.extend(self.inner.iter().map(|(name, _)| name.clone()));
        let mut rest = path;
        match path.first()? {
            &"crate" => {
                whole.clear();
                rest = &rest[1..];
            }
            &"self" => rest = &rest[1..],
            &"super" => {
                while let [first, more @ ..] = rest
                    && *first == "super"
                {
                    whole.pop();
                    rest = more;
                }
            }
            first if self.children.iter().any(|child| child == first) => {}
            _ => return None,
        }
        whole.extend(rest.iter().map(|word| (*word).to_owned()));
        Some(whole)
    }
}
