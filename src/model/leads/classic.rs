//! Automations of the first version: one action, with `path`, `source` and `destinations`.

use super::{Doubt, Files, Leads, Role, Said, Work, text, texts};
use crate::model::glob::Route;
use crate::model::value::Value;

pub(super) fn leads<'v>(get: &impl Fn(&'static str) -> Option<&'v Value>, leads: &mut Leads<'v>) {
    let said = |attribute| Said { attribute, node: None };
    let action = text(get("automation"));
    if action == Some("run_sync") {
        return leads.unknown(said("automation"), Doubt::Syncs);
    }
    let makes_folders = action == Some("create_folder");
    let work = match action {
        _ if makes_folders => Work::WRITES,
        Some("move_file") => Work { deletes: true, ..Work::READS },
        Some("delete_file") => Work { deletes: true, ..Work::default() },
        _ => Work::READS,
    };
    let files = Files {
        path: text(get("path")),
        source: text(get("source")).filter(|_| !makes_folders),
        exclude: text(get("exclude_pattern")).filter(|_| !makes_folders),
        node: None,
    };
    let base = leads.files(files, work);
    let base = base.or_else(|| (!files.are_said()).then_some(Route::ROOT));
    // api.md §22: the folders that are made lie in those that `path` names.
    let (role, below) =
        if makes_folders { (Role::NewFolder, base.as_ref()) } else { (Role::Destination, None) };
    if makes_folders && below.is_none() {
        return;
    }
    let replaced = text(get("destination_replace_from")).filter(|_| !makes_folders);
    let by = text(get("destination_replace_to")).unwrap_or_default();
    for destination in texts(get("destinations")) {
        leads.destination(said("destinations"), role, destination, base.as_ref(), below);
        // Of the name, or of the whole path: the documents say both.
        let folder = destination.rfind('/').map_or("", |end| &destination[..end]);
        if let Some(from) = replaced.filter(|from| folder.contains(from)) {
            leads.or_else(destination, &destination.replace(from, by), base.as_ref());
        }
    }
}
