//! One step of a plan in a line.

use crate::diff::Operation;
use crate::plan::Step;
use crate::render::style::{Painted, Style};
use crate::render::words::objects;
use crate::wording::visible;

/// "3. + group "Sales"", the number as wide as wanted.
pub fn numbered(step: &Step, digits: usize, style: Style) -> String {
    let (sign, address) = (symbol(step.operation, style), step.address.to_string());
    format!(
        "{:>digits$}. {sign} {}{}",
        step.id.0,
        visible(&address),
        visible(&objects::means(step))
    )
}

pub fn symbol(operation: Operation, style: Style) -> Painted {
    match operation {
        Operation::Create => style.added("+"),
        Operation::Update => style.changed("~"),
        Operation::Move => style.changed("→"),
        Operation::Delete => style.removed("-"),
    }
}
