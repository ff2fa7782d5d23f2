//! Rows by name, of programs that have no struct for them.

use aludel_dialect::{Parameter, SqlType, Value};
use aludel_duckdb_sql::DuckDb;
use aludel_engine::{Error, RowsChanged};
use aludel_query::{Params, Table, func, insert, select, star, typed_bindparam};

use super::arrow::check_names;
use crate::executor::{DuckDbExecutor, column_of, columns_of};

/// How many rows are sent at once: each column as one list, for a parameter costs more than its value.
const ROWS: usize = 10_000;

/// What a row that has no value for a column of the others is taken for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum MissingValues {
    /// An error that tells the row.
    #[default]
    Refuse,
    /// The value is NULL.
    Null,
}

/// Rows on their way into a table; made by [`copy_from_rows`].
#[derive(Clone, Debug)]
#[must_use = "it copies nothing until `run` is awaited"]
pub struct CopyFromRows {
    table: Table,
    rows: Vec<Params>,
    missing: MissingValues,
}

/// Inserts rows whose values have names, all of them or none. Where a struct stands for a row, inserting records is
/// faster: they go through DuckDB's appender.
///
/// ```
/// use aludel_duckdb_md::copy_from_rows;
/// use aludel_duckdb_sql::DuckDb;
/// use aludel_engine::{Connect, Registry};
/// use aludel_query::{Table, params, text};
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let engine = Connect::through(Registry::new().with(aludel_duckdb_md::driver()), "duckdb://").open().await?;
/// let engine = engine.typed::<DuckDb>()?;
/// engine.execute(text("CREATE TABLE users (id BIGINT, name VARCHAR)")).await?;
/// let rows = [params! { id: 1, name: "alice" }, params! { id: 2, name: "bob" }];
/// assert_eq!(copy_from_rows(&Table::new("users"), rows).run(&engine).await?, 2);
/// # Ok(()) }
/// ```
pub fn copy_from_rows(table: &Table, rows: impl IntoIterator<Item = Params>) -> CopyFromRows {
    CopyFromRows { table: table.bare(), rows: rows.into_iter().collect(), missing: MissingValues::default() }
}

impl CopyFromRows {
    /// What becomes of rows that have not all the columns that the rows together have.
    pub fn missing(mut self, missing: MissingValues) -> Self {
        self.missing = missing;
        self
    }

    /// Inserts, and tells how many rows were. Columns that no row names take their defaults.
    ///
    /// # Errors
    /// A name that is no column of the table; a row without a value; values that don't fit their columns' types.
    pub async fn run(self, on: &impl DuckDbExecutor) -> Result<RowsChanged, Error> {
        let mut names: Vec<String> = Vec::new();
        for row in &self.rows {
            for (name, _) in row.iter() {
                if !names.iter().any(|known| known == name) {
                    names.push(name.to_owned());
                }
            }
        }
        if names.is_empty() {
            return match self.rows.len() {
                0 => Ok(RowsChanged::Known(0)),
                _ => Err(Error::Usage("the rows have no values".to_owned())),
            };
        }
        check_names(&names)?;
        let found = columns_of(on, select([star::<DuckDb>()]).from(&self.table).limit(0)).await?;
        let type_of = |name: &String| column_of(&self.table, &found, name).map(|column| column.sql_type.clone());
        let types: Vec<SqlType> = names.iter().map(type_of).collect::<Result<_, _>>().map_err(Error::Usage)?;
        let mut lists: Vec<Params> = Vec::with_capacity(self.rows.len().div_ceil(ROWS));
        for (number, rows) in self.rows.chunks(ROWS).enumerate() {
            let mut values: Vec<Vec<Value>> = types.iter().map(|_| Vec::with_capacity(rows.len())).collect();
            for (index, row) in rows.iter().enumerate() {
                let number = number * ROWS + index;
                for (name, values) in names.iter().zip(&mut values) {
                    values.push(value_of(row, name, number, self.missing)?);
                }
            }
            let columns = names.iter().zip(&types).zip(values);
            lists.push(columns.fold(Params::new(), |set, ((name, sql_type), values)| {
                let list = Parameter::typed(Value::List(values), SqlType::list(sql_type.clone()));
                set.with_parameter(name.clone(), list)
            }));
        }
        let unnested = names.iter().zip(types).map(|(name, sql_type)| {
            func::native("unnest", [typed_bindparam::<DuckDb>(name.as_str(), SqlType::list(sql_type))])
        });
        let rows = select(unnested.collect::<Vec<_>>());
        on.change_many(insert(&self.table).from_select(names.iter().map(String::as_str), rows), lists).await
    }
}

/// The value that the row of this number has for a column.
fn value_of(row: &Params, name: &str, number: usize, missing: MissingValues) -> Result<Value, Error> {
    let mut values = row.iter().filter(|(have, _)| *have == name);
    match (values.next(), values.next(), missing) {
        (Some((_, parameter)), None, _) => Ok(parameter.value.clone()),
        (Some(_), Some(_), _) => Err(Error::Usage(format!("row {number} has two values for {name:?}"))),
        (None, _, MissingValues::Null) => Ok(Value::Null),
        (None, _, MissingValues::Refuse) => Err(Error::Usage(format!(
            "row {number} has no value for {name:?}, and others have: say what that means with \
             `missing(MissingValues::Null)`"
        ))),
    }
}
