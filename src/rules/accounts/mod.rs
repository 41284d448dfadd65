//! Rules about users and bots.

mod account_without_protocol;
mod admin_disabled;
mod admin_without_web;
mod already_expired;
mod bot_has_group_admin;
mod bot_is_site_admin;
mod bot_looks_human;
mod bot_password_expires;
mod bot_reaches_beyond_keys;
mod bot_reaches_root;
mod bot_requires_2fa;
mod bot_shared_by_systems;
pub(crate) mod bot_signs_in_interactively;
mod bot_uses_sso;
mod bot_with_every_protocol;
mod bot_without_key;
mod bot_without_system;
mod credential_shared;
mod email_missing;
mod expires_soon;
mod human_looks_automated;
mod inactivity_bypass_redundant;
mod login_deadline_never_met;
pub(crate) mod login_deadline_without_effect;
mod name_looks_alike;
mod name_not_full;
mod password_without_email;
mod password_without_method;
mod root_folder_missing;
mod root_folder_unreachable;
mod root_folder_without_effect;
mod shared_human_login;
mod username_taken_elsewhere;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[
    &account_without_protocol::RULE,
    &admin_disabled::RULE,
    &admin_without_web::RULE,
    &already_expired::RULE,
    &bot_has_group_admin::RULE,
    &bot_is_site_admin::RULE,
    &bot_looks_human::RULE,
    &bot_password_expires::RULE,
    &bot_reaches_beyond_keys::RULE,
    &bot_reaches_root::RULE,
    &bot_requires_2fa::RULE,
    &bot_shared_by_systems::RULE,
    &bot_signs_in_interactively::RULE,
    &bot_uses_sso::RULE,
    &bot_with_every_protocol::RULE,
    &bot_without_key::RULE,
    &bot_without_system::RULE,
    &credential_shared::RULE,
    &email_missing::RULE,
    &expires_soon::RULE,
    &human_looks_automated::RULE,
    &inactivity_bypass_redundant::RULE,
    &login_deadline_never_met::RULE,
    &login_deadline_without_effect::RULE,
    &name_looks_alike::RULE,
    &name_not_full::RULE,
    &password_without_email::RULE,
    &password_without_method::RULE,
    &root_folder_missing::RULE,
    &root_folder_unreachable::RULE,
    &root_folder_without_effect::RULE,
    &shared_human_login::RULE,
    &username_taken_elsewhere::RULE,
];
