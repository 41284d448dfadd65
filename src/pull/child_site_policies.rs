//! Policies for child sites: settings by their words, child sites by the names of their nodes.

use super::left_out::Said;
use super::page::{Line, Statement};
use super::source::Source;
use super::values;
use crate::live::{Attributes, LiveNamed};
use crate::model::{Value, ValueKind, kebab_case, kinds};
use crate::syntax::quoted;

impl Source<'_> {
    /// `child-sites "site 7"`, each with its attribute, where all of them are declared.
    pub(super) fn child_sites_of(&self, named: &LiveNamed) -> Vec<(&'static str, String)> {
        let words =
            [("child-sites", "child_site_ids"), ("skip-child-sites", "skip_child_site_ids")];
        let said = words.into_iter().filter_map(|(word, attribute)| {
            let ids = named.attributes.get(attribute).as_list();
            let names = ids.iter().map(|id| Some(quoted(&self.child_site_name(id.as_int()?)?)));
            let names = names.collect::<Option<Vec<_>>>().filter(|names| !names.is_empty())?;
            Some((attribute, format!("{word} {}", names.join(" "))))
        });
        said.collect()
    }

    /// `settings { … }`, and in `value { … }` what is no setting.
    pub(super) fn policy_value(&self, named: &LiveNamed, attributes: &Attributes) -> Vec<Line> {
        let values = attributes.iter();
        let mut values = values.filter(|(attribute, _)| attribute.kind == ValueKind::Settings);
        let Some((attribute, value)) = values.next() else { return Vec::new() };
        let Value::Object(entries) = value.clone() else { return Vec::new() };
        let (mut settings, mut others) = (Vec::new(), Vec::new());
        for (key, value) in entries.into_iter().filter(|(_, value)| !value.is_unset()) {
            let setting = kinds::SITE.attribute(&key);
            let line = setting.and_then(|it| values::statement(&kebab_case(&key), it.kind, &value));
            match line {
                Some(line) => settings.push(Line::from(line)),
                None => others.push((key, value)),
            }
        }
        let said = || Said::NamedPart(named.kind, named.id, attribute.name);
        let mut lines = Vec::new();
        if !settings.is_empty() {
            let write = || Some(Statement::new("settings").block(settings));
            lines.push(self.part(said(), "settings", write));
        }
        if !others.is_empty() {
            let word = attribute.word();
            let others = Value::Object(others.into());
            let write = || values::statement(&word, ValueKind::Object, &others);
            lines.push(self.part(said(), &word, write));
        }
        lines
    }
}
