//! An action that lacks what it works on.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Automation, Value, kebab_case};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::listed;

pub static RULE: Rule = Rule {
    code: Code("action-incomplete"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "an action lacks what it works on",
    page: include_str!("action-incomplete.md"),
    check: Check::Definition(check),
};

/// What an action needs: any one of these attributes, what that is, and how it is said.
type Need = (&'static [&'static str], &'static str, &'static str);

const SOURCE: Need = (&["source"], "a source", "`source \"In/*.pdf\"`");
const SOURCE_OR_PATH: Need =
    (&["source", "path"], "a source", "`source \"In/*.pdf\"`, or the folder: `path \"In\"`");
const DESTINATION: Need = (&["destinations"], "a destination", "`destination \"Out/\"`");
const URLS: Need = (
    &["import_urls"],
    "its URLs",
    "`import-urls { - { name \"rates.csv\"; url \"https://example.com/rates\" } }`",
);
const SYNCS: Need = (&["sync_ids"], "its syncs", "their names: `syncs \"nightly\"`");

fn needs(action: &str) -> &'static [Need] {
    match action {
        "copy_file" | "move_file" => &[SOURCE_OR_PATH, DESTINATION],
        "create_folder" => &[DESTINATION],
        "delete_file" => &[SOURCE],
        "import_file" => &[URLS, DESTINATION],
        "run_sync" => &[SYNCS],
        _ => &[],
    }
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    for automation in &cx.site.automations {
        nodes_lack(automation, findings);
        let Some(action) = automation.attributes.get("automation") else { continue };
        let Some(word) = action.value.as_text() else { continue };
        let (what, remedy): (Vec<&str>, Vec<&str>) = if word == "v2" {
            graph_lacks(automation).into_iter().unzip()
        } else if automation.misread {
            continue;
        } else {
            let said = |name: &&str| {
                automation.attributes.value(name).is_some_and(|value| !value.is_unset())
            };
            let missing = needs(word).iter().filter(|(any, ..)| !any.iter().any(said));
            missing.map(|(_, what, remedy)| (*what, *remedy)).unzip()
        };
        if what.is_empty() {
            continue;
        }
        let (name, word) = (&automation.name, kebab_case(word));
        findings.push(
            RULE.found(format!("`{word}` of automation `{name}` lacks {}", what.join(" and ")))
                .at(action.span, "does nothing like this")
                .help(format!("add {}", remedy.join(" and "))),
        );
    }
}

/// What the configuration of a node needs (Terraform provider, `files_automation`).
const NODES: &[(&str, &[&str])] = &[
    ("agent_compute", &["command", "remote_server_id"]),
    ("as2_send", &["as2_partner_id", "as2_station_id"]),
    ("create_folder", &["destinations"]),
    ("document_convert", &["target_format"]),
    ("filter", &["condition"]),
    ("gpg_decrypt", &["gpg_key_id"]),
    ("gpg_encrypt", &["gpg_key_id"]),
    ("if", &["condition"]),
    ("image_convert", &["target_format"]),
    ("import_file", &["url"]),
    ("join", &["left_key", "right_key"]),
    ("run_automation", &["automation_id", "automation_version"]),
    ("send_email", &["to"]),
    ("set_metadata", &["metadata"]),
    ("switch", &["cases"]),
    ("transform", &["fts"]),
    ("trigger_action", &["trigger_actions"]),
    ("zip", &["destination"]),
];

fn nodes_lack(automation: &Automation, findings: &mut Vec<Diagnostic>) {
    let nodes = automation.attributes.value("definition").and_then(|graph| graph.entry("nodes"));
    for node in nodes.map_or(&[][..], Value::as_list) {
        let text = |name| node.entry(name).and_then(Value::as_text);
        let (Some(id), Some(kind)) = (text("id"), text("type")) else { continue };
        let needs = NODES.iter().find(|(known, _)| *known == kind);
        let said = |name: &str| {
            let config = node.entry("config").and_then(|config| config.entry(name));
            config.is_some_and(|value| !value.is_unset())
        };
        let missing = needs.map_or(&[][..], |(_, needs)| needs).iter();
        let missing: Vec<&str> = missing.copied().filter(|name| !said(name)).collect();
        if missing.is_empty() {
            continue;
        }
        let place = automation.nodes.iter().find(|node| *node.id == *id);
        let name = &automation.name;
        findings.push(
            RULE.found(format!("node `{id}` of automation `{name}` lacks {}", listed(&missing)))
                .at(place.map_or(automation.name_span, |node| node.span), "does nothing like this")
                .help(format!("say it in the node: `{kind}` cannot do without")),
        );
    }
}

/// What a graph cannot do without.
fn graph_lacks(automation: &Automation) -> Option<(&'static str, &'static str)> {
    let node = "`node \"start\" type=\"trigger_manual\"`";
    let Some(Value::Object(graph)) = automation.attributes.value("definition") else {
        return Some(("nodes", node));
    };
    let nodes = graph.iter().find(|(key, _)| &**key == "nodes").map(|(_, nodes)| nodes.as_list());
    let nodes = nodes.unwrap_or_default();
    let is_trigger = |node: &Value| {
        let Value::Object(entries) = node else { return false };
        let kind = entries.iter().find(|(key, _)| &**key == "type");
        kind.and_then(|(_, kind)| kind.as_text()).is_some_and(|kind| kind.starts_with("trigger_"))
    };
    match nodes.iter().any(is_trigger) {
        true => None,
        false if nodes.is_empty() => Some(("nodes", node)),
        false => Some(("a node that starts it", node)),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::model::automation::ACTIONS;
    use crate::rules::tests::{help, messages};

    #[test]
    fn an_action_is_complete_with_what_the_help_says() {
        let code = RULE.code.0;
        let actions = ACTIONS.iter().map(|(word, _)| *word).filter(|word| *word != "as2-send");
        for action in actions.chain(["v2"]) {
            let site = |inner: &str| format!("automation \"a\" {{ {action} {{ {inner} }} }}");
            let help = help(code, &site(""));
            let said: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
            let left = messages(code, &site(&said.join("; ")));
            assert!(left.is_empty(), "{action}: {help}: {left:?}");
        }
        assert!(messages(code, "automation \"a\" { as2-send {} }").is_empty());
    }
}
