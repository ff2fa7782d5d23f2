//! Lists and arrays.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_buffer::{OffsetBuffer, ScalarBuffer};
use arrow_schema::DataType;

use super::{BytesReader, Column, DecodeError, DecodeErrorKind, FromColumn, Nulls};

/// Where the elements of each row's list stand among all elements.
#[derive(Debug)]
enum Ranges {
    Small(OffsetBuffer<i32>),
    Large(OffsetBuffer<i64>),
    SmallView(ScalarBuffer<i32>, ScalarBuffer<i32>),
    LargeView(ScalarBuffer<i64>, ScalarBuffer<i64>),
    /// So many elements each.
    Fixed(usize),
}

impl Ranges {
    #[inline]
    fn get(&self, row: usize) -> Range<usize> {
        // Arrow's arrays have made sure that these are in bounds, and so not negative.
        match self {
            Ranges::Small(offsets) => offsets[row] as usize..offsets[row + 1] as usize,
            Ranges::Large(offsets) => offsets[row] as usize..offsets[row + 1] as usize,
            Ranges::SmallView(starts, sizes) => starts[row] as usize..starts[row] as usize + sizes[row] as usize,
            Ranges::LargeView(starts, sizes) => starts[row] as usize..starts[row] as usize + sizes[row] as usize,
            Ranges::Fixed(length) => row * length..(row + 1) * length,
        }
    }
}

/// Reads lists, arrays of fixed length, and the entries of maps.
pub struct ListReader<T: FromColumn> {
    elements: T::Reader,
    ranges: Ranges,
    nulls: Nulls,
}

impl<T: FromColumn> ListReader<T> {
    /// `None` if the column holds no lists.
    pub(crate) fn of(column: &Column) -> Result<Option<Self>, DecodeError> {
        let array = column.array();
        let (ranges, field, elements) = match column.plain_type() {
            Some(DataType::List(field)) => {
                let list = array.as_list::<i32>();
                (Ranges::Small(list.offsets().clone()), field, list.values())
            }
            Some(DataType::LargeList(field)) => {
                let list = array.as_list::<i64>();
                (Ranges::Large(list.offsets().clone()), field, list.values())
            }
            Some(DataType::ListView(field)) => {
                let list = array.as_list_view::<i32>();
                (Ranges::SmallView(list.offsets().clone(), list.sizes().clone()), field, list.values())
            }
            Some(DataType::LargeListView(field)) => {
                let list = array.as_list_view::<i64>();
                (Ranges::LargeView(list.offsets().clone(), list.sizes().clone()), field, list.values())
            }
            Some(DataType::FixedSizeList(field, length)) => {
                let length = usize::try_from(*length)
                    .map_err(|_| DecodeError::new(DecodeErrorKind::Malformed { of: "array of fixed length" }))?;
                (Ranges::Fixed(length), field, array.as_fixed_size_list().values())
            }
            Some(DataType::Map(field, _)) => {
                let map = array.as_map();
                let entries: arrow_array::ArrayRef = std::sync::Arc::new(map.entries().clone());
                let elements = T::reader(&Column::new(field, &entries)?)?;
                let ranges = Ranges::Small(map.offsets().clone());
                return Ok(Some(Self { elements, ranges, nulls: column.nulls() }));
            }
            _ => return Ok(None),
        };
        let elements = Column::new(field, elements)?;
        let elements = T::reader(&elements).map_err(|error| error.in_column("[]", &super::found_type(field)))?;
        Ok(Some(Self { elements, ranges, nulls: column.nulls() }))
    }

    #[inline]
    fn range<L>(&self, row: usize) -> Result<Range<usize>, DecodeError> {
        if self.nulls.is_null(row) { Err(DecodeError::null::<L>()) } else { Ok(self.ranges.get(row)) }
    }

    /// The elements in row `row`; `L` is named in errors.
    #[inline]
    pub(crate) fn elements<L>(
        &self,
        row: usize,
    ) -> Result<impl ExactSizeIterator<Item = Result<T, DecodeError>>, DecodeError> {
        let range = self.range::<L>(row)?;
        let start = range.start;
        Ok(range.map(move |index| T::read(&self.elements, index).map_err(|error| error.in_element(index - start))))
    }
}

/// Reads lists and, as a list of `u8`, bytes.
pub struct VecReader<T: FromColumn>(ListOrBytes<T>);

enum ListOrBytes<T: FromColumn> {
    List(ListReader<T>),
    Bytes(BytesReader),
}

impl<T: FromColumn> VecReader<T> {
    fn of<L>(column: &Column) -> Result<Self, DecodeError> {
        if let Some(list) = ListReader::of(column)? {
            return Ok(VecReader(ListOrBytes::List(list)));
        }
        match BytesReader::of(column) {
            Some(bytes) if T::IS_BYTE => Ok(VecReader(ListOrBytes::Bytes(bytes))),
            _ => Err(DecodeError::wrong_type::<L>()),
        }
    }

    fn read<L>(&self, row: usize) -> Result<Vec<T>, DecodeError> {
        match &self.0 {
            ListOrBytes::List(list) => list.elements::<L>(row)?.collect(),
            ListOrBytes::Bytes(bytes) if bytes.is_null(row) => Err(DecodeError::null::<L>()),
            ListOrBytes::Bytes(bytes) => T::from_bytes(bytes.get(row)),
        }
    }
}

/// From a list or an array; a `Vec<u8>` from bytes too.
impl<T: FromColumn> FromColumn for Vec<T> {
    type Reader = VecReader<T>;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        VecReader::of::<Self>(column)
    }

    #[inline]
    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        reader.read::<Self>(row)
    }
}

/// From an array or a list of exactly `N` elements; a `[u8; N]` from bytes too.
impl<T: FromColumn, const N: usize> FromColumn for [T; N] {
    type Reader = VecReader<T>;

    fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
        VecReader::of::<Self>(column)
    }

    fn read(reader: &Self::Reader, row: usize) -> Result<Self, DecodeError> {
        reader.read::<Self>(row)?.try_into().map_err(|elements: Vec<T>| {
            DecodeError::new(DecodeErrorKind::Length { expected: N, found: elements.len() })
        })
    }
}
