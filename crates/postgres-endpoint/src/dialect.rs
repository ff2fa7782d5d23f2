//! What the endpoint grants, and why not the rest.
//!
//! It runs DuckDB's SQL on MotherDuck, so most is as the declaration of DuckDB says; the groups in front are what
//! differs. Levels that only the live service could prove are named in [`NOT_PROVEN`].

use aludel_dialect::{Capabilities, Construct, WideningRefused, declare_dialect};
use aludel_duckdb_sql::{DuckDbSpelling, narrow_writes};
use aludel_query::{Spelling, SqlDialect};

declare_dialect! {
    /// MotherDuck's Postgres endpoint: DuckDB's SQL over the Postgres wire, as of DuckDB 1.5.6.
    pub dialect MotherDuckEndpoint "motherduck-pg" schemes ["postgresql", "postgres", "motherduck+pg"];

    // What DuckDB has, and the endpoint has not
    absent "MotherDuck's Postgres endpoint has no temporary objects; a CTE, or a table that is dropped, does it":
        TemporaryTable, TemporaryView;
    absent "MotherDuck's Postgres endpoint makes no indexes": Index;
    absent "MotherDuck's Postgres endpoint makes no sequences": Sequence;
    absent "the endpoint sees no files of the client's machine: read from a URL, or load through `md:`": LocalFiles;
    absent "the endpoint reads no rows from the client: insert them, read from a URL, or load through `md:`": CopyFromStdin;
    absent "the endpoint writes no files of the client's machine": CopyToFile;
    absent "the endpoint attaches no local databases; those of the workspace are there already": Attach;
    absent "MotherDuck's Postgres endpoint takes no extensions": InstallExtension, LoadExtension;
    absent "a statement of the wire's protocol is one": SeveralStatements;
    withheld "a secret would travel in the text of a statement: make it in MotherDuck's UI or through `md:`": Secret;
    absent "the wire tells nothing of a statement until it answers": Progress;
    rewritten "the endpoint has no setting for it; the connection is closed when the statement's time is over": StatementTimeout;

    // What MotherDuck has, and DuckDB in process has not
    full: MdRun;

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

    full: DerivedTable, SourceColumns, ValuesTable, TableFunction, NamedArguments, ReadFile, Unnest, Pivot, Unpivot;

    full: Union, UnionAll, Intersect, IntersectAll, Except, ExceptAll, UnionByName, CompoundOrderLimit,
        ParenthesizedBranch;

    full: Cte, RecursiveCte, MaterializedCte, CteColumns;
    absent "a CTE of DuckDB 1.5 holds a query": DmlInCte;

    full: ScalarSubquery, InSubquery, Exists, CorrelatedSubquery, QuantifiedSubquery, TupleIn, RowValue;

    full: WindowFunction, RowsFrame, RangeFrame, RangeOffset, GroupsFrame, FrameExclusion, NullTreatment,
        AggregateFilter, AggregateDistinct, AggregateOrderBy, WithinGroup;
    absent "DuckDB's aggregates take everything in one list of arguments": ParametricAggregate;

    full: Ilike, LikeEscape, Regexp, SimilarTo, IsDistinctFrom, TryCast, IntegerDivision, BitwiseOperators,
        IntervalArithmetic, AtTimeZone, Collate, Lambda, ArrayLiteral, ArrayAccess, ArraySlice, QuantifiedArray,
        StructLiteral, StructAccess, MapLiteral, MapAccess, JsonAccess;

    full: CreateTable, CreateIfNotExists, DropIfExists, CreateOrReplace, CreateTableAs, DropTable,
        PrimaryKey, Unique, ForeignKey, Check, NotNull, ColumnDefault, GeneratedColumn, ColumnComment,
        TableComment, Schema, View, EnumType, Macro, AlterAddColumn, AlterDropColumn,
        AlterRenameColumn, AlterColumnType, AlterColumnDefault, AlterColumnNullability, RenameTable;
    absent "DuckDB parses ON DELETE and ON UPDATE, and refuses those that change rows": ReferentialAction;
    absent "DuckDB computes generated columns when they are read": StoredGeneratedColumn;
    absent "DuckDB parses GENERATED … AS IDENTITY and then has not implemented it": IdentityColumn;
    withheld "MotherDuck has CREATE DATABASE, which DuckDB has not; write it as text": Database;
    absent "DuckDB keeps the result of a query only in a table": MaterializedView;

    full: ServerParameters, Cancel, Explain, ExplainAnalyze, SessionSettings;
    withheld "DuckDB reads CASCADE behind DROP TABLE and leaves views and references as they are": DropCascade;
    absent "DuckDB has macros, which hold one query and change nothing": Procedure;
    absent "MotherDuck's Postgres endpoint sends no notices between connections": ListenNotify;
    absent "MotherDuck's Postgres endpoint has no locks of the user's": AdvisoryLock;
}

/// Constructs whose level is taken from MotherDuck's documentation, and which no engine at hand can prove: the suite
/// runs on a server that imitates the endpoint over DuckDB.
pub const NOT_PROVEN: &[Construct] = &[
    Construct::TemporaryTable,
    Construct::TemporaryView,
    Construct::Index,
    Construct::Sequence,
    Construct::LocalFiles,
    Construct::CopyFromStdin,
    Construct::CopyToFile,
    Construct::Attach,
    Construct::InstallExtension,
    Construct::LoadExtension,
    Construct::Secret,
    Construct::Database,
    Construct::MdRun,
    Construct::Cancel,
    Construct::StatementTimeout,
];

/// What is left of the declaration where nothing in sight can be written: by a token for read scaling, or of shares alone.
pub(crate) fn narrow_to_reading(capabilities: &mut Capabilities) -> Result<(), WideningRefused> {
    let reason = "every database in sight is attached to be read alone: by a token for read scaling, or as a share; open it \
                  with a token that may write";
    narrow_writes(capabilities, reason)
}

/// The endpoint prepares a statement before it knows its values, so each parameter is cast to its type.
impl SqlDialect for MotherDuckEndpoint {
    fn spelling() -> &'static dyn Spelling {
        &DuckDbSpelling::TYPED_BY_CAST
    }
}
