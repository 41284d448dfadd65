//! The KDL reader and printer from outside: the official suite, the `kdl` crate as a second
//! opinion, broken and hostile input, and layout.

mod differential;
mod hostile;
mod layout;
mod shape;
mod suite;
