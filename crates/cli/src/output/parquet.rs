//! What Parquet can hold of a result.

use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_cast::{CastOptions, cast_with_options};
use arrow_schema::extension::EXTENSION_TYPE_NAME_KEY;
use arrow_schema::{DataType, FieldRef, Schema, SchemaRef, TimeUnit};

use crate::failure::Failure;

/// The key under which a field carries the engine's own type text.
const TYPE_NAME: &str = "aludel.type";

/// The schema of the file: that of the result, with whole seconds as milliseconds, because Parquet has no timestamp of
/// seconds.
///
/// # Errors
/// A column of a type that Parquet has not: its bytes would stand there without their meaning.
pub(crate) fn file_schema(schema: &Schema) -> Result<SchemaRef, Failure> {
    let fields = schema.fields().iter().map(|field| file_field(field.name(), field));
    Ok(Arc::new(Schema::new(fields.collect::<Result<Vec<_>, _>>()?)))
}

/// The rows as the file has them.
///
/// # Errors
/// A point in time that does not fit into milliseconds.
pub(crate) fn file_batch(batch: RecordBatch, schema: &SchemaRef) -> Result<RecordBatch, Failure> {
    // What does not fit is an error, and no NULL.
    let options = CastOptions { safe: false, ..CastOptions::default() };
    let columns = batch.columns().iter().zip(schema.fields()).map(|(column, field)| {
        if column.data_type() == field.data_type() {
            return Ok(column.clone());
        }
        let cast = cast_with_options(column, field.data_type(), &options);
        cast.map_err(|error| Failure::new(format!("column {:?}: {error}", field.name())))
    });
    let columns = columns.collect::<Result<Vec<_>, Failure>>()?;
    let rows = arrow_array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(schema.clone(), columns, &rows).map_err(Failure::new)
}

/// One field, or a part of the column of this name.
fn file_field(column: &str, field: &FieldRef) -> Result<FieldRef, Failure> {
    let refused = || {
        let data_type = field.metadata().get(TYPE_NAME).cloned().unwrap_or_else(|| field.data_type().to_string());
        Failure::new(format!("column {column:?}: Parquet has no type for {data_type}"))
            .way_out("add --format arrow, or cast the column in the SQL, to text for instance")
    };
    let extension = field.metadata().get(EXTENSION_TYPE_NAME_KEY).map(String::as_str);
    if matches!(extension, Some("arrow.opaque" | "arrow.uuid")) {
        return Err(refused());
    }
    let part = |part: &FieldRef| file_field(column, part);
    let data_type = match field.data_type() {
        DataType::Union(..) | DataType::Interval(_) | DataType::Duration(_) => return Err(refused()),
        DataType::Struct(members) if members.is_empty() => return Err(refused()),
        DataType::Timestamp(TimeUnit::Second, zone) => DataType::Timestamp(TimeUnit::Millisecond, zone.clone()),
        DataType::Struct(members) => DataType::Struct(members.iter().map(part).collect::<Result<_, _>>()?),
        DataType::List(element) => DataType::List(part(element)?),
        DataType::LargeList(element) => DataType::LargeList(part(element)?),
        DataType::FixedSizeList(element, length) => DataType::FixedSizeList(part(element)?, *length),
        DataType::Map(entries, sorted) => DataType::Map(part(entries)?, *sorted),
        _ => return Ok(field.clone()),
    };
    Ok(Arc::new(field.as_ref().clone().with_data_type(data_type)))
}
