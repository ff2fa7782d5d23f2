//! The port: what a backend writes. Comfort lives on [`Engine`](crate::Engine), not here.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use aludel_dialect::{Capabilities, Parameter, SqlType};
use aludel_query::{Column, Prepared, Spelling, Table};
use arrow_array::RecordBatch;
use arrow_schema::SchemaRef;
use async_trait::async_trait;
use futures_core::stream::BoxStream;

use crate::{ConnectOptions, EngineUrl, Error, PoolOptions, RowsChanged, UrlError};

/// A kind of engine that can be opened: what goes into the [`Registry`](crate::Registry).
#[async_trait]
pub trait Driver: fmt::Debug + Send + Sync {
    /// The URL schemes that it answers to, without `+driver`.
    fn schemes(&self) -> &'static [&'static str];

    /// The name behind `+` in a URL that asks for this very driver.
    fn name(&self) -> &'static str;

    /// Whether a URL `scheme+driver://` of one of its schemes, whose `driver` nobody here has, means this one: URLs are pasted
    /// from programs in other languages, where drivers have other names.
    fn stands_in_for(&self, driver: &str) -> bool {
        let _ = driver;
        false
    }

    /// Reads what names an engine in another form than a URL, if this driver knows it, such as libpq's `host=… dbname=…`. Asked
    /// of texts without `://`.
    fn read(&self, text: &str) -> Option<Result<EngineUrl, UrlError>> {
        let _ = text;
        None
    }

    /// How connections to what `options` name are pooled, unless something else is said.
    fn pool(&self, options: &ConnectOptions) -> PoolOptions {
        let _ = options;
        PoolOptions::default()
    }

    /// Opens what `options` name. Settings that it does not know are errors, never ignored.
    async fn open(&self, options: &ConnectOptions) -> Result<Arc<dyn Database>, Error>;
}

/// An opened engine: what all its connections share.
#[async_trait]
pub trait Database: fmt::Debug + Send + Sync {
    /// What the engine can do: its dialect's declaration, narrowed by what was learnt when it was opened.
    fn capabilities(&self) -> &Capabilities;

    /// How the dialect spells a statement.
    fn spelling(&self) -> &dyn Spelling;

    /// What the text of a statement does to the session that runs it, beyond its result. Asked of what a user wrote, and of
    /// statements that make objects.
    ///
    /// What is not known should be taken to leave something behind, as this does unless it is overridden: a connection that
    /// is closed for nothing costs less than a setting that reaches a stranger.
    fn session_effect(&self, sql: &str) -> SessionEffect {
        let _ = sql;
        SessionEffect::MayStay
    }

    /// Whether a text that a user wrote reads and does nothing else, so that it may be run again after a failure. What is
    /// not known does not, as this says unless it is overridden.
    fn only_reads(&self, sql: &str) -> bool {
        let _ = sql;
        false
    }

    /// The questions that an [`Inspector`](crate::Inspector) asks the engine.
    fn inspection(&self) -> &dyn Inspection;

    /// What was opened, for people: path or host, settings; no secrets.
    fn describe(&self) -> String;

    /// A new connection.
    async fn connect(&self) -> Result<Box<dyn Connection>, Error>;

    /// Lets go of everything; connections that are still out fail from now on.
    async fn close(&self) -> Result<(), Error>;
}

/// What a statement does to the session that runs it, beyond its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SessionEffect {
    /// Nothing that the next statement on the connection could notice.
    None,
    /// Something may stay behind: the connection is closed when it is given back.
    MayStay,
    /// It is for its session alone, such as a setting or a temporary table: where no session follows it would be lost.
    ForSession,
    /// It begins or ends a transaction, alone or among others.
    Transaction,
    /// It changes what neutral statements mean, such as where NULLs sort or how texts compare, so it is refused.
    ChangesMeaning,
}

/// Which tables and views are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// The one of this name: database, schema and name, as far as they are given.
    Relation(Vec<String>),
    /// Those of this schema of the current database.
    Schema(String),
    /// Those of the current database, and temporary ones.
    Everything,
}

/// How an engine is asked about its objects. Each answer is a statement whose rows have the columns that are named.
pub trait Inspection: fmt::Debug + Send + Sync {
    /// The tables in sight: `schema` and `name`, both text, in the order of both; and `kind`, in the words of
    /// [`facts`](Self::facts), of an engine that is not asked for those. Without it all are tables.
    fn tables(&self) -> Prepared;

    /// The columns of the table at `path` (database, schema and name, as far as they are given), in their order: `schema`
    /// and `name`, both text, `nullable` and `primary_key`, both truth values, or 0 and 1 where an engine has none. No row:
    /// no such table.
    fn columns(&self, path: &[String]) -> Prepared;

    /// What else is declared of the table at `path`, for an engine that has such things: `name` (the column, empty for what
    /// is the table's), `kind` (`default`, `generated`, `unique`, `constraint`, `type`, `time column`, or `option:` and the
    /// option's name) and `sql` (the engine's own words), all three text. A type is told where the engine's own words say
    /// more of it than a result does. What is not told here is not known to whoever creates the table again.
    fn declarations(&self, path: &[String]) -> Option<Prepared> {
        let _ = path;
        None
    }

    /// All that is declared of the tables and views of `scope`, in one question: rows of `schema`, `relation`, `kind`, `name`
    /// and `sql`, all five text and never NULL, those of one relation together and in the order of their columns and keys.
    ///
    /// | kind | name | sql |
    /// |---|---|---|
    /// | `table`, `temporary table`, `view`, `temporary view`, `materialized view`: the first of each relation | `current` if its name alone means it | the statement that makes a view |
    /// | `column` | the column | its type, which [`sql_type`](Self::sql_type) reads |
    /// | `not null`; `default`, `generated`, `stored` | the column | the expression |
    /// | `comment` | the column, or empty | the comment |
    /// | `primary key`, `unique`, `foreign key`: a row for each column | what tells it from others | the column |
    /// | `references`, `referenced column` | that of the foreign key | the table, a column |
    /// | `check` | | the condition |
    /// | `index`, `unique index`: a row for each key | the index | a column's name, quoted where it must be, or an expression |
    /// | `time column`, `constraint`, `option:` and its name | the column, or empty | as in [`declarations`](Self::declarations) |
    /// | `further` | | there is more to be told by [`further_facts`](Self::further_facts) |
    ///
    /// `None`: each table is asked for with [`columns`](Self::columns) and [`declarations`](Self::declarations).
    fn facts(&self, scope: &Scope) -> Option<Prepared> {
        let _ = scope;
        None
    }

    /// What else is declared of these relations, of which [`facts`](Self::facts) said so, each by schema and name: in as few
    /// questions as the engine takes. Their rows are those of `facts`, and stand behind them; one that is told here as a
    /// `column` was not told there. They are asked again if a relation is gone meanwhile.
    fn further_facts(&self, relations: &[(&str, &str)]) -> Vec<Prepared> {
        let _ = relations;
        Vec::new()
    }

    /// Databases, schemas, sequences and enums, as rows of `schema`, `object`, `kind`, `name` and `sql`, all five text and
    /// never NULL: `database`; `schema`, of which `name` is `current` for the one that a name alone means; `sequence` with a row for each of `start`, `increment`, `minimum`, `maximum` and
    /// `cycle`; `enum` with a row for each label. `None`: they are not asked for.
    fn objects(&self) -> Option<Prepared> {
        None
    }

    /// A type as [`facts`](Self::facts) tell it; what is not known stays the engine's own text.
    fn sql_type(&self, text: &str) -> SqlType {
        SqlType::Native(text.to_owned())
    }

    /// The table with what was told of its options, name and words, as the dialect's own
    /// [options](aludel_query::TableOptions).
    fn table_options(&self, table: Table, told: &[(String, String)]) -> Table {
        let _ = told;
        table
    }

    /// The column with what was told of its options, name and words, as the dialect's own
    /// [options](aludel_query::ColumnOptions).
    fn column_options(&self, column: Column, told: &[(String, String)]) -> Column {
        let _ = told;
        column
    }
}

/// A result as it arrives: its columns, then batches of rows.
///
/// Dropping it early cancels the work where the engine can; the connection is usable again once
/// [`Connection::settle`] has returned.
pub struct Results {
    /// The columns. Each field carries the engine's own type name under [`TYPE_NAME`](crate::TYPE_NAME).
    pub schema: SchemaRef,
    /// The rows; an error ends the stream.
    pub batches: BoxStream<'static, Result<RecordBatch, Error>>,
}

impl fmt::Debug for Results {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Results").field("schema", &self.schema).finish_non_exhaustive()
    }
}

/// Where a bulk insert goes.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InsertTarget {
    /// Database, schema and table, as far as they were named; the table last.
    pub path: Vec<String>,
    /// The columns, in the order of the batches; the others take their defaults.
    pub columns: Vec<String>,
}

impl InsertTarget {
    /// `columns` of the table at `path`.
    pub fn new(path: Vec<String>, columns: Vec<String>) -> Self {
        Self { path, columns }
    }
}

/// How a transaction begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum TransactionMode {
    /// It may read and write.
    #[default]
    ReadWrite,
    /// It may only read.
    ReadOnly,
}

/// One connection. It does one thing at a time.
///
/// [`Prepared::settings`] are empty unless the engine grants
/// [`StatementSettings`](aludel_dialect::Construct::StatementSettings); one that does sends them with the statement, and
/// they hold for it alone.
///
/// A future of these methods that is dropped before it is ready cancels its work where the engine can; the connection
/// may be used again once [`settle`](Connection::settle) has returned.
#[async_trait]
pub trait Connection: fmt::Debug + Send {
    /// Runs a statement and returns its rows as they arrive.
    async fn query(&mut self, statement: &Prepared) -> Result<Results, Error>;

    /// Runs a statement for its effect and returns how many rows it changed: 0 for DDL, [`RowsChanged::Unknown`] where the
    /// engine does not tell, never another number.
    async fn execute(&mut self, statement: &Prepared) -> Result<RowsChanged, Error>;

    /// Runs a statement once for each set of parameters, in order, and returns how many rows all of them changed.
    /// `statement.parameters` is not used.
    async fn execute_many(&mut self, statement: &Prepared, sets: Vec<Vec<Parameter>>) -> Result<RowsChanged, Error>;

    /// Inserts batches by the engine's fastest road and returns how many rows it took. All of them or none; an engine
    /// that can't promise it says in the error how many it has taken.
    async fn insert(
        &mut self,
        target: &InsertTarget,
        batches: BoxStream<'static, Result<RecordBatch, Error>>,
    ) -> Result<u64, Error>;

    /// Begins a transaction.
    async fn begin(&mut self, mode: TransactionMode) -> Result<(), Error>;

    /// Commits. [`Error::RolledBack`] if the engine could only roll back.
    async fn commit(&mut self) -> Result<(), Error>;

    /// Rolls back.
    async fn rollback(&mut self) -> Result<(), Error>;

    /// Whether the connection still works, asked of the engine.
    async fn ping(&mut self) -> Result<(), Error>;

    /// Waits until what was written into the table at `path` can be read, `within` so long at most: for engines that answer
    /// before that.
    async fn settled(&mut self, path: &[String], within: Duration) -> Result<(), Error> {
        let _ = (path, within);
        Ok(())
    }

    /// Waits until work that was cancelled or abandoned has stopped, so that nothing of it reaches the next user.
    async fn settle(&mut self) -> Result<(), Error>;

    /// Closes the connection.
    async fn close(self: Box<Self>) -> Result<(), Error>;
}
