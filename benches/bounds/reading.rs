//! The rows that are fetched and inserted: eight columns of mixed types, two of them with NULLs.

use std::sync::Arc;

use aludel::{FromRow, Record};
use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Decimal128Type, Float64Type, Int32Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, Date32Array, Decimal128Array, Float64Array, Int32Array, Int64Array, RecordBatch, StringArray,
    TimestampMicrosecondArray,
};
use arrow_schema::ArrowError;
use chrono::{DateTime, NaiveDate, NaiveDateTime};
use rust_decimal::Decimal;

use crate::Outcome;

#[derive(Clone, Debug, FromRow, Record)]
#[record(table = "inserted")]
pub struct Reading {
    pub id: i64,
    pub sensor: Option<i32>,
    pub value: f64,
    #[record(precision = 15, scale = 2)]
    pub price: Decimal,
    pub kind: String,
    pub note: Option<String>,
    pub day: NaiveDate,
    pub taken: NaiveDateTime,
}

/// The columns of `rows` readings as a query.
pub fn query(rows: u32) -> String {
    format!(
        "SELECT i AS id, CASE WHEN i % 10 <> 3 THEN (i % 1000)::INTEGER END AS sensor, i * 0.25::DOUBLE AS value, \
         (i % 1000000 / 4)::DECIMAL(15, 2) AS price, 'kind ' || (i % 100) AS kind, \
         CASE WHEN i % 7 <> 2 THEN 'reading number ' || i || ' of a long series' END AS note, \
         DATE '2020-01-01' + (i % 2000)::INTEGER AS day, TIMESTAMP '2020-01-01' + to_seconds(i) AS taken \
         FROM range({rows}) numbers(i)"
    )
}

/// The columns as a table is declared with them.
pub const COLUMNS: &str = "id BIGINT, sensor INTEGER, value DOUBLE, price DECIMAL(15, 2), kind VARCHAR, note VARCHAR, \
                           day DATE, taken TIMESTAMP";

const EPOCH: NaiveDate = NaiveDate::from_ymd_opt(1970, 1, 1).expect("a day of the calendar");

/// What one writes who has batches and wants structs.
pub fn read_by_hand(batch: &RecordBatch, readings: &mut Vec<Reading>) -> Outcome {
    let ids = batch.column(0).as_primitive::<Int64Type>();
    let sensors = batch.column(1).as_primitive::<Int32Type>();
    let values = batch.column(2).as_primitive::<Float64Type>();
    let prices = batch.column(3).as_primitive::<Decimal128Type>();
    let scale = u32::from(prices.scale().unsigned_abs());
    let kinds = batch.column(4).as_string::<i32>();
    let notes = batch.column(5).as_string::<i32>();
    let days = batch.column(6).as_primitive::<Date32Type>();
    let times = batch.column(7).as_primitive::<TimestampMicrosecondType>();
    readings.reserve(batch.num_rows());
    for row in 0..batch.num_rows() {
        readings.push(Reading {
            id: ids.value(row),
            sensor: sensors.is_valid(row).then(|| sensors.value(row)),
            value: values.value(row),
            price: Decimal::try_from_i128_with_scale(prices.value(row), scale)?,
            kind: kinds.value(row).to_owned(),
            note: notes.is_valid(row).then(|| notes.value(row).to_owned()),
            day: NaiveDate::from_epoch_days(days.value(row)).ok_or("a day past the calendar")?,
            taken: DateTime::from_timestamp_micros(times.value(row)).ok_or("a time past the calendar")?.naive_utc(),
        });
    }
    Ok(())
}

/// What one writes who has structs and wants a batch.
pub fn build_by_hand(readings: &[Reading]) -> Result<RecordBatch, ArrowError> {
    let column = |name: &'static str, nullable: bool, array: ArrayRef| (name, array, nullable);
    let prices = Decimal128Array::from_iter_values(readings.iter().map(|reading| reading.price.mantissa()));
    RecordBatch::try_from_iter_with_nullable([
        column("id", false, Arc::new(Int64Array::from_iter_values(readings.iter().map(|reading| reading.id)))),
        column("sensor", true, Arc::new(Int32Array::from_iter(readings.iter().map(|reading| reading.sensor)))),
        column("value", false, Arc::new(Float64Array::from_iter_values(readings.iter().map(|reading| reading.value)))),
        column("price", false, Arc::new(prices.with_precision_and_scale(15, 2)?)),
        column("kind", false, Arc::new(StringArray::from_iter_values(readings.iter().map(|reading| &reading.kind)))),
        column("note", true, Arc::new(StringArray::from_iter(readings.iter().map(|reading| reading.note.as_ref())))),
        column(
            "day",
            false,
            Arc::new(Date32Array::from_iter_values(
                readings.iter().map(|reading| reading.day.signed_duration_since(EPOCH).num_days() as i32),
            )),
        ),
        column(
            "taken",
            false,
            Arc::new(TimestampMicrosecondArray::from_iter_values(
                readings.iter().map(|reading| reading.taken.and_utc().timestamp_micros()),
            )),
        ),
    ])
}

/// A reading as the raw crate's own rows give it.
pub fn read_row(row: &duckdb::Row<'_>) -> duckdb::Result<Reading> {
    Ok(Reading {
        id: row.get(0)?,
        sensor: row.get(1)?,
        value: row.get(2)?,
        price: row.get(3)?,
        kind: row.get(4)?,
        note: row.get(5)?,
        day: row.get(6)?,
        taken: row.get(7)?,
    })
}
