//! Values that name objects, where the API has their ids.

use super::{Lowering, codes, suggest};
use crate::diagnostic::Diagnostic;
use crate::model::kinds::HOSTING;
use crate::model::{Attribute, Reference, Referent, Refers, Value, ValueKind, kinds, path};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};

impl<'a> Lowering<'a> {
    /// `word "name"`, or `word "name" "name"` where the attribute takes several.
    pub(super) fn names_of(
        &mut self,
        node: Node<'a>,
        attribute: &'static Attribute,
        refers: Refers,
    ) -> Option<Value> {
        let example = format!("{} {:?}", node.name(), "Name");
        if !matches!(attribute.kind, ValueKind::List(_)) {
            let entry = self.one_arg(node, example)?;
            return self.named_object(entry, node.name(), attribute, refers);
        }
        if node.args().next().is_none() {
            self.missing(node, "a name", &format!("as in: {example}"));
            return None;
        }
        let items: Vec<_> = node
            .args()
            .map(|entry| self.named_object(entry, node.name(), attribute, refers))
            .collect();
        items.into_iter().collect::<Option<Vec<_>>>().map(|items| Value::List(items.into()))
    }

    /// A name behind `word`.
    pub(super) fn named_object(
        &mut self,
        entry: Entry<'a>,
        word: &str,
        attribute: &Attribute,
        refers: Refers,
    ) -> Option<Value> {
        let Refers { to, prefix } = refers;
        if let (Scalar::Int(number), None) = (self.scalar(entry), entry.annotation()) {
            let by_number = crate::model::kebab_case(attribute.name);
            let number = match prefix {
                "" => number.to_string(),
                prefix => format!("\"{prefix}{number}\""),
            };
            let (what, of) = match to {
                Referent::BEHAVIOR => ("path", kinds::FOLDER.one),
                to => ("name", kinds::referred(to).one),
            };
            self.out.push(
                Diagnostic::error(
                    codes::VALUE_TYPE,
                    format!("`{word}` takes the {what} of a {of}"),
                )
                .at(entry.value_span(), format!("a {what} in quotes expected"))
                .help(format!("where there is only a number, write: {by_number} {number}")),
            );
            return None;
        }
        let word = self.name_word(entry)?;
        if to == Referent::BEHAVIOR {
            let reference = Reference { to, name: self.path(word)?.into() };
            self.named_objects.push((reference.clone(), word.span));
            return Some(Value::Reference(Box::new(reference)));
        }
        // Whose user somebody is decides on access, which knows partners by key.
        if to == Referent::PARTNER {
            self.names.key(word.text);
        }
        let reference = Reference { to, name: word.text.into() };
        self.named_objects.push((reference.clone(), word.span));
        Some(Value::Reference(Box::new(reference)))
    }

    /// `(gpg-key)"name"` in a free-form value.
    pub(super) fn annotated_object(&mut self, entry: Entry<'a>) -> Option<Value> {
        let word = entry.annotation()?;
        let of_word =
            |to: &&Referent| kinds::referred(**to).word == word && **to != Referent::BEHAVIOR;
        let to = *Referent::ALL.iter().find(of_word)?;
        let (Scalar::Str(name), span) = (self.scalar(entry), entry.value_span()) else {
            return None;
        };
        self.references.extend(entry.annotation_span());
        let reference = Reference { to, name: name.into() };
        self.named_objects.push((reference.clone(), span));
        Some(Value::Reference(Box::new(reference)))
    }

    /// An id stands behind `said` where a name could.
    pub(super) fn by_number(
        &mut self,
        said: &str,
        span: Span,
        attribute: &'static Attribute,
        value: Option<&Value>,
    ) {
        let is_other_text = |refers: Refers| {
            !refers.prefix.is_empty() && value.and_then(|value| refers.id(value)).is_none()
        };
        if attribute.refers.is_none_or(is_other_text) {
            return;
        }
        let word = kinds::name_word(attribute).map_or_else(|| attribute.word(), str::to_owned);
        self.out.push(
            Diagnostic::warning(
                codes::REFERENCE_BY_NUMBER,
                format!("`{said}` says by number what has a name"),
            )
            .at(span, "nobody can tell what the number stands for")
            .help(format!("write {word}, with the name in quotes")),
        );
    }

    /// So must the site's own API keys of which an assertion speaks.
    fn resolve_site_keys(&mut self) {
        for (name, span) in std::mem::take(&mut self.site_keys_named) {
            let known = || self.site.api_keys.iter().map(|key| &*key.name);
            if known().any(|known| known == &*name) || self.out_of_time.contains(&name) {
                continue;
            }
            let label = match suggest(&name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "not declared anywhere".to_owned(),
            };
            self.out.push(
                Diagnostic::error(
                    codes::UNKNOWN_OBJECT,
                    format!("no API key of the site is named `{name}`"),
                )
                .at(span, label)
                .help(format!(
                    "declare it, even without attributes if the site has it already: api-key {name:?}"
                )),
            );
        }
    }

    /// A folder that is to be a public page is one by its setting.
    fn resolve_hosting(&mut self, folder: &str, span: Span) {
        let key = self.names.find_path_key(folder);
        let mut hosting = self.site.behaviors.iter().filter(|one| one.kind.name == HOSTING);
        if hosting.any(|one| Some(one.folder) == key) {
            return;
        }
        self.out.push(
            Diagnostic::error(
                codes::UNKNOWN_OBJECT,
                format!("`{}` is not said to be a public page", path::display(folder)),
            )
            .at(span, format!("no `behavior {HOSTING:?}` stands on this folder"))
            .help(format!(
                "write `behavior {HOSTING:?}` in `folder {folder:?}`, even if the site has it already"
            )),
        );
    }

    /// What a value names must be declared.
    pub(super) fn resolve_objects(&mut self) {
        let named = std::mem::take(&mut self.named_objects);
        let mut declared = rustc_hash::FxHashMap::default();
        for one in &self.site.named {
            declared.entry(one.kind.referent()).or_insert_with(Vec::new).push(&*one.name);
        }
        let automations = || self.site.automations.iter().map(|one| &*one.name);
        declared.entry(Some(Referent::AUTOMATION)).or_default().extend(automations());
        let mut hosting = Vec::new();
        let mut unknown: Vec<(Reference, Span, String)> = Vec::new();
        for (reference, span) in named {
            // Unknown accounts are told with all others.
            if matches!(reference.to, Referent::USER | Referent::GROUP) {
                continue;
            }
            if reference.to == Referent::BEHAVIOR {
                hosting.push((reference.name, span));
                continue;
            }
            let of_kind = declared.get(&Some(reference.to)).map_or(&[][..], Vec::as_slice);
            if of_kind.contains(&&*reference.name) {
                continue;
            }
            let label = match suggest(&reference.name, of_kind.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "not declared anywhere".to_owned(),
            };
            unknown.push((reference, span, label));
        }
        self.resolve_site_keys();
        for (folder, span) in hosting {
            self.resolve_hosting(&folder, span);
        }
        for (Reference { to, name }, span, label) in unknown {
            let kind = kinds::referred(to);
            let help = format!(
                "declare it, even without attributes if the site has it already: {} {name:?}",
                kind.word
            );
            let finding = Diagnostic::error(
                codes::UNKNOWN_OBJECT,
                format!("no {} is named `{name}`", kind.one),
            );
            self.out.push(finding.at(span, label).help(help));
        }
    }
}
