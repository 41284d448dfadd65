//! Automations and who owns them.

use super::change::with_id;
use super::compare;
use super::matching::Bound;
use super::shared::ways;
use super::{Address, Assignment, Base, Change, Diff, Field, Operation, OwnerName, OwnerReason};
use crate::codes::difference as codes;
use crate::diagnostic::{Code, Diagnostic};
use crate::live::{LiveAutomation, LiveOwner};
use crate::model::automation::by_id;
use crate::model::{Automation, Key, Owner, Told, Undeclared, Value, kebab_case, kinds};

impl Diff<'_> {
    pub(super) fn automations(&mut self) {
        let bound = std::mem::take(&mut self.matching.automations);
        for (index, automation) in self.site.automations.iter().enumerate() {
            match bound.get(index) {
                Some(Bound::One(live)) => self.known_automation(automation, live),
                Some(Bound::Several(live)) => self.shared_automation(automation, live),
                // What `was=` leaves open is told with it.
                Some(Bound::SeveralFormer(_)) => {}
                Some(Bound::Nothing) | None => match automation.id {
                    Some(id) => self.gone(automation, id),
                    None => self.new_automation(automation),
                },
            }
        }
        self.matching.automations = bound;
        for live in &self.live.automations {
            if !self.matching.known_automations.contains(&live.id) {
                let title = live.name.clone().unwrap_or_else(|| by_id(live.id));
                let shares = self.matching.shared_names.contains(&*title);
                let in_base = |base: &Base| {
                    base.automation_ids.contains(&live.id)
                        || (!shares && base.automations.contains(&title))
                };
                let name = if shares { with_id(&title, live.id) } else { title.clone().into() };
                let said = self.removals.named(&kinds::AUTOMATION, &name);
                let managed = || self.managed(&kinds::AUTOMATION, Told::Nothing);
                let fate = if self.in_base(in_base) { Undeclared::Remove } else { managed() };
                let fate = self.spared(&live.attributes, fate);
                let fate = if said { Undeclared::Remove } else { fate };
                let address = Address::Automation { name };
                // With it goes the use of its schedule.
                let set = self.schedule_of(None, live).into_iter().collect();
                let undoing = Change::new(Operation::Delete, address).id(Some(live.id)).set(set);
                self.unsaid(kinds::AUTOMATION.manage.unwrap_or_default(), fate, undoing);
            }
        }
    }

    fn new_automation(&mut self, automation: &Automation) {
        self.lacks_of_automation(automation);
        let mut set = compare::initial(&automation.attributes, &self.matching, self.names);
        if let Some((schedule, _)) = &automation.schedule {
            set.push(Assignment::new(Field::Schedule, Value::Null, Value::text(&**schedule)));
        }
        let address = Address::Automation { name: automation.name.to_string() };
        let declared = self.origin(automation.name_span);
        let editor = self.editor(automation);
        self.judge_owner(automation, &editor, None);
        let after = self.owner_name(editor.owner);
        set.push(Assignment::new(Field::Owner, Value::Null, after));
        let why = reason(wanted(automation), &editor);
        self.change(
            Change::new(Operation::Create, address)
                .as_user(editor.as_user)
                .set(set)
                .owner_reason(Some(why))
                .declared(declared),
        );
    }

    /// What is declared in part can change what is there, but not make it.
    fn lacks_of_automation(&mut self, automation: &Automation) {
        let said = |name: &str| automation.attributes.value(name).is_some_and(|v| !v.is_unset());
        // The graph of a second-version automation holds its own triggers.
        let triggered = said("trigger") || said("definition");
        let parts = [(said("automation"), "an action"), (triggered, "a trigger")];
        let missing: Vec<&str> =
            parts.iter().filter(|(is_said, _)| !is_said).map(|(_, part)| *part).collect();
        if missing.is_empty() {
            return;
        }
        let name = &automation.name;
        let example = "`move-file { source \"In/*\"; destination \"Out/\" }` and \
                       `trigger \"manual\"`";
        self.result.findings.push(
            Diagnostic::error(
                codes::INCOMPLETE_TO_CREATE,
                format!(
                    "automation `{name}` is not on the site, and too little is said to make it"
                ),
            )
            .at(automation.name_span, format!("{} expected", missing.join(" and ")))
            .help(format!(
                "say it, as in {example}; or correct the name if the site has it under another"
            )),
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

    pub(super) fn is_administrator(&self, key: Key) -> bool {
        let said = self.site.user(key).and_then(|user| user.attributes.value("site_admin"));
        let live = || self.matching.live_user(key).map(|u| u.attributes.is_on("site_admin"));
        said.and_then(Value::as_bool).or_else(live).unwrap_or(false)
    }

    fn known_automation(&mut self, automation: &Automation, live: &LiveAutomation) {
        let mut set =
            compare::settings(&automation.attributes, &live.attributes, &self.matching, self.names);
        let what = format!("automation `{}`", automation.name);
        self.fixed(&what, &kinds::AUTOMATION, &automation.attributes, &live.attributes);
        let address = self.automation_address(automation);
        let base = self.base.and_then(|base| base.values_of(automation));
        let said = (&automation.attributes, base);
        self.values_no_longer_said(&address, &kinds::AUTOMATION, said, &live.attributes);
        // Which schedule it is, its trigger says.
        if automation.attributes.get("trigger").is_some() {
            let schedule = automation.schedule.as_ref().map(|(name, _)| &**name);
            set.extend(self.schedule_of(schedule, live));
        }
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
        let wanted = wanted(automation);
        let misplaced = wanted.is_some_and(|wanted| wanted != owner);
        if set.is_empty() && !misplaced {
            return;
        }
        self.judge_owner(automation, &editor, Some(owner));
        self.judge_trigger(automation, live);
        if set.is_empty() {
            // An edit that leads nowhere would only move the ownership.
            if wanted != Some(editor.owner) {
                return;
            }
            self.only_owner_differs(automation, owner, editor.owner);
        }
        let mut why = None;
        if editor.owner != owner {
            let (before, after) = (self.owner_name(owner), self.owner_name(editor.owner));
            set.push(Assignment::new(Field::Owner, before, after));
            why = Some(reason(wanted, &editor));
        }
        let declared = self.origin(automation.name_span);
        self.change(
            Change::new(Operation::Update, address)
                .id(Some(live.id))
                .was(was)
                .as_user(editor.as_user)
                .set(set)
                .owner_reason(why)
                .declared(declared),
        );
    }

    /// Action and trigger can be fine each, one said and one on the site, and refused together.
    fn judge_trigger(&mut self, automation: &Automation, live: &LiveAutomation) {
        let said = |name: &str| automation.attributes.get(name);
        let text = |name: &str| {
            let value = said(name).map_or(live.attributes.get(name), |setting| &setting.value);
            value.as_text()
        };
        let (here, there) = match (said("trigger"), said("automation")) {
            (Some(trigger), None) => (trigger, "action"),
            (None, Some(action)) => (action, "trigger"),
            // Where both are said, the rule on the definition has found it.
            _ => return,
        };
        let action = text("automation").filter(|word| kinds::STARTED_BY_NO_ACTION.contains(word));
        let Some(action) = action.filter(|_| text("trigger") == Some("action")) else { return };
        let name = &automation.name;
        self.result.findings.push(
            Diagnostic::error(
                Code("action-trigger-not-allowed"),
                format!("automation `{name}` cannot start on actions: `{}`", kebab_case(action)),
            )
            .at(
                here.span,
                format!("its {there} is not said here, and stands against this on the site"),
            )
            .help(format!("say its {there}")),
        );
    }

    /// Two of one name are told apart by their ids.
    fn automation_address(&self, automation: &Automation) -> Address {
        let name = &automation.name;
        let shares = |other: &Automation| other.name == *name && other.id != automation.id;
        let shared = || self.site.automations.iter().any(shares);
        let name = match automation.id {
            Some(id) if self.matching.shared_names.contains(&**name) || shared() => {
                with_id(name, id)
            }
            _ => name.to_string(),
        };
        Address::Automation { name }
    }

    /// The site gives ids itself: made anew it would be another one, and again with each plan.
    fn gone(&mut self, automation: &Automation, id: i64) {
        let (name, span) = (&automation.name, automation.name_span);
        let message = format!("the site has no automation with id {id}");
        let finding = if automation.nameless {
            Diagnostic::error(
                codes::INCOMPLETE_TO_CREATE,
                format!("{message}, and none is made without a name"),
            )
            .at(span, "a name expected")
            .help("give it a name and drop the id to make a new one, or delete it here")
        } else {
            let of_name = |live: &&LiveAutomation| live.name.as_deref() == Some(name);
            let live: Vec<_> = self.live.automations.iter().filter(of_name).collect();
            let finding = Diagnostic::error(
                codes::INCOMPLETE_TO_CREATE,
                format!("{message}, and gives a new one an id of its own"),
            );
            let finding = finding.at(span, format!("known by `id={id}`"));
            match live.as_slice() {
                [] => finding.help("drop the id to make a new one, or delete it here"),
                live => finding.help(format!("write which is meant: {}", ways(live))),
            }
        };
        self.result.findings.push(finding);
    }

    /// A trigger says when an automation runs: a schedule that it does not name is let go.
    fn schedule_of(&self, declared: Option<&str>, live: &LiveAutomation) -> Option<Assignment> {
        let live = live.schedule.as_deref().map(|name| self.matching.schedule_name(name));
        let value = |name: Option<&str>| name.map_or(Value::Null, Value::text);
        (live != declared).then(|| Assignment::new(Field::Schedule, value(live), value(declared)))
    }

    /// Somebody has saved the automation, perhaps unchanged, or the definition gives it to another.
    fn only_owner_differs(&mut self, automation: &Automation, live: LiveOwner, after: LiveOwner) {
        let Some((_, span)) = automation.owner else { return };
        let (name, live) = (&automation.name, self.owner_name(live));
        let (is, is_to_be) = (whose(Some(&live)), whose(Some(&self.owner_name(after))));
        let finding = match self.base.map(|base| base.owner_of(automation)) {
            Some(said) if said == Some(after) => Diagnostic::warning(
                codes::DRIFT_CHANGED_OWNER,
                format!("`{name}` is owned by {is} by now"),
            )
            .at(span, "the base said the same owner")
            .help("this plan gives it back; ask who edits it, or another edit takes it again"),
            // The definition has given it away since the base.
            Some(_) => return,
            None => Diagnostic::info(
                codes::OWNER_CHANGE_ON_APPLY,
                format!("`{name}` is owned by {is}; this plan gives it to {is_to_be}"),
            )
            .at(span, "said here")
            .help("if this line is no news, an edit on the site moved it: ask who edits it"),
        };
        self.result.findings.push(finding);
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

fn wanted(automation: &Automation) -> Option<LiveOwner> {
    automation.owner.map(|(wanted, _)| match wanted {
        Owner::Site => LiveOwner::Site,
        Owner::User(key) => LiveOwner::User(key),
    })
}

fn reason(wanted: Option<LiveOwner>, editor: &Editor) -> OwnerReason {
    if wanted == Some(editor.owner) { OwnerReason::Declared } else { OwnerReason::Editor }
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
