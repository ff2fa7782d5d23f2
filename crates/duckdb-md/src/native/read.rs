//! Vectors of DuckDB into arrays of Arrow: the types without parts.
//!
//! A vector is a block of values and, where some are NULL, a mask with Arrow's own bit order; so most types are one
//! copy. Values under a NULL may be uninitialised: they are copied as bytes or not looked at.

use std::mem::MaybeUninit;
use std::sync::Arc;

use arrow_array::types::{UInt8Type, UInt16Type, UInt32Type};
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, DictionaryArray, GenericByteArray, IntervalMonthDayNanoArray, NullArray,
    PrimitiveArray, make_array,
    types::{ArrowDictionaryKeyType, BinaryType, ByteArrayType, Utf8Type},
};
use arrow_buffer::{
    ArrowNativeType, BooleanBuffer, Buffer, IntervalMonthDayNano, MutableBuffer, NullBuffer, OffsetBuffer,
    ScalarBuffer,
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

    /// The first of the values, which are `T`s; those under a NULL may be uninitialised.
    pub(super) fn values<T>(&self) -> &[MaybeUninit<T>] {
        if self.len == 0 {
            return &[];
        }
        // SAFETY: a live vector with at least `start + len` values, which the column's type says are `T`s; DuckDB
        // aligns blocks for every type that it keeps in them.
        unsafe {
            let data = ffi::duckdb_vector_get_data(self.vector).cast::<MaybeUninit<T>>();
            std::slice::from_raw_parts(data.add(self.start), self.len)
        }
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
                // SAFETY: of the values under a NULL nothing is said; of the others that they are initialised.
                is_valid(&nulls, row) && unsafe { values[row].assume_init() } != 0
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
    let values = rows.values::<T>().iter().enumerate();
    values
        .map(|(row, value)| {
            // SAFETY: initialised, because not under a NULL.
            if is_valid(nulls, row) { change(unsafe { value.assume_init() }) } else { U::default() }
        })
        .collect()
}

/// Values that Arrow keeps as DuckDB does.
fn fixed(rows: Rows<'_>, width: usize, data_type: &DataType, nulls: Option<NullBuffer>) -> ArrayRef {
    let bytes = rows.len * width;
    let mut buffer = MutableBuffer::new(bytes);
    if bytes > 0 {
        // SAFETY: the vector has `start + len` values of `width` bytes, the buffer room for `len` of them; copied as
        // bytes, initialised or not. Where they were not, the row is NULL and nobody looks.
        unsafe {
            let data = ffi::duckdb_vector_get_data(rows.vector).cast::<u8>();
            std::ptr::copy_nonoverlapping(data.add(rows.start * width), buffer.as_mut_ptr(), bytes);
            buffer.set_len(bytes);
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
    let mut values = Vec::with_capacity(rows.len);
    for (row, value) in rows.values::<ffi::duckdb_interval>().iter().enumerate() {
        if !is_valid(&nulls, row) {
            values.push(IntervalMonthDayNano::default());
            continue;
        }
        // SAFETY: initialised, because not under a NULL.
        let value = unsafe { value.assume_init_ref() };
        let nanoseconds = value.micros.checked_mul(1_000).ok_or_else(|| {
            Unreadable::Broken("holds an interval past 64-bit nanoseconds (about 292 years of time): cast it".to_owned())
        })?;
        values.push(IntervalMonthDayNano::new(value.months, value.days, nanoseconds));
    }
    Ok(Arc::new(IntervalMonthDayNanoArray::new(values.into(), nulls)))
}

/// `duckdb_string_t`: up to 12 bytes in place, else four of them again and a pointer.
#[repr(C, align(8))]
struct StringHeader {
    length: u32,
    start: [u8; 4],
    rest: [u8; 8],
}

const IN_PLACE: usize = 12;

impl StringHeader {
    /// # Safety
    /// The header is of a vector that lives during the borrow.
    unsafe fn bytes(&self) -> &[u8] {
        let length = self.length as usize;
        // SAFETY: what follows the length, or what is pointed to, has that many bytes.
        unsafe {
            if length <= IN_PLACE {
                let header: *const Self = self;
                std::slice::from_raw_parts(header.cast::<u8>().add(size_of::<u32>()), length)
            } else {
                let pointer = self.rest.as_ptr().cast::<*const u8>().read_unaligned();
                std::slice::from_raw_parts(pointer, length)
            }
        }
    }
}

fn strings(rows: Rows<'_>, nulls: &Option<NullBuffer>) -> Result<(Vec<i32>, Vec<u8>), Unreadable> {
    let values = rows.values::<StringHeader>();
    // SAFETY (both): initialised, because not under a NULL; the vector lives as long as `rows`.
    let header = |row: usize| unsafe { values[row].assume_init_ref() };
    let total: usize =
        (0..rows.len).filter(|&row| is_valid(nulls, row)).map(|row| header(row).length as usize).sum();
    if i32::try_from(total).is_err() {
        return Err(Unreadable::TooMuch);
    }
    let (mut offsets, mut bytes) = (Vec::with_capacity(rows.len + 1), Vec::with_capacity(total));
    offsets.push(0);
    for row in 0..rows.len {
        if is_valid(nulls, row) {
            // SAFETY: as above.
            bytes.extend_from_slice(unsafe { header(row).bytes() });
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
