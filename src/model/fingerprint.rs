//! Fingerprints of SSH public keys, as `ssh-keygen -l` and the site show them.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use sha2::{Digest, Sha256};

/// `SHA256:…` without padding, of an OpenSSH public key line; none where the text is no such
/// key.
pub fn fingerprint(public_key: &str) -> Option<Box<str>> {
    let mut parts = public_key.split_ascii_whitespace();
    let (kind, body) = (parts.next()?, parts.next()?);
    let known =
        kind.starts_with("ssh-") || kind.starts_with("ecdsa-sha2-") || kind.starts_with("sk-");
    let blob = STANDARD.decode(body).or_else(|_| STANDARD_NO_PAD.decode(body)).ok()?;
    // The blob repeats the key's type, behind its length in four bytes.
    let length = u32::from_be_bytes(blob.first_chunk().copied()?) as usize;
    let inner = blob.get(4..4usize.checked_add(length)?)?;
    if !known || inner != kind.as_bytes() {
        return None;
    }
    Some(format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(&blob))).into())
}

/// A fingerprint in one form: with its prefix, without padding.
pub fn normalize(fingerprint: &str) -> Box<str> {
    let bare = fingerprint.strip_prefix("SHA256:").unwrap_or(fingerprint);
    format!("SHA256:{}", bare.trim_end_matches('=')).into()
}

/// Whether a text is a SHA-256 fingerprint.
pub fn is_fingerprint(text: &str) -> bool {
    let normal = normalize(text);
    let bare = normal.strip_prefix("SHA256:").unwrap_or_default();
    STANDARD_NO_PAD.decode(bare).is_ok_and(|digest| digest.len() == 32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_ssh_keygen() {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@host";
        let expected = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        assert_eq!(fingerprint(key).as_deref(), Some(expected));
        assert_eq!(&*normalize("+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU="), expected);
        assert!(is_fingerprint(expected));
        assert!(!is_fingerprint("SHA256:abc") && !is_fingerprint("aa:bb:cc"));
    }

    #[test]
    fn what_is_no_key_has_no_fingerprint() {
        for text in ["", "not a key", "ssh-rsa AAAA!", "ssh-ed25519 ////"] {
            assert_eq!(fingerprint(text), None, "{text}");
        }
        assert_eq!(fingerprint("ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAA"), None, "of another type");
    }
}
