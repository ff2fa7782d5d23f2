//! SQLAlchemy Core for analytic databases: one query builder, several engines, each of which **declares** what it cannot
//! do. From that one declaration the compiler refuses, for engines whose type is known; the builder refuses, for engines
//! chosen by URL; and the support matrix is written.
//!
//! ```
//! use aludel::prelude::*;
//!
//! # #[derive(Debug, PartialEq)]
//! #[derive(FromRow)]
//! struct Revenue {
//!     region: String,
//!     total: i64,
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), aludel::Error> {
//! let engine = aludel::connect("duckdb://").await?; // in memory; the dialect is picked by the URL's scheme
//! let orders = Table::new("orders")
//!     .column(Column::new("region", SqlType::Text))
//!     .column(Column::new("amount", SqlType::Int64));
//! engine.execute(create_table(&orders)).await?;
//! engine.execute(insert(&orders).columns(["region", "amount"]).rows([
//!     ("north", 5),
//!     ("south", 7),
//!     ("north", 10),
//! ])).await?;
//!
//! let top = select([orders.col("region"), func::sum(orders.col("amount")).cast(SqlType::Int64).label("total")])
//!     .from(&orders)
//!     .group_by([orders.col("region")])
//!     .order_by([desc("total")])
//!     .limit(5);
//! let rows: Vec<Revenue> = engine.fetch_all(&top).await?;
//! assert_eq!(rows[0], Revenue { region: "north".into(), total: 15 });
//! # Ok(()) }
//! ```
//!
//! Each backend is a feature: `duckdb-md`, `postgres-endpoint`, `clickhouse-http`, `questdb-pg`. None is on by default.

mod connect;

pub use aludel_derive::{FromRow, Record};
pub use aludel_dialect::{
    Any, Bits, CanCreateTables, CanDelete, CanDeleteAll, CanInsert, CanJoin, CanNest, CanNestQueries, CanReturn,
    CanTransact, CanUpdate, CanUpsert, CanWindow, Capabilities, Construct, Date, Dialect, DialectSet, Field, Grants,
    HasWhere, Interval, Levels, NoWhere, Parameter, Refused, SqlType, Support, Time, TimeTz, TimeUnit, Timestamp,
    TimestampNs, ToValue, Value, WhereRule, bigdecimal, cap, declare_dialect, level,
};
pub use aludel_engine::*;
pub use aludel_query::*;
pub use connect::{ConnectTo, connect, registry};

/// Re-exported, because values of these crates can be parameters and results.
pub use {chrono, rust_decimal, uuid};

/// What a program that queries an engine needs: `use aludel::prelude::*`.
pub mod prelude {
    pub use crate::{
        Any, BinaryOperator, Bound, Col, Column, Connect, ConnectTo, Constraint, CreateTable, Cte, DatePart, Delete,
        Engine, EnumType, Error, ErrorClass, ExecutionOptions, Expr, Frame, FromRow, HasWhere, Identity, Index, Insert,
        Interval, Joins, Materialization, MdRun, Merge, MetaData, MetaDataOnEngine, NamingConvention, Order, Params,
        PoolOptions, PrePing, Record, ReferentialAction, Reflect, Row, Rows, RowsChanged, SchemaTranslateMap, Select,
        Sequence, Session, SqlType, Statement, Subquery, Table, TableOnEngine, Text, TimeBucket, TimeUnit, ToSql,
        Transaction, TranslateSchemas, Update, Value, all_of, alter_table, any_of, array, asc, bindparam, case,
        create_database, create_enum, create_index, create_materialized_view, create_schema, create_sequence,
        create_table, create_table_as, create_temporary_view, create_view, default, delete, desc, drop_database,
        drop_enum, drop_index, drop_materialized_view, drop_schema, drop_sequence, drop_table, drop_view, excluded,
        exists, explain, func, insert, label_ref, literal, merge, not_exists, null, params, raw_expr, read_csv,
        read_json, read_parquet, recursive_cte, row, select, star, table_function, text, truncate, unnest, update,
        using, values, window,
    };
}

/// The Arrow crates that results are made of, in the version that this library speaks.
pub mod arrow {
    pub use arrow_array as array;
    pub use arrow_schema as schema;
}

/// DuckDB in process, and MotherDuck: the typed way in.
#[cfg(feature = "duckdb-md")]
pub mod duckdb {
    pub use aludel_duckdb_md::{
        AccessMode, Attach, AttachMode, Casts, Checkpoint, ConnectToMotherDuck, CopyFrom, CopyFromRows, CopyTo,
        CreateMotherDuckDatabase, CreateShare, CreateSnapshot, Csv, Detach, DropMotherDuckDatabase, DropShare,
        DuckDbDriver, DuckDbExecutor, DuckDbSession, ExistingFiles, InsertFromArrow, Json, Login, MissingValues,
        MotherDuck, MotherDuckEngine, MotherDuckFunction, MotherDuckUrl, OnConflict, Opener, Opening,
        OutsideTransaction, PROBES, Parquet, RefreshDatabase, RegisterArrow, ShareAccess, ShareUpdates,
        ShareVisibility, UpdateShare, attach, checkpoint, connect_to_paths, copy_from_csv, copy_from_json,
        copy_from_parquet, copy_from_rows, copy_to_csv, copy_to_json, copy_to_parquet, create_motherduck_database,
        create_share, create_snapshot, detach, driver, drop_motherduck_database, drop_share, engine_from_paths,
        insert_from_arrow, md, motherduck, read_scaling, refresh_database, refresh_databases, register_arrow,
        stable_session_name, update_share,
    };
    pub use aludel_duckdb_sql::{DuckDb, DuckDbSpelling};

    use crate::{Engine, Error};

    /// Opens a DuckDB engine whose refusals come from the compiler.
    ///
    /// # Errors
    /// As [`connect`](crate::connect); a URL of another engine.
    pub async fn connect(url: impl crate::IntoUrl) -> Result<Engine<DuckDb>, Error> {
        crate::connect(url).await?.typed()
    }
}

/// ClickHouse over HTTP: the typed way in.
#[cfg(feature = "clickhouse-http")]
pub mod clickhouse {
    pub use aludel_clickhouse_http::{
        ClickHouse, ClickHouseColumn, ClickHouseDriver, ClickHouseSpelling, ClickHouseTable, Compression, Options,
        PROBES, SessionId, Tls, driver,
    };

    use crate::{Engine, Error};

    /// Opens a ClickHouse engine whose refusals come from the compiler.
    ///
    /// # Errors
    /// As [`connect`](crate::connect); a URL of another engine.
    pub async fn connect(url: impl crate::IntoUrl) -> Result<Engine<ClickHouse>, Error> {
        crate::connect(url).await?.typed()
    }
}

/// QuestDB over the Postgres wire: the typed way in.
#[cfg(feature = "questdb-pg")]
pub mod questdb {
    pub use aludel_questdb_pg::{PROBES, QuestDb, QuestDbDriver, QuestDbSpelling, driver, table};

    use crate::{Engine, Error};

    /// Opens a QuestDB engine whose refusals come from the compiler.
    ///
    /// # Errors
    /// As [`connect`](crate::connect); a URL of another engine.
    pub async fn connect(url: impl crate::IntoUrl) -> Result<Engine<QuestDb>, Error> {
        crate::connect(url).await?.typed()
    }
}

/// MotherDuck's Postgres endpoint: the typed way in.
#[cfg(feature = "postgres-endpoint")]
pub mod motherduck_endpoint {
    pub use aludel_postgres_endpoint::{
        Conninfo, EndpointDriver, MotherDuckEndpoint, NOT_PROVEN, TokenSource, driver, from_env,
    };

    use crate::{Engine, Error};

    /// Opens an engine of the endpoint whose refusals come from the compiler.
    ///
    /// # Errors
    /// As [`connect`](crate::connect); a URL of another engine.
    pub async fn connect(url: impl crate::IntoUrl) -> Result<Engine<MotherDuckEndpoint>, Error> {
        crate::connect(url).await?.typed()
    }
}

/// The program in the README, run as a documentation test.
#[cfg(doctest)]
#[doc = include_str!("../../../README.md")]
mod readme {}
