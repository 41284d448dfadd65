//! A site, a definition that says less than all of what is to be, and perhaps what it said before.

use super::manage::{Fate, LINES, Line, Scope, Tells, text};
use super::meaning::stated;
use crate::safety::generate::{distinct, sample, sound};
use crate::safety::run::rng;
use crate::safety::said::{Part, Said};
use crate::safety::world::{Grant, Holder, Id, Pair, ROOT, WEB, Whom, World};
use crate::safety::write::{snapshot, statements};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;

/// What is to be of the pair is what the definition declares; the rest of the live site is
/// declared nowhere.
#[derive(Debug, Clone)]
pub struct Case {
    pub pair: Pair,
    pub said: Said,
    pub manage: Vec<Line>,
    pub base: Option<Base>,
}

/// A definition as it was.
#[derive(Debug, Clone)]
pub struct Base {
    pub pair: Pair,
    pub said: Said,
}

impl Case {
    pub fn definition(&self) -> String {
        text(&self.manage, &stated(&self.pair, &self.said)) + &statements(&self.pair, &self.said)
    }

    pub fn base(&self) -> Option<String> {
        self.base.as_ref().map(|base| statements(&base.pair, &base.said))
    }

    pub fn live(&self) -> String {
        snapshot(&self.pair)
    }

    /// As a file for `tests/cases/plan/`.
    pub fn file(&self) -> String {
        let base = self.base().map_or(String::new(), |base| format!("//- base.kdl\n{base}"));
        let (definition, live) = (self.definition(), self.live());
        format!("//- site.kdl\n{definition}{base}//- live.json\n{live}")
    }
}

/// Numbers that follow from one another.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, count: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 20) % count.max(1) as u64) as usize
    }

    fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Always the same from one seed.
pub fn case(seed: u64) -> Case {
    let mut runner = TestRunner::new_with_rng(Config::default(), rng(seed));
    let pair = sample().new_tree(&mut runner).expect("a sample").current().pair();
    let mut random = Random::new(seed);
    let mut pair = pair;
    pair.live.without_openings();
    pair.desired.without_openings();
    pair.expectations.retain(|one| one.whom != Whom::Outsiders);
    let whole = pair.clone();
    if random.percent(50) {
        without_some(&mut pair, &mut random);
    }
    let share = [0, 15, 40, 80][random.below(4)];
    let said = less_of(&pair, share, &mut random);
    let base = random.percent(30).then(|| base(&whole, &mut random));
    let manage = manage(&pair, &mut random);
    let mut case = Case { pair, said, manage, base };
    case.settle();
    case
}

/// Some objects are declared no longer, or never were.
fn without_some(pair: &mut Pair, random: &mut Random) {
    let desired = &mut pair.desired;
    for _ in 0..=random.below(3) {
        match random.below(4) {
            0 => {
                let id = random.below(desired.users.len());
                if !desired.users.is_empty() {
                    desired.remove_user(id);
                }
            }
            1 => {
                let id = random.below(desired.groups.len());
                if !desired.groups.is_empty() {
                    desired.remove_group(id);
                }
            }
            2 => {
                let id = 1 + random.below(desired.folders.len() - 1);
                remove_tree(desired, id);
            }
            _ => {
                let id = random.below(desired.automations.len());
                if let Some(automation) = desired.automations.get_mut(id) {
                    automation.exists = false;
                }
            }
        }
    }
}

fn less_of(pair: &Pair, share: usize, random: &mut Random) -> Said {
    let all = parts(pair);
    let left_out = all.into_iter().filter(|_| random.percent(share)).collect();
    Said { left_out, nones: true }
}

/// Whatever a definition can leave out.
fn parts(pair: &Pair) -> BTreeSet<Part> {
    let desired = &pair.desired;
    let mut all = BTreeSet::from([Part::ProtocolsByGroupsOnly, Part::GrantsToGroupsOnly]);
    for id in (0..desired.users.len()).filter(|id| desired.users[*id].exists) {
        let of_user = [Part::Role, Part::Disabled, Part::Until, Part::Protocols, Part::Groups];
        all.extend(of_user.map(|part| part(id)));
    }
    for id in (0..desired.groups.len()).filter(|id| desired.groups[*id].exists) {
        all.extend([Part::Members(id), Part::GroupProtocols(id)]);
    }
    for id in (0..desired.folders.len()).filter(|id| desired.folders[*id].exists) {
        all.extend([Part::Folder(id), Part::Fence(id)]);
    }
    let grants = desired.grants.iter().chain(pair.live.grants.iter());
    all.extend(grants.map(Grant::part));
    all
}

/// The live site as its definition has it, or what is to be, when more of it was said.
fn base(whole: &Pair, random: &mut Random) -> Base {
    let Pair { live, desired, .. } = whole;
    let desired = if random.percent(50) { live } else { desired }.clone();
    let pair = Pair { live: live.clone(), desired, expectations: Vec::new() };
    let said = less_of(&pair, [0, 20][random.below(2)], random);
    Base { pair, said }
}

impl Base {
    /// What it renames and the definition does not know: as though it had never been said.
    fn settle(&mut self, pair: &Pair) {
        let Pair { live, desired: known, .. } = pair;
        self.pair.live = live.clone();
        let desired = &mut self.pair.desired;
        for id in (0..desired.users.len()).filter(|id| !known.users[*id].exists) {
            if live.users[id].exists && live.users[id].name != desired.users[id].name {
                desired.remove_user(id);
            }
        }
        for id in (0..desired.groups.len()).filter(|id| !known.groups[*id].exists) {
            if live.groups[id].exists && live.groups[id].name != desired.groups[id].name {
                desired.remove_group(id);
            }
        }
        for id in (1..desired.folders.len()).filter(|id| !known.folders[*id].exists) {
            if live.folders[id].exists && live.path(id) != desired.path(id) {
                remove_tree(desired, id);
            }
        }
        settle_owners(desired);
        named_only(&self.pair, &mut self.said);
    }
}

fn remove_tree(world: &mut World, folder: Id) {
    let inside = (1..world.folders.len()).filter(|id| world.is_within(*id, folder));
    for id in inside.collect::<Vec<Id>>() {
        world.remove_folder(id);
    }
}

fn manage(pair: &Pair, random: &mut Random) -> Vec<Line> {
    let fates = [Fate::Keep, Fate::Report, Fate::Remove];
    match random.below(10) {
        0..=3 => return Vec::new(),
        4 | 5 => {
            return vec![Line {
                of: super::manage::EVERYTHING,
                scope: Scope::All,
                fate: Fate::Remove,
            }];
        }
        _ => {}
    }
    let mut lines: Vec<Line> = Vec::new();
    for _ in 0..=random.below(4) {
        let (of, tells) = LINES[random.below(LINES.len())];
        let scope = match tells {
            Tells::Names if random.percent(50) => {
                let users = pair.live.users.iter().map(|user| &user.name);
                let names: Vec<_> = users.chain(pair.live.groups.iter().map(|g| &g.name)).collect();
                Scope::Matching(names[random.below(names.len())].chars().take(2).collect())
            }
            Tells::Places if random.percent(60) => {
                Scope::Within(random.below(pair.live.folders.len()))
            }
            _ => Scope::All,
        };
        if lines.iter().all(|line| line.of != of || line.scope != scope) {
            lines.push(Line { of, scope, fate: fates[random.below(3)] });
        }
    }
    lines
}

fn settle_owners(world: &mut World) {
    let users = world.users.clone();
    for automation in world.automations.iter_mut() {
        let goes = automation.owner.is_some_and(|owner| !users[owner].exists);
        if goes {
            automation.owner = None;
        }
    }
}

impl Case {
    /// Made into what Files.com and the language take.
    pub fn settle(&mut self) {
        let Case { pair, said, base, .. } = self;
        pair.expectations.clear();
        settle_owners(&mut pair.desired);
        settle_owners(&mut pair.live);
        for id in 0..pair.desired.users.len() {
            let (was, is) = (&pair.live.users[id], &pair.desired.users[id]);
            if !was.exists || !is.exists {
                continue;
            }
            // Half of a contradiction is not left unsaid.
            if was.admin && (is.disabled || is.bot || is.protocols & WEB == 0) {
                said.left_out.remove(&Part::Role(id));
            }
            if is.admin && (was.disabled || was.protocols & WEB == 0) {
                said.left_out.remove(&Part::Disabled(id));
                said.left_out.remove(&Part::Protocols(id));
            }
        }
        sound(&mut pair.desired);
        distinct(&pair.live, &mut pair.desired);
        named_only(pair, said);
        let to_be = stated(pair, said);
        let refused = |grant: &Grant| {
            let Holder::User(user) = grant.holder else { return false };
            let is_new = !pair.live.grants.contains(grant);
            is_new && (to_be.users[user].admin || to_be.grants_to_groups_only)
        };
        let refused: Vec<Grant> =
            pair.desired.grants.iter().filter(|grant| refused(grant)).cloned().collect();
        for grant in refused {
            pair.desired.grants.remove(&grant);
        }
        if let Some(base) = base {
            base.settle(pair);
        }
    }
}

/// A folder without a node of its own is one that lies where it lay, above one that has.
fn named_only(pair: &Pair, said: &mut Said) {
    let Pair { live, desired, .. } = pair;
    said.left_out.remove(&Part::Folder(ROOT));
    let without: Vec<Id> = (0..desired.folders.len())
        .filter(|id| said.left_out.contains(&Part::Folder(*id)))
        .collect();
    for folder in without {
        let stays = live.folders[folder].exists
            && desired.folders[folder].exists
            && desired.path(folder) == live.path(folder);
        let holds = (0..desired.folders.len()).any(|id| {
            let has_node = desired.folders[id].exists && said.has(&Part::Folder(id));
            has_node && desired.is_within(id, folder)
        });
        if !stays || !holds {
            said.left_out.remove(&Part::Folder(folder));
        }
    }
}
