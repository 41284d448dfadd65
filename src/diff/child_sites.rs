//! Who administers child sites. A declared child site has exactly the declared ones.

use super::{Address, Change, Diff, Operation};
use crate::model::{ChildLevel, Grantee, Told, kinds};
use rustc_hash::FxHashSet;

type Row = (i64, Grantee, ChildLevel);

impl Diff<'_> {
    pub(super) fn child_sites(&mut self) {
        let row = |live: &crate::live::LiveChildGrant| -> Row {
            (live.site, self.matching.grantee(&live.grantee), live.level)
        };
        let rows: Vec<(Row, i64)> =
            self.live.child_grants.iter().map(|live| (row(live), live.id)).collect();
        let there: FxHashSet<&Row> = rows.iter().map(|(row, _)| row).collect();
        let mut declared: FxHashSet<Row> = FxHashSet::default();
        for site in &self.site.child_sites {
            for grant in &site.grants {
                let row = (site.id, grant.grantee.clone(), grant.level);
                if !there.contains(&row) {
                    let address = self.child_address(&row);
                    let declared = self.origin(grant.span);
                    self.change(Change::new(Operation::Create, address).declared(declared));
                }
                declared.insert(row);
            }
        }
        for (row, id) in &rows {
            if declared.contains(row) || self.grantee_goes(&row.1) {
                continue;
            }
            let address = self.child_address(row);
            let undoing = Change::new(Operation::Delete, address).id(Some(*id));
            if self.site.child_sites.iter().any(|site| site.id == row.0) {
                self.take_away(undoing);
                continue;
            }
            let in_base = self.in_base(|base| base.child_grants.contains(row));
            self.undeclared_object(&kinds::CHILD_SITE, Told::Nothing, in_base, undoing);
        }
    }

    fn child_address(&self, (site, grantee, level): &Row) -> Address {
        Address::ChildSiteGrant { site: *site, grantee: self.subject(grantee), level: *level }
    }
}
