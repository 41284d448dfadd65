mod tree; mod view;
pub use tree::*; pub use view::*;
use crate::source::*; use crate::diagnostic::*;
pub fn parse(_file: FileId, _text: &str) -> (Tree, Vec<Diagnostic>) { panic!() }
impl Tree { pub fn file(&self) -> FileId { self.file } }
