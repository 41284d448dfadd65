//! Replacing parts of a text.
//!
//! In: a text and the edits of fixes. Out: the edited text, or the two edits that contradict
//! each other. It knows no syntax.

use crate::diagnostic::Edit;
use crate::source::Span;
use thiserror::Error;

#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EditError {
    #[error("two edits replace the same text")]
    Overlap { first: Span, second: Span },
    #[error("an edit does not lie within the text")]
    Outside { span: Span },
}

/// Replaces the span of every edit. Edits may come in any order; insertions at one place are
/// done in the order given, before a replacement that begins there.
pub fn apply_edits(text: &str, edits: &[Edit]) -> Result<String, EditError> {
    let mut sorted: Vec<&Edit> = edits.iter().collect();
    sorted.sort_by_key(|edit| (edit.span.start, edit.span.end));
    for pair in sorted.windows(2) {
        if let [first, second] = pair
            && second.span.start < first.span.end
        {
            return Err(EditError::Overlap { first: first.span, second: second.span });
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in sorted {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let (Some(kept), Some(_)) = (text.get(at..start), text.get(start..end)) else {
            return Err(EditError::Outside { span: edit.span });
        };
        out.push_str(kept);
        out.push_str(&edit.text);
        at = end;
    }
    out.push_str(text.get(at..).unwrap_or_default());
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    fn edit(start: u32, end: u32, text: &str) -> Edit {
        Edit { span: Span::new(FileId(0), start, end), text: text.to_owned() }
    }

    #[test]
    fn edits_are_applied_in_order_of_place() {
        let edits = [edit(4, 5, "E"), edit(0, 1, ""), edit(2, 2, "x"), edit(2, 2, "y")];
        assert_eq!(apply_edits("abcde", &edits).as_deref(), Ok("bxycdE"));
        assert_eq!(apply_edits("abc", &[]).as_deref(), Ok("abc"));
    }

    #[test]
    fn contradicting_and_misplaced_edits_are_refused() {
        let (a, b) = (edit(0, 2, ""), edit(1, 3, ""));
        let overlap = EditError::Overlap { first: a.span, second: b.span };
        assert_eq!(apply_edits("abc", &[b, a]), Err(overlap));
        assert!(matches!(apply_edits("abc", &[edit(2, 9, "")]), Err(EditError::Outside { .. })));
        assert!(matches!(apply_edits("é", &[edit(1, 2, "")]), Err(EditError::Outside { .. })));
    }
}
