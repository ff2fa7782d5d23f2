//! Tables, statements and expressions as values, and the one renderer.
//!
//! A statement is a neutral tree with the type of a dialect attached. The dialect is inferred from the engine that runs
//! it; what the dialect lacks is refused where it is written, by the compiler or, for an engine chosen by URL, by the
//! renderer.

/// `Clone` and `Debug` without asking them of the dialect, which is only a tag; `derive` would ask.
macro_rules! clone_and_debug {
    ($name:ident { $($field:ident),+ $(,)? }) => {
        impl<D> Clone for $name<D> {
            fn clone(&self) -> Self {
                $name { $($field: self.$field.clone()),+ }
            }
        }

        impl<D> std::fmt::Debug for $name<D> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.debug_struct(stringify!($name))$(.field(stringify!($field), &self.$field))+.finish()
            }
        }
    };
}

mod column;
mod compound;
mod cte;
mod ddl;
mod dml;
mod error;
mod expr;
pub mod func;
mod function;
mod join;
mod md_run;
mod name;
mod native;
mod options;
mod pivot;
mod prepared;
mod query;
mod rare;
mod render;
mod sample_by;
mod schema;
#[cfg(feature = "sea-query")]
mod sea_query;
mod select;
mod source;
mod spelling;
mod statement;
mod subquery;
mod table;
mod table_function;
mod text;
mod time_bucket;
mod time_join;
mod timestamp_intervals;
mod translated;

#[cfg(feature = "sea-query")]
pub use self::sea_query::{Sea, SeaStatement, sea, sea_value};
pub use column::Column;
pub use compound::{Compound, SetOperator};
pub use cte::{Cte, CteSelf, Materialization, recursive_cte};
pub use ddl::{
    AlterTable, Alteration, CreateObject, CreateTable, CreateView, DropObject, DropTable, Truncate, alter_table,
    create_database, create_enum, create_index, create_materialized_view, create_schema, create_sequence, create_table,
    create_table_as, create_temporary_view, create_view, drop_database, drop_enum, drop_index, drop_materialized_view,
    drop_schema, drop_sequence, drop_table, drop_view, truncate,
};
pub use dml::{Assignments, Delete, Insert, Matched, Merge, Update, default, delete, excluded, insert, merge, update};
pub use error::BuildError;
pub use expr::{
    BinaryOperator, Bound, Case, Col, Columns, Direction, Expr, Frame, FrameExclusion, InTarget, IntoExpr, JsonStep,
    NullTreatment, NullsPosition, Order, OrderKey, OrderTerms, RowCount, RowValues, Selectable, TypedOperand, Window,
    all_of, any_of, array, asc, bindparam, case, desc, exists, label_ref, lambda, literal, map, not_exists, null,
    raw_expr, row, star, structure, typed_bindparam, typed_literal, window,
};
pub use function::{DatePart, Function};
pub use join::{JoinKind, JoinOn, Joins, using};
pub use md_run::MdRun;
pub use name::Name;
pub use options::{ColumnOptions, TableOptions};
pub use pivot::UnpivotNulls;
pub use prepared::{Effect, Prepared};
pub use query::{IntoQuery, Query};
pub use rare::{ClauseSlot, RowLock};
pub use render::missing_rewrites;
pub use sample_by::{SampleBy, SampleUnit};
pub use schema::{
    Constraint, Ddl, Diff, EnumType, Identity, Index, Loss, MetaData, NamingConvention, ReferentialAction, SchemaExpr,
    SchemaTranslateMap, Sequence, Step, Transferred, create_statements, diff, diff_translated, transfer, transfer_to,
};
pub use select::{Select, select};
pub use source::{IntoSource, SampleMethod, SampleSize, Source};
pub use spelling::{
    AsofForm, DdlForm, EmptyCorrelated, FrameReach, FunctionSpelling, InsertedWith, Known, LimitForm, ListMembers,
    Meaning, NameCase, NamedWindows, NullInText, NullLogic, NullTreatmentPosition, OperatorSpelling,
    OrderedByExpressions, ParameterForm, ParameterPlace, PivotForm, SampleForm, Spelling, SubqueryMembers, Unspeakable,
    WindowOrder, WindowedCall, quote_identifier,
};
pub use statement::{
    Explain, ExplainAnalyze, SqlDialect, Statement, ToSql, TransactionalStatement, explain, explain_analyze,
};
pub use subquery::Subquery;
pub use table::Table;
pub use table_function::{TableFunction, read_csv, read_json, read_parquet, table_function, unnest, values};
pub use text::{
    EmptySet, HashComments, LexicalRules, Params, Piece, Place, Repeats, Segment, Slot, Text, TextError, TextPosition,
    text,
};
pub use time_bucket::{BucketWidth, TimeBucket};
pub use time_join::{DistancePlace, Horizon, Horizons, TimeBound};
pub use timestamp_intervals::TimestampIntervals;
pub use translated::{TranslateSchemas, Translated};
