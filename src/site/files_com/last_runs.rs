//! When automations ran last: asked only of those that share a name, to tell them apart.

use super::client::Client;
use super::http::Request;
use super::paging;
use crate::live::LiveSite;
use crate::site::SiteError;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

/// Each is a request, and a finding names no more of them.
const MOST: usize = 8;

/// A site that does not say when they ran says nothing of it here either.
pub fn tell(client: &Client, live: &mut LiveSite) -> Result<(), SiteError> {
    let mut bearers: FxHashMap<Box<str>, usize> = FxHashMap::default();
    for name in live.automations.iter().filter_map(|automation| automation.name.clone()) {
        *bearers.entry(name).or_default() += 1;
    }
    let shares = |name: &Option<Box<str>>| {
        name.as_ref().is_some_and(|name| bearers.get(name).is_some_and(|count| *count > 1))
    };
    let shared = live.automations.iter_mut().filter(|automation| shares(&automation.name));
    for automation in shared.take(MOST) {
        let request = Request::get("automation_runs")
            .with("automation_id", automation.id)
            .with("sort_by[created_at]", "desc");
        match paging::beginning(client, &request, 1) {
            Ok(runs) => automation.last_run = runs.iter().filter_map(began).max(),
            Err(error) if error.is_about_a_list() => return Ok(()),
            Err(SiteError::Refused(_)) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn began(run: &Json) -> Option<Timestamp> {
    run.get("created_at").and_then(Json::as_str)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client};
    use super::*;
    use crate::live::{LiveAutomation, LiveOwner};
    use serde_json::json;

    fn live() -> LiveSite {
        let automation = |(id, name): (i64, &str)| LiveAutomation {
            id,
            name: Some(name.into()),
            owner: LiveOwner::Site,
            schedule: None,
            attributes: Default::default(),
            last_modified: None,
            last_run: None,
        };
        let automations = [(5, "sweep"), (6, "sweep"), (7, "other")].map(automation);
        LiveSite { automations: automations.into(), ..LiveSite::default() }
    }

    #[test]
    fn only_those_that_share_a_name_are_asked_for() {
        let runs =
            json!([{"created_at": "2026-11-20T10:00:00Z"}, {"created_at": "2026-11-21T10:00:00Z"}]);
        let (client, sent) = client(Fake::script([answer(200, runs), answer(200, json!([]))]));
        let mut live = live();
        tell(&client, &mut live).expect("told");
        let told: Vec<Option<String>> =
            live.automations.iter().map(|one| one.last_run.map(|at| at.to_string())).collect();
        assert_eq!(told, [Some("2026-11-21T10:00:00Z".to_owned()), None, None]);
        let lines = sent.lines();
        assert_eq!(lines.len(), 2);
        assert!(lines[0].starts_with("GET /automation_runs?automation_id=5"), "{lines:?}");
    }

    #[test]
    fn a_site_that_does_not_say_is_no_failure() {
        let (client, _) = client(Fake::script([answer(403, json!({"type": "not-authorized"}))]));
        let mut live = live();
        tell(&client, &mut live).expect("nothing is told");
        assert!(live.automations.iter().all(|one| one.last_run.is_none()));
    }
}
