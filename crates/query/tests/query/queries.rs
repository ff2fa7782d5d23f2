//! Set operations, CTEs, and queries inside queries.

use aludel_query::{
    BinaryOperator, Joins, Materialization, create_table_as, delete, exists, func, insert, literal, merge, not_exists,
    recursive_cte, row, select, star, text, update,
};

use crate::samples::{orders, table, users};

#[test]
fn set_operations() {
    let (a, b, c) = (table("a"), table("b"), table("c"));
    let from = |t: &aludel_query::Table| select(t.col("x"));
    golden! {
        from(&a).union(from(&b)).union(from(&c)) => "SELECT a.x FROM a UNION SELECT b.x FROM b UNION SELECT c.x FROM c";
        from(&a).union_all(from(&b)) => "SELECT a.x FROM a UNION ALL SELECT b.x FROM b";
        from(&a).union_all_by_name(from(&b)) => "SELECT a.x FROM a UNION ALL BY NAME SELECT b.x FROM b";
        from(&a).intersect(from(&b)) => "SELECT a.x FROM a INTERSECT SELECT b.x FROM b";
        from(&a).intersect_all(from(&b)) => "SELECT a.x FROM a INTERSECT ALL SELECT b.x FROM b";
        from(&a).except(from(&b)) => "SELECT a.x FROM a EXCEPT SELECT b.x FROM b";
        from(&a).except_all(from(&b)) => "SELECT a.x FROM a EXCEPT ALL SELECT b.x FROM b";
        // Engines do not agree which operation binds tighter: parentheses say it.
        from(&a).union(from(&b)).except(from(&c)) => "(SELECT a.x FROM a UNION SELECT b.x FROM b) EXCEPT SELECT c.x FROM c";
        from(&a).union(from(&b).except(from(&c))) => "SELECT a.x FROM a UNION (SELECT b.x FROM b EXCEPT SELECT c.x FROM c)";
        from(&a).union_all(from(&b)).union(from(&c)) => "(SELECT a.x FROM a UNION ALL SELECT b.x FROM b) UNION SELECT c.x FROM c";
        // The clauses of a branch and those of the whole.
        from(&a).limit(1).union_all(from(&b).order_by("x")).order_by(["x"]).limit(2).offset(3)
            => "(SELECT a.x FROM a LIMIT $1) UNION ALL (SELECT b.x FROM b ORDER BY x) ORDER BY x LIMIT $2 OFFSET $3 -- 1, 2, 3";
        from(&a).union(from(&b)).limit(1).union(from(&c)) => "(SELECT a.x FROM a UNION SELECT b.x FROM b LIMIT $1) UNION SELECT c.x FROM c -- 1";
        // The sources of the branches are out of sight behind them.
        from(&a).union(from(&b)).order_by((a.col("x").desc(), b.col("y").label("z")))
            => "SELECT a.x FROM a UNION SELECT b.x FROM b ORDER BY x DESC, z";
        from(&a).union(text("SELECT 1")) => "SELECT a.x FROM a UNION (SELECT 1)";
    }
}

#[test]
fn ctes() {
    let (u, o) = (users(), orders());
    let big = select((o.col("user_id"), o.col("amount"))).filter(o.col("amount").gt(100)).cte("big");
    let total = select((big.col("user_id"), func::sum(big.col("amount")).label("total")))
        .group_by(big.col("user_id"))
        .cte("total");
    golden! {
        select(big.col("amount")).from(&big)
            => "WITH big AS (SELECT orders.user_id, orders.amount FROM orders WHERE orders.amount > $1) SELECT big.amount FROM big -- 100";
        // FROM is taken from the CTE's columns too.
        select(big.all_columns()).limit(1)
            => "WITH big AS (SELECT orders.user_id, orders.amount FROM orders WHERE orders.amount > $1) SELECT big.user_id, big.amount FROM big LIMIT $2 -- 100, 1";
        // Used twice, written once.
        select(star()).from(&big).join(big.alias("other"), big.col("user_id").eq(big.alias("other").col("user_id")))
            => "WITH big AS (SELECT orders.user_id, orders.amount FROM orders WHERE orders.amount > $1) SELECT * FROM big JOIN big AS other ON big.user_id = other.user_id -- 100";
        // A CTE that uses a CTE comes after it, also when it is met first.
        select((u.col("name"), total.col("total"))).from(&u).join(&total, u.col("id").eq(total.col("user_id"))).filter(exists(select(literal(1)).from(&big).filter(big.col("amount").gt(5))))
            => "WITH big AS (SELECT orders.user_id, orders.amount FROM orders WHERE orders.amount > $1), total AS (SELECT big.user_id, sum(big.amount) AS total FROM big GROUP BY big.user_id) SELECT users.name, total.total FROM users JOIN total ON users.id = total.user_id WHERE EXISTS (SELECT $2 FROM big WHERE big.amount > $3) -- 100, 1, 5";
        select(star()).from(big.clone().materialized(Materialization::Materialized))
            => "WITH big AS MATERIALIZED (SELECT orders.user_id, orders.amount FROM orders WHERE orders.amount > $1) SELECT * FROM big -- 100";
        select(star()).from(big.clone().columns(["a", "b"]).materialized(Materialization::NotMaterialized))
            => "WITH big(a, b) AS NOT MATERIALIZED (SELECT orders.user_id, orders.amount FROM orders WHERE orders.amount > $1) SELECT * FROM big -- 100";
        select(star()).from(text("SELECT :x AS y").bind("x", 1).cte("t")) => "WITH t AS (SELECT $1 AS y) SELECT * FROM t -- 1";
        select(star()).from(select(literal(1)).union_all(select(literal(2))).cte("n"))
            => "WITH n AS (SELECT $1 UNION ALL SELECT $2) SELECT * FROM n -- 1, 2";
    }
    // In every place a query may stand, the WITH is found.
    let small = select(o.col("id")).filter(o.col("amount").lt(1)).cte("small");
    let of_small = || select(small.col("id")).from(&small);
    golden! {
        select(star()).from(&u).filter(u.col("id").is_in(of_small()))
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) SELECT * FROM users WHERE users.id IN (SELECT small.id FROM small) -- 1";
        select(of_small().scalar_subquery().label("one"))
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) SELECT (SELECT small.id FROM small) AS one -- 1";
        select(star()).from(of_small().subquery("s"))
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) SELECT * FROM (SELECT small.id FROM small) AS s -- 1";
        of_small().union(of_small())
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) SELECT small.id FROM small UNION SELECT small.id FROM small -- 1";
        insert(&u).from_select(["id"], of_small())
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) INSERT INTO users (id) SELECT small.id FROM small -- 1";
        update(&u).set("a", of_small().scalar_subquery()).filter(u.col("id").eq(7))
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) UPDATE users SET a = (SELECT small.id FROM small) WHERE users.id = $2 -- 1, 7";
        delete(&u).filter(u.col("id").is_in(of_small()))
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) DELETE FROM users WHERE users.id IN (SELECT small.id FROM small) -- 1";
        merge(&u, &small, u.col("id").eq(small.col("id"))).when_matched().delete()
            => "WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < $1) MERGE INTO users USING small ON users.id = small.id WHEN MATCHED THEN DELETE -- 1";
        // The WITH of a created table is its query's, and nothing there is a parameter.
        create_table_as(&u, of_small()) => "CREATE TABLE users AS WITH small AS (SELECT orders.id FROM orders WHERE orders.amount < 1) SELECT small.id FROM small";
    }
    problems! {
        select(big.col("amuont")).from(&big) => "big has no column \"amuont\": did you mean amount?";
        select(star()).from(&big).cross_join(select(literal(1)).cte("big").alias("b")) => "two different CTEs are called \"big\"";
        // The CTE would hide the table.
        select(star()).from(o.alias("x")).cross_join(select(literal(1)).cte("ORDERS"))
            => "the CTE \"orders\" hides the table of the same name: give one of them another name";
        select(star()).from(o.alias("x")).cross_join(select(literal(1)).cte("orders"))
            => "the CTE \"orders\" hides the table of the same name: give one of them another name";
    }
    // Its own query may read the table that it is called after.
    let users_cte = select(u.col("id")).filter(u.col("open").eq(true)).cte("users");
    golden! {
        select(users_cte.col("id")).from(&users_cte)
            => "WITH users AS (SELECT users.id FROM users WHERE users.open = $1) SELECT users.id FROM users -- TRUE";
    }
}

#[test]
fn recursive_ctes() {
    let edges = table("edges");
    let reach = recursive_cte("reach", ["node", "hops"], |reach| {
        select((literal(1), literal(0))).union(
            select((edges.col("target"), reach.col("hops") + 1))
                .from(reach.join(&edges, reach.col("node").eq(edges.col("source"))))
                .filter(reach.col("hops").lt(5)),
        )
    });
    golden! {
        select(reach.all_columns()).order_by(reach.col("hops"))
            => "WITH RECURSIVE reach(node, hops) AS (SELECT $1, $2 UNION SELECT edges.target, reach.hops + $3 FROM reach JOIN edges ON reach.node = edges.source WHERE reach.hops < $4) SELECT reach.node, reach.hops FROM reach ORDER BY reach.hops -- 1, 0, 1, 5";
    }
    problems! {
        select(reach.col("hop")) => "reach has no column \"hop\": did you mean hops?";
        select(recursive_cte("r", ["a"], |r| select(r.col("b"))).col("a")) => "r has no column \"b\": did you mean a?";
    }
}

#[test]
fn changes_in_ctes() {
    let (u, o) = (users(), orders());
    let gone = delete(&u).filter(u.col("old").eq(true)).returning(u.col("id")).cte("gone");
    let statement = select(gone.col("id")).from(&gone);
    golden! {
        statement => "WITH gone AS (DELETE FROM users WHERE users.old = $1 RETURNING users.id) SELECT gone.id FROM gone -- TRUE";
        insert(&o).from_select(["id"], &statement)
            => "WITH gone AS (DELETE FROM users WHERE users.old = $1 RETURNING users.id) INSERT INTO orders (id) SELECT gone.id FROM gone -- TRUE";
        select(star()).from(insert(&u).values([("id", literal(1))]).returning(star()).cte("new"))
            => "WITH new AS (INSERT INTO users (id) VALUES ($1) RETURNING *) SELECT * FROM new -- 1";
        select(star()).from(update(&u).set("id", 1).returning(star()).cte("new"))
            => "WITH new AS (UPDATE users SET id = $1 RETURNING *) SELECT * FROM new -- 1";
    }
    let prepared = crate::prepared(&statement);
    assert_eq!(prepared.effect, aludel_query::Effect::Write);
    assert_eq!(prepared.transactional, [aludel_dialect::Construct::TransactionalDelete]);
    problems! {
        select(gone.col("name")).from(&gone) => "gone has no column \"name\": it has id";
    }
}

#[test]
fn queries_as_operands() {
    let (u, o) = (users(), orders());
    let amounts = || select(o.col("amount")).filter(o.col("user_id").eq(u.col("id"))).from(&o);
    golden! {
        select(u.col("id")).from(&u).filter(exists(amounts())) => "SELECT users.id FROM users WHERE EXISTS (SELECT orders.amount FROM orders WHERE orders.user_id = users.id)";
        select(u.col("id")).filter(amounts().exists().eq(true)) => "SELECT users.id FROM users WHERE EXISTS (SELECT orders.amount FROM orders WHERE orders.user_id = users.id) = $1 -- TRUE";
        select(u.col("id")).filter(not_exists(amounts()).and(u.col("a").eq(1)))
            => "SELECT users.id FROM users WHERE NOT EXISTS (SELECT orders.amount FROM orders WHERE orders.user_id = users.id) AND users.a = $1 -- 1";
        select(u.col("id")).filter(!exists(amounts())) => "SELECT users.id FROM users WHERE NOT EXISTS (SELECT orders.amount FROM orders WHERE orders.user_id = users.id)";
        select(u.col("id")).filter(u.col("id").is_in(select(o.col("user_id")))) => "SELECT users.id FROM users WHERE users.id IN (SELECT orders.user_id FROM orders)";
        select(u.col("id")).filter(u.col("id").not_in(select(o.col("user_id")).union(select(u.col("boss")))))
            => "SELECT users.id FROM users WHERE users.id NOT IN (SELECT orders.user_id FROM orders UNION SELECT users.boss FROM users)";
        select(u.col("id")).filter(u.col("id").is_in(text("SELECT 1"))) => "SELECT users.id FROM users WHERE users.id IN (SELECT 1)";
        select(u.col("id")).filter(row((u.col("a"), u.col("b"))).is_in(select((o.col("a"), o.col("b")))))
            => "SELECT users.id FROM users WHERE (users.a, users.b) IN (SELECT orders.a, orders.b FROM orders)";
        select((u.col("id"), func::coalesce((amounts().limit(1).scalar_subquery(), literal(0))) + 1))
            => "SELECT users.id, coalesce((SELECT orders.amount FROM orders WHERE orders.user_id = users.id LIMIT $1), $2) + $3 FROM users -- 1, 0, 1";
        select(u.col("id")).filter(u.col("a").any_of_query(BinaryOperator::Less, select(o.col("amount"))))
            => "SELECT users.id FROM users WHERE users.a < ANY (SELECT orders.amount FROM orders)";
        select(u.col("id")).filter(u.col("a").all_of_query(BinaryOperator::GreaterOrEqual, select(o.col("amount"))))
            => "SELECT users.id FROM users WHERE users.a >= ALL (SELECT orders.amount FROM orders)";
        select(text("SELECT max(x) FROM t").scalar_subquery()) => "SELECT (SELECT max(x) FROM t)";
    }
    problems! {
        select(u.col("id")).filter(u.col("a").any_of_query(BinaryOperator::Add, select(o.col("amount"))))
            => "+ can't stand before ANY or ALL: compare with `=`, `<` or their kin";
    }
}
