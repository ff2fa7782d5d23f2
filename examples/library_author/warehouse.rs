//! A dialect from outside: what its author writes. Here a made-up column store that appends and never updates.
//!
//! The declaration says what the engine can do, the spelling how it is written. A driver (`aludel::Driver`, `Database`,
//! `Connection`) would be the third part; without one, statements are still checked and written.

use aludel::{
    Function, FunctionSpelling, LexicalRules, Parameter, Spelling, SqlDialect, SqlType, Unspeakable, Value,
    declare_dialect,
};

declare_dialect! {
    /// The house's column store, as of its version 7.
    pub dialect Warehouse "warehouse" schemes ["warehouse"];
    since = 1; // what joins the list of constructs later is absent here until this number is raised

    full: Insert, InsertManyRows, InsertFromSelect, Truncate, BulkInsert;
    needs_where "a DELETE without WHERE is a slip; TRUNCATE says it": Delete;
    withheld "an update rewrites whole parts in the background, long after the call has returned": Update, UpdateFrom;
    absent "the warehouse only appends": InsertDefaultValues, DefaultValue, InsertByName, InsertOrReplace,
        OnConflictDoNothing, OnConflictDoUpdate, OnConflictConstraint, DeleteUsing, Merge, MergeReturning, Returning,
        DmlWithCte, TargetAlias, MergeBySource, MergeCondition, MergeDoNothing;

    no_op "each statement commits by itself": Transaction;
    absent "each statement commits by itself": Rollback, TransactionalInsert, TransactionalUpdate, TransactionalDelete,
        TransactionalDdl, ReadYourWrites, Savepoint, TwoPhase, IsolationLevel, ReadOnlyTransaction;

    full: SelectWithoutFrom, Distinct, Having, GroupingSets, Rollup, Cube, NullsOrder, Limit, Offset, LimitExpression, LimitBy, InnerJoin,
        LeftJoin, RightJoin, FullJoin, CrossJoin, JoinUsing, DerivedTable, Union, UnionAll, CompoundOrderLimit, Cte,
        ScalarSubquery, InSubquery, Exists, WindowFunction, RowsFrame, AggregateDistinct, IsDistinctFrom, LikeEscape,
        IntervalArithmetic, ServerParameters, Explain, Cancel;
    absent "the warehouse's SELECT has no such clause": DistinctOn, Qualify, GroupByAll, WithTotals, NamedWindow,
        OrderByAll, LimitPercent, LimitWithTies, WithFill, Sample, TableSample, SampleMethod, SampleSeed, Final, Prewhere, ArrayJoin, SampleBy,
        LatestOn, Settings, RowLock, NaturalJoin, LateralJoin, SemiJoin, AntiJoin, AnyJoin, AsofJoin, AsofTolerance,
        LtJoin, SpliceJoin, WindowJoin, HorizonJoin, PositionalJoin, GlobalJoin, AsofLeftJoin, ParenthesizedJoin, SourceColumns, ValuesTable, TableFunction,
        NamedArguments, ReadFile, LocalFiles, MdRun, Unnest, Pivot, Unpivot, Intersect, IntersectAll, Except, ExceptAll,
        UnionByName, ParenthesizedBranch, RecursiveCte, MaterializedCte, CteColumns, DmlInCte, CorrelatedSubquery, QuantifiedSubquery, TupleIn, RowValue;
    absent "the warehouse's expressions have no such form": RangeFrame, RangeOffset, GroupsFrame, FrameExclusion,
        NullTreatment, AggregateFilter, AggregateOrderBy, WithinGroup, ParametricAggregate, Ilike, Regexp, SimilarTo,
        TryCast, IntegerDivision, BitwiseOperators, AtTimeZone, Collate, Lambda, ArrayLiteral, ArrayAccess, ArraySlice,
        QuantifiedArray, StructLiteral, StructAccess, MapLiteral, MapAccess, JsonAccess;

    full: CreateTable, CreateIfNotExists, DropTable, DropIfExists, NotNull;
    absent "tables of the warehouse are made by its own tools": CreateOrReplace, CreateTableAs, TemporaryTable,
        DropCascade, PrimaryKey, Unique, ForeignKey, Check, ColumnDefault, GeneratedColumn, StoredGeneratedColumn,
        IdentityColumn, ColumnComment, TableComment, Schema, Database, View, TemporaryView, MaterializedView, Index,
        Sequence, EnumType, Macro, AlterAddColumn, AlterDropColumn, AlterRenameColumn, AlterColumnType,
        AlterColumnDefault, AlterColumnNullability, RenameTable;
    absent "the warehouse has no sessions": StatementTimeout, ExplainAnalyze, Progress, SessionSettings, StatementSettings, Attach,
        InstallExtension, LoadExtension, Secret, CopyFromStdin, CopyToFile, Procedure, ListenNotify, AdvisoryLock,
        SeveralStatements;
}

/// How the warehouse writes what a statement says. What is not overridden is standard SQL.
#[derive(Debug)]
struct WarehouseSpelling;

/// Gives `statement.to_sql::<Warehouse>()`.
impl SqlDialect for Warehouse {
    fn spelling() -> &'static dyn Spelling {
        &WarehouseSpelling
    }
}

impl Spelling for WarehouseSpelling {
    /// The engine wants each parameter's type: `{p1:Int64}`.
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        let known = parameter.sql_type.clone().or_else(|| parameter.value.sql_type());
        out.push_str(&format!("{{p{number}:"));
        self.type_name(&known.unwrap_or(SqlType::Text), out)?;
        out.push('}');
        Ok(())
    }

    /// In a text of the user's too.
    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.placeholder(number, parameter, out)
    }

    /// Only for the few places that take no parameter, and then with everything escaped.
    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        match value {
            Value::Null => out.push_str("NULL"),
            Value::Int64(number) => out.push_str(&number.to_string()),
            Value::Text(text) => out.push_str(&format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))),
            _ => return Err(Unspeakable::Value("the warehouse has literals for integers and text only".to_owned())),
        }
        Ok(())
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(match sql_type {
            SqlType::Int32 => "Int32",
            SqlType::Int64 => "Int64",
            SqlType::Float64 => "Float64",
            SqlType::Text => "String",
            SqlType::Date => "Date",
            other => return Err(Unspeakable::Type(other.clone())),
        });
        Ok(())
    }

    /// A function is named only if it means what the neutral one means.
    fn function(&self, function: Function) -> FunctionSpelling {
        match function {
            Function::CountRows => FunctionSpelling::Template("count(){suffix}"),
            Function::Count | Function::Min | Function::Max => FunctionSpelling::Name(function.name()),
            Function::Sum => FunctionSpelling::Template("sumOrNull({0}){suffix}"),
            _ => FunctionSpelling::Refused("nobody has looked yet whether it means the same"),
        }
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard().backslash_escapes()
    }
}
