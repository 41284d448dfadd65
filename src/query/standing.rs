//! What an account comes to, as answers say it.

use crate::access::Standing;
use serde::Serialize;

/// What an account comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schemas", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum StandingWord {
    /// It has what its grants give.
    Ordinary,
    /// It has what its grants give in its root folder, and nothing outside.
    Confined,
    /// It has everything.
    SiteAdmin,
    Disabled,
    Expired,
    NoProtocol,
    Absent,
}

impl From<Standing> for StandingWord {
    fn from(standing: Standing) -> Self {
        use crate::access::ShutOut;
        match standing {
            Standing::Absent => StandingWord::Absent,
            Standing::ShutOut(ShutOut::Disabled) => StandingWord::Disabled,
            Standing::ShutOut(ShutOut::Expired) => StandingWord::Expired,
            Standing::ShutOut(ShutOut::NoProtocol) => StandingWord::NoProtocol,
            Standing::Everything => StandingWord::SiteAdmin,
            Standing::Ordinary => StandingWord::Ordinary,
            Standing::Confined(_) => StandingWord::Confined,
        }
    }
}
