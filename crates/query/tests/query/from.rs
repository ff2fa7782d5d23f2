//! FROM taken from the columns, and what a statement says of names it does not know.

use aludel_dialect::{Any, SqlType};
use aludel_query::{
    Col, Column, Delete, IntoSource, SampleBy, SampleUnit, Select, Statement, Table, asc, case, delete, func, literal,
    select, star, window,
};

use crate::samples::{Everything, House, Quest, orders, spelling::Numbered, table, users};

#[test]
fn from_is_taken_from_the_columns() {
    let u = users().in_schema("main");
    const NAME: Col<String> = Col::new("users", "name");
    golden! {
        select(u.col("id")) => "SELECT users.id FROM main.users";
        select(u.alias("x").col("id")) => "SELECT x.id FROM main.users AS x";
        select(NAME) => "SELECT users.name FROM users";
        // A typed column of a table that is known better.
        select(NAME).filter(u.col("id").eq(1)) => "SELECT users.name FROM main.users WHERE users.id = $1 -- 1";
        select(u.col("id")).filter(NAME.eq("joe")) => "SELECT users.id FROM main.users WHERE users.name = $1 -- 'joe'";
        // Wherever the column stands.
        select(func::count_rows()).filter(u.col("a")) => "SELECT count(*) FROM main.users WHERE users.a";
        select(literal(1)).order_by(u.col("a")) => "SELECT $1 FROM main.users ORDER BY users.a -- 1";
        select(func::rank().over(window().order_by(u.col("a")))) => "SELECT rank() OVER (ORDER BY users.a) FROM main.users";
        select(func::count_rows()).rollup([u.col("a")]) => "SELECT count(*) FROM main.users GROUP BY ROLLUP (users.a)";
        select(func::count_rows()).grouping_sets([vec![u.col("a")]]) => "SELECT count(*) FROM main.users GROUP BY GROUPING SETS ((users.a))";
        select(literal(1)).distinct_on(u.col("a")) => "SELECT DISTINCT ON (users.a) $1 FROM main.users -- 1";
        select(func::rank().over_named("w")).named_window("w", window().partition_by(u.col("a"))) => "SELECT rank() OVER w FROM main.users WINDOW w AS (PARTITION BY users.a)";
        select(func::count_rows()).prewhere(u.col("a")) => "SELECT count(*) FROM main.users PREWHERE users.a";
        select(func::count_rows()).latest_on(u.col("t"), u.col("a")) => "SELECT count(*) FROM main.users LATEST ON t PARTITION BY a";
        select(func::count_rows()).limit_by(1, u.col("a")) => "SELECT count(*) FROM main.users LIMIT $1 BY users.a -- 1";
        select(func::count_rows()).array_join(u.col("a")) => "SELECT count(*) FROM main.users ARRAY JOIN users.a";
        select(func::count_rows()).sample_by(SampleBy::every(1, SampleUnit::Hour).between(u.col("a"), 1)) => "SELECT count(*) FROM main.users SAMPLE BY 1h FROM users.a TO $1 -- 1";
        select(case().when(u.col("a").is_in([1]), 2).end()) => "SELECT CASE WHEN users.a IN ($1) THEN $2 END FROM main.users -- 1, 2";
        select(func::count_rows().filter_where(u.col("a"))) => "SELECT count(*) FILTER (WHERE users.a) FROM main.users";
        // The columns of a subquery are its own.
        select(select(u.col("id")).scalar_subquery()) => "SELECT (SELECT users.id FROM main.users)";
        select(literal(1)) => "SELECT $1 -- 1";
    }
}

#[test]
fn from_is_taken_from_a_ctes_columns() {
    let (o, u) = (orders(), users());
    let big = select((o.col("id"), o.col("user_id"))).filter(o.col("amount").gt(100)).cte("big");
    let few = select(big.col("user_id")).filter(big.col("id").lt(9)).cte("few");
    golden! {
        select(big.col("id")) => "WITH big AS (SELECT orders.id, orders.user_id FROM orders WHERE orders.amount > $1) SELECT big.id FROM big -- 100";
        select(big.alias("b").col("id")).filter(big.alias("b").col("id").gt(1)) =>
            "WITH big AS (SELECT orders.id, orders.user_id FROM orders WHERE orders.amount > $1) SELECT b.id FROM big AS b WHERE b.id > $2 -- 100, 1";
        // One that is named in FROM uses one that is not.
        select(few.col("user_id")).from(&few).filter(few.col("user_id").ne(2)) =>
            "WITH big AS (SELECT orders.id, orders.user_id FROM orders WHERE orders.amount > $1), \
             few AS (SELECT big.user_id FROM big WHERE big.id < $2) \
             SELECT few.user_id FROM few WHERE few.user_id <> $3 -- 100, 9, 2";
        select(u.col("id")).filter(u.col("id").is_in(select(few.col("user_id")))) =>
            "WITH big AS (SELECT orders.id, orders.user_id FROM orders WHERE orders.amount > $1), \
             few AS (SELECT big.user_id FROM big WHERE big.id < $2) \
             SELECT users.id FROM users WHERE users.id IN (SELECT few.user_id FROM few) -- 100, 9";
        select(big.col("id")).union_all(select(few.col("user_id"))) =>
            "WITH big AS (SELECT orders.id, orders.user_id FROM orders WHERE orders.amount > $1), \
             few AS (SELECT big.user_id FROM big WHERE big.id < $2) \
             SELECT big.id FROM big UNION ALL SELECT few.user_id FROM few -- 100, 9";
    }
}

#[test]
fn two_tables_that_nothing_joins() {
    let (u, o) = (users(), orders());
    problems! {
        select((u.col("id"), o.col("id"))) => "no FROM was given and the columns belong to users and orders: call `.from(..)` with the join that is meant";
        select(u.col("id")).order_by([asc(o.col("id"))]) => "no FROM was given and the columns belong to users and orders: call `.from(..)` with the join that is meant";
        // Of the same name, and not the same.
        select((u.in_schema("a").col("id"), users().in_schema("b").col("id"))) => "no FROM was given and the columns belong to a.users and b.users: call `.from(..)` with the join that is meant";
        select(select(o.col("x").label("x")).subquery("s").col("x")) => "no FROM was given and the columns belong to s: call `.from(..)` with s, which is no table";
        select(star()).from(users()).from(&o) => "FROM is given twice: join the sources, with `cross_join` if every combination is meant";
    }
}

#[test]
fn unknown_columns_are_named_with_their_neighbours() {
    let lines = Table::new("lines")
        .column(Column::new("orderkey", SqlType::Int64))
        .column(Column::new("partkey", SqlType::Int64))
        .column(Column::new("comment", SqlType::Text));
    problems! {
        select(lines.col("orderkay")) => "lines has no column \"orderkay\": did you mean orderkey?";
        select(lines.col("ORDERKEY")) => "lines has no column \"ORDERKEY\": did you mean orderkey?";
        select(lines.col("zzz")) => "lines has no column \"zzz\": it has orderkey, partkey, comment";
        // However deep it stands.
        select(star()).from(&lines).filter((lines.col("partky") + 1).is_in([1])) => "lines has no column \"partky\": did you mean partkey?";
    }
}

#[test]
fn statements_of_a_set_turn_into_those_of_a_member() {
    let u = users();
    let of_set: Select<(Everything, House, Quest)> = select(u.col("id")).filter(u.col("id").gt(1));
    let expected = "SELECT users.id FROM users WHERE users.id > $1 -- 1";
    let of_member: Select<Everything> = of_set.on();
    assert_eq!(crate::sql(&of_member), expected);
    let of_any: Select<Any> = of_set.on();
    let prepared = of_any.render(&Numbered, &aludel_dialect::Capabilities::of::<House>()).unwrap();
    assert_eq!(prepared.dialect, "house");
    let delete_of_set: Delete<(Everything, House), _> = delete(&u).filter(u.col("id").eq(1));
    assert_eq!(crate::sql(&delete_of_set.on::<Everything, _>()), "DELETE FROM users WHERE users.id = $1 -- 1");
    let same: Select<Everything> = of_member.on();
    assert_eq!(crate::sql(&same), expected);
}

#[test]
fn sources_by_value_and_by_reference() {
    let t = table("t");
    let source: aludel_query::Source<Everything> = (&t).into_source();
    golden! {
        select(star()).from(&source) => "SELECT * FROM t";
        select(star()).from(source) => "SELECT * FROM t";
        select(star()).from(t) => "SELECT * FROM t";
        select(star()).from(select(literal(1)).subquery("s")) => "SELECT * FROM (SELECT $1) AS s -- 1";
        select(star()).from(select(literal(1)).cte("s")) => "WITH s AS (SELECT $1) SELECT * FROM s -- 1";
    }
}
