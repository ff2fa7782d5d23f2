//! Names and values that want to be something else, and a great many of them.

use std::time::{Duration, Instant};

use aludel_dialect::{Any, Capabilities, SqlType, Value};
use aludel_query::{
    BuildError, Column, Expr, Joins, Select, Statement, Table, ToSql, bindparam, create_table, excluded, func, insert,
    literal, select, star, table_function, update, using, values,
};

use crate::samples::{Everything, spelling::Numbered, table};

const NASTY: &[&str] = &[
    "a\"b",
    "a'b",
    "a\nb",
    "a\\b",
    "; DROP TABLE users; --",
    "/* x */",
    "select",
    "FROM",
    "1a",
    "a b",
    "ä",
    "🦆",
    "\u{202e}",
    "a.b",
    "$1",
    "?",
    "\"\"",
    "$$",
    "%s",
    "a\tb",
    "\u{7f}",
    "{0}",
    "{*}",
];

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Every place in which a name may stand; the name appears there quoted, and nowhere else.
#[test]
fn names_stay_names() {
    for name in NASTY {
        let t = table(*name);
        let known = Table::new("t").column(Column::new(*name, SqlType::Int64));
        let n = quoted(name);
        let u = table("u");
        golden_with(&[
            (boxed(select(t.col(*name).label(*name)).from(&t)), format!("SELECT {n}.{n} AS {n} FROM {n}")),
            (boxed(select(star()).from(u.alias(*name))), format!("SELECT * FROM u AS {n}")),
            (
                boxed(select(star()).from(table("t").in_schema(*name).in_database(*name))),
                format!("SELECT * FROM {n}.{n}.t"),
            ),
            (
                boxed(select(star()).from(select(star()).from(&u).subquery(*name))),
                format!("SELECT * FROM (SELECT * FROM u) AS {n}"),
            ),
            (
                boxed(select(star()).from(select(star()).from(&u).cte(*name).columns([*name]))),
                format!("WITH {n}({n}) AS (SELECT * FROM u) SELECT * FROM {n}"),
            ),
            (
                boxed(select(star()).from(u.join(table("v"), using([*name])))),
                format!("SELECT * FROM u JOIN v USING ({n})"),
            ),
            (boxed(select(star()).from(&u).order_by(*name)), format!("SELECT * FROM u ORDER BY {n}")),
            (boxed(select(u.col("a").member(*name))), format!("SELECT (u.a).{n} FROM u")),
            (boxed(select(u.col("a").collate(*name))), format!("SELECT u.a COLLATE {n} FROM u")),
            (boxed(select(func::rank().over_named(*name)).from(&u)), format!("SELECT rank() OVER {n} FROM u")),
            (boxed(select(star()).from(&u).setting(*name, 1)), format!("SELECT * FROM u SETTINGS {n} = 1")),
            (
                boxed(
                    insert(&u).values([(*name, literal(1))]).on_conflict_do_update([*name], [(*name, excluded(*name))]),
                ),
                format!("INSERT INTO u ({n}) VALUES ($1) ON CONFLICT ({n}) DO UPDATE SET {n} = excluded.{n}"),
            ),
            (boxed(update(&u).set(*name, 1)), format!("UPDATE u SET {n} = $1")),
            (boxed(create_table(&known)), format!("CREATE TABLE t ({n} BIGINT)")),
            (
                boxed(select(star()).from(values(*name, [*name], [vec![literal(1)]]))),
                format!("SELECT * FROM (VALUES ($1)) AS {n}({n})"),
            ),
            (
                boxed(select(star()).from(table_function("f", literal(1)).arg(*name, 2).named(*name, [*name]))),
                format!("SELECT * FROM f($1, {n} := $2) AS {n}({n})"),
            ),
        ]);
    }
}

fn boxed(statement: impl Statement<Any> + 'static) -> Box<dyn Statement<Any>> {
    Box::new(statement)
}

fn golden_with(cases: &[(Box<dyn Statement<Any>>, String)]) {
    for (statement, expected) in cases {
        let prepared = statement.render(&Numbered, &Capabilities::of::<Everything>()).unwrap();
        assert_eq!(&*prepared.sql, expected);
    }
}

#[test]
fn functions_of_any_name_stay_functions() {
    for name in NASTY {
        let prepared = ToSql::to_sql::<Everything>(&select(func::native(name, literal(1)))).unwrap();
        let parts: Vec<String> =
            name.split('.').map(|part| if is_plain(part) { part.to_owned() } else { quoted(part) }).collect();
        assert_eq!(&*prepared.sql, format!("SELECT {}($1)", parts.join(".")));
    }
}

fn is_plain(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_ascii_digit())
}

#[test]
fn names_that_no_engine_takes() {
    let u = table("u");
    problems! {
        select(table("a\0b").col("x")) => "\"a\\0b\" can't be a name: it holds a NUL character";
        select(u.col("")) => "\"\" can't be a name: it is empty";
        select(u.col("a").label("")) => "\"\" can't be a name: it is empty";
        select(func::native("", u.col("a"))) => "\"\" can't be a name: it is empty";
        select(star()).from(&u).setting("a\0", 1) => "\"a\\0\" can't be a name: it holds a NUL character";
        insert(&u).values([("", literal(1))]) => "\"\" can't be a name: it is empty";
    }
    // For people it is shown all the same.
    let shown: Select<Any> = select(table("a\0b").col(""));
    assert_eq!(shown.to_string(), "SELECT \"a\\0b\".\"\" FROM \"a\\0b\"");
    assert!(format!("{shown:?}").starts_with("Select(SELECT "));
}

#[test]
fn values_never_become_text() {
    for value in NASTY.iter().chain(&["a\0b", ""]) {
        let t = table("t");
        let prepared = ToSql::to_sql::<Everything>(
            &select(t.col("a"))
                .filter(t.col("a").eq(*value).or(t.col("a").like(*value)).or(t.col("a").is_in([*value])))
                .limit(literal(*value)),
        )
        .unwrap();
        assert_eq!(&*prepared.sql, "SELECT t.a FROM t WHERE t.a = $1 OR t.a LIKE $2 OR t.a IN ($3) LIMIT $4");
        assert!(prepared.parameters.iter().all(|parameter| parameter.value == Value::from(*value)));
    }
    // Where the wire takes no parameters, the dialect writes literals.
    let t = table("t").column(Column::new("a", SqlType::Text).default_value("'); DROP TABLE t; --"));
    golden! {
        create_table(&t) => "CREATE TABLE t (a TEXT DEFAULT '''); DROP TABLE t; --')";
        select(t.col("a").like_escape("x", '\'')) => "SELECT t.a LIKE $1 ESCAPE '''' FROM t -- 'x'";
        select(star()).from(&t).setting("x", "' OR 1") => "SELECT * FROM t SETTINGS x = ''' OR 1'";
    }
    problems! {
        select(star()).from(&t).setting("x", "a\0") => "everything has no way to write this value: it holds a NUL character";
        select(t.col("a").like_escape("x", '\0')) => "everything has no way to write this value: it holds a NUL character";
    }
}

/// Templates of a dialect have slots in braces; braces in a name or value are none.
#[test]
fn braces_are_only_braces() {
    let t = table("{0}");
    golden! {
        select(t.col("{1}").element(1)) => "SELECT \"{0}\".\"{1}\"[$1] FROM \"{0}\" -- 1";
        select(func::extract(aludel_query::DatePart::Day, t.col("{part}"))) => "SELECT extract(day FROM \"{0}\".\"{part}\") FROM \"{0}\"";
    }
}

fn quickly<T>(work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let result = work();
    assert!(begin.elapsed() < Duration::from_secs(20), "it took {:?}", begin.elapsed());
    result
}

#[test]
fn very_many_parameters() {
    let t = table("t");
    // 70,000 values, in every place in which they may pile up.
    let numbers: Vec<i64> = (0..100_000).collect();
    let list = quickly(|| ToSql::to_sql::<Everything>(&select(t.col("a")).filter(t.col("a").is_in(&numbers)))).unwrap();
    assert_eq!(list.parameters.len(), 100_000);
    assert!(list.sql.ends_with("$99999, $100000)"));
    let rows = (0..70_000).map(|n| vec![literal(n)]);
    let insert = quickly(|| ToSql::to_sql::<Everything>(&insert(&t).columns(["a"]).rows(rows))).unwrap();
    assert_eq!(insert.parameters.len(), 70_000);
    let one_by_one =
        (0..70_000).fold(aludel_query::insert::<Everything>(&t), |insert, n| insert.values([("a", literal(n))]));
    assert_eq!(quickly(|| ToSql::to_sql::<Everything>(&one_by_one)).unwrap().parameters.len(), 70_000);
    // Where equal values share a parameter.
    let having =
        quickly(|| ToSql::to_sql::<Everything>(&select(t.col("a")).having(t.col("a").is_in(&numbers)))).unwrap();
    assert_eq!(having.parameters.len(), 100_000);
    // With names.
    let named = select(t.col("a")).filter_all((0..70_000).map(|n| t.col("a").eq(bindparam(format!("p{n}")))));
    let prepared = quickly(|| ToSql::to_sql::<Everything>(&named)).unwrap();
    assert_eq!(prepared.slots.len(), 70_000);
}

#[test]
fn wide_statements() {
    let columns: Vec<Expr<Everything>> = (0..70_000).map(|n| table("t").col(format!("c{n}"))).collect();
    let wide = quickly(|| ToSql::to_sql::<Everything>(&select(columns).from(table("t")))).unwrap();
    assert!(wide.sql.len() > 400_000);
    let case = (0..70_000).fold(aludel_query::case(), |case, n| case.when(table("t").col("a").eq(n), n));
    assert!(quickly(|| ToSql::to_sql::<Everything>(&select(case.end()))).is_ok());
}

#[test]
fn errors_are_small_and_say_nothing_of_values() {
    assert!(std::mem::size_of::<BuildError>() <= 128);
    let secret: Expr<Everything> = literal(Value::Uuid(Default::default()));
    let error = ToSql::to_sql::<Everything>(&aludel_query::create_table_as(&table("t"), select(secret))).unwrap_err();
    assert!(!error.to_string().contains("00000000"));
}

#[test]
fn a_comment_in_a_raw_expression_ends_with_it() {
    let t = table("t");
    golden! {
        update(&t).set("a", aludel_query::raw_expr::<Everything>("100 -- one")).filter(t.col("b").is_null())
            => "UPDATE t SET a = 100 -- one\n WHERE t.b IS NULL";
    }
}
