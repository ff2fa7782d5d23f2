//! What DuckDB's helpers run on.

use aludel_dialect::SqlType;
use aludel_duckdb_sql::{DuckDb, DuckDbInspection};
use aludel_engine::{
    BulkInsert, Engine, Error, Execution, Fetch, Inspection, ManyExecution, RowsChanged, Session, TYPE_NAME,
    Transaction,
};
use aludel_query::{Params, Table, TransactionalStatement};
use arrow_array::RecordBatch;
use futures_core::future::BoxFuture;

use crate::bulk::Staged;

/// What DuckDB's own helpers run on: an engine, a session or a transaction whose dialect is [`DuckDb`].
///
/// An engine that was opened by URL becomes one with [`typed`](Engine::typed): `engine.typed::<DuckDb>()?`.
#[diagnostic::on_unimplemented(
    message = "this is DuckDB's alone, and can't run on `{Self}`",
    note = "it runs on an `Engine<DuckDb>`, and on a session or transaction of one",
    note = "an engine that was opened by URL becomes one with `engine.typed::<DuckDb>()?`"
)]
pub trait DuckDbExecutor: Run + Sync {}

/// The statements that the helpers are made of, for this crate alone.
pub trait Run {
    #[doc(hidden)]
    fn ask(&self, query: impl TransactionalStatement<DuckDb>) -> Fetch;
    #[doc(hidden)]
    fn change(&self, statement: impl TransactionalStatement<DuckDb>) -> Execution;
    #[doc(hidden)]
    fn change_many(&self, statement: impl TransactionalStatement<DuckDb>, sets: Vec<Params>) -> ManyExecution;
    #[doc(hidden)]
    fn append(&self, table: &Table, batches: Vec<RecordBatch>) -> BulkInsert;
    /// Runs work that needs one connection for all of its statements.
    #[doc(hidden)]
    fn staged(&self, staged: Staged) -> BoxFuture<'_, Result<RowsChanged, Error>>;
}

macro_rules! executors {
    ($($executor:ident: $this:ident => $connection:expr;)+) => { $(
        impl Run for $executor<DuckDb> {
            fn ask(&self, query: impl TransactionalStatement<DuckDb>) -> Fetch {
                self.fetch(query)
            }

            fn change(&self, statement: impl TransactionalStatement<DuckDb>) -> Execution {
                self.execute(statement)
            }

            fn change_many(&self, statement: impl TransactionalStatement<DuckDb>, sets: Vec<Params>) -> ManyExecution {
                self.execute_many(statement, sets)
            }

            fn append(&self, table: &Table, batches: Vec<RecordBatch>) -> BulkInsert {
                self.insert_batches(table, batches)
            }

            fn staged(&self, staged: Staged) -> BoxFuture<'_, Result<RowsChanged, Error>> {
                let $this = self;
                Box::pin(async move { staged.run($connection).await })
            }
        }

        impl DuckDbExecutor for $executor<DuckDb> {}
    )+ };
}

executors! {
    Engine: this => &this.connection().await?;
    Session: this => this;
    Transaction: this => this;
}

/// What belongs to one connection runs on: a session, or a transaction.
#[diagnostic::on_unimplemented(
    message = "this belongs to one connection of DuckDB, and `{Self}` is none",
    note = "it runs on a session (`engine.connection()`) or a transaction (`engine.begin()`) of an `Engine<DuckDb>`"
)]
pub trait DuckDbSession: DuckDbExecutor {}

impl DuckDbSession for Session<DuckDb> {}
impl DuckDbSession for Transaction<DuckDb> {}

/// A column of a table, a file or a query.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub(crate) name: String,
    /// As DuckDB spells it.
    pub(crate) type_text: String,
    pub(crate) sql_type: SqlType,
}

impl Column {
    pub(crate) fn is_called(&self, name: &str) -> bool {
        self.name.to_lowercase() == name.to_lowercase()
    }
}

/// The column of this name among those of `table`, or the words that it is not there.
pub(crate) fn column_of<'c>(table: &Table, columns: &'c [Column], name: &str) -> Result<&'c Column, String> {
    columns.iter().find(|column| column.is_called(name)).ok_or_else(|| {
        let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
        format!("the table {} has no column {name:?}; it has {}", table.path().join("."), names.join(", "))
    })
}

/// The columns of a query's result, which should have no rows.
pub(crate) async fn columns_of(
    on: &impl Run,
    query: impl TransactionalStatement<DuckDb>,
) -> Result<Vec<Column>, Error> {
    let result = on.ask(query).await?;
    let column = |field: &arrow_schema::FieldRef| {
        let type_text = field.metadata().get(TYPE_NAME).cloned().unwrap_or_default();
        let sql_type = DuckDbInspection.sql_type(&type_text);
        Column { name: field.name().clone(), type_text, sql_type }
    };
    Ok(result.schema().fields().iter().map(column).collect())
}
