//! The configuration that a plan was made of: which expression gives a value, and what it refers to.

use super::address::{ResourceAddress, Step};
use super::kinds::is_of_files;
use rustc_hash::FxHashMap;
use serde_json::Value as Json;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct Configuration {
    json: Json,
    /// Taken out of their modules, by module, mode, type and name.
    resources: FxHashMap<String, Json>,
}

impl Configuration {
    pub(super) fn new(mut json: Json) -> Self {
        let mut resources = FxHashMap::default();
        let root = json.get_mut("root_module");
        let mut modules: Vec<(String, &mut Json)> =
            root.into_iter().map(|root| (String::new(), root)).collect();
        while let Some((path, module)) = modules.pop() {
            let Some(members) = module.as_object_mut() else { continue };
            if let Some(Json::Array(all)) = members.shift_remove("resources") {
                for resource in all {
                    let text = |name: &str| resource.get(name).and_then(Json::as_str);
                    let (mode, kind, name) = (text("mode"), text("type"), text("name"));
                    if let (Some(mode), Some(kind), Some(name)) = (mode, kind, name) {
                        resources.insert(key(&path, mode, kind, name), resource);
                    }
                }
            }
            let calls = members.get_mut("module_calls").and_then(Json::as_object_mut);
            for (name, call) in calls.into_iter().flatten() {
                modules.extend(
                    call.get_mut("module").map(|module| (format!("{path}{name}."), module)),
                );
            }
        }
        Configuration { json, resources }
    }

    /// The module that a call leads to.
    pub(super) fn module(&self, modules: &[Step]) -> Option<&Json> {
        let root = self.json.get("root_module");
        modules
            .iter()
            .fold(root, |module, step| module?.get("module_calls")?.get(&step.name)?.get("module"))
    }

    /// The call of a module: whose module that is stands before it.
    pub(super) fn call(&self, modules: &[Step]) -> Option<&Json> {
        let (last, above) = modules.split_last()?;
        self.module(above)?.get("module_calls")?.get(&last.name)
    }

    pub(super) fn resource(&self, address: &ResourceAddress) -> Option<&Json> {
        let path: String = address.modules.iter().map(|step| format!("{}.", step.name)).collect();
        let mode = if address.is_data { "data" } else { "managed" };
        self.resources.get(&key(&path, mode, &address.kind, &address.name))
    }

    /// The provider's configuration that a resource belongs to.
    pub(super) fn provider(&self, address: &ResourceAddress) -> Option<&str> {
        self.resource(address)?.get("provider_config_key")?.as_str()
    }

    /// All configurations of the provider that resources belong to.
    pub(super) fn providers(&self) -> BTreeSet<String> {
        let ours = self.resources.values().filter(|resource| {
            resource.get("type").and_then(Json::as_str).is_some_and(is_of_files)
        });
        let keys = ours.filter_map(|resource| resource.get("provider_config_key")?.as_str());
        keys.map(str::to_owned).collect()
    }

    /// The address of the site that a provider is configured with, if it is written out.
    pub(super) fn endpoint(&self, provider: &str) -> Option<&str> {
        let provider = self.json.get("provider_config")?.get(provider)?;
        provider.get("expressions")?.get("endpoint_override")?.get("constant_value")?.as_str()
    }
}

fn key(path: &str, mode: &str, kind: &str, name: &str) -> String {
    format!("{path}{mode}.{kind}.{name}")
}

/// What an expression refers to, in the order in which it does.
pub(super) fn references(expression: &Json) -> Vec<&str> {
    let all = expression.get("references").and_then(Json::as_array);
    all.into_iter().flatten().filter_map(Json::as_str).collect()
}
