//! `apply PLAN`: a plan that was saved, judged again where it is applied.

use super::told::Told;
use super::words::{self, tell_stale};
use super::work::{Again, Work};
use super::{ApplyArgs, address, approve_and_run, begun, not_applied, unfinished};
use crate::apply::{self, Standing};
use crate::cli::exit::{Exit, Failure};
use crate::cli::output::Output;
use crate::cli::{definition, journal, planned, saved as files, target};
use crate::files::Bounds;
use crate::live::LiveSite;
use crate::model::Names;
use crate::pipeline::{self, Checked, NoBase, Wanted};
use crate::plan::{Inputs, Plan, StepId};
use crate::wording::visible;
use jiff::Timestamp;
use std::collections::BTreeSet;

pub fn saved(options: &ApplyArgs, told: &Told<'_>, output: &Output) -> Result<Exit, Failure> {
    if options.base.base.is_some() {
        return Err(Failure::Usage {
            message: "a saved plan holds what came of its base".to_owned(),
            help: "give --base to `plan --out`, or to `apply` with a definition".to_owned(),
        });
    }
    let mut plan = files::plan(&options.file)?;
    told.of(&plan);
    if !plan.refused.is_empty() {
        told.plan(&plan);
        return Err(not_applied(options));
    }
    let inputs = files::inputs(&options.file, &mut plan)?;
    let mut checked = read(&inputs)?;
    if checked.digest() != plan.definition {
        return Err(files::edited(&options.file));
    }
    let wanted = Wanted {
        limits: options.limits.limits().or(inputs.limits),
        bridge: inputs.bridge,
        allow_transient: inputs.allow_transient || options.safety.allow_transient,
    };
    let reached =
        target::of_plan(&plan.target, options.target.target.as_deref())?.reach_or_make(output)?;
    // Where the definition lay is not known any more: around here, and around the plan.
    let bounds = options.outside.bounds("plan").with(Bounds::around(&options.file, &[]));
    let secrets = options.keys.secrets(bounds, reached.loses_files());
    let mut journal = journal::take(&reached, options.journal.as_deref(), definition::now())?;
    unfinished::settle(&mut journal, &reached, &secrets, output)?;
    let mut names = Names::default();
    let live = reached.read(&apply::look(&plan), &mut names, output)?;
    let begun = begun(&plan, &live, &names, &secrets);
    let (applied, stale) = standing(&plan, &live, &names);
    if !stale.is_empty() {
        return Ok(tell_stale(&stale, output));
    }
    // Guards, assertions and effects are decided on the site as it is now.
    let live = reached.read_for(&mut checked, output)?;
    let now = planned::require(pipeline::plan(&mut checked, &live, wanted), &checked, output)?;
    if !now.refused.is_empty() {
        plan.refused = now.refused;
        told.plan(&plan);
        return Err(not_applied(options));
    }
    let then = plan.good_until.as_ref().filter(|then| {
        let then: Option<Timestamp> = then.parse().ok();
        then.is_none_or(|then| then <= definition::now())
    });
    if let Some(then) = then.filter(|_| now.hash != plan.hash) {
        return Err(Failure::Stale {
            message: format!("since {then}, the definition says something else than this plan"),
            help: "something began or ended then, by `from=` or `until=`: plan again".to_owned(),
        });
    }
    // A site that is as it was gives the same plan, unless the file says another.
    if applied.is_empty() && now.live == plan.live && (now.hash != plan.hash || !tells(&plan, &now))
    {
        return Err(files::edited(&options.file));
    }
    let otherwise = apply::otherwise(&plan, &now);
    if !otherwise.is_empty() {
        let lines: Vec<String> =
            otherwise.iter().map(|line| format!("  {}\n", visible(line))).collect();
        return Ok(tell_stale(&lines, output));
    }
    plan.residue = now.residue;
    plan.unread = now.unread;
    let work = Work {
        plan,
        begun,
        again: Again::Saved { checked: Box::new(checked), wanted },
        applied,
        reached,
        journal,
        secrets,
        sso: Vec::new(),
    };
    approve_and_run(work, options, told, output)
}

/// The file says of people what is so.
fn tells(plan: &Plan, now: &Plan) -> bool {
    (plan.access.gain, plan.access.lose) == (now.access.gain, now.access.lose)
        && plan.access.moves.len() == now.access.moves.len()
        && plan.powers.changes.len() == now.powers.changes.len()
        && plan.removals == now.removals
        && apply::otherwise(now, plan).is_empty()
}

fn read(inputs: &Inputs) -> Result<Checked, Failure> {
    let unusable = |message: String| Failure::Invalid {
        message,
        help: "make the plan again with `siteplan plan --out FILE`".to_owned(),
    };
    let checked = pipeline::again(inputs, definition::now()).map_err(|no_base| {
        unusable(match no_base {
            NoBase::Errors { .. } | NoBase::NothingRead { .. } => {
                "the plan's base cannot be read".to_owned()
            }
            NoBase::OtherSite { base, definition } => {
                format!("the plan's base is of {base}, its definition of {definition}")
            }
        })
    })?;
    if checked.has_errors() {
        Err(unusable("the definition in the plan does not check any more".to_owned()))
    } else {
        Ok(checked)
    }
}

/// What of the plan was done already, and what the site no longer has as it was planned for.
fn standing(plan: &Plan, live: &LiveSite, names: &Names) -> (BTreeSet<StepId>, Vec<String>) {
    let (mut applied, mut stale) = (BTreeSet::new(), Vec::new());
    for judged in &apply::stale(plan, live, names) {
        match &judged.standing {
            Standing::Fresh => {}
            Standing::AlreadyApplied => drop(applied.insert(judged.step)),
            Standing::Stale(differences) => {
                for difference in differences {
                    let words = words::difference(&address(plan, judged.step), difference);
                    stale.push(format!("  step {}: {}\n", judged.step.0, visible(&words)));
                }
            }
        }
    }
    (applied, stale)
}
