//! Members and grants that a plan makes, by every name that its later steps give them, and what
//! others put into the groups and folders that it makes.

use super::renames::{destination, path_of, renamed};
use crate::diff::{Address, Field, Ident, Operation};
use crate::live::LiveSite;
use crate::model::{Grantee, Key, Names, Value, path};
use crate::plan::step::{Plan, Step};
use rustc_hash::FxHashSet;

/// The groups and folders of a plan's making to which somebody else gave members or grants.
pub(super) fn filled_by_others(plan: &Plan, live: &LiveSite, names: &Names) -> FxHashSet<Ident> {
    let (mut groups, mut folders) = (FxHashSet::default(), FxHashSet::default());
    for step in plan.steps.iter().filter(|step| step.operation == Operation::Create) {
        groups.extend(step.address.group().and_then(|group| names.find_key(group)));
        folders.extend(step.address.folder().and_then(|path| names.find_path_key(path)));
    }
    let mut filled = FxHashSet::default();
    if groups.is_empty() && folders.is_empty() {
        return filled;
    }
    let made = by(plan);
    let text = |key: &Key| names.key_text(*key).to_owned();
    for member in live.memberships.iter().filter(|member| groups.contains(&member.group)) {
        if !made.contains(&Ident::of_membership(member, names)) {
            filled.insert(Ident::Group(text(&member.group)));
        }
    }
    for grant in &live.grants {
        let holders = match &grant.grantee {
            Grantee::User(_) | Grantee::Partner(_) => &[][..],
            Grantee::Group(group) => std::slice::from_ref(group),
            Grantee::AllOf(all) => all,
        };
        let holders = holders.iter().filter(|group| groups.contains(*group));
        let holders = holders.map(|group| Ident::Group(text(group)));
        let folder = Some(&grant.folder).filter(|folder| folders.contains(*folder));
        let mut concerned = holders.chain(folder.map(|key| Ident::Folder(text(key)))).peekable();
        if concerned.peek().is_some() && !made.contains(&Ident::of_grant(grant, names)) {
            filled.extend(concerned);
        }
    }
    filled
}

fn by(plan: &Plan) -> FxHashSet<Ident> {
    let renames: Vec<&Step> = plan.steps.iter().filter(|step| renamed(step).is_some()).collect();
    let mut made = FxHashSet::default();
    for step in plan.steps.iter().filter(|step| step.operation == Operation::Create) {
        for mut ident in makes(step) {
            for later in renames.iter().filter(|later| later.id > step.id) {
                let next = after(later, ident.clone());
                made.insert(std::mem::replace(&mut ident, next));
            }
            made.insert(ident);
        }
    }
    made
}

fn makes(step: &Step) -> Vec<Ident> {
    let address = &step.address;
    if address.membership().is_some() || address.grant().is_some() {
        return vec![address.ident(None)];
    }
    let Some(user) = address.user() else { return Vec::new() };
    let groups = step.assignment(Field::Groups).map_or(&[][..], |groups| groups.after.as_list());
    let membership = |group: &str| {
        let (group, user) = (group.to_owned(), user.to_owned());
        Address::Membership { group, user }.ident(None)
    };
    groups.iter().filter_map(Value::as_text).map(membership).collect()
}

/// What an object is called after a rename or a move.
fn after(step: &Step, ident: Ident) -> Ident {
    let named = renamed(step).map(|(from, to)| (from.ident(None), to.ident(None)));
    let user = |name: String| match &named {
        Some((Ident::User(old), Ident::User(new))) if *old == name => new.clone(),
        _ => name,
    };
    let group = |name: String| match &named {
        Some((Ident::Group(old), Ident::Group(new))) if *old == name => new.clone(),
        _ => name,
    };
    let moved = destination(step).map(|to| (path_of(&step.address), path_of(&to)));
    let folder = |place: String| match &moved {
        Some((old, new)) if path::is_within(&place, old) => path::moved(&place, old, new),
        _ => place,
    };
    ident.map(user, group, folder)
}
