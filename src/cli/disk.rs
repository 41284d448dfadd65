//! The disk: the source of a definition's files, and where texts are written.

use super::exit::Failure;
use super::output::Output;
use crate::lower::{FileError, Files};
use crate::model::glob::Pattern;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// Spans count bytes in 32 bits; a definition of this size is a mistake anyway.
const LARGEST: u64 = 1 << 30;

pub struct Disk;

impl Files for Disk {
    fn read(&self, path: &str) -> Result<String, FileError> {
        let found = fs::metadata(path).map_err(|error| cause(&error))?;
        if found.is_dir() {
            return Err(FileError::Other("it is a folder".to_owned()));
        }
        if found.len() > LARGEST {
            return Err(FileError::TooLarge);
        }
        let bytes = fs::read(path).map_err(|error| cause(&error))?;
        String::from_utf8(bytes)
            .map_err(|error| FileError::NotText { at: error.utf8_error().valid_up_to() })
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let glob = Pattern::files(pattern).map_err(|error| FileError::Other(error.to_string()))?;
        let fixed: Vec<&str> =
            pattern.split('/').take_while(|part| !part.contains(['*', '?', '[', '{'])).collect();
        let root = fixed.join("/");
        let rooted = pattern.starts_with('/') && root.is_empty();
        let mut found = Vec::new();
        walk(if rooted { "/" } else { &root }, &glob, &mut found, 0)?;
        found.sort();
        Ok(found)
    }
}

/// Folders nested deeper than this are a loop of links.
const DEEPEST: usize = 64;

fn walk(
    folder: &str,
    glob: &Pattern,
    found: &mut Vec<String>,
    depth: usize,
) -> Result<(), FileError> {
    let place = if folder.is_empty() { "." } else { folder };
    let entries = match fs::read_dir(place) {
        Ok(entries) => entries,
        Err(error) if depth == 0 && error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(cause(&error)),
    };
    for entry in entries {
        let entry = entry.map_err(|error| cause(&error))?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = match folder {
            "" => name,
            "/" => format!("/{name}"),
            folder => format!("{folder}/{name}"),
        };
        let is_folder = Path::new(&path).is_dir();
        if is_folder && depth < DEEPEST {
            walk(&path, glob, found, depth + 1)?;
        } else if !is_folder && glob.is_match(&path) {
            found.push(path);
        }
    }
    Ok(())
}

fn cause(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing,
        _ => FileError::Other(error.to_string()),
    }
}

/// A file of ours that must be text, read whole.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    Disk.read(&path.to_string_lossy()).map_err(|error| match error {
        FileError::Missing => {
            Failure::file("read", path, io::Error::other("there is no such file"))
        }
        FileError::Other(why) => Failure::file("read", path, io::Error::other(why)),
        FileError::NotText { at } => Failure::Invalid {
            message: format!("`{}` is not UTF-8 text (byte {at})", path.display()),
            help: "is it the file you meant?".to_owned(),
        },
        FileError::TooLarge => Failure::Invalid {
            message: format!("`{}` is larger than 1 GiB", path.display()),
            help: "is it the file you meant?".to_owned(),
        },
    })
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

/// Replaces a file whole or not at all; a link's target is replaced, not the link. What is there
/// and is no file, but a device or a pipe, is written to.
pub fn replace(path: &Path, text: &str) -> Result<(), Failure> {
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
    let folder = match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        _ => Path::new("."),
    };
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(text.as_bytes()).map_err(failed)?;
    if let Ok(found) = fs::metadata(&path) {
        file.as_file().set_permissions(found.permissions()).map_err(failed)?;
    }
    file.as_file().sync_all().map_err(failed)?;
    file.persist(&path).map_err(|error| failed(error.error))?;
    // The name is durable only once its folder is.
    fs::File::open(folder).and_then(|folder| folder.sync_all()).map_err(failed)
}
