//! Why a step waits for another, in words.

use crate::plan::Reason;

pub fn reason(reason: &Reason) -> String {
    match reason {
        Reason::Refers { to } => format!("it refers to {to}"),
        Reason::StillUsed { by } => format!("{by} still uses it"),
        Reason::ParentFirst { parent } => format!("it lies in folder {parent:?}"),
        Reason::ContentFirst { content } => format!("it holds {content}"),
        Reason::SettingFirst { setting } => format!("the setting {setting} allows it only then"),
        Reason::SettingLast { setting } => format!("the setting {setting} changes only after it"),
        Reason::RoleFirst { user } => {
            format!("user {user:?} takes no grants as a site administrator")
        }
        Reason::SameChange { why } => why.clone(),
        Reason::NewBeforeOld => "the new one is there before the old one goes".to_owned(),
        Reason::FreesName { name } => format!("{name} is free only then"),
    }
}
