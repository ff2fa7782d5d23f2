//! Values out of DuckDB's vectors.

use duckdb::ffi;

use super::logical::Shape;

/// A value, as DuckDB keeps it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    Null,
    Boolean(bool),
    /// All integers but UHUGEINT.
    Integer(i128),
    UHugeInt(u128),
    Float(f32),
    Double(f64),
    /// The digits; where the point is, the type says.
    Decimal(i128),
    Text(String),
    /// BLOB, and what is kept alike: BIT, BIGNUM, GEOMETRY.
    Bytes(Vec<u8>),
    Uuid(u128),
    /// Days since 1970.
    Date(i32),
    /// Microseconds; nanoseconds in TIME_NS.
    Time(i64),
    /// Microseconds, and seconds east of UTC.
    TimeTz(i64, i32),
    /// Since 1970, in the type's unit.
    Timestamp(i64),
    Interval {
        months: i32,
        days: i32,
        micros: i64,
    },
    /// LIST and ARRAY.
    List(Vec<Cell>),
    Struct(Vec<Cell>),
    Map(Vec<(Cell, Cell)>),
    /// The number of the member that is set.
    Union(usize, Box<Cell>),
    /// Of a type that is not read.
    Unread,
}

/// Reads one value.
///
/// # Safety
/// `vector` is a live, flat vector of the type `shape`, with more than `row` values.
pub(super) unsafe fn read(vector: ffi::duckdb_vector, row: usize, shape: &Shape) -> Cell {
    // SAFETY (all): the caller's promise; children of a live vector are live vectors of the child types; values that
    // are not NULL are initialised, though not always aligned.
    unsafe {
        let mask = ffi::duckdb_vector_get_validity(vector);
        if !mask.is_null() && *mask.add(row / 64) >> (row % 64) & 1 == 0 {
            return Cell::Null;
        }
        let data = ffi::duckdb_vector_get_data(vector);
        macro_rules! at {
            ($kind:ty) => {
                data.cast::<$kind>().add(row).read_unaligned()
            };
        }
        match shape {
            Shape::Unknown | Shape::Null => Cell::Null,
            Shape::Other(_) => Cell::Unread,
            Shape::Boolean => Cell::Boolean(at!(u8) != 0),
            Shape::TinyInt => Cell::Integer(at!(i8).into()),
            Shape::SmallInt => Cell::Integer(at!(i16).into()),
            Shape::Integer => Cell::Integer(at!(i32).into()),
            Shape::BigInt => Cell::Integer(at!(i64).into()),
            Shape::HugeInt => Cell::Integer(at!(i128)),
            Shape::UTinyInt => Cell::Integer(at!(u8).into()),
            Shape::USmallInt => Cell::Integer(at!(u16).into()),
            Shape::UInteger => Cell::Integer(at!(u32).into()),
            Shape::UBigInt => Cell::Integer(at!(u64).into()),
            Shape::UHugeInt => Cell::UHugeInt(at!(u128)),
            Shape::Float => Cell::Float(at!(f32)),
            Shape::Double => Cell::Double(at!(f64)),
            Shape::Decimal { width, .. } => Cell::Decimal(match width {
                0..=4 => at!(i16).into(),
                5..=9 => at!(i32).into(),
                10..=18 => at!(i64).into(),
                _ => at!(i128),
            }),
            Shape::Varchar | Shape::Json => Cell::Text(String::from_utf8_lossy(bytes(data, row)).into_owned()),
            Shape::Blob | Shape::Bit => Cell::Bytes(bytes(data, row).to_vec()),
            // Kept with its first bit flipped, so that it sorts.
            Shape::Uuid => Cell::Uuid(at!(u128) ^ (1 << 127)),
            Shape::Date => Cell::Date(at!(i32)),
            Shape::Time | Shape::TimeNs => Cell::Time(at!(i64)),
            Shape::TimeTz => {
                let parts = ffi::duckdb_from_time_tz(at!(ffi::duckdb_time_tz));
                let micros = ffi::duckdb_to_time(parts.time).micros;
                Cell::TimeTz(micros, parts.offset)
            }
            Shape::Timestamp | Shape::TimestampS | Shape::TimestampMs | Shape::TimestampNs | Shape::TimestampTz => {
                Cell::Timestamp(at!(i64))
            }
            Shape::Interval => {
                let span = at!(ffi::duckdb_interval);
                Cell::Interval { months: span.months, days: span.days, micros: span.micros }
            }
            Shape::Enum(names) => {
                let position = match names.len() {
                    0..=255 => usize::from(at!(u8)),
                    256..=65_535 => usize::from(at!(u16)),
                    _ => at!(u32) as usize,
                };
                names.get(position).map_or(Cell::Unread, |name| Cell::Text(name.clone()))
            }
            Shape::List(element) => {
                let entry = at!(ffi::duckdb_list_entry);
                let child = ffi::duckdb_list_vector_get_child(vector);
                let rows = entry.offset as usize..(entry.offset + entry.length) as usize;
                Cell::List(rows.map(|row| read(child, row, element)).collect())
            }
            Shape::Array(element, length) => {
                let child = ffi::duckdb_array_vector_get_child(vector);
                Cell::List((row * length..(row + 1) * length).map(|row| read(child, row, element)).collect())
            }
            Shape::Struct(members) => Cell::Struct(
                (0..)
                    .zip(members)
                    .map(|(index, (_, shape))| read(ffi::duckdb_struct_vector_get_child(vector, index), row, shape))
                    .collect(),
            ),
            Shape::Map(key, value) => {
                let entry = at!(ffi::duckdb_list_entry);
                let pairs = ffi::duckdb_list_vector_get_child(vector);
                let (keys, values) =
                    (ffi::duckdb_struct_vector_get_child(pairs, 0), ffi::duckdb_struct_vector_get_child(pairs, 1));
                let rows = entry.offset as usize..(entry.offset + entry.length) as usize;
                Cell::Map(rows.map(|row| (read(keys, row, key), read(values, row, value))).collect())
            }
            Shape::Union(members) => {
                let tag = ffi::duckdb_vector_get_data(ffi::duckdb_struct_vector_get_child(vector, 0));
                let tag = usize::from(tag.cast::<u8>().add(row).read());
                match members.get(tag) {
                    Some((_, shape)) => {
                        let member = ffi::duckdb_struct_vector_get_child(vector, tag as u64 + 1);
                        Cell::Union(tag, Box::new(read(member, row, shape)))
                    }
                    None => Cell::Unread,
                }
            }
        }
    }
}

/// `duckdb_string_t`: a length, then up to 12 bytes in place, or four of them again and a pointer.
///
/// # Safety
/// `data` are strings of a live vector, and that of `row` is not NULL.
unsafe fn bytes<'a>(data: *const std::ffi::c_void, row: usize) -> &'a [u8] {
    // SAFETY: the caller's promise; what follows the length, or what is pointed to, has that many bytes.
    unsafe {
        let header = data.cast::<[u8; 16]>().add(row).cast::<u8>();
        let length = header.cast::<u32>().read_unaligned() as usize;
        let start = if length <= 12 { header.add(4) } else { header.add(8).cast::<*const u8>().read_unaligned() };
        std::slice::from_raw_parts(start, length)
    }
}
