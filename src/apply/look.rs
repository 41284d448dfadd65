//! How much of a site must be seen to judge a plan's steps, before they run or after.

use crate::diff::Field;
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
    if let Some(path) = step.address.folder() {
        declared.see(&path::key(path));
        if let Some(destination) = step.text(Field::Path) {
            declared.see(&path::key(destination));
        }
    }
    declared.parts.extend(step.address.kind().parts());
    for value in step.set.iter().flat_map(|set| [&set.before, &set.after]) {
        value.references(&mut |reference| {
            declared.parts.insert(Part::Of(kinds::referred(reference.to)));
        });
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{plan, step};
    use super::*;
    use crate::diff::{Address, Operation};
    use crate::model::{Referent, Value};

    #[test]
    fn sees_both_ends_of_a_move_and_no_list_for_nothing() {
        let relocate = step(0, Operation::Move, Address::Folder { path: "A/b".to_owned() });
        let relocate = relocate.set("path", Value::Null, Value::text("C/d/e"));
        let key = Address::SshKey { user: "al".to_owned(), title: "x".to_owned() };
        let sync = Address::Automation { name: "all syncs".to_owned() };
        let syncs = [Value::reference(Referent::SYNC, "orders")];
        let sync = step(0, Operation::Create, sync);
        let sync = sync.set("sync_ids", Value::Null, Value::List(syncs.into()));
        let plan = plan(vec![relocate, step(0, Operation::Create, key), sync]);
        let Look::Declared(declared) = look(&plan) else { panic!("everything") };
        let parents: Vec<&str> = declared.parents.iter().map(|parent| &**parent).collect();
        assert_eq!(parents, ["", "a", "c", "c/d"]);
        let automations = [&kinds::AUTOMATION, &kinds::SCHEDULE, &kinds::SYNC];
        let lists = [&kinds::USER, &kinds::SSH_KEY].into_iter().chain(automations);
        assert_eq!(declared.parts, lists.map(Part::Of).collect());
    }
}
