//! A site's records: one list for each kind that the look needs, lists of different kinds and
//! the folder tree side by side.

use super::client::Client;
use super::http::Request;
use super::side_by_side::side_by_side;
use super::{folders, paging};
use crate::live::{KeyIdentity, LiveSite, Look, Part, Unread};
use crate::model::{Kind, kinds};
use crate::site::{Records, SSO_STRATEGIES, SiteError, Strangers};
use rustc_hash::FxHashSet;
use serde_json::Value as Json;

/// How many reads run at a time.
pub const WIDTH: usize = 6;

/// The lists that take longest, to be begun first.
static LONGEST: [&Kind; 4] = [&kinds::GRANT, &kinds::USER, &kinds::GROUP, &kinds::BEHAVIOR];

/// The lists that the look needs, by what they are of.
fn lists(look: &Look) -> Vec<(Part, &'static str)> {
    let mut needed: Vec<&Kind> =
        kinds::listed().filter(|kind| look.needs(Part::Of(kind))).collect();
    needed
        .sort_by_key(|kind| LONGEST.iter().position(|long| long == kind).unwrap_or(LONGEST.len()));
    let strategies = (Part::SsoStrategies, SSO_STRATEGIES);
    let strategies = look.needs(strategies.0).then_some(strategies);
    needed.into_iter().map(|kind| (Part::Of(kind), kind.list)).chain(strategies).collect()
}

/// What was read of a site.
#[derive(Default)]
pub struct Reading {
    pub records: Records,
    /// The record of the key that reads.
    pub key: Json,
    /// The lists among them.
    pub lists: Vec<&'static str>,
    /// Lists that the site did not show, and without which the look has a sense.
    pub unread: Vec<Unread>,
}

/// What of the site the look needs.
pub fn read(client: &Client, look: &Look) -> Result<Reading, SiteError> {
    let lists = lists(look);
    let single = [(Part::Key, Job::Key), (Part::Site, Job::Site)];
    let single = single.into_iter().filter(|(part, _)| look.needs(*part)).map(|(_, job)| job);
    let listed = lists.into_iter().map(|(part, list)| Job::List(part, list));
    let jobs = listed.chain(single).collect();
    let mut reading = Reading::default();
    for found in side_by_side(WIDTH, jobs, |job| fetch(client, look, job))? {
        reading.take(found);
    }
    reading.parent_people(client)?;
    // Users show how many keys they have, and folder settings which folders are mounts.
    let wanted = |kind: &&'static Kind| match look {
        Look::Everything => false,
        Look::Declared(declared) => declared.if_any.contains(&Part::Of(kind)),
    };
    let keys = kinds::listed().filter(wanted).filter(|kind| reading.records.may_have(kind));
    let keys = keys.map(|kind| Job::List(Part::Of(kind), kind.list));
    let jobs = std::iter::once(Job::Folders(reading.records.mounts())).chain(keys).collect();
    for found in side_by_side(WIDTH, jobs, |job| fetch(client, look, job))? {
        reading.take(found);
    }
    Ok(reading)
}

impl Reading {
    /// Names for those of a parent site who hold something here, and its administrators.
    fn parent_people(&mut self, client: &Client) -> Result<(), SiteError> {
        let was_read = |kind: &Kind| self.lists.contains(&kind.list);
        if !was_read(&kinds::USER) || !was_read(&kinds::GROUP) || !was_read(&kinds::GRANT) {
            return Ok(());
        }
        let Some(Strangers { users, groups }) = self.records.strangers() else { return Ok(()) };
        let of_users = || Request::get(kinds::USER.list).with("include_parent_site_users", true);
        let of_groups = || Request::get(kinds::GROUP.list).with("include_parent_site_groups", true);
        let admins = of_users().with("filter[site_admin]", true);
        let users = by_ids(&users).map(|ids| of_users().with("ids", ids));
        let groups = by_ids(&groups).map(|ids| of_groups().with("ids", ids));
        let people = std::iter::once(admins).chain(users).map(|request| (request, false));
        let jobs: Vec<(Request, bool)> = people.chain(groups.map(|it| (it, true))).collect();
        let lists = side_by_side(WIDTH, jobs, |(request, of_groups)| {
            let mut records: Vec<Json> = Vec::new();
            match paging::each(client, &request, |record: Json| records.push(record)) {
                // Who cannot be named is told without a name.
                Err(SiteError::Refused(_)) => Ok((Vec::new(), of_groups)),
                read => read.map(|()| (records, of_groups)),
            }
        })?;
        for (records, of_groups) in lists {
            let add = if of_groups { Records::add_parent_group } else { Records::add_parent_user };
            records.iter().for_each(|record| add(&mut self.records, record));
        }
        Ok(())
    }

    fn take(&mut self, found: Found) {
        match found {
            Found::Key(record) => self.key = record,
            Found::Records(records) => self.records.append(*records),
            Found::List(list, records) => {
                self.lists.push(list);
                self.records.append(*records);
            }
            Found::Unread(unread) => self.unread.push(unread),
        }
    }
}

/// As the API takes them, so many in one request.
fn by_ids(ids: &[i64]) -> impl Iterator<Item = String> {
    const MOST: usize = 200;
    ids.chunks(MOST).map(|ids| {
        let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
        ids.join(",")
    })
}

enum Job {
    /// All but what these mounts show.
    Folders(FxHashSet<String>),
    Key,
    Site,
    List(Part, &'static str),
}

enum Found {
    Key(Json),
    Records(Box<Records>),
    List(&'static str, Box<Records>),
    Unread(Unread),
}

fn fetch(client: &Client, look: &Look, job: Job) -> Result<Found, SiteError> {
    let mut records = Records::default();
    match job {
        Job::Folders(mounts) => {
            records.folders = named("folders", folders::read(client, look, &mounts, WIDTH))?;
        }
        // A session, or an older site, has no such record.
        Job::Key => {
            let record = client.find(&Request::get("api_key"));
            return match record {
                Err(SiteError::Refused(_)) => Ok(Found::Key(Json::Null)),
                other => Ok(Found::Key(other?.unwrap_or_default())),
            };
        }
        Job::Site => records.site = named("site", client.read(&Request::get("site")))?,
        Job::List(part, list) => {
            let read = named(list, read_list(client, part, list, &mut records));
            return match read {
                Err(error) if !look.requires(part) && error.is_about_a_list() => {
                    let why = match error {
                        SiteError::MayNotRead { .. } => "the key may not read that list",
                        _ => "the site has no such list",
                    };
                    Ok(Found::Unread(Unread { list: list.to_owned(), why: why.to_owned() }))
                }
                read => read.map(|()| Found::List(list, Box::new(records))),
            };
        }
    }
    Ok(Found::Records(Box::new(records)))
}

/// All records of a list; one whose own record shows more than the list is read by itself.
fn read_list(
    client: &Client,
    part: Part,
    list: &'static str,
    records: &mut Records,
) -> Result<(), SiteError> {
    let by_itself = match part {
        Part::Of(kind) => kind.table.is_some_and(|table| !table.by_itself.is_empty()),
        _ => false,
    };
    if !by_itself {
        return paging::each(client, &Request::get(list), |record: Json| {
            records.add(list, &record)
        });
    }
    let mut listed: Vec<Json> = Vec::new();
    paging::each(client, &Request::get(list), |record: Json| listed.push(record))?;
    let whole =
        side_by_side(WIDTH, listed, |record| match record.get("id").and_then(Json::as_i64) {
            // One that has gone since is not there.
            Some(id) => client.find(&Request::get(format!("{list}/{id}"))),
            None => Ok(Some(record)),
        })?;
    whole.into_iter().flatten().for_each(|record| records.add(list, &record));
    Ok(())
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
    let permission_set = permission_set.map(Box::from);
    let workspace = number("workspace_id").filter(|number| *number != 0);
    Some(KeyIdentity { id: number("id"), user, permission_set, workspace })
}

/// Whoever is not shown a list should know which, and whether another key would help.
pub fn named<T>(list: &'static str, result: Result<T, SiteError>) -> Result<T, SiteError> {
    result.map_err(|error| match error {
        SiteError::Refused(source) if source.status() == 403 && !source.is_configuration() => {
            SiteError::MayNotRead { list, source }
        }
        SiteError::Refused(source) if matches!(source.status(), 403 | 404 | 422) => {
            SiteError::NotShown { list, source }
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client};
    use super::*;
    use crate::model::Names;
    use serde_json::json;

    fn reading(site: Json) -> Reading {
        let lists = vec![kinds::USER.list, kinds::GROUP.list, kinds::GRANT.list];
        Reading { records: Records::new(site), lists, ..Reading::default() }
    }

    #[test]
    fn a_child_site_is_asked_who_administers_its_parent() {
        let boss = json!({"id": 9, "username": "boss", "site_admin": true});
        let (client, sent) = client(Fake::script([answer(200, json!([boss]))]));
        let mut reading =
            reading(json!({"id": 7, "managed_site_settings": {"sftp_enabled": true}}));
        reading.parent_people(&client).expect("an answer");
        assert_eq!(
            sent.lines(),
            ["GET /users?include_parent_site_users=true&filter%5Bsite_admin%5D=true&per_page=1000"]
        );
        let live = reading.records.into_live_as_far_as_read("x", &mut Names::default());
        assert_eq!(live.parent_admins, ["boss".into()]);
    }

    #[test]
    fn a_site_that_nothing_ties_to_a_parent_is_asked_for_nothing() {
        let (client, sent) = client(Fake::script([]));
        reading(json!({"id": 7})).parent_people(&client).expect("nothing to ask");
        assert!(sent.lines().is_empty());
    }

    #[test]
    fn an_answer_that_is_refused_leaves_names_out() {
        let (client, _) = client(Fake::script([answer(403, json!({"type": "not-authorized"}))]));
        let mut reading =
            reading(json!({"id": 7, "managed_site_settings": {"sftp_enabled": true}}));
        reading.parent_people(&client).expect("no names");
    }
}
