//! Rules about grants, fences and folders.

mod duplicate_grant;
pub(crate) mod expectation_broken;
mod expectation_of_nothing;
mod fence_hides_nothing;
mod fence_locks_out;
mod fence_on_root;
mod grant_unreachable;
mod group_only_needs_plan;
mod home_folder_missing;
mod notification_tells_more;
mod partner_grant_refused;
mod partner_user_holds_more;
mod redundant_grant;
mod folder_on_remote_server;
mod folder_shows_too_much;
mod root_grant;
pub(crate) mod root_grant_guarded;
pub(crate) mod user_grant_in_group_only_site;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &duplicate_grant::RULE,
    &expectation_broken::RULE,
    &expectation_of_nothing::RULE,
    &fence_hides_nothing::RULE,
    &fence_locks_out::RULE,
    &fence_on_root::RULE,
    &grant_unreachable::RULE,
    &group_only_needs_plan::RULE,
    &home_folder_missing::RULE,
    &notification_tells_more::RULE,
    &partner_grant_refused::RULE,
    &partner_user_holds_more::RULE,
    &redundant_grant::RULE,
    &folder_on_remote_server::RULE,
    &folder_shows_too_much::RULE,
    &root_grant::RULE,
    &root_grant_guarded::RULE,
    &user_grant_in_group_only_site::RULE,
];
