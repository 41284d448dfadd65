//! Rules about users and bots.

mod bot_is_site_admin;

use super::Rule;

pub(super) static RULES: &[&Rule] = &[&bot_is_site_admin::RULE];
