//! What the site shows that is not as it promises, and what it does not show: told, whatever
//! else is to be done.

use super::Diff;
use crate::codes::difference as codes;
use crate::diagnostic::Diagnostic;
use crate::model::{Told, Undeclared};
use crate::wording::plural;

impl Diff<'_> {
    pub(super) fn unread(&mut self) {
        for unread in self.live.unread_for(self.site) {
            let help = "what they give, take away or do counts in nothing that is said here";
            let finding = Diagnostic::warning(codes::LIST_NOT_READ, unread.to_string()).help(help);
            self.result.findings.push(finding);
        }
    }

    pub(super) fn odd(&mut self) {
        let (first, more) = self.live.first_odd();
        for problem in first {
            let help = if problem.left_out {
                "the record is left alone, and what it gives counts in no answer about access"
            } else {
                "the value counts as unset; look at it on the site"
            };
            self.result.not_understood.push(problem.to_string());
            let message = format!("the site shows something odd: {problem}");
            self.result.findings.push(Diagnostic::warning(codes::ODD_RECORD, message).help(help));
        }
        if more > 0 {
            let message =
                format!("the site shows {more} more odd {}", plural(more, "thing", "things"));
            let help = "mend those above first";
            self.result.findings.push(Diagnostic::warning(codes::ODD_RECORD, message).help(help));
            self.result.not_understood.push(format!("{more} more odd records or values"));
        }
        for beyond in &self.live.beyond {
            let told = beyond.folder.map_or(Told::Nothing, Told::Folder);
            match self.site.manage.undeclared(beyond.manage, told, self.names) {
                Undeclared::Keep => self.result.kept += 1,
                _ => self.result.not_understood.push(beyond.text.to_string()),
            }
        }
    }
}
