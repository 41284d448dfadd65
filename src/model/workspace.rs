//! Where the folders of workspaces lie, as keys of the site's paths.

use super::{Value, path};

const ROOTS: &str = "_/workspaces/";

/// Whether nobody makes, moves or removes the folder (a key) from here: it is a root, or lies in one of
/// another site or server.
pub fn is_beside(key: &str) -> bool {
    path::is_root(key) || (key.starts_with("_/") && !holds(key))
}

/// The folder in which all of a workspace lies.
pub fn files(number: i64) -> String {
    format!("{ROOTS}{number}")
}

/// The folder of a workspace of which only the name is known: no site has one of that path.
pub fn files_by_name(name: &str) -> String {
    format!("{ROOTS}{}", path::key(&name.replace('/', " ")))
}

/// The folder outside of which something has nothing, by the workspace that its attribute names;
/// none in the default one.
pub fn confines(workspace: &Value, number: impl Fn(&str) -> Option<i64>) -> Option<String> {
    let number = match workspace {
        Value::Int(number) => *number,
        Value::Reference(named) => match number(&named.name) {
            Some(number) => number,
            None => return Some(files_by_name(&named.name)),
        },
        _ => return None,
    };
    (number != 0).then(|| files(number))
}

/// Whether a folder is one of a workspace, or lies in it.
pub fn holds(folder: &str) -> bool {
    folder.starts_with(ROOTS)
}
