//! Rules about site settings.

mod inactive_user_unprotected;
mod lifecycle_rule_takes_admins;
pub(crate) mod namespace_needs_domain;
pub(crate) mod namespace_with_sso;
mod notify_without_recipients;
mod notify_without_requests;
pub(crate) mod override_not_allowed;
pub(crate) mod setting_locks_out;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &inactive_user_unprotected::RULE,
    &lifecycle_rule_takes_admins::RULE,
    &namespace_needs_domain::RULE,
    &namespace_with_sso::RULE,
    &notify_without_recipients::RULE,
    &notify_without_requests::RULE,
    &override_not_allowed::RULE,
    &setting_locks_out::RULE,
];
