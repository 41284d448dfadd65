//! Records that are known by a name: users, groups, automations, schedules, lifecycle rules.
//! They are made, edited and deleted alike.

use super::super::client::Client;
use super::super::directory::{self, NamedList, id_of};
use super::super::http::Request;
use super::body::{self, Body, Match};
use super::write::{Seen, write};
use super::{Call, unless_gone};
use crate::site::{Outcome, Refusal, SiteError};
use secrecy::SecretString;
use serde_json::Value as Json;

/// One record as a step names it.
pub struct Record<'a> {
    pub list: NamedList,
    pub name: &'a str,
    /// Ids that names stand for in the step, by field.
    pub ids: Body,
    /// What the answer is when there is none of that name.
    pub missing: fn(&str) -> Refusal,
}

impl Record<'_> {
    fn body(&self, call: &Call<'_>, now: &Json) -> Result<Body, SiteError> {
        let mut body = body::body(&call.step.set, call.secrets, now)?;
        body.extend(self.ids.clone());
        Ok(body)
    }

    /// What has no name is known by what the step assigns.
    fn say_name(&self, body: &mut Body, name: &str) {
        if let Some(field) = self.list.field {
            body.insert(field.to_owned(), Json::from(name));
        }
    }

    /// No two of the list bear one name.
    fn is_known_by_name(&self) -> bool {
        self.list.unique && self.list.field.is_some()
    }

    /// Whether the record has what the step assigns.
    fn compare(&self, call: &Call<'_>, record: &Json) -> Match {
        let same =
            |(name, json): (&String, &Json)| body::ids(record.get(name)) == body::ids(Some(json));
        if !self.ids.iter().all(same) {
            return Match::NotAll;
        }
        let renamed = call.step.new_name();
        if renamed.is_some_and(|name| self.list.name_of(record) != Some(name)) {
            return Match::NotAll;
        }
        match body::compare(&call.step.set, record) {
            Match::Hidden if renamed.is_some() || !self.ids.is_empty() => Match::All,
            other => other,
        }
    }

    /// The id of the step's object.
    fn id(&self, call: &Call<'_>) -> Result<Option<i64>, SiteError> {
        if let Some(id) = call.step.live_id {
            return Ok(Some(id));
        }
        let ids = call.site.directory.ids(call.client(), &self.list, self.name)?;
        match ids.as_slice() {
            [] => Ok(None),
            [id] => Ok(Some(*id)),
            [..] => {
                let (count, list) = (ids.len(), self.list.list.replace('_', " "));
                let message = format!(
                    "{count} {list} bear the name `{}`; only an id tells which one is meant",
                    self.name
                );
                Err(Refusal::unusable(message).into())
            }
        }
    }

    fn path(&self, id: i64) -> String {
        format!("{}/{id}", self.list.list)
    }

    pub fn create(&self, call: &Call<'_>) -> Result<Outcome, SiteError> {
        let client = call.client();
        let mut body = self.body(call, &Json::Null)?;
        self.say_name(&mut body, self.name);
        // Where names repeat, those that bore it before are not the new one.
        let before = if self.list.unique {
            Vec::new()
        } else {
            if let Some(outcome) = self.made_meanwhile(call)? {
                return Ok(outcome);
            }
            call.site.directory.ids(client, &self.list, self.name)?
        };
        let there = || -> Result<Seen, SiteError> {
            let mut found = match self.list.field {
                Some(_) => directory::named(client, &self.list, self.name)?,
                None => directory::every(client, self.list.list)?,
            };
            found.retain(|record| id_of(record).is_none_or(|id| !before.contains(&id)));
            let fits = |record: &&Json| self.compare(call, record) != Match::NotAll;
            match found.iter().find(fits) {
                Some(record) => Ok(Seen::Done(record.clone())),
                None if found.is_empty() || !self.is_known_by_name() => Ok(Seen::NotDone),
                None => Ok(Seen::Unknown("something of that name is there, and differs")),
            }
        };
        let request = Request::post(self.list.list, Json::Object(body));
        let (record, outcome) = match write(client, call.key(), &request, there) {
            Ok(record) => (record, Outcome::Done),
            // The name may be taken by exactly what is to be made.
            Err(SiteError::Refused(refusal)) if refusal.status() == 422 && self.list.unique => {
                match there()? {
                    Seen::Done(record) => (record, Outcome::AlreadyDone),
                    Seen::NotDone | Seen::Unknown(_) => return Err(refusal.into()),
                }
            }
            Err(error) => return Err(error),
        };
        if let Some(id) = id_of(&record) {
            call.site.directory.note(&self.list, self.name, id);
        }
        // Names of accounts are never shared.
        if outcome == Outcome::Done && self.list.filter.is_none() && self.list.field.is_some() {
            let (list, name) = (self.list, self.name.to_owned());
            let what = format!("{} `{name}`", list.list.trim_end_matches('s').replace('_', " "));
            let same = move |record: &Json| list.bears(record, &name);
            call.site.made.note(list.list, &record, what, before, same);
        }
        Ok(outcome)
    }

    /// Another run may have made it since the site was read.
    fn made_meanwhile(&self, call: &Call<'_>) -> Result<Option<Outcome>, SiteError> {
        let client = call.client();
        let since = call.site.directory.ids_since(client, &self.list, self.name)?;
        for id in &since {
            let record = client.find(&Request::get(self.path(*id)))?;
            if record.is_some_and(|record| self.compare(call, &record) != Match::NotAll) {
                return Ok(Some(Outcome::AlreadyDone));
            }
        }
        if since.is_empty() {
            return Ok(None);
        }
        let message = format!("another `{}` was made meanwhile, and is not the same", self.name);
        Err(Refusal::unusable(message).into())
    }

    pub fn update(&self, call: &Call<'_>) -> Result<Outcome, SiteError> {
        let client = call.client();
        let renamed = call.step.new_name();
        let Some(id) = self.id(call)? else {
            // A rename whose answer was lost has happened already.
            let new = renamed.map(|name| call.site.directory.ids(client, &self.list, name));
            return match new.transpose()? {
                Some(ids) if !ids.is_empty() => Ok(Outcome::AlreadyDone),
                _ => Err((self.missing)(self.name).into()),
            };
        };
        let now = body::record_for(&call.step.set, client, &self.path(id))?;
        let mut body = self.body(call, &now)?;
        if let Some(name) = renamed {
            self.say_name(&mut body, name);
        }
        if body.is_empty() {
            // Only the owner changes: it follows any edit.
            self.say_name(&mut body, self.name);
        }
        let judge = || match client.find(&Request::get(self.path(id)))? {
            None => Ok(Seen::Unknown("it is gone")),
            Some(record) => Ok(match self.compare(call, &record) {
                Match::All => Seen::Done(record),
                Match::NotAll => Seen::NotDone,
                Match::Hidden => Seen::Unknown("the site never shows what was to change"),
            }),
        };
        let request = Request::patch(self.path(id), Json::Object(body));
        write(client, call.key(), &request, judge)?;
        if let Some(name) = renamed {
            call.site.directory.note(&self.list, name, id);
        }
        Ok(Outcome::Done)
    }

    /// `query` says what becomes of what depends on the record.
    pub fn delete(
        &self,
        call: &Call<'_>,
        query: Option<(&'static str, i64)>,
    ) -> Result<Outcome, SiteError> {
        let client = call.client();
        let Some(id) = self.id(call)? else { return Ok(Outcome::AlreadyDone) };
        let mut request = Request::delete(self.path(id));
        if let Some((name, value)) = query {
            request = request.with(name, value);
        }
        let judge = || {
            let record = client.find(&Request::get(self.path(id)))?;
            Ok(Seen::when(record.as_ref().is_none_or(directory::is_deleted)))
        };
        let outcome = unless_gone(write(client, call.key(), &request, judge))?;
        call.site.directory.forget(&self.list, id);
        Ok(outcome)
    }
}

/// Deletes a record; one that is gone already is gone.
pub fn remove(
    client: &Client,
    key: Option<&SecretString>,
    list: &str,
    id: i64,
) -> Result<Outcome, SiteError> {
    let path = format!("{list}/{id}");
    let judge = || Ok(Seen::when(client.find(&Request::get(path.as_str()))?.is_none()));
    unless_gone(write(client, key, &Request::delete(path.as_str()), judge))
}
