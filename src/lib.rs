pub mod diagnostic;
pub mod model;
pub mod rules;
pub mod source;
pub mod syntax;
