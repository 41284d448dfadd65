//! What a definition says of files that are not as they should be, once all of it is known.

use super::codes;
use super::files::{Files, OUTSIDE, permit};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Definition;
use rustc_hash::FxHashSet;

/// Files of secrets that lie outside of where a definition's files lie. They are read only when
/// they are needed, perhaps by somebody else.
pub fn secrets_outside(site: &Definition, files: &dyn Files) -> Vec<Diagnostic> {
    // A template is said once, however often it is used.
    let mut seen = FxHashSet::default();
    let once = site.secret_files.iter().filter(|file| seen.insert(*file));
    let outside = once.filter_map(|(path, span)| {
        let help = permit(&files.outside(path)?);
        let message = format!("cannot take a secret from `{path}`: {OUTSIDE}");
        Some(Diagnostic::error(codes::FILE_OUTSIDE, message).at(*span, "named here").help(help))
    });
    outside.collect()
}

/// An include that reads nothing is an error where the definition removes what it does not
/// declare: everything that was included would go.
pub fn nothing_is_read(site: &Definition, found: &mut [Diagnostic]) {
    if !site.manage.removes_anything() {
        return;
    }
    for finding in found.iter_mut().filter(|finding| finding.code == codes::INCLUDE_NOTHING) {
        finding.severity = Severity::Error;
        finding.help = Some(
            "`manage` removes what nothing declares, so all that was read here would go: correct \
             it; if that is meant, delete the line"
                .to_owned(),
        );
    }
}
