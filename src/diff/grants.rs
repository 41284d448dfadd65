//! Grants. Where any grant is declared for a grantee on a folder, the declared ones are all
//! that this grantee has there; a level that changes is a new row and the old one's removal.

use super::change::Origin;
use super::{Address, Change, Diff, Operation, Subject};
use crate::live::{LiveGrant, LiveNamed};
use crate::model::{Grantee, Key, Level, NamedKind, Told, Undeclared, kinds};
use rustc_hash::{FxHashMap, FxHashSet};

type Rows<'l> = FxHashMap<(Level, bool), &'l LiveGrant>;

impl<'a> Diff<'a> {
    pub(super) fn grants(&mut self) {
        let mut live: FxHashMap<(Key, Grantee), Rows<'a>> = FxHashMap::default();
        for grant in &self.live.grants {
            let key =
                (self.matching.folder_key(grant.folder), self.matching.grantee(&grant.grantee));
            live.entry(key).or_default().insert((grant.level, grant.recursive), grant);
        }
        let mut declared: FxHashMap<(Key, &Grantee), FxHashSet<(Level, bool)>> =
            FxHashMap::default();
        for grant in &self.site.grants {
            let rows = declared.entry((grant.folder, &grant.grantee)).or_default();
            let row = (grant.level, grant.recursive);
            if !rows.insert(row) {
                continue;
            }
            let there = live.get(&(grant.folder, grant.grantee.clone()));
            if there.is_some_and(|rows| rows.contains_key(&row)) {
                continue;
            }
            let address = self.grant_address(grant.folder, &grant.grantee, row);
            let declared = Some(Origin::of_grant(grant, self.site, self.sources));
            self.change(Change::new(Operation::Create, address).declared(declared));
        }
        for none in &self.site.no_grants {
            declared.entry((none.folder, &none.grantee)).or_default();
        }
        for grant in &self.live.grants {
            let folder = self.matching.folder_key(grant.folder);
            let grantee = self.matching.grantee(&grant.grantee);
            let row = (grant.level, grant.recursive);
            if self.grantee_goes(&grantee) || self.folder_goes(folder) {
                continue;
            }
            let undoing = || {
                let address = self.grant_address(folder, &grantee, row);
                Change::new(Operation::Delete, address).id(Some(grant.id))
            };
            match declared.get(&(folder, &grantee)) {
                Some(rows) if rows.contains(&row) => {}
                Some(_) => self.take_away(undoing()),
                None => {
                    let undoing = undoing();
                    let is_it = (folder, grantee, grant.level, grant.recursive);
                    let in_base = self.in_base(|base| base.grants.contains(&is_it));
                    let of_partner = matches!(grant.grantee, Grantee::Partner(_));
                    let line = self.line_of_grants(of_partner);
                    self.undeclared_by(line, Told::Folder(folder), in_base, undoing);
                }
            }
        }
    }

    /// The line of `manage` that decides on grants.
    fn line_of_grants(&self, of_partner: bool) -> &'static str {
        let is_said = || self.site.manage.lines().any(|line| line.of == kinds::PARTNER_GRANTS);
        if of_partner && is_said() {
            return kinds::PARTNER_GRANTS;
        }
        kinds::GRANT.manage.unwrap_or(kinds::GRANT.many)
    }

    /// The grantee goes in this plan, and the grant with it.
    pub(super) fn grantee_goes(&self, grantee: &Grantee) -> bool {
        match grantee {
            Grantee::User(key) => self.user_goes(*key),
            Grantee::Group(key) => self.group_goes(*key),
            Grantee::AllOf(keys) => keys.iter().any(|key| self.group_goes(*key)),
            Grantee::Partner(key) => self.partner_goes(*key),
        }
    }

    /// The partner goes in this plan, and with it its users and grants.
    fn partner_goes(&self, key: Key) -> bool {
        let is_it = |named: &LiveNamed| {
            named.kind == NamedKind::PARTNER
                && named.name.as_deref().and_then(|name| self.names.find_key(name)) == Some(key)
        };
        let mut live = self.live.named.iter().filter(|named| is_it(named));
        live.any(|partner| {
            !self.matching.known_named.contains(&(partner.kind, partner.id))
                && self.fate_of_named(partner) >= Undeclared::Remove
        })
    }

    /// The name as the definition writes it, or as the site does.
    fn partner_name(&self, key: Key) -> String {
        let is_it = |name: &&str| self.names.find_key(name) == Some(key);
        let declared = self.site.named.iter().filter(|one| one.kind == NamedKind::PARTNER);
        let live = self.live.named.iter().filter(|one| one.kind == NamedKind::PARTNER);
        let mut names =
            declared.map(|one| &*one.name).chain(live.filter_map(|one| one.name.as_deref()));
        let name = names.find(is_it);
        name.unwrap_or_else(|| self.names.key_text(key)).to_owned()
    }

    pub(super) fn grant_address(
        &self,
        folder: Key,
        grantee: &Grantee,
        (level, recursive): (Level, bool),
    ) -> Address {
        let grantee = self.subject(grantee);
        Address::Grant { path: self.path(folder), grantee, level, recursive }
    }

    pub(super) fn subject(&self, grantee: &Grantee) -> Subject {
        match grantee {
            Grantee::User(key) => Subject::User(self.username(*key)),
            Grantee::Group(key) => Subject::Group(self.group_name(*key)),
            Grantee::Partner(key) => Subject::Partner(self.partner_name(*key)),
            Grantee::AllOf(keys) => {
                let mut names: Vec<String> = keys.iter().map(|key| self.group_name(*key)).collect();
                names.sort();
                Subject::AllOf(names)
            }
        }
    }
}
