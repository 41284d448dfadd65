//! Personalities of the AI assistant.

use super::{Attribute, Given, Kind, Listing, Referent, Spoken, Table, ValueKind};

pub static AI_ASSISTANT_PERSONALITY: Kind = Kind {
    word: "ai-assistant-personality",
    tag: "ai_assistant_personality",
    one: "AI assistant personality",
    many: "AI assistant personalities",
    list: "ai_assistant_personalities",
    manage: Some("ai-assistant-personalities"),
    protect: true,
    attributes: ATTRIBUTES,
    identity: &["name"],
    defaults: &[("workspace_id", Given::Number(0))],
    spoken: &[Spoken::new("name", "name", "the node's own name is the name; rename with `was=`")],
    shows: "id workspace_id:0 name system_prompt use_by_default apply_to_all_workspaces \
            created_at updated_at",
    listing: Listing { sort: &["workspace_id", "id"], filter: &["workspace_id"], ..Listing::NONE },
    table: Some(&Table {
        about: "What the AI assistant is told to be.",
        required: &["system_prompt"],
        named: true,
        ..Table::NEW
    }),
    ..Kind::NEW
};

const ATTRIBUTES: &[Attribute] = &[
    Attribute::new("apply_to_all_workspaces", ValueKind::Bool),
    Attribute::new("name", ValueKind::Text),
    Attribute::new("system_prompt", ValueKind::Text),
    Attribute::new("use_by_default", ValueKind::Bool),
    Attribute::new("workspace_id", ValueKind::Int).refers(Referent::WORKSPACE),
];
