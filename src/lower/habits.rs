//! What people write who know other tools, and what the language has for it.
//!
//! Only words that no slip leads to: those are found by their spelling. What is put in place of a
//! word gives nobody more than the word asked for; where that is not sure, the help says what to
//! choose from.

use crate::model::{Kind, kinds};

/// Where a word stands that is not known there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Definition,
    Site,
    Folder,
    Group,
    User,
    Automation,
    Level,
    Role,
    Interval,
}

impl Place {
    /// Of a block, as messages speak of it.
    pub(super) fn of_block(told: &str) -> Option<Self> {
        match told {
            "the definition" => Some(Definition),
            "`site`" => Some(Site),
            "`folder`" => Some(Folder),
            _ => None,
        }
    }

    pub(super) fn of_kind(kind: &Kind) -> Option<Self> {
        match kind {
            kind if *kind == kinds::USER => Some(User),
            kind if *kind == kinds::GROUP => Some(Group),
            kind if *kind == kinds::AUTOMATION => Some(Automation),
            _ => None,
        }
    }

    /// Of a value that must be one of these words.
    pub(super) fn of_choice(words: &[&str]) -> Option<Self> {
        match words {
            words if words.contains(&"previewonly") => Some(Level),
            words if words.contains(&"billing-admin") => Some(Role),
            words if words.contains(&"week-end") => Some(Interval),
            _ => None,
        }
    }
}

/// What to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// Another word means the same.
    Write(&'static str),
    Help(&'static str),
}

use Advice::{Help, Write};
use Place::{Automation, Definition, Folder, Group, Interval, Level, Role, Site, User};

const IN_SITE: &str = "it stands in the site's block: site \"NAME\" { … }";
const IN_FOLDER: &str =
    "access is granted in a folder: folder \"Some/Path\" { grant \"readonly\" group=\"NAME\"; }";
const NO_DENIALS: &str = "Files.com has no denials: leave out the grant that gives too much, stop it \
                          with a `fence`, or assert with `expect` that nobody has it";
const NO_NESTING: &str = "groups do not nest: list the people of both as members, or grant to both";
const SECRETS: &str = "what several objects share is a `template`, and secrets are read with (env) \
                       or (file) where they stand";
const TERRAFORM: &str = "`siteplan import terraform FILE` makes a definition of what \
                         `terraform show -json` prints";
const SWITCHED_OFF: &str = "an account works unless it says `disabled #true`";

/// In place of these words, in these places.
static HABITS: &[(Place, &[&str], Advice)] = &[
    (Definition, &["settings", "sso", "host", "subscription"], Help(IN_SITE)),
    (Definition, &["variable", "variables", "var", "locals", "local", "param"], Help(SECRETS)),
    (
        Definition,
        &["module", "modules", "import", "source", "use"],
        Help("another file is read with `include \"people.kdl\"`"),
    ),
    (Definition, &["resource", "data", "provider", "terraform", "output"], Help(TERRAFORM)),
    (
        Definition,
        &["share-link", "sharelink", "share-links", "link", "links", "bundles"],
        Write("bundle"),
    ),
    (
        Definition,
        &["permission", "permissions", "access", "acl", "allow", "grants"],
        Help(IN_FOLDER),
    ),
    (Definition, &["deny", "denies", "block"], Help(NO_DENIALS)),
    (Definition, &["person", "people", "account", "member-of-staff"], Write("user")),
    (Definition, &["service-account", "robot", "machine"], Write("bot")),
    (Definition, &["team", "teams", "user-group", "usergroup"], Write("group")),
    (Definition, &["directory", "dir", "path"], Write("folder")),
    (Definition, &["gateway", "remote-mount", "remote"], Write("remote-server")),
    (
        Definition,
        &["member", "members", "membership", "memberships"],
        Help(
            "who is in a group is said by it, group \"NAME\" { member \"user\"; }, or by the user",
        ),
    ),
    (
        Definition,
        &["admin", "administrator", "administrators", "admins"],
        Help("a site administrator is a user: user \"NAME\" { role \"site-admin\"; }"),
    ),
    (Folder, &["permission", "permissions", "allow", "access", "acl", "grants"], Write("grant")),
    (Folder, &["deny", "denies", "block"], Help(NO_DENIALS)),
    (
        Folder,
        &["group", "groups", "user", "users", "member", "members"],
        Help("who gets in is said by a grant: grant \"readonly\" group=\"NAME\""),
    ),
    (
        Folder,
        &["setting", "settings"],
        Help("a folder setting is a behavior: behavior \"TYPE\" { … }"),
    ),
    (Folder, &["name", "path"], Help("the path stands after `folder`: folder \"Some/Path\" { … }")),
    (Group, &["user", "users", "members", "people", "person"], Write("member")),
    (
        Group,
        &["group", "groups", "parent", "subgroup", "subgroups", "child", "children"],
        Help(NO_NESTING),
    ),
    (Group, &["admins", "administrator", "administrators", "owner", "owners"], Write("admin")),
    (Group, &["grant", "grants", "permission", "permissions", "folder", "access"], Help(IN_FOLDER)),
    (User, &["enabled", "active", "is-enabled", "is-active", "status"], Help(SWITCHED_OFF)),
    (User, &["full-name", "fullname", "display-name", "displayname", "real-name"], Write("name")),
    (User, &["mail", "email-address", "emailaddress", "emails"], Write("email")),
    (
        User,
        &["group", "member-of", "memberof", "team", "teams", "member", "memberships"],
        Write("groups"),
    ),
    (
        User,
        &["grant", "grants", "permission", "permissions", "folder", "folders", "access"],
        Help(IN_FOLDER),
    ),
    (
        User,
        &["admin", "is-admin", "administrator", "site-administrator"],
        Help("an administrator has a role: role \"site-admin\""),
    ),
    (User, &["roles"], Write("role")),
    (
        User,
        &["expires", "expiry", "expiration", "expires-at", "valid-until"],
        Write("authenticate-until"),
    ),
    (
        User,
        &["public-key", "public-keys", "key", "keys", "sshkey", "authorized-keys"],
        Help("a public key has a title: ssh-key \"laptop\" \"ssh-ed25519 AAAA…\""),
    ),
    (User, &["ips", "ip-whitelist", "ip", "ip-allowlist"], Write("allowed-ips")),
    (User, &["home", "home-directory", "home-folder"], Write("user-home")),
    (Automation, &["destinations", "target", "to", "dest"], Write("destination")),
    (Automation, &["sources", "from", "src"], Write("source")),
    (
        Automation,
        &["schedule", "cron", "interval", "when", "on"],
        Help("when it runs is said by `trigger`, as in: trigger \"daily\" interval=\"day\""),
    ),
    (
        Level,
        &["read", "view", "viewer", "reader", "download", "read-only", "r", "ro"],
        Write("readonly"),
    ),
    (
        Level,
        &["write", "upload", "w", "writer"],
        Help("\"writeonly\" gives uploads alone, \"readwrite\" downloads, too"),
    ),
    (
        Level,
        &["rw", "edit", "editor", "contributor", "contribute", "read-write", "read/write"],
        Write("readwrite"),
    ),
    (
        Level,
        &["delete", "modify", "change", "full-control", "all", "owner", "everything"],
        Help("\"full\" gives reading, writing and deleting, \"readwrite\" the first two"),
    ),
    (Level, &["share", "sharing", "link"], Help("\"bundle\" gives reading, and sharing by links")),
    (Level, &["preview", "preview-only"], Write("previewonly")),
    (Level, &["browse", "ls"], Write("list")),
    (
        Level,
        &["manage", "administrator", "folder-admin", "manager"],
        Help("\"admin\" makes somebody administrator of the folder, with all it gives"),
    ),
    (
        Level,
        &["none", "no", "deny", "no-access"],
        Help("who is to have nothing gets no grant; `fence` stops those from above"),
    ),
    (
        Role,
        &["admin", "administrator", "superuser", "owner", "root", "super-admin"],
        Help("did you mean \"site-admin\"? It reaches everything, everywhere"),
    ),
    (
        Role,
        &["user", "member", "standard", "none", "normal", "regular", "employee"],
        Help("an ordinary user has no role: leave it out"),
    ),
    (
        Role,
        &["group-admin", "folder-admin"],
        Help("that is said by the group, with `admin`, or by a grant of level \"admin\""),
    ),
    (Interval, &["daily", "dayly", "days", "nightly", "1d", "24h"], Write("day")),
    (Interval, &["weekly", "weeks", "7d"], Write("week")),
    (Interval, &["monthly", "months"], Write("month")),
    (Interval, &["quarterly"], Write("quarter")),
    (Interval, &["yearly", "annually", "annual"], Write("year")),
    (
        Interval,
        &["hour", "hourly", "minute"],
        Help("the least is a day; more often by `trigger \"custom-schedule\"` with times"),
    ),
    (Site, &["name"], Help("the name stands after `site`: site \"NAME\" { … }")),
];

/// What to do about a word that is not known in its place.
pub(super) fn advice(place: Place, word: &str) -> Option<Advice> {
    let word = word.to_ascii_lowercase().replace('_', "-");
    let known =
        |(at, words, _): &&(Place, &[&str], Advice)| *at == place && words.contains(&word.as_str());
    HABITS.iter().find(known).map(|(_, _, advice)| *advice)
}
