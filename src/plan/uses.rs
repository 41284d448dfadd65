//! What a step refers to by name.

use super::expand::UnplacedStep;
use crate::diff::{Field, OwnerName};
use crate::model::{Referent, Value};

/// What a step refers to, or stops referring to.
pub(super) fn uses(step: &UnplacedStep, each: &mut dyn FnMut(Referent, &str)) {
    for (referent, name) in step.address.refers() {
        each(referent, name);
    }
    texts(step, Field::Groups).for_each(|name| each(Referent::GROUP, name));
    texts(step, Field::Schedule).for_each(|name| each(Referent::SCHEDULE, name));
    if let Some(OwnerName::User(heir)) =
        step.assignment(Field::NewOwner).and_then(|set| OwnerName::of(&set.after))
    {
        each(Referent::USER, &heir);
    }
    for assignment in &step.set {
        for value in [&assignment.before, &assignment.after] {
            value.references(&mut |reference| each(reference.to, &reference.name));
        }
    }
    step.as_user.iter().for_each(|name| each(Referent::USER, name));
}

/// The names that an assignment lets go or takes up. Both are as the plan leaves them, so that a
/// rename comes first.
pub(super) fn texts(step: &UnplacedStep, field: Field) -> impl Iterator<Item = &str> {
    let values = step.assignment(field).into_iter().flat_map(|a| [&a.before, &a.after]);
    values.flat_map(|value| {
        value.as_text().into_iter().chain(value.as_list().iter().filter_map(Value::as_text))
    })
}
