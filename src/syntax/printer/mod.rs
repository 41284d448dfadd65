//! stub
use super::tree::Tree;
pub(super) fn print(text: &str, _tree: &Tree) -> String {
    text.to_owned()
}
