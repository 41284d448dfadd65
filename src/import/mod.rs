//! What another tool knows of a site, as the live site that it stands for.
//!
//! In: the document of `terraform show -json`, of a state or a plan, with resources of Files.com's
//! provider. Out: a live site as far as these tell of it, what of it a definition cannot say, and
//! why. One odd resource stops no other. It makes no definition itself, and no secret of the
//! document comes out of it.

mod address;
mod configuration;
mod document;
mod encoding;
mod entries;
mod keys;
mod kinds;
mod notes;
mod others;
mod references;
mod site;
mod targets;
mod unknown;
mod values;

#[cfg(test)]
mod tests;

use crate::live::LiveSite;
use crate::model::Names;
use crate::pull::{LeftOut, Origin};
use entries::Ids;
use notes::Notes;
use targets::Targets;

/// A document that is none of those that are read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct ImportError {
    pub message: String,
    /// What to do instead.
    pub help: String,
}

impl ImportError {
    fn new(message: String, help: &str) -> Self {
        ImportError { message, help: help.to_owned() }
    }
}

pub struct Imported {
    pub live: LiveSite,
    pub origin: Origin,
    pub left_out: LeftOut,
}

/// The text of a file, whatever wrote it.
pub fn decode(bytes: Vec<u8>) -> Result<String, ImportError> {
    encoding::decode(bytes)
}

/// Reads a document of Terraform; of several configurations of the provider, those resources that
/// belong to the one that is named.
pub fn terraform(
    text: &str,
    provider: Option<&str>,
    names: &mut Names,
) -> Result<Imported, ImportError> {
    let mut notes = Notes::default();
    let document = document::read(text, provider, &mut notes)?;
    let mut ids = Ids::default();
    let mut entries = entries::entries(&document.managed, &mut ids, &mut notes);
    if document.is_plan {
        let resources = document.managed.iter().chain(&document.data);
        let targets = Targets::new(&document.configuration, resources);
        unknown::fill(&mut entries, &document.data, &targets, &mut notes);
    }
    entries::keep_whole(&mut entries, &mut notes);
    keys::keep_all_or_none(&mut entries, &mut notes);
    let others = others::others(&mut entries, &document.data, &mut ids, &mut notes);
    let endpoint = document.provider.as_deref();
    let endpoint = endpoint.and_then(|provider| document.configuration.endpoint(provider));
    let target = endpoint.unwrap_or_default().trim_end_matches('/');
    let (live, left_out) = site::site(&entries, &others, target, names, &mut notes);
    let what = if document.is_plan { "plan" } else { "state" };
    let title = format!("Imported from Terraform: what stands here is what its {what} has.");
    Ok(Imported { live, origin: Origin { title, notes: notes.lines(), last: &[] }, left_out })
}
