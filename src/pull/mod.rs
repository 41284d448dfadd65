//! A live site to a definition that plans to nothing.
//!
//! In: the live site, its names, and how it is to be written; then, what `check` and `plan` find
//! in the draft. Out: files with their texts. What the language cannot say, and what `check` would
//! refuse although the site has it, is left out with a note where it would stand. To know that,
//! each draft is judged, and written again without what stood in the way. It reads no draft
//! itself.

mod accounts;
mod automations;
mod child_site_policies;
mod files;
mod folders;
mod judge;
mod left_out;
mod page;
mod row_index;
mod rows;
mod scheduled;
mod secrets;
mod site;
mod source;
mod templates;
mod tree;
mod trigger;
mod values;

pub use judge::{Verdict, judge};
pub use left_out::LeftOut;

use crate::diagnostic::Diagnostic;
use crate::diff::Address;
use crate::live::LiveSite;
use crate::lower::{FileError, Files};
use crate::model::{NamedKind, Names};
use crate::syntax::quoted;
use files::{drawer, stems};
use jiff::Timestamp;
use page::{Line, Page, Statement};
use source::Source;
use std::collections::BTreeMap;

/// How a definition is written.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// All in one file, instead of several that the root file includes.
    pub one_file: bool,
    /// Declare folders on which nothing stands, too.
    pub bare_folders: bool,
    /// The moment of the run, which some rules ask for.
    pub now: Timestamp,
}

/// Where what is written comes from, and what the root file tells besides.
#[derive(Debug)]
pub struct Origin {
    /// The first line.
    pub title: String,
    /// What else is left out, and why.
    pub notes: Vec<String>,
    /// Comments at the end.
    pub last: &'static [&'static str],
}

/// What somebody may want to say next of a site whose definition is whole.
const LAST: &[&str] = &[
    "What becomes of what the site has and no file says is left alone and told, unless a line",
    "here decides: \"keep\" (it is meant to be there) or \"remove\" (the next apply takes it away).",
    "manage {",
    "    users undeclared=\"report\"       // accounts that no file names",
    "    memberships undeclared=\"report\" // members of declared groups",
    "    roles undeclared=\"report\"       // administrators",
    "    grants undeclared=\"report\"      // who gets in to a folder",
    "    everything undeclared=\"report\"  // all the rest, also of kinds that nothing here declares",
    "}",
];

impl Origin {
    pub fn live() -> Self {
        Origin {
            title: "Pulled from the live site: what stands here is what the site has.".to_owned(),
            notes: Vec::new(),
            last: LAST,
        }
    }
}

/// A file of the definition; its path is relative to the root file's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub path: String,
    pub text: String,
}

/// The name of the root file.
pub const ROOT: &str = "site.kdl";

pub struct Pulled {
    /// The root file first.
    pub files: Vec<File>,
    /// What the files say is left out.
    pub left_out: usize,
    /// What `check` and `plan` find in the definition. Errors are those that leaving things out
    /// could not mend.
    pub findings: Vec<Diagnostic>,
    /// What a plan would change all the same.
    pub changes: Vec<Address>,
}

/// More accounts than this lie in several files.
const MOST_IN_FILE: usize = 500;

/// More top-level folders than this share files.
const MOST_FOLDER_FILES: usize = 100;

/// How users are written who have much in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    ByTemplates,
    /// Each says everything.
    Whole,
}

/// A definition that may say too much.
pub struct Draft {
    /// The root first.
    pages: Vec<Page>,
}

impl Draft {
    pub fn write(
        live: &LiveSite,
        names: &Names,
        left_out: &LeftOut,
        origin: &Origin,
        options: Options,
        people: People,
    ) -> Self {
        Draft { pages: pages(&Source::new(live, names, left_out), origin, options, people) }
    }
}

impl Files for Draft {
    fn read(&self, path: &str) -> Result<String, FileError> {
        let page = self.pages.iter().find(|page| page.path == path);
        page.map(|page| page.text.clone()).ok_or(FileError::Missing)
    }

    /// Drafts include whole folders and nothing else by a pattern.
    fn matching(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let folder = pattern.trim_end_matches("*.kdl");
        let below = self.pages.iter().filter(|page| page.path.starts_with(folder));
        let mut found: Vec<String> = below.map(|page| page.path.clone()).collect();
        found.sort();
        Ok(found)
    }
}

/// The draft that is to stay.
pub fn pulled(draft: Draft, Verdict { findings, changes, .. }: Verdict) -> Pulled {
    let pages = draft.pages;
    let left_out = pages.iter().map(|page| page.notes).sum();
    let files = pages.into_iter().map(|page| File { path: page.path, text: page.text }).collect();
    Pulled { files, left_out, findings, changes }
}

/// The pages of the definition, the root first.
fn pages(source: &Source<'_>, origin: &Origin, options: Options, people: People) -> Vec<Page> {
    let parts = parts(source, options, people);
    let mut root = vec![Line::Comment(origin.title.clone())];
    root.extend(origin.notes.iter().map(|note| Line::Note(note.clone())));
    root.extend(source.live.unread.iter().map(|unread| Line::Note(unread.to_string())));
    let beyond = source.live.beyond.iter();
    root.extend(beyond.map(|one| Line::Note(format!("{} is left out", one.text))));
    let odd = source.live.odd.iter();
    root.extend(odd.map(|one| Line::Note(format!("{one}: it is left as it is"))));
    root.extend(source.site().map(Line::from).into_iter().flat_map(|line| [Line::Blank, line]));
    if !options.bare_folders {
        let folders = Statement::new("folders undeclared=\"keep\"");
        root.extend([
            Line::Blank,
            Line::Comment("Folders that hold nothing but files come and go.".to_owned()),
            Statement::new("manage").block(vec![folders.into()]).into(),
        ]);
    }
    if options.one_file {
        for lines in parts.into_values() {
            root.push(Line::Blank);
            root.extend(lines);
        }
        return vec![Page::new(ROOT, &root)];
    }
    if !parts.is_empty() {
        root.push(Line::Blank);
    }
    let mut included: Vec<String> = Vec::new();
    for path in parts.keys().map(|(_, path)| path) {
        // A folder of files is included as a whole.
        let glob =
            path.split_once('/').map_or(path.clone(), |(folder, _)| format!("{folder}/*.kdl"));
        if included.last() != Some(&glob) {
            included.push(glob);
        }
    }
    root.extend(
        included.iter().map(|glob| Statement::new(format!("include {}", quoted(glob))).into()),
    );
    if !origin.last.is_empty() {
        root.push(Line::Blank);
        root.extend(origin.last.iter().map(|line| Line::Comment((*line).to_owned())));
    }
    let pages = parts.iter().map(|((_, path), lines)| Page::new(path, lines));
    std::iter::once(Page::new(ROOT, &root)).chain(pages).collect()
}

/// What stands beside the root file, by its place in the definition and its path.
type Parts = BTreeMap<(u8, String), Vec<Line>>;

fn parts(source: &Source<'_>, options: Options, how: People) -> Parts {
    let mut parts = Parts::new();
    let mut add = |place: u8, path: &str, lines: Vec<Line>| {
        if !lines.is_empty() {
            parts.entry((place, path.to_owned())).or_default().extend(lines);
        }
    };
    people(source, how, &mut add);
    add(1, "groups.kdl", source.group_lines());
    let folders = source.folders(options.bare_folders);
    add(2, "folders.kdl", folders.root);
    let tops: Vec<&str> = folders.top.iter().map(|(path, _)| &**path).collect();
    let stems: Vec<String> = if tops.len() > MOST_FOLDER_FILES {
        tops.iter().map(|path| drawer(path)).collect()
    } else {
        stems(&tops)
    };
    for (stem, (_, lines)) in stems.iter().zip(folders.top) {
        add(3, &format!("folders/{stem}.kdl"), lines);
    }
    add(4, "automations.kdl", source.automation_lines());
    for kind in NamedKind::at_top() {
        add(5, "schedules-and-rules.kdl", source.named_lines(kind));
    }
    add(5, "schedules-and-rules.kdl", source.rows_astray());
    add(6, "api-keys.kdl", source.site_api_keys());
    add(7, "child-sites.kdl", source.child_sites());
    parts
}

/// Templates, then users and bots by name; what is left out comes last.
fn people(source: &Source<'_>, how: People, add: &mut impl FnMut(u8, &str, Vec<Line>)) {
    let (mut people, notes) = source.people();
    let (shared, used) = match how {
        People::ByTemplates => templates::fold(&mut people),
        People::Whole => (Vec::new(), people.iter().map(|_| None).collect()),
    };
    let many = people.len() > MOST_IN_FILE;
    let file = |name: &str| {
        if many { format!("people/{}.kdl", drawer(name)) } else { "people.kdl".to_owned() }
    };
    let place = if many { "people/templates.kdl" } else { "people.kdl" };
    add(0, place, shared);
    if !many && used.iter().any(Option::is_some) {
        add(0, place, vec![Line::Blank]);
    }
    for (person, template) in people.into_iter().zip(used) {
        let path = file(person.name);
        add(0, &path, vec![person.statement(template.as_deref()).into()]);
    }
    add(0, if many { "people/other.kdl" } else { "people.kdl" }, notes);
}
