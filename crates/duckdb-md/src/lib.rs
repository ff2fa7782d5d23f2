//! DuckDB in process, behind the port of `aludel-engine`.
//!
//! [`driver`] goes into a registry and opens
//!
//! | URL | opens |
//! |---|---|
//! | `duckdb:///shop.duckdb` | the file `shop.duckdb`, relative to the working directory |
//! | `duckdb:////data/shop.duckdb` | the file `/data/shop.duckdb` |
//! | `duckdb://`, `duckdb:///:memory:` | a database in memory, new for each engine and shared by its connections |
//! | `duckdb:///md:my_db`, `duckdb:///md%3Amy_db` | the database `my_db` of MotherDuck; see [`MotherDuckUrl`] and [`motherduck`] |
//! | `duckdb:///md:` | MotherDuck's default database, in the workspace's mode |
//!
//! Query parameters, and settings beside the URL, are settings of DuckDB (`?threads=4&access_mode=read_only`); one that
//! DuckDB does not know, or whose value it does not take, is an error that names it. With `access_mode=read_only`,
//! whatever writes is refused before it is sent.
//!
//! Each connection has a thread of its own: DuckDB is synchronous, and no call of it runs on a thread of the async
//! runtime. Results stream in batches of Arrow, and a reader that is slow makes the engine wait; dropping a future or a
//! result cancels its own command and no other. Engines on one file in one process share the database and must have the
//! same settings. A forked child can't use what its parent opened, and gets an error that says so.
//!
//! # MotherDuck
//! `md:` and `motherduck:`, in any case, need DuckDB's extension `motherduck`, which DuckDB fetches at first use, and a token:
//! the setting `motherduck_token` (or `motherduck_oauth_token`), in the URL or beside it, or the environment variable
//! `MOTHERDUCK_TOKEN`. Without one, opening is an error at once, unless a login in the browser is asked for. What MotherDuck
//! reads from the database string (`host`, `session_name`, `attach_mode`, `access_mode`, …) is moved there. Connections are
//! used once unless a pool is asked for.
//!
//! # What a result is in Arrow
//! Every field carries DuckDB's type text under `aludel.type`. Types that Arrow lacks keep DuckDB's own bytes under the
//! extension `arrow.opaque` (HUGEINT, UHUGEINT, BIGNUM, BIT, TIMETZ), or are `arrow.uuid` and `arrow.json`; settings
//! such as `arrow_lossless_conversion` change nothing. TIMESTAMPTZ is a number since 1970 in UTC, whatever the
//! session's zone. Columns that Arrow can't hold are refused by name: VARIANT, and intervals past 292 years of time.

mod bulk;
mod checkpoint;
mod connection;
mod database;
mod driver;
mod error;
mod executor;
mod files;
mod instance;
mod motherduck;
mod native;
mod opener;
mod probes;
mod url;
mod words;
mod worker;

pub use bulk::{
    CopyFromRows, InsertFromArrow, MissingValues, OnConflict, RegisterArrow, copy_from_rows, insert_from_arrow,
    register_arrow,
};
pub use checkpoint::{Checkpoint, checkpoint};
pub use driver::{DuckDbDriver, driver};
pub use executor::{DuckDbExecutor, DuckDbSession};
pub use files::{
    Casts, CopyFrom, CopyTo, Csv, ExistingFiles, Json, OutsideTransaction, Parquet, copy_from_csv, copy_from_json,
    copy_from_parquet, copy_to_csv, copy_to_json, copy_to_parquet,
};
pub use motherduck::{
    AccessMode, Attach, AttachMode, ConnectToMotherDuck, CreateMotherDuckDatabase, CreateShare, CreateSnapshot, Detach,
    DropMotherDuckDatabase, DropShare, Login, MotherDuck, MotherDuckEngine, MotherDuckFunction, MotherDuckUrl,
    RefreshDatabase, ShareAccess, ShareUpdates, ShareVisibility, UpdateShare, attach, connect_to_paths,
    create_motherduck_database, create_share, create_snapshot, detach, drop_motherduck_database, drop_share,
    engine_from_paths, md, motherduck, read_scaling, refresh_database, refresh_databases, stable_session_name,
    update_share,
};
pub use opener::{Opener, Opening};
pub use probes::PROBES;
