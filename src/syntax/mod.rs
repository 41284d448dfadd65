//! Text to tree and back: KDL v2.
