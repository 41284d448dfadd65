//! How kinds of nodes and edges look, in every syntax: never told apart by colour alone.

use super::{EdgeKind, NodeKind};
use crate::render::words::reasons::Family;

/// The line of an edge.
pub struct Line {
    /// What a legend says.
    pub word: &'static str,
    /// The name of its class in SVG.
    pub class: &'static str,
    pub color: &'static str,
    /// Lengths of dashes and gaps; empty for a whole line.
    pub dashes: &'static str,
    pub width: f32,
}

pub fn line(kind: EdgeKind) -> Line {
    let (word, class, color, dashes, width) = match kind {
        EdgeKind::Member => ("is a member of", "member", "#5b6472", "", 1.2),
        EdgeKind::Grant => ("has a grant on", "grant", "#1f5fa8", "", 1.6),
        EdgeKind::Role => ("administers the site", "role", "#a3352b", "8 3", 1.6),
        EdgeKind::Below => ("holds", "below", "#a9b0ba", "2 3", 1.0),
        EdgeKind::After(family) => {
            let (class, color, dashes) = match family {
                Family::Refers => ("refers", "#1f5fa8", ""),
                Family::StillUsed => ("used", "#7a48a6", "7 3"),
                Family::Folder => ("folder", "#3f7a4d", "10 3"),
                Family::Setting => ("setting", "#97600a", "2 3"),
                Family::SameChange => ("same", "#5b6472", "1 3"),
                Family::NewBeforeOld => ("before", "#a3352b", "8 3 2 3"),
                Family::Name => ("name", "#00727c", "4 2"),
                Family::Keeps => ("keeps", "#c2410c", ""),
                Family::Prevents => ("prevents", "#9c2a6b", "6 2 2 2"),
                Family::Bridge => ("bridge", "#00727c", "12 3"),
            };
            (family.word(), class, color, dashes, 1.4)
        }
    };
    Line { word, class, color, dashes, width }
}

/// The name of a node's class in SVG, and its colours: surface and edge.
pub fn class(kind: NodeKind) -> &'static str {
    match kind {
        NodeKind::Person => "person",
        NodeKind::Group => "group",
        NodeKind::AllOf => "all-of",
        NodeKind::Folder => "place",
        NodeKind::Fence => "fence",
        NodeKind::Create => "create",
        NodeKind::Update => "update",
        NodeKind::Move => "move",
        NodeKind::Delete => "delete",
    }
}

/// Surface and outline of a node on paper.
pub fn colors(kind: NodeKind) -> (&'static str, &'static str) {
    match kind {
        NodeKind::Person => ("#ffffff", "#8a93a0"),
        NodeKind::Group => ("#eef3fa", "#5f87b8"),
        NodeKind::AllOf => ("#f3eef9", "#8d6bb3"),
        NodeKind::Folder => ("#f6f4ee", "#a39a80"),
        NodeKind::Fence => ("#fbeeec", "#a3352b"),
        NodeKind::Create => ("#edf6ef", "#3f7a4d"),
        NodeKind::Update => ("#fbf4e6", "#97600a"),
        NodeKind::Move => ("#eef3fa", "#1f5fa8"),
        NodeKind::Delete => ("#fbeeec", "#a3352b"),
    }
}

pub const NODES: &[NodeKind] = &[
    NodeKind::Person,
    NodeKind::Group,
    NodeKind::AllOf,
    NodeKind::Folder,
    NodeKind::Fence,
    NodeKind::Create,
    NodeKind::Update,
    NodeKind::Move,
    NodeKind::Delete,
];

/// Cuts a text to a number of characters.
pub fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => {
            let kept: String = text.chars().take(most.saturating_sub(1)).collect();
            format!("{}…", kept.trim_end())
        }
        None => text.to_owned(),
    }
}
