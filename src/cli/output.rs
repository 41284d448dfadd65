//! Standard output for results, standard error for progress, prompts and failures.

use super::arguments::When;
use super::exit::Failure;
use crate::diagnostic::{Diagnostic, Severity};
use crate::live::LiveSite;
use crate::register::without_secrets;
use crate::render::Style;
pub use crate::render::json::{line as json_line, text as json};
use crate::render::text::diagnostics as diagnostics_text;
use crate::source::Sources;
use crate::wording::visible;
use anstream::ColorChoice;
use similar::TextDiff;
use std::io::{self, BufRead, IsTerminal as _, Write};
use std::sync::OnceLock;

pub struct Output {
    color: When,
    quiet: bool,
    /// Why standard output takes nothing any more.
    closed: OnceLock<io::Error>,
}

impl Output {
    pub fn new(color: When, quiet: bool) -> Self {
        Self { color, quiet, closed: OnceLock::new() }
    }

    /// The style of results.
    pub fn style(&self) -> Style {
        self.style_of(&io::stdout())
    }

    /// The style of what goes to standard error.
    pub fn error_style(&self) -> Style {
        self.style_of(&io::stderr())
    }

    fn style_of(&self, stream: &impl anstream::stream::RawStream) -> Style {
        let color = match self.color {
            When::Always => true,
            When::Never => false,
            When::Auto => anstream::AutoStream::choice(stream) != ColorChoice::Never,
        };
        let width = if stream.is_terminal() { terminal_width() } else { Style::PLAIN.width };
        Style { color, width, unicode: true }
    }

    /// Prints a result as far as it can be printed: no work ends because nobody reads.
    pub fn result(&self, text: &str) {
        self.returned(&without_secrets(text));
    }

    /// Prints what was read from standard input, laid out anew: whoever gave it gets it back whole.
    pub fn returned(&self, text: &str) {
        if self.closed.get().is_some() {
            return;
        }
        let mut stdout = io::stdout().lock();
        if let Err(error) = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
            let _ = self.closed.set(error);
        }
    }

    /// Why results are missing on standard output. Whoever closed a pipe has read what they
    /// wanted.
    pub fn lost(&self) -> Option<&io::Error> {
        self.closed.get().filter(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }

    /// Says how far the work is. Progress that nobody can read must not stop the work.
    pub fn progress(&self, line: &str) {
        if !self.quiet {
            self.aside(&format!("{line}\n"));
        }
    }

    /// Whether somebody watches a terminal on which a line can be written anew.
    pub fn can_overwrite(&self) -> bool {
        !self.quiet && io::stderr().is_terminal() && self.error_style().color
    }

    /// A piece of a line that is to be written anew.
    pub fn overwritable(&self, text: &str) {
        self.aside(text);
    }

    /// Counts on a line that is written anew and at last emptied, for whoever watches.
    pub fn counter(&self, what: String) -> Counter {
        Counter { what: self.can_overwrite().then_some(what) }
    }

    /// What was found as far as it is to be told: without notes where only results are wanted.
    pub fn told<'a>(
        &self,
        found: impl IntoIterator<Item = &'a Diagnostic>,
    ) -> impl Iterator<Item = &'a Diagnostic> {
        let quiet = self.quiet;
        found.into_iter().filter(move |finding| !quiet || finding.severity != Severity::Info)
    }

    /// Findings beside a result.
    pub fn findings<'a>(&self, found: impl IntoIterator<Item = &'a Diagnostic>, sources: &Sources) {
        let style = self.error_style();
        self.aside(&diagnostics_text::diagnostics(self.told(found), sources, style));
    }

    /// Notes that come back with every run, as long as nobody allows them.
    pub fn reminders<'a>(
        &self,
        notes: impl IntoIterator<Item = &'a Diagnostic>,
        sources: &Sources,
    ) {
        if !self.quiet {
            self.aside(&diagnostics_text::reminders(notes, sources, self.error_style()));
        }
    }

    /// Something beside a result.
    pub fn aside(&self, text: &str) {
        let _ = io::stderr().write_all(without_secrets(text).as_bytes());
    }

    pub fn failure(&self, failure: &Failure) {
        if matches!(failure, Failure::Told(_)) {
            return;
        }
        let style = self.error_style();
        let mut message = failure.to_string();
        match failure {
            Failure::Site(error) => message = super::exit::chain(error),
            Failure::Journal(error) => message = super::exit::chain(error),
            _ => {}
        }
        let mut text = format!("{} {}\n", style.error("error:"), visible(&message));
        if let Some(help) = failure.help() {
            text.push_str(&format!("  {} {}\n", style.bold("help:"), visible(&help)));
        }
        self.aside(&text);
    }

    /// Whether somebody is there to answer.
    pub fn can_ask(&self) -> bool {
        io::stdin().is_terminal() && io::stderr().is_terminal()
    }

    /// Asks for a plain `yes`.
    pub fn ask(&self, question: &str) -> Result<bool, Failure> {
        Ok(self.answer(question)?.trim() == "yes")
    }

    /// Asks for a text; an empty answer is the usual one.
    pub fn ask_for(&self, question: &str, usual: Option<&str>) -> Result<String, Failure> {
        let brackets = usual.filter(|usual| !usual.is_empty());
        let brackets = brackets.map_or_else(String::new, |usual| format!(" [{usual}]"));
        let answer = self.answer(&format!("{question}{brackets}: "))?;
        Ok(match answer.trim() {
            "" => usual.unwrap_or_default().to_owned(),
            text => text.to_owned(),
        })
    }

    fn answer(&self, question: &str) -> Result<String, Failure> {
        self.aside(question);
        let mut answer = String::new();
        io::stdin()
            .lock()
            .read_line(&mut answer)
            .map_err(|source| Failure::Stream { verb: "read the answer", source })?;
        Ok(answer)
    }
}

/// Goes back to the beginning of the line and empties it.
pub const CLEAR: &str = "\r\u{1b}[2K";

/// A line of progress that counts.
pub struct Counter {
    /// None: nobody watches.
    what: Option<String>,
}

impl Counter {
    pub fn show(&self, count: u64) {
        if let Some(what) = &self.what {
            let line = format!("{CLEAR}  {}: {count} requests", visible(what));
            let _ = io::stderr().write_all(without_secrets(&line).as_bytes());
        }
    }
}

impl Drop for Counter {
    fn drop(&mut self) {
        if self.what.is_some() {
            let _ = write!(io::stderr(), "{CLEAR}");
        }
    }
}

fn terminal_width() -> usize {
    let columns = terminal_size::terminal_size().map(|(terminal_size::Width(columns), _)| columns);
    usize::from(columns.unwrap_or(100)).clamp(40, 140)
}

/// Tells what of a site could not be looked at, where the result has no room for it.
pub fn gaps(live: &LiveSite, output: &Output) {
    let (first, more) = live.first_odd();
    for problem in first {
        let left_out = if problem.left_out { ", so it is left out" } else { "" };
        let problem = visible(&problem.to_string());
        output.progress(&format!("the site shows something odd: {problem}{left_out}"));
    }
    if more > 0 {
        output.progress(&format!("and {more} more that is odd"));
    }
    for beyond in &live.beyond {
        let text = visible(&beyond.text);
        output.progress(&format!("{text}: it counts in no answer about access"));
    }
    if !live.parent_admins.is_empty() {
        let admins: Vec<String> =
            live.parent_admins.iter().map(|name| format!("`{}`", visible(name))).collect();
        let admins = admins.join(", ");
        output.progress(&format!("administrators of the parent site reach everything: {admins}"));
    }
    for unread in &live.unread {
        output.progress(&visible(&unread.to_string()));
    }
}

/// What would change in a file, as a unified diff of what may be shown of it.
pub fn difference(name: &str, before: &str, after: &str, how: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    let (old, new) = (visible(name), format!("{} ({how})", visible(name)));
    diff.unified_diff().context_radius(2).header(&old, &new).to_string()
}
