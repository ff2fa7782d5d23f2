//! INSERT, UPDATE, DELETE, MERGE, TRUNCATE, EXPLAIN, CREATE and DROP TABLE.

use aludel_dialect::{Capabilities, Construct, SqlType};
use aludel_query::{
    Column, Effect, Joins, Statement, Table, ToSql, create_table, create_table_as, default, delete, drop_table,
    excluded, explain, explain_analyze, func, insert, literal, merge, select, star, table_function, text, truncate,
    update,
};

use crate::samples::{Everything, House, orders, spelling::Numbered, table, users};

fn known() -> Table {
    Table::new("users")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("name", SqlType::Text).not_null().unique().default_value("it's"))
        .column(Column::new("score", SqlType::Float64))
}

#[test]
fn inserts() {
    let (u, o) = (users(), orders());
    golden! {
        insert(&u).values([("id", 1.into()), ("name", "joe".into())]) => "INSERT INTO users (id, name) VALUES ($1, $2) -- 1, 'joe'";
        u.insert().values([("id", 1.into())]).values([("id", literal(2))]) => "INSERT INTO users (id) VALUES ($1), ($2) -- 1, 2";
        insert(&u).columns(["id", "name"]).row((literal(1), default())).rows([vec![literal(2), literal("x")], vec![literal(3), func::upper("y")]])
            => "INSERT INTO users (id, name) VALUES ($1, DEFAULT), ($2, $3), ($4, upper($5)) -- 1, 2, 'x', 3, 'y'";
        insert(&u).row((literal(1), literal(2))) => "INSERT INTO users VALUES ($1, $2) -- 1, 2";
        insert(&u).from_select(["id"], select(o.col("id")).filter(o.col("a").gt(1))) => "INSERT INTO users (id) SELECT orders.id FROM orders WHERE orders.a > $1 -- 1";
        insert(&u).from_select(Vec::<&str>::new(), text("SELECT 1")) => "INSERT INTO users SELECT 1";
        insert(&u).from_select(Vec::<&str>::new(), select(star()).from(&o)).by_name() => "INSERT INTO users BY NAME SELECT * FROM orders";
        insert(&u).default_values() => "INSERT INTO users DEFAULT VALUES";
        insert(&u).values([("id", literal(1))]).or_replace() => "INSERT OR REPLACE INTO users (id) VALUES ($1) -- 1";
        insert(&u).values([("id", literal(1))]).on_conflict_do_nothing(["id"]) => "INSERT INTO users (id) VALUES ($1) ON CONFLICT (id) DO NOTHING -- 1";
        insert(&u).values([("id", literal(1))]).on_conflict_do_nothing(Vec::<&str>::new()) => "INSERT INTO users (id) VALUES ($1) ON CONFLICT DO NOTHING -- 1";
        insert(&u).values([("id", literal(1))]).on_conflict_do_update(["id"], [("n", u.col("n") + 1), ("m", excluded("m"))])
            => "INSERT INTO users (id) VALUES ($1) ON CONFLICT (id) DO UPDATE SET n = users.n + $2, m = excluded.m -- 1, 1";
        insert(&u).values([("id", literal(1))]).on_constraint_do_update("pk", [("m", excluded("m"))])
            => "INSERT INTO users (id) VALUES ($1) ON CONFLICT ON CONSTRAINT pk DO UPDATE SET m = excluded.m -- 1";
        insert(&u).values([("id", literal(1))]).returning((u.col("id"), (u.col("a") + 1).label("b"))) => "INSERT INTO users (id) VALUES ($1) RETURNING users.id, users.a + $2 AS b -- 1, 1";
    }
    problems! {
        insert(&u) => "the INSERT is empty: give it values, a query, or `default_values()`";
        insert(&u).row(Vec::<aludel_query::Expr<_>>::new()) => "a row of the INSERT is empty: call `default_values()`";
        insert(&u).columns(["a", "b"]).row([literal(1)]) => "an INSERT of 2 columns has a row of 1 values";
        insert(&u).values([("a", literal(1))]).values([("b", literal(1))]) => "the rows of an INSERT must name the same columns in the same order";
        insert(&known()).values([("nmae", literal("x"))]) => "users has no column \"nmae\": did you mean name?";
        insert(&u).values([("a", literal(1))]).on_conflict_do_update(["a"], Vec::<(&str, aludel_query::Expr<_>)>::new()) => "SET is empty: set a column with `.set(..)`";
    }
}

#[test]
fn updates_and_deletes() {
    let (u, o) = (users(), orders());
    golden! {
        update(&u).set("name", "joe").set("n", u.col("n") + 1).filter(u.col("id").eq(1)) => "UPDATE users SET name = $1, n = users.n + $2 WHERE users.id = $3 -- 'joe', 1, 1";
        update(&u.alias("x")).set_all([("a", literal(1)), ("b", default())]) => "UPDATE users AS x SET a = $1, b = DEFAULT -- 1";
        update(&u).set("total", o.col("amount")).from(&o).filter(o.col("user_id").eq(u.col("id"))).filter_all([o.col("open")]).returning(u.col("id"))
            => "UPDATE users SET total = orders.amount FROM orders WHERE orders.user_id = users.id AND orders.open RETURNING users.id";
        delete(&u) => "DELETE FROM users";
        delete(&u).filter(u.col("name").like("%temp%")).returning(star()) => "DELETE FROM users WHERE users.name LIKE $1 RETURNING * -- '%temp%'";
        delete(&u.alias("x")).using(o.join(table("t"), aludel_query::using(["id"]))).filter(o.col("user_id").eq(u.alias("x").col("id")))
            => "DELETE FROM users AS x USING orders JOIN t USING (id) WHERE orders.user_id = x.id";
        truncate(&u) => "TRUNCATE TABLE users";
    }
    problems! {
        update(&u) => "SET is empty: set a column with `.set(..)`";
        update(&known()).set("scoer", 1) => "users has no column \"scoer\": did you mean score?";
        update(&u).set("a", 1).filter_all([]) => "the list of conditions is empty: leave the filter out if every row is meant";
        delete(&u).filter_all([]) => "the list of conditions is empty: leave the filter out if every row is meant";
    }
}

#[test]
fn without_where_where_it_is_needed() {
    // The compiler says it of a typed engine; for an engine chosen by URL the renderer does.
    let u = users();
    let (all, some) = (delete::<aludel_dialect::Any>(&u), delete::<aludel_dialect::Any>(&u).filter(u.col("id").eq(1)));
    let house = Capabilities::of::<House>();
    assert_eq!(
        all.render(&Numbered, &house).unwrap_err().to_string(),
        "house refuses DELETE without WHERE: a DELETE without WHERE is a slip; \
         add a condition, or empty the table on purpose with TRUNCATE"
    );
    assert_eq!(&*some.render(&Numbered, &house).unwrap().sql, "DELETE FROM users WHERE users.id = $1");
}

#[test]
fn merges() {
    let (u, o) = (users(), orders());
    golden! {
        merge(&u, &o, u.col("id").eq(o.col("user_id")))
            .when_matched().and(o.col("gone").eq(true)).and(o.col("x").or(o.col("y"))).delete()
            .when_matched().update([("name", o.col("name"))])
            .when_not_matched().insert([("id", o.col("user_id")), ("name", literal("new"))])
            .when_not_matched_by_source().do_nothing()
            .returning(u.col("id"))
            => "MERGE INTO users USING orders ON users.id = orders.user_id WHEN MATCHED AND orders.gone = $1 AND (orders.x OR orders.y) THEN DELETE WHEN MATCHED THEN UPDATE SET name = orders.name WHEN NOT MATCHED THEN INSERT (id, name) VALUES (orders.user_id, $2) WHEN NOT MATCHED BY SOURCE THEN DO NOTHING RETURNING users.id -- TRUE, 'new'";
        merge(&u.alias("x"), select(o.all_columns()).subquery("s"), literal(true)).when_matched().do_nothing()
            => "MERGE INTO users AS x USING (SELECT orders.* FROM orders) AS s ON $1 WHEN MATCHED THEN DO NOTHING -- TRUE";
    }
    problems! {
        merge(&u, &o, literal(true)) => "the MERGE is empty: add `.when_matched()` or its kin";
        merge(&u, &o, literal(true)).when_not_matched().insert(Vec::<(&str, aludel_query::Expr<_>)>::new()) => "INSERT is empty: give it columns and values";
        merge(&known(), &o, literal(true)).when_matched().update([("nmae", literal(1))]) => "users has no column \"nmae\": did you mean name?";
    }
}

#[test]
fn tables() {
    let both = table("pairs")
        .column(Column::new("a", SqlType::Int32).primary_key())
        .column(Column::new("b", SqlType::Int32).primary_key());
    golden! {
        create_table(&known()) => "CREATE TABLE users (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE DEFAULT 'it''s', score DOUBLE)";
        create_table(&known()).if_not_exists().temporary() => "CREATE TEMPORARY TABLE IF NOT EXISTS users (id BIGINT PRIMARY KEY, name TEXT NOT NULL UNIQUE DEFAULT 'it''s', score DOUBLE)";
        create_table(&both).or_replace() => "CREATE OR REPLACE TABLE pairs (a INTEGER NOT NULL, b INTEGER NOT NULL, PRIMARY KEY (a, b))";
        create_table_as(&users(), select((literal(1).label("a"), literal("it's").label("b")))).or_replace() => "CREATE OR REPLACE TABLE users AS SELECT 1 AS a, 'it''s' AS b";
        create_table_as(&users(), text("SELECT :a AS a, ':b' AS b, :c::int").bind("a", "x'y").bind("c", 1)) => "CREATE TABLE users AS SELECT 'x''y' AS a, ':b' AS b, 1::int";
        drop_table(&users()) => "DROP TABLE users";
        drop_table(&users().in_schema("main")).if_exists().cascade() => "DROP TABLE IF EXISTS main.users CASCADE";
    }
    problems! {
        create_table(&users()) => "the table's list of columns is empty: add columns to the table";
        create_table(&known()).or_replace().if_not_exists() => "a table is created OR REPLACE or IF NOT EXISTS, not both";
        create_table_as(&users(), select(aludel_query::bindparam("x"))) => "the parameter \"x\" stands where the engine takes no parameters";
        create_table_as(&users(), select(literal(vec![1u8]))) => "everything has no way to write this value: no literal for Some(List(UInt8))";
        create_table_as(&users(), text("SELECT :x").bind("x", uuid())) => "everything has no way to write this value: no literal for Some(Uuid)";
    }
}

fn uuid() -> aludel_dialect::Value {
    aludel_dialect::Value::Uuid(Default::default())
}

#[test]
fn explains() {
    let u = users();
    golden! {
        explain(select(u.col("id")).filter(u.col("id").eq(1))) => "EXPLAIN SELECT users.id FROM users WHERE users.id = $1 -- 1";
        explain_analyze(delete(&u)) => "EXPLAIN ANALYZE DELETE FROM users";
    }
    let plan = ToSql::to_sql::<Everything>(&explain(delete(&u))).unwrap();
    assert_eq!((plan.effect, plan.transactional), (Effect::Read, Vec::new()));
    let run = ToSql::to_sql::<Everything>(&explain_analyze(delete(&u))).unwrap();
    assert_eq!((run.effect, run.transactional), (Effect::Write, vec![Construct::TransactionalDelete]));
    assert_eq!(explain(delete::<Everything>(&u)).to_string(), "EXPLAIN DELETE FROM users /* needs DELETE */");
}

#[test]
fn what_running_a_statement_changes() {
    let u = users();
    let effect = |statement: &dyn Statement<Everything>| {
        statement.render(&Numbered, &Capabilities::of::<Everything>()).unwrap().effect
    };
    assert_eq!(effect(&select(u.col("id"))), Effect::Read);
    assert_eq!(effect(&insert(&u).default_values()), Effect::Write);
    assert_eq!(effect(&truncate(&u)), Effect::Ddl);
    assert_eq!(effect(&text("SELECT 1")), Effect::Unknown);
    // A text inside a query may do anything.
    assert_eq!(effect(&select(star()).from(text("DELETE FROM t RETURNING *").cte("t"))), Effect::Unknown);
    assert_eq!(effect(&select(star()).from(delete(&u).returning(star()).cte("t"))), Effect::Write);
    // And so may a function that the dialect does not know to read.
    assert_eq!(effect(&select(func::native("nextval", literal("s")))), Effect::Unknown);
    assert_eq!(effect(&select(star()).from(table_function("execute", literal("DELETE FROM t")))), Effect::Unknown);
}

#[test]
fn a_with_behind_insert_where_none_stands_before_it() {
    let (u, o) = (users(), orders());
    let open = select(o.col("id")).filter(o.col("open").eq(true)).cte("open");
    let copy = insert::<aludel_dialect::Any>(&u)
        .from_select(["id"], select(open.col("id")).from(&open).filter(open.col("id").gt(1)));
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::DmlWithCte, aludel_dialect::Support::Absent, "it has none").unwrap();
    let prepared = copy.render(&Numbered, &capabilities).unwrap();
    assert_eq!(
        &*prepared.sql,
        "INSERT INTO users (id) WITH open AS (SELECT orders.id FROM orders WHERE orders.open = $1) \
         SELECT open.id FROM open WHERE open.id > $2"
    );
    assert_eq!(prepared.parameters.len(), 2);
}
