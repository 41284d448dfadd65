//! What the object of a step is called afterwards.

use super::objects::Ident;
use crate::diff::change::Address;
use crate::plan::step::Step;

/// The addresses before and after the rename that the step makes.
pub(super) fn renamed(step: &Step) -> Option<(Address, Address)> {
    let text = |name: &str| {
        let assignment = step.set.iter().find(|assignment| assignment.name == name)?;
        Some(assignment.after.as_text().map(str::to_owned))
    };
    let new = match &step.address {
        Address::User { .. } => Address::User { user: text("username")?? },
        Address::Group { .. } => Address::Group { group: text("name")?? },
        Address::Automation { .. } => Address::Automation { name: text("name")?? },
        Address::Named { resource, .. } => {
            Address::Named { resource: *resource, name: text("name")?? }
        }
        Address::Behavior { path, behavior, .. } => {
            let (path, behavior) = (path.clone(), behavior.clone());
            Address::Behavior { path, behavior, name: text("name")? }
        }
        _ => return None,
    };
    Some((step.address.clone(), new))
}

/// Where a move goes.
pub(super) fn destination(step: &Step) -> Option<Address> {
    let to = step.set.iter().find(|assignment| assignment.name == "path")?;
    Some(Address::Folder { path: to.after.as_text()?.to_owned() })
}

pub(super) fn path_of(address: &Address) -> String {
    match Ident::of(address, None) {
        Ident::Folder(place) => place,
        _ => String::new(),
    }
}
