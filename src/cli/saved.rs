//! What earlier runs saved: plans and snapshots.

use super::disk;
use super::exit::Failure;
use super::standard_input;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveSite, snapshot};
use crate::model::Names;
use crate::plan::{Inputs, Plan, step};
use crate::source::Sources;
use crate::wording::json_error;
use std::path::Path;

/// Reads a snapshot, and tells what is wrong with it.
pub fn snapshot(
    path: &Path,
    sources: &mut Sources,
    names: &mut Names,
) -> Result<(LiveSite, Vec<Diagnostic>), Failure> {
    let file = sources.add(standard_input::name(path), disk::read_text(path)?);
    Ok(snapshot::read(sources, file, names))
}

/// Reads a saved plan; whatever is wrong with it is said with its place.
pub fn plan(path: &Path) -> Result<Plan, Failure> {
    let text = disk::read_text(path)?;
    let invalid = |message: String| Failure::Invalid {
        message: format!("`{}` is not a plan: {message}", standard_input::name(path)),
        help: "make one with `siteplan plan --out FILE`".to_owned(),
    };
    #[derive(serde::Deserialize)]
    struct Head {
        format: String,
        version: u32,
    }
    let head: Head = serde_json::from_str(&text).map_err(|error| invalid(json_error(&error)))?;
    if head.format != step::FORMAT {
        return Err(invalid(format!("its format is {:?}", head.format)));
    }
    if head.version != step::VERSION {
        return Err(Failure::Invalid {
            message: format!(
                "`{}` has plan version {}, and this siteplan knows {}",
                standard_input::name(path),
                head.version,
                step::VERSION
            ),
            help: "make the plan again with this siteplan".to_owned(),
        });
    }
    let plan: Plan = serde_json::from_str(&text).map_err(|error| invalid(json_error(&error)))?;
    plan.well_formed().map_err(invalid)?;
    Ok(plan)
}

/// What a saved plan was made from, taken out of it.
pub fn inputs(path: &Path, plan: &mut Plan) -> Result<Inputs, Failure> {
    plan.inputs.take().ok_or_else(|| Failure::Invalid {
        message: format!(
            "`{}` was printed, not saved: it cannot be judged again",
            standard_input::name(path)
        ),
        help: "save the plan with `siteplan plan --out FILE`".to_owned(),
    })
}

/// A file that says something else than what its own texts come to.
pub fn edited(path: &Path) -> Failure {
    Failure::Invalid {
        message: format!(
            "`{}` says something else than its definition comes to",
            standard_input::name(path)
        ),
        help: "a saved plan is not edited; make it again with `siteplan plan --out FILE`"
            .to_owned(),
    }
}
