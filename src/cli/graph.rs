//! `graph`: who reaches what in a definition, or the steps of a plan, as a picture.

use super::arguments::{Graph as Options, GraphFormat};
use super::definition;
use super::exit::{Exit, Failure};
use super::output::Output;
use super::{apply, plan, show};
use crate::lower::suggest;
use crate::model::path;
use crate::plan::Plan;
use crate::render::graph::{Graph, Node, access, dot, fold, mermaid, steps, svg};

pub fn run(options: &Options, output: &mut Output) -> Result<Exit, Failure> {
    let graph = if !apply::is_definition(&options.file) {
        steps_of(&show::load(&options.file)?, options)?
    } else {
        let mut checked = definition::check(&options.file);
        if let Some(exit) = definition::require(&checked, false, output)? {
            return Ok(exit);
        }
        if options.plan {
            match plan::to_draw(&mut checked, options, output)? {
                Ok(plan) => steps_of(&plan, options)?,
                Err(exit) => return Ok(exit),
            }
        } else {
            access::readable(focused(access::graph(&checked.site, &checked.names), options)?)
        }
    };
    for note in &graph.notes {
        output.progress(note);
    }
    output.result(&match options.format {
        GraphFormat::Mermaid => mermaid::write(&graph),
        GraphFormat::Dot => dot::write(&graph),
        GraphFormat::Svg => svg::write(&graph),
    })?;
    Ok(Exit::Fine)
}

fn steps_of(plan: &Plan, options: &Options) -> Result<Graph, Failure> {
    Ok(steps::readable(focused(steps::graph(plan), options)?, plan))
}

/// Around the node that `--focus` names.
fn focused(graph: Graph, options: &Options) -> Result<Graph, Failure> {
    let Some(name) = &options.focus else { return Ok(graph) };
    let plan = graph.nodes.iter().any(|node| node.step.is_some());
    let key = path::key(name).into_owned();
    let is_meant = |node: &Node| path::key(&node.name) == key;
    let names: Vec<String> = graph.nodes.iter().map(|node| node.name.clone()).collect();
    fold::focus(graph, is_meant).ok_or_else(|| Failure::Usage {
        message: format!("nothing in the graph is called `{name}`"),
        help: match suggest(name, names.iter().map(String::as_str)) {
            Some(near) => format!("did you mean `{near}`?"),
            None if plan => "a step of a plan is called by its number".to_owned(),
            None => "name a user, a group or a folder".to_owned(),
        },
    })
}
