//! The disk: the source of a definition's files, and where texts are written.

use super::exit::Failure;
use super::matching::{Matching, Progress};
use super::output::Output;
use super::standard_input;
use crate::csv::encoding::Encoding;
use crate::files::{self, Bounds, Refusal};
use crate::lower::{self, FileError, Files, Given};
use crate::register::without_secrets;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Spans count bytes in 32 bits; a definition of this size is a mistake anyway.
const LARGEST: u64 = 1 << 30;

/// The files of a definition: regular ones, within bounds.
pub struct Disk {
    bounds: Bounds,
    /// Whether the first of them is standard input.
    is_given: bool,
    given: Given,
}

impl Disk {
    /// With this root file.
    pub fn new(root: &str, bounds: Bounds, given: Given) -> Self {
        Disk { bounds, is_given: root == standard_input::NAME, given }
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, Refusal> {
        if self.is_given && path == standard_input::NAME {
            standard_input::take(LARGEST)
        } else {
            self.bounds.read(Path::new(path), LARGEST)
        }
    }
}

/// A search for the files that a pattern means.
struct Walk<'a> {
    bounds: &'a Bounds,
    matching: &'a Matching,
    found: Vec<String>,
}

impl Walk<'_> {
    /// Goes through a folder that the pattern names, or a link in it: what they lead to must lie
    /// within the bounds.
    fn enter(&mut self, folder: &str, progress: &Progress) -> Result<(), FileError> {
        match self.bounds.outside(&place(folder).join("any file")) {
            Some(folder) => Err(outside(&folder)),
            None => self.walk(folder, progress),
        }
    }

    /// Notes the files in a folder, and below it, that are meant.
    fn walk(&mut self, folder: &str, progress: &Progress) -> Result<(), FileError> {
        let matching = self.matching;
        let is_start = folder == matching.start();
        let entries = match fs::read_dir(place(folder)) {
            Ok(entries) => entries,
            Err(error) if is_start && error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(cause(error)),
        };
        for entry in entries {
            let entry = entry.map_err(cause)?;
            let Ok(name) = entry.file_name().into_string() else { continue };
            let is_link = entry.file_type().map_err(cause)?.is_symlink();
            let path = match folder {
                "" => name.clone(),
                "/" => format!("/{name}"),
                folder => format!("{folder}/{name}"),
            };
            let next = matching.step(progress, &name);
            if next.is_over() {
                continue;
            }
            if !Path::new(&path).is_dir() {
                if matching.is_match(&next, &path) {
                    self.found.push(path);
                }
            } else if !is_link {
                self.walk(&path, &next)?;
            } else {
                let named = matching.named(progress, &name);
                if !named.is_over() {
                    self.enter(&path, &named)?;
                }
            }
        }
        Ok(())
    }
}

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, FileError> {
        text(self.bytes(path))
    }

    fn table(&self, path: &str) -> Result<(String, Encoding), FileError> {
        lower::table(self.bytes(path).map_err(unread)?)
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let matching = Matching::new(pattern)?;
        let mut walk = Walk { bounds: &self.bounds, matching: &matching, found: Vec::new() };
        walk.enter(matching.start(), &matching.begin())?;
        walk.found.sort();
        Ok(walk.found)
    }

    fn given(&self) -> Given {
        self.given.clone()
    }

    fn environment(&self, path: &str) -> Result<String, FileError> {
        environment(path)
    }

    fn outside(&self, path: &str) -> Option<String> {
        self.bounds.outside(Path::new(path)).map(|folder| shown(&folder))
    }
}

/// The text of a file that the command line names.
pub fn environment(path: &str) -> Result<String, FileError> {
    text(files::read_regular(Path::new(path), LARGEST))
}

/// The path of a folder that a pattern begins with.
fn place(folder: &str) -> &Path {
    Path::new(if folder.is_empty() { "." } else { folder })
}

fn text(read: Result<Vec<u8>, Refusal>) -> Result<String, FileError> {
    lower::text(read.map_err(unread)?)
}

fn unread(refusal: Refusal) -> FileError {
    match refusal {
        Refusal::Missing => FileError::Missing,
        Refusal::Outside(folder) => outside(&folder),
        Refusal::NotRegular(what) => FileError::Other(format!("it is {what}")),
        Refusal::TooLarge => FileError::TooLarge,
        Refusal::Failed(error) => cause(error),
    }
}

fn outside(folder: &Path) -> FileError {
    FileError::Outside { folder: shown(folder) }
}

fn shown(folder: &Path) -> String {
    folder.to_string_lossy().replace('\\', "/")
}

fn cause(error: io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing,
        _ => FileError::Other(error.to_string()),
    }
}

/// What somebody names on the command line and must be text, read whole; `-` is standard input.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    text(read(path)).map_err(|error| refused(path, error))
}

/// The same of a file of users, which may be UTF-16.
pub fn read_table(path: &Path) -> Result<(String, Encoding), Failure> {
    read(path).map_err(unread).and_then(lower::table).map_err(|error| refused(path, error))
}

/// The same, whatever its encoding.
pub fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    read(path).map_err(|refusal| refused(path, unread(refusal)))
}

/// Whether what is named is JSON on standard input.
pub fn is_json_given(path: &Path) -> Result<bool, Failure> {
    if !standard_input::is_meant(path) {
        return Ok(false);
    }
    standard_input::is_json(LARGEST).map_err(|refusal| refused(path, unread(refusal)))
}

fn read(path: &Path) -> Result<Vec<u8>, Refusal> {
    if standard_input::is_meant(path) {
        standard_input::take(LARGEST)
    } else {
        files::read_any(path, LARGEST)
    }
}

fn refused(path: &Path, error: FileError) -> Failure {
    let name = standard_input::name(path);
    let path = Path::new(&name);
    match error {
        FileError::Missing => {
            Failure::file("read", path, io::Error::other("there is no such file"))
        }
        FileError::Outside { .. } => {
            Failure::file("read", path, io::Error::other("it lies outside"))
        }
        FileError::Other(why) => Failure::file("read", path, io::Error::other(why)),
        FileError::NotText { at } => Failure::Invalid {
            message: format!("`{name}` is not UTF-8 text (byte {at})"),
            help: "is it the file you meant?".to_owned(),
        },
        FileError::Foreign { reason, help } => Failure::Invalid {
            message: format!("`{name}` cannot be read: {reason}"),
            help: help.to_owned(),
        },
        FileError::TooLarge => Failure::Invalid {
            message: format!("`{name}` is larger than 1 GiB"),
            help: "is it the file you meant?".to_owned(),
        },
    }
}

/// Writes to a file, or to standard output where none is named.
pub fn write(path: Option<&Path>, text: &str, output: &Output) -> Result<(), Failure> {
    match path.filter(|path| !is_standard_output(path)) {
        Some(path) => replace(path, text)?,
        None => output.result(text),
    }
    Ok(())
}

/// `-`, or what the system calls it.
pub fn is_standard_output(path: &Path) -> bool {
    ["-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"].iter().any(|name| path == Path::new(name))
}

/// Writes an output in the place of a file.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
    rewrite(path, &without_secrets(text))
}

/// Replaces a file whole or not at all; a link's target is replaced, not the link. What is there
/// and is no file, but a device or a pipe, is written to. What somebody wrote themselves comes
/// here as it is.
pub fn rewrite(path: &Path, text: &str) -> Result<(), Failure> {
    let failed = |error| Failure::file("write", path, error);
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        let written = fs::OpenOptions::new().write(true).open(path);
        return match written.and_then(|mut open| open.write_all(text.as_bytes())) {
            // Whoever closed a pipe has read what they wanted.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(failed(error)),
            _ => Ok(()),
        };
    }
    let path: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let mut file = tempfile::NamedTempFile::new_in(files::parent(&path)).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    if let Ok(found) = fs::metadata(&path) {
        file.as_file().set_permissions(found.permissions()).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    files::sync_folder(&path).map_err(failed)
}
