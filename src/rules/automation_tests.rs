//! What the rules about automations find beyond their pages.

use crate::rules::tests::messages;

fn site(people: &str, from: &str, to: &str) -> String {
    format!(
        "{people}\n automation \"a\" {{ owner \"site\"; copy-file {{ source {from:?}; \
         destination {to:?}; }}; trigger \"manual\"; }}"
    )
}

#[test]
fn a_group_covers_what_one_of_its_members_covers() {
    let people = |member: &str| {
        format!(
            "user \"u\" {{ groups {member}; }}\n group \"G\"\n group \"H\"\n \
             folder \"In\" {{ grant \"admin\" group=\"G\"; }}\n \
             folder \"Out\" {{ grant \"admin\" group=\"H\"; }}"
        )
    };
    let code = "editor-takes-ownership";
    let found = |member: &str| messages(code, &site(&people(member), "In/*.pdf", "Out/%Y/"));
    assert_eq!(found("\"G\""), ["an edit by group `G` stops automation `a`"]);
    assert!(found("\"G\" \"H\"").is_empty(), "who is in both has all paths");
    assert!(found("#null").is_empty(), "nobody is in the groups");
    let hidden = "log-hidden-from-owner";
    let logs = messages(hidden, &site(&people("\"G\" \"H\""), "In/*.pdf", "Out/%Y/"));
    assert_eq!(logs, ["logs of automation `a` are hidden from group `G` and group `H`"]);
}

#[test]
fn what_a_wildcard_may_reach_is_not_said_to_be_missing() {
    let people = "user \"u\"\n folder \"In\" { grant \"admin\" user=\"u\"; }\n \
                  folder \"Out/u\" { grant \"admin\" user=\"u\"; }";
    let found = |to: &str| messages("editor-takes-ownership", &site(people, "In/*", to)).len();
    assert_eq!(found("Out/%Y/"), 0, "undecided");
    assert_eq!(found("Out/"), 1);
    assert_eq!(found("Out/u/"), 0);
}

#[test]
fn three_are_named_and_the_others_mentioned() {
    let mut people = String::from("folder \"In\" {");
    people.extend(["a", "b", "c", "d", "e"].map(|u| format!("grant \"admin\" user={u:?};")));
    people.push('}');
    people.extend(["a", "b", "c", "d", "e"].map(|u| format!("\nuser {u:?}")));
    let found = messages("editor-takes-ownership", &site(&people, "In/*", "Out/"));
    let who = "user `a`, user `b`, user `c` or others";
    assert_eq!(found, [format!("an edit by {who} stops automation `a`")]);
}

#[test]
fn what_is_remote_is_said_once() {
    let text = "user \"u\"\n automation \"a\" { owner user=\"u\"; delete-file { \
                source \"_/RemoteServers/3/Old/*.tmp\"; }; trigger \"manual\"; }";
    assert_eq!(messages("automation-needs-remote", text).len(), 1);
    assert!(messages("owner-not-folder-admin", text).is_empty());
}

#[test]
fn an_owner_must_be_folder_admin_at_or_above_the_fixed_part() {
    let site = |role: &str, admin: &str, source: &str, destination: &str| {
        format!(
            "user \"u\" {{ {role} }}\n {admin}\n automation \"a\" {{ owner user=\"u\"; \
             copy-file {{ source {source:?}; destination {destination:?}; }}; \
             trigger \"manual\"; }}"
        )
    };
    let admin = |folder: &str| format!("folder {folder:?} {{ grant \"admin\" user=\"u\"; }}");
    let found = |admin: &str, source: &str, destination: &str| {
        messages("owner-not-folder-admin", &site("", admin, source, destination)).len()
    };
    assert_eq!(found("", "A/*.pdf", "B/"), 2);
    assert_eq!(found(&admin("A"), "A/*.pdf", "A/b/%Y/"), 0);
    assert_eq!(found(&admin("a"), "A/x/*.pdf", "./done/"), 0, "compared like paths");
    assert_eq!(found(&admin("A/x"), "A/*/in/*.pdf", "A/x/"), 0, "a grant below may cover it");
    assert_eq!(found(&admin("A/x"), "A/y.pdf", "A/x/"), 1, "no wildcard: not covered");
    assert_eq!(found(&admin("/"), "**/*.pdf", "B/"), 0);
    let by_admin = site("role \"site-admin\"", "", "A/*", "B/");
    assert_eq!(
        messages("owner-not-folder-admin", &by_admin),
        ["site administrator `u` cannot own automation `a`"]
    );
}

#[test]
fn output_feeds_the_source_only_where_that_is_certain() {
    let found = |source: &str, destination: &str| {
        let site = format!(
            "automation \"a\" {{ owner \"site\"; copy-file {{ source {source:?}; \
             destination {destination:?}; }}; trigger \"manual\"; }}"
        );
        messages("destination-feeds-source", &site).len()
    };
    assert_eq!(found("In/*.{pdf,txt}", "in/"), 1, "the very folder, in another case");
    assert_eq!(found("In/*.pdf", "In/all.pdf"), 1, "a file that the source matches");
    assert_eq!(found("In/*.pdf", "In/all.txt"), 0);
    assert_eq!(found("*/*.pdf", "Out/"), 1);
    assert_eq!(found("*/*.pdf", "Out/deep/"), 0);
    assert_eq!(found("In/**", "In/old/"), 1);
    assert_eq!(found("In/**/*.pdf", "In/%Y/"), 1, "in whatever year");
    assert_eq!(found("In/*.pdf", "In/%Y/"), 0);
    assert_eq!(found("A/*.pdf", "./"), 1);
    assert_eq!(found("A/*.pdf", "A/%Y.pdf"), 1);
    assert_eq!(found("A/*.pdf", "A/%Y.txt"), 0);
    assert_eq!(found("A/*.pdf", "../A/"), 1);
    assert_eq!(found("*/*.pdf", "%p1/"), 1, "back into its own folder");
    assert_eq!(found("A/*.pdf", "%u-where/"), 0, "only the webhook tells");
}

#[test]
fn schedules_and_triggers_say_what_is_wrong() {
    let found = |code: &str, rest: &str| {
        messages(code, &format!("automation \"a\" {{ owner \"site\"; run-sync; {rest} }}"))
    };
    let custom = |block: &str| format!("trigger \"custom-schedule\" {{ {block} }}");
    let lacks = |what: &str| vec![format!("the trigger of automation `a` lacks {what}")];
    let code = "trigger-incomplete";
    assert_eq!(found(code, &custom("days 1")), lacks("times of day"));
    assert_eq!(found(code, &custom("at \"02:00\"")), lacks("days of the week"));
    assert_eq!(found(code, "trigger \"action\""), lacks("actions"));
    assert!(found(code, &custom("days 1; at \"02:00\"")).is_empty());
    let code = "schedule-invalid";
    assert!(found(code, &custom("days 0 6; at \"7:30\" \"23:59\"")).is_empty());
    assert_eq!(found(code, &custom("days 1; at \"7\" \"12:60\" \"noon\"")).len(), 3);
    let retry = |minutes: i64, tries: i64| {
        let retry = format!(
            "trigger \"manual\"; retry-on-failure-interval-in-minutes {minutes}; \
             retry-on-failure-number-of-attempts {tries}"
        );
        found(code, &retry).len()
    };
    assert_eq!((retry(5, 10), retry(1440, 0), retry(4, 11)), (0, 0, 2));
}

/// The automation of `pat`, who is Folder Admin of `Archive`, and what the rules on coverage say.
fn of_pat(automation: &str) -> Vec<String> {
    let site = format!(
        "user \"pat\"\nfolder \"Archive\" {{ grant \"admin\" user=\"pat\"; }}\n\
         folder \"Other\"\nfolder \"Secret\"\n\
         automation \"x\" {{ owner user=\"pat\"; {automation} }}"
    );
    coverage(&site)
}

fn coverage(site: &str) -> Vec<String> {
    let codes = [
        "owner-not-folder-admin",
        "owner-lacks-access",
        "automation-needs-remote",
        "coverage-undecided",
        "automation-path-invalid",
    ];
    codes
        .iter()
        .flat_map(|code| messages(code, site).into_iter().map(move |it| format!("{code}: {it}")))
        .collect()
}

fn no_admin_of(folder: &str) -> String {
    format!("owner-not-folder-admin: `pat`, who owns `x`, is no folder admin of `{folder}`")
}

#[test]
fn relative_paths_begin_where_the_automation_works() {
    let found = |action: &str| of_pat(&format!("{action}; trigger \"manual\""));
    let copies = |to: &str| {
        found(&format!(
            "copy-file {{ path \"Archive/in\"; source \"*.csv\"; destination {to:?}; }}"
        ))
    };
    assert_eq!(copies("../../Other/"), [no_admin_of("Other")]);
    assert!(copies("../out/").is_empty());
    assert!(copies("./out/%Y/").is_empty());
    assert_eq!(
        copies("../../../Other/"),
        ["automation-path-invalid: `../../../Other/` is no path that automation `x` can work on"]
    );
    assert_eq!(
        found("delete-file { path \"Archive\"; source \"../Secret/*\"; }"),
        [no_admin_of("Secret")]
    );
    assert_eq!(
        found("move-file { source \"Archive/*.pdf\"; destination \"../Other/\"; }"),
        [no_admin_of("Other")]
    );
    let up = found("move-file { source \"Archive/**/*.pdf\"; destination \"../done/\"; }");
    assert_eq!(
        up,
        [
            "coverage-undecided: whether `pat`, who owns `x`, covers all that it does cannot be decided"
        ]
    );
    assert!(
        found("move-file { source \"Archive/**/*.pdf\"; destination \"./done/\"; }").is_empty()
    );
}

#[test]
fn folders_are_made_in_those_that_the_path_names() {
    let site = |people: &str, folder: &str, to: &str| {
        coverage(&format!(
            "{people}\nfolder \"AccountingAndTax\" {{ grant \"admin\" user=\"pat\"; }}\n\
             automation \"x\" {{ owner user=\"pat\"; create-folder {{ path {folder:?}; \
             destination {to:?}; }}; trigger \"daily\" interval=\"quarter-end\"; }}"
        ))
    };
    let states = "AccountingAndTax/SalesTax/State/*/";
    let found = |folder: &str, to: &str| site("user \"pat\"", folder, to);
    assert!(found(states, "%Y/Quarter-ending-%m-%d").is_empty());
    assert!(found(states, "Reports").is_empty());
    assert_eq!(found("Other/*", "Reports"), [no_admin_of("Other"), no_admin_of("Other")]);
    assert_eq!(found(states, "../../../../Reports").len(), 1);
}

#[test]
fn tokens_of_a_file_are_decided_from_both_sides() {
    let clients = |grants: &str, to: &str| {
        coverage(&format!(
            "user \"pat\"\nfolder \"Clients\" {{ {grants} }}\n\
             automation \"x\" {{ owner user=\"pat\"; copy-file {{ \
             source \"Clients/{{a,b}}/in/*.pdf\"; destination {to:?}; }}; trigger \"manual\"; }}"
        ))
    };
    let both = "folder \"a\" { grant \"admin\" user=\"pat\"; }; \
                folder \"b\" { grant \"admin\" user=\"pat\"; }";
    let undecided = |to: &str| {
        vec![format!(
            "coverage-undecided: whether `pat`, who owns `x`, covers `{to}` cannot be decided"
        )]
    };
    assert_eq!(clients(both, "Clients/%p2/out/"), undecided("Clients/%p2/out/"));
    assert!(clients("grant \"admin\" user=\"pat\"", "Clients/%p2/out/").is_empty());
    // The parent of each file is `in`.
    assert_eq!(
        clients(both, "Clients/%p1/"),
        ["owner-lacks-access: `pat`, who owns `x`, lacks `write` on `Clients/in/x`"]
    );
    assert_eq!(clients(both, "Out/%p1/"), [no_admin_of("Out")]);
    assert_eq!(clients(both, "Clients/%q/"), undecided("Clients/%q/"), "no document knows it");
}

#[test]
fn exclusions_narrow_what_is_surely_missing() {
    let sweep = |exclude: &str| {
        coverage(&format!(
            "user \"pat\"\nfolder \"A\" {{ grant \"admin\" user=\"pat\"; }}\nfolder \"B\"\n\
             automation \"x\" {{ owner user=\"pat\"; delete-file {{ source \"{{A,B}}/*.tmp\"; \
             exclude-pattern {exclude:?}; }}; trigger \"manual\"; }}"
        ))
    };
    assert_eq!(
        sweep("keep*"),
        ["owner-lacks-access: `pat`, who owns `x`, lacks `delete` on `B/.tmp`"]
    );
    assert_eq!(
        sweep("B/**"),
        ["coverage-undecided: whether `pat`, who owns `x`, covers `{A,B}/*.tmp` cannot be decided"]
    );
    assert_eq!(
        sweep("[x"),
        [
            "owner-lacks-access: `pat`, who owns `x`, lacks `delete` on `B/.tmp`",
            "automation-path-invalid: `[x` is no path that automation `x` can work on"
        ]
    );
}

#[test]
fn special_characters_are_escaped_within_brackets() {
    let site = |folder: &str| {
        coverage(&format!(
            "user \"pat\"\nfolder {folder:?} {{ grant \"admin\" user=\"pat\"; }}\n\
             automation \"x\" {{ owner user=\"pat\"; delete-file {{ \
             source \"R&D [\\\\[]2026[\\\\]]/*.tmp\"; }}; trigger \"manual\"; }}"
        ))
    };
    assert!(site("R&D [2026]").is_empty());
    assert_eq!(site("R&D 2026"), [no_admin_of("R&D [2026]")]);
}

#[test]
fn malformed_paths_are_told_and_not_decided() {
    let found = |source: &str| {
        let of = of_pat(&format!("delete-file {{ source {source:?}; }}; trigger \"manual\""));
        of.iter().filter(|it| it.starts_with("automation-path-invalid")).count()
    };
    for source in ["Ot[her/*", "[/x", "*/[/x", "Oth{er/x", "a}b", "[b-a]/*", "a\\"] {
        assert_eq!(found(source), 1, "{source}");
    }
    for source in ["Archive/*", "Archive/[\\?]x", "Archive/{a,{b,c}}", "Archive/x-y]"] {
        assert_eq!(found(source), 0, "{source}");
    }
    assert_eq!(found(&format!("Archive/{}", "{".repeat(4000))), 1);
    assert_eq!(found(&format!("Archive/{}", "x".repeat(5001))), 1);
    assert_eq!(found("_/RemoteServers/3/*.tmp"), 1);
    assert_eq!(found("_/RemoteServers/3/a.tmp"), 0);
}

#[test]
fn sets_hold_what_keys_write_otherwise() {
    let gap =
        |source: &str| of_pat(&format!("delete-file {{ source {source:?}; }}; trigger \"manual\""));
    assert_eq!(gap("[Ö]rders/*.x"), [no_admin_of("Örders")]);
    assert_eq!(gap("B[ß]/*"), [no_admin_of("Bß")]);
    assert_eq!(gap("Archiv[É]/*"), Vec::<String>::new(), "it is `Archive` to the site");
}

#[test]
fn what_is_remote_has_no_globs_in_any_field() {
    let found = |action: &str| {
        let all = of_pat(&format!("{action}; trigger \"manual\""));
        all.iter().filter(|it| it.starts_with("automation-path-invalid")).count()
    };
    let copy = |path: &str, source: &str| {
        found(&format!(
            "copy-file {{ path {path:?}; source {source:?}; destination \"Archive/\"; }}"
        ))
    };
    assert_eq!(copy("_/RemoteServers/3/Out", "*.csv"), 1);
    assert_eq!(copy("_/RemoteServers/3/Out", "a.csv"), 0);
    assert_eq!(copy("_/Workspaces/3/Out", "*.csv"), 0, "a workspace is the site's own");
}

#[test]
fn a_search_for_what_is_not_left_out_ends() {
    let sweep = |source: &str, exclude: &str| {
        of_pat(&format!(
            "delete-file {{ source {source:?}; exclude-pattern {exclude:?}; }}; trigger \"manual\""
        ))
    };
    assert_eq!(sweep("Other/*", &format!("*a{}", "?".repeat(40))), [no_admin_of("Other")]);
    let (a, b) = ("*a".repeat(256), "*b".repeat(256));
    let undecided = sweep(&format!("{{Archive,Other}}/{a}"), &b);
    assert!(undecided[0].starts_with("coverage-undecided"), "{undecided:?}");
}

#[test]
fn a_file_is_granted_by_its_folder() {
    let found = of_pat(
        "copy-file { source \"Archive/*\"; destination \"Other/all.csv\"; }; trigger \"manual\"",
    );
    assert_eq!(found, [no_admin_of("Other")]);
}

#[test]
fn a_child_sites_administrator_reaches_its_files() {
    let site = |grants: &str, source: &str, to: &str| {
        coverage(&format!(
            "user \"pat\" {{ groups \"Emea\"; }}\ngroup \"Emea\"\n\
             folder \"Branches\" {{ grant \"admin\" user=\"pat\"; }}\n{grants}\n\
             automation \"x\" {{ owner user=\"pat\"; copy-file {{ source {source:?}; \
             destination {to:?}; }}; trigger \"manual\"; }}"
        ))
    };
    let role =
        |grantee: &str| format!("child-site \"emea\" id=12 {{ grant \"site-admin\" {grantee}; }}");
    let copies = |grants: &str, to: &str| site(grants, "Branches/*.pdf", to);
    assert!(copies(&role("user=\"pat\""), "_/Sites/12/In/").is_empty());
    assert!(copies(&role("group=\"Emea\""), "_/Sites/12/In/").is_empty());
    let missing = "automation-needs-remote: `pat`, who owns `x`, has no access to \
                   `_/Sites/7/In` on a child site";
    assert_eq!(copies(&role("user=\"pat\""), "_/Sites/7/In/"), [missing]);
    let root = "folder \"/\" { grant \"admin\" user=\"pat\"; }";
    assert_eq!(copies(root, "_/Sites/7/In/"), [missing], "the root is this site's");
    let read_only = "child-site \"emea\" id=7 { grant \"read-only-admin\" user=\"pat\"; }";
    assert_eq!(copies(read_only, "_/Sites/7/In/"), [missing], "it reads no file");
    // What the root gives elsewhere is not documented.
    assert_eq!(
        copies(root, "_/Workspaces/3/In/"),
        ["coverage-undecided: whether `pat`, who owns `x`, covers `_/Workspaces/3/In/` cannot be \
          decided"]
    );
    let there = "folder \"_/RemoteServers/3\" { grant \"admin\" user=\"pat\"; }";
    assert!(copies(there, "_/RemoteServers/3/In/").is_empty());
    assert_eq!(copies("", "_/RemoteServers/3/In/").len(), 1);
}

#[test]
fn graphs_lead_where_their_nodes_lead() {
    let graph = |nodes: &str, edges: &str| of_pat(&format!("v2 {{ {nodes}; {edges} }}"));
    let one = |node: &str| {
        graph(
            &format!("node \"s\" type=\"trigger_manual\" {{ path \"Archive\"; }}; {node}"),
            "edge from=\"s\" to=\"c\"",
        )
    };
    assert!(one("node \"c\" type=\"copy_file\" { destinations \"Archive/old/\"; }").is_empty());
    for node in ["copy_file", "move_file", "create_folder", "zip", "unzip", "gpg_encrypt"] {
        let word = if node.ends_with("_file") { "destinations" } else { "destination" };
        let found = one(&format!("node \"c\" type=\"{node}\" {{ {word} \"Nowhere/\"; }}"));
        let expected = match node {
            "create_folder" => {
                "coverage-undecided: whether `pat`, who owns `x`, covers `Nowhere/` \
                                cannot be decided"
                    .to_owned()
            }
            _ => no_admin_of("Nowhere"),
        };
        assert_eq!(found, [expected], "{node}");
    }
    assert_eq!(
        one("node \"c\" type=\"copy_file\" { source \"Other/*.pdf\"; destinations \"Nowhere/\"; }"),
        [no_admin_of("Other"), no_admin_of("Nowhere")]
    );
    assert_eq!(
        one("node \"c\" type=\"gpg_encrypt\" { destination \"Archive/{{ item.name }}.gpg\"; }"),
        Vec::<String>::new()
    );
    // Nothing leads to it, so it never runs.
    let away = graph(
        "node \"s\" type=\"trigger_manual\" { path \"Archive\"; }; \
         node \"c\" type=\"copy_file\" { destinations \"Nowhere/\"; }",
        "",
    );
    assert!(away.is_empty(), "{away:?}");
    // A circle is gone round once.
    let circle = graph(
        "node \"s\" type=\"trigger_action\" { path \"Other\"; }; \
         node \"a\" type=\"if\" { condition \"true\"; }; \
         node \"b\" type=\"delete_file\"",
        "edge from=\"s\" to=\"a\"; edge from=\"a\" to=\"b\"; edge from=\"b\" to=\"a\"",
    );
    assert_eq!(circle, [no_admin_of("Other")]);
    let mail = graph(
        "node \"s\" type=\"trigger_email\" { source \"*.pdf\"; }; \
         node \"c\" type=\"copy_file\" { destinations \"Archive/\"; }",
        "edge from=\"s\" to=\"c\"",
    );
    assert!(mail.is_empty(), "attachments lie nowhere on the site: {mail:?}");
    let given = graph(
        "node \"s\" type=\"trigger_manual\"; node \"c\" type=\"delete_file\"",
        "edge from=\"s\" to=\"c\"",
    );
    assert_eq!(given.len(), 1, "its files are named when it is started: {given:?}");
}

#[test]
fn automations_that_feed_each_other_are_told_once() {
    let site = |second: &str, third: &str| {
        let of = |name: &str, from: &str, to: &str| {
            format!(
                "automation {name:?} {{ owner \"site\"; copy-file {{ source {from:?}; \
                 destination {to:?}; }}; trigger \"manual\"; }}\n"
            )
        };
        let all = [of("a", "A/*.pdf", "B/"), of("b", "B/*.pdf", second), of("c", "C/*", third)];
        messages("destination-feeds-source", &all.concat())
    };
    assert_eq!(site("A/", "D/"), ["automations `a` and `b` feed each other: `A/.pdf` comes back"]);
    assert_eq!(
        site("C/", "A/"),
        ["automations `a`, `b` and `c` feed each other: `A/.pdf` comes back"]
    );
    assert!(site("C/", "D/").is_empty());
    assert!(site("C/", "A/%Y.txt").is_empty(), "it is no longer what `a` takes");
}
