//! The bytes of a file of users as a text.
//!
//! In: bytes. Out: the text, and what it was; or where the bytes are none. UTF-8 is read, and
//! UTF-16 that says so by its byte order mark, as spreadsheets write it; any other encoding would be
//! a guess.

use super::columns::{self, column_named};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
}

/// Why bytes are no text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Foreign {
    /// Neither UTF-8 nor UTF-16: in this row, and this column.
    Unknown { row: u32, column: String },
    /// UTF-16 that ends within a character, or holds half of one.
    Broken,
}

/// Reads the bytes.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), Foreign> {
    let pairs = |order: fn([u8; 2]) -> u16| utf_16(bytes.get(2..).unwrap_or_default(), order);
    match bytes.get(..2) {
        Some([0xFF, 0xFE]) => return pairs(u16::from_le_bytes),
        Some([0xFE, 0xFF]) => return pairs(u16::from_be_bytes),
        _ => {}
    }
    String::from_utf8(bytes).map(|text| (text, Encoding::Utf8)).map_err(|error| {
        let before = error.as_bytes().get(..error.utf8_error().valid_up_to());
        place(&String::from_utf8_lossy(before.unwrap_or_default()))
    })
}

fn utf_16(bytes: &[u8], order: fn([u8; 2]) -> u16) -> Result<(String, Encoding), Foreign> {
    let (pairs, []) = bytes.as_chunks::<2>() else { return Err(Foreign::Broken) };
    let text = char::decode_utf16(pairs.iter().map(|pair| order(*pair)));
    let text: String = text.collect::<Result<_, _>>().map_err(|_| Foreign::Broken)?;
    Ok((text, Encoding::Utf16))
}

/// The cell that is not finished at the end of a text.
fn place(before: &str) -> Foreign {
    let text = format!("{before}?");
    let (mut reader, mut cells, mut mistakes) = (columns::reader(&text), Vec::new(), Vec::new());
    let (mut row, mut heading, mut at) = (1, Vec::new(), 0);
    while let Some(next) = reader.next(&mut cells, &mut mistakes) {
        mistakes.clear();
        if heading.is_empty() {
            heading.extend(cells.iter().map(|cell| cell.value().into_owned()));
        }
        (row, at) = (next.number, cells.len());
    }
    // Any other name may be a value.
    let name = heading.get(at.saturating_sub(1)).filter(|name| column_named(name).is_some());
    let column = name.map_or_else(|| format!("column {}", at.max(1)), |name| format!("`{name}`"));
    Foreign::Unknown { row, column }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf_16_is_read_by_its_mark() {
        let text = "username,full_name\nana,Zoë 🦊\n";
        let units = || "\u{FEFF}".encode_utf16().chain(text.encode_utf16());
        let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            assert_eq!(decode(bytes.clone()), Ok((text.to_owned(), Encoding::Utf16)));
            assert_eq!(decode(bytes[..bytes.len() - 1].to_vec()), Err(Foreign::Broken));
        }
        assert_eq!(decode(vec![0xFF, 0xFE, 0x3E, 0xD8]), Err(Foreign::Broken));
        assert_eq!(decode(vec![0xFE, 0xFF]), Ok((String::new(), Encoding::Utf16)));
        assert_eq!(decode(text.into()), Ok((text.to_owned(), Encoding::Utf8)));
        assert_eq!(decode(Vec::new()), Ok((String::new(), Encoding::Utf8)));
    }

    #[test]
    fn other_bytes_are_found_by_row_and_column() {
        let place = |bytes: &[u8]| match decode(bytes.to_vec()) {
            Err(Foreign::Unknown { row, column }) => (row, column),
            other => panic!("{other:?}"),
        };
        let found = place(b"username,full_name\nben,Ben B\n\nana,Zo\xEB D\n");
        assert_eq!(found, (4, "`full_name`".to_owned()));
        assert_eq!(place(b"username,full_name\nana,\"a\nb\xEB\""), (2, "`full_name`".to_owned()));
        assert_eq!(place(b"username,hat\nana,\xEB"), (2, "column 2".to_owned()));
        assert_eq!(place(b"username\nana,x,\xEB"), (2, "column 3".to_owned()));
        assert_eq!(place(b"\xEB"), (1, "column 1".to_owned()));
    }
}
