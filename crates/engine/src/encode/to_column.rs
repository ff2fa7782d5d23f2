//! The trait of types that can be a column of a record.

use std::borrow::Cow;
use std::sync::Arc;

use arrow_schema::Field;

use super::{ColumnBuilder, EncodeError};

/// What a field's attributes say about its column.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Shape {
    /// Digits in all and digits after the point, for exact decimals.
    pub decimal: Option<(u8, u8)>,
}

impl Shape {
    /// DECIMAL(`precision`, `scale`).
    pub const fn decimal(precision: u8, scale: u8) -> Self {
        Self { decimal: Some((precision, scale)) }
    }

    /// What the type alone says.
    pub const fn plain() -> Self {
        Self { decimal: None }
    }
}

/// A Rust type whose values can be put into a column.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a column of a record",
    label = "not a type that a column is made of",
    note = "`bool`, integers, floats, text, bytes, decimals, `chrono` types, `Uuid`, lists of them and `Option` of them can; \
            `#[derive(Record)]` makes a newtype one"
)]
pub trait ToColumn {
    /// What collects the values.
    type Builder: ColumnBuilder;

    /// Whether `#[record(precision = …, scale = …)]` must say which DECIMAL it is.
    const IS_DECIMAL: bool = false;

    /// The column called `name`: its type, its extension, whether it may hold NULL.
    fn field(name: &str, shape: Shape) -> Field;

    /// A builder with room for `capacity` values.
    fn builder(shape: Shape, capacity: usize) -> Self::Builder;

    /// Puts in one value.
    ///
    /// # Errors
    /// A value that the column has no room for.
    fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError>;

    /// These values as bytes; `Some` for `u8` alone, whose lists are sent as bytes.
    #[doc(hidden)]
    fn as_bytes(_values: &[Self]) -> Option<&[u8]>
    where
        Self: Sized,
    {
        None
    }

    /// Whether lists of this type are sent as bytes.
    #[doc(hidden)]
    const IS_BYTE: bool = false;
}

macro_rules! through {
    ($([$($generics:tt)*] $type:ty => $inner:ty;)*) => { $(
        /// As what it holds.
        impl<$($generics)*> ToColumn for $type {
            type Builder = <$inner as ToColumn>::Builder;
            const IS_DECIMAL: bool = <$inner as ToColumn>::IS_DECIMAL;

            fn field(name: &str, shape: Shape) -> Field {
                <$inner as ToColumn>::field(name, shape)
            }

            fn builder(shape: Shape, capacity: usize) -> Self::Builder {
                <$inner as ToColumn>::builder(shape, capacity)
            }

            #[inline]
            fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
                let inner: &$inner = self;
                inner.append(builder)
            }
        }
    )* };
}

through! {
    [] String => str;
    [T: ToColumn] Vec<T> => [T];
    [T: ToColumn, const N: usize] [T; N] => [T];
    [T: ToColumn + ?Sized] &T => T;
    [T: ToColumn + ?Sized] Box<T> => T;
    [T: ToColumn + ?Sized] Arc<T> => T;
    [T: ToColumn + ?Sized + ToOwned] Cow<'_, T> => T;
}

/// `None` is NULL.
impl<T: ToColumn> ToColumn for Option<T> {
    type Builder = T::Builder;
    const IS_DECIMAL: bool = T::IS_DECIMAL;

    fn field(name: &str, shape: Shape) -> Field {
        T::field(name, shape).with_nullable(true)
    }

    fn builder(shape: Shape, capacity: usize) -> Self::Builder {
        T::builder(shape, capacity)
    }

    #[inline]
    fn append(&self, builder: &mut Self::Builder) -> Result<(), EncodeError> {
        match self {
            Some(value) => value.append(builder),
            None => {
                builder.append_null();
                Ok(())
            }
        }
    }
}
