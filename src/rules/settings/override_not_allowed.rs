//! What a user is said to have against what the site lets users have.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Setting, Value, kebab_case};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("override-not-allowed"),
    family: Family::Settings,
    severity: Severity::Error,
    summary: "a user overrides a setting of the site that users may not override",
    page: include_str!("override-not-allowed.md"),
    check: Check::Definition(check),
};

/// The site's word, and the attribute of users that needs it.
type Override = (&'static str, &'static str);

pub const OVERRIDES: &[Override] = &[
    ("allow_user_level_2fa_override", "require_2fa"),
    ("allow_user_level_ssl_override", "ssl_required"),
];

/// A site that was never asked has it off, and takes addresses: a live one is held to it only where it
/// has addresses of its own, which a user's override.
pub const ADDRESSES: Override = ("allow_user_level_allowed_ip_override", "allowed_ips");

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for (allowance, attribute) in OVERRIDES.iter().chain([&ADDRESSES]) {
        let off = |setting: &&Setting| setting.value == Value::Bool(false);
        let Some(said) = cx.site.settings.get(allowance).filter(off) else { continue };
        for user in &cx.site.users {
            let own = user.attributes.get(attribute).filter(|own| overrides(&own.value));
            let Some(own) = own else { continue };
            let finding = refused(cx.text(user.name), allowance, own);
            findings.push(finding.at(said.span, "users may not override this here"));
        }
    }
}

/// Whether a value is another than what the site says.
pub fn overrides(value: &Value) -> bool {
    !value.is_unset() && value.as_text() != Some("use_system_setting")
}

/// The finding, but for what says that the site does not allow it.
pub fn refused(name: &str, allowance: &str, own: &Setting) -> Diagnostic {
    let (word, allowance) = (own.attribute.word(), kebab_case(allowance));
    RULE.found(format!("`{name}` has a `{word}` of their own, which the site does not allow"))
        .at(own.span, "overrides the site's setting")
        .help(format!("drop the line, or let the site allow it: `{allowance} #true`"))
}
