//! Bytes of every Arrow layout.

use arrow_array::cast::AsArray;
use arrow_array::{BinaryArray, BinaryViewArray, FixedSizeBinaryArray, LargeBinaryArray};
use arrow_schema::DataType;

use super::{Column, Nulls};

/// Reads bytes.
#[derive(Debug)]
pub struct BytesReader {
    values: Values,
    nulls: Nulls,
}

#[derive(Debug)]
enum Values {
    Small(BinaryArray),
    Large(LargeBinaryArray),
    View(BinaryViewArray),
    Fixed(FixedSizeBinaryArray),
}

impl BytesReader {
    /// `None` if the column holds no bytes, or bytes that an extension says are something else.
    pub(crate) fn of(column: &Column) -> Option<Self> {
        column.plain_type()?;
        Self::storage(column)
    }

    /// The bytes below an extension.
    pub(crate) fn storage(column: &Column) -> Option<Self> {
        let array = column.array();
        let values = match array.data_type() {
            DataType::Binary => Values::Small(array.as_binary_opt::<i32>()?.clone()),
            DataType::LargeBinary => Values::Large(array.as_binary_opt::<i64>()?.clone()),
            DataType::BinaryView => Values::View(array.as_binary_view_opt()?.clone()),
            DataType::FixedSizeBinary(_) => Values::Fixed(array.as_fixed_size_binary_opt()?.clone()),
            _ => return None,
        };
        Some(Self { values, nulls: column.nulls() })
    }

    #[inline]
    pub(crate) fn is_null(&self, row: usize) -> bool {
        self.nulls.is_null(row)
    }

    #[inline]
    pub(crate) fn get(&self, row: usize) -> &[u8] {
        match &self.values {
            Values::Small(values) => values.value(row),
            Values::Large(values) => values.value(row),
            Values::View(values) => values.value(row),
            Values::Fixed(values) => values.value(row),
        }
    }
}
