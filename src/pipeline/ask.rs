//! Questions about access: of one state of a site, or of what differs between two.

use super::Operand;
use crate::access::{self, Cause, Folders, Renames, Sign, State, Through, Tree, View};
use crate::diff::Origin;
use crate::model::{Key, Names};
use crate::plan::fold::{Spelling, Telling, fold};
use crate::query::{Asked, Difference, Origins};
use jiff::Timestamp;

/// Asks. `declared` says where things are declared, if the operand itself does not.
pub fn ask<T>(
    of: &Operand,
    declared: Option<&Operand>,
    names: &Names,
    now: Timestamp,
    question: impl FnOnce(&Asked<'_>) -> T,
) -> T {
    let (mut folders, renames) = (Folders::default(), Renames::default());
    let state = of.state(names, now, &mut folders, &renames);
    let origins = declared.unwrap_or(of).origins(names, &mut folders, &renames);
    let tree = Tree::new(folders);
    let mut spelling = Spelling::default();
    of.spell(names, &mut spelling);
    question(&Asked { names, view: View::new(&tree, &state), spelling, origins })
}

/// The names that a site has, as they are written there.
#[derive(Debug, Default)]
pub struct Known {
    /// With keys of the site, as answers name them.
    pub users: Vec<String>,
    pub groups: Vec<String>,
    pub partners: Vec<String>,
    pub folders: Vec<String>,
}

pub fn known(of: &Operand, names: &Names) -> Known {
    let mut spelling = Spelling::default();
    of.spell(names, &mut spelling);
    let owned = |name: &str| name.to_owned();
    Known {
        users: spelling.user_names().collect(),
        groups: spelling.group_names().map(owned).collect(),
        partners: spelling.partner_names().map(owned).collect(),
        folders: spelling.paths().map(owned).collect(),
    }
}

/// Who gains or loses access from one state to another.
pub fn difference(before: &Operand, after: &Operand, names: &Names, now: Timestamp) -> Difference {
    let mut folders = Folders::default();
    let (renames, same) = (after.renames_from(before, names), Renames::default());
    let mut old = before.state(names, now, &mut folders, &renames);
    let new = after.state(names, now, &mut folders, &same);
    let origins =
        [before.origins(names, &mut folders, &renames), after.origins(names, &mut folders, &same)];
    let tree = Tree::new(folders);
    old.lies_as_it_did(&tree, &renames);
    let users = everybody(&old, &new, names);
    let people = access::difference(&tree, &old, &new, users);
    let mut spelling = Spelling::default();
    before.spell(names, &mut spelling);
    after.spell(names, &mut spelling);
    after.spell_moved(names, &mut spelling);
    let origin =
        |sign: Sign, user: Key, through: &Through<'_>| of_through(&origins, sign, user, through);
    let is_timed = [before, after].iter().any(|operand| operand.is_timed());
    let states = [&old, &new];
    let telling = Telling { names, tree: &tree, spelling, states, origin: &origin, is_timed };
    let impact = fold(&people, &telling);
    Difference { before: before.label.clone(), after: after.label.clone(), impact }
}

/// What was gained is declared in the later state, and what is lost in the earlier; but it is
/// the later one that declares a new fence, and every move.
fn of_through(
    [before, after]: &[Origins; 2],
    sign: Sign,
    user: Key,
    through: &Through<'_>,
) -> Option<Origin> {
    let by = match (through.cause, sign) {
        (Cause::Move(_), _) | (Cause::Fence(_), Sign::Lost) => after,
        (Cause::Fence(_), Sign::Gained) | (_, Sign::Lost) => before,
        (_, Sign::Gained) => after,
    };
    by.of_through(user, through)
}

fn everybody(old: &State, new: &State, names: &Names) -> Vec<Key> {
    let mut users: Vec<Key> = old.everybody().chain(new.everybody()).collect();
    users.sort_unstable_by_key(|user| names.key_text(*user));
    users.dedup();
    users
}
