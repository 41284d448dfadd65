//! The live site that is exactly as a definition says.

use siteplan::facade::live::{
    Attributes, LiveAutomation, LiveBehavior, LiveFolder, LiveGrant, LiveGroup, LiveMembership,
    LiveOwner, LiveSite, LiveUser, typed,
};
use siteplan::facade::model::{Definition, Settings};

pub fn equal(site: &Definition) -> LiveSite {
    let mut last = 0;
    let mut id = || {
        last += 1;
        last
    };
    let users = site.users.iter().map(|user| LiveUser {
        id: id(),
        name: user.name,
        key: user.key,
        attributes: attributes(&user.attributes),
        ssh_keys: Vec::new(),
        api_keys: Vec::new(),
        externally_managed: false,
        signed_in: false,
        activity: Default::default(),
    });
    let users = users.collect();
    let groups = site.groups.iter().map(|group| LiveGroup {
        id: id(),
        name: group.name,
        key: group.key,
        attributes: attributes(&group.attributes),
    });
    let groups = groups.collect();
    let memberships = site.memberships.iter().map(|membership| LiveMembership {
        group: membership.group,
        user: membership.user,
        admin: membership.admin == Some(true),
    });
    let folders =
        site.folders.iter().map(|folder| LiveFolder { name: folder.name, key: folder.key });
    let path = |key| site.folder(key).expect("its folder is declared").name;
    let grants = site.grants.iter().map(|grant| LiveGrant {
        id: id(),
        folder: grant.folder,
        path: path(grant.folder),
        grantee: grant.grantee.clone(),
        level: grant.level,
        recursive: grant.recursive,
    });
    let grants = grants.collect();
    let behaviors = site.behaviors.iter().map(|behavior| LiveBehavior {
        id: id(),
        folder: behavior.folder,
        path: path(behavior.folder),
        kind: behavior.kind,
        name: behavior.name.clone(),
        description: behavior.description.clone(),
        recursive: behavior.recursive,
        disable_parent_folder_behavior: behavior.disable_parent_folder_behavior,
        value: behavior.value.clone(),
        managed: false,
    });
    let behaviors = behaviors.collect();
    let automations = site.automations.iter().map(|automation| LiveAutomation {
        id: id(),
        name: Some(automation.name.clone()),
        schedule: None,
        owner: LiveOwner::Site,
        attributes: attributes(&automation.attributes),
        last_modified: None,
        last_run: None,
    });
    LiveSite {
        target: "local:bench".into(),
        settings: attributes(&site.settings),
        users,
        groups,
        memberships: memberships.collect(),
        folders: folders.collect(),
        grants,
        behaviors,
        automations: automations.collect(),
        ..LiveSite::default()
    }
}

fn attributes(settings: &Settings) -> Attributes {
    let mut attributes = Attributes::default();
    for setting in settings.iter() {
        let value = typed::canonical(setting.attribute.kind, setting.value.clone());
        attributes.add(setting.attribute, value);
    }
    attributes
}
