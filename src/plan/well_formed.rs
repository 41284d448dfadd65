//! Whether a plan that was read is one that could have been made: its form, not what it does.

use super::hash;
use super::step::{Plan, StepId};

impl Plan {
    /// Whether what a file says is a plan at all: steps numbered in order, each waiting only
    /// for earlier ones and part of a change that is there, and all as it was when it was made.
    pub fn well_formed(&self) -> Result<(), String> {
        let before = |one: StepId, other: StepId| (1..other.0).contains(&one.0);
        for (index, step) in self.steps.iter().enumerate() {
            let id = step.id.0;
            if step.id != StepId::at(index) {
                return Err(format!("step {id} stands in place {}", index + 1));
            }
            if step.change.of(&self.changes).is_none() {
                return Err(format!("step {id} is part of a change that is not there"));
            }
            if let Some(after) = step.after.iter().find(|after| !before(after.step, step.id)) {
                return Err(format!(
                    "step {id} waits for step {}, which is not before it",
                    after.step.0
                ));
            }
        }
        if self.hash != hash::of(self) {
            return Err("it was edited after it was made: its hash does not fit".to_owned());
        }
        Ok(())
    }
}
