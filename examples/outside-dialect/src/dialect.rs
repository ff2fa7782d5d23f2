//! What SQLite 3.51 can do. Asked of the engine by `tests/conformance.rs`.

aludel_dialect::declare_dialect! {
    /// SQLite, as of its version 3.51.
    pub dialect Sqlite "sqlite" schemes ["sqlite"];
    since = 1;

    full: Insert, InsertManyRows, InsertFromSelect, InsertDefaultValues, InsertOrReplace, OnConflictDoNothing,
        OnConflictDoUpdate, Update, UpdateFrom, Delete, TargetAlias, Returning, DmlWithCte, BulkInsert;
    full: Transaction, Rollback, TransactionalInsert, TransactionalUpdate, TransactionalDelete, TransactionalDdl,
        ReadYourWrites, Savepoint;
    full: SelectWithoutFrom, Distinct, Having, NamedWindow, NullsOrder, Limit, LimitExpression;
    full: InnerJoin, LeftJoin, RightJoin, FullJoin, CrossJoin, NaturalJoin, JoinUsing, ParenthesizedJoin, DerivedTable,
        TableFunction, Union, UnionAll, Intersect, Except, CompoundOrderLimit, Cte, RecursiveCte, MaterializedCte,
        CteColumns, ScalarSubquery, InSubquery, Exists, CorrelatedSubquery;
    full: WindowFunction, RowsFrame, RangeFrame, RangeOffset, GroupsFrame, FrameExclusion, AggregateFilter,
        AggregateDistinct, AggregateOrderBy, LikeEscape, IsDistinctFrom, IntegerDivision, BitwiseOperators, Collate,
        JsonAccess;
    full: CreateTable, CreateIfNotExists, DropIfExists, CreateTableAs, TemporaryTable, DropTable, PrimaryKey, Unique,
        ForeignKey, ReferentialAction, Check, NotNull, ColumnDefault, GeneratedColumn, StoredGeneratedColumn, View, TemporaryView, Index,
        AlterAddColumn, AlterDropColumn, AlterRenameColumn, RenameTable;
    full: ServerParameters, Cancel, Explain, SessionSettings, Attach, SeveralStatements;

    rewritten "SQLite has no such clause; a query around it filters by a column": DistinctOn, Qualify;
    rewritten "SQLite has OFFSET only behind a LIMIT, so one of all rows is written": Offset;
    rewritten "SQLite takes no parentheses around a side; it becomes a subquery": ParenthesizedBranch;
    rewritten "SQLite has no such setting; the statement is interrupted when its time is over": StatementTimeout;

    withheld "SQLite names the columns of VALUES itself": ValuesTable;
    withheld "SQLite compares rows of values and has no other use for them": RowValue, TupleIn;
    withheld "SQLite numbers only an INTEGER PRIMARY KEY": IdentityColumn;

    absent "SQLite has no such form of INSERT, DELETE or MERGE": DefaultValue, InsertByName, OnConflictConstraint,
        DeleteUsing, Truncate, Merge, MergeBySource, MergeCondition, MergeDoNothing, MergeReturning, DmlInCte;
    absent "SQLite's transactions are serializable, on one file": TwoPhase, IsolationLevel, ReadOnlyTransaction;
    absent "SQLite has no such clause of SELECT": GroupByAll, GroupingSets, Rollup, Cube, WithTotals, OrderByAll,
        LimitPercent, LimitWithTies, LimitBy, WithFill, Sample, TableSample, SampleMethod, SampleSeed, Final, Prewhere,
        ArrayJoin, SampleBy, LatestOn, Settings, RowLock;
    absent "SQLite has no such join": LateralJoin, SemiJoin, AntiJoin, AnyJoin, AsofJoin, AsofLeftJoin, AsofTolerance,
        LtJoin, SpliceJoin, WindowJoin, HorizonJoin, PositionalJoin, GlobalJoin;
    absent "SQLite has no such source of rows": SourceColumns, NamedArguments, ReadFile, LocalFiles, MdRun, Unnest,
        Pivot, Unpivot;
    absent "SQLite compares queries by sets only": IntersectAll, ExceptAll, UnionByName, QuantifiedSubquery;
    absent "SQLite's functions take neither": NullTreatment, WithinGroup, ParametricAggregate;
    absent "SQLite has no such operator": Ilike, Regexp, SimilarTo, TryCast, IntervalArithmetic, AtTimeZone, Lambda;
    absent "SQLite's values are numbers, text and bytes": ArrayLiteral, ArrayAccess, ArraySlice, QuantifiedArray,
        StructLiteral, StructAccess, MapLiteral, MapAccess;
    absent "SQLite has no such object": ColumnComment, TableComment, Schema, Database, MaterializedView, Sequence,
        EnumType, Macro, Procedure, Secret, AdvisoryLock, ListenNotify;
    absent "SQLite has no such form of CREATE, DROP or ALTER": CreateOrReplace, DropCascade, AlterColumnType,
        AlterColumnDefault, AlterColumnNullability;
    absent "SQLite's settings belong to the connection or the file": StatementSettings;
    absent "SQLite is a library without a server; its files are the program's": ExplainAnalyze, Progress,
        InstallExtension, LoadExtension, CopyFromStdin, CopyToFile;
}
