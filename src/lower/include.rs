//! `include` and `users from=`: from the root file to all the files of a definition.

use super::files::{
    FileError, Files, NOTHING, clean, folder_of, not_included, permit, reason, unreadable,
};
use super::given::{COMMAND_LINE, Params};
use super::{codes, secrecy, texts};
use crate::csv::encoding::Encoding;
use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Sources, Span};
use crate::syntax::{self, Node, Scalar, Tree};
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// What was loaded: the trees, root first, in the order in which they were found.
#[derive(Default)]
pub struct Loaded {
    pub trees: Vec<Tree>,
    /// What came before them: the command line's parameters, and the environment file.
    pub given: Vec<Tree>,
    pub params: Params,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads the root file and, level by level, what the files include. Files of one level are
/// parsed side by side.
pub fn load(root: &str, files: &dyn Files, sources: &mut Sources) -> Loaded {
    let mut loader = Loader {
        files,
        known: FxHashMap::default(),
        beside: FxHashSet::default(),
        edges: Vec::new(),
        root: files.given().root.map(|root| clean("", &root)),
        params: Params::default(),
        out: Vec::new(),
    };
    let mut trees: Vec<Tree> = Vec::new();
    let mut level: Vec<FileId> = Vec::new();
    match files.read(root) {
        Ok(text) => level.push(loader.take(root, text, sources)),
        Err(error) => loader.out.push(unreadable(root, &error)),
    }
    let given = if level.is_empty() { Vec::new() } else { loader.given(sources) };
    while !level.is_empty() {
        let (parsed, diagnostics) = parse_all(&level, sources);
        loader.out.extend(diagnostics);
        level.clear();
        let parsed = loader.definitions(parsed, sources);
        for tree in &parsed {
            loader.params.take(tree, sources);
        }
        for tree in &parsed {
            level.extend(loader.includes(tree, sources));
        }
        trees.extend(parsed);
    }
    loader.cycles(sources);
    secrecy::hide(trees.iter().chain(&given), &loader.out, sources);
    secrecy::silence(&mut loader.out, sources);
    Loaded { trees, given, params: loader.params, diagnostics: loader.out }
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

const ENVIRONMENT: &str = "a file of `set` lines, which give the parameters their values";

struct Loader<'a> {
    files: &'a dyn Files,
    known: FxHashMap<String, FileId>,
    /// Who includes whom, and where it says so.
    edges: Vec<(FileId, FileId, Span)>,
    /// Files of users and of texts, which are no definitions.
    beside: FxHashSet<String>,
    /// The root file, where another text stands around it.
    root: Option<String>,
    /// As far as the files that were read so far say.
    params: Params,
    out: Vec<Diagnostic>,
}

impl Loader<'_> {
    fn take(&mut self, path: &str, text: String, sources: &mut Sources) -> FileId {
        let id = sources.add(path, text);
        if self.root.as_deref() == Some(path) {
            self.params.root_is(id);
        }
        self.known.insert(path.to_owned(), id);
        id
    }

    /// Takes in what is said before the root file.
    fn given(&mut self, sources: &mut Sources) -> Vec<Tree> {
        let given = self.files.given();
        let line = given.command_line().map(|text| sources.add(COMMAND_LINE, text));
        let environment = given.environment.and_then(|name| match self.files.environment(&name) {
            Ok(text) => Some(sources.add(name, text)),
            // It came later.
            Err(FileError::Missing) if given.is_earlier => None,
            Err(error) => {
                let message = format!("cannot read `{name}`: {}", reason(&error));
                let finding = Diagnostic::error(codes::FILE_UNREADABLE, message);
                self.out.push(finding.help(format!("--environment names {ENVIRONMENT}")));
                None
            }
        });
        self.params = Params::new(line, environment, given.is_earlier);
        let ids: Vec<FileId> = line.into_iter().chain(environment).collect();
        let (parsed, found) = parse_all(&ids, sources);
        self.out.extend(found);
        let trees = self.definitions(parsed, sources);
        for tree in &trees {
            self.params.take_set(tree, sources);
        }
        trees
    }

    /// Those of the trees that are meant as definitions. Nothing of the others is told but that
    /// they are there: who knows what they hold.
    fn definitions(&mut self, parsed: Vec<Tree>, sources: &Sources) -> Vec<Tree> {
        let mut mistakes: FxHashMap<FileId, Span> = FxHashMap::default();
        for finding in &self.out {
            if let Some((file, span)) = secrecy::file_of_mistake(finding).zip(finding.span()) {
                mistakes.entry(file).or_insert(span);
            }
        }
        let (meant, strange): (Vec<Tree>, Vec<Tree>) = parsed.into_iter().partition(|tree| {
            let is_broken = mistakes.contains_key(&tree.file());
            secrecy::is_definition(tree, sources.file(tree.file()).text(), is_broken)
        });
        for tree in &strange {
            let file = tree.file();
            sources.never_quote(file);
            self.out.retain(|finding| finding.span().is_none_or(|span| span.file != file));
            self.no_definition(tree, mistakes.get(&file).copied(), sources);
        }
        for tree in &meant {
            self.holds_nothing(tree, sources);
        }
        meant
    }

    fn no_definition(&mut self, tree: &Tree, mistake: Option<Span>, sources: &Sources) {
        let file = sources.file(tree.file());
        let first = tree.document(file.text()).nodes().next().map(|node| node.name_span());
        let (place, why) = match file.text().find('\0') {
            Some(at) => (
                Span::new(tree.file(), at as u32, at as u32 + 1),
                "U+0000, which no definition holds",
            ),
            None => (
                mistake.or(first).unwrap_or(Span::new(tree.file(), 0, 0)),
                "no word of the language begins anything in it",
            ),
        };
        let message = format!("`{}` is no definition", file.name());
        let finding = Diagnostic::error(codes::NOT_A_DEFINITION, message).at(place, why);
        let including = self.edges.iter().find(|(_, to, _)| *to == tree.file());
        let finding = match including {
            Some((_, _, span)) => finding.at(*span, "included here"),
            None => finding,
        };
        let help = "is it the file you meant? nothing of it is shown, as it may hold secrets";
        self.out.push(finding.help(help));
    }

    fn holds_nothing(&mut self, tree: &Tree, sources: &Sources) {
        let file = sources.file(tree.file());
        let including = self.edges.iter().find(|(_, to, _)| *to == tree.file());
        if let Some((_, _, span)) = including
            && tree.document(file.text()).nodes().next().is_none()
        {
            let message = format!("`{}` declares nothing", file.name());
            let finding = Diagnostic::warning(codes::INCLUDE_NOTHING, message);
            self.out.push(finding.at(*span, "nothing is included here").help(NOTHING));
        }
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
                    Scalar::Str(path) if self.params.lacks_value(path) => {}
                    Scalar::Str(path) if entry.key().is_none() => {
                        wanted.push((self.params.put_into(path).into(), entry.value_span()));
                    }
                    _ => self.out.push(
                        Diagnostic::error(codes::VALUE_TYPE, "`include` takes paths")
                            .at(entry.span(), "a path in quotes expected"),
                    ),
                }
            }
        }
        let nodes = || tree.document(text).nodes();
        let params = &self.params;
        let tables: Vec<(String, Span)> =
            nodes().filter_map(|node| table_of(node, params)).collect();
        let texts: Vec<(String, Span)> =
            nodes().flat_map(|node| texts::named_in(node, params)).collect();
        let folder = folder_of(sources.file(tree.file()).name()).to_owned();
        for (path, span) in tables {
            self.table(clean(&folder, &path), span, sources);
        }
        for (path, span) in texts {
            if texts::may_be_secret(&path) {
                self.out.push(texts::is_secret(&path, span));
                continue;
            }
            self.beside(clean(&folder, &path), span, sources);
        }
        let mut fresh = Vec::new();
        for (pattern, span) in wanted {
            for path in self.resolve(&folder, &pattern, span) {
                fresh.extend(self.include(tree.file(), path, span, sources));
            }
        }
        fresh
    }

    /// Takes in a file that is no definition; `lower` finds it by its name.
    fn beside(&mut self, path: String, span: Span, sources: &mut Sources) {
        if !self.beside.insert(path.clone()) {
            return;
        }
        match self.files.read(&path) {
            Ok(text) => {
                sources.add(path, text);
            }
            Err(error) => self.not_read(&path, &error, span),
        }
    }

    /// The same of a file of users.
    fn table(&mut self, path: String, span: Span, sources: &mut Sources) {
        if !self.beside.insert(path.clone()) {
            return;
        }
        match self.files.table(&path) {
            Ok((text, encoding)) => {
                if encoding == Encoding::Utf16 {
                    let message = format!("`{path}` is UTF-16");
                    let finding = Diagnostic::info(codes::CSV_ENCODING, message);
                    let help =
                        "save it as \"CSV UTF-8 (comma delimited)\"; the bulk import takes UTF-8";
                    self.out.push(finding.at(span, "read as it is").help(help));
                }
                sources.add(path, text);
            }
            Err(error) => self.not_read(&path, &error, span),
        }
    }

    fn not_read(&mut self, path: &str, error: &FileError, span: Span) {
        let text = |help: &str| help.to_owned();
        let (code, help) = match error {
            FileError::Missing => {
                (codes::INCLUDE_MISSING, text("paths are relative to the file that names them"))
            }
            FileError::NotText { .. } => (codes::FILE_UNREADABLE, text("save it as UTF-8")),
            FileError::Foreign { help, .. } => (codes::FILE_UNREADABLE, text(help)),
            FileError::Outside { folder } => (codes::FILE_OUTSIDE, permit(folder)),
            _ => (codes::FILE_UNREADABLE, text("check the path and its permissions")),
        };
        let message = format!("cannot read `{path}`: {}", reason(error));
        self.out.push(Diagnostic::error(code, message).at(span, "read here").help(help));
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
                let message = format!("cannot include `{path}`: {}", reason(&error));
                let finding = not_included(&error, codes::FILE_UNREADABLE, message, span);
                self.out.push(if path.contains('\\') {
                    finding.help("folders are parted by `/`, on every system")
                } else {
                    finding
                });
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
                    .at(span, "nothing is included here")
                    .help(NOTHING),
                );
                Vec::new()
            }
            Ok(paths) => paths,
            Err(error) => {
                let message = format!("cannot look for `{pattern}`: {}", reason(&error));
                self.out.push(not_included(&error, codes::INCLUDE_MISSING, message, span));
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
fn table_of(node: Node<'_>, params: &Params) -> Option<(String, Span)> {
    let from = node.props().find(|property| property.key() == Some("from"))?;
    match from.value() {
        Scalar::Str(path) if node.name() == "users" && !params.lacks_value(path) => {
            Some((params.put_into(path).into(), from.value_span()))
        }
        _ => None,
    }
}
