//! Which endpoint answers which verb and path, and what rights it asks for.

use super::answer::Answer;
use super::api::{
    api_keys, automations, behaviors, files, folders, group_users, groups, named, permissions,
    public_keys, sessions, site, users,
};
use super::exchange::Exchange;
use super::request::decode;
use crate::model::NamedKind;
use crate::site::Refusal;
use crate::site::local::store::Try;
use axum::http::Method;
use std::sync::LazyLock;

/// What answers a request.
#[derive(Clone, Copy)]
pub enum Handler {
    Own(fn(&Exchange<'_>) -> Try<Answer>),
    /// For every kind that is little but attributes.
    Named(NamedKind, fn(&Exchange<'_>, NamedKind) -> Try<Answer>),
}

impl Handler {
    pub fn answer(self, x: &Exchange<'_>) -> Try<Answer> {
        match self {
            Handler::Own(answer) => answer(x),
            Handler::Named(kind, answer) => answer(x, kind),
        }
    }
}

type Verbs = &'static [(Method, fn(&Exchange<'_>) -> Try<Answer>)];

/// Who may write there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Writer {
    Anyone,
    /// The endpoint itself asks whether the folder is the caller's to administer.
    FolderAdmin,
    SiteAdmin,
}

pub struct Route {
    /// Segments apart by `/`: `{id}` stands for one, `{path}` for all that follow.
    pub template: &'static str,
    pub writer: Writer,
    verbs: Verbs,
    named: Option<NamedKind>,
}

const fn admin(template: &'static str, verbs: Verbs) -> Route {
    Route { template, writer: Writer::SiteAdmin, verbs, named: None }
}

const fn folder(template: &'static str, verbs: Verbs) -> Route {
    Route { template, writer: Writer::FolderAdmin, verbs, named: None }
}

const fn anyone(template: &'static str, verbs: Verbs) -> Route {
    Route { template, writer: Writer::Anyone, verbs, named: None }
}

const GET: Method = Method::GET;
const POST: Method = Method::POST;
const PATCH: Method = Method::PATCH;
const DELETE: Method = Method::DELETE;

/// In the order in which they are tried.
static ROUTES: &[Route] = &[
    admin("/users", &[(GET, users::list), (POST, users::create)]),
    admin("/users/{id}", &[(GET, users::find), (PATCH, users::update), (DELETE, users::delete)]),
    admin("/users/{id}/unlock", &[(POST, users::act)]),
    admin("/users/{id}/resend_welcome_email", &[(POST, users::act)]),
    admin("/users/{id}/2fa/reset", &[(POST, users::act)]),
    admin("/groups", &[(GET, groups::list), (POST, groups::create)]),
    admin(
        "/groups/{id}",
        &[(GET, groups::find), (PATCH, groups::update), (DELETE, groups::delete)],
    ),
    admin("/group_users", &[(GET, group_users::list), (POST, group_users::create)]),
    admin("/group_users/{id}", &[(PATCH, group_users::update), (DELETE, group_users::delete)]),
    folder("/permissions", &[(GET, permissions::list), (POST, permissions::create)]),
    folder("/permissions/{id}", &[(DELETE, permissions::delete)]),
    folder("/folders/{path}", &[(GET, folders::list), (POST, folders::create)]),
    folder("/files/{path}", &[(PATCH, folders::update), (DELETE, files::delete)]),
    folder("/file_actions/metadata/{path}", &[(GET, files::metadata)]),
    folder("/file_actions/move/{path}", &[(POST, files::relocate)]),
    folder("/file_actions/delete/{path}", &[(POST, files::begin_delete)]),
    folder("/behaviors", &[(GET, behaviors::list), (POST, behaviors::create)]),
    folder("/behaviors/folders/{path}", &[(GET, behaviors::list_for)]),
    folder("/behaviors/webhook/test", &[(POST, behaviors::test_webhook)]),
    folder(
        "/behaviors/{id}",
        &[(GET, behaviors::find), (PATCH, behaviors::update), (DELETE, behaviors::delete)],
    ),
    folder("/automations", &[(GET, automations::list), (POST, automations::create)]),
    folder(
        "/automations/{id}",
        &[(GET, automations::find), (PATCH, automations::update), (DELETE, automations::delete)],
    ),
    folder("/automations/{id}/manual_run", &[(POST, automations::run)]),
    folder("/automation_runs", &[(GET, automations::runs)]),
    admin("/site", &[(GET, site::get), (PATCH, site::update)]),
    admin("/settings_changes", &[(GET, site::settings_changes)]),
    admin("/sso_strategies", &[(GET, site::sso_strategies)]),
    admin("/sso_strategies/{id}", &[(GET, site::sso_strategy)]),
    admin("/sso_strategies/{id}/sync", &[(POST, site::sync_sso_strategy)]),
    anyone(
        "/api_key",
        &[
            (GET, api_keys::find_current),
            (PATCH, api_keys::update_current),
            (DELETE, api_keys::delete_current),
        ],
    ),
    admin("/api_keys", &[(GET, api_keys::list), (POST, api_keys::create)]),
    admin(
        "/api_keys/{id}",
        &[(GET, api_keys::find), (PATCH, api_keys::update), (DELETE, api_keys::delete)],
    ),
    admin("/public_keys", &[(GET, public_keys::list), (POST, public_keys::create)]),
    admin(
        "/public_keys/{id}",
        &[(GET, public_keys::find), (PATCH, public_keys::update), (DELETE, public_keys::delete)],
    ),
    anyone("/sessions", &[(POST, sessions::create), (DELETE, sessions::delete)]),
];

/// The routes of kinds that are little but attributes: the list of each, and one of its records.
static NAMED: LazyLock<Vec<Route>> = LazyLock::new(|| {
    let routes = |kind: NamedKind| {
        let list = kind.kind().list;
        [format!("/{list}"), format!("/{list}/{{id}}")].map(|template| Route {
            template: template.leak(),
            writer: Writer::SiteAdmin,
            verbs: &[],
            named: Some(kind),
        })
    };
    NamedKind::all().flat_map(routes).collect()
});

/// A route that fits a path, and what its template stands for there.
pub struct Matched {
    pub route: &'static Route,
    pub id: Option<i64>,
    pub path: String,
}

/// The route of a path below the base, as it came: percent-encoded.
pub fn find(path: &str) -> Result<Option<Matched>, Refusal> {
    for route in ROUTES.iter().chain(NAMED.iter()) {
        if let Some(matched) = fit(route, path)? {
            return Ok(Some(matched));
        }
    }
    Ok(None)
}

fn fit(route: &'static Route, path: &str) -> Result<Option<Matched>, Refusal> {
    let mut matched = Matched { route, id: None, path: String::new() };
    let mut segments = path.strip_prefix('/').unwrap_or(path).split('/');
    for word in route.template.split('/').skip(1) {
        match word {
            "{path}" => {
                // Slashes come as they are from some clients, encoded from others.
                let rest: Vec<&str> = segments.collect();
                matched.path = decode(&rest.join("/"), false)?;
                return Ok(Some(matched));
            }
            "{id}" => match segments.next() {
                None | Some("") => return Ok(None),
                Some(id) => matched.id = decode(id, false)?.parse().ok(),
            },
            word if segments.next() == Some(word) => {}
            _ => return Ok(None),
        }
    }
    let ends = segments.all(str::is_empty);
    Ok(ends.then_some(matched))
}

impl Route {
    pub fn handler(&self, method: &Method) -> Option<Handler> {
        // What a HEAD leaves out is the transport's business.
        let method = if method == Method::HEAD { &Method::GET } else { method };
        let Some(kind) = self.named else {
            let own = self.verbs.iter().find(|(verb, _)| verb == method);
            return own.map(|(_, answer)| Handler::Own(*answer));
        };
        let one = self.template.ends_with("{id}");
        let answer = match (method, one) {
            (&Method::GET, false) => named::list,
            (&Method::POST, false) => named::create,
            (&Method::GET, true) => named::find,
            (&Method::PATCH, true) => named::update,
            (&Method::DELETE, true) => named::delete,
            _ => return None,
        };
        Some(Handler::Named(kind, answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched(path: &str) -> (&'static str, Option<i64>, String) {
        let matched = find(path).expect("readable").expect("a route");
        (matched.route.template, matched.id, matched.path)
    }

    #[test]
    fn paths_fit_their_routes_however_slashes_are_spelled() {
        let folders = |path: &str| ("/folders/{path}", None, path.to_owned());
        assert_eq!(matched("/folders"), folders(""));
        assert_eq!(matched("/folders/"), folders(""));
        assert_eq!(matched("/folders/A%20b/c"), folders("A b/c"));
        assert_eq!(matched("/folders/A%20b%2Fc%252Fd+e"), folders("A b/c%2Fd+e"));
        assert_eq!(matched("/users/7"), ("/users/{id}", Some(7), String::new()));
        assert_eq!(matched("/users/7/2fa/reset").0, "/users/{id}/2fa/reset");
        assert_eq!(matched("/behaviors/folders/A").0, "/behaviors/folders/{path}");
        assert_eq!(matched("/behaviors/webhook/test").0, "/behaviors/webhook/test");
        assert_eq!(matched("/users/"), ("/users", None, String::new()));
        assert!(find("/nothing").expect("readable").is_none());
        assert!(find("/users/7/nothing").expect("readable").is_none());
        assert!(find("/folders/%zz").is_err());
    }
}
