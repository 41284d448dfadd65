//! Secrets: planted at every place where one can stand, and looked for in all that comes out.

mod files;
mod ignored;
mod planted;
