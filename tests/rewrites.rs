//! A statement and the one that is written for an engine without its clause give the same rows: both run on DuckDB, which
//! has the clause.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test says what it needs by failing")]

use aludel::duckdb::{DuckDb, DuckDbSpelling};
use aludel::prelude::*;
use aludel::{Capabilities, Compound, Construct, Prepared, Statement, Support, Value, label_ref, missing_rewrites};
use duckdb::Connection;
use duckdb::types::Value as Bound;

const REWRITTEN: [Construct; 5] = [
    Construct::Having,
    Construct::Qualify,
    Construct::DistinctOn,
    Construct::ParenthesizedBranch,
    Construct::CompoundOrderLimit,
];

/// DuckDB, if it had none of them.
fn older() -> Capabilities {
    let mut capabilities = Capabilities::of::<DuckDb>();
    capabilities.narrow_all(REWRITTEN, Support::Rewritten, "the test says so").unwrap();
    capabilities
}

fn table() -> Table {
    Table::new("sales")
        .column(Column::new("region", SqlType::Text))
        .column(Column::new("day", SqlType::Int32))
        .column(Column::new("amount", SqlType::Int32))
}

fn engine() -> Connection {
    let connection = Connection::open_in_memory().unwrap();
    // NULLs as group, as order and as amount; groups of one row; equal amounts.
    let rows = "INSERT INTO sales VALUES ('north', 1, 10), ('north', 2, 20), ('north', 3, NULL), ('south', 1, 5), \
                ('south', 2, 5), (NULL, 1, 7), (NULL, NULL, 8), ('east', NULL, NULL), ('west', 4, -3)";
    connection
        .execute_batch(&format!("CREATE TABLE sales (region VARCHAR, day INTEGER, amount INTEGER); {rows}"))
        .unwrap();
    connection
}

/// The names of the columns and the rows, in their order.
fn run(engine: &Connection, prepared: &Prepared) -> (Vec<String>, Vec<Vec<Bound>>) {
    let values = prepared.parameters.iter().map(|parameter| match &parameter.value {
        Value::Int32(number) => Bound::Int(*number),
        Value::Int64(number) => Bound::BigInt(*number),
        Value::Text(text) => Bound::Text(text.to_string()),
        other => panic!("{other:?}"),
    });
    let mut statement = engine.prepare(&prepared.sql).unwrap();
    let mut rows = statement.query(duckdb::params_from_iter(values)).unwrap();
    let names = rows.as_ref().unwrap().column_names();
    let mut found = Vec::new();
    while let Some(row) = rows.next().unwrap() {
        found.push((0..names.len()).map(|column| row.get(column).unwrap()).collect());
    }
    (names, found)
}

fn statements() -> Vec<(&'static str, Select<DuckDb>)> {
    let t = table();
    let total = || func::sum(t.col("amount")).cast(SqlType::Int64);
    let by_region = || select((t.col("region"), total().label("total"))).group_by(t.col("region"));
    let place = || func::row_number().over(window().partition_by(t.col("region")).order_by(t.col("day")));
    vec![
        ("groups", by_region().having(total().gt(6)).order_by("region")),
        ("NULL is no truth", by_region().having(total().ne(30)).order_by("region")),
        ("a label", by_region().having(label_ref("total").gt(6)).order_by(desc("total"))),
        ("two conditions", by_region().having(total().gt(6)).having(func::count_rows().gt(1)).order_by("region")),
        (
            "ordered by what is not selected",
            by_region()
                .having(func::count_rows().gt(1))
                .order_by((func::max(t.col("day")).desc(), asc(t.col("region"))))
                .limit(2),
        ),
        ("pages", by_region().having(func::count_rows().ge(1)).order_by("region").limit(2).offset(1)),
        ("one group", select(total().label("total")).having(func::count_rows().gt(3))),
        ("no group", select(total().label("total")).having(func::count_rows().gt(100))),
        ("a condition on the group alone", by_region().having(t.col("region").is_not_null()).order_by("total")),
        (
            "rollup",
            select((t.col("region"), total().label("total")))
                .rollup(t.col("region"))
                .having(total().gt(10))
                .order_by("total"),
        ),
        (
            "distinct",
            select(func::count_rows().label("n"))
                .distinct()
                .group_by(t.col("region"))
                .having(func::count_rows().lt(3))
                .order_by(func::count_rows()),
        ),
        (
            "names twice",
            select((t.col("region"), func::min(t.col("day")).label("region")))
                .group_by(t.col("region"))
                .having(total().gt(0))
                .order_by(t.col("region")),
        ),
        ("qualify", select(star()).from(&t).qualify(place().eq(1)).order_by(t.col("region"))),
        (
            "qualify of a label",
            select((t.col("region"), place().label("place")))
                .qualify(label_ref("place").gt(1))
                .order_by(("region", "place")),
        ),
        (
            "qualify over groups",
            select((t.col("region"), func::rank().over(window().order_by(total().desc())).label("rank")))
                .group_by(t.col("region"))
                .having(func::count_rows().gt(0))
                .qualify(func::rank().over(window().order_by(total().desc())).le(2))
                .order_by(("rank", "region")),
        ),
        (
            "the latest of each",
            select((t.col("region"), t.col("amount")))
                .distinct_on(t.col("region"))
                .order_by((asc(t.col("region")), t.col("day").desc())),
        ),
        (
            "the latest of each, NULLs first",
            select(t.col("amount"))
                .distinct_on(t.col("region"))
                .order_by((asc(t.col("region")), t.col("day").desc().nulls_first()))
                .limit(3),
        ),
        (
            "the first of what is left",
            select((t.col("region"), t.col("day")))
                .distinct_on(t.col("region"))
                .qualify(func::row_number().over(window().partition_by(t.col("region")).order_by(t.col("day"))).gt(1))
                .order_by((t.col("region"), t.col("day"))),
        ),
        (
            "correlated",
            select((t.alias("o").col("region"), by_region_of_outer(&t).label("n")))
                .from(t.alias("o"))
                .order_by((t.alias("o").col("region"), t.alias("o").col("day"))),
        ),
    ]
}

/// How much the region of the row around has sold, if it was more than one sale.
fn by_region_of_outer(t: &Table) -> Expr<DuckDb> {
    let inner = t.alias("i");
    select(func::sum(inner.col("amount")).cast(SqlType::Int64).label("total"))
        .from(&inner)
        .filter(inner.col("region").eq(t.alias("o").col("region")))
        .having(func::count_rows().gt(1))
        .scalar_subquery()
}

#[test]
fn rewritten_statements_give_the_same_rows() {
    let (engine, native, older) = (engine(), Capabilities::of::<DuckDb>(), older());
    let spelling = DuckDbSpelling::TYPED_BY_VALUE;
    let mut seen = 0;
    for (what, statement) in statements() {
        let one = statement.render(&spelling, &native).unwrap();
        // HAVING before a window is not rewritten; it is when it comes alone.
        let other = match statement.render(&spelling, &older) {
            Ok(other) => other,
            Err(error) => {
                assert_eq!(what, "qualify over groups", "{what}: {error}");
                let mut capabilities = native.clone();
                capabilities.narrow(Construct::Qualify, Support::Rewritten, "the test says so").unwrap();
                statement.render(&spelling, &capabilities).unwrap()
            }
        };
        assert_ne!(one.sql, other.sql, "{what}");
        let (expected, found) = (run(&engine, &one), run(&engine, &other));
        assert_eq!(expected, found, "{what}:\n{}\n{}", one.sql, other.sql);
        assert!(!expected.1.is_empty() || what == "no group", "{what} shows nothing");
        seen += expected.1.len();
    }
    assert!(seen > 40, "{seen} rows");
}

#[test]
fn rewritten_branches_give_the_same_rows() {
    let (t, engine) = (table(), engine());
    let last = select((t.col("region"), t.col("day"))).order_by(t.col("amount").desc()).limit(2);
    let union: Compound<DuckDb> =
        last.union_all(select((t.col("region"), t.col("day"))).filter(t.col("day").eq(1))).order_by(("region", "day"));
    let spelling = DuckDbSpelling::TYPED_BY_VALUE;
    let (one, other) =
        (union.render(&spelling, &Capabilities::of::<DuckDb>()).unwrap(), union.render(&spelling, &older()).unwrap());
    assert_ne!(one.sql, other.sql);
    assert_eq!(run(&engine, &one), run(&engine, &other));
}

#[test]
fn duckdb_promises_no_rewrite_that_is_not_there() {
    assert_eq!(missing_rewrites(&DuckDbSpelling::TYPED_BY_VALUE, &Capabilities::of::<DuckDb>()), []);
    assert_eq!(missing_rewrites(&DuckDbSpelling::TYPED_BY_VALUE, &older()), []);
}
