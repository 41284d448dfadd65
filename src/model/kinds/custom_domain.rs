//! Custom domains, for the site, for public pages or for the S3 endpoint.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static CUSTOM_DOMAIN: Kind = Kind {
    word: "custom-domain",
    tag: "custom_domain",
    one: "custom domain",
    many: "custom domains",
    list: "custom_domains",
    manage: Some("custom-domains"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["domain"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new(
        "domain",
        "name",
        "the node's own name is the domain; rename with `was=`",
    )],
    shows: "id workspace_id:0 available_to_all_workspaces outbound_ip_addresses:[] domain \
            destination dns_status ssl_certificate_id brick_managed:false folder_behavior_id \
            ip_addresses:[] created_at updated_at",
    listing: Listing {
        sort: &["workspace_id", "id", "available_to_all_workspaces"],
        filter: &["workspace_id"],
        ..Listing::NONE
    },
    table: Some(&Table {
        about: "A domain of one's own, for the site or for public pages.",
        name: "domain",
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("available_to_all_workspaces", ValueKind::Bool),
    Attribute::new(
        "destination",
        ValueKind::Choice(&["site_alias", "public_hosting", "s3_endpoint", "unassigned"]),
    ),
    Attribute::new("domain", ValueKind::Text),
    Attribute::new("folder_behavior_id", ValueKind::Int).refers(Referent::BEHAVIOR),
    Attribute::new("ssl_certificate_id", ValueKind::Int),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
