//! A path of an automation that cannot be one.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::Automation;
use crate::model::leads::{Doubt, Lead, Said};
use crate::model::path;
use crate::rules::places::{Remotes, leads_of, span_of};
use crate::rules::{Check, Context, Family, Rule};
use crate::wording::shortened;

pub static RULE: Rule = Rule {
    code: Code("automation-path-invalid"),
    family: Family::Automations,
    severity: Severity::Error,
    summary: "a path of an automation is malformed, or has wildcards where none work",
    page: include_str!("automation-path-invalid.md"),
    check: Check::Definition(check),
};

/// The most scalars that a path may have (Terraform provider, `files_automation`).
const LONGEST: usize = 5000;

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let remotes = Remotes::of(cx);
    for automation in &cx.site.automations {
        let leads = leads_of(automation);
        for (said, text, doubt) in &leads.malformed {
            let help = match doubt {
                Doubt::Astray(_) => "a path goes up no further than the site's root",
                _ => "close what is opened; a special character is meant literally as in `[\\[]`",
            };
            findings.push(finding(automation, *said, text, &doubt.to_string(), help));
        }
        // A source within a `path` is told apart from it.
        let own = |lead: &&Lead<'_>| lead.said.attribute == "source";
        let sources = leads.files.iter().filter(own);
        let others = leads.known.iter().filter(|lead| !own(lead));
        for lead in others.chain(sources) {
            let folder = lead.route.fixed().0;
            if lead.text.chars().count() > LONGEST {
                let why = format!("a path has at most {LONGEST} characters");
                let help = "say it with fewer words, or in two automations";
                findings.push(finding(automation, lead.said, lead.text, &why, help));
            } else if remotes.knows_no_globs(&path::key(&folder)) && lead.route.has_wildcard() {
                let why = "no wildcard works in what is remote";
                let help = "name the folder and the file, or bring the files here by a sync";
                findings.push(finding(automation, lead.said, lead.text, why, help));
            }
        }
    }
}

fn finding(
    automation: &Automation,
    said: Said<'_>,
    text: &str,
    why: &str,
    help: &'static str,
) -> Diagnostic {
    let (name, text) = (&automation.name, shortened(text));
    RULE.found(format!("`{text}` is no path that automation `{name}` can work on"))
        .at(span_of(automation, said), why.to_owned())
        .help(help)
}
