//! Lists, and bytes.

use std::sync::Arc;

use arrow_array::builder::BinaryBuilder;
use arrow_schema::{DataType, Field};

use super::builder::{ListOrBytes, Lists};
use super::{EncodeError, Shape, ToColumn, VecBuilder};

/// What Arrow calls the elements of a list.
const ELEMENT: &str = "item";

/// As a list; of `u8` as bytes.
impl<T: ToColumn> ToColumn for [T] {
    type Builder = VecBuilder<T::Builder>;
    const IS_DECIMAL: bool = T::IS_DECIMAL;

    fn field(name: &str, shape: Shape) -> Field {
        let data_type = if T::IS_BYTE {
            DataType::Binary
        } else {
            DataType::List(Arc::new(T::field(ELEMENT, shape).with_nullable(true)))
        };
        Field::new(name, data_type, false)
    }

    fn builder(shape: Shape, capacity: usize) -> Self::Builder {
        VecBuilder(if T::IS_BYTE {
            ListOrBytes::Bytes(BinaryBuilder::with_capacity(capacity, capacity))
        } else {
            let field = Arc::new(T::field(ELEMENT, shape).with_nullable(true));
            ListOrBytes::List(Lists::new(T::builder(shape, capacity), field, capacity))
        })
    }

    fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
        match &mut builder.0 {
            ListOrBytes::Bytes(bytes) => {
                bytes.append_value(T::as_bytes(self).unwrap_or_default());
                Ok(())
            }
            ListOrBytes::List(lists) => {
                for element in self {
                    element.append(&mut lists.elements)?;
                }
                lists.end_list(self.len())
            }
        }
    }
}
