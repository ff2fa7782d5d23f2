//! What QuestDB grants, as far as it is declared: what needs no text of its own. The rest is refused until it is written
//! and asked of a server.

use aludel_dialect::declare_dialect;

declare_dialect! {
    /// QuestDB over the Postgres wire, as of its version 9.3.4.
    pub dialect QuestDb "questdb" schemes ["questdb"];

    full: Insert, InsertManyRows, Transaction, Rollback, TransactionalInsert, SelectWithoutFrom, Truncate, DropTable,
        DropIfExists, BulkInsert;

    absent "QuestDB commits an UPDATE at once, also in a transaction, and does not roll it back": TransactionalUpdate;
    absent "QuestDB makes and drops objects at once, also in a transaction, and does not roll that back": TransactionalDdl;
    absent "a transaction of QuestDB does not see its own rows before COMMIT": ReadYourWrites;
    absent "QuestDB reads SAVEPOINT as the name of a table": Savepoint;
    absent "QuestDB takes READ ONLY and ignores it": ReadOnlyTransaction;
    absent "QuestDB takes an isolation level and ignores it": IsolationLevel;
    absent "QuestDB has no DELETE": Delete;
    absent "QuestDB returns no rows from INSERT and UPDATE": Returning;
    absent "QuestDB has no DELETE": TransactionalDelete;
    withheld "of an UPDATE QuestDB tells the number of a transaction, not of rows, which aludel can't report yet": Update;

    absent "aludel does not write it for QuestDB yet": InsertFromSelect, InsertDefaultValues, DefaultValue,
        InsertByName, InsertOrReplace, OnConflictDoNothing, OnConflictDoUpdate, OnConflictConstraint, UpdateFrom,
        DeleteUsing, TargetAlias, Merge, MergeBySource, MergeCondition, MergeDoNothing, MergeReturning, DmlWithCte,
        TwoPhase, Distinct, DistinctOn, Having, Qualify, GroupByAll, GroupingSets, Rollup, Cube, WithTotals,
        NamedWindow, OrderByAll, NullsOrder, Limit, Offset, LimitExpression, LimitPercent, LimitWithTies, LimitBy,
        WithFill, Sample, TableSample, SampleMethod, SampleSeed, Final, Prewhere, ArrayJoin, SampleBy, LatestOn,
        Settings, RowLock, InnerJoin, LeftJoin, RightJoin, FullJoin, CrossJoin, NaturalJoin, JoinUsing, LateralJoin,
        SemiJoin, AntiJoin, AnyJoin, AsofJoin, AsofLeftJoin, AsofTolerance, LtJoin, SpliceJoin, WindowJoin,
        HorizonJoin, PositionalJoin, GlobalJoin, ParenthesizedJoin, DerivedTable, SourceColumns, ValuesTable,
        TableFunction, NamedArguments, ReadFile, LocalFiles, MdRun, Unnest, Pivot, Unpivot, Union, UnionAll,
        Intersect, IntersectAll, Except, ExceptAll, UnionByName, CompoundOrderLimit, ParenthesizedBranch, Cte,
        RecursiveCte, MaterializedCte, CteColumns, DmlInCte, ScalarSubquery, InSubquery, Exists, CorrelatedSubquery,
        QuantifiedSubquery, TupleIn, RowValue, WindowFunction, RowsFrame, RangeFrame, RangeOffset, GroupsFrame,
        FrameExclusion, NullTreatment, AggregateFilter, AggregateDistinct, AggregateOrderBy, WithinGroup,
        ParametricAggregate, Ilike, LikeEscape, Regexp, SimilarTo, IsDistinctFrom, TryCast, IntegerDivision,
        BitwiseOperators, IntervalArithmetic, AtTimeZone, Collate, Lambda, ArrayLiteral, ArrayAccess, ArraySlice,
        QuantifiedArray, StructLiteral, StructAccess, MapLiteral, MapAccess, JsonAccess, CreateTable,
        CreateIfNotExists, CreateOrReplace, CreateTableAs, TemporaryTable, DropCascade, PrimaryKey, Unique,
        ForeignKey, Check, NotNull, ColumnDefault, GeneratedColumn, StoredGeneratedColumn, IdentityColumn,
        ColumnComment, TableComment, Schema, Database, View, TemporaryView, MaterializedView, Index, Sequence,
        EnumType, Macro, AlterAddColumn, AlterDropColumn, AlterRenameColumn, AlterColumnType, AlterColumnDefault,
        AlterColumnNullability, RenameTable, ServerParameters, Cancel, StatementTimeout, Explain, ExplainAnalyze,
        Progress, SessionSettings, Attach, InstallExtension, LoadExtension, Secret, CopyFromStdin, CopyToFile,
        Procedure, ListenNotify, AdvisoryLock, SeveralStatements;
}
