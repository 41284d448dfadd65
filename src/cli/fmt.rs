//! `fmt`: canonical layout, comments kept. A file with mistakes is left as it is.

use super::definition::{self, OutsideArgs};
use super::disk;
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::standard_input;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::lower;
use crate::source::{SourceFile, Sources};
use crate::syntax;
use crate::wording::visible;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub struct FmtArgs {
    /// Files to lay out; `-` reads standard input and writes standard output. Without any:
    /// ./site.kdl and all it includes
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub outside: OutsideArgs,
    /// Change nothing; fail if a file would change, and show how
    #[arg(long)]
    pub check: bool,
}

pub fn run(options: &FmtArgs, output: &mut Output) -> Result<Exit, Failure> {
    if options.files.iter().any(|file| file == Path::new("-")) {
        return standard_input(options, output);
    }
    let mut sources = Sources::default();
    let mut trees = Vec::new();
    let mut found = Vec::new();
    if options.files.is_empty() {
        let root = definition::root(Path::new("site.kdl"));
        let loaded = lower::load(&root, &options.outside.disk(&root), &mut sources);
        (trees, found) = (loaded.trees, loaded.diagnostics);
    }
    for file in &options.files {
        let path = definition::root(file);
        let text = disk::read_text(Path::new(&path))?;
        let id = sources.add(path, text);
        let (tree, diagnostics) = syntax::parse(id, sources.file(id).text());
        trees.push(tree);
        found.extend(diagnostics);
    }
    lower::hide(&trees, &found, &sources);
    lower::hide_strangers(&trees, &found, &sources);
    lower::silence(&mut found, &sources);
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
            output.result(&difference(file, &laid_out));
        } else {
            disk::rewrite(Path::new(file.name()), &laid_out)?;
            output.progress(&format!("laid out {}", visible(file.name())));
        }
    }
    output.findings(&found, &sources);
    Ok(match () {
        () if has_errors(&found) => Exit::Invalid,
        () if options.check && changed > 0 => Exit::Failed,
        () => Exit::Fine,
    })
}

fn difference(file: &SourceFile, laid_out: &str) -> String {
    let laid_out = lower::without_secrets(laid_out);
    output::difference(file.name(), &file.shown(), &laid_out, "laid out")
}

fn broken(found: &[Diagnostic], file: crate::source::FileId) -> bool {
    found.iter().any(|d| {
        d.is_error() && d.code.0.starts_with("kdl-") && d.span().is_some_and(|s| s.file == file)
    })
}

fn standard_input(options: &FmtArgs, output: &mut Output) -> Result<Exit, Failure> {
    if options.files.len() > 1 {
        return Err(Failure::Usage {
            message: "`-` stands alone".to_owned(),
            help: "lay out files and standard input in two runs".to_owned(),
        });
    }
    let text = disk::read_text(Path::new("-"))?;
    let mut sources = Sources::default();
    let id = sources.add(standard_input::NAME, text);
    let (tree, mut found) = syntax::parse(id, sources.file(id).text());
    lower::hide(std::slice::from_ref(&tree), &found, &sources);
    lower::hide_strangers(std::slice::from_ref(&tree), &found, &sources);
    if has_errors(&found) {
        lower::silence(&mut found, &sources);
        output.findings(&found, &sources);
        return Ok(Exit::Invalid);
    }
    let text = sources.file(id).text();
    let laid_out = syntax::format(text, &tree);
    if options.check {
        output.result(&difference(sources.file(id), &laid_out));
        return Ok(if laid_out == text { Exit::Fine } else { Exit::Failed });
    }
    output.returned(&laid_out);
    Ok(Exit::Fine)
}
