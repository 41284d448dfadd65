//! Automations and who owns them.

use super::Diff;
use super::change::{Address, Assignment, Change, Operation};
use super::compare::{self, assignment};
use crate::diagnostic::Diagnostic;
use crate::live::{LiveAutomation, LiveOwner};
use crate::model::{Automation, Managed, Owner, Undeclared, Value};
use crate::rules::difference::codes;

impl Diff<'_> {
    pub(super) fn automations(&mut self) {
        for (index, automation) in self.site.automations.iter().enumerate() {
            match self.matching.automations.get(index).copied().flatten() {
                Some(live) => self.known_automation(automation, live),
                None if automation.nameless => self.gone(automation),
                None => self.new_automation(automation),
            }
        }
        for live in &self.live.automations {
            if !self.matching.known_automations.contains(&live.id) {
                let name =
                    live.name.as_deref().map_or_else(|| format!("id {}", live.id), str::to_owned);
                let address = Address::Automation { name };
                match self.site.undeclared(Managed::Automations, None, self.names) {
                    // With it goes the use of its schedule.
                    Undeclared::Remove => {
                        let set = self.schedule_of(None, live).into_iter().collect();
                        self.remove(address, Some(live.id), set);
                    }
                    _ => self.undeclared_object(Managed::Automations, None, address, Some(live.id)),
                }
            }
        }
    }

    fn new_automation(&mut self, automation: &Automation) {
        let mut set = compare::initial(&automation.attributes);
        if let Some((schedule, _)) = &automation.schedule {
            set.push(assignment("schedule", Value::Null, Value::text(&**schedule)));
        }
        let address = Address::Automation { name: automation.name.to_string() };
        let declared = self.origin(automation.name_span);
        self.takes_over(automation, None);
        self.change(Change::new(Operation::Create, address).set(set).declared(declared));
    }

    fn known_automation(&mut self, automation: &Automation, live: &LiveAutomation) {
        let mut set = compare::settings(&automation.attributes, &live.attributes);
        set.extend(self.schedule_of(automation.schedule.as_ref().map(|(name, _)| &**name), live));
        let live_name = live.name.as_deref().unwrap_or_default();
        let name = match automation.nameless {
            true => Value::Null,
            false => Value::text(&*automation.name),
        };
        let mut was = None;
        if !name.means(&Value::text(live_name)) {
            was = Some(live_name.to_owned());
            set.insert(0, assignment("name", Value::text(live_name), name));
        } else if let Some(was) = automation.was.clone() {
            self.stale_was(&was);
        }
        let owner = automation.owner.map(|(owner, _)| owner);
        if !set.is_empty() || (owner == Some(Owner::Site) && live.owner != LiveOwner::Site) {
            // Whatever a site administrator's key edits becomes the site's (api.md §9).
            if live.owner != LiveOwner::Site {
                if set.is_empty() {
                    self.drifted(automation, live.owner);
                }
                self.takes_over(automation, Some(live.owner));
                set.push(assignment(
                    "owner",
                    self.owner_value(live.owner),
                    self.owner_value(LiveOwner::Site),
                ));
            }
            let address = self.automation_address(automation);
            let declared = self.origin(automation.name_span);
            self.change(
                Change::new(Operation::Update, address)
                    .id(Some(live.id))
                    .was(was)
                    .set(set)
                    .declared(declared),
            );
        } else if let Some(Owner::User(key)) = owner
            && !matches!(live.owner, LiveOwner::User(live) if self.matching.user_key(live) == key)
        {
            self.takes_over(automation, Some(live.owner));
        }
    }

    /// Two of one name are told apart by their ids.
    fn automation_address(&self, automation: &Automation) -> Address {
        let name = &automation.name;
        let shared = |other: &Automation| other.name == *name && other.id != automation.id;
        let name = match automation.id {
            Some(id) if self.site.automations.iter().any(shared) => format!("{name} (id {id})"),
            _ => name.to_string(),
        };
        Address::Automation { name }
    }

    /// Only its id is known, and the site gives ids itself.
    fn gone(&mut self, automation: &Automation) {
        let name = &automation.name;
        self.result.findings.push(
            Diagnostic::error(
                codes::INCOMPLETE_TO_CREATE,
                format!("the site has no automation with {name}, and none is made without a name"),
            )
            .at(automation.name_span, "a name expected")
            .help("give it a name and drop the id to make a new one, or delete it here"),
        );
    }

    /// A trigger says when an automation runs: a schedule that it does not name is let go.
    fn schedule_of(&self, declared: Option<&str>, live: &LiveAutomation) -> Option<Assignment> {
        let live = live.schedule.as_deref().map(|name| self.matching.schedule_name(name));
        let value = |name: Option<&str>| name.map_or(Value::Null, Value::text);
        (live != declared).then(|| assignment("schedule", value(live), value(declared)))
    }

    /// Nothing but the owner differs: somebody has saved the automation, perhaps unchanged.
    fn drifted(&mut self, automation: &Automation, live: LiveOwner) {
        let (Some((_, span)), LiveOwner::User(_)) = (automation.owner, live) else { return };
        let owner = self.owner_value(live);
        let owner = owner.as_text().unwrap_or_default();
        self.result.findings.push(
            Diagnostic::warning(
                codes::DRIFT_CHANGED_OWNER,
                format!("`{}` is owned by {owner} by now", automation.name),
            )
            .at(span, "said to be the site's")
            .help("this plan gives it back; ask who edits it, or another edit takes it again"),
        );
    }

    pub(super) fn owner_value(&self, owner: LiveOwner) -> Value {
        match owner {
            LiveOwner::Site => Value::text("site"),
            LiveOwner::Gone(id) => Value::text(format!("deleted user {id}")),
            LiveOwner::User(key) => {
                Value::text(format!("user {}", self.username(self.matching.user_key(key))))
            }
        }
    }

    /// No parameter of the API sets an owner: it follows the key of the last edit.
    fn takes_over(&mut self, automation: &Automation, live: Option<LiveOwner>) {
        let finding = match (automation.owner, live) {
            (Some((Owner::Site, _)), _) | (None, None) => return,
            (Some((Owner::User(key), span)), _) => {
                let user = self.username(key);
                let name = &automation.name;
                Diagnostic::error(
                    codes::OWNER_CHANGE_ON_APPLY,
                    format!("`{name}` cannot be given to `{user}` by this plan"),
                )
                .at(span, "an owner is the last editor; the API has no parameter for it")
                .help(format!(
                    "say owner \"site\", or let `{user}` save the automation and plan again"
                ))
            }
            (None, Some(owner)) => {
                let from = self.owner_value(owner);
                Diagnostic::warning(
                    codes::OWNER_CHANGE_ON_APPLY,
                    format!("editing `{}` moves its ownership to the site", automation.name),
                )
                .at(
                    automation.name_span,
                    format!("now owned by {}", from.as_text().unwrap_or_default()),
                )
                .help("say owner \"site\" to confirm")
            }
        };
        self.result.findings.push(finding);
    }
}
