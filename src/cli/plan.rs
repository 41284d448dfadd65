//! `plan`: what would change, in order. Reads only.

use super::arguments::{Graph, Plan as Options, PlanFormat, Safety};
use super::definition::{self, Checked};
use super::exit::{Exit, Failure};
use super::fmt;
use super::output::{self, Output};
use super::report::{self, FindingsFormat};
use super::repository;
use super::target::{self, Reached};
use crate::codes::difference as codes;
use crate::diagnostic::{self, Diagnostic, Severity, has_errors};
use crate::diff;
use crate::live::{LiveSite, Look, snapshot};
use crate::plan::{self, Basis, Cycle, Header, Limits, Plan, Transition};
use crate::query;
use crate::render::findings::Findings;
use crate::render::markdown::{self, Obstacle};
use crate::render::reasons::circle;
use crate::render::style::safe;
use crate::render::{Style, diagnostics_json, diagnostics_text, github, html, plan_text};
use crate::rules;
use std::path::Path;

pub fn run(options: &Options, output: &mut Output) -> Result<Exit, Failure> {
    let mut checked = definition::check(&options.file);
    if let Some(exit) = require(&checked, options, output)? {
        return Ok(exit);
    }
    let mut reached = None;
    let live = match &options.live {
        Some(path) => match load_snapshot(path, &mut checked)? {
            Ok(live) => live,
            Err(found) => return bad_snapshot(&found, &checked, options, output),
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
    let compiled = compile(&mut checked, &live, limits, &options.safety).for_looking();
    if options.format != PlanFormat::Github {
        compiled.say_findings(&checked, output);
    }
    let plan = match &compiled.plan {
        Ok(plan) => plan,
        Err(cycle) => {
            say_cycle(cycle, output);
            let found = compiled.all_findings(&checked);
            no_plan(&Obstacle::Circle(cycle), &found, &checked, options, output)?;
            return Ok(Exit::Refused);
        }
    };
    if let Some(path) = &options.out {
        fmt::replace(path, &output::json(plan))?;
        output.progress(&format!("saved the plan as {}", path.display()));
    }
    show_plan(plan, &compiled, &checked, options, output)?;
    if options.expect_no_changes {
        expect_none(plan)?;
    }
    let exit = match () {
        () if compiled.refused() => Exit::Refused,
        () if options.detailed_exitcode && !plan.is_empty() => Exit::Changes,
        () => Exit::Fine,
    };
    // The process ends here, and takes large things down faster whole than piece by piece.
    std::mem::forget((checked, live, compiled));
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

/// What the definition is invalid for is told in the format that was asked for.
fn require(checked: &Checked, options: &Options, output: &Output) -> Result<Option<Exit>, Failure> {
    let exit = match options.format {
        PlanFormat::Github => checked.has_errors().then_some(Exit::Invalid),
        format => definition::require(checked, format == PlanFormat::Json, output)?,
    };
    if exit.is_some() {
        no_plan(&Obstacle::Definition, &checked.findings, checked, options, output)?;
    }
    Ok(exit)
}

fn show_plan(
    plan: &Plan,
    compiled: &Compiled,
    checked: &Checked,
    options: &Options,
    output: &Output,
) -> Result<(), Failure> {
    let repository = repository::known(options.links.link_base.as_deref());
    let found = compiled.all_findings(checked);
    let findings = Findings { found: &found, sources: &checked.sources, repository: &repository };
    output.result(&match options.format {
        PlanFormat::Json => output::json(plan),
        PlanFormat::Text => {
            let style = output.style();
            plan_text::plan(plan, options.verbose, style) + &plan_text::hash(plan, style)
        }
        PlanFormat::Markdown => markdown::plan(plan, Some(&findings), &repository),
        PlanFormat::Sarif => report::findings(FindingsFormat::Sarif, &findings),
        PlanFormat::Gitlab => report::findings(FindingsFormat::Gitlab, &findings),
        PlanFormat::Html => {
            let kept = query::kept(&compiled.transition, &plan.access, &checked.names);
            let (plan, kept) = (Some(plan), Some(&*kept));
            html::page(html::Report { plan, kept, found: &found, sources: &checked.sources })
        }
        PlanFormat::Github => {
            let closing = plan_text::closing(plan, Style::PLAIN);
            let notice = github::notice("siteplan plan", closing.trim_end());
            format!("{notice}{}", report::findings(FindingsFormat::Github, &findings))
        }
    })
}

/// Tells, where a report was asked for, why there is no plan.
fn no_plan(
    obstacle: &Obstacle<'_>,
    found: &[Diagnostic],
    checked: &Checked,
    options: &Options,
    output: &Output,
) -> Result<(), Failure> {
    let repository = repository::known(options.links.link_base.as_deref());
    let findings = Findings { found, sources: &checked.sources, repository: &repository };
    let format = match options.format {
        PlanFormat::Text | PlanFormat::Json => return Ok(()),
        PlanFormat::Markdown => {
            return output.result(&markdown::no_plan(obstacle, &findings));
        }
        PlanFormat::Html => {
            let page = html::page(html::Report::of_findings(found, &checked.sources));
            return output.result(&page);
        }
        PlanFormat::Sarif => FindingsFormat::Sarif,
        PlanFormat::Gitlab => FindingsFormat::Gitlab,
        PlanFormat::Github => FindingsFormat::Github,
    };
    output.result(&report::findings(format, &findings))
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

/// The plan that `graph --plan` draws; findings of the difference are shown.
pub fn to_draw(
    checked: &mut Checked,
    options: &Graph,
    output: &Output,
) -> Result<Result<Plan, Exit>, Failure> {
    let live = match &options.live {
        Some(path) => match load_snapshot(path, checked)? {
            Ok(live) => live,
            Err(found) => {
                say(&found, checked, output);
                return Ok(Err(Exit::Invalid));
            }
        },
        None => {
            let target = options.target.target.as_deref();
            let reached = target::target(target, Some(&checked.site))?.reach()?;
            read(&reached, checked, output)?
        }
    };
    compile(checked, &live, Limits::default(), &options.safety).report(checked, output)
}

/// A snapshot in place of the live site, or what is wrong with it.
pub fn load_snapshot(
    path: &Path,
    checked: &mut Checked,
) -> Result<Result<LiveSite, Vec<Diagnostic>>, Failure> {
    let text = super::disk::read_text(path)?;
    let file = checked.sources.add(path.display().to_string(), text);
    let (live, found) = snapshot::read(&checked.sources, file, &mut checked.names);
    Ok(if has_errors(&found) { Err(found) } else { Ok(live) })
}

/// Tells what is wrong with a snapshot in the format that was asked for.
fn bad_snapshot(
    found: &[Diagnostic],
    checked: &Checked,
    options: &Options,
    output: &Output,
) -> Result<Exit, Failure> {
    match options.format {
        PlanFormat::Json => {
            let report = diagnostics_json::report(found, &checked.sources);
            output.result(&output::json(&report))?;
        }
        PlanFormat::Github => {}
        _ => say(found, checked, output),
    }
    no_plan(&Obstacle::Snapshot, found, checked, options, output)?;
    Ok(Exit::Invalid)
}

pub fn say(found: &[Diagnostic], checked: &Checked, output: &Output) {
    output.aside(&diagnostics_text::diagnostics(found, &checked.sources, output.error_style()));
}

fn say_cycle(cycle: &Cycle, output: &Output) {
    let story = circle(cycle).iter().map(|line| format!("  {}\n", safe(line))).collect::<String>();
    output.aside(&format!("{} {cycle}\n{story}", output.error_style().error("error:")));
}

/// A plan, or the circle that makes one impossible, and what the difference showed.
pub struct Compiled {
    plan: Result<Plan, Cycle>,
    findings: Vec<Diagnostic>,
    transition: Transition,
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
    let transition = Transition::new(live, &difference.changes, &mut checked.names, checked.now);
    let losing = plan::owners_losing_paths(&transition, live, &difference.changes, &checked.names);
    findings.extend(losing);
    let names = &checked.names;
    findings.extend(plan::broken_assertions(&transition, &checked.site, live, names));
    findings.extend(plan::key_findings(&checked.site, live, &difference.changes, names));
    rules::apply_levels(&checked.site, &mut findings);
    let impact = plan::impact(&transition, live, &difference.changes, &checked.names);
    findings.extend(limits.exceeded(&impact, &difference.changes));
    let site = &checked.site;
    let basis = Basis { transition: &transition, live, site, names, bridge: safety.bridge };
    let plan = plan::compile(header, difference.changes, difference.undeclared, impact, basis);
    if let Ok(plan) = &plan {
        let Safety { allow_transient, bridge, .. } = *safety;
        findings.extend(plan::unavoidable(&plan.transient, allow_transient, bridge));
    }
    diagnostic::sort(&mut findings);
    Compiled { plan, findings, transition }
}

impl Compiled {
    /// Whoever only plans may do so with a key that could not apply.
    #[must_use]
    pub fn for_looking(mut self) -> Self {
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
        self.say_findings(checked, output);
        match &self.plan {
            Ok(plan) => Ok(Ok(plan.clone())),
            Err(cycle) => {
                say_cycle(cycle, output);
                Ok(Err(Exit::Refused))
            }
        }
    }

    fn say_findings(&self, checked: &Checked, output: &Output) {
        say(&self.findings, checked, output);
    }

    /// Those of the definition, too.
    fn all_findings(&self, checked: &Checked) -> Vec<Diagnostic> {
        let mut all = checked.findings.clone();
        all.extend(self.findings.iter().cloned());
        diagnostic::sort(&mut all);
        all
    }
}
