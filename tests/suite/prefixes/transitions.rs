//! Two definitions each: a site before, and what becomes of it.

pub struct Transition {
    pub name: &'static str,
    pub before: &'static str,
    pub after: &'static str,
    pub told: Told,
    /// Steps that there must be,
    pub steps: &'static [&'static str],
    /// and beginnings of such as there must not.
    pub no_steps: &'static [&'static str],
}

/// What a plan has to say of what no order avoids.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Told {
    Nothing,
    /// Something goes wrong for a while, but not with a bridge.
    Bridged,
    /// Something goes wrong for a while, bridge or not.
    Anyway,
}

/// Exact about everything; somebody administers the site throughout, unless it is said otherwise.
pub fn text(definition: &str) -> String {
    const MANAGE: &str = r#"
manage {
    users undeclared="remove"
    groups undeclared="remove"
    grants undeclared="remove"
    behaviors undeclared="remove"
    automations undeclared="remove"
    folders undeclared="remove"
}
"#;
    format!("{MANAGE}{definition}")
}

const fn safe(name: &'static str, before: &'static str, after: &'static str) -> Transition {
    Transition { name, before, after, told: Told::Nothing, steps: &[], no_steps: &[] }
}

impl Transition {
    const fn bridged(self) -> Self {
        Transition { told: Told::Bridged, ..self }
    }

    const fn anyway(self) -> Self {
        Transition { told: Told::Anyway, ..self }
    }

    const fn steps(
        self,
        steps: &'static [&'static str],
        no_steps: &'static [&'static str],
    ) -> Self {
        Transition { steps, no_steps, ..self }
    }
}

pub const TRANSITIONS: &[Transition] = &[
    safe(
        "a level changes",
        r#"
user "root" { role "site-admin"; }
user "ada"
group "Staff" { member "ada"; }
folder "Books" { grant "full" "history" group="Staff"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
group "Staff" { member "ada"; }
folder "Books" { grant "readonly" group="Staff"; }
"#,
    ),
    safe(
        "recursive becomes this folder only, and the other way round",
        r#"
user "root" { role "site-admin"; }
user "ada"
group "Staff" { member "ada"; }
folder "Books" { grant "readonly" group="Staff"; folder "Old"; }
folder "Plans" { grant "full" group="Staff" recursive=#false; folder "Old"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
group "Staff" { member "ada"; }
folder "Books" { grant "readonly" group="Staff" recursive=#false; folder "Old"; }
folder "Plans" { grant "full" group="Staff"; folder "Old"; }
"#,
    ),
    safe(
        "a group gets another name, and members and grants of it change",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Staff" { member "ada" "ben"; }
folder "Books" { grant "readonly" group="Staff"; }
folder "Plans" { grant "full" group="Staff"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Team" was="Staff" { member "ada" "eve"; }
folder "Books" { grant "full" group="Team"; }
folder "Plans" { grant "full" user="ben"; }
"#,
    )
    .steps(&["Update group \"Staff\""], &["Create group", "Delete group"]),
    safe(
        "a user gets another name",
        r#"
user "root" { role "site-admin"; }
user "ada"
group "Staff" { member "ada"; }
folder "Books" { grant "full" user="ada"; grant "readonly" group="Staff"; }
folder "Plans" { grant "full" user="ada"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "adele" was="ada"
group "Staff" { member "adele"; }
folder "Books" { grant "history" user="adele"; grant "readonly" group="Staff"; }
folder "Plans" { grant "full" group="Staff"; }
"#,
    )
    .steps(&["Update user \"ada\""], &["Create user", "Delete user"]),
    safe(
        "a folder with grants and a fence inside gets another name",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
folder "Books" {
    grant "readonly" group="Staff"
    folder "Old" { fence; grant "full" user="ben"; folder "Older"; }
}
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
folder "Ledgers" was="Books" {
    grant "full" group="Staff"
    folder "Old" { fence; grant "readonly" user="ben"; folder "Ancient" was="Books/Old/Older"; }
}
"#,
    )
    .steps(&["Move folder \"Books\""], &["Create folder", "Delete folder"]),
    safe(
        "a folder moves into another parent",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Staff" { member "ada"; }
group "Sales" { member "eve"; }
folder "Staff" {
    grant "readonly" group="Staff"
    folder "Offers" {
        grant "full" user="ben"
        folder "Secret" { fence; grant "full" user="ben"; }
    }
}
folder "Sales" { grant "full" group="Sales"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Staff" { member "ada"; }
group "Sales" { member "eve"; }
folder "Staff" { grant "readonly" group="Staff"; }
folder "Sales" {
    grant "full" group="Sales"
    folder "Offers" was="Staff/Offers" {
        grant "readonly" user="ben"
        grant "readonly" group="Staff"
        folder "Secret" { fence; grant "readonly" user="ben"; }
    }
}
"#,
    )
    .steps(&["Move folder \"Staff/Offers\""], &["Create folder", "Delete folder"]),
    safe(
        "users' grants become a group's",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
folder "Books" { grant "full" user="ada"; grant "full" user="ben"; grant "readonly" user="eve"; }
folder "Plans" { grant "readonly" user="ada"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Staff" { member "ada" "ben"; }
group "Readers" { member "eve" "ada"; }
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Readers"; }
folder "Plans" { grant "readonly" group="Readers"; }
"#,
    ),
    safe(
        "a fence is put in",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
folder "Books" { grant "full" group="Staff"; folder "Wages" { folder "Old"; }; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
folder "Books" {
    grant "full" group="Staff"
    folder "Wages" { fence; grant "full" user="ben"; folder "Old"; }
}
"#,
    ),
    safe(
        "a fence is taken out",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
folder "Books" {
    grant "full" group="Staff"
    folder "Wages" { fence; grant "full" group="Staff"; grant "admin" user="ben"; folder "Old"; }
}
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; }
folder "Books" { grant "full" group="Staff"; folder "Wages" { folder "Old"; }; }
"#,
    ),
    safe(
        "two users swap groups",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
group "Sales" { member "ben"; }
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Sales"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; }
group "Sales" { member "ada"; }
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Sales"; }
"#,
    ),
    safe(
        "two groups swap grants",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Staff" { member "ada" "eve"; }
group "Sales" { member "ben" "eve"; }
folder "Books" { grant "full" group="Staff"; }
folder "Plans" { grant "full" group="Sales"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
group "Staff" { member "ada" "eve"; }
group "Sales" { member "ben" "eve"; }
folder "Books" { grant "full" group="Sales"; }
folder "Plans" { grant "full" group="Staff"; }
"#,
    ),
    safe(
        "two users swap groups whose grants are swapped too",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
group "Sales" { member "ben"; }
folder "Books" { grant "full" group="Staff"; }
folder "Plans" { grant "full" group="Sales"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; }
group "Sales" { member "ada"; }
folder "Books" { grant "full" group="Sales"; }
folder "Plans" { grant "full" group="Staff"; }
"#,
    )
    .bridged(),
    safe(
        "members become group admins, and the other way round",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; admin "ben"; }
folder "Books" { grant "full" group="Staff"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; admin "ada"; }
folder "Books" { grant "full" group="Staff"; }
"#,
    )
    .steps(
        &[r#"Update user "ada" in group "Staff""#, r#"Update user "ben" in group "Staff""#],
        &["Create", "Delete"],
    ),
    safe(
        "a bot becomes site administrator, and the other way round",
        r#"
user "root" { role "site-admin"; }
bot "feed" { system "bank"; authentication "none"; }
user "ada" { role "site-admin"; }
group "Readers" { member "feed"; }
folder "Books" { grant "readonly" group="Readers"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "feed" { role "site-admin"; authentication "password"; }
bot "ada" { system "bank"; authentication "none"; role #null; }
group "Readers" { member "ada"; }
folder "Books" { grant "readonly" group="Readers"; }
"#,
    ),
    safe(
        "the only site administrator is disabled, and another takes over",
        r#"
user "ada" { role "site-admin"; disabled #false; }
user "ben" { role #null; disabled #true; }
folder "Books" { grant "readonly" user="ben"; }
"#,
        r#"
user "ada" { role #null; disabled #true; }
user "ben" { role "site-admin"; disabled #false; }
folder "Books"
"#,
    ),
    safe(
        "a site administrator becomes an ordinary user with grants",
        r#"
user "root" { role "site-admin"; }
user "ada" { role "site-admin"; }
group "Staff"
folder "Books" { grant "full" group="Staff"; folder "Wages"; }
folder "Plans"
"#,
        r#"
user "root" { role "site-admin"; }
user "ada" { role #null; }
group "Staff" { member "ada"; }
folder "Books" { grant "full" group="Staff"; folder "Wages" { fence; }; }
folder "Plans" { grant "admin" group="Staff"; }
"#,
    ),
    safe(
        "a site administrator becomes an ordinary user with grants of their own",
        r#"
user "root" { role "site-admin"; }
user "ada" { role "site-admin"; }
folder "Books"
"#,
        r#"
user "root" { role "site-admin"; }
user "ada" { role #null; }
folder "Books" { grant "full" user="ada"; }
"#,
    )
    .bridged(),
    safe(
        "a grant for members of both groups becomes one for a group of its own",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
group "Sales" { member "ada"; }
folder "Books" { grant "full" { all-of "Staff" "Sales"; }; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
group "Sales" { member "ben"; }
group "Books" { member "ada"; }
folder "Books" { grant "full" group="Books"; }
"#,
    ),
    safe(
        "a group goes whose members have the same through another",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
folder "Books" { grant "full" group="Staff"; folder "Wages" { fence; grant "readonly" group="Staff"; }; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Team" { member "ada" "ben"; }
folder "Books" { grant "full" group="Team"; folder "Wages" { fence; grant "readonly" group="Team"; }; }
"#,
    ),
    safe(
        "a user goes, and a new one has the same grants",
        r#"
user "root" { role "site-admin"; }
user "ada"
group "Staff" { member "ada"; }
folder "Books" { grant "full" user="ada"; grant "readonly" group="Staff"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ben"
group "Staff" { member "ben"; }
folder "Books" { grant "full" user="ben"; grant "readonly" group="Staff"; }
"#,
    ),
    safe(
        "a folder goes whose content moves elsewhere",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
folder "Old" {
    grant "full" group="Staff"
    folder "Books" { grant "readonly" user="ben"; }
    folder "Wages" { fence; grant "full" user="ben"; }
}
folder "New" { grant "readonly" group="Staff"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
folder "New" {
    grant "readonly" group="Staff"
    folder "Books" was="Old/Books" { grant "readonly" user="ben"; }
    folder "Wages" was="Old/Wages" { grant "full" user="ben"; }
}
"#,
    )
    .steps(&["Move folder \"Old/Books\"", "Delete folder \"Old\""], &["Delete folder \"Old/"]),
    safe(
        "a folder moves out of one that moves into it",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
folder "Outer" { grant "readonly" user="ada"; folder "Inner" { grant "readonly" user="ben"; }; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
folder "Inner" was="Outer/Inner" {
    grant "readonly" user="ben"
    grant "readonly" user="ada"
    folder "Outer" was="/Outer" { grant "readonly" user="ada"; }
}
"#,
    ),
    safe(
        "an automation's owner changes while folders move around it",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
folder "In" { grant "admin" user="ada"; folder "Drop"; }
folder "Out" { grant "admin" user="ada"; folder "Old"; }
automation "sweep" {
    owner user="ada"
    move-file { source "In/*.csv"; destination "Out/"; }
    trigger "daily" interval="day" at="01:00" time-zone="London"
}
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
folder "In" { grant "admin" user="ben"; folder "Old" was="Out/Old"; }
folder "Out" { grant "admin" user="ben"; folder "Drop" was="In/Drop"; }
automation "sweep" {
    owner user="ben"
    move-file { source "In/*.csv"; destination "Out/"; }
    trigger "daily" interval="day" at="02:00" time-zone="London"
}
"#,
    ),
    safe(
        "an automation's owner changes while its own folders move",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
folder "In" { grant "admin" user="ada"; folder "Drop"; }
folder "Out" { grant "admin" user="ada"; }
automation "sweep" {
    owner user="ada"
    move-file { source "In/Drop/*.csv"; destination "Out/"; }
    trigger "daily" interval="day" at="01:00" time-zone="London"
}
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
folder "In" { grant "admin" user="ben"; }
folder "Work" { grant "admin" user="ben"; folder "Drop" was="In/Drop"; folder "Out" was="Out"; }
automation "sweep" {
    owner user="ben"
    move-file { source "Work/Drop/*.csv"; destination "Work/Out/"; }
    trigger "daily" interval="day" at="01:00" time-zone="London"
}
"#,
    )
    .anyway(),
    safe(
        "a chain of folders is turned over",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
folder "A" {
    grant "full" user="ada"
    folder "B" { fence; grant "readonly" user="ben"; folder "C" { grant "list" user="eve"; }; }
}
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
user "eve"
folder "C" was="A/B/C" {
    grant "list" user="eve"
    folder "B" was="A/B" { fence; grant "readonly" user="ben"; folder "A" was="/A" { grant "full" user="ada"; }; }
}
"#,
    )
    .steps(&[], &["Create folder", "Delete folder"]),
    safe(
        "folders change places while their readers swap groups",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
group "Sales" { member "ben"; }
folder "Staff" { grant "full" group="Staff"; folder "X"; }
folder "Sales" { grant "readonly" group="Sales"; folder "Y"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; }
group "Sales" { member "ada"; }
folder "Staff" { grant "full" group="Staff"; folder "Y" was="Sales/Y"; }
folder "Sales" { grant "readonly" group="Sales"; folder "X" was="Staff/X"; }
"#,
    )
    .bridged(),
    safe(
        "a folder moves below a new fence",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "All" { member "ada" "ben"; }
folder "Firm" { grant "readonly" group="All"; folder "Wages"; folder "Vault"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "All" { member "ada" "ben"; }
folder "Firm" {
    grant "readonly" group="All"
    folder "Vault" { fence; grant "full" user="ben"; folder "Wages" was="Firm/Wages"; folder "New" { fence; grant "list" user="ada"; }; }
}
"#,
    ),
    safe(
        "whom an assertion speaks of changes",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada"; }
group "Auditors" { member "ben"; }
folder "Books" { grant "full" group="Staff"; }
folder "Reports" { grant "readonly" group="Auditors"; }
expect "auditors change nothing" { deny "write" to="Books/**" group="Auditors"; }
expect "auditors read the reports" { allow "read" to="Reports" group="Auditors"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; }
group "Auditors" { member "ada"; }
folder "Books" { grant "full" group="Staff"; }
folder "Reports" { grant "readonly" group="Auditors"; }
expect "auditors change nothing" { deny "write" to="Books/**" group="Auditors"; }
expect "auditors read the reports" { allow "read" to="Reports" group="Auditors"; }
"#,
    ),
    safe(
        "whom an assertion speaks of changes, and keeps something",
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ada" "ben"; }
group "Auditors"
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Auditors"; }
expect "auditors change nothing" { deny "write" to="Books/**" group="Auditors"; }
"#,
        r#"
user "root" { role "site-admin"; }
user "ada"
user "ben"
group "Staff" { member "ben"; }
group "Auditors" { member "ada"; }
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Auditors"; }
expect "auditors change nothing" { deny "write" to="Books/**" group="Auditors"; }
"#,
    )
    .bridged(),
    safe(
        "grants of users give way to those of groups alone",
        r#"
site "x" { settings { folder-permissions-groups-only #false; }; }
user "root" { role "site-admin"; }
user "ada" { role "site-admin"; }
user "ben"
folder "Books" { grant "full" user="ben"; folder "Old" { fence; grant "list" user="ben"; }; }
"#,
        r#"
site "x" { settings { folder-permissions-groups-only #true; }; }
user "root" { role "site-admin"; }
user "ada" { role #null; }
user "ben"
group "Staff" { member "ben"; admin "ada"; }
folder "Books" { grant "full" group="Staff"; folder "Old" { fence; grant "list" group="Staff"; }; }
"#,
    ),
    safe(
        "grants of groups alone give way to those of users",
        r#"
site "x" { settings { folder-permissions-groups-only #true; }; }
user "root" { role "site-admin"; }
user "ada" { role #null; }
user "ben" { role #null; }
group "Staff" { member "ben"; admin "ada"; }
folder "Books" { grant "full" group="Staff"; folder "Old" { fence; grant "list" group="Staff"; }; }
"#,
        r#"
site "x" { settings { folder-permissions-groups-only #false; }; }
user "root" { role "site-admin"; }
user "ada" { role "site-admin"; }
user "ben" { role #null; }
folder "Books" { grant "full" user="ben"; folder "Old" { fence; grant "list" user="ben"; }; }
"#,
    ),
    safe(
        "accounts sign in by their groups alone",
        r#"
site "x" { settings { protocol-access-groups-only #false; }; }
user "root" { role "site-admin"; }
user "ada" { protocols "web"; }
user "ben" { protocols #null; }
group "Staff" { protocols #null; member "ada"; }
group "Sales" { protocols "web"; member "ben"; }
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Sales"; }
"#,
        r#"
site "x" { settings { protocol-access-groups-only #true; }; }
user "root" { role "site-admin"; }
user "ada" { protocols #null; }
user "ben" { protocols #null; }
group "Staff" { protocols "web"; member "ada" "ben"; }
group "Sales" { protocols #null; member "ben"; }
folder "Books" { grant "full" group="Staff"; grant "readonly" group="Sales"; }
"#,
    ),
    safe(
        "a site administrator falls to the level of a bot whose groups are swapped",
        r#"
user "root" { role "site-admin"; }
bot "feed" { system "bank"; authentication "none"; groups "Out"; }
user "ada" { role "site-admin"; groups "In"; }
group "In"
group "Out"
folder "Books" { grant "full" group="In"; folder "Drop" { fence; grant "writeonly" group="Out"; }; }
"#,
        r#"
user "root" { role "site-admin"; }
user "feed" { role "site-admin"; authentication "password"; groups "In"; }
bot "ada" { system "bank"; authentication "none"; role #null; groups "Out"; }
group "In"
group "Out"
folder "Books" { grant "full" group="In"; folder "Drop" { fence; grant "writeonly" group="Out"; }; }
"#,
    ),
];
