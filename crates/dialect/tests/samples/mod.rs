//! Three dialects that differ in what the tests ask, and the smallest builder with grants.
#![allow(dead_code, unused_macros, unused_imports, missing_docs, unreachable_pub, reason = "each test uses a part")]

use std::marker::PhantomData;

use aludel_dialect::{Grants, Has, HasWhere, Levels, NoWhere, WhereRule, cap};

/// Calls `$callback!` with the constructs that the samples agree on.
macro_rules! with_the_rest {
    ($callback:path, $($arguments:tt)*) => {
        $callback! { [
            Insert InsertManyRows InsertFromSelect InsertDefaultValues DefaultValue InsertByName InsertOrReplace
            OnConflictDoNothing OnConflictDoUpdate OnConflictConstraint UpdateFrom DeleteUsing Truncate Merge DmlWithCte
            BulkInsert TransactionalInsert TransactionalUpdate TransactionalDelete TransactionalDdl ReadYourWrites
            TwoPhase IsolationLevel ReadOnlyTransaction SelectWithoutFrom Distinct DistinctOn GroupByAll GroupingSets
            Rollup Cube WithTotals NamedWindow OrderByAll NullsOrder Limit Offset LimitPercent LimitWithTies LimitBy
            WithFill Sample TableSample Final Prewhere ArrayJoin SampleBy LatestOn Settings InnerJoin LeftJoin RightJoin
            FullJoin CrossJoin NaturalJoin JoinUsing LateralJoin SemiJoin AntiJoin AnyJoin AsofJoin AsofTolerance LtJoin
            SpliceJoin WindowJoin HorizonJoin PositionalJoin GlobalJoin DerivedTable ValuesTable TableFunction
            NamedArguments ReadFile LocalFiles MdRun Unnest Pivot Unpivot Union UnionAll Intersect IntersectAll Except
            ExceptAll UnionByName CompoundOrderLimit Cte RecursiveCte MaterializedCte CteColumns DmlInCte ScalarSubquery
            InSubquery Exists CorrelatedSubquery QuantifiedSubquery TupleIn WindowFunction RowsFrame RangeFrame
            RangeOffset GroupsFrame FrameExclusion NullTreatment AggregateDistinct AggregateOrderBy WithinGroup
            ParametricAggregate Ilike LikeEscape Regexp SimilarTo IsDistinctFrom TryCast IntegerDivision
            BitwiseOperators IntervalArithmetic AtTimeZone Collate Lambda ArrayLiteral ArrayAccess ArraySlice
            QuantifiedArray StructLiteral StructAccess MapLiteral MapAccess JsonAccess CreateTable CreateIfNotExists
            DropIfExists CreateOrReplace CreateTableAs TemporaryTable DropTable DropCascade PrimaryKey Unique ForeignKey ReferentialAction
            Check NotNull ColumnDefault GeneratedColumn StoredGeneratedColumn IdentityColumn ColumnComment TableComment
            Schema Database View TemporaryView MaterializedView Index Sequence EnumType Macro AlterAddColumn
            AlterDropColumn AlterRenameColumn AlterColumnType AlterColumnDefault AlterColumnNullability RenameTable
            ServerParameters Cancel StatementTimeout Explain ExplainAnalyze Progress SessionSettings StatementSettings Attach
            InstallExtension LoadExtension Secret CopyFromStdin CopyToFile Procedure ListenNotify AdvisoryLock
            SeveralStatements
            TargetAlias MergeBySource MergeCondition MergeDoNothing LimitExpression SampleMethod SampleSeed
            AsofLeftJoin ParenthesizedJoin SourceColumns ParenthesizedBranch RowValue
        ] $($arguments)* }
    };
}
pub(crate) use with_the_rest;

/// A dialect that has the rest in full.
macro_rules! sample {
    ([$($construct:ident)+] $name:ident $text:literal: $($groups:tt)+) => {
        aludel_dialect::declare_dialect! {
            pub dialect $name $text schemes [$text, "sample"];
            since = 1;
            full: $($construct),+;
            $($groups)+
        }
    };
}
pub(crate) use sample;

with_the_rest! { sample, Duck "duck":
    full: Delete, Update, Returning, Having, Qualify, AggregateFilter, Transaction, Rollback;
    rewritten "written as two statements": MergeReturning;
    no_op "readers never block": RowLock;
    absent "it has no savepoints": Savepoint;
}

with_the_rest! { sample, House "house":
    full: Having, Qualify, AggregateFilter;
    needs_where "a DELETE without WHERE is a slip": Delete;
    withheld "mutations rewrite whole parts": Update;
    no_op "each statement commits by itself": Transaction;
    absent "it returns no rows from DML": Returning, MergeReturning;
    absent "it has no transactions": Rollback, Savepoint, RowLock;
}

with_the_rest! { sample, Quest "quest":
    full: Transaction, Rollback;
    needs_where "an UPDATE without WHERE is a slip": Update;
    rewritten "an outer WHERE does it": Having;
    absent "it drops partitions instead": Delete;
    absent "it has no such clause": Returning, MergeReturning, Qualify, AggregateFilter, Savepoint, RowLock;
}

pub struct Delete<D, W = NoWhere>(PhantomData<fn() -> (D, W)>);

pub fn delete<D: Levels>() -> Delete<D>
where
    D::Delete: Grants<D, cap::Delete>,
{
    Delete(PhantomData)
}

impl<D: Levels, W> Delete<D, W> {
    pub fn filter(self) -> Delete<D, HasWhere> {
        Delete(PhantomData)
    }

    pub fn returning(self) -> Self
    where
        D::Returning: Grants<D, cap::Returning>,
    {
        self
    }

    pub fn on<E, I>(&self) -> Delete<E, W>
    where
        D: Has<E, I>,
    {
        Delete(PhantomData)
    }
}

pub struct Update<D, W = NoWhere>(PhantomData<fn() -> (D, W)>);

pub fn update<D: Levels>() -> Update<D>
where
    D::Update: Grants<D, cap::Update>,
{
    Update(PhantomData)
}

/// One impl per statement: that makes the dialect inferable from the engine.
pub trait Statement<D> {}
impl<D: Levels, W> Statement<D> for Delete<D, W> where D::Delete: WhereRule<D, W, cap::Delete> {}
impl<D: Levels, W> Statement<D> for Update<D, W> where D::Update: WhereRule<D, W, cap::Update> {}

pub struct Engine<D>(PhantomData<fn() -> D>);

impl<D> Engine<D> {
    pub fn new() -> Self {
        Engine(PhantomData)
    }

    pub fn execute(&self, _statement: impl Statement<D>) {}
}
