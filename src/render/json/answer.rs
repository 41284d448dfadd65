//! Answers about access.

use crate::query::Answer;
use serde::Serialize;

pub const FORMAT: &str = "siteplan-access";
pub const VERSION: u32 = 1;

#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
pub struct Report {
    pub format: &'static str,
    pub version: u32,
    #[serde(flatten)]
    pub answer: Answer,
}

impl From<Answer> for Report {
    fn from(answer: Answer) -> Self {
        Report { format: FORMAT, version: VERSION, answer }
    }
}
