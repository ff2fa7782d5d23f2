// A statement for each construct: `each!` is of those who include it, and the dialect of the statements is theirs too.
{
    // Their columns are known never to be NULL: some engines can't say some things of what may be. They have a time, too.
    let whole = |name: &str| {
        let texts = ["a", "k"].into_iter().fold(Table::new(name), |table, column| {
            table.column(Column::new(column, SqlType::Text).not_null())
        });
        let table = texts.column(Column::new("id", SqlType::Int64).not_null());
        table.column(Column::new("b", SqlType::Boolean).not_null()).with_time_column("id")
    };
    let (u, o, t) = (whole("users"), whole("orders"), whole("t"));
    let same = || u.col("id").eq(o.col("id"));
    let in_time = || u.col("k").eq(o.col("k")).and(u.col("id").ge(o.col("id")));
    let one = || insert(&u).values([("id", literal(1))]);
    let plain = || select(t.col("a"));
    let cte = || plain().cte("c");
    let column = |column: Column| Table::new("t").column(column);
    let id = || Column::new("id", SqlType::Int64);
    let framed = |frame: Frame<_>| func::rank().over(window().order_by(t.col("a")).rows(frame));
    each! {
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
        Having plain().group_by(t.col("a")).having(t.col("b"));
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
        AsofJoin select(star()).from(u.asof_join(&o, in_time()));
        AsofLeftJoin select(star()).from(u.asof_left_join(&o, in_time()));
        AsofTolerance select(star()).from(u.asof_join(&o, same()).tolerance(1));
        LtJoin select(star()).from(u.lt_join(&o, same()));
        SpliceJoin select(star()).from(u.splice_join(&o));
        WindowJoin select(star()).from(u.window_join(&o, same()));
        PositionalJoin select(star()).from(u.positional_join(&o));
        GlobalJoin select(star()).from(u.join(&o, same()).global());
        ParenthesizedJoin select(star()).from(u.join(t.join(&o, t.col("id").eq(o.col("id"))), same()));

        DerivedTable select(star()).from(plain().subquery("s"));
        ValuesTable select(star()).from(values("v", ["a"], [vec![literal(1)]]));
        SourceColumns select(star()).from(table_function("range", literal(3)).named("r", ["n"]));
        TableFunction select(star()).from(table_function("range", literal(3)));
        NamedArguments select(star()).from(table_function("f", literal(1)).arg("a", 1));
        ReadFile select(star()).from(read_csv("s3://b/a.csv"));
        LocalFiles select(star()).from(read_csv("a.csv"));
        MdRun select(star()).from(read_csv("s3://b/a.csv").md_run(MdRun::Remote));
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

        ScalarSubquery plain().filter(t.col("id").eq(select(func::count_rows()).from(&u).scalar_subquery()));
        InSubquery select(star()).from(&u).filter(u.col("a").is_in(plain()));
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
        NullTreatment select(func::first_value(t.col("a")).nulls(NullTreatment::Ignore).over(window().order_by(t.col("a"))));
        AggregateFilter select(func::count(t.col("a")).filter_where(t.col("b")));
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
        CreateTableAs create_table_as(&Table::new("t"), plain());
        TemporaryTable create_table(&column(id())).temporary();
        DropTable drop_table(&t);
        DropCascade drop_table(&t).cascade();
        PrimaryKey create_table(&column(id().primary_key()));
        Unique create_table(&column(id().unique()));
        NotNull create_table(&column(id().not_null()));
        ColumnDefault create_table(&column(id().default_value(1)));
        ForeignKey create_table(&column(id()).constraint(Constraint::foreign_key(["id"], &u, ["id"])));
        Check create_table(&column(id()).constraint(Constraint::check(t.col("id").gt(0))));
        GeneratedColumn create_table(&column(id().generated(t.col("a"))));
        StoredGeneratedColumn create_table(&column(id().generated_stored(t.col("a"))));
        IdentityColumn create_table(&column(id().with_identity(Identity::always())));
        ColumnComment alter_table(&t).comment_column("a", "c");
        TableComment alter_table(&t).comment("c");
        Schema create_schema("s");
        Database create_database("d");
        View create_view(&Table::new("v"), plain());
        TemporaryView create_temporary_view(&Table::new("v"), plain());
        MaterializedView create_materialized_view(&Table::new("v"), plain());
        Index create_index(&t, &Index::new("i", ["a"]).using("minmax"));
        Sequence create_sequence(&Sequence::new("s"));
        EnumType create_enum(&EnumType::new("e", ["a"]));
        AlterAddColumn alter_table(&t).add_column(Column::new("z", SqlType::Int64));
        AlterDropColumn alter_table(&t).drop_column("a");
        AlterRenameColumn alter_table(&t).rename_column("a", "z");
        AlterColumnType alter_table(&t).column_type("a", SqlType::Text);
        AlterColumnDefault alter_table(&t).set_default("a", 1);
        AlterColumnNullability alter_table(&t).set_not_null("a");
        RenameTable alter_table(&t).rename_to("z");

        ServerParameters select(t.col("a").eq(1));
        Explain explain(plain());
        ExplainAnalyze explain_analyze(plain());
    }
}
