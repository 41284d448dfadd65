//! What a definition does not say, and why: told at its head.

use crate::wording::visible;

#[derive(Debug, Default)]
pub(super) struct Notes {
    general: Vec<String>,
    /// By address.
    of: Vec<(String, String)>,
}

impl Notes {
    pub(super) fn general(&mut self, text: String) {
        self.general.push(visible(&text));
    }

    pub(super) fn of(&mut self, address: &str, text: String) {
        self.of.push((visible(address), visible(&text)));
    }

    /// Each once: general ones, then by address.
    pub(super) fn lines(mut self) -> Vec<String> {
        self.of.sort();
        let of = self.of.into_iter().map(|(address, text)| format!("{address}: {text}"));
        let mut lines: Vec<String> = self.general.into_iter().chain(of).collect();
        lines.dedup();
        lines
    }
}
