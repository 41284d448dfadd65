//! What is found of the definition's own words once it is read as a whole; what is found on the
//! way is in [`crate::codes::reading`].

mod former_name_used;
mod lint_without_effect;
mod removes_declared;
mod unknown_rule;
mod was_unclear;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &former_name_used::RULE,
    &lint_without_effect::RULE,
    &removes_declared::RULE,
    &unknown_rule::RULE,
    &was_unclear::RULE,
];
