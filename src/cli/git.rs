//! A definition as it was at a revision of git, with all it includes at that revision.

use crate::cli::disk;
use crate::cli::exit::Failure;
use crate::cli::matching::Matching;
use crate::csv::encoding::Encoding;
use crate::lower::{FileError, Files, Given, table, text};
use crate::render::repository::normal;
use std::path::{Path, PathBuf};
use std::process::Command;

/// `main:site.kdl`.
pub struct Revision {
    pub name: String,
    path: String,
    /// The folder in which git is asked.
    folder: PathBuf,
}

impl Revision {
    /// A text of this form. Who has a file of such a name names that.
    pub fn parse(text: &str) -> Option<Self> {
        let (name, path) = text.split_once(':')?;
        let plain = !name.is_empty() && !name.starts_with('-') && !name.contains(['/', '\\']);
        // A branch may have slashes in its name; a drive letter is no revision.
        let branch = name.contains('/') && !name.starts_with(['-', '/', '.']);
        let named = (plain || branch) && name.len() > 1;
        let (name, path, folder) = (name.to_owned(), path.to_owned(), PathBuf::from("."));
        named.then_some(Revision { name, path, folder })
    }

    /// A definition on the disk as it was at a revision; a text that could be an option is none.
    pub fn of(name: &str, root: &Path) -> Option<Self> {
        let file = root.file_name()?.to_str()?;
        let folder = root.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new(".")).to_owned();
        let (name, path) = (name.to_owned(), format!("./{file}"));
        (!name.is_empty() && !name.starts_with('-')).then_some(Revision { name, path, folder })
    }

    /// The path of the root file from the top of the repository; a folder means its `site.kdl`.
    pub fn root(&self) -> Result<String, Failure> {
        let relative = self.path.starts_with("./") || self.path.starts_with("../");
        let prefix =
            if relative { self.ask(&["rev-parse", "--show-prefix"])? } else { String::new() };
        let path = normal(&format!("{}/{}", prefix.trim_end(), self.path));
        let path = path.trim_start_matches('/').to_owned();
        let object = format!("{}:{path}", self.name);
        let kind = self.ask(&["cat-file", "-t", &object])?;
        Ok(match (kind.trim_end(), path.as_str()) {
            ("tree", "") => "site.kdl".to_owned(),
            ("tree", folder) => format!("{folder}/site.kdl"),
            _ => path,
        })
    }

    /// The path of a file on the disk from the top of the repository.
    fn path_of(&self, file: &str) -> Option<String> {
        let top = self.git(&["rev-parse", "--show-toplevel"]).ok()?;
        let top = std::fs::canonicalize(top.trim_end_matches(['\r', '\n'])).ok()?;
        let file = Path::new(file);
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = std::fs::canonicalize(folder.unwrap_or(Path::new("."))).ok()?;
        let path = folder.join(file.file_name()?);
        Some(path.strip_prefix(top).ok()?.to_str()?.replace('\\', "/"))
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, Failure> {
        self.git(arguments).map_err(|why| Failure::Invalid {
            message: format!("git cannot read `{}:{}`: {why}", self.name, self.path),
            help: if self.is_shallow() {
                "this clone is shallow: `git fetch --unshallow` gets all of it; on GitHub, \
                     actions/checkout with fetch-depth: 0"
                    .to_owned()
            } else {
                "name a revision and a path from the top of the repository, as in \
                     main:site.kdl; ./ starts where you are"
                    .to_owned()
            },
        })
    }

    fn is_shallow(&self) -> bool {
        let shallow = self.git(&["rev-parse", "--is-shallow-repository"]);
        shallow.is_ok_and(|answer| answer.trim_end() == "true")
    }

    fn git(&self, arguments: &[&str]) -> Result<String, String> {
        let bytes = self.run(arguments)?;
        String::from_utf8(bytes).map_err(|_| "its answer is not UTF-8 text".to_owned())
    }

    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let mut command = Command::new("git");
        command.arg("-C").arg(&self.folder).args(arguments);
        let output = command.output().map_err(|error| error.to_string())?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        let line = said.lines().next().unwrap_or("it failed");
        Err(line.trim_start_matches("fatal: ").to_owned())
    }
}

/// The files of a revision.
pub struct GitFiles<'a> {
    revision: &'a Revision,
    given: Given,
}

impl<'a> GitFiles<'a> {
    pub fn new(revision: &'a Revision, given: Given) -> Self {
        GitFiles { revision, given }
    }

    fn bytes(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let object = format!("{}:{path}", self.revision.name);
        self.revision.run(&["cat-file", "blob", &object]).map_err(|_| FileError::Missing)
    }
}

impl Files for GitFiles<'_> {
    fn read(&self, path: &str) -> Result<String, FileError> {
        text(self.bytes(path)?)
    }

    fn table(&self, path: &str) -> Result<(String, Encoding), FileError> {
        table(self.bytes(path)?)
    }

    fn given(&self) -> Given {
        self.given.clone()
    }

    /// As it was; one that lies outside of the repository is that of today.
    fn environment(&self, path: &str) -> Result<String, FileError> {
        match self.revision.path_of(path) {
            Some(there) => self.read(&there),
            None => disk::environment(path),
        }
    }

    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let glob = Matching::new(pattern)?;
        let arguments =
            ["ls-tree", "-r", "-z", "--name-only", "--full-tree", self.revision.name.as_str()];
        let listed = self.revision.git(&arguments).map_err(FileError::Other)?;
        let matching =
            listed.split('\0').filter(|path| !path.is_empty() && glob.is_match_whole(path));
        let mut found: Vec<String> = matching.map(str::to_owned).collect();
        found.sort();
        Ok(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_is_told_from_other_texts() {
        let parse = |text| Revision::parse(text).map(|found| (found.name, found.path));
        let pair = |name: &str, path: &str| Some((name.to_owned(), path.to_owned()));
        assert_eq!(parse("main:site.kdl"), pair("main", "site.kdl"));
        assert_eq!(parse("feature/x:a/site.kdl"), pair("feature/x", "a/site.kdl"));
        assert_eq!(parse("HEAD~2:./site.kdl"), pair("HEAD~2", "./site.kdl"));
        for text in ["site.kdl", "-x:site.kdl", ":site.kdl", "C:site.kdl", "./a:b"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!(normal("a/b/../c/./site.kdl"), "a/c/site.kdl");
    }
}
