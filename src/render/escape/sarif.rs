//! Plain-text messages of SARIF, in which `[text](target)` is a link (3.11.6).

use crate::wording::visible_lines;

pub fn message(text: &str) -> String {
    visible_lines(text).replace("](", "] (")
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_link_comes_from_a_name() {
        assert_eq!(super::message("[a](https://evil.example)"), "[a] (https://evil.example)");
    }
}
