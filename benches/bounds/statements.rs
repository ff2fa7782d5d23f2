//! Building a statement and writing it as text.

use aludel::ToSql;
use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use chrono::NaiveDate;
use sea_query::{
    CaseStatement, CommonTableExpression, Expr as SeaExpr, ExprTrait, Func, JoinType, Order as SeaOrder,
    PostgresQueryBuilder, Query, SimpleExpr, Values, WindowStatement, WithClause,
};

use crate::Outcome;
use crate::harness::{Bench, Way, repeated};
use crate::queries::Query as TpchQuery;
use crate::schema::Tpch;

/// Statements in a round.
const STATEMENTS: u32 = 20_000;

pub fn measure(bench: &mut Bench) -> Outcome {
    let times = bench.scaled(STATEMENTS);
    let tpch = Tpch::new();
    let q08 = TpchQuery::<DuckDb>::ALL[7].build;
    bench.compare(
        "build and render TPC-H q8",
        25,
        || repeated(times, || Ok(q08(&tpch).to_sql::<DuckDb>()?)),
        vec![Way::bound("sea-query", 1.0, || repeated(times, || Ok(sea_q08())))],
    )?;
    bench.compare(
        "build and render a SELECT of 12 clauses",
        25,
        || repeated(times, || Ok(twelve_clauses(&tpch).to_sql::<DuckDb>()?)),
        vec![Way::bound("sea-query", 1.0, || repeated(times, || Ok(sea_twelve_clauses())))],
    )
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

fn column(table: &'static str, name: &'static str) -> SeaExpr {
    SeaExpr::col((table, name))
}

fn equal(left: (&'static str, &'static str), right: (&'static str, &'static str)) -> SeaExpr {
    SeaExpr::col(left).equals(right)
}

/// The statement of `examples/tpch/src/queries/q08.rs`.
fn sea_q08() -> (String, Values) {
    let year = Func::cust("date_part").arg(SeaExpr::cust("'year'")).arg(column("orders", "o_orderdate"));
    let volume = column("lineitem", "l_extendedprice").mul(SeaExpr::val(1).sub(column("lineitem", "l_discount")));
    let sales = Query::select()
        .expr_as(year, "o_year")
        .expr_as(volume, "volume")
        .expr_as(column("n2", "n_name"), "nation")
        .from("part")
        .inner_join("lineitem", equal(("lineitem", "l_partkey"), ("part", "p_partkey")))
        .inner_join("supplier", equal(("supplier", "s_suppkey"), ("lineitem", "l_suppkey")))
        .inner_join("orders", equal(("orders", "o_orderkey"), ("lineitem", "l_orderkey")))
        .inner_join("customer", equal(("customer", "c_custkey"), ("orders", "o_custkey")))
        .join_as(JoinType::InnerJoin, "nation", "n1", equal(("n1", "n_nationkey"), ("customer", "c_nationkey")))
        .inner_join("region", equal(("region", "r_regionkey"), ("n1", "n_regionkey")))
        .join_as(JoinType::InnerJoin, "nation", "n2", equal(("n2", "n_nationkey"), ("supplier", "s_nationkey")))
        .and_where(column("region", "r_name").eq("AMERICA"))
        .and_where(column("orders", "o_orderdate").between(date(1995, 1, 1), date(1996, 12, 31)))
        .and_where(column("part", "p_type").eq("ECONOMY ANODIZED STEEL"))
        .take();
    let brazils = CaseStatement::new()
        .case(column("all_nations", "nation").eq("BRAZIL"), column("all_nations", "volume"))
        .finally(0);
    let share = SimpleExpr::from(Func::sum(brazils)).div(Func::sum(column("all_nations", "volume")));
    Query::select()
        .expr(column("all_nations", "o_year"))
        .expr_as(share, "mkt_share")
        .from_subquery(sales, "all_nations")
        .group_by_col(("all_nations", "o_year"))
        .order_by(("all_nations", "o_year"), SeaOrder::Asc)
        .build(PostgresQueryBuilder)
}

/// WITH, DISTINCT, FROM, JOIN, LEFT JOIN, WHERE, GROUP BY, HAVING, WINDOW, ORDER BY, LIMIT, OFFSET.
fn twelve_clauses(tpch: &Tpch) -> Select<DuckDb> {
    let Tpch { orders, customer, nation, .. } = tpch;
    let recent = select([orders.col("o_custkey"), orders.col("o_totalprice")])
        .from(orders)
        .filter(orders.col("o_orderdate").ge(date(1995, 1, 1)))
        .cte("recent");
    let revenue = || func::sum(recent.col("o_totalprice"));
    select([
        nation.col("n_name"),
        customer.col("c_mktsegment"),
        revenue().label("revenue"),
        func::count_rows().label("orders"),
        func::rank().over_named("by_nation").label("place"),
    ])
    .distinct()
    .from(&recent)
    .join(customer, customer.col("c_custkey").eq(recent.col("o_custkey")))
    .left_join(nation, nation.col("n_nationkey").eq(customer.col("c_nationkey")))
    .filter(customer.col("c_mktsegment").is_in(["BUILDING", "MACHINERY", "FURNITURE"]))
    .filter(customer.col("c_acctbal").gt(100).or(customer.col("c_name").like("%7")))
    .group_by([nation.col("n_name"), customer.col("c_mktsegment")])
    .having(revenue().gt(1_000_000))
    .named_window("by_nation", window().partition_by([nation.col("n_name")]).order_by([desc(revenue())]))
    .order_by([asc(nation.col("n_name")), desc(label_ref("revenue"))])
    .limit(50)
    .offset(100)
}

/// The same, without the clones of the whole statement that `to_owned` at the end of a chain would make.
fn sea_twelve_clauses() -> (String, Values) {
    let recent = Query::select()
        .column(("orders", "o_custkey"))
        .column(("orders", "o_totalprice"))
        .from("orders")
        .and_where(column("orders", "o_orderdate").gte(date(1995, 1, 1)))
        .take();
    let mut recent_cte = CommonTableExpression::new();
    recent_cte.query(recent).table_name("recent");
    let revenue = || SimpleExpr::from(Func::sum(column("recent", "o_totalprice")));
    let window = WindowStatement::partition_by(("nation", "n_name")).order_by_expr(revenue(), SeaOrder::Desc).take();
    let query = Query::select()
        .column(("nation", "n_name"))
        .column(("customer", "c_mktsegment"))
        .expr_as(revenue(), "revenue")
        .expr_as(SeaExpr::cust("count(*)"), "orders")
        .expr_window_name_as(Func::cust("rank"), "by_nation", "place")
        .distinct()
        .from("recent")
        .inner_join("customer", equal(("customer", "c_custkey"), ("recent", "o_custkey")))
        .left_join("nation", equal(("nation", "n_nationkey"), ("customer", "c_nationkey")))
        .and_where(column("customer", "c_mktsegment").is_in(["BUILDING", "MACHINERY", "FURNITURE"]))
        .and_where(column("customer", "c_acctbal").gt(100).or(column("customer", "c_name").like("%7")))
        .group_by_columns([("nation", "n_name"), ("customer", "c_mktsegment")])
        .and_having(revenue().gt(1_000_000))
        .window("by_nation", window)
        .order_by(("nation", "n_name"), SeaOrder::Asc)
        .order_by("revenue", SeaOrder::Desc)
        .limit(50)
        .offset(100)
        .take();
    let mut with = WithClause::new();
    with.cte(recent_cte);
    query.with(with).build(PostgresQueryBuilder)
}
