//! What a plan was made from, taken along in the file; and the definition made of that again.

use super::base::{NoBase, take_base};
use super::check::{Checked, check};
use super::plan::Wanted;
use crate::lower::{FileError, Files};
use crate::model::Names;
use crate::model::glob::Pattern;
use crate::plan::{Inputs, Texts};
use crate::source::Sources;
use jiff::Timestamp;

/// What goes into the file beside the plan.
pub fn inputs(checked: &Checked, wanted: Wanted) -> Inputs {
    let Wanted { limits, bridge, allow_transient } = wanted;
    let base = checked.earlier.as_ref();
    let base = base.map(|earlier| texts(&earlier.sources, earlier.sources.iter().count()));
    let definition = texts(&checked.sources, checked.files);
    Inputs { definition, base, limits, bridge, allow_transient }
}

fn texts(sources: &Sources, count: usize) -> Texts {
    let files = sources.iter().take(count).map(|(_, file)| file);
    let mut files = files.map(|file| (file.name().to_owned(), file.text().to_owned())).peekable();
    let root = files.peek().map(|(name, _)| name.clone()).unwrap_or_default();
    Texts { root, files: files.collect() }
}

/// The definition of a saved plan, checked again.
pub fn again(inputs: &Inputs, now: Timestamp) -> Result<Checked, NoBase> {
    let definition = &inputs.definition;
    let mut checked = check(&definition.root, definition, Names::default(), now);
    if let Some(base) = &inputs.base {
        take_base(&mut checked, &base.root, base)?;
    }
    Ok(checked)
}

impl From<&Inputs> for Wanted {
    fn from(inputs: &Inputs) -> Self {
        let Inputs { limits, bridge, allow_transient, .. } = *inputs;
        Wanted { limits, bridge, allow_transient }
    }
}

/// Only what was read then is there.
impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, FileError> {
        self.files.get(path).cloned().ok_or(FileError::Missing)
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let glob = Pattern::files(pattern).map_err(|error| FileError::Other(error.to_string()))?;
        Ok(self.files.keys().filter(|path| glob.is_match(path)).cloned().collect())
    }
}
