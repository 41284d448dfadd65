//! Who holds a grant, as a site knows them: by id. Definitions and plans know them by name.

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holder {
    User(i64),
    Group(i64),
    /// Whoever is a member of every one of these groups; sorted.
    AllOf(Vec<i64>),
    Partner(i64),
}

impl Holder {
    /// Whoever is a member of every one of these groups: of the group itself, where there is one.
    pub fn all_of(mut groups: Vec<i64>) -> Self {
        groups.sort_unstable();
        groups.dedup();
        match groups.as_slice() {
            [group] => Holder::Group(*group),
            _ => Holder::AllOf(groups),
        }
    }
}
