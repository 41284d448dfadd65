//! Who reaches what in a definition: people, their groups, folders, and the grants between.

use super::fold::{self, contract, examples, is_readable};
use super::strangers::{WayIn, ways_in};
use super::{Edge, EdgeKind, Graph, Node, NodeKind};
use crate::model::{Definition, Grant, Grantee, Key, Names, User, path};
use crate::wording::counted;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Everything that has to do with a grant, a fence or a membership.
pub fn graph(site: &Definition, names: &Names) -> Graph {
    let mut drawing = Drawing { site, names, graph: Graph::default() };
    drawing.graph.title = match &site.name {
        Some(name) => format!("Who reaches what in {name}"),
        None => "Who reaches what".to_owned(),
    };
    let people = drawing.people();
    let groups = drawing.groups();
    let together = drawing.all_of(&groups);
    let ways_in = ways_in(site, names);
    let (folders, root) = drawing.folders(&people, &ways_in);
    drawing.strangers(&ways_in, &folders, root);
    drawing.memberships(&people, &groups);
    let partners = drawing.partners(&people);
    drawing.grants(
        |grantee| match grantee {
            Grantee::User(user) => people.get(user).copied(),
            Grantee::Group(group) => groups.get(group).copied(),
            Grantee::AllOf(_) => together.get(grantee).copied(),
            Grantee::Partner(partner) => partners.get(partner).copied(),
        },
        &folders,
    );
    drawing.graph.merge_edges();
    drawing.graph
}

struct Drawing<'a> {
    site: &'a Definition,
    names: &'a Names,
    graph: Graph,
}

impl Drawing<'_> {
    fn add(&mut self, kind: NodeKind, name: String, detail: String) -> usize {
        let title = if kind == NodeKind::AllOf { "all of".to_owned() } else { name.clone() };
        self.graph.nodes.push(Node { title, detail, kind, name, count: 1, step: None });
        self.graph.nodes.len() - 1
    }

    fn connect(&mut self, from: usize, to: usize, kind: EdgeKind, label: &str) {
        self.graph.edges.push(Edge::new(from, to, kind, label.to_owned(), String::new()));
    }

    /// Whoever has anything: a group, a grant, a role.
    fn people(&mut self) -> FxHashMap<Key, usize> {
        let members = self.site.memberships.iter().map(|membership| membership.user);
        let holders = self.site.grants.iter().filter_map(|grant| match &grant.grantee {
            Grantee::User(user) => Some(*user),
            _ => None,
        });
        let of_partners = self.site.users.iter().filter(|user| {
            user.attributes.value("partner_id").is_some_and(|value| !value.is_unset())
        });
        let of_partners = of_partners.map(|user| user.key);
        let something: FxHashSet<Key> = members.chain(holders).chain(of_partners).collect();
        let has = |user: &&User| user.is_site_admin() || something.contains(&user.key);
        let mut people: Vec<&User> = self.site.users.iter().filter(has).collect();
        people.sort_by_key(|user| self.names.text(user.name));
        let nobody = self.site.users.len() - people.len();
        if nobody > 0 {
            let who = counted(nobody, "account holds", "accounts hold");
            self.graph.notes.push(format!("{who} nothing, and is left out"));
        }
        let add = |user: &User| {
            (
                user.key,
                self.add(NodeKind::Person, self.names.text(user.name).to_owned(), what(user)),
            )
        };
        people.into_iter().map(add).collect()
    }

    fn groups(&mut self) -> FxHashMap<Key, usize> {
        let mut groups: Vec<(&str, Key)> =
            self.site.groups.iter().map(|group| (self.names.text(group.name), group.key)).collect();
        groups.sort_unstable();
        let add = |(name, key): (&str, Key)| {
            (key, self.add(NodeKind::Group, name.to_owned(), String::new()))
        };
        groups.into_iter().map(add).collect()
    }

    /// Those who have users or grants, with their users.
    fn partners(&mut self, people: &FxHashMap<Key, usize>) -> FxHashMap<Key, usize> {
        let key = |name: &str| self.names.find_key(name);
        let of_users: Vec<(Key, Key)> = self
            .site
            .users
            .iter()
            .filter_map(|user| {
                let partner = user.attributes.value("partner_id")?.as_reference()?;
                Some((user.key, key(&partner.name)?))
            })
            .collect();
        let holders = self.site.grants.iter().filter_map(|grant| match &grant.grantee {
            Grantee::Partner(partner) => Some(*partner),
            Grantee::User(_) | Grantee::Group(_) | Grantee::AllOf(_) => None,
        });
        let shown: FxHashSet<Key> =
            of_users.iter().map(|(_, partner)| *partner).chain(holders).collect();
        let mut named: Vec<(&str, Key)> = self
            .site
            .partners()
            .filter_map(|name| Some((name, key(name)?)))
            .filter(|(_, key)| shown.contains(key))
            .collect();
        named.sort_unstable();
        let mut nodes = FxHashMap::default();
        for (name, key) in named {
            nodes.insert(key, self.add(NodeKind::Group, name.to_owned(), "partner".to_owned()));
        }
        for (user, partner) in of_users {
            if let (Some(user), Some(partner)) = (people.get(&user), nodes.get(&partner)) {
                self.connect(*user, *partner, EdgeKind::Member, "user of the partner");
            }
        }
        nodes
    }

    /// Sets of groups that grants ask for together.
    fn all_of(&mut self, groups: &FxHashMap<Key, usize>) -> FxHashMap<Grantee, usize> {
        let mut sets: BTreeMap<Vec<usize>, &Grantee> = BTreeMap::new();
        for grant in &self.site.grants {
            if let Grantee::AllOf(keys) = &grant.grantee {
                let mut members: Vec<usize> =
                    keys.iter().filter_map(|key| groups.get(key).copied()).collect();
                members.sort_unstable();
                sets.insert(members, &grant.grantee);
            }
        }
        let mut nodes = FxHashMap::default();
        for (members, grantee) in sets {
            let titles = members.iter().map(|at| self.graph.nodes[*at].name.clone());
            let name = titles.collect::<Vec<_>>().join(", ");
            let node = self.add(NodeKind::AllOf, name.clone(), name);
            for group in members {
                self.connect(group, node, EdgeKind::Member, "and");
            }
            nodes.insert(grantee.clone(), node);
        }
        nodes
    }

    /// Folders with a grant, a fence or a way in, and the root where somebody administers the site; each
    /// hangs below the nearest one above it.
    fn folders(
        &mut self,
        people: &FxHashMap<Key, usize>,
        ways_in: &[WayIn],
    ) -> (FxHashMap<Key, usize>, Option<usize>) {
        let fences: FxHashSet<Key> =
            self.site.behaviors.iter().filter(|b| b.is_fence()).map(|b| b.folder).collect();
        let granted = self.site.grants.iter().map(|grant| grant.folder);
        let opened = ways_in.iter().filter_map(|way| way.folder);
        let shown: FxHashSet<Key> = granted.chain(fences.iter().copied()).chain(opened).collect();
        let mut folders: Vec<Key> = shown.into_iter().collect();
        folders.sort_by_cached_key(|key| self.names.key_text(*key).replace('/', "\0"));
        let mut nodes = FxHashMap::default();
        let mut by_path: FxHashMap<&str, usize> = FxHashMap::default();
        let root_is_shown = folders.first().is_some_and(|key| self.names.key_text(*key).is_empty());
        let leads_to_root = ways_in.iter().any(|way| way.folder.is_none());
        let is_administered = self.site.users.iter().any(User::is_site_admin);
        if !root_is_shown && (is_administered || leads_to_root) {
            by_path.insert("", self.add(NodeKind::Folder, "/".to_owned(), String::new()));
        }
        for key in folders {
            let fenced = fences.contains(&key);
            let kind = if fenced { NodeKind::Fence } else { NodeKind::Folder };
            let detail = if fenced { "fenced: grants above stop here" } else { "" };
            let written = self.site.folder(key).map(|folder| self.names.text(folder.name));
            let key_text = self.names.key_text(key);
            let name = path::display(written.unwrap_or(key_text)).to_owned();
            let node = self.add(kind, name, detail.to_owned());
            let above = std::iter::successors(path::parent(key_text), |at| path::parent(at));
            if let Some(above) = above.into_iter().find_map(|at| by_path.get(at)).copied() {
                self.connect(above, node, EdgeKind::Below, "");
            }
            by_path.insert(key_text, node);
            nodes.insert(key, node);
        }
        let root = by_path.get("").copied();
        self.administrators(people, root);
        (nodes, root)
    }

    fn strangers(
        &mut self,
        ways_in: &[WayIn],
        folders: &FxHashMap<Key, usize>,
        root: Option<usize>,
    ) {
        let mut nodes: BTreeMap<&str, usize> = BTreeMap::new();
        for way in ways_in {
            let place = way.folder.map_or(root, |key| folders.get(&key).copied());
            let Some(folder) = place else { continue };
            let node = match nodes.get(&*way.who) {
                Some(node) => *node,
                None => self.add(NodeKind::Group, way.who.clone(), way.what.to_owned()),
            };
            nodes.insert(&way.who, node);
            self.connect(node, folder, EdgeKind::Grant, &way.by);
        }
    }

    fn memberships(&mut self, people: &FxHashMap<Key, usize>, groups: &FxHashMap<Key, usize>) {
        for membership in &self.site.memberships {
            let (user, group) = (people.get(&membership.user), groups.get(&membership.group));
            if let (Some(user), Some(group)) = (user, group) {
                let label = if membership.admin == Some(true) { "group admin" } else { "" };
                self.connect(*user, *group, EdgeKind::Member, label);
            }
        }
    }

    fn grants(
        &mut self,
        holder: impl Fn(&Grantee) -> Option<usize>,
        folders: &FxHashMap<Key, usize>,
    ) {
        for grant in &self.site.grants {
            if let (Some(from), Some(to)) = (holder(&grant.grantee), folders.get(&grant.folder)) {
                self.connect(from, *to, EdgeKind::Grant, &level(grant));
            }
        }
    }

    fn administrators(&mut self, people: &FxHashMap<Key, usize>, root: Option<usize>) {
        for user in self.site.users.iter().filter(|user| user.is_site_admin()) {
            if let (Some(user), Some(root)) = (people.get(&user.key), root) {
                self.connect(*user, root, EdgeKind::Role, "everything");
            }
        }
    }
}

fn level(grant: &Grant) -> String {
    let scope = if grant.recursive { "" } else { " (this folder only)" };
    format!("{}{scope}", grant.level.as_str())
}

fn what(user: &User) -> String {
    let words = [
        (user.bot, "bot"),
        (user.is_site_admin(), "site administrator"),
        (user.is_disabled(), "disabled"),
    ];
    words.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
}

/// Sums up until the graph can be read: people who stand alike, people of a group, folders
/// below a folder, groups with the same grants.
pub fn readable(mut graph: Graph) -> Graph {
    let whole = [NodeKind::Person, NodeKind::Group].map(|kind| count(&graph, kind));
    let people = |graph| alike(graph, NodeKind::Person, "people");
    for fold in [people, by_first_group, all_people] {
        if !is_readable(&graph) {
            graph = fold(graph);
        }
    }
    let deepest = graph.nodes.iter().map(|node| node.name.matches('/').count() + 1).max();
    let mut depth = deepest.unwrap_or(1);
    let all_levels = depth;
    while !is_readable(&graph) && depth > 1 {
        depth -= 1;
        graph = up_to(graph, depth);
    }
    if !is_readable(&graph) {
        graph = people(alike(graph, NodeKind::Group, "groups"));
    }
    let drawn = [NodeKind::Person, NodeKind::Group].map(|kind| count(&graph, kind));
    for ((whole, drawn), what) in whole.into_iter().zip(drawn).zip(["people", "groups"]) {
        if drawn < whole {
            let nodes = counted(drawn, "node", "nodes");
            let how = "an edge says of how many it is, where not of all; --focus NAME shows one";
            graph.notes.push(format!("{whole} {what} are drawn as {nodes}: {how}"));
        }
    }
    if depth < all_levels {
        let levels = counted(depth, "level", "levels");
        let note = format!("folders are drawn to {levels}; what lies deeper is part of them");
        graph.notes.push(note);
    }
    fold::cut(graph)
}

fn count(graph: &Graph, kind: NodeKind) -> usize {
    graph.nodes.iter().filter(|node| node.kind == kind).count()
}

/// A node for several, called by how many there are.
fn many(nodes: &[&Node], what: &str) -> Node {
    let count: usize = nodes.iter().map(|node| node.count).sum();
    let title = format!("{count} {what}");
    Node { title, detail: examples(nodes), ..nodes[0].clone() }
}

/// Nodes of a kind that lead to the same.
fn alike(graph: Graph, kind: NodeKind, what: &str) -> Graph {
    let mut edges: Vec<Vec<(usize, EdgeKind, String)>> = vec![Vec::new(); graph.nodes.len()];
    for edge in &graph.edges {
        edges[edge.from].push((edge.to, edge.kind, edge.label.clone()));
    }
    let key = |at: usize, node: &Node| (node.kind == kind).then(|| edges[at].clone());
    contract(graph, key, |nodes| many(nodes, what))
}

/// People by the first of their groups.
fn by_first_group(graph: Graph) -> Graph {
    let mut first: Vec<Option<usize>> = vec![None; graph.nodes.len()];
    for edge in &graph.edges {
        first[edge.from].get_or_insert(edge.to);
    }
    contract(
        graph,
        |at, node| (node.kind == NodeKind::Person).then(|| first[at]),
        |nodes| many(nodes, "people"),
    )
}

fn all_people(graph: Graph) -> Graph {
    let is_person = |_: usize, node: &Node| (node.kind == NodeKind::Person).then_some(());
    contract(graph, is_person, |nodes| many(nodes, "people"))
}

/// Folders with all that lies below a depth.
fn up_to(graph: Graph, depth: usize) -> Graph {
    let is_folder = |node: &Node| matches!(node.kind, NodeKind::Folder | NodeKind::Fence);
    let top = |name: &str| name.split('/').take(depth).collect::<Vec<_>>().join("/");
    contract(
        graph,
        |_, node| is_folder(node).then(|| path::key(&top(&node.name)).into_owned()),
        |nodes| {
            let count: usize = nodes.iter().map(|node| node.count).sum();
            let fences = nodes.iter().filter(|node| node.kind == NodeKind::Fence).count();
            let fenced = if fences > 0 { ", fences among them" } else { "" };
            let title = top(&nodes[0].name);
            let detail = format!("{count} folders{fenced}");
            Node { name: title.clone(), title, detail, ..nodes[0].clone() }
        },
    )
}
