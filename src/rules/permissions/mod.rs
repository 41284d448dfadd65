//! Rules about grants, fences and folders.

mod duplicate_grant;
mod fence_on_root;
mod group_only_needs_plan;
mod home_folder_missing;
mod redundant_grant;
mod root_grant;
mod user_grant_in_group_only_site;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &duplicate_grant::RULE,
    &fence_on_root::RULE,
    &group_only_needs_plan::RULE,
    &home_folder_missing::RULE,
    &redundant_grant::RULE,
    &root_grant::RULE,
    &user_grant_in_group_only_site::RULE,
];
