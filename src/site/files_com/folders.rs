//! The folder tree, one parent at a time: only the parents that a look names, or everything.

use super::client::Client;
use super::http::{Request, folder_path};
use super::paging;
use super::side_by_side::side_by_side;
use crate::live::{Declared, Look};
use crate::model::path;
use crate::site::SiteError;
use crate::site::records::FolderRecord;
use rustc_hash::FxHashSet;
use serde_json::Value as Json;

/// The folders directly within one.
fn children(client: &Client, folder: &str) -> Result<Vec<FolderRecord>, SiteError> {
    let request = Request::get(folder_path("folders", folder))
        .with("type", "folder")
        .with("with_priority_color", true);
    let records = match paging::list(client, &request) {
        // It went while we looked.
        Err(SiteError::Refused(refusal)) if refusal.is_not_found() => Vec::new(),
        other => other?,
    };
    let mut folders = Vec::with_capacity(records.len());
    for record in &records {
        // Without its filter a site shows files too.
        if record.get("type").and_then(Json::as_str) == Some("file") {
            continue;
        }
        match record.get("path").and_then(Json::as_str) {
            Some(path) if !path.is_empty() => folders.push(FolderRecord::of(path, record)),
            _ => {
                let detail = format!("a folder in {:?} has no path", path::display(folder));
                return Err(SiteError::Answer { what: "folders".to_owned(), detail });
            }
        }
    }
    Ok(folders)
}

/// Every folder that the look needs to see, level by level. Below what is not there, nothing is
/// asked for, nor in what another server is mounted in: that is not the site's.
pub fn read(
    client: &Client,
    look: &Look,
    mounts: &FxHashSet<String>,
    width: usize,
) -> Result<Vec<FolderRecord>, SiteError> {
    let mut all: Vec<FolderRecord> = Vec::new();
    let mut level = vec![String::new()];
    while !level.is_empty() {
        level.retain(|folder| {
            let key = path::key(folder);
            is_wanted(look, &key) && !mounts.contains(&*key)
        });
        let lists = side_by_side(width, level, |folder| children(client, &folder))?;
        let before = all.len();
        all.extend(lists.into_iter().flatten());
        level = all[before..].iter().map(|folder| folder.path.clone()).collect();
    }
    Ok(all)
}

fn is_wanted(look: &Look, folder: &str) -> bool {
    match look {
        Look::Everything => true,
        Look::Declared(Declared { parents, trees, .. }) => {
            parents.contains(folder) || trees.iter().any(|tree| path::is_within(folder, tree))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client};
    use super::*;
    use serde_json::json;

    fn folders(paths: &[&str]) -> Json {
        paths.iter().map(|path| json!({"path": path, "type": "directory"})).collect()
    }

    #[test]
    fn asks_only_for_what_is_wanted_and_there() {
        let mut declared = Declared::default();
        for folder in ["a/b/c", "gone/x/y", "a/d"] {
            declared.see(folder);
        }
        let (client, sent) = client(Fake::script([
            answer(200, folders(&["A", "Other"])),
            answer(200, folders(&["A/b"])),
            answer(200, folders(&["A/b/C"])),
        ]));
        let seen = found(&client, &Look::Declared(declared), &none());
        assert_eq!(seen, ["A", "Other", "A/b", "A/b/C"]);
        assert_eq!(
            sent.lines(),
            [
                "GET /folders/?type=folder&with_priority_color=true&per_page=1000",
                "GET /folders/A?type=folder&with_priority_color=true&per_page=1000",
                "GET /folders/A/b?type=folder&with_priority_color=true&per_page=1000",
            ]
        );
    }

    fn found(client: &Client, look: &Look, mounts: &FxHashSet<String>) -> Vec<String> {
        let found = read(client, look, mounts, 1).expect("folders");
        found.into_iter().map(|folder| folder.path).collect()
    }

    fn none() -> FxHashSet<String> {
        FxHashSet::default()
    }

    #[test]
    fn what_a_mount_shows_is_not_asked_for() {
        let (client, sent) = client(Fake::script([
            answer(200, folders(&["Mount", "Other"])),
            answer(200, folders(&[])),
        ]));
        let mounts = FxHashSet::from_iter(["mount".to_owned()]);
        let seen = found(&client, &Look::Everything, &mounts);
        assert_eq!(seen, ["Mount", "Other"]);
        assert_eq!(sent.lines().len(), 2);
    }

    #[test]
    fn a_tree_is_seen_whole() {
        let mut declared = Declared::default();
        declared.see("a");
        declared.trees.insert("a".into());
        let (client, _) = client(Fake::script([
            answer(200, folders(&["a", "b"])),
            answer(200, folders(&["a/x"])),
            answer(404, json!({"type": "not-found/folder-not-found"})),
        ]));
        assert_eq!(found(&client, &Look::Declared(declared), &none()), ["a", "b", "a/x"]);
    }

    #[test]
    fn files_are_not_folders() {
        let list = json!([{"path": "a.txt", "type": "file"}, {"path": "a", "type": "directory"}]);
        let (client, _) = client(Fake::script([answer(200, list), answer(200, json!([]))]));
        assert_eq!(found(&client, &Look::Everything, &none()), ["a"]);
        let (client, _) = super::super::fake::client(Fake::script([answer(200, json!([{}]))]));
        assert!(read(&client, &Look::Everything, &none(), 1).is_err());
    }
}
