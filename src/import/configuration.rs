//! The configuration that a plan was made of: which expression gives a value, and what it refers to.

use super::address::{Address, Step};
use super::kinds::is_of_files;
use serde_json::Value as Json;
use std::collections::BTreeSet;

#[derive(Debug, Default)]
pub(super) struct Configuration(Json);

impl Configuration {
    pub(super) fn new(json: Json) -> Self {
        Configuration(json)
    }

    /// The module that a call leads to.
    pub(super) fn module(&self, modules: &[Step]) -> Option<&Json> {
        let root = self.0.get("root_module");
        modules
            .iter()
            .fold(root, |module, step| module?.get("module_calls")?.get(&step.name)?.get("module"))
    }

    /// The call of a module: whose module that is stands before it.
    pub(super) fn call(&self, modules: &[Step]) -> Option<&Json> {
        let (last, above) = modules.split_last()?;
        self.module(above)?.get("module_calls")?.get(&last.name)
    }

    pub(super) fn resource(&self, address: &Address) -> Option<&Json> {
        let all = self.module(&address.modules)?.get("resources")?.as_array()?;
        let mode = if address.is_data { "data" } else { "managed" };
        all.iter().find(|resource| {
            let is =
                |name: &str, text: &str| resource.get(name).and_then(Json::as_str) == Some(text);
            is("type", &address.kind) && is("name", &address.name) && is("mode", mode)
        })
    }

    /// The provider's configuration that a resource belongs to.
    pub(super) fn provider(&self, address: &Address) -> Option<&str> {
        self.resource(address)?.get("provider_config_key")?.as_str()
    }

    /// All configurations of the provider that resources belong to.
    pub(super) fn providers(&self) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut modules: Vec<&Json> = self.0.get("root_module").into_iter().collect();
        while let Some(module) = modules.pop() {
            let resources = module.get("resources").and_then(Json::as_array);
            for resource in resources.into_iter().flatten() {
                let text = |name: &str| resource.get(name).and_then(Json::as_str);
                let key = text("provider_config_key");
                let key = key.filter(|_| text("type").is_some_and(is_of_files));
                found.extend(key.map(str::to_owned));
            }
            let calls = module.get("module_calls").and_then(Json::as_object);
            let called = calls.into_iter().flatten().filter_map(|(_, call)| call.get("module"));
            modules.extend(called);
        }
        found
    }

    /// The address of the site that a provider is configured with, if it is written out.
    pub(super) fn endpoint(&self, provider: &str) -> Option<&str> {
        let provider = self.0.get("provider_config")?.get(provider)?;
        provider.get("expressions")?.get("endpoint_override")?.get("constant_value")?.as_str()
    }
}

/// What an expression refers to, in the order in which it does.
pub(super) fn references(expression: &Json) -> Vec<&str> {
    let all = expression.get("references").and_then(Json::as_array);
    all.into_iter().flatten().filter_map(Json::as_str).collect()
}
