//! A review of who has what, as a table.

use super::answers::{self, Table, shown};
use super::impact;
use super::unused::day;
use crate::drift::Remembered;
use crate::query::DeclaredGrant;
use crate::query::review::{AccountKind, By, GrantedBy, LastActive, Review, ReviewRow};

pub fn title(review: &Review) -> String {
    let by = match review.by {
        By::Folder => "folder",
        By::Group => "group",
        By::Person => "person",
    };
    let as_of = review.as_of.map_or_else(String::new, |at| format!(", as of {}", day(at)));
    format!("Access review by {by} of {}{as_of}", review.source)
}

/// What stands together.
pub fn heading(by: By, row: &ReviewRow) -> String {
    match by {
        By::Folder => match &row.folder {
            Some(folder) => shown(folder).to_owned(),
            None => "(no folder: roles and memberships)".to_owned(),
        },
        By::Group => match &row.group {
            Some(group) => format!("group {group:?}"),
            None => "(through no group)".to_owned(),
        },
        By::Person => row.user.clone(),
    }
}

/// By what somebody has it.
pub fn granted(row: &ReviewRow) -> String {
    match &row.by {
        GrantedBy::Role(role) => format!("role {role}"),
        GrantedBy::Membership => "membership".to_owned(),
        GrantedBy::Grant(grant) => answers::grant(&DeclaredGrant {
            grant: grant.clone(),
            declared: None,
            member_until: row.member_until.clone(),
        }),
    }
}

pub fn status(row: &ReviewRow) -> String {
    answers::standing(row.standing).unwrap_or("can sign in").to_owned()
}

pub fn access(row: &ReviewRow) -> String {
    if row.atoms.is_empty() { String::new() } else { impact::atoms(&row.atoms) }
}

pub fn last_active(last: LastActive) -> String {
    match last {
        LastActive::NotShown => String::new(),
        LastActive::Never => "never".to_owned(),
        LastActive::At(at) => day(at),
    }
}

fn account(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Person => "person",
        AccountKind::Bot => "bot",
        AccountKind::None => "no account",
    }
}

const HEAD: &[&str] = &[
    "owner",
    "folder",
    "scope",
    "group",
    "user",
    "name",
    "account",
    "status",
    "access",
    "granted by",
    "declared",
    "since",
    "site log",
    "account since",
    "last active",
    "reviewer",
    "decision",
    "comment",
];

pub fn table(review: &Review) -> Table {
    Table {
        title: title(review),
        head: HEAD,
        rows: review.rows.iter().map(row).collect(),
        notes: vec![
            "Empty: not known. The site shows of accounts and keys when they were made and used last, \
             not of grants; its log is text in its own words, in which the newest entry that names both \
             is a hint and no proof. Reviewer, decision and comment are to be filled in."
                .to_owned(),
        ],
    }
}

fn logged(entry: &Remembered) -> String {
    let by = entry.by.as_deref().map_or_else(String::new, |by| format!(" {by}"));
    format!("{}{by}: {}", day(entry.at), entry.text)
}

fn row(row: &ReviewRow) -> Vec<String> {
    let scope = match row.recursive {
        Some(true) => "whole",
        Some(false) => "folder only",
        None => "",
    };
    let declared = row.declared.as_ref().map(ToString::to_string);
    vec![
        row.owners.join(", "),
        row.folder.as_deref().map(shown).unwrap_or_default().to_owned(),
        scope.to_owned(),
        row.group.clone().unwrap_or_default(),
        row.user.clone(),
        row.name.clone().unwrap_or_default(),
        account(row.account).to_owned(),
        if row.account == AccountKind::None { String::new() } else { status(row) },
        access(row),
        granted(row),
        declared.unwrap_or_default(),
        row.since.map(day).unwrap_or_default(),
        row.logged.as_ref().map(logged).unwrap_or_default(),
        row.account_since.map(day).unwrap_or_default(),
        last_active(row.last_active),
        String::new(),
        String::new(),
        String::new(),
    ]
}
