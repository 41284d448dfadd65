//! What `check` and `plan` find in a draft, and what of it does not hold for that.

use super::Draft;
use super::accounts::{BOT_WITHOUT_KEY, word_of};
use super::left_out::{GROUPS, LeftOut, MEMBERS, OF_FAILING, Said};
use super::page::Page;
use crate::diagnostic::{Diagnostic, has_errors};
use crate::diff::{Address, Belonging, Change, Difference, Operation, Subject, Whole};
use crate::live::LiveSite;
use crate::model::kinds::{self, Kind, behavior_type};
use crate::model::{Grantee, Key, Names};
use crate::source::{Sources, Span};

/// Something that the draft should not say, and why.
type Trouble = (Said, String);

pub struct Verdict {
    pub(super) troubles: Vec<Trouble>,
    /// Bots that have keys, and are found to have none.
    pub(super) missing_keys: Vec<Key>,
    /// Automations that fail on the site as they are, and the rules that find it.
    pub(super) accepted: Vec<(i64, &'static str)>,
    pub(super) findings: Vec<Diagnostic>,
    /// What a plan would change, although nothing should.
    pub(super) changes: Vec<Address>,
    /// It checks, so that it could be compared.
    is_compared: bool,
}

impl Verdict {
    /// Has what does not hold left out. Tells whether that is anything new.
    pub fn teach(&mut self, left_out: &mut LeftOut) -> bool {
        let (keys, accepted) = (self.missing_keys.drain(..), self.accepted.drain(..));
        left_out.learn(self.troubles.drain(..), keys, accepted)
    }

    /// The draft checks without errors and plans to nothing.
    pub fn is_sound(&self) -> bool {
        self.is_compared && self.changes.is_empty() && !has_errors(&self.findings)
    }
}

/// `found` is what is found in the draft by itself, in `sources`; where that is no error, the draft
/// was compared with the site, and there is a difference.
pub fn judge(
    draft: &Draft,
    found: Vec<Diagnostic>,
    sources: &Sources,
    difference: Option<Difference>,
    live: &LiveSite,
    names: &Names,
) -> Verdict {
    let judge = Judge { pages: &draft.pages, sources, live };
    let mut findings = found;
    let errors = findings.iter().filter(|finding| finding.is_error());
    let mut troubles: Vec<Trouble> = errors.filter_map(|error| judge.finding(error)).collect();
    let (is_compared, mut changes) = (difference.is_some(), Vec::new());
    if let Some(difference) = difference {
        let errors = difference.findings.into_iter().filter(Diagnostic::is_error);
        for finding in errors {
            troubles.extend(judge.finding(&finding));
            findings.push(finding);
        }
        for change in difference.changes {
            judge.change(&change, names, &mut troubles);
            changes.push(change.address);
        }
    }
    let missing_keys = findings.iter().filter_map(|finding| judge.missing_key(finding)).collect();
    let accepted = findings.iter().filter(|finding| finding.is_error());
    let accepted = accepted.filter_map(|finding| judge.accepted(finding)).collect();
    Verdict { troubles, missing_keys, accepted, findings, changes, is_compared }
}

struct Judge<'a> {
    pages: &'a [Page],
    sources: &'a Sources,
    live: &'a LiveSite,
}

impl Judge<'_> {
    fn finding(&self, finding: &Diagnostic) -> Option<Trouble> {
        let mut places = finding.labels.iter().map(|label| label.span);
        if OF_FAILING.contains(&finding.code.0) {
            return None;
        }
        let said = places.find_map(|span| self.said_at(span))?.clone();
        Some((said, finding.message.clone()))
    }

    /// The automation that fails as it is, and the rule that finds it.
    fn accepted(&self, finding: &Diagnostic) -> Option<(i64, &'static str)> {
        let rule = OF_FAILING.iter().find(|rule| **rule == finding.code.0)?;
        let mut places = finding.labels.iter().map(|label| label.span);
        match places.find_map(|span| self.said_at(span))? {
            Said::Automation(id) | Said::AutomationPart(id, _) => Some((*id, rule)),
            _ => None,
        }
    }

    /// The bot that is said to lack a key, if the site has one.
    fn missing_key(&self, finding: &Diagnostic) -> Option<Key> {
        let mut places = finding.labels.iter().filter(|_| finding.code.0 == BOT_WITHOUT_KEY);
        let said = places.find_map(|label| self.said_at(label.span))?;
        let (Said::User(key) | Said::UserPart(key, _)) = said else { return None };
        let user = self.live.users.iter().find(|user| user.key == *key)?;
        (!user.ssh_keys.is_empty() || !user.api_keys.is_empty()).then_some(*key)
    }

    fn said_at(&self, span: Span) -> Option<&Said> {
        let name = self.sources.file(span.file).name();
        let page = self.pages.iter().find(|page| page.path == name)?;
        page.said_at(span.start as usize, span.end as usize)
    }

    /// What of the draft brings about a change that should not be.
    fn change(&self, change: &Change, names: &Names, troubles: &mut Vec<Trouble>) {
        const REASON: &str = "the definition cannot say it without changing it";
        let behind = self.behind(change, names).into_iter();
        troubles.extend(behind.map(|said| (said, REASON.to_owned())));
    }

    fn behind(&self, change: &Change, names: &Names) -> Vec<Said> {
        let key = |name: &str| names.find_key(name);
        let is_update = change.operation == Operation::Update;
        let parts = |resource: &'static Kind| {
            let set = change.set.iter().filter(move |_| is_update);
            set.filter_map(move |assignment| resource.attribute(assignment.field.name()))
                .map(|a| a.name)
        };
        if let Some(belonging) = change.address.belonging() {
            return self.belonging(belonging, change.id, names);
        }
        match change.address.whole() {
            Whole::Site => parts(&kinds::SITE).map(Said::Setting).collect(),
            Whole::Group(group) => key(group).map_or_else(Vec::new, |key| {
                let parts = parts(&kinds::GROUP).map(|name| Said::GroupPart(key, word_of(name)));
                or(parts.collect(), Said::Group(key))
            }),
            Whole::User(user) => key(user).map_or_else(Vec::new, |key| {
                let parts = parts(&kinds::USER).map(|name| Said::UserPart(key, word_of(name)));
                or(parts.collect(), Said::User(key))
            }),
            Whole::Folder(path) => names.find_path_key(path).map_or_else(Vec::new, |key| {
                let parts = parts(&kinds::FOLDER);
                let parts = parts.map(|name| Said::FolderPart(key, word_of(name)));
                or(parts.collect(), Said::Folder(key))
            }),
            Whole::Named(resource, name) => {
                let mut of_name =
                    self.live.named.iter().filter(|named| {
                        named.kind == resource && named.name.as_deref() == Some(name)
                    });
                of_name.next().map(|named| Said::Named(resource, named.id)).into_iter().collect()
            }
            Whole::Automation(name) => {
                let of_name = |id: &i64| {
                    self.live
                        .automations
                        .iter()
                        .any(|live| live.id == *id && live.name.as_deref() == Some(name))
                };
                let all = self.live.automations.iter().map(|live| live.id);
                let meant =
                    all.filter(|id| change.id.map_or_else(|| of_name(id), |known| known == *id));
                meant.map(Said::Automation).collect()
            }
            Whole::ChildSite(site) => vec![Said::ChildSite(site)],
        }
    }

    fn belonging(&self, one: Belonging<'_>, id: Option<i64>, names: &Names) -> Vec<Said> {
        let key = |name: &str| names.find_key(name);
        match one {
            Belonging::SshKey { user, .. } | Belonging::ApiKey { user: Some(user), .. } => {
                key(user).map(Said::User).into_iter().collect()
            }
            Belonging::ApiKey { user: None, .. } => id.map(Said::ApiKey).into_iter().collect(),
            Belonging::Membership { group, user } => {
                let group = key(group).map(|key| Said::GroupPart(key, MEMBERS));
                let user = key(user).map(|key| Said::UserPart(key, GROUPS));
                group.into_iter().chain(user).collect()
            }
            Belonging::Grant(grant) => {
                let said = names.find_path_key(grant.path).and_then(|folder| {
                    Some(Said::Grants(folder, self.grantee(grant.grantee, names)?))
                });
                said.into_iter().collect()
            }
            Belonging::Behavior { path, behavior, name } => {
                let known = || self.behavior(path, behavior, name, names);
                id.map(Said::Behavior).or_else(known).into_iter().collect()
            }
            Belonging::ChildSiteGrant(grant) => vec![Said::ChildSite(grant.site)],
        }
    }

    fn behavior(
        &self,
        path: &str,
        behavior: &str,
        name: Option<&str>,
        names: &Names,
    ) -> Option<Said> {
        let (folder, kind) = (names.find_path_key(path)?, behavior_type(behavior)?);
        let same = self.live.behaviors.iter().find(|live| {
            live.folder == folder && live.kind == kind && live.name.as_deref() == name
        });
        same.map(|live| Said::Behavior(live.id))
    }

    fn grantee(&self, subject: &Subject, names: &Names) -> Option<Grantee> {
        Some(match subject {
            Subject::User(name) => Grantee::User(names.find_key(name)?),
            Subject::Group(name) => Grantee::Group(names.find_key(name)?),
            Subject::Partner(name) => Grantee::Partner(names.find_key(name)?),
            Subject::AllOf(all) => {
                let keys = all.iter().map(|name| names.find_key(name));
                let mut keys: Vec<Key> = keys.collect::<Option<_>>()?;
                keys.sort_unstable();
                Grantee::AllOf(keys.into())
            }
        })
    }
}

/// The parts; or the whole, where no part is named.
fn or(parts: Vec<Said>, whole: Said) -> Vec<Said> {
    if parts.is_empty() { vec![whole] } else { parts }
}
