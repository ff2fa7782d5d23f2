//! Values as parameters: numbers, sharing, names, many sets.

use aludel_dialect::{Capabilities, SqlType, Value};
use aludel_query::{
    SchemaTranslateMap, Statement, ToSql, bindparam, func, insert, literal, params, select, text, typed_bindparam,
    update,
};

use crate::samples::{
    Everything, orders,
    spelling::{Marks, Numbered},
    users,
};

#[test]
fn numbers_follow_the_text() {
    let o = orders();
    let big = select(o.col("id")).filter(o.col("amount").gt(100)).cte("big");
    golden! {
        // The CTE stands first, though it is met last.
        select((big.col("id"), literal(1))).from(&big).filter(big.col("id").eq(2)).limit(3)
            => "WITH big AS (SELECT orders.id FROM orders WHERE orders.amount > $1) SELECT big.id, $2 FROM big WHERE big.id = $3 LIMIT $4 -- 100, 1, 2, 3";
        select(literal(1)).from(&big).filter(text_condition(2)).filter(big.col("id").eq(3))
            => "WITH big AS (SELECT orders.id FROM orders WHERE orders.amount > $1) SELECT $2 FROM big WHERE (x = $3 OR x = $4 OR y = $3) AND big.id = $5 -- 100, 1, 2, 3, 3";
    }
}

fn text_condition(value: i32) -> aludel_query::Expr<Everything> {
    aludel_query::raw_expr(text("x = :a OR x = :b OR y = :a").bind("a", value).bind("b", 3))
}

#[test]
fn grouped_expressions_share_their_parameters() {
    let o = orders();
    let big = select(o.col("id")).filter(o.col("amount").gt(100)).cte("big");
    let bucket = || o.col("amount") / 100 * 100;
    golden! {
        // Else the engine would not see that they are the same.
        select((bucket(), func::count_rows())).group_by(bucket()).order_by(bucket())
            => "SELECT orders.amount / $1 * $1, count(*) FROM orders GROUP BY orders.amount / $1 * $1 ORDER BY orders.amount / $1 * $1 -- 100";
        // Also where the value stands in a CTE before.
        select(big.col("id") + 100).group_by(big.col("id") + 100)
            => "WITH big AS (SELECT orders.id FROM orders WHERE orders.amount > $1) SELECT big.id + $1 FROM big GROUP BY big.id + $1 -- 100";
        select(bucket()).filter(o.col("a").eq(100)).limit(100) => "SELECT orders.amount / $1 * $2 FROM orders WHERE orders.a = $3 LIMIT $4 -- 100, 100, 100, 100";
        // NaN is not equal to itself, and is the same value.
        select(o.col("a") + f64::NAN).group_by(o.col("a") + f64::NAN)
            => "SELECT orders.a + $1 FROM orders GROUP BY orders.a + $1 -- NaN";
        // A type is a part of a value.
        select(o.col("a") + 1i32).group_by(o.col("a") + 1i64) => "SELECT orders.a + $1 FROM orders GROUP BY orders.a + $2 -- 1, 1";
        // A named parameter has a value of its own.
        select(o.col("a") + typed_bindparam("x", SqlType::Int32)).group_by(o.col("a") + literal(None::<i32>))
            => "SELECT orders.a + CAST($1 AS INTEGER) FROM orders GROUP BY orders.a + CAST($2 AS INTEGER) -- NULL, NULL";
    }
}

#[test]
fn named_parameters() {
    let u = users();
    let find = select(u.col("id")).filter(
        u.col("name")
            .eq(bindparam("name"))
            .or(u.col("nick").eq(bindparam("name")))
            .and(u.col("age").gt(typed_bindparam("age", SqlType::Int32)))
            .and(u.col("x").eq(5)),
    );
    let prepared = ToSql::to_sql::<Everything>(&find).unwrap();
    assert_eq!(
        &*prepared.sql,
        "SELECT users.id FROM users WHERE (users.name = $1 OR users.nick = $1) AND users.age > CAST($2 AS INTEGER) AND users.x = $3"
    );
    let values =
        |set| prepared.values(&set).map(|values| values.into_iter().map(|value| value.value).collect::<Vec<_>>());
    assert_eq!(values(params! { age: 3, name: "joe" }).unwrap(), [Value::from("joe"), 3.into(), 5.into()]);
    let problem = |set| prepared.values(&set).unwrap_err().to_string();
    assert_eq!(problem(params! { name: "joe" }), "the parameter \"age\" has no value");
    assert_eq!(
        problem(params! { name: "joe", age: 1, nmae: 2 }),
        "the statement has no parameter \"nmae\": did you mean name?"
    );
    assert_eq!(problem(params! { name: "joe", age: 1, age: 2 }), "the parameter \"age\" has two values");
    // Where a placeholder can't be repeated, its value is.
    let marks = Statement::<Everything>::render(&find, &Marks, &Capabilities::of::<Everything>()).unwrap();
    assert_eq!(marks.values(&params! { age: 3, name: "joe" }).unwrap().len(), 4);
}

#[test]
fn one_text_for_many_sets() {
    let u = users();
    let capabilities = Capabilities::of::<Everything>();
    let row = insert::<Everything>(&u).values([
        ("id", bindparam("id")),
        ("kind", literal("x")),
        ("copy", bindparam("id") + 1),
    ]);
    let (prepared, sets) = row
        .render_many(&Numbered, &capabilities, &SchemaTranslateMap::new(), vec![params! { id: 1 }, params! { id: 2 }])
        .unwrap();
    assert_eq!(&*prepared.sql, "INSERT INTO users (id, kind, copy) VALUES ($1, $2, $1 + $3)");
    let second: Vec<_> = sets[1].iter().map(|parameter| parameter.value.clone()).collect();
    assert_eq!(second, [Value::from(2), "x".into(), 1.into()]);
    assert_eq!(
        row.render_many(
            &Numbered,
            &capabilities,
            &SchemaTranslateMap::new(),
            vec![params! { id: 1 }, params! { di: 2 }]
        )
        .unwrap_err()
        .to_string(),
        "the parameter \"id\" has no value"
    );
    let (_, none) = row.render_many(&Numbered, &capabilities, &SchemaTranslateMap::new(), Vec::new()).unwrap();
    assert!(none.is_empty());

    let rename = text("UPDATE users SET name = :name WHERE id = :id OR boss = :id");
    let sets = vec![params! { id: 1, name: "a" }, params! { name: "b", id: 2 }];
    let (prepared, values) = Statement::<Everything>::render_many(
        &rename,
        &Numbered,
        &capabilities,
        &SchemaTranslateMap::new(),
        sets.clone(),
    )
    .unwrap();
    assert_eq!(&*prepared.sql, "UPDATE users SET name = $1 WHERE id = $2 OR boss = $2");
    assert_eq!((values.len(), values[1].len()), (2, 2));
    let (prepared, values) =
        Statement::<Everything>::render_many(&rename, &Marks, &capabilities, &SchemaTranslateMap::new(), sets).unwrap();
    assert_eq!(&*prepared.sql, "UPDATE users SET name = ? WHERE id = ? OR boss = ?");
    assert_eq!(values[1].len(), 3);
}

#[test]
fn a_statement_of_one_parameter_asks_for_parameters() {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(aludel_dialect::Construct::ServerParameters, aludel_dialect::Support::Absent, "test").unwrap();
    let refused = |statement: &dyn Statement<Everything>| statement.render(&Numbered, &capabilities).is_err();
    assert!(refused(&select(literal(1))));
    assert!(refused(&text("SELECT :x").bind("x", 1)));
    assert!(refused(&update(&users()).set("a", bindparam("x"))));
    assert!(!refused(&select(users().col("id"))));
}
