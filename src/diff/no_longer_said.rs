//! Values that the base said, that no file says now, and that give no access: they stay as they are.

use super::{Address, Diff, Field};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Attributes, LiveBehavior, typed};
use crate::model::{Behavior, Kind, Settings, Value};

/// At most so many are named.
const NAMED: usize = 8;

impl Diff<'_> {
    pub(super) fn no_longer_said(&mut self) {
        let values = std::mem::take(&mut self.unsaid_since_base);
        let message = match values.as_slice() {
            [] => return,
            [only] => format!("{only} is no longer said, and stays as it is"),
            [all @ .., last] if all.len() < NAMED => {
                let all = all.join(", ");
                format!("{all} and {last} are no longer said, and stay as they are")
            }
            all => {
                let (named, more) = all.split_at(NAMED);
                let (named, more) = (named.join(", "), more.len());
                format!("{named} and {more} others are no longer said, and stay as they are")
            }
        };
        self.result.findings.push(
            Diagnostic::info(codes::NO_LONGER_SAID, message)
                .help("to unset a value, write it with `#null`"),
        );
    }

    /// Takes note of one.
    pub(super) fn unsaid_since_base(&mut self, field: Field, of: &Address) {
        self.unsaid_since_base.push(format!("`{}` of {of}", field.word()));
    }

    /// Of an object that is there, and whose attributes give no access.
    pub(super) fn values_no_longer_said(
        &mut self,
        of: &Address,
        kind: &Kind,
        (said, base): (&Settings, Option<&Settings>),
        live: &Attributes,
    ) {
        for attribute in base.into_iter().flat_map(Settings::iter).map(|said| said.attribute) {
            let value = live.get(attribute.name);
            let is_new = typed::means(attribute.kind, &kind.default(attribute), value);
            if said.get(attribute.name).is_none() && !is_new {
                self.unsaid_since_base(Field::Attribute(attribute), of);
            }
        }
    }

    /// Of a folder setting that is there.
    pub(super) fn keys_no_longer_said(
        &mut self,
        of: &Address,
        (said, base): (&Behavior, Option<&Behavior>),
        live: &LiveBehavior,
    ) {
        let Some(base) = base else { return };
        if let (Value::Object(entries), Value::Object(_)) = (&base.value, &said.value) {
            for key in entries.iter().filter_map(|(name, _)| said.kind.key(name)) {
                let is_set = live.value.entry(key.name).is_some_and(|value| !value.is_unset());
                if said.value.entry(key.name).is_none() && is_set {
                    self.unsaid_since_base(Field::Attribute(key), of);
                }
            }
        }
        let words = [
            (Field::Description, [base, said].map(|it| it.description.is_some())),
            (Field::Recursive, [base, said].map(|it| it.recursive.is_some())),
            (
                Field::DisableParentFolderBehavior,
                [base, said].map(|it| it.disable_parent_folder_behavior.is_some()),
            ),
        ];
        for (field, _) in words.into_iter().filter(|(_, [was, is])| *was && !is) {
            self.unsaid_since_base(field, of);
        }
    }
}
