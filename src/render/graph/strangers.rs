//! Who gets in without an account, and to which folders: by public pages, inboxes and share links,
//! and with API keys of the site.

use crate::access::Opening;
use crate::model::{
    Definition, Key, NamedKind, Names, SiteKey, Strangers, Value, kebab_case, path,
};

pub(super) struct WayIn {
    pub who: String,
    /// What they are.
    pub what: &'static str,
    /// None: the root.
    pub folder: Option<Key>,
    pub by: String,
}

/// To folders of the definition: what it does not have lies in the nearest one that it has.
pub(super) fn ways_in(site: &Definition, names: &Names) -> Vec<WayIn> {
    let outsiders = |folder, by| WayIn {
        who: Strangers::Outsiders.name().to_owned(),
        what: "whoever has the address",
        folder,
        by,
    };
    let nearest = |path: &str| {
        let path = path::key(path).into_owned();
        let mut above = std::iter::successors(Some(&*path), |at| path::parent(at));
        above.find_map(|at| names.find_path_key(at).filter(|key| site.folder(*key).is_some()))
    };
    let mut ways = Vec::new();
    for behavior in &site.behaviors {
        let by = kebab_case(behavior.kind.name);
        match Opening::of(behavior.kind.name, &behavior.value) {
            Some((Strangers::Outsiders, _)) => ways.push(outsiders(Some(behavior.folder), by)),
            Some((whom @ Strangers::Accounts, _)) => ways.push(WayIn {
                who: whom.name().to_owned(),
                what: "everybody who can sign in",
                folder: Some(behavior.folder),
                by,
            }),
            None => {}
        }
    }
    for link in site.named.iter().filter(|named| named.kind == NamedKind::BUNDLE) {
        let paths = link.attributes.value("paths").map_or(&[][..], Value::as_list);
        let folders = paths.iter().filter_map(Value::as_text).map(nearest);
        ways.extend(folders.map(|folder| outsiders(folder, format!("share link {:?}", link.name))));
    }
    for key in &site.api_keys {
        let text = |name: &str| key.attributes.value(name).and_then(Value::as_text);
        let folder = nearest(text("path").unwrap_or_default());
        ways.push(WayIn {
            who: SiteKey(&key.name).to_string(),
            what: "API key of the site",
            folder,
            by: text("permission_set").map_or_else(|| "full".to_owned(), kebab_case),
        });
    }
    ways
}
