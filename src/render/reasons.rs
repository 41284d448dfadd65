//! Why a step waits for another, in words.

use crate::plan::Reason;

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
    ];

    pub fn word(self) -> &'static str {
        match self {
            Family::Refers => "refers to it",
            Family::StillUsed => "still uses it",
            Family::Folder => "folder and content",
            Family::Setting => "setting of the site",
            Family::SameChange => "calls of one change",
            Family::NewBeforeOld => "new before old",
            Family::Name => "frees a name",
        }
    }
}

pub fn family(reason: &Reason) -> Family {
    match reason {
        Reason::Refers { .. } => Family::Refers,
        Reason::StillUsed { .. } => Family::StillUsed,
        Reason::ParentFirst { .. } | Reason::ContentFirst { .. } => Family::Folder,
        Reason::SettingFirst { .. } | Reason::SettingLast { .. } => Family::Setting,
        Reason::SameChange { .. } => Family::SameChange,
        Reason::NewBeforeOld => Family::NewBeforeOld,
        Reason::FreesName { .. } => Family::Name,
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
        Reason::SameChange { why } => why.clone(),
        Reason::NewBeforeOld => "the new one is there before the old one goes".to_owned(),
        Reason::FreesName { name } => format!("{name} is free only then"),
    }
}
