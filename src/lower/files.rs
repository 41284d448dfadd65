//! Where the files of a definition come from, and why one of them is not read.

use super::codes;
use super::given::Given;
use crate::csv::encoding::{self, Encoding, Foreign};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Span;

/// Why a file could not be read, for people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    Missing,
    NotText {
        at: usize,
    },
    /// Text in another encoding: which, or where, and what to do.
    Foreign {
        reason: String,
        help: &'static str,
    },
    TooLarge,
    /// It lies outside of where the files of a definition lie; the folder to permit.
    Outside {
        folder: String,
    },
    Other(String),
}

/// Where files come from: the disk, an editor's buffers, a test's texts. Paths are relative to
/// the place where the run was started, with `/` between their parts.
pub trait Files {
    fn read(&self, path: &str) -> Result<String, FileError>;
    /// A file of users, which may be UTF-16.
    fn table(&self, path: &str) -> Result<(String, Encoding), FileError> {
        self.read(path).map(|text| (text, Encoding::Utf8))
    }
    /// The files that a glob pattern matches, sorted.
    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError>;
    /// What is said before the root file.
    fn given(&self) -> Given {
        Given::default()
    }
    /// The environment file, which whoever runs this names, wherever it lies.
    fn environment(&self, path: &str) -> Result<String, FileError> {
        self.read(path)
    }
    /// The folder to permit for a file outside of where those of a definition lie.
    fn outside(&self, _path: &str) -> Option<String> {
        None
    }
}

/// The text of a file.
pub fn text(bytes: Vec<u8>) -> Result<String, FileError> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(FileError::Foreign {
            reason: "it is UTF-16".to_owned(),
            help: "save it as UTF-8, or convert it: `iconv -f UTF-16 -t UTF-8`; in PowerShell: \
                   `Get-Content FILE | Set-Content -Encoding utf8 NEW`",
        });
    }
    String::from_utf8(bytes)
        .map_err(|error| FileError::NotText { at: error.utf8_error().valid_up_to() })
}

/// The text of a file of users.
pub fn table(bytes: Vec<u8>) -> Result<(String, Encoding), FileError> {
    encoding::decode(bytes).map_err(|foreign| match foreign {
        Foreign::Unknown { row, column } => FileError::Foreign {
            reason: format!("row {row}, {column}: it is not UTF-8 text"),
            help: "it is probably Windows-1252, as Excel's \"CSV\" is: save it as \"CSV UTF-8 (comma \
                   delimited)\", or convert it with `iconv -f WINDOWS-1252 -t UTF-8`",
        },
        Foreign::Broken => FileError::Foreign {
            reason: "it begins as UTF-16, and is none".to_owned(),
            help: "save it as \"CSV UTF-8 (comma delimited)\"; part of it is missing",
        },
    })
}

/// What to do where nothing is read.
pub(super) const NOTHING: &str = "correct it, or delete the line";

pub(super) fn not_included(
    error: &FileError,
    other: Code,
    message: String,
    span: Span,
) -> Diagnostic {
    let (code, help) = match error {
        FileError::Outside { folder } => (codes::FILE_OUTSIDE, permit(folder)),
        FileError::Missing => (codes::INCLUDE_MISSING, RELATIVE.to_owned()),
        _ => (other, RELATIVE.to_owned()),
    };
    Diagnostic::error(code, message).at(span, "included here").help(help)
}

const RELATIVE: &str = "paths are relative to the file that includes them";

/// How a file that lies outside can be read.
pub(super) fn permit(folder: &str) -> String {
    format!("move it to the definition, or permit its folder: --allow-outside {folder}")
}

pub(super) fn reason(error: &FileError) -> String {
    match error {
        FileError::Missing => "there is no such file".to_owned(),
        FileError::NotText { at } => format!("it is not UTF-8 text (byte {at})"),
        FileError::Foreign { reason, .. } => reason.clone(),
        FileError::TooLarge => "it is larger than 1 GiB".to_owned(),
        FileError::Outside { .. } => OUTSIDE.to_owned(),
        FileError::Other(why) => why.clone(),
    }
}

pub(super) const OUTSIDE: &str = "it lies outside of the definition's folder and repository";

pub(super) fn unreadable(path: &str, error: &FileError) -> Diagnostic {
    let code = match error {
        FileError::Outside { .. } => codes::FILE_OUTSIDE,
        _ => codes::FILE_UNREADABLE,
    };
    let permitted;
    let help = match error {
        FileError::Outside { folder } => {
            permitted = permit(folder);
            &permitted
        }
        FileError::Missing => {
            "name the definition's root file, or a folder that holds a site.kdl; `siteplan init` \
             begins one, `siteplan init --from https://HOST` with what a site has"
        }
        FileError::NotText { .. } => "save the file as UTF-8",
        FileError::Foreign { help, .. } => help,
        FileError::TooLarge => "split the definition into files and include them",
        FileError::Other(_) => "check the path and its permissions",
    };
    Diagnostic::error(code, format!("cannot read `{path}`: {}", reason(error))).help(help)
}

/// The folder in which a file lies.
pub(super) fn folder_of(file: &str) -> &str {
    file.rfind('/').map_or("", |at| &file[..at])
}

/// The path of `target` as seen from `folder`, without `.` and with `..` worked out.
pub fn clean(folder: &str, target: &str) -> String {
    let absolute = target.starts_with('/');
    let start = if absolute { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    let rooted = start.starts_with('/') || absolute;
    for part in start.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if rooted { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests {
    use super::clean;

    #[test]
    fn paths_are_worked_out_from_the_including_file() {
        assert_eq!(clean("a/b", "../c/x.kdl"), "a/c/x.kdl");
        assert_eq!(clean("", "./people/*.kdl"), "people/*.kdl");
        assert_eq!(clean("a", "../../x"), "../x");
        assert_eq!(clean("a", "/etc/x"), "/etc/x");
        assert_eq!(clean("/srv/site", "x.kdl"), "/srv/site/x.kdl");
    }
}
