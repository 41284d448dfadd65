//! Bytes to text: shells of Windows redirect into UTF-16.

use super::ImportError;

pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ImportError> {
    let units = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(2..).unwrap_or_default().chunks_exact(2);
        let units = pairs.filter_map(|pair| pair.try_into().ok()).map(from);
        char::decode_utf16(units).collect::<Result<String, _>>().ok()
    };
    let text = match bytes[..] {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        // A saved plan is an archive, and told as such.
        [b'P', b'K', 3, 4, ..] => Some("PK\u{3}\u{4}".to_owned()),
        [0xEF, 0xBB, 0xBF, ..] => String::from_utf8(bytes[3..].to_vec()).ok(),
        _ => String::from_utf8(bytes).ok(),
    };
    text.ok_or_else(|| {
        let help = "write it with `terraform show -json`, in UTF-8";
        ImportError::new("it is no text".to_owned(), help)
    })
}
