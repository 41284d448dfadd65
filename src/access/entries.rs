//! What changes from folder to folder, put into entries that each hold as far as possible.

use super::atoms::Atoms;
use super::change::{PlaceChange, Scope, Sign};
use super::folders::{Folder, Tree};

/// What changes at one place: lost, gained.
pub(super) type Delta = [Atoms; 2];

/// Puts what changes from folder to folder into entries, each as far as it holds.
pub(super) struct Writer<'t, 'a> {
    tree: &'t Tree,
    around: Vec<Around>,
    out: Vec<PlaceChange<'a>>,
}

/// What lies around: where it ends, and for each sign what changes there.
struct Around {
    end: u32,
    signs: [Running; 2],
}

/// What changes, and the entries that hold so far.
#[derive(Clone, Default)]
struct Running {
    atoms: Atoms,
    entries: Vec<usize>,
}

impl<'t, 'a> Writer<'t, 'a> {
    pub(super) fn new(tree: &'t Tree) -> Self {
        Writer { tree, around: Vec::new(), out: Vec::new() }
    }

    /// In the order of folders, losses before gains; what they come through is still open.
    pub(super) fn into_entries(self) -> Vec<PlaceChange<'a>> {
        self.out
    }

    /// Takes the next folder, in order, at which the difference may change.
    pub(super) fn mark(&mut self, folder: Folder, own: Delta, below: Delta) {
        let rank = self.tree.rank(folder);
        while self.around.last().is_some_and(|around| around.end <= rank) {
            self.around.pop();
        }
        let around = self.around.last().map(|around| around.signs.clone()).unwrap_or_default();
        let same = |at: usize| [own[at], below[at]] == [around[at].atoms; 2];
        if same(0) && same(1) {
            return;
        }
        let [lost, gained] = around;
        let signs = [
            self.sign(folder, Sign::Lost, (own[0], below[0]), lost),
            self.sign(folder, Sign::Gained, (own[1], below[1]), gained),
        ];
        self.around.push(Around { end: self.tree.end(folder), signs });
    }

    /// The entries of one sign at one folder; gives what then holds below it.
    fn sign(
        &mut self,
        folder: Folder,
        sign: Sign,
        (own, below): (Atoms, Atoms),
        mut running: Running,
    ) -> Running {
        running.entries.retain(|at| {
            let entry = &mut self.out[*at];
            let (own, below) = (own.has(entry.atoms), below.has(entry.atoms));
            entry.except.extend(scope(!own, !below).map(|scope| (folder, scope)));
            below
        });
        let (new_own, new_below) = (own != running.atoms, below != running.atoms);
        running.atoms = below;
        let mut add = |scope, atoms: Atoms| {
            if atoms.is_none() {
                return None;
            }
            let (except, through) = (Vec::new(), Vec::new());
            self.out.push(PlaceChange { folder, scope, sign, atoms, except, through });
            Some(self.out.len() - 1)
        };
        if new_own && new_below && own == below {
            running.entries.extend(add(Scope::Whole, own));
            return running;
        }
        if new_own {
            add(Scope::FolderOnly, own);
        }
        if new_below {
            running.entries.extend(add(Scope::BelowOnly, below));
        }
        running
    }
}

fn scope(own: bool, below: bool) -> Option<Scope> {
    match (own, below) {
        (true, true) => Some(Scope::Whole),
        (true, false) => Some(Scope::FolderOnly),
        (false, true) => Some(Scope::BelowOnly),
        (false, false) => None,
    }
}
