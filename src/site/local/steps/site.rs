//! Steps on the site's settings.

use super::{Call, given};
use crate::site::Outcome;
use crate::site::local::site;
use crate::site::local::store::Try;

pub fn update(call: &Call<'_>) -> Try<Outcome> {
    site::update(&call.edit, &given::given(call)?)?;
    Ok(Outcome::Done)
}
