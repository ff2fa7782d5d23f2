//! FROM: joins and sources.

use aludel_query::{
    IntoSource, Joins, UnpivotNulls, array, func, literal, read_csv, read_json, read_parquet, select, star,
    table_function, text, unnest, using, values,
};

use crate::samples::{orders, table, users};

#[test]
fn joins() {
    let (u, o, t) = (users(), orders(), table("t"));
    let same = || u.col("id").eq(o.col("user_id"));
    golden! {
        select(star()).from(u.join(&o, same())) => "SELECT * FROM users JOIN orders ON users.id = orders.user_id";
        select(star()).from(&u).join(&o, same()) => "SELECT * FROM users JOIN orders ON users.id = orders.user_id";
        select(star()).from(&u).left_join(&o, same()).right_join(&t, using(["a", "b"]))
            => "SELECT * FROM users LEFT JOIN orders ON users.id = orders.user_id RIGHT JOIN t USING (a, b)";
        select(star()).from(&u).full_join(&o, same()).cross_join(&t)
            => "SELECT * FROM users FULL JOIN orders ON users.id = orders.user_id CROSS JOIN t";
        select(star()).from(&u).natural_join(&o) => "SELECT * FROM users NATURAL JOIN orders";
        select(star()).from(&u).semi_join(&o, same()) => "SELECT * FROM users SEMI JOIN orders ON users.id = orders.user_id";
        select(star()).from(&u).anti_join(&o, using(["id"])) => "SELECT * FROM users ANTI JOIN orders USING (id)";
        select(star()).from(&u).asof_join(&o, same().and(u.col("t").ge(o.col("t"))))
            => "SELECT * FROM users ASOF JOIN orders ON users.id = orders.user_id AND users.t >= orders.t";
        select(star()).from(&u).asof_left_join(&o, u.col("t").ge(o.col("t")))
            => "SELECT * FROM users ASOF LEFT JOIN orders ON users.t >= orders.t";
        select(star()).from(&u).positional_join(&o) => "SELECT * FROM users POSITIONAL JOIN orders";
        // A table with itself.
        select(star()).from(u.alias("a").into_joined(&u))
            => "SELECT * FROM users AS a JOIN users AS b ON a.boss = b.id";
        // A join of joins keeps its order.
        select(star()).from(u.join(o.join(&t, o.col("id").eq(t.col("id"))), same()))
            => "SELECT * FROM users JOIN (orders JOIN t ON orders.id = t.id) ON users.id = orders.user_id";
    }
    problems! {
        select(star()).join(&o, same()) => "a join was added before FROM: call `.from(..)` first";
        select(star()).from(u.join(&o, using(Vec::<&str>::new()))) => "USING is empty: name the columns that both sides have";
    }
}

trait SelfJoin {
    fn into_joined(self, users: &aludel_query::Table) -> aludel_query::Source<crate::samples::Everything>;
}

impl SelfJoin for aludel_query::Table {
    fn into_joined(self, users: &aludel_query::Table) -> aludel_query::Source<crate::samples::Everything> {
        let other = users.alias("b");
        self.join(&other, self.col("boss").eq(other.col("id")))
    }
}

#[test]
fn subqueries_in_from() {
    let (u, o) = (users(), orders());
    let big = select((o.col("user_id"), func::sum(o.col("amount")).label("total")))
        .group_by(o.col("user_id"))
        .subquery("big");
    let latest = select(star()).from(&o).filter(o.col("user_id").eq(u.col("id"))).limit(1).subquery("latest").lateral();
    golden! {
        select((u.col("name"), big.col("total"))).from(&u).join(&big, u.col("id").eq(big.col("user_id"))).filter(big.col("total").gt(9))
            => "SELECT users.name, big.total FROM users JOIN (SELECT orders.user_id, sum(orders.amount) AS total FROM orders GROUP BY orders.user_id) AS big ON users.id = big.user_id WHERE big.total > $1 -- 9";
        select(big.all_columns()).from(&big)
            => "SELECT big.user_id, big.total FROM (SELECT orders.user_id, sum(orders.amount) AS total FROM orders GROUP BY orders.user_id) AS big";
        select(latest.all_columns()).from(&u).cross_join(&latest)
            => "SELECT latest.* FROM users CROSS JOIN LATERAL (SELECT * FROM orders WHERE orders.user_id = users.id LIMIT $1) AS latest -- 1";
        select(star()).from(text("SELECT 1 AS one WHERE :x").bind("x", true).subquery("t"))
            => "SELECT * FROM (SELECT 1 AS one WHERE $1) AS t -- TRUE";
    }
    problems! {
        select(big.col("totl")).from(&big) => "big has no column \"totl\": did you mean total?";
    }
}

#[test]
fn values_and_functions() {
    let numbers = values("n", ["id", "word"], [vec![literal(1), literal("one")], vec![literal(2), literal("two")]]);
    let series = table_function("range", (literal(0), literal(3))).named("r", ["i"]);
    let elements = unnest(array([1, 2]), "e", "x");
    golden! {
        select(numbers.col("word")).from(&numbers)
            => "SELECT n.word FROM (VALUES ($1, $2), ($3, $4)) AS n(id, word) -- 1, 'one', 2, 'two'";
        select(series.col("i")).from(&series) => "SELECT r.i FROM range($1, $2) AS r(i) -- 0, 3";
        select(star()).from(table_function("pg.my_table_fn", Vec::<aludel_query::Expr<_>>::new())) => "SELECT * FROM pg.my_table_fn()";
        select(elements.col("x")).from(&elements) => "SELECT e.x FROM UNNEST([$1, $2]) AS e(x) -- 1, 2";
        select(star()).from(read_parquet("a/*.parquet").arg("hive_partitioning", true).alias("p"))
            => "SELECT * FROM read_parquet($1, hive_partitioning := $2) AS p -- 'a/*.parquet', TRUE";
        select(star()).from(read_csv(vec!["a.csv", "b.csv"]).arg("header", true).arg("delim", ";"))
            => "SELECT * FROM read_csv($1, header := $2, delim := $3) -- ['a.csv', 'b.csv'], TRUE, ';'";
        select(star()).from(read_json("x.json")) => "SELECT * FROM read_json($1) -- 'x.json'";
        select(star()).from(users().cross_join(&series)) => "SELECT * FROM users CROSS JOIN range($1, $2) AS r(i) -- 0, 3";
    }
    problems! {
        select(star()).from(values("n", ["a", "b"], [vec![literal(1)]])) => "VALUES has 2 columns and a row of 1";
        select(star()).from(values("n", ["a"], Vec::new())) => "VALUES is empty: give it a row";
        select(numbers.col("wrod")).from(&numbers) => "n has no column \"wrod\": did you mean word?";
    }
}

#[test]
fn values_as_columns_and_columns_as_values() {
    let (u, o) = (table("u"), orders());
    let totals = o.pivot(
        "p",
        (func::sum(o.col("amount")).label("s"), func::count_rows().label("n")),
        "region",
        [("it's", "its"), ("b", "Group")],
    );
    let rows = u.unpivot("r", "value", "month", ["jan", "feb"], UnpivotNulls::Include);
    let same = || u.col("id").eq(o.col("id"));
    golden! {
        select((totals.col("its_s"), totals.col("day"))).from(&totals)
            => "SELECT p.its_s, p.day FROM orders PIVOT (sum(amount) AS s, count(*) AS n FOR region IN ('it''s' AS its, 'b' AS \"Group\")) AS p";
        select(star()).from(&rows) => "SELECT * FROM u UNPIVOT INCLUDE NULLS (value FOR month IN (jan, feb)) AS r";
        select(star()).from(select(star()).from(&u).subquery("s").into_source().unpivot("r", "v", "k", ["a"], UnpivotNulls::Exclude))
            => "SELECT * FROM (SELECT * FROM u) AS s UNPIVOT (v FOR k IN (a)) AS r";
        select(star()).from(u.left_join(&o, same()).global()) => "SELECT * FROM u GLOBAL LEFT JOIN orders ON u.id = orders.id";
    }
    let nothing: [(i32, &str); 0] = [];
    problems! {
        select(star()).from(o.pivot("p", func::count_rows(), "region", nothing)) => "PIVOT is empty: give it an aggregate and the values that become columns";
        select(star()).from(u.unpivot("r", "v", "k", Vec::<&str>::new(), UnpivotNulls::Exclude)) => "UNPIVOT is empty: name the columns that become rows";
        select(star()).from(u.cross_join(&o).global()) => "GLOBAL belongs to a join with a condition";
        select(star()).from(u.join(&o, same()).unpivot("r", "v", "k", ["a"], UnpivotNulls::Exclude)) => "UNPIVOT belongs to one source: write it at the table, before the join";
    }
}
