//! A fence behind which only administrators get.

use crate::access::Folder;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("fence-locks-out"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "nobody but administrators can reach what is behind a fence",
    page: include_str!("fence-locks-out.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut fences = cx.site.behaviors.iter().filter(|behavior| behavior.is_fence()).peekable();
    if fences.peek().is_none() || cx.site.grants.is_empty() {
        return;
    }
    let view = cx.ground();
    let folders = view.tree.folders();
    // Folders at or below which a grant stands, and folders that a folder admin reigns over.
    let (mut granted, mut reigned) = (vec![false; folders.len()], vec![false; folders.len()]);
    for (_, held) in view.state.grants() {
        granted[held.folder.index()] = true;
        reigned[held.folder.index()] |= held.passes_fences();
    }
    let all: Vec<Folder> = Folder::all(folders).collect();
    for folder in &all {
        let above = folders.parent(*folder).is_some_and(|above| reigned[above.index()]);
        reigned[folder.index()] |= above;
    }
    for folder in all.iter().rev() {
        if let Some(above) = folders.parent(*folder) {
            granted[above.index()] |= granted[folder.index()];
        }
    }
    for fence in fences {
        let Some(folder) = folders.find(cx.names.key_text(fence.folder)) else { continue };
        if folder != Folder::ROOT && !granted[folder.index()] && !reigned[folder.index()] {
            let path = cx.folder_path(fence.folder);
            findings.push(
                RULE.found(format!("nobody but site administrators gets into `{path}`"))
                    .at(fence.span, "grants from above stop here, and none stands here or below")
                    .help("grant here what people need, or drop the fence to let in who has access above"),
            );
        }
    }
}
