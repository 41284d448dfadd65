//! Share links to what is not there. What a link shares may be a file, and files are not looked at:
//! of those only the folder can be missing.

use super::{AccessPart, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Key, NamedKind, Value, kinds, path, workspace};
use rustc_hash::FxHashSet;

impl Diff<'_> {
    pub(super) fn leads_nowhere(&mut self) {
        let links = self.result.changes.iter().filter(|change| {
            matches!(change.address.access_part(), AccessPart::Link(_))
                && change.operation != Operation::Delete
        });
        let paths = Field::attribute(&kinds::BUNDLE, "paths");
        let mut led = links
            .filter_map(|change| {
                let set = change.set.iter().find(|set| set.field == paths)?;
                Some((change.address.name()?, set.after.as_list()))
            })
            .peekable();
        if led.peek().is_none() {
            return;
        }
        let mounts = self.mounts();
        let mut findings = Vec::new();
        for (link, paths) in led {
            let paths = paths.iter().filter_map(Value::as_text);
            for missing in paths.filter(|path| !self.may_be_there(path, &mounts)) {
                let said = self
                    .site
                    .named
                    .iter()
                    .find(|said| said.kind == NamedKind::BUNDLE && said.name.as_ref() == link);
                let place = said.and_then(|said| said.attributes.get("paths"));
                let finding = Diagnostic::error(
                    codes::LINK_LEADS_NOWHERE,
                    format!("share link `{link}` leads to `{missing}`, which is not there"),
                );
                let finding = match place {
                    Some(place) => finding.at(place.span, "nor is the folder that it would lie in"),
                    None => finding,
                };
                let parent = path::parent(missing.trim_matches('/')).unwrap_or(missing);
                let help = format!("declare `folder {parent:?}`, or correct the path");
                findings.push(finding.help(help));
            }
        }
        self.result.findings.extend(findings);
    }

    /// Whether the path is a folder once the plan is done, or may be a file in one.
    fn may_be_there(&self, path: &str, mounts: &FxHashSet<Key>) -> bool {
        let key = path::key(path);
        std::iter::once(&*key).chain(path::parent(&key)).any(|at| self.will_be_there(at, mounts))
    }

    fn will_be_there(&self, folder: &str, mounts: &FxHashSet<Key>) -> bool {
        if workspace::is_beside(folder) {
            return true;
        }
        let above = std::iter::successors(Some(folder), |at| path::parent(at));
        let is_mount = |key: Key| mounts.contains(&key);
        if above.filter_map(|at| self.names.find_path_key(at)).any(is_mount) {
            return true;
        }
        self.names.find_path_key(folder).is_some_and(|key| {
            let is_known = self.site.folder(key).is_some() || self.matching.has_folder(key);
            is_known && !self.folder_goes(key)
        })
    }
}
