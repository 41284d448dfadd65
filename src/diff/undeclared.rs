//! Live objects that no file mentions: kept, reported or removed, as `manage` says; never
//! removed where `protect` stands against it.

use super::change::is_bridge;
use super::{Address, Assignment, Change, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Key, Kind, Protected, Undeclared, Value, kinds, path};

impl Diff<'_> {
    /// Follows `manage` for one object.
    pub(super) fn undeclared_object(
        &mut self,
        kind: &'static Kind,
        folder: Option<Key>,
        address: Address,
        id: Option<i64>,
    ) {
        match self.site.undeclared(kind, folder, self.names) {
            Undeclared::Keep => {}
            Undeclared::Report => self.result.undeclared.push(address),
            Undeclared::Remove => self.remove(address, id, Vec::new()),
            Undeclared::RemoveWithContent => {
                let recursive = Assignment::new(Field::Recursive, Value::Null, Value::Bool(true));
                self.remove(address, id, vec![recursive]);
            }
        }
    }

    pub(super) fn remove(&mut self, address: Address, id: Option<i64>, set: Vec<Assignment>) {
        if let Some(protect) = self.site.protect.iter().find(|p| self.protects(&p.target, &address))
        {
            self.result.findings.push(
                Diagnostic::error(
                    codes::REMOVES_PROTECTED,
                    format!("this would remove {address}, which is protected"),
                )
                .at(protect.span, "protected here")
                .help("declare the object, or drop the protection"),
            );
        }
        self.change(Change::new(Operation::Delete, address).id(id).set(set));
    }

    fn protects(&self, target: &Protected, address: &Address) -> bool {
        let is = |key: &Key, name: &str| self.names.key_text(*key) == &*path::fold(name);
        match target {
            Protected::User(key) => address.user().is_some_and(|user| is(key, user)),
            Protected::Group(key) => address.group().is_some_and(|group| is(key, group)),
            Protected::Named(kind, name) => {
                address.kind().resource() == Some(*kind) && address.name() == Some(&**name)
            }
            Protected::Folder { key, below } => {
                let Some(place) = address.place() else { return false };
                let (place, key) = (path::key(place), self.names.key_text(*key));
                if *below {
                    path::is_within(&place, key)
                } else {
                    // A folder is lost with any folder that holds it.
                    address.folder().is_some() && path::is_within(key, &place)
                }
            }
        }
    }

    pub(super) fn user_goes(&self, key: Key) -> bool {
        self.site.user(key).is_none()
            && self.matching.live_user(key).is_some_and(|user| !user.externally_managed)
            && self.site.undeclared(&kinds::USER, None, self.names) == Undeclared::Remove
    }

    pub(super) fn group_goes(&self, key: Key) -> bool {
        let live = self.matching.live_group(key).filter(|_| self.site.group(key).is_none());
        live.is_some_and(|live| {
            is_bridge(self.names.text(live.name))
                || self.site.undeclared(&kinds::GROUP, None, self.names) == Undeclared::Remove
        })
    }
}
