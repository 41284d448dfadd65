//! Rules about automations.

mod action_incomplete;
mod action_trigger_not_allowed;
mod automation_needs_remote;
mod automation_path_invalid;
mod coverage_undecided;
mod destination_feeds_source;
mod editor_takes_ownership;
mod graph_unsound;
mod log_hidden_from_owner;
mod owner_disabled;
mod owner_is_bot;
mod owner_is_only_one_person;
mod owner_lacks_access;
mod owner_not_folder_admin;
mod schedule_invalid;
mod trigger_incomplete;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &action_incomplete::RULE,
    &action_trigger_not_allowed::RULE,
    &automation_needs_remote::RULE,
    &automation_path_invalid::RULE,
    &coverage_undecided::RULE,
    &destination_feeds_source::RULE,
    &editor_takes_ownership::RULE,
    &graph_unsound::RULE,
    &log_hidden_from_owner::RULE,
    &owner_disabled::RULE,
    &owner_is_bot::RULE,
    &owner_is_only_one_person::RULE,
    &owner_lacks_access::RULE,
    &owner_not_folder_admin::RULE,
    &schedule_invalid::RULE,
    &trigger_incomplete::RULE,
];
