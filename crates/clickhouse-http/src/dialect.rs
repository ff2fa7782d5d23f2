//! What ClickHouse grants: the declaration, and how a connection narrows it.
//!
//! Every level was asked of ClickHouse 26.7 by running the construct and looking at its effect.

use aludel_dialect::{Capabilities, Construct, Support, WideningRefused, declare_dialect};

use crate::Access;

declare_dialect! {
    /// ClickHouse, as of its version 26.7.
    pub dialect ClickHouse "clickhouse" schemes ["clickhouse", "clickhousedb"];

    full: Insert, InsertManyRows, InsertFromSelect, Truncate, BulkInsert;
    needs_where "ClickHouse's lightweight DELETE has a WHERE; to remove all rows, truncate": Delete;
    withheld "ClickHouse's UPDATE works on tables with block numbers only, and not on the columns of their key; write an \
        explicit mutation, ALTER TABLE … UPDATE, with `text`": Update;
    withheld "ClickHouse takes DEFAULT in VALUES, where rows are text, and not as an expression": DefaultValue;
    withheld "ClickHouse takes a CTE before INSERT … SELECT only; put it into the SELECT": DmlWithCte;
    absent "INSERT of ClickHouse names its columns or gives all": InsertDefaultValues, InsertByName;
    absent "ClickHouse keeps no key unique, so that an INSERT has no conflict; see ReplacingMergeTree": InsertOrReplace,
        OnConflictDoNothing, OnConflictDoUpdate, OnConflictConstraint;
    absent "an UPDATE of ClickHouse changes one table": UpdateFrom;
    absent "a DELETE of ClickHouse reads one table": DeleteUsing;
    absent "ClickHouse's DELETE takes no alias": TargetAlias;
    absent "ClickHouse has no MERGE": Merge, MergeBySource, MergeCondition, MergeDoNothing, MergeReturning;
    absent "ClickHouse returns no rows from what writes": Returning;

    no_op "ClickHouse has no transactions; each statement takes effect by itself": Transaction;
    absent "ClickHouse does not roll back: what was sent has taken effect": Rollback, TransactionalInsert,
        TransactionalUpdate, TransactionalDelete, TransactionalDdl;
    absent "ClickHouse has no transactions, so nothing is uncommitted": ReadYourWrites;
    absent "ClickHouse has no transactions": Savepoint, TwoPhase, IsolationLevel, ReadOnlyTransaction;

    full: SelectWithoutFrom, Distinct, DistinctOn, Having, Qualify, GroupByAll, GroupingSets, Rollup, Cube, NamedWindow,
        OrderByAll, NullsOrder, Limit, Offset, LimitExpression, LimitWithTies, LimitBy, WithFill, TableSample, Final,
        Prewhere, ArrayJoin, Settings;
    withheld "the row of totals is not among the rows that the Native format brings; `rollup` gives the same row":
        WithTotals;
    absent "ClickHouse's LIMIT counts rows": LimitPercent;
    absent "ClickHouse samples tables that have a sampling key": Sample;
    absent "ClickHouse samples by the table's sampling key, always in the same way": SampleMethod, SampleSeed;
    absent "ClickHouse has no clause for time buckets; it has `toStartOfInterval`": SampleBy;
    absent "ClickHouse has no designated timestamp; it has `LIMIT 1 BY`": LatestOn;
    absent "ClickHouse locks no rows": RowLock;

    full: InnerJoin, LeftJoin, RightJoin, FullJoin, CrossJoin, NaturalJoin, JoinUsing, SemiJoin, AntiJoin, AnyJoin,
        AsofJoin, AsofLeftJoin, GlobalJoin;
    withheld "ClickHouse's PASTE JOIN ends with the shorter side": PositionalJoin;
    absent "ClickHouse has no LATERAL": LateralJoin;
    absent "ClickHouse's ASOF JOIN takes the nearest row, however far it is": AsofTolerance;
    absent "ClickHouse has no join of this name; its ASOF JOIN takes < and > as well": LtJoin;
    absent "ClickHouse's ASOF JOIN looks into one direction": SpliceJoin;
    absent "ClickHouse has no join over a window of time": WindowJoin, HorizonJoin;
    absent "ClickHouse joins from left to right": ParenthesizedJoin;

    full: DerivedTable, SourceColumns, ValuesTable, TableFunction;
    absent "arguments of ClickHouse's functions have no names": NamedArguments;
    absent "ClickHouse reads files with its table functions `file`, `url` and `s3`": ReadFile;
    absent "a server of ClickHouse sees no files of its clients": LocalFiles;
    absent "MD_RUN is MotherDuck's": MdRun;
    withheld "ClickHouse unnests in the select list and with ARRAY JOIN, not in FROM": Unnest;
    absent "ClickHouse has no PIVOT": Pivot, Unpivot;

    full: Union, UnionAll, Intersect, IntersectAll, Except, ParenthesizedBranch;
    withheld "ClickHouse's EXCEPT ALL takes every equal row away": ExceptAll;
    absent "ClickHouse unites by position": UnionByName;
    rewritten "ClickHouse takes ORDER BY and LIMIT for those of the last side; the set operation becomes a subquery":
        CompoundOrderLimit;

    full: Cte, RecursiveCte, CteColumns;
    withheld "ClickHouse has no NOT MATERIALIZED, and materializes only with an experimental setting": MaterializedCte;
    absent "a CTE of ClickHouse holds a query": DmlInCte;

    full: ScalarSubquery, InSubquery, Exists, CorrelatedSubquery, TupleIn, RowValue;

    withheld "ClickHouse compares with the greatest or the least of the rows, and leaves NULLs out; of nothing it says no":
        QuantifiedSubquery;

    full: WindowFunction, RowsFrame, RangeFrame, NullTreatment, AggregateFilter, AggregateDistinct,
        ParametricAggregate, RangeOffset;
    absent "ClickHouse parses GROUPS frames and then has not implemented them": GroupsFrame;
    absent "ClickHouse has no EXCLUDE": FrameExclusion;
    absent "ClickHouse's aggregates take no order": AggregateOrderBy, WithinGroup;

    full: Ilike, LikeEscape, Regexp, IsDistinctFrom, IntegerDivision, IntervalArithmetic, Lambda,
        ArrayLiteral, ArrayAccess, StructAccess, MapLiteral, MapAccess;
    withheld "ClickHouse's AT TIME ZONE leaves a time as it is and shows it in another zone; it has `toTimeZone`": AtTimeZone;
    absent "ClickHouse has no SIMILAR TO": SimilarTo;
    absent "ClickHouse has no TRY_CAST; it has `accurateCastOrNull`": TryCast;
    absent "ClickHouse has functions for them, such as `bitAnd`": BitwiseOperators;
    absent "ClickHouse collates in ORDER BY only": Collate;
    absent "ClickHouse has `arraySlice`": ArraySlice;
    absent "ClickHouse has `has` and `arrayExists`": QuantifiedArray;
    withheld "aludel writes no names of a tuple's members for ClickHouse yet": StructLiteral;
    withheld "aludel writes no paths into JSON for ClickHouse yet": JsonAccess;

    full: CreateTable, CreateIfNotExists, DropIfExists, CreateOrReplace, CreateTableAs, TemporaryTable, DropTable,
        Check, NotNull, ColumnDefault, GeneratedColumn, StoredGeneratedColumn, ColumnComment, TableComment,
        Database, View, TemporaryView, MaterializedView, Index, Macro, AlterAddColumn, AlterDropColumn, AlterRenameColumn,
        AlterColumnType, AlterColumnDefault, AlterColumnNullability, RenameTable;
    no_op "ClickHouse sorts a table by its key and keeps nothing unique": PrimaryKey;
    absent "ClickHouse keeps no values unique": Unique;
    absent "ClickHouse keeps no references whole": ForeignKey, ReferentialAction;
    absent "ClickHouse has no CASCADE": DropCascade;
    absent "ClickHouse makes no numbers of its own for a column": IdentityColumn;
    absent "what ClickHouse has in the place of schemas it calls databases": Schema;
    absent "ClickHouse has no sequences; it has `generateSerialID` and `generateSnowflakeID`": Sequence;
    absent "enums of ClickHouse have no names": EnumType;

    full: ServerParameters, Cancel, StatementTimeout, Explain, ExplainAnalyze, SessionSettings, StatementSettings;
    withheld "ClickHouse tells it to a `ClickHouseConnection`, and not through an engine": Progress;
    absent "a server of ClickHouse has no other databases to attach, but those on its own disk": Attach;
    absent "ClickHouse has no extensions": InstallExtension, LoadExtension;
    absent "ClickHouse has named collections": Secret;
    absent "ClickHouse's INSERT takes data in its formats": CopyFromStdin;
    absent "ClickHouse has `INSERT INTO FUNCTION file(…)`": CopyToFile;
    absent "ClickHouse has no stored procedures": Procedure;
    absent "ClickHouse sends no notices between connections": ListenNotify;
    absent "ClickHouse has no locks of the user's": AdvisoryLock;
    absent "ClickHouse takes one statement at a time over HTTP": SeveralStatements;
}

/// What a user with `readonly` can't do.
const WRITES: &[Construct] = &[
    Construct::Insert,
    Construct::InsertManyRows,
    Construct::InsertFromSelect,
    Construct::Delete,
    Construct::Truncate,
    Construct::BulkInsert,
    Construct::CreateTable,
    Construct::CreateIfNotExists,
    Construct::CreateOrReplace,
    Construct::CreateTableAs,
    Construct::TemporaryTable,
    Construct::DropTable,
    Construct::DropIfExists,
    Construct::Check,
    Construct::NotNull,
    Construct::PrimaryKey,
    Construct::ColumnDefault,
    Construct::GeneratedColumn,
    Construct::StoredGeneratedColumn,
    Construct::ColumnComment,
    Construct::TableComment,
    Construct::TemporaryView,
    Construct::Database,
    Construct::View,
    Construct::MaterializedView,
    Construct::Index,
    Construct::Macro,
    Construct::AlterAddColumn,
    Construct::AlterDropColumn,
    Construct::AlterRenameColumn,
    Construct::AlterColumnType,
    Construct::AlterColumnDefault,
    Construct::AlterColumnNullability,
    Construct::RenameTable,
];

/// What a statement of a user with `readonly=1` can't carry, and what needs it for its meaning.
const SETTINGS: &[Construct] = &[
    Construct::Settings,
    Construct::SessionSettings,
    Construct::StatementSettings,
    Construct::StatementTimeout,
    Construct::LeftJoin,
    Construct::RightJoin,
    Construct::FullJoin,
    Construct::AnyJoin,
    Construct::AsofLeftJoin,
    Construct::GroupingSets,
    Construct::Rollup,
    Construct::Cube,
];

/// The first version that has it, by default.
const SINCE: &[((u32, u32), Construct, &str)] =
    &[((25, 8), Construct::CorrelatedSubquery, "ClickHouse has correlated subqueries since version 25.8")];

/// Lowers what the user may not do.
///
/// # Errors
/// None, as long as the declaration grants it; a test holds that.
pub fn narrow_for_access(capabilities: &mut Capabilities, access: Access) -> Result<(), WideningRefused> {
    if access != Access::Full {
        capabilities.narrow_all(WRITES.iter().copied(), Support::Withheld, "the user may only read (readonly)")?;
    }
    if access == Access::ReadOnly {
        let reason = "the user may change no settings (readonly=1)";
        capabilities.narrow_all(SETTINGS.iter().copied(), Support::Withheld, reason)?;
    }
    Ok(())
}

/// Lowers what `version`, such as `25.3.1.2`, lacks. One that can't be read lowers nothing.
///
/// # Errors
/// None, as long as the declaration grants it; a test holds that.
pub fn narrow_for_version(capabilities: &mut Capabilities, version: &str) -> Result<(), WideningRefused> {
    let mut numbers = version.split('.').map(|part| part.parse().ok());
    let (Some(Some(major)), Some(Some(minor))) = (numbers.next(), numbers.next()) else { return Ok(()) };
    for (since, construct, reason) in SINCE {
        if (major, minor) < *since {
            capabilities.narrow(*construct, Support::Absent, *reason)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_connection_narrows_is_declared() -> Result<(), WideningRefused> {
        let mut capabilities = Capabilities::of::<ClickHouse>();
        narrow_for_version(&mut capabilities, "26.7.2.1")?;
        assert!(capabilities.grants(Construct::CorrelatedSubquery));
        narrow_for_version(&mut capabilities, "25.7.1.1")?;
        assert!(!capabilities.grants(Construct::CorrelatedSubquery));
        narrow_for_access(&mut capabilities, Access::ReadOnly)?;
        assert!(!capabilities.grants(Construct::Insert) && !capabilities.grants(Construct::Settings));
        Ok(())
    }

    #[test]
    fn every_rewrite_is_there() {
        let capabilities = Capabilities::of::<ClickHouse>();
        assert_eq!(aludel_query::missing_rewrites(&crate::ClickHouseSpelling, &capabilities), []);
    }
}
