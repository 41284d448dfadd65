//! What only the difference between definition and live site shows. `diff` and `plan` decide
//! these; here are their codes, their pages and their list.

use super::{Check, Family, Rule};
use crate::diagnostic::{Code, Severity};

/// The codes, for the stages that find these.
pub(crate) mod codes {
    use super::Code;

    pub const ACCESS_WIDENED: Code = Code("access-widened");
    pub const DRIFT_CHANGED_OWNER: Code = Code("drift-changed-owner");
    pub const EXTERNALLY_MANAGED: Code = Code("externally-managed");
    pub const INCOMPLETE_TO_CREATE: Code = Code("incomplete-to-create");
    pub const FOLDER_ADMIN_MANAGES_SELF: Code = Code("folder-admin-manages-self");
    pub const KEY_LACKS_RIGHTS: Code = Code("key-lacks-rights");
    pub const LEFTOVER_USER_GRANT: Code = Code("leftover-user-grant");
    pub const NO_SITE_ADMIN: Code = Code("no-site-admin");
    pub const OWNER_CHANGE_ON_APPLY: Code = Code("owner-change-on-apply");
    pub const OWNER_LOSES_PATH: Code = Code("owner-loses-path");
    pub const OWNER_REMOVED_WITHOUT_HEIR: Code = Code("owner-removed-without-heir");
    pub const RE_ENABLES_USER: Code = Code("re-enables-user");
    pub const REMOVAL_LEAVES_BEHIND: Code = Code("removal-leaves-behind");
    pub const REMOVES_PROTECTED: Code = Code("removes-protected");
    pub const REMOVES_MANY: Code = Code("removes-many");
    pub const RENAME_SUSPECTED: Code = Code("rename-suspected");
    pub const SECRET_NOT_COMPARABLE: Code = Code("secret-not-comparable");
    pub const SETTING_MANAGED_BY_PARENT: Code = Code("setting-managed-by-parent");
    /// Found in definitions too, by a rule of its own.
    pub const SETTING_LOCKS_OUT: Code = Code("setting-locks-out");
    pub const SINGLE_SITE_ADMIN: Code = Code("single-site-admin");
    pub const STALE_WAS: Code = Code("stale-was");
    pub const TRANSIENT_GAIN: Code = Code("transient-gain");
    pub const TRANSIENT_LOSS: Code = Code("transient-loss");
}

const fn rule(severity: Severity, code: Code, summary: &'static str, page: &'static str) -> Rule {
    Rule { code, family: Family::Plan, severity, summary, page, check: Check::Difference }
}

static ACCESS_WIDENED: Rule = rule(
    Severity::Error,
    codes::ACCESS_WIDENED,
    "more people gain access than --max-gain allows",
    include_str!("access-widened.md"),
);
static DRIFT_CHANGED_OWNER: Rule = rule(
    Severity::Warning,
    codes::DRIFT_CHANGED_OWNER,
    "an edit on the site made somebody the owner of an automation",
    include_str!("drift-changed-owner.md"),
);
static EXTERNALLY_MANAGED: Rule = rule(
    Severity::Warning,
    codes::EXTERNALLY_MANAGED,
    "an identity provider manages the user",
    include_str!("externally-managed.md"),
);
static FOLDER_ADMIN_MANAGES_SELF: Rule = rule(
    Severity::Error,
    codes::FOLDER_ADMIN_MANAGES_SELF,
    "the applying key is a folder admin's and would change its own rights",
    include_str!("folder-admin-manages-self.md"),
);
static KEY_LACKS_RIGHTS: Rule = rule(
    Severity::Error,
    codes::KEY_LACKS_RIGHTS,
    "the applying key may not make all of these changes",
    include_str!("key-lacks-rights.md"),
);
static INCOMPLETE_TO_CREATE: Rule = rule(
    Severity::Error,
    codes::INCOMPLETE_TO_CREATE,
    "too little is said to make what the site does not have",
    include_str!("incomplete-to-create.md"),
);
static LEFTOVER_USER_GRANT: Rule = rule(
    Severity::Warning,
    codes::LEFTOVER_USER_GRANT,
    "a user keeps a grant on a site whose permissions go to groups only",
    include_str!("leftover-user-grant.md"),
);
static NO_SITE_ADMIN: Rule = rule(
    Severity::Error,
    codes::NO_SITE_ADMIN,
    "the plan leaves no site administrator",
    include_str!("no-site-admin.md"),
);
static OWNER_CHANGE_ON_APPLY: Rule = rule(
    Severity::Warning,
    codes::OWNER_CHANGE_ON_APPLY,
    "applying the plan moves the ownership of an automation",
    include_str!("owner-change-on-apply.md"),
);
static OWNER_LOSES_PATH: Rule = rule(
    Severity::Error,
    codes::OWNER_LOSES_PATH,
    "the plan stops an automation that it does not touch",
    include_str!("owner-loses-path.md"),
);
static OWNER_REMOVED_WITHOUT_HEIR: Rule = rule(
    Severity::Error,
    codes::OWNER_REMOVED_WITHOUT_HEIR,
    "a user who owns automations is removed",
    include_str!("owner-removed-without-heir.md"),
);
static RE_ENABLES_USER: Rule = rule(
    Severity::Warning,
    codes::RE_ENABLES_USER,
    "the plan re-enables a user whom the site disabled",
    include_str!("re-enables-user.md"),
);
static REMOVAL_LEAVES_BEHIND: Rule = rule(
    Severity::Info,
    codes::REMOVAL_LEAVES_BEHIND,
    "what a removed user leaves on the site",
    include_str!("removal-leaves-behind.md"),
);
static REMOVES_MANY: Rule = rule(
    Severity::Error,
    codes::REMOVES_MANY,
    "more people lose access, or more objects are removed, than is allowed",
    include_str!("removes-many.md"),
);
static REMOVES_PROTECTED: Rule = rule(
    Severity::Error,
    codes::REMOVES_PROTECTED,
    "the plan removes what is protected",
    include_str!("removes-protected.md"),
);
static RENAME_SUSPECTED: Rule = rule(
    Severity::Warning,
    codes::RENAME_SUSPECTED,
    "a removal and an addition look like one user",
    include_str!("rename-suspected.md"),
);
static SECRET_NOT_COMPARABLE: Rule = rule(
    Severity::Info,
    codes::SECRET_NOT_COMPARABLE,
    "a secret of a known user is not sent again",
    include_str!("secret-not-comparable.md"),
);
static SETTING_MANAGED_BY_PARENT: Rule = rule(
    Severity::Error,
    codes::SETTING_MANAGED_BY_PARENT,
    "a parent site's policy locks the setting",
    include_str!("setting-managed-by-parent.md"),
);
static SINGLE_SITE_ADMIN: Rule = rule(
    Severity::Warning,
    codes::SINGLE_SITE_ADMIN,
    "the plan leaves a single site administrator",
    include_str!("single-site-admin.md"),
);
static STALE_WAS: Rule = rule(
    Severity::Warning,
    codes::STALE_WAS,
    "an earlier name or path has already been applied",
    include_str!("stale-was.md"),
);
static TRANSIENT_GAIN: Rule = rule(
    Severity::Error,
    codes::TRANSIENT_GAIN,
    "no order of the steps avoids that somebody has too much for a while",
    include_str!("transient-gain.md"),
);
static TRANSIENT_LOSS: Rule = rule(
    Severity::Error,
    codes::TRANSIENT_LOSS,
    "no order of the steps avoids that somebody goes without for a while",
    include_str!("transient-loss.md"),
);

pub(super) static RULES: &[&Rule] = &[
    &ACCESS_WIDENED,
    &DRIFT_CHANGED_OWNER,
    &EXTERNALLY_MANAGED,
    &FOLDER_ADMIN_MANAGES_SELF,
    &INCOMPLETE_TO_CREATE,
    &KEY_LACKS_RIGHTS,
    &LEFTOVER_USER_GRANT,
    &NO_SITE_ADMIN,
    &OWNER_CHANGE_ON_APPLY,
    &OWNER_LOSES_PATH,
    &OWNER_REMOVED_WITHOUT_HEIR,
    &RE_ENABLES_USER,
    &REMOVAL_LEAVES_BEHIND,
    &REMOVES_MANY,
    &REMOVES_PROTECTED,
    &RENAME_SUSPECTED,
    &SECRET_NOT_COMPARABLE,
    &SETTING_MANAGED_BY_PARENT,
    &SINGLE_SITE_ADMIN,
    &STALE_WAS,
    &TRANSIENT_GAIN,
    &TRANSIENT_LOSS,
];
