//! Rules about administrators of every kind.

mod admin_holds_grant;
mod admin_is_billing_admin;
mod admin_is_group_admin;
mod admin_is_read_only_admin;
mod alerts_to_non_admin;
mod billing_admin_expects_access;
mod bot_administers_child_site;
mod child_site_role_redundant;
mod child_site_roles_exclude;
mod folder_admin_not_recursive;
mod group_without_admin;
mod read_only_admin_edits;
mod read_only_admin_shares;
mod too_many_site_admins;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &admin_holds_grant::RULE,
    &admin_is_billing_admin::RULE,
    &admin_is_group_admin::RULE,
    &admin_is_read_only_admin::RULE,
    &alerts_to_non_admin::RULE,
    &billing_admin_expects_access::RULE,
    &bot_administers_child_site::RULE,
    &child_site_role_redundant::RULE,
    &child_site_roles_exclude::RULE,
    &folder_admin_not_recursive::RULE,
    &group_without_admin::RULE,
    &read_only_admin_edits::RULE,
    &read_only_admin_shares::RULE,
    &too_many_site_admins::RULE,
];
