//! A site's records: one list for each kind that the look needs, lists of different kinds and
//! the folder tree side by side.

use super::client::Client;
use super::http::Request;
use super::side_by_side::side_by_side;
use super::{folders, paging};
use crate::live::{KeyIdentity, LiveSite, Look, Part};
use crate::model::{Kind, kinds};
use crate::site::{Records, SSO_STRATEGIES, SiteError};
use serde_json::Value as Json;

/// How many reads run at a time.
pub const WIDTH: usize = 6;

/// The lists that take longest, to be begun first.
static LONGEST: [&Kind; 4] = [&kinds::GRANT, &kinds::USER, &kinds::GROUP, &kinds::BEHAVIOR];

/// The lists that the look needs.
fn lists(look: &Look) -> Vec<&'static str> {
    let mut needed: Vec<&Kind> =
        kinds::listed().filter(|kind| look.needs(Part::Of(kind))).collect();
    needed
        .sort_by_key(|kind| LONGEST.iter().position(|long| long == kind).unwrap_or(LONGEST.len()));
    let strategies = look.needs(Part::SsoStrategies).then_some(SSO_STRATEGIES);
    needed.into_iter().map(|kind| kind.list).chain(strategies).collect()
}

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
    let lists = lists(look);
    let single = [(Part::Key, Job::Key), (Part::Site, Job::Site)];
    let single = single.into_iter().filter(|(part, _)| look.needs(*part)).map(|(_, job)| job);
    let listed = lists.iter().map(|list| Job::List(list));
    let jobs = std::iter::once(Job::Folders).chain(listed).chain(single).collect();
    let mut reading = Reading { records: Records::default(), key: Json::Null, lists };
    for found in side_by_side(WIDTH, jobs, |job| fetch(client, look, job))? {
        match found {
            Found::Key(record) => reading.key = record,
            Found::Records(records) => reading.records.append(*records),
        }
    }
    // Users show how many keys they have.
    let Look::Declared(declared) = look else { return Ok(reading) };
    let wanted = |kind: &&'static Kind| declared.if_any.contains(&Part::Of(kind));
    let keys = kinds::listed().filter(wanted).filter(|kind| reading.records.may_have(kind));
    let keys: Vec<&'static str> = keys.map(|kind| kind.list).collect();
    let jobs = keys.iter().map(|list| Job::List(list)).collect();
    for found in side_by_side(WIDTH, jobs, |job| fetch(client, look, job))? {
        if let Found::Records(records) = found {
            reading.records.append(*records);
        }
    }
    reading.lists.extend(keys);
    Ok(reading)
}

enum Job {
    Folders,
    Key,
    Site,
    List(&'static str),
}

enum Found {
    Key(Json),
    Records(Box<Records>),
}

fn fetch(client: &Client, look: &Look, job: Job) -> Result<Found, SiteError> {
    let mut records = Records::default();
    match job {
        Job::Folders => records.folders = named("folders", folders::read(client, look, WIDTH))?,
        // A session, or an older site, has no such record.
        Job::Key => {
            let record = client.find(&Request::get("api_key"));
            return match record {
                Err(SiteError::Refused(_)) => Ok(Found::Key(Json::Null)),
                other => Ok(Found::Key(other?.unwrap_or_default())),
            };
        }
        Job::Site => records.site = named("site", client.read(&Request::get("site")))?,
        Job::List(list) => {
            let each = |record: Json| records.add(list, &record);
            named(list, paging::each(client, &Request::get(list), each))?;
        }
    }
    Ok(Found::Records(Box::new(records)))
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
