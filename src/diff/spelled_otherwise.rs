//! Names that the site spells otherwise than the definition: one object to it, and nothing that
//! a plan without `was=` would change.

use super::Diff;
use super::was::said;
use crate::codes::difference as codes;
use crate::diagnostic::{Diagnostic, Edit};
use crate::model::{Folder, Kind, Name, Was, kinds, path};
use crate::source::Span;

/// How many are told one by one.
const SHOWN: usize = 20;

/// A spelling in the definition, and the site's.
struct Spelling {
    kind: &'static Kind,
    declared: String,
    live: String,
    span: Span,
    /// The part of both that the node itself names.
    node: (String, String),
    /// The whole of the difference can be made by a `was=` of this node.
    renames: bool,
}

impl Diff<'_> {
    pub(super) fn spelled_otherwise(&mut self) {
        let mut all = Vec::new();
        for group in &self.site.groups {
            let live = self.matching.live_group(group.key).map(|live| live.name);
            let name = (group.name, live, group.name_span);
            all.extend(self.spelling(&kinds::GROUP, name, &group.was, group.key));
        }
        for user in &self.site.users {
            let live = self.matching.live_user(user.key).map(|live| live.name);
            let name = (user.name, live, user.name_span);
            all.extend(self.spelling(&kinds::USER, name, &user.was, user.key));
        }
        let folders = self.site.folders.iter().filter(|folder| folder.declared);
        all.extend(folders.filter_map(|folder| self.spelling_of_folder(folder)));
        let more = all.len().saturating_sub(SHOWN);
        let mut findings: Vec<Diagnostic> =
            all.into_iter().take(SHOWN).map(|spelling| self.told(spelling)).collect();
        if more > 0 {
            let message = format!("the site spells {more} more names otherwise");
            findings.push(Diagnostic::info(codes::SPELLED_OTHERWISE, message));
        }
        self.result.findings.extend(findings);
    }

    fn spelling(
        &self,
        kind: &'static Kind,
        (name, live, span): (Name, Option<Name>, Span),
        was: &Option<Was>,
        key: crate::model::Key,
    ) -> Option<Spelling> {
        let live = live.filter(|live| *live != name)?;
        // Under another name, or with a `was=` that says so, it is renamed.
        let (declared, live) = (self.names.text(name).to_owned(), self.names.text(live).to_owned());
        let is_renamed = path::fold(&declared) != path::fold(&live)
            || was.as_ref().is_some_and(|was| was.respells(key));
        let node = (declared.clone(), live.clone());
        (!is_renamed).then_some(Spelling { kind, declared, live, span, node, renames: true })
    }

    fn spelling_of_folder(&self, folder: &Folder) -> Option<Spelling> {
        let declared = self.names.text(folder.name).to_owned();
        let live = self.matching.folder_as_it_is(folder.key)?;
        let live = self.names.text(live).to_owned();
        if declared == live || path::key(&declared) != path::key(&live) {
            return None;
        }
        // A folder above that has a node of its own answers for its own name.
        let above = path::parent(&declared).unwrap_or_default();
        let ends = above.match_indices('/').map(|(at, _)| at).chain([above.len()]);
        let answers = |end: &usize| {
            let key = self.names.find_path_key(&above[..*end]);
            key.and_then(|key| self.site.folder(key)).is_some_and(|folder| folder.declared)
        };
        let answered = ends.filter(answers).map(|end| above[..end].split('/').count()).max();
        let own = |path: &str| {
            let parts = path.split('/').skip(answered.unwrap_or(0));
            parts.collect::<Vec<_>>().join("/")
        };
        let node = (own(&declared), own(&live));
        let renames = path::parent(&node.0) == path::parent(&node.1);
        let is_renamed = renames && folder.was.as_ref().is_some_and(|w| w.respells(folder.key));
        (node.0 != node.1 && !is_renamed).then_some(Spelling {
            kind: &kinds::FOLDER,
            declared,
            live,
            span: folder.span,
            node,
            renames,
        })
    }

    fn told(&self, spelling: Spelling) -> Diagnostic {
        let Spelling { kind, declared, live, span, node, renames } = spelling;
        let mut finding = Diagnostic::info(
            codes::SPELLED_OTHERWISE,
            format!("the site spells {} `{declared}` as `{live}`", kind.one),
        )
        .at(span, format!("`{live}` on the site, which is the same to it"))
        .help(if renames {
            format!("to rename it add was={:?}; else write it as the site does", said(kind, &live))
        } else {
            "write it as the site does; to rename a folder give it a node with `was`".to_owned()
        });
        if let Some(text) = self.respelled(span, &node) {
            let edit = Edit { span, text };
            finding = finding.fix("write it as the site does", vec![edit]);
        }
        finding
    }

    /// The text of a place with the site's spelling, where the place holds the name as it is.
    fn respelled(&self, span: Span, (declared, live): &(String, String)) -> Option<String> {
        let text = self.sources.text(span);
        let bare = text.trim_matches('"');
        let is_plain = |name: &str| !name.contains(['"', '\\', '\n', '{', '}']);
        let is_it = bare == declared || path::normalize(bare) == declared.as_str();
        (is_it && is_plain(live) && is_plain(bare)).then(|| format!("\"{live}\""))
    }
}
