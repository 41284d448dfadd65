//! Automations of the second version: a graph whose triggers name files, and whose nodes work on
//! what comes to them. What each type of node has is what the Terraform provider 0.1.903 and its
//! later versions document.

use super::graph::Graph;
use super::{Doubt, Files, Leads, Role, Said, Work, text, texts};
use crate::model::glob::{Form, Route};
use crate::model::value::Value;

struct Node<'v> {
    id: &'v str,
    kind: &'v str,
    config: &'v Value,
}

impl<'v> Node<'v> {
    fn read(value: &'v Value) -> Option<Self> {
        static NOTHING: Value = Value::Null;
        let id = value.entry("id").and_then(Value::as_text)?;
        let kind = value.entry("type").and_then(Value::as_text)?;
        Some(Node { id, kind, config: value.entry("config").unwrap_or(&NOTHING) })
    }

    fn is_trigger(&self) -> bool {
        self.kind.starts_with("trigger_")
    }

    fn text(&self, name: &str) -> Option<&'v str> {
        text(self.config.entry(name))
    }

    fn said(&self, attribute: &'static str) -> Said<'v> {
        Said { attribute, node: Some(self.id) }
    }

    fn files(&self) -> Files<'v> {
        Files {
            path: self.text("path"),
            source: self.text("source"),
            exclude: self.text("exclude_pattern"),
            node: Some(self.id),
        }
    }

    /// What is done to the files that come to a node.
    fn work(&self) -> Option<Work> {
        match self.kind {
            "delete_file" => Some(Work { deletes: true, ..Work::default() }),
            "move_file" => Some(Work { deletes: true, ..Work::READS }),
            "copy_file" | "as2_send" | "zip" | "unzip" | "gpg_encrypt" | "gpg_decrypt"
            | "image_convert" | "document_convert" | "extract" => Some(Work::READS),
            // Metadata is part of a file.
            "set_metadata" => Some(Work { writes: true, ..Work::READS }),
            _ => None,
        }
    }
}

/// Node types that touch no path by themselves, but for a destination.
const WITHOUT_PATHS: &[&str] = &[
    "create_folder",
    "import_file",
    "transform",
    "send_email",
    "filter",
    "if",
    "switch",
    "join",
    "aggregate",
    "wait",
];

pub(super) fn leads<'v>(definition: Option<&'v Value>, leads: &mut Leads<'v>) {
    let whole = Said { attribute: "definition", node: None };
    let Some(nodes) = definition.and_then(|definition| definition.entry("nodes")) else {
        return leads.unknown(whole, Doubt::Graph);
    };
    let all: Vec<Node<'v>> = nodes.as_list().iter().filter_map(Node::read).collect();
    if all.len() < nodes.as_list().len() || all.is_empty() {
        leads.unknown(whole, Doubt::Graph);
    }
    let runs = definition.map(|definition| Graph::of(definition).reached()).unwrap_or_default();
    let nodes: Vec<&Node<'v>> = all.iter().filter(|node| runs.contains(node.id)).collect();
    let works = nodes.iter().filter_map(|node| node.work());
    let works: Vec<Work> = works.collect();
    let mut bases = Vec::new();
    // What comes by e-mail lies nowhere on the site yet; its `source` is for attachments.
    let triggers = nodes.iter().filter(|node| node.is_trigger() && node.kind != "trigger_email");
    for trigger in triggers {
        let files = trigger.files();
        let work = works.iter().fold(Work::READS, |all, work| Work {
            reads: true,
            writes: all.writes || work.writes,
            deletes: all.deletes || work.deletes,
        });
        if files.are_said() {
            bases.extend(leads.files(files, work));
        } else if !works.is_empty() && trigger.kind != "trigger_scheduled" {
            // Nodes that say their own files need none.
            let own = |node: &&Node<'v>| node.work().is_some() && !node.files().are_said();
            if nodes.iter().copied().any(|node| own(&node)) {
                leads.unknown(trigger.said("definition"), Doubt::Given);
            }
        }
    }
    // Relative to what is not certain where several triggers name files.
    let base = match &bases[..] {
        [base] => Some(base.clone()),
        _ => None,
    };
    for node in nodes.iter().filter(|node| !node.is_trigger()) {
        let own = node.files();
        let own_base = if own.are_said() {
            leads.files(own, node.work().unwrap_or(Work::READS))
        } else {
            None
        };
        let base = own_base.as_ref().or(base.as_ref());
        let role = if node.kind == "create_folder" { Role::NewFolder } else { Role::Destination };
        for name in ["destinations", "destination"] {
            for to in texts(node.config.entry(name)) {
                leads.destination(node.said(name), role, to, base, None);
                if role == Role::NewFolder
                    && let (Some(base), Some(lead)) = (base, leads.known.last_mut())
                    && lead.text == to
                {
                    lead.or_else = base.clone().down(Form::Template, to).ok();
                }
            }
        }
        for path in texts(node.config.entry("attachments")) {
            let route = Route::template(path);
            leads.lead(node.said("attachments"), Role::Source, Work::READS, path, route);
        }
        match node.kind {
            "run_sync" => leads.unknown(node.said("definition"), Doubt::Syncs),
            "run_automation" => leads.unknown(node.said("definition"), Doubt::Automation),
            "agent_compute" => leads.unknown(node.said("definition"), Doubt::Agent),
            kind if node.work().is_none() && !WITHOUT_PATHS.contains(&kind) => {
                leads.unknown(node.said("definition"), Doubt::NodeType(kind.to_owned()));
            }
            _ => {}
        }
    }
}
