//! Grants that count for nothing, as those who hold them are users of a partner.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Grantee;
use crate::rules::{Check, Context, Family, Rule};

pub static RULE: Rule = Rule {
    code: Code("partner-user-holds-more"),
    family: Family::Permissions,
    severity: Severity::Warning,
    summary: "a grant is given to a partner's user, for whom only the partner's grants count",
    page: include_str!("partner-user-holds-more.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let on_folders = cx.grant_nodes().map(|node| (&node.grant.grantee, node.grant.grantee_span));
    let roles = cx.site.child_sites.iter().flat_map(|site| &site.grants);
    let roles = roles.map(|role| (&role.grantee, role.grantee_span));
    for (grantee, span) in on_folders.chain(roles) {
        let Grantee::User(user) = *grantee else { continue };
        let user = cx.site.user(user);
        let partner = user.and_then(|user| user.attributes.get("partner_id"));
        let Some((user, partner)) = user.zip(partner.filter(|said| !said.value.is_unset())) else {
            continue;
        };
        let name = cx.text(user.name);
        findings.push(
            RULE.found(format!("this grant does nothing for `{name}`"))
                .at(span, "a partner's user has what the partner is granted")
                .at(partner.span, "whose user it is")
                .help("grant it to the partner, with all its users, or say `partner #null`"),
        );
    }
}
