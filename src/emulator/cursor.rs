//! Cursors: where a list was left. Opaque to clients, and full of what needs encoding in a URL,
//! so that a client that forgets to is found out.

use crate::site::Refusal;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;
use sha2::{Digest, Sha256};

const PREFIX: &str = "p+/";
const SUFFIX: &str = "&%20=#";

/// Where a list goes on: after this value of the sort, and after this record.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    pub sort: Json,
    pub key: Json,
}

/// Names a list and its parameters, so that a cursor of another list is refused.
fn fingerprint(list: &str) -> String {
    Sha256::digest(list.as_bytes()).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}

/// `turn` makes two cursors to one place differ.
pub fn encode(list: &str, position: &Position, turn: u64) -> String {
    let inner = Json::from(vec![
        Json::from(fingerprint(list)),
        position.sort.clone(),
        position.key.clone(),
        Json::from(turn),
    ]);
    format!("{PREFIX}{}{SUFFIX}", STANDARD.encode(inner.to_string()))
}

/// The place, and the turn.
pub fn decode(list: &str, cursor: &str) -> Result<(Position, u64), Refusal> {
    let read = || {
        let inner = cursor.strip_prefix(PREFIX)?.strip_suffix(SUFFIX)?;
        let inner: Json = serde_json::from_slice(&STANDARD.decode(inner).ok()?).ok()?;
        let [list_is, sort, key, turn] = inner.as_array()?.as_slice() else { return None };
        let position = Position { sort: sort.clone(), key: key.clone() };
        (list_is.as_str()? == fingerprint(list)).then_some((position, turn.as_u64()?))
    };
    read().ok_or_else(|| {
        Refusal::new("bad-request/invalid-cursor", "the cursor is not one of this list")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_to_its_place_and_fits_its_list_only() {
        let position = Position { sort: Json::from("Zoë"), key: Json::from(7) };
        let cursor = encode("users a=1", &position, 3);
        assert_eq!(decode("users a=1", &cursor).expect("a place"), (position, 3));
        assert!(decode("users a=2", &cursor).is_err());
        assert!(decode("users a=1", "x").is_err());
        assert!(cursor.bytes().all(|byte| (b'!'..=b'~').contains(&byte)), "fits a header");
    }
}
