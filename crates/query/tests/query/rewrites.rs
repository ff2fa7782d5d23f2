//! What an engine lacks and another statement says as well.

use aludel_dialect::{Any, Capabilities, Construct, SqlType, Support};
use aludel_query::{
    Column, Select, Statement, Table, asc, desc, func, label_ref, literal, missing_rewrites, raw_expr, select, star,
    typed_bindparam, window,
};

use crate::samples::spelling::{Behind, Marks, Numbered};
use crate::samples::{Everything, orders, table};

fn rewriting(constructs: &[Construct]) -> Capabilities {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow_all(constructs.iter().copied(), Support::Rewritten, "another statement says it").unwrap();
    capabilities
}

const ALL: [Construct; 5] = [
    Construct::Having,
    Construct::Qualify,
    Construct::DistinctOn,
    Construct::ParenthesizedBranch,
    Construct::CompoundOrderLimit,
];

fn written(statement: &dyn Statement<Any>) -> String {
    match statement.render(&Numbered, &rewriting(&ALL)) {
        Ok(prepared) => prepared.sql.to_string(),
        Err(error) => error.to_string(),
    }
}

macro_rules! rewritten {
    ($($statement:expr => $sql:literal;)+) => { $(
        assert_eq!(written(&$statement), $sql);
    )+ };
}

#[test]
fn having_is_a_where_around() {
    let o = orders();
    let total = || func::sum(o.col("amount"));
    let grouped = || select((o.col("region"), total().label("total"))).group_by(o.col("region"));
    rewritten! {
        grouped().having(total().gt(5))
            => "SELECT unfiltered.region, unfiltered.total FROM (SELECT orders.region, sum(orders.amount) AS total, sum(orders.amount) > $1 AS kept FROM orders GROUP BY orders.region) AS unfiltered WHERE unfiltered.kept";
        // A label is written out, and what orders is a column of the subquery; the last clauses stay the last.
        grouped().having(label_ref("total").gt(5)).having(func::count_rows().gt(1)).order_by((desc("total"), func::max(o.col("day")).desc())).limit(3).setting("a", 1)
            => "SELECT unfiltered.region, unfiltered.total FROM (SELECT orders.region, sum(orders.amount) AS total, sum(orders.amount) > $1 AND count(*) > $2 AS kept, max(orders.day) AS ordered FROM orders GROUP BY orders.region) AS unfiltered WHERE unfiltered.kept ORDER BY unfiltered.total DESC, unfiltered.ordered DESC LIMIT $3 SETTINGS a = 1";
        // Two columns of one name have two names inside.
        select((o.col("id"), table("t").col("id"), total().label("kept"))).from(&o).group_by((o.col("id"), table("t").col("id"))).having(total().gt(5)).distinct()
            => "SELECT DISTINCT unfiltered.id, unfiltered.id_2 AS id, unfiltered.kept FROM (SELECT orders.id, t.id AS id_2, sum(orders.amount) AS kept, sum(orders.amount) > $1 AS kept_2 FROM orders GROUP BY orders.id, t.id) AS unfiltered WHERE unfiltered.kept_2";
        // In a subquery, and in a CTE.
        select(star()).from(grouped().having(total().gt(5)).cte("c"))
            => "WITH c AS (SELECT unfiltered.region, unfiltered.total FROM (SELECT orders.region, sum(orders.amount) AS total, sum(orders.amount) > $1 AS kept FROM orders GROUP BY orders.region) AS unfiltered WHERE unfiltered.kept) SELECT * FROM c";
    }
}

/// Nobody can have asked for it by a name: each engine has its own.
#[test]
fn a_column_without_a_label_gets_one() {
    let o = orders();
    let total = || func::sum(o.col("amount"));
    let grouped = select((o.col("region"), total())).group_by(o.col("region")).having(total().gt(5));
    rewritten! {
        grouped => "SELECT unfiltered.region, unfiltered.column_2 FROM (SELECT orders.region, sum(orders.amount) AS column_2, sum(orders.amount) > $1 AS kept FROM orders GROUP BY orders.region) AS unfiltered WHERE unfiltered.kept";
    }
}

#[test]
fn having_stays_where_nothing_else_would_be_equal() {
    let o = orders();
    let total = || func::sum(o.col("amount"));
    let grouped = || select(o.col("region")).group_by(o.col("region")).having(total().gt(5));
    rewritten! {
        grouped().columns(func::rank().over(window().order_by(total())).label("place"))
            => "everything has HAVING only as a query around this one, which would not mean the same here: put window functions into a query around it, without `raw_expr`";
        select(star()).from(&o).having(total().gt(5))
            => "everything has HAVING only as a query around this one, which would not mean the same here: name the columns instead of `*`, or give the table its columns";
        select(literal(1).label("one")).from(&o).having(literal(true))
            => "everything has HAVING only as a query around this one, which would not mean the same here: group by a column, or aggregate";
        select((o.col("region"), total().label("total"))).group_by_all().having(total().gt(5))
            => "everything has HAVING only as a query around this one, which would not mean the same here: name the columns to group by";
        grouped().columns(raw_expr("rank() OVER ()").label("place"))
            => "everything has HAVING only as a query around this one, which would not mean the same here: put window functions into a query around it, without `raw_expr`";
        grouped().having(raw_expr("total > 5"))
            => "everything has HAVING only as a query around this one, which would not mean the same here: write its conditions and its order without `raw_expr`";
        grouped().order_by(desc(raw_expr("2")))
            => "everything has HAVING only as a query around this one, which would not mean the same here: write its conditions and its order without `raw_expr`";
        select(o.col("region")).distinct_on(raw_expr("1"))
            => "everything has DISTINCT ON only as a query around this one, which would not mean the same here: write its conditions and its order without `raw_expr`";
        select(o.col("region")).distinct_on(o.col("region")).order_by(raw_expr("1"))
            => "everything has DISTINCT ON only as a query around this one, which would not mean the same here: write its conditions and its order without `raw_expr`";
        select((o.col("region"), func::count_rows().label("n"))).group_by_all().qualify(o.col("day").is_null())
            => "everything has QUALIFY only as a query around this one, which would not mean the same here: name the columns to group by";
        grouped().with_totals()
            => "everything has HAVING only as a query around this one, which would not mean the same here: leave out sampling, WITH TOTALS, LIMIT BY and row locks";
        grouped().order_by_all()
            => "everything has HAVING only as a query around this one, which would not mean the same here: name the columns of ORDER BY ALL";
        select(o.col("region")).group_by(o.col("region")).having(label_ref("total").gt(5))
            => "everything has HAVING only as a query around this one, which would not mean the same here: write the expression instead of its label";
    }
}

#[test]
fn qualify_is_a_where_around() {
    let o = Table::new("orders").column(Column::new("id", SqlType::Int64)).column(Column::new("day", SqlType::Date));
    let place = || func::row_number().over(window().partition_by(o.col("id")).order_by(o.col("day")));
    rewritten! {
        select(star()).from(&o).qualify(place().eq(1))
            => "SELECT unfiltered.id, unfiltered.day FROM (SELECT orders.id, orders.day, row_number() OVER (PARTITION BY orders.id ORDER BY orders.day) = $1 AS kept FROM orders) AS unfiltered WHERE unfiltered.kept";
        select((o.col("id"), place().label("place"))).qualify(label_ref("place").eq(1)).order_by("place")
            => "SELECT unfiltered.id, unfiltered.place FROM (SELECT orders.id, row_number() OVER (PARTITION BY orders.id ORDER BY orders.day) AS place, row_number() OVER (PARTITION BY orders.id ORDER BY orders.day) = $1 AS kept FROM orders) AS unfiltered WHERE unfiltered.kept ORDER BY unfiltered.place";
    }
}

#[test]
fn distinct_on_is_the_first_place() {
    let o = orders();
    rewritten! {
        select((o.col("region"), o.col("id"))).distinct_on(o.col("region")).order_by((asc(o.col("region")), o.col("day").desc().nulls_last())).limit(2)
            => "SELECT unfiltered.region, unfiltered.id FROM (SELECT orders.region, orders.id, row_number() OVER (PARTITION BY orders.region ORDER BY orders.region, orders.day DESC NULLS LAST) AS place, orders.day AS ordered FROM orders) AS unfiltered WHERE unfiltered.place = $1 ORDER BY unfiltered.region, unfiltered.ordered DESC NULLS LAST LIMIT $2";
        // Of the rows that QUALIFY leaves.
        select(o.col("id")).distinct_on(o.col("region")).qualify(func::rank().over(window()).eq(1))
            => "SELECT unfiltered.id FROM (SELECT unfiltered.id, row_number() OVER (PARTITION BY unfiltered.ordered) AS place FROM (SELECT orders.id, orders.region AS ordered, rank() OVER () = $1 AS kept FROM orders) AS unfiltered WHERE unfiltered.kept) AS unfiltered WHERE unfiltered.place = $2";
    }
}

#[test]
fn a_branch_is_a_query_around() {
    let t = table("t");
    rewritten! {
        select(t.col("a")).limit(1).union_all(select(t.col("b")))
            => "SELECT * FROM (SELECT t.a FROM t LIMIT $1) AS branch UNION ALL SELECT t.b FROM t";
    }
}

#[test]
fn what_orders_a_set_operation_orders_a_subquery() {
    let t = table("t");
    let both = || select(t.col("a")).union_all(select(t.col("b")));
    rewritten! {
        both() => "SELECT t.a FROM t UNION ALL SELECT t.b FROM t";
        both().order_by(desc("a")).limit(1)
            => "SELECT * FROM (SELECT t.a FROM t UNION ALL SELECT t.b FROM t) AS compound ORDER BY a DESC LIMIT $1";
        both().limit(1).union_all(select(t.col("c")))
            => "SELECT * FROM (SELECT * FROM (SELECT t.a FROM t UNION ALL SELECT t.b FROM t) AS compound LIMIT $1) AS branch UNION ALL SELECT t.c FROM t";
    }
}

#[test]
fn offset_is_two_row_numbers() {
    let t = table("t");
    let all = || select::<Any>(star()).from(&t);
    let written = |statement: &dyn Statement<Any>, constructs: &[Construct]| {
        let prepared = statement.render(&Marks, &rewriting(constructs)).unwrap();
        let values: Vec<_> = prepared.parameters.iter().map(|parameter| format!("{:?}", parameter.value)).collect();
        format!("{} -- {}", prepared.sql, values.join(", "))
    };
    let rewritten = [Construct::Offset];
    for (statement, sql) in [
        (all().limit(5).offset(2), "SELECT * FROM t LIMIT ?, ? -- Int32(2), Int64(7)"),
        (all().limit(5), "SELECT * FROM t LIMIT ? -- Int32(5)"),
        (all().offset(2), "SELECT * FROM t LIMIT ?, ? -- Int32(2), Int64(9223372036854775807)"),
        (all().limit(u64::MAX >> 1).offset(2), "SELECT * FROM t LIMIT ?, ? -- Int32(2), Int64(4611686018427387906)"),
    ] {
        assert_eq!(written(&statement, &rewritten), sql);
    }
    // The level decides, not the spelling: a newer engine has OFFSET.
    assert_eq!(written(&all().limit(5).offset(2), &[]), "SELECT * FROM t LIMIT ? OFFSET ? -- Int32(5), Int32(2)");
    let union = all().union_all(all()).limit(5).offset(2);
    assert_eq!(
        written(&union, &rewritten),
        "SELECT * FROM t UNION ALL SELECT * FROM t LIMIT ?, ? -- Int32(2), Int64(7)"
    );
    let error = all().limit_percent(5.0).offset(2).render(&Marks, &rewriting(&rewritten)).unwrap_err();
    assert_eq!(error.to_string(), "everything has OFFSET only with a LIMIT of so many rows");
}

#[test]
fn offset_stands_behind_a_limit() {
    let all = || select::<Any>(star()).from(table("t"));
    for (statement, sql) in [
        (all().offset(2), "SELECT * FROM t LIMIT -1 OFFSET ?"),
        (all().limit(5).offset(2), "SELECT * FROM t LIMIT ? OFFSET ?"),
        (all().limit(5), "SELECT * FROM t LIMIT ?"),
    ] {
        let prepared = statement.render(&Behind, &rewriting(&[Construct::Offset])).unwrap();
        assert_eq!(&*prepared.sql, sql);
    }
    let union = all().union_all(all()).offset(2).render(&Behind, &rewriting(&[Construct::Offset])).unwrap();
    assert_eq!(&*union.sql, "SELECT * FROM t UNION ALL SELECT * FROM t LIMIT -1 OFFSET ?");
    let native = all().offset(2).render(&Behind, &rewriting(&[])).unwrap();
    assert_eq!(&*native.sql, "SELECT * FROM t OFFSET ?");
    assert_eq!(missing_rewrites(&Behind, &rewriting(&[Construct::Offset])), []);
}

/// What is promised and not kept is found by a test of the dialect, and is an error where a user meets it.
#[test]
fn every_promised_rewrite_is_kept() {
    let promised = rewriting(Construct::ALL);
    let kept = |missing: Vec<Construct>| {
        Construct::ALL.iter().copied().filter(|one| !missing.contains(one)).collect::<Vec<_>>()
    };
    let mut expected = ALL.to_vec();
    expected.extend([Construct::StatementTimeout, Construct::NullsOrder, Construct::ScalarSubquery]);
    expected.push(Construct::NamedWindow);
    expected.sort();
    assert_eq!(kept(missing_rewrites(&Numbered, &promised)), expected);
    expected.push(Construct::Offset);
    expected.sort();
    assert_eq!(kept(missing_rewrites(&Marks, &promised)), expected);
    assert_eq!(missing_rewrites(&Numbered, &rewriting(&ALL)), []);

    // Each that is kept is written, each other refused.
    let t = table("t");
    let offset = select::<Any>(t.col("a")).offset(typed_bindparam("n", SqlType::Int64));
    assert_eq!(
        offset.render(&Numbered, &rewriting(&[Construct::Offset])).unwrap_err().to_string(),
        "everything declares OFFSET as rewritten, and no rewrite of it is known"
    );
}

/// For an engine without subqueries as values.
#[test]
fn a_subquery_that_filters_by_one_row_is_joined() {
    let (t, u) = (table("t"), table("u"));
    let most = || select::<Any>(func::max(u.col("b"))).from(&u);
    let joining = rewriting(&[Construct::ScalarSubquery]);
    let written = |query: Select<Any>| query.render(&Numbered, &joining).map(|prepared| prepared.sql.to_string());
    let filtered = select(t.col("a")).from(&t).filter(t.col("a").gt(most().scalar_subquery()));
    assert_eq!(
        written(filtered).expect("one row is joined"),
        "SELECT t.a FROM t CROSS JOIN (SELECT max(u.b) AS value FROM u) AS one_1 WHERE t.a > one_1.value"
    );
    // Perhaps no row, or several; a row for each outside; `*` would be a column more; and no filter.
    for (query, words) in [
        (select(t.col("a")).filter(t.col("a").gt(most().limit(1).scalar_subquery())), "without groups"),
        (select(t.col("a")).filter(t.col("a").gt(most().group_by(u.col("a")).scalar_subquery())), "without groups"),
        (select(star()).from(&t).filter(t.col("a").gt(most().scalar_subquery())), "without groups"),
        (select(most().scalar_subquery()), "without groups"),
    ] {
        let fault = written(query).expect_err(words).to_string();
        assert!(fault.contains(words), "{fault}");
    }
}
