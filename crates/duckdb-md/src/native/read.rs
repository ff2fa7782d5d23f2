//! Vectors of DuckDB into arrays of Arrow: the types without parts.
//!
//! A vector is a block of values and, where some are NULL, a mask with Arrow's own bit order; so most types are one
//! copy. Values under a NULL may be uninitialised: they are copied as bytes or not looked at.

use std::sync::Arc;

use arrow_array::types::{UInt8Type, UInt16Type, UInt32Type};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, GenericByteArray, IntervalMonthDayNanoArray, NullArray,
    PrimitiveArray, make_array,
    types::{ArrowDictionaryKeyType, BinaryType, ByteArrayType, Utf8Type},
};
use arrow_buffer::{
    ArrowNativeType, BooleanBuffer, Buffer, IntervalMonthDayNano, MutableBuffer, NullBuffer, OffsetBuffer, ScalarBuffer,
};
use arrow_data::ArrayData;
use arrow_schema::{ArrowError, DataType};
use duckdb::ffi;

use super::column::{Column, Kind};
use super::read_nested::read_parts;

/// Why a vector could not be read.
#[derive(Debug)]
pub(super) enum Unreadable {
    /// More text or elements than Arrow's 32-bit offsets count; fewer rows may do.
    TooMuch,
    /// A value that Arrow can't hold, or broken content.
    Broken(String),
}

impl From<ArrowError> for Unreadable {
    fn from(error: ArrowError) -> Self {
        Unreadable::Broken(error.to_string())
    }
}

/// Rows of a vector.
#[derive(Clone, Copy)]
pub(super) struct Rows<'a> {
    pub(super) vector: ffi::duckdb_vector,
    pub(super) start: usize,
    pub(super) len: usize,
    /// Where the parent is NULL; content under it means nothing.
    pub(super) hidden: Option<&'a NullBuffer>,
}

impl Rows<'_> {
    /// Where the values are NULL, or their parents.
    fn nulls(&self) -> Option<NullBuffer> {
        // SAFETY: a live vector (the promise of whoever made `self`).
        let mask = unsafe { ffi::duckdb_vector_get_validity(self.vector) };
        let own = (!mask.is_null()).then(|| {
            let words = (self.start + self.len).div_ceil(64);
            // SAFETY: a mask has a bit for each row of its vector, in whole words, and `start + len` rows are there.
            let words = unsafe { std::slice::from_raw_parts(mask, words) };
            NullBuffer::new(BooleanBuffer::new(Buffer::from_slice_ref(words), self.start, self.len))
        });
        NullBuffer::union(own.as_ref(), self.hidden).filter(|nulls| nulls.null_count() > 0)
    }

    /// The values, which are `T`s by the column's type.
    pub(super) fn values<T: Copy>(&self) -> Values<T> {
        // SAFETY: a live vector (the promise of whoever made `self`), which has at least `start` values.
        let first = unsafe { ffi::duckdb_vector_get_data(self.vector).cast::<T>().add(self.start) };
        Values { first, len: self.len }
    }
}

/// Values of a vector, which must outlive them. They may be a part of a block as it came from a file, and then are not
/// aligned as Rust wants it (HUGEINT above all).
pub(super) struct Values<T> {
    first: *const T,
    len: usize,
}

impl<T: Copy> Values<T> {
    /// # Safety
    /// The row is one of those that were asked for and not NULL; the vector lives.
    pub(super) unsafe fn get(&self, row: usize) -> T {
        debug_assert!(row < self.len);
        // SAFETY: the caller's promise; values that are not NULL are initialised.
        unsafe { self.first.add(row).read_unaligned() }
    }
}

/// Reads rows into an array of the column's type.
///
/// # Safety
/// `rows.vector` is a live, flat vector of the type that `column` was made from, with at least `start + len` values.
pub(super) unsafe fn read(column: &Column, rows: Rows<'_>) -> Result<ArrayRef, Unreadable> {
    let nulls = rows.nulls();
    let data_type = column.field.data_type();
    Ok(match &column.kind {
        Kind::Fixed(width) => fixed(rows, *width, data_type, nulls),
        Kind::Boolean => {
            let values = rows.values::<u8>();
            let bits = BooleanBuffer::collect_bool(rows.len, |row| {
                // SAFETY: one of the rows, and not NULL.
                is_valid(&nulls, row) && unsafe { values.get(row) } != 0
            });
            Arc::new(BooleanArray::new(bits, nulls))
        }
        Kind::Uuid => {
            let bytes: Vec<u8> = each(rows, &nulls, |value: u128| (value ^ (1 << 127)).to_be_bytes()).concat();
            from_bytes(Buffer::from_vec(bytes), rows.len, data_type, nulls)
        }
        Kind::Decimal(width) => {
            let values = match width {
                2 => each(rows, &nulls, |value: i16| i128::from(value)),
                4 => each(rows, &nulls, |value: i32| i128::from(value)),
                8 => each(rows, &nulls, |value: i64| i128::from(value)),
                _ => each(rows, &nulls, |value: i128| value),
            };
            let array = Decimal128Array::new(values.into(), nulls);
            Arc::new(array.with_data_type(data_type.clone()))
        }
        Kind::Interval => interval(rows, nulls)?,
        Kind::Text => {
            let (offsets, bytes) = strings(rows, &nulls)?;
            let text = std::str::from_utf8(&bytes).ok();
            // Each value on its own, too: two broken halves may make a whole.
            let whole = text.is_some_and(|text| offsets.iter().all(|&at| text.is_char_boundary(at.as_usize())));
            if !whole {
                return Err(Unreadable::Broken("holds text that is not valid UTF-8: cast it to BLOB".to_owned()));
            }
            string_array::<Utf8Type>(offsets, bytes, nulls)
        }
        Kind::Bytes => {
            let (offsets, bytes) = strings(rows, &nulls)?;
            string_array::<BinaryType>(offsets, bytes, nulls)
        }
        Kind::Enum(1, names) => dictionary::<UInt8Type>(rows, names, nulls)?,
        Kind::Enum(2, names) => dictionary::<UInt16Type>(rows, names, nulls)?,
        Kind::Enum(_, names) => dictionary::<UInt32Type>(rows, names, nulls)?,
        Kind::Null => Arc::new(NullArray::new(rows.len)),
        // SAFETY: the same promise, handed on.
        _ => unsafe { read_parts(column, rows, nulls) }?,
    })
}

pub(super) fn is_valid(nulls: &Option<NullBuffer>, row: usize) -> bool {
    nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row))
}

/// Each value through `change`; the default where it is NULL.
fn each<T: Copy, U: Default>(rows: Rows<'_>, nulls: &Option<NullBuffer>, change: impl Fn(T) -> U) -> Vec<U> {
    let values = rows.values::<T>();
    (0..rows.len)
        .map(|row| {
            // SAFETY: one of the rows, and not NULL.
            if is_valid(nulls, row) { change(unsafe { values.get(row) }) } else { U::default() }
        })
        .collect()
}

/// Values that Arrow keeps as DuckDB does.
fn fixed(rows: Rows<'_>, width: usize, data_type: &DataType, nulls: Option<NullBuffer>) -> ArrayRef {
    let bytes = rows.len * width;
    let mut buffer = MutableBuffer::new(bytes);
    if bytes > 0 {
        // SAFETY: the vector has `start + len` values of `width` bytes, the buffer room for `len` of them; copied as
        // bytes, initialised or not. Where they were not, the row is NULL, and zeroed below.
        unsafe {
            let data = ffi::duckdb_vector_get_data(rows.vector).cast::<u8>();
            std::ptr::copy_nonoverlapping(data.add(rows.start * width), buffer.as_mut_ptr(), bytes);
            buffer.set_len(bytes);
        }
        if let Some(nulls) = &nulls {
            let values = buffer.as_slice_mut().chunks_exact_mut(width);
            values.zip(nulls.iter()).filter(|(_, valid)| !valid).for_each(|(value, _)| value.fill(0));
        }
    }
    from_bytes(buffer.into(), rows.len, data_type, nulls)
}

/// An array of `len` values of a fixed width, from their bytes.
fn from_bytes(buffer: Buffer, len: usize, data_type: &DataType, nulls: Option<NullBuffer>) -> ArrayRef {
    let data = ArrayData::builder(data_type.clone()).len(len).add_buffer(buffer).nulls(nulls);
    // SAFETY: one buffer of `len` values of the width that `data_type` has, aligned for each type; nulls of length `len`.
    make_array(unsafe { data.build_unchecked() })
}

fn interval(rows: Rows<'_>, nulls: Option<NullBuffer>) -> Result<ArrayRef, Unreadable> {
    let spans = rows.values::<ffi::duckdb_interval>();
    let mut values = Vec::with_capacity(rows.len);
    for row in 0..rows.len {
        if !is_valid(&nulls, row) {
            values.push(IntervalMonthDayNano::default());
            continue;
        }
        // SAFETY: one of the rows, and not NULL.
        let value = unsafe { spans.get(row) };
        let nanoseconds = value.micros.checked_mul(1_000).ok_or_else(|| {
            Unreadable::Broken(
                "holds an interval past 64-bit nanoseconds (about 292 years of time): cast it".to_owned(),
            )
        })?;
        values.push(IntervalMonthDayNano::new(value.months, value.days, nanoseconds));
    }
    Ok(Arc::new(IntervalMonthDayNanoArray::new(values.into(), nulls)))
}

/// `duckdb_string_t`: a length, then up to 12 bytes in place, or four of them again and a pointer.
type StringHeader = [u8; 16];

const IN_PLACE: usize = 12;

impl Values<StringHeader> {
    /// # Safety
    /// As for [`get`](Self::get).
    unsafe fn length(&self, row: usize) -> usize {
        // SAFETY: the caller's promise; a header begins with its length.
        unsafe { self.first.add(row).cast::<u32>().read_unaligned() as usize }
    }

    /// # Safety
    /// As for [`get`](Self::get); the bytes live as long as the vector.
    unsafe fn bytes(&self, row: usize) -> &[u8] {
        // SAFETY: the caller's promise; what follows the length, or what is pointed to, has that many bytes.
        unsafe {
            let (header, length) = (self.first.add(row).cast::<u8>(), self.length(row));
            let start =
                if length <= IN_PLACE { header.add(4) } else { header.add(8).cast::<*const u8>().read_unaligned() };
            std::slice::from_raw_parts(start, length)
        }
    }
}

fn strings(rows: Rows<'_>, nulls: &Option<NullBuffer>) -> Result<(Vec<i32>, Vec<u8>), Unreadable> {
    let values = rows.values::<StringHeader>();
    let valid = || (0..rows.len).filter(|&row| is_valid(nulls, row));
    // SAFETY: one of the rows, and not NULL.
    let total: usize = valid().map(|row| unsafe { values.length(row) }).sum();
    if i32::try_from(total).is_err() {
        return Err(Unreadable::TooMuch);
    }
    let (mut offsets, mut bytes) = (Vec::with_capacity(rows.len + 1), Vec::with_capacity(total));
    offsets.push(0);
    for row in 0..rows.len {
        if is_valid(nulls, row) {
            // SAFETY: as above.
            bytes.extend_from_slice(unsafe { values.bytes(row) });
        }
        offsets.push(bytes.len() as i32);
    }
    Ok((offsets, bytes))
}

fn string_array<T: ByteArrayType<Offset = i32>>(
    offsets: Vec<i32>,
    bytes: Vec<u8>,
    nulls: Option<NullBuffer>,
) -> ArrayRef {
    // SAFETY: `strings` counts upwards from 0 to the length of `bytes`; text was checked by the caller.
    Arc::new(unsafe {
        let offsets = OffsetBuffer::new_unchecked(ScalarBuffer::from(offsets));
        GenericByteArray::<T>::new_unchecked(offsets, Buffer::from_vec(bytes), nulls)
    })
}

fn dictionary<K: ArrowDictionaryKeyType>(
    rows: Rows<'_>,
    names: &ArrayRef,
    nulls: Option<NullBuffer>,
) -> Result<ArrayRef, Unreadable>
where
    K::Native: Default,
{
    let keys = each(rows, &nulls, |key: K::Native| key);
    let keys = PrimitiveArray::<K>::new(ScalarBuffer::from(keys), nulls);
    Ok(Arc::new(DictionaryArray::try_new(keys, names.clone())?))
}
