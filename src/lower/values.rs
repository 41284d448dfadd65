//! Values by the kind that their attribute has.

use super::fields::{Word, each, edit, several};
use super::free::{At, REFERENCES, scalar_value};
use super::{Lowering, codes};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::hidden::{PRIVATE_KEY, has_password};
use crate::model::kebab_case;
use crate::model::kinds::{BehaviorType, ValueRoot};
use crate::model::{Attribute, SecretRef, Settings, Value, ValueKind, attribute, path, time_zones};
use crate::source::Span;
use crate::syntax::{Entry, Node, Scalar};
use email_address::EmailAddress;
use jiff::Timestamp;
use std::fmt;
use std::str::FromStr;

/// Whether the attribute is how many days something takes.
fn counts_days(attribute: &Attribute) -> bool {
    attribute.kind == ValueKind::Int
        && (attribute.name.ends_with("_days") || attribute.name.starts_with("days_"))
}

/// What the names of the variables begin with that hold the keys of a run.
const KEY_VARIABLES: &str = "FILES_API_KEY";

pub(super) const NO_ANNOTATION: &str =
    "only secrets are marked, as (env)\"NAME\" or (file)\"path\"";

impl<'a> Lowering<'a> {
    /// Reads `name value…` as an attribute and adds it, reporting a second one.
    pub(super) fn attribute(
        &mut self,
        node: Node<'a>,
        attribute: &'static Attribute,
        code: Code,
        into: &mut Settings,
    ) {
        self.only_props(node, &[]);
        let Some(value) = self.node_value(node, attribute, code) else { return };
        if let Some(first) = into.add(attribute, value, node.head_span()) {
            self.declared_twice(format!("`{}`", node.name()), node.head_span(), first);
        }
    }

    /// The value that a node gives to an attribute.
    pub(super) fn node_value(
        &mut self,
        node: Node<'a>,
        attribute: &'static Attribute,
        code: Code,
    ) -> Option<Value> {
        if !attribute.is_free_form() {
            self.no_children(node);
        }
        let mut arguments = node.args();
        if let (Some(Scalar::Null), None) = (arguments.next().map(|a| a.value()), arguments.next())
        {
            return Some(Value::Null);
        }
        if let Some(refers) = attribute.refers.filter(|_| !attribute.is_by_number(node.name())) {
            return self.names_of(node, attribute, refers);
        }
        let value = self.plain_value(node, attribute, code);
        self.by_number(node.name(), node.name_span(), attribute, value.as_ref());
        value
    }

    /// A value that names nothing.
    pub(super) fn plain_value(
        &mut self,
        node: Node<'a>,
        attribute: &'static Attribute,
        code: Code,
    ) -> Option<Value> {
        match attribute.kind {
            ValueKind::List(ValueKind::Object) => {
                self.no_args(node);
                Some(self.objects(node, &mut At::top(attribute)))
            }
            ValueKind::List(item) => {
                let items: Vec<_> = node
                    .args()
                    .map(|entry| {
                        if attribute.takes_addresses() {
                            self.address(entry, attribute, code)
                        } else {
                            self.value(entry, *item, code)
                        }
                    })
                    .collect();
                items.into_iter().collect::<Option<Vec<_>>>().map(|items| Value::List(items.into()))
            }
            ValueKind::Addresses => self.addresses(node, code),
            ValueKind::Object | ValueKind::Settings => {
                self.no_args(node);
                Some(self.block(node, &mut At::top(attribute)))
            }
            kind => {
                let entry = self.one_arg(node, Example(attribute))?;
                if attribute.place(&[]).is_hidden() {
                    return self.address(entry, attribute, code);
                }
                let value = self.value(entry, kind, code)?;
                if matches!(value, Value::Int(..0)) && counts_days(attribute) {
                    self.wrong_type(entry, code, "a number of days, 0 or more");
                    return None;
                }
                Some(value)
            }
        }
    }

    /// An address, or a reference to one that is a secret.
    fn address(
        &mut self,
        entry: Entry<'a>,
        attribute: &'static Attribute,
        code: Code,
    ) -> Option<Value> {
        if entry.annotation().is_some() {
            return self.reference(entry).map(Value::Secret);
        }
        let Scalar::Str(text) = self.scalar(entry) else {
            self.wrong_type(entry, code, &expected(ValueKind::Text));
            return None;
        };
        let place = attribute.place_of_text(&[], text);
        self.may_stand(entry, place, Some(attribute.name));
        Some(Value::text(text))
    }

    /// One scalar by its kind.
    pub(super) fn value(&mut self, entry: Entry<'a>, kind: ValueKind, code: Code) -> Option<Value> {
        if kind == ValueKind::Secret {
            return self.secret(entry).map(Value::Secret);
        }
        if let Some(span) = entry.annotation_span() {
            self.out.push(
                Diagnostic::error(code, "this value takes no type annotation")
                    .at(span, "remove it")
                    .help(NO_ANNOTATION),
            );
            return None;
        }
        let value = match (kind, self.scalar(entry)) {
            (ValueKind::Bool, Scalar::Bool(flag)) => Some(Value::Bool(flag)),
            (ValueKind::Int, Scalar::Int(number)) => Some(Value::Int(number)),
            (_, Scalar::Str(text)) => {
                let word = Word { text, span: entry.value_span() };
                match self.text_value(word, kind, code) {
                    TextValue::Is(value) => return Some(value),
                    TextValue::Reported => return None,
                    TextValue::NotText => None,
                }
            }
            (ValueKind::Object, scalar) => Some(scalar_value(scalar)),
            _ => None,
        };
        if value.is_none() {
            self.wrong_type(entry, code, &expected(kind));
        }
        value
    }

    pub(super) fn text_value(&mut self, word: Word<'_>, kind: ValueKind, code: Code) -> TextValue {
        let refused = |lowering: &mut Self, message: String, label: &str, help: &str| {
            lowering.out.push(Diagnostic::error(code, message).at(word.span, label).help(help));
            TextValue::Reported
        };
        let text = word.text;
        if text.contains(PRIVATE_KEY) {
            self.out.push(
                Diagnostic::error(
                    codes::SECRET_IN_FILE,
                    "a private key never stands in a definition",
                )
                .at(word.span, "change it: it is known to all who read the file")
                .help("where a private key belongs, write (file)\"path\" or (env)\"NAME\""),
            );
            return TextValue::Reported;
        }
        if has_password(text) {
            self.out.push(
                Diagnostic::warning(codes::SECRET_SUSPECTED, "a password stands in an address")
                    .at(word.span, "whoever reads the file knows it")
                    .help("take it out of the address, and change it if the file has been shared"),
            );
        }
        match kind {
            ValueKind::Text
            | ValueKind::Words
            | ValueKind::Item
            | ValueKind::Domain
            | ValueKind::Object
            | ValueKind::Settings => TextValue::Is(Value::text(text)),
            ValueKind::Email if is_email(text) => TextValue::Is(Value::text(text)),
            ValueKind::Email => refused(
                self,
                format!("`{text}` is not an e-mail address"),
                "an e-mail address expected",
                "as in \"name@example.com\"",
            ),
            ValueKind::Path => match self.path(word) {
                Some(path) => TextValue::Is(Value::text(path)),
                None => TextValue::Reported,
            },
            ValueKind::Instant => match instant(text) {
                Some(instant) => TextValue::Is(Value::Instant(instant)),
                None if text.starts_with("9999-") => refused(
                    self,
                    format!("`{text}` is no instant that ever comes"),
                    "a date that may come expected",
                    "where there is no end, write `#null`, or leave the line out",
                ),
                None => refused(
                    self,
                    format!("`{text}` is not an instant"),
                    "an ISO 8601 date and time with its offset expected",
                    "as in \"2027-03-14T13:27:01-04:00\"",
                ),
            },
            ValueKind::TimeZone if time_zones::is_time_zone(text) => {
                TextValue::Is(Value::text(text))
            }
            ValueKind::TimeZone => {
                self.unknown_time_zone(word, code);
                TextValue::Reported
            }
            ValueKind::Choice(choices) => {
                let is = |api: &&&str| attribute::is_word(text, api);
                match choices.iter().find(is) {
                    Some(api) => TextValue::Is(Value::text(*api)),
                    None => {
                        let words: Vec<String> =
                            choices.iter().map(|choice| kebab_case(choice)).collect();
                        let words: Vec<&str> = words.iter().map(String::as_str).collect();
                        self.unknown_choice(word, code, &words);
                        TextValue::Reported
                    }
                }
            }
            ValueKind::Bool
            | ValueKind::Int
            | ValueKind::List(_)
            | ValueKind::Addresses
            | ValueKind::Secret => TextValue::NotText,
        }
    }

    fn unknown_time_zone(&mut self, word: Word<'_>, code: Code) {
        let mut diagnostic = Diagnostic::error(
            code,
            format!("`{}` is not a time zone of Files.com", word.text),
        )
        .help(
            "time zones bear their Rails names, as in \"London\" or \"Eastern Time (US & Canada)\"",
        );
        let near = || super::suggest(word.text, time_zones::names());
        diagnostic = match time_zones::of_iana(word.text).or_else(near) {
            Some(near) => diagnostic
                .at(word.span, format!("did you mean {near:?}?"))
                .fix(format!("write {near:?}"), vec![edit(word.span, &format!("{near:?}"))]),
            None => diagnostic.at(word.span, "not known"),
        };
        self.out.push(diagnostic);
    }

    fn addresses(&mut self, node: Node<'a>, code: Code) -> Option<Value> {
        let mut lines = Vec::new();
        let mut good = true;
        for entry in node.args() {
            let Some(word) = self.word(entry) else {
                good = false;
                continue;
            };
            good &= self.is_address(word, code);
            lines.push(word.text);
        }
        good.then(|| Value::addresses(lines))
    }

    /// Whether a text is an address or a range; reports it if not.
    pub(super) fn is_address(&mut self, word: Word<'_>, code: Code) -> bool {
        let known = is_address(word.text);
        if !known {
            let message = format!("{:?} is not an address or a range", word.text);
            let finding = Diagnostic::error(code, message)
                .at(word.span, "an IP address or CIDR range expected");
            let is_one = |part: &&str| is_address(part);
            self.out.push(match several(word.text).filter(|parts| parts.iter().all(is_one)) {
                Some(parts) => finding.fix("write a text for each", vec![each(word.span, &parts)]),
                None => finding.help("as in \"192.0.2.7\" or \"192.0.2.0/28\""),
            });
        }
        known
    }

    /// A folder path in normal form, or why the site would refuse it or take it for another one.
    pub(super) fn path(&mut self, word: Word<'_>) -> Option<String> {
        if word.text.split(['/', '\\']).any(|part| part == "..") {
            self.out.push(
                Diagnostic::error(codes::PATH_INVALID, "a path does not lead upwards")
                    .at(word.span, "Files.com drops `..` and nothing before it")
                    .help("write the path of what is meant, without `..`"),
            );
            return None;
        }
        let why = match path::refusal(word.text) {
            None => return Some(path::normalize(word.text).into_owned()),
            Some(path::Refusal::TooLong) => "longer than 5000 characters",
            Some(path::Refusal::TrailingWhitespace) => "a folder's name may not end in white space",
            Some(path::Refusal::ZeroWidthSpace) => {
                "a path may not hold U+200B, a space that nobody sees"
            }
        };
        let shown: String = word.text.chars().take(60).collect();
        self.out.push(
            Diagnostic::error(codes::PATH_INVALID, format!("Files.com refuses the path {shown:?}"))
                .at(word.span, why),
        );
        None
    }

    /// `(env)"NAME"` or `(file)"path"`, and nothing else.
    pub(super) fn secret(&mut self, entry: Entry<'a>) -> Option<SecretRef> {
        if matches!(entry.annotation(), Some("env" | "file")) {
            return self.reference(entry);
        }
        // The value may be the secret itself: the message must not repeat it.
        self.out.push(
            Diagnostic::error(codes::SECRET_IN_FILE, "a secret never stands in a definition")
                .at(entry.value_span(), "a reference to the secret expected")
                .help(REFERENCES),
        );
        None
    }

    /// What an annotated value refers to.
    pub(super) fn reference(&mut self, entry: Entry<'a>) -> Option<SecretRef> {
        let scalar = self.scalar(entry);
        let name = match scalar {
            Scalar::Str(name) if !name.is_empty() => name,
            _ => {
                self.out.push(
                    Diagnostic::error(codes::VALUE_TYPE, "a reference to a secret names it")
                        .at(entry.value_span(), "a name in quotes expected")
                        .help(REFERENCES),
                );
                return None;
            }
        };
        match entry.annotation() {
            Some("env") if name.starts_with(KEY_VARIABLES) => {
                self.out.push(
                    Diagnostic::error(
                        codes::SECRET_OF_RUN,
                        format!("`{name}` is a key that siteplan itself works with"),
                    )
                    .at(entry.value_span(), "never sent as a value")
                    .help("give the secret an environment variable of its own"),
                );
                None
            }
            Some("env") => {
                self.references.extend(entry.annotation_span());
                Some(SecretRef::Env(name.into()))
            }
            Some("file") => {
                self.references.extend(entry.annotation_span());
                self.site.secret_files.push((name.into(), entry.value_span()));
                Some(SecretRef::File(name.into()))
            }
            _ => {
                let span = entry.annotation_span().unwrap_or(entry.span());
                self.out.push(
                    Diagnostic::error(codes::VALUE_TYPE, "this value takes no such annotation")
                        .at(span, "remove it")
                        .help(NO_ANNOTATION),
                );
                None
            }
        }
    }

    /// The value of a folder setting by its type.
    pub(super) fn behavior_value(
        &mut self,
        node: Node<'a>,
        kind: &'static BehaviorType,
        skip: usize,
    ) -> Option<Value> {
        let code = codes::VALUE_TYPE;
        match kind.root {
            ValueRoot::Text => {
                self.no_children(node);
                let Some(entry) = node.args().nth(skip) else {
                    self.missing(
                        node,
                        "its value",
                        &format!("as in: behavior {:?} \"…\"", kind.name),
                    );
                    return None;
                };
                self.value(entry, ValueKind::Text, code)
            }
            ValueRoot::List => {
                self.no_children(node);
                let items: Vec<_> = node
                    .args()
                    .skip(skip)
                    .map(|entry| self.value(entry, ValueKind::Text, code))
                    .collect();
                items.into_iter().collect::<Option<Vec<_>>>().map(|items| Value::List(items.into()))
            }
            ValueRoot::Object => {
                if let Some(extra) = node.args().nth(skip) {
                    self.out.push(
                        Diagnostic::error(
                            codes::UNEXPECTED_VALUE,
                            format!("`{}` takes its values in a block", kind.name),
                        )
                        .at(extra.span(), "not expected here")
                        .help(format!("known keys: {}", words(kind).join(", "))),
                    );
                }
                Some(self.behavior_object(node, kind))
            }
        }
    }

    fn behavior_object(&mut self, node: Node<'a>, kind: &'static BehaviorType) -> Value {
        let mut seen: Vec<(&'static str, Span)> = Vec::new();
        let mut entries: Vec<(Box<str>, Value)> = Vec::new();
        for child in node.children() {
            let Some(key) = kind.key_by_word(child.name()) else {
                let known = words(kind);
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                self.unexpected_node(child, &format!("behavior {:?}", kind.name), &known);
                continue;
            };
            self.only_props(child, &[]);
            if let Some((_, first)) = seen.iter().find(|(name, _)| *name == key.name) {
                let (what, first) = (format!("`{}`", child.name()), *first);
                self.declared_twice(what, child.head_span(), first);
                continue;
            }
            seen.push((key.name, child.head_span()));
            if let Some(value) = self.node_value(child, key, codes::VALUE_TYPE) {
                entries.push((key.name.into(), value));
            }
        }
        Value::Object(entries.into())
    }
}

pub(super) enum TextValue {
    Is(Value),
    Reported,
    NotText,
}

fn words(kind: &BehaviorType) -> Vec<String> {
    kind.keys.iter().map(Attribute::word).collect()
}

fn is_address(text: &str) -> bool {
    ipnet::IpNet::from_str(text).is_ok() || std::net::IpAddr::from_str(text).is_ok()
}

/// A date and a time with an offset that there is.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().filter(|_| has_real_offset(text))
}

/// No clock is further from UTC than 14 hours; the parser takes more.
fn has_real_offset(text: &str) -> bool {
    let Some(at) = text.rfind(['+', '-']).filter(|at| *at > "2027-03-14".len()) else {
        return true;
    };
    let hours = text[at + 1..].get(..2).and_then(|hours| hours.parse::<u8>().ok());
    hours.is_none_or(|hours| hours <= 14)
}

fn is_email(text: &str) -> bool {
    let options = email_address::Options::default().with_required_tld().without_display_text();
    EmailAddress::parse_with_options(text, options).is_ok()
}

fn expected(kind: ValueKind) -> String {
    match kind {
        ValueKind::Bool => "#true or #false".to_owned(),
        ValueKind::Int => "a whole number".to_owned(),
        ValueKind::Email => "an e-mail address in quotes".to_owned(),
        ValueKind::Instant => "a date and time in quotes".to_owned(),
        ValueKind::TimeZone => "a time zone in quotes".to_owned(),
        ValueKind::Path => "a folder path in quotes".to_owned(),
        ValueKind::Choice(choices) => {
            let words: Vec<String> =
                choices.iter().map(|choice| format!("{:?}", kebab_case(choice))).collect();
            format!("one of {}", words.join(", "))
        }
        ValueKind::Text
        | ValueKind::Words
        | ValueKind::Item
        | ValueKind::Domain
        | ValueKind::List(_)
        | ValueKind::Addresses
        | ValueKind::Object
        | ValueKind::Settings
        | ValueKind::Secret => "a text in quotes".to_owned(),
    }
}

/// How an attribute is written.
struct Example(&'static Attribute);

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = self.0.word();
        match self.0.kind {
            ValueKind::Bool => write!(f, "{word} #true"),
            ValueKind::Int => write!(f, "{word} 30"),
            ValueKind::Choice([first, ..]) => write!(f, "{word} {:?}", kebab_case(first)),
            ValueKind::Choice([]) => f.write_str(&word),
            _ => write!(f, "{word} \"…\""),
        }
    }
}
