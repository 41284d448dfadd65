//! Where the folders of workspaces lie, as keys of the site's paths.

const ROOTS: &str = "_/workspaces/";

/// The folder in which all of a workspace lies.
pub fn files(number: i64) -> String {
    format!("{ROOTS}{number}")
}

/// Whether a folder is one of a workspace, or lies in it.
pub fn holds(folder: &str) -> bool {
    folder.starts_with(ROOTS)
}
