//! Files that a definition reads: which of them, and that nothing of them is told that may be a
//! secret.

use crate::program::{Place, Ran};
use crate::remote::Remote;
use siteplan::facade::emulator::Options;

const FORMATS: [&str; 8] =
    ["text", "json", "markdown", "sarif", "github", "gitlab", "junit", "html"];
/// What no output may hold.
const SECRET: &str = "HUNTER2";
const ANA: &str = "user \"ana\" { name \"Ana D\"; email \"a@x.example\"; role \"site-admin\" }\n";

fn check(place: &Place, format: &str, more: &[&str]) -> Ran {
    let mut command = place.command();
    command.env("FILES_API_KEY", SECRET).args(["check", "--format", format]).args(more);
    Ran::from(command.output().expect("the program runs"))
}

/// Checks in every format, and gives the codes of the errors. No format tells the secret.
fn errors(place: &Place, more: &[&str]) -> Vec<String> {
    for format in FORMATS {
        let ran = check(place, format, more);
        assert!(!ran.stdout.contains("HUNTER"), "{format}: {}", ran.stdout);
        assert!(!ran.stdout.contains("NTER2"), "{format}: {}", ran.stdout);
        assert!(!ran.stderr.contains("HUNTER"), "{format}: {}", ran.stderr);
    }
    for arguments in [&["check", "--fix", "--dry-run"][..], &["fmt", "--check"], &["plan"]] {
        let mut command = place.command();
        let output = command.env("FILES_API_KEY", SECRET).args(arguments).args(more).output();
        let ran = Ran::from(output.expect("the program runs"));
        assert!(!ran.stdout.contains("HUNTER"), "{arguments:?}: {}", ran.stdout);
        assert!(!ran.stderr.contains("HUNTER"), "{arguments:?}: {}", ran.stderr);
    }
    let report = check(place, "json", more).stdout;
    let report: serde_json::Value = serde_json::from_str(&report).expect("a report");
    let found = report["diagnostics"].as_array().expect("a list");
    let errors = found.iter().filter(|finding| finding["severity"] == "error");
    errors.map(|finding| finding["code"].as_str().expect("a code").to_owned()).collect()
}

#[test]
fn files_outside_are_not_read() {
    let place = Place::with(&[("shared/key", SECRET), ("acme/site.kdl", "")]);
    for line in
        ["include \"../shared/key\"", "include \"../shared/*\"", "users from=\"../shared/key\""]
    {
        place.write("acme/site.kdl", format!("{ANA}{line}"));
        let ran = place.run(&["check", "acme"]).ends(3);
        assert!(ran.stdout.contains("file-outside"), "{}", ran.stdout);
        assert!(ran.stdout.contains("--allow-outside shared\n"), "{}", ran.stdout);
        assert!(!ran.stdout.contains(SECRET), "{}", ran.stdout);
    }
    place.write("shared/teams.kdl", "group \"Design\"");
    place.write("acme/site.kdl", format!("{ANA}include \"../shared/*.kdl\""));
    place.run(&["check", "acme"]).ends(3);
    for arguments in [
        &["check", "acme", "--allow-outside", "shared"][..],
        &["plan", "acme", "--allow-outside", "shared"],
        &["drift", "acme", "--allow-outside", "elsewhere", "--allow-outside", "shared"],
        &["graph", "acme", "--allow-outside", "shared"],
        &["csv", "export", "acme", "--allow-outside", "shared"],
        &["access", "of", "ana", "--in", "acme", "--allow-outside", "shared"],
        &["access", "diff", "acme", "acme", "--allow-outside", "shared"],
        &["apply", "acme", "--auto-approve", "--allow-outside", "shared"],
    ] {
        let ran = place.run(arguments);
        assert!([0, 2].contains(&ran.code), "{arguments:?}: {}{}", ran.stdout, ran.stderr);
    }
    // One repository is one place.
    place.write(".git/HEAD", "");
    place.run(&["check", "acme"]).ends(0);
}

#[test]
fn secrets_lie_with_the_definition_too() {
    let user = |path: &str| {
        format!(
            "{ANA}user \"maja\" {{ name \"Maja D\"; email \"m@x.example\"\n    authentication \
             \"password\" password=(file)\"{path}\" }}\n"
        )
    };
    let place = Place::with(&[("shared/pw", SECRET), ("acme/pw", SECRET), ("acme/site.kdl", "")]);
    for (path, ends) in [("acme/pw", 0), ("acme/to-come", 0), ("shared/pw", 3), ("/run/none/pw", 3)]
    {
        place.write("acme/site.kdl", user(path));
        let ran = place.run(&["check", "acme"]).ends(ends);
        assert_eq!(ran.stdout.contains("file-outside"), ends == 3, "{}", ran.stdout);
    }
    place.run(&["check", "acme", "--allow-outside", "/run"]).ends(0);
    place.write("acme/site.kdl", user("shared/pw"));
    place.run(&["check", "acme", "--allow-outside", "shared"]).ends(0);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_devices_are_not_followed_out() {
    let place = Place::with(&[("key", SECRET), ("acme/site.kdl", "")]);
    let acme = place.path().join("acme");
    std::os::unix::fs::symlink("../key", acme.join("key.kdl")).expect("a link");
    std::os::unix::fs::symlink("..", acme.join("teams")).expect("a link");
    let pipe = acme.join("pipe.kdl");
    assert!(std::process::Command::new("mkfifo").arg(pipe).status().expect("runs").success());
    for (line, code) in [
        ("include \"key.kdl\"", "file-outside"),
        ("users from=\"key.kdl\"", "file-outside"),
        ("include \"teams/*\"", "file-outside"),
        ("include \"t*/*\"", "file-outside"),
        ("include \"pipe.kdl\"", "file-unreadable"),
        ("users from=\"pipe.kdl\"", "file-unreadable"),
        ("include \"/dev/zero\"", "file-outside"),
        ("include \"/proc/self/environ\"", "file-outside"),
        ("users from=\"/proc/self/environ\"", "file-outside"),
    ] {
        place.write("acme/site.kdl", format!("{ANA}{line}"));
        let ran = place.run(&["check", "acme"]).ends(3);
        assert!(ran.stdout.contains(code), "{line}: {}", ran.stdout);
        assert!(!ran.stdout.contains(SECRET), "{line}: {}", ran.stdout);
    }
    // `**` goes through no link, as one that leads to its own folder would have no end.
    std::os::unix::fs::symlink(".", acme.join("loop")).expect("a link");
    place.write("acme/people/a.kdl", "group \"Design\"");
    place.write("acme/site.kdl", format!("{ANA}include \"**/a.kdl\""));
    place.run(&["check", "acme"]).ends(0);
    // The root file is no exception.
    std::fs::remove_file(acme.join("site.kdl")).expect("removed");
    std::os::unix::fs::symlink("../key", acme.join("site.kdl")).expect("a link");
    let ran = place.run(&["check", "acme"]).ends(3);
    assert!(ran.stdout.contains("file-outside"), "{}", ran.stdout);
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_makes_up_is_no_file() {
    let place = Place::new();
    for line in ["include \"/proc/self/environ\"", "users from=\"/proc/self/environ\""] {
        place.write("site.kdl", format!("{ANA}{line}"));
        assert_eq!(errors(&place, &["--allow-outside", "/proc"]), ["file-unreadable"], "{line}");
        assert_eq!(errors(&place, &[]), ["file-outside"], "{line}");
    }
    place.write("site.kdl", format!("{ANA}include \"/dev/zero\""));
    assert_eq!(errors(&place, &["--allow-outside", "/dev"]), ["file-unreadable"]);
}

#[test]
fn files_that_are_no_definitions_are_not_told() {
    let key = format!(
        "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA{SECRET}\nQyNTUxOQAAACA=\n\
         -----END OPENSSH PRIVATE KEY-----\n"
    );
    let environment = format!("USER=ana\0FILES_API_KEY={SECRET}\0");
    let lines = format!("DB_HOST=db\nDB_PASSWORD={SECRET}\n");
    for text in [&*key, &environment, &lines, SECRET, "{\"key\": \"HUNTER2\"}", "key: HUNTER2"] {
        let place =
            Place::with(&[("site.kdl", &format!("{ANA}include \"other\"")), ("other", text)]);
        assert_eq!(errors(&place, &[]), ["not-a-definition"], "{text}");
        place.write("site.kdl", format!("{ANA}users from=\"other\""));
        let found = errors(&place, &[]);
        assert!(
            found.iter().all(|code| code.starts_with("csv-")) && !found.is_empty(),
            "{found:?}"
        );
        place.write("site.kdl", text);
        assert_eq!(errors(&place, &[]), ["not-a-definition"], "{text}");
    }
    // A place is named all the same.
    let place = Place::with(&[("site.kdl", "include \"other\""), ("other", SECRET)]);
    let ran = check(&place, "text", &[]);
    assert!(ran.stdout.contains("at other:1:1"), "{}", ran.stdout);
}

#[test]
fn what_stands_where_a_secret_may_stand_is_not_told() {
    for lines in [
        "password \"HUNTER2\"",
        "pasword \"HUNTER2\"",
        "Password \"HUNTER2\"",
        "passwort \"HUNTER2\"",
        "pwd HUNTER2",
        "password-confirmation \"HUNTER2\"",
        "imported-password-hsah \"HUNTER2\"",
        "authentication \"password\" password=\"HUNTER2\"",
        "authentication \"password\" pasword=\"HUNTER2\"",
        "authentication \"password\" \"HUNTER2\"",
        "authentication \"HUNTER2\"",
        "authentication \"password\" hash=\"HUNTER2\"",
        "authentication \"password\" password=(evn)\"HUNTER2\"",
        "password { HUNTER2; }",
        "password '\u{48}UNTER2'",
        "password = \"HUNTER2\"",
        "password: \"HUNTER2\"",
        "password \"HUNTER2",
        "password \"\\HUNTER2\"",
        "password \"a\"HUNTER2",
        "password \"\"\"\n    HUNTER2\n    \"\"\"",
        "password \"\"\"\n    HUNTER2\n",
        "password=HUNTER2\"x",
        "password 12HUNTER2",
        "password #HUNTER2",
    ] {
        let text = format!("{ANA}user \"ben\" {{\n    {lines}\n}}\n");
        let place = Place::with(&[("site.kdl", &*text)]);
        assert!(!errors(&place, &[]).is_empty(), "{lines}");
    }
    for text in [
        "user \"ben\" password=\"HUNTER2\"",
        "gpg-key \"acme\" { private-key \"HUNTER2\" }",
        "gpg-key \"acme\" { privat-key \"HUNTER2\" }",
        "site \"acme\" { settings { smtp-passwrd \"HUNTER2\" } }",
        "template \"t\" pw=\"HUNTER2\" { authentication \"password\" password=\"{pw}\" }\nuser \"b\" use=\"t\"",
        "template \"t\" pw=#null { authentication \"password\" password=\"{pw}\" }\nuser \"b\" use=\"t\" pw=\"HUNTER2\"",
    ] {
        let place = Place::with(&[("site.kdl", &*format!("{ANA}{text}\n"))]);
        assert!(!errors(&place, &[]).is_empty(), "{text}");
    }
}

#[test]
fn passwords_of_odd_rows_are_not_told() {
    for rows in [
        "username;password;email\nana2;HUNTER2;x@x.example\n",
        "username\tpassword\nana2\tHUNTER2\n",
        "username,password\nana2,x,HUNTER2\n",
        "username,password,email\nana2,HUNTER2\n",
        "username,email,password\nana2,x\"y,HUNTER2\n",
        "username,email,password\nana2,\"x\"y,HUNTER2\ncal,x@x.example,\n",
        "username,email,password\nana2,\"x,HUNTER2\ncal,HUNTER2\n",
        "username,Password\nana2,HUNTER2\n",
        "username,pass word\nana2,HUNTER2\n",
        "username,secret\nana2,HUNTER2\n",
        "username,password\nana2,HUNTER2\n",
        "password,username\nx,y,HUNTER2\nHUN,TER2,HUNTER2\n",
        "password,username\nHUN\"TER2,HUNTER2\nb,c\n",
        "ana2,HUNTER2,x@x.example\n",
        "HUNTER2\n",
        "username,email\nana2,\u{1}HUNTER2\ncal\n",
    ] {
        let site = format!("{ANA}users from=\"people.csv\"\n");
        let place = Place::with(&[("site.kdl", &*site), ("people.csv", rows)]);
        assert!(!errors(&place, &[]).is_empty(), "{rows}");
        let ran = place.run(&["csv", "import", "people.csv"]);
        assert!(!ran.stderr.contains("HUNTER") && !ran.stdout.contains("HUNTER"), "{}", ran.stderr);
    }
}

#[test]
fn hidden_files_are_not_matched() {
    let draft = "user \"eve\" { name \"Eve D\"; email \"e@x.example\"; role \"site-admin\" }";
    let place = Place::with(&[
        ("p/ben.kdl", "group \"Design\""),
        ("p/.draft.kdl", draft),
        ("p/.old/eve.kdl", draft),
        (".p/eve.kdl", draft),
    ]);
    for (pattern, users) in [
        ("p/*.kdl", "1 user,"),
        ("p/**/*.kdl", "1 user,"),
        ("*/*.kdl", "1 user,"),
        ("{p,p/.old}/*.kdl", "1 user,"),
        ("p/.*.kdl", "2 users"),
        (".p/*.kdl", "2 users"),
        ("p/.old/*", "2 users"),
    ] {
        place.write("site.kdl", format!("{ANA}include \"{pattern}\""));
        let ran = place.run(&["check"]).ends(0);
        assert!(ran.stdout.contains(users), "{pattern}: {}", ran.stdout);
    }
}

#[test]
fn nothing_read_removes_nothing() {
    let manage = "manage { users undeclared=\"remove\"; groups undeclared=\"remove\" }\n";
    let place = Place::with(&[
        ("teams/a.kdl", "group \"A\""),
        ("staff.csv", "username,email,full_name\nben,b@x.example,Ben D\n"),
        ("more.kdl", "group \"B\""),
    ]);
    let includes = "include \"teams/*.kdl\" \"more.kdl\"\nusers from=\"staff.csv\"\n";
    place.write("site.kdl", format!("{ANA}{includes}"));
    place.run(&["apply", "--auto-approve"]).ends(0);
    let (whole, empty) = (place.read("staff.csv"), "username,email,full_name\n");
    let renamed = || {
        std::fs::rename(place.path().join("teams"), place.path().join("Teams")).expect("renamed");
    };
    let undone = || {
        std::fs::rename(place.path().join("Teams"), place.path().join("teams")).expect("renamed");
    };
    let commands = [&["plan"][..], &["apply", "--auto-approve"], &["drift"]];
    let expect = |code: &str, says: &str| {
        place.write("site.kdl", format!("{ANA}{includes}"));
        let ran = place.run(&["check"]).ends(0);
        assert!(ran.stdout.contains(says), "a warning: {}", ran.stdout);
        place.write("site.kdl", format!("{ANA}{includes}{manage}lint {{ allow \"{code}\" }}\n"));
        let ran = place.run(&["check"]).ends(3);
        assert!(ran.stdout.contains(says) && ran.stdout.contains("manage"), "{}", ran.stdout);
        for command in commands {
            let ran = place.run(command).ends(3);
            assert!(ran.stderr.contains(says), "{command:?}: {}", ran.stderr);
        }
    };
    renamed();
    expect("include-nothing", "`teams/*.kdl` matches no file");
    undone();
    place.write("staff.csv", empty);
    expect("include-nothing", "`staff.csv` holds no user");
    place.write("staff.csv", whole);
    place.write("more.kdl", "// to come\n");
    expect("include-nothing", "`more.kdl` declares nothing");
    place.write("more.kdl", "group \"B\"");
    let ran = place.run(&["plan"]).ends(0);
    assert!(ran.stdout.contains("No changes"), "nothing was removed: {}", ran.stdout);
}

#[test]
fn a_saved_plan_takes_no_secrets_from_elsewhere() {
    let remote = Remote::new(Options::default());
    let other = Place::with(&[("pw", SECRET)]);
    let folder = other.path().to_str().expect("a path of text");
    let maja = format!(
        "user \"maja\" {{ name \"Maja D\"; email \"m@x.example\"; authentication \"password\" \
         password=(file)\"{folder}/pw\" }}\n"
    );
    remote.place.write("site.kdl", format!("{ANA}{maja}"));
    let permit = ["--allow-outside", folder];
    remote.run(&["plan", "--out", "p.json"]).ends(3);
    remote.run(&[&["plan", "--out", "p.json"][..], &permit].concat()).ends(0);
    let refused = remote.run(&["apply", "p.json", "--auto-approve"]);
    assert_ne!(refused.code, 0, "{}", refused.stdout);
    assert!(refused.stderr.contains("--allow-outside"), "{}", refused.stderr);
    let applied =
        remote.run(&[&["apply", "p.json", "--auto-approve"][..], &permit].concat()).ends(0);
    for text in [refused.stdout, refused.stderr, applied.stdout, applied.stderr] {
        assert!(!text.contains(SECRET), "{text}");
    }
}
