//! What Files.com does with a step, on the plain world: names are looked up as they are at that
//! moment, and what cannot be found or is not allowed is refused.

use super::openings::{GIVES, Link, Page};
use super::world::{
    Automation, Folder, Grant, Group, Holder, Id, PARTNERS, PROTOCOLS, Pair, ROOT, User, World,
    user_named,
};
use super::write::{id_of_automation, id_of_fence, id_of_grant, id_of_group, id_of_user};
use super::write_openings::{id_of_inbox, id_of_link, id_of_page};
use siteplan::facade::diff::{Address, Assignment, Operation, Subject};
use siteplan::facade::model::kinds::FENCE;
use siteplan::facade::model::{NamedKind, Value};
use siteplan::facade::plan::Step;
use std::collections::BTreeMap;

/// Why a step cannot be done.
pub type Refusal = String;

pub struct Simulation {
    /// Before the first step, with room for all that any step makes.
    pub live: World,
    pub desired: World,
    /// Objects that steps make and the desired world does not know, by name.
    groups: BTreeMap<String, Id>,
    grants: BTreeMap<i64, Grant>,
}

impl Simulation {
    pub fn new(pair: &Pair, steps: &[Step]) -> Self {
        let (mut live, mut desired) = (pair.live.clone(), pair.desired.clone());
        live.write_paths();
        desired.write_paths();
        let mut groups = BTreeMap::new();
        for step in steps.iter().filter(|step| step.operation == Operation::Create) {
            let Address::Group { group } = &step.address else { continue };
            if desired.group(group).is_none() && !groups.contains_key(group) {
                groups.insert(group.clone(), live.groups.len());
                let none = Group { exists: false, name: group.as_str().into(), protocols: 0 };
                live.groups.push(none.clone());
                desired.groups.push(none);
            }
        }
        let grants = live.grants.iter().enumerate();
        let grants = grants.map(|(index, grant)| (id_of_grant(index), grant.clone())).collect();
        Simulation { live, desired, groups, grants }
    }

    pub fn perform(&self, world: &mut World, step: &Step) -> Result<(), Refusal> {
        match (&step.address, step.operation) {
            (Address::Site, _) => {
                if let Some(on) = set(step, "protocol_access_groups_only") {
                    world.protocols_by_groups_only = *on == Value::Bool(true);
                }
                if let Some(on) = set(step, "folder_permissions_groups_only") {
                    world.grants_to_groups_only = *on == Value::Bool(true);
                }
                Ok(())
            }
            (Address::User { user }, operation) => self.user(world, user, operation, step),
            (Address::Group { group }, operation) => self.group(world, group, operation, step),
            (Address::Membership { group, user }, operation) => {
                let pair = (
                    found("group", group, world.group(group))?,
                    found("user", user, world.user(user))?,
                );
                if operation == Operation::Delete {
                    world.members.remove(&pair);
                } else {
                    let was = world.members.get(&pair).copied().unwrap_or(false);
                    let admin = set(step, "admin").and_then(Value::as_bool).unwrap_or(was);
                    world.members.insert(pair, admin);
                }
                Ok(())
            }
            (Address::Folder { path }, operation) => self.folder(world, path, operation, step),
            (Address::Grant { path, grantee, level, recursive }, operation) => {
                let folder = found("folder", path, world.folder(path))?;
                let holder = holder(world, grantee)?;
                let grant = Grant { folder, holder, level: level.as_str(), recursive: *recursive };
                self.grant(world, grant, operation, step)
            }
            (Address::Behavior { path, behavior, .. }, operation) if behavior == FENCE => {
                let folder = found("folder", path, world.folder(path))?;
                if folder == ROOT {
                    return Err("the root takes no fence".to_owned());
                }
                let known = (operation != Operation::Create).then(|| id_of_fence(folder));
                is_meant(step, known)?;
                world.folders[folder].fence = operation != Operation::Delete;
                Ok(())
            }
            (Address::Behavior { path, behavior, .. }, operation) => {
                let folder = found("folder", path, world.folder(path))?;
                self.opening(world, folder, behavior, operation, step)
            }
            (Address::Named { resource, name }, operation) if *resource == NamedKind::BUNDLE => {
                self.link(world, name, operation, step)
            }
            (Address::Automation { name }, operation) => {
                self.automation(world, name, operation, step)
            }
            (address, operation) => Err(format!("{operation:?} of {address} is not simulated")),
        }
    }

    fn user(
        &self,
        world: &mut World,
        name: &str,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        if operation == Operation::Create {
            free("user", name, world.user(name))?;
            let id = self.desired.user(name).filter(|id| !world.users[*id].exists);
            let id = id.ok_or_else(|| format!("nobody wants the user {name}"))?;
            world.users[id] = assigned(user_named(name), step)?;
            for group in set(step, "groups").map_or(&[][..], Value::as_list) {
                let group = group.as_text().unwrap_or_default();
                let group = found("group", group, world.group(group))?;
                world.members.insert((group, id), false);
            }
            return Ok(());
        }
        let id = found("user", name, world.user(name))?;
        is_meant(step, Some(id_of_user(id)))?;
        if operation == Operation::Delete {
            world.remove_user(id);
            return Ok(());
        }
        if let Some(new) = set(step, "username").and_then(Value::as_text) {
            free("user", new, world.user(new))?;
            world.users[id].name = new.into();
        }
        world.users[id] = assigned(world.users[id].clone(), step)?;
        Ok(())
    }

    fn group(
        &self,
        world: &mut World,
        name: &str,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        let id = if operation == Operation::Create {
            free("group", name, world.group(name))?;
            let wanted = self.desired.group(name).or(self.groups.get(name).copied());
            let id = wanted.filter(|id| !world.groups[*id].exists);
            let id = id.ok_or_else(|| format!("nobody wants the group {name}"))?;
            world.groups[id] = Group { exists: true, name: name.into(), protocols: 0 };
            id
        } else {
            let id = found("group", name, world.group(name))?;
            let made = self.groups.contains_key(name);
            is_meant(step, (!made).then(|| id_of_group(id)))?;
            id
        };
        if operation == Operation::Delete {
            world.remove_group(id);
            return Ok(());
        }
        if let Some(new) = set(step, "name").and_then(Value::as_text) {
            free("group", new, world.group(new))?;
            world.groups[id].name = new.into();
        }
        protocols(&mut world.groups[id].protocols, step);
        Ok(())
    }

    fn folder(
        &self,
        world: &mut World,
        path: &str,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        match operation {
            Operation::Create => {
                free("folder", path, world.folder(path))?;
                let id = self.desired.folder(path).filter(|id| !world.folders[*id].exists);
                let id = id.ok_or_else(|| format!("nobody wants the folder {path}"))?;
                let (above, name) = split(path);
                let parent = found("folder", above, world.folder(above))?;
                let folder = Folder { exists: true, name: name.into(), parent, fence: false };
                world.folders[id] = folder;
            }
            Operation::Move => {
                let id = found("folder", path, world.folder(path))?;
                let to = set(step, "path").and_then(Value::as_text).ok_or("a move goes nowhere")?;
                free("folder", to, world.folder(to))?;
                let (above, name) = split(to);
                let parent = found("folder", above, world.folder(above))?;
                if world.is_within(parent, id) {
                    return Err(format!("{path} cannot move into itself"));
                }
                world.folders[id].name = name.into();
                world.folders[id].parent = parent;
            }
            Operation::Delete => {
                let id = found("folder", path, world.folder(path))?;
                let inside = |(other, folder): (Id, &Folder)| {
                    other != ROOT && folder.exists && folder.parent == id
                };
                if world.folders.iter().enumerate().any(inside) {
                    return Err(format!("{path} is not empty"));
                }
                world.remove_folder(id);
            }
            Operation::Update => {}
        }
        Ok(())
    }

    fn grant(
        &self,
        world: &mut World,
        grant: Grant,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        if operation == Operation::Delete {
            if let Some(meant) = step.live_id.map(|id| self.grants.get(&id))
                && meant != Some(&grant)
            {
                return Err(format!("{} is not what its id means", step.address));
            }
            world.grants.remove(&grant);
            return Ok(());
        }
        if let Holder::User(user) = grant.holder
            && (world.users[user].admin || world.grants_to_groups_only)
        {
            return Err(format!("{} is not taken for this user", step.address));
        }
        if world.grants.insert(grant) {
            Ok(())
        } else {
            Err(format!("{} is there already", step.address))
        }
    }

    fn opening(
        &self,
        world: &mut World,
        folder: Id,
        behavior: &str,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        let known = if behavior == "inbox" { id_of_inbox(folder) } else { id_of_page(folder) };
        is_meant(step, (operation != Operation::Create).then_some(known))?;
        let gone = operation == Operation::Delete;
        match behavior {
            "inbox" if gone => {
                world.inboxes.remove(&folder);
            }
            "inbox" => {
                world.inboxes.insert(folder);
            }
            "serve_publicly" if gone => {
                world.pages.remove(&folder);
            }
            "serve_publicly" => {
                let value = set(step, "value");
                let on = |key: &str| {
                    let entry = value.and_then(|value| value.entry(key));
                    entry.and_then(Value::as_bool) == Some(true)
                };
                let with_account = on("require_site_authentication");
                let page = Page { with_account, listed: on("show_index") };
                world.pages.insert(folder, page);
            }
            other => return Err(format!("{other} is not simulated")),
        }
        Ok(())
    }

    fn link(
        &self,
        world: &mut World,
        name: &str,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        let id = if operation == Operation::Create {
            free("link", name, world.link(name))?;
            let id = self.desired.link(name).filter(|id| !world.links[*id].exists);
            let id = id.ok_or_else(|| format!("nobody wants the link {name}"))?;
            let (folders, paths, gives) = Default::default();
            let made =
                Link { exists: true, name: name.into(), folders, paths, gives, expired: false };
            world.links[id] = made;
            id
        } else {
            let id = found("link", name, world.link(name))?;
            is_meant(step, Some(id_of_link(id)))?;
            id
        };
        if operation == Operation::Delete {
            world.links[id].exists = false;
            return Ok(());
        }
        if let Some(paths) = set(step, "paths") {
            let paths = paths.as_list().iter().filter_map(Value::as_text);
            let folders = paths.clone().map(|path| found("folder", path, world.folder(path)));
            world.links[id].folders = folders.collect::<Result<_, _>>()?;
            world.links[id].paths = paths.map(str::to_owned).collect();
        }
        let link = &mut world.links[id];
        if let Some(gives) = set(step, "permissions").and_then(Value::as_text) {
            let known = GIVES.into_iter().find(|known| *known == gives);
            link.gives = known.ok_or_else(|| format!("{gives} is no permission"))?;
        }
        if let Some(until) = set(step, "expires_at") {
            link.expired = !until.is_unset();
        }
        Ok(())
    }

    fn automation(
        &self,
        world: &mut World,
        name: &str,
        operation: Operation,
        step: &Step,
    ) -> Result<(), Refusal> {
        let id = if operation == Operation::Create {
            free("automation", name, world.automation(name))?;
            let id = self.desired.automation(name).filter(|id| !world.automations[*id].exists);
            let id = id.ok_or_else(|| format!("nobody wants the automation {name}"))?;
            let (source, destination) = ("".into(), "".into());
            world.automations[id] =
                Automation { exists: true, name: name.into(), source, destination, owner: None };
            id
        } else {
            let id = found("automation", name, world.automation(name))?;
            is_meant(step, Some(id_of_automation(id)))?;
            id
        };
        let automation = &mut world.automations[id];
        if operation == Operation::Delete {
            automation.exists = false;
            return Ok(());
        }
        // Whatever a site admin's key edits becomes the site's.
        automation.owner = None;
        if let Some(source) = set(step, "source").and_then(Value::as_text) {
            automation.source = source.into();
        }
        if let Some(destinations) = set(step, "destinations") {
            let first = destinations.as_list().first().and_then(Value::as_text);
            automation.destination = first.unwrap_or_default().into();
        }
        Ok(())
    }
}

fn set<'s>(step: &'s Step, name: &str) -> Option<&'s Value> {
    let of_name = |assignment: &&Assignment| assignment.field.name() == name;
    step.set.iter().find(of_name).map(|assignment| &assignment.after)
}

fn found(what: &str, name: &str, id: Option<Id>) -> Result<Id, Refusal> {
    id.ok_or_else(|| format!("there is no {what} {name:?}"))
}

fn free(what: &str, name: &str, id: Option<Id>) -> Result<(), Refusal> {
    match id {
        None => Ok(()),
        Some(_) => Err(format!("there is a {what} {name:?} already")),
    }
}

/// Name and number must mean the same.
fn is_meant(step: &Step, id: Option<i64>) -> Result<(), Refusal> {
    match (step.live_id, id) {
        (Some(meant), Some(id)) if meant != id => {
            Err(format!("{} is not what its id means", step.address))
        }
        _ => Ok(()),
    }
}

fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}

fn holder(world: &World, subject: &Subject) -> Result<Holder, Refusal> {
    Ok(match subject {
        Subject::User(name) => Holder::User(found("user", name, world.user(name))?),
        Subject::Group(name) => Holder::Group(found("group", name, world.group(name))?),
        Subject::Partner(name) => {
            let partner = PARTNERS.iter().position(|known| known == name);
            Holder::Partner(found("partner", name, partner)?)
        }
        Subject::AllOf(names) => {
            let groups = names.iter().map(|name| found("group", name, world.group(name)));
            Holder::AllOf(groups.collect::<Result<_, _>>()?)
        }
    })
}

fn protocols(bits: &mut u8, step: &Step) {
    for (at, (_, flag)) in PROTOCOLS.iter().enumerate() {
        match set(step, flag) {
            Some(Value::Bool(true)) => *bits |= 1 << at,
            Some(_) => *bits &= !(1 << at),
            None => {}
        }
    }
}

fn assigned(mut user: User, step: &Step) -> Result<User, Refusal> {
    let flag =
        |name: &str, old: bool| set(step, name).map_or(old, |value| *value == Value::Bool(true));
    user.admin = flag("site_admin", user.admin);
    user.disabled = flag("disabled", user.disabled);
    user.bot = !flag("self_managed", !user.bot);
    if let Some(partner) = set(step, "partner_id") {
        let name = partner.as_reference().map(|reference| &*reference.name);
        user.partner = name.and_then(|name| PARTNERS.iter().position(|known| *known == name));
    }
    if let Some(until) = set(step, "authenticate_until") {
        user.expired = match until {
            Value::Instant(until) => until.to_string().as_str() < "2026",
            other => other.as_text().is_some_and(|until| until < "2026"),
        };
    }
    protocols(&mut user.protocols, step);
    if user.admin && (user.bot || user.disabled) {
        return Err(format!("{} cannot be an administrator and a bot or disabled", user.name));
    }
    Ok(user)
}
