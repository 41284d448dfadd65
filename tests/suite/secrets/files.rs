//! Where the secrets of new API keys are written.

use crate::program::{Place, Ran};
use crate::remote::Remote;
use siteplan::facade::emulator::Options;

fn bot(file: &str) -> String {
    format!(
        "bot \"status\" {{\n    system \"Status\"\n    authentication \"none\"\n    protocols \"web\"\n    \
         api-key \"status\" save-to=\"{file}\" {{ permission-set \"files-only\" }}\n}}\n"
    )
}

fn in_pipeline(remote: &Remote, arguments: &[&str]) -> Ran {
    let mut command = remote.place.command();
    command.env("FILES_API_KEY", "x").env("FILES_HOST", remote.site.emulator.url());
    let output = command.env("CI", "true").args(arguments).output();
    Ran::from(output.expect("the program runs"))
}

#[test]
fn a_pipeline_makes_no_key_whose_secret_is_lost_with_it() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", bot("keys/status.key"));
    let planned = in_pipeline(&remote, &["plan"]).ends(0);
    assert!(planned.stderr.contains("would be lost"), "{}", planned.stderr);
    let refused = in_pipeline(&remote, &["apply", "--auto-approve"]).ends(4);
    assert!(refused.stderr.contains("--keep-secrets-in"), "{}", refused.stderr);
    assert_eq!(remote.site.emulator.requests_of("POST /users"), 0);

    let vault = tempfile::tempdir().expect("a folder");
    let within = vault.path().to_str().expect("a path");
    let elsewhere = vault.path().join("elsewhere");
    let nowhere = elsewhere.to_str().expect("a path");
    let refused =
        in_pipeline(&remote, &["apply", "--auto-approve", "--keep-secrets-in", nowhere]).ends(4);
    assert!(refused.stderr.contains("make the folder"), "{}", refused.stderr);
    // Folders in it are made when they are needed, and by no plan.
    in_pipeline(&remote, &["plan", "--keep-secrets-in", within]).ends(0);
    assert!(!vault.path().join("keys").exists() && !elsewhere.exists());
    in_pipeline(&remote, &["apply", "--auto-approve", "--keep-secrets-in", within]).ends(0);
    let kept = std::fs::read_to_string(vault.path().join("keys/status.key")).expect("a secret");
    remote.site.as_key(kept.trim(), "GET /api_key", "").is(200);
    assert!(!remote.place.path().join("keys").exists());
}

#[test]
fn new_secrets_are_written_within_bounds_and_over_nothing() {
    for (file, says) in [
        ("../status.key", "outside of the definition's folder"),
        ("/tmp/siteplan-no-such-place/status.key", "outside of the definition's folder"),
        ("linked/status.key", "outside of the definition's folder"),
        ("there.key", "is there already"),
        ("dangling.key", "is there already"),
        ("missing/status.key", "No such file"),
        ("site.kdl/status.key", "cannot be written"),
    ] {
        let place =
            Place::with(&[("work/site.kdl", &bot(file)), ("work/there.key", "an older one")]);
        let work = place.path().join("work");
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("..", work.join("linked")).expect("a link");
            std::os::unix::fs::symlink("nowhere", work.join("dangling.key")).expect("a link");
        }
        let mut command = place.command();
        let output = command.current_dir(&work).args(["apply", "--auto-approve"]).output();
        let ran = Ran::from(output.expect("the program runs")).ends(4);
        assert!(ran.stderr.contains(says), "{file}: {}", ran.stderr);
        assert!(ran.stderr.contains("help: "), "{file}: {}", ran.stderr);
        assert!(!work.join("site.db").exists(), "{file}: nothing is done");
        assert_eq!(place.read("work/there.key"), "an older one");
    }
}

#[test]
fn a_folder_that_vanishes_leaves_no_key() {
    let remote = Remote::new(Options::default());
    remote.place.write("site.kdl", bot("keys/status.key"));
    remote.place.write("keys/.keep", "");
    // While the user is made, the folder goes.
    remote.site.emulator.add_faults(["delay=1500:path=/users:method=POST"]).expect("a fault");
    let mut command = remote.place.command();
    command.env("FILES_API_KEY", "x").env("FILES_HOST", remote.site.emulator.url());
    command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
    let child = command.args(["apply", "--auto-approve"]).spawn().expect("the program runs");
    while remote.site.emulator.requests_of("POST /users") == 0 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    std::fs::remove_dir_all(remote.place.path().join("keys")).expect("removed");
    let ran = Ran::from(child.wait_with_output().expect("a child ends")).ends(7);
    assert!(ran.stderr.contains("cannot be written to"), "{}", ran.stderr);
    let keys = remote.site.get("/api_keys").is(200);
    assert_eq!(keys.json.as_array().expect("a list").len(), 0, "{}", keys.text);
    std::fs::create_dir(remote.place.path().join("keys")).expect("a folder");
    remote.site.emulator.clear_faults();
    remote.run(&["apply", "--auto-approve"]).ends(0);
    let kept = remote.place.read("keys/status.key");
    remote.site.as_key(kept.trim(), "GET /api_key", "").is(200);
}
