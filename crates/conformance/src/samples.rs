//! A statement of the builder for each construct that it writes.

use std::fmt;

use aludel_dialect::{Any, Capabilities, Construct, Interval, SqlType};
use aludel_query::{
    BinaryOperator, Bound, BuildError, Column, Frame, FrameExclusion, Joins, Materialization, NullTreatment, Prepared,
    RowLock, SampleBy, SampleMethod, SampleSize, SampleUnit, Spelling, Statement, Table, TransactionalStatement,
    UnpivotNulls, array, create_table, create_table_as, default, delete, drop_table, exists, explain, explain_analyze,
    func, insert, label_ref, lambda, literal, map, merge, read_csv, recursive_cte, row, select, star, structure,
    table_function, truncate, unnest, update, using, values, window,
};

/// A statement that uses one construct.
pub struct Sample {
    construct: Construct,
    where_clause: Where,
    statement: Box<dyn Statement<Any>>,
}

/// Whether a statement that wants a WHERE has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Where {
    /// It has one, or none of its kind has.
    Whole,
    /// It has none.
    Missing,
}

impl Sample {
    /// What it uses.
    pub fn construct(&self) -> Construct {
        self.construct
    }

    pub(crate) fn where_clause(&self) -> Where {
        self.where_clause
    }
}

impl fmt::Debug for Sample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Sample").field(&self.construct).finish()
    }
}

impl Statement<Any> for Sample {
    fn render(&self, spelling: &dyn Spelling, capabilities: &Capabilities) -> Result<Prepared, BuildError> {
        self.statement.render(spelling, capabilities)
    }
}

impl TransactionalStatement<Any> for Sample {}

/// A statement for each construct that the builder can write; several where it can be said with one or another that a dialect
/// may lack. What it can't be said without, as MERGE for a condition of its WHEN, stands in each of them.
pub fn samples() -> Vec<Sample> {
    use Construct as C;
    let (u, o, t) = (Table::new("users"), Table::new("orders"), Table::new("t"));
    let same = || u.col("id").eq(o.col("id"));
    let one = || insert(&u).values([("id", literal(1))]);
    let plain = || select(t.col("a"));
    let cte = || plain().cte("c");
    let column = |column: Column| Table::new("t").column(column);
    let id = || Column::new("id", SqlType::Int64);
    let framed = |frame: Frame<Any>| func::rank().over(window().order_by(t.col("a")).rows(frame));
    macro_rules! boxed {
        ($($construct:ident $statement:expr;)+) => {
            vec![$(Sample { construct: C::$construct, where_clause: Where::Whole, statement: Box::new($statement) }),+]
        };
    }
    boxed! {
        Insert one();
        InsertManyRows one().values([("id", literal(2))]);
        InsertFromSelect insert(&u).from_select(["id"], plain());
        InsertDefaultValues insert(&u).default_values();
        DefaultValue insert(&u).values([("id", default())]);
        InsertByName insert(&u).from_select(Vec::<&str>::new(), plain()).by_name();
        InsertOrReplace one().or_replace();
        OnConflictDoNothing one().on_conflict_do_nothing(["id"]);
        OnConflictDoUpdate one().on_conflict_do_update(["id"], [("a", literal(1))]);
        OnConflictConstraint one().on_constraint_do_update("pk", [("a", literal(1))]);
        Update update(&u).set("a", 1).filter(u.col("id").eq(1));
        UpdateFrom update(&u).set("a", 1).from(&o).filter(same());
        Delete delete(&u).filter(u.col("id").eq(1));
        DeleteUsing delete(&u).using(&o).filter(same());
        TargetAlias delete(&u.alias("x")).filter(same());
        Truncate truncate(&u);
        Merge merge(&u, &o, same()).when_matched().delete();
        Returning delete(&u).filter(u.col("id").eq(1)).returning(star());
        MergeBySource merge(&u, &o, same()).when_not_matched_by_source().delete();
        MergeCondition merge(&u, &o, same()).when_matched().and(same()).delete();
        MergeDoNothing merge(&u, &o, same()).when_matched().do_nothing();
        MergeReturning merge(&u, &o, same()).when_matched().delete().returning(star());
        DmlWithCte delete(&u).filter(u.col("id").is_in(select(cte().col("a")).from(cte())));

        SelectWithoutFrom select(literal(1));
        Distinct plain().distinct();
        DistinctOn plain().distinct_on(t.col("b"));
        Having plain().having(t.col("b"));
        Qualify plain().qualify(t.col("b"));
        GroupByAll plain().group_by_all();
        GroupingSets plain().grouping_sets([vec![]]);
        Rollup plain().rollup(t.col("a"));
        Cube plain().cube(t.col("a"));
        WithTotals plain().with_totals();
        NamedWindow select(func::rank().over_named("w"));
        OrderByAll plain().order_by_all();
        NullsOrder plain().order_by(t.col("a").asc().nulls_first());
        Limit plain().limit(1);
        Offset plain().offset(1);
        LimitExpression plain().limit(literal(1) + 1);
        LimitPercent plain().limit_percent(1.0);
        LimitWithTies plain().limit_with_ties(1);
        LimitBy plain().limit_by(1, t.col("a"));
        WithFill plain().order_by(t.col("a").asc().with_fill(1));
        Sample plain().sample(SampleSize::Rows(1));
        TableSample select(star()).from(t.table_sample(SampleSize::Rows(1)));
        SampleMethod select(star()).from(t.table_sample_by(SampleSize::Rows(1), SampleMethod::System));
        SampleSeed plain().sample_repeatably(SampleSize::Rows(1), SampleMethod::Reservoir, 7);
        Final select(star()).from(t.final_rows());
        Prewhere plain().prewhere(t.col("a"));
        ArrayJoin plain().array_join(t.col("a"));
        SampleBy plain().sample_by(SampleBy::every(1, SampleUnit::Hour));
        LatestOn plain().latest_on(t.col("a"), t.col("b"));
        Settings plain().setting("a", 1);
        RowLock plain().lock_rows(RowLock::Update);

        InnerJoin select(star()).from(u.join(&o, same()));
        LeftJoin select(star()).from(u.left_join(&o, same()));
        RightJoin select(star()).from(u.right_join(&o, same()));
        FullJoin select(star()).from(u.full_join(&o, same()));
        CrossJoin select(star()).from(u.cross_join(&o));
        NaturalJoin select(star()).from(u.natural_join(&o));
        JoinUsing select(star()).from(u.join(&o, using(["id"])));
        LateralJoin select(star()).from(u.cross_join(plain().subquery("s").lateral()));
        LateralJoin select(star()).from(u.left_join(plain().subquery("s").lateral(), same()));
        SemiJoin select(star()).from(u.semi_join(&o, same()));
        AntiJoin select(star()).from(u.anti_join(&o, same()));
        AnyJoin select(star()).from(u.any_left_join(&o, same()));
        AsofJoin select(star()).from(u.asof_join(&o, same()));
        AsofLeftJoin select(star()).from(u.asof_left_join(&o, same()));
        AsofTolerance select(star()).from(u.asof_join(&o, same()).tolerance(1));
        LtJoin select(star()).from(u.lt_join(&o, same()));
        SpliceJoin select(star()).from(u.splice_join(&o));
        WindowJoin select(star()).from(u.window_join(&o, same()));
        PositionalJoin select(star()).from(u.positional_join(&o));
        GlobalJoin select(star()).from(u.left_join(&o, same()).global());
        ParenthesizedJoin select(star()).from(u.join(t.join(&o, t.col("id").eq(o.col("id"))), same()));

        DerivedTable select(star()).from(plain().subquery("s"));
        ValuesTable select(star()).from(values("v", ["a"], [vec![literal(1)]]));
        SourceColumns select(star()).from(table_function("range", literal(3)).named("r", ["n"]));
        TableFunction select(star()).from(table_function("range", literal(3)));
        NamedArguments select(star()).from(table_function("f", literal(1)).arg("a", 1));
        ReadFile select(star()).from(read_csv("a.csv"));
        MdRun select(star()).from(read_csv("a.csv").arg("md_run", "remote"));
        Pivot select(star()).from(t.pivot("p", func::sum(t.col("a")), "k", [(1, "one")]));
        Unpivot select(star()).from(t.unpivot("p", "v", "k", ["a"], UnpivotNulls::Include));
        Unnest select(star()).from(unnest(t.col("a"), "e", "x"));

        Union plain().union(plain());
        UnionAll plain().union_all(plain());
        Intersect plain().intersect(plain());
        IntersectAll plain().intersect_all(plain());
        Except plain().except(plain());
        ExceptAll plain().except_all(plain());
        UnionByName plain().union_all_by_name(plain());
        CompoundOrderLimit plain().union(plain()).limit(1);
        ParenthesizedBranch plain().union_all(plain().limit(1));

        Cte select(star()).from(cte());
        RecursiveCte select(star()).from(recursive_cte("r", ["a"], |r| plain().union_all(select(r.col("a")).from(r))));
        MaterializedCte select(star()).from(cte().materialized(Materialization::Materialized));
        CteColumns select(star()).from(cte().columns(["x"]));
        DmlInCte select(star()).from(delete(&u).filter(u.col("id").eq(1)).returning(star()).cte("gone"));

        ScalarSubquery select(plain().scalar_subquery());
        InSubquery select(star()).from(&u).filter(u.col("id").is_in(plain()));
        Exists select(star()).from(&u).filter(exists(plain()));
        CorrelatedSubquery select(star()).from(&u).filter(exists(plain().from(&t).filter(t.col("a").eq(u.col("a")))));
        QuantifiedSubquery select(star()).from(&u).filter(u.col("id").any_of_query(BinaryOperator::Equal, plain()));
        TupleIn select(star()).from(&u).filter(row((u.col("a"), u.col("b"))).is_in([row((literal(1), literal(2)))]));
        RowValue select(star()).from(&u).filter(row((u.col("a"), u.col("b"))).eq(row((literal(1), literal(2)))));

        WindowFunction select(func::rank().over(window().order_by(t.col("a"))));
        RowsFrame select(framed(Bound::current_row().into()));
        RangeFrame select(func::rank().over(window().order_by(t.col("a")).range(Bound::current_row())));
        RangeOffset select(func::rank().over(window().order_by(t.col("a")).range(Bound::preceding(1))));
        GroupsFrame select(func::rank().over(window().order_by(t.col("a")).groups(Bound::current_row())));
        FrameExclusion select(framed(Frame::from(Bound::current_row()).exclude(FrameExclusion::Ties)));
        NullTreatment select(func::first_value(t.col("a")).nulls(NullTreatment::Ignore));
        AggregateFilter select(func::sum(t.col("a")).filter_where(t.col("b")));
        AggregateDistinct select(func::count_distinct(t.col("a")));
        AggregateOrderBy select(func::native("f", t.col("a")).aggregate_order_by(t.col("b")));
        WithinGroup select(func::native("f", t.col("a")).within_group(t.col("b")));
        ParametricAggregate select(func::native_parametric("quantiles", literal(0.5), t.col("a")));

        Ilike select(t.col("a").ilike("x"));
        LikeEscape select(t.col("a").like_escape("x", '!'));
        Regexp select(func::regexp_matches(t.col("a"), "x"));
        SimilarTo select(t.col("a").similar_to("x"));
        IsDistinctFrom select(t.col("a").is_distinct_from(1));
        TryCast select(t.col("a").try_cast(SqlType::Text));
        IntegerDivision select(t.col("a").div_integer(2));
        BitwiseOperators select(t.col("a").bit_not());
        IntervalArithmetic select(t.col("a") + Interval::days(1));
        AtTimeZone select(t.col("a").at_time_zone("UTC"));
        Collate select(t.col("a").collate("c"));
        Lambda select(func::native("f", lambda(["x"], label_ref("x"))));
        ArrayLiteral select(array([t.col("a")]));
        ArrayAccess select(t.col("a").element(1));
        ArraySlice select(t.col("a").slice(1, 2));
        QuantifiedArray select(t.col("a").any_of_array(BinaryOperator::Equal, t.col("b")));
        StructLiteral select(structure([("a", t.col("a"))]));
        StructAccess select(t.col("a").member("x"));
        MapLiteral select(map([(t.col("a"), t.col("b"))]));
        MapAccess select(t.col("a").map_value("k"));
        JsonAccess select(t.col("a").json(["k"]));

        CreateTable create_table(&column(id()));
        CreateIfNotExists create_table(&column(id())).if_not_exists();
        DropIfExists drop_table(&t).if_exists();
        CreateOrReplace create_table(&column(id())).or_replace();
        CreateTableAs create_table_as(&t, plain());
        TemporaryTable create_table(&column(id())).temporary();
        DropTable drop_table(&t);
        DropCascade drop_table(&t).cascade();
        PrimaryKey create_table(&column(id().primary_key()));
        Unique create_table(&column(id().unique()));
        NotNull create_table(&column(id().not_null()));
        ColumnDefault create_table(&column(id().default_value(1)));

        ServerParameters select(t.col("a").eq(1));
        Explain explain(plain());
        ExplainAnalyze explain_analyze(plain());
    }
}

/// The statements that a dialect may refuse without WHERE, and which have none.
pub(crate) fn samples_without_where() -> Vec<Sample> {
    let table = Table::new("users");
    let bare = |construct, statement| Sample { construct, where_clause: Where::Missing, statement };
    vec![
        bare(Construct::Update, Box::new(update::<Any>(&table).set("a", 1)) as Box<dyn Statement<Any>>),
        bare(Construct::Delete, Box::new(delete::<Any>(&table))),
    ]
}

/// What no method writes: of the engine's session, or of tools yet to come.
pub const UNWRITTEN: &[Construct] = {
    use Construct as C;
    &[
        // The engine asks for these.
        C::ReadYourWrites,
        C::Savepoint,
        C::TwoPhase,
        C::IsolationLevel,
        C::LocalFiles,
        C::Cancel,
        C::StatementTimeout,
        C::Progress,
        C::SessionSettings,
        C::StatementSettings,
        C::Attach,
        C::InstallExtension,
        C::LoadExtension,
        C::Secret,
        C::CopyFromStdin,
        C::CopyToFile,
        C::Procedure,
        C::ListenNotify,
        C::AdvisoryLock,
        C::SeveralStatements,
        // Queries.
        C::HorizonJoin,
        // Schema work.
        C::ForeignKey,
        C::Check,
        C::GeneratedColumn,
        C::StoredGeneratedColumn,
        C::IdentityColumn,
        C::ColumnComment,
        C::TableComment,
        C::Schema,
        C::Database,
        C::View,
        C::TemporaryView,
        C::MaterializedView,
        C::Index,
        C::Sequence,
        C::EnumType,
        C::Macro,
        C::AlterAddColumn,
        C::AlterDropColumn,
        C::AlterRenameColumn,
        C::AlterColumnType,
        C::AlterColumnDefault,
        C::AlterColumnNullability,
        C::RenameTable,
    ]
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verbs;

    /// A construct that the list gains must be written by a method and stand in `samples`, or have a verb, or be named as
    /// unwritten.
    #[test]
    fn every_construct_of_the_list_is_accounted_for() {
        let written: Vec<Construct> = samples().iter().map(Sample::construct).collect();
        for construct in Construct::ALL {
            let ways = [written.as_slice(), verbs::ALL, UNWRITTEN];
            let accounted = ways.iter().filter(|way| way.contains(construct)).count();
            assert_eq!(accounted, 1, "{construct:?}");
        }
    }
}
