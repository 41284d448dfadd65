use super::tests::*;
use super::*;
use crate::diff::{Address, Field, Subject};
use crate::model::{NamedKind, SecretRef, Value, kinds};

/// Users `al` and `bo`, a group, folders, a grant; `al` has the id that the function gives.
fn furnished() -> (Bench, i64) {
    let mut bench = bench();
    let before = plan(vec![
        step(0, Create, user("al")).set("email", Value::Null, text("al@example.com")),
        step(1, Create, user("bo")),
        step(2, Create, group("Ops")),
        step(3, Create, folder("A/B")),
        step(4, Create, grant("A/B", Subject::User("al".to_owned()))),
    ]);
    assert!(bench.apply(&before, &BTreeSet::new()).is_complete());
    let (live, names) = bench.read();
    let id = live.users.iter().find(|user| names.text(user.name) == "al").expect("al").id;
    (bench, id)
}

/// A plan whose steps build on each other by names that earlier steps give.
fn chained(al: i64) -> Plan {
    let alexa = || Subject::User("alexa".to_owned());
    plan(vec![
        step(0, Update, user("al")).known_as(al).set("username", text("al"), text("alexa")),
        step(1, Update, user("alexa")).known_as(al).set(
            "email",
            text("al@example.com"),
            text("alexa@example.com"),
        ),
        step(2, Create, user("al")).set("groups", Value::Null, Value::List([text("Team")].into())),
        step(3, Move, folder("A")).set("path", text("A"), text("C")),
        step(4, Create, folder("A")),
        step(5, Create, grant("C", alexa())),
        step(6, Delete, grant("C/B", alexa())),
        step(7, Create, grant("A", Subject::User("al".to_owned()))),
        step(8, Update, user("bo")).set("disabled", Value::Bool(false), Value::Bool(true)),
        step(8, Update, user("bo")).set("disabled", Value::Bool(true), Value::Bool(false)),
        step(9, Delete, user("bo")),
    ])
}

fn chained_and_ready(al: i64) -> Plan {
    let mut plan = chained(al);
    let rename = step(10, Update, group("Ops")).set("name", text("Ops"), text("Team"));
    plan.steps.insert(0, rename);
    for (at, step) in plan.steps.iter_mut().enumerate() {
        step.id = StepId::at(at);
    }
    plan
}

#[test]
fn steps_see_what_earlier_ones_leave_behind() {
    let (mut bench, al) = furnished();
    let plan = chained_and_ready(al);
    let standings = bench.standings(&plan);
    assert!(standings.iter().all(|standing| *standing == Standing::Fresh), "{standings:#?}");
    assert!(!bench.unverified(&plan).is_empty());
    let report = bench.apply(&plan, &BTreeSet::new());
    assert!(report.is_complete(), "{:?}", words(&report));
    assert_eq!(bench.unverified(&plan), []);
}

#[test]
fn every_prefix_can_be_resumed() {
    let steps = chained_and_ready(0).steps.len();
    for done in 0..=steps {
        let (mut bench, al) = furnished();
        let plan = chained_and_ready(al);
        let rest = plan.steps.iter().skip(done).map(|step| step.id).collect();
        bench.apply(&plan, &rest);
        let standings = bench.standings(&plan);
        let applied = plan.steps.iter().zip(&standings);
        let applied = applied.filter(|(_, s)| **s == Standing::AlreadyApplied);
        let applied: BTreeSet<StepId> = applied.map(|(step, _)| step.id).collect();
        assert!(
            !standings.iter().any(|s| matches!(s, Standing::Stale(_))),
            "after {done}: {standings:#?}"
        );
        let report = bench.apply(&plan, &applied);
        assert!(report.is_complete(), "after {done}: {:?}", words(&report));
        assert_eq!(bench.unverified(&plan), [], "after {done}");
    }
}

#[test]
fn what_somebody_else_changed_is_stale() {
    let (mut bench, al) = furnished();
    let judge = |bench: &mut Bench, step: Step| bench.standings(&plan(vec![step])).remove(0);
    let email = |before: &str| {
        step(0, Update, user("AL")).set("email", text(before), text("new@example.com"))
    };
    assert_eq!(judge(&mut bench, email("AL@example.com")), Standing::Fresh);
    let standing = judge(&mut bench, email("older@example.com"));
    assert_eq!(
        standing,
        Standing::Stale(vec![Difference::Value {
            field: Field::attribute(&kinds::USER, "email"),
            expected: text("older@example.com"),
            found: text("al@example.com"),
        }])
    );
    let other = Difference::Replaced { expected: al + 100, found: al };
    let standing = judge(&mut bench, email("al@example.com").known_as(al + 100));
    assert_eq!(standing, Standing::Stale(vec![other]));
    let gone = Standing::Stale(vec![Difference::Gone]);
    assert_eq!(judge(&mut bench, step(0, Update, user("nobody"))), gone);
    let relocate =
        |from: &str, to: &str| step(0, Move, folder(from)).set("path", text(from), text(to));
    assert_eq!(judge(&mut bench, relocate("X", "Y")), gone);
    let in_the_way = Standing::Stale(vec![Difference::InTheWay]);
    assert_eq!(judge(&mut bench, relocate("A/B", "a")), in_the_way);
    assert_eq!(judge(&mut bench, relocate("X", "A")), Standing::AlreadyApplied);
    let taken = step(0, Create, user("al")).set("email", Value::Null, text("x@example.com"));
    assert!(matches!(judge(&mut bench, taken), Standing::Stale(all) if all.len() == 2));
    assert_eq!(judge(&mut bench, step(0, Delete, user("zed"))), Standing::AlreadyApplied);
    assert_eq!(
        judge(&mut bench, step(0, Delete, user("al")).known_as(999)),
        Standing::AlreadyApplied
    );
    let secret = Value::Secret(SecretRef::Env("X".into()));
    let password = step(0, Update, user("al")).set("password", Value::Null, secret);
    assert_eq!(judge(&mut bench, password), Standing::Fresh, "a secret cannot be compared");
}

#[test]
fn what_is_not_as_planned_is_reported() {
    let (mut bench, _) = furnished();
    let plan = plan(vec![
        step(0, Update, user("al")).set("email", text("x"), text("x@example.com")),
        step(1, Create, folder("Z")),
        step(2, Delete, user("bo")),
    ]);
    let found = bench.unverified(&plan);
    assert!(
        matches!(
            &found[..],
            [
                Unverified::Value { step: StepId(1), .. },
                Unverified::Missing { step: StepId(2), .. },
                Unverified::StillThere { step: StepId(3), .. },
            ]
        ),
        "{found:?}"
    );
}

#[test]
fn a_schedule_that_is_renamed_is_still_the_one_in_use() {
    let schedule =
        |name: &str| Address::Named { resource: NamedKind::SCHEDULE, name: name.to_owned() };
    let automation = |name: &str| Address::Automation { name: name.to_owned() };
    let list = |items: Value| Value::List([items].into());
    let made = |at: usize, name: &str| {
        step(at, Create, schedule(name))
            .set("schedule_days_of_week", Value::Null, list(Value::Int(1)))
            .set("schedule_times_of_day", Value::Null, list(text("02:00")))
    };
    let furnish = plan(vec![
        made(0, "night"),
        made(1, "hourly"),
        step(2, Create, automation("sweep"))
            .set("automation", Value::Null, text("delete_file"))
            .set("schedule", Value::Null, text("night")),
        step(3, Create, automation("purge"))
            .set("automation", Value::Null, text("delete_file"))
            .set("schedule", Value::Null, text("hourly")),
    ]);
    let change = |night: i64| {
        plan(vec![
            step(0, Update, schedule("night")).known_as(night).set(
                "name",
                text("night"),
                text("nightly"),
            ),
            made(1, "night"),
            step(2, Update, automation("sweep")).set("schedule", text("nightly"), text("night")),
            step(3, Update, automation("purge")).set("schedule", text("hourly"), text("nightly")),
            step(4, Delete, schedule("hourly")),
        ])
    };
    for done in 0..=5 {
        let mut bench = bench();
        assert!(bench.apply(&furnish, &BTreeSet::new()).is_complete());
        let (live, _) = bench.read();
        let night = live.named.iter().find(|named| named.name.as_deref() == Some("night"));
        let change = change(night.expect("a schedule").id);
        let rest = change.steps.iter().skip(done).map(|step| step.id).collect();
        bench.apply(&change, &rest);
        for (at, standing) in bench.standings(&change).iter().enumerate() {
            let expected = if at < done { Standing::AlreadyApplied } else { Standing::Fresh };
            assert_eq!(*standing, expected, "step {at} after {done}");
        }
        let applied = change.steps.iter().take(done).map(|step| step.id).collect();
        assert!(bench.apply(&change, &applied).is_complete());
        assert_eq!(bench.unverified(&change), []);
    }
}

/// A group and a folder that a plan makes are not those that somebody else made and filled.
#[test]
fn what_somebody_else_made_and_filled_is_in_the_way() {
    let payroll = || Subject::Group("Payroll".to_owned());
    let member =
        |user: &str| Address::Membership { group: "Payroll".to_owned(), user: user.to_owned() };
    let made = plan(vec![
        step(0, Create, group("Payroll")),
        step(1, Create, member("al")),
        step(2, Create, folder("Wages")),
        step(3, Create, grant("Wages", payroll())),
    ]);
    let standing_of = |by_hand: Vec<Step>, at: usize| {
        let (mut bench, _) = furnished();
        assert!(bench.apply(&plan(by_hand), &BTreeSet::new()).is_complete());
        bench.standings(&made).swap_remove(at)
    };
    let foreign = Standing::Stale(vec![Difference::InTheWay]);
    let with = |user: &str| vec![step(0, Create, group("Payroll")), step(1, Create, member(user))];
    assert_eq!(standing_of(with("al"), 0), Standing::AlreadyApplied);
    assert_eq!(standing_of(with("bo"), 0), foreign);
    let granted = |place: &str| {
        vec![step(0, Create, group("Payroll")), step(1, Create, grant(place, payroll()))]
    };
    assert_eq!(standing_of(granted("A/B"), 0), foreign);
    let bo = Subject::User("bo".to_owned());
    let wages = |holder: Subject| {
        let group = step(0, Create, group("Payroll"));
        vec![group, step(1, Create, folder("Wages")), step(2, Create, grant("Wages", holder))]
    };
    assert_eq!(standing_of(wages(payroll()), 2), Standing::AlreadyApplied);
    assert_eq!(standing_of(wages(bo), 2), foreign);
}
