//! The names of MotherDuck's settings, as duckdb-sqlalchemy 1.5.6 and MotherDuck's own pages know them.

use aludel_dialect::nearest;

/// What the names of the extension's settings begin with.
const PREFIX: &str = "motherduck_";

/// These belong in the database string, `md:my_db?host=…`: MotherDuck reads them there, and tells instances apart by it.
const OF_THE_PATH: [&str; 14] = [
    "access_mode",
    "attach_mode",
    "cache_buster",
    "connection_timeout",
    "dbinstance_inactivity_ttl",
    "grpc_local_subchannel_pool",
    "host",
    "port",
    "region_host",
    "saas_mode",
    "session_name",
    "slt",
    "tls",
    "user",
];

/// With one of these, no token is taken from the environment.
pub(crate) const CREDENTIALS: [&str; 3] = ["motherduck_token", "motherduck_oauth_token", "slt"];

/// Set on each connection: MotherDuck does not take them when it is opened.
pub(crate) const OF_THE_SESSION: [&str; 1] = ["motherduck_enable_server_side_temp_tables"];

/// The setting that says how to log in where there is no token.
pub(crate) const LOGIN: &str = "login";

/// The setting that names the program beside this library.
pub(crate) const APPLICATION_NAME: &str = "application_name";

/// The setting by which MotherDuck sends sessions to one read-scaling replica.
pub(crate) const SESSION_NAME: &str = "session_name";

/// How DuckDB and MotherDuck learn which program asks.
pub(crate) const USER_AGENT: &str = "custom_user_agent";

/// Another name of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Also {
    /// An old one, of which users are warned.
    Deprecated,
    /// As good as the first.
    Equal,
}

const ALSO: [(&str, &str, Also); 15] = [
    ("cachebust", "cache_buster", Also::Deprecated),
    ("motherduck_attach_mode", "attach_mode", Also::Deprecated),
    ("motherduck_connection_timeout", "connection_timeout", Also::Equal),
    ("motherduck_dbinstance_inactivity_ttl", "dbinstance_inactivity_ttl", Also::Deprecated),
    ("motherduck_grpc_local_subchannel_pool", "grpc_local_subchannel_pool", Also::Deprecated),
    ("motherduck_host", "host", Also::Deprecated),
    ("motherduck_port", "port", Also::Deprecated),
    ("motherduck_region_host", "region_host", Also::Deprecated),
    ("motherduck_saas_mode", "saas_mode", Also::Deprecated),
    ("motherduck_session_hint", "session_name", Also::Deprecated),
    ("motherduck_session_name", "session_name", Also::Deprecated),
    ("motherduck_use_tls", "tls", Also::Deprecated),
    ("oauth_token", "motherduck_oauth_token", Also::Equal),
    ("session_hint", "session_name", Also::Deprecated),
    ("token", "motherduck_token", Also::Equal),
];

/// Whether a setting belongs in the database string.
pub(crate) fn is_of_the_path(key: &str) -> bool {
    OF_THE_PATH.contains(&key)
}

/// Every name that is understood, for guessing what a wrong one meant.
pub(crate) fn known() -> impl Iterator<Item = &'static str> {
    let also = ALSO.iter().map(|(old, _, _)| *old);
    let more = [LOGIN, APPLICATION_NAME];
    OF_THE_PATH.into_iter().chain(CREDENTIALS).chain(OF_THE_SESSION).chain(more).chain(also)
}

/// Whether a setting may be one of the extension's own, which are not known before it is there; it refuses those that it
/// does not have. A name that is nearly another's is not: `motherduck_tokn` would show its value.
pub(crate) fn may_be_of_extension(key: &str) -> bool {
    let own = |name: &str| {
        let is_own = name.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
        is_own.then(|| name[PREFIX.len()..].to_ascii_lowercase())
    };
    let Some(rest) = own(key) else { return false };
    let known: Vec<String> = known().filter_map(own).collect();
    known.contains(&rest) || nearest(&rest, known.iter().map(String::as_str)).is_empty()
}

/// A setting under the name that MotherDuck has for it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    pub(crate) key: String,
    /// The name that was given, where it is another one.
    pub(crate) instead_of: Option<&'static str>,
    pub(crate) deprecated: bool,
}

/// The name that MotherDuck has for `key`, in any case; other names stay as they are.
pub(crate) fn canonical(key: &str) -> Canonical {
    if let Some((old, new, also)) = ALSO.iter().find(|(old, _, _)| old.eq_ignore_ascii_case(key)) {
        let deprecated = *also == Also::Deprecated;
        return Canonical { key: (*new).to_owned(), instead_of: Some(old), deprecated };
    }
    let known = known().find(|known| known.eq_ignore_ascii_case(key)).unwrap_or(key);
    Canonical { key: known.to_owned(), instead_of: None, deprecated: false }
}
