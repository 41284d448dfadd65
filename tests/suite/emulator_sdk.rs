//! The official Python SDK drives the emulator (`tests/sdk/drive.py`), and is what the tables of
//! attributes are held to (`tests/api/facts.py`).
//!
//! It needs Python and PyPI, and is passed over, visibly, where there is neither. Never in CI.

use crate::program::package;
use siteplan::facade::emulator::{Emulator, GivenKeys, Options};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

const SDK: &str = "Files.com==2.0.19";

#[test]
fn the_official_sdk_is_content() {
    let Some(python) = &*PYTHON else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let keys = GivenKeys { read_only: vec!["readonly".to_owned()], ..GivenKeys::default() };
    let sso = vec![(12, "Okta".to_owned())];
    let options = Options { keys, sso, volatile: true, ..Options::default() };
    let emulator = Emulator::start(&folder.path().join("site.db"), options).expect("an emulator");
    let driven = Command::new(python)
        .arg(package().join("tests/sdk/drive.py"))
        .arg(emulator.url())
        .output()
        .expect("Python runs");
    let (stdout, stderr) = texts(&driven);
    assert!(driven.status.success() && stdout.ends_with("done\n"), "{stdout}\n{stderr}");
}

/// What was made from the SDK is still what the SDK says: `tests/api/facts.py`.
#[test]
fn attributes_are_those_of_the_official_sdk() {
    let Some(python) = &*PYTHON else { return };
    let facts = package().join("tests/api/facts.py");
    let compared = Command::new(python).arg(facts).arg("--check").output().expect("Python runs");
    let (differences, stderr) = texts(&compared);
    assert!(compared.status.success() && differences.is_empty(), "{differences}\n{stderr}");
}

/// Both tests share one, which the first that comes installs.
static PYTHON: LazyLock<Option<PathBuf>> = LazyLock::new(python_with_sdk);

/// A Python that has the SDK, in an environment of its own below `target`.
fn python_with_sdk() -> Option<PathBuf> {
    let place = Path::new(env!("CARGO_TARGET_TMPDIR")).join("python-sdk-2.0.19");
    let python = place.join("bin/python");
    let imports = |python: &Path| {
        let check = ["-c", "import files_sdk; print(files_sdk.version)"];
        let output = Command::new(python).args(check).output();
        output.is_ok_and(|output| output.status.success())
    };
    if imports(&python) {
        return Some(python);
    }
    let install = |arguments: &[&str]| -> Result<(), String> {
        let output = Command::new(&python)
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"])
            .args(arguments)
            .output()
            .map_err(|error| error.to_string())?;
        if output.status.success() { Ok(()) } else { Err(texts(&output).1) }
    };
    let made = Command::new("python3").args(["-m", "venv"]).arg(&place).output();
    let installed = match made {
        Ok(made) if made.status.success() => install(&[SDK])
            // A mirror may lack the newest certificates, which a loopback host does not need.
            .or_else(|_| install(&["requests", "requests-toolbelt", "urllib3"]))
            .and_then(|()| install(&["--no-deps", SDK])),
        Ok(made) => Err(texts(&made).1),
        Err(error) => Err(error.to_string()),
    };
    match installed {
        Ok(()) if imports(&python) => Some(python),
        Ok(()) => panic!("the SDK was installed and cannot be imported"),
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "the SDK cannot be installed: {why}");
            eprintln!("PASSED OVER: the official SDK cannot be installed here: {why}");
            None
        }
    }
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
