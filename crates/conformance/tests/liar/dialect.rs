//! Two dialects: one with every level in it, and one that promises a rewrite nobody knows, and a part without its whole.

use aludel_dialect::{Parameter, SqlType, Value};
use aludel_query::{Function, FunctionSpelling, LexicalRules, Spelling, SqlDialect, Unspeakable};

macro_rules! toy {
    ($name:ident $text:literal: $($groups:tt)+) => {
        aludel_dialect::declare_dialect! {
            pub(crate) dialect $name $text schemes [$text];
            since = 1;
            full: Insert, InsertManyRows, InsertFromSelect, InsertDefaultValues, DefaultValue, InsertByName,
                InsertOrReplace, OnConflictDoNothing, OnConflictDoUpdate, OnConflictConstraint, Update, UpdateFrom,
                DeleteUsing, DmlWithCte, BulkInsert, ReadYourWrites, IsolationLevel, ReadOnlyTransaction,
                SelectWithoutFrom, Distinct, DistinctOn, Having, Qualify, GroupByAll, GroupingSets, Rollup, Cube,
                WithTotals, NamedWindow, OrderByAll, NullsOrder, Limit, Offset, LimitPercent, LimitWithTies, LimitBy,
                WithFill, Sample, TableSample, Final, Prewhere, ArrayJoin, SampleBy, LatestOn, Settings, RowLock,
                InnerJoin, LeftJoin, RightJoin, FullJoin, NaturalJoin, JoinUsing, LateralJoin, SemiJoin,
                AntiJoin, AnyJoin, AsofJoin, AsofTolerance, LtJoin, SpliceJoin, WindowJoin, HorizonJoin, GlobalJoin, DerivedTable, ValuesTable, TableFunction, NamedArguments, ReadFile,
                LocalFiles, MdRun, Unnest, Pivot, Unpivot, Union, UnionAll, Intersect, IntersectAll, Except, ExceptAll,
                UnionByName, CompoundOrderLimit, Cte, RecursiveCte, MaterializedCte, CteColumns,
                ScalarSubquery, InSubquery, Exists, CorrelatedSubquery, QuantifiedSubquery, TupleIn, WindowFunction,
                RowsFrame, RangeFrame, RangeOffset, GroupsFrame, FrameExclusion, NullTreatment, AggregateFilter,
                AggregateDistinct, AggregateOrderBy, WithinGroup, ParametricAggregate, Ilike, LikeEscape, Regexp,
                SimilarTo, IsDistinctFrom, TryCast, IntegerDivision, BitwiseOperators, IntervalArithmetic, AtTimeZone,
                Collate, Lambda, ArrayLiteral, ArrayAccess, ArraySlice, QuantifiedArray, StructLiteral, StructAccess,
                MapLiteral, MapAccess, JsonAccess, CreateTable, CreateIfNotExists, DropIfExists, CreateOrReplace,
                CreateTableAs, TemporaryTable, DropTable, DropCascade, PrimaryKey, Unique, ForeignKey, ReferentialAction, Check, NotNull,
                ColumnDefault, GeneratedColumn, StoredGeneratedColumn, IdentityColumn, ColumnComment, TableComment,
                Schema, Database, View, TemporaryView, MaterializedView, Index, Sequence, EnumType, Macro,
                AlterAddColumn, AlterDropColumn, AlterRenameColumn, AlterColumnType, AlterColumnDefault,
                AlterColumnNullability, RenameTable, ServerParameters, Cancel, Explain, ExplainAnalyze, Progress,
                SessionSettings, StatementSettings, Attach, InstallExtension, LoadExtension, Secret, CopyFromStdin, CopyToFile, Procedure,
                ListenNotify, AdvisoryLock, SeveralStatements, TargetAlias,
                LimitExpression, SampleMethod, SampleSeed, AsofLeftJoin, ParenthesizedJoin, SourceColumns,
                ParenthesizedBranch, RowValue;
            $($groups)+
        }

        impl SqlDialect for $name {
            fn spelling() -> &'static dyn Spelling {
                &Plain
            }
        }
    };
}

toy! { Toy "toy":
    full: PositionalJoin;
    needs_where "a DELETE without WHERE is not read": Delete;
    no_op "each statement commits by itself": Transaction;
    rewritten "it has no such setting": StatementTimeout;
    withheld "it empties the wrong table": Truncate;
    absent "it pairs nothing": CrossJoin;
    absent "it answers nothing": Returning, MergeReturning, DmlInCte;
    absent "it has none": Merge, MergeBySource, MergeCondition, MergeDoNothing, Rollback, TransactionalInsert,
        TransactionalUpdate, TransactionalDelete, TransactionalDdl, Savepoint, TwoPhase;
}

toy! { Boaster "boaster":
    needs_where "a DELETE without WHERE is not read": Delete;
    no_op "each statement commits by itself": Transaction;
    rewritten "it has no such setting": StatementTimeout;
    rewritten "it has none, and a join on row numbers does it": PositionalJoin;
    withheld "it empties the wrong table": Truncate;
    absent "it pairs nothing": CrossJoin;
    full: MergeCondition;
    absent "it answers nothing": Returning, MergeReturning, DmlInCte;
    absent "it has none": Merge, MergeBySource, MergeDoNothing, Rollback, TransactionalInsert, TransactionalUpdate, TransactionalDelete, TransactionalDdl,
        Savepoint, TwoPhase;
}

/// As standard as can be.
#[derive(Debug)]
struct Plain;

impl Spelling for Plain {
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.bare_placeholder(number, parameter, out)
    }

    fn bare_placeholder(&self, number: usize, _: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&format!("${number}"));
        Ok(())
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&format!("{value:?}"));
        Ok(())
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(&sql_type.to_string());
        Ok(())
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        FunctionSpelling::Name(function.name())
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }
}
