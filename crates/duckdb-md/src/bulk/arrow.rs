//! Arrow batches into a table that may have such rows already.

use std::sync::atomic::{AtomicU64, Ordering};

use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Error, ErrorClass, RowsChanged, ServerError};
use aludel_query::{Select, Table, create_table_as, drop_table, insert, select};
use arrow_array::RecordBatch;

use super::exact::check_batches;
use crate::executor::{DuckDbExecutor, Run};

/// What becomes of a row whose key the table has already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OnConflict {
    /// It is an error, and no row is taken.
    #[default]
    Refuse,
    /// The table's row stays: `INSERT OR IGNORE`.
    Ignore,
    /// It takes the place of the table's row: `INSERT OR REPLACE`.
    Replace,
}

/// Arrow batches on their way into a table; made by [`insert_from_arrow`].
#[derive(Clone, Debug)]
#[must_use = "it inserts nothing until `run` is awaited"]
pub struct InsertFromArrow {
    table: Table,
    batches: Vec<RecordBatch>,
    columns: Option<Vec<String>>,
    on_conflict: OnConflict,
}

/// Inserts Arrow batches: all rows or none, values unchanged or refused, by DuckDB's appender.
///
/// Without [`on_conflict`](InsertFromArrow::on_conflict) it does what `insert_batches` does. With it, the rows go through a
/// temporary table of the same connection, which of an engine is closed afterwards.
///
/// ```
/// use std::sync::Arc;
///
/// use aludel_duckdb_md::{OnConflict, insert_from_arrow};
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_engine::{Connect, Registry};
/// use aludel_query::{Table, text};
/// use arrow_array::{ArrayRef, Int64Array, RecordBatch};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Connect::through(Registry::new().with(aludel_duckdb_md::driver()), "duckdb://").open().await?;
/// let engine = engine.typed::<DuckDb>()?;
/// engine.execute(text("CREATE TABLE seen (id BIGINT PRIMARY KEY)")).await?;
///
/// let ids: ArrayRef = Arc::new(Int64Array::from(vec![1, 2, 3]));
/// let batch = RecordBatch::try_from_iter([("id", ids)])?;
/// let insert = insert_from_arrow(&Table::new("seen"), [batch]).on_conflict(OnConflict::Ignore);
/// assert_eq!(insert.clone().run(&engine).await?, 3);
/// assert_eq!(insert.run(&engine).await?, 0);
/// # Ok(()) }
/// ```
pub fn insert_from_arrow(table: &Table, batches: impl IntoIterator<Item = RecordBatch>) -> InsertFromArrow {
    InsertFromArrow {
        table: table.bare(),
        batches: batches.into_iter().collect(),
        columns: None,
        on_conflict: OnConflict::default(),
    }
}

impl InsertFromArrow {
    /// The table's columns that the batches' go into, in the order of the batches', whatever those are called. Without
    /// it they are matched by name.
    pub fn columns<N: Into<String>>(mut self, columns: impl IntoIterator<Item = N>) -> Self {
        self.columns = Some(columns.into_iter().map(N::into).collect());
        self
    }

    /// What becomes of rows whose key the table has already.
    pub fn on_conflict(mut self, on_conflict: OnConflict) -> Self {
        self.on_conflict = on_conflict;
        self
    }

    /// Inserts, and tells how many rows were; of ignored ones, none.
    ///
    /// # Errors
    /// As a bulk insert; names of columns that are empty or given twice, or not as many as the batches have.
    pub async fn run(self, on: &impl DuckDbExecutor) -> Result<RowsChanged, Error> {
        let Some(first) = self.batches.first() else { return Ok(RowsChanged::Known(0)) };
        let given: Vec<String> = first.schema_ref().fields().iter().map(|field| field.name().clone()).collect();
        let columns = self.columns.unwrap_or_else(|| given.clone());
        if columns.len() != given.len() {
            let (named, have) = (columns.len(), given.len());
            return Err(Error::Usage(format!("{named} columns are named, and the batches have {have}")));
        }
        check_names(&columns)?;
        check_batches(&self.batches, on).await?;
        let batches = if columns == given { self.batches } else { renamed(self.batches, &given, &columns)? };
        match self.on_conflict {
            OnConflict::Refuse => {
                let done = on.append(&self.table, batches).await;
                Ok(done.map_err(|error| of_column(error, &columns))?.into())
            }
            OnConflict::Ignore | OnConflict::Replace => {
                let staged = Staged { table: self.table, columns, batches, on_conflict: self.on_conflict };
                on.staged(staged).await
            }
        }
    }
}

/// DuckDB's appender says of a value that is none of its column's only that the types differ, and the column's place.
fn of_column(error: Error, columns: &[String]) -> Error {
    const MISMATCH: &str = "type mismatch in AppendDataChunk, expected ";
    let Error::Server(server) = &error else { return error };
    let parts = server.message.split_once(MISMATCH).and_then(|(_, types)| {
        let (expected, given) = types.split_once(", got ")?;
        let (given, number) = given.rsplit_once(" for column ")?;
        let number: String = number.chars().take_while(char::is_ascii_digit).collect();
        Some((expected, given, columns.get(number.parse::<usize>().ok()?)?))
    });
    match parts {
        Some((expected, given, column)) => {
            let message =
                format!("the column {column:?}: a value of the batch, {given}, is none of the table's {expected}");
            ServerError::new(ErrorClass::Conversion, message).into()
        }
        None => error,
    }
}

/// Refuses names that are empty, or the same but for their case.
pub(super) fn check_names(names: &[String]) -> Result<(), Error> {
    for (index, name) in names.iter().enumerate() {
        if name.is_empty() {
            return Err(Error::Usage("a column has an empty name".to_owned()));
        }
        if names[..index].iter().any(|before| before.to_lowercase() == name.to_lowercase()) {
            return Err(Error::Usage(format!("the column {name:?} is named twice")));
        }
    }
    Ok(())
}

/// The batches under other names; those of a later one may stand in another order.
fn renamed(batches: Vec<RecordBatch>, given: &[String], columns: &[String]) -> Result<Vec<RecordBatch>, Error> {
    let rename = |batch: RecordBatch| {
        let names = batch.schema().fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>();
        let name = |old: &String| given.iter().position(|name| name == old).map(|place| columns[place].as_str());
        let new: Option<Vec<&str>> = names.iter().map(name).collect();
        let Some(new) = new else {
            let (found, first) = (names.join(", "), given.join(", "));
            return Err(Error::Usage(format!("a batch has the columns {found}, and the first had {first}")));
        };
        let schema = batch.schema();
        let fields = schema.fields().iter().zip(new).map(|(field, name)| field.as_ref().clone().with_name(name));
        let schema = arrow_schema::Schema::new(fields.collect::<Vec<_>>());
        let columns = batch.columns().to_vec();
        RecordBatch::try_new(schema.into(), columns).map_err(|error| Error::Usage(error.to_string()))
    };
    batches.into_iter().map(rename).collect()
}

/// Rows that go into a table through a temporary one of the same connection, whose columns have the table's types: the
/// appender then refuses what would change.
#[derive(Debug)]
pub struct Staged {
    table: Table,
    columns: Vec<String>,
    batches: Vec<RecordBatch>,
    on_conflict: OnConflict,
}

impl Staged {
    pub(crate) async fn run(self, on: &impl Run) -> Result<RowsChanged, Error> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("aludel_staged_{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let stage = Table::new(name.as_str()).in_schema("main").in_database("temp");
        let columns_of = |table: &Table| {
            let columns: Vec<_> = self.columns.iter().map(|column| table.col::<DuckDb>(column.as_str())).collect();
            select(columns).from(table)
        };
        let like_target: Select<DuckDb> = columns_of(&self.table).limit(0);
        on.change(create_table_as(&Table::new(name.as_str()), like_target).temporary()).await?;
        let insert = insert(&self.table).from_select(self.columns.iter().map(String::as_str), columns_of(&stage));
        let insert = match self.on_conflict {
            OnConflict::Replace => insert.or_replace(),
            _ => insert.on_conflict_do_nothing::<&str>([]),
        };
        let done = match on.append(&stage, self.batches).await {
            Ok(_) => on.change(insert).await,
            Err(error) => Err(of_column(error, &self.columns)),
        };
        // After an error in a transaction nothing runs, and the rollback drops it.
        let dropped = on.change(drop_table(&stage)).await;
        let done = done?;
        dropped?;
        Ok(done)
    }
}
