//! Lists: filters, order and pages. Which fields a list takes is its [`Listing`]'s to say; all
//! others are refused, as the API does.

use super::answer::Answer;
use super::cursor::{self, Position};
use super::exchange::Exchange;
use super::request::{Request, parse_flag};
use crate::live::typed;
use crate::model::kinds::Listing;
use crate::model::path;
use crate::site::Refusal;
use crate::site::local::store::{List, Record, Try};
use jiff::Timestamp;
use serde_json::Value as Json;
use std::cmp::Ordering;

/// Not documented: what the official mock server takes.
const DEFAULT_PER_PAGE: usize = 1000;
const MAX_PER_PAGE: usize = 10_000;

/// What a client asks of a list.
pub struct Query {
    identity: String,
    per_page: usize,
    after: Option<Position>,
    turn: u64,
    /// A field, and whether downwards.
    sort: Option<(String, bool)>,
    filters: Vec<Filter>,
}

struct Filter {
    how: How,
    field: String,
    value: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum How {
    Is,
    Prefix,
    Above,
    AtLeast,
    Below,
    AtMost,
}

const FILTERS: [(&str, How); 6] = [
    ("filter", How::Is),
    ("filter_prefix", How::Prefix),
    ("filter_gt", How::Above),
    ("filter_gteq", How::AtLeast),
    ("filter_lt", How::Below),
    ("filter_lteq", How::AtMost),
];

impl Query {
    pub fn read(request: &Request, list: &str, listing: &Listing) -> Result<Self, Refusal> {
        let identity = format!("{list} {}", request.list_identity());
        let per_page = match request.text("per_page").as_deref() {
            None | Some("") => DEFAULT_PER_PAGE,
            Some(text) => {
                text.parse().ok().filter(|count| (1..=MAX_PER_PAGE).contains(count)).ok_or_else(
                    || Refusal::unusable("`per_page` must be a number from 1 to 10000"),
                )?
            }
        };
        let cursor = request.text("cursor").filter(|cursor| !cursor.is_empty());
        let at = cursor.map(|cursor| cursor::decode(&identity, &cursor)).transpose()?;
        let (after, turn) = at.map_or((None, 0), |(position, turn)| (Some(position), turn));
        let (sort, filters) = (sort(request, listing)?, filters(request, listing)?);
        Ok(Self { identity, per_page, after, turn, sort, filters })
    }

    /// The answer to a page of items that are in order already; `all` begins after the cursor.
    pub fn page<T>(
        &self,
        x: &Exchange<'_>,
        all: impl IntoIterator<Item = Try<(Position, T)>>,
        mut show: impl FnMut(T) -> Try<Json>,
    ) -> Try<Answer> {
        if x.empty_page {
            return Ok(self.empty_page());
        }
        let mut shown = Vec::new();
        let mut last = None;
        for item in all {
            let (position, item) = item?;
            if shown.len() == self.per_page {
                let mut answer = Answer::ok(shown);
                let sent = x.request.text("cursor").filter(|_| x.repeat_cursor);
                answer.cursor = sent.or(last.map(|at| cursor::encode(&self.identity, &at, 0)));
                return Ok(answer);
            }
            shown.push(show(item)?);
            last = Some(position);
        }
        Ok(Answer::ok(shown))
    }

    /// The key after which the page begins.
    pub fn after(&self) -> Option<&Json> {
        self.after.as_ref().map(|position| &position.key)
    }

    /// A page without items whose cursor leads to where this request began, and yet is another.
    fn empty_page(&self) -> Answer {
        let start = Position { sort: Json::Null, key: Json::Null };
        let at = self.after.as_ref().unwrap_or(&start);
        let mut answer = Answer::ok(Vec::<Json>::new());
        answer.cursor = Some(cursor::encode(&self.identity, at, self.turn + 1));
        answer
    }

    pub fn downwards(&self) -> bool {
        self.sort.as_ref().is_some_and(|(_, down)| *down)
    }

    fn keeps(&self, record: &Record) -> Result<bool, Refusal> {
        for filter in &self.filters {
            if !filter.keeps(record)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn sort(request: &Request, listing: &Listing) -> Result<Option<(String, bool)>, Refusal> {
    let mut sorts = request.nested("sort_by")?;
    if sorts.len() > 1 {
        let message = "a list is sorted by one field";
        return Err(Refusal::new("bad-request/multiple-sort-params-not-allowed", message));
    }
    let Some((field, direction)) = sorts.pop() else { return Ok(None) };
    if !listing.sort.contains(&field.as_str()) {
        let message = format!("this list cannot be sorted by `{field}`");
        return Err(Refusal::new("bad-request/invalid-sort-field", message));
    }
    match direction.as_str() {
        "asc" => Ok(Some((field, false))),
        "desc" => Ok(Some((field, true))),
        _ => Err(Refusal::unusable(format!("`sort_by[{field}]` must be asc or desc"))),
    }
}

fn filters(request: &Request, listing: &Listing) -> Result<Vec<Filter>, Refusal> {
    let mut filters: Vec<Filter> = Vec::new();
    for (parameter, how) in FILTERS {
        let known = match how {
            How::Is => listing.filter,
            How::Prefix => listing.prefix,
            _ => listing.range,
        };
        for (field, value) in request.nested(parameter)? {
            if !known.contains(&field.as_str()) {
                let message = format!("this list cannot be filtered by `{parameter}[{field}]`");
                return Err(Refusal::new("bad-request/invalid-filter-field", message));
            }
            filters.push(Filter { how, field, value });
        }
    }
    let mut fields: Vec<&str> = filters.iter().map(|filter| filter.field.as_str()).collect();
    fields.sort_unstable();
    fields.dedup();
    let allowed = |together: &&&[&str]| {
        together.len() == fields.len() && together.iter().all(|field| fields.contains(field))
    };
    if fields.len() > 1 && !listing.together.iter().any(|together| allowed(&together)) {
        let message = format!("this list cannot be filtered by {} together", fields.join(", "));
        return Err(Refusal::new("bad-request/invalid-filter-alias-combination", message));
    }
    Ok(filters)
}

impl Filter {
    fn keeps(&self, record: &Record) -> Result<bool, Refusal> {
        if self.field == "not_site_admin" {
            let admin = record.get("site_admin") == Some(&Json::Bool(true));
            return Ok(self.flag()? != admin);
        }
        let is = record.get(&self.field).unwrap_or(&Json::Null);
        match (self.how, is) {
            (How::Is, Json::Bool(is)) => Ok(*is == self.flag()?),
            (How::Is, is) if self.field == "path" => {
                Ok(is.as_str().is_some_and(|is| path::key(is) == path::key(&self.value)))
            }
            (How::Is, Json::String(is)) => Ok(match instants(is, &self.value) {
                Some((is, value)) => is == value,
                None => path::fold(is) == path::fold(&self.value),
            }),
            (How::Is, Json::Number(is)) => Ok(is.to_string() == self.value.trim()),
            // The default workspace has no number in a record.
            (How::Is, _) if self.field == "workspace_id" => Ok(self.value.trim() == "0"),
            (How::Is, _) => Ok(self.value.is_empty()),
            (How::Prefix, is) => {
                let is = path::fold(is.as_str().unwrap_or_default());
                Ok(is.starts_with(&*path::fold(&self.value)))
            }
            (how, is) => Ok(how.holds(self.compare(is)?)),
        }
    }

    fn flag(&self) -> Result<bool, Refusal> {
        parse_flag(&self.value).ok_or_else(|| self.unusable())
    }

    /// How the record's value compares with the filter's; nothing compares with none.
    fn compare(&self, is: &Json) -> Result<Option<Ordering>, Refusal> {
        match is {
            Json::Number(number) => {
                let value: i64 = self.value.trim().parse().map_err(|_| self.unusable())?;
                Ok(number.as_i64().map(|is| is.cmp(&value)))
            }
            Json::String(text) => {
                let value: Timestamp = self.value.parse().map_err(|_| self.unusable())?;
                Ok(text.parse::<Timestamp>().ok().map(|is| is.cmp(&value)))
            }
            _ => Ok(None),
        }
    }

    fn unusable(&self) -> Refusal {
        let message = format!("`{}` is no value of `{}`", self.value, self.field);
        Refusal::new("bad-request/invalid-filter-param-value", message)
    }
}

/// Two texts that are both instants.
fn instants(a: &str, b: &str) -> Option<(Timestamp, Timestamp)> {
    Some((a.parse().ok()?, b.parse().ok()?))
}

impl How {
    fn holds(self, order: Option<Ordering>) -> bool {
        let Some(order) = order else { return false };
        match self {
            How::Above => order.is_gt(),
            How::AtLeast => order.is_ge(),
            How::Below => order.is_lt(),
            How::AtMost => order.is_le(),
            How::Is | How::Prefix => order.is_eq(),
        }
    }
}

/// Where the records of a list come from.
pub enum Source {
    All(List),
    These(Vec<(i64, Record)>),
}

/// The records whose `ids` a client names; all of them where it names none.
pub fn those_asked_for(x: &Exchange<'_>, list: List) -> Try<Source> {
    let Some(ids) = x.request.text("ids").filter(|ids| !ids.is_empty()) else {
        return Ok(Source::All(list));
    };
    let ids = typed::ids(&ids).ok_or_else(|| Refusal::unusable("`ids` must be joined ids"))?;
    let mut records = Vec::new();
    for id in ids {
        records.extend(x.tx().get(list, id)?.map(|record| (id, record)));
    }
    Ok(Source::These(records))
}

/// A page of records, by id unless the client asks for another order.
pub fn records(
    x: &Exchange<'_>,
    name: &str,
    listing: &Listing,
    source: Source,
    mut show: impl FnMut(i64, Record) -> Try<Json>,
) -> Try<Answer> {
    let query = Query::read(x.request, name, listing)?;
    let mut found = match (&query.sort, source) {
        (None, Source::All(list)) => by_id(x, &query, list)?,
        (_, Source::All(list)) => x.tx().all(list)?,
        (_, Source::These(records)) => records,
    };
    let mut kept = Vec::new();
    for (id, record) in found.drain(..) {
        if query.keeps(&record)? {
            kept.push((place(&query, id, &record), (id, record)));
        }
    }
    kept.sort_by(|(a, _), (b, _)| order(&query, a, b));
    let rest = kept.into_iter().filter(|(at, _)| {
        query.after.as_ref().is_none_or(|after| order(&query, at, after).is_gt())
    });
    query.page(x, rest.map(Ok), |(id, record)| show(id, record))
}

/// As many records as a page needs, and one that tells whether there are more.
fn by_id(x: &Exchange<'_>, query: &Query, list: List) -> Try<Vec<(i64, Record)>> {
    let after = query.after().and_then(Json::as_i64);
    let mut found = Vec::new();
    x.tx().scan(list, after, |id, record| {
        if query.keeps(&record)? {
            found.push((id, record));
        }
        Ok(found.len() <= query.per_page)
    })?;
    Ok(found)
}

fn place(query: &Query, id: i64, record: &Record) -> Position {
    let sort = match &query.sort {
        Some((field, _)) => record.get(field).cloned().unwrap_or(Json::Null),
        None => Json::Null,
    };
    Position { sort, key: Json::from(id) }
}

fn order(query: &Query, a: &Position, b: &Position) -> Ordering {
    let sort = compare(&a.sort, &b.sort);
    let sort = if query.downwards() { sort.reverse() } else { sort };
    sort.then_with(|| compare(&a.key, &b.key))
}

fn compare(a: &Json, b: &Json) -> Ordering {
    match (a, b) {
        (Json::String(a), Json::String(b)) => {
            path::fold(a).cmp(&path::fold(b)).then_with(|| a.cmp(b))
        }
        (Json::Number(a), Json::Number(b)) => a.as_i64().cmp(&b.as_i64()),
        (Json::Bool(a), Json::Bool(b)) => a.cmp(b),
        (a, b) => rank(a).cmp(&rank(b)),
    }
}

fn rank(json: &Json) -> u8 {
    match json {
        Json::Null => 0,
        Json::Bool(_) => 1,
        Json::Number(_) => 2,
        Json::String(_) => 3,
        Json::Array(_) => 4,
        Json::Object(_) => 5,
    }
}
