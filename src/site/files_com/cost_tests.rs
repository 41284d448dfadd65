//! How many requests a site of so many objects takes, beside what the Terraform provider would
//! make by its documented behaviour. Every request is a billable API call.

use super::client::{Client, Requests};
use super::fake::FakeClock;
use super::http::{Method, Request, Response, Transport, TransportError};
use super::{FilesSite, read};
use crate::live::Look;
use crate::lower::{FileError, Files};
use crate::model::{Names, path};
use crate::pipeline::{self, Wanted};
use crate::plan::Plan;
use crate::site::{EnvironmentSecrets, ReadSite, Site};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value as Json, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// A site of so many objects: four tenths users, each in a group, four tenths grants, one tenth
/// groups, one tenth folders, ten of them in each that holds others.
struct Size(usize);

impl Size {
    fn users(&self) -> usize {
        self.0 * 4 / 10
    }

    fn groups(&self) -> usize {
        self.0 / 10
    }

    fn folders(&self) -> usize {
        self.0 / 10
    }

    fn grants(&self) -> usize {
        self.0 * 4 / 10
    }

    fn definition(&self) -> String {
        let mut text = String::new();
        for user in 0..self.users() {
            text.push_str(&format!(
                "user \"u{user}\" {{\n groups \"g{}\"\n}}\n",
                user % self.groups()
            ));
        }
        for group in 0..self.groups() {
            text.push_str(&format!("group \"g{group}\"\n"));
        }
        for folder in 0..self.folders() {
            let (parent, own) = (folder / 10, folder % 10);
            let place = if own == 0 { format!("p{parent}") } else { format!("p{parent}/f{own}") };
            text.push_str(&format!("folder \"{place}\" {{\n"));
            for grant in 0..self.grants() / self.folders() {
                let group = (folder + grant) % self.groups();
                text.push_str(&format!(" grant \"full\" group=\"g{group}\"\n"));
            }
            text.push_str("}\n");
        }
        text
    }
}

/// What the Terraform provider sends to look at a site that it made: one request for a user, a
/// group, a membership or a folder, and the whole list of permissions for each permission. It
/// takes the list in pages of a thousand.
fn terraform_looks(size: &Size) -> usize {
    let memberships = size.users();
    let pages = size.grants().div_ceil(1000);
    size.users() + size.groups() + memberships + size.folders() + size.grants() * pages
}

/// What it sends to make the site: one request for each resource.
fn terraform_makes(size: &Size) -> usize {
    let memberships = size.users();
    size.users() + size.groups() + memberships + size.folders() + size.grants()
}

impl Files for Size {
    fn read(&self, _: &str) -> Result<String, FileError> {
        Ok(self.definition())
    }

    fn matching(&self, _: &str) -> Result<Vec<String>, FileError> {
        Ok(Vec::new())
    }
}

/// Keeps what it is sent, and shows it again in pages.
#[derive(Default, Clone)]
struct Echo(Arc<Mutex<HashMap<String, Vec<Json>>>>);

impl Transport for Echo {
    fn send(&self, request: &Request, _: &SecretString) -> Result<Response, TransportError> {
        let mut lists = self.0.lock().expect("lists");
        let answer = |status, body: Json| {
            Ok(Response { status, headers: Vec::new(), body: body.to_string().into_bytes() })
        };
        match request.method {
            Method::Post => {
                let (list, record) = match request.path.strip_prefix("folders/") {
                    Some(folder) => {
                        let parent = path::parent(folder).unwrap_or_default();
                        (format!("folders/{parent}"), json!({"path": folder}))
                    }
                    None => (request.path.clone(), request.body.clone().expect("a body")),
                };
                let all = lists.entry(list).or_default();
                all.push(record);
                answer(201, json!({"id": all.len()}))
            }
            _ if ["site", "api_key"].contains(&&*request.path) => answer(200, json!({})),
            _ => {
                let all = lists.get(&request.path).map_or(&[][..], Vec::as_slice);
                let cursor = request.query.iter().find(|(name, _)| *name == "cursor");
                let start: usize = cursor.map_or(0, |(_, at)| at.parse().expect("a number"));
                let end = (start + 1000).min(all.len());
                let mut response = answer(200, all[start..end].iter().cloned().collect())?;
                if end < all.len() {
                    response.headers.push(("X-Files-Cursor".to_owned(), end.to_string()));
                }
                Ok(response)
            }
        }
    }
}

fn site(echo: &Echo) -> FilesSite {
    let (clock, key) = (Box::new(FakeClock::default()), SecretString::from("key".to_owned()));
    FilesSite::over(Client::new("https://x.example".into(), Box::new(echo.clone()), clock, key))
}

fn plan(size: &Size, site: &FilesSite) -> (Plan, Look) {
    let (names, now) = (Names::default(), Timestamp::UNIX_EPOCH);
    let mut checked = pipeline::check("site.kdl", size, names, now);
    assert!(!checked.has_errors(), "{:#?}", checked.findings);
    let look = Look::of(&checked.site, &checked.names);
    let live = site.read(&look, &mut checked.names).expect("read");
    let planned = pipeline::plan(&mut checked, &live, Wanted::default());
    (planned.plan.expect("an order"), look)
}

#[test]
fn requests_grow_with_pages_and_changes_only() {
    let mut table = String::new();
    for objects in [100, 1_000, 10_000] {
        let (size, echo) = (Size(objects), Echo::default());
        let making = site(&echo);
        let (plan, look) = plan(&size, &making);
        let planned = making.requests();
        for step in &plan.steps {
            making.perform(step, &EnvironmentSecrets::default()).expect("performed");
        }
        let made: Requests = making.requests();
        assert_eq!(made.reads(), planned.reads(), "a step costs no look");
        let looking = site(&echo);
        read::read(&looking.client, &look).expect("read");
        table.push_str(&format!(
            "{objects} objects: look {} (Terraform {}), make {} (Terraform {})\n",
            looking.requests().total(),
            terraform_looks(&size),
            made.writes(),
            terraform_makes(&size),
        ));
    }
    let expected = "\
100 objects: look 9 (Terraform 140), make 100 (Terraform 140)
1000 objects: look 18 (Terraform 1400), make 1000 (Terraform 1400)
10000 objects: look 114 (Terraform 26000), make 10000 (Terraform 14000)
";
    assert_eq!(table, expected);
}
