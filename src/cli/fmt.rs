//! `fmt`: canonical layout, comments kept. A file with mistakes is left as it is.

use super::arguments::Fmt;
use super::definition;
use super::disk::Disk;
use super::exit::{Exit, Failure};
use super::output::Output;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::lower;
use crate::render::style::safe;
use crate::render::text::diagnostics as diagnostics_text;
use crate::source::Sources;
use crate::syntax;
use similar::TextDiff;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

pub fn run(options: &Fmt, output: &mut Output) -> Result<Exit, Failure> {
    if options.files.iter().any(|file| file == Path::new("-")) {
        return standard_input(options, output);
    }
    let mut sources = Sources::default();
    let mut trees = Vec::new();
    let mut found = Vec::new();
    if options.files.is_empty() {
        let loaded = lower::load(&definition::root(Path::new("site.kdl")), &Disk, &mut sources);
        (trees, found) = (loaded.trees, loaded.diagnostics);
    }
    for file in &options.files {
        let path = definition::root(file);
        let text = super::disk::read_text(Path::new(&path))?;
        let id = sources.add(path, text);
        let (tree, diagnostics) = syntax::parse(id, sources.file(id).text());
        trees.push(tree);
        found.extend(diagnostics);
    }
    let mut changed = 0;
    for tree in &trees {
        let file = sources.file(tree.file());
        if broken(&found, tree.file()) {
            continue;
        }
        let laid_out = syntax::format(file.text(), tree);
        if laid_out == file.text() {
            continue;
        }
        changed += 1;
        if options.check {
            output.result(&difference(file.name(), file.text(), &laid_out, "laid out"))?;
        } else {
            replace(Path::new(file.name()), &laid_out)?;
            output.progress(&format!("laid out {}", safe(file.name())));
        }
    }
    output.aside(&diagnostics_text::diagnostics(&found, &sources, output.error_style()));
    Ok(match () {
        () if has_errors(&found) => Exit::Invalid,
        () if options.check && changed > 0 => Exit::Failed,
        () => Exit::Fine,
    })
}

fn broken(found: &[Diagnostic], file: crate::source::FileId) -> bool {
    found.iter().any(|d| {
        d.is_error() && d.code.0.starts_with("kdl-") && d.span().is_some_and(|s| s.file == file)
    })
}

fn standard_input(options: &Fmt, output: &mut Output) -> Result<Exit, Failure> {
    if options.files.len() > 1 {
        return Err(Failure::Usage {
            message: "`-` stands alone".to_owned(),
            help: "lay out files and standard input in two runs".to_owned(),
        });
    }
    let mut text = String::new();
    io::stdin()
        .read_to_string(&mut text)
        .map_err(|error| Failure::file("read", Path::new("standard input"), error))?;
    let mut sources = Sources::default();
    let id = sources.add("standard input", text);
    let (tree, found) = syntax::parse(id, sources.file(id).text());
    if has_errors(&found) {
        output.aside(&diagnostics_text::diagnostics(&found, &sources, output.error_style()));
        return Ok(Exit::Invalid);
    }
    let text = sources.file(id).text();
    let laid_out = syntax::format(text, &tree);
    if options.check {
        output.result(&difference("standard input", text, &laid_out, "laid out"))?;
        return Ok(if laid_out == text { Exit::Fine } else { Exit::Failed });
    }
    output.result(&laid_out)?;
    Ok(Exit::Fine)
}

/// What would change in a file, as a unified diff.
pub fn difference(name: &str, before: &str, after: &str, how: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (safe(name), format!("{} ({how})", safe(name)));
    diff.unified_diff().context_radius(2).header(&old, &new).to_string()
}

/// Replaces a file whole or not at all; a link's target is replaced, not the link.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::file("write", path, error);
    let path: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    if let Ok(found) = fs::metadata(&path) {
        file.as_file().set_permissions(found.permissions()).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    // The name is durable only once its folder is.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
