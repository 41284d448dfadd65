//! What no output of this process may show, and how a bug is told.

use crate::register::{self, Outputs, without_secrets};
use crate::render::escape::SPELLINGS;
use crate::render::html;
use crate::schema;
use crate::site::local;
use crate::site::secrets::KEY_VARIABLE;
use std::io::Write as _;
use std::panic;

/// The emulator's, which programs that steer it have in their environment too.
const TOKEN_VARIABLE: &str = "SITEPLAN_EMULATOR_TOKEN";

/// From now on nothing that is printed or written shows the secrets of the environment, nor any
/// that is learnt later; and a bug is told as one.
pub fn guard() {
    register::describe(Outputs { spellings: SPELLINGS, is_word });
    for (name, value) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with(KEY_VARIABLE) || name == TOKEN_VARIABLE {
            register::note(&value.to_string_lossy());
        }
    }
    panic::set_hook(Box::new(|info| {
        if local::is_guarded() {
            return;
        }
        let thread = std::thread::current();
        let text = format!(
            "error: siteplan has a bug: thread '{}' {info}\n  help: please report it, with what \
             you did and `siteplan --version`\n",
            thread.name().unwrap_or("without a name")
        );
        let _ = std::io::stderr().write_all(without_secrets(&text).as_bytes());
    }));
}

/// A plain word that our formats and pages are made of anyway: to mark it would tell more than to
/// leave it, and break them.
fn is_word(text: &str) -> bool {
    let is_plain = text.chars().all(|c| c.is_ascii_alphabetic() || matches!(c, '_' | '-'));
    is_plain && (schema::ALL.iter().any(|schema| schema.text.contains(text)) || html::holds(text))
}
