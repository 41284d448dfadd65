//! How far a run is: a line for each step that has ended, and on a terminal one for those that
//! are on their way.

use crate::apply::{Event, StepResult};
use crate::cli::output::{CLEAR, Output};
use crate::diff::Operation;
use crate::plan::{Plan, Step, StepId};
use crate::render::style::Style;
use crate::wording::visible;

pub struct ProgressLines<'a> {
    output: &'a Output,
    style: Style,
    total: usize,
    ended: usize,
    /// What is on its way, as it began.
    running: Vec<(StepId, String)>,
    /// Whether there is a line that can be overwritten.
    live: bool,
}

impl<'a> ProgressLines<'a> {
    pub fn new(plan: &Plan, output: &'a Output) -> Self {
        let (style, total) = (output.error_style(), plan.steps.len());
        let live = output.can_overwrite();
        Self { output, style, total, ended: 0, running: Vec::new(), live }
    }

    pub fn note(&mut self, event: &Event<'_>) {
        match event {
            Event::Started { step } => {
                self.running.push((step.id, visible(&step.address.to_string())));
            }
            Event::Ended { step, result } => {
                self.running.retain(|(id, _)| *id != step.id);
                self.ended += 1;
                let line = self.line(step, result);
                self.clear();
                self.output.progress(&line);
            }
        }
        self.status();
    }

    fn line(&self, step: &Step, result: &StepResult) -> String {
        let (style, total) = (self.style, self.total);
        let sign = match step.operation {
            Operation::Create => style.added("+"),
            Operation::Update => style.changed("~"),
            Operation::Move => style.changed("→"),
            Operation::Delete => style.removed("-"),
        };
        let what = visible(&step.address.to_string());
        let end = match result {
            StepResult::Done => String::new(),
            StepResult::AlreadyDone => "  (was done)".to_owned(),
            StepResult::Failed(_) => format!("  {}", style.error("failed")),
            StepResult::Skipped(_) => "  (skipped)".to_owned(),
        };
        let width = total.to_string().len();
        format!("  {:>width$}/{total} {sign} {what}{end}", step.id.0)
    }

    /// `  12 of 340 ended, 4 running: user "ana", user "ben", …`, as long as a line may be.
    fn status(&self) {
        if !self.live || self.running.is_empty() {
            return;
        }
        let names: Vec<&str> = self.running.iter().map(|(_, name)| name.as_str()).collect();
        let (ended, total, running) = (self.ended, self.total, names.len());
        let text = format!("  {ended} of {total} ended, {running} running: {}", names.join(", "));
        let text = text.replace('\n', " ");
        let most = self.style.width.saturating_sub(1);
        let text: String = text.chars().take(most).collect();
        self.output.overwritable(&format!("{CLEAR}{}", self.style.dim(text)));
    }

    fn clear(&self) {
        if self.live {
            self.output.overwritable(CLEAR);
        }
    }
}

impl Drop for ProgressLines<'_> {
    fn drop(&mut self) {
        self.clear();
    }
}
