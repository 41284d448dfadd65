//! An action that lacks what it works on.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Automation, Value, kebab_case};
use crate::rules::{Check, Context, Family, Rule};

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
const SYNCS: Need = (&["sync_ids"], "its syncs", "their ids: `sync-ids 7`");

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
        let Some(action) = automation.attributes.get("automation") else { continue };
        let Some(word) = action.value.as_text() else { continue };
        let (what, remedy): (Vec<&str>, Vec<&str>) = if word == "v2" {
            graph_lacks(automation).into_iter().unzip()
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
