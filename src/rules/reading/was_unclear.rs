//! Former names that do not say who becomes whom.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::{Key, Name, NamedKind, Was, path};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::FxHashMap;
use std::hash::Hash;

pub static RULE: Rule = Rule {
    code: Code("was-unclear"),
    family: Family::Reading,
    severity: Severity::Error,
    summary: "former names do not say who becomes whom",
    page: include_str!("was-unclear.md"),
    check: Check::Definition(check),
};

/// An object by its own name and by the one that it had, in the form in which names of its kind
/// are compared.
struct Renamed<'a, K> {
    own: K,
    name: &'a str,
    old: K,
    was: &'a Was,
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let site = cx.site;
    kind(site.users.iter().filter_map(|it| by_key(cx, it.key, it.name, &it.was)), findings);
    kind(site.groups.iter().filter_map(|it| by_key(cx, it.key, it.name, &it.was)), findings);
    kind(site.folders.iter().filter_map(|it| by_key(cx, it.key, it.name, &it.was)), findings);
    into_themselves(cx, findings);
    // Where an id says which one is meant, the names do not.
    let automations = site.automations.iter().filter(|automation| automation.id.is_none());
    kind(automations.filter_map(|it| by_text(&it.name, &it.was)), findings);
    for of in NamedKind::all() {
        let named = site.named.iter().filter(|named| named.kind == of);
        kind(named.filter_map(|it| by_text(&it.name, &it.was)), findings);
    }
}

fn by_key<'a>(
    cx: &Context<'a>,
    own: Key,
    name: Name,
    was: &'a Option<Was>,
) -> Option<Renamed<'a, Key>> {
    let was = was.as_ref()?;
    Some(Renamed { own, name: cx.names.text(name), old: was.key, was })
}

fn by_text<'a>(name: &'a str, was: &'a Option<Was>) -> Option<Renamed<'a, &'a str>> {
    let was = was.as_ref()?;
    Some(Renamed { own: name, name, old: &was.text, was })
}

fn kind<'a, K: Copy + Eq + Hash>(
    objects: impl Iterator<Item = Renamed<'a, K>>,
    findings: &mut Vec<Diagnostic>,
) {
    let renamed: Vec<Renamed<'_, K>> = objects.collect();
    let mut claimed: FxHashMap<K, &Renamed<'_, K>> = FxHashMap::default();
    let takers: FxHashMap<K, &Renamed<'_, K>> = renamed.iter().map(|it| (it.own, it)).collect();
    for it in &renamed {
        let Renamed { own, name: new, old: key, was } = it;
        let old = &was.text;
        if names_itself(it) {
            findings.push(
                RULE.found(format!("`{new}` is said to have been `{new}`"))
                    .at(was.span, "the name that it has")
                    .help("say what it was, or delete `was`"),
            );
        } else if let Some(first) = claimed.insert(*key, it) {
            findings.push(
                RULE.found(format!("`{}` and `{new}` were both `{old}`", first.name))
                    .at(was.span, "and this one as well")
                    .at(first.was.span, "this one becomes it")
                    .help("one object becomes one: leave `was` with the one that is to be it"),
            );
        } else if let Some(taker) = takers.get(key).filter(|_| key != own) {
            findings.push(
                RULE.found(format!(
                    "`{old}` becomes `{new}`, and `{}` becomes `{old}`",
                    taker.was.text
                ))
                .at(was.span, "gives up a name")
                .at(taker.was.span, "takes that name at the same time")
                .help("rename in two plans: first what gives up its name, then what takes it"),
            );
        }
    }
}

/// A folder that is to lie below the path that it bears until it moves: that path is to be another
/// folder's, which cannot come before it is free.
fn into_themselves(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let renamed = || cx.site.folders.iter().filter_map(|it| Some((it, it.was.as_ref()?)));
    let becomes: FxHashMap<&str, &str> = renamed()
        .map(|(folder, was)| (cx.names.key_text(was.key), cx.names.key_text(folder.key)))
        .collect();
    for (folder, was) in renamed() {
        let (from, to) = (cx.names.key_text(was.key), cx.names.key_text(folder.key));
        let above = std::iter::successors(path::parent(from), |at| path::parent(at));
        let comes_along = above.filter_map(|at| Some((at, *becomes.get(at)?))).next();
        let meanwhile =
            comes_along.map_or(from.to_owned(), |(old, new)| path::moved(from, old, new));
        if to != meanwhile && path::is_within(to, &meanwhile) {
            let (old, new) = (&was.text, cx.names.text(folder.name));
            let meanwhile = cx.spelled(&meanwhile);
            findings.push(
                RULE.found(format!("`{old}` becomes `{new}`, which lies in itself"))
                    .at(was.span, format!("it lies at `{meanwhile}` until then"))
                    .help(format!(
                        "move in two plans: first to a path that is free, as `{meanwhile}-before`, \
                         then from there"
                    )),
            );
        }
    }
}

/// The earlier name is the present one, letter by letter, and can be no other.
fn names_itself<K>(it: &Renamed<'_, K>) -> bool {
    it.was.elsewhere.is_empty() && *it.was.text == *it.name
}
