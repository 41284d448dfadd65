//! What a run has written into a work tree of git that does not ignore it: the secrets of new keys, and
//! the store of a trial. It changes nothing, and is silent where there is no git.

use crate::cli::output::Output;
use crate::wording::visible;
use std::path::Path;
use std::process::Command;

/// Warns of the secret of a key.
pub fn warn_of_key(file: &Path, output: &Output) {
    if let Some(line) = line_for(file) {
        let style = output.error_style();
        output.aside(&format!(
            "{} the secret in {} would be committed\n  {} add {} to .gitignore at the top of the repository, or \
             let `save-to` name a place outside of it\n",
            style.changed("warning:"),
            quoted(&file.display().to_string()),
            style.bold("help:"),
            quoted(&line),
        ));
    }
}

/// Notes a store, which holds who reaches what.
pub fn note_store(file: &Path, output: &Output) {
    if let Some(line) = line_for(file) {
        let style = output.error_style();
        output.progress(&format!(
            "{} the store {} would be committed: add {} to .gitignore at the top of the repository",
            style.bold("note:"),
            quoted(&file.display().to_string()),
            quoted(&format!("{line}*")),
        ));
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", visible(text))
}

/// The line of `.gitignore` for a file that is there, lies in a work tree, and is not ignored.
fn line_for(file: &Path) -> Option<String> {
    file.symlink_metadata().ok()?;
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let name = file.file_name()?;
    let git = |arguments: &[&str]| {
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(arguments);
        command
    };
    // 0: it is ignored; 1: it is not; anything else: there is no work tree.
    let ignored = git(&["check-ignore", "--quiet", "--"]).arg(name).output().ok()?;
    if ignored.status.code() != Some(1) {
        return None;
    }
    let prefix = git(&["rev-parse", "--show-prefix"]).output().ok()?;
    let prefix = String::from_utf8(prefix.stdout).ok()?;
    Some(format!("/{}{}", prefix.trim_end_matches('\n'), name.to_str()?))
}
