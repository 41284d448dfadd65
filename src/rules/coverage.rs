//! Whether those who own automations may work wherever these lead: decided once for all rules.

use super::Context;
use super::administered::Administered;
use super::places::{Place, leads_of};
use crate::access::{Coverage, Offices, Remote, Standing, View, Worker};
use crate::model::leads::{Lead, Unknown};
use crate::model::{Automation, Key, Owner, User, path};
use crate::source::Span;
use rustc_hash::FxHashMap;

/// An automation that runs with the permissions of an ordinary user who is declared.
pub struct Owned<'a> {
    pub automation: &'a Automation,
    pub owner: &'a User,
    /// Where the owner is said.
    pub span: Span,
    /// Where it leads, and whether the owner covers that.
    pub leads: Vec<Judged<'a>>,
    pub unknown: Vec<Unknown<'a>>,
}

pub struct Judged<'a> {
    pub lead: Lead<'a>,
    pub place: Place,
    pub coverage: Coverage,
    /// The owner is a Folder Admin of nothing there, nor below.
    pub outside: bool,
}

/// What to do where an owner may not work. Who is a folder admin of the root holds the whole site,
/// which no automation is worth.
pub fn make_folder_admin(cx: &Context<'_>, owner: Key, place: &Place) -> String {
    let whom = cx.alone(owner);
    match path::display(&place.path) {
        "/" => format!("say `owner \"site\"`: `admin` on `/` would give the whole site to {whom}"),
        folder => format!("grant `admin` on `{folder}` to {whom}, or say `owner \"site\"`"),
    }
}

/// Every enabled automation with an owner who is declared, can work and is no site administrator.
pub fn owned<'a>(cx: &Context<'a>) -> Vec<Owned<'a>> {
    let offices = Offices::of_definition(cx.site);
    let mut administered: FxHashMap<Key, Administered<'a>> = FxHashMap::default();
    let mut view: Option<View<'_>> = None;
    let mut all = Vec::new();
    for automation in cx.site.automations.iter().filter(|a| a.attributes.on("disabled").is_none()) {
        let Some((Owner::User(key), span)) = automation.owner else { continue };
        let Some(owner) = cx.site.user(key).filter(|user| !user.is_site_admin()) else { continue };
        let own = administered.entry(key).or_insert_with(|| Administered::of(cx, key));
        let found = leads_of(automation);
        let places: Vec<Place> =
            found.known.iter().map(|lead| Place::of(lead, automation)).collect();
        let covered = |lead: &Lead<'_>, place: &Place| {
            let other = lead.or_else.as_ref().map(|route| path::key(&route.fixed().0).into_owned());
            own.covers(&place.key)
                && Remote::of(&place.path).is_none()
                && other.is_none_or(|other| own.covers(&other))
        };
        let all_covered = || found.known.iter().zip(&places).all(|(lead, at)| covered(lead, at));
        let worker = if all_covered() {
            None
        } else {
            let view = view.get_or_insert_with(|| cx.view());
            Some(Worker::new(view, &offices, key))
        };
        if worker.as_ref().is_some_and(|w| w.person.standing != Standing::Ordinary) {
            continue;
        }
        let coverages: Vec<Coverage> = found
            .known
            .iter()
            .zip(&places)
            .map(|(lead, place)| match &worker {
                Some(worker) if !covered(lead, place) => worker.covers(lead, &found.files),
                _ => Coverage::Covered,
            })
            .collect();
        let leads = found.known.into_iter().zip(places).zip(coverages);
        let leads = leads.map(|((lead, place), coverage)| {
            let partly = place.open && own.reaches_below(&place.key);
            let outside = !own.covers(&place.key) && !partly;
            Judged { lead, place, coverage, outside }
        });
        let leads = leads.collect();
        all.push(Owned { automation, owner, span, leads, unknown: found.unknown });
    }
    all
}
