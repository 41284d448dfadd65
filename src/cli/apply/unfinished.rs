//! What an earlier run on the same site left behind when it was cut off.

use crate::apply::{self, BegunKey, Journal, Record, Settled, Unfinished};
use crate::cli::exit::Failure;
use crate::cli::output::Output;
use crate::cli::target::Reached;
use crate::site::{EnvironmentSecrets, KeySite, LocalSite};
use crate::wording::{counted, visible};

/// Sees to the API keys that the run was making: only then does the site show what is to be done.
/// Everything else, a new plan takes up.
pub fn settle(
    journal: &mut Journal,
    reached: &Reached,
    secrets: &EnvironmentSecrets,
    output: &Output,
) -> Result<(), Failure> {
    let Some(unfinished) = journal.unfinished().cloned() else { return Ok(()) };
    tell(&unfinished, output);
    for (step, key) in &unfinished.keys {
        let settled = match reached {
            Reached::Site(site) => one(key, &**site, secrets)?,
            Reached::Store(path) if !path.exists() => Settled::NotMade,
            Reached::Store(path) => one(key, &LocalSite::open_existing(path)?, secrets)?,
        };
        say(key, &settled, output);
        journal.append(&[Record::Settled { step: *step }])?;
    }
    Ok(())
}

fn one(
    key: &BegunKey,
    site: &dyn KeySite,
    secrets: &EnvironmentSecrets,
) -> Result<Settled, Failure> {
    Ok(apply::settle(key, site, secrets)?)
}

fn tell(unfinished: &Unfinished, output: &Output) {
    let (done, unknown) = (unfinished.progress.done.len(), unfinished.progress.unknown.len());
    let on_their_way = match unknown {
        0 => String::new(),
        _ => {
            format!("; {unknown} more were on their way, and the site shows whether they happened")
        }
    };
    output.progress(&format!(
        "a run that began {} did not finish: {} done{on_their_way}",
        unfinished.began,
        counted(done, "step was", "steps were")
    ));
}

fn say(key: &BegunKey, settled: &Settled, output: &Output) {
    let BegunKey { user, name, file, .. } = key;
    let whose = user.as_ref().map_or("the site".to_owned(), |user| format!("`{user}`"));
    let (key, file) = (format!("API key `{name}` of {whose}"), file.as_str());
    let style = output.error_style();
    let (head, text) = match settled {
        Settled::NotMade => return,
        Settled::Kept => ("note:", format!("{key} was made, and its secret is in `{file}`")),
        Settled::TakenBack => (
            "note:",
            format!("{key} was made, and its secret did not reach `{file}`: it is revoked"),
        ),
        Settled::Unclear { ids } => {
            let ids: Vec<String> = ids.iter().map(i64::to_string).collect();
            let text = format!(
                "several keys `{name}` of {whose} were made since (ids {}), and whose secret is \
                 lost is not known: remove those that nobody uses on the site, then plan again",
                ids.join(", ")
            );
            ("warning:", text)
        }
    };
    output.aside(&format!("{} {}\n", style.changed(head), visible(&text)));
}
