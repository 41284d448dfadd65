//! Fingerprints of SSH public keys, as `ssh-keygen -l` and the site show them.

use sha2::{Digest, Sha256};

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// `SHA256:…` without padding, of a key as it stands in an `authorized_keys` line; none where
/// the text is no such key.
pub fn fingerprint(public_key: &str) -> Option<String> {
    let body = public_key.split_whitespace().find(|word| word.starts_with("AAAA"))?;
    let digest = Sha256::digest(decode(body)?);
    Some(format!("SHA256:{}", encode(&digest)))
}

/// A fingerprint in one form: with its prefix, without padding.
pub fn normalize(fingerprint: &str) -> String {
    let bare = fingerprint.strip_prefix("SHA256:").unwrap_or(fingerprint);
    format!("SHA256:{}", bare.trim_end_matches('='))
}

fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let octet = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let group = octet(0) << 16 | octet(1) << 8 | octet(2);
        for at in 0..=chunk.len() {
            let index = (group >> (18 - 6 * at)) as usize & 63;
            text.push(char::from(ALPHABET.get(index).copied().unwrap_or(b'A')));
        }
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let text = text.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.chunks(4) {
        let mut group = 0u32;
        for at in 0..4 {
            let sextet = match chunk.get(at) {
                Some(letter) => ALPHABET.iter().position(|known| known == letter)?,
                None => 0,
            };
            group = group << 6 | sextet as u32;
        }
        let [_, a, b, c] = group.to_be_bytes();
        let octets = match chunk.len() {
            4 => 3,
            3 => 2,
            2 => 1,
            _ => return None,
        };
        bytes.extend([a, b, c].into_iter().take(octets));
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn agrees_with_ssh_keygen() {
        let key = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl me@host";
        let expected = "SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU";
        assert_eq!(fingerprint(key).as_deref(), Some(expected));
        assert_eq!(normalize("+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU="), expected);
        assert_eq!(fingerprint("not a key"), None);
        assert_eq!(fingerprint("ssh-rsa AAAA!"), None);
    }
}
