//! Whatever a name or a message says, a report stays a report: it parses, and holds no markup,
//! no link and no command but ours.

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use siteplan::facade::diagnostic::{Code, Diagnostic, Edit};
use siteplan::facade::diff::{Address, Assignment, Change, Field, Operation, Origin, Subject};
use siteplan::facade::drift::{
    self, AccessDrift, AccessSide, Drift, Fate, Idle, ObjectDrift, OwnerDrift, OwnerName,
    Remembered, Standing, UndeclaredDrift, Unused, ValueDrift,
};
use siteplan::facade::live::Unread;
use siteplan::facade::model::{Definition, Level, Value, kinds};
use siteplan::facade::plan::{
    AccessCause, AccessChange, AccessGrant, AccessImpact, AccessMove, AccessPlace, AccessThrough,
    AccessVia, Advice, Cycle, Plan, Precedence, Reason, Scope, Sign, StepId, Transient,
    TransientKind, Witness,
};
use siteplan::facade::render::assertions::assertions;
use siteplan::facade::render::findings::Findings;
use siteplan::facade::render::github::{drift as drift_github, findings as github};
use siteplan::facade::render::markdown;
use siteplan::facade::render::reports::{gitlab, junit, sarif};
use siteplan::facade::render::repository::Repository;
use siteplan::facade::source::{Sources, Span};

const FRAGMENTS: &[&str] = &[
    "a",
    "Ben",
    " ",
    "  ",
    "](https://evil.example)",
    "[x](",
    "![",
    "<script>",
    "</details>",
    "<!--",
    "-->",
    "`",
    "```",
    "````````````",
    "|",
    "\\|",
    "\\",
    "\\\\",
    "\n",
    "\r\n",
    "\n\n# ",
    "\n::error::x",
    "::set-env name=x::",
    "##[error]",
    "%0A",
    "%",
    ",",
    ":",
    "\u{1b}[31m",
    "\u{0}",
    "\u{7}",
    "\u{202e}",
    "\u{2066}",
    "]]>",
    "<![CDATA[",
    "@everyone",
    "@ada",
    "#123",
    "GH-1",
    "org/repo#1",
    "https://evil.example",
    "www.evil.example",
    "a@evil.example",
    ":tada:",
    "$x$",
    "*",
    "**",
    "_",
    "__",
    "~~",
    "- ",
    "1. ",
    "> ",
    "---",
    "&amp;",
    "&#64;",
    "\"",
    "'",
    "\\\"",
    "\u{fffe}",
    "\u{feff}",
    "é",
    "😀",
    "{0}",
    "[^1]",
    "\t",
];

fn hostile() -> impl Strategy<Value = String> {
    let fragments = prop::collection::vec(prop::sample::select(FRAGMENTS), 1..8);
    let long = (prop::sample::select(FRAGMENTS), 200..400_usize).prop_map(|(f, n)| f.repeat(n));
    prop_oneof![9 => fragments.prop_map(|parts| parts.concat()), 1 => long]
}

fn repository() -> Repository {
    let link_base = Some("https://ours.example/blob/1".to_owned());
    Repository { link_base, ..Repository::default() }
}

/// A plan in which every name is the same hostile text.
fn plan(name: &str) -> Plan {
    let text = || name.to_owned();
    let origin = || Some(Origin::new(text(), 3));
    let after = || Value::text(format!("{name}\nmore"));
    let change = |operation, address: Address, attribute: &str| {
        let field = address.kind().field(attribute).expect("a field");
        Change::new(operation, address)
            .set(vec![Assignment::new(field, Value::text(name), after())])
            .declared(origin())
            .was(Some(text()))
    };
    let grant =
        |grantee| Address::Grant { path: text(), grantee, level: Level::ReadOnly, recursive: true };
    let changes = vec![
        change(Operation::Create, Address::User { user: text() }, "notes"),
        change(Operation::Update, Address::Automation { name: text() }, "owner"),
        change(Operation::Delete, Address::Group { group: text() }, "notes"),
        Change::new(Operation::Create, grant(Subject::AllOf(vec![text(), text()]))),
        Change::new(Operation::Delete, Address::Folder { path: format!("{name}/x") }),
    ];
    let place = |path: &str, scope| AccessPlace { path: path.to_owned(), scope };
    let moved = |sign, because| AccessChange {
        place: place(name, Scope::BelowOnly),
        change: sign,
        atoms: vec!["read".to_owned(), text()],
        except: vec![place(name, Scope::Whole), place("x", Scope::FolderOnly)],
        through: vec![AccessThrough {
            because,
            account: None,
            grant: Some(AccessGrant {
                holder: AccessVia::Group(text()),
                level: Level::ReadOnly,
                on: "elsewhere".to_owned(),
                recursive: false,
            }),
            declared: origin(),
        }],
    };
    let people = AccessMove {
        people: vec![text(), "ada".to_owned()],
        group: Some(text()),
        changes: vec![
            moved(Sign::Lost, AccessCause::Fence(text())),
            moved(Sign::Gained, AccessCause::Membership),
        ],
    };
    let access = AccessImpact { gain: 2, lose: 2, moves: vec![people] };
    let witness = Witness {
        person: text(),
        others: 2,
        place: place(name, Scope::Whole),
        atoms: vec!["read".to_owned()],
    };
    let transient = Transient {
        what: TransientKind::Assertion { expect: text(), person: text(), path: text() },
        from: StepId(1),
        until: StepId(3),
        circle: vec![Precedence {
            first: StepId(1),
            then: StepId(2),
            reason: Reason::KeepsAccess(Box::new(witness)),
        }],
    };
    let bridge = Change::new(Operation::Create, Address::Group { group: text() }).temporary();
    let changes = changes.into_iter().chain([bridge]).collect();
    Plan { transient: vec![transient], ..crate::plans::plan(name, changes, access) }
}

/// Drift in which every name is the same hostile text.
fn drift(name: &str) -> Drift {
    let text = || name.to_owned();
    let origin = || Origin::new(text(), 3);
    let remembered = || {
        let at = "2026-05-02T11:00:00Z".parse().expect("an instant");
        vec![Remembered { at, by: Some(text()), text: text() }]
    };
    let moves = plan(name).access.moves.into_iter();
    let moves: Vec<AccessDrift> =
        moves.map(|access| AccessDrift { access, remembered: remembered() }).collect();
    let side = AccessSide { people: 2, moves };
    let different = ObjectDrift {
        address: Address::User { user: text() },
        standing: Standing::Different,
        live_name: Some(text()),
        values: vec![ValueDrift {
            field: Field::attribute(&kinds::USER, "notes"),
            live: Value::text(name),
            definition: Value::text(format!("{name}\nmore")),
        }],
        declared: Some(origin()),
        remembered: remembered(),
    };
    let owner = OwnerDrift {
        automation: text(),
        definition: OwnerName::User(text()),
        live: OwnerName::DeletedUser(7),
        declared: origin(),
        remembered: remembered(),
    };
    let undeclared = UndeclaredDrift {
        address: Address::Group { group: text() },
        on_apply: Fate::Removed,
        values: Vec::new(),
        declared: Some(origin()),
        advice: Advice {
            keep: Some(text()),
            take_away: Some(text()),
            within: Some(text()),
            others: 2,
        },
        remembered: remembered(),
    };
    let idle = |user: Option<String>| Idle {
        user,
        name: name.to_owned(),
        last: None,
        declared: Some(origin()),
    };
    Drift {
        format: drift::FORMAT.to_owned(),
        version: drift::VERSION,
        target: text(),
        definition: String::new(),
        live: String::new(),
        powers: Default::default(),
        gained: side.clone(),
        lost: side,
        owners: vec![owner],
        differences: vec![different],
        undeclared: vec![undeclared],
        kept: 0,
        not_understood: vec![text()],
        unread: vec![Unread { list: text(), why: text() }],
        unused: Some(Unused {
            since: "2026-03-03T00:00:00Z".parse().expect("a moment"),
            accounts: vec![idle(None)],
            keys: vec![idle(Some(name.to_owned()))],
        }),
        not_looked_at: Vec::new(),
    }
}

struct Found {
    sources: Sources,
    all: Vec<Diagnostic>,
}

fn found(name: &str) -> Found {
    let mut sources = Sources::default();
    let file = sources.add(name, format!("😀 user {name}\n"));
    let span = Span::new(file, 5, 9);
    let edit = Edit { span, text: name.to_owned() };
    let all = vec![
        Diagnostic::error(Code("unknown-group"), format!("no group is named `{name}`: {name}"))
            .at(span, name)
            .at(span, format!("see {name:?}"))
            .help(name)
            .fix(name, vec![edit]),
        Diagnostic::warning(Code("name-not-full"), name).help(format!("say {name}")),
        Diagnostic::info(Code("kdl-string"), format!("{name:?} is {name}")).at(span, ""),
    ];
    Found { sources, all }
}

/// Every piece of markup and every link in a comment is one of ours; every plain word is inert.
fn assert_inert(comment: &str) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH;
    for event in Parser::new_ext(comment, options) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => {
                let html = html.trim();
                let ours = ["</details>", "<sub>", "</sub>"].contains(&html)
                    || (html.starts_with("<details><summary>") && html.ends_with("</summary>"))
                    || (html.starts_with("<!-- siteplan:")
                        && html.ends_with(" -->")
                        && html.matches("--").count() == 2);
                assert!(ours, "HTML: {html:?} in\n{comment}");
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                assert!(dest_url.starts_with("https://ours.example/blob/1/"), "{dest_url}");
            }
            Event::Start(
                Tag::Image { .. }
                | Tag::Strikethrough
                | Tag::Emphasis
                | Tag::FootnoteDefinition(_)
                | Tag::BlockQuote(_),
            )
            | Event::FootnoteReference(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::Rule => panic!("{event:?} in\n{comment}"),
            _ => {}
        }
    }
    for text in plain_texts(comment, options) {
        let steers = ["@", "#", "<", "://", "www.", "$", "`", "*", "|"];
        let found = steers.iter().find(|mark| text.contains(**mark));
        assert!(found.is_none(), "{found:?} is plain text: {text:?} in\n{comment}");
    }
    let unseen = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
    assert!(!comment.contains(unseen), "{comment:?}");
    assert!(comment.encode_utf16().count() < 65_000);
}

/// So many commands of the workflow, each a line, with properties that are ours.
fn assert_annotations(text: &str, count: usize) {
    assert_eq!(text.lines().count(), count, "{text}");
    for line in text.lines() {
        let known = ["::error ", "::warning ", "::notice "];
        let rest = known.iter().find_map(|head| line.strip_prefix(head));
        let (properties, _) = rest.expect("a command").split_once("::").expect("a message");
        for property in properties.split(',') {
            let (name, value) = property.split_once('=').expect("a value");
            let known = ["file", "line", "col", "endLine", "endColumn", "title"];
            assert!(known.contains(&name), "{line}");
            assert!(!value.contains(':'));
        }
        assert!(!line.contains('\x1b'));
    }
}

/// What is neither in a code span nor in a code block.
fn plain_texts(comment: &str, options: Options) -> Vec<String> {
    let (mut texts, mut in_block) = (Vec::new(), false);
    for event in Parser::new_ext(comment, options) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_block = true,
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => in_block = false,
            Event::Text(text) if !in_block => texts.push(text.into_string()),
            _ => {}
        }
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn comments_hold_no_markup_but_ours(name in hostile()) {
        let (plan, found, repository) = (plan(&name), found(&name), repository());
        let findings =
            Findings { found: &found.all, sources: &found.sources, repository: &repository };
        assert_inert(&markdown::plan(&plan, Some(&findings), &repository));
        assert_inert(&markdown::plan(&plan, None, &repository));
        assert_inert(&markdown::no_plan(&markdown::Obstacle::Definition, &findings));
        let cycle = Cycle {
            steps: vec![
                (Operation::Create, Address::User { user: name.clone() }, Reason::NewBeforeOld),
                (
                    Operation::Delete,
                    Address::Group { group: name.clone() },
                    Reason::Refers { to: name.clone() },
                ),
            ],
        };
        assert_inert(&markdown::no_plan(&markdown::Obstacle::Circle(&cycle), &findings));
        assert_inert(&markdown::check(&findings, &[], "an empty definition"));
        assert_inert(&markdown::drift::drift(&drift(&name), &name, &repository));
        assert_inert(&markdown::drift::not_compared(&findings));
    }

    #[test]
    fn names_are_read_as_they_are(name in "[a-z|`\\\\*_<>@#\\[\\]() ]{1,40}") {
        let comment = markdown::plan(&plan(&name), None, &repository());
        let rows: Vec<String> = Parser::new_ext(&comment, Options::ENABLE_TABLES)
            .filter_map(|event| match event {
                Event::Code(code) => Some(code.into_string()),
                _ => None,
            })
            .collect();
        // The list of automations is no table, the rows about people are.
        let shown = if name.trim().is_empty() { format!("{name:?}") } else { name };
        prop_assert!(rows.iter().filter(|code| **code == shown).count() >= 3, "{rows:?}");
    }

    #[test]
    fn annotations_are_a_line_each(name in hostile()) {
        let (found, repository) = (found(&name), repository());
        let findings =
            Findings { found: &found.all, sources: &found.sources, repository: &repository };
        assert_annotations(&github::annotations(&findings), found.all.len());
        // The totals, and an entry of each kind.
        assert_annotations(&drift_github::annotations(&drift(&name), &repository), 6);
    }

    #[test]
    fn machine_reports_parse(name in hostile()) {
        let (found, repository) = (found(&name), repository());
        let findings =
            Findings { found: &found.all, sources: &found.sources, repository: &repository };
        let log = serde_json::to_value(sarif::log(&findings, "check")).expect("JSON");
        super::reports::assert_sarif(&log);
        let issues = serde_json::to_value(gitlab::issues(&findings)).expect("JSON");
        prop_assert_eq!(issues.as_array().expect("a list").len(), found.all.len());
        let site = Definition::default();
        let xml = junit::report(&findings, &assertions(&site, &found.all, true), true);
        let document = roxmltree::Document::parse(&xml).expect("XML");
        let known = ["testsuites", "testsuite", "testcase", "failure", "skipped"];
        let elements = document.descendants().filter(|node| node.is_element());
        for element in elements {
            prop_assert!(known.contains(&element.tag_name().name()), "{xml}");
        }
        let failures = document.descendants().filter(|node| node.has_tag_name("failure")).count();
        prop_assert_eq!(failures, 1);
    }
}
