//! Automations whose output matches their own source, or that feed each other.

use crate::access::Pattern;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::model::leads::{Lead, Leads, Role};
use crate::model::{Automation, path};
use crate::rules::places::{leads_of, span_of};
use crate::rules::{Check, Context, Family, Rule};
use rustc_hash::{FxHashMap, FxHashSet};

pub static RULE: Rule = Rule {
    code: Code("destination-feeds-source"),
    family: Family::Automations,
    severity: Severity::Warning,
    summary: "automations find their own output again",
    page: include_str!("destination-feeds-source.md"),
    check: Check::Definition(check),
};

/// A copy or move, and the files that it takes.
struct Mover<'a> {
    automation: &'a Automation,
    leads: Leads<'a>,
    takes: Vec<Takes>,
}

struct Takes {
    pattern: Pattern,
    without: Vec<Pattern>,
    /// The folder (a key) that all of it lies in.
    within: String,
}

impl Takes {
    fn of(files: &Lead<'_>) -> Option<Self> {
        if files.route.depends_on().is_some() {
            return None;
        }
        let within = path::key(&files.route.fixed().0).into_owned();
        let pattern = files.route.files().ok()?;
        Some(Takes { pattern, without: files.without(), within })
    }

    fn takes(&self, file: &str) -> bool {
        let key = path::key(file);
        self.pattern.is_match(&key) && !self.without.iter().any(|pattern| pattern.is_match(&key))
    }

    fn example(&self) -> Option<String> {
        self.pattern.example(&self.without)
    }
}

impl<'a> Mover<'a> {
    fn of(automation: &'a Automation) -> Option<Self> {
        let attributes = &automation.attributes;
        let moves = matches!(attributes.text("automation"), Some("copy_file" | "move_file"));
        if !moves || attributes.on("disabled").is_some() {
            return None;
        }
        let leads = leads_of(automation);
        let takes = leads.files.iter().filter_map(Takes::of).collect();
        Some(Mover { automation, leads, takes })
    }

    fn takes(&self, file: &str) -> bool {
        self.takes.iter().any(|takes| takes.takes(file))
    }

    /// Where it puts a file, by each of its destinations as far as the file tells.
    fn puts<'m>(&'m self, file: &'m str) -> impl Iterator<Item = (&'m Lead<'a>, String)> {
        let to = self.leads.known.iter().filter(|lead| lead.role == Role::Destination);
        to.filter_map(move |lead| {
            let route = lead.route.of_file(file)?;
            let written = route.to_string();
            let name = path::file_name(file);
            let replaced = self.automation.attributes.text("destination_replace_from");
            if replaced.is_some_and(|text| name.contains(text)) {
                return None;
            }
            let output = route.files().ok()?.example(&[])?;
            let in_folder = written.is_empty() || written.ends_with('/');
            let output = match path::parent(&output) {
                Some(folder) if in_folder => path::join(folder, name),
                _ if in_folder => name.to_owned(),
                _ => output,
            };
            Some((lead, output))
        })
    }
}

fn check(cx: &Context<'_>, findings: &mut Vec<Diagnostic>) {
    let movers: Vec<Mover<'_>> = cx.site.automations.iter().filter_map(Mover::of).collect();
    let mut by_folder: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
    for (at, mover) in movers.iter().enumerate() {
        for takes in &mover.takes {
            by_folder.entry(&takes.within).or_default().push(at);
        }
    }
    // Circles of several are told once.
    let mut told: FxHashSet<Vec<usize>> = FxHashSet::default();
    for (at, mover) in movers.iter().enumerate() {
        for example in mover.takes.iter().filter_map(Takes::example) {
            let mut own: Vec<&Lead<'_>> = Vec::new();
            for (lead, output) in mover.puts(&example) {
                if mover.takes(&output) && !own.iter().any(|known| known.said == lead.said) {
                    findings.push(finds_itself(mover, lead, &output));
                    own.push(lead);
                    continue;
                }
                let circle = circle(&movers, &by_folder, at, output);
                let Some(circle) = circle else { continue };
                let mut among = circle.clone();
                among.sort_unstable();
                if told.insert(among) {
                    findings.push(feed_each_other(&movers, &circle, lead, &example));
                }
            }
        }
    }
}

/// The longest circle that is looked for.
const LONGEST: usize = 4;

/// The automations through which a file that one puts somewhere comes back to it.
fn circle(
    movers: &[Mover<'_>],
    by_folder: &FxHashMap<&str, Vec<usize>>,
    first: usize,
    output: String,
) -> Option<Vec<usize>> {
    let mut open = vec![(vec![first], output)];
    while let Some((through, file)) = open.pop() {
        let key = path::key(&file).into_owned();
        let around = std::iter::successors(Some(&*key), |at| path::parent(at));
        let around = around.chain(std::iter::once("")).collect::<FxHashSet<&str>>();
        let mut next: Vec<usize> =
            around.iter().filter_map(|at| by_folder.get(at)).flatten().copied().collect();
        next.sort_unstable();
        next.dedup();
        for at in next.into_iter().filter(|at| movers[*at].takes(&file)) {
            if at == first && through.len() > 1 {
                return Some(through);
            }
            if through.contains(&at) || through.len() == LONGEST {
                continue;
            }
            for (_, output) in movers[at].puts(&file) {
                open.push(([through.as_slice(), &[at]].concat(), output));
            }
        }
    }
    None
}

fn finds_itself(mover: &Mover<'_>, lead: &Lead<'_>, output: &str) -> Diagnostic {
    let automation = mover.automation;
    let name = &automation.name;
    let finding = RULE
        .found(format!("automation `{name}` finds its own output again: `{output}`"))
        .at(span_of(automation, lead.said), format!("what it puts into `{}`", lead.text));
    let taking = mover.leads.files.first().map(|files| span_of(automation, files.said));
    let finding = match taking {
        Some(span) => finding.at(span, "matches what it works on"),
        None => finding,
    };
    finding.help("write to a folder that the source does not match, or narrow the source")
}

fn feed_each_other(
    movers: &[Mover<'_>],
    circle: &[usize],
    lead: &Lead<'_>,
    example: &str,
) -> Diagnostic {
    let automations = circle.iter().map(|at| movers[*at].automation);
    let names: Vec<&str> = automations.clone().map(|automation| &*automation.name).collect();
    let names = crate::wording::listed(&names);
    let mut finding =
        RULE.found(format!("automations {names} feed each other: `{example}` comes back"));
    for (at, automation) in automations.enumerate() {
        let span = if at == 0 { span_of(automation, lead.said) } else { automation.name_span };
        finding = finding.at(span, if at == 0 { "goes from here" } else { "and on through this" });
    }
    finding.help("write to a folder that none of their sources matches, or narrow a source")
}
