//! A name for a user's session that stays the same.

use aludel_engine::{Engine, Error};
use async_trait::async_trait;
use sha2::{Digest, Sha256};

use super::is_motherduck;
use super::keys::{SESSION_NAME, canonical};
use super::path::{joined, parts};

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

/// What an engine on MotherDuck can do beside what every engine can.
#[async_trait]
pub trait MotherDuckEngine: Sized {
    /// Another engine on the same database with another session name, and with this one's settings, pool and options: for
    /// another user, whom MotherDuck sends to a read-scaling replica of their own.
    ///
    /// # Errors
    /// An engine that is not on MotherDuck, or on several paths of which one has a session name of its own; what opening
    /// gives.
    async fn with_session_name(&self, name: &str) -> Result<Self, Error>;
}

#[async_trait]
impl<D: Send + Sync> MotherDuckEngine for Engine<D> {
    async fn with_session_name(&self, name: &str) -> Result<Self, Error> {
        let options = self.connect_options();
        let url = options.url();
        let Some(database) = url.database().filter(|database| is_motherduck(database)) else {
            return Err(Error::Usage(
                "a session name is MotherDuck's, and this engine is on a database of this process".to_owned(),
            ));
        };
        let is_name = |key: &str| canonical(key).key == SESSION_NAME;
        let parts = parts(database)?;
        let kept = parts.query.into_iter().filter(|(key, _)| !is_name(key)).collect();
        let old: Vec<String> = url.query().map(|(key, _)| key.to_owned()).filter(|key| is_name(key)).collect();
        let url = old.iter().fold(url.clone(), |url, key| url.without_query(key));
        let url = url.with_database(joined(&parts.database, kept)).with_query(SESSION_NAME, name);
        self.reopen(options.clone().with_url(url)).await
    }
}
