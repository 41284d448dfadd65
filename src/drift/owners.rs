//! Automations whose owner is not the one that the definition names: somebody has saved them.

use super::data::OwnerDrift;
use crate::access::Renames;
use crate::diff::{Origin, OwnerName};
use crate::live::{LiveAutomation, LiveOwner, LiveSite};
use crate::model::{Automation, Definition, Key, Names, Owner};
use crate::source::Sources;

pub(super) fn moved(
    site: &Definition,
    live: &LiveSite,
    renames: &Renames,
    names: &Names,
    sources: &Sources,
) -> Vec<OwnerDrift> {
    let username = |key: Key| {
        let declared = site.user(key).map(|user| user.name);
        let name = declared.or_else(|| {
            let is = |known: Key| renames.of_user(known) == key;
            live.users.iter().find(|user| is(user.key)).map(|user| user.name)
        });
        name.map_or(names.key_text(key), |name| names.text(name)).to_owned()
    };
    let compare = |automation: &Automation| {
        let (owner, span) = automation.owner?;
        let found = on_site(automation, live)?;
        let definition = match owner {
            Owner::Site => OwnerName::Site,
            Owner::User(key) => OwnerName::User(username(key)),
        };
        let live = match found.owner {
            LiveOwner::Site => OwnerName::Site,
            LiveOwner::User(key) => OwnerName::User(username(renames.of_user(key))),
            LiveOwner::Gone(id) => OwnerName::DeletedUser(id),
        };
        let file = sources.file(span.file).name().to_owned();
        let declared = Origin::new(file, sources.position(span).line);
        let automation = automation.name.to_string();
        let remembered = Vec::new();
        (definition != live).then_some(OwnerDrift {
            automation,
            definition,
            live,
            declared,
            remembered,
        })
    };
    let mut moved: Vec<OwnerDrift> = site.automations.iter().filter_map(compare).collect();
    moved.sort_by(|a, b| a.automation.cmp(&b.automation));
    moved
}

/// The live automation: by its id where the definition gives it, else by its name or the
/// earlier one.
fn on_site<'a>(automation: &Automation, live: &'a LiveSite) -> Option<&'a LiveAutomation> {
    let named = |name: &str| {
        let mut all = live.automations.iter().filter(|a| a.name.as_deref() == Some(name));
        all.next().filter(|_| all.next().is_none())
    };
    match automation.id {
        Some(id) => live.automations.iter().find(|live| live.id == id),
        None => named(&automation.name)
            .or_else(|| automation.was.as_ref().and_then(|was| named(&was.text))),
    }
}
