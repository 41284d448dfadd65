//! Automations and who owns them.

use super::compare;
use super::{Address, Assignment, Change, Diff, Field, Operation, OwnerName};
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::live::{LiveAutomation, LiveOwner};
use crate::model::{Automation, Key, Owner, Told, Value, kinds};

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
                let said = self.removals.named(&kinds::AUTOMATION, &name)
                    || self.in_base(|base| base.automations.contains(&*name));
                let address = Address::Automation { name };
                // With it goes the use of its schedule.
                let set = self.schedule_of(None, live).into_iter().collect();
                let undoing = Change::new(Operation::Delete, address).id(Some(live.id)).set(set);
                self.undeclared_object(&kinds::AUTOMATION, Told::Nothing, said, undoing);
            }
        }
    }

    fn new_automation(&mut self, automation: &Automation) {
        let mut set = compare::initial(&automation.attributes);
        if let Some((schedule, _)) = &automation.schedule {
            set.push(Assignment::new(Field::Schedule, Value::Null, Value::text(&**schedule)));
        }
        let address = Address::Automation { name: automation.name.to_string() };
        let declared = self.origin(automation.name_span);
        let editor = self.editor(automation);
        self.judge_owner(automation, &editor, None);
        self.change(
            Change::new(Operation::Create, address)
                .as_user(editor.as_user)
                .set(set)
                .declared(declared),
        );
    }

    /// Whose key makes the edit, and so becomes the owner: no parameter of the API sets one.
    fn editor(&self, automation: &Automation) -> Editor {
        let own = match self.live.owner_after_edit() {
            LiveOwner::User(key) => LiveOwner::User(self.matching.user_key(key)),
            other => other,
        };
        match automation.owner {
            Some((Owner::User(key), _)) if own == LiveOwner::User(key) => {
                Editor { owner: own, as_user: None }
            }
            // What an administrator edits is the site's, whoever it is.
            Some((Owner::User(key), _)) if !self.is_administrator(key) => {
                Editor { owner: LiveOwner::User(key), as_user: Some(self.username(key)) }
            }
            _ => Editor { owner: own, as_user: None },
        }
    }

    fn is_administrator(&self, key: Key) -> bool {
        let said = self.site.user(key).and_then(|user| user.attributes.value("site_admin"));
        let live = || self.matching.live_user(key).map(|u| u.attributes.is_on("site_admin"));
        said.and_then(Value::as_bool).or_else(live).unwrap_or(false)
    }

    fn known_automation(&mut self, automation: &Automation, live: &LiveAutomation) {
        let mut set = compare::settings(&automation.attributes, &live.attributes);
        set.extend(self.schedule_of(automation.schedule.as_ref().map(|(name, _)| &**name), live));
        let live_name = live.name.as_deref().unwrap_or_default();
        let name = if automation.nameless { Value::Null } else { Value::text(&*automation.name) };
        let mut was = None;
        if !name.means(&Value::text(live_name)) {
            was = Some(live_name.to_owned());
            set.insert(0, Assignment::new(Field::Name, Value::text(live_name), name));
        }
        let editor = self.editor(automation);
        let owner = match live.owner {
            LiveOwner::User(key) => LiveOwner::User(self.matching.user_key(key)),
            other => other,
        };
        let wanted = automation.owner.map(|(wanted, _)| match wanted {
            Owner::Site => LiveOwner::Site,
            Owner::User(key) => LiveOwner::User(key),
        });
        let misplaced = wanted.is_some_and(|wanted| wanted != owner);
        if set.is_empty() && !misplaced {
            return;
        }
        self.judge_owner(automation, &editor, Some(owner));
        if set.is_empty() {
            self.drifted(automation, owner);
            // An edit that leads nowhere would only move the ownership.
            if wanted != Some(editor.owner) {
                return;
            }
        }
        if editor.owner != owner {
            let (before, after) = (self.owner_name(owner), self.owner_name(editor.owner));
            set.push(Assignment::new(Field::Owner, before, after));
        }
        let address = self.automation_address(automation);
        let declared = self.origin(automation.name_span);
        self.change(
            Change::new(Operation::Update, address)
                .id(Some(live.id))
                .was(was)
                .as_user(editor.as_user)
                .set(set)
                .declared(declared),
        );
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
        (live != declared).then(|| Assignment::new(Field::Schedule, value(live), value(declared)))
    }

    /// Nothing but the owner differs: somebody has saved the automation, perhaps unchanged.
    fn drifted(&mut self, automation: &Automation, live: LiveOwner) {
        let (Some((Owner::Site, span)), LiveOwner::User(_)) = (automation.owner, live) else {
            return;
        };
        let owner = self.owner_name(live);
        self.result.findings.push(
            Diagnostic::warning(
                codes::DRIFT_CHANGED_OWNER,
                format!("`{}` is owned by {owner} by now", automation.name),
            )
            .at(span, "said to be the site's")
            .help("this plan gives it back; ask who edits it, or another edit takes it again"),
        );
    }

    pub(super) fn owner_name(&self, owner: LiveOwner) -> OwnerName {
        match owner {
            LiveOwner::Site => OwnerName::Site,
            LiveOwner::Gone(id) => OwnerName::DeletedUser(id),
            LiveOwner::User(key) => OwnerName::User(self.username(key)),
        }
    }

    /// Whether the edit leads to the owner that is said; where none is said, whether it takes the
    /// automation from the one who has it. `owner` is none where the automation is new.
    fn judge_owner(&mut self, automation: &Automation, editor: &Editor, owner: Option<LiveOwner>) {
        let name = &automation.name;
        let finding = match automation.owner {
            Some((Owner::User(key), span)) if editor.owner != LiveOwner::User(key) => {
                let user = self.username(key);
                Diagnostic::error(
                    codes::OWNER_CHANGE_ON_APPLY,
                    format!("`{name}` cannot be given to `{user}`"),
                )
                .at(span, "what a site administrator edits belongs to the site")
                .help("say owner \"site\", or name somebody who is no site administrator")
            }
            Some((Owner::Site, span)) if editor.owner != LiveOwner::Site => Diagnostic::error(
                codes::OWNER_CHANGE_ON_APPLY,
                format!(
                    "this key would make {} the owner of `{name}`",
                    whose(Some(&self.owner_name(editor.owner)))
                ),
            )
            .at(span, "an owner is the last editor; the API has no parameter for it")
            .help("apply with the key of a site administrator"),
            None if owner.is_some_and(|owner| owner != editor.owner) => {
                let from = owner.map(|owner| self.owner_name(owner));
                let to = self.owner_name(editor.owner);
                Diagnostic::warning(
                    codes::OWNER_CHANGE_ON_APPLY,
                    format!("editing `{name}` moves its ownership to {}", whose(Some(&to))),
                )
                .at(automation.name_span, format!("now owned by {}", whose(from.as_ref())))
                .help(match editor.owner {
                    LiveOwner::Site => "say owner \"site\" to confirm",
                    _ => "say whose it is, or apply with another key",
                })
            }
            _ => return,
        };
        self.result.findings.push(finding);
    }
}

/// An owner within a sentence.
fn whose(owner: Option<&OwnerName>) -> String {
    match owner {
        Some(OwnerName::Site) | None => "the site".to_owned(),
        Some(owner) => owner.to_string(),
    }
}

/// Who makes an edit.
struct Editor {
    /// Whose the automation is afterwards; users by their key in the definition.
    owner: LiveOwner,
    /// The user whose own key is needed.
    as_user: Option<String>,
}
