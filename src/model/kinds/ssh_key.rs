//! SSH public keys of users, compared by their fingerprints.

use super::{Kind, Listing};

pub static SSH_KEY: Kind = Kind {
    word: "ssh-key",
    tag: "ssh_key",
    one: "SSH key",
    many: "SSH keys",
    list: "public_keys",
    manage: Some("ssh-keys"),
    shows: "id workspace_id:0 title created_at expires_at expired:false fingerprint \
            fingerprint_sha256 status last_login_at username user_id",
    listing: Listing {
        sort: &["workspace_id", "user_id", "title", "created_at"],
        filter: &["created_at", "workspace_id"],
        together: &[&["workspace_id", "created_at"]],
        prefix: &[],
        range: &["created_at"],
    },
    ..Kind::NEW
};
