//! A fence at which nothing stops.

use crate::access::{Folder, View};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("fence-hides-nothing"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "no inherited grant stops at a fence",
    page: include_str!("fence-hides-nothing.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let mut fences = cx.site.behaviors.iter().filter(|behavior| behavior.is_fence()).peekable();
    if fences.peek().is_none() || cx.site.grants.is_empty() {
        return;
    }
    let view = cx.ground();
    let inherited = inherited(&view);
    for fence in fences {
        let key = cx.names.key_text(fence.folder);
        let Some(folder) = view.tree.folders().find(key) else { continue };
        let Some(above) = view.tree.folders().parent(folder) else { continue };
        if inherited.get(above.index()).is_some_and(|reaches| *reaches) {
            continue;
        }
        let other = view.fence_at(above).and_then(|other| {
            let other = view.tree.folders().path(other);
            cx.site.behaviors.iter().find(|b| b.is_fence() && cx.names.key_text(b.folder) == other)
        });
        // What nobody grants above may come later, or be on the live site.
        let Some(other) = other else { continue };
        let path = cx.folder_path(fence.folder);
        findings.push(
            RULE.found(format!("nothing stops at the fence on `{path}`"))
                .at(fence.span, "no grant from above reaches here")
                .at(other.span, "this fence stops it all already")
                .help("drop the fence, or grant above what it is to stop"),
        );
    }
}

/// For each folder, whether some grant that fences stop is inherited by what lies in it.
fn inherited(view: &View<'_>) -> Vec<bool> {
    let folders = view.tree.folders();
    let mut reaches = vec![false; folders.len()];
    for (_, held) in view.state.grants() {
        if held.recursive && !held.passes_fences() {
            reaches[held.folder.index()] = true;
        }
    }
    for folder in Folder::all(folders).skip(1) {
        let above = folders.parent(folder).is_some_and(|above| reaches[above.index()]);
        let fenced = view.fence_at(folder) == Some(folder);
        if above && !fenced {
            reaches[folder.index()] = true;
        }
    }
    reaches
}
