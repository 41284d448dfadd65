//! The definition as it was: at a revision of git, or in another folder.

use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::git::{GitFiles, Revision};
use super::output::Output;
use crate::lower::Files;
use crate::pipeline::{self, Checked, NoBase};
use crate::render::text::diagnostics as diagnostics_text;
use clap::Args;
use std::path::Path;

#[derive(Debug, Args)]
pub struct BaseArgs {
    /// The definition as it was, at a git revision or in another file or folder: what it declares
    /// and the definition no longer does is taken away
    #[arg(long, value_name = "REV|FILE")]
    pub base: Option<String>,
}

impl BaseArgs {
    /// Reads the base of a definition that was checked.
    pub fn read(
        &self,
        file: &Path,
        outside: &OutsideArgs,
        checked: &mut Checked,
        output: &Output,
    ) -> Result<(), Failure> {
        let Some(named) = &self.base else { return Ok(()) };
        let path = Path::new(named);
        if path.exists() {
            let root = definition::root(path);
            return take(named, &root, &outside.disk(&root), checked, output);
        }
        let root = definition::root(file);
        let revision = Revision::parse(named).or_else(|| Revision::of(named, Path::new(&root)));
        let Some(revision) = revision else {
            return Err(Failure::Usage {
                message: format!("`{named}` is neither a file nor a revision of git"),
                help: "as in --base origin/main, --base HEAD~1 or --base ../before/site.kdl"
                    .to_owned(),
            });
        };
        take(named, &revision.root()?, &GitFiles::new(&revision), checked, output)
    }
}

fn take(
    named: &str,
    root: &str,
    files: &dyn Files,
    checked: &mut Checked,
    output: &Output,
) -> Result<(), Failure> {
    match pipeline::take_base(checked, root, files) {
        Ok(()) => Ok(()),
        Err(NoBase::Errors { findings, sources }) => {
            let style = output.error_style();
            output.aside(&diagnostics_text::diagnostics(&findings, &sources, style));
            output.aside(&format!(
                "{} the base `{named}` cannot be read, and so nothing can be compared with it\n  \
                 {} name one that checks, or none (in the action `base: none`): what it alone says \
                 then stays on the site, and is told\n",
                style.error("error:"),
                style.bold("help:")
            ));
            Err(Failure::Told(Exit::Invalid))
        }
        Err(NoBase::NothingRead { findings }) => {
            let style = output.error_style();
            output.aside(&diagnostics_text::diagnostics(&findings, &checked.sources, style));
            Err(Failure::Told(Exit::Invalid))
        }
        Err(NoBase::OtherSite { base, definition }) => Err(Failure::Invalid {
            message: format!("the base is of {base}, the definition of {definition}"),
            help: "name a base of the same site".to_owned(),
        }),
    }
}
