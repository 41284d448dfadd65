//! What it comes to, in a heading and a sentence.

use crate::diagnostic::{Code, Severity};
use crate::plan::{AccessImpact, Plan, Sign};
use crate::render::escape::markdown::{code, prose};
use crate::render::findings::Findings;
use crate::render::words;
use crate::render::words::impact::among;
use crate::render::words::objects::{counts, lasting};
use crate::render::words::{powers, removals};
use crate::wording::{capitalized, counted, plural};

/// At most so many guards are named in the heading.
const GUARDS: usize = 3;

pub fn plan(plan: &Plan, findings: Option<&Findings<'_>>) -> String {
    let guards = findings.map(guards).unwrap_or_default();
    let refused = (!plan.refused.is_empty()).then_some(guards);
    let AccessImpact { gain, lose, .. } = plan.access;
    let access = access(&plan.access);
    let headline = headline(plan, &access);
    let changes = || counted(lasting(&plan.changes).count(), "change", "changes");
    let title = match (&refused, plan.is_empty()) {
        (Some(guards), _) if guards.is_empty() => "⛔ siteplan: refused".to_owned(),
        (Some(guards), _) => format!("⛔ siteplan: refused by {}", listed(guards)),
        (None, true) if !plan.unread.is_empty() && plan.residue.is_empty() => {
            "⚠️ siteplan: no changes to what was seen".to_owned()
        }
        (None, true) if plan.residue.is_empty() => "✅ siteplan: no changes".to_owned(),
        (None, true) => {
            let sign = if plan.residue.access.moves.is_empty() { "📝" } else { "⚠️" };
            format!("{sign} siteplan: no changes, and not all is declared")
        }
        (None, false) if is_grave(plan) || lose > 0 => format!("⚠️ siteplan: {headline}"),
        (None, false) if !plan.transient.is_empty() => {
            format!("⏳ siteplan: {}, and for a while not all is as it should be", changes())
        }
        (None, false) if gain > 0 => format!("🔑 siteplan: {headline}"),
        (None, false) => format!("✅ siteplan: {}, and {access}", changes()),
    };
    let target = match plan.target.as_str() {
        "" => "the live site".to_owned(),
        target => code(target),
    };
    let facts = match plan.is_empty() {
        true if !plan.unread.is_empty() && plan.residue.is_empty() => {
            format!("Of {target}, not all is known.")
        }
        true if plan.residue.is_empty() => {
            format!("{} is as the definition says.", capitalized(&target))
        }
        true => format!("On {target}: {}.", words::residue::left_on(plan, &target)),
        false => format!(
            "On {target}: **{}**, in {}.{}",
            counts(&plan.changes),
            counted(plan.steps.len(), "step", "steps"),
            if plan.residue.is_empty() {
                String::new()
            } else {
                format!(" Then: {}.", words::residue::left_on(plan, &target))
            },
        ),
    };
    let judgement = match (findings, &refused) {
        (_, Some(_)) => format!(
            " **{}.** Nothing can be applied: {}.",
            capitalized(&headline),
            prose(&words::refusal::why(&plan.refused))
        ),
        (None, _) => " All guards passed when it was made.".to_owned(),
        (_, None) if plan.is_empty() => String::new(),
        (_, None) => " All guards pass.".to_owned(),
    };
    format!("## {title}\n\n{facts}{judgement}\n\n")
}

/// `no problems`, `2 errors, 1 warning`: with a capital.
pub fn count(findings: &Findings<'_>) -> String {
    capitalized(&words::findings::count(findings.found))
}

/// The codes of the errors, each once, as they stand.
fn guards(findings: &Findings<'_>) -> Vec<Code> {
    let mut codes = Vec::new();
    for finding in findings.found.iter().filter(|one| one.severity == Severity::Error) {
        if !codes.contains(&finding.code) {
            codes.push(finding.code);
        }
    }
    codes
}

fn listed(guards: &[Code]) -> String {
    let named = guards.iter().take(GUARDS).map(|guard| code(guard.0)).collect::<Vec<_>>();
    match guards.len().saturating_sub(GUARDS) {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// A title that says more than who gains or loses access.
fn is_grave(plan: &Plan) -> bool {
    !plan.powers.is_empty() || !removals::summary(&plan.removals).is_empty()
}

/// `1 new site administrator; removes 31 users; 3 people lose access, 1 gains`.
fn headline(plan: &Plan, access: &str) -> String {
    let removed = removals::summary(&plan.removals);
    let parts = [
        powers::summary(&plan.powers),
        if removed.is_empty() { removed } else { prose(&format!("removes {removed}")) },
        access.to_owned(),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// `3 people lose access, 1 gains`.
fn access(impact: &AccessImpact) -> String {
    let people = |count: usize| counted(count, "person", "people");
    let AccessImpact { gain, lose, .. } = *impact;
    let gains = plural(gain, "gains", "gain");
    let among = among(impact, Sign::Gained);
    match (lose, gain) {
        (0, 0) => "nobody gains or loses access".to_owned(),
        (0, _) => format!("{} {gains} access{among}, nobody loses any", people(gain)),
        (_, 0) => {
            format!("{} {} access, nobody gains any", people(lose), plural(lose, "loses", "lose"))
        }
        _ => format!(
            "{} {} access, {gain} {gains}{among}",
            people(lose),
            plural(lose, "loses", "lose")
        ),
    }
}
