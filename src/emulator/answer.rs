//! What the API answers: records, nothing, or a refusal in its own form.

use crate::site::Refusal;
use crate::wording::capitalized;
use serde_json::{Value as Json, json};

/// An answer before it is put on the wire.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Body,
    /// Where the next page begins.
    pub cursor: Option<String>,
    /// The type of an error.
    pub error_class: Option<String>,
}

#[derive(Debug)]
pub enum Body {
    Empty,
    Json(Json),
    Html(&'static str),
}

impl Answer {
    pub fn new(status: u16, body: Json) -> Self {
        Self { status, body: Body::Json(body), cursor: None, error_class: None }
    }

    pub fn ok(body: impl Into<Json>) -> Self {
        Self::new(200, body.into())
    }

    pub fn created(body: impl Into<Json>) -> Self {
        Self::new(201, body.into())
    }

    pub fn nothing() -> Self {
        Self { status: 204, body: Body::Empty, cursor: None, error_class: None }
    }

    pub fn html(status: u16, page: &'static str) -> Self {
        Self { status, body: Body::Html(page), cursor: None, error_class: None }
    }

    /// An error with a status that does not follow from its type.
    pub fn error(status: u16, error_type: &str, message: &str, instance: &str) -> Self {
        let body = json!({
            "error": message,
            "http-code": status,
            "instance": instance,
            "title": title(error_type),
            "type": error_type,
        });
        Self { error_class: Some(error_type.to_owned()), ..Self::new(status, body) }
    }

    pub fn refusal(refusal: &Refusal, instance: &str) -> Self {
        let error_type = &*refusal.error_type;
        let mut answer = Self::error(refusal.status(), error_type, &refusal.message, instance);
        if error_type == "processing-failure/model-save-error"
            && let Body::Json(Json::Object(body)) = &mut answer.body
        {
            // Which field is to blame is not known here.
            let message = &refusal.message;
            body.insert("model_errors".to_owned(), json!({"base": [message]}));
            body.insert("model_error_keys".to_owned(), json!({"base": [message]}));
            body.insert("errors".to_owned(), json!([message]));
        }
        answer
    }
}

/// `processing-failure/model-save-error` as `Model Save Error`.
fn title(error_type: &str) -> String {
    let last = error_type.rsplit('/').next().unwrap_or(error_type);
    last.split('-').map(capitalized).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_made_of_types() {
        assert_eq!(title("processing-failure/model-save-error"), "Model Save Error");
        assert_eq!(title("not-found"), "Not Found");
    }
}
