//! A bot whose grants are not confined to its folders.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Grant, Grantee, Key, Membership, User};
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("bot-reaches-root"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot holds a grant on the whole site",
    page: include_str!("bot-reaches-root.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for node in cx.grant_nodes() {
        let grant = node.grant;
        if !grant.recursive || !is_root(cx, grant) {
            continue;
        }
        let Some((bot, group)) = first_bot(cx, &grant.grantee) else { continue };
        let (name, levels) = (cx.text(bot.name), node.levels());
        let mut finding = RULE
            .found(format!("bot `{name}` holds {levels} on the whole site"))
            .at(grant.grantee_span, "a grant on `/` reaches every folder, present and future");
        if let Some(group) = group {
            finding = finding.at(group.span, format!("`{name}` is a member here"));
        }
        findings.push(
            finding
                .at(bot.name_span, "declared a bot here")
                .help("grant the bot the folders that its workload needs"),
        );
    }
}

fn is_root(cx: &Context<'_>, grant: &Grant) -> bool {
    cx.names.key_text(grant.folder).is_empty()
}

/// The first bot that the grantee stands for, and what makes it a member.
fn first_bot<'a>(
    cx: &Context<'a>,
    grantee: &Grantee,
) -> Option<(&'a User, Option<&'a Membership>)> {
    let bot = |key: &Key| cx.site.user(*key).filter(|user| user.bot);
    let member_bot = |group: &Key| {
        let mut members = cx.members_of(*group).iter();
        members.find_map(|membership| Some((bot(&membership.user)?, Some(*membership))))
    };
    match grantee {
        Grantee::User(user) => Some((bot(user)?, None)),
        Grantee::Group(group) => member_bot(group),
        Grantee::Partner(_) => None,
        Grantee::AllOf(groups) => {
            let (first, rest) = groups.split_first()?;
            let in_all = |user: &Key| {
                let own = cx.memberships_of(*user);
                rest.iter().all(|group| own.iter().any(|m| m.group == *group))
            };
            let mut members = cx.members_of(*first).iter();
            members.find_map(|m| Some((bot(&m.user).filter(|_| in_all(&m.user))?, Some(*m))))
        }
    }
}
