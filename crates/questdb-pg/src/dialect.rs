//! What QuestDB grants, and why not the rest.
//!
//! Each level was asked of QuestDB 9.3.4 by running the construct; the questions stand in this package's `tests/probes`. What
//! the server has and this crate does not write yet is withheld, so that a program is told. NULL equals NULL in QuestDB, so
//! conditions are written as [`NullLogic::TwoValued`](aludel_query::NullLogic::TwoValued) says.

use aludel_dialect::declare_dialect;

declare_dialect! {
    /// QuestDB over the Postgres wire, as of its version 9.3.4.
    pub dialect QuestDb "questdb" schemes ["questdb"];

    full: Insert, InsertManyRows, InsertFromSelect, Update, Truncate, BulkInsert, Transaction, Rollback,
        TransactionalInsert;
    full: SelectWithoutFrom, Distinct, Limit, LimitExpression, SampleBy, LatestOn, InnerJoin, LeftJoin, RightJoin,
        FullJoin, CrossJoin, LtJoin, AsofTolerance, SpliceJoin, WindowJoin, HorizonJoin, DerivedTable, TableFunction,
        Union, UnionAll, Intersect, Except, CompoundOrderLimit, ParenthesizedBranch, Cte, WindowFunction, RowsFrame,
        NamedWindow, AggregateDistinct, Ilike, Regexp, ArrayAccess, Pivot;
    full: CreateTable, CreateIfNotExists, DropTable, DropIfExists, View, MaterializedView, AlterAddColumn,
        AlterDropColumn, AlterRenameColumn, AlterColumnType, RenameTable, ServerParameters, Cancel, Explain;
    rewritten "QuestDB 9.3 has no such clause; a query around it filters by a column": Having, Qualify, DistinctOn;
    rewritten "QuestDB 9.3 has no OFFSET; its LIMIT takes two row numbers": Offset;
    rewritten "QuestDB 9.3 has no NULLS FIRST; a term in front of the column says it": NullsOrder;
    rewritten "QuestDB's ASOF JOIN is one, by the designated timestamps": AsofLeftJoin;
    rewritten "QuestDB 9.3 has no such subquery; the row of aggregates is joined": ScalarSubquery;
    rewritten "QuestDB has IN (subquery) for SYMBOL alone; both sides are cast": InSubquery;
    rewritten "NULL is a value to QuestDB's own = and <>": IsDistinctFrom;
    rewritten "QuestDB's / of integers is one": IntegerDivision;

    withheld "QuestDB has no UPDATE of a table with a log by another table": UpdateFrom;
    withheld "QuestDB does an UPDATE at once, also in a transaction, and does not roll it back": TransactionalUpdate;
    withheld "QuestDB makes and drops objects at once, also in a transaction, and does not roll that back": TransactionalDdl;
    withheld "a transaction of QuestDB does not see its own rows before COMMIT": ReadYourWrites;
    absent "QuestDB reads nothing behind BEGIN": IsolationLevel, ReadOnlyTransaction;
    withheld "QuestDB takes SET and does nothing": SessionSettings;
    withheld "QuestDB takes SET and does nothing; the URL's `statement_timeout` holds for a whole connection": StatementTimeout;
    withheld "QuestDB takes NOT NULL and ignores it": NotNull;
    withheld "QuestDB takes two tuples for unequal, whatever is in them": RowValue;
    withheld "QuestDB excludes rows from frames of few kinds": FrameExclusion;
    withheld "QuestDB writes Parquet alone, in its own time and folder": CopyToFile;
    withheld "QuestDB answers COPY FROM STDIN with OK and reads nothing": CopyFromStdin;

    absent "QuestDB has no default values": InsertDefaultValues, DefaultValue, ColumnDefault, AlterColumnDefault;
    absent "QuestDB matches the columns of an INSERT by their order": InsertByName;
    absent "QuestDB has no constraints; a table's DEDUP UPSERT KEYS are what replaces rows": InsertOrReplace,
        OnConflictDoNothing, OnConflictDoUpdate, OnConflictConstraint, PrimaryKey, Unique, ForeignKey, ReferentialAction, Check,
        AlterColumnNullability;
    absent "QuestDB has no DELETE; it drops partitions and tables": Delete, DeleteUsing, TransactionalDelete;
    absent "QuestDB has no MERGE": Merge, MergeBySource, MergeCondition, MergeDoNothing, MergeReturning;
    absent "QuestDB returns no rows from what it writes": Returning;
    absent "a transaction of QuestDB has no points to go back to": Savepoint;
    absent "QuestDB commits in one phase": TwoPhase;
    absent "QuestDB 9.3 has no such clause": GroupByAll, GroupingSets, Rollup, Cube,
        WithTotals, OrderByAll, LimitPercent, LimitWithTies, LimitBy, WithFill, Sample,
        TableSample, SampleMethod, SampleSeed, Final, Prewhere, ArrayJoin, Settings, RowLock;
    absent "QuestDB 9.3 has no such join": NaturalJoin, JoinUsing, LateralJoin, SemiJoin, AntiJoin, AnyJoin,
        PositionalJoin, GlobalJoin, ParenthesizedJoin;
    absent "QuestDB 9.3 takes no such source": SourceColumns, ValuesTable, NamedArguments, ReadFile, LocalFiles,
        MdRun, Unnest, Unpivot;
    absent "QuestDB's set operations match columns by their order": UnionByName;
    absent "a CTE of QuestDB 9.3 is a name and a query": RecursiveCte, MaterializedCte, CteColumns, DmlInCte;
    absent "QuestDB 9.3 has no such subquery": Exists, CorrelatedSubquery, QuantifiedSubquery,
        TupleIn;
    absent "QuestDB 9.3 has no such window or aggregate": GroupsFrame, AggregateFilter,
        AggregateOrderBy, WithinGroup, ParametricAggregate;
    absent "QuestDB 9.3 has no such expression": LikeEscape, SimilarTo, TryCast,
        IntervalArithmetic, AtTimeZone, Collate, Lambda, QuantifiedArray;
    absent "QuestDB's types do not nest, but for arrays": StructLiteral, StructAccess, MapLiteral, MapAccess,
        JsonAccess;
    absent "QuestDB 9.3 has no such object": CreateOrReplace, TemporaryTable, DropCascade, GeneratedColumn,
        StoredGeneratedColumn, IdentityColumn, ColumnComment, TableComment, Schema, Database, TemporaryView, Index,
        Sequence, EnumType, Macro, Procedure;
    absent "nothing but parameters goes with a statement over the Postgres wire": StatementSettings;
    absent "QuestDB has no such statement": ExplainAnalyze, Attach, InstallExtension, LoadExtension, Secret,
        ListenNotify, AdvisoryLock, Progress;
    absent "QuestDB takes one statement at a time where parameters can be sent": SeveralStatements;

    withheld "QuestDB's ASOF JOIN keeps rows without a partner: join with `asof_left_join` and filter": AsofJoin;
    withheld "QuestDB takes WITH before INSERT … SELECT, where the builder writes it into the subquery, and before UPDATE, \
              which reads it only where a SYMBOL is IN a subquery": DmlWithCte;
    withheld "aludel does not write it for QuestDB yet": TargetAlias, NullTreatment, CreateTableAs;
    withheld "QuestDB's arrays hold DOUBLE alone, and an array of integers would become one of them": ArrayLiteral;
    withheld "a slice of QuestDB takes bounds of INT alone, and ends before its last": ArraySlice;
    withheld "QuestDB goes by ranges of its designated timestamp alone, and elsewhere counts rows": RangeFrame,
        RangeOffset;
    withheld "QuestDB takes every equal row away, or leaves every one": IntersectAll, ExceptAll;
    withheld "QuestDB 9.3 shifts no bits of LONG": BitwiseOperators;
}
