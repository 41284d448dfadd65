pub mod diagnostic;
pub mod diff;
pub mod live;
pub mod model;
pub mod plan;
pub mod rules;
pub mod source;
pub mod syntax;
