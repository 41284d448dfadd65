//! Whole lists, page by page, with guards against a site that never ends.

use super::client::{Client, Page};
use super::http::{Request, Response};
use crate::site::SiteError;
use serde_json::Value as Json;
use std::collections::HashSet;

/// What Files.com recommends at most.
pub const PER_PAGE: usize = 1000;
/// A million records, and a gigabyte: more than any site has, and more than there is room for.
const MOST: Most = Most { pages: 1000, bytes: 1 << 30 };
/// Pages may be empty while a site filters, but not for ever.
const MOST_EMPTY: usize = 20;

/// Every record of a list.
pub fn list(client: &Client, request: &Request) -> Result<Vec<Json>, SiteError> {
    let mut all = Vec::new();
    each(client, request, |record| all.push(record))?;
    Ok(all)
}

/// Every record of a list, one after the other: of each page no more is kept than `take` keeps.
pub fn each(client: &Client, request: &Request, take: impl FnMut(Json)) -> Result<(), SiteError> {
    match pages(client, request, MOST, take)? {
        End::Reached => Ok(()),
        End::Beyond => Err(wrong(request, "its pages do not end")),
    }
}

/// The records of a list's first pages.
pub fn beginning(
    client: &Client,
    request: &Request,
    most_pages: usize,
) -> Result<Vec<Json>, SiteError> {
    let mut all = Vec::new();
    pages(client, request, Most { pages: most_pages, ..MOST }, |record| all.push(record))?;
    Ok(all)
}

/// How much of a list is read.
#[derive(Clone, Copy)]
struct Most {
    pages: usize,
    bytes: u64,
}

/// Whether a list was read to its end.
enum End {
    Reached,
    Beyond,
}

fn pages(
    client: &Client,
    request: &Request,
    most: Most,
    take: impl FnMut(Json),
) -> Result<End, SiteError> {
    let mut take = take;
    let request = request.clone().with("per_page", PER_PAGE);
    let circle = || wrong(&request, "its pages go in a circle");
    let mut cursors: HashSet<String> = HashSet::new();
    // A list never shows a record at the top of two pages.
    let mut tops: HashSet<String> = HashSet::new();
    let mut page = request.clone();
    let (mut empty, mut bytes) = (0, 0);
    for _ in 0..most.pages {
        let Page { value, response, size } = client.read_page(&page)?;
        bytes += size;
        if bytes > most.bytes {
            let detail = format!("its pages hold more than {} megabytes", most.bytes >> 20);
            return Err(wrong(&request, &detail));
        }
        let Json::Array(records) = value else {
            return Err(wrong(&request, "it is no list"));
        };
        empty = if records.is_empty() { empty + 1 } else { 0 };
        if records.first().is_some_and(|top| !tops.insert(top.to_string())) {
            return Err(circle());
        }
        records.into_iter().for_each(&mut take);
        let Some(cursor) = next(&response) else { return Ok(End::Reached) };
        if empty >= MOST_EMPTY {
            return Err(wrong(&request, "page after page is empty"));
        }
        if !cursors.insert(cursor.to_owned()) {
            return Err(circle());
        }
        page = request.clone().with("cursor", cursor);
    }
    Ok(End::Beyond)
}

fn wrong(request: &Request, detail: &str) -> SiteError {
    SiteError::Answer { what: request.resource().to_owned(), detail: detail.to_owned() }
}

fn next(response: &Response) -> Option<&str> {
    response.header("X-Files-Cursor-Next").or_else(|| response.header("X-Files-Cursor"))
}

#[cfg(test)]
mod tests {
    use super::super::fake::{Fake, answer, client, lost};
    use super::*;
    use serde_json::json;

    fn users() -> Request {
        Request::get("users")
    }

    #[test]
    fn reads_every_page() {
        let fake = Fake::script([
            answer(200, json!([{"id": 1}])).header("X-Files-Cursor", "a+b=c&d%#"),
            answer(200, json!([])).header("X-Files-Cursor-Next", "second"),
            answer(200, json!([{"id": 2}])),
        ]);
        let (client, sent) = client(fake);
        assert_eq!(list(&client, &users()).expect("a list").len(), 2);
        assert_eq!(
            sent.lines(),
            [
                "GET /users?per_page=1000",
                "GET /users?per_page=1000&cursor=a%2Bb%3Dc%26d%25%23",
                "GET /users?per_page=1000&cursor=second",
            ]
        );
    }

    #[test]
    fn pages_that_go_in_a_circle_end() {
        let page =
            |id: i64, cursor| answer(200, json!([{"id": id}])).header("X-Files-Cursor", cursor);
        let same_cursor = [page(1, "a"), page(2, "b"), page(3, "a")];
        let same_records = [page(1, "a"), page(2, "b"), page(1, "c")];
        for pages in [same_cursor, same_records] {
            let (client, _) = client(Fake::script(pages));
            let error = list(&client, &users()).expect_err("a circle");
            assert_eq!(
                error.to_string(),
                "the site's answer about users makes no sense: its pages go in a circle"
            );
        }
    }

    #[test]
    fn pages_without_end_end() {
        let pages = |count: usize| {
            let page = |at: usize| {
                answer(200, json!([{"id": at}])).header("X-Files-Cursor", &at.to_string())
            };
            client(Fake::script((0..count).map(page)))
        };
        let (whole, sent) = pages(MOST.pages + 1);
        let error = list(&whole, &users()).expect_err("no end").to_string();
        assert!(error.ends_with("its pages do not end"), "{error}");
        assert_eq!(sent.lines().len(), MOST.pages);
        let (first, sent) = pages(5);
        assert_eq!(beginning(&first, &users(), 3).expect("three pages").len(), 3);
        assert_eq!(sent.lines().len(), 3);
    }

    #[test]
    fn pages_are_no_larger_together_than_a_site_can_be() {
        let page = |at: usize| {
            let record = json!([{"id": at, "name": "x".repeat(1 << 19)}]);
            answer(200, record).header("X-Files-Cursor", &at.to_string())
        };
        let (client, sent) = client(Fake::script((0..9).map(page)));
        let most = Most { bytes: 2 << 20, ..MOST };
        let error = super::pages(&client, &users(), most, drop).err().expect("too much");
        assert!(error.to_string().ends_with("its pages hold more than 2 megabytes"), "{error}");
        assert_eq!(sent.lines().len(), 4);
    }

    #[test]
    fn empty_pages_end() {
        let pages = (0..MOST_EMPTY + 5)
            .map(|at| answer(200, json!([])).header("X-Files-Cursor", &at.to_string()));
        let (client, sent) = client(Fake::script(pages));
        assert!(list(&client, &users()).is_err());
        assert_eq!(sent.lines().len(), MOST_EMPTY);
    }

    #[test]
    fn a_page_that_is_cut_off_is_read_again() {
        let (client, _) = client(Fake::script([
            answer(200, json!([{"id": 1}])).cut(5),
            lost(),
            answer(429, json!({"type": "rate-limited/too-many-requests"}))
                .header("Retry-After", "7"),
            answer(502, json!("<html>")),
            answer(200, json!([{"id": 1}])),
        ]));
        assert_eq!(list(&client, &users()).expect("a list").len(), 1);
    }

    #[test]
    fn what_is_no_list_is_an_error() {
        let (client, _) = client(Fake::script([answer(200, json!({"id": 1}))]));
        assert!(list(&client, &users()).is_err());
    }
}
