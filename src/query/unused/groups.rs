//! Groups none of whose members was at work.

use super::Search;
use super::answer::{Kind, Last, UnusedItem};
use super::drops::Target;
use crate::access::{Via, Way};
use crate::live::{LiveGroup, Use};
use crate::model::{Key, kinds};

impl Search<'_> {
    pub(super) fn groups(&mut self) {
        let live = self.live;
        let needed = [kinds::MEMBERSHIP.list, kinds::USER.list, kinds::GROUP.list];
        // Who is in them is not known.
        if live.unread.iter().any(|unread| needed.contains(&unread.list.as_str())) {
            return;
        }
        for group in &live.groups {
            let mut members: Vec<Key> = self.asked.view.state.members(group.key).collect();
            members.sort_unstable_by_key(|user| self.asked.names.key_text(*user));
            let used =
                members.iter().map(|user| self.people.get(user).copied().unwrap_or(Use::NotShown));
            // As of one who was at work, where there is one; else as of one of whom nothing is known.
            match used.clone().filter(|used| !used.is_unused()).max() {
                None => {
                    let last = used.filter_map(Use::last).max();
                    self.group(group, &members, last);
                }
                Some(open) => self.open(Kind::Group, open, self.asked.names.text(group.name)),
            }
        }
    }

    fn group(&mut self, group: &LiveGroup, members: &[Key], last: Option<jiff::Timestamp>) {
        let of_it = |way: &Way<'_>| match way.via {
            Via::Group(of) => of == group.key,
            Via::AllOf(all) => all.contains(&group.key),
            Via::Own | Via::Partner(_) => false,
        };
        let state = self.asked.view.state;
        let without = |user| state.standing_without_group(user, group.key);
        let loses = self.losses.of_all(members, without, |way| !of_it(way));
        let declared = self.declaring.and_then(|known| known.site.group(group.key));
        let item = UnusedItem {
            kind: Kind::Group,
            user: None,
            name: self.asked.names.text(group.name).to_owned(),
            of: None,
            last: Last(last),
            loses,
            members: Some(members.len()),
            declared: declared.and_then(|group| self.origin(group.name_span)),
            dropped: None,
        };
        self.found.push((item, Target::Group(group.key)));
    }
}
