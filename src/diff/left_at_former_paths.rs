//! What no file declares and still speaks of the path from which a folder moves, or has moved:
//! no move takes along the paths that are written down elsewhere.

use super::{AddressKind, Diff, Operation};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{Attributes, LiveAutomation};
use crate::model::automation::by_id;
use crate::model::leads::leads;
use crate::model::{NamedKind, Settings, Value, ValueKind, path};
use crate::source::Span;
use rustc_hash::FxHashSet;
use std::collections::BTreeMap;

/// Where a folder was and is to be, and what speaks of the former path.
struct Left {
    from: String,
    to: String,
    span: Span,
    /// Another folder comes to the former path: what finds a folder by its path leads there, as is
    /// meant. Of links and keys nobody knows (assumption `links-follow-their-folder`).
    is_taken: bool,
    by: Vec<String>,
}

struct Moves {
    /// By the former paths' keys.
    moves: BTreeMap<String, Left>,
    /// What this plan takes away is left nowhere.
    gone: FxHashSet<(AddressKind, i64)>,
}

/// What speaks of a path: it finds whatever bears that, or may go with the folder.
#[derive(Clone, Copy)]
enum By {
    Path(AddressKind, i64),
    Opening(AddressKind, i64),
}

impl Moves {
    fn is_gone(&self, kind: AddressKind, id: i64) -> bool {
        self.gone.contains(&(kind, id))
    }

    /// Adds what speaks of a path to the nearest move around it.
    fn note(&mut self, place: &str, by: By, name: impl FnOnce() -> String) {
        let (By::Path(kind, id) | By::Opening(kind, id)) = by;
        if self.is_gone(kind, id) {
            return;
        }
        let key = path::key(place);
        let around = std::iter::successors(Some(&*key), |at| path::parent(at));
        let mut around = around.take_while(|at| !at.is_empty());
        let Some(nearest) = around.find(|at| self.moves.contains_key(*at)) else {
            return;
        };
        let Some(left) = self.moves.get_mut(nearest) else { return };
        if left.is_taken && matches!(by, By::Path(..)) {
            return;
        }
        let name = name();
        if left.by.last() != Some(&name) {
            left.by.push(name);
        }
    }
}

fn automation_named(live: &LiveAutomation) -> String {
    format!("automation `{}`", live.name.clone().unwrap_or_else(|| by_id(live.id)))
}

/// An automation that runs meets neither path while one of the two is changed and the other is not.
const PAUSED: &str = " (an automation with `disabled #false`, so that the plan pauses it)";

impl Diff<'_> {
    pub(super) fn left_at_former_paths(&mut self) {
        let moves = self.moves_by_former_path();
        if moves.is_empty() {
            return;
        }
        let gone = self.result.changes.iter().filter(|one| one.operation == Operation::Delete);
        let gone = gone.filter_map(|one| Some((one.address.kind(), one.id?))).collect();
        let mut moves = Moves { moves, gone };
        self.automations_left(&mut moves);
        self.users_left(&mut moves);
        self.links_left(&mut moves);
        let findings = moves.moves.into_values().filter(|left| !left.by.is_empty()).map(|left| {
            let Left { from, to, span, is_taken, by } = left;
            let (speaks, them) = if by.len() == 1 { ("speaks", "it") } else { ("speak", "them") };
            let finding = Diagnostic::warning(
                codes::LEFT_AT_FORMER_PATH,
                format!("{} still {speaks} of `{from}`", named(&by)),
            );
            if is_taken {
                let leads = if by.len() == 1 { "leads" } else { "lead" };
                return finding
                    .at(
                        span,
                        format!("`{from}` becomes `{to}` here, and another comes to `{from}`"),
                    )
                    .help(format!(
                        "to which of the two {} then {leads}, Files.com does not say: declare \
                         {them} with the path that is meant, a key under another name",
                        if by.len() == 1 { "it" } else { "they" },
                    ));
            }
            finding.at(span, format!("`{from}` becomes `{to}` here")).help(format!(
                "a move changes no path that is written down elsewhere: declare {them} with the \
                 new path{}, or change {them} on the site",
                if self.is_one_running(&by) { PAUSED } else { "" }
            ))
        });
        let findings: Vec<Diagnostic> = findings.collect();
        self.result.findings.extend(findings);
    }

    fn is_one_running(&self, named: &[String]) -> bool {
        let all = self.live.automations.iter();
        let mut running = all.filter(|automation| !automation.attributes.is_on("disabled"));
        running.any(|automation| named.contains(&automation_named(automation)))
    }

    /// Moves that this plan makes, and those that `was=` still speaks of, by the former path's key.
    fn moves_by_former_path(&self) -> BTreeMap<String, Left> {
        let mut moves = BTreeMap::new();
        for folder in &self.site.folders {
            let Some(was) = &folder.was else { continue };
            let to = self.names.text(folder.name);
            let makes = self.matching.moves().iter().find(|(_, goal)| goal == to);
            let is_there = |key| self.matching.folder_as_it_is(key).is_some();
            let from = match makes {
                Some((from, _)) => from.clone(),
                None if is_there(folder.key) => was.text.to_string(),
                None => continue,
            };
            let key = path::key(&from).into_owned();
            let taken = |key| self.site.folder(key).is_some();
            let is_taken = self.names.find_path_key(&key).is_some_and(taken);
            if *key != *path::key(to) {
                let (to, span, by) = (to.to_owned(), was.span, Vec::new());
                moves.insert(key, Left { from, to, span, is_taken, by });
            }
        }
        moves
    }

    fn automations_left(&self, moves: &mut Moves) {
        let mut declared = rustc_hash::FxHashMap::default();
        for (automation, live) in self.site.automations.iter().zip(&self.matching.automations) {
            declared.extend(live.one().map(|live| (live.id, &automation.attributes)));
        }
        for live in &self.live.automations {
            let said = declared.get(&live.id).copied();
            for place in places(live, said) {
                let by = By::Path(AddressKind::Automation, live.id);
                moves.note(&place, by, || automation_named(live));
            }
        }
    }

    fn users_left(&self, moves: &mut Moves) {
        for live in &self.live.users {
            let user = self.site.user(self.matching.user_key(live.key));
            let unsaid = |name: &str| user.is_none_or(|user| user.attributes.get(name).is_none());
            let name = self.names.text(live.name);
            for place in paths(&live.attributes).filter(|(name, _)| unsaid(name)) {
                let by = By::Path(AddressKind::User, live.id);
                moves.note(place.1, by, || format!("user `{name}`"));
            }
        }
        let stay = self.live.users.iter().filter(|user| !moves.is_gone(AddressKind::User, user.id));
        let of_users: Vec<_> = stay.flat_map(|user| &user.api_keys).collect();
        for key in of_users.into_iter().chain(&self.live.api_keys) {
            for (_, place) in paths(&key.attributes) {
                let by = By::Opening(AddressKind::ApiKey, key.id);
                moves.note(place, by, || format!("API key `{}`", key.name));
            }
        }
    }

    fn links_left(&self, moves: &mut Moves) {
        let declared = self.site.named.iter().zip(&self.matching.named);
        let says_where = declared.filter(|(said, _)| {
            said.kind == NamedKind::BUNDLE && said.attributes.get("paths").is_some()
        });
        let says_where: FxHashSet<i64> =
            says_where.filter_map(|(_, live)| live.one().map(|live| live.id)).collect();
        let links = self.live.named.iter().filter(|one| one.kind == NamedKind::BUNDLE);
        for link in links.filter(|link| !says_where.contains(&link.id)) {
            for place in link.attributes.get("paths").as_list().iter().filter_map(Value::as_text) {
                let by = By::Opening(AddressKind::Named(link.kind), link.id);
                moves.note(place, by, || format!("share link `{}`", link.title()));
            }
        }
    }
}

/// "user `a`", "user `a` and user `b`", "user `a`, user `b`, user `c` and 2 more".
fn named(by: &[String]) -> String {
    const SHOWN: usize = 3;
    let mut shown: Vec<String> = by.iter().take(SHOWN).cloned().collect();
    if by.len() > SHOWN {
        shown.push(format!("{} more", by.len() - SHOWN));
    }
    match shown.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => shown.concat(),
    }
}

/// The folders that a live automation speaks of, but for what a definition says instead.
fn places(live: &LiveAutomation, said: Option<&Settings>) -> Vec<String> {
    let unsaid = |name: &str| said.is_none_or(|said| said.get(name).is_none());
    let all = leads(|name| Some(live.attributes.get(name)));
    let kept = all.known.iter().filter(|lead| {
        unsaid(if lead.said.node.is_some() { "definition" } else { lead.said.attribute })
    });
    kept.map(|lead| lead.route.fixed().0).collect()
}

/// The paths that are attributes.
fn paths(attributes: &Attributes) -> impl Iterator<Item = (&'static str, &str)> {
    let paths = attributes.iter().filter(|(attribute, _)| attribute.kind == ValueKind::Path);
    paths.filter_map(|(attribute, value): (_, &Value)| Some((attribute.name, value.as_text()?)))
}
