//! The trait of types that a row is read as, for tuples and single values.

use std::collections::{BTreeMap, HashMap};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use aludel_dialect::bigdecimal::{BigDecimal, num_bigint::BigInt};
use aludel_dialect::{Bits, Date, Interval, Time, TimeTz, Timestamp, TimestampNs, Value};
use arrow_array::RecordBatch;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use super::{ColumnReader, Columns, DecodeError, FromColumn};

/// A Rust type that a row is read as.
///
/// - a struct with `#[derive(FromRow)]`: its fields by name, whatever else the result holds;
/// - a tuple: its members by position, as many as the result has columns;
/// - a type that a single column is read as: the one column of the result.
///
/// ```
/// # use std::sync::Arc;
/// # use arrow_array::{ArrayRef, Int64Array, RecordBatch, StringArray};
/// use aludel_derive::FromRow;
/// use aludel_engine::decode::decode_batch;
///
/// #[derive(FromRow)]
/// # #[row(crate = "aludel_engine")]
/// struct User {
///     name: Option<String>,
///     id: u32,
/// }
///
/// # let id: ArrayRef = Arc::new(Int64Array::from(vec![1, 2]));
/// # let name: ArrayRef = Arc::new(StringArray::from(vec![Some("joe"), None]));
/// # let batch = RecordBatch::try_from_iter_with_nullable([("id", id, true), ("name", name, true)])?;
/// let mut users: Vec<User> = Vec::new();
/// decode_batch(&batch, 0, &mut users)?;
/// assert_eq!((users[0].id, users[0].name.as_deref()), (1, Some("joe")));
///
/// let mut pairs: Vec<(i64, Option<String>)> = Vec::new();
/// decode_batch(&batch, 0, &mut pairs)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a row",
    label = "not a type that a row is read as",
    note = "put `#[derive(FromRow)]` on the struct, or read a tuple or a single value such as `i64` or `Option<String>`"
)]
pub trait FromRow: Sized {
    /// What reads the rows of one batch.
    type Reader;

    /// Finds the columns and checks their types.
    ///
    /// # Errors
    /// A column that is missing or has another type.
    fn reader(columns: &Columns) -> Result<Self::Reader, DecodeError>;

    /// The row `row` of the batch.
    ///
    /// # Errors
    /// A value that does not fit its type.
    ///
    /// # Panics
    /// If the batch has no row `row`.
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError>;
}

/// Reads all rows of `batch` and appends them to `rows`; `first` is the number of the batch's first row in its result.
///
/// # Errors
/// The first row that can't be read; those before it have been appended.
pub fn decode_batch<T: FromRow>(batch: &RecordBatch, first: u64, rows: &mut Vec<T>) -> Result<(), DecodeError> {
    let reader = T::reader(&Columns::from(batch))?;
    let read = rows.len();
    read_rows(&reader, batch.num_rows(), rows).map_err(|error| error.in_row(first + (rows.len() - read) as u64))
}

/// The loop over the rows, apart from all that makes the reader: the compiler keeps more of it in registers.
#[inline(never)]
fn read_rows<T: FromRow>(reader: &T::Reader, count: usize, rows: &mut Vec<T>) -> Result<(), DecodeError> {
    rows.reserve(count);
    for row in 0..count {
        rows.push(T::read(reader, row)?);
    }
    Ok(())
}

macro_rules! single_values {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => { $(
        impl<$($generics)*> FromRow for $type {
            type Reader = ColumnReader<<$type as FromColumn>::Reader>;

            fn reader(columns: &Columns) -> Result<Self::Reader, DecodeError> {
                columns.expect_count::<Self>(1)?;
                columns.read_at::<Self>(0)
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
                reader.read(row)
            }
        }
    )* };
}

single_values! {
    [] bool, [] i8, [] i16, [] i32, [] i64, [] i128, [] u8, [] u16, [] u32, [] u64, [] u128, [] BigInt,
    [] f32, [] f64, [] BigDecimal, [] Decimal, [] String, [] Box<str>, [] Arc<str>, [] Bits, [] Uuid, [] Value,
    [] Date, [] Time, [] TimeTz, [] Timestamp, [] TimestampNs, [] Interval,
    [] NaiveDate, [] NaiveTime, [] NaiveDateTime, [] DateTime<Utc>, [] DateTime<FixedOffset>,
    [T: FromColumn] Option<T>, [T: FromColumn] Vec<T>, [T: FromColumn, const N: usize] [T; N],
    [K: FromColumn + Eq + Hash, V: FromColumn, S: BuildHasher + Default] HashMap<K, V, S>,
    [K: FromColumn + Ord, V: FromColumn] BTreeMap<K, V>,
}

macro_rules! tuples {
    ($count:literal: $($member:ident $index:tt),*) => {
        impl<$($member: FromColumn),*> FromRow for ($($member,)*) {
            type Reader = ($(ColumnReader<$member::Reader>,)*);

            fn reader(columns: &Columns) -> Result<Self::Reader, DecodeError> {
                columns.expect_count::<Self>($count)?;
                Ok(($(columns.read_at::<$member>($index)?,)*))
            }

            #[inline]
            fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
                Ok(($(reader.$index.read(row)?,)*))
            }
        }
    };
}

tuples!(1: A 0);
tuples!(2: A 0, B 1);
tuples!(3: A 0, B 1, C 2);
tuples!(4: A 0, B 1, C 2, D 3);
tuples!(5: A 0, B 1, C 2, D 3, E 4);
tuples!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
tuples!(9: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8);
tuples!(10: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9);
tuples!(11: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10);
tuples!(12: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11);
tuples!(13: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12);
tuples!(14: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13);
tuples!(15: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14);
tuples!(16: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11, M 12, N 13, O 14, P 15);
