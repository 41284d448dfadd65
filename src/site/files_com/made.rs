//! What this run has made where the site takes two of one name: a run elsewhere may have made the
//! same at the same moment. Of such twins the first one stays, on whichever side it was made, so
//! that each run can see to its own.

use super::client::Client;
use super::directory::{self, id_of};
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
            let all = directory::every(client, list)?;
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

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client};
    use super::*;
    use serde_json::json;

    #[test]
    fn of_twins_the_first_one_stays() {
        let record = |id: i64, name: &str| json!({"id": id, "name": name});
        let deleted = json!({"id": 4, "name": "b", "deleted": true});
        let all = json!([
            record(1, "a"),
            record(2, "a"),
            record(3, "a"),
            deleted,
            record(9, "b"),
            record(10, "c"),
        ]);
        let (client, sent) = client(Fake::script([answer(200, all), answer(204, Json::Null)]));
        let made = Made::default();
        let note = |id: i64, name: &'static str, before: Vec<i64>| {
            let same = move |record: &Json| record.get("name").and_then(Json::as_str) == Some(name);
            made.note("automations", &record(id, name), name.to_owned(), before, same);
        };
        note(3, "a", vec![1]);
        // What was deleted, or made after it, is no reason to go.
        note(9, "b", Vec::new());
        note(8, "c", Vec::new());
        let twins = made.withdraw_twins(&client).expect("looked at");
        assert_eq!(twins, [Twin { what: "a".to_owned(), withdrawn: 3, kept: 2 }]);
        assert_eq!(sent.lines()[1..], ["DELETE /automations/3"]);
        assert!(made.withdraw_twins(&client).expect("nothing is left").is_empty());
    }
}
