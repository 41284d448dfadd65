//! A request as the API understands it: the path decoded once, parameters of the query and the
//! body together. It knows no endpoints.

use crate::model::ValueKind;
use crate::model::kinds::Kind;
use crate::site::Refusal;
use crate::site::local::store::Record;
use serde_json::Value as Json;

/// What every endpoint is handed.
#[derive(Debug, Default)]
pub struct Request {
    /// What stands for `{id}` in the route.
    pub id: Option<i64>,
    /// What stands for `{path}` in the route.
    pub path: String,
    /// From the query and from forms: all values are text.
    texts: Record,
    /// From a body of JSON, whose values have their types.
    typed: Record,
}

impl Request {
    /// Reads the parameters of a query and a body.
    pub fn new(query: &str, media_type: &str, body: &[u8]) -> Result<Self, Refusal> {
        let mut request = Self { texts: pairs(query)?, ..Self::default() };
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(request);
        }
        let malformed = |message: &str| Refusal::new("bad-request/invalid-body", message);
        let text = std::str::from_utf8(body).map_err(|_| not_text())?;
        if media_type.starts_with("application/x-www-form-urlencoded") {
            request.texts.extend(pairs(text)?);
            return Ok(request);
        }
        if media_type.starts_with("multipart/") {
            let message = "the emulator takes JSON and URL-encoded forms";
            return Err(Refusal::new("bad-request/unsupported-media-type", message));
        }
        match serde_json::from_str(text) {
            Ok(Json::Object(members)) => request.typed = members,
            Ok(Json::Null) => {}
            Ok(_) => return Err(malformed("the body must be a JSON object")),
            Err(error) => return Err(malformed(&format!("the body is not JSON: {error}"))),
        }
        Ok(request)
    }

    pub fn get(&self, name: &str) -> Option<&Json> {
        self.typed.get(name).or_else(|| self.texts.get(name))
    }

    /// A parameter as text, also where it came as a number or a boolean.
    pub fn text(&self, name: &str) -> Option<String> {
        match self.get(name)? {
            Json::String(text) => Some(text.clone()),
            Json::Number(number) => Some(number.to_string()),
            Json::Bool(flag) => Some(flag.to_string()),
            _ => None,
        }
    }

    /// A parameter that says yes or no, in any client's spelling.
    pub fn flag(&self, name: &str) -> Result<bool, Refusal> {
        match self.get(name) {
            None | Some(Json::Null) => Ok(false),
            Some(json) => to_flag(json).ok_or_else(|| wrong(name, "a boolean")),
        }
    }

    /// A parameter that is an id; `user_id` may be text.
    pub fn id(&self, name: &str) -> Result<Option<i64>, Refusal> {
        match self.get(name) {
            None | Some(Json::Null) => Ok(None),
            Some(json) if json.as_str() == Some("") => Ok(None),
            Some(json) => match to_int(json) {
                Some(id) => Ok(Some(id)),
                None => Err(wrong(name, "an id")),
            },
        }
    }

    /// The entries of a nested parameter, as in `filter[name]=x`.
    pub fn nested(&self, name: &str) -> Result<Vec<(String, String)>, Refusal> {
        let entries = match self.get(name) {
            None | Some(Json::Null) => return Ok(Vec::new()),
            Some(Json::Object(entries)) => entries,
            Some(_) => {
                let message = format!("`{name}` must name a field: `{name}[field]`");
                return Err(Refusal::new("bad-request/invalid-filter-param-format", message));
            }
        };
        let text = |json: &Json| match json {
            Json::String(text) => text.clone(),
            other => other.to_string(),
        };
        Ok(entries.iter().map(|(field, value)| (field.clone(), text(value))).collect())
    }

    /// What a client gives for a record. Texts of forms get the types of the catalog.
    pub fn given(&self, resource: Option<&'static Kind>) -> Record {
        let mut given = self.texts.clone();
        for (name, value) in &mut given {
            let kind = resource.and_then(|resource| resource.attribute(name)).map(|a| a.kind);
            let typed = match kind.or_else(|| kind_of_relation(name)) {
                Some(ValueKind::Bool) => to_flag(value).map(Json::Bool),
                Some(ValueKind::Int) => to_int(value).map(Json::from),
                Some(ValueKind::Object | ValueKind::Settings) => {
                    value.as_str().and_then(|text| serde_json::from_str(text).ok())
                }
                Some(ValueKind::List(ValueKind::Int)) => {
                    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
                    let ids: Option<Vec<i64>> = items.iter().map(to_int).collect();
                    ids.filter(|_| value.is_array()).map(Json::from)
                }
                _ => None,
            };
            if let Some(typed) = typed {
                *value = typed;
            }
        }
        given.extend(self.typed.clone());
        given
    }

    /// What tells two lists apart: all parameters but where and how far to read.
    pub fn list_identity(&self) -> String {
        let besides = ["cursor", "page", "per_page"];
        let mut all: Vec<String> = self
            .texts
            .iter()
            .chain(&self.typed)
            .filter(|(name, _)| !besides.contains(&name.as_str()))
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        all.sort();
        format!("{:?} {}", self.path, all.join("&"))
    }
}

/// Flags of records that the catalog does not list.
fn kind_of_relation(name: &str) -> Option<ValueKind> {
    let flags = ["admin", "recursive", "disable_parent_folder_behavior", "mkdir_parents"];
    flags.contains(&name).then_some(ValueKind::Bool)
}

fn wrong(name: &str, expected: &str) -> Refusal {
    Refusal::unusable(format!("`{name}` must be {expected}"))
}

fn to_flag(json: &Json) -> Option<bool> {
    match json {
        Json::Bool(flag) => Some(*flag),
        Json::Number(number) => match number.as_i64() {
            Some(0) => Some(false),
            Some(1) => Some(true),
            _ => None,
        },
        Json::String(text) => parse_flag(text),
        _ => None,
    }
}

/// `True` is Python's.
pub fn parse_flag(text: &str) -> Option<bool> {
    match text {
        "true" | "True" | "TRUE" | "1" => Some(true),
        "false" | "False" | "FALSE" | "0" | "" => Some(false),
        _ => None,
    }
}

fn to_int(json: &Json) -> Option<i64> {
    match json {
        Json::String(text) => text.trim().parse().ok(),
        json => json.as_i64(),
    }
}

fn not_text() -> Refusal {
    let message = "the request is not UTF-8, or its percent-encoding is broken";
    Refusal::new("bad-request/invalid-input-encoding", message)
}

/// Decodes a percent-encoded text once; `+` stands for a space in queries and forms only.
pub fn decode(text: &str, plus_is_space: bool) -> Result<String, Refusal> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
                match (digit(), digit()) {
                    (Some(high), Some(low)) => (high * 16 + low) as u8,
                    _ => return Err(not_text()),
                }
            }
            b'+' if plus_is_space => b' ',
            byte => byte,
        });
    }
    String::from_utf8(bytes).map_err(|_| not_text())
}

/// `a=1&f[b]=2&l[]=3` as an object; a later value replaces an earlier one.
fn pairs(text: &str) -> Result<Record, Refusal> {
    let mut all = Record::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name, true)?, Json::String(decode(value, true)?));
        match name.split_once('[') {
            None => drop(all.insert(name, value)),
            Some((outer, inner)) => {
                let Some(inner) = inner.strip_suffix(']').filter(|inner| !inner.contains('['))
                else {
                    return Err(Refusal::unusable(format!("`{name}` is nested too deeply")));
                };
                nest(&mut all, outer, inner, value);
            }
        }
    }
    Ok(all)
}

fn nest(all: &mut Record, outer: &str, inner: &str, value: Json) {
    let entry = all.entry(outer.to_owned()).or_insert(Json::Null);
    match (entry, inner) {
        (Json::Array(items), "") => items.push(value),
        (entry, "") => *entry = Json::Array(vec![value]),
        (Json::Object(members), name) => drop(members.insert(name.to_owned(), value)),
        (entry, name) => *entry = Json::Object(Record::from_iter([(name.to_owned(), value)])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::kinds;
    use serde_json::json;

    #[test]
    fn parameters_come_in_every_client_s_spelling() {
        let query = "filter%5Busername%5D=a+l&sort_by[name]=asc&recursive=True&ids[]=1&ids[]=2";
        let request = Request::new(query, "application/json", b"").expect("a request");
        assert_eq!(request.nested("filter").expect("nested"), [("username".into(), "a l".into())]);
        assert!(request.flag("recursive").expect("a flag"));
        assert_eq!(request.get("ids"), Some(&json!(["1", "2"])));
        let form = b"site_admin=true&password_validity_days=7&name=1";
        let form = Request::new("", "application/x-www-form-urlencoded", form).expect("a form");
        let given = Json::Object(form.given(Some(&kinds::USER)));
        assert_eq!(given, json!({"site_admin": true, "password_validity_days": 7, "name": "1"}));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for (query, body) in
            [("a=%zz", ""), ("a=%ff", ""), ("", "{"), ("", "[]"), ("a[b][c]=1", "")]
        {
            let refusal = Request::new(query, "application/json", body.as_bytes());
            assert!(refusal.expect_err("broken").error_type.starts_with("bad-request/"));
        }
        assert_eq!(decode("A%20b%2Fc%2Bd+e", false).expect("text"), "A b/c+d+e");
    }
}
