//! Engine URLs, drivers, pools, transactions and results.
//!
//! [`Engine`] is what programs hold; [`Driver`], [`Database`] and [`Connection`] are what a backend writes.

mod connect;
mod connection;
pub mod decode;
pub mod encode;
mod engine;
mod error;
mod held;
mod insert;
mod inspect;
mod options;
mod pool;
mod port;
mod registry;
mod result;
mod retry;
mod rows_changed;
mod run;
mod schema;
mod server_error;
mod transaction;
mod url;

pub use connect::{Connect, IntoUrl};
pub use connection::Session;
pub use decode::{DecodeError, DecodeErrorKind, ENUM_NAMES, FromColumn, FromRow, TYPE_NAME, decode_batch, sql_type_of};
pub use encode::{EncodeError, Record};
pub use engine::Engine;
pub use error::Error;
pub use insert::Records;
pub use inspect::{Inspector, Relation, RelationKind};
pub use options::ExecutionOptions;
pub use pool::PoolStatus;
pub use port::{
    Connection, Database, Driver, InsertTarget, Inspection, Results, Scope, SessionEffect, TransactionMode,
};
pub use registry::Registry;
pub use result::{BatchStream, ColumnKey, CsvWriter, Row, RowStream, Rows, RowsIter, WriteError};
pub use retry::RetryTransient;
pub use rows_changed::RowsChanged;
pub use run::{
    BulkInsert, Execution, Fetch, FetchAll, FetchBatches, FetchOne, FetchOptional, FetchScalar, ManyExecution,
    PreparedStatement, StreamBatches, StreamRows,
};
pub use schema::{Executor, MetaDataOnEngine, Reflect, TableOnEngine};
pub use server_error::{ErrorClass, NoSuchClass, ServerError};
pub use transaction::Transaction;
pub use url::{
    ConnectOptions, EngineUrl, Origin, PoolOptions, PoolOrder, PrePing, Resolved, ResolvedOption, Reuse, SecretKeys,
    SettingValue, Settings, UrlError, UrlPolicy,
};
