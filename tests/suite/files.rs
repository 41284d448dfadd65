//! Files as they come: from other systems, spreadsheets and editors.

use crate::program::{Place, Ran};

const ADMINS: &str = "user \"root1\" {\n    name \"R R\"\n    email \"r@x.example\"\n    \
                      role \"site-admin\"\n}\nuser \"root2\" {\n    name \"S S\"\n    \
                      email \"s@x.example\"\n    role \"site-admin\"\n}\n";
const PEOPLE: &str = "username,full_name,notes\nana,Zoë Dü,\"one\ntwo\"\n";

fn little(text: &str) -> Vec<u8> {
    "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

fn big(text: &str) -> Vec<u8> {
    "\u{FEFF}".encode_utf16().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}

#[test]
fn a_table_in_utf_16_is_read_and_said() {
    let place = Place::with(&[("site.kdl", "users from=\"people.csv\"\n"), ("people.csv", PEOPLE)]);
    let expected = place.run(&["csv", "import", "people.csv"]).ends(0).stdout;
    assert!(expected.contains("Zoë Dü"), "{expected}");
    for bytes in [little(PEOPLE), big(PEOPLE)] {
        place.write("people.csv", &bytes);
        let ran = place.run(&["csv", "import", "people.csv"]).ends(0);
        assert_eq!(ran.stdout, expected);
        assert!(ran.stderr.contains("`people.csv` is UTF-16"), "{}", ran.stderr);
        let checked = place.run(&["check", "--format", "concise"]);
        let note = "site.kdl:1:12: info[csv-encoding]: `people.csv` is UTF-16\n";
        assert!(checked.stdout.contains(note), "{}", checked.stdout);
        place.write("people.csv", &bytes[..bytes.len() - 1]);
        let ran = place.run(&["csv", "import", "people.csv"]).ends(3);
        assert!(ran.stderr.contains("part of it is missing"), "{}", ran.stderr);
    }
}

#[test]
fn another_encoding_is_refused_with_its_cell() {
    let place = Place::with(&[("site.kdl", "users from=\"people.csv\"\n")]);
    place.write("people.csv", b"username,full_name\r\nben,Ben B\r\nana,Zo\xEB D\r\n");
    for arguments in [&["csv", "import", "people.csv"][..], &["check"]] {
        let ran = place.run(arguments).ends(3);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        for part in
            ["row 3, `full_name`: it is not UTF-8 text", "CSV UTF-8", "iconv -f WINDOWS-1252"]
        {
            assert!(told.contains(part), "{told}");
        }
    }
    // As the help says.
    place.write("people.csv", "username,full_name\r\nben,Ben B\r\nana,Zoë D\r\n");
    place.run(&["csv", "import", "people.csv"]).ends(0);
}

#[test]
fn odd_tables_are_refused_or_read() {
    let columns = |count: usize| {
        let names: Vec<String> = (0..count).map(|at| format!("c{at}")).collect();
        format!("username,{}\nana,{}\n", names.join(","), "1,".repeat(count - 1) + "1")
    };
    let place = Place::new();
    for (text, code, said) in [
        (String::new(), 3, "the file is empty"),
        ("\u{FEFF}".to_owned(), 3, "the file is empty"),
        ("# nobody\n".to_owned(), 3, "the file is empty"),
        ("a,".repeat(5_000_000), 3, "the first row holds 5000001 cells"),
        (format!("username{}", " ".repeat(10_000_000)), 3, "there is no column"),
        ("username\n\"".to_owned() + &"a".repeat(10_000_000), 3, "csv-format"),
        (columns(500), 0, "500 columns are ignored: `c0`, `c1`, `c2`, `c3`, `c4` and 495 more"),
        (format!("username\n{}", "# x\n".repeat(200_000)), 0, "200000 rows begin with `#`"),
    ] {
        place.write("people.csv", &text);
        let ran = place.run(&["csv", "import", "people.csv"]).ends(code);
        let head = &text[..text.len().min(20)];
        assert!(ran.stderr.contains(said), "{head}: {}", &ran.stderr[..ran.stderr.len().min(999)]);
    }
}

fn hash(place: &Place) -> String {
    let plan = place.run(&["plan", "--format", "json"]).ends(0).stdout;
    let plan: serde_json::Value = serde_json::from_str(&plan).expect("a plan");
    format!("{} {}", plan["hash"], plan["definition"])
}

#[test]
fn line_ends_and_marks_leave_a_plan_as_it_is() {
    let definition = format!(
        "{ADMINS}users from=\"people.csv\"\nclickwrap \"NDA\" {{\n    name \"N\"\n    body \
         (file)\"nda.md\"\n}}\ngroup \"G\" {{\n    notes \"\"\"\n      a\n      b\n      \"\"\"\n}}\n"
    );
    let definition = definition.replace("    name \"N\"\n", "");
    let files =
        [("site.kdl", definition.as_str()), ("people.csv", PEOPLE), ("nda.md", "# A\n\nb\n")];
    let place = Place::with(&files);
    let first = hash(&place);
    assert!(!first.contains("null"), "{first}");
    for (mark, end) in [("", "\r\n"), ("\u{FEFF}", "\n"), ("\u{FEFF}", "\r\n")] {
        for (name, text) in files {
            place.write(name, format!("{mark}{}", text.replace('\n', end)));
        }
        assert_eq!(hash(&place), first, "{mark:?} {end:?}");
    }
}

#[test]
fn layout_keeps_the_line_ends_that_a_file_has() {
    let place = Place::new();
    let windows = ADMINS.replace('\n', "\r\n");
    place.write("site.kdl", &windows);
    place.run(&["fmt", "--check"]).ends(0);
    place.write("site.kdl", windows.replace("    name", "  name"));
    place.run(&["fmt", "--check"]).ends(1);
    place.run(&["fmt"]).ends(0);
    assert_eq!(place.read("site.kdl"), windows);
    let mixed = windows.replacen("\r\n", "\n", 2);
    place.write("site.kdl", &mixed);
    let told = place.run(&["fmt", "--check"]).ends(1).stdout;
    assert_eq!(told, "site.kdl: all that differs are line ends: CRLF of 8 lines, LF of 2\n");
    place.run(&["fmt"]).ends(0);
    assert_eq!(place.read("site.kdl"), windows);
    place.write("site.kdl", windows.replace("\r\n}", "\n}"));
    place.run(&["fmt"]).ends(0);
    assert_eq!(place.read("site.kdl"), windows);
}

#[test]
fn what_systems_and_editors_leave_is_not_included() {
    let place = Place::with(&[
        ("site.kdl", &format!("{ADMINS}include \"teams/*\"\n")),
        ("teams/a.kdl", "group \"A\"\n"),
    ]);
    for name in [".DS_Store", "._a.kdl", ".#a.kdl", ".a.kdl.swp", "a.kdl~", "#a.kdl#"] {
        place.write(&format!("teams/{name}"), b"\0\0\0\x01Bud1");
    }
    let said = place.run(&["check"]).ends(0);
    assert!(said.stdout.contains("1 group"), "{}{}", said.stdout, said.stderr);
}

fn with_variable(place: &Place, value: &str) -> Ran {
    let mut command = place.command();
    let command = command.env("PASSWORD", value).args(["apply", "--auto-approve"]);
    Ran::from(command.output().expect("the program runs"))
}

#[test]
fn a_line_break_behind_a_secret_is_said() {
    let user = "user \"ana\" { name \"A B\"; email \"a@x.example\"; authentication \"password\" \
                password=(env)\"PASSWORD\"; }\n";
    let place = Place::with(&[("site.kdl", &format!("{ADMINS}{user}"))]);
    for value in ["swordfish-7\n", "swordfish-7\r\n"] {
        let ran = with_variable(&place, value);
        let told = format!("{}{}", ran.stdout, ran.stderr);
        assert!(told.contains("ends with a line break that nobody means"), "{told}");
        assert!(told.contains("NAME=\"$(cat FILE)\"") && !told.contains("swordfish"), "{told}");
    }
    with_variable(&place, "swordfish-7").ends(0);
}

#[test]
fn a_document_of_version_1_is_converted_or_refused() {
    let place = Place::new();
    let windows = "user \"a\" {\r\n    disabled true\r\n    notes r\"b\"\r\n}\r\n";
    place.write("old.kdl", windows);
    place.run(&["fmt", "--from-v1", "old.kdl"]).ends(0);
    let new = windows.replace("true", "#true").replace("r\"b\"", "#\"b\"#");
    assert_eq!(place.read("old.kdl"), new);
    let deep = format!("a r\"b\"\n{}", "a {\n".repeat(10_000));
    place.write("old.kdl", &deep);
    let ran = place.run(&["fmt", "--from-v1", "old.kdl"]).ends(3);
    assert!(ran.stderr.contains("nest deeper than 256 levels"), "{}", ran.stderr);
    assert_eq!(place.read("old.kdl"), deep);
}
