//! Commands that other tools have, and what does that here.

use clap::error::{ContextKind, ContextValue, ErrorKind};

static COMMANDS: &[(&[&str], &str)] = &[
    (&["validate", "lint", "verify", "test"], "`siteplan check` reads a definition and judges it"),
    (&["format"], "`siteplan fmt` lays a definition out"),
    (
        &["new", "create", "setup"],
        "`siteplan init` begins a definition, `siteplan pull` writes that of a site",
    ),
    (
        &["export", "dump", "get", "read", "download"],
        "`siteplan pull` writes the definition of a site",
    ),
    (
        &["up", "deploy", "push", "sync", "update"],
        "`siteplan apply` makes a site what its definition says",
    ),
    (&["preview", "dry-run", "whatif"], "`siteplan plan` shows what `apply` would do"),
    (
        &["diff", "compare", "status", "refresh"],
        "`siteplan drift` compares a site with its definition, `siteplan access diff` two of either",
    ),
    (
        &["destroy", "delete", "remove", "rm"],
        "nothing goes without a line that says so: `remove` names an object, `manage` what becomes \
         of all that no file declares",
    ),
    (
        &["state", "taint", "untaint", "workspace"],
        "there is no state: the definition and the site are all there is",
    ),
    (
        &["login", "auth"],
        "the key of a site is read from FILES_API_KEY; there is nothing to log in to",
    ),
    (&["who", "permissions", "audit"], "`siteplan access on PATH` says who can do what there"),
    (&["docs", "rules"], "`siteplan explain CODE` prints a rule's page"),
];

/// What to use instead, where an unknown command is known elsewhere.
pub fn instead(error: &clap::Error) -> Option<&'static str> {
    if error.kind() != ErrorKind::InvalidSubcommand {
        return None;
    }
    let Some(ContextValue::String(name)) = error.get(ContextKind::InvalidSubcommand) else {
        return None;
    };
    let known = COMMANDS.iter().find(|(names, _)| names.contains(&name.as_str()));
    known.map(|(_, instead)| *instead)
}
