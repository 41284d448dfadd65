//! `include` and `users from=`: from the root file to all the files of a definition.

use super::codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, Node, Scalar, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Why a file could not be read, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    Missing,
    NotText { at: usize },
    TooLarge,
    Other(String),
}

/// Where files come from: the disk, an editor's buffers, a test's texts. Paths are relative to
/// the place where the run was started, with `/` between their parts.
pub trait Files {
    fn read(&self, path: &str) -> Result<String, FileError>;
    /// The files that a glob pattern matches, sorted.
    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError>;
}

/// What was loaded: the trees, root first, in the order in which they were found.
pub struct Loaded {
    pub trees: Vec<Tree>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the root file and, level by level, what the files include. Files of one level are
/// parsed side by side.
pub fn load(root: &str, files: &dyn Files, sources: &mut Sources) -> Loaded {
    let mut loader = Loader {
        files,
        known: FxHashMap::default(),
        tables: FxHashSet::default(),
        edges: Vec::new(),
        out: Vec::new(),
    };
    let mut trees: Vec<Tree> = Vec::new();
    let mut level: Vec<FileId> = Vec::new();
    match files.read(root) {
        Ok(text) => level.push(loader.take(root, text, sources)),
        Err(error) => loader.out.push(unreadable(root, &error)),
    }
    while !level.is_empty() {
        let (parsed, diagnostics) = parse_all(&level, sources);
        loader.out.extend(diagnostics);
        level.clear();
        for tree in &parsed {
            level.extend(loader.includes(tree, sources));
        }
        trees.extend(parsed);
    }
    loader.cycles(sources);
    Loaded { trees, diagnostics: loader.out }
}

fn parse_all(level: &[FileId], sources: &Sources) -> (Vec<Tree>, Vec<Diagnostic>) {
    let parse = |id: &FileId| syntax::parse(*id, sources.file(*id).text());
    let workers = thread::available_parallelism().map_or(1, usize::from).min(level.len());
    let results: Vec<(Tree, Vec<Diagnostic>)> = if workers < 2 {
        level.iter().map(parse).collect()
    } else {
        // Files differ in size: whoever is done takes the next one.
        let next = AtomicUsize::new(0);
        let take = || level.get(next.fetch_add(1, Ordering::Relaxed));
        let work = || std::iter::from_fn(take).map(|id| (*id, parse(id))).collect::<Vec<_>>();
        let mut parsed = thread::scope(|scope| {
            let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            let joined = threads.into_iter().map(|thread| match thread.join() {
                Ok(parsed) => parsed,
                Err(panic) => std::panic::resume_unwind(panic),
            });
            joined.flatten().collect::<Vec<_>>()
        });
        parsed.sort_unstable_by_key(|(id, _)| *id);
        parsed.into_iter().map(|(_, result)| result).collect()
    };
    let mut trees = Vec::with_capacity(results.len());
    let mut diagnostics = Vec::new();
    for (tree, found) in results {
        trees.push(tree);
        diagnostics.extend(found);
    }
    (trees, diagnostics)
}

struct Loader<'a> {
    files: &'a dyn Files,
    known: FxHashMap<String, FileId>,
    /// Who includes whom, and where it says so.
    edges: Vec<(FileId, FileId, Span)>,
    /// Files of users, which are no definitions.
    tables: FxHashSet<String>,
    out: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn take(&mut self, path: &str, text: String, sources: &mut Sources) -> FileId {
        let id = sources.add(path, text);
        self.known.insert(path.to_owned(), id);
        id
    }

    /// The files that a tree includes and that were not known before.
    fn includes(&mut self, tree: &Tree, sources: &mut Sources) -> Vec<FileId> {
        let mut wanted: Vec<(String, Span)> = Vec::new();
        let text = sources.file(tree.file()).text();
        for node in tree.document(text).nodes().filter(|node| node.name() == "include") {
            if node.args().next().is_none() {
                self.out.push(
                    Diagnostic::error(codes::MISSING_VALUE, "`include` lacks a path")
                        .at(node.head_span(), "a path expected")
                        .help("as in: include \"people/*.kdl\""),
                );
            }
            for entry in node.entries() {
                match entry.value() {
                    Scalar::Str(path) if entry.key().is_none() => {
                        wanted.push((path.to_owned(), entry.value_span()));
                    }
                    _ => self.out.push(
                        Diagnostic::error(codes::VALUE_TYPE, "`include` takes paths")
                            .at(entry.span(), "a path in quotes expected"),
                    ),
                }
            }
        }
        let tables =
            tree.document(text).nodes().filter_map(|node| table_of(node)).collect::<Vec<_>>();
        let folder = folder_of(sources.file(tree.file()).name()).to_owned();
        for (path, span) in tables {
            self.table(clean(&folder, &path), span, sources);
        }
        let mut fresh = Vec::new();
        for (pattern, span) in wanted {
            for path in self.resolve(&folder, &pattern, span) {
                fresh.extend(self.include(tree.file(), path, span, sources));
            }
        }
        fresh
    }

    /// Takes in a file of users; `lower` finds it by its name.
    fn table(&mut self, path: String, span: Span, sources: &mut Sources) {
        if !self.tables.insert(path.clone()) {
            return;
        }
        match self.files.read(&path) {
            Ok(text) => {
                sources.add(path, text);
            }
            Err(error) => {
                let (code, help) = match error {
                    FileError::Missing => {
                        (codes::INCLUDE_MISSING, "paths are relative to the file that names them")
                    }
                    FileError::NotText { .. } => {
                        (codes::FILE_UNREADABLE, "save it as \"CSV UTF-8 (comma delimited)\"")
                    }
                    _ => (codes::FILE_UNREADABLE, "check the path and its permissions"),
                };
                let message = format!("cannot read `{path}`: {}", reason(&error));
                self.out.push(Diagnostic::error(code, message).at(span, "read here").help(help));
            }
        }
    }

    fn include(
        &mut self,
        from: FileId,
        path: String,
        span: Span,
        sources: &mut Sources,
    ) -> Option<FileId> {
        if let Some(known) = self.known.get(&path) {
            self.edges.push((from, *known, span));
            return None;
        }
        match self.files.read(&path) {
            Ok(text) => {
                let id = self.take(&path, text, sources);
                self.edges.push((from, id, span));
                Some(id)
            }
            Err(error) => {
                let code = if error == FileError::Missing {
                    codes::INCLUDE_MISSING
                } else {
                    codes::FILE_UNREADABLE
                };
                let message = format!("cannot include `{path}`: {}", reason(&error));
                self.out.push(
                    Diagnostic::error(code, message)
                        .at(span, "included here")
                        .help("paths are relative to the file that includes them"),
                );
                None
            }
        }
    }

    fn resolve(&mut self, folder: &str, pattern: &str, span: Span) -> Vec<String> {
        let full = clean(folder, pattern);
        if !pattern.contains(['*', '?', '[', '{']) {
            return vec![full];
        }
        match self.files.matching(&full) {
            Ok(paths) if paths.is_empty() => {
                self.out.push(
                    Diagnostic::warning(
                        codes::INCLUDE_NOTHING,
                        format!("`{pattern}` matches no file"),
                    )
                    .at(span, "nothing is included here"),
                );
                Vec::new()
            }
            Ok(paths) => paths,
            Err(error) => {
                self.out.push(
                    Diagnostic::error(
                        codes::INCLUDE_MISSING,
                        format!("cannot look for `{pattern}`: {}", reason(&error)),
                    )
                    .at(span, "included here"),
                );
                Vec::new()
            }
        }
    }

    /// A file that includes itself, over others or directly, is an error at each closing edge.
    fn cycles(&mut self, sources: &Sources) {
        let mut children: FxHashMap<FileId, Vec<(FileId, Span)>> = FxHashMap::default();
        for (from, to, span) in &self.edges {
            children.entry(*from).or_default().push((*to, *span));
        }
        let mut done = vec![false; sources.iter().count()];
        let mut trail: Vec<(FileId, usize)> = vec![(FileId(0), 0)];
        while let Some((file, next)) = trail.last_mut() {
            let file = *file;
            let edge = children.get(&file).and_then(|edges| edges.get(*next)).copied();
            *next += 1;
            let Some((to, span)) = edge else {
                trail.pop();
                if let Some(flag) = done.get_mut(file.0 as usize) {
                    *flag = true;
                }
                continue;
            };
            if let Some(start) = trail.iter().position(|(on, _)| *on == to) {
                let names = trail[start..].iter().map(|(id, _)| *id).chain([to]);
                let chain: Vec<&str> = names.map(|id| sources.file(id).name()).collect();
                self.out.push(
                    Diagnostic::error(codes::INCLUDE_CYCLE, "these files include each other")
                        .at(span, "the circle closes here")
                        .help(format!("{}; remove one of these includes", chain.join(" → "))),
                );
            } else if !done.get(to.0 as usize).copied().unwrap_or(true) {
                trail.push((to, 0));
            }
        }
    }
}

/// The file that a `users` node reads, if it says so as it should.
fn table_of(node: Node<'_>) -> Option<(String, Span)> {
    let from = node.props().find(|property| property.key() == Some("from"))?;
    match from.value() {
        Scalar::Str(path) if node.name() == "users" => Some((path.to_owned(), from.value_span())),
        _ => None,
    }
}

/// The folder in which a file lies.
pub(super) fn folder_of(file: &str) -> &str {
    file.rfind('/').map_or("", |at| &file[..at])
}

/// The path of `target` as seen from `folder`, without `.` and with `..` worked out.
pub fn clean(folder: &str, target: &str) -> String {
    let absolute = target.starts_with('/');
    let start = if absolute { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    let rooted = start.starts_with('/') || absolute;
    for part in start.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if rooted { format!("/{joined}") } else { joined }
}

fn reason(error: &FileError) -> String {
    match error {
        FileError::Missing => "there is no such file".to_owned(),
        FileError::NotText { at } => format!("it is not UTF-8 text (byte {at})"),
        FileError::TooLarge => "it is larger than 1 GiB".to_owned(),
        FileError::Other(why) => why.clone(),
    }
}

fn unreadable(path: &str, error: &FileError) -> Diagnostic {
    const UNREADABLE: Code = codes::FILE_UNREADABLE;
    let help = match error {
        FileError::Missing => "name the definition's root file, or a folder that holds a site.kdl",
        FileError::NotText { .. } => "save the file as UTF-8",
        FileError::TooLarge => "split the definition into files and include them",
        FileError::Other(_) => "check the path and its permissions",
    };
    Diagnostic::error(UNREADABLE, format!("cannot read `{path}`: {}", reason(error))).help(help)
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn paths_are_worked_out_from_the_including_file() {
        assert_eq!(clean("a/b", "../c/x.kdl"), "a/c/x.kdl");
        assert_eq!(clean("", "./people/*.kdl"), "people/*.kdl");
        assert_eq!(clean("a", "../../x"), "../x");
        assert_eq!(clean("a", "/etc/x"), "/etc/x");
        assert_eq!(clean("/srv/site", "x.kdl"), "/srv/site/x.kdl");
    }
}
