//! Text of every Arrow layout, enums included.

use std::net::IpAddr;
use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_schema::DataType;

use super::logical::Logical;
use super::{BytesReader, Column, DecodeError, DecodeErrorKind, FromColumn, Nulls};

/// Reads text: VARCHAR, JSON, the names of enums, addresses, and bytes that are UTF-8.
#[derive(Debug)]
pub struct TextReader {
    values: Values,
    nulls: Nulls,
}

#[derive(Debug)]
enum Values {
    Small(StringArray),
    Large(LargeStringArray),
    View(StringViewArray),
    Names { keys: Vec<usize>, values: Box<Values> },
    Bytes(BytesReader),
}

impl Values {
    fn of(array: &ArrayRef) -> Option<Self> {
        Some(match array.data_type() {
            DataType::Utf8 => Values::Small(array.as_string_opt::<i32>()?.clone()),
            DataType::LargeUtf8 => Values::Large(array.as_string_opt::<i64>()?.clone()),
            DataType::Utf8View => Values::View(array.as_string_view_opt()?.clone()),
            DataType::Dictionary(..) => {
                let dictionary = array.as_any_dictionary_opt()?;
                let values = Box::new(Values::of(dictionary.values())?);
                // Of no value there is no valid key either.
                let keys = if dictionary.values().is_empty() { Vec::new() } else { dictionary.normalized_keys() };
                Values::Names { keys, values }
            }
            _ => return None,
        })
    }

    /// The usual layout is read where it is asked for, and the others elsewhere.
    #[inline]
    fn get(&self, row: usize) -> Result<&str, DecodeError> {
        if let Values::Small(values) = self { Ok(values.value(row)) } else { self.get_unusual(row) }
    }

    #[inline(never)]
    fn get_unusual(&self, row: usize) -> Result<&str, DecodeError> {
        match self {
            Values::Small(values) => Ok(values.value(row)),
            Values::Large(values) => Ok(values.value(row)),
            Values::View(values) => Ok(values.value(row)),
            Values::Names { keys, values } => values.get(keys[row]),
            Values::Bytes(values) => std::str::from_utf8(values.get(row))
                .map_err(|error| DecodeError::new(DecodeErrorKind::InvalidUtf8 { valid_up_to: error.valid_up_to() })),
        }
    }
}

/// Addresses of the Internet Protocol as people write them.
fn addresses(column: &Column) -> Option<StringArray> {
    let address = |bytes: &[u8]| {
        let four = <[u8; 4]>::try_from(bytes).map(IpAddr::from);
        four.or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from)).ok()
    };
    let values = column.array().as_fixed_size_binary_opt()?;
    Some(values.iter().map(|bytes| Some(address(bytes?)?.to_string())).collect())
}

impl TextReader {
    /// `None` if the column holds no text.
    pub(crate) fn of(column: &Column) -> Option<Self> {
        let values = match column.logical() {
            Logical::Plain => match BytesReader::of(column) {
                Some(bytes) => Values::Bytes(bytes),
                None => Values::of(column.array())?,
            },
            Logical::Json => Values::of(column.array())?,
            Logical::Ipv4 | Logical::Ipv6 => Values::Small(addresses(column)?),
            _ => return None,
        };
        Some(Self { values, nulls: column.nulls() })
    }

    /// The text in row `row`, borrowed; `T` is named in errors.
    #[inline]
    pub(crate) fn get<T>(&self, row: usize) -> Result<&str, DecodeError> {
        if self.nulls.is_null(row) { Err(DecodeError::null::<T>()) } else { self.values.get(row) }
    }
}

macro_rules! text {
    ($($type:ty),*) => { $(
        /// From text, JSON, the names of enums, and bytes that are UTF-8.
        impl FromColumn for $type {
            type Reader = TextReader;

            fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
                TextReader::of(column).ok_or_else(|| {
                    DecodeError::wrong_type_but::<Self>("cast the column to text in the query, or read it as `Value`")
                })
            }

            // Rows are mostly made of text: called for each value, this took a tenth of the time of reading them.
            #[inline(always)]
            fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
                match reader.get::<Self>(row) {
                    Ok(text) => Ok(Self::from(text)),
                    Err(error) => Err(error),
                }
            }
        }
    )* };
}

text!(String, Box<str>, Arc<str>);
