//! What the provider's types of resources are here.

use crate::model::kinds::{self, KINDS, Kind};
use crate::site::SSO_STRATEGIES;

/// Whether a type of resource is one of the provider's.
pub(super) fn is_of_files(resource: &str) -> bool {
    resource.starts_with("files_")
}

/// The kind of object that a type of resource stands for: the provider calls both as the API does,
/// a resource by the singular of its list.
pub(super) fn of_resource(resource: &str) -> Option<&'static Kind> {
    let one = resource.strip_prefix("files_")?;
    let is_it = |kind: &&&Kind| {
        let many = kind.list;
        let singular = match many.strip_suffix("ies") {
            Some(stem) => one.strip_suffix('y') == Some(stem),
            None => many.strip_suffix('s') == Some(one),
        };
        singular || (**kind == &kinds::SITE && one == many)
    };
    KINDS.iter().find(is_it).copied()
}

/// The list of what a type of resource or of data source stands for.
pub(super) fn list_of(resource: &str) -> Option<&'static str> {
    match resource {
        // They are named, and never made.
        "files_sso_strategy" => Some(SSO_STRATEGIES),
        _ => of_resource(resource).map(|kind| kind.list),
    }
}

/// Why a definition does not say a resource of another type.
pub(super) fn why_not(resource: &str) -> &'static str {
    match resource {
        "files_file" => "files are content, which no definition holds",
        "files_lock" | "files_request" | "files_user_request" | "files_partner_site_request" => {
            "it comes and goes, and is no part of a definition"
        }
        "files_message" | "files_message_comment" | "files_file_comment" => {
            "what people write to each other is no part of a definition"
        }
        _ => "siteplan has no such kind of object",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_but_one_is_a_resource() {
        let named = |kind: &Kind| match kind.list.strip_suffix("ies") {
            Some(stem) => format!("files_{stem}y"),
            None => format!("files_{}", kind.list.trim_end_matches('s')),
        };
        for kind in KINDS {
            let found = of_resource(&named(kind)).expect("a kind");
            let same_list = found.list == kind.list;
            assert!(found == *kind || (same_list && **kind == kinds::CHILD_SITE), "{kind:?}");
        }
        for other in ["files_file", "files_", "aws_site", "files_sites", "files_users"] {
            assert!(of_resource(other).is_none(), "{other}");
        }
    }
}
