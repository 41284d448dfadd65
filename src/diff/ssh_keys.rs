//! SSH keys of users and bots: compared by fingerprint. Where any is declared, the declared ones
//! are all.

use super::{Address, Assignment, Change, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveSshKey, LiveUser};
use crate::model::{SshKey, Told, User, Value, kinds};

impl Diff<'_> {
    pub(super) fn ssh_keys(&mut self, user: &User, live: Option<&LiveUser>) {
        let there = live.map_or(&[][..], |live| &live.ssh_keys);
        for key in &user.ssh_keys {
            if !there.iter().any(|live| live.fingerprint == key.fingerprint) {
                self.new_ssh_key(user, key);
            }
        }
        for key in there {
            if user.ssh_keys.iter().any(|declared| declared.fingerprint == key.fingerprint) {
                continue;
            }
            let undoing = self.without_ssh_key(user, key);
            if user.ssh_keys_said.is_some() {
                self.take_away(undoing);
                continue;
            }
            let undoing = undoing.declared(self.origin(user.name_span));
            let is_it = (user.key, key.fingerprint.clone());
            let in_base = self.in_base(|base| base.ssh_keys.contains(&is_it));
            self.undeclared_object(&kinds::SSH_KEY, Told::Nothing, in_base, undoing);
        }
    }

    fn new_ssh_key(&mut self, user: &User, key: &SshKey) {
        let user = self.names.text(user.name).to_owned();
        let Some(public_key) = &key.public_key else {
            let message = format!("user `{user}` has no SSH key `{}` on the site", key.title);
            self.result.findings.push(
                Diagnostic::error(codes::INCOMPLETE_TO_CREATE, message)
                    .at(key.span, "only its fingerprint is said")
                    .help("write the public key itself, or correct the fingerprint"),
            );
            return;
        };
        let set = vec![
            Assignment::new(Field::Fingerprint, Value::Null, Value::text(&*key.fingerprint)),
            Assignment::new(Field::PublicKey, Value::Null, Value::text(&**public_key)),
        ];
        let address = Address::SshKey { user, title: key.title.to_string() };
        let declared = self.origin(key.span);
        self.change(Change::new(Operation::Create, address).set(set).declared(declared));
    }

    fn without_ssh_key(&self, user: &User, key: &LiveSshKey) -> Change {
        let user = self.names.text(user.name).to_owned();
        let address = Address::SshKey { user, title: key.title.to_string() };
        let fingerprint = Value::text(&*key.fingerprint);
        let set = vec![Assignment::new(Field::Fingerprint, fingerprint, Value::Null)];
        Change::new(Operation::Delete, address).id(Some(key.id)).set(set)
    }
}
