//! The steps of a plan, and what each waits for.

use super::fold::{self, contract, is_readable};
use super::{Edge, EdgeKind, Graph, Node, NodeKind};
use crate::diff::{Address, Belonging, FolderGrant, Operation};
use crate::model::path;
use crate::plan::{Plan, Step, StepId};
use crate::render::text::site;
use crate::render::words::objects::set;
use crate::render::words::reasons::{family, reason};

pub fn graph(plan: &Plan) -> Graph {
    let edges = plan.steps.iter().enumerate().flat_map(|(to, step)| {
        step.after.iter().map(move |after| {
            let (first, why) = (after.step.0, reason(&after.reason));
            let meaning = format!("step {} after step {first}: {why}", step.id.0);
            let kind = EdgeKind::After(family(&after.reason));
            Edge::new(after.step.index(), to, kind, String::new(), meaning)
        })
    });
    let mut graph = Graph {
        title: format!("The steps of a plan for {}", site::name(&plan.target)),
        nodes: plan.steps.iter().map(node).collect(),
        edges: edges.collect(),
        notes: Vec::new(),
    };
    graph.merge_edges();
    graph
}

fn node(step: &Step) -> Node {
    let (kind, verb) = kind(step.operation);
    let (what, rest) = parts(&step.address);
    let detail = if step.operation == Operation::Update { set(step) } else { String::new() };
    let detail = if rest.is_empty() || detail.is_empty() {
        format!("{rest}{detail}")
    } else {
        format!("{rest}: {detail}")
    };
    Node {
        title: format!("{}: {verb} {what}", step.id.0),
        detail,
        kind,
        name: step.id.0.to_string(),
        count: 1,
        step: Some(step.id.0),
    }
}

/// An object in two lines: what it is, and of what.
fn parts(address: &Address) -> (String, String) {
    match address.belonging() {
        Some(Belonging::SshKey { user, title }) => {
            (format!("ssh-key {title:?}"), format!("of {user:?}"))
        }
        Some(Belonging::ApiKey { user, name }) => {
            let of = user.map_or("of the site".to_owned(), |user| format!("of {user:?}"));
            (format!("api-key {name:?}"), of)
        }
        Some(Belonging::Membership { group, user }) => {
            (format!("user {user:?}"), format!("in group {group:?}"))
        }
        Some(Belonging::Grant(FolderGrant { path, grantee, level, recursive })) => {
            let scope = if recursive { "" } else { ", this folder only" };
            let what = format!("{} for {grantee}", level.as_str());
            (what, format!("on {:?}{scope}", path::display(path)))
        }
        Some(Belonging::Behavior { path, behavior, .. }) => {
            (behavior.to_owned(), format!("on {:?}", path::display(path)))
        }
        Some(Belonging::ChildSiteGrant(_)) | None => (address.to_string(), String::new()),
    }
}

fn kind(operation: Operation) -> (NodeKind, &'static str) {
    match operation {
        Operation::Create => (NodeKind::Create, "add"),
        Operation::Update => (NodeKind::Update, "change"),
        Operation::Move => (NodeKind::Move, "move"),
        Operation::Delete => (NodeKind::Delete, "remove"),
    }
}

/// Sums up until the graph can be read: the steps of one change, then all that does the same to
/// objects of one kind.
pub fn readable(mut graph: Graph, plan: &Plan) -> Graph {
    if is_readable(&graph) {
        return graph;
    }
    let step = |node: &Node| plan.steps.get(StepId(node.step?).index());
    let total = graph.nodes.len();
    graph = contract(
        graph,
        |_, node| Some(step(node)?.change),
        |steps| {
            let detail = format!("{} steps of one change", steps.len());
            Node { detail, ..steps[0].clone() }
        },
    );
    if !is_readable(&graph) {
        let kind = |name: &str| plan.steps.get(name.parse::<usize>().ok()?.checked_sub(1)?);
        graph = contract(
            graph,
            |_, node| kind(&node.name).map(|step| (node.kind, step.address.kind().plural())),
            |steps| {
                let count: usize = steps.iter().map(|node| node.count).sum();
                let what =
                    kind(&steps[0].name).map_or("objects", |step| step.address.kind().plural());
                let verb = kind(&steps[0].name).map_or("", |step| self::kind(step.operation).1);
                let title = format!("{verb} {what}");
                Node { title, detail: format!("{count} steps"), ..steps[0].clone() }
            },
        );
    }
    graph.notes.push(format!("{total} steps are drawn as {} nodes", graph.nodes.len()));
    fold::cut(graph)
}
