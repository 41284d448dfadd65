//! What is little but attributes.

use super::compare;
use super::matching::Bound;
use super::workspaces::goes_by_name_only;
use super::{Address, Assignment, Change, Diff, Field, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Attributes, LiveNamed, typed};
use crate::model::{
    Attribute, Kind, Named, NamedKind, Referent, Settings, Told, Undeclared, Value, path,
};

impl Diff<'_> {
    pub(super) fn named(&mut self) {
        let bound = std::mem::take(&mut self.matching.named);
        for (index, named) in self.site.named.iter().enumerate() {
            match bound.get(index) {
                Some(Bound::One(live)) => self.known_named(named, live),
                Some(Bound::Several(live)) => self.shared_named(named, live),
                // What `was=` leaves open is told with it.
                Some(Bound::SeveralFormer(_)) => {}
                Some(Bound::Nothing) | None => self.new_named(named),
            }
        }
        self.matching.named = bound;
        for live in &self.live.named {
            if !self.matching.known_named.contains(&(live.kind, live.id)) {
                let row = live.kind.is_row().then(|| self.matching.row_name(live, self.names));
                let title = row.flatten().unwrap_or_else(|| live.title());
                let address = Address::Named { resource: live.kind, name: title.to_string() };
                let undoing = Change::new(Operation::Delete, address).id(Some(live.id));
                // A store shows what nobody has asked for.
                let is_asked_for = self.is_said_to_go(live) || self.site.asks_for(live.kind);
                if is_asked_for && !self.goes_with_another(live) {
                    let line = live.kind.manage.unwrap_or(live.kind.many);
                    let fate = self.fate_of_named(live);
                    let undoing = undoing.set(self.what_it_is_of(live, fate));
                    self.unsaid(line, fate, undoing);
                }
            }
        }
    }

    fn is_said_to_go(&self, live: &LiveNamed) -> bool {
        let title = live.title();
        self.removals.named(live.kind.kind(), &title)
            || self.in_base(|base| {
                base.named.contains_key(&(live.kind, live.kind.name_key(&title).into()))
            })
    }

    /// What has no name goes with what it is of, and with the user or partner that it is for.
    fn goes_with_another(&self, live: &LiveNamed) -> bool {
        live.kind.table().row.iter().any(|attribute| match live.attributes.get(attribute) {
            Value::Text(path) if live.kind.has_place => {
                let folder = self.names.find_path_key(path);
                folder.is_some_and(|folder| self.folder_goes(self.matching.folder_key(folder)))
            }
            Value::Reference(of) if of.to == Referent::USER => {
                let user = self.names.find_key(&of.name);
                user.is_some_and(|user| self.user_goes(self.matching.user_key(user)))
            }
            Value::Reference(of) => self.live.named.iter().any(|other| {
                other.kind.referent() == Some(of.to)
                    && *other.title() == *of.name
                    && !self.matching.known_named.contains(&(other.kind, other.id))
                    && self.fate_of_named(other) >= Undeclared::Remove
            }),
            _ => false,
        })
    }

    /// Whether what it is of is said to have none but those that are declared.
    fn is_said_to_be_none(&self, live: &LiveNamed) -> bool {
        let Some(first) = live.kind.table().row.first() else { return false };
        self.site.no_rows.iter().filter(|none| none.kind == live.kind).any(|none| {
            let is = self.matching.row_value(live, first, self.names);
            live.kind.name_key(called(&is)) == live.kind.name_key(called(&none.of))
        })
    }

    /// What becomes of one that no file mentions.
    pub(super) fn fate_of_named(&self, live: &LiveNamed) -> Undeclared {
        let title = live.title();
        if self.removals.named(live.kind.kind(), &title) || self.is_said_to_be_none(live) {
            return Undeclared::Remove;
        }
        let fate = self.fate_without_statement(live);
        if goes_by_name_only(live.kind) {
            return fate.min(Undeclared::Report);
        }
        if live.kind.is_row() {
            return self.spared_nameless(live.kind.kind(), &live.attributes, fate);
        }
        self.spared(&live.attributes, fate)
    }

    fn fate_without_statement(&self, live: &LiveNamed) -> Undeclared {
        if self.is_said_to_go(live) {
            return Undeclared::Remove;
        }
        let line = live.kind.manage.unwrap_or(live.kind.many);
        let is_managed = || self.site.manage.lines_of(line).next().is_some();
        if !self.site.asks_for(live.kind) || (is_ones_own(live) && !is_managed()) {
            return Undeclared::Keep;
        }
        let path = live.attributes.get("path").as_text().unwrap_or_default();
        let folder = || self.names.find_path_key(path).map(|key| self.matching.folder_key(key));
        let folder = live.kind.has_place.then(folder).flatten();
        self.managed(live.kind.kind(), folder.map_or(Told::Nothing, Told::Folder))
    }

    /// What one that has no name is of, and what it is for; what stays, by the names that there
    /// will be.
    fn what_it_is_of(&self, live: &LiveNamed, fate: Undeclared) -> Vec<Assignment> {
        if !live.kind.is_row() {
            return Vec::new();
        }
        let events = live.kind.kind().events().map(|(_, flag)| flag);
        let told = live.kind.table().row.iter().copied().chain(events);
        let told = told.filter(|name| !live.attributes.get(name).is_unset());
        let before = |name| {
            if fate < Undeclared::Remove {
                self.matching.row_value(live, name, self.names)
            } else {
                live.attributes.get(name).clone()
            }
        };
        let field = |name| Field::attribute(live.kind.kind(), name);
        told.map(|name| Assignment::new(field(name), before(name), Value::Null)).collect()
    }

    fn new_named(&mut self, named: &Named) {
        self.lacks(named);
        let mut set = compare::initial(&named.attributes, &self.matching, self.names);
        if let Some(path) = of_root(named) {
            set.push(Assignment::new(Field::Attribute(path), Value::Null, Value::text("")));
        }
        let address = Address::Named { resource: named.kind, name: named.name.to_string() };
        let declared = self.origin(named.name_span);
        let (operation, id, was) = (Operation::Create, None, None);
        self.change(Change::new(operation, address).id(id).was(was).set(set).declared(declared));
    }

    fn known_named(&mut self, named: &Named, live: &LiveNamed) {
        let mut set =
            compare::settings(&named.attributes, &live.attributes, &self.matching, self.names);
        let what = format!("{} `{}`", named.kind.word, named.name);
        self.fixed(&what, named.kind.kind(), &named.attributes, &live.attributes);
        set.extend(self.to_former_paths(named, live));
        let address = Address::Named { resource: named.kind, name: named.name.to_string() };
        let base = self.base.and_then(|base| base.values_of_named(named));
        let said = (&named.attributes, base);
        self.values_no_longer_said(&address, named.kind.kind(), said, &live.attributes);
        let live_name = live.name.as_deref().unwrap_or_default();
        let mut was = None;
        if live_name != &*named.name && !named.kind.is_row() {
            was = Some(live_name.to_owned());
            let (before, after) = (Value::text(live_name), Value::text(&*named.name));
            set.insert(0, Assignment::new(Field::Name, before, after));
        }
        if set.is_empty() {
            return;
        }
        let declared = self.origin(named.name_span);
        let (operation, id) = (Operation::Update, Some(live.id));
        self.change(Change::new(operation, address).id(id).was(was).set(set).declared(declared));
    }

    /// A link that is to lead to whatever comes to its path, and not with the folder that leaves
    /// it: assumption `links-follow-their-folder`.
    fn to_former_paths(&self, named: &Named, live: &LiveNamed) -> Option<Assignment> {
        if named.kind != NamedKind::BUNDLE {
            return None;
        }
        let said = named.attributes.get("paths")?;
        let paths = live.attributes.get("paths").as_list();
        let moved = |path: &Value| {
            let path = path.as_text()?;
            self.matching.moved(path).filter(|to| path::key(to) != path::key(path))
        };
        let follows: Vec<Option<String>> = paths.iter().map(moved).collect();
        let is_same = typed::means(said.attribute.kind, &said.value, live.attributes.get("paths"));
        if !is_same || follows.iter().all(Option::is_none) {
            return None;
        }
        let follows = follows.into_iter().zip(paths);
        let before = follows.map(|(to, path)| to.map_or_else(|| path.clone(), Value::text));
        let before = Value::List(before.collect());
        Some(Assignment::new(Field::Attribute(said.attribute), before, said.value.clone()))
    }

    /// What the site takes with a new object only, and this one has otherwise.
    pub(super) fn fixed(
        &mut self,
        what: &str,
        kind: &'static Kind,
        declared: &Settings,
        live: &Attributes,
    ) {
        // What is of another object is as that is: it is renamed, or moves, with it.
        let row = kind.table.map_or(&[][..], |table| table.row);
        let fixed = compare::fixed(declared, live, &self.matching, self.names);
        for (setting, is) in fixed.into_iter().filter(|(of, _)| !row.contains(&of.attribute.name)) {
            // What is unset is as a new one has it.
            let (said, default) = (&setting.value, kind.default(setting.attribute));
            let none = |value: &Value| value.is_unset() || value.means(&default);
            if none(said) && none(&is) {
                continue;
            }
            let is = if is.is_unset() { "unset".to_owned() } else { shown(&is) };
            self.result.findings.push(
                Diagnostic::error(
                    codes::FIXED_ONCE_MADE,
                    format!(
                        "`{}` of {what} cannot be changed",
                        kind.word_of(setting.attribute.name)
                    ),
                )
                .at(setting.span, format!("on the site it is {is}"))
                .help("write what it is, or make another under a new name and remove this one"),
            );
        }
    }

    /// What is declared in part can change what is there, but not make it.
    fn lacks(&mut self, named: &Named) {
        let is_of_root = of_root(named).map(|path| path.name);
        let is_set = |name: &str| named.attributes.value(name).is_some_and(|v| !v.is_unset());
        let said = |name: &str| is_of_root == Some(name) || is_set(name);
        let required = named.kind.required().filter(|(name, _)| !said(name));
        let missing: Vec<String> = required.map(|(_, word)| format!("`{word}`")).collect();
        if missing.is_empty() {
            return;
        }
        let (word, name) = (named.kind.word, &named.name);
        self.result.findings.push(
            Diagnostic::error(
                codes::INCOMPLETE_TO_CREATE,
                format!("{word} `{name}` is not on the site, and too little is said to make it"),
            )
            .at(named.name_span, format!("{} expected", missing.join(" and ")))
            .help("say it, or correct the name if the site has it under another"),
        );
    }
}

/// The attribute that says where, of one that stands in the root: empty, and yet said.
fn of_root(named: &Named) -> Option<&'static Attribute> {
    let of_folder = named.kind.table().row.first() == Some(&"path");
    let path = named.attributes.get("path").filter(|_| of_folder)?;
    (path.value == Value::text("")).then_some(path.attribute)
}

/// People have themselves notified of what they like.
fn is_ones_own(live: &LiveNamed) -> bool {
    live.kind == NamedKind::NOTIFICATION && !live.attributes.get("user_id").is_unset()
}

/// The name or path that a value says.
fn called(value: &Value) -> &str {
    match value.as_reference() {
        Some(reference) => &reference.name,
        None => value.as_text().unwrap_or_default(),
    }
}

/// A value by its name, or as JSON has it.
fn shown(value: &Value) -> String {
    match value.as_reference() {
        Some(reference) => format!("{:?}", reference.name),
        None => typed::plain_json(value).to_string(),
    }
}
