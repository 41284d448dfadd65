//! Remedies that `check --fix` applies.

use super::Place;
use super::pages::{Finding, check, gains, pages};
use std::collections::BTreeSet;

fn errors(found: &[Finding]) -> BTreeSet<&str> {
    let errors = found.iter().filter(|one| one.severity == "error");
    errors.map(|one| &*one.code).collect()
}

#[test]
fn a_fix_leaves_nothing_of_what_it_is_for() {
    let mut fixed = 0;
    for page in pages() {
        let (code, before) = (&page.code, page.findings());
        let own = |found: &[Finding], fix: bool| {
            found.iter().filter(|one| one.code == *code && one.fix == fix).count()
        };
        if own(&before, true) == 0 {
            continue;
        }
        fixed += 1;
        let place: Place = page.place();
        place.run(&["check", "--fix"]);
        let after = check(&place, &[]);
        assert_eq!(own(&after, true), 0, "{code}: {after:#?}");
        assert_eq!(own(&after, false), own(&before, false), "{code}: {after:#?}");
        let codes: BTreeSet<&str> = before.iter().map(|one| &*one.code).collect();
        let new: Vec<&Finding> = after.iter().filter(|one| !codes.contains(&*one.code)).collect();
        assert!(new.is_empty(), "{code} leads to {new:#?}");
        if !errors(&after).is_empty() {
            continue;
        }
        place.write("nothing.kdl", "");
        let gained = gains(&place, "nothing.kdl", &[]);
        assert!(gained.is_empty(), "{code} lets in: {gained:?}");
    }
    assert!(fixed > 15, "fixes are looked at: {fixed}");
}
