//! The official SDKs, of Python and of JavaScript, drive the emulator (`tests/sdk/`); the first is
//! what the tables of attributes are held to (`tests/api/facts.py`).
//!
//! They need Python and PyPI, and Node.js and npm, and are passed over, visibly, where these are
//! not there. Never in CI.

use crate::npm;
use crate::program::package;
use serde_json::{Map, Value as Json, json};
use siteplan::facade::emulator::{Emulator, GivenKeys, Options};
use siteplan::facade::model::kinds::by_tag;
use siteplan::facade::model::{Attribute, NamedKind};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

const PYTHON_SDK: &str = "Files.com==2.0.19";
const JAVASCRIPT_SDK: &str = "1.2.314";

#[test]
fn the_python_sdk_is_content() {
    let Some(python) = &*PYTHON else { return };
    let mut drive = Command::new(python);
    drive.arg("-B").arg(package().join("tests/sdk/drive.py"));
    is_content(drive);
}

#[test]
fn the_javascript_sdk_is_content() {
    let Some(place) = npm::installed("files.com", JAVASCRIPT_SDK, "lib/Files") else { return };
    let mut drive = Command::new("node");
    drive.arg(package().join("tests/sdk/drive.mjs")).current_dir(place);
    is_content(drive);
}

#[test]
fn every_kind_with_a_table_has_a_row_for_the_sdks() {
    let rows = std::fs::read_to_string(package().join("tests/sdk/kinds.json")).expect("rows");
    let rows: Map<String, Json> = serde_json::from_str(&rows).expect("an object");
    let rows: BTreeSet<&str> = rows.keys().map(String::as_str).collect();
    let lists = NamedKind::all().map(|kind| kind.list).collect();
    let differ: Vec<_> = rows.symmetric_difference(&lists).collect();
    assert!(differ.is_empty(), "rows without a kind, or kinds without a row: {differ:?}");
}

/// Drives an emulator with what is given its address and all kinds.
fn is_content(mut drive: Command) {
    let folder = tempfile::tempdir().expect("a folder");
    let keys = GivenKeys { read_only: vec!["readonly".to_owned()], ..GivenKeys::default() };
    let sso = vec![(12, "Okta".to_owned())];
    let options = Options { keys, sso, volatile: true, ..Options::default() };
    let emulator = Emulator::start(&folder.path().join("site.db"), options).expect("an emulator");
    let driven = drive.arg(emulator.url()).arg(kinds().to_string()).output().expect("it runs");
    let (stdout, stderr) = texts(&driven);
    assert!(driven.status.success() && stdout.ends_with("done\n"), "{stdout}\n{stderr}");
}

/// What the drives cannot know of the kinds that are little but attributes.
fn kinds() -> Json {
    let kinds = NamedKind::all().map(|kind| {
        let attributes = kind.attributes.iter().map(|a| (a.name.to_owned(), named_by(a)));
        let joined = kind.attributes.iter().filter(|a| a.is_joined).map(|a| a.name);
        json!({
            "list": kind.list,
            "name": kind.table().name,
            "by_itself": kind.table().by_itself,
            "joined": joined.collect::<Vec<_>>(),
            "attributes": attributes.collect::<Map<_, _>>(),
        })
    });
    kinds.collect()
}

/// The list of what the attribute's ids are of.
fn named_by(attribute: &Attribute) -> Json {
    let ids = attribute.refers.filter(|refers| refers.prefix.is_empty());
    ids.and_then(|refers| by_tag(refers.to.tag())).map_or(Json::Null, |kind| kind.list.into())
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

/// Two tests share one, which the first that comes installs.
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
        Ok(made) if made.status.success() => install(&[PYTHON_SDK])
            // A mirror may lack the newest certificates, which a loopback host does not need.
            .or_else(|_| install(&["requests", "requests-toolbelt", "urllib3"]))
            .and_then(|()| install(&["--no-deps", PYTHON_SDK])),
        Ok(made) => Err(texts(&made).1),
        Err(error) => Err(error.to_string()),
    };
    match installed {
        Ok(()) if imports(&python) => Some(python),
        Ok(()) => panic!("the SDK was installed and cannot be imported"),
        Err(why) => passed_over("Python", &why),
    }
}

fn passed_over(language: &str, why: &str) -> Option<PathBuf> {
    let what = format!("the official {language} SDK cannot be installed");
    assert!(std::env::var_os("CI").is_none(), "{what}: {why}");
    eprintln!("PASSED OVER: {what} here: {why}");
    None
}

fn texts(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}
