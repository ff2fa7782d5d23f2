//! Arrow batches as blocks of the format `Native`.
//!
//! Each column is written as the type that the table's column has, so that the server converts nothing: its conversions
//! cut and wrap around without a word. A value that the type does not hold is an error that names column and row.

mod bulk;
mod fast;
mod options;
mod values;

pub use options::{AsyncInsert, InsertOptions};

use aludel_dialect::Value;
use aludel_engine::Error;
use aludel_engine::decode::Column;
use arrow_array::{Array, ArrayRef, RecordBatch};
use arrow_schema::FieldRef;

use crate::types::{Kind, Type};

/// A column of the table that rows go into.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    pub(crate) name: String,
    pub(crate) column_type: Type,
}

/// What the values' meaning depends on beside their types.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Context<'a> {
    /// The zone of columns that name none.
    pub(crate) server_zone: &'a str,
}

/// A block of the batch's rows, whose columns are those of `targets` in their order. `before` rows came before it.
pub(crate) fn block(
    batch: &RecordBatch,
    targets: &[Target],
    context: Context<'_>,
    before: u64,
) -> Result<Vec<u8>, Error> {
    let columns = batch.schema();
    let mut out = Vec::with_capacity(batch.get_array_memory_size() + 64 * targets.len());
    varint(targets.len(), &mut out);
    varint(batch.num_rows(), &mut out);
    for ((target, array), field) in targets.iter().zip(batch.columns()).zip(columns.fields()) {
        let wire = wire_type(&target.column_type);
        text(target.name.as_bytes(), &mut out);
        text(wire.text.as_bytes(), &mut out);
        column(field, array, &wire, context, &mut out).map_err(|problem| {
            let row = problem.row.map_or_else(String::new, |row| format!(", row {}", before + row as u64));
            Error::Usage(format!("column {:?}{row}: {}", target.name, problem.words))
        })?;
    }
    Ok(out)
}

/// Why a column can't be written.
struct Problem {
    row: Option<usize>,
    words: String,
}

/// The type that a column is written as: the server makes a LowCardinality of its values, and JSON of text, by itself.
fn wire_type(of: &Type) -> Type {
    let named = |text: String, kind| Type { text, kind };
    match &of.kind {
        Kind::LowCardinality(inner) => wire_type(inner),
        Kind::Json => named("String".to_owned(), Kind::String),
        Kind::Nullable(inner) => {
            let inner = wire_type(inner);
            named(format!("Nullable({})", inner.text), Kind::Nullable(Box::new(inner)))
        }
        Kind::Array(element) => {
            let element = wire_type(element);
            named(format!("Array({})", element.text), Kind::Array(Box::new(element)))
        }
        Kind::Map(entry) => {
            let (key, value) = (wire_type(&entry.0), wire_type(&entry.1));
            named(format!("Map({}, {})", key.text, value.text), Kind::Map(Box::new((key, value))))
        }
        _ => of.clone(),
    }
}

fn column(
    field: &FieldRef,
    array: &ArrayRef,
    to: &Type,
    context: Context<'_>,
    out: &mut Vec<u8>,
) -> Result<(), Problem> {
    let rows = array.len();
    if rows == 0 {
        return Ok(());
    }
    let inner = match &to.kind {
        Kind::Nullable(inner) => inner,
        _ => to,
    };
    let begin = out.len();
    if inner.text.len() == to.text.len() {
        if array.null_count() > 0 {
            let row = (0..rows).find(|row| array.is_null(*row));
            return Err(Problem { row, words: format!("NULL can't be put into {to}") });
        }
    } else {
        out.extend((0..rows).map(|row| u8::from(array.is_null(row))));
    }
    if fast::column(array, inner, out).map_err(|(row, words)| Problem { row: Some(row), words })? {
        return Ok(());
    }
    out.truncate(begin);
    let whole = |words: String| Problem { row: None, words };
    let reader = Column::new(field, array).and_then(|column| column.read_as::<Value>());
    let reader = reader.map_err(|error| whole(error.to_string()))?;
    let values = (0..rows)
        .map(|row| reader.read::<Value>(row).map_err(|error| Problem { row: Some(row), words: error.to_string() }))
        .collect::<Result<Vec<Value>, Problem>>()?;
    let references: Vec<(usize, &Value)> = values.iter().enumerate().collect();
    values::column(&references, to, context, out).map_err(|(row, words)| Problem { row: Some(row), words })
}

/// Seven bits a byte, the lowest first.
fn varint(mut number: usize, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

fn text(bytes: &[u8], out: &mut Vec<u8>) {
    varint(bytes.len(), out);
    out.extend_from_slice(bytes);
}
