//! Files of this machine, read with care: which may be read, and no more of them than is asked for.
//!
//! In: paths. Out: bytes, or why there are none. A definition is often data from a stranger, so
//! what it names is read only within [`Bounds`], and only if it is a regular file. Nothing here
//! knows what a file means.
#![expect(clippy::disallowed_methods, reason = "reading files is what this module is for")]

use std::fs::{self, File, Metadata};
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

/// The folders in which the files of a definition lie.
#[derive(Debug, Clone, Default)]
pub struct Bounds {
    /// Without links in them.
    folders: Vec<PathBuf>,
}

/// Why a file is not read.
#[derive(Debug)]
pub enum Refusal {
    Missing,
    /// It lies outside of the bounds; this is the folder to permit.
    Outside(PathBuf),
    /// What it is instead of a regular file.
    NotRegular(&'static str),
    TooLarge,
    Failed(io::Error),
}

impl Bounds {
    /// The folder of this file, or the repository that it lies in; and folders that are permitted
    /// besides.
    pub fn around(file: &Path, permitted: &[PathBuf]) -> Self {
        let folder = parent(file);
        let own = fs::canonicalize(folder).ok().map(|folder| repository(&folder).unwrap_or(folder));
        let permitted = permitted.iter().filter_map(|folder| fs::canonicalize(folder).ok());
        Bounds { folders: own.into_iter().chain(permitted).collect() }
    }

    /// One folder, and nothing else.
    pub fn of(folder: &Path) -> Self {
        Bounds { folders: fs::canonicalize(folder).into_iter().collect() }
    }

    /// The folders of both.
    #[must_use]
    pub fn with(mut self, other: Bounds) -> Self {
        self.folders.extend(other.folders);
        self
    }

    /// The folder that would have to be permitted for this path, if it lies outside. What links
    /// lead to counts, and nothing tells whether there is such a file.
    pub fn outside(&self, path: &Path) -> Option<PathBuf> {
        let real = real(path);
        let holds = |folder: &PathBuf| {
            real.strip_prefix(folder).is_ok_and(|below| {
                // What git keeps is no part of the repository's files, and often holds a token.
                below.components().all(|part| part.as_os_str() != GIT)
            })
        };
        if self.folders.iter().any(holds) {
            return None;
        }
        // As it was written, where that is the same place.
        let written = parent(path);
        let is_same = self::real(written) == parent(&real);
        Some(if is_same { written } else { parent(&real) }.to_owned())
    }

    /// Reads a regular file of at most so many bytes.
    pub fn read(&self, path: &Path, most: u64) -> Result<Vec<u8>, Refusal> {
        match self.outside(path) {
            Some(folder) => Err(Refusal::Outside(folder)),
            None => read_regular(&real(path), most),
        }
    }
}

/// Reads whatever somebody names on the command line, which may be a pipe.
pub fn read_any(path: &Path, most: u64) -> Result<Vec<u8>, Refusal> {
    let found = fs::metadata(path).map_err(failed)?;
    if found.is_dir() {
        return Err(Refusal::NotRegular("a folder"));
    }
    if found.len() > most {
        return Err(Refusal::TooLarge);
    }
    at_most(File::open(path).map_err(failed)?, most)
}

/// Reads a regular file of at most so many bytes, wherever it lies.
pub fn read_regular(path: &Path, most: u64) -> Result<Vec<u8>, Refusal> {
    regular(&fs::metadata(path).map_err(failed)?)?;
    let file = open(path).map_err(failed)?;
    // It may be another one by now.
    let found = file.metadata().map_err(failed)?;
    regular(&found)?;
    if found.len() > most {
        return Err(Refusal::TooLarge);
    }
    let read = at_most(file, most);
    let is_made_up = found.len() == 0 && !read.as_ref().is_ok_and(Vec::is_empty);
    if is_made_up { Err(Refusal::NotRegular(MADE_UP)) } else { read }
}

/// Its size says nothing.
const MADE_UP: &str = "a file that the system makes up as it is read";

fn regular(found: &Metadata) -> Result<(), Refusal> {
    if found.is_file() { Ok(()) } else { Err(Refusal::NotRegular(kind(found))) }
}

#[cfg(unix)]
fn kind(found: &Metadata) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    let kind = found.file_type();
    match () {
        () if kind.is_dir() => "a folder",
        () if kind.is_fifo() => "a pipe",
        () if kind.is_socket() => "a socket",
        () => "a device",
    }
}

#[cfg(not(unix))]
fn kind(found: &Metadata) -> &'static str {
    if found.is_dir() { "a folder" } else { "a device" }
}

/// Without waiting for somebody to write, should a pipe have taken the file's place.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let flags = rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY;
    fs::OpenOptions::new().read(true).custom_flags(flags.bits().cast_signed()).open(path)
}

#[cfg(not(unix))]
fn open(path: &Path) -> io::Result<File> {
    File::open(path)
}

/// Whatever its size is said to be.
fn at_most(file: File, most: u64) -> Result<Vec<u8>, Refusal> {
    let size = file.metadata().map_or(0, |found| found.len());
    read_into(Vec::with_capacity(usize::try_from(size.min(most)).unwrap_or_default()), file, most)
}

/// Reads a stream of at most so many bytes.
pub fn read_at_most(stream: impl io::Read, most: u64) -> Result<Vec<u8>, Refusal> {
    read_into(Vec::new(), stream, most)
}

fn read_into(mut bytes: Vec<u8>, stream: impl io::Read, most: u64) -> Result<Vec<u8>, Refusal> {
    stream.take(most.saturating_add(1)).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > most { Err(Refusal::TooLarge) } else { Ok(bytes) }
}

fn failed(error: io::Error) -> Refusal {
    match error.kind() {
        io::ErrorKind::NotFound => Refusal::Missing,
        _ => Refusal::Failed(error),
    }
}

/// Makes the folder that holds a path durable: a new or removed name is safe only then.
pub fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(parent(path))?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The folder that holds a path.
pub fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder == Path::new("") => Path::new("."),
        Some(folder) => folder,
        None => path,
    }
}

/// A path without links in it; what of it is not there is taken as it is written.
fn real(path: &Path) -> PathBuf {
    let mut missing: Vec<Component<'_>> = Vec::new();
    let mut known = path;
    loop {
        let place = if known == Path::new("") { Path::new(".") } else { known };
        if let Ok(mut real) = fs::canonicalize(place) {
            for part in missing.into_iter().rev() {
                match part {
                    Component::ParentDir => drop(real.pop()),
                    part => real.push(part),
                }
            }
            return real;
        }
        let mut parts = known.components();
        match parts.next_back() {
            Some(part) => missing.push(part),
            None => return path.to_owned(),
        }
        known = parts.as_path();
    }
}

/// Where a repository keeps what is git's.
const GIT: &str = ".git";

/// The top of the repository that a folder lies in.
fn repository(folder: &Path) -> Option<PathBuf> {
    let top = folder.ancestors().find(|folder| folder.join(GIT).exists());
    top.map(Path::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `outside/key`, and `home/site.kdl` with a folder `home/sub` beside it.
    fn place() -> tempfile::TempDir {
        let place = tempfile::tempdir().expect("a folder");
        for folder in ["outside", "home/sub"] {
            fs::create_dir_all(place.path().join(folder)).expect("a folder");
        }
        fs::write(place.path().join("outside/key"), "HUNTER2").expect("written");
        fs::write(place.path().join("home/site.kdl"), "user \"ana\"").expect("written");
        place
    }

    fn refusal(bounds: &Bounds, path: &Path) -> String {
        match bounds.read(path, 100).expect_err("refused") {
            Refusal::Outside(folder) => format!("outside {}", folder.display()),
            Refusal::NotRegular(what) => what.to_owned(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn what_lies_in_the_folder_or_is_permitted_is_read() {
        let place = place();
        let (site, key) = (place.path().join("home/site.kdl"), place.path().join("outside/key"));
        let bounds = Bounds::around(&site, &[]);
        assert_eq!(bounds.read(&site, 100).expect("read"), b"user \"ana\"");
        let folder = place.path().join("outside");
        assert_eq!(refusal(&bounds, &key), format!("outside {}", folder.display()));
        let absent = folder.join("nothing/at/all");
        assert!(refusal(&bounds, &absent).starts_with("outside"), "nothing tells what is there");
        let around = place.path().join("home/sub/../../outside/key");
        assert!(refusal(&bounds, &around).starts_with("outside"));
        let permitted = Bounds::around(&site, &[folder]);
        assert_eq!(permitted.read(&key, 100).expect("read"), b"HUNTER2");
        assert!(matches!(permitted.read(&absent, 100), Err(Refusal::Missing)));
    }

    #[test]
    fn a_repository_is_one_place() {
        let place = place();
        fs::create_dir(place.path().join(".git")).expect("a folder");
        let bounds = Bounds::around(&place.path().join("home/site.kdl"), &[]);
        assert_eq!(bounds.read(&place.path().join("outside/key"), 100).expect("read"), b"HUNTER2");
        fs::write(place.path().join(".git/config"), "token").expect("written");
        let config = place.path().join(".git/config");
        assert!(refusal(&bounds, &config).starts_with("outside"), "that is git's");
    }

    #[test]
    fn no_more_is_read_than_is_asked_for() {
        let place = place();
        let site = place.path().join("home/site.kdl");
        let bounds = Bounds::around(&site, &[]);
        assert!(bounds.read(&site, 10).is_ok());
        assert!(matches!(bounds.read(&site, 9), Err(Refusal::TooLarge)));
        assert_eq!(refusal(&bounds, &place.path().join("home/sub")), "a folder");
    }

    #[cfg(unix)]
    #[test]
    fn links_count_as_what_they_lead_to() {
        use std::os::unix::fs::symlink;
        let place = place();
        let (site, link) = (place.path().join("home/site.kdl"), place.path().join("home/link"));
        let bounds = Bounds::around(&site, &[]);
        symlink("../outside/key", &link).expect("a link");
        let target = fs::canonicalize(place.path().join("outside")).expect("a path");
        assert_eq!(refusal(&bounds, &link), format!("outside {}", target.display()));
        symlink("../site.kdl", place.path().join("home/sub/inside")).expect("a link");
        assert!(bounds.read(&place.path().join("home/sub/inside"), 100).is_ok());
        // A definition that is reached over a link lies where the link lies.
        let linked = Bounds::around(&link, &[]);
        assert!(refusal(&linked, &link).starts_with("outside"));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn only_regular_files_are_read() {
        let anywhere = Bounds::around(Path::new("/file"), &[]);
        assert_eq!(refusal(&anywhere, Path::new("/dev/zero")), "a device");
        assert_eq!(refusal(&anywhere, Path::new("/proc/self/stat")), MADE_UP);
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let place = place();
        let pipe = place.path().join("home/pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
        assert!(made.success());
        let bounds = Bounds::around(&place.path().join("home/site.kdl"), &[]);
        assert_eq!(refusal(&bounds, &pipe), "a pipe");
        // Even where it was not there yet when its kind was looked at.
        assert!(open(&pipe).is_ok());
    }
}
