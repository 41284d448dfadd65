//! A checked definition and a live site to a plan, and to all that speaks against it.

use super::Checked;
use super::compare::{compare, header};
use crate::codes::difference as codes;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::diff::Difference;
use crate::live::LiveSite;
use crate::plan::{self, Basis, Cycle, Effects, Left, Limits, Plan, Transition, Weighed};
use crate::rules;

/// How a plan is to be made, and what is accepted of it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    pub limits: Limits,
    /// Temporary groups may be built where somebody would otherwise go without what they keep.
    pub bridge: bool,
    /// What no order of the steps avoids is accepted.
    pub allow_transient: bool,
}

/// A plan, or the circle that makes one impossible, and what the difference showed.
pub struct Planned {
    pub plan: Result<Plan, Cycle>,
    /// Without those of the definition.
    pub findings: Vec<Diagnostic>,
    pub transition: Transition,
}

/// Compares and orders the steps.
pub fn plan(checked: &mut Checked, live: &LiveSite, wanted: Wanted) -> Planned {
    let difference = compare(checked, live);
    let header = header(checked, live);
    let Checked { site, names, now, .. } = checked;
    let Difference { changes, unsaid, kept, not_understood, mut findings } = difference;
    let transition = Transition::new(live, &changes, &unsaid, names, *now);
    findings.extend(plan::owners_losing_paths(&transition, live, &changes, names));
    findings.extend(plan::owners_taking_over(&transition, live, &changes, site, names));
    findings.extend(plan::broken_assertions(&transition, site, live, names));
    findings.extend(plan::broken_duties(&transition, site, live, names));
    findings.extend(plan::open_assertions(site, live, names));
    findings.extend(plan::key_findings(site, live, &changes, names));
    rules::apply_levels(site, &mut findings);
    let effects = Effects::of(&transition, live, &changes, names);
    findings.extend(wanted.limits.exceeded(Weighed::new(&effects, &changes)));
    let left = Left { unsaid, kept, not_understood };
    let residue = plan::residue(&transition, live, &changes, left, names);
    let basis = Basis { transition: &transition, live, site, names, bridge: wanted.bridge };
    let plan = plan::compile(header, changes, effects, residue, basis);
    if let Ok(plan) = &plan {
        let Wanted { allow_transient, bridge, .. } = wanted;
        findings.extend(plan::unavoidable(&plan.transient, allow_transient, bridge));
    }
    diagnostic::sort(&mut findings);
    Planned { plan, findings, transition }.judged()
}

impl Planned {
    /// Whoever only plans may do so with a key that could not apply.
    #[must_use]
    pub fn for_looking(mut self) -> Self {
        for finding in &mut self.findings {
            if finding.code == codes::KEY_LACKS_RIGHTS {
                finding.severity = finding.severity.min(Severity::Warning);
            }
        }
        diagnostic::sort(&mut self.findings);
        self.judged()
    }

    /// The plan holds what refuses it.
    fn judged(mut self) -> Self {
        if let Ok(plan) = &mut self.plan {
            let errors = self.findings.iter().filter(|finding| finding.is_error());
            plan.refused = errors.map(|finding| finding.message.clone()).collect();
        }
        self
    }

    /// A guard stands against applying this.
    pub fn is_refused(&self) -> bool {
        self.plan.as_ref().map_or(true, |plan| !plan.refused.is_empty())
    }

    /// Those of the definition, too.
    pub fn all_findings(&self, checked: &Checked) -> Vec<Diagnostic> {
        let mut all = checked.findings.clone();
        all.extend(self.findings.iter().cloned());
        diagnostic::sort(&mut all);
        all
    }
}
