//! Pages, inboxes and share links as texts, in a definition and in a snapshot.

use super::openings::{Link, Page};
use super::world::{Id, World};
use super::write::PAST;
use std::fmt::Write;

macro_rules! say {
    ($out:expr, $($words:tt)*) => { write!($out, $($words)*).expect("text") };
}

pub fn id_of_page(folder: Id) -> i64 {
    701 + folder as i64
}

pub fn id_of_inbox(folder: Id) -> i64 {
    801 + folder as i64
}

pub fn id_of_link(link: Id) -> i64 {
    901 + link as i64
}

/// The lines of a folder.
pub fn openings_of(desired: &World, id: Id, out: &mut String) {
    if let Some(Page { with_account, listed }) = desired.pages.get(&id) {
        say!(
            out,
            "    behavior \"serve_publicly\" {{\n        key \"page-{id}\"\n        require-site-authentication #{with_account}\n        show-index #{listed}\n    }}\n"
        );
    }
    if desired.inboxes.contains(&id) {
        say!(
            out,
            "    behavior \"inbox\" {{\n        key \"inbox-{id}\"\n        title \"In\"\n    }}\n"
        );
    }
}

pub fn live_openings(live: &World) -> impl Iterator<Item = String> {
    let pages = live.pages.iter().map(|(folder, Page { with_account, listed })| {
        let (id, path) = (id_of_page(*folder), live.path(*folder));
        format!("{{\"id\":{id},\"path\":{path:?},\"behavior\":\"serve_publicly\",\"value\":{{\"key\":\"page-{folder}\",\"require_site_authentication\":{with_account},\"show_index\":{listed}}}}}")
    });
    let inboxes = live.inboxes.iter().map(|folder| {
        let (id, path) = (id_of_inbox(*folder), live.path(*folder));
        format!("{{\"id\":{id},\"path\":{path:?},\"behavior\":\"inbox\",\"value\":{{\"key\":\"inbox-{folder}\",\"title\":\"In\"}}}}")
    });
    pages.chain(inboxes)
}

pub fn link(desired: &World, link: &Link, out: &mut String) {
    let gives = link.gives.replace('_', "-");
    say!(out, "bundle {:?} {{\n    paths{}\n", &*link.name, paths(desired, link, " "));
    say!(out, "    permissions {gives:?}\n    expires-at {}\n}}\n", until(link, "#null"));
}

pub fn live_links(live: &World) -> Vec<String> {
    let there = live.links.iter().enumerate().filter(|(_, link)| link.exists);
    let one = |(id, link): (Id, &Link)| {
        let paths = paths(live, link, ",");
        format!(
            "{{\"id\":{},\"name\":{:?},\"paths\":[{}],\"permissions\":{:?},\"expires_at\":{}}}",
            id_of_link(id),
            &*link.name,
            &paths[1..],
            link.gives,
            until(link, "null")
        )
    };
    there.map(one).collect()
}

fn paths(world: &World, link: &Link, before: &str) -> String {
    link.folders.iter().map(|folder| format!("{before}{:?}", world.path(*folder))).collect()
}

fn until(link: &Link, never: &str) -> String {
    if link.expired { format!("{PAST:?}") } else { never.to_owned() }
}
