//! Running the built program in a folder of its own.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// 2026-06-01T00:00:00Z: what the program takes for now.
pub const NOW: &str = "1780272000";

pub struct Place {
    folder: tempfile::TempDir,
    /// Where the program keeps its journals.
    state: tempfile::TempDir,
}

impl Place {
    pub fn new() -> Self {
        let folder = || tempfile::tempdir().expect("a temporary folder");
        Place { folder: folder(), state: folder() }
    }

    pub fn with(files: &[(&str, &str)]) -> Self {
        let place = Place::new();
        for (name, text) in files {
            place.write(name, text);
        }
        place
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn write(&self, name: &str, text: impl AsRef<[u8]>) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    pub fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).expect("a file of text")
    }

    /// The state folder of the user who runs the program here.
    pub fn state(&self) -> &Path {
        self.state.path()
    }

    /// The journals that runs have left.
    pub fn journals(&self) -> Vec<PathBuf> {
        let all = files_below(self.state()).into_iter().chain(files_below(self.path()));
        all.filter(|path| path.extension().is_some_and(|end| end == "journal")).collect()
    }

    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_siteplan"));
        command
            .current_dir(self.path())
            .env_clear()
            .env("SOURCE_DATE_EPOCH", NOW)
            .env("XDG_STATE_HOME", self.state())
            .stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command().args(arguments).output().expect("the program runs");
        Ran::from(output)
    }
}

#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        assert!(!stderr.contains("panicked at"), "the program panicked:\n{stderr}");
        Ran { code: output.status.code().unwrap_or(-1), stdout, stderr }
    }
}

impl Ran {
    /// Fails with all that was printed unless the run ended so.
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(self.code, code, "stdout:\n{}\nstderr:\n{}", self.stdout, self.stderr);
        self
    }

    pub fn transcript(&self, arguments: &str) -> String {
        let mut text = format!("$ siteplan {arguments}\n{}", self.stdout);
        for line in self.stderr.lines() {
            writeln!(text, "! {line}").expect("text");
        }
        writeln!(text, "exit {}", self.code).expect("text");
        text
    }
}

/// The folder of the package.
pub fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder, sorted.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

/// Copies a folder of the package into a folder of a place.
pub fn copy(folder: &str, into: &str, place: &Place) {
    let root = package().join(folder);
    for file in files_below(&root) {
        let name =
            file.strip_prefix(&root).expect("below the folder").to_string_lossy().into_owned();
        place.write(&format!("{into}/{name}"), fs::read(&file).expect("a file"));
    }
}
