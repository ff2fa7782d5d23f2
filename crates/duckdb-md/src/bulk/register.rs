//! Arrow as a table of one connection.

use aludel_engine::{Error, sql_type_of};
use aludel_query::{Column, Table, create_table};
use arrow_array::RecordBatch;

use super::arrow::check_names;
use super::exact::check_batches;
use crate::executor::DuckDbSession;

/// Arrow batches that become a temporary table; made by [`register_arrow`].
#[derive(Clone, Debug)]
#[must_use = "there is no table until `run` is awaited"]
pub struct RegisterArrow {
    name: String,
    batches: Vec<RecordBatch>,
    replaces: bool,
}

/// Makes Arrow batches a temporary table of one connection, for queries that join them with what the database has.
///
/// It is a copy: what becomes of the batches later does not show, and the table's types are those that the batches have,
/// with nothing changed: a value that DuckDB would cut or take for another (a time of day in a Date64, nanoseconds of a
/// duration, the numbers that stand for its infinity) is an error that names the column.
///
/// It belongs to its session and is gone with it; nobody else sees it.
///
/// ```
/// use std::sync::Arc;
///
/// use aludel_duckdb_md::register_arrow;
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_engine::{Connect, Registry};
/// use aludel_query::{func, select};
/// use arrow_array::{ArrayRef, Int64Array, RecordBatch};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Connect::through(Registry::new().with(aludel_duckdb_md::driver()), "duckdb://").open().await?;
/// let session = engine.typed::<DuckDb>()?.connection().await?;
///
/// let amounts: ArrayRef = Arc::new(Int64Array::from(vec![5, 7]));
/// let sales = register_arrow("sales", [RecordBatch::try_from_iter([("amount", amounts)])?]).run(&session).await?;
/// let total: i64 = session.fetch_scalar(select([func::sum(sales.col("amount"))]).from(&sales)).await?;
/// assert_eq!(total, 12);
/// # Ok(()) }
/// ```
pub fn register_arrow(name: impl Into<String>, batches: impl IntoIterator<Item = RecordBatch>) -> RegisterArrow {
    RegisterArrow { name: name.into(), batches: batches.into_iter().collect(), replaces: false }
}

impl RegisterArrow {
    /// Takes the place of a temporary table of this name.
    pub fn or_replace(mut self) -> Self {
        self.replaces = true;
        self
    }

    /// Makes the table and gives it, with its columns.
    ///
    /// # Errors
    /// No batch at all, which would tell no columns (one without rows does); names of columns that are empty or given
    /// twice; a type that DuckDB has not; a value that would be
    /// changed, a time zone that nobody knows ([`Conversion`](aludel_engine::ErrorClass::Conversion)); a temporary
    /// table of this name that is there already.
    pub async fn run(self, on: &impl DuckDbSession) -> Result<Table, Error> {
        let Some(first) = self.batches.first() else {
            return Err(Error::Usage(format!(
                "nothing tells the columns of {:?}: give a batch, if need be one without rows",
                self.name
            )));
        };
        let schema = first.schema();
        check_names(&schema.fields().iter().map(|field| field.name().clone()).collect::<Vec<_>>())?;
        let mut table = Table::new(self.name.as_str());
        for field in schema.fields() {
            table = table.column(Column::new(field.name().as_str(), sql_type_of(field)?));
        }
        check_batches(&self.batches, on).await?;
        let create = create_table(&table).temporary();
        on.change(if self.replaces { create.or_replace() } else { create }).await?;
        let table = table.in_schema("main").in_database("temp");
        on.append(&table, self.batches).await?;
        Ok(table)
    }
}
