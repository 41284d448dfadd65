//! A site's records: one list for each kind that the look needs, lists of different kinds and
//! the folder tree side by side.

use super::client::Client;
use super::http::Request;
use super::side_by_side::side_by_side;
use super::{folders, paging};
use crate::live::{KeyIdentity, LiveSite, Look, Part};
use crate::model::NamedKind;
use crate::site::{Records, SiteError};
use serde_json::Value as Json;

/// How many reads run at a time.
pub const WIDTH: usize = 6;

/// One list of the API, and where its records go.
#[derive(Clone, Copy)]
struct List {
    name: &'static str,
    into: fn(&mut Records) -> &mut Vec<Json>,
}

/// The longest ones first.
static LISTS: [(Part, List); 11] = [
    (Part::Grants, List { name: "permissions", into: |records| &mut records.permissions }),
    (Part::Users, List { name: "users", into: |records| &mut records.users }),
    (Part::Groups, List { name: "groups", into: |records| &mut records.groups }),
    (Part::Behaviors, List { name: "behaviors", into: |records| &mut records.behaviors }),
    (Part::Automations, List { name: "automations", into: |records| &mut records.automations }),
    (
        Part::Named(NamedKind::Schedule),
        List { name: "schedules", into: |records| &mut records.schedules },
    ),
    (
        Part::Named(NamedKind::LifecycleRule),
        List { name: "user_lifecycle_rules", into: |records| &mut records.user_lifecycle_rules },
    ),
    (
        Part::Named(NamedKind::KeyLifecycleRule),
        List { name: "key_lifecycle_rules", into: |records| &mut records.key_lifecycle_rules },
    ),
    (Part::SshKeys, List { name: "public_keys", into: |records| &mut records.public_keys }),
    (Part::ApiKeys, List { name: "api_keys", into: |records| &mut records.api_keys }),
    (
        Part::SsoStrategies,
        List { name: "sso_strategies", into: |records| &mut records.sso_strategies },
    ),
];

/// What was read of a site.
pub struct Reading {
    pub records: Records,
    /// The record of the key that reads.
    pub key: Json,
    /// The lists among them.
    pub lists: Vec<&'static str>,
}

/// What of the site the look needs.
pub fn read(client: &Client, look: &Look) -> Result<Reading, SiteError> {
    let lists = LISTS.iter().filter(|(part, _)| look.needs(*part)).map(|(_, list)| list);
    let single = [(Part::Key, Job::Key), (Part::Site, Job::Site)];
    let single = single.into_iter().filter(|(part, _)| look.needs(*part)).map(|(_, job)| job);
    let lists = lists.map(|list| Job::List(*list));
    let jobs = std::iter::once(Job::Folders).chain(lists).chain(single).collect();
    let mut reading = Reading { records: Records::default(), key: Json::Null, lists: Vec::new() };
    for found in side_by_side(WIDTH, jobs, |job| fetch(client, look, job))? {
        match found {
            Found::Folders(paths) => reading.records.folders = paths,
            Found::Site(site) => reading.records.site = site,
            Found::Key(record) => reading.key = record,
            Found::List(list, found) => {
                *(list.into)(&mut reading.records) = found;
                reading.lists.push(list.name);
            }
        }
    }
    Ok(reading)
}

enum Job {
    Folders,
    Key,
    Site,
    List(List),
}

enum Found {
    Folders(Vec<String>),
    Key(Json),
    Site(Json),
    List(List, Vec<Json>),
}

fn fetch(client: &Client, look: &Look, job: Job) -> Result<Found, SiteError> {
    match job {
        Job::Folders => named("folders", folders::read(client, look, WIDTH)).map(Found::Folders),
        // A session, or an older site, has no such record.
        Job::Key => {
            let record = client.find(&Request::get("api_key"));
            match record {
                Err(SiteError::Refused(_)) => Ok(Found::Key(Json::Null)),
                other => Ok(Found::Key(other?.unwrap_or_default())),
            }
        }
        Job::Site => named("site", client.read(&Request::get("site"))).map(Found::Site),
        Job::List(list) => {
            let records = paging::list(client, &Request::get(list.name));
            Ok(Found::List(list, named(list.name, records)?))
        }
    }
}

/// Whose key reads; none where the site does not say, or names somebody it does not list.
pub fn identity(record: &Json, live: &LiveSite) -> Option<KeyIdentity> {
    let number = |name: &str| record.get(name).and_then(Json::as_i64);
    let permission_set = record.get("permission_set").and_then(Json::as_str);
    if !record.is_object() {
        return None;
    }
    let user = match number("user_id") {
        None => None,
        Some(id) => Some(live.users.iter().find(|user| user.id == id)?.key),
    };
    Some(KeyIdentity { id: number("id"), user, permission_set: permission_set.map(Box::from) })
}

/// Whoever may not read a list should know which.
pub fn named<T>(list: &'static str, result: Result<T, SiteError>) -> Result<T, SiteError> {
    result.map_err(|error| match error {
        SiteError::Refused(source) if source.status() == 403 => {
            SiteError::MayNotRead { list, source }
        }
        other => other,
    })
}
