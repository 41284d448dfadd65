//! `/files/{path}` and `/file_actions/…`, as far as folders go: the store holds no files.

use super::folders;
use crate::emulator::answer::Answer;
use crate::emulator::exchange::Exchange;
use crate::model::path;
use crate::site::Refusal;
use crate::site::local::folders as tree;
use crate::site::local::store::Try;
use serde_json::json;

pub fn metadata(x: &Exchange<'_>) -> Try<Answer> {
    Ok(Answer::ok(folders::look(x, folders::record(x, &x.request.path)?)?))
}

pub fn relocate(x: &Exchange<'_>) -> Try<Answer> {
    let to = x.request.text("destination").filter(|to| !to.is_empty());
    let to = to.ok_or_else(|| Refusal::incomplete("a move needs its `destination`"))?;
    x.need_folder_admin(&x.request.path)?;
    x.need_folder_admin(path::parent(&path::normalize(&to)).unwrap_or_default())?;
    tree::relocate(&x.edit, &x.request.path, &to)?;
    Ok(Answer::created(json!({"status": "completed"})))
}

fn remove(x: &Exchange<'_>) -> Try<()> {
    x.need_folder_admin(&x.request.path)?;
    tree::delete(&x.edit, &x.request.path, x.request.flag("recursive")?)
}

pub fn delete(x: &Exchange<'_>) -> Try<Answer> {
    remove(x)?;
    Ok(Answer::nothing())
}

pub fn begin_delete(x: &Exchange<'_>) -> Try<Answer> {
    remove(x)?;
    Ok(Answer::created(json!({"status": "completed"})))
}
