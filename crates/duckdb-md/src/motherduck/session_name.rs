//! A name for a user's session that stays the same.

use sha2::{Digest, Sha256};

/// How many letters [`stable_session_name`] has.
const LENGTH: usize = 16;

/// A session name for `value`, such as a user's id: the same each time, and telling nobody what it was made of.
///
/// MotherDuck sends sessions of one name to one read-scaling replica, so that a user finds its cache warm and its own
/// reads in order. It is the first 16 hexadecimal letters of the SHA-256 of `salt:value`, or of `value` alone, as
/// duckdb-sqlalchemy makes it.
///
/// ```
/// use aludel_duckdb_md::stable_session_name;
///
/// assert_eq!(stable_session_name("user-123", Some("org-1")), "4a8ba4de1d90213b");
/// assert_eq!(stable_session_name("user-123", None), "fcdec6df4d44dbc6");
/// ```
pub fn stable_session_name(value: &str, salt: Option<&str>) -> String {
    let mut hash = Sha256::new();
    if let Some(salt) = salt {
        hash.update(salt.as_bytes());
        hash.update(b":");
    }
    hash.update(value.as_bytes());
    let letters = hash.finalize().iter().flat_map(|byte| [byte >> 4, byte & 15]).collect::<Vec<u8>>();
    letters.iter().take(LENGTH).filter_map(|letter| char::from_digit(u32::from(*letter), 16)).collect()
}
