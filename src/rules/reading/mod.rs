//! What `syntax` and `lower` find while they read; here are only the pages and their list.

mod lint_without_effect;
mod unknown_rule;
mod was_unclear;

use super::{Check, Family, Rule};
use crate::csv::codes as csv;
use crate::diagnostic::{Code, Severity};
use crate::lower::codes;

/// A rule that is decided while the definition is read.
const fn read(code: Code, summary: &'static str, page: &'static str) -> Rule {
    let (family, severity) = (Family::Reading, Severity::Error);
    Rule { code, family, severity, summary, page, check: Check::Reading }
}

static ATTRIBUTE_UNKNOWN: Rule = read(
    codes::ATTRIBUTE_UNKNOWN,
    "an object has no attribute of that name",
    include_str!("attribute-unknown.md"),
);
static AUTOMATION_NAME_NOT_UNIQUE: Rule = read(
    codes::AUTOMATION_NAME_NOT_UNIQUE,
    "two automations bear one name",
    include_str!("automation-name-not-unique.md"),
);
static BEHAVIOR_UNKNOWN: Rule = read(
    codes::BEHAVIOR_UNKNOWN,
    "there is no folder setting of that type",
    include_str!("behavior-unknown.md"),
);
static CSV_CELL: Rule = read(
    csv::CELL,
    "a cell of a file of users holds what its column does not take",
    include_str!("csv-cell.md"),
);
static CSV_COLUMNS: Rule = read(
    csv::COLUMNS,
    "the first row of a file of users does not name its columns",
    include_str!("csv-columns.md"),
);
static CSV_FORMAT: Rule = read(
    csv::FORMAT,
    "a file of users is not a table of comma-separated cells",
    include_str!("csv-format.md"),
);
static CSV_FORMULA: Rule = Rule {
    severity: Severity::Warning,
    ..read(csv::FORMULA, "a cell begins like a formula", include_str!("csv-formula.md"))
};
static CSV_LOSS: Rule = Rule {
    severity: Severity::Warning,
    ..read(csv::LOSS, "a CSV cannot say all of a user", include_str!("csv-loss.md"))
};
static DECLARED_TWICE: Rule = read(
    codes::DECLARED_TWICE,
    "one thing is declared at two places",
    include_str!("declared-twice.md"),
);
static FILE_UNREADABLE: Rule = read(
    codes::FILE_UNREADABLE,
    "a file of the definition cannot be read",
    include_str!("file-unreadable.md"),
);
static FOLDER_PERMISSIONS_IGNORED: Rule = Rule {
    severity: Severity::Warning,
    ..read(
        csv::FOLDER_PERMISSIONS_IGNORED,
        "folder permissions are given to a site administrator",
        include_str!("folder-permissions-ignored.md"),
    )
};
static GRANTEE_MISSING: Rule = read(
    codes::GRANTEE_MISSING,
    "a grant names nobody, or more than one",
    include_str!("grantee-missing.md"),
);
static INCLUDE_CYCLE: Rule = read(
    codes::INCLUDE_CYCLE,
    "files include each other in a circle",
    include_str!("include-cycle.md"),
);
static INCLUDE_MISSING: Rule = read(
    codes::INCLUDE_MISSING,
    "an included file does not exist",
    include_str!("include-missing.md"),
);
static INCLUDE_NOTHING: Rule = Rule {
    severity: Severity::Warning,
    ..read(
        codes::INCLUDE_NOTHING,
        "the pattern of an include matches no file",
        include_str!("include-nothing.md"),
    )
};
static MISSING_VALUE: Rule = read(
    codes::MISSING_VALUE,
    "a node lacks something that it must have",
    include_str!("missing-value.md"),
);
static NAME_INVALID: Rule = read(
    codes::NAME_INVALID,
    "a name is blank or holds characters that nobody sees",
    include_str!("name-invalid.md"),
);
static PATH_COLLISION: Rule = read(
    codes::PATH_COLLISION,
    "two spellings of one path are used",
    include_str!("path-collision.md"),
);
static PATH_INVALID: Rule = read(
    codes::PATH_INVALID,
    "a path has a form that Files.com refuses",
    include_str!("path-invalid.md"),
);
static SECRET_IN_FILE: Rule = read(
    codes::SECRET_IN_FILE,
    "a secret stands in the definition",
    include_str!("secret-in-file.md"),
);
static SELF_MANAGED_MISMATCH: Rule = read(
    csv::SELF_MANAGED_MISMATCH,
    "a user is self-managed without signing up by e-mail",
    include_str!("self-managed-mismatch.md"),
);
static SETTING_TYPE: Rule = read(
    codes::SETTING_TYPE,
    "a setting of the site has a value of the wrong kind",
    include_str!("setting-type.md"),
);
static SETTING_UNKNOWN: Rule = read(
    codes::SETTING_UNKNOWN,
    "the site has no setting of that name",
    include_str!("setting-unknown.md"),
);
static UNEXPECTED_NODE: Rule = read(
    codes::UNEXPECTED_NODE,
    "a node stands where the language has no such word",
    include_str!("unexpected-node.md"),
);
static UNEXPECTED_VALUE: Rule = read(
    codes::UNEXPECTED_VALUE,
    "a node has a value, property or block that it does not take",
    include_str!("unexpected-value.md"),
);
static UNKNOWN_GROUP: Rule = read(
    codes::UNKNOWN_GROUP,
    "a group is used that nothing declares",
    include_str!("unknown-group.md"),
);
static UNKNOWN_SCHEDULE: Rule = read(
    codes::UNKNOWN_SCHEDULE,
    "an automation names a schedule that nothing declares",
    include_str!("unknown-schedule.md"),
);
static UNKNOWN_SSO_STRATEGY: Rule = read(
    codes::UNKNOWN_SSO_STRATEGY,
    "an SSO strategy is used that the site does not name",
    include_str!("unknown-sso-strategy.md"),
);
static UNKNOWN_USER: Rule = read(
    codes::UNKNOWN_USER,
    "a username is used that nothing declares",
    include_str!("unknown-user.md"),
);
static VALUE_TYPE: Rule = read(
    codes::VALUE_TYPE,
    "a value is not of the kind that its place takes",
    include_str!("value-type.md"),
);

pub(super) static ALLOW_LINT_UNUSED: Rule = Rule {
    severity: Severity::Warning,
    ..read(
        Code("allow-lint-unused"),
        "an allow-lint accepts nothing",
        include_str!("allow-lint-unused.md"),
    )
};

static TEMPLATE_PARAMETER: Rule = read(
    codes::TEMPLATE_PARAMETER,
    "a template's parameter is missing, or there is no such parameter",
    include_str!("template-parameter.md"),
);

static TEMPLATE_RECURSION: Rule = read(
    codes::TEMPLATE_RECURSION,
    "templates use each other in a circle",
    include_str!("template-recursion.md"),
);

static TEMPLATE_TOO_LARGE: Rule = read(
    codes::TEMPLATE_TOO_LARGE,
    "templates expand to too many nodes",
    include_str!("template-too-large.md"),
);

static TEMPLATE_UNKNOWN: Rule =
    read(codes::TEMPLATE_UNKNOWN, "no template has that name", include_str!("template-unknown.md"));

pub(super) static TEMPLATE_UNUSED: Rule = Rule {
    severity: Severity::Warning,
    ..read(codes::TEMPLATE_UNUSED, "a template is used nowhere", include_str!("template-unused.md"))
};

pub(super) static RULES: &[&Rule] = &[
    &ALLOW_LINT_UNUSED,
    &ATTRIBUTE_UNKNOWN,
    &AUTOMATION_NAME_NOT_UNIQUE,
    &BEHAVIOR_UNKNOWN,
    &CSV_CELL,
    &CSV_COLUMNS,
    &CSV_FORMAT,
    &CSV_FORMULA,
    &CSV_LOSS,
    &DECLARED_TWICE,
    &FILE_UNREADABLE,
    &FOLDER_PERMISSIONS_IGNORED,
    &GRANTEE_MISSING,
    &INCLUDE_CYCLE,
    &INCLUDE_MISSING,
    &INCLUDE_NOTHING,
    &lint_without_effect::RULE,
    &MISSING_VALUE,
    &NAME_INVALID,
    &PATH_COLLISION,
    &PATH_INVALID,
    &SECRET_IN_FILE,
    &SELF_MANAGED_MISMATCH,
    &SETTING_TYPE,
    &SETTING_UNKNOWN,
    &TEMPLATE_PARAMETER,
    &TEMPLATE_RECURSION,
    &TEMPLATE_TOO_LARGE,
    &TEMPLATE_UNKNOWN,
    &TEMPLATE_UNUSED,
    &UNEXPECTED_NODE,
    &UNEXPECTED_VALUE,
    &UNKNOWN_GROUP,
    &unknown_rule::RULE,
    &UNKNOWN_SCHEDULE,
    &UNKNOWN_SSO_STRATEGY,
    &UNKNOWN_USER,
    &VALUE_TYPE,
    &was_unclear::RULE,
];
