//! What still refers to an object, so that the site does not remove it.

use super::assign::referred_ids;
use super::edit::text;
use super::store::{List, Record, Try, Tx};
use crate::live::typed;
use crate::model::kinds::{self, Kind, behavior_type};
use crate::model::{Attribute, NamedKind, Referent, path};

/// The automations that run by a schedule.
pub fn scheduled_by(schedule: i64) -> String {
    format!("schedule\0{schedule}")
}

/// One of those that refer to an object, as a refusal names it.
pub fn user_of(tx: &Tx<'_>, kind: NamedKind, id: i64) -> Try<Option<String>> {
    if kind == NamedKind::SCHEDULE
        && let Some(automation) = tx.related(&scheduled_by(id))?.first()
    {
        let automation = tx.get(List::of(&kinds::AUTOMATION), *automation)?.unwrap_or_default();
        return Ok(Some(title(&kinds::AUTOMATION, &automation)));
    }
    let Some(to) = kind.referent() else { return Ok(None) };
    if names(kinds::SITE.attributes, to, id, &tx.site()?) {
        return Ok(Some("a setting of the site".to_owned()));
    }
    for user in kinds::listed().filter(|user| refers(user.attributes, to)) {
        let records = tx.all(List::of(user))?;
        let mut others = records.iter().filter(|(own, _)| *user != *kind.kind() || *own != id);
        if let Some((_, record)) = others.find(|(_, record)| names(user.attributes, to, id, record))
        {
            return Ok(Some(title(user, record)));
        }
    }
    for (_, record) in tx.all(List::of(&kinds::BEHAVIOR))? {
        let word = text(&record, "behavior").unwrap_or_default();
        let keys = behavior_type(word).map_or(&[][..], |behavior| behavior.keys);
        let value = record.get("value").map(typed::unpacked);
        let value = value.as_deref().and_then(|value| value.as_object());
        if refers(keys, to) && value.is_some_and(|value| names(keys, to, id, value)) {
            let folder = path::display(text(&record, "path").unwrap_or_default());
            return Ok(Some(format!("the setting `{word}` of `{folder}`")));
        }
    }
    Ok(None)
}

fn is_to(attribute: &Attribute, to: Referent) -> bool {
    attribute.refers.is_some_and(|refers| refers.to == to)
}

fn refers(attributes: &[Attribute], to: Referent) -> bool {
    attributes.iter().any(|attribute| is_to(attribute, to))
}

/// Whether a record has the id where it refers to objects of this kind.
fn names(attributes: &[Attribute], to: Referent, id: i64, record: &Record) -> bool {
    let mut of_kind = attributes.iter().filter(|attribute| is_to(attribute, to));
    of_kind.any(|attribute| referred_ids(attribute, record).is_ok_and(|ids| ids.contains(&id)))
}

fn title(kind: &Kind, record: &Record) -> String {
    let name = kind.table.map_or("name", |table| table.name);
    let name = text(record, name).or(text(record, "username")).unwrap_or_default();
    format!("the {} `{name}`", kind.one)
}
