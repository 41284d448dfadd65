//! API keys: the secret goes to its file and nowhere else.

use super::test_steps::*;
use crate::model::{Value, kinds};
use crate::site::{Outcome, SecretError, SiteError};

fn read(path: &std::path::Path) -> String {
    #[expect(clippy::disallowed_methods, reason = "a test looks at the file of the secret")]
    std::fs::read_to_string(path).expect("the file of the secret")
}

#[test]
fn a_secret_is_written_once_and_kept_nowhere() {
    let mut site = site(&[create(user("bot")).with("self_managed", Value::Bool(false))]);
    let file = site.beside("exporter.key");
    let place = text(&file.to_string_lossy());
    let make = create(api_key("bot", "exporter"))
        .with("permission_set", text("files_only"))
        .with("save_to", place.clone());
    assert_eq!(site.perform(&make), Outcome::Done);
    assert_eq!(site.perform(&make), Outcome::AlreadyDone);
    let secret = read(&file);
    assert_eq!(secret.trim_end().len(), 64);
    assert!(!site.contents().contains(secret.trim_end()));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        #[expect(clippy::disallowed_methods, reason = "a test looks at the file of the secret")]
        let mode = std::fs::metadata(&file).expect("a file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let other = create(api_key("bot", "other")).with("save_to", place);
    match site.try_perform(&other) {
        Err(SiteError::Secret(SecretError::Taken { .. })) => {}
        result => panic!("{result:?}"),
    }
    assert_eq!(read(&file), secret);
    assert_eq!(site.list(&kinds::API_KEY).len(), 1);
}

#[test]
fn a_new_key_stands_beside_the_one_that_it_replaces() {
    let mut site = site(&[create(user("bot")).with("self_managed", Value::Bool(false))]);
    let to = |site: &TestSite, name: &str| text(&site.beside(name).to_string_lossy());
    let first = create(api_key("bot", "k")).with("save_to", to(&site, "1"));
    assert_eq!(site.perform(&first), Outcome::Done);
    let id = site.list(&kinds::API_KEY)[0]["id"].as_i64().expect("an id");
    let second = create(api_key("bot", "k")).with("save_to", to(&site, "2")).id(id);
    assert_eq!(site.perform(&second), Outcome::Done);
    let fixed = update(api_key("bot", "k")).id(id).with("permission_set", text("none"));
    assert!(site.refusal(&fixed).message.contains("cannot be changed"));
    let bare = create(api_key("bot", "bare"));
    assert!(site.refusal(&bare).message.contains("file for its secret"));
    assert_eq!(site.perform(&delete(api_key("bot", "k")).id(id)), Outcome::Done);
    assert_eq!(site.list(&kinds::API_KEY).len(), 1);
    site.perform(&delete(user("bot")));
    assert!(site.list(&kinds::API_KEY).is_empty());
}
