//! A lifecycle rule that will find a bot inactive.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::named::NamedGroups;
use crate::model::{Level, Named, NamedKind, User};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("inactive-user-unprotected"),
    family: Family::Settings,
    severity: Severity::Info,
    summary: "a lifecycle rule disables or deletes a bot that never signs in as a person does",
    page: include_str!("inactive-user-unprotected.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let rules = cx.site.named.iter().filter(|named| named.kind == NamedKind::LIFECYCLE_RULE);
    for rule in rules {
        let Some(action) = rule.attributes.get("action") else { continue };
        let Some(verb) = action.value.as_text() else { continue };
        let bots = cx.site.users.iter().filter(|user| user.bot && is_keys_only(user));
        for bot in bots.filter(|bot| hits(cx, rule, bot)) {
            let name = cx.text(bot.name);
            findings.push(
                RULE.found(format!("`{}` may {verb} bot `{name}` for inactivity", rule.name))
                    .at(bot.name_span, "signs in with keys only")
                    .at(action.span, "by this rule")
                    .help("add `bypass-user-lifecycle-rules #true` to the bot"),
            );
        }
    }
}

fn is_keys_only(bot: &User) -> bool {
    bot.authentication_method() == Some("none")
        && bot.attributes.on("bypass_user_lifecycle_rules").is_none()
}

/// Whether every filter of the rule lets the bot through, as far as the definition tells.
fn hits(cx: &Context<'_>, rule: &Named, bot: &User) -> bool {
    let said = |name: &str| rule.attributes.text(name).filter(|text| !text.is_empty());
    let method =
        matches!(said("authentication_method"), None | Some("all" | "all_non_sso" | "none"));
    let state = match said("user_state") {
        Some("disabled") => bot.is_disabled(),
        _ => !bot.is_disabled(),
    };
    let tags = bot.attributes.text("tags").unwrap_or_default();
    let tag = said("user_tag").is_none_or(|tag| tags.split(',').any(|own| own.trim() == tag));
    let admin = || cx.grants_held_by(bot.key).iter().any(|grant| grant.level == Level::Admin);
    let spared = rule.attributes.on("include_folder_admins").is_none() && admin();
    let in_groups = |groups: &NamedGroups| {
        let of_bot = cx.memberships_of(bot.key);
        groups.all.is_empty()
            || groups.all.iter().any(|(group, _)| of_bot.iter().any(|m| m.group == *group))
    };
    method
        && state
        && tag
        && said("partner_tag").is_none()
        && !spared
        && rule.groups.as_ref().is_none_or(in_groups)
}
