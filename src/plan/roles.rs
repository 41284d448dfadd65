//! What an account's role stands against: a site administrator holds everything and takes no
//! grants of their own.

use super::edges::Edge;
use super::expand::Draft;
use super::step::Reason;
use crate::diff::{Address, Operation, Subject};
use crate::model::{Value, path};
use rustc_hash::FxHashMap;

/// A grant to somebody waits until they are an administrator no more.
pub(super) fn roles(drafts: &[Draft], edges: &mut Vec<Edge>) {
    let mut demoted: FxHashMap<String, usize> = FxHashMap::default();
    for (index, draft) in drafts.iter().enumerate() {
        let Address::User { user } = &draft.address else { continue };
        let role = draft.assignment("site_admin");
        if draft.operation == Operation::Update
            && role.is_some_and(|role| role.before == Value::Bool(true))
        {
            let name = draft.assignment("username").and_then(|name| name.after.as_text());
            demoted.insert(path::fold(name.unwrap_or(user)).into_owned(), index);
        }
    }
    if demoted.is_empty() {
        return;
    }
    for (then, draft) in drafts.iter().enumerate() {
        let Address::Grant { grantee: Subject::User(user), .. } = &draft.address else { continue };
        if draft.operation == Operation::Create
            && let Some(first) = demoted.get(&*path::fold(user))
        {
            let reason = Reason::RoleFirst { user: user.clone() };
            edges.push(Edge { first: *first, then, reason });
        }
    }
}
