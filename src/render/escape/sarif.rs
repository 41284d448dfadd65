//! Plain-text messages of SARIF, in which `[text](target)` is a link (3.11.6).

use crate::render::style::safe;

pub fn message(text: &str) -> String {
    safe(text).replace("](", "] (")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_link_comes_from_a_name() {
        assert_eq!(super::message("[a](https://evil.example)"), "[a] (https://evil.example)");
    }
}
