//! Truth values, numbers and UUIDs.

use arrow_array::builder::BooleanBuilder;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_schema::{DataType, Field};
use uuid::Uuid;

use super::{EncodeError, FixedBuilder, Primitive, Shape, ToColumn};

/// As BOOLEAN.
impl ToColumn for bool {
    type Builder = BooleanBuilder;

    fn field(name: &str, _shape: Shape) -> Field {
        Field::new(name, DataType::Boolean, false)
    }

    fn builder(_shape: Shape, capacity: usize) -> Self::Builder {
        BooleanBuilder::with_capacity(capacity)
    }

    #[inline]
    fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
        builder.append_value(*self);
        Ok(())
    }
}

macro_rules! numbers {
    ($($type:ty => $arrow:ty, $data_type:ident $(, $is_byte:literal, $as_bytes:expr)?;)*) => { $(
        impl ToColumn for $type {
            type Builder = Primitive<$arrow>;
            $(
                const IS_BYTE: bool = $is_byte;

                fn as_bytes(values: &[Self]) -> Option<&[u8]> {
                    $as_bytes(values)
                }
            )?

            fn field(name: &str, _shape: Shape) -> Field {
                Field::new(name, DataType::$data_type, false)
            }

            fn builder(_shape: Shape, capacity: usize) -> Self::Builder {
                Primitive::new(DataType::$data_type, capacity)
            }

            #[inline]
            fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
                builder.append(*self);
                Ok(())
            }
        }
    )* };
}

numbers! {
    i8 => Int8Type, Int8;
    i16 => Int16Type, Int16;
    i32 => Int32Type, Int32;
    i64 => Int64Type, Int64;
    u8 => UInt8Type, UInt8, true, Some;
    u16 => UInt16Type, UInt16;
    u32 => UInt32Type, UInt32;
    u64 => UInt64Type, UInt64;
    f32 => Float32Type, Float32;
    f64 => Float64Type, Float64;
}

macro_rules! sixteen_bytes {
    ($($type:ty, $extension:literal, $metadata:literal, $value:ident => $bytes:expr;)*) => { $(
        impl ToColumn for $type {
            type Builder = FixedBuilder;

            fn field(name: &str, _shape: Shape) -> Field {
                Field::new(name, DataType::FixedSizeBinary(16), false).with_metadata(
                    [("ARROW:extension:name", $extension), ("ARROW:extension:metadata", $metadata)]
                        .map(|(key, value)| (key.to_owned(), value.to_owned()))
                        .into(),
                )
            }

            fn builder(_shape: Shape, capacity: usize) -> Self::Builder {
                FixedBuilder::new(capacity)
            }

            #[inline]
            fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
                let $value = self;
                builder.append($bytes)
            }
        }
    )* };
}

sixteen_bytes! {
    Uuid, "arrow.uuid", "", uuid => uuid.into_bytes();
    i128, "arrow.opaque", r#"{"type_name":"hugeint","vendor_name":"DuckDB"}"#, number => number.to_le_bytes();
    u128, "arrow.opaque", r#"{"type_name":"uhugeint","vendor_name":"DuckDB"}"#, number => number.to_le_bytes();
}
