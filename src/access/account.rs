//! What an account's own attributes mean for its access.

use super::folders::Folder;
use crate::model::account::PROTOCOLS;
use crate::model::{Key, Names, Value, path};
use jiff::Timestamp;

/// The protocols over which one may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Protocols(u8);

impl Protocols {
    pub const NONE: Protocols = Protocols(0);
    /// What a new account may use: all but S3, which is granted one by one (api.md §4).
    const OF_NEW: Protocols = Protocols((1 << (PROTOCOLS.len() - 1)) - 1);

    /// Takes over a protocol's flag; other attributes say nothing about protocols.
    pub fn set(&mut self, attribute: &str, allowed: bool) {
        if let Some(at) = PROTOCOLS.iter().position(|(_, flag)| *flag == attribute) {
            self.0 = if allowed { self.0 | 1 << at } else { self.0 & !(1 << at) };
        }
    }

    fn has(self, attribute: &str) -> bool {
        let at = PROTOCOLS.iter().position(|(_, flag)| *flag == attribute);
        at.is_some_and(|at| self.0 & 1 << at != 0)
    }

    pub fn is_none(self) -> bool {
        self.0 == 0
    }

    #[must_use]
    pub fn without(self, other: Protocols) -> Protocols {
        Protocols(self.0 & !other.0)
    }

    #[must_use]
    pub fn and(self, other: Protocols) -> Protocols {
        Protocols(self.0 & other.0)
    }
}

/// The site's own switches, and the protocols that they close for everybody.
pub const SWITCHES: &[(&str, &str)] = &[
    ("ftp_enabled", "ftp_permission"),
    ("sftp_enabled", "sftp_permission"),
    ("dav_enabled", "dav_permission"),
    ("s3_compatible_endpoint_enabled", "s3_compatible_endpoint_permission"),
];

/// Whether an account is one of a partner: then it has what that partner is granted, and nothing
/// else. Assumption `partner-grants-are-all`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Partnership {
    None,
    /// By the partner's name.
    Of(Key),
    /// Of a partner whose name is not known.
    Unknown,
}

impl Partnership {
    /// Of the partner that the attribute's value names.
    fn of(value: &Value, names: &Names) -> Self {
        match value {
            Value::Reference(reference) => {
                names.find_key(&reference.name).map_or(Partnership::Unknown, Partnership::Of)
            }
            Value::Int(_) => Partnership::Unknown,
            _ => Partnership::None,
        }
    }

    pub fn is_none(self) -> bool {
        self == Partnership::None
    }
}

/// The attributes that access depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Account {
    pub site_admin: bool,
    pub disabled: bool,
    /// Access ends at this moment.
    pub until: Option<Timestamp>,
    pub protocols: Protocols,
    pub partner: Partnership,
}

impl Account {
    /// What the API gives a new account (api.md §4).
    pub const NEW: Account = Account {
        site_admin: false,
        disabled: false,
        until: None,
        protocols: Protocols::OF_NEW,
        partner: Partnership::None,
    };

    pub fn has_expired(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| until <= now)
    }

    /// Neither disabled nor expired.
    pub fn is_open(&self, now: Timestamp) -> bool {
        !self.disabled && !self.has_expired(now)
    }

    /// Takes over an attribute, named as the API does; others do not matter.
    pub fn set(&mut self, name: &str, value: &Value, names: &Names) {
        match (name, value) {
            ("partner_id", value) => self.partner = Partnership::of(value, names),
            ("site_admin", value) => self.site_admin = value.as_bool().unwrap_or(false),
            ("disabled", value) => self.disabled = value.as_bool().unwrap_or(false),
            ("authenticate_until", Value::Instant(until)) => self.until = Some(*until),
            ("authenticate_until", Value::Text(until)) => self.until = until.parse().ok(),
            ("authenticate_until", _) => self.until = None,
            (name, Value::Null) => {
                let at_first = Protocols::OF_NEW.has(name);
                self.protocols.set(name, at_first);
            }
            (name, value) => self.protocols.set(name, value.as_bool().unwrap_or(true)),
        }
    }
}

/// What an account comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// There is no such account.
    Absent,
    /// Disabled, expired, or without a protocol to sign in over: nothing.
    ShutOut(ShutOut),
    /// A site administrator: everything, everywhere.
    Everything,
    /// What its grants give.
    Ordinary,
    /// What its grants give in this folder and below; nothing else is shown to it.
    Confined(Folder),
}

impl Standing {
    /// Whether access follows from grants.
    pub fn is_by_grants(self) -> bool {
        matches!(self, Standing::Ordinary | Standing::Confined(_))
    }
}

/// Where the files of an account begin. Assumption `a-user-root-confines`.
#[derive(Debug, Clone, Default)]
pub struct Root {
    path: Option<Box<str>>,
    /// There is nothing outside of it, over any protocol.
    confines: bool,
}

impl Root {
    /// Takes over an attribute, named as the API does; others do not matter.
    pub fn set(&mut self, name: &str, value: &Value) {
        match name {
            "user_root" => {
                let path = value.as_text().map(path::key).filter(|path| !path.is_empty());
                self.path = path.map(|path| path.into_owned().into());
            }
            "filesystem_layout" => self.confines = value.as_text() == Some("user_root"),
            _ => {}
        }
    }

    /// The folder (a key) to which it confines the account.
    pub fn confine(&self) -> Option<&str> {
        self.path.as_deref().filter(|_| self.confines)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ShutOut {
    Disabled,
    Expired,
    NoProtocol,
}
