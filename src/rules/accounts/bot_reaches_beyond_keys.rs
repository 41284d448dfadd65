//! A bot whose keys are all confined to folders, and whose grants are not.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{User, path};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashSet;

pub static RULE: Rule = Rule {
    code: Code("bot-reaches-beyond-keys"),
    family: Family::Accounts,
    severity: Severity::Warning,
    summary: "a bot holds a grant that none of its keys can use",
    page: include_str!("bot-reaches-beyond-keys.md"),
    check: Check::Definition(check),
};

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for bot in cx.site.users.iter().filter(|user| user.bot) {
        let Some(confines) = confines(bot) else { continue };
        let mut seen = FxHashSet::default();
        for grant in cx.grants_held_by(bot.key) {
            let folder = cx.names.key_text(grant.folder);
            let meets = |confine: &String| {
                path::is_within(folder, confine)
                    || (grant.recursive && path::is_within(confine, folder))
            };
            if confines.iter().any(meets) || !seen.insert(grant.span) {
                continue;
            }
            let (name, folder) = (cx.text(bot.name), cx.folder_path(grant.folder));
            let mut finding = RULE
                .found(format!("no key of bot `{name}` can use its grant on `{folder}`"))
                .at(grant.grantee_span, "given here");
            for key in &bot.api_keys {
                let place = key.attributes.get("path").map_or(key.span, |setting| setting.span);
                finding = finding.at(place, format!("`{}` is confined to this folder", key.name));
            }
            findings
                .push(finding.help("drop the grant, or give the workload a key for the folder"));
        }
    }
}

/// The folders (as keys) that all of a bot's ways in are confined to; none where one is not.
fn confines(bot: &User) -> Option<Vec<String>> {
    let keys_only = bot.authentication_method() == Some("none") && bot.ssh_keys.is_empty();
    if !keys_only || bot.api_keys.is_empty() {
        return None;
    }
    let confine = |key: &crate::model::account::ApiKey| {
        key.attributes.text("path").map(|confine| path::key(confine).into_owned())
    };
    bot.api_keys.iter().map(confine).collect()
}
