//! Live objects that share the name of a declared one: nothing is done to any of them before it is
//! said which is meant.

use super::Diff;
use super::change::with_id;
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveApiKey, LiveAutomation, LiveNamed};
use crate::model::{ApiKey, Automation, Named, kebab_case};
use crate::source::Span;
use crate::wording::counted;
use jiff::Timestamp;

/// A finding names so many of them.
const SHOWN: usize = 8;

impl Diff<'_> {
    pub(super) fn shared_automation(&mut self, automation: &Automation, live: &[&LiveAutomation]) {
        let what = format!("automations named `{}`", automation.name);
        let help = format!("write which is meant: {}", ways(live));
        self.shared_name(live.len(), &what, automation.name_span, help);
    }

    /// `remove` of a name that several bear.
    pub(super) fn shared_removal(
        &self,
        name: &str,
        live: &[&LiveAutomation],
        span: Span,
    ) -> Diagnostic {
        let each =
            live.iter().map(|live| format!("`remove automation={:?}`", with_id(name, live.id)));
        Diagnostic::error(
            codes::LIVE_NAME_SHARED,
            format!(
                "the site has {} automations named `{name}`, and nothing says which is meant",
                live.len()
            ),
        )
        .at(span, "which of them?")
        .help(format!("write which goes: {}", shortened(each.collect(), " or ")))
    }

    pub(super) fn shared_named(&mut self, named: &Named, live: &[&LiveNamed]) {
        let what = format!("{} named `{}`", named.kind.many, named.name);
        let all = each(live, |live| (live.id, moment("changed", live.updated)));
        let help = format!("rename on the site all but the one that is meant: there are {all}");
        self.shared_name(live.len(), &what, named.name_span, help);
    }

    pub(super) fn shared_api_key(
        &mut self,
        user: Option<&str>,
        key: &ApiKey,
        live: &[&LiveApiKey],
    ) {
        let whose = user.map_or("the site".to_owned(), |user| format!("`{user}`"));
        let what = format!("API keys of {whose} named `{}`", key.name);
        let all = each(live, |live| (live.id, moment("used", live.last_use.at())));
        let help =
            format!("rename or revoke on the site all but the one that is meant: there are {all}");
        self.shared_name(live.len(), &what, key.span, help);
    }

    fn shared_name(&mut self, count: usize, what: &str, span: Span, help: String) {
        self.result.findings.push(
            Diagnostic::error(
                codes::LIVE_NAME_SHARED,
                format!("the site has {count} {what}, and nothing says which is meant"),
            )
            .at(span, "which of them?")
            .help(help),
        );
    }
}

/// What to write so that one of them is meant.
pub(super) fn ways(live: &[&LiveAutomation]) -> String {
    let mut live = live.to_vec();
    live.sort_by_key(|live| live.id);
    let way = |live: &&LiveAutomation| {
        let action = live.attributes.get("automation").as_text().map(kebab_case);
        let told = [action, moment("modified", live.last_modified), moment("run", live.last_run)];
        let told: Vec<String> = told.into_iter().flatten().collect();
        format!("`id={}`{}", live.id, aside(&told.join(", ")))
    };
    shortened(live.iter().map(way).collect(), " or ")
}

fn moment(done: &str, at: Option<Timestamp>) -> Option<String> {
    at.map(|at| format!("last {done} {at}"))
}

fn aside(told: &str) -> String {
    if told.is_empty() { String::new() } else { format!(" ({told})") }
}

fn each<T>(live: &[&T], told: impl Fn(&T) -> (i64, Option<String>)) -> String {
    let mut all: Vec<(i64, Option<String>)> = live.iter().map(|live| told(live)).collect();
    all.sort_by_key(|(id, _)| *id);
    let one =
        |(id, told): (i64, Option<String>)| format!("id {id}{}", aside(&told.unwrap_or_default()));
    shortened(all.into_iter().map(one).collect(), ", ")
}

fn shortened(mut all: Vec<String>, between: &str) -> String {
    if all.len() > SHOWN {
        let more = all.len() - (SHOWN - 1);
        all.truncate(SHOWN - 1);
        all.push(counted(more, "other", "others"));
    }
    all.join(between)
}
