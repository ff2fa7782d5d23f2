//! The macro that declares a dialect.

/// The version of the list of constructs; it goes up when constructs are added.
///
/// A dialect of another crate says `since = N;` with the version it was written for, and so keeps compiling: what
/// joined the list later is absent there. See [`declare_dialect!`](crate::declare_dialect).
pub const LIST_VERSION: u32 = 1;

/// Declares a dialect: its name, its URL schemes, and the level of **every** construct. Each level other than full has
/// a reason, which refusals and the support matrix quote.
///
/// ```
/// # use aludel_dialect::{Capabilities, Construct, Support, declare_dialect};
///
/// declare_dialect! {
///     /// The warehouse of the house, as of its version 7.
///     pub dialect Warehouse "warehouse" schemes ["warehouse", "wh"];
///     since = 1;
///     full: Insert, InsertManyRows, InsertFromSelect, SelectWithoutFrom, // … and so on
///     # InsertDefaultValues, DefaultValue, InsertByName, InsertOrReplace, OnConflictDoNothing, OnConflictDoUpdate,
///     # OnConflictConstraint, UpdateFrom, DeleteUsing, Truncate, Merge, DmlWithCte, BulkInsert, TransactionalInsert,
///     # TransactionalUpdate, TransactionalDelete, TransactionalDdl, ReadYourWrites, Savepoint, TwoPhase,
///     # IsolationLevel, ReadOnlyTransaction, Distinct, DistinctOn, Qualify, GroupByAll, GroupingSets, Rollup, Cube,
///     # WithTotals, NamedWindow, OrderByAll, NullsOrder, Limit, Offset, LimitPercent, LimitWithTies, LimitBy,
///     # WithFill, Sample, TableSample, Final, Prewhere, ArrayJoin, SampleBy, LatestOn, Settings, RowLock, InnerJoin,
///     # LeftJoin, RightJoin, FullJoin, CrossJoin, NaturalJoin, JoinUsing, LateralJoin, SemiJoin, AntiJoin, AnyJoin,
///     # AsofJoin, AsofTolerance, LtJoin, SpliceJoin, WindowJoin, HorizonJoin, PositionalJoin, GlobalJoin,
///     # DerivedTable, ValuesTable, TableFunction, NamedArguments, ReadFile, LocalFiles, MdRun, Unnest, Pivot,
///     # Unpivot, Union, UnionAll, Intersect, IntersectAll, Except, ExceptAll, UnionByName, CompoundOrderLimit, Cte,
///     # RecursiveCte, MaterializedCte, CteColumns, DmlInCte, ScalarSubquery, InSubquery, Exists, CorrelatedSubquery,
///     # QuantifiedSubquery, TupleIn, WindowFunction, RowsFrame, RangeFrame, RangeOffset, GroupsFrame,
///     # FrameExclusion, NullTreatment, AggregateFilter, AggregateDistinct, AggregateOrderBy, WithinGroup,
///     # ParametricAggregate, Ilike, LikeEscape, Regexp, SimilarTo, IsDistinctFrom, TryCast, IntegerDivision,
///     # BitwiseOperators, IntervalArithmetic, AtTimeZone, Collate, Lambda, ArrayLiteral, ArrayAccess, ArraySlice,
///     # QuantifiedArray, StructLiteral, StructAccess, MapLiteral, MapAccess, JsonAccess, CreateTable,
///     # CreateIfNotExists, DropIfExists, CreateOrReplace, CreateTableAs, TemporaryTable, DropTable, DropCascade,
///     # PrimaryKey, Unique, ForeignKey, ReferentialAction, Check, NotNull, ColumnDefault, GeneratedColumn, StoredGeneratedColumn,
///     # IdentityColumn, ColumnComment, TableComment, Schema, Database, View, TemporaryView, MaterializedView, Index,
///     # Sequence, EnumType, Macro, AlterAddColumn, AlterDropColumn, AlterRenameColumn, AlterColumnType,
///     # AlterColumnDefault, AlterColumnNullability, RenameTable, ServerParameters, Cancel, StatementTimeout,
///     # Explain, ExplainAnalyze, Progress, SessionSettings, StatementSettings, Attach, InstallExtension, LoadExtension, Secret,
///     # CopyFromStdin, CopyToFile, Procedure, ListenNotify, AdvisoryLock, SeveralStatements, TargetAlias, MergeBySource,
///     # MergeCondition, MergeDoNothing, LimitExpression, SampleMethod, SampleSeed, AsofLeftJoin, ParenthesizedJoin,
///     # SourceColumns, ParenthesizedBranch, RowValue;
///     rewritten "the engine has no HAVING; an outer WHERE does it": Having;
///     needs_where "a DELETE without WHERE is a slip; TRUNCATE says it": Delete;
///     no_op "each statement commits by itself": Transaction;
///     withheld "mutations rewrite whole parts": Update;
///     absent "the engine returns no rows from DML": Returning, MergeReturning;
///     absent "the engine has no transactions": Rollback;
/// }
///
/// const { assert!(Construct::Having.declared_by::<Warehouse>().is_granted()) }
///
/// let capabilities = Capabilities::of::<Warehouse>();
/// assert_eq!(capabilities.get(Construct::Delete), Support::NeedsWhere);
/// assert_eq!(
///     capabilities.require(Construct::Update).expect_err("withheld").to_string(),
///     "warehouse does not support UPDATE: mutations rewrite whole parts; \
///      insert the changed rows anew, or use the engine's own mutation",
/// );
/// ```
///
/// The groups come in any order and any number. A construct left out is rustc's E0046, one named twice its E0201.
///
/// `since = N;` names the [`LIST_VERSION`] that the declaration was written for: constructs that joined the list later
/// are absent, "not yet declared", and can't be named until `N` is raised. Without it, an addition to the list stops
/// the crate from compiling until it is declared; that is what the dialects of this project do.
#[macro_export]
macro_rules! declare_dialect {
    (
        $(#[$attribute:meta])*
        $vis:vis dialect $name:ident $text:literal schemes [$($scheme:literal),+ $(,)?];
        since = $since:tt;
        $($groups:tt)+
    ) => {
        $crate::__declare_dialect! {
            [$(#[$attribute])*] [$vis] $name $text [$($scheme),+] [$since] $($groups)+
        }
    };
    (
        $(#[$attribute:meta])*
        $vis:vis dialect $name:ident $text:literal schemes [$($scheme:literal),+ $(,)?];
        $($groups:tt)+
    ) => {
        $crate::__declare_dialect! {
            [$(#[$attribute])*] [$vis] $name $text [$($scheme),+] [] $($groups)+
        }
    };
}

/// What [`declare_dialect!`] writes.
#[doc(hidden)]
#[macro_export]
macro_rules! __declare_dialect {
    (
        [$(#[$attribute:meta])*] [$vis:vis] $name:ident $text:literal $schemes:tt [$($since:tt)?]
        $($level:ident $($reason:literal)?: $($construct:ident),+ $(,)?;)+
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug)]
        $vis struct $name;

        impl $crate::Levels for $name {
            $($crate::__levels! { $level [$($reason)?] $($construct)+ })+
            $($crate::__newer_than! { $since })?
        }

        #[diagnostic::do_not_recommend]
        impl $crate::Dialect for $name {
            const NAME: &'static str = $text;
            const SCHEMES: &'static [&'static str] = &$schemes;

            fn reason(construct: $crate::Construct) -> ::core::option::Option<&'static str> {
                $($crate::__reason! { construct [$($reason)?] $($construct)+ })+
                $(if construct.since() > $since { return ::core::option::Option::Some("not yet declared"); })?
                ::core::option::Option::None
            }
        }

        $(const _: () = ::core::assert!($since <= $crate::LIST_VERSION, "the list has no such version yet");)?
    };
}

/// One group of [`declare_dialect!`] as items of `Levels`. Not recursive, so that a dialect may have any number of groups.
#[doc(hidden)]
#[macro_export]
macro_rules! __levels {
    (full [] $($construct:ident)+) => { $(type $construct = $crate::level::Full;)+ };
    (rewritten [$reason:literal] $($construct:ident)+) => { $(type $construct = $crate::level::Rewritten;)+ };
    (needs_where [$reason:literal] $($construct:ident)+) => { $(type $construct = $crate::level::NeedsWhere;)+ };
    (no_op [$reason:literal] $($construct:ident)+) => { $(type $construct = $crate::level::NoOp;)+ };
    (withheld [$reason:literal] $($construct:ident)+) => { $(type $construct = $crate::level::Withheld;)+ };
    (absent [$reason:literal] $($construct:ident)+) => { $(type $construct = $crate::level::Absent;)+ };
    ($level:ident [] $($construct:ident)+) => {
        ::core::compile_error!(::core::concat!(
            "`", ::core::stringify!($level), "` needs a reason: `", ::core::stringify!($level), " \"why\": …;`"
        ));
        // Declared all the same, so that one mistake is one message.
        $(type $construct = $crate::level::Absent;)+
    };
    ($other:ident [$reason:literal] $($construct:ident)+) => {
        ::core::compile_error!(::core::concat!(
            "`", ::core::stringify!($other), "` is no level with a reason; ",
            "those are rewritten, needs_where, no_op, withheld and absent"
        ));
        $(type $construct = $crate::level::Absent;)+
    };
}

/// One group of [`declare_dialect!`] as a step of `Dialect::reason`.
#[doc(hidden)]
#[macro_export]
macro_rules! __reason {
    ($asked:ident [] $($construct:ident)+) => {};
    ($asked:ident [$reason:literal] $($construct:ident)+) => {
        if ::core::matches!($asked, $($crate::Construct::$construct)|+) {
            return ::core::option::Option::Some($reason);
        }
    };
}

/// `__if_newer! { 1, 2: items }`: the items, if the second version is newer than the first.
///
/// Macros can't count, so each version of the list adds its lines; no construct is marked `since 1`.
#[doc(hidden)]
#[macro_export]
macro_rules! __if_newer {
    (1, $since:tt: $($items:tt)*) => { $($items)* };
    (2, 2: $($items:tt)*) => {};
    (2, $since:tt: $($items:tt)*) => { $($items)* };
}

#[cfg(test)]
mod tests {
    use crate::level::{Absent, Full};
    use crate::{Level, Support};

    trait Pair {
        type Old: Level;
        type New: Level;
    }

    #[test]
    fn what_is_newer_than_the_declaration_is_absent() {
        struct Behind;
        impl Pair for Behind {
            __if_newer! { 2, 2: type Old = Absent; }
            type Old = Full;
            __if_newer! { 1, 2: type New = Absent; }
        }
        assert_eq!(<Behind as Pair>::Old::VALUE, Support::Full);
        assert_eq!(<Behind as Pair>::New::VALUE, Support::Absent);
    }
}
