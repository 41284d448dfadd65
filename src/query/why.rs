//! Why one user has what they have at one path.

use super::{Asked, CutStep, DeclaredGrant, Missing, Reason, Unknown, Why, WhyMissing};
use crate::access::{self, Atoms, Cut, Miss, Person, Place, Sign, difference};
use crate::model::Key;

impl Asked<'_> {
    pub fn why(&self, source: &str, name: &str, written: &str) -> Result<Why, Unknown> {
        let user = self.user(name)?;
        let (place, note) = self.place(written)?;
        let person = Person::new(&self.view, user);
        let why = access::why(&person, place);
        let path = self.spelled(written);
        let reasons = match why.standing {
            standing if standing.is_by_grants() => self.reasons(user, &why),
            _ => Vec::new(),
        };
        let missing = why.missing.iter().map(|(way, miss)| Missing {
            grant: self.grant(user, *way),
            because: match miss {
                Miss::Fence(fence) => WhyMissing::Fence {
                    on: self.spelling.of_path(self.tree().folders().path(*fence)),
                    declared: self.origins.fence(*fence),
                },
                Miss::NotRecursive => WhyMissing::NotRecursive,
                Miss::OutsideRoot => WhyMissing::OutsideRoot,
            },
        });
        let cuts = why.cuts.iter().map(|cut| self.cut(user, *cut, &path));
        Ok(Why {
            source: source.to_owned(),
            user: self.username(user),
            note,
            standing: why.standing.into(),
            atoms: why.access.names().map(str::to_owned).collect(),
            reasons,
            missing: missing.collect(),
            taken_away_by: cuts.collect(),
            others_lose: self.others_lose(user, &why.cuts, place),
            path,
        })
    }

    fn reasons(&self, user: Key, why: &access::Why<'_>) -> Vec<Reason> {
        let atoms = Atoms::NAMED.iter().filter(|(_, atom)| why.access.has(*atom));
        let reasons = atoms.map(|(name, atom)| {
            let gives = why.reaching.iter().filter(|way| way.held.atoms().has(*atom));
            let mut grants: Vec<DeclaredGrant> = gives.map(|way| self.grant(user, *way)).collect();
            grants.sort_by(|a, b| (&a.grant.on, &a.grant).cmp(&(&b.grant.on, &b.grant)));
            Reason { atom: (*name).to_owned(), grants }
        });
        reasons.collect()
    }

    fn cut(&self, user: Key, cut: Cut<'_>, path: &str) -> CutStep {
        match cut {
            Cut::Role => CutStep::DropRole { declared: self.origins.user(user) },
            Cut::Revoke(way) => CutStep::Revoke(self.grant(user, way)),
            Cut::Leave(group) => CutStep::LeaveGroup {
                group: self.spelling.of_group(self.names.key_text(group)),
                declared: self.origins.membership(user, group),
            },
            Cut::Fence => CutStep::AddFence { on: path.to_owned() },
        }
    }

    /// How many others lose something by the cuts. Leaving a group or a role touches nobody
    /// else.
    fn others_lose(&self, user: Key, cuts: &[Cut<'_>], place: Place) -> usize {
        let before = self.view.state;
        if cuts.iter().all(|cut| matches!(cut, Cut::Leave(_) | Cut::Role)) {
            return 0;
        }
        let others = before.users().filter(|other| *other != user);
        if place.below {
            // A fence on a place that nothing knows yet: what comes from above ends there.
            return others.filter(|other| self.loses_by_fence(*other, place)).count();
        }
        let mut after = before.clone();
        after.cut(user, cuts, place.folder);
        let people = difference(self.tree(), before, &after, others);
        people.iter().filter(|person| person.has(Sign::Lost)).count()
    }

    fn loses_by_fence(&self, user: Key, place: Place) -> bool {
        let person = Person::new(&self.view, user);
        let passing = person.ways_to(place).filter(|way| way.held.passes_fences());
        let kept = passing.fold(Atoms::NONE, |atoms, way| atoms | way.held.atoms());
        person.standing.is_by_grants() && kept != person.access(place)
    }
}
