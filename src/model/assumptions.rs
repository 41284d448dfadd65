//! What no public source settles about Files.com. Each assumption has a name here, one place in
//! the code that holds it, and a line in the docs (`docs/assumptions.md`, which a test
//! compares with this list).

/// A behaviour that siteplan relies on and could not verify.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assumption {
    pub name: &'static str,
    pub statement: &'static str,
    /// Where the code holds it.
    pub held_in: &'static str,
}

pub static ASSUMPTIONS: &[Assumption] = &[
    Assumption {
        name: "names-compare-like-paths",
        statement: "usernames and group names that differ only in case or accents are one object",
        held_in: "src/model/names.rs",
    },
    Assumption {
        name: "a-move-respells",
        statement: "moving a folder to its own path in another spelling changes the spelling",
        held_in: "src/site/local/folders.rs",
    },
    Assumption {
        name: "membership-write-upserts",
        statement: "writing a membership creates it where it is missing",
        held_in: "src/site/local/memberships.rs",
    },
    Assumption {
        name: "levels-include-preview",
        statement: "`readonly` lets one preview, and `previewonly` lets one list",
        held_in: "src/access/atoms.rs",
    },
    Assumption {
        name: "grant-row-identity",
        statement: "a grant row is known by folder, grantee, level and recursion; a second equal row is refused",
        held_in: "src/model/grant.rs",
    },
    Assumption {
        name: "names-of-rules-are-unique",
        statement: "two schedules, or two lifecycle rules of a kind, do not share a name; a schedule, remote server, form field set, clickwrap or metadata category in use is not deleted",
        held_in: "src/site/local/named.rs",
    },
    Assumption {
        name: "lists-hold-all-workspaces",
        statement: "lists that are read from the default workspace may hold what lies in others: that is told, and goes only by a `remove` of its own",
        held_in: "src/diff/workspaces.rs",
    },
    Assumption {
        name: "rows-go-with-their-object",
        statement: "notifications, further addresses and channels go with the folder, user, group, share link or partner that they are of, and move with the folder; two of one recipient are refused",
        held_in: "src/site/local/named.rs",
    },
    Assumption {
        name: "lifecycle-rules-need-their-action",
        statement: "a user lifecycle rule needs its action and days of inactivity, a key lifecycle rule its key type",
        held_in: "src/model/named.rs",
    },
    Assumption {
        name: "recurring-days-count-within-their-interval",
        statement: "a recurring day is at most day 7 of a week, 31 of a month, 92 of a quarter, 366 of a year, and no other interval has one",
        held_in: "src/rules/automations/schedule_invalid.rs",
    },
    Assumption {
        name: "special-roots-stand-alone",
        statement: "`_` and the roots below it, as `_/Workspaces/3`, are always there, and no grant on `/` reaches them",
        held_in: "src/model/path/mod.rs",
    },
    Assumption {
        name: "grants-need-their-folder",
        statement: "a grant or folder setting on a missing folder is refused, so folders come first",
        held_in: "src/plan/edges/mod.rs",
    },
    Assumption {
        name: "site-owner-is-null",
        statement: "an automation without an owner's id is owned at site level",
        held_in: "src/site/records/mod.rs",
    },
    Assumption {
        name: "one-setting-of-a-type-per-folder",
        statement: "two folder settings of one type on one folder are told apart by their names",
        held_in: "src/diff/folders.rs",
    },
    Assumption {
        name: "values-are-replaced",
        statement: "writing the value of a folder setting replaces all of it, with what the site never shows",
        held_in: "src/diff/folders.rs",
    },
    Assumption {
        name: "group-ids-replace",
        statement: "writing a user's group ids at creation sets exactly those memberships",
        held_in: "src/diff/accounts.rs",
    },
    Assumption {
        name: "any-edit-moves-ownership",
        statement: "an edit of an automation that changes nothing still makes whoever sends it the owner",
        held_in: "src/site/files_com/perform/records.rs",
    },
    Assumption {
        name: "relative-paths-begin-at-the-path",
        statement: "a relative `source` or destination of an automation begins in its `path`, and without one in the folder of its source",
        held_in: "src/model/leads/classic.rs",
    },
    Assumption {
        name: "owners-are-folder-admins-throughout",
        statement: "whoever owns an automation has to be Folder Admin of every folder that it leads to",
        held_in: "src/access/worker.rs",
    },
    Assumption {
        name: "expired-owners-stop",
        statement: "automations of an owner whose access has expired do not run, as those of a disabled one; over which protocols the owner may sign in does not matter",
        held_in: "src/access/worker.rs",
    },
    Assumption {
        name: "key-without-user-is-the-sites",
        statement: "a key whose own record (`GET /api_key`) names no user is a key of the whole site",
        held_in: "src/site/files_com/read.rs",
    },
    Assumption {
        name: "a-user-root-confines",
        statement: "with the filesystem layout `user_root`, an account sees nothing outside of its root folder, over any protocol",
        held_in: "src/access/account.rs",
    },
    Assumption {
        name: "site-warnings-are-the-alerts",
        statement: "a site administrator who is not notified of site warnings has opted out of site alert e-mails",
        held_in: "src/rules/settings/notify_without_recipients.rs",
    },
    Assumption {
        name: "references-are-replaced-by-id",
        statement: "an attribute that refers to another object takes its id, and ids in answers are those of the lists",
        held_in: "src/live/called.rs",
    },
    Assumption {
        name: "partner-grants-are-all",
        statement: "the users of a partner hold what the partner is granted, and nothing of their own or of groups",
        held_in: "src/access/state.rs",
    },
    Assumption {
        name: "fences-stop-partners",
        statement: "a fence stops a grant to a partner as it stops one to a group",
        held_in: "src/access/state.rs",
    },
    Assumption {
        name: "fences-stop-no-outsider",
        statement: "no fence stops `serve_publicly` or an inbox: whoever has the address gets to all below",
        held_in: "src/access/openings.rs",
    },
    Assumption {
        name: "child-folders-take-grants",
        statement: "a grant with the id of a child site and a path is one on that folder there, and reaches what lies below it",
        held_in: "src/model/child_site.rs",
    },
    Assumption {
        name: "child-readers-read-nothing",
        statement: "a read-only administrator of a child site reads its set-up there, and none of its files",
        held_in: "src/model/child_site.rs",
    },
    Assumption {
        name: "child-roles-may-overlap",
        statement: "one holder may have both roles on a child site while one takes the place of the other: the new one is made before the old one goes",
        held_in: "src/plan/edges/mod.rs",
    },
    Assumption {
        name: "links-read-at-first",
        statement: "a share link that says no permissions lets one read",
        held_in: "src/access/links.rs",
    },
    Assumption {
        name: "site-key-sets",
        statement: "an API key of the site itself with the set `full` does all that a site administrator may; with any other but `none`, or confined to a path, it has files below that path, or all, and no fence stops it",
        held_in: "src/access/links.rs",
    },
    Assumption {
        name: "workspace-keys-stay",
        statement: "an API key of the site that is made in a workspace other than the default one reaches what lies in that workspace and nothing else; its path begins there, and with the set `full` it does what an administrator of that workspace may",
        held_in: "src/access/links.rs",
    },
    Assumption {
        name: "links-follow-their-folder",
        statement: "a share link or an API key of the site opens a folder that moves where it comes to; that its path stays as it is written is warned of (`left-at-former-path`)",
        held_in: "src/access/links.rs",
    },
    Assumption {
        name: "links-outlive-their-owner",
        statement: "a share link works whatever becomes of its owner, unless it is deleted with them",
        held_in: "src/access/links.rs",
    },
    Assumption {
        name: "partners-take-their-users",
        statement: "deleting a partner deletes its users and its grants at once",
        held_in: "src/site/local/named.rs",
    },
    Assumption {
        name: "kinds-are-known-by-name",
        statement: "two objects of a kind that is known by its name do not share one, and their names differ in case",
        held_in: "src/model/named.rs",
    },
    Assumption {
        name: "workspace-zero-has-no-record",
        statement: "the default workspace is id 0, whether or not a list shows it, and is said by nothing",
        held_in: "src/site/records/rows.rs",
    },
    Assumption {
        name: "triggers-are-as-automations",
        statement: "syncs, expectations, exports and AI tasks take the intervals and times of automations",
        held_in: "src/lower/trigger.rs",
    },
];
