//! What a shell completes while a command is being written: commands and flags, and the people,
//! groups, folders and rules that its arguments name.

use super::definition::{self, OutsideArgs};
use super::{Arguments, disk, saved};
use crate::model::{Names, path};
use crate::pipeline::{self, Content, Operand};
use crate::rules;
use crate::source::Sources;
use clap::CommandFactory;
use clap_complete::CompleteEnv;
use clap_complete::engine::CompletionCandidate;
use clap_complete::env::{EnvCompleter, Shells};
use indexmap::IndexSet;
use std::ffi::{OsStr, OsString};
use std::path::Path;

/// The environment variable by which a shell asks.
const VARIABLE: &str = "COMPLETE";

/// Answers a shell that asks what can follow, and ends the process; else does nothing.
pub fn answer() {
    CompleteEnv::with_factory(Arguments::command).var(VARIABLE).complete();
}

/// What a shell is to run at its start, so that it asks.
pub fn registration(shell: &str) -> std::io::Result<String> {
    let mut text = Vec::new();
    let shells = Shells::builtins();
    if let Some(shell) = shells.completer(shell) {
        let (name, program) = ("siteplan", "siteplan");
        EnvCompleter::write_registration(shell, VARIABLE, name, program, program, &mut text)?;
    }
    // Names bear blanks: bash escapes them where it takes them for those of files.
    let text = String::from_utf8_lossy(&text);
    Ok(text.replace("-o bashdefault", "-o bashdefault -o filenames"))
}

/// What is written, without what bash escapes it with: no name of a site bears a backslash.
fn unescaped(written: &OsStr) -> Option<String> {
    written.to_str().map(|text| text.replace('\\', ""))
}

/// People, groups and partners.
pub fn people_and_groups(written: &OsStr) -> Vec<CompletionCandidate> {
    known(written, |known| {
        let users = known.users.iter().map(|name| (name, "user"));
        let groups = known.groups.iter().map(|name| (name, "group"));
        let partners = known.partners.iter().map(|name| (name, "partner"));
        users.chain(groups).chain(partners).map(|(name, what)| (name.clone(), what)).collect()
    })
}

pub fn people(written: &OsStr) -> Vec<CompletionCandidate> {
    known(written, |known| known.users.iter().map(|name| (name.clone(), "user")).collect())
}

/// Folders, one level at a time: what has more below it ends in `/`.
pub fn folders(written: &OsStr) -> Vec<CompletionCandidate> {
    let Some(text) = unescaped(written) else { return Vec::new() };
    let begun = text.rfind('/').map_or(0, |slash| slash + 1);
    let depth = text[..begun].trim_start_matches('/').matches('/').count();
    known(written, |known| {
        let mut next: IndexSet<String> = IndexSet::new();
        for path in &known.folders {
            let mut parts = path.splitn(depth + 2, '/');
            let level: Vec<&str> = parts.by_ref().take(depth + 1).collect();
            let more = if parts.next().is_some() { "/" } else { "" };
            if level.len() == depth + 1 {
                next.insert(format!("{}{more}", level.join("/")));
            }
        }
        let has_more: Vec<String> =
            next.iter().filter(|path| path.ends_with('/')).cloned().collect();
        for path in has_more {
            next.shift_remove(path.trim_end_matches('/'));
        }
        let slash = if text.starts_with('/') { "/" } else { "" };
        next.into_iter().map(|path| (format!("{slash}{path}"), "folder")).collect()
    })
}

/// What a graph can be held to.
pub fn anything(written: &OsStr) -> Vec<CompletionCandidate> {
    let mut all = people_and_groups(written);
    all.extend(folders(written));
    all
}

pub fn rules(written: &OsStr) -> Vec<CompletionCandidate> {
    let begins = |code: &str| written.to_str().is_some_and(|text| code.starts_with(text));
    let rules = rules::all().filter(|rule| begins(rule.code.0));
    let candidate = |rule: &rules::Rule| {
        CompletionCandidate::new(rule.code.0).help(Some(rule.summary.to_owned().into()))
    };
    rules.map(candidate).collect()
}

/// Of the names that the command's site has, those that begin as is written.
fn known(
    written: &OsStr,
    of: impl FnOnce(&pipeline::Known) -> Vec<(String, &'static str)>,
) -> Vec<CompletionCandidate> {
    let Some(written) = unescaped(written) else { return Vec::new() };
    let mut names = Names::default();
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let Some(operand) = operand(&named(&arguments), &mut names) else { return Vec::new() };
    let begun = path::fold(&written);
    let mut found = of(&pipeline::known(&operand, &names));
    found.retain(|(name, _)| path::fold(name).starts_with(&*begun));
    found.sort();
    let candidate = |(name, what): (String, &'static str)| {
        CompletionCandidate::new(name).help(Some(what.into()))
    };
    found.into_iter().map(candidate).collect()
}

/// The site that the command being written asks.
fn named(arguments: &[OsString]) -> String {
    let mut texts = arguments.iter().filter_map(|argument| argument.to_str());
    while let Some(text) = texts.next() {
        if text == "--in" {
            return texts.next().unwrap_or_default().to_owned();
        }
        if let Some(source) = text.strip_prefix("--in=") {
            return source.to_owned();
        }
    }
    let is_given =
        |text: &&str| text.ends_with(".kdl") || Path::new(text).join("site.kdl").exists();
    let graph = arguments.iter().any(|argument| argument == "graph");
    let mut given = arguments.iter().skip(1).filter_map(|argument| argument.to_str());
    given.find(|text| graph && is_given(text)).unwrap_or("site.kdl").to_owned()
}

/// A definition, with or without mistakes, or a snapshot. Nothing is printed meanwhile, and no
/// site is asked.
fn operand(named: &str, names: &mut Names) -> Option<Operand> {
    let path = Path::new(named);
    if !path.exists() {
        return None;
    }
    let is_json = path.extension().is_some_and(|extension| extension == "json");
    let content = if is_json || disk::is_json_given(path).ok()? {
        let (live, _) = saved::snapshot(path, &mut Sources::default(), names).ok()?;
        Content::Live(Box::new(live))
    } else {
        let root = definition::root(path);
        let files = OutsideArgs::default().disk(&root);
        let mut checked = pipeline::check(&root, &files, std::mem::take(names), definition::now());
        *names = std::mem::take(&mut checked.names);
        Content::Definition(Box::new(checked))
    };
    Some(Operand { label: named.to_owned(), prefix: String::new(), content })
}
