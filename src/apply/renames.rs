//! What the object of a step is called afterwards.

use crate::diff::{Address, Ident, Operation};
use crate::plan::step::Step;

/// The addresses before and after the rename or move that the step makes.
pub(super) fn renamed(step: &Step) -> Option<(Address, Address)> {
    let assignment = step.assignment(step.address.kind().naming()?)?;
    let new = step.address.renamed(assignment.after.as_text())?;
    Some((step.address.clone(), new))
}

/// Where a move goes.
pub(super) fn destination(step: &Step) -> Option<Address> {
    renamed(step).filter(|_| step.operation == Operation::Move).map(|(_, to)| to)
}

pub(super) fn path_of(address: &Address) -> String {
    match address.ident(None) {
        Ident::Folder(place) => place,
        _ => String::new(),
    }
}
