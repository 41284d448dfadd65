//! The users of a CSV in the language.
//!
//! In: a model into which `lower` read the rows. Out: the text of a definition (laid out by
//! `syntax`, not here) with their nodes and grants, and comments where the language cannot say
//! what the CSV says, or must not.

use crate::model::account::PROTOCOLS;
use crate::model::kebab_case;
use crate::model::{
    Definition, Grant, Grantee, Key, Membership, Names, Setting, User, Value, path,
};
use crate::source::{FileId, Span};
use crate::syntax::{comment, quoted};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;

/// What the rows of one file need around them.
pub struct Around<'a> {
    /// The file of the rows.
    pub file: FileId,
    pub file_name: &'a str,
    /// Groups that no definition declares.
    pub groups: &'a [String],
    /// SSO strategies that no definition names.
    pub strategies: &'a [String],
    /// Where passwords stood, in order.
    pub passwords: &'a [Span],
}

/// The definition of the users that `around.file` holds.
pub fn definition(site: &Definition, names: &Names, around: &Around<'_>) -> String {
    let mut memberships: FxHashMap<Key, Vec<&Membership>> = FxHashMap::default();
    for membership in site.memberships.iter().filter(|m| m.span.file == around.file) {
        memberships.entry(membership.user).or_default().push(membership);
    }
    let mut import = Import { site, names, around, memberships, out: String::new() };
    import.head();
    for group in around.groups {
        let _ = writeln!(import.out, "group {}", quoted(group));
    }
    for user in site.users.iter().filter(|user| user.span.file == around.file) {
        import.user(user);
    }
    import.folders();
    import.out
}

struct Import<'a> {
    site: &'a Definition,
    names: &'a Names,
    around: &'a Around<'a>,
    memberships: FxHashMap<Key, Vec<&'a Membership>>,
    out: String,
}

impl Import<'_> {
    fn head(&mut self) {
        self.comment(0, &format!("Made from {}.", self.around.file_name));
        for strategy in self.around.strategies {
            let node = format!("sso {} id=…", quoted(strategy));
            self.comment(0, &format!("The site node must name this SSO strategy: {node}"));
        }
    }

    fn comment(&mut self, depth: usize, text: &str) {
        let _ = writeln!(self.out, "{}{}", "    ".repeat(depth), comment(text));
    }

    fn user(&mut self, user: &User) {
        let word = if user.bot { "bot" } else { "user" };
        let _ = write!(self.out, "{word} {}", quoted(self.names.text(user.name)));
        let start = self.out.len();
        self.out.push_str(" {\n");
        let empty = self.out.len();
        for setting in user.attributes.iter() {
            self.setting(setting, user);
        }
        self.protocols(user);
        if let Some(memberships) = self.memberships.get(&user.key) {
            let groups: Vec<String> = memberships
                .iter()
                .filter_map(|membership| self.site.group(membership.group))
                .map(|group| quoted(self.names.text(group.name)))
                .collect();
            let _ = writeln!(self.out, "    groups {}", groups.join(" "));
        }
        let first = self.around.passwords.partition_point(|span| span.start < user.span.start);
        if self.around.passwords.get(first).is_some_and(|span| span.start < user.span.end) {
            self.comment(
                1,
                "password: left out; say authentication \"password\" password=(env)\"NAME\"",
            );
        }
        if self.out.len() == empty {
            self.out.truncate(start);
            self.out.push('\n');
        } else {
            self.out.push_str("}\n");
        }
    }

    fn setting(&mut self, setting: &Setting, user: &User) {
        let name = setting.attribute.name;
        if PROTOCOLS.iter().any(|(_, flag)| *flag == name) || name == "sso_strategy_id" {
            return;
        }
        let said = match (name, &setting.value) {
            ("site_admin", Value::Bool(true)) => "role \"site-admin\"".to_owned(),
            ("site_admin", _) => "role #null".to_owned(),
            ("authentication_method", Value::Text(method)) if **method == *"sso" => {
                let id = user.attributes.value("sso_strategy_id").and_then(Value::as_int);
                let strategy = self.site.sso.iter().find(|sso| Some(sso.id) == id);
                let name = strategy.map_or("", |sso| &*sso.name);
                format!("authentication \"sso\" strategy={}", quoted(name))
            }
            ("authentication_method", Value::Text(method)) => {
                format!("authentication {}", quoted(&kebab_case(method)))
            }
            ("ssl_required", Value::Text(choice)) => {
                format!("ssl-required {}", quoted(&kebab_case(choice)))
            }
            (_, value) => format!("{}{}", setting.attribute.word(), arguments(value)),
        };
        let _ = writeln!(self.out, "    {said}");
    }

    /// The language says all protocols at once, the CSV one by one.
    fn protocols(&mut self, user: &User) {
        let by_csv = PROTOCOLS.iter().filter(|(word, _)| *word != "s3");
        let mut said: Vec<(&str, bool)> = Vec::new();
        let mut unsaid = false;
        for (word, flag) in by_csv {
            match user.attributes.value(flag).and_then(Value::as_bool) {
                Some(on) => said.push((word, on)),
                None => unsaid = true,
            }
        }
        let on: Vec<String> =
            said.iter().filter(|(_, on)| *on).map(|(word, _)| quoted(word)).collect();
        let list = if on.is_empty() { "#null".to_owned() } else { on.join(" ") };
        if !unsaid {
            let _ = writeln!(self.out, "    protocols {list}");
        } else if !said.is_empty() {
            let each: Vec<String> = said
                .iter()
                .map(|(word, on)| format!("{word} {}", if *on { "on" } else { "off" }))
                .collect();
            let text = format!(
                "The CSV says {} and no more; say all at once: protocols {list} …",
                each.join(", ")
            );
            self.comment(1, &text);
        }
    }

    fn folders(&mut self) {
        let mut folders: Vec<(Key, Vec<&Grant>)> = Vec::new();
        let mut index: FxHashMap<Key, usize> = FxHashMap::default();
        for grant in self.site.grants.iter().filter(|grant| grant.span.file == self.around.file) {
            let at = *index.entry(grant.folder).or_insert(folders.len());
            match folders.get_mut(at) {
                Some((_, grants)) => grants.push(grant),
                None => folders.push((grant.folder, vec![grant])),
            }
        }
        for (key, grants) in folders {
            let folder = self.site.folder(key);
            let name = folder.map_or("", |folder| self.names.text(folder.name));
            let elsewhere = folder.is_some_and(|f| f.declared && f.span.file != self.around.file);
            let lines: Vec<String> = self.grants(&grants);
            let head = format!("folder {}", quoted(path::display(name)));
            if elsewhere {
                self.comment(0, &format!("{head} is declared already; put these into it:"));
                for line in lines {
                    self.comment(0, &format!("    {line}"));
                }
                continue;
            }
            let _ = writeln!(self.out, "{head} {{");
            for line in lines {
                let _ = writeln!(self.out, "    {line}");
            }
            self.out.push_str("}\n");
        }
    }

    /// One node for each user and recursion.
    fn grants(&self, grants: &[&Grant]) -> Vec<String> {
        let alike = |a: &&Grant, b: &&Grant| a.grantee == b.grantee && a.recursive == b.recursive;
        let nodes = grants.chunk_by(alike).map(|rows| {
            let mut line = "grant".to_owned();
            for row in rows {
                let _ = write!(line, " {}", quoted(row.level.as_str()));
            }
            if let Some(Grant { grantee: Grantee::User(key), recursive, .. }) = rows.first() {
                let user = self.site.user(*key);
                let user = user.map_or(self.names.key_text(*key), |u| self.names.text(u.name));
                let _ = write!(line, " user={}", quoted(user));
                line.push_str(if *recursive { "" } else { " recursive=#false" });
            }
            line
        });
        nodes.collect()
    }
}

fn arguments(value: &Value) -> String {
    match value {
        Value::Bool(flag) => format!(" #{flag}"),
        Value::Int(number) => format!(" {number}"),
        Value::Text(text) => format!(" {}", quoted(text)),
        Value::Instant(instant) => format!(" {}", quoted(&instant.to_string())),
        Value::List(items) => items.iter().map(arguments).collect(),
        // No cell makes these.
        Value::Null
        | Value::Float(_)
        | Value::Object(_)
        | Value::Reference(_)
        | Value::Secret(_)
        | Value::Hidden(_) => " #null".to_owned(),
    }
}
