//! `graph`: who reaches what in a definition, or the steps of a plan, as a picture.

use super::arguments::{SafetyArgs, TargetArgs};
use super::completion;
use super::definition::{self, OutsideArgs};
use super::exit::{Exit, Failure};
use super::output::Output;
use super::reporter::Reporter;
use super::{planned, saved, target};
use crate::lower::suggest;
use crate::model::path;
use crate::pipeline::{self, Checked};
use crate::plan::{Limits, Plan};
use crate::render::graph::{Graph, Node, access, dot, fold, mermaid, steps, svg};
use clap::{Args, ValueEnum};
use clap_complete::engine::ArgValueCompleter;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct GraphArgs {
    /// A definition, or a plan that `plan --out` saved
    #[arg(default_value = "site.kdl", value_name = "FILE|PLAN")]
    pub file: PathBuf,
    #[command(flatten)]
    pub outside: OutsideArgs,
    /// Draw the plan of the definition: its steps, and what each waits for
    #[arg(long)]
    pub plan: bool,
    #[command(flatten)]
    pub target: TargetArgs,
    /// With --plan: compare with this snapshot instead of the live site
    #[arg(long, value_name = "SNAPSHOT", conflicts_with = "target", requires = "plan")]
    pub live: Option<PathBuf>,
    #[command(flatten)]
    pub safety: SafetyArgs,
    /// Only what leads to this user, group, folder or step, and what it leads to
    #[arg(long, value_name = "NAME", add = ArgValueCompleter::new(completion::anything))]
    pub focus: Option<String>,
    #[arg(long, default_value = "mermaid", value_enum)]
    pub format: GraphFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum GraphFormat {
    Mermaid,
    Dot,
    Svg,
}

pub fn run(options: &GraphArgs, output: &mut Output) -> Result<Exit, Failure> {
    let graph = if !definition::is_definition(&options.file)? {
        steps_of(&saved::plan(&options.file)?, options)?
    } else {
        let mut checked = definition::check(&options.file, &options.outside);
        Reporter::for_people(output).require(&checked)?;
        if options.plan {
            steps_of(&planned(&mut checked, options, output)?, options)?
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
    });
    Ok(Exit::Fine)
}

/// The plan of the definition; findings of the difference are shown.
fn planned(checked: &mut Checked, options: &GraphArgs, output: &Output) -> Result<Plan, Failure> {
    let live = match &options.live {
        Some(path) => {
            let reporter = Reporter::for_people(output);
            reporter.snapshot(path, &mut checked.sources, &mut checked.names)?
        }
        None => {
            let target = options.target.target.as_deref();
            target::target(target, Some(checked))?.reach(output)?.read_for(checked, output)?
        }
    };
    let wanted = options.safety.wanted(Limits::default());
    planned::require(pipeline::plan(checked, &live, wanted), checked, output)
}

fn steps_of(plan: &Plan, options: &GraphArgs) -> Result<Graph, Failure> {
    Ok(steps::readable(focused(steps::graph(plan), options)?, plan))
}

/// Around the node that `--focus` names.
fn focused(graph: Graph, options: &GraphArgs) -> Result<Graph, Failure> {
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
