//! What a run says on standard output and in its reports, each in its own format, as it comes.

use super::{ApplyArgs, ApplyFormat};
use crate::apply::{StepResult, report_json};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::{self, Output};
use crate::cli::reports::{self, Report};
use crate::plan::{Plan, Step};
use crate::render::Style;
use crate::render::text::plan as plan_text;
use std::cell::{Cell, RefCell};

pub struct Told<'a> {
    format: ApplyFormat,
    verbose: bool,
    reports: Vec<Report<(ApplyFormat, RefCell<String>)>>,
    output: &'a Output,
    /// The site, as far as it is known, and why nothing is done to it.
    about: RefCell<(String, Vec<String>)>,
    is_closed: Cell<bool>,
}

impl<'a> Told<'a> {
    pub fn new(options: &ApplyArgs, output: &'a Output) -> Self {
        Told {
            format: options.format,
            verbose: options.verbose,
            reports: options.report.each(|format| (*format, RefCell::default())),
            output,
            about: RefCell::new((options.target.target.clone().unwrap_or_default(), Vec::new())),
            is_closed: Cell::new(false),
        }
    }

    /// Says something where this format is asked for.
    fn say(&self, format: ApplyFormat, text: impl Fn(Style) -> String) {
        if self.format == format {
            reports::result(&self.reports, &text(self.output.style()), self.output);
        }
        for Report { format: (wanted, told), .. } in &self.reports {
            if *wanted == format {
                told.borrow_mut().push_str(&text(Style::PLAIN));
            }
        }
    }

    pub fn text(&self, text: impl Fn(Style) -> String) {
        self.say(ApplyFormat::Text, text);
    }

    /// From now on it is this plan that is told of.
    pub fn of(&self, plan: &Plan) {
        self.about.replace((plan.target.clone(), plan.refused.clone()));
    }

    pub fn plan(&self, plan: &Plan) {
        self.of(plan);
        self.text(|style| {
            plan_text::plan(plan, self.verbose, style) + &plan_text::end(plan, style)
        });
    }

    pub fn step(&self, step: &Step, result: &StepResult) {
        self.say(ApplyFormat::Jsonl, |_| output::json_line(&report_json::line(step, result)));
    }

    /// The whole, once nothing more is done.
    pub fn close(&self, report: &report_json::ApplyReport<'_>) {
        self.is_closed.set(true);
        self.say(ApplyFormat::Json, |_| output::json(report));
        self.say(ApplyFormat::Jsonl, |_| output::json_line(report));
    }

    /// Says why nothing was done, where the whole is not said yet; and writes the reports.
    pub fn end(self, ended: Result<Exit, Failure>) -> Result<Exit, Failure> {
        if !self.is_closed.get() {
            let (target, refused) = self.about.take();
            let why = match &ended {
                _ if !refused.is_empty() => refused,
                Ok(exit) | Err(Failure::Told(exit)) => vec![said(*exit).to_owned()],
                Err(failure) => vec![failure.to_string()],
            };
            self.close(&report_json::refused(&target, why));
        }
        let written = reports::write(&self.reports, |(_, told)| told.take(), self.output);
        let exit = ended?;
        written.map(|()| exit)
    }
}

/// Where standard error has told more.
fn said(exit: Exit) -> &'static str {
    match exit {
        Exit::Stale => "the site is no longer as it was planned for",
        _ => "the plan is not applied: see the errors",
    }
}
