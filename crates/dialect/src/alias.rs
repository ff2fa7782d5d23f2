//! Short bounds for generic code: what a library's function wants of a dialect, in one word.
//!
//! ```
//! # use aludel_dialect::{CanDelete, CanReturn, Grants, cap};
//! fn archive<D: CanDelete + CanReturn>() {
//!     // The bounds on the associated types come with the alias: this call needs no `where`.
//!     fn returning<D: aludel_dialect::Levels>() where D::Returning: Grants<D, cap::Returning> {}
//!     returning::<D>();
//! }
//! ```

use crate::{Grants, HasWhere, Levels, NoWhere, WhereRule, cap};

macro_rules! aliases {
    ($($(#[$doc:meta])* $alias:ident: $($construct:ident $(+ $rule:ident)*),+;)*) => { $(
        $(#[$doc])*
        pub trait $alias:
            Levels<$($construct: Grants<Self, cap::$construct> $(+ WhereRule<Self, $rule, cap::$construct>)*),+>
        {
        }
        impl<D> $alias for D where
            D: Levels<$($construct: Grants<D, cap::$construct> $(+ WhereRule<D, $rule, cap::$construct>)*),+>
        {
        }
    )* };
}

aliases! {
    /// INSERT of one or several rows.
    CanInsert: Insert, InsertManyRows;
    /// INSERT that changes or leaves the rows already there: ON CONFLICT DO UPDATE and DO NOTHING.
    CanUpsert: Insert, InsertManyRows, OnConflictDoUpdate, OnConflictDoNothing;
    /// UPDATE with a WHERE.
    CanUpdate: Update + HasWhere;
    /// DELETE with a WHERE.
    CanDelete: Delete + HasWhere;
    /// DELETE of all rows at once, without WHERE.
    CanDeleteAll: Delete + HasWhere + NoWhere;
    /// RETURNING.
    CanReturn: Returning;
    /// Transactions that keep their promise: a rollback undoes.
    CanTransact: Transaction, Rollback;
    /// Transactions in which a part can fail alone.
    CanNest: Transaction, Rollback, Savepoint;
    /// The joins that every relational engine is expected to have.
    CanJoin: InnerJoin, LeftJoin, RightJoin, FullJoin, CrossJoin;
    /// WITH, and subqueries where a value or a condition stands.
    CanNestQueries: Cte, DerivedTable, ScalarSubquery, InSubquery, Exists;
    /// Window functions with frames of rows.
    CanWindow: WindowFunction, RowsFrame;
    /// Creating and dropping tables, there or not.
    CanCreateTables: CreateTable, CreateIfNotExists, DropTable, DropIfExists;
}
