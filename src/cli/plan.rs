//! `plan`: what would change, in order. Reads only.

use super::arguments::{Format, Plan as Options, Safety};
use super::definition::{self, Checked};
use super::exit::{Exit, Failure};
use super::fmt;
use super::output::{self, Output};
use super::target::{self, Reached};
use crate::diagnostic::{self, Diagnostic, Severity, has_errors};
use crate::diff::{self, Operation};
use crate::live::{LiveSite, Look, snapshot};
use crate::plan::{self, Basis, Cycle, Header, Limits, Plan};
use crate::render::{diagnostics_json, diagnostics_text, plan_text, reasons::reason};
use crate::rules::{self, difference::codes};
use std::path::Path;

pub fn run(options: &Options, output: &mut Output) -> Result<Exit, Failure> {
    let json = options.format == Format::Json;
    let mut checked = definition::check(&options.file);
    if let Some(exit) = definition::require(&checked, json, output)? {
        return Ok(exit);
    }
    let mut reached = None;
    let live = match &options.live {
        Some(path) => match read_snapshot(path, &mut checked, json, output)? {
            Ok(live) => live,
            Err(exit) => return Ok(exit),
        },
        None => {
            let target = target::target(options.target.target.as_deref(), Some(&checked.site))?;
            read(reached.insert(target.reach()?), &mut checked, output)?
        }
    };
    if let Some(reached) = reached.filter(|_| options.verbose) {
        reached.tell_requests(output);
    }
    let limits = options.limits.limits();
    let compiled = compile(&mut checked, &live, limits, &options.safety).to_look_at();
    let plan = match compiled.report(&checked, output)? {
        Ok(plan) => plan,
        Err(exit) => return Ok(exit),
    };
    if let Some(path) = &options.out {
        fmt::replace(path, &output::json(&plan))?;
        output.progress(&format!("saved the plan as {}", path.display()));
    }
    match options.format {
        Format::Json => output.result(&output::json(&plan))?,
        Format::Text => {
            let style = output.style();
            output.result(&plan_text::plan(&plan, options.verbose, style))?;
            output.result(&plan_text::hash(&plan, style))?;
        }
    }
    if options.expect_no_changes {
        expect_none(&plan)?;
    }
    let exit = match () {
        () if compiled.refused() => Exit::Refused,
        () if options.detailed_exitcode && !plan.is_empty() => Exit::Changes,
        () => Exit::Fine,
    };
    // The process ends here, and takes large things down faster whole than piece by piece.
    std::mem::forget((checked, live));
    Ok(exit)
}

/// Refuses a plan that changes anything.
pub fn expect_none(plan: &Plan) -> Result<(), Failure> {
    let changes = match plan.changes.len() {
        0 => return Ok(()),
        1 => "there is a change".to_owned(),
        many => format!("there are {many} changes"),
    };
    Err(Failure::Refused {
        message: format!("{changes}, and none was expected"),
        help: "look through the plan; apply it, or make the definition say what is there"
            .to_owned(),
    })
}

/// What of the live site the definition concerns.
pub fn read(
    reached: &Reached,
    checked: &mut Checked,
    output: &Output,
) -> Result<LiveSite, Failure> {
    let look = Look::of(&checked.site, &checked.names);
    reached.read(&look, &mut checked.names, output)
}

/// A snapshot in place of the live site; what is wrong with it is printed.
pub fn read_snapshot(
    path: &Path,
    checked: &mut Checked,
    json: bool,
    output: &Output,
) -> Result<Result<LiveSite, Exit>, Failure> {
    let text = super::disk::read_text(path)?;
    let file = checked.sources.add(path.display().to_string(), text);
    let (live, found) = snapshot::read(&checked.sources, file, &mut checked.names);
    if has_errors(&found) {
        show(&found, checked, json, output)?;
        return Ok(Err(Exit::Invalid));
    }
    Ok(Ok(live))
}

fn show(
    found: &[Diagnostic],
    checked: &Checked,
    json: bool,
    output: &Output,
) -> Result<(), Failure> {
    if json {
        return output.result(&output::json(&diagnostics_json::report(found, &checked.sources)));
    }
    output.aside(&diagnostics_text::diagnostics(found, &checked.sources, output.error_style()));
    Ok(())
}

/// A plan, or the circle that makes one impossible, and what the difference showed.
pub struct Compiled {
    plan: Result<Plan, Cycle>,
    findings: Vec<Diagnostic>,
}

/// Compares a checked definition with a live site and orders the steps.
pub fn compile(
    checked: &mut Checked,
    live: &LiveSite,
    limits: Limits,
    safety: &Safety,
) -> Compiled {
    let difference = diff::diff(&checked.site, live, &mut checked.names, &checked.sources);
    let header = Header {
        target: live.target.to_string(),
        definition: checked.digest(),
        live: snapshot::digest(live, &checked.names),
    };
    let mut findings = difference.findings;
    let transition =
        plan::Transition::new(live, &difference.changes, &mut checked.names, checked.now);
    let losing = plan::owners_losing_paths(&transition, live, &difference.changes, &checked.names);
    findings.extend(losing);
    let names = &checked.names;
    findings.extend(plan::broken_assertions(&transition, &checked.site, live, names));
    findings.extend(plan::key_findings(&checked.site, live, &difference.changes, names));
    rules::apply_levels(&checked.site, &mut findings);
    let impact = plan::impact(&transition, live, &difference.changes, &checked.names);
    findings.extend(limits.exceeded(&impact, &difference.changes));
    let basis = Basis { transition: &transition, live, names, bridge: safety.bridge };
    let plan = plan::compile(header, difference.changes, difference.undeclared, impact, basis);
    if let Ok(plan) = &plan {
        findings.extend(plan::unavoidable(&plan.transient, safety.allow_transient));
    }
    diagnostic::sort(&mut findings);
    Compiled { plan, findings }
}

impl Compiled {
    /// Whoever only plans may do so with a key that could not apply.
    #[must_use]
    pub fn to_look_at(mut self) -> Self {
        for finding in &mut self.findings {
            if finding.code == codes::KEY_LACKS_RIGHTS {
                finding.severity = finding.severity.min(Severity::Warning);
            }
        }
        diagnostic::sort(&mut self.findings);
        self
    }

    /// A guard stands against applying this.
    pub fn refused(&self) -> bool {
        self.plan.is_err() || has_errors(&self.findings)
    }

    /// Prints the findings; the plan, unless none is possible.
    pub fn report(
        &self,
        checked: &Checked,
        output: &Output,
    ) -> Result<Result<Plan, Exit>, Failure> {
        let style = output.error_style();
        output.aside(&diagnostics_text::diagnostics(&self.findings, &checked.sources, style));
        match &self.plan {
            Ok(plan) => Ok(Ok(plan.clone())),
            Err(cycle) => {
                output.aside(&format!("{} {cycle}\n{}", style.error("error:"), story(cycle)));
                Ok(Err(Exit::Refused))
            }
        }
    }
}

fn story(cycle: &Cycle) -> String {
    let verb = |operation: &Operation| match operation {
        Operation::Create => "adding",
        Operation::Update => "changing",
        Operation::Move => "moving",
        Operation::Delete => "removing",
    };
    let lines = cycle.steps.iter().enumerate().map(|(index, (operation, address, why))| {
        let next = &cycle.steps[(index + 1) % cycle.steps.len()];
        let (this, next) =
            (format!("{} {address}", verb(operation)), format!("{} {}", verb(&next.0), next.1));
        format!("  {this} must precede {next}: {}\n", reason(why))
    });
    lines.collect()
}
