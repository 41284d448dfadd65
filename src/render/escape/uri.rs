//! Addresses: percent-encoding.

/// The text with every character percent-encoded that is not to be kept.
pub fn encoded(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if keep(c) {
            out.push(c);
        } else {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    out
}

/// A path, its slashes kept.
pub fn path(path: &str) -> String {
    encoded(path, |c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '.' | '_' | '~'))
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_keep_their_slashes_only() {
        assert_eq!(super::path("sites/a b/é#?.kdl"), "sites/a%20b/%C3%A9%23%3F.kdl");
    }
}
