//! Steps on folders.

use super::{Call, given};
use crate::diff::Field;
use crate::site::local::edit::check_path;
use crate::site::local::folders;
use crate::site::local::store::Try;
use crate::site::{Outcome, Refusal};

/// Makes the folder and those above it.
pub fn create(call: &Call<'_>, folder: &str) -> Try<Outcome> {
    check_path(folder)?;
    if folders::exists(call.edit.tx, folder)? {
        return Ok(Outcome::AlreadyDone);
    }
    folders::create(&call.edit, folder, true)?;
    Ok(Outcome::Done)
}

pub fn describe(call: &Call<'_>, folder: &str) -> Try<Outcome> {
    folders::need(call.edit.tx, folder)?;
    folders::describe(&call.edit, folder, &given::given(call)?, folders::DESCRIPTION)?;
    Ok(Outcome::Done)
}

pub fn relocate(call: &Call<'_>, folder: &str) -> Try<Outcome> {
    let tx = call.edit.tx;
    let to = call
        .step
        .text(Field::Path)
        .ok_or_else(|| Refusal::incomplete("a move needs a destination"))?;
    check_path(to)?;
    // A move whose answer was lost has happened already.
    if !folders::exists(tx, folder)? && folders::exists(tx, to)? {
        return Ok(Outcome::AlreadyDone);
    }
    folders::relocate(&call.edit, folder, to)?;
    Ok(Outcome::Done)
}

pub fn delete(call: &Call<'_>, folder: &str) -> Try<Outcome> {
    if !folders::exists(call.edit.tx, folder)? {
        return Ok(Outcome::AlreadyDone);
    }
    let recursive =
        call.step.assignment(Field::Recursive).is_some_and(|a| a.after.as_bool() == Some(true));
    folders::delete(&call.edit, folder, recursive)?;
    Ok(Outcome::Done)
}
