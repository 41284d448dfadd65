//! What is said of files of users.

use super::Remedy;

pub const REMEDIES: &[Remedy] = &[
    Remedy::of(
        "csv-cell",
        r#"as in "name@example.com""#,
        &[
            ("ana@firm,", "ana@firm.example,"),
            ("Sales,no,", "Sales,N,"),
            ("readonyl", "readonly"),
            (",4711,,Sales", r#",4711,,"Sales=readonly,history""#),
            ("", "group \"Support\" id=4711\n"),
        ],
    )
    .gaining(&["ana: list, preview, read on Sales", "ben: list, preview, read, history on Sales"]),
    Remedy::of(
        "csv-cell",
        r#"as in `group "…" id=4711`"#,
        &[
            ("ana@firm,", "ana@firm.example,"),
            ("Sales,no,", "Sales,N,"),
            ("readonyl", "readonly"),
            (",4711,,Sales", r#",4711,,"Sales=readonly,history""#),
            ("", "group \"Support\" id=4711\n"),
        ],
    )
    .gaining(&["ana: list, preview, read on Sales", "ben: list, preview, read, history on Sales"]),
    Remedy::of(
        "csv-cell",
        r#"as in "Sales=readonly"#,
        &[
            ("ana@firm,", "ana@firm.example,"),
            ("Sales,no,", "Sales,N,"),
            ("readonyl", "readonly"),
            (",4711,,Sales", r#",4711,,"Sales=readonly,history""#),
            ("", "group \"Support\" id=4711\n"),
        ],
    )
    .gaining(&["ana: list, preview, read on Sales", "ben: list, preview, read, history on Sales"]),
    Remedy::of(
        "csv-cell",
        "did you mean `N`?",
        &[
            ("ana@firm,", "ana@firm.example,"),
            ("Sales,no,", "Sales,N,"),
            ("readonyl", "readonly"),
            (",4711,,Sales", r#",4711,,"Sales=readonly,history""#),
            ("", "group \"Support\" id=4711\n"),
        ],
    )
    .gaining(&["ana: list, preview, read on Sales", "ben: list, preview, read, history on Sales"]),
    Remedy::of("csv-cell", "name the user, or delete the row", &[("\n,Ana", "\nana,Ana")])
        .written("users from=\"people.csv\"\n")
        .beside(&[("people.csv", "username,full_name\n,Ana Duarte\n")]),
    Remedy::of("csv-cell", "name the user, or delete the row", &[(",Ana Duarte\n", "")])
        .written("users from=\"people.csv\"\n")
        .beside(&[("people.csv", "username,full_name\nben,Ben Okafor\n,Ana Duarte\n")]),
    Remedy::of("csv-cell", "delete the bar", &[("Sales=list|", "Sales=list")])
        .written(
            r#"group "Sales"
users from="people.csv"
"#,
        )
        .beside(&[("people.csv", "username,folder_permissions\nana,Sales=list|\n")])
        .gaining(&["ana: list on Sales"]),
    Remedy::of("csv-cell", r#"as in "Sales=readonly"#, &[(",=list", ",Sales=list")])
        .written(
            r#"group "Sales"
users from="people.csv"
"#,
        )
        .beside(&[("people.csv", "username,folder_permissions\nana,=list\n")])
        .gaining(&["ana: list on Sales"]),
    Remedy::of(
        "csv-cell",
        "write `,` between permissions of one folder, with the cell in quotes",
        &[("Sales=list;writeonly", r#""Sales=list,writeonly""#)],
    )
    .written(
        r#"group "Sales"
users from="people.csv"
"#,
    )
    .beside(&[("people.csv", "username,folder_permissions\nana,Sales=list;writeonly\n")])
    .gaining(&["ana: list, write on Sales"]),
    Remedy::of("csv-cell", "an empty cell leaves it to the site", &[("maybe", "")])
        .written("users from=\"people.csv\"\n")
        .beside(&[("people.csv", "username,site_admin\nana,maybe\n")]),
    Remedy::of(
        "csv-cell",
        "write names of groups, separated by single commas",
        &[("Sales,,Ops", "Sales,Ops")],
    )
    .written(
        r#"group "Sales"
group "Ops"
users from="people.csv"
"#,
    )
    .beside(&[(
        "people.csv",
        r#"username,group_ids
ana,"Sales,,Ops"
"#,
    )]),
    Remedy::of("csv-column-ignored", "delete it", &[(",shoe_size", ""), (",38", "")]),
    Remedy::of(
        "csv-columns",
        "delete one of the two in every row",
        &[("e-mail,company,company", "email,company"), (",Acme,Acme", ",Acme")],
    ),
    Remedy::of(
        "csv-columns",
        "begin with: username,email,full_name",
        &[("\n", "username,email,full_name\n")],
    )
    .written(r#"users from="people.csv""#)
    .beside(&[("people.csv", "\n")])
    .then_told(&["include-nothing"]),
    Remedy::of(
        "csv-columns",
        "the first row names the columns; `username` is required",
        &[("mail,full", "username,full")],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[("people.csv", "mail,full_name\nana,Ana Duarte\n")]),
    Remedy::of(
        "csv-columns",
        "delete the column in every row",
        &[(",api_token", ""), (",tr0ub4dor", "")],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[("people.csv", "username,api_token\nana,tr0ub4dor\n")]),
    Remedy::of("csv-comments", "put the username in quotes", &[("#ben", r##""#ben""##)])
        .written("users from=\"people.csv\"\n")
        .beside(&[("people.csv", "username,full_name\n#ben,Ben Okafor\n")]),
    Remedy::of(
        "csv-encoding",
        r#"save it as "CSV UTF-8 (comma delimited)""#,
        &[("username;full_name", "username,full_name"), ("ana;Ana", "ana,Ana")],
    ),
    Remedy::of(
        "csv-format",
        "put the whole cell in quotes, and double the quotes in it",
        &[(r#"likes "quotes""#, r#""likes ""quotes""""#)],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[(
        "people.csv",
        r#"username,notes
ana,likes "quotes"
"#,
    )]),
    Remedy::of(
        "csv-format",
        "a cell that holds a comma is quoted",
        &[("Acme, Inc.", r#""Acme, Inc.""#)],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[("people.csv", "username,company\nana,Acme, Inc.\n")]),
    Remedy::of(
        "csv-format",
        "double the quotes in a cell, and put a comma behind it",
        &[(r#""a"b"#, r#""a""b""#)],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[(
        "people.csv",
        r#"username,notes
ana,"a"b
"#,
    )]),
    Remedy::of("csv-format", "close the quote", &[(r#""open"#, r#""open""#)])
        .written("users from=\"people.csv\"\n")
        .beside(&[(
            "people.csv",
            r#"username,notes
ana,"open
"#,
        )]),
    Remedy::of("csv-formula", "write a single quote before it", &[(r#""=HYPER"#, r#""'=HYPER"#)]),
    Remedy::of("folder-permissions-ignored", "clear this cell", &[(",Y,Sales=readonly", ",Y,")]),
    Remedy::of(
        "folder-permissions-ignored",
        "write `N` if only these folders are meant",
        &[(",Y,Sales", ",N,Sales")],
    ),
    Remedy::of(
        "include-missing",
        "paths are relative to the file that names them",
        &[(r#""people.csv""#, r#""hr/people.csv""#)],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[("hr/people.csv", "username\nana\n")]),
    Remedy::of(
        "include-nothing",
        "correct it, or delete the line",
        &[("users from=\"people.csv\"\n", "")],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[("people.csv", "username\n")]),
    Remedy::of("secret-in-file", "clear the cell, and change the password", &[("tr0ub4dor", "")])
        .written("users from=\"people.csv\"\n")
        .beside(&[("people.csv", "username,email,password\nana,a@x.example,tr0ub4dor\n")]),
    Remedy::of(
        "self-managed-mismatch",
        "use `email_signup`",
        &[("ana,password", "ana,email_signup")],
    ),
    Remedy::of("self-managed-mismatch", "clear the cell", &[(".example,Y", ".example,")]),
    Remedy::of(
        "unknown-group",
        r#"declare it in the definition: group "Ops""#,
        &[("", "group \"Ops\"\n")],
    )
    .written("users from=\"people.csv\"\n")
    .beside(&[("people.csv", "username,group_ids\nana,Ops\n")]),
];
