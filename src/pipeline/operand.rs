//! What a question is asked of: a definition, or a site as it is.

use super::Checked;
use crate::access::{Folders, Renames, State};
use crate::live::LiveSite;
use crate::model::{Key, Names};
use crate::plan::fold::Spelling;
use crate::query::Origins;
use jiff::Timestamp;
use rustc_hash::FxHashSet;

pub struct Operand {
    /// As people named it.
    pub label: String,
    /// What comes before the names of its files.
    pub prefix: String,
    pub content: Content,
}

/// Names are in a table apart, which all operands of a question share.
pub enum Content {
    Definition(Box<Checked>),
    Live(Box<LiveSite>),
}
impl Operand {
    pub fn is_live(&self) -> bool {
        matches!(self.content, Content::Live(_))
    }

    /// Whether it says anything for a while.
    pub(super) fn is_timed(&self) -> bool {
        matches!(&self.content, Content::Definition(checked) if !checked.site.timed.is_empty())
    }

    pub(super) fn state(
        &self,
        names: &Names,
        now: Timestamp,
        folders: &mut Folders,
        renames: &Renames,
    ) -> State {
        match &self.content {
            Content::Definition(checked) => {
                State::of_definition(&checked.site, names, now, folders, renames)
            }
            Content::Live(live) => live.access(names, now, folders, renames),
        }
    }

    pub(super) fn origins(
        &self,
        names: &Names,
        folders: &mut Folders,
        renames: &Renames,
    ) -> Origins {
        match &self.content {
            Content::Definition(checked) => Origins::of_definition(
                &checked.site,
                names,
                &checked.sources,
                folders,
                renames,
                &self.prefix,
            ),
            Content::Live(_) => Origins::default(),
        }
    }

    /// What this definition renames of an earlier state.
    pub(super) fn renames_from(&self, earlier: &Operand, names: &Names) -> Renames {
        let Content::Definition(checked) = &self.content else { return Renames::default() };
        let (users, groups, folders) = earlier.objects();
        let had_folder =
            |path: &str| names.find_path_key(path).is_some_and(|key| folders.contains(&key));
        let (had_user, had_group) = (|key| users.contains(&key), |key| groups.contains(&key));
        Renames::declared(&checked.site, names, had_user, had_group, had_folder)
    }

    fn objects(&self) -> (FxHashSet<Key>, FxHashSet<Key>, FxHashSet<Key>) {
        match &self.content {
            Content::Definition(checked) => {
                let site = &checked.site;
                let users = site.users.iter().map(|user| user.key).collect();
                let groups = site.groups.iter().map(|group| group.key).collect();
                (users, groups, site.folders.iter().map(|folder| folder.key).collect())
            }
            Content::Live(live) => {
                let users = live.users.iter().map(|user| user.key).collect();
                let groups = live.groups.iter().map(|group| group.key).collect();
                (users, groups, live.folders.iter().map(|folder| folder.key).collect())
            }
        }
    }

    pub(super) fn spell<'a>(&'a self, names: &'a Names, spelling: &mut Spelling<'a>) {
        match &self.content {
            Content::Definition(checked) => {
                let site = &checked.site;
                site.users.iter().for_each(|user| spelling.user(names.text(user.name)));
                site.groups.iter().for_each(|group| spelling.group(names.text(group.name)));
                site.partners().for_each(|name| spelling.partner(name));
                site.links().for_each(|(name, paths)| spelling.link(name, paths));
                site.api_keys.iter().for_each(|key| spelling.site_key(&key.name));
                for folder in &site.folders {
                    spelling.path(names.text(folder.name));
                }
            }
            Content::Live(live) => {
                live.users.iter().for_each(|user| spelling.user(names.text(user.name)));
                live.groups.iter().for_each(|group| spelling.group(names.text(group.name)));
                live.partners().for_each(|name| spelling.partner(name));
                live.links().for_each(|(name, paths)| spelling.link(name, paths));
                live.api_keys.iter().for_each(|key| spelling.site_key(&key.name));
                let grants = live.grants.iter().map(|grant| grant.path);
                let behaviors = live.behaviors.iter().map(|behavior| behavior.path);
                let folders = live.folders.iter().map(|folder| folder.name);
                for path in grants.chain(behaviors).chain(folders) {
                    spelling.path(names.text(path));
                }
            }
        }
    }

    /// What lies in folders that this definition moves keeps its name.
    pub(super) fn spell_moved(&self, names: &Names, spelling: &mut Spelling<'_>) {
        let Content::Definition(checked) = &self.content else { return };
        for folder in &checked.site.folders {
            if let Some(was) = &folder.was {
                spelling.moved(&was.text, names.text(folder.name));
            }
        }
    }
}
