mod tree;
mod view;
use crate::diagnostic::*;
use crate::source::*;
pub use tree::*;
pub use view::*;
pub fn parse(_file: FileId, _text: &str) -> (Tree, Vec<Diagnostic>) {
    panic!()
}
impl Tree {
    pub fn file(&self) -> FileId {
        self.file
    }
}
