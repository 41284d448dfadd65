//! The canonical layout.

use crate::shape::{read, shapes};
use siteplan::syntax;

/// Laying out keeps the document and its comments, and doing it again changes nothing.
pub fn check_layout(text: &str) {
    let (tree, diagnostics, good) = read(text);
    assert!(good, "{text:?}: {diagnostics:#?}");
    let once = syntax::format(text, &tree);
    assert_eq!(shapes(&once), shapes(text), "{text:?} became {once:?}");
    let (tree, _, _) = read(&once);
    let twice = syntax::format(&once, &tree);
    assert_eq!(twice, once, "{text:?}");
    assert!(once.is_empty() || once.ends_with('\n'), "{once:?}");
}
