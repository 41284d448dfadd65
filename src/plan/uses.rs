//! What a step refers to by name: users, groups, schedules.

use super::expand::UnplacedStep;
use crate::diff::{Address, Subject};
use crate::model::Value;

/// What others refer to by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Thing {
    User,
    Group,
    Schedule,
}

impl Thing {
    pub(super) fn word(self) -> &'static str {
        match self {
            Thing::User => "user",
            Thing::Group => "group",
            Thing::Schedule => "schedule",
        }
    }
}

/// What a step refers to, or stops referring to.
pub(super) fn uses(step: &UnplacedStep, each: &mut dyn FnMut(Thing, &str)) {
    match &step.address {
        Address::Membership { group, user } => {
            each(Thing::User, user);
            each(Thing::Group, group);
        }
        Address::SshKey { user, .. } | Address::ApiKey { user, .. } => each(Thing::User, user),
        Address::Grant { grantee, .. } | Address::ChildSiteGrant { grantee, .. } => match grantee {
            Subject::User(name) => each(Thing::User, name),
            Subject::Group(name) => each(Thing::Group, name),
            Subject::AllOf(names) => names.iter().for_each(|name| each(Thing::Group, name)),
        },
        Address::User { .. } | Address::Named { .. } => {
            texts(step, "groups").for_each(|name| each(Thing::Group, name))
        }
        Address::Automation { .. } => {
            texts(step, "schedule").for_each(|name| each(Thing::Schedule, name));
            step.as_user.iter().for_each(|name| each(Thing::User, name));
        }
        _ => {}
    }
}

/// The names that an assignment lets go or takes up. Both are as the plan leaves them, so that a
/// rename comes first.
pub(super) fn texts<'d>(step: &'d UnplacedStep, name: &str) -> impl Iterator<Item = &'d str> {
    let values = step.assignment(name).into_iter().flat_map(|a| [&a.before, &a.after]);
    values.flat_map(|value| {
        value.as_text().into_iter().chain(value.as_list().iter().filter_map(Value::as_text))
    })
}
