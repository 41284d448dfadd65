//! What changes do to people and to what is there, as a plan tells it.

use super::impact::impact;
use super::powers::{Powers, powers};
use super::removals::{Removal, removals};
use super::step::AccessImpact;
use super::transition::Transition;
use crate::diff::Change;
use crate::live::LiveSite;
use crate::model::Names;

#[derive(Debug, Default)]
pub struct Effects {
    pub access: AccessImpact,
    pub powers: Powers,
    pub removals: Vec<Removal>,
}

impl Effects {
    pub fn of(transition: &Transition, live: &LiveSite, changes: &[Change], names: &Names) -> Self {
        Effects {
            access: impact(transition, live, changes, names),
            powers: powers(transition, live, changes, names),
            removals: removals(live, changes, names),
        }
    }
}
