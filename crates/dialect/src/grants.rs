//! The compiler's refusals: a grant is asked by the method that adds a construct, the WHERE rule where a statement is
//! built or run.
//!
//! What rustc prints is part of the interface (`tests/refuse`), and the impls are shaped for it. Those for single levels
//! are `do_not_recommend`. Those for sets are not, so that the message is about the member that refuses; but they are
//! generic in the level (`L: Tuple`), because rustc lists impls for concrete types as advice.

use crate::Level;
use crate::level::{Absent, Deferred, Full, NeedsWhere, NoOp, Rewritten, Withheld};
use crate::sealed::{Granted, Ruled, Tuple};

/// Asked of a level: does it grant construct `C` on behalf of dialect `D`?
///
/// The bound stands on the method that adds the construct, so that the compiler's message points at that method:
///
/// ```
/// # use aludel_dialect::{Grants, Levels, cap};
/// # use std::marker::PhantomData;
/// struct Delete<D>(PhantomData<D>);
/// impl<D: Levels> Delete<D> {
///     fn returning(self) -> Self
///     where
///         D::Returning: Grants<D, cap::Returning>,
///     {
///         self
///     }
/// }
/// ```
///
/// Sealed: a crate can't grant itself what its dialect does not declare. Of a set of dialects every member must grant.
#[diagnostic::on_unimplemented(
    message = "`{D}` does not support `{C}`",
    label = "refused by the capabilities that `{D}` declares"
)]
pub trait Grants<D, C>: Granted<D, C> {}

macro_rules! grants {
    ($($level:ident)*) => { $(
        impl<D, C> Granted<D, C> for $level {}
        #[diagnostic::do_not_recommend]
        impl<D, C> Grants<D, C> for $level {}
    )* };
}

grants!(Full NeedsWhere Rewritten NoOp Deferred);

/// The state of an UPDATE or DELETE that has no WHERE yet.
#[derive(Clone, Copy, Debug)]
pub struct NoWhere;

/// The state of an UPDATE or DELETE that has a WHERE.
#[derive(Clone, Copy, Debug)]
pub struct HasWhere;

/// Asked of a level: may construct `C` be run on dialect `D` in state `W`, [`NoWhere`] or [`HasWhere`]?
///
/// Asked where the statement is run or built, `where D::Delete: WhereRule<D, W, cap::Delete>`. Only
/// [`NeedsWhere`] says no, to [`NoWhere`]. The refused levels say yes: their refusal was spoken when the construct was
/// added, and one message is enough.
#[diagnostic::on_unimplemented(
    message = "`{D}` refuses `{C}` without WHERE",
    label = "no WHERE here",
    note = "add a condition with `.filter(..)`; `truncate(..)` empties a table on purpose"
)]
pub trait WhereRule<D, W, C>: Ruled<D, W, C> {}

impl<L: Level, D, C> Ruled<D, HasWhere, C> for L {}
impl<L: Level, D, C> WhereRule<D, HasWhere, C> for L {}

macro_rules! run_without_where {
    ($($level:ident)*) => { $(
        impl<D, C> Ruled<D, NoWhere, C> for $level {}
        #[diagnostic::do_not_recommend]
        impl<D, C> WhereRule<D, NoWhere, C> for $level {}
    )* };
}

run_without_where!(Full Rewritten NoOp Withheld Absent Deferred);

macro_rules! sets {
    ($(($($dialect:ident $level:ident),+);)*) => { $(
        impl<$($dialect, $level: Grants<$dialect, X>,)+ L: Tuple<Levels = ($($level,)+)>, X>
            Granted<($($dialect,)+), X> for L {}
        impl<$($dialect, $level: Grants<$dialect, X>,)+ L: Tuple<Levels = ($($level,)+)>, X>
            Grants<($($dialect,)+), X> for L {}
        impl<$($dialect, $level: WhereRule<$dialect, NoWhere, X>,)+ L: Tuple<Levels = ($($level,)+)>, X>
            Ruled<($($dialect,)+), NoWhere, X> for L {}
        impl<$($dialect, $level: WhereRule<$dialect, NoWhere, X>,)+ L: Tuple<Levels = ($($level,)+)>, X>
            WhereRule<($($dialect,)+), NoWhere, X> for L {}
    )* };
}

sets! {
    (A LA, B LB);
    (A LA, B LB, C LC);
    (A LA, B LB, C LC, D LD);
    (A LA, B LB, C LC, D LD, E LE);
    (A LA, B LB, C LC, D LD, E LE, F LF);
}
