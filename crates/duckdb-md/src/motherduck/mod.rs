//! MotherDuck: databases that are opened through `md:`.

mod attach;
mod connect;
mod database;
mod explain;
mod functions;
mod keys;
mod modes;
mod path;
mod paths;
mod route;
mod session_name;
mod url;

pub use attach::{Attach, Detach, attach, detach};
pub use connect::{ConnectToMotherDuck, MotherDuck, motherduck, read_scaling};
pub use database::{
    CreateMotherDuckDatabase, CreateShare, CreateSnapshot, DropMotherDuckDatabase, DropShare, RefreshDatabase,
    ShareAccess, ShareUpdates, ShareVisibility, UpdateShare, create_motherduck_database, create_share, create_snapshot,
    drop_motherduck_database, drop_share, refresh_database, refresh_databases, update_share,
};
pub(crate) use explain::{check_version, explained};
pub use functions::MotherDuckFunction;
pub(crate) use keys::{CREDENTIALS, known, may_be_of_extension};
pub use modes::{AccessMode, AttachMode, Login};
pub(crate) use path::{escaped, is_motherduck};
pub use paths::{connect_to_paths, engine_from_paths};
pub(crate) use route::{Route, check_credential, secrets};
pub use session_name::{MotherDuckEngine, stable_session_name};
pub use url::MotherDuckUrl;

/// MotherDuck's table functions, such as `md_user_info()`, with the columns that they have for a client of DuckDB 1.5.6.
/// No MotherDuck was asked: names and columns are declared, not proven, and [`columns`](MotherDuckFunction::columns) says
/// others.
///
/// ```
/// use aludel_duckdb_md::md;
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_query::{ToSql, select};
///
/// let flights = md::list_flights().arg("limit", 10);
/// let failed = select([flights.col("flight_name")]).from(&flights).filter(flights.col("status").eq("FAILED"));
/// assert!(failed.to_sql::<DuckDb>()?.sql.contains("md_list_flights"));
/// let wrong = select([flights.col("name")]).from(&flights).to_sql::<DuckDb>();
/// assert!(wrong.is_err_and(|error| error.to_string().contains("flight_name")));
/// # Ok::<(), aludel_query::BuildError>(())
/// ```
pub mod md {
    pub use super::functions::{
        access_tokens, cancel_flight_run, create_dive, create_flight, create_guide, delete_dive, delete_flight,
        delete_guide, get_dive, get_dive_version, get_flight, get_flight_logs, get_flight_run, get_flight_version,
        get_guide, list_dive_versions, list_dives, list_flight_runs, list_flight_versions, list_flights,
        list_guide_versions, list_guides, run_flight, set_guide_access, update_dive_content, update_dive_metadata,
        update_dive_status, update_flight, update_guide, update_guide_metadata, user_info,
    };
}
