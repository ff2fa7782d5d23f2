//! A statement of each construct for a dialect that has none. It does not compile: `tests/every_construct.rs` reads why.
#[macro_use]
#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::{Interval, SqlType};
use aludel_query::{
    BinaryOperator, Bound, Column, Constraint, EnumType, Frame, FrameExclusion, Horizon, Horizons, Index, Joins, Materialization, NullTreatment, RowLock, SampleBy, Sequence,
    SampleMethod, SampleSize, SampleUnit, Statement, Table, TimeBound, UnpivotNulls, alter_table, array, create_database, create_enum, create_index, create_materialized_view, create_schema,
    create_sequence, create_table, create_table_as, create_temporary_view, create_view,
    default, delete, drop_table, exists, explain, explain_analyze, func, insert, label_ref, lambda, literal, map,
    merge, read_csv, recursive_cte, row, select, star, structure, table_function, truncate, unnest, update, using,
    values, window,
};

macro_rules! nothing {
    ([$($construct:ident)+]) => {
        aludel_dialect::declare_dialect! {
            dialect Nothing "nothing" schemes ["nothing"];
            since = 1;
            absent "it has nothing": $($construct),+, Delete, Update, Returning, MergeReturning, Having, Qualify,
                AggregateFilter, Transaction, Rollback, Savepoint, TransactionalUpdate;
        }
    };
}

with_the_rest! { nothing, }

fn typed(_: impl Statement<Nothing>) {}

macro_rules! each {
    ($($construct:ident $statement:expr;)+) => {{ $(typed($statement);)+ }};
}

fn main() {
    include!("../../../conformance/src/samples/all.rs");
}
