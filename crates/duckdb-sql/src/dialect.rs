//! What DuckDB grants: the declaration, and how a connection narrows it.
//!
//! Every level was asked of DuckDB 1.5.6 by running the construct and looking at its effect; 1.4.0, 1.4.4 and 2.0.0 were
//! asked the same questions, and where they answer otherwise, [`narrow_for_version`] says so.

use aludel_dialect::{Capabilities, Construct, Support, WideningRefused, declare_dialect};

use crate::Version;

declare_dialect! {
    /// DuckDB, in this process or behind a wire, as of its version 1.5.6.
    pub dialect DuckDb "duckdb" schemes ["duckdb"];

    // Writing rows, also without WHERE
    full: Insert, InsertManyRows, InsertFromSelect, InsertDefaultValues, DefaultValue, InsertByName, InsertOrReplace,
        OnConflictDoNothing, OnConflictDoUpdate, Update, UpdateFrom, Delete, DeleteUsing, TargetAlias, Truncate, Merge,
        MergeBySource, MergeCondition, MergeDoNothing, Returning, MergeReturning, DmlWithCte, BulkInsert;
    absent "DuckDB parses ON CONSTRAINT and then has not implemented it": OnConflictConstraint;

    full: Transaction, Rollback, TransactionalInsert, TransactionalUpdate, TransactionalDelete, TransactionalDdl,
        ReadYourWrites, ReadOnlyTransaction;
    absent "a transaction of DuckDB has no points to go back to": Savepoint;
    absent "DuckDB commits in one phase": TwoPhase;
    absent "every transaction of DuckDB sees one snapshot of the data; there is no other level": IsolationLevel;

    full: SelectWithoutFrom, Distinct, DistinctOn, Having, Qualify, GroupByAll, GroupingSets, Rollup, Cube, NamedWindow,
        OrderByAll, NullsOrder, Limit, Offset, LimitExpression, LimitPercent, Sample, TableSample, SampleMethod, SampleSeed;
    absent "DuckDB has no WITH TOTALS; `rollup` gives the same row": WithTotals;
    absent "DuckDB has LIMIT and FETCH, both without ties": LimitWithTies;
    absent "DuckDB's LIMIT counts the rows of the whole result only": LimitBy;
    absent "DuckDB fills no gaps in an order": WithFill;
    absent "DuckDB's tables keep no older versions of a row, so there is nothing to merge": Final;
    absent "DuckDB itself reads the columns of a filter first": Prewhere;
    absent "DuckDB unnests with `unnest`": ArrayJoin;
    absent "DuckDB has no clause for time buckets; it has `time_bucket`": SampleBy;
    absent "DuckDB has no designated timestamp": LatestOn;
    absent "DuckDB's settings belong to the session or the database": Settings, StatementSettings;
    absent "DuckDB locks no rows; of two transactions that write one row, the later fails": RowLock;

    full: InnerJoin, LeftJoin, RightJoin, FullJoin, CrossJoin, NaturalJoin, JoinUsing, LateralJoin, SemiJoin, AntiJoin,
        AsofJoin, AsofLeftJoin, PositionalJoin, ParenthesizedJoin;
    absent "DuckDB joins with every partner": AnyJoin;
    absent "DuckDB's ASOF JOIN takes the nearest row, however far it is": AsofTolerance;
    absent "DuckDB has no join of this name; its ASOF JOIN takes < and > as well": LtJoin;
    absent "DuckDB's ASOF JOIN looks into one direction": SpliceJoin;
    absent "DuckDB has no join over a window of time": WindowJoin, HorizonJoin;
    absent "DuckDB is not distributed": GlobalJoin;

    full: DerivedTable, SourceColumns, ValuesTable, TableFunction, NamedArguments, ReadFile, LocalFiles, Unnest, Pivot, Unpivot;
    absent "MD_RUN is MotherDuck's; an embedded DuckDB runs every function in its own process": MdRun;

    full: Union, UnionAll, Intersect, IntersectAll, Except, ExceptAll, UnionByName, CompoundOrderLimit,
        ParenthesizedBranch;

    full: Cte, RecursiveCte, MaterializedCte, CteColumns;
    // DuckDB 2.0 has it, but a connection never widens what is declared, and 1.5.6 is what is declared.
    absent "a CTE of DuckDB 1.5 holds a query": DmlInCte;

    full: ScalarSubquery, InSubquery, Exists, CorrelatedSubquery, QuantifiedSubquery, TupleIn, RowValue;

    full: WindowFunction, RowsFrame, RangeFrame, RangeOffset, GroupsFrame, FrameExclusion, NullTreatment,
        AggregateFilter, AggregateDistinct, AggregateOrderBy, WithinGroup;
    absent "DuckDB's aggregates take everything in one list of arguments": ParametricAggregate;

    full: Ilike, LikeEscape, Regexp, SimilarTo, IsDistinctFrom, TryCast, IntegerDivision, BitwiseOperators,
        IntervalArithmetic, AtTimeZone, Collate, Lambda, ArrayLiteral, ArrayAccess, ArraySlice, QuantifiedArray,
        StructLiteral, StructAccess, MapLiteral, MapAccess, JsonAccess;

    full: CreateTable, CreateIfNotExists, DropIfExists, CreateOrReplace, CreateTableAs, TemporaryTable, DropTable,
        PrimaryKey, Unique, ForeignKey, Check, NotNull, ColumnDefault, GeneratedColumn, ColumnComment,
        TableComment, Schema, View, TemporaryView, Index, Sequence, EnumType, Macro, AlterAddColumn, AlterDropColumn,
        AlterRenameColumn, AlterColumnType, AlterColumnDefault, AlterColumnNullability, RenameTable;
    absent "DuckDB parses ON DELETE and ON UPDATE, and refuses those that change rows": ReferentialAction;
    absent "DuckDB computes generated columns when they are read": StoredGeneratedColumn;
    absent "DuckDB parses GENERATED … AS IDENTITY and then has not implemented it": IdentityColumn;
    absent "a database of DuckDB is a file; opening or attaching one makes it": Database;
    absent "DuckDB keeps the result of a query only in a table": MaterializedView;

    full: ServerParameters, Cancel, Explain, ExplainAnalyze, Progress, SessionSettings, Attach, InstallExtension,
        LoadExtension, Secret, CopyToFile, SeveralStatements;
    rewritten "DuckDB 1.5 has no setting for it; the statement is interrupted when its time is over": StatementTimeout;
    withheld "DuckDB reads CASCADE behind DROP TABLE and leaves views and references as they are": DropCascade;
    withheld "DuckDB would read the standard input of its own process, to which no connection can write": CopyFromStdin;
    absent "DuckDB has macros, which hold one query and change nothing": Procedure;
    absent "DuckDB sends no notices between connections": ListenNotify;
    absent "DuckDB has no locks of the user's": AdvisoryLock;
}

/// What versions before the declaration's lack: the first version that has it, the constructs, the reason.
///
/// Asked of 1.2.2 and 1.3.2; 1.4.0 and 1.4.4 grant all that 1.5.6 grants, and so does 2.0.0. What a newer version has in
/// addition (DML in a CTE, a timeout as a setting) stays at the declared level: connections narrow, they never widen.
const SINCE: &[(Version, &[Construct], &str)] = &[
    (
        Version::new(1, 3, 0),
        &[Construct::Lambda],
        "before DuckDB 1.3 a lambda is written in another way, which DuckDB 2.0 has given up",
    ),
    (
        Version::new(1, 4, 0),
        &[
            Construct::Merge,
            Construct::MergeBySource,
            Construct::MergeCondition,
            Construct::MergeDoNothing,
            Construct::MergeReturning,
        ],
        "DuckDB has MERGE since version 1.4",
    ),
];

/// Lowers what `version` of DuckDB lacks; a version newer than the declaration's lowers nothing.
///
/// # Errors
/// None, as long as the declaration grants what the table lowers; a test holds that.
pub fn narrow_for_version(capabilities: &mut Capabilities, version: Version) -> Result<(), WideningRefused> {
    for (since, constructs, reason) in SINCE {
        if version < *since {
            capabilities.narrow_all(constructs.iter().copied(), Support::Absent, *reason)?;
        }
    }
    Ok(())
}

/// What DuckDB refuses in a database that was opened with `access_mode=read_only`. Asked of 1.5.6: each of them still
/// works on temporary objects, which nobody can tell from the others in a statement, hence withheld, not absent.
///
/// Temporary views stay; so do files that are written and databases that are attached: they are others. Temporary tables are
/// made with CREATE TABLE and filled with INSERT, so they go with these.
const WRITES: &[Construct] = &[
    Construct::Insert,
    Construct::InsertManyRows,
    Construct::InsertFromSelect,
    Construct::InsertDefaultValues,
    Construct::DefaultValue,
    Construct::InsertByName,
    Construct::InsertOrReplace,
    Construct::OnConflictDoNothing,
    Construct::OnConflictDoUpdate,
    Construct::Update,
    Construct::UpdateFrom,
    Construct::Delete,
    Construct::DeleteUsing,
    Construct::TargetAlias,
    Construct::Truncate,
    Construct::Merge,
    Construct::MergeBySource,
    Construct::MergeCondition,
    Construct::MergeDoNothing,
    Construct::Returning,
    Construct::MergeReturning,
    Construct::DmlWithCte,
    Construct::BulkInsert,
    Construct::TransactionalInsert,
    Construct::TransactionalUpdate,
    Construct::TransactionalDelete,
    Construct::TransactionalDdl,
    Construct::CreateTable,
    Construct::CreateIfNotExists,
    Construct::DropIfExists,
    Construct::CreateOrReplace,
    Construct::CreateTableAs,
    Construct::TemporaryTable,
    Construct::DropTable,
    Construct::DropCascade,
    Construct::PrimaryKey,
    Construct::Unique,
    Construct::ForeignKey,
    Construct::Check,
    Construct::NotNull,
    Construct::ColumnDefault,
    Construct::GeneratedColumn,
    Construct::ColumnComment,
    Construct::TableComment,
    Construct::Schema,
    Construct::View,
    Construct::Index,
    Construct::Sequence,
    Construct::EnumType,
    Construct::Macro,
    Construct::AlterAddColumn,
    Construct::AlterDropColumn,
    Construct::AlterRenameColumn,
    Construct::AlterColumnType,
    Construct::AlterColumnDefault,
    Construct::AlterColumnNullability,
    Construct::RenameTable,
];

/// Lowers every construct that writes, because the database was opened read-only.
///
/// # Errors
/// None, as long as the declaration grants them or stands lower already; a test holds that.
pub fn narrow_read_only(capabilities: &mut Capabilities) -> Result<(), WideningRefused> {
    narrow_writes(capabilities, "the database was opened read-only")
}

/// Lowers every construct that writes, for another reason.
///
/// # Errors
/// As [`narrow_read_only`].
pub fn narrow_writes(capabilities: &mut Capabilities, reason: &'static str) -> Result<(), WideningRefused> {
    capabilities.narrow_all(WRITES.iter().copied(), Support::Withheld, reason)
}
