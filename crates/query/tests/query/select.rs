//! The clauses of SELECT that most engines have.

use aludel_query::{asc, desc, func, label_ref, literal, select, star};

use crate::samples::{orders, table, users};

#[test]
fn clauses_in_their_order() {
    let (u, o) = (users(), orders());
    golden! {
        select([u.col("id"), u.col("name").label("who")]).from(&u) => "SELECT users.id, users.name AS who FROM users";
        select(star()).from(&u) => "SELECT * FROM users";
        select(u.all_columns()).from(&u) => "SELECT users.* FROM users";
        select((literal(1), literal("x"))) => "SELECT $1, $2 -- 1, 'x'";
        select([u.col("id")]).columns([u.col("name")]).from(&u) => "SELECT users.id, users.name FROM users";
        select([o.col("region"), func::sum(o.col("amount")).label("total")])
            .distinct()
            .from(&o)
            .filter(o.col("day").ge(3))
            .filter(o.col("open").eq(true).or(o.col("open").is_null()))
            .group_by(o.col("region"))
            .having(func::count_rows().gt(2))
            .having(func::sum(o.col("amount")).lt(9))
            .qualify(func::row_number().over(aludel_query::window()).eq(1))
            .order_by((desc("total"), asc(o.col("region")).nulls_first(), o.col("x").desc().nulls_last()))
            .limit(5)
            .offset(10)
            => "SELECT DISTINCT orders.region, sum(orders.amount) AS total FROM orders WHERE orders.day >= $1 AND (orders.open = $2 OR orders.open IS NULL) GROUP BY orders.region HAVING count(*) > $3 AND sum(orders.amount) < $4 QUALIFY row_number() OVER () = $5 ORDER BY total DESC, orders.region NULLS FIRST, orders.x DESC NULLS LAST LIMIT $6 OFFSET $7 -- 3, TRUE, 2, 9, 1, 5, 10";
    }
}

#[test]
fn distinct_on_and_all() {
    let o = orders();
    golden! {
        select(star()).distinct_on([o.col("region"), o.col("day")]).from(&o).order_by(o.col("region"))
            => "SELECT DISTINCT ON (orders.region, orders.day) * FROM orders ORDER BY orders.region";
        select((o.col("a"), func::count_rows())).group_by_all().order_by_all()
            => "SELECT orders.a, count(*) FROM orders GROUP BY ALL ORDER BY ALL";
    }
    problems! {
        select(o.col("a")).group_by_all().group_by(o.col("a")) => "GROUP BY ALL leaves no room for other columns";
        select(o.col("a")).order_by_all().order_by("a") => "ORDER BY ALL leaves no room for other terms";
    }
}

#[test]
fn groupings() {
    let o = orders();
    golden! {
        select(o.col("a")).group_by(o.col("a")).rollup((o.col("b"), o.col("c")))
            => "SELECT orders.a FROM orders GROUP BY orders.a, ROLLUP (orders.b, orders.c)";
        select(func::count_rows()).cube([o.col("b")]) => "SELECT count(*) FROM orders GROUP BY CUBE (orders.b)";
        select(o.col("a")).grouping_sets([vec![o.col("a"), o.col("b")], vec![o.col("a")], vec![]])
            => "SELECT orders.a FROM orders GROUP BY GROUPING SETS ((orders.a, orders.b), (orders.a), ())";
    }
}

#[test]
fn limits_and_samples() {
    use aludel_query::{SampleMethod, SampleSize};
    let t = table("t");
    golden! {
        select(star()).from(&t).limit(3) => "SELECT * FROM t LIMIT $1 -- 3";
        select(star()).from(&t).offset(3) => "SELECT * FROM t OFFSET $1 -- 3";
        select(star()).from(&t).limit(literal(1) + 2) => "SELECT * FROM t LIMIT $1 + $2 -- 1, 2";
        select(star()).from(&t).limit_percent(12.5).offset(1) => "SELECT * FROM t LIMIT 12.5% OFFSET $1 -- 1";
        select(star()).from(&t).filter(t.col("a").gt(1)).sample(SampleSize::Percent(10.0)).order_by("a").limit(2)
            => "SELECT * FROM t WHERE t.a > $1 USING SAMPLE (10 PERCENT) ORDER BY a LIMIT $2 -- 1, 2";
        select(star()).from(&t).sample_repeatably(SampleSize::Rows(5), SampleMethod::Reservoir, 7)
            => "SELECT * FROM t USING SAMPLE reservoir(5 ROWS) REPEATABLE (7)";
        select(star()).from(t.table_sample(SampleSize::Percent(1.0))) => "SELECT * FROM t TABLESAMPLE (1 PERCENT)";
        select(star()).from(t.alias("x").table_sample_by(SampleSize::Percent(1.0), SampleMethod::System))
            => "SELECT * FROM t AS x TABLESAMPLE system(1 PERCENT)";
    }
    problems! {
        select(star()).from(&t).limit_percent(101.0) => "LIMIT takes 0 to 100 per cent, not 101";
        select(star()).from(&t).sample(SampleSize::Percent(f64::NAN)) => "a sample is 0 to 100 per cent, not NaN";
    }
}

#[test]
fn a_label_is_written_where_it_names_a_column() {
    let o = orders();
    let total = func::sum(o.col("amount") * 2).label("total");
    golden! {
        // In the select list and as a whole term of ORDER BY; elsewhere the expression itself, with the same parameter.
        select((o.col("a"), &total))
            .filter((o.col("a") + 1).label("unused").gt(0))
            .group_by((o.col("a") + 3).label("unused"))
            .having(total.clone().gt(5))
            .order_by((desc(&total), (total.clone() + 1).asc()))
            => "SELECT orders.a, sum(orders.amount * $1) AS total FROM orders WHERE orders.a + $2 > $3 GROUP BY orders.a + $4 HAVING sum(orders.amount * $1) > $5 ORDER BY total DESC, sum(orders.amount * $1) + $2 -- 2, 1, 0, 3, 5";
        // A label that is not in the select list is not known to the engine.
        select(o.col("a")).order_by(o.col("b").label("x")) => "SELECT orders.a FROM orders ORDER BY orders.b";
        select(o.col("a").label("x").label("y")) => "SELECT orders.a AS y FROM orders";
        select(label_ref("x")).from(&o).group_by(label_ref("x")) => "SELECT x FROM orders GROUP BY x";
        select(o.col("a")).from(&o).order_by(["a", "b"]) => "SELECT orders.a FROM orders ORDER BY a, b";
    }
}

#[test]
fn a_select_of_nothing_is_an_error() {
    problems! {
        select(Vec::<aludel_query::Expr<_>>::new()) => "the select list is empty: select `star()` for every column";
    }
}

#[test]
fn names_are_quoted_where_they_must_be() {
    let t = table("Order Lines").in_schema("my \"schema\"").in_database("select");
    golden! {
        select((t.col("Größe"), t.col("x").label("from"))).from(&t)
            => "SELECT \"Order Lines\".\"Größe\", \"Order Lines\".x AS \"from\" FROM \"select\".\"my \"\"schema\"\"\".\"Order Lines\"";
        select(t.alias("o").col("x")) => "SELECT o.x FROM \"select\".\"my \"\"schema\"\"\".\"Order Lines\" AS o";
    }
}
