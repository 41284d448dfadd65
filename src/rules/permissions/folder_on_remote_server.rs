//! A folder in a remote mount.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Key;
use crate::model::kinds::MOUNT;
use crate::model::path;
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;

pub static RULE: Rule = Rule {
    code: Code("folder-on-remote-server"),
    family: Family::Permissions,
    severity: Severity::Info,
    summary: "a folder lies in a remote mount, where nothing is made or removed",
    page: include_str!("folder-on-remote-server.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mounts = cx.site.behaviors.iter().filter(|behavior| behavior.kind.name == MOUNT);
    let mounts: FxHashMap<Key, Span> = mounts.map(|mount| (mount.folder, mount.span)).collect();
    if mounts.is_empty() {
        return;
    }
    for folder in cx.site.folders.iter().filter(|folder| folder.declared) {
        let key = cx.names.key_text(folder.key);
        let mut above = std::iter::successors(path::parent(key), |at| path::parent(at));
        let mount = above.find_map(|at| mounts.get(&cx.names.find_path_key(at)?));
        let Some(mount) = mount else { continue };
        let name = cx.names.text(folder.name);
        if let Some(was) = &folder.was {
            findings.push(
                Diagnostic::error(
                    RULE.code,
                    format!("`{name}` lies on a remote server, and no folder moves there"),
                )
                .at(was.span, "all that is in it would go to the other side")
                .at(*mount, "the mount")
                .help("drop `was=`, and move what is in the folder by hand if it is to go there"),
            );
            continue;
        }
        findings.push(
            RULE.found(format!("`{name}` is taken to be on the remote server already"))
                .at(folder.span, "neither made, looked for nor removed")
                .at(*mount, "the mount")
                .help("what stands on it is planned as elsewhere; make the folder on that server"),
        );
    }
}
