//! A lifecycle rule that will find a bot inactive.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::User;
use crate::rules::lifecycle::may_hit;
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
    for rule in cx.lifecycle_rules() {
        let Some(action) = rule.attributes.get("action") else { continue };
        let Some(verb) = action.value.as_text() else { continue };
        let bots = cx.site.users.iter().filter(|user| user.bot && is_keys_only(user));
        for bot in bots.filter(|bot| may_hit(cx, rule, bot)) {
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
