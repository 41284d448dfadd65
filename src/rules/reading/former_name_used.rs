//! Paths and names that are written down as they were before a rename.

use crate::diagnostic::{Code, Diagnostic, Edit, Severity};
use crate::model::glob::Route;
use crate::model::{
    Key, Kind, Protected, Scope, Setting, Settings, Value, ValueKind, Was, kinds, path,
};
use crate::rules::places::{leads_of, span_of};
use crate::rules::{Check, Context, Family, Rule};
use crate::source::Span;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

pub static RULE: Rule = Rule {
    code: Code("former-name-used"),
    family: Family::Reading,
    severity: Severity::Warning,
    summary: "something is still called what it was before a rename",
    page: include_str!("former-name-used.md"),
    check: Check::Definition(check),
};

/// A folder's former path, and what it becomes.
struct Former<'a> {
    old: Box<str>,
    new: &'a str,
    was: Span,
}

/// Where a definition writes a path.
struct Place<'a> {
    /// What says it, as messages name it.
    what: String,
    /// As it is written; it may go on with wildcards.
    text: &'a str,
    /// The folder that is certain of it.
    folder: String,
    span: Span,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    protected_names(cx, findings);
    let former = former_paths(cx);
    if former.is_empty() {
        return;
    }
    for place in places(cx) {
        let Some(known) = around(&former, &place.folder) else { continue };
        findings.push(found(cx, &place, known));
    }
}

/// By key; what has a node of its own again is no former path.
fn former_paths<'a>(cx: &Context<'a>) -> BTreeMap<&'a str, Former<'a>> {
    let declared = |key: Key| cx.site.folder(key).is_some_and(|folder| folder.declared);
    let mut former = BTreeMap::new();
    for folder in &cx.site.folders {
        let Some(was) = &folder.was else { continue };
        let new = cx.names.text(folder.name);
        for known in was.names().filter(|it| it.key != folder.key && !declared(it.key)) {
            let entry = Former { old: known.text, new, was: was.span };
            former.insert(cx.names.key_text(known.key), entry);
        }
    }
    former
}

fn around<'f, 'a>(
    former: &'f BTreeMap<&'a str, Former<'a>>,
    folder: &str,
) -> Option<&'f Former<'a>> {
    let key = path::key(folder);
    let mut at = Some(&*key);
    while let Some(place) = at.filter(|place| !place.is_empty()) {
        if let Some(known) = former.get(place) {
            return Some(known);
        }
        at = path::parent(place);
    }
    None
}

/// Everything that names a path beside the folders themselves.
fn places<'a>(cx: &Context<'a>) -> Vec<Place<'a>> {
    let (site, names) = (cx.site, cx.names);
    let mut all = Vec::new();
    for automation in &site.automations {
        for lead in leads_of(automation).known.iter().filter(|lead| lead.is_absolute()) {
            let what = format!("automation `{}`", automation.name);
            let (folder, span) = (lead.route.fixed().0, span_of(automation, lead.said));
            all.push(Place { what, text: lead.text, folder, span });
        }
    }
    for user in &site.users {
        let what = format!("user `{}`", names.text(user.name));
        all.extend(path_attributes(&what, &user.attributes));
    }
    for key in site.users.iter().flat_map(|user| &user.api_keys).chain(&site.api_keys) {
        all.extend(path_attributes(&format!("API key `{}`", key.name), &key.attributes));
    }
    for behavior in &site.behaviors {
        let Value::Object(entries) = &behavior.value else { continue };
        let is_path =
            |name: &str| behavior.kind.key(name).is_some_and(|k| k.kind == ValueKind::Path);
        for (_, value) in entries.iter().filter(|(name, _)| is_path(name)) {
            let Some(text) = value.as_text() else { continue };
            all.push(pattern(format!("`{}`", behavior.kind.name), text, behavior.span));
        }
    }
    for expectation in &site.expectations {
        for clause in &expectation.clauses {
            all.push(pattern("this assertion".to_owned(), &clause.to, clause.span));
        }
    }
    for line in site.manage.lines() {
        let Scope::Within(within) = line.scope else { continue };
        all.push(pattern("`manage`".to_owned(), names.key_text(within), line.span));
    }
    for protect in &site.protect {
        let Protected::Folder { key, .. } = &protect.target else { continue };
        all.push(pattern("`protect`".to_owned(), names.key_text(*key), protect.span));
    }
    // A folder below the former path would make that path anew.
    let anew = site.folders.iter().filter(|folder| folder.declared && folder.was.is_none());
    for folder in anew {
        let text = names.text(folder.name);
        let what = format!("folder `{text}`");
        all.push(Place { what, text, folder: text.to_owned(), span: folder.span });
    }
    all
}

fn pattern(what: String, text: &str, span: Span) -> Place<'_> {
    let folder = Route::glob(text).map_or_else(|_| String::new(), |route| route.fixed().0);
    Place { what, text, folder, span }
}

fn path_attributes<'a>(what: &str, settings: &'a Settings) -> Vec<Place<'a>> {
    let paths = settings.iter().filter(|setting| setting.attribute.kind == ValueKind::Path);
    let place = |setting: &'a Setting| {
        let text = setting.value.as_text()?;
        Some(Place { what: what.to_owned(), text, folder: text.to_owned(), span: setting.span })
    };
    paths.filter_map(place).collect()
}

fn found(cx: &Context<'_>, place: &Place<'_>, former: &Former<'_>) -> Diagnostic {
    let Former { old, new, was } = former;
    let finding = RULE
        .found(format!("{} speaks of `{old}`, which becomes `{new}`", place.what))
        .at(place.span, format!("`{old}` was the path before"))
        .at(*was, "renamed here")
        .help("a rename changes no path that is written down elsewhere; write the new one");
    match edit(cx, place, former) {
        Some(edit) => finding.fix(format!("write `{new}`"), vec![edit]),
        None => finding,
    }
}

/// Puts the new path in place of the former one, where the text stands once as it is.
fn edit(cx: &Context<'_>, place: &Place<'_>, former: &Former<'_>) -> Option<Edit> {
    let depth = former.old.split('/').count();
    let said = cx.sources.text(place.span);
    let lower = said.to_lowercase();
    // `manage` and `protect` keep a path in the form in which it is compared.
    let sought = place.text.to_lowercase();
    let mut found = lower.match_indices(&sought);
    let (at, _) = found.next().filter(|_| lower.len() == said.len())?;
    if found.next().is_some() {
        return None;
    }
    let text = said.get(at..at + place.text.len())?;
    let start = text.len() - text.trim_start_matches('/').len();
    let ends = text[start..].match_indices('/').map(|(end, _)| start + end);
    let end = ends.chain([text.len()]).nth(depth - 1)?;
    let is_it = path::key(text.get(start..end)?) == path::key(&former.old);
    let offset = |at: usize| u32::try_from(at).ok().map(|at| place.span.start + at);
    let span = Span::new(place.span.file, offset(at + start)?, offset(at + end)?);
    let plain = !former.new.contains(['"', '\\', '\n']);
    (is_it && plain).then(|| Edit { span, text: former.new.to_owned() })
}

/// `protect` of a name that is given up protects nobody.
fn protected_names(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let (site, names) = (cx.site, cx.names);
    let mut users = FxHashMap::default();
    let mut groups = FxHashMap::default();
    for user in &site.users {
        users.extend(user.was.as_ref().map(|was| (was.key, (names.text(user.name), was))));
    }
    for group in &site.groups {
        groups.extend(group.was.as_ref().map(|was| (was.key, (names.text(group.name), was))));
    }
    for protect in &site.protect {
        let named;
        let (what, renamed) = match &protect.target {
            Protected::User(key) if site.user(*key).is_none() => ("user", users.get(key)),
            Protected::Group(key) if site.group(*key).is_none() => ("group", groups.get(key)),
            Protected::Named(kind, name) => {
                named = renamed_object(cx, kind, name);
                (kind.word, named.as_ref())
            }
            _ => continue,
        };
        let Some((new, was)) = renamed else { continue };
        findings.push(
            RULE.found(format!("`protect` speaks of `{}`, which becomes `{new}`", was.text))
                .at(protect.span, "the name before")
                .at(was.span, "renamed here")
                .help("what is protected is known by the name that it has in the definition")
                .fix(
                    format!("write `{new}`"),
                    vec![Edit { span: protect.span, text: format!("{what}={new:?}") }],
                ),
        );
    }
}

/// The new name of an automation, or of an object that is little but attributes.
fn renamed_object<'a>(
    cx: &Context<'a>,
    kind: &'static Kind,
    name: &str,
) -> Option<(&'a str, &'a Was)> {
    let site = cx.site;
    let automations = site.automations.iter().filter(|_| *kind == kinds::AUTOMATION);
    let automations = automations.map(|it| (&*it.name, it.was.as_ref()));
    let named = site.named.iter().filter(|named| named.kind.kind() == kind);
    let all = automations.chain(named.map(|it| (&*it.name, it.was.as_ref())));
    let mut all: Vec<(&str, Option<&Was>)> = all.collect();
    if all.iter().any(|(new, _)| *new == name) {
        return None;
    }
    all.retain(|(_, was)| was.is_some_and(|was| *was.text == *name));
    let (new, was) = all.first()?;
    Some((new, (*was)?))
}
