//! How much of a site must be seen to judge a plan's steps, before they run or after.

use crate::diff::Address;
use crate::live::{Declared, Look, Part};
use crate::model::{kinds, path};
use crate::plan::step::{Plan, Step};

/// What the plan touches.
pub fn look(plan: &Plan) -> Look {
    let mut declared = Declared::default();
    for step in &plan.steps {
        see(step, &mut declared);
    }
    Look::Declared(declared)
}

fn see(step: &Step, declared: &mut Declared) {
    let assigned = |name: &str| step.set.iter().find(|assignment| assignment.name == name);
    if let Address::Folder { path } = &step.address {
        declared.see(&path::key(path));
        let destination = assigned("path").and_then(|assignment| assignment.after.as_text());
        if let Some(destination) = destination {
            declared.see(&path::key(destination));
        }
    }
    let schedules = Part::Of(&kinds::SCHEDULE);
    let parts: &[Part] = match &step.address {
        Address::Site => &[Part::Site],
        Address::User { .. } | Address::Group { .. } | Address::Membership { .. } => {
            &[Part::Of(&kinds::USER), Part::Of(&kinds::GROUP)]
        }
        Address::SshKey { .. } => &[Part::Of(&kinds::USER), Part::Of(&kinds::SSH_KEY)],
        Address::ApiKey { .. } => &[Part::Of(&kinds::USER), Part::Of(&kinds::API_KEY)],
        Address::Folder { .. } => &[],
        Address::Grant { .. } | Address::ChildSiteGrant { .. } => {
            &[Part::Site, Part::Of(&kinds::USER), Part::Of(&kinds::GROUP), Part::Of(&kinds::GRANT)]
        }
        Address::Behavior { .. } => &[Part::Of(&kinds::BEHAVIOR)],
        // Owners are users, and it runs by a schedule.
        Address::Automation { .. } => {
            &[Part::Of(&kinds::USER), Part::Of(&kinds::AUTOMATION), schedules]
        }
        Address::Named { resource, .. } => &[Part::Of(&kinds::GROUP), Part::Of(resource.kind())],
    };
    declared.parts.extend(parts);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{plan, step};
    use super::*;
    use crate::diff::Operation;
    use crate::model::Value;

    #[test]
    fn sees_both_ends_of_a_move_and_no_list_for_nothing() {
        let relocate = step(0, Operation::Move, Address::Folder { path: "A/b".to_owned() });
        let relocate = relocate.set("path", Value::Null, Value::text("C/d/e"));
        let key = Address::SshKey { user: "al".to_owned(), title: "x".to_owned() };
        let plan = plan(vec![relocate, step(0, Operation::Create, key)]);
        let Look::Declared(declared) = look(&plan) else { panic!("everything") };
        let parents: Vec<&str> = declared.parents.iter().map(|parent| &**parent).collect();
        assert_eq!(parents, ["", "a", "c", "c/d"]);
        assert_eq!(declared.parts, [Part::Of(&kinds::USER), Part::Of(&kinds::SSH_KEY)].into());
    }
}
