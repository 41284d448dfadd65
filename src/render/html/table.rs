//! An answer about access as one page: a table that needs no script and loads nothing.

use super::STYLE;
use crate::query::Answer;
use crate::render::escape::html;
use crate::render::words::tables::table;

/// Wide tables scroll by themselves, and print whole.
const TABLE: &str = "\
    main { max-width: none; padding: 1.5rem; } .wide { overflow-x: auto; } \
    table { border-collapse: collapse; font-size: 0.875rem; } \
    th, td { border: 1px solid #8886; padding: 0.25rem 0.5rem; text-align: left; vertical-align: top; } \
    th { position: sticky; top: 0; background: Canvas; } \
    @media print { .wide { overflow: visible; } th { position: static; } }\n";

pub fn answer(answer: &Answer) -> String {
    let table = table(answer);
    let title = html::text(&table.title);
    let cell = |tag: &str, text: &str| format!("<{tag}>{}</{tag}>", html::text(text));
    let head: String = table.head.iter().map(|name| cell("th scope=\"col\"", name)).collect();
    let head = head.replace("</th scope=\"col\">", "</th>");
    let rows: String = table
        .rows
        .iter()
        .map(|row| {
            let cells: String = row.iter().map(|text| cell("td", text)).collect();
            format!("<tr>{cells}</tr>\n")
        })
        .collect();
    let notes: String =
        table.notes.iter().map(|note| format!("<p>{}</p>\n", html::text(note))).collect();
    let body = if table.rows.is_empty() {
        "<p>Nothing.</p>\n".to_owned()
    } else {
        format!(
            "<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"{title}\"><table>\n\
             <thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
        )
    };
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src \
         'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}{TABLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>{title}</h1>\n{body}{notes}</main>\n</body>\n</html>\n"
    )
}
