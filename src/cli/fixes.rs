//! Edits of a definition's files: shown, or written. Each file is replaced whole; nothing else in
//! it changes.

use super::disk;
use super::exit::Failure;
use super::output::{self, Output};
use crate::diagnostic::Edit;
use crate::source::{FileId, Sources};
use crate::syntax::apply_edits;
use crate::wording::visible;
use std::collections::BTreeMap;
use std::path::Path;

/// Edits that do not touch, by their files.
pub type Edits = BTreeMap<FileId, Vec<Edit>>;

/// Writes them, or shows what they would change: as a result, or beside one.
pub fn write(
    edits: &Edits,
    sources: &Sources,
    dry_run: bool,
    as_result: bool,
    output: &Output,
) -> Result<(), Failure> {
    for (file, edits) in edits {
        let file = sources.file(*file);
        if dry_run {
            // What is hidden is as long as what it hides.
            let shown = file.shown();
            let fixed = fixed(&shown, edits);
            let difference = output::difference(file.name(), &shown, &fixed, "fixed");
            if as_result { output.result(&difference) } else { output.aside(&difference) }
        } else {
            disk::rewrite(Path::new(file.name()), &fixed(file.text(), edits))?;
            output.progress(&format!("fixed {}", visible(file.name())));
        }
    }
    Ok(())
}

fn fixed(text: &str, edits: &[Edit]) -> String {
    match apply_edits(text, edits) {
        Ok(text) => text,
        Err(error) => panic!("fixes that do not touch can be applied together: {error}"),
    }
}
