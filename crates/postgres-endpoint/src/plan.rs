//! How a statement is run: DuckDB is asked for the types of its columns, and what the wire would change of them is
//! selected in another form.

use std::sync::Arc;

use aludel_duckdb_sql::DuckDbInspection;
use aludel_engine::{Error, Inspection, Rows};
use aludel_postgres_wire::{Column, DescribedColumn, Kind, Wire, WireError, oid};
use arrow_array::{RecordBatch, RecordBatchOptions};
use arrow_schema::{Schema, SchemaRef};
use futures_util::TryStreamExt;

use crate::bind::Bound;
use crate::error::error;
use crate::read::Reading;
use crate::words::{self, Returned};

/// A statement's text as it is sent, and its columns.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    pub(crate) sql: Arc<str>,
    pub(crate) readings: Arc<[Reading]>,
    pub(crate) schema: SchemaRef,
}

impl Plan {
    fn new(sql: String, readings: Vec<Reading>) -> Self {
        let schema = Arc::new(Schema::new(readings.iter().map(|reading| reading.field.clone()).collect::<Vec<_>>()));
        Self { sql: sql.into(), readings: readings.into(), schema }
    }

    /// What the wire's rows are read as.
    pub(crate) fn columns(&self) -> Vec<Column> {
        self.readings.iter().map(Reading::column).collect()
    }

    /// A batch as it came over the wire, in parts that don't become large in Arrow: a NULL among arrays is one byte on the
    /// wire, and a whole array there.
    pub(crate) fn parts_of(&self, batch: &RecordBatch) -> Vec<RecordBatch> {
        const PLACES: u64 = 1 << 20;
        let most = self.readings.iter().map(Reading::places).max().unwrap_or(1);
        let rows = usize::try_from(PLACES / most).unwrap_or(1).max(1);
        let starts = (0..batch.num_rows().max(1)).step_by(rows);
        starts.map(|start| batch.slice(start, rows.min(batch.num_rows() - start))).collect()
    }

    /// A batch as it came over the wire, as it is in Arrow.
    pub(crate) fn decoded(&self, batch: &RecordBatch) -> Result<RecordBatch, Error> {
        let mut arrays = Vec::with_capacity(self.readings.len());
        for (reading, array) in self.readings.iter().zip(batch.columns()) {
            let name = reading.field.name().clone();
            arrays.push(reading.decoded(array).map_err(|reason| error(WireError::Column { name, reason }))?);
        }
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        RecordBatch::try_new_with_options(self.schema.clone(), arrays, &options)
            .map_err(|error| Error::Usage(format!("a batch could not be made: {error}")))
    }
}

/// The plan of a query, or of what stands in a FROM in parentheses only.
pub(crate) async fn of_query(wire: &mut Wire, bound: &Bound, is_shown: bool) -> Result<Plan, Error> {
    let call = words::as_query(&bound.sql);
    let query = words::without_end(call.as_deref().unwrap_or(&bound.sql));
    let whole = if is_shown { format!("SELECT * FROM ({query}\n)") } else { query.to_owned() };
    let mut readings = readings(described(wire, &whole, bound).await?)?;
    // Once more if the wire calls a type by another name than expected: then by its text.
    for attempt in [Attempt::First, Attempt::ByText] {
        let sql = projected(query, is_shown, &readings);
        let mut columns = wire.describe(&sql, &bound.declared()).await.map_err(error)?.columns;
        if columns.len() != readings.len() || !strange(&readings, &columns)?.is_empty() {
            // What was prepared before a table changed is described as it was then.
            wire.forget_statements().await.map_err(error)?;
            columns = wire.describe(&sql, &bound.declared()).await.map_err(error)?.columns;
        }
        let strange: Vec<usize> = strange(&readings, &columns)?;
        if strange.is_empty() {
            return Ok(Plan::new(sql, readings.into_iter().map(|(reading, _)| reading).collect()));
        }
        for index in strange {
            let (reading, sql_type) = &mut readings[index];
            if attempt == Attempt::ByText || !reading.is_direct() {
                return Err(refused(reading.field.name(), &columns[index]));
            }
            *reading = reading.by_text(sql_type);
        }
    }
    Err(Error::Usage("the types of the result's columns can't be learnt".to_owned()))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attempt {
    First,
    ByText,
}

type Typed = (Reading, aludel_dialect::SqlType);

fn readings(columns: Vec<(String, String)>) -> Result<Vec<Typed>, Error> {
    let reading = |(name, type_text): (String, String)| {
        let sql_type = DuckDbInspection.sql_type(&type_text);
        let reading = Reading::new(&name, &sql_type);
        Ok((reading.map_err(|reason| error(WireError::Column { name, reason }))?, sql_type))
    };
    columns.into_iter().map(reading).collect()
}

/// The query with its columns selected so that the wire does not change them.
fn projected(query: &str, is_shown: bool, readings: &[Typed]) -> String {
    if readings.iter().all(|(reading, _)| reading.is_direct()) && !is_shown {
        return query.to_owned();
    }
    let items = readings.iter().enumerate().map(|(index, (reading, _))| reading.selected(&format!("c{index}")));
    let items: Vec<String> = items.collect();
    let names: Vec<String> = (0..readings.len()).map(|index| format!("c{index}")).collect();
    format!("SELECT {} FROM ({query}\n) AS aludel({})", items.join(", "), names.join(", "))
}

/// The columns that the wire describes in another way than they are read.
fn strange(readings: &[Typed], columns: &[DescribedColumn]) -> Result<Vec<usize>, Error> {
    if readings.len() != columns.len() {
        let reason = format!("DuckDB describes {} columns, and the wire {}", readings.len(), columns.len());
        return Err(Error::Usage(reason));
    }
    let is_strange = |(index, ((reading, _), column)): (usize, (&Typed, &DescribedColumn))| {
        (!is_of(&reading.wire, column.oid)).then_some(index)
    };
    Ok(readings.iter().zip(columns).enumerate().filter_map(is_strange).collect())
}

/// Whether the wire's type is the one that is read so.
fn is_of(kind: &Kind, found: oid::Oid) -> bool {
    match kind {
        Kind::Boolean => found == oid::BOOL,
        Kind::Int8 | Kind::Int16 => found == oid::INT2,
        Kind::Int32 => found == oid::INT4,
        Kind::Int64 => found == oid::INT8,
        Kind::Float32 => found == oid::FLOAT4,
        Kind::Float64 => found == oid::FLOAT8,
        Kind::Decimal(..) => found == oid::NUMERIC,
        Kind::Text => matches!(found, oid::TEXT | oid::VARCHAR | oid::BPCHAR | oid::NAME | oid::UNKNOWN),
        Kind::Bytes => found == oid::BYTEA,
        Kind::Uuid => found == oid::UUID,
        _ => false,
    }
}

fn refused(name: &str, column: &DescribedColumn) -> Error {
    let reason =
        format!("the wire calls its type {}, which says too little: cast it to VARCHAR", oid::name(column.oid));
    error(WireError::Column { name: name.to_owned(), reason })
}

/// Names and types of a query's columns, in DuckDB's words.
pub(crate) async fn described(wire: &mut Wire, query: &str, bound: &Bound) -> Result<Vec<(String, String)>, Error> {
    let sql = format!("SELECT column_name, column_type FROM (DESCRIBE {query}\n)");
    let text = |name: &str| Column { name: name.to_owned(), kind: Kind::Text, type_name: "VARCHAR".to_owned() };
    let columns = vec![text("column_name"), text("column_type")];
    let answer = wire.query(&sql, &bound.declared(), bound.arguments.clone(), columns).await.map_err(error)?;
    let schema = answer.schema().clone();
    Ok(Rows::new(schema, answer.try_collect().await.map_err(error)?).into_vec()?)
}

/// The plan of a statement with RETURNING: each item is described as if it were selected from the table.
pub(crate) async fn of_returned(wire: &mut Wire, bound: &Bound, returned: &Returned) -> Result<Plan, Error> {
    let nothing = Bound { sql: String::new(), arguments: Vec::new() };
    let (mut all, mut items) = (Vec::new(), Vec::new());
    for item in &returned.items {
        let is_star = item.trim_end().ends_with('*');
        let Returned { table, alias, name, is_merge, .. } = returned;
        let source = match alias {
            _ if *is_merge && !is_star => {
                let called = alias.as_ref().unwrap_or(name);
                format!("(SELECT *, CAST(NULL AS VARCHAR) AS merge_action FROM {table}) AS {called}")
            }
            Some(alias) => format!("{table} AS {alias}"),
            None => table.clone(),
        };
        let columns = described(wire, &format!("SELECT {item} FROM {source}"), &nothing).await?;
        for (reading, sql_type) in readings(columns)? {
            let name = format!("\"{}\"", reading.field.name().replace('"', "\"\""));
            items.push(match reading.is_direct() {
                true if is_star => name,
                true => item.clone(),
                false if is_star => format!("{} AS {name}", reading.selected(&name)),
                // What stands for several columns, or is computed of them, has no names to select them by.
                false if !words::names_its_columns(&format!("SELECT {item}")) => {
                    let reason =
                        format!("the wire can't bring what `{item}` returns: name the columns that are returned");
                    return Err(Error::Usage(reason));
                }
                false => format!("{} AS {name}", reading.selected_of_one(words::without_alias(item))),
            });
            all.push((reading, sql_type));
        }
    }
    let sql = if all.iter().all(|(reading, _)| reading.is_direct()) {
        bound.sql.clone()
    } else {
        let before = bound.sql.get(..returned.list).unwrap_or_default();
        format!("{before} {}", items.join(", "))
    };
    let columns = wire.describe(&sql, &bound.declared()).await.map_err(error)?.columns;
    match strange(&all, &columns)?.first() {
        None => Ok(Plan::new(sql, all.into_iter().map(|(reading, _)| reading).collect())),
        Some(index) => Err(refused(all[*index].0.field.name(), &columns[*index])),
    }
}

/// The plan of anything else, of which the wire alone tells the columns; `None` if it has none.
pub(crate) async fn of_other(wire: &mut Wire, bound: &Bound) -> Result<Option<Plan>, Error> {
    let columns = wire.describe(&bound.sql, &bound.declared()).await.map_err(error)?.columns;
    if columns.is_empty() {
        return Ok(None);
    }
    let reading = |column: &DescribedColumn| {
        let type_text = match column.oid {
            oid::BOOL => "BOOLEAN",
            oid::INT2 => "SMALLINT",
            oid::INT4 => "INTEGER",
            oid::INT8 => "BIGINT",
            oid::FLOAT4 => "FLOAT",
            oid::FLOAT8 => "DOUBLE",
            oid::TEXT | oid::VARCHAR => "VARCHAR",
            oid::BYTEA => "BLOB",
            oid::UUID => "UUID",
            _ => {
                let reason = format!(
                    "the wire calls its type {}, and of this kind of statement nothing else is told: select it \
                     from a table \
                     function",
                    oid::name(column.oid)
                );
                return Err(error(WireError::Column { name: column.name.clone(), reason }));
            }
        };
        let found = readings(vec![(column.name.clone(), type_text.to_owned())])?;
        Ok(found.into_iter().map(|(reading, _)| reading))
    };
    let readings = columns.iter().map(reading).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(Plan::new(bound.sql.clone(), readings.into_iter().flatten().collect())))
}
