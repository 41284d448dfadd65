//! Automations: who owns them, what they do, and what starts them.

use super::left_out::{OF_FAILING, OWNER, Said};
use super::page::{Line, Statement};
use super::source::{Source, left_out, shown};
use super::trigger::TRIGGER;
use super::values::member;
use crate::live::{LiveAutomation, LiveOwner};
use crate::model::automation::ACTIONS;
use crate::model::kinds;
use crate::model::written::scalar;
use crate::model::{Attribute, NamedKind, Value, ValueKind};
use crate::syntax::quoted;

/// Attributes that belong to what an automation does; the others stand beside it.
const IN_ACTION: &[&str] = &[
    "path",
    "source",
    "exclude_pattern",
    "destination_replace_from",
    "destination_replace_to",
    "flatten_destination_structure",
    "overwrite_files",
    "always_overwrite_size_matching_files",
    "ignore_locked_folders",
    "legacy_folder_matching",
    "path_time_zone",
    "import_urls",
    "sync_ids",
    "value",
];

const ACTION: &str = "action";
const V2: &str = "v2";
const DESCRIPTION: &str = "description";

impl<'a> Source<'a> {
    pub(super) fn automation_lines(&self) -> Vec<Line> {
        let mut automations: Vec<&LiveAutomation> = self.live.automations.iter().collect();
        automations.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
        let same = |a: &&LiveAutomation, b: &&LiveAutomation| a.name == b.name;
        let of_name = automations.chunk_by(same);
        of_name
            .flat_map(|all| all.iter().map(|automation| self.automation(automation, all.len() > 1)))
            .collect()
    }

    /// One without a name, or that shares it, is known by its id.
    fn automation(&self, automation: &LiveAutomation, shares_name: bool) -> Line {
        let id = automation.id;
        let title = automation.name.as_deref().map_or_else(|| format!("id {id}"), shown);
        let what = format!("automation {title}");
        if let Some(schedule) = automation.schedule.as_deref()
            && self.declared_name(NamedKind::SCHEDULE, schedule).is_none()
        {
            let reason = format!("its schedule {} is not declared", shown(schedule));
            return left_out(&what, &reason);
        }
        let kind = automation.attributes.get("automation").as_text().unwrap_or_default();
        if kind != V2 && ACTIONS.iter().all(|(_, api)| *api != kind) {
            return left_out(&what, "siteplan does not know what it does");
        }
        self.part(Said::Automation(id), &what, || {
            let head = match automation.name.as_deref() {
                None => format!("automation #null id={id}"),
                Some(name) if shares_name => format!("automation {} id={id}", quoted(name)),
                Some(name) => format!("automation {}", quoted(name)),
            };
            Some(Statement::new(head).block(self.automation_block(automation)?))
        })
    }

    fn automation_block(&self, automation: &LiveAutomation) -> Option<Vec<Line>> {
        let mut lines = Vec::new();
        let name = automation.name.as_deref().unwrap_or("automation");
        let attributes = &self.attributes_with_references(name, &automation.attributes, &mut lines);
        let said = |word: &'static str| Said::AutomationPart(automation.id, word);
        let own = |attribute: &Attribute| {
            kinds::AUTOMATION.spoken(attribute.name).is_none() && attribute.name != DESCRIPTION
        };
        let of = |in_action: bool| {
            let is_told = |a: &Attribute| own(a) && IN_ACTION.contains(&a.name) == in_action;
            self.attributes(attributes, &kinds::AUTOMATION, said, is_told)
        };
        let description = attributes.get(DESCRIPTION);
        if !description.is_unset() {
            let attribute = kinds::AUTOMATION.known(DESCRIPTION);
            lines.push(self.attribute(attribute, description, said(DESCRIPTION)));
        }
        lines.push(self.owner(automation));
        for rule in OF_FAILING.iter().filter(|rule| self.left_out.accepts(automation.id, rule)) {
            let head =
                format!("allow-lint {rule:?} \"it is so on the site, and may fail when it runs\"");
            lines.push(Statement::new(head).into());
        }
        lines.extend(of(false));
        let kind = attributes.get("automation").as_text()?;
        let inner = of(true);
        if kind == V2 {
            let definition = attributes.get("definition");
            lines.push(self.part(said(ACTION), V2, || flow(definition)));
            lines.extend(inner);
        } else {
            let (action, _) = ACTIONS.iter().find(|(_, api)| *api == kind)?;
            let write = || self.action(action, automation, inner);
            lines.push(self.part(said(ACTION), action, write));
        }
        if !attributes.get("trigger").is_unset() {
            lines.push(self.part(said(TRIGGER), TRIGGER, || {
                let schedule = automation.schedule.as_deref();
                self.trigger(&kinds::AUTOMATION, attributes, schedule)
            }));
        }
        Some(lines)
    }

    fn owner(&self, automation: &LiveAutomation) -> Line {
        match automation.owner {
            LiveOwner::Site => Statement::new("owner \"site\"").into(),
            LiveOwner::Gone(id) => {
                left_out(OWNER, &format!("the user (id {id}) is deleted, and it runs no more"))
            }
            LiveOwner::User(key) => match self.user(key) {
                None => {
                    let who = shown(self.username(key));
                    left_out(OWNER, &format!("user {who} is not declared"))
                }
                Some(name) => self.part(Said::AutomationPart(automation.id, OWNER), OWNER, || {
                    Some(Statement::new(format!("owner user={}", quoted(name))))
                }),
            },
        }
    }

    fn action(
        &self,
        word: &str,
        automation: &LiveAutomation,
        inner: Vec<Line>,
    ) -> Option<Statement> {
        let mut lines = inner;
        // Where from, where to, then how.
        let first = |line: &Line| match line {
            Line::Statement(statement) => ["path ", "source ", "exclude-pattern "]
                .iter()
                .any(|w| statement.head.starts_with(w)),
            _ => false,
        };
        lines.sort_by_key(|line| !first(line));
        let at = lines.iter().take_while(|line| first(line)).count();
        let to = automation.attributes.get("destinations").as_list();
        if !to.is_empty() {
            let to: Option<Vec<String>> = to.iter().map(|to| scalar(ValueKind::Text, to)).collect();
            lines.insert(at, Statement::new(format!("destination {}", to?.join(" "))).into());
        }
        // An action says what it does even with nothing in it.
        let head = if lines.is_empty() { format!("{word} {{}}") } else { word.to_owned() };
        Some(Statement::new(head).block(lines))
    }
}

/// `v2 { node …; edge … }`, if the graph has nothing that the language lacks.
fn flow(definition: &Value) -> Option<Statement> {
    let of = |value: &Value, keys: &[&str]| -> Option<Vec<Value>> {
        let Value::Object(entries) = value else { return None };
        let known = entries.iter().all(|(key, value)| keys.contains(&&**key) || value.is_unset());
        let get = |key: &&str| {
            let found = entries.iter().find(|(known, _)| **known == **key);
            found.map_or(Value::Null, |(_, value)| value.clone())
        };
        known.then(|| keys.iter().map(get).collect())
    };
    let [version, nodes, edges] = &of(definition, &["schema_version", "nodes", "edges"])?[..]
    else {
        return None;
    };
    if *version != Value::Int(1) {
        return None;
    }
    let mut lines = Vec::new();
    for node in nodes.as_list() {
        let [id, kind, returns, config] = &of(node, &["id", "type", "return", "config"])?[..]
        else {
            return None;
        };
        let mut head = format!(
            "node {} type={}",
            scalar(ValueKind::Text, id)?,
            scalar(ValueKind::Text, kind)?
        );
        match returns {
            Value::Bool(true) => head.push_str(" return=#true"),
            // As good as unsaid.
            Value::Bool(false) | Value::Null => {}
            _ => return None,
        }
        let block = match config {
            Value::Object(entries) if !entries.is_empty() => member("config", config)?.block,
            config if config.is_unset() => Vec::new(),
            _ => return None,
        };
        lines.push(Statement::new(head).block(block).into());
    }
    const ENDS: [&str; 4] = ["from", "to", "output", "input"];
    for edge in edges.as_list() {
        let mut head = "edge".to_owned();
        for (key, value) in ENDS.iter().zip(of(edge, &ENDS)?).filter(|(_, value)| !value.is_unset())
        {
            head.push_str(&format!(" {key}={}", scalar(ValueKind::Text, &value)?));
        }
        lines.push(Statement::new(head).into());
    }
    Some(Statement::new(if lines.is_empty() { "v2 {}" } else { "v2" }).block(lines))
}
