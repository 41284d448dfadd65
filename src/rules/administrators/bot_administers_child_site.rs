//! A bot that administers a child site.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::child_site::ChildGrant;
use crate::model::{ChildLevel, Grantee, User};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("bot-administers-child-site"),
    family: Family::Administrators,
    severity: Severity::Warning,
    summary: "a bot is made site administrator of a child site",
    page: include_str!("bot-administers-child-site.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let grants = cx.site.child_sites.iter().flat_map(|site| &site.grants);
    for grant in grants.filter(|grant| grant.level == ChildLevel::SiteAdmin) {
        let bots = bots(cx, grant);
        let Some(first) = bots.first() else { continue };
        let names: Vec<&str> = bots.iter().map(|bot| cx.text(bot.name)).collect();
        let help = match grant.grantee {
            Grantee::Group(_) => "take the bot out of the group, or give the role to another",
            Grantee::User(_) | Grantee::AllOf(_) | Grantee::Partner(_) => {
                "drop the grant, or name a person"
            }
        };
        findings.push(
            RULE.found(format!("{} would administer a child site, as no bot may", listed(&names)))
                .at(grant.grantee_span, "a role that Files.com keeps from Shared/Bot users")
                .at(first.name_span, "declared a bot here")
                .help(help),
        );
    }
}

fn bots<'a>(cx: &Context<'a>, grant: &ChildGrant) -> Vec<&'a User> {
    let bot = |key| cx.site.user(key).filter(|user| user.bot);
    match &grant.grantee {
        Grantee::User(user) => bot(*user).into_iter().collect(),
        Grantee::Group(group) => {
            cx.members_of(*group).iter().filter_map(|member| bot(member.user)).collect()
        }
        Grantee::AllOf(_) | Grantee::Partner(_) => Vec::new(),
    }
}
