//! What of a definition's texts says something that nobody needs, and the edits that drop it.
//!
//! In: the files of a definition without errors. Out: edits, in which a list that loses its last name
//! says that there is none, for what is not said is not touched. It does not know whether what is left
//! still checks.

use crate::diagnostic::Edit;
use crate::model::{Definition, Key, Names, Protected};
use crate::source::{FileId, Sources, Span};
use crate::syntax::{Node, Scalar, Tree, parse};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What is to be dropped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    User(Key),
    /// It goes with the account.
    WithUser(Key),
    Protocol(Key, &'static str),
    /// By its title in the definition.
    SshKey(Key, String),
    /// Without a user, one of the site.
    ApiKey(Option<Key>, String),
    Group(Key),
    /// What the site has and the definition does not say.
    Undeclared,
}

/// The trees of a definition's KDL files.
pub struct Trees(Vec<Tree>);

impl Trees {
    /// Of the files in which something is declared that people and groups are or have.
    pub fn of(site: &Definition, sources: &Sources) -> Self {
        let users = site.users.iter().map(|user| user.name_span.file);
        let groups = site.groups.iter().map(|group| group.name_span.file);
        let grants = site.grants.iter().map(|grant| grant.span.file);
        let keys = site.api_keys.iter().map(|key| key.span.file);
        let files: FxHashSet<FileId> = users.chain(groups).chain(grants).chain(keys).collect();
        let mut files: Vec<FileId> = files.into_iter().collect();
        files.sort_unstable();
        let kdl = files.into_iter().filter(|file| !is_csv(sources, *file));
        Trees(kdl.map(|file| parse(file, sources.file(file).text()).0).collect())
    }
}

fn is_csv(sources: &Sources, file: FileId) -> bool {
    let name = sources.file(file).name();
    name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("csv"))
}

/// A name in a list, or the whole node that is for it.
#[derive(Clone, Copy)]
struct Mention<'s> {
    node: Node<'s>,
    /// The object that has the list.
    parent: Option<Node<'s>>,
    /// None: the node goes.
    argument: Option<Span>,
}

/// Where everything stands.
pub struct Places<'s> {
    sources: &'s Sources,
    site: &'s Definition,
    users: FxHashMap<Key, Node<'s>>,
    groups: FxHashMap<Key, Node<'s>>,
    site_keys: Vec<Node<'s>>,
    of_users: FxHashMap<Key, Vec<Mention<'s>>>,
    of_groups: FxHashMap<Key, Vec<Mention<'s>>>,
}

fn text_of<'s>(value: Scalar<'s>) -> Option<&'s str> {
    match value {
        Scalar::Str(text) => Some(text),
        _ => None,
    }
}

fn first<'s>(node: Node<'s>) -> Option<&'s str> {
    node.args().next().and_then(|entry| text_of(entry.value()))
}

impl<'s> Places<'s> {
    pub fn of(trees: &'s Trees, site: &'s Definition, sources: &'s Sources, names: &Names) -> Self {
        let (users, groups) = (FxHashMap::default(), FxHashMap::default());
        let (of_users, of_groups) = (FxHashMap::default(), FxHashMap::default());
        let site_keys = Vec::new();
        let mut places = Places { sources, site, users, groups, site_keys, of_users, of_groups };
        for tree in &trees.0 {
            let document = tree.document(sources.file(tree.file()).text());
            document.nodes().for_each(|node| places.top_level(node, names));
        }
        places
    }

    fn top_level(&mut self, node: Node<'s>, names: &Names) {
        let key = first(node).and_then(|name| names.find_key(name));
        match node.name() {
            "user" | "bot" => {
                self.users.extend(key.map(|key| (key, node)));
                for list in node.children().filter(|child| child.name() == "groups") {
                    mentions(list, node, names, &mut self.of_groups);
                }
            }
            "group" => {
                self.groups.extend(key.map(|key| (key, node)));
                let lists = node.children();
                for list in lists.filter(|child| matches!(child.name(), "member" | "admin")) {
                    mentions(list, node, names, &mut self.of_users);
                }
            }
            "folder" | "child-site" => self.folder(node, names),
            "api-key" => self.site_keys.push(node),
            _ => {}
        }
    }

    fn folder(&mut self, node: Node<'s>, names: &Names) {
        for child in node.children() {
            match child.name() {
                "folder" => self.folder(child, names),
                "grant" => {
                    for property in child.props() {
                        let into = match property.key() {
                            Some("user") => &mut self.of_users,
                            Some("group") => &mut self.of_groups,
                            _ => continue,
                        };
                        let key = text_of(property.value()).and_then(|name| names.find_key(name));
                        let mention = Mention { node: child, parent: None, argument: None };
                        into.entry(match key {
                            Some(key) => key,
                            None => continue,
                        })
                        .or_default()
                        .push(mention);
                    }
                }
                _ => {}
            }
        }
    }

    /// The row of a table that declares a user.
    fn row(&self, user: Key) -> Option<Span> {
        let declared = self.site.user(user)?;
        is_csv(self.sources, declared.span.file).then_some(declared.span)
    }

    /// Why nothing can be dropped for it, if nothing can.
    pub fn refusal(&self, target: &Target) -> Option<String> {
        let held = self.site.protect.iter().any(|protect| match (&protect.target, target) {
            (Protected::User(held), Target::User(user) | Target::WithUser(user)) => held == user,
            (Protected::Group(held), Target::Group(group)) => held == group,
            _ => false,
        });
        if held {
            return Some("`protect` holds it".to_owned());
        }
        let elsewhere = "no line of its own says it: a template does, a table, or nothing";
        let is_there = match target {
            Target::User(user) | Target::WithUser(user) => {
                if self.site.user(*user).is_none() {
                    return Some("the definition does not declare this account".to_owned());
                }
                self.users.contains_key(user) || self.row(*user).is_some()
            }
            Target::Group(group) => {
                if self.site.group(*group).is_none() {
                    return Some("the definition does not declare this group".to_owned());
                }
                self.groups.contains_key(group)
            }
            Target::Undeclared => return Some("the definition does not declare it".to_owned()),
            Target::Protocol(user, word) => self.list_item(*user, "protocols", word).is_some(),
            Target::SshKey(user, title) => self.key_of(*user, "ssh-key", title).is_some(),
            Target::ApiKey(Some(user), name) => self.key_of(*user, "api-key", name).is_some(),
            Target::ApiKey(None, name) => self.site_key(name).is_some(),
        };
        (!is_there).then(|| elsewhere.to_owned())
    }

    fn list_item(&self, user: Key, list: &str, word: &str) -> Option<Mention<'s>> {
        let parent = *self.users.get(&user)?;
        let node = parent.children().find(|child| child.name() == list)?;
        let entry = node.args().find(|entry| text_of(entry.value()) == Some(word))?;
        Some(Mention { node, parent: Some(parent), argument: Some(entry.span()) })
    }

    fn key_of(&self, user: Key, word: &str, name: &str) -> Option<Mention<'s>> {
        let parent = *self.users.get(&user)?;
        let mut keys = parent.children().filter(|child| child.name() == word);
        let node = keys.find(|child| first(*child) == Some(name))?;
        Some(Mention { node, parent: Some(parent), argument: None })
    }

    fn site_key(&self, name: &str) -> Option<Node<'s>> {
        self.site_keys.iter().copied().find(|node| first(*node) == Some(name))
    }

    /// The edits that drop all of these.
    pub fn edits<'t>(&self, targets: impl Iterator<Item = &'t Target>) -> Vec<Edit> {
        let mut cuts = Cuts::default();
        for target in targets {
            match target {
                Target::WithUser(_) | Target::Undeclared => {}
                Target::User(user) => {
                    cuts.rows.extend(self.row(*user));
                    cuts.nodes.extend(self.users.get(user).map(|node| node.span()));
                    self.of_users.get(user).into_iter().flatten().for_each(|it| cuts.add(it));
                }
                Target::Group(group) => {
                    cuts.nodes.extend(self.groups.get(group).map(|node| node.span()));
                    self.of_groups.get(group).into_iter().flatten().for_each(|it| cuts.add(it));
                }
                Target::Protocol(user, word) => {
                    self.list_item(*user, "protocols", word).iter().for_each(|it| cuts.add(it));
                }
                Target::SshKey(user, title) => {
                    self.key_of(*user, "ssh-key", title).iter().for_each(|it| cuts.add(it));
                }
                Target::ApiKey(Some(user), name) => {
                    self.key_of(*user, "api-key", name).iter().for_each(|it| cuts.add(it));
                }
                Target::ApiKey(None, name) => {
                    cuts.nodes.extend(self.site_key(name).map(|node| node.span()));
                }
            }
        }
        cuts.edits(self.sources)
    }
}

/// The names of a list, each with where it stands.
fn mentions<'s>(
    list: Node<'s>,
    parent: Node<'s>,
    names: &Names,
    into: &mut FxHashMap<Key, Vec<Mention<'s>>>,
) {
    for entry in list.args() {
        let key = text_of(entry.value()).and_then(|name| names.find_key(name));
        let mention = Mention { node: list, parent: Some(parent), argument: Some(entry.span()) };
        if let Some(key) = key {
            into.entry(key).or_default().push(mention);
        }
    }
}

/// What goes from the texts.
#[derive(Default)]
struct Cuts<'s> {
    /// Whole nodes.
    nodes: FxHashSet<Span>,
    /// Rows of tables.
    rows: FxHashSet<Span>,
    /// Names in lists, and keys, by the nodes of which they are children.
    lists: BTreeMap<Span, (Node<'s>, Vec<Mention<'s>>)>,
}

/// The words that together make one list, which is whole where any of them stands.
fn list_of(word: &str) -> &str {
    if word == "admin" { "member" } else { word }
}

impl<'s> Cuts<'s> {
    fn add(&mut self, mention: &Mention<'s>) {
        match mention.parent {
            Some(parent) => {
                self.lists.entry(parent.span()).or_insert((parent, Vec::new())).1.push(*mention);
            }
            None => {
                self.nodes.insert(mention.node.span());
            }
        }
    }

    fn edits(self, sources: &Sources) -> Vec<Edit> {
        let mut edits: Vec<Edit> = Vec::new();
        let text = |span: Span| sources.file(span.file).text();
        edits.extend(self.rows.iter().map(|row| cut(row_and_end(text(*row), *row), "")));
        edits.extend(self.nodes.iter().map(|node| cut(lines(text(*node), *node), "")));
        for (parent, mentions) in self.lists.values() {
            if !self.nodes.contains(&parent.span()) {
                in_lists(*parent, mentions, sources, &mut edits);
            }
        }
        edits.sort_by_key(|edit| (edit.span, edit.text.is_empty()));
        edits.dedup();
        // Neighbours both take the blanks between them.
        edits.dedup_by(|next, last| {
            let is_one = last.text.is_empty()
                && next.text.is_empty()
                && next.span.file == last.span.file
                && next.span.start <= last.span.end;
            if is_one {
                last.span.end = last.span.end.max(next.span.end);
            }
            is_one
        });
        edits
    }
}

fn cut(span: Span, text: &str) -> Edit {
    Edit { span, text: text.to_owned() }
}

/// What goes from the lists of one object.
fn in_lists(parent: Node<'_>, mentions: &[Mention<'_>], sources: &Sources, edits: &mut Vec<Edit>) {
    let text = sources.file(parent.span().file).text();
    let gone: FxHashSet<Span> = mentions.iter().filter_map(|mention| mention.argument).collect();
    let whole: FxHashSet<Span> =
        mentions.iter().filter(|it| it.argument.is_none()).map(|it| it.node.span()).collect();
    let goes = |node: &Node<'_>| {
        whole.contains(&node.span())
            || (node.args().next().is_some() && node.args().all(|one| gone.contains(&one.span())))
    };
    let mut said_none: FxHashSet<&str> = FxHashSet::default();
    let touched: FxHashSet<Span> = mentions.iter().map(|mention| mention.node.span()).collect();
    for node in parent.children().filter(|child| touched.contains(&child.span())) {
        if !goes(&node) {
            let args = node.args().map(|one| one.span()).filter(|span| gone.contains(span));
            edits.extend(args.map(|span| cut(with_blanks_before(text, span), "")));
            continue;
        }
        let list = list_of(node.name());
        let mut others = parent.children().filter(|child| list_of(child.name()) == list);
        // What is not said is not touched.
        if others.all(|other| goes(&other)) && said_none.insert(list) {
            edits.push(cut(node.span(), &format!("{list} #null")));
        } else {
            edits.push(cut(lines(text, node.span()), ""));
        }
    }
}

fn with_blanks_before(text: &str, span: Span) -> Span {
    let before = text.get(..span.start as usize).unwrap_or_default();
    let kept = before.trim_end_matches([' ', '\t']).len();
    Span::new(span.file, kept as u32, span.end)
}

/// A row with the end of its line.
fn row_and_end(text: &str, row: Span) -> Span {
    let after = text.get(row.end as usize..).unwrap_or_default();
    let end = ["\r\n", "\n", "\r"].into_iter().find(|end| after.starts_with(end));
    Span::new(row.file, row.start, row.end + end.map_or(0, str::len) as u32)
}

/// A node with what stands around it for it alone: its lines, where nothing else is on them, or
/// its semicolon.
fn lines(text: &str, node: Span) -> Span {
    let (before, after) = (text.get(..node.start as usize), text.get(node.end as usize..));
    let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
    let line = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
    let is_first = before.get(line..).is_some_and(|indent| indent.trim().is_empty());
    let blank = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
    let semicolon = blank(after);
    let is_closed = after.get(semicolon..).is_some_and(|rest| rest.starts_with(';'));
    let end = if is_closed { semicolon + 1 } else { 0 };
    let rest = after.get(end..).unwrap_or_default();
    let comment = rest.get(blank(rest)..).unwrap_or_default();
    let to_end = rest.find(['\n', '\r']).unwrap_or(rest.len());
    let is_last =
        comment.is_empty() || comment.starts_with(['\n', '\r']) || comment.starts_with("//");
    let (start, end) = match (is_first, is_last) {
        (true, true) => {
            let newline = rest.get(to_end..).unwrap_or_default();
            let newline = if newline.starts_with("\r\n") { 2 } else { newline.len().min(1) };
            (line, end + to_end + newline)
        }
        (true, false) => (node.start as usize, end + blank(rest)),
        // What stands before it ends with the line.
        (false, _) => (before.trim_end_matches([' ', '\t']).len(), end),
    };
    Span::new(node.file, start as u32, node.end + end as u32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::apply_edits;

    /// The text without its nodes of that name.
    fn without(text: &str, name: &str) -> String {
        let file = FileId(0);
        let (tree, found) = parse(file, text);
        assert!(found.is_empty(), "{found:?}");
        let document = tree.document(text);
        let all = document.nodes().flat_map(|node| [node].into_iter().chain(node.children()));
        let gone = all.filter(|node| node.name() == name).map(|node| node.span());
        let gone: FxHashSet<Span> = gone.collect();
        let cuts = Cuts { nodes: gone, ..Cuts::default() };
        let mut sources = Sources::default();
        sources.add("site.kdl", text.to_owned());
        let left = apply_edits(text, &cuts.edits(&sources)).expect("edits apart");
        let (_, found) = parse(file, &left);
        assert!(found.is_empty(), "{left:?}: {found:?}");
        left
    }

    #[test]
    fn a_node_goes_with_its_line_or_its_semicolon() {
        assert_eq!(without("a 1\nb 2  // why\nc 3\n", "b"), "a 1\nc 3\n");
        assert_eq!(without("a 1\r\n  b 2\r\nc 3", "b"), "a 1\r\nc 3");
        assert_eq!(without("a { b 1; c 2; }", "b"), "a { c 2; }");
        assert_eq!(without("a { b 1; c 2 }", "c"), "a { b 1; }");
        assert_eq!(without("b 1; c 2", "b"), "c 2");
        assert_eq!(without("a {\n    b {\n        x\n    }\n}\n", "b"), "a {\n}\n");
        assert_eq!(without("a { b }", "b"), "a { }");
        assert_eq!(without("b", "b"), "");
        assert_eq!(without("a { b 1; b 2; c 3; }", "b"), "a { c 3; }");
        assert_eq!(without("b 1; b 2\nc", "b"), "\nc");
    }
}
