//! Why a step waits for another, in words.

use super::access_text::{atoms, place};
use crate::plan::{Reason, Witness};

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
        Reason::KeepsRunning { automation, path } => {
            format!("automation {automation:?} needs it to work on {path:?}")
        }
        Reason::AdministratorRemains => "somebody administers the site at every moment".to_owned(),
        Reason::KeepsAssertion { expect } => format!("{expect:?} holds at every moment"),
        Reason::Bridges { bridge } => format!("{bridge} is there for this while"),
    }
}

fn who(witness: &Witness, one: &str, many: &str) -> String {
    match witness.others {
        0 => format!("{} {one}", witness.person),
        1 => format!("{} and 1 other {many}", witness.person),
        others => format!("{} and {others} others {many}", witness.person),
    }
}

fn what(witness: &Witness) -> String {
    format!("{} on {}", atoms(&witness.atoms), place(&witness.place))
}
