//! Membership in a set of dialects, for statements that turn from the set to the member that an engine is.

use crate::{Any, Dialect, Levels};

/// `E` is a member of the set `Self`, so that a statement for the set is a statement for `E`.
///
/// A tuple has its members; every dialect and every tuple has itself; and everything has [`Any`], on which the build
/// decides anew. `I` says how `E` was found and is always inferred.
#[diagnostic::on_unimplemented(
    message = "`{E}` is not a member of `{Self}`",
    label = "a statement for `{Self}` may use what `{E}` refuses"
)]
pub trait Has<E, I>: Levels {}

/// How a dialect was found in a set: names for [`Has`], which the compiler infers.
pub mod index {
    macro_rules! indexes {
        ($($(#[$doc:meta])* $index:ident)*) => { $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug)]
            pub struct $index;
        )* };
    }
    indexes! {
        /// It is the set itself.
        Itself
        /// It is [`Any`](crate::Any).
        Erased
        /// It is the first member.
        First
        /// It is the second member.
        Second
        /// It is the third member.
        Third
        /// It is the fourth member.
        Fourth
        /// It is the fifth member.
        Fifth
        /// It is the sixth member.
        Sixth
    }
}

/// A set of dialects: a tuple of up to six. It grants what every member grants, so that a library can be written once for
/// all of them.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a set of dialects",
    note = "a set is a tuple of declared dialects: `(DuckDb, ClickHouse)`"
)]
pub trait DialectSet: Levels {
    /// The members' names.
    const NAMES: &'static [&'static str];
}

#[diagnostic::do_not_recommend]
impl<D: Levels> Has<Any, index::Erased> for D {}
#[diagnostic::do_not_recommend]
impl<D: Dialect> Has<D, index::Itself> for D {}

macro_rules! members {
    ($($set:tt $($member:ident $index:ident),+;)*) => { $(
        members!(@itself $set);
        $(members!(@member $set $member $index);)+
    )* };
    (@itself [$($set:ident)+]) => {
        impl<$($set: Dialect),+> DialectSet for ($($set,)+) {
            const NAMES: &'static [&'static str] = &[$($set::NAME),+];
        }

        #[diagnostic::do_not_recommend]
        impl<$($set: Levels),+> Has<($($set,)+), index::Itself> for ($($set,)+) {}
    };
    (@member [$($set:ident)+] $member:ident $index:ident) => {
        #[diagnostic::do_not_recommend]
        impl<$($set: Levels),+> Has<$member, index::$index> for ($($set,)+) {}
    };
}

members! {
    [A B] A First, B Second;
    [A B C] A First, B Second, C Third;
    [A B C D] A First, B Second, C Third, D Fourth;
    [A B C D E] A First, B Second, C Third, D Fourth, E Fifth;
    [A B C D E F] A First, B Second, C Third, D Fourth, E Fifth, F Sixth;
}
