//! Words that follow from the kinds of object: their nodes, and what `manage` and `protect` know.
//! They are made once, when first asked for.

use super::words::{
    ALLOW_LINT, AUTOMATION, BOT, BUNDLE_NOTIFY, CHILD_SITE, EXPECT, FLAG, FOLDER, FROM, GROUP,
    INCLUDE, LINT, NAME, PARAM, PARTNER_ADMIN, PARTNER_MEMBER, PATH, POLICY_SETTINGS, POLICY_SITES,
    POLICY_SKIPS, SET, SITE, SITE_API_KEY, TEMPLATE, TEXT, TRIGGER, TRIGGER_AT, TRIGGER_DAYS,
    TRIGGER_TIME_ZONE, UNTIL, USER, USERS, many, names, needed, prop, word,
};
use super::{Children, Form, Prop, Word};
use crate::model::kinds::{FOLDER as FOLDERS, KINDS, ManageWord, manage_lines};
use crate::model::policy::EVERYTHING;
use crate::model::{NamedKind, Undeclared};
use std::sync::LazyLock;

/// A definition as a whole.
pub static DOCUMENT: Word =
    Word { children: Children::Derived(&TOP), ..word("the definition", "A site definition.") };

/// What stands at the top of a definition.
static TOP: LazyLock<Vec<&'static Word>> = LazyLock::new(|| {
    let before = [&SITE, &PARAM, &SET, &TEMPLATE, &MANAGE, protect(), remove(), &INCLUDE, &LINT];
    let own = [&USER, &BOT, &USERS, &GROUP, &FOLDER, &AUTOMATION];
    let named = NamedKind::at_top().map(named);
    before
        .into_iter()
        .chain(own)
        .chain(named)
        .chain([&SITE_API_KEY, &CHILD_SITE, &EXPECT])
        .collect()
});

pub static MANAGE: Word = Word {
    many: true,
    children: Children::Derived(&MANAGE_LINES),
    ..word("manage", "What happens to live objects that no file mentions.")
};

/// The lines of `manage`.
static MANAGE_LINES: LazyLock<Vec<&'static Word>> = LazyLock::new(|| {
    let line = |line: ManageWord, about: &'static str| {
        let folders = FOLDERS.manage == Some(line.word);
        let outcomes = Form::OneOf(match line.can_go {
            true if folders => every_outcome,
            true => outcomes,
            false => kept_or_told,
        });
        let mut props = vec![needed("undeclared", outcomes)];
        props.extend(line.has_place.then(|| prop("within", PATH)));
        props.extend(line.has_name.then(|| prop("matching", TEXT)));
        keep(Word { many: true, props: Vec::leak(props), ..word(line.word, about) })
    };
    let everything = ManageWord::plain(EVERYTHING);
    let lines = manage_lines().map(|one| line(one, "What of this is on the site and in no file."));
    lines.chain([line(everything, "Whatever has no line of its own.")]).collect()
});

fn every_outcome() -> Vec<String> {
    names(Undeclared::WORDS)
}

/// With their content, only folders go.
fn outcomes() -> Vec<String> {
    let all = Undeclared::WORDS.iter();
    let outcomes = all.filter(|(_, what)| *what != Undeclared::RemoveWithContent);
    outcomes.map(|(word, _)| (*word).to_owned()).collect()
}

/// What siteplan cannot take away.
fn kept_or_told() -> Vec<String> {
    let all = Undeclared::WORDS.iter();
    all.filter(|(_, what)| *what < Undeclared::Remove).map(|(word, _)| (*word).to_owned()).collect()
}

fn protect() -> &'static Word {
    let props = lasting().collect();
    let about = "Objects that no plan removes.";
    keep(Word { many: true, props: Vec::leak(props), ..word("protect", about) })
}

fn remove() -> &'static Word {
    let how = [prop("with-content", FLAG), prop("heir", TEXT)];
    let props = lasting().chain(how).collect();
    let about = "Objects that are to go; once they are gone, the statement is to go, too.";
    keep(Word { many: true, props: Vec::leak(props), ..word("remove", about) })
}

/// A property for each kind of object that `protect` and `remove` name.
fn lasting() -> impl Iterator<Item = Prop> {
    let lasting = KINDS.iter().filter(|kind| kind.protect);
    lasting.map(|kind| prop(kind.word, if kind.has_place { PATH } else { TEXT }))
}

/// The node of a kind that is little but attributes.
fn named(kind: NamedKind) -> &'static Word {
    let runs = kind.kind().spoken("trigger").is_some();
    let own = kind.kind().spoken.iter().filter_map(|spoken| match spoken.attribute {
        "trigger" => Some(&TRIGGER),
        _ if runs => None,
        "schedule_days_of_week" => Some(&TRIGGER_DAYS),
        "schedule_times_of_day" => Some(&TRIGGER_AT),
        "schedule_time_zone" => Some(&TRIGGER_TIME_ZONE),
        _ => None,
    });
    let mut words: Vec<&'static Word> = own.collect();
    if kind == NamedKind::PARTNER {
        words.extend([&PARTNER_ADMIN, &PARTNER_MEMBER]);
    }
    if kind == NamedKind::BUNDLE {
        words.push(&BUNDLE_NOTIFY);
    }
    if kind == NamedKind::CHILD_SITE_POLICY {
        words.extend([&POLICY_SETTINGS, &POLICY_SITES, &POLICY_SKIPS]);
    }
    words.sort_by_key(|word| word.name);
    words.push(&ALLOW_LINT);
    static WAS: &[Prop] = &[prop("was", TEXT)];
    static OF_PARTNER: &[Prop] = &[prop("was", TEXT), needed("partner", TEXT)];
    static OF_LINK: &[Prop] = &[prop("was", TEXT), FROM, UNTIL];
    let props = match kind {
        kind if kind == NamedKind::PARTNER_CHANNEL => OF_PARTNER,
        kind if kind == NamedKind::BUNDLE => OF_LINK,
        _ => WAS,
    };
    keep(Word {
        props,
        templated: true,
        children: Children::Attributes(Vec::leak(words), kind.kind()),
        ..many(kind.kind().word, kind.table().about, NAME)
    })
}

/// The words of the language last as long as the program.
fn keep(word: Word) -> &'static Word {
    Box::leak(Box::new(word))
}
