//! `folder`, and in it `grant`, `fence`, `behavior`.

use super::fields::{Word, edit};
use super::{Lowering, codes, language, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::behavior::{ALL, fence_value};
use crate::model::kinds::{self, BehaviorType, FENCE};
use crate::model::{
    Behavior, Folder, Former, Grant, Grantee, Key, Level, NoGrant, Settings, Was, child_site, path,
    workspace,
};
use crate::model::{Reference, Referent};
use crate::source::Span;
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    /// A folder, below the one whose path is given.
    pub(super) fn folder(&mut self, node: Node<'a>, parent: Option<&str>) {
        self.object_props(node, &["was"]);
        let Some(word) =
            self.one_arg(node, "folder \"Branches/Central\"").and_then(|e| self.word(e))
        else {
            return;
        };
        let Some(own) = self.path(word) else { return };
        self.stands_as_written(word);
        if own.is_empty() && (word.text != "/" || parent.is_some()) {
            self.out.push(
                Diagnostic::error(codes::PATH_INVALID, format!("{:?} names no folder", word.text))
                    .at(word.span, "a folder's path expected")
                    .help("the root is written folder \"/\" at the top level"),
            );
            return;
        }
        let whole = path::join(parent.unwrap_or(""), &own);
        if whole.chars().count() > path::MAX_CHARACTERS {
            let long = Word { text: &whole, span: word.span };
            self.path(long);
            return;
        }
        if let Some(why) = path::no_root(&whole) {
            self.out.push(
                Diagnostic::error(codes::PATH_INVALID, format!("`{whole}` is nowhere"))
                    .at(word.span, why)
                    .help(
                        "as in \"_/Workspaces/3\", \"_/RemoteServers/3/In\", \"_/Sites/7/Reports\"",
                    ),
            );
            return;
        }
        self.is_of_the_site(word, &own, &whole);
        let was = self.folder_was(node, &whole, parent.unwrap_or(""));
        self.ancestors(&whole, word.span);
        let key = self.declare_folder(&whole, true, was, word.span);
        let of_child = child_site::of_path(&whole).is_some();
        let mut attributes = Settings::default();
        let known = if of_child { &language::CHILD_FOLDER } else { &language::FOLDER };
        self.children(node, |lowering, child| match child.name() {
            "folder" => lowering.folder(child, Some(&whole)),
            "grant" => lowering.grant(child, key),
            "fence" | "behavior" | "notify" | "custom-metadata" | "priority-color" if of_child => {
                lowering.out.push(
                    Diagnostic::error(
                        codes::UNEXPECTED_NODE,
                        format!("`{}` of a child site is said in that site", child.name()),
                    )
                    .at(child.head_span(), "only grants are given from here")
                    .help("say it in the definition of the child site"),
                )
            }
            "fence" => lowering.fence(child, key),
            "behavior" => lowering.behavior(child, key),
            "notify" => lowering.notification(child, &whole),
            word => match language::attribute(&kinds::FOLDER, word) {
                Some(attribute) => {
                    lowering.attribute(child, attribute, codes::VALUE_TYPE, &mut attributes);
                }
                None => lowering.unexpected_node(child, "`folder`", &known.known()),
            },
        });
        if !attributes.is_empty() {
            self.site.describe_folder(key, attributes);
        }
    }

    /// Warns of a path that is written as those of other systems are.
    fn is_of_the_site(&mut self, word: Word<'a>, own: &str, whole: &str) {
        let drive = own.split_once('/').filter(
            |(first, _)| matches!(first.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic()),
        );
        let is_absolute = word.text.starts_with('/') && !own.is_empty();
        if drive.is_none() && !is_absolute && !word.text.contains('\\') {
            return;
        }
        let meant = format!("{:?}", drive.map_or(own, |(_, rest)| rest));
        self.out.push(
            Diagnostic::warning(codes::PATH_REWRITTEN, format!("this is the folder `{whole}`"))
                .at(word.span, "a path of the site begins at its root and is parted by `/`")
                .fix(format!("write {meant}"), vec![edit(word.span, &meant)]),
        );
    }

    /// `was=` names the old path: a bare name is looked for in the same folder first, a path is
    /// from the root.
    fn folder_was(&mut self, node: Node<'a>, whole: &str, parent: &str) -> Option<Was> {
        let entry = node.props().find(|property| property.key() == Some("was"))?;
        let word = self.word(entry)?;
        let old = self.path(word)?;
        let is_path = old.contains('/') || word.text.starts_with('/') || parent.is_empty();
        let near = if is_path { old.clone() } else { path::join(parent, &old) };
        if let Some(beside) =
            [whole, &near].into_iter().find(|at| workspace::is_beside(&path::key(at)))
        {
            self.moves_nowhere(beside, entry.span());
            return None;
        }
        let mut was = Was::new(&near, self.names.path_key(&near), entry.span());
        if !is_path {
            let key = self.names.path_key(&old);
            was.elsewhere = Box::new([Former { text: old.into(), key }]);
        }
        Some(was)
    }

    /// No step moves a folder into another site or server, within it or out of it.
    fn moves_nowhere(&mut self, beside: &str, was: Span) {
        let where_else = match (path::is_root(&path::key(beside)), child_site::of_path(beside)) {
            (true, _) => "a folder that is always there stays where it is",
            (false, Some(_)) => "what lies in a child site is moved there, by its own definition",
            (false, None) => "what lies on a remote server is moved there",
        };
        self.out.push(
            Diagnostic::error(
                codes::UNEXPECTED_VALUE,
                format!("no folder is moved to or from `{}` here", path::display(beside)),
            )
            .at(was, where_else)
            .help("delete `was`"),
        );
    }

    /// A folder that is named beside others' business, with all above it.
    pub(super) fn mentioned_folder(&mut self, whole: &str, span: Span) -> Key {
        self.ancestors(whole, span);
        self.declare_folder(whole, false, None, span)
    }

    /// The folders above a path exist too, whether or not a node names them.
    fn ancestors(&mut self, whole: &str, span: Span) {
        let ends = whole.match_indices('/').map(|(at, _)| at);
        for end in ends.collect::<Vec<_>>() {
            self.declare_folder(&whole[..end], false, None, span);
        }
    }

    fn declare_folder(&mut self, whole: &str, declared: bool, was: Option<Was>, span: Span) -> Key {
        let name = self.names.name(whole);
        let key = self.names.path_key(whole);
        if let Some(known) = self.site.folder(key)
            && known.name != name
        {
            let (other, first) = (self.names.text(known.name).to_owned(), known.span);
            self.out.push(
                Diagnostic::error(codes::PATH_COLLISION, format!("`{whole}` and `{other}` are one folder to Files.com"))
                    .at(span, format!("`{whole}`"))
                    .at(first, format!("`{other}`"))
                    .help("paths are compared without regard to case, accents and width; spell it one way"),
            );
            return key;
        }
        if let Err(first) = self.site.add_folder(Folder {
            name,
            key,
            was,
            declared,
            attributes: Settings::default(),
            span,
        }) {
            let first = first.span;
            self.declared_twice(format!("folder `{}`", path::display(whole)), span, first);
        }
        key
    }

    fn grant(&mut self, node: Node<'a>, folder: Key) {
        let none = matches!(node.args().next().map(|entry| entry.value()), Some(Scalar::Null));
        let known: &[&str] = &["group", "user", "partner", "recursive", "from", "until"];
        self.only_props(node, if none { &known[..4] } else { known });
        let levels = if none { Vec::new() } else { self.levels(node) };
        let help =
            "name exactly one: group=\"…\", user=\"…\", partner=\"…\" or { all-of \"…\" \"…\" }";
        let grantee = self.grantee(node, help);
        if none {
            let span = node.head_span();
            let no_grant = grantee.map(|(grantee, _)| NoGrant { folder, grantee, span });
            self.site.no_grants.extend(no_grant);
            return;
        }
        let recursive = self.flag_prop(node, "recursive");
        let (in_time, until) = self.time_of(node);
        let until = until.map(Box::new);
        let Some((grantee, grantee_span)) = grantee.filter(|_| in_time) else { return };
        for (level, level_span) in levels {
            self.site.grants.push(Grant {
                folder,
                grantee: grantee.clone(),
                level,
                recursive: recursive.is_none_or(|(flag, _)| flag),
                span: node.head_span(),
                level_span,
                grantee_span,
                recursive_span: recursive.map(|(_, span)| span),
                until: until.clone(),
            });
        }
    }

    fn levels(&mut self, node: Node<'a>) -> Vec<(Level, Span)> {
        let words = self.name_words(node, "grant \"readonly\" group=\"…\"");
        let mut levels = Vec::new();
        for word in words {
            let Some(meant) = self.choice(word, Level::WORDS) else { continue };
            levels.extend(meant.iter().map(|level| (*level, word.span)));
        }
        levels
    }

    pub(super) fn grantee(&mut self, node: Node<'a>, help: &str) -> Option<(Grantee, Span)> {
        let mut found: Vec<(Grantee, Span)> = Vec::new();
        let mut bad = false;
        for (property, of) in
            [("user", Grantee::User as fn(Key) -> Grantee), ("group", Grantee::Group)]
        {
            let Some(entry) = node.props().find(|p| p.key() == Some(property)) else { continue };
            match self.name_word(entry) {
                Some(word) => found.push((of(self.names.key(word.text)), word.span)),
                None => bad = true,
            }
        }
        if let Some(entry) = node.props().find(|p| p.key() == Some("partner")) {
            match self.name_word(entry) {
                Some(word) => {
                    let reference = Reference { to: Referent::PARTNER, name: word.text.into() };
                    self.named_objects.push((reference, word.span));
                    found.push((Grantee::Partner(self.names.key(word.text)), word.span));
                }
                None => bad = true,
            }
        }
        for child in node.children() {
            if child.name() != "all-of" {
                self.unexpected_node(child, "`grant`", &language::GRANT.known());
                continue;
            }
            self.only_props(child, &[]);
            self.no_children(child);
            let words = self.name_words(child, "all-of \"Auditors\" \"EU\"");
            let mut groups: Vec<Key> = words.iter().map(|word| self.names.key(word.text)).collect();
            groups.sort_unstable();
            groups.dedup();
            if groups.len() < 2 {
                self.missing(child, "a second group", "for a single group write group=\"…\"");
                bad = true;
            } else {
                found.push((Grantee::AllOf(groups.into()), child.head_span()));
            }
        }
        if found.len() == 1 {
            return found.pop();
        }
        if !bad || found.len() > 1 {
            self.grantee_count(node, &found, help);
        }
        None
    }

    fn grantee_count(&mut self, node: Node<'a>, found: &[(Grantee, Span)], help: &str) {
        let diagnostic = match found {
            [] => Diagnostic::error(codes::GRANTEE_MISSING, "this grant is for nobody")
                .at(node.head_span(), "a group or a user expected"),
            [first, rest @ ..] => {
                let mut diagnostic =
                    Diagnostic::error(codes::GRANTEE_MISSING, "a grant is for one grantee")
                        .at(first.1, "one");
                for (_, span) in rest {
                    diagnostic = diagnostic.at(*span, "and another");
                }
                diagnostic
            }
        };
        self.out.push(diagnostic.help(help));
    }

    fn fence(&mut self, node: Node<'a>, folder: Key) {
        self.only_props(node, &["stops"]);
        self.no_children(node);
        let Some(kind) = kinds::behavior_type(FENCE) else { return };
        match node.args().next().map(|entry| entry.value()) {
            None | Some(Scalar::Bool(true)) => {}
            Some(Scalar::Null | Scalar::Bool(false)) => {
                self.site.no_behaviors.push((folder, kind, node.head_span()));
                return;
            }
            Some(_) => return self.no_args(node),
        }
        let stops = self.text_prop(node, "stops").map(|word| word.text);
        let stops = stops.filter(|stops| !stops.is_empty()).unwrap_or(ALL);
        self.add_behavior(Behavior {
            folder,
            kind,
            name: None,
            description: None,
            recursive: None,
            disable_parent_folder_behavior: None,
            value: fence_value(stops),
            span: node.head_span(),
        });
    }

    fn behavior(&mut self, node: Node<'a>, folder: Key) {
        self.only_props(
            node,
            &["name", "description", "recursive", "disable-parent-folder-behavior"],
        );
        let Some(entry) = node.args().next() else {
            self.missing(
                node,
                "its type",
                "as in: behavior \"file_expiration\" { days-to-retain 30 }",
            );
            return;
        };
        let Some(word) = self.word(entry) else { return };
        let Some(kind) = kinds::behavior_type(word.text) else {
            self.unknown_behavior(word);
            return;
        };
        if kind.name == FENCE {
            self.out.push(
                Diagnostic::error(
                    codes::BEHAVIOR_UNKNOWN,
                    "a permission fence has a word of its own",
                )
                .at(word.span, "said as `fence`")
                .help("write `fence` in the folder"),
            );
            return;
        }
        if node.args().nth(1).is_some_and(|entry| entry.value() == Scalar::Null) {
            return self.no_behavior(node, folder, kind);
        }
        let Some(value) = self.behavior_value(node, kind, 1) else { return };
        let behavior = Behavior {
            folder,
            kind,
            name: self.text_prop(node, "name").map(|word| word.text.into()),
            description: self.text_prop(node, "description").map(|word| word.text.into()),
            recursive: self.flag_prop(node, "recursive").map(|(flag, _)| flag),
            disable_parent_folder_behavior: self
                .flag_prop(node, "disable-parent-folder-behavior")
                .map(|(flag, _)| flag),
            value,
            span: node.head_span(),
        };
        self.add_behavior(behavior);
    }

    /// `behavior "file_expiration" #null`: there is none on the folder beside those that are declared.
    fn no_behavior(&mut self, node: Node<'a>, folder: Key, kind: &'static BehaviorType) {
        self.no_children(node);
        let props = node.props().map(|property| property.span());
        let rest = node.args().skip(2).map(|argument| argument.span()).chain(props).next();
        match rest {
            Some(rest) => self.out.push(
                Diagnostic::error(
                    codes::UNEXPECTED_VALUE,
                    format!("`{}` is said to be none, and what it is", kind.name),
                )
                .at(rest, "not expected beside `#null`"),
            ),
            None => self.site.no_behaviors.push((folder, kind, node.head_span())),
        }
    }

    fn add_behavior(&mut self, behavior: Behavior) {
        let twin = self
            .behavior_twins
            .insert((behavior.folder, behavior.kind.name, behavior.name.clone()), behavior.span);
        match twin {
            Some(first) => {
                let what = match &behavior.name {
                    Some(name) => format!("`{}` named `{name}` on this folder", behavior.kind.name),
                    None => format!("`{}` on this folder", behavior.kind.name),
                };
                self.declared_twice(what, behavior.span, first);
            }
            None => self.site.behaviors.push(behavior),
        }
    }

    fn unknown_behavior(&mut self, word: Word<'a>) {
        let types = || kinds::behavior_types().iter().map(|kind| kind.name);
        let mut diagnostic = Diagnostic::error(
            codes::BEHAVIOR_UNKNOWN,
            format!("`{}` is not a folder setting", word.text),
        );
        diagnostic = match suggest(word.text, types()) {
            Some(near) => diagnostic.at(word.span, format!("did you mean \"{near}\"?")).fix(
                format!("write \"{near}\""),
                vec![super::fields::edit(word.span, &format!("{near:?}"))],
            ),
            None => diagnostic
                .at(word.span, "not known")
                .help(format!("known types: {}", types().collect::<Vec<_>>().join(", "))),
        };
        self.out.push(diagnostic);
    }
}
