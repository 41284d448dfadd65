//! Answers about access as CSV, for spreadsheets.

use super::words::tables::table;
use crate::csv::guard;
use crate::query::Answer;

/// RFC 4180, one head line, lines ended by CRLF. No cell is a formula.
pub fn answer(answer: &Answer) -> String {
    let table = table(answer);
    let head = table.head.iter().map(|cell| (*cell).to_owned()).collect();
    let mut out = String::new();
    for row in std::iter::once(head).chain(table.rows) {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&guard(cell))).collect();
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) || cell.trim() != cell {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
