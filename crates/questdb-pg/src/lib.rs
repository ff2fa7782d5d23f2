//! QuestDB over the Postgres wire, behind the port of `aludel-engine`.
//!
//! [`driver`] goes into a registry and opens `questdb://admin:quest@localhost:8812/qdb` (or `questdb+pg://…`); what is left
//! out is the server's default.
//!
//! | option | means | default |
//! |---|---|---|
//! | `statement_timeout` | the server ends a statement that takes longer (`30s`, `1500ms`) | the server's |
//! | `application_name` | what the server lists sessions as | `aludel` |
//! | `connect_timeout` | how long a login may take; the server leaves one too many unanswered | `10s` |
//! | `statement_cache_capacity` | how many prepared statements a connection keeps, 1 to 9000 | `100` |
//! | `wait_for_visibility` | `writes`: a write is over when it can be read; `eventual`: when the server has it | `eventual` |
//! | `visibility_timeout` | how long a write may wait for that | `30s` |
//! | `ilp` | where the server takes the line protocol over HTTP (`localhost:9000`), for bulk insert | none |
//! | `sslmode` | only `disable`: the open-source server has no TLS | `disable` |
//! | `pool_size` | at most 64, which is how many connections a server takes | `10` |
//!
//! # Results and parameters
//! Every field carries QuestDB's type text under `aludel.type`. The wire's description of a result is too coarse to read it
//! without loss, so the server is asked for its own names of the columns' types, once for each text; IPv4, GEOHASH and
//! TIMESTAMP_NS, which the wire would break or cut, are then selected through a cast, also in `SELECT *`. Whatever type is
//! not known is refused by the column's name. The answer is believed for a second: a query that is repeated within a second
//! of its table being made anew, with TIMESTAMP_NS where TIMESTAMP was, is cut to microseconds, for the server says nothing.
//! A DATE is a timestamp of milliseconds, as QuestDB counts it.
//!
//! NULL is a value of each type in QuestDB, such as the least integer and NaN. A parameter that would be taken for NULL
//! is refused, and so is NULL for BOOLEAN, BYTE and SHORT, which have none.
//!
//! # Bulk insert
//! With the option `ilp`, batches and records of a table that has a designated timestamp go over the line protocol, by the
//! official client. Names are those of the table, of which none is made by a line. A request of up to 16 MiB is one
//! transaction; an error tells its row and column. More than one request is not all or none: an error behind the first is
//! [`PartlyInserted`](aludel_engine::Error::PartlyInserted) and tells how many rows are written, and without an answer it is
//! [`CommitUnknown`](aludel_engine::Error::CommitUnknown). Without the option,
//! in a transaction, where the port can't be reached, and for types that lines can't tell without loss (DATE, CHAR, LONG256,
//! IPv4, GEOHASH, BINARY, arrays), rows are inserted with INSERT, all or none.
//!
//! # Transactions
//! They hold inserts alone. A statement that takes effect at once (UPDATE, DDL) is refused inside of one, and `commit()`
//! after an error is an error: the server says `COMMIT` there, and drops the rows.
//!
//! # A user who may only read
//! Whoever logs in is asked what it may do: for the server's `pg.readonly.user`, and on a server that is read-only, what
//! writes is refused when a statement is built.
//!
//! # Cancelling
//! A future or result that is dropped closes its connection, which ends the query on the server; the next statement opens
//! another. QuestDB knows queries that do not end so: a filter over a generated sequence is one.

mod access;
mod bind;
mod cast;
mod connection;
mod database;
mod dialect;
mod distance;
mod driver;
mod error;
mod functions;
mod insert;
mod inspect;
mod line_protocol;
mod names;
mod probes;
mod spelling;
pub mod table;
mod types;
mod url;
mod visibility;
mod words;

pub use access::{Access, narrow_for_access};
pub use dialect::QuestDb;
pub use driver::{QuestDbDriver, driver};
pub use inspect::QuestDbInspection;
pub use probes::PROBES;
pub use spelling::QuestDbSpelling;
