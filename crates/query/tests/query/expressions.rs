//! Operators, predicates, CASE, casts, structured values.

use aludel_dialect::{Interval, SqlType, Value};
use aludel_query::{
    BinaryOperator, Expr, JsonStep, Statement, all_of, any_of, array, case, func, label_ref, lambda, literal, map,
    null, raw_expr, row, select, structure, text, typed_literal,
};

use crate::samples::{Everything, table};

/// The expressions of one select list, each alone.
macro_rules! expressions {
    ($($expression:expr => $sql:literal;)+) => { $(
        assert_eq!(alone($expression), $sql);
    )+ };
}

fn alone(expression: Expr<Everything>) -> String {
    crate::sql(&select(expression)).trim_start_matches("SELECT ").replace(" FROM t", "")
}

fn t(name: &str) -> Expr<Everything> {
    table("t").col(name)
}

#[test]
fn operators() {
    expressions! {
        t("a").eq(1).and(t("b").ne("x")) => "t.a = $1 AND t.b <> $2 -- 1, 'x'";
        t("a").lt(t("b")).or(t("a").le(1)).or(t("a").gt(2)).and(t("b").ge(3)) => "(t.a < t.b OR t.a <= $1 OR t.a > $2) AND t.b >= $3 -- 1, 2, 3";
        (t("a") + 1) * (t("b") - 2) / 3 % 4 => "(t.a + $1) * (t.b - $2) / $3 % $4 -- 1, 2, 3, 4";
        t("a") - (t("b") - t("c")) => "t.a - (t.b - t.c)";
        t("a") - t("b") - t("c") => "t.a - t.b - t.c";
        t("a") / (t("b") * t("c")) => "t.a / (t.b * t.c)";
        t("a").div_integer(2) => "t.a // $1 -- 2";
        -t("a") => "-t.a";
        -(-t("a")) => "-(-t.a)";
        -(t("a") + 1) => "-(t.a + $1) -- 1";
        !t("a").eq(1) => "NOT t.a = $1 -- 1";
        !!t("a") => "NOT (NOT t.a)";
        !(t("a").and(t("b"))) => "NOT (t.a AND t.b)";
        (!t("a")).eq(true) => "(NOT t.a) = $1 -- TRUE";
        t("a").bit_and(1).bit_or(2).shift_left(3).shift_right(4) => "(((t.a & $1) | $2) << $3) >> $4 -- 1, 2, 3, 4";
        t("a").bit_xor(1) + 1 => "xor(t.a, $1) + $2 -- 1, 1";
        // In PostgreSQL and its kin `~a + 1` is `~(a + 1)`.
        t("a").bit_not() + 1 => "(~t.a) + $1 -- 1";
        (t("a") + 1).bit_not() => "~(t.a + $1) -- 1";
        t("a").concat("x").concat(t("b")) => "t.a || $1 || t.b -- 'x'";
        t("a").concat(t("b") + 1).eq("x") => "t.a || (t.b + $1) = $2 -- 1, 'x'";
        t("a").is_distinct_from(null()) => "t.a IS DISTINCT FROM NULL";
        t("a").is_not_distinct_from(1).is_null() => "(t.a IS NOT DISTINCT FROM $1) IS NULL -- 1";
        t("a").eq(1).eq(t("b").eq(2)) => "(t.a = $1) = (t.b = $2) -- 1, 2";
        t("a").is_null().eq(true) => "(t.a IS NULL) = $1 -- TRUE";
        (t("a") + 1).is_not_null() => "t.a + $1 IS NOT NULL -- 1";
        t("d").at_time_zone("UTC").at_time_zone("Europe/Paris") => "(t.d AT TIME ZONE $1) AT TIME ZONE $2 -- 'UTC', 'Europe/Paris'";
        -t("d").at_time_zone("UTC") => "-(t.d AT TIME ZONE $1) -- 'UTC'";
        t("a").collate("NOCASE").eq("x") => "t.a COLLATE \"NOCASE\" = $1 -- 'x'";
        t("d") + Interval::months(2) - Interval::days(1) => "t.d + $1 - $2 -- INTERVAL '2 months', INTERVAL '1 days'";
    }
}

#[test]
fn predicates() {
    let (none, list): ([i32; 0], _) = ([], vec![1]);
    expressions! {
        t("a").between(1, t("b") + 1) => "t.a BETWEEN $1 AND t.b + $2 -- 1, 1";
        t("a").not_between(1, 2).and(t("b")) => "t.a NOT BETWEEN $1 AND $2 AND t.b -- 1, 2";
        t("a").between(t("x").eq(1), true) => "t.a BETWEEN (t.x = $1) AND $2 -- 1, TRUE";
        t("a").is_in([1, 2]) => "t.a IN ($1, $2) -- 1, 2";
        t("a").not_in(vec!["x"]) => "t.a NOT IN ($1) -- 'x'";
        t("a").is_in(&[1, 2][..]) => "t.a IN ($1, $2) -- 1, 2";
        t("a").is_in(&list) => "t.a IN ($1) -- 1";
        t("a").is_in([t("b"), t("c") + 1]) => "t.a IN (t.b, t.c + $1) -- 1";
        // Nothing is in an empty list, and nothing is not not in it.
        t("a").is_in(none) => "1 = 0";
        (t("a") + 1).not_in(none).and(t("b").eq(1)) => "1 = 1 AND t.b = $1 -- 1";
        row((t("a"), t("b"))).is_in([row((literal(1), literal(2))), row((literal(3), literal(4)))]) => "(t.a, t.b) IN (($1, $2), ($3, $4)) -- 1, 2, 3, 4";
        row((t("a"), t("b"))).lt(row((literal(1), literal(2)))) => "(t.a, t.b) < ($1, $2) -- 1, 2";
        t("a").like("%x_") => "t.a LIKE $1 -- '%x_'";
        t("a").not_like("x").is_null() => "(t.a NOT LIKE $1) IS NULL -- 'x'";
        t("a").like_escape("100!%", '!') => "t.a LIKE $1 ESCAPE '!' -- '100!%'";
        t("a").not_like_escape("x", '\'') => "t.a NOT LIKE $1 ESCAPE '''' -- 'x'";
        t("a").ilike("x").eq(true) => "(t.a ILIKE $1) = $2 -- 'x', TRUE";
        t("a").similar_to("x+") => "t.a SIMILAR TO $1 -- 'x+'";
        func::regexp_matches(t("a"), "^x") => "regexp_matches(t.a, $1) -- '^x'";
        func::regexp_replace(t("a"), "x", "\\1") => "regexp_replace(t.a, $1, $2) -- 'x', '\\1'";
        func::regexp_extract(t("a"), "(x)", 1) => "regexp_extract(t.a, $1, $2) -- '(x)', 1";
        t("a").any_of_array(BinaryOperator::Equal, t("list")) => "t.a = ANY (t.list)";
        all_of([t("a"), t("b").or(t("c"))]) => "t.a AND (t.b OR t.c)";
        any_of([t("a")]).and(t("b")) => "t.a AND t.b";
        any_of([t("a").and(t("b")), t("c")]) => "(t.a AND t.b) OR t.c";
    }
    problems! {
        select(t("a")).filter_all([]) => "the list of conditions is empty: leave the filter out if every row is meant";
        select(t("a")).filter(any_of([])) => "the list of conditions is empty: leave the filter out if every row is meant";
        // What is tested is looked at, though the empty list decides.
        select(t("a")).filter(case().end().is_in(none)) => "CASE is empty: add a branch with `.when(..)`";
        select(t("a")).filter(row(Vec::<Expr<_>>::new()).is_in(none)) => "the row is empty: give it a column";
        select(t("a").any_of_array(BinaryOperator::DistinctFrom, t("l"))) => "IS DISTINCT FROM can't stand before ANY or ALL: compare with `=`, `<` or their kin";
    }
}

#[test]
fn case_and_casts() {
    expressions! {
        case().when(t("a").eq(1), "one").when(t("a").eq(2), t("b")).otherwise(null()) => "CASE WHEN t.a = $1 THEN $2 WHEN t.a = $3 THEN t.b ELSE NULL END -- 1, 'one', 2";
        case().of(t("a")).when(1, "x").end() => "CASE t.a WHEN $1 THEN $2 END -- 1, 'x'";
        case().when(t("a"), 1).end() + 1 => "CASE WHEN t.a THEN $1 END + $2 -- 1, 1";
        (t("a") + 1).cast(SqlType::Text) => "CAST(t.a + $1 AS TEXT) -- 1";
        t("a").try_cast(SqlType::Decimal { precision: 18, scale: 3 }) * 2 => "TRY_CAST(t.a AS DECIMAL(18, 3)) * $1 -- 2";
        t("a").cast(SqlType::list(SqlType::Int64)) => "CAST(t.a AS BIGINT[])";
        typed_literal(Value::Null, SqlType::Int64) => "CAST($1 AS BIGINT) -- NULL";
        literal(None::<i32>) => "CAST($1 AS INTEGER) -- NULL";
    }
    problems! {
        select(t("a").cast(SqlType::Uuid)) => "everything has no type for UUID";
    }
}

#[test]
fn structured_values() {
    let path = || vec![JsonStep::from("a b"), JsonStep::from(2)];
    expressions! {
        array([1, 2]) => "[$1, $2] -- 1, 2";
        array([t("a"), t("b") + 1]).element(1) => "[t.a, t.b + $1][$2] -- 1, 1";
        array(Vec::<i32>::new()) => "[]";
        t("l").element(t("i") + 1).element(2) => "t.l[t.i + $1][$2] -- 1, 2";
        t("l").slice(1, 2) => "t.l[$1:$2] -- 1, 2";
        null().element(1) => "(NULL)[$1] -- 1";
        (t("l").concat(t("m"))).element(1) => "(t.l || t.m)[$1] -- 1";
        structure([("x", literal(1)), ("Y y", t("b"))]) => "struct_pack(x := $1, \"Y y\" := t.b) -- 1";
        t("s").member("x").member("y") + 1 => "((t.s).x).y + $1 -- 1";
        map([(literal("k"), t("v")), (literal("l"), t("w"))]) => "MAP([$1, $2], [t.v, t.w]) -- 'k', 'l'";
        t("m").map_value("k") => "t.m[$1] -- 'k'";
        t("j").json(path()) => "json_extract(t.j, $1) -- '$.\"a b\"[2]'";
        t("j").json_text(["x"]).eq("y") => "json_extract_string(t.j, $1) = $2 -- '$.\"x\"', 'y'";
        func::native("list_transform", (t("l"), lambda(["x"], label_ref("x") + 1))) => "list_transform(t.l, lambda x: x + $1) -- 1";
        func::native("list_reduce", (t("l"), lambda(["x", "y"], label_ref("x") + label_ref("y")))) => "list_reduce(t.l, lambda x, y: x + y)";
    }
    problems! {
        select(t("j").json(Vec::<JsonStep>::new())) => "the path into JSON is empty: name a key or an index";
        select(t("j").json(["\""])) => "everything has no way to write this value: a JSON key with quotes, backslashes or NUL can't stand in a path";
        select(structure(Vec::<(&str, Expr<_>)>::new())) => "the struct is empty: give it a member";
    }
}

#[test]
fn text_inside() {
    expressions! {
        raw_expr("a -> 'b'") => "a -> 'b'";
        raw_expr("a OR b").and(t("c")) => "(a OR b) AND t.c";
        raw_expr("a OR b").label("x") => "(a OR b) AS x";
        raw_expr(text("f(:x, :y, :x)").bind("x", 1).bind("y", 2)) + 3 => "(f($1, $2, $1)) + $3 -- 1, 2, 3";
    }
    problems! {
        select(raw_expr(text("f(:x)"))) => "the parameter `:x` (line 1, column 3) has no value: call `.bind(\"x\", …)`, or write `\\:x` if it is not a parameter";
    }
    // What it does is not known.
    let prepared = Statement::<Everything>::render(
        &select(raw_expr("nextval('s')")),
        &crate::samples::spelling::Numbered,
        &aludel_dialect::Capabilities::of::<Everything>(),
    );
    assert_eq!(prepared.unwrap().effect, aludel_query::Effect::Unknown);
}
