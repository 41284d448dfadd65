//! Answers about access, for people, spreadsheets and pull requests.

mod table;
mod text;

pub use table::{csv, markdown};
pub use text::text;

use crate::model::path;
use crate::plan::{AccessPlace, Scope};
use crate::query::{DeclaredGrant, StandingWord};
use crate::render::access_text;

/// What an account comes to, where that is not its grants.
fn standing(standing: StandingWord) -> Option<&'static str> {
    match standing {
        StandingWord::Ordinary => None,
        StandingWord::SiteAdmin => Some("site administrator"),
        StandingWord::Disabled => Some("the account is disabled"),
        StandingWord::Expired => Some("the account has expired"),
        StandingWord::NoProtocol => Some("no protocol is left to sign in over"),
        StandingWord::Absent => Some("there is no such account"),
    }
}

/// `readonly on Finance through group "EU"`.
fn grant(declared: &DeclaredGrant) -> String {
    let grant = &declared.grant;
    format!("{} through {}", access_text::grant(grant), access_text::holder(&grant.holder))
}

fn origin(declared: &DeclaredGrant) -> String {
    match &declared.declared {
        Some(origin) => format!("{}:{}", origin.file, origin.line),
        None => "live only".to_owned(),
    }
}

fn scope(place: &AccessPlace) -> &'static str {
    match place.scope {
        Scope::Whole => "whole",
        Scope::FolderOnly => "folder only",
        Scope::BelowOnly => "below only",
    }
}

fn shown(place: &str) -> &str {
    path::display(place)
}
