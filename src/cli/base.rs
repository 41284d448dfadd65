//! The definition as it was: at a revision of git, or in another folder.

use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::git::{GitFiles, Revision};
use super::output::Output;
use super::standard_input;
use crate::lower::Files;
use crate::pipeline::{self, Checked, NoBase};
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
        if path.exists() || standard_input::is_meant(path) {
            let root = definition::root(path);
            return take(named, &root, &outside.disk_earlier(&root), checked, output);
        }
        let root = definition::root(file);
        let of_root = || Revision::of(named, Path::new(&root));
        let parsed = Revision::parse(named);
        if parsed.is_none() && standard_input::is_meant(file) {
            return Err(Failure::Usage {
                message: format!("`{named}` says no file, and the definition is in none either"),
                help: "say which file is meant, as in --base main:site.kdl".to_owned(),
            });
        }
        let revision = parsed.or_else(of_root);
        let Some(revision) = revision else {
            return Err(Failure::Usage {
                message: format!("`{named}` is neither a file nor a revision of git"),
                help: "as in --base origin/main, --base HEAD~1 or --base ../before/site.kdl"
                    .to_owned(),
            });
        };
        take(
            named,
            &revision.root()?,
            &GitFiles::new(&revision, outside.given_earlier()),
            checked,
            output,
        )
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
            output.findings(&findings, &sources);
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
            output.findings(&findings, &checked.sources);
            Err(Failure::Told(Exit::Invalid))
        }
        Err(NoBase::OtherSite { base, definition }) => Err(Failure::Invalid {
            message: format!("the base is of {base}, the definition of {definition}"),
            help: "name a base of the same site".to_owned(),
        }),
    }
}
