//! Dialects that differ in what the tests ask, and how they write.
#![allow(dead_code, missing_docs, unreachable_pub, reason = "each test uses a part")]

pub mod spelling;

use aludel_query::{Name, Spelling, SqlDialect, Statement, Table, TransactionalStatement};

/// Calls `$callback!` with the constructs that the samples agree on.
macro_rules! with_the_rest {
    ($callback:path, $($arguments:tt)*) => {
        $callback! { [
            Insert InsertManyRows InsertFromSelect InsertDefaultValues DefaultValue InsertByName
            InsertOrReplace OnConflictDoNothing OnConflictDoUpdate OnConflictConstraint UpdateFrom
            DeleteUsing Truncate Merge DmlWithCte BulkInsert TransactionalInsert TransactionalDelete
            TransactionalDdl ReadYourWrites TwoPhase IsolationLevel ReadOnlyTransaction SelectWithoutFrom
            Distinct DistinctOn GroupByAll GroupingSets Rollup Cube WithTotals NamedWindow OrderByAll
            NullsOrder Limit Offset LimitPercent LimitWithTies LimitBy WithFill Sample TableSample Final
            Prewhere ArrayJoin SampleBy LatestOn Settings RowLock InnerJoin LeftJoin RightJoin FullJoin
            CrossJoin NaturalJoin JoinUsing LateralJoin SemiJoin AntiJoin AnyJoin AsofJoin AsofTolerance
            LtJoin SpliceJoin WindowJoin HorizonJoin PositionalJoin GlobalJoin DerivedTable ValuesTable
            TableFunction NamedArguments ReadFile LocalFiles MdRun Unnest Pivot Unpivot Union UnionAll
            Intersect IntersectAll Except ExceptAll UnionByName CompoundOrderLimit Cte RecursiveCte
            MaterializedCte CteColumns DmlInCte ScalarSubquery InSubquery Exists CorrelatedSubquery
            QuantifiedSubquery TupleIn WindowFunction RowsFrame RangeFrame RangeOffset GroupsFrame
            FrameExclusion NullTreatment AggregateDistinct AggregateOrderBy WithinGroup ParametricAggregate
            Ilike LikeEscape Regexp SimilarTo IsDistinctFrom TryCast IntegerDivision BitwiseOperators
            IntervalArithmetic AtTimeZone Collate Lambda ArrayLiteral ArrayAccess ArraySlice QuantifiedArray
            StructLiteral StructAccess MapLiteral MapAccess JsonAccess CreateTable CreateIfNotExists
            DropIfExists CreateOrReplace CreateTableAs TemporaryTable DropTable DropCascade PrimaryKey
            Unique ForeignKey ReferentialAction Check NotNull ColumnDefault GeneratedColumn StoredGeneratedColumn
            IdentityColumn ColumnComment TableComment Schema Database View TemporaryView MaterializedView
            Index Sequence EnumType Macro AlterAddColumn AlterDropColumn AlterRenameColumn AlterColumnType
            AlterColumnDefault AlterColumnNullability RenameTable ServerParameters Cancel StatementTimeout
            Explain ExplainAnalyze Progress SessionSettings StatementSettings Attach InstallExtension LoadExtension Secret
            CopyFromStdin CopyToFile Procedure ListenNotify AdvisoryLock SeveralStatements
            TargetAlias MergeBySource MergeCondition MergeDoNothing LimitExpression SampleMethod SampleSeed
            AsofLeftJoin ParenthesizedJoin SourceColumns ParenthesizedBranch RowValue
        ] $($arguments)* }
    };
}

/// A dialect that has the rest in full.
macro_rules! sample {
    ([$($construct:ident)+] $name:ident $text:literal: $($groups:tt)+) => {
        aludel_dialect::declare_dialect! {
            pub dialect $name $text schemes [$text];
            since = 1;
            full: $($construct),+;
            $($groups)+
        }
    };
}

with_the_rest! { sample, Everything "everything":
    full: Delete, Update, Returning, MergeReturning, Having, Qualify, AggregateFilter, Transaction, Rollback, Savepoint,
        TransactionalUpdate;
}

// A warehouse: it returns nothing from DML and wants to be asked nicely.
with_the_rest! { sample, House "house":
    full: Having, Qualify, AggregateFilter;
    needs_where "a DELETE without WHERE is a slip": Delete;
    withheld "mutations rewrite whole parts": Update;
    no_op "each statement commits by itself": Transaction;
    absent "it returns no rows from DML": Returning, MergeReturning;
    absent "it has no transactions": Rollback, Savepoint, TransactionalUpdate;
}

// A time series engine.
with_the_rest! { sample, Quest "quest":
    full: Having, Transaction, Rollback;
    needs_where "an UPDATE without WHERE is a slip": Update;
    absent "it drops partitions instead": Delete;
    absent "it has no such clause": Returning, MergeReturning, Qualify, AggregateFilter, Savepoint;
    absent "an UPDATE is not undone": TransactionalUpdate;
}

macro_rules! spelled {
    ($($dialect:ident)+) => { $(
        impl SqlDialect for $dialect {
            fn spelling() -> &'static dyn Spelling {
                &spelling::Numbered
            }
        }
    )+ };
}

spelled!(Everything House Quest);

/// An engine as far as the compiler is concerned.
pub struct Engine<D>(std::marker::PhantomData<fn() -> D>);

impl<D> Engine<D> {
    pub fn new() -> Self {
        Engine(std::marker::PhantomData)
    }

    pub fn execute(&self, _statement: impl Statement<D>) {}

    pub fn in_transaction(&self, _statement: impl TransactionalStatement<D>) {}
}

/// A table whose columns are not known.
pub fn table(name: impl Into<Name>) -> Table {
    Table::new(name)
}

pub fn users() -> Table {
    table("users")
}

pub fn orders() -> Table {
    table("orders")
}
