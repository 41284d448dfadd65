//! What this run has made where the site takes two of one name: a run elsewhere may have made the
//! same at the same moment. Of such twins the first one stays, on whichever side it was made, so
//! that each run can see to its own.

use super::client::Client;
use super::directory::id_of;
use super::http::Request;
use super::paging;
use super::perform::remove;
use crate::site::{SiteError, Twin};
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

type Same = Box<dyn Fn(&Json) -> bool + Send>;

struct One {
    id: i64,
    what: String,
    /// Those that were there before.
    before: Vec<i64>,
    /// Whether a record is the same thing.
    same: Same,
}

/// By list.
#[derive(Default)]
pub struct Made(Mutex<BTreeMap<&'static str, Vec<One>>>);

impl Made {
    pub fn note(
        &self,
        list: &'static str,
        record: &Json,
        what: String,
        before: Vec<i64>,
        same: impl Fn(&Json) -> bool + Send + 'static,
    ) {
        let Some(id) = id_of(record) else { return };
        let mut made = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        made.entry(list).or_default().push(One { id, what, before, same: Box::new(same) });
    }

    /// Looks at every such list once more, and takes back what another run had made before.
    pub fn withdraw_twins(&self, client: &Client) -> Result<Vec<Twin>, SiteError> {
        let made = std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner));
        let mut twins = Vec::new();
        for (list, ours) in made {
            let all = paging::list(client, &Request::get(list))?;
            for one in &ours {
                let is_earlier = |record: &&Json| {
                    let id = id_of(record).unwrap_or(i64::MAX);
                    id < one.id && !one.before.contains(&id) && (one.same)(record)
                };
                if let Some(kept) = all.iter().find(is_earlier).and_then(id_of) {
                    remove(client, None, list, one.id)?;
                    twins.push(Twin { what: one.what.clone(), withdrawn: one.id, kept });
                }
            }
        }
        Ok(twins)
    }
}
