//! `child-site`: who of this site administers another that belongs to it.

use super::{Lowering, codes, language};
use crate::model::Grantee;
use crate::model::child_site::{self, ChildGrant, ChildLevel, ChildSite};
use crate::syntax::{Node, Scalar};

impl<'a> Lowering<'a> {
    pub(super) fn child_site(&mut self, node: Node<'a>) {
        const EXAMPLE: &str = "child-site \"emea\" id=7";
        self.only_props(node, &["id"]);
        let name = self.one_arg(node, EXAMPLE).and_then(|entry| self.name_word(entry));
        let id = node.props().find(|property| property.key() == Some("id"));
        let id = match id.map(|entry| (entry, self.scalar(entry))) {
            Some((entry, Scalar::Int(id))) if id > 0 => Some((id, entry.span())),
            Some((entry, _)) => {
                self.wrong_type(entry, codes::VALUE_TYPE, "the child site's id, a whole number");
                None
            }
            None => {
                self.missing(node, "the child site's id", &format!("as in: {EXAMPLE}"));
                None
            }
        };
        let mut grants = Vec::new();
        for child in node.children() {
            match child.name() {
                "folder" => {
                    if let Some((id, _)) = id {
                        self.folder(child, Some(&child_site::files(id)));
                    }
                }
                "grant" => self.child_grant(child, &mut grants),
                _ => self.unexpected_node(child, "`child-site`", &language::CHILD_SITE.known()),
            }
        }
        let (Some(name), Some((id, id_span))) = (name, id) else { return };
        if let Some(first) = self.site.child_sites.iter().find(|known| known.id == id) {
            let first = first.id_span;
            self.declared_twice(format!("child site {id}"), id_span, first);
            return;
        }
        let mut others = self.site.child_sites.iter();
        if let Some(first) = others.find(|known| *known.name == *name.text) {
            let first = first.id_span;
            self.declared_twice(format!("child site `{}`", name.text), id_span, first);
            return;
        }
        self.site.child_sites.push(ChildSite { name: name.text.into(), id, grants, id_span });
    }

    fn child_grant(&mut self, node: Node<'a>, grants: &mut Vec<ChildGrant>) {
        self.only_props(node, &["group", "user", "from", "until"]);
        self.no_children(node);
        let in_time = self.is_in_time(node);
        let level = self.one_word(node, "grant \"site-admin\" group=\"…\"");
        let level = level.and_then(|word| self.choice(word, ChildLevel::WORDS));
        if node.children().next().is_some() {
            return;
        }
        let grantee = self.grantee(node, "name exactly one: group=\"…\" or user=\"…\"");
        let (Some((grantee, grantee_span)), Some(level)) = (grantee, level) else { return };
        if !in_time {
            return;
        }
        let same = |known: &&ChildGrant| known.grantee == grantee && known.level == level;
        if let Some(first) = grants.iter().find(same) {
            let name = match &grantee {
                Grantee::User(key) | Grantee::Group(key) => self.names.key_text(*key).to_owned(),
                Grantee::AllOf(_) | Grantee::Partner(_) => String::new(),
            };
            let first = first.span;
            self.declared_twice(
                format!("`{}` for `{name}`", level.word()),
                node.head_span(),
                first,
            );
            return;
        }
        grants.push(ChildGrant { grantee, level, span: node.head_span(), grantee_span });
    }
}
