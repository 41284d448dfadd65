//! `show`: a saved plan.

use super::arguments::{Show, ShowFormat};
use super::exit::{Exit, Failure};
use super::output::{self, Output};
use super::repository;
use crate::plan::{Plan, step};
use crate::render::text::plan as plan_text;
use crate::render::{html, markdown};
use std::path::Path;

pub fn run(options: &Show, output: &mut Output) -> Result<Exit, Failure> {
    let plan = load(&options.plan)?;
    match options.format {
        ShowFormat::Json => output.result(&output::json(&plan))?,
        ShowFormat::Text => {
            let style = output.style();
            output.result(&plan_text::plan(&plan, options.verbose, style))?;
            output.result(&plan_text::hash(&plan, style))?;
        }
        ShowFormat::Markdown => {
            let repository = repository::known(options.links.link_base.as_deref());
            output.result(&markdown::plan(&plan, None, &repository))?;
        }
        ShowFormat::Html => output.result(&html::page(html::Report::of_plan(&plan)))?,
    }
    Ok(Exit::Fine)
}

/// Reads a saved plan; whatever is wrong with it is said with its place.
pub fn load(path: &Path) -> Result<Plan, Failure> {
    let text = super::disk::read_text(path)?;
    let invalid = |message: String| Failure::Invalid {
        message: format!("`{}` is not a plan: {message}", path.display()),
        help: "make one with `siteplan plan --out FILE`".to_owned(),
    };
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let head: Head = serde_json::from_str(&text).map_err(|error| invalid(error.to_string()))?;
    if head.format != step::FORMAT {
        return Err(invalid(format!("its format is {:?}", head.format)));
    }
    if head.version != step::VERSION {
        return Err(Failure::Invalid {
            message: format!(
                "`{}` has plan version {}, and this siteplan knows {}",
                path.display(),
                head.version,
                step::VERSION
            ),
            help: "make the plan again with this siteplan".to_owned(),
        });
    }
    let plan: Plan = serde_json::from_str(&text).map_err(|error| invalid(error.to_string()))?;
    plan.well_formed().map_err(invalid)?;
    Ok(plan)
}
