//! What `was=` names: an object that gets another name, one that has got it, or nothing at all,
//! which must not make a new object beside the one that was meant.

use super::Diff;
use super::matching::Bound;
use super::shared::ways;
use crate::codes::difference as codes;
use crate::diagnostic::{Diagnostic, Edit};
use crate::live::LiveAutomation;
use crate::lower::nearest;
use crate::model::{Automation, Folder, Former, Found, Key, Kind, Name, Named, Was, kinds, path};
use crate::wording::listed;
use rustc_hash::{FxHashMap, FxHashSet};

/// An object that says what it was, beside what the site has of both names.
struct Claim<'a> {
    kind: &'static Kind,
    name: String,
    was: &'a Was,
    /// The site has it under the name that it is to have.
    is_there: bool,
    /// What the site has under the earlier name, as the site spells it; more than one where the
    /// name does not tell them apart.
    former: Vec<String>,
    /// The definition speaks of what the site has under the earlier name by itself.
    declared: bool,
    /// What to write so that one of several is meant.
    instead: String,
}

/// How many live names are offered where a name stands for nothing.
const OFFERED: usize = 3;

impl<'a> Diff<'a> {
    /// The name that the site has for an object that is to be renamed.
    pub(super) fn renamed(
        &self,
        live: (Key, Name),
        declared: (Key, Name),
        was: &Option<Was>,
    ) -> Option<String> {
        let was = was.as_ref()?;
        let respelled = live.1 != declared.1 && was.respells(live.0);
        (live.0 != declared.0 || respelled).then(|| self.names.text(live.1).to_owned())
    }

    /// Judges every `was=` that this plan does not carry out.
    pub(super) fn former_names(&mut self) {
        let mut claims = self.claims_of_accounts();
        claims.extend(self.claims_of_folders());
        claims.extend(self.claims_of_automations());
        claims.extend(self.claims_of_named());
        let mut findings = Vec::new();
        for claim in claims {
            findings.push(match (claim.is_there, claim.former.as_slice()) {
                (true, []) => self.applied(claim.was),
                (true, _) if claim.declared => needless(&claim),
                (true, _) => both(&claim),
                (false, []) => self.unknown(&claim),
                (false, _) => ambiguous(&claim),
            });
        }
        self.result.findings.extend(findings);
    }

    fn claims_of_accounts(&self) -> Vec<Claim<'a>> {
        let mut claims = Vec::new();
        let site = self.site;
        let said = site.groups.iter().any(|group| group.was.is_some())
            || site.users.iter().any(|user| user.was.is_some());
        if !said {
            return claims;
        }
        let groups = self.live.groups.iter().map(|group| (group.key, group.name)).collect();
        let users = self.live.users.iter().map(|user| (user.key, user.name)).collect();
        for group in &site.groups {
            let own = (group.key, group.name);
            let declared = |key| site.group(key).is_some();
            claims.extend(self.claim(&kinds::GROUP, own, &group.was, &groups, declared));
        }
        for user in &site.users {
            let own = (user.key, user.name);
            let declared = |key| site.user(key).is_some();
            claims.extend(self.claim(&kinds::USER, own, &user.was, &users, declared));
        }
        claims
    }

    fn claims_of_folders(&self) -> Vec<Claim<'a>> {
        let site = self.site;
        if site.folders.iter().all(|folder| folder.was.is_none()) {
            return Vec::new();
        }
        let folders = self.live.folders.iter().map(|folder| (folder.key, folder.name)).collect();
        let declared = |key| site.folder(key).is_some();
        let claim = |folder: &'a Folder| {
            let own = (folder.key, folder.name);
            self.claim(&kinds::FOLDER, own, &folder.was, &folders, declared)
        };
        site.folders.iter().filter_map(claim).collect()
    }

    /// None where there is nothing to judge: no `was=`, or one that this plan carries out.
    fn claim(
        &self,
        kind: &'static Kind,
        (own, name): (Key, Name),
        was: &'a Option<Was>,
        live: &FxHashMap<Key, Name>,
        is_declared: impl Fn(Key) -> bool,
    ) -> Option<Claim<'a>> {
        let was = was.as_ref()?;
        let there = live.get(&own);
        let text = |name: &Name| self.names.text(*name);
        let found = was.found(own, |key| live.contains_key(&key), &is_declared);
        match (there, &found) {
            (None, Found::One(_)) if self.is_brought(kind, text(&name)) => return None,
            // What the base declared is made anew where somebody has removed it since.
            (None, Found::Nothing) if self.base_declared(kind, own) => return None,
            (Some(live), _) if was.respells(own) => {
                let last = |name: &Name| path::file_name(text(name)).to_owned();
                let respelled =
                    if kind == &kinds::FOLDER { last(live) != last(&name) } else { *live != name };
                if respelled {
                    return None;
                }
            }
            _ => {}
        }
        let former = match found {
            Found::Nothing => Vec::new(),
            Found::One(former) => vec![former],
            Found::Several(all) => all,
        };
        let declared = former.iter().all(|former| is_declared(former.key));
        let spelled =
            |former: Former| live.get(&former.key).map_or_else(String::new, |n| text(n).to_owned());
        let former = former.into_iter().map(spelled).collect();
        let instead = "a path from the root says which is meant".to_owned();
        let name = text(&name).to_owned();
        Some(Claim { kind, name, was, is_there: there.is_some(), former, declared, instead })
    }

    /// Whether the base declared it, under its earlier name or this one.
    fn base_declared(&self, kind: &'static Kind, own: Key) -> bool {
        self.in_base(|base| {
            let keys = [
                (&kinds::USER, &base.users),
                (&kinds::GROUP, &base.groups),
                (&kinds::FOLDER, &base.folders),
            ];
            keys.iter().any(|(of, keys)| *of == kind && keys.contains(&own))
        })
    }

    /// Whether the object gets what bears its earlier name: another folder may do so.
    fn is_brought(&self, kind: &'static Kind, name: &str) -> bool {
        kind != &kinds::FOLDER || self.matching.moves().iter().any(|(_, to)| to == name)
    }

    fn claims_of_automations(&self) -> Vec<Claim<'a>> {
        let names = counted(self.live.automations.iter().map(|live| live.name.as_deref()));
        let declared: FxHashSet<&str> = self.site.automations.iter().map(|a| &*a.name).collect();
        let claim = |(automation, bound): (&'a Automation, &Bound<'_, LiveAutomation>)| {
            let was = automation.was.as_ref()?;
            let instead = match bound {
                // That several bear its own name is told with it.
                Bound::Several(_) => return None,
                Bound::SeveralFormer(all) => format!("write which is meant: {}", ways(all)),
                Bound::One(_) | Bound::Nothing => "say which is meant by its id: `id=…`".to_owned(),
            };
            let live = bound.one();
            let live_name = live.map(|live| live.name.as_deref().unwrap_or_default());
            let is_there = live_name == Some(&*automation.name);
            // The id says which one is meant, whatever it is called.
            if (live.is_some() && !is_there) || (live.is_none() && automation.id.is_some()) {
                return None;
            }
            let count = if automation.id.is_some() { 0 } else { count(&names, &was.text) };
            Some(Claim {
                kind: &kinds::AUTOMATION,
                name: automation.name.to_string(),
                was,
                is_there,
                former: vec![was.text.to_string(); count],
                declared: declared.contains(&*was.text),
                instead,
            })
        };
        self.site.automations.iter().zip(&self.matching.automations).filter_map(claim).collect()
    }

    fn claims_of_named(&self) -> Vec<Claim<'a>> {
        let of_kind = |named: &Named| {
            let live = self.live.named.iter().filter(move |live| live.kind == named.kind);
            counted(live.map(|live| live.name.as_deref()))
        };
        let mut names = FxHashMap::default();
        let declared: FxHashSet<_> = self.site.named.iter().map(|n| (n.kind, &*n.name)).collect();
        let mut claims = Vec::new();
        for (named, bound) in self.site.named.iter().zip(&self.matching.named) {
            let Some(was) = &named.was else { continue };
            if matches!(bound, Bound::Several(_)) {
                continue;
            }
            let live = bound.one();
            let is_there = live.is_some_and(|live| live.name.as_deref() == Some(&*named.name));
            if live.is_some() && !is_there {
                continue;
            }
            let names = names.entry(named.kind).or_insert_with(|| of_kind(named));
            claims.push(Claim {
                kind: named.kind.kind(),
                name: named.name.to_string(),
                was,
                is_there,
                former: vec![was.text.to_string(); count(names, &was.text)],
                declared: declared.contains(&(named.kind, &*was.text)),
                instead: "give them names of their own on the site first".to_owned(),
            });
        }
        claims
    }

    /// The new name is there, and the earlier one is not.
    fn applied(&self, was: &Was) -> Diagnostic {
        let message = format!("`{}` has been applied", self.sources.text(was.span));
        let finding = Diagnostic::warning(codes::STALE_WAS, message);
        deleting(finding.at(was.span, "no longer needed").help("delete it"), was)
    }

    /// Nothing bears the earlier name, and the object itself is not there either.
    fn unknown(&self, claim: &Claim<'_>) -> Diagnostic {
        let Claim { kind, name, was, .. } = claim;
        let one = kind.one;
        // What a bare name may stand for, but for the object itself.
        let others = was.names().filter(|former| *former.text != **name);
        let others: Vec<String> = others.map(|former| format!("`{}`", former.text)).collect();
        let finding = Diagnostic::error(
            codes::WAS_UNKNOWN,
            format!("the site has no {one} {} that could become `{name}`", others.join(" or ")),
        );
        let anew = format!("for a new {one} delete `was`");
        let near: Vec<String> = self.near(kind, was).iter().map(|name| said(kind, name)).collect();
        match near.as_slice() {
            [only] => finding.at(was.span, format!("did you mean {only:?}?")).help(anew).fix(
                format!("write was={only:?}"),
                vec![Edit { span: was.span, text: format!("was={only:?}") }],
            ),
            [] => finding.at(was.span, "nothing bears this name").help(anew),
            several => {
                let several: Vec<&str> = several.iter().map(String::as_str).collect();
                finding
                    .at(was.span, "nothing bears this name")
                    .help(format!("near it are {}; {anew}", listed(&several)))
            }
        }
    }

    /// Live objects whose names are near, and folders of this name that lie elsewhere; none that
    /// the definition speaks of by itself.
    fn near(&self, kind: &'static Kind, was: &Was) -> Vec<String> {
        let text = |name: Name| self.names.text(name);
        let owned = |near: Vec<&str>| near.into_iter().map(str::to_owned).collect::<Vec<_>>();
        if kind == &kinds::USER {
            let free = self.live.users.iter().filter(|live| self.site.user(live.key).is_none());
            return owned(nearest(&was.text, free.map(|live| text(live.name)), OFFERED));
        }
        if kind == &kinds::GROUP {
            let free = self.live.groups.iter().filter(|live| self.site.group(live.key).is_none());
            return owned(nearest(&was.text, free.map(|live| text(live.name)), OFFERED));
        }
        if kind == &kinds::FOLDER {
            let free = self.live.folders.iter();
            let free = free.filter(|live| self.site.folder(live.key).is_none());
            let paths: Vec<&str> = free.map(|live| text(live.name)).collect();
            let last = path::fold(path::file_name(&was.text));
            let same = |path: &&&str| path::fold(path::file_name(path)) == last;
            let mut near = nearest(&was.text, paths.iter().copied(), OFFERED);
            for same in paths.iter().filter(same) {
                if near.len() < OFFERED && !near.contains(same) {
                    near.push(same);
                }
            }
            return owned(near);
        }
        if kind == &kinds::AUTOMATION {
            let free = self.live.automations.iter();
            let free = free.filter(|live| !self.matching.known_automations.contains(&live.id));
            return owned(nearest(&was.text, free.filter_map(|l| l.name.as_deref()), OFFERED));
        }
        let free = self.live.named.iter().filter(|live| live.kind.kind() == kind);
        let free = free.filter(|live| !self.matching.known_named.contains(&(live.kind, live.id)));
        owned(nearest(&was.text, free.filter_map(|live| live.name.as_deref()), OFFERED))
    }
}

/// A name as `was=` takes it: a folder at the top with a slash, lest it be sought in the parent.
pub(super) fn said(kind: &Kind, name: &str) -> String {
    if kind == &kinds::FOLDER && !name.contains('/') { format!("/{name}") } else { name.to_owned() }
}

fn counted<'n>(names: impl Iterator<Item = Option<&'n str>>) -> FxHashMap<&'n str, usize> {
    let mut counted: FxHashMap<&str, usize> = FxHashMap::default();
    for name in names.flatten() {
        *counted.entry(name).or_default() += 1;
    }
    counted
}

fn count(names: &FxHashMap<&str, usize>, name: &str) -> usize {
    names.get(name).copied().unwrap_or_default()
}

fn deleting(finding: Diagnostic, was: &Was) -> Diagnostic {
    finding.fix("delete it", vec![Edit { span: was.span, text: String::new() }])
}

/// Both names are there, and both are declared.
fn needless(claim: &Claim<'_>) -> Diagnostic {
    let Claim { kind, name, was, former, .. } = claim;
    let old = former.first().map_or(&*was.text, String::as_str);
    let message = format!("{} `{name}` is there, beside `{old}`", kind.one);
    let finding = Diagnostic::warning(codes::STALE_WAS, message);
    deleting(finding.at(was.span, "renames nothing").help("both are declared: delete it"), was)
}

/// Both names are there, and what becomes of the earlier one is not said.
fn both(claim: &Claim<'_>) -> Diagnostic {
    let Claim { kind, name, was, former, .. } = claim;
    let (one, old) = (kind.one, former.first().map_or(&*was.text, String::as_str));
    Diagnostic::error(
        codes::WAS_AND_IS,
        format!("the site has both `{old}` and `{name}`, so that neither becomes the other"),
    )
    .at(was.span, format!("{one} `{name}` is there already"))
    .help(format!(
        "delete `was` if they are two, and declare `{old}` if it is to stay; if they are one, \
         remove one of them on the site"
    ))
}

/// Several bear the earlier name.
fn ambiguous(claim: &Claim<'_>) -> Diagnostic {
    let Claim { kind, name, was, former, instead, .. } = claim;
    let finding = |message: String| {
        Diagnostic::error(codes::WAS_AMBIGUOUS, message).at(was.span, "which of them?")
    };
    if *kind != &kinds::FOLDER {
        let (count, many) = (former.len(), kind.many);
        let message = format!("{count} {many} are named `{}`: one can become `{name}`", was.text);
        return finding(message).help(instead.clone());
    }
    let ways: Vec<String> =
        former.iter().map(|path| format!("was={:?}", said(kind, path))).collect();
    if let [taken] = former.as_slice() {
        return finding(format!("`{taken}` becomes another folder, and so not `{name}`"))
            .help("one object becomes one: leave `was` with the one that is to be it");
    }
    let paths: Vec<&str> = former.iter().map(String::as_str).collect();
    finding(format!("the site has {}: one can become `{name}`", listed(&paths)))
        .help(format!("{instead}: write {}", ways.join(" or ")))
}
