//! An answer about access as a table.

use crate::query::Answer;
use crate::render::words::tables::table;
use crate::wording::visible;

pub fn answer(answer: &Answer) -> String {
    let table = table(answer);
    let mut out = format!("### {}\n\n", escaped(&table.title));
    if table.rows.is_empty() {
        out.push_str("Nothing.\n");
    } else {
        out.push_str(&format!(
            "| {} |\n|{}\n",
            table.head.join(" | "),
            " --- |".repeat(table.head.len())
        ));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    for note in &table.notes {
        out.push_str(&format!("\n{}\n", escaped(note)));
    }
    out
}

/// Text that Markdown and HTML take for what it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '&' => out.push_str("&amp;"),
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '~' | '@' => {
                out.push('\\');
                out.push(c);
            }
            _ => out.push(c),
        }
    }
    out
}
