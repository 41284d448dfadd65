//! Whom a lifecycle rule may find, as far as the definition tells.

use super::Context;
use crate::model::{Level, Named, NamedKind, User, Value};

impl<'a> Context<'a> {
    pub fn lifecycle_rules(&self) -> impl Iterator<Item = &'a Named> + use<'a> {
        self.site.named.iter().filter(|named| named.kind == NamedKind::LIFECYCLE_RULE)
    }
}

/// Whether every filter of the rule lets the user through.
pub fn may_hit(cx: &Context<'_>, rule: &Named, user: &User) -> bool {
    let said = |name: &str| rule.attributes.text(name).filter(|text| !text.is_empty());
    let own = user.authentication_method();
    let method = match said("authentication_method") {
        None | Some("all") => true,
        Some("all_non_sso") => own != Some("sso"),
        Some(method) => own.is_none_or(|own| own == method),
    };
    let state = match said("user_state") {
        Some("disabled") => user.is_disabled(),
        _ => !user.is_disabled(),
    };
    let tags = user.attributes.text("tags").unwrap_or_default();
    let tag = said("user_tag").is_none_or(|tag| tags.split(',').any(|own| own.trim() == tag));
    let includes = |flag: &str| rule.attributes.on(flag).is_some();
    let folder_admin =
        || cx.grants_held_by(user.key).iter().any(|grant| grant.level == Level::Admin);
    let spared = (user.is_site_admin() && !includes("include_site_admins"))
        || (!includes("include_folder_admins") && folder_admin());
    let in_groups = |groups: &Value| {
        let of_user = cx.memberships_of(user.key);
        let is_in = |group: &Value| {
            let key = group.as_reference().and_then(|group| cx.names.find_key(&group.name));
            // Of a number nothing is known.
            key.is_none_or(|key| of_user.iter().any(|m| m.group == key))
        };
        groups.is_unset() || groups.as_list().iter().any(is_in)
    };
    method
        && state
        && tag
        && said("partner_tag").is_none()
        && !spared
        && rule.attributes.value("group_ids").is_none_or(in_groups)
}
