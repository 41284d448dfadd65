//! `fmt`: canonical layout, comments kept. A file with mistakes is left as it is.

use super::definition::{self, OutsideArgs};
use super::disk;
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::standard_input;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::lower;
use crate::source::{SourceFile, Sources, plain};
use crate::syntax::{self, Tree};
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
    /// Convert what is written in KDL v1; comments are kept, and a document that would not say the
    /// same is left as it is
    #[arg(long)]
    pub from_v1: bool,
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
        let Some(laid_out) = options.laid_out(tree, &mut found, &sources) else { continue };
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

impl FmtArgs {
    /// A file in canonical layout; nothing where it has mistakes.
    fn laid_out(
        &self,
        tree: &Tree,
        found: &mut Vec<Diagnostic>,
        sources: &Sources,
    ) -> Option<String> {
        let file = tree.file();
        let text = sources.file(file).text();
        let is_here = |d: &Diagnostic| is_syntax(d) && d.span().is_some_and(|s| s.file == file);
        if !self.from_v1 || !found.iter().any(is_here) {
            let broken = found.iter().any(|d| d.is_error() && is_here(d));
            return (!broken).then(|| lay_out(text, text, tree));
        }
        found.retain(|d| !is_here(d));
        match syntax::from_v1(file, text) {
            Ok(converted) => {
                let (tree, _) = syntax::parse(file, &converted);
                Some(lay_out(text, &converted, &tree))
            }
            Err(finding) => {
                sources.never_quote(file);
                found.push(*finding);
                None
            }
        }
    }
}

/// In canonical layout, with the line ends that most lines had.
fn lay_out(was: &str, text: &str, tree: &Tree) -> String {
    let laid_out = syntax::format(text, tree);
    let (returns, all) = line_ends(was);
    if returns * 2 <= all {
        return laid_out;
    }
    plain(&laid_out).replace('\n', "\r\n")
}

/// How many lines end with CRLF, and how many there are.
fn line_ends(text: &str) -> (usize, usize) {
    (text.matches("\r\n").count(), text.matches('\n').count())
}

fn difference(file: &SourceFile, laid_out: &str) -> String {
    let (returns, all) = line_ends(file.text());
    if file.text() != laid_out && plain(file.text()) == plain(laid_out) {
        let name = visible(file.name());
        if returns == 0 || returns == all {
            return format!("{name}: all that differs is the byte order mark\n");
        }
        return format!(
            "{name}: all that differs are line ends: CRLF of {returns} lines, LF of {}\n",
            all - returns
        );
    }
    let laid_out = lower::without_secrets(laid_out);
    output::difference(file.name(), &file.shown(), &laid_out, "laid out")
}

fn is_syntax(finding: &Diagnostic) -> bool {
    finding.code.0.starts_with("kdl-")
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
    lower::silence(&mut found, &sources);
    let Some(laid_out) = options.laid_out(&tree, &mut found, &sources) else {
        output.findings(&found, &sources);
        return Ok(Exit::Invalid);
    };
    let text = sources.file(id).text();
    if options.check {
        output.result(&difference(sources.file(id), &laid_out));
        return Ok(if laid_out == text { Exit::Fine } else { Exit::Failed });
    }
    output.returned(&laid_out);
    Ok(Exit::Fine)
}
