//! What `lower` finds while it reads a definition, with the files of users.

codes! {
    family: Reading,
    pages: "../rules/reading/",
    ALLOW_LINT_UNUSED = "allow-lint-unused": Warning,
        "an allow-lint accepts nothing";
    ATTRIBUTE_UNKNOWN = "attribute-unknown": Error,
        "an object has no attribute of that name";
    AUTOMATION_NAME_NOT_UNIQUE = "automation-name-not-unique": Error,
        "two automations bear one name";
    BEHAVIOR_UNKNOWN = "behavior-unknown": Error,
        "there is no folder setting of that type";
    CSV_CELL = "csv-cell": Error,
        "a cell of a file of users holds what its column does not take";
    CSV_COLUMN_IGNORED = "csv-column-ignored": Warning,
        "a column of a file of users is none of the bulk import";
    CSV_COLUMNS = "csv-columns": Error,
        "the first row of a file of users does not name its columns";
    CSV_COMMENTS = "csv-comments": Info,
        "rows of a file of users are comments";
    CSV_ENCODING = "csv-encoding": Info,
        "a file of users is UTF-16";
    CSV_FORMAT = "csv-format": Error,
        "a file of users is not a table of comma-separated cells";
    CSV_FORMULA = "csv-formula": Warning,
        "a cell begins like a formula";
    CSV_LOSS = "csv-loss": Warning,
        "a CSV cannot say all of a user";
    DECLARED_TWICE = "declared-twice": Error,
        "one thing is declared at two places";
    FILE_OUTSIDE = "file-outside": Error,
        "a file lies outside of the definition's folder and repository";
    FILE_UNREADABLE = "file-unreadable": Error,
        "a file of the definition cannot be read";
    FOLDER_PERMISSIONS_IGNORED = "folder-permissions-ignored": Warning,
        "folder permissions are given to a site administrator";
    GRANTEE_MISSING = "grantee-missing": Error,
        "a grant names nobody, or more than one";
    INCLUDE_CYCLE = "include-cycle": Error,
        "files include each other in a circle";
    INCLUDE_MISSING = "include-missing": Error,
        "an included file does not exist";
    INCLUDE_NOTHING = "include-nothing": Warning,
        "what is included, or a file of users, holds nothing";
    MISSING_VALUE = "missing-value": Error,
        "a node lacks something that it must have";
    NAME_INVALID = "name-invalid": Error,
        "a name is blank or holds characters that nobody sees";
    NODE_TYPE_UNKNOWN = "node-type-unknown": Warning,
        "a node of a graph is of a type that is not known";
    NOT_A_DEFINITION = "not-a-definition": Error,
        "a file that is read as a definition is none";
    PARAM_UNKNOWN = "param-unknown": Error,
        "a value is set for a parameter that no file declares, or a text names none";
    PARAM_UNSET = "param-unset": Error,
        "a parameter has no value";
    PARAM_UNUSED = "param-unused": Warning,
        "a parameter is declared and no text holds it";
    PATH_COLLISION = "path-collision": Error,
        "two spellings of one path are used";
    PATH_INVALID = "path-invalid": Error,
        "a path has a form that Files.com refuses";
    PATH_REWRITTEN = "path-rewritten": Warning,
        "a folder's path is not the one that is written";
    REFERENCE_BY_NUMBER = "reference-by-number": Warning,
        "a number stands where a name could";
    SECRET_IN_FILE = "secret-in-file": Error,
        "a secret stands in the definition";
    SECRET_OF_RUN = "secret-of-run": Error,
        "a key of siteplan's own is given as a value";
    SECRET_SHOWN = "secret-shown": Info,
        "a reference to a secret stands where the site shows what is sent";
    SECRET_SUSPECTED = "secret-suspected": Warning,
        "what looks like a secret stands in the definition";
    SELF_MANAGED_MISMATCH = "self-managed-mismatch": Error,
        "a user is self-managed without signing up by e-mail";
    SETTING_TYPE = "setting-type": Error,
        "a setting of the site has a value of the wrong kind";
    SETTING_UNKNOWN = "setting-unknown": Error,
        "the site has no setting of that name";
    TEMPLATE_PARAMETER = "template-parameter": Error,
        "a template's parameter is missing, or there is no such parameter";
    TEMPLATE_RECURSION = "template-recursion": Error,
        "templates use each other in a circle";
    TEMPLATE_TOO_LARGE = "template-too-large": Error,
        "templates expand to too many nodes";
    TEMPLATE_UNKNOWN = "template-unknown": Error,
        "no template has that name";
    TEMPLATE_UNUSED = "template-unused": Warning,
        "a template is used nowhere";
    UNEXPECTED_NODE = "unexpected-node": Error,
        "a node stands where the language has no such word";
    UNEXPECTED_VALUE = "unexpected-value": Error,
        "a node has a value, property or block that it does not take";
    UNKNOWN_GROUP = "unknown-group": Error,
        "a group is used that nothing declares";
    UNKNOWN_OBJECT = "unknown-object": Error,
        "a value names an object that nothing declares";
    UNKNOWN_SCHEDULE = "unknown-schedule": Error,
        "an automation names a schedule that nothing declares";
    UNKNOWN_SSO_STRATEGY = "unknown-sso-strategy": Error,
        "an SSO strategy is used that the site does not name";
    UNKNOWN_USER = "unknown-user": Error,
        "a username is used that nothing declares";
    VALUE_TYPE = "value-type": Error,
        "a value is not of the kind that its place takes";
}
