//! Every word, from the definition as a whole inwards.

use super::node_types::NODE_TYPES;
use super::{Args, Children, Form, Prop, Word};
use crate::model::account::{LOCAL_ROLES, PROTOCOLS, ROLES};
use crate::model::automation::{ACTIONS, TRIGGERS};
use crate::model::expect::{ATOMS, Kept, OUTSIDE_PARTNERS, Verb};
use crate::model::kebab_case;
use crate::model::kinds::behavior_types;
use crate::model::{ChildLevel, Kind, Level, Subscription, ValueKind, kinds};

pub(super) fn names<T>(table: &[(&str, T)]) -> Vec<String> {
    table.iter().map(|(word, _)| (*word).to_owned()).collect()
}

fn words(list: &[&str]) -> Vec<String> {
    list.iter().map(|word| (*word).to_owned()).collect()
}

/// What assertions speak of. Some levels are called as what they give.
pub fn wanted() -> Vec<String> {
    let levels = Level::WORDS.iter().map(|(word, _)| *word);
    let levels = levels.filter(|level| !ATOMS.contains(level));
    ATOMS.iter().copied().chain(levels).map(str::to_owned).collect()
}

fn choices(kind: &'static Kind, attribute: &'static str) -> Vec<String> {
    let choices = match kind.known(attribute).kind {
        ValueKind::Choice(choices) | ValueKind::List(&ValueKind::Choice(choices)) => choices,
        _ => &[],
    };
    choices.iter().map(|choice| kebab_case(choice)).collect()
}

/// What somebody can be mailed about.
fn events(kind: &'static Kind) -> Vec<String> {
    kind.events().map(|(word, _)| word.to_owned()).collect()
}

pub(super) const TEXT: Form = Form::Is(ValueKind::Text);
const NUMBER: Form = Form::Is(ValueKind::Int);
pub(super) const FLAG: Form = Form::Is(ValueKind::Bool);
pub(super) const PATH: Form = Form::Is(ValueKind::Path);
const SECRET: Form = Form::Is(ValueKind::Secret);

pub(super) const NAME: &[Args] = &[one(TEXT)];
const NAMES: &[Args] = &[some(1, TEXT)];
const NAME_OR_NULL: &[Args] = &[one(Form::NamesOrNull)];
const NAMES_OR_NULL: &[Args] = &[some(1, Form::NamesOrNull)];

const fn one(form: Form) -> Args {
    Args { least: 1, most: Some(1), form }
}

const fn some(least: u8, form: Form) -> Args {
    Args { least, most: None, form }
}

pub(super) const fn prop(name: &'static str, form: Form) -> Prop {
    Prop { name, required: false, form }
}

pub(super) const fn needed(name: &'static str, form: Form) -> Prop {
    Prop { name, required: true, form }
}

/// A day or an instant.
pub(super) const FROM: Prop = prop("from", TEXT);
pub(super) const UNTIL: Prop = prop("until", TEXT);
const TIMES: &[Prop] = &[FROM, UNTIL];

/// A word that takes nothing and stands once; the rest is said with `..`.
pub(super) const fn word(name: &'static str, about: &'static str) -> Word {
    Word {
        name,
        about,
        many: false,
        args: &[],
        props: &[],
        templated: false,
        any_props: false,
        children: Children::None,
    }
}

pub(super) const fn many(name: &'static str, about: &'static str, args: &'static [Args]) -> Word {
    Word { many: true, args, ..word(name, about) }
}

pub static SITE: Word = Word {
    args: &[Args { least: 0, most: Some(1), form: TEXT }],
    children: Children::Words(&[&HOST, &SUBSCRIPTION, &SETTINGS, &SSO]),
    ..word("site", "The site itself.")
};
static HOST: Word = Word { args: NAME, ..word("host", "The host of the site's API.") };
static SUBSCRIPTION: Word = Word {
    args: &[one(Form::OneOf(|| names(Subscription::WORDS)))],
    ..word("subscription", "The plan of Files.com that the site is on.")
};
static SETTINGS: Word = Word {
    many: true,
    children: Children::Attributes(&[], &kinds::SITE),
    ..word("settings", "Attributes of the site, by the API's names in kebab-case.")
};
static SSO: Word = Word {
    props: &[needed("id", NUMBER)],
    ..many("sso", "An SSO strategy that exists on the site.", NAME)
};

pub(super) static TEMPLATE: Word = Word {
    templated: true,
    children: Children::Template,
    ..many("template", "What objects take over with `use=`; properties are parameters.", NAME)
};

pub(super) static INCLUDE: Word = many("include", "Files of the definition, as globs.", NAMES);

/// The words of `type=`.
pub const PARAM_TYPES: [&str; 3] = ["text", "number", "flag"];
pub(super) static PARAM: Word = Word {
    props: &[prop("default", Form::Scalar), prop("type", Form::OneOf(|| words(&PARAM_TYPES)))],
    ..many("param", "What `{name}` stands for in texts; without a default it must be set.", NAME)
};
pub(super) static SET: Word = Word {
    children: Children::None,
    any_props: true,
    ..many("set", "The values of parameters, by their names; in the root file.", &[])
};

pub static LINT: Word = Word {
    many: true,
    children: Children::Words(&[&LINT_ALLOW, &LINT_WARN, &LINT_DENY]),
    ..word("lint", "The severity of findings, by their codes.")
};
static LINT_ALLOW: Word = many("allow", "Not shown.", NAMES);
static LINT_WARN: Word = many("warn", "Shown as warnings.", NAMES);
static LINT_DENY: Word = many("deny", "Shown as errors.", NAMES);
pub(super) static ALLOW_LINT: Word = many(
    "allow-lint",
    "A finding that is accepted in this object: its code, and the reason.",
    &[Args { least: 2, most: Some(2), form: TEXT }],
);

pub static USER: Word = Word {
    props: &[prop("was", TEXT)],
    templated: true,
    children: Children::Attributes(
        &[
            &ROLE,
            &PROTOCOL,
            &AUTHENTICATION,
            &GROUPS,
            &SSH_KEY,
            &API_KEY,
            &EMAIL_RECIPIENT,
            &HEIR,
            &ALLOW_LINT,
        ],
        &kinds::USER,
    ),
    ..many("user", "A person's account.", NAME)
};
pub static BOT: Word = Word {
    props: &[prop("was", TEXT)],
    templated: true,
    children: Children::Attributes(
        &[
            &ROLE,
            &PROTOCOL,
            &AUTHENTICATION,
            &GROUPS,
            &SSH_KEY,
            &API_KEY,
            &EMAIL_RECIPIENT,
            &HEIR,
            &SYSTEM,
            &ALLOW_LINT,
        ],
        &kinds::USER,
    ),
    ..many("bot", "An account that a workload uses.", NAME)
};
pub(super) static USERS: Word = Word {
    many: true,
    props: &[needed("from", TEXT)],
    ..word("users", "Users from a file of the bulk import.")
};
static ROLE: Word = Word {
    args: &[some(1, Form::OneOfOrNull(|| names(&[ROLES, LOCAL_ROLES].concat())))],
    props: TIMES,
    ..word("role", "Administrative roles.")
};
static PROTOCOL: Word = Word {
    args: &[some(1, Form::OneOfOrNull(|| names(PROTOCOLS)))],
    ..word("protocols", "The protocols that may be used.")
};
static AUTHENTICATION: Word = Word {
    args: &[one(Form::OneOf(|| choices(&kinds::USER, "authentication_method")))],
    props: &[prop("strategy", TEXT), prop("password", SECRET), prop("hash", SECRET)],
    ..word("authentication", "How the account signs in.")
};
static GROUPS: Word = Word {
    args: NAMES_OR_NULL,
    props: TIMES,
    ..word("groups", "All groups that the account is in.")
};
static SSH_KEY: Word = Word {
    props: &[prop("fingerprint", TEXT), FROM, UNTIL],
    ..many(
        "ssh-key",
        "A title and a public key, or the fingerprint of a key that the site has.",
        &[Args { least: 1, most: Some(2), form: Form::NamesOrNull }],
    )
};
pub(super) static SITE_API_KEY: Word = Word {
    props: &[prop("save-to", TEXT), FROM, UNTIL],
    templated: true,
    children: Children::Attributes(&[&ALLOW_LINT], &kinds::API_KEY),
    ..many("api-key", "An API key of the whole site; its secret goes to a new file, once.", NAME)
};
static API_KEY: Word = Word {
    props: &[prop("save-to", TEXT), FROM, UNTIL],
    templated: true,
    children: Children::Attributes(&[&ALLOW_LINT], &kinds::API_KEY),
    ..many("api-key", "An API key; its secret goes to a new file, once.", NAME_OR_NULL)
};
static EMAIL_RECIPIENT: Word = many(
    "additional-email-recipient",
    "Addresses that get a copy of what the user is mailed.",
    &[some(1, Form::NamesOrNull)],
);
static SYSTEM: Word = many("system", "The one workload that uses the bot.", NAMES);

pub static GROUP: Word = Word {
    props: &[prop("was", TEXT), prop("id", NUMBER)],
    templated: true,
    children: Children::Attributes(&[&MEMBER, &ADMIN, &PROTOCOL, &ALLOW_LINT], &kinds::GROUP),
    ..many("group", "A group of users.", NAME)
};
pub(super) static PARTNER_MEMBER: Word =
    Word { props: TIMES, ..many("member", "Users of the partner.", NAMES) };
pub(super) static PARTNER_ADMIN: Word =
    Word { props: TIMES, ..many("admin", "Users of the partner who administer it.", NAMES) };
static MEMBER: Word = Word { props: TIMES, ..many("member", "Users in the group.", NAMES_OR_NULL) };
static ADMIN: Word =
    Word { props: TIMES, ..many("admin", "Members who are group admins.", NAMES_OR_NULL) };

pub static FOLDER: Word = Word {
    props: &[prop("was", PATH)],
    templated: true,
    children: Children::Attributes(
        &[&FOLDER, &GRANT, &FENCE, &BEHAVIOR, &NOTIFY, &ALLOW_LINT],
        &kinds::FOLDER,
    ),
    ..many("folder", "A folder, by its path from the folder around it.", &[one(PATH)])
};
pub static GRANT: Word = Word {
    props: &[
        prop("group", TEXT),
        prop("user", TEXT),
        prop("partner", TEXT),
        prop("recursive", FLAG),
        FROM,
        UNTIL,
    ],
    children: Children::Words(&[&ALL_OF]),
    ..many(
        "grant",
        "Levels of access for a group, a user, a partner or the members of all of several groups.",
        &[some(1, Form::OneOfOrNull(|| names(Level::WORDS)))],
    )
};
static NOTIFY: Word = Word {
    props: &[prop("user", TEXT), prop("group", TEXT)],
    children: Children::Attributes(&[&ALL_OF], &kinds::NOTIFICATION),
    ..many(
        "notify",
        "What of the folder a user, a group or the members of all of several groups are mailed about.",
        &[some(1, Form::OneOfOrNull(|| events(&kinds::NOTIFICATION)))],
    )
};
pub(super) static BUNDLE_NOTIFY: Word = Word {
    props: &[needed("user", TEXT)],
    ..many(
        "notify",
        "What is done by the share link that a user is mailed about.",
        &[some(1, Form::OneOfOrNull(|| events(&kinds::BUNDLE_NOTIFICATION)))],
    )
};
static ALL_OF: Word =
    Word { args: &[some(2, TEXT)], ..word("all-of", "Groups that one must be in all of.") };
static FENCE: Word = Word {
    props: &[prop("stops", TEXT)],
    args: &[Args { least: 0, most: Some(1), form: Form::FlagOrNull }],
    ..word("fence", "Grants from above stop here; with #null, they do not.")
};
static BEHAVIOR: Word = Word {
    props: &[
        prop("name", TEXT),
        prop("description", TEXT),
        prop("recursive", FLAG),
        prop("disable-parent-folder-behavior", FLAG),
    ],
    children: Children::BehaviorKeys,
    ..many(
        "behavior",
        "A folder setting of this type; some types take their value here, and #null says that there is none.",
        &[
            one(Form::OneOf(|| behavior_types().iter().map(|t| t.name.to_owned()).collect())),
            some(0, Form::NamesOrNull),
        ],
    )
};

pub static AUTOMATION: Word = Word {
    props: &[prop("was", TEXT), prop("id", NUMBER)],
    templated: true,
    children: Children::Attributes(
        &[
            &OWNER,
            &TRIGGER,
            &V2,
            &CREATE_FOLDER,
            &DELETE_FILE,
            &COPY_FILE,
            &MOVE_FILE,
            &AS2_SEND,
            &RUN_SYNC,
            &IMPORT_FILE,
            &ALLOW_LINT,
        ],
        &kinds::AUTOMATION,
    ),
    ..many(
        "automation",
        "Work that the site does by itself; with an id, it may have no name or share one.",
        &[one(Form::NamesOrNull)],
    )
};
static OWNER: Word = Word {
    args: &[Args { least: 0, most: Some(1), form: Form::OneOf(|| words(&["site"])) }],
    props: &[prop("user", TEXT)],
    ..word("owner", "With whose permissions it runs: the site's, or a user's.")
};
static HEIR: Word = Word {
    args: &[Args { least: 0, most: Some(1), form: Form::OneOf(|| words(&["site"])) }],
    props: &[prop("user", TEXT)],
    ..word("heir", "Who gets the automations once the account is removed.")
};
static WHERE_TO: [&Word; 1] = [&DESTINATION];
const ACTION: Children = Children::Attributes(&WHERE_TO, &kinds::AUTOMATION);
const fn action(at: usize) -> Word {
    Word { children: ACTION, ..word(ACTIONS[at].0, "What it does, and to what.") }
}
static CREATE_FOLDER: Word = action(0);
static DELETE_FILE: Word = action(1);
static COPY_FILE: Word = action(2);
static MOVE_FILE: Word = action(3);
static AS2_SEND: Word = action(4);
static RUN_SYNC: Word = action(5);
static IMPORT_FILE: Word = action(6);
static DESTINATION: Word = many("destination", "Where to.", NAMES);
pub static TRIGGER: Word = Word {
    args: &[
        one(Form::OneOf(|| names(TRIGGERS))),
        some(0, Form::OneOf(|| choices(&kinds::AUTOMATION, "trigger_actions"))),
    ],
    props: &[
        prop("interval", INTERVAL),
        prop("at", TEXT),
        prop("days", Form::Day),
        prop("time-zone", Form::Is(ValueKind::TimeZone)),
        prop("schedule", TEXT),
        prop("holiday-region", TEXT),
        prop("holiday-calendar", TEXT),
        prop("recurring-day", NUMBER),
        prop("recurring-days", NUMBER),
    ],
    children: Children::Words(&[
        &TRIGGER_INTERVAL,
        &TRIGGER_AT,
        &TRIGGER_DAYS,
        &TRIGGER_TIME_ZONE,
        &TRIGGER_HOLIDAY_REGION,
        &TRIGGER_HOLIDAY_CALENDAR,
        &TRIGGER_RECURRING_DAY,
        &TRIGGER_RECURRING_DAYS,
    ]),
    ..word("trigger", "When it starts.")
};
const INTERVAL: Form = Form::OneOf(|| choices(&kinds::AUTOMATION, "interval"));
const fn part(name: &'static str, args: &'static [Args]) -> Word {
    Word { args, ..word(name, "A part of the schedule.") }
}
static TRIGGER_INTERVAL: Word = part("interval", &[one(INTERVAL)]);
pub(super) static TRIGGER_AT: Word = part("at", NAMES);
pub(super) static TRIGGER_DAYS: Word = part("days", &[some(1, Form::Day)]);
pub(super) static TRIGGER_TIME_ZONE: Word =
    part("time-zone", &[one(Form::Is(ValueKind::TimeZone))]);
static TRIGGER_HOLIDAY_REGION: Word = part("holiday-region", NAME);
static TRIGGER_HOLIDAY_CALENDAR: Word = part("holiday-calendar", NAME);
static TRIGGER_RECURRING_DAY: Word = part("recurring-day", &[one(NUMBER)]);
static TRIGGER_RECURRING_DAYS: Word = part("recurring-days", &[some(1, NUMBER)]);
pub(super) static POLICY_SETTINGS: Word = Word {
    children: Children::Attributes(&[], &kinds::SITE),
    ..word("settings", "Settings that the child sites get.")
};
pub(super) static POLICY_SITES: Word =
    Word { args: NAMES, ..word("child-sites", "The child sites that it is for.") };
pub(super) static POLICY_SKIPS: Word =
    Word { args: NAMES, ..word("skip-child-sites", "The child sites that it is not for.") };
pub static CHILD_SITE: Word = Word {
    props: &[needed("id", NUMBER)],
    children: Children::Words(&[&CHILD_GRANT, &CHILD_FOLDER]),
    ..many("child-site", "A child site, and all who administer it from here.", NAME)
};
pub static CHILD_FOLDER: Word = Word {
    templated: true,
    children: Children::Words(&[&CHILD_FOLDER, &GRANT, &ALLOW_LINT]),
    ..many("folder", "A folder there, by its path from the folder around it.", &[one(PATH)])
};
static CHILD_GRANT: Word = Word {
    props: &[prop("group", TEXT), prop("user", TEXT), FROM, UNTIL],
    ..many(
        "grant",
        "A role on the child site for one group or one user.",
        &[one(Form::OneOf(|| names(ChildLevel::WORDS)))],
    )
};
pub static V2: Word = Word {
    children: Children::Words(&[&FLOW_NODE, &FLOW_EDGE]),
    ..word("v2", "A graph: an automation of the second version.")
};
static FLOW_NODE: Word = Word {
    props: &[needed("type", Form::OneOf(|| words(NODE_TYPES))), prop("return", FLAG)],
    children: Children::Free,
    ..many("node", "A step of the graph, and its configuration.", NAME)
};
static FLOW_EDGE: Word = Word {
    props: &[needed("from", TEXT), needed("to", TEXT), prop("output", TEXT), prop("input", TEXT)],
    ..many("edge", "From one step to the next.", &[])
};

pub static EXPECT: Word = Word {
    children: Children::Words(&[
        &EXPECT_ONLY,
        &EXPECT_ALLOW,
        &EXPECT_DENY,
        &SITE_ADMINS,
        &READ_ONLY_ADMINS,
        &BILLING_ADMINS,
        &FOLDER_ADMINS,
        &GROUP_ADMINS,
        &PEOPLE_HAVE,
        &BOTS_HAVE,
        &ACCOUNTS_USED,
        &GRANTS_END,
    ]),
    ..many("expect", "An assertion about access, who administers, or accounts.", NAME)
};
const KEPT: &[Args] = &[some(1, Form::OneOf(|| names(Kept::WORDS)))];
static PEOPLE_HAVE: Word =
    many("people-have", "Each account of a person that is not disabled has all of these.", KEPT);
static BOTS_HAVE: Word =
    many("bots-have", "Each account of a bot that is not disabled has all of these.", KEPT);
static ACCOUNTS_USED: Word = Word {
    props: &[needed("within-days", NUMBER)],
    ..many(
        "accounts-used",
        "Each account that is not disabled was used so lately; the site tells.",
        &[],
    )
};
static GRANTS_END: Word = Word {
    props: &[
        needed("to", PATH),
        needed("within-days", NUMBER),
        prop("group", TEXT),
        prop("user", TEXT),
        prop("partner", TEXT),
        prop("outsiders", Form::OneOf(|| vec![OUTSIDE_PARTNERS.to_owned()])),
    ],
    ..many(
        "grants-end",
        "Each grant of these levels there ends so soon, by its `until=`.",
        &[some(1, Form::OneOf(|| names(Level::WORDS)))],
    )
};
static SITE_ADMINS: Word =
    many("site-admins", "Exactly these users administer the site.", NAMES_OR_NULL);
static READ_ONLY_ADMINS: Word =
    many("read-only-admins", "Exactly these users see all of the site.", NAMES_OR_NULL);
static BILLING_ADMINS: Word =
    many("billing-admins", "Exactly these users administer the billing.", NAMES_OR_NULL);
static FOLDER_ADMINS: Word = Word {
    props: &[needed("to", PATH)],
    ..many("folder-admins", "Exactly these users are Folder Admins there.", NAMES_OR_NULL)
};
static GROUP_ADMINS: Word = Word {
    props: &[needed("group", TEXT)],
    ..many("group-admins", "Exactly these members administer the group.", NAMES_OR_NULL)
};
const CLAUSE_PROPS: &[Prop] = &[
    needed("to", PATH),
    prop("group", TEXT),
    prop("user", TEXT),
    prop("partner", TEXT),
    prop("outsiders", OUTSIDERS),
    prop("key", TEXT),
];
const OUTSIDERS: Form = Form::OneOf(|| vec!["any".to_owned()]);
const WANTED: &[Args] = &[some(1, Form::OneOf(wanted))];
static WHOM: [&Word; 5] =
    [&CLAUSE_GROUP, &CLAUSE_USER, &CLAUSE_PARTNER, &CLAUSE_OUTSIDERS, &CLAUSE_KEY];
const fn clause(at: usize, about: &'static str) -> Word {
    Word {
        props: CLAUSE_PROPS,
        children: Children::Words(&WHOM),
        ..many(Verb::WORDS[at].0, about, WANTED)
    }
}
pub static EXPECT_ONLY: Word = clause(0, "Nobody else has any of this access.");
static EXPECT_ALLOW: Word = clause(1, "Each of them has all of this access.");
static EXPECT_DENY: Word = clause(2, "None of them has any of this access.");
static CLAUSE_GROUP: Word = many("group", "Groups that the clause speaks of.", NAMES);
static CLAUSE_USER: Word = many("user", "Users that the clause speaks of.", NAMES);
static CLAUSE_PARTNER: Word = many("partner", "Partners of whose users it speaks.", NAMES);
static CLAUSE_KEY: Word = many("key", "API keys of the site itself.", NAMES);
static CLAUSE_OUTSIDERS: Word = Word {
    args: &[one(OUTSIDERS)],
    ..many("outsiders", "Whoever gets in without an account.", &[])
};
