//! What collects the values of a column.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, BooleanBuilder, FixedSizeBinaryBuilder, PrimitiveBuilder, StringBuilder};
use arrow_array::types::ArrowPrimitiveType;
use arrow_array::{ArrayRef, ListArray};
use arrow_buffer::{NullBufferBuilder, OffsetBuffer, ScalarBuffer};
use arrow_schema::{ArrowError, DataType, FieldRef};

use super::EncodeError;

/// Collects the values of one column.
pub trait ColumnBuilder {
    /// Puts in a NULL.
    fn append_null(&mut self);

    /// The values so far; the builder is empty afterwards.
    ///
    /// # Errors
    /// More values than Arrow can address in one array.
    fn finish(&mut self) -> Result<ArrayRef, ArrowError>;
}

macro_rules! arrow_builders {
    ($($builder:ty),*) => { $(
        impl ColumnBuilder for $builder {
            #[inline]
            fn append_null(&mut self) {
                <$builder>::append_null(self);
            }

            fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
                Ok(Arc::new(<$builder>::finish(self)))
            }
        }
    )* };
}

arrow_builders!(BooleanBuilder, StringBuilder, BinaryBuilder);

/// Collects values of an Arrow primitive type.
#[derive(Debug)]
pub struct Primitive<T: ArrowPrimitiveType> {
    values: PrimitiveBuilder<T>,
}

impl<T: ArrowPrimitiveType> Primitive<T> {
    pub(super) fn new(data_type: DataType, capacity: usize) -> Self {
        Self { values: PrimitiveBuilder::with_capacity(capacity).with_data_type(data_type) }
    }

    #[inline]
    pub(super) fn append(&mut self, value: T::Native) {
        self.values.append_value(value);
    }
}

impl<T: ArrowPrimitiveType> ColumnBuilder for Primitive<T> {
    #[inline]
    fn append_null(&mut self) {
        self.values.append_null();
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.values.finish()))
    }
}

/// Collects values of sixteen bytes: UUIDs and 128-bit integers.
#[derive(Debug)]
pub struct FixedBuilder {
    values: FixedSizeBinaryBuilder,
}

impl FixedBuilder {
    pub(super) fn new(capacity: usize) -> Self {
        Self { values: FixedSizeBinaryBuilder::with_capacity(capacity, 16) }
    }

    #[inline]
    pub(super) fn append(&mut self, value: [u8; 16]) -> Result<(), EncodeError> {
        self.values.append_value(value).map_err(|error| EncodeError::new("a value of 16 bytes", error.to_string()))
    }
}

impl ColumnBuilder for FixedBuilder {
    #[inline]
    fn append_null(&mut self) {
        self.values.append_null();
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        Ok(Arc::new(self.values.finish()))
    }
}

/// Collects lists, or bytes.
#[derive(Debug)]
pub struct VecBuilder<B>(pub(super) ListOrBytes<B>);

#[derive(Debug)]
pub(super) enum ListOrBytes<B> {
    List(Lists<B>),
    Bytes(BinaryBuilder),
}

/// Collects lists.
#[derive(Debug)]
pub(super) struct Lists<B> {
    pub(super) elements: B,
    field: FieldRef,
    ends: Vec<i32>,
    end: usize,
    nulls: NullBufferBuilder,
}

impl<B> Lists<B> {
    pub(super) fn new(elements: B, field: FieldRef, capacity: usize) -> Self {
        let mut ends = Vec::with_capacity(capacity + 1);
        ends.push(0);
        Self { elements, field, ends, end: 0, nulls: NullBufferBuilder::new(capacity) }
    }

    /// Ends the list whose `length` elements have been put in.
    pub(super) fn end_list(&mut self, length: usize) -> Result<(), EncodeError> {
        self.end += length;
        let end = i32::try_from(self.end).map_err(|_| {
            EncodeError::new(self.end, "elements are more than one batch holds: send fewer rows a batch")
        })?;
        self.ends.push(end);
        self.nulls.append_non_null();
        Ok(())
    }
}

impl<B: ColumnBuilder> ColumnBuilder for VecBuilder<B> {
    fn append_null(&mut self) {
        match &mut self.0 {
            ListOrBytes::Bytes(bytes) => bytes.append_null(),
            ListOrBytes::List(lists) => {
                lists.ends.push(lists.ends.last().copied().unwrap_or_default());
                lists.nulls.append_null();
            }
        }
    }

    fn finish(&mut self) -> Result<ArrayRef, ArrowError> {
        match &mut self.0 {
            ListOrBytes::Bytes(bytes) => ColumnBuilder::finish(bytes),
            ListOrBytes::List(lists) => {
                let elements = lists.elements.finish()?;
                let ends = OffsetBuffer::new(ScalarBuffer::from(std::mem::replace(&mut lists.ends, vec![0])));
                lists.end = 0;
                let list = ListArray::try_new(Arc::clone(&lists.field), ends, elements, lists.nulls.finish())?;
                Ok(Arc::new(list))
            }
        }
    }
}
