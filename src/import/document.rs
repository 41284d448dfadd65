//! What `terraform show -json` prints, read resource by resource: one that is odd stops no other.

use super::ImportError;
use super::address::ResourceAddress;
use super::configuration::Configuration;
use super::kinds::is_of_files;
use super::notes::Notes;
use crate::wording;
use serde::Deserialize;
use serde_json::error::Category;
use serde_json::value::RawValue;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// One resource of the provider, as it is or as it is planned to be.
#[derive(Debug)]
pub(super) struct Resource {
    /// As Terraform writes it.
    pub(super) title: String,
    pub(super) address: ResourceAddress,
    pub(super) values: Map<String, Json>,
    /// True wherever Terraform calls a value sensitive.
    pub(super) sensitive: Json,
    /// True wherever a value is known only once the plan is applied.
    pub(super) unknown: Json,
}

#[derive(Debug)]
pub(super) struct Document {
    pub(super) is_plan: bool,
    pub(super) managed: Vec<Resource>,
    /// What is only read: it names objects that others refer to.
    pub(super) data: Vec<Resource>,
    /// Empty in a state.
    pub(super) configuration: Configuration,
    /// The configuration of the provider whose resources these are, if the document names one.
    pub(super) provider: Option<String>,
}

#[derive(Deserialize)]
struct Root<'a> {
    format_version: Option<Json>,
    #[serde(borrow)]
    values: Option<&'a RawValue>,
    #[serde(borrow)]
    planned_values: Option<&'a RawValue>,
    #[serde(borrow)]
    prior_state: Option<&'a RawValue>,
    #[serde(borrow)]
    resource_changes: Option<&'a RawValue>,
    #[serde(borrow)]
    configuration: Option<&'a RawValue>,
    errored: Option<Json>,
    complete: Option<Json>,
    serial: Option<Json>,
    lineage: Option<Json>,
    #[serde(rename = "@level")]
    level: Option<Json>,
}

#[derive(Deserialize)]
struct Values<'a> {
    #[serde(borrow)]
    root_module: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct Module<'a> {
    #[serde(borrow)]
    resources: Option<Vec<&'a RawValue>>,
    #[serde(borrow)]
    child_modules: Option<Vec<&'a RawValue>>,
}

/// What a plan does with a resource.
struct Change {
    unknown: Json,
    removes: bool,
    /// The values before, of what stays the same object.
    before: Json,
}

/// Relations that the site tells and few configurations say: an edit of something else makes them
/// unknown, and leaves them as they are.
const RELATIONS: &[&str] = &["admin_group_ids", "admin_ids", "group_ids", "user_ids", "usernames"];

const HOW: &str = "in the folder of the configuration, run `terraform show -json > state.json`, \
                   or for a saved plan `terraform show -json PLAN > plan.json`";

pub(super) fn read(
    text: &str,
    provider: Option<&str>,
    notes: &mut Notes,
) -> Result<Document, ImportError> {
    let root = root(text)?;
    let version = match &root.format_version {
        Some(Json::String(version)) => version.clone(),
        version => version.as_ref().map(Json::to_string).unwrap_or_default(),
    };
    if !["0", "1"].contains(&version.split('.').next().unwrap_or_default()) {
        return Err(ImportError::new(
            format!(
                "siteplan does not know format {} of Terraform's JSON",
                wording::visible(&version)
            ),
            "0.x and 1.x are known: use a Terraform that writes one of them, or a newer siteplan",
        ));
    }
    let configuration = root.configuration.and_then(|raw| serde_json::from_str(raw.get()).ok());
    let configuration = Configuration::new(configuration.unwrap_or(Json::Null));
    let provider = chosen(&configuration, provider)?;
    let is = |flag: &Option<Json>, wanted| flag.as_ref().and_then(Json::as_bool) == Some(wanted);
    if is(&root.errored, true) || is(&root.complete, false) {
        notes.general("Terraform calls this plan incomplete: resources may be missing".to_owned());
    }
    let changes = changes(root.resource_changes, notes);
    let mut reader = Reader {
        text,
        changes: &changes,
        configuration: &configuration,
        provider: provider.as_deref(),
        others: BTreeMap::new(),
        elsewhere: BTreeMap::new(),
        notes,
    };
    let is_plan = root.planned_values.is_some();
    let Resources { managed, mut data } = reader.values(root.planned_values.or(root.values));
    let prior = root.prior_state.and_then(|raw| serde_json::from_str::<Root<'_>>(raw.get()).ok());
    if is_plan {
        // What is only read stands in the state that the plan began with.
        data.extend(reader.values(prior.and_then(|prior| prior.values)).data);
    }
    reader.tell_others();
    if managed.is_empty() && data.is_empty() {
        return Err(ImportError::new(
            "no resource of the Files.com provider stands in this document".to_owned(),
            "is it of the right folder and workspace? `terraform state list` names what there is",
        ));
    }
    Ok(Document { is_plan, managed, data, configuration, provider })
}

fn root(text: &str) -> Result<Root<'_>, ImportError> {
    let how = || HOW.to_owned();
    if text.starts_with("PK\u{3}\u{4}") {
        let message = "this is a saved plan as Terraform keeps it, and no JSON".to_owned();
        return Err(ImportError { message, help: how() });
    }
    let first = text.trim_start().lines().next().unwrap_or_default();
    if first.is_empty() {
        return Err(ImportError { message: "there is nothing in it".to_owned(), help: how() });
    }
    let log = |root: &Root<'_>| root.level.is_some();
    if serde_json::from_str::<Root<'_>>(first).is_ok_and(|root| log(&root)) {
        let message = "this is the log of `terraform plan -json` or `apply -json`".to_owned();
        return Err(ImportError { message, help: how() });
    }
    if !first.starts_with('{') {
        let message = "this is no JSON object, which `terraform show -json` writes".to_owned();
        return Err(ImportError { message, help: how() });
    }
    let root: Root<'_> = serde_json::from_str(text).map_err(|error| {
        let message = match error.classify() {
            Category::Eof => "the JSON ends too early, as of a run that was cut off",
            _ => "the JSON cannot be read",
        };
        let (line, column) = (error.line(), error.column());
        let why = why(&error);
        let message = format!("{message}: line {line}, column {column}: {why}");
        ImportError { message, help: how() }
    })?;
    if root.format_version.is_some() {
        return Ok(root);
    }
    let message = if root.serial.is_some() || root.lineage.is_some() {
        "this is Terraform's state as it keeps it (`terraform.tfstate`), whose form is Terraform's own"
    } else {
        "this JSON has no `format_version`, so it is not what `terraform show -json` writes"
    };
    Err(ImportError { message: message.to_owned(), help: how() })
}

/// Why something cannot be read, in words that say nothing of how it is read here.
fn why(error: &serde_json::Error) -> String {
    if error.classify() == Category::Data {
        return "it is not of the form that Terraform writes".to_owned();
    }
    let words = wording::json_error(error);
    words.split(" at line ").next().unwrap_or_default().to_owned()
}

/// The provider whose resources are meant, where there are several configurations of it.
fn chosen(
    configuration: &Configuration,
    wanted: Option<&str>,
) -> Result<Option<String>, ImportError> {
    let known = configuration.providers();
    match wanted {
        Some(wanted) if !known.contains(wanted) => {
            let names: Vec<&str> = known.iter().map(String::as_str).collect();
            let help = match names[..] {
                [] => "only plans name them: leave `--provider` out".to_owned(),
                _ => format!("there is {}", wording::listed(&names)),
            };
            let message = format!("no resource belongs to provider `{}`", wording::visible(wanted));
            Err(ImportError { message, help })
        }
        Some(wanted) => Ok(Some(wanted.to_owned())),
        None => {
            let main = known.iter().find(|name| !name.contains('.')).or(known.first());
            Ok(main.cloned())
        }
    }
}

/// By address: what is known only later, and what goes.
fn changes(raw: Option<&RawValue>, notes: &mut Notes) -> BTreeMap<String, Change> {
    let list = raw.and_then(|raw| serde_json::from_str::<Vec<&RawValue>>(raw.get()).ok());
    let mut changes = BTreeMap::new();
    for raw in list.into_iter().flatten() {
        let Ok(change) = serde_json::from_str::<Json>(raw.get()) else { continue };
        let Some(address) = change.get("address").and_then(Json::as_str) else { continue };
        let is_deposed = change.get("deposed").is_some_and(|key| !key.is_null());
        let is_ours = change.get("type").and_then(Json::as_str).is_some_and(is_of_files);
        let Some(what) = change.get("change").filter(|_| is_ours && !is_deposed) else { continue };
        let actions = what.get("actions").and_then(Json::as_array);
        let removes =
            actions.is_some_and(|all| all.len() == 1 && all[0].as_str() == Some("delete"));
        if removes && change.get("mode").and_then(Json::as_str) == Some("managed") {
            let reason = "the plan removes it: to have siteplan do so, write a `remove`";
            notes.of(address, reason.to_owned());
        }
        let unknown = what.get("after_unknown").cloned().unwrap_or(Json::Null);
        let is_edit = actions.is_some_and(|all| all.iter().all(|one| one == "update"));
        let before = what.get("before").filter(|_| is_edit).cloned().unwrap_or(Json::Null);
        changes.insert(address.to_owned(), Change { unknown, removes, before });
    }
    changes
}

#[derive(Default)]
struct Resources {
    managed: Vec<Resource>,
    data: Vec<Resource>,
}

struct Reader<'a, 'n> {
    text: &'a str,
    changes: &'a BTreeMap<String, Change>,
    configuration: &'a Configuration,
    provider: Option<&'a str>,
    /// How many resources other providers have.
    others: BTreeMap<String, usize>,
    /// Addresses of resources that belong to other configurations of the provider.
    elsewhere: BTreeMap<String, Vec<String>>,
    notes: &'n mut Notes,
}

impl Reader<'_, '_> {
    fn values(&mut self, raw: Option<&RawValue>) -> Resources {
        let mut found = Resources::default();
        let values = raw.map(|raw| serde_json::from_str::<Values<'_>>(raw.get()));
        let root = match values {
            Some(Ok(values)) => values.root_module,
            Some(Err(error)) => {
                let why = why(&error);
                self.notes.general(format!("the values of this document cannot be read: {why}"));
                None
            }
            None => None,
        };
        let mut seen = BTreeSet::new();
        // Modules lie in one another as deep as anybody wants.
        let mut modules: VecDeque<&RawValue> = root.into_iter().collect();
        while let Some(raw) = modules.pop_front() {
            match serde_json::from_str::<Module<'_>>(raw.get()) {
                Ok(module) => {
                    for raw in module.resources.into_iter().flatten() {
                        self.resource(raw, &mut seen, &mut found);
                    }
                    modules.extend(module.child_modules.into_iter().flatten());
                }
                Err(error) => self.unread("a module", raw, &error),
            }
        }
        found
    }

    fn resource(&mut self, raw: &RawValue, seen: &mut BTreeSet<String>, found: &mut Resources) {
        let mut fields = match serde_json::from_str::<Map<String, Json>>(raw.get()) {
            Ok(fields) => fields,
            Err(error) => return self.unread("a resource", raw, &error),
        };
        let text = |name: &str| fields.get(name).and_then(Json::as_str);
        let Some(kind) = text("type") else {
            let place = self.place(raw);
            return self
                .notes
                .general(format!("a resource on {place} is left out: it has no type"));
        };
        let provider = text("provider_name").unwrap_or_default();
        let is_fork = provider.is_empty() || provider.ends_with("/files") || provider == "files";
        if !is_of_files(kind) || !is_fork {
            let who = if provider.is_empty() { kind } else { provider };
            return *self.others.entry(who.to_owned()).or_default() += 1;
        }
        let title = text("address")
            .map_or_else(|| format!("{kind}.{}", text("name").unwrap_or_default()), str::to_owned);
        let Some((address, _)) = ResourceAddress::parse(&title) else {
            let place = self.place(raw);
            let why = "its address is none of a resource";
            return self.notes.general(format!("a resource on {place} is left out: {why}"));
        };
        if fields.get("deposed_key").is_some_and(|key| !key.is_null()) {
            let text = "it is left out: another object has taken its place, and this one goes";
            return self.notes.of(&title, text.to_owned());
        }
        if !seen.insert(title.clone()) {
            return self
                .notes
                .of(&title, "the document has another one of this address".to_owned());
        }
        let is_data = address.is_data || text("mode") == Some("data");
        let change = self.changes.get(&title);
        if change.is_some_and(|change| change.removes) {
            return;
        }
        let mut values = match fields.remove("values") {
            Some(Json::Object(values)) => values,
            _ => return self.notes.of(&title, "it is left out: it has no values".to_owned()),
        };
        let own = self.configuration.provider(&address);
        if let Some(other) = own.filter(|own| Some(*own) != self.provider) {
            let other = other.to_owned();
            return self.elsewhere.entry(other).or_default().push(title);
        }
        let sensitive = fields.remove("sensitive_values").unwrap_or(Json::Null);
        let unknown = change.map_or(Json::Null, |change| change.unknown.clone());
        for name in RELATIONS.iter().filter(|name| unknown.get(**name) == Some(&Json::Bool(true))) {
            let before = change.and_then(|change| change.before.get(*name));
            values.extend(before.map(|before| ((*name).to_owned(), before.clone())));
        }
        let resource = Resource { title, address, values, sensitive, unknown };
        if is_data { found.data.push(resource) } else { found.managed.push(resource) }
    }

    fn unread(&mut self, what: &str, raw: &RawValue, error: &serde_json::Error) {
        let (why, place) = (why(error), self.place(raw));
        self.notes.general(format!("{what} on {place} is left out: it cannot be read: {why}"));
    }

    /// Where a part of the text stands: it is a slice of it.
    fn place(&self, part: &RawValue) -> String {
        let at = (part.get().as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let before = self.text.get(..at).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        format!("line {line}, column {column}")
    }

    fn tell_others(&mut self) {
        for (provider, count) in std::mem::take(&mut self.others) {
            let resources = wording::counted(count, "resource", "resources");
            self.notes.general(format!("{resources} of another provider left out: {provider}"));
        }
        for (other, titles) in std::mem::take(&mut self.elsewhere) {
            let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
            let titles = wording::listed(&titles);
            self.notes.general(format!(
                "left out, as of provider `{other}`, which may be another site: {titles}; \
                 `--provider {other}` imports them"
            ));
        }
    }
}
