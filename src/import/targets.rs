//! The resources that an expression refers to: values that are known only later say no more.

use super::address::{ResourceAddress, Step, steps};
use super::configuration::{Configuration, references};
use super::document::Resource;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;

/// Variables and outputs hand references on no further than this.
const MOST_STEPS: usize = 32;

/// Where an expression stands.
#[derive(Clone, Copy)]
struct Scope<'a> {
    modules: &'a [Step],
    /// The key of the resource or the call that the expression belongs to.
    key: Option<&'a str>,
    /// What that one is repeated for.
    repeated: Option<&'a Json>,
}

/// What an expression refers to.
#[derive(Default)]
pub(super) struct Found<'a> {
    /// In the expression's order.
    pub(super) resources: Vec<&'a Resource>,
    /// Some are those of several that bear the expression's own key.
    pub(super) by_key: bool,
}

pub(super) struct Targets<'a> {
    configuration: &'a Configuration,
    /// By type and name.
    resources: FxHashMap<(&'a str, &'a str), Vec<&'a Resource>>,
}

impl<'a> Targets<'a> {
    pub(super) fn new(
        configuration: &'a Configuration,
        all: impl Iterator<Item = &'a Resource>,
    ) -> Self {
        let mut resources: FxHashMap<_, Vec<&Resource>> = FxHashMap::default();
        for one in all {
            resources.entry((&*one.address.kind, &*one.address.name)).or_default().push(one);
        }
        Targets { configuration, resources }
    }

    /// Whether the configuration says a value for an attribute.
    pub(super) fn is_said(&self, of: &Resource, attribute: &str) -> bool {
        self.expression(of, attribute).is_some()
    }

    /// The attributes that the configuration says.
    pub(super) fn said(&self, of: &Resource) -> Vec<&'a str> {
        let resource = self.configuration.resource(&of.address);
        let all = resource.and_then(|resource| resource.get("expressions")?.as_object());
        all.into_iter().flatten().map(|(name, _)| name.as_str()).collect()
    }

    fn expression(&self, of: &Resource, attribute: &str) -> Option<&'a Json> {
        self.configuration.resource(&of.address)?.get("expressions")?.get(attribute)
    }

    /// The resources whose ids an attribute's expression takes, in its order.
    pub(super) fn of(&self, resource: &Resource, attribute: &str) -> Found<'a> {
        let mut found = Found::default();
        let Some(expression) = self.expression(resource, attribute) else { return found };
        let declared = self.configuration.resource(&resource.address);
        let scope = Scope {
            modules: &resource.address.modules,
            key: resource.address.key.as_deref(),
            repeated: declared.and_then(|declared| declared.get("for_each_expression")),
        };
        self.follow(expression, scope, MOST_STEPS, &mut found);
        found
    }

    fn follow(&self, expression: &Json, scope: Scope<'_>, left: usize, found: &mut Found<'a>) {
        let Some(left) = left.checked_sub(1) else { return };
        let all = references(expression);
        // Whatever else it refers to may make another key.
        let makes_key = |one: &&str| {
            ["var.", "local.", "path.", "each.value"].iter().any(|of| one.starts_with(of))
        };
        let by_key = all.iter().any(|one| ["each.key", "count.index"].contains(one))
            && !all.iter().any(makes_key);
        for (at, one) in all.iter().enumerate() {
            // `a.b.id` is followed by `a.b`, which says nothing new.
            let is_said = |other: &&str| {
                other.strip_prefix(one).is_some_and(|rest| rest.starts_with(['.', '[']))
            };
            if all.iter().take(at).any(is_said) {
                continue;
            }
            let parts = steps(one);
            match &parts[..] {
                [each, value, ..] if each.name == "each" && value.name == "value" => {
                    let last = parts.last().map(|last| &*last.name);
                    if let Some(repeated) = scope.repeated.filter(|_| last == Some("id")) {
                        self.same_key(repeated, scope, found);
                    }
                }
                [var, name, ..] if var.name == "var" => {
                    self.variable(&name.name, scope, left, found);
                }
                [module, call, output, ..] if module.name == "module" => {
                    self.output(call, &output.name, scope, by_key, left, found);
                }
                _ => self.resource(one, scope, by_key, found),
            }
        }
    }

    /// What a call of the module gives a variable.
    fn variable(&self, name: &str, scope: Scope<'_>, left: usize, found: &mut Found<'a>) {
        let Some((own, above)) = scope.modules.split_last() else { return };
        let call = self.configuration.call(scope.modules);
        let expression = call.and_then(|call| call.get("expressions")?.get(name));
        let repeated = call.and_then(|call| call.get("for_each_expression"));
        let scope = Scope { modules: above, key: own.key.as_deref(), repeated };
        if let Some(expression) = expression {
            self.follow(expression, scope, left, found);
        }
    }

    fn output(
        &self,
        call: &Step,
        name: &str,
        scope: Scope<'_>,
        by_key: bool,
        left: usize,
        found: &mut Found<'a>,
    ) {
        let own = scope.key.filter(|_| by_key).map(str::to_owned);
        let step = Step { name: call.name.clone(), key: call.key.clone().or(own) };
        let modules: Vec<Step> = scope.modules.iter().cloned().chain([step]).collect();
        let output = self.configuration.module(&modules);
        let output = output.and_then(|module| module.get("outputs")?.get(name)?.get("expression"));
        if let Some(expression) = output {
            let scope = Scope { modules: &modules, key: None, repeated: None };
            self.follow(expression, scope, left, found);
        }
    }

    /// `files_group.ops.id`, `files_group.team["x"].id`, `files_group.team` of which one is taken by
    /// its key, or all are.
    fn resource(&self, one: &str, scope: Scope<'_>, by_key: bool, found: &mut Found<'a>) {
        let Some((address, rest)) = ResourceAddress::parse(one) else { return };
        if rest.first().is_some_and(|attribute| attribute.name != "id") {
            return;
        }
        let all = self.instances(&address, scope.modules);
        let has = |key: Option<&str>| {
            all.iter().copied().filter(|one| one.address.key.as_deref() == key).collect::<Vec<_>>()
        };
        let meant = match (&address.key, by_key) {
            (Some(key), _) => has(Some(key)),
            (None, true) if all.iter().any(|one| one.address.key.is_some()) => {
                found.by_key = true;
                has(scope.key)
            }
            (None, _) => all,
        };
        take(meant, found);
    }

    /// Of what something is repeated for, the one of its own key.
    fn same_key(&self, repeated: &Json, scope: Scope<'_>, found: &mut Found<'a>) {
        let all = references(repeated);
        let [one] = all[..] else { return };
        let Some((address, rest)) = ResourceAddress::parse(one) else { return };
        if rest.is_empty() && scope.key.is_some() {
            let all = self.instances(&address, scope.modules).into_iter();
            take(all.filter(|one| one.address.key.as_deref() == scope.key).collect(), found);
        }
    }

    fn instances(&self, wanted: &ResourceAddress, modules: &[Step]) -> Vec<&'a Resource> {
        let all = self.resources.get(&(&*wanted.kind, &*wanted.name)).into_iter().flatten();
        let is_there = |one: &&Resource| {
            one.address.modules == modules && one.address.is_data == wanted.is_data
        };
        all.copied().filter(is_there).collect()
    }
}

fn take<'a>(meant: Vec<&'a Resource>, found: &mut Found<'a>) {
    let found = &mut found.resources;
    for one in meant {
        if !found.iter().any(|known| std::ptr::eq(*known, one)) {
            found.push(one);
        }
    }
}
