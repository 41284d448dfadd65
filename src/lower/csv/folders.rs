//! `folder_permissions`: grants to the user of the row.

use super::super::fields::{Word, edit};
use super::super::{Lowering, codes, suggest};
use super::At;
use crate::csv::permissions::{self, Mistake, Part, Problem, WORDS};
use crate::diagnostic::Diagnostic;
use crate::model::{Grant, Grantee, User};

impl Lowering<'_> {
    /// The folders are made if nothing else declares them.
    pub(super) fn folder_permissions(&mut self, at: &At<'_>, user: &User) {
        let (parts, mistakes) = permissions::parse(at.value);
        self.in_cell(at, |lowering| {
            for mistake in &mistakes {
                lowering.folder_mistake(at, mistake);
            }
        });
        if let Some(role) = user.attributes.on("site_admin") {
            let role = role.span;
            self.in_cell(at, |lowering| {
                lowering.out.push(
                    Diagnostic::warning(
                        codes::FOLDER_PERMISSIONS_IGNORED,
                        "a site administrator has access to all folders anyway",
                    )
                    .at(at.word().span, "ignored")
                    .at(role, "`Y` gives access to everything")
                    .help("clear this cell, or write `N` if only these folders are meant"),
                );
            });
            return;
        }
        for part in &parts {
            self.in_cell(at, |lowering| lowering.folder_part(at, part, user));
        }
    }

    fn folder_part(&mut self, at: &At<'_>, part: &Part, user: &User) {
        let folder_span = at.part(part.folder_at.clone());
        let Some(whole) = self.path(Word { text: &part.folder, span: folder_span }) else { return };
        if whole.is_empty() && part.folder != "/" {
            let mistake = Mistake { problem: Problem::NoFolder, at: part.folder_at.clone() };
            self.folder_mistake(at, &mistake);
            return;
        }
        let folder = self.mentioned_folder(&whole, folder_span);
        for permission in &part.permissions {
            let word_span = at.part(permission.at.clone());
            for level in permission.levels {
                self.site.grants.push(Grant {
                    folder,
                    grantee: Grantee::User(user.key),
                    level: *level,
                    recursive: permission.recursive,
                    span: at.part(part.at.clone()),
                    level_span: word_span,
                    grantee_span: user.name_span,
                    recursive_span: (!permission.recursive).then_some(word_span),
                    until: None,
                });
            }
        }
    }

    fn folder_mistake(&mut self, at: &At<'_>, mistake: &Mistake) {
        let text = &at.value[mistake.at.clone()];
        let span = at.part(mistake.at.clone());
        let wrong = |message: String, label: &str| {
            Diagnostic::error(codes::CSV_CELL, message).at(span, label)
        };
        let example = "as in \"Sales=readonly|Home/Adam=readwrite,history\"";
        self.out.push(match mistake.problem {
            Problem::Nothing => wrong("a folder is missing".to_owned(), "nothing between bars")
                .help("delete the bar; one in a folder's name is written `\\|`"),
            Problem::NoEquals => {
                wrong(format!("`{text}` gives no permission"), "`=` expected").help(example)
            }
            Problem::NoFolder => {
                wrong(format!("`{text}` names no folder"), "a folder expected").help(example)
            }
            Problem::BlankBefore => {
                let bare = text.trim_start();
                let blank = at.part(mistake.at.start..mistake.at.end - bare.len());
                wrong(format!("`{text}` begins with a blank"), "no folder's name begins so")
                    .fix("delete the blank", vec![edit(blank, "")])
            }
            Problem::Separator => {
                wrong(format!("folders are separated by `|`, not by {text:?}"), "`|` expected")
                    .fix("write `|`", vec![edit(span, "|")])
            }
            Problem::Unknown if text.contains(';') => {
                wrong(format!("`{text}` is not a permission"), "`;` separates nothing")
                    .help("write `,` between permissions of one folder, with the cell in quotes")
            }
            Problem::NoPermission => {
                wrong(format!("`{text}` lacks a permission"), "a permission expected").help(example)
            }
            Problem::Unknown => {
                let known = || WORDS.iter().map(|(word, _)| *word);
                let message = format!("`{text}` is not a permission");
                match suggest(text, known()) {
                    Some(near) => wrong(message, &format!("did you mean `{near}`?"))
                        .fix(format!("write `{near}`"), vec![edit(span, near)]),
                    None => wrong(message, "not known")
                        .help(format!("one of {}", known().collect::<Vec<_>>().join(", "))),
                }
            }
        });
    }
}
