//! Where grants, memberships, fences and accounts of a state are declared.

use crate::access::{Cause, Folder, Folders, Held, Opening, Renames, Through, Way, renamed};
use crate::diff::Origin;
use crate::model::account::{LOCAL_ROLES, ROLES};
use crate::model::{Definition, Grantee, Key, NamedKind, Names, SiteKey};
use crate::source::{Sources, Span};
use rustc_hash::FxHashMap;

/// Empty for what no definition declares.
#[derive(Debug, Default)]
pub struct Origins {
    grants: FxHashMap<(Grantee, Held), Origin>,
    memberships: FxHashMap<(Key, Key), Origin>,
    fences: FxHashMap<Folder, Origin>,
    moves: FxHashMap<Folder, Origin>,
    users: FxHashMap<Key, Origin>,
    /// By the role's word.
    roles: FxHashMap<(Key, &'static str), Origin>,
    links: FxHashMap<Key, Origin>,
}

impl Origins {
    /// Of a definition; `prefix` comes before the names of its files.
    pub fn of_definition(
        site: &Definition,
        names: &Names,
        sources: &Sources,
        folders: &mut Folders,
        renames: &Renames,
        prefix: &str,
    ) -> Self {
        let origin = |span: Span| {
            let origin = Origin::of(span, site, sources);
            Origin { file: format!("{prefix}{}", origin.file), ..origin }
        };
        let mut origins = Origins::default();
        for user in &site.users {
            let role = user.attributes.on("site_admin").map(|role| role.span);
            origins.users.insert(renames.of_user(user.key), origin(role.unwrap_or(user.span)));
            for (word, flag) in ROLES.iter().chain(LOCAL_ROLES) {
                if let Some(said) = user.attributes.on(flag) {
                    let key = (renames.of_user(user.key), *word);
                    origins.roles.insert(key, origin(said.span));
                }
            }
        }
        for membership in &site.memberships {
            let key = (renames.of_group(membership.group), renames.of_user(membership.user));
            origins.memberships.entry(key).or_insert_with(|| origin(membership.span));
        }
        for grant in &site.grants {
            let folder = folders.add(&renames.of_folder(names.key_text(grant.folder)));
            let held = Held::grant(folder, grant.level, grant.recursive);
            let key = (renamed(&grant.grantee, renames), held);
            origins.grants.entry(key).or_insert_with(|| {
                let origin = Origin::of_grant(grant, site, sources);
                Origin { file: format!("{prefix}{}", origin.file), ..origin }
            });
        }
        for fence in site.behaviors.iter().filter(|behavior| behavior.is_fence()) {
            let folder = folders.add(&renames.of_folder(names.key_text(fence.folder)));
            origins.fences.insert(folder, origin(fence.span));
        }
        for behavior in &site.behaviors {
            if let Some((whom, opening)) = Opening::of(behavior.kind.name, &behavior.value) {
                let folder = folders.add(&renames.of_folder(names.key_text(behavior.folder)));
                let key = (Grantee::User(whom.key()), Held::opening(folder, opening));
                origins.grants.entry(key).or_insert_with(|| origin(behavior.span));
            }
        }
        for child in &site.child_sites {
            for grant in child.grants.iter().filter(|grant| grant.level.gives_files()) {
                let held = Held::child_site(child.id, folders);
                let key = (renamed(&grant.grantee, renames), held);
                origins.grants.entry(key).or_insert_with(|| origin(grant.span));
            }
        }
        for key in &site.api_keys {
            let told = names.find_key(&SiteKey(&key.name).to_string());
            origins.links.extend(told.map(|told| (told, origin(key.span))));
        }
        for link in site.named.iter().filter(|named| named.kind == NamedKind::BUNDLE) {
            let key = names.find_key(&link.name).map(|key| renames.of_link(key));
            origins.links.extend(key.map(|key| (key, origin(link.name_span))));
        }
        for (folder, was) in site.folders.iter().filter_map(|it| Some((it, it.was.as_ref()?))) {
            let moved = folders.add(&renames.of_folder(names.key_text(folder.key)));
            origins.moves.insert(moved, origin(was.span));
        }
        origins
    }

    pub fn grant(&self, user: Key, way: Way<'_>) -> Option<Origin> {
        if let Some(link) = way.held.opening.and_then(Opening::link) {
            return self.links.get(&link).cloned();
        }
        self.grants.get(&(way.via.grantee(user), way.held)).cloned()
    }

    pub fn membership(&self, user: Key, group: Key) -> Option<Origin> {
        self.memberships.get(&(group, user)).cloned()
    }

    pub fn fence(&self, folder: Folder) -> Option<Origin> {
        self.fences.get(&folder).cloned()
    }

    pub fn role(&self, user: Key, word: &'static str) -> Option<Origin> {
        self.roles.get(&(user, word)).cloned()
    }

    /// The account, or its role of site administrator.
    pub fn user(&self, user: Key) -> Option<Origin> {
        self.users.get(&user).cloned()
    }

    /// What makes a difference, as far as it is declared here.
    pub fn of_through(&self, user: Key, through: &Through<'_>) -> Option<Origin> {
        match (through.cause, through.way) {
            (Cause::Grant, Some(way)) => self.grant(user, way),
            (Cause::Membership, Some(way)) => {
                way.via.groups().iter().find_map(|group| self.membership(user, *group))
            }
            (Cause::Fence(fence), _) => self.fence(fence),
            (Cause::Move(folder), _) => self.moves.get(&folder).cloned(),
            _ => self.user(user),
        }
    }
}
