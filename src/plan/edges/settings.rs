//! Settings of the site, and roles, that decide whether other steps are allowed.

use super::Edge;
use crate::diff::{Address, Field, Operation, Subject};
use crate::model::{Value, kinds};
use crate::plan::expand::{UnplacedId, UnplacedStep, UnplacedSteps};
use crate::plan::step::Reason;
use rustc_hash::FxHashMap;

/// A setting of the site that decides whether other steps are allowed.
struct Governing {
    setting: &'static str,
    /// With this value it allows more: then it goes first, otherwise last.
    opens: bool,
    governed: fn(&UnplacedStep) -> bool,
}

static GOVERNING: &[Governing] = &[
    Governing { setting: "allow_user_level_2fa_override", opens: true, governed: sets_user_2fa },
    Governing {
        setting: "allow_user_level_allowed_ip_override",
        opens: true,
        governed: sets_user_addresses,
    },
    Governing { setting: "allow_user_level_ssl_override", opens: true, governed: sets_user_ssl },
    Governing { setting: "custom_namespace", opens: false, governed: sets_domain },
    Governing { setting: "custom_namespace", opens: true, governed: leaves_sso },
    Governing { setting: "folder_permissions_groups_only", opens: false, governed: grants_to_user },
    Governing { setting: "non_sso_groups_allowed", opens: true, governed: writes_group },
    Governing { setting: "non_sso_users_allowed", opens: true, governed: writes_user },
    Governing {
        setting: "prevent_root_permissions_for_non_site_admins",
        opens: false,
        governed: on_root,
    },
];

fn of_user(attribute: &'static str) -> Field {
    Field::attribute(&kinds::USER, attribute)
}

fn sets_user(step: &UnplacedStep, attribute: &'static str) -> bool {
    step.address.user().is_some() && step.assignment(of_user(attribute)).is_some()
}

fn sets_user_2fa(step: &UnplacedStep) -> bool {
    sets_user(step, "require_2fa")
}

fn sets_user_addresses(step: &UnplacedStep) -> bool {
    sets_user(step, "allowed_ips")
}

fn sets_user_ssl(step: &UnplacedStep) -> bool {
    sets_user(step, "ssl_required")
}

/// A namespace of the site's own needs a domain all along.
fn sets_domain(step: &UnplacedStep) -> bool {
    step.address == Address::Site
        && step.assignment(Field::attribute(&kinds::SITE, "domain")).is_some()
}

fn leaves_sso(step: &UnplacedStep) -> bool {
    let method = step.assignment(of_user("authentication_method"));
    step.address.user().is_some()
        && (step.operation == Operation::Delete
            || method.is_some_and(|method| method.before.as_text() == Some("sso")))
}

fn grants_to_user(step: &UnplacedStep) -> bool {
    step.address.grant().is_some_and(|grant| matches!(grant.grantee, Subject::User(_)))
}

fn writes_group(step: &UnplacedStep) -> bool {
    step.address.group().is_some()
}

fn writes_user(step: &UnplacedStep) -> bool {
    step.address.user().is_some()
}

fn on_root(step: &UnplacedStep) -> bool {
    step.address.grant().is_some_and(|grant| grant.path.is_empty())
}

pub(super) fn settings(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    for governing in GOVERNING {
        let setting = unplaced.iter_enumerated().find_map(|(index, step)| {
            let site = step.address == Address::Site;
            step.assignment(Field::attribute(&kinds::SITE, governing.setting))
                .filter(|_| site)
                .map(|assignment| (index, assignment))
        });
        let Some((at, assignment)) = setting else { continue };
        let opens = assignment.after == Value::Bool(governing.opens);
        let governed = unplaced.iter_enumerated().filter(|(_, step)| (governing.governed)(step));
        for (index, _) in governed {
            let setting = assignment.field.word();
            edges.push(if opens {
                Edge::new(at, index, Reason::SettingFirst { setting })
            } else {
                Edge::new(index, at, Reason::SettingLast { setting })
            });
        }
    }
}

/// A site administrator takes no grants on folders: the role goes before they come.
pub(super) fn roles(unplaced: &UnplacedSteps, edges: &mut Vec<Edge>) {
    let mut demoted: FxHashMap<&str, UnplacedId> = FxHashMap::default();
    for (index, step) in unplaced.iter_enumerated() {
        let Some(user) = step.address.user() else { continue };
        let role = step.assignment(of_user("site_admin")).filter(|a| a.after != Value::Bool(true));
        if step.operation == Operation::Update && role.is_some() {
            let renamed = step.text(Field::Username);
            demoted.insert(renamed.unwrap_or(user), index);
        }
    }
    for (index, step) in unplaced.iter_enumerated().filter(|_| !demoted.is_empty()) {
        let grantee = step.address.grant().map(|grant| grant.grantee);
        let Some(Subject::User(user)) = grantee else { continue };
        let first = demoted.get(user.as_str()).filter(|_| step.operation == Operation::Create);
        let reason = || Reason::RoleFirst { user: user.clone() };
        edges.extend(first.map(|first| Edge::new(*first, index, reason())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_governs_other_steps_stands_alone() {
        for governing in GOVERNING {
            let setting = Field::attribute(&kinds::SITE, governing.setting);
            assert!(setting.stands_alone(), "{}", governing.setting);
        }
    }
}
