//! A live site to a definition that plans to nothing: drafts are written until one holds.

use super::check::check_unsorted;
use super::compare;
use crate::live::LiveSite;
use crate::model::Names;
use crate::pull::{self, Draft, LeftOut, Options, Origin, People, Pulled, ROOT, Verdict};
use jiff::Timestamp;

/// Each round leaves something out; what refers to it follows in the next one.
const MOST_ROUNDS: usize = 40;

pub fn pull(live: &LiveSite, names: &mut Names, options: Options) -> Pulled {
    pull_from(&Origin::live(), live, names, LeftOut::default(), options)
}

/// The same for what comes from elsewhere. What is left out to begin with stays so.
pub fn pull_from(
    origin: &Origin,
    live: &LiveSite,
    names: &mut Names,
    mut left_out: LeftOut,
    options: Options,
) -> Pulled {
    let mut round = 0;
    loop {
        let mut draft = Draft::write(live, names, &left_out, origin, options, People::ByTemplates);
        let mut verdict = verify(&draft, live, names, options.now);
        if !verdict.is_sound() {
            // A template speaks for several users; to find who is at fault, each is written whole.
            draft = Draft::write(live, names, &left_out, origin, options, People::Whole);
            verdict = verify(&draft, live, names, options.now);
        }
        if !verdict.teach(&mut left_out) || round == MOST_ROUNDS {
            return pull::pulled(draft, verdict);
        }
        round += 1;
    }
}

/// Reads a draft as `check` and `plan` would.
fn verify(draft: &Draft, live: &LiveSite, names: &mut Names, now: Timestamp) -> Verdict {
    let mut checked = check_unsorted(ROOT, draft, std::mem::take(names), now);
    // What does not even check says little about the difference.
    let difference = (!checked.has_errors()).then(|| compare(&mut checked, live));
    *names = checked.names;
    pull::judge(draft, checked.findings, &checked.sources, difference, live, names)
}
