//! Trees to the model: every value typed where it stands, every name resolved.
//!
//! In: the trees of the root file and of all it includes. Out: a [`Definition`] and what was
//! wrong. It keeps going: what cannot be read is reported and left out, so that one run shows
//! every problem. It judges no combination of things that are each well-formed; `rules` does.

mod account;
mod annotations;
mod api_key;
mod attributes;
mod automation;
mod child_site;
mod child_site_policy;
mod csv;
mod duty;
mod expect;
mod fields;
mod files;
mod flow;
mod former;
mod folder;
mod free;
mod given;
mod habits;
mod include;
pub mod language;
mod manage;
mod named;
mod outside;
mod params;
mod references;
mod resolve;
mod roster;
mod rows;
mod secrecy;
mod site;
mod ssh_key;
mod suggest;
mod template;
mod texts;
mod timed;
mod trigger;
mod values;

pub use files::clean;
pub use files::{FileError, Files, table, text};
pub use given::{Given, is_name};
pub use include::{Loaded, load};
pub use outside::{nothing_is_read, secrets_outside};
pub use secrecy::{hide, hide_strangers, silence, without_secrets};
pub use suggest::{nearest, suggest};
pub use timed::Clock;

use crate::codes::reading as codes;
use crate::csv::GroupIds;
use crate::diagnostic::Diagnostic;
use crate::model::{Definition, Key, NamedKind, Names, Reference, path};
use crate::source::{FileId, Sources, Span};
use crate::syntax::Node;
use params::Uses;
use rustc_hash::{FxHashMap, FxHashSet};
use template::Templates;

/// Lowers the trees, root file first, into one definition. Files of users may call groups by the
/// ids that they have on a site.
pub fn lower(
    sources: &Sources,
    loaded: &Loaded,
    names: &mut Names,
    group_ids: &GroupIds,
    clock: Clock,
) -> (Definition, Vec<Diagnostic>) {
    let expansions = typed_arena::Arena::new();
    let trees = &loaded.trees;
    let mut lowering = Lowering {
        templates: Templates::new(&expansions),
        params: Uses::new(&loaded.params),
        sources,
        names,
        site: Definition::default(),
        out: Vec::new(),
        behavior_twins: FxHashMap::default(),
        automation_names: FxHashMap::default(),
        automation_ids: FxHashMap::default(),
        named_names: FxHashMap::default(),
        tables: Vec::new(),
        group_ids,
        clock,
        out_of_time: FxHashSet::default(),
        texts: Vec::new(),
        references: FxHashSet::default(),
        named_objects: Vec::new(),
        site_keys_named: Vec::new(),
        partner_users: Vec::new(),
        policy_parts: Vec::new(),
        policy_sites: Vec::new(),
    };
    let documents =
        || loaded.given.iter().map(|tree| tree.document(sources.file(tree.file()).text()));
    for node in documents().flat_map(|document| document.nodes()) {
        lowering.environment(node);
    }
    let documents = || trees.iter().map(|tree| tree.document(sources.file(tree.file()).text()));
    // Users refer to the SSO strategies that the site names; anything may use a template.
    for node in documents().flat_map(|document| document.nodes()) {
        match node.name() {
            "site" => lowering.site_node(node),
            "template" => lowering.template(node),
            _ => {}
        }
    }
    for node in documents().flat_map(|document| document.nodes()) {
        lowering.top_level(node);
    }
    // Rows refer to groups that any file may declare.
    lowering.tables();
    lowering.resolve_partners();
    lowering.resolve();
    lowering.resolve_schedules();
    lowering.resolve_objects();
    lowering.resolve_policy_sites();
    lowering.secrets_as_texts();
    lowering.former_parents();
    lowering.unused_templates();
    lowering.annotations(trees);
    lowering.after_params(trees);
    lowering.site.timed.sort_by_key(|timed| timed.span);
    // A template says the same in each of its uses.
    lowering.site.timed.dedup();
    secrecy::silence(&mut lowering.out, sources);
    (lowering.site, lowering.out)
}

/// Whether a finding says that something is declared nowhere.
pub fn is_unresolved(finding: &Diagnostic) -> bool {
    [
        codes::UNKNOWN_USER,
        codes::UNKNOWN_GROUP,
        codes::UNKNOWN_OBJECT,
        codes::UNKNOWN_SCHEDULE,
        codes::UNKNOWN_SSO_STRATEGY,
    ]
    .contains(&finding.code)
}

/// Whether a finding says that a parameter has no value.
pub fn is_unset(finding: &Diagnostic) -> bool {
    finding.code == codes::PARAM_UNSET
}

/// Whether a finding is of a secret that stands in a file.
pub fn is_secret(finding: &Diagnostic) -> bool {
    finding.code == codes::SECRET_IN_FILE
}

struct Lowering<'a> {
    templates: Templates<'a>,
    params: Uses<'a>,
    sources: &'a Sources,
    names: &'a mut Names,
    site: Definition,
    out: Vec<Diagnostic>,
    /// Where each folder setting stands, by folder, type and name.
    behavior_twins: FxHashMap<(Key, &'static str, Option<Box<str>>), Span>,
    /// Where each name stands, and whether an id stands with it.
    automation_names: FxHashMap<Box<str>, (Span, bool)>,
    automation_ids: FxHashMap<i64, Span>,
    named_names: FxHashMap<(NamedKind, Box<str>), Span>,
    /// The files of users, and where the definition names them.
    tables: Vec<(FileId, Span)>,
    group_ids: &'a GroupIds,
    clock: Clock,
    /// Keys of the site that it has at another time.
    out_of_time: FxHashSet<Box<str>>,
    /// The files whose texts are values, and where the definition names them.
    texts: Vec<(FileId, Span)>,
    /// The annotations of values that are references to secrets.
    references: FxHashSet<Span>,
    /// The objects that values name, and where.
    named_objects: Vec<(Reference, Span)>,
    partner_users: Vec<named::PartnerUser>,
    /// The site's own API keys that assertions speak of, and where.
    site_keys_named: Vec<(Box<str>, Span)>,
    /// What the policy that is being read says of its value.
    policy_parts: Vec<child_site_policy::PolicyPart<'a>>,
    policy_sites: Vec<child_site_policy::PolicySites>,
}

impl<'a> Lowering<'a> {
    fn top_level(&mut self, node: Node<'a>) {
        match node.name() {
            "site" | "template" => {}
            "include" => self.params_of_include(node),
            "param" => self.param(node),
            "set" => self.set_params(node),
            "manage" => self.manage(node),
            "protect" => self.protect(node),
            "remove" => self.remove(node),
            "lint" => self.lint(node),
            "user" => self.user(node, false),
            "bot" => self.user(node, true),
            "users" => self.users(node),
            "group" => self.group(node),
            "folder" => self.folder(node, None),
            "automation" => self.automation(node),
            "child-site" => self.child_site(node),
            "api-key" => self.site_api_key(node),
            "expect" => self.expect(node),
            "grant" | "fence" | "behavior" | "notify" => {
                let name = node.name();
                self.out.push(
                    Diagnostic::error(
                        codes::UNEXPECTED_NODE,
                        format!("`{name}` stands outside a folder"),
                    )
                    .at(node.head_span(), "on which folder?")
                    .help(format!(
                        "put it into a `folder` node: folder \"Some/Path\" {{ {name} … }}"
                    )),
                );
            }
            word => match NamedKind::by_word(word) {
                Some(kind) => self.named(node, kind),
                None => self.unexpected_node(node, "the definition", &language::DOCUMENT.known()),
            },
        }
    }

    /// Whether two spellings are one name at Files.com.
    fn are_one_name(&self, one: Span, other: Span) -> bool {
        let (one, other) = (self.sources.text(one), self.sources.text(other));
        one != other && path::fold(one) == path::fold(other)
    }

    fn declared_twice(&mut self, what: String, again: Span, first: Span) {
        self.out.push(
            Diagnostic::error(codes::DECLARED_TWICE, format!("{what} is declared twice"))
                .at(again, "declared again here")
                .at(first, "first declared here")
                .help(if self.are_one_name(again, first) {
                    "Files.com takes the two spellings for one name: keep one of them"
                } else {
                    "keep one of the two; an object has one place in a definition"
                }),
        );
    }
}
