//! Standard input, which `-` names wherever a file is read. A run reads it once.

use crate::files::{self, Refusal};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// What findings call it.
pub const NAME: &str = "<stdin>";

enum Input {
    Unread,
    /// Looked at, and not taken yet.
    Seen(Vec<u8>),
    Taken,
}

static INPUT: Mutex<Input> = Mutex::new(Input::Unread);

pub fn is_meant(path: &Path) -> bool {
    path == Path::new("-")
}

/// What a file that is named on the command line is called in messages.
pub fn name(path: &Path) -> String {
    if is_meant(path) { NAME.to_owned() } else { path.display().to_string() }
}

/// All of it, as long as nobody has taken it before.
pub fn take(most: u64) -> Result<Vec<u8>, Refusal> {
    let mut input = INPUT.lock().unwrap_or_else(PoisonError::into_inner);
    match std::mem::replace(&mut *input, Input::Taken) {
        Input::Unread => files::read_at_most(io::stdin(), most),
        Input::Seen(bytes) => Ok(bytes),
        Input::Taken => {
            Err(Refusal::Failed(io::Error::other("it is read once, and is something else already")))
        }
    }
}

/// Whether it is JSON: no definition begins with a brace.
pub fn is_json(most: u64) -> Result<bool, Refusal> {
    let bytes = take(most)?;
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    let is_json = first == Some(&b'{');
    *INPUT.lock().unwrap_or_else(PoisonError::into_inner) = Input::Seen(bytes);
    Ok(is_json)
}

/// A file or a folder that outlives the run.
pub fn lasting(text: &str) -> Result<PathBuf, String> {
    if is_meant(Path::new(text)) {
        return Err(
            "standard input and output are no place for it; ./- is a file of that name".to_owned()
        );
    }
    Ok(PathBuf::from(text))
}
