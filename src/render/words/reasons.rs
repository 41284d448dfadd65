//! Why a step waits for another, in words.

use super::impact::{atoms, place};
use crate::diff::Operation;
use crate::model::path;
use crate::plan::{Cycle, Reason, Witness};
use crate::wording::counted;

/// Reasons of one kind, as pictures tell them apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    Refers,
    StillUsed,
    Folder,
    Setting,
    SameChange,
    NewBeforeOld,
    Name,
    /// Somebody or something keeps what it needs at every moment.
    Keeps,
    /// Nobody has for a moment what they are not to have.
    Prevents,
    Bridge,
}

impl Family {
    pub const ALL: &[Family] = &[
        Family::Refers,
        Family::StillUsed,
        Family::Folder,
        Family::Setting,
        Family::SameChange,
        Family::NewBeforeOld,
        Family::Name,
        Family::Keeps,
        Family::Prevents,
        Family::Bridge,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Family::Refers => "refers to it",
            Family::StillUsed => "still uses it",
            Family::Folder => "folder and content",
            Family::Setting => "setting or role",
            Family::SameChange => "calls of one change",
            Family::NewBeforeOld => "new before old",
            Family::Name => "frees a name",
            Family::Keeps => "keeps access",
            Family::Prevents => "prevents access",
            Family::Bridge => "bridges",
        }
    }
}

pub fn family(reason: &Reason) -> Family {
    match reason {
        Reason::Refers { .. } => Family::Refers,
        Reason::StillUsed { .. } => Family::StillUsed,
        Reason::ParentFirst { .. } | Reason::ContentFirst { .. } => Family::Folder,
        Reason::SettingFirst { .. }
        | Reason::SettingLast { .. }
        | Reason::RoleFirst { .. }
        | Reason::KeyIsNeeded => Family::Setting,
        Reason::SameChange { .. } => Family::SameChange,
        Reason::NewBeforeOld => Family::NewBeforeOld,
        Reason::FreesName { .. } => Family::Name,
        Reason::KeepsAccess(_)
        | Reason::KeepsRunning { .. }
        | Reason::FollowsFolder { .. }
        | Reason::AdministratorRemains
        | Reason::GroupAdministratorRemains { .. }
        | Reason::KeepsAssertion { .. } => Family::Keeps,
        Reason::NeverGains(_) | Reason::StaysOut { .. } => Family::Prevents,
        Reason::Bridges { .. } => Family::Bridge,
    }
}

pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Refers { to } => format!("it refers to {to}"),
        Reason::StillUsed { by } => format!("{by} still uses it"),
        Reason::ParentFirst { parent } => format!("it lies in folder {parent:?}"),
        Reason::ContentFirst { content } => format!("it holds {content}"),
        Reason::SettingFirst { setting } => format!("the setting {setting} allows it only then"),
        Reason::SettingLast { setting } => format!("the setting {setting} changes only after it"),
        Reason::RoleFirst { user } => {
            format!("as a site administrator {user} takes no grants on folders")
        }
        Reason::SameChange { why } => why.clone(),
        Reason::NewBeforeOld => "the new one is there before the old one goes".to_owned(),
        Reason::FreesName { name } => format!("{name} is free only then"),
        Reason::KeepsAccess(witness) => {
            format!("{} {} through it", who(witness, "keeps", "keep"), what(witness))
        }
        Reason::NeverGains(witness) => {
            format!(
                "otherwise {} {} for a moment",
                who(witness, "would have", "would have"),
                what(witness)
            )
        }
        Reason::StaysOut { path } => {
            format!("otherwise it would reach into {path:?} for a moment")
        }
        Reason::KeepsRunning { automation, path } if path.is_empty() => {
            format!("automation {automation:?} needs it to run")
        }
        Reason::KeepsRunning { automation, path } => {
            format!("automation {automation:?} needs it to work on {:?}", path::display(path))
        }
        Reason::FollowsFolder { automation, path } => {
            format!(
                "automation {automation:?} never runs while {:?} is elsewhere",
                path::display(path)
            )
        }
        Reason::GroupAdministratorRemains { group } => {
            format!("somebody administers group {group:?} at every moment")
        }
        Reason::AdministratorRemains => "somebody administers the site at every moment".to_owned(),
        Reason::KeyIsNeeded => {
            "it may shut out the key that applies the plan, so it comes last".to_owned()
        }
        Reason::KeepsAssertion { expect } => format!("{expect:?} holds at every moment"),
        Reason::Bridges { bridge } => format!("{bridge} is there for this while"),
    }
}

/// Why no order is possible, a line for each step that waits.
pub fn circle(cycle: &Cycle) -> Vec<String> {
    let verb = |operation: &Operation| match operation {
        Operation::Create => "adding",
        Operation::Update => "changing",
        Operation::Move => "moving",
        Operation::Delete => "removing",
    };
    let next = cycle.steps.iter().cycle().skip(1);
    let waits = cycle.steps.iter().zip(next).map(|((operation, address, why), next)| {
        let (this, next) =
            (format!("{} {address}", verb(operation)), format!("{} {}", verb(&next.0), next.1));
        format!("{this} must precede {next}: {}", reason(why))
    });
    waits.collect()
}

fn who(witness: &Witness, one: &str, many: &str) -> String {
    match witness.others {
        0 => format!("{} {one}", witness.person),
        others => {
            format!("{} and {} {many}", witness.person, counted(others, "other", "others"))
        }
    }
}

fn what(witness: &Witness) -> String {
    format!("{} on {}", atoms(&witness.atoms), place(&witness.place))
}
