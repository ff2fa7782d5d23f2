//! Structs: read as a derived struct by name, as a tuple by position.

use arrow_array::cast::AsArray;

use super::{Column, ColumnReader, Columns, DecodeError, FromColumn, FromRow, Nulls};

/// Reads STRUCT columns as rows of their members; what `#[derive(FromRow)]` uses.
#[derive(Clone, Debug)]
pub struct StructReader<R> {
    members: R,
    nulls: Nulls,
}

impl<R> StructReader<R> {
    /// A reader of the members of `column` as `T`.
    ///
    /// # Errors
    /// [`DecodeErrorKind::WrongType`](super::DecodeErrorKind::WrongType) if it is no struct; what `T` says of its members.
    pub fn new<T: FromRow<Reader = R>>(column: &Column) -> Result<Self, DecodeError> {
        Ok(Self { members: T::reader(&members::<T>(column)?)?, nulls: column.nulls() })
    }

    /// The struct in row `row`.
    ///
    /// # Errors
    /// A NULL, or what `T` says.
    #[inline]
    pub fn read<T: FromRow<Reader = R>>(&self, row: usize) -> Result<T, DecodeError> {
        if self.nulls.is_null(row) { Err(DecodeError::null::<T>()) } else { T::read(&self.members, row) }
    }
}

fn members<T>(column: &Column) -> Result<Columns, DecodeError> {
    match (column.plain_type(), column.array().as_struct_opt()) {
        (Some(_), Some(members)) => Ok(Columns::from(members)),
        _ => Err(DecodeError::wrong_type::<T>()),
    }
}

macro_rules! tuples {
    ($count:literal: $($member:ident $index:tt),*) => {
        /// From a struct with as many members, by position.
        impl<$($member: FromColumn),*> FromColumn for ($($member,)*) {
            type Reader = (($(ColumnReader<$member::Reader>,)*), Nulls);

            fn reader(column: &Column) -> Result<Self::Reader, DecodeError> {
                let members = members::<Self>(column)?;
                members.expect_count::<Self>($count)?;
                Ok((($(members.read_at::<$member>($index)?,)*), column.nulls()))
            }

            #[inline]
            fn read((members, nulls): &Self::Reader, row: usize) -> Result<Self, DecodeError> {
                if nulls.is_null(row) {
                    return Err(DecodeError::null::<Self>());
                }
                Ok(($(members.$index.read(row)?,)*))
            }
        }
    };
}

tuples!(1: A 0);
tuples!(2: A 0, B 1);
tuples!(3: A 0, B 1, C 2);
tuples!(4: A 0, B 1, C 2, D 3);
tuples!(5: A 0, B 1, C 2, D 3, E 4);
tuples!(6: A 0, B 1, C 2, D 3, E 4, F 5);
tuples!(7: A 0, B 1, C 2, D 3, E 4, F 5, G 6);
tuples!(8: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7);
