//! When accounts and keys were last used, as far as the site shows it, and what may be said of it.
//!
//! In: moments that a site shows, shows as none, or does not show. Out: whether somebody was at
//! work since a moment. That nobody was is said only where the site shows it of an account that was
//! there by then.

use super::fields::Fields;
use jiff::Timestamp;
use serde_json::Value as Json;

/// A moment of which a site may show that there was none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Last {
    /// The site says nothing of it.
    #[default]
    NotShown,
    Never,
    At(Timestamp),
}

impl Last {
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Last::At(at) => Some(at),
            Last::NotShown | Last::Never => None,
        }
    }

    pub fn is_shown(self) -> bool {
        self != Last::NotShown
    }

    /// Of a record's member; none where that is no moment.
    pub fn of(member: Option<&Json>) -> Option<Last> {
        match member {
            None => Some(Last::NotShown),
            Some(Json::Null) => Some(Last::Never),
            Some(at) => Some(Last::At(at.as_str()?.parse().ok()?)),
        }
    }
}

/// A moment of a record that may be shown to be none. One in another form is not shown.
pub fn last(fields: &mut Fields<'_>, name: &str) -> Last {
    let last = Last::of(fields.shown(name));
    // A site that shows something else shows no moment, which is told where it matters.
    if last.is_none() && !fields.is_of_site() {
        fields.wrong(name, "an ISO 8601 date and time with its offset");
    }
    last.unwrap_or_default()
}

/// When an account was made, in the API's word.
pub const CREATED: &str = "created_at";

/// Whatever somebody does over any connection, by a session or a key.
pub const ACTIVE: &str = "last_active_at";

/// The columns of a user's activity, by the API's names.
pub const COLUMNS: [&str; 9] = [
    ACTIVE,
    "last_login_at",
    "last_web_login_at",
    "last_ftp_login_at",
    "last_sftp_login_at",
    "last_dav_login_at",
    "last_desktop_login_at",
    "last_restapi_login_at",
    "last_api_use_at",
];

/// The columns that show whether a protocol was used, by its word in the language; of the others
/// no column tells.
pub const OF_PROTOCOLS: &[(&str, &[&str])] = &[
    (
        "web",
        &["last_web_login_at", "last_desktop_login_at", "last_restapi_login_at", "last_api_use_at"],
    ),
    ("ftp", &["last_ftp_login_at"]),
    ("sftp", &["last_sftp_login_at"]),
    ("webdav", &["last_dav_login_at"]),
];

/// What a site shows of an account's activity.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Activity {
    pub created: Last,
    columns: [Last; COLUMNS.len()],
}

impl Activity {
    /// Of a user's record.
    pub fn of(fields: &mut Fields<'_>) -> Self {
        Activity { created: last(fields, CREATED), columns: COLUMNS.map(|name| last(fields, name)) }
    }

    pub fn get(&self, column: &str) -> Last {
        let at = COLUMNS.iter().position(|known| *known == column);
        at.map_or(Last::NotShown, |at| self.columns[at])
    }

    /// The columns that are shown, by name.
    pub fn shown(&self) -> impl Iterator<Item = (&'static str, Last)> {
        let columns = COLUMNS.into_iter().zip(self.columns);
        [(CREATED, self.created)].into_iter().chain(columns).filter(|(_, last)| last.is_shown())
    }

    /// When the account was at work last. Any column shows that it was; that it was not shows only
    /// the one that is of everything.
    pub fn last(&self) -> Last {
        let newest = self.columns.iter().filter_map(|last| last.at()).max();
        match (newest, self.get(ACTIVE)) {
            (Some(at), _) => Last::At(at),
            (None, of_all) => of_all,
        }
    }

    /// Whether the column of everything is shown.
    pub fn is_whole(&self) -> bool {
        self.get(ACTIVE).is_shown()
    }

    /// Whether it was at work since.
    pub fn since(&self, since: Timestamp) -> Use {
        let used = Use::since(self.last(), self.created, since);
        if used.is_unused() && !self.is_whole() { Use::NotShown } else { used }
    }

    /// Whether a protocol was used since, by its word in the language.
    pub fn of_protocol(&self, word: &str, since: Timestamp) -> Use {
        let Some((_, columns)) = OF_PROTOCOLS.iter().find(|(known, _)| *known == word) else {
            return Use::NotShown;
        };
        let all = columns.iter().map(|column| Use::since(self.get(column), self.created, since));
        all.max().unwrap_or(Use::NotShown)
    }

    /// The newest moment that it shows.
    pub fn newest(&self) -> Option<Timestamp> {
        self.columns.iter().chain([&self.created]).filter_map(|last| last.at()).max()
    }
}

/// What is to be said of something since a moment; of several columns, the last of these holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// Never, and it was there by then.
    Never,
    /// Last before.
    Before(Timestamp),
    /// Never, and it was made since.
    New,
    /// Never, and when it was made is not shown.
    Undated,
    NotShown,
    Used,
}

impl Use {
    pub fn since(last: Last, created: Last, since: Timestamp) -> Use {
        match (last, created) {
            (Last::NotShown, _) => Use::NotShown,
            (Last::At(at), _) if at >= since => Use::Used,
            (Last::At(at), _) => Use::Before(at),
            (Last::Never, Last::At(made)) if made < since => Use::Never,
            (Last::Never, Last::At(_)) => Use::New,
            (Last::Never, Last::NotShown | Last::Never) => Use::Undated,
        }
    }

    pub fn is_unused(self) -> bool {
        matches!(self, Use::Never | Use::Before(_))
    }

    /// When it was used last, where that is before the moment.
    pub fn last(self) -> Option<Timestamp> {
        match self {
            Use::Before(at) => Some(at),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn activity(record: &Json) -> Activity {
        let mut problems = Vec::new();
        let mut fields = Fields::new(record, "users", Some(0), &mut problems).expect("a record");
        let activity = Activity::of(&mut fields);
        assert!(problems.is_empty(), "{problems:?}");
        activity
    }

    fn since() -> Timestamp {
        "2026-03-01T00:00:00Z".parse().expect("a moment")
    }

    #[test]
    fn never_is_said_of_what_was_there_and_is_shown() {
        let of = |record: Json| activity(&record).since(since());
        let old = "2025-01-01T00:00:00Z";
        let new = "2026-04-01T00:00:00Z";
        assert_eq!(of(json!({"created_at": old, "last_active_at": null})), Use::Never);
        assert_eq!(of(json!({"created_at": new, "last_active_at": null})), Use::New);
        assert_eq!(of(json!({"last_active_at": null})), Use::Undated);
        assert_eq!(of(json!({"created_at": old})), Use::NotShown);
        assert_eq!(of(json!({"created_at": old, "last_login_at": null})), Use::NotShown);
        // A key may have been at work since.
        assert_eq!(of(json!({"created_at": old, "last_login_at": old})), Use::NotShown);
        assert_eq!(of(json!({"created_at": old, "last_login_at": new})), Use::Used);
        let both = json!({"last_active_at": null, "last_login_at": new});
        assert_eq!(of(both), Use::Used);
        assert!(of(json!({"last_active_at": old})).is_unused());
    }

    #[test]
    fn a_protocol_is_unused_where_all_its_columns_show_it() {
        let (old, new) = ("2025-01-01T00:00:00Z", "2026-04-01T00:00:00Z");
        let mut record = json!({"created_at": old, "last_ftp_login_at": null});
        let of = |record: &Json, word: &str| activity(record).of_protocol(word, since());
        assert_eq!(of(&record, "ftp"), Use::Never);
        assert_eq!(of(&record, "s3"), Use::NotShown);
        assert_eq!(of(&record, "web"), Use::NotShown);
        for column in OF_PROTOCOLS[0].1 {
            record[*column] = json!(old);
        }
        assert!(of(&record, "web").is_unused());
        record["last_api_use_at"] = json!(new);
        assert_eq!(of(&record, "web"), Use::Used);
    }
}
