//! A bot that is not confined to the protocols it needs.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::account::PROTOCOLS;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-with-every-protocol"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot may use every protocol",
    page: include_str!("bot-with-every-protocol.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for user in cx.site.users.iter().filter(|user| user.bot) {
        let all = PROTOCOLS.iter().all(|(_, flag)| user.attributes.on(flag).is_some());
        let Some(said) = user.attributes.get(PROTOCOLS[0].1).filter(|_| all) else { continue };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("bot `{name}` may use every protocol"))
                .at(said.span, "all protocols are allowed here")
                .at(user.name_span, "declared a bot here")
                .help("allow only the protocols that its workload speaks"),
        );
    }
}
