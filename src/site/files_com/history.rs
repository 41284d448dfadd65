//! What the site remembers of who changed its settings: the newest pages of it.

use super::client::Client;
use super::http::Request;
use super::paging;
use super::read::named;
use crate::live::SettingsChange;
use crate::site::SiteError;
use serde_json::Value as Json;

/// The log only gives hints, and every page is a billable request.
const MOST_PAGES: usize = 10;

/// The newest first.
pub fn settings_changes(client: &Client) -> Result<Vec<SettingsChange>, SiteError> {
    let request = Request::get("settings_changes").with("sort_by[created_at]", "desc");
    let records = paging::beginning(client, &request, MOST_PAGES);
    Ok(named("settings_changes", records)?.iter().filter_map(change).collect())
}

/// None where the record does not say when it was.
fn change(record: &Json) -> Option<SettingsChange> {
    let text = |name: &str| record.get(name).and_then(Json::as_str);
    let by = text("username").filter(|name| !name.is_empty());
    let texts = record.get("changes").and_then(Json::as_array).into_iter().flatten();
    Some(SettingsChange {
        at: text("created_at")?.parse().ok()?,
        by: by.map(Box::from),
        texts: texts.filter_map(Json::as_str).map(Box::from).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client};
    use super::*;
    use serde_json::json;

    #[test]
    fn tells_who_changed_what_and_when() {
        let records = json!([
            {"created_at": "2026-11-20T10:00:00-05:00", "username": "ana", "changes": ["**x** on"]},
            {"created_at": null, "username": "ben", "changes": []},
            {"created_at": "2026-11-20T10:00:00Z", "username": "", "changes": null},
        ]);
        let (client, sent) = client(Fake::script([answer(200, records)]));
        let changes = settings_changes(&client).expect("told");
        assert_eq!(
            sent.lines(),
            ["GET /settings_changes?sort_by%5Bcreated_at%5D=desc&per_page=1000"]
        );
        assert_eq!(changes.len(), 2);
        assert_eq!(changes[0].by.as_deref(), Some("ana"));
        assert_eq!(changes[1].by, None);
    }

    #[test]
    fn a_long_log_is_read_in_part() {
        let page = |at: usize| {
            let record =
                json!([{"created_at": "2026-11-20T10:00:00Z", "changes": [at.to_string()]}]);
            answer(200, record).header("X-Files-Cursor", &at.to_string())
        };
        let (client, sent) = client(Fake::script((0..20).map(page)));
        assert_eq!(settings_changes(&client).expect("told").len(), MOST_PAGES);
        assert_eq!(sent.lines().len(), MOST_PAGES);
    }

    #[test]
    fn who_may_not_read_it_is_told_so() {
        let no = json!({"type": "not-authorized/not-authorized", "error": "No."});
        let (client, _) = client(Fake::script([answer(403, no)]));
        let error = settings_changes(&client).expect_err("no");
        assert!(matches!(error, SiteError::MayNotRead { list: "settings_changes", .. }), "{error}");
    }
}
