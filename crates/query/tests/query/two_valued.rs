//! Conditions for an engine in which NULL equals NULL: they choose the rows of standard SQL, and are left alone where nothing
//! can be NULL.

use aludel_dialect::{Any, Capabilities, Construct, Parameter, SqlType, Support, Value};
use aludel_query::{
    BinaryOperator, Column, Direction, Expr, FrameReach, Function, FunctionSpelling, Joins, LexicalRules, NullInText,
    NullLogic, NullsPosition, OperatorSpelling, OrderedByExpressions, Select, Spelling, Statement, Table, Unspeakable,
    WindowOrder, WindowedCall, case, desc, func, literal, null, raw_expr, select, star, window,
};

use crate::samples::Everything;
use crate::samples::spelling::Numbered;

/// NULL equals NULL, truth values are never NULL, and NULLs are the least.
#[derive(Debug)]
struct TwoValued;

impl Spelling for TwoValued {
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.placeholder(number, parameter, out)
    }
    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.placeholder(number, parameter, out)
    }
    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.literal(value, out)
    }
    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.type_name(sql_type, out)
    }
    fn function(&self, function: Function) -> FunctionSpelling {
        Numbered.function(function)
    }
    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        match operator {
            BinaryOperator::DistinctFrom => OperatorSpelling::Infix("<>"),
            BinaryOperator::NotDistinctFrom => OperatorSpelling::Infix("="),
            other => Numbered.operator(other),
        }
    }
    fn null_logic(&self) -> NullLogic {
        NullLogic::TwoValued
    }
    fn is_never_null(&self, sql_type: &SqlType) -> bool {
        *sql_type == SqlType::Boolean
    }
    fn null_in_text(&self) -> NullInText {
        NullInText::IsEmpty
    }
    fn default_nulls(&self, _: Direction) -> Option<NullsPosition> {
        None
    }
    fn ordered_by_expressions(&self) -> OrderedByExpressions {
        OrderedByExpressions::PlainQueries
    }
    fn windowed(&self, call: WindowedCall) -> Result<(), &'static str> {
        match (call.order, call.reach) {
            (WindowOrder::ColumnsWithNull, _) => Err("NULLs"),
            (WindowOrder::Expressions, _) => Err("columns alone"),
            (_, FrameReach::Beyond) => Err("not so far"),
            _ => Ok(()),
        }
    }
    fn lexical_rules(&self) -> LexicalRules {
        Numbered.lexical_rules()
    }
}

/// `id` and `ok` are never NULL, `n`, `m` and `name` may be.
fn t() -> Table {
    Table::new("t")
        .column(Column::new("id", SqlType::Int64).not_null())
        .column(Column::new("n", SqlType::Int64))
        .column(Column::new("m", SqlType::Int64))
        .column(Column::new("name", SqlType::Text))
        .column(Column::new("ok", SqlType::Boolean))
}

fn c(name: &str) -> Expr<Any> {
    t().col(name)
}

fn written(statement: &Select<Any>) -> Result<String, String> {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::NullsOrder, Support::Absent, "it has a term for that").unwrap();
    let rendered = statement.render(&TwoValued, &capabilities);
    rendered.map(|prepared| prepared.sql.to_string()).map_err(|error| error.to_string())
}

fn condition(condition: Expr<Any>) -> String {
    let text = written(&select(c("id")).filter(condition)).unwrap();
    text.strip_prefix("SELECT t.id FROM t WHERE ").unwrap().to_owned()
}

#[test]
fn conditions_say_that_they_are_true() {
    for (asked, expected) in [
        // What can't be NULL is left alone, and so is what NULL makes false anyway.
        (c("id").eq(1), "t.id = $1"),
        (c("id").ne(1), "t.id <> $1"),
        (c("n").eq(1), "t.n = $1"),
        (c("n").lt(1), "t.n < $1"),
        (c("n").le(1), "t.n <= $1"),
        (c("ok"), "t.ok"),
        (!c("ok"), "NOT t.ok"),
        // The others are asked.
        (c("n").ne(1), "t.n <> $1 AND t.n IS NOT NULL"),
        (c("n").eq(c("m")), "t.n = t.m AND t.m IS NOT NULL"),
        (c("n").eq(c("id")), "t.n = t.id"),
        (c("n").ne(c("m")), "t.n <> t.m AND t.n IS NOT NULL AND t.m IS NOT NULL"),
        (c("n").ge(c("m")), "t.n >= t.m AND t.m IS NOT NULL"),
        (c("n").lt(c("m")), "t.n < t.m"),
        (!c("n").eq(1), "t.n <> $1 AND t.n IS NOT NULL"),
        (!c("n").lt(1), "t.n >= $1"),
        (!!c("n").ne(1), "t.n <> $1 AND t.n IS NOT NULL"),
        // NOT goes down.
        (!(c("n").gt(0).and(c("id").lt(2))), "t.n <= $1 OR t.id >= $2"),
        (!(c("n").eq(0).or(c("id").lt(2))), "(t.n <> $1 AND t.n IS NOT NULL) AND t.id >= $2"),
        // NULL itself is never equal, and never different.
        (c("n").eq(null()), "1 = 0"),
        (c("n").ne(null()), "1 = 0"),
        (!c("n").eq(null()), "1 = 0"),
        (null::<Any>().or(c("ok")), "1 = 0 OR t.ok"),
        (c("n").is_null(), "t.n IS NULL"),
        (!c("n").is_null(), "t.n IS NOT NULL"),
        (c("n").is_distinct_from(1), "t.n <> $1"),
        (!c("n").is_distinct_from(1), "t.n = $1"),
        // BETWEEN and IN.
        (c("n").between(1, 2), "t.n >= $1 AND t.n <= $2"),
        (c("n").not_between(1, 2), "t.n < $1 OR t.n > $2"),
        (c("n").is_in([1, 2]), "t.n IN ($1, $2)"),
        (c("n").not_in([1, 2]), "t.n NOT IN ($1, $2) AND t.n IS NOT NULL"),
        (c("n").is_in([literal(1), null()]), "t.n IN ($1)"),
        (c("n").not_in([literal(1), null()]), "1 = 0"),
        (!c("n").not_in([literal(1), null()]), "t.n IN ($1)"),
        (c("n").is_in([c("m"), literal(1)]), "(t.n = t.m AND t.m IS NOT NULL) OR t.n = $1"),
        (c("n").is_in(Vec::<i64>::new()), "1 = 0"),
        (!c("n").is_in(Vec::<i64>::new()), "1 = 1"),
        // Texts.
        (c("name").like("a%"), "t.name LIKE $1"),
        (c("name").not_like("a%"), "t.name NOT LIKE $1 AND t.name IS NOT NULL"),
        (c("name").concat("!").is_null(), "CASE WHEN t.name IS NOT NULL THEN t.name || $1 END IS NULL"),
        // CASE.
        (
            !case().when(c("n").eq(c("m")), c("ok")).end(),
            "CASE WHEN t.n = t.m AND t.m IS NOT NULL THEN NOT t.ok ELSE 1 = 0 END",
        ),
        (case().of(c("n")).when(1, 2).otherwise(3).eq(2), "CASE WHEN t.n = $1 THEN $2 ELSE $3 END = $4"),
        (raw_expr(aludel_query::text("odd(n)")).or(c("ok")), "(odd(n)) OR t.ok"),
    ] {
        assert_eq!(condition(asked.clone()), expected, "{asked}");
    }
}

#[test]
fn what_has_no_equal_is_refused() {
    let why = |statement: &Select<Any>| written(statement).unwrap_err();
    let native = || func::native::<Any>("draw", literal(1));
    for (statement, words) in [
        (select(c("n").eq(1)), "a truth value is never NULL here"),
        (select(c("id")).filter(func::coalesce([c("ok"), c("ok")])), "a truth value is never NULL here"),
        (select(c("id")).filter(native().ne(c("n"))), "another the second time"),
        (select(case().when(c("n").eq(1), c("ok")).end()), "in the place of NULL"),
        (select(func::nullif(c("ok"), c("ok"))), "in the place of NULL"),
        (select(func::rank().over(window().order_by(c("n")))), "NULLs"),
        (select(func::rank().over(window().order_by(c("id") + 1))), "columns alone"),
        (select(c("n").any_of_query(BinaryOperator::Equal, select(c("m")))), "ANY and ALL"),
    ] {
        let told = why(&statement);
        assert!(told.contains(words), "{statement}: {told}");
    }
    assert_eq!(written(&select(c("id").eq(1))).unwrap(), "SELECT (t.id = $1) FROM t");
    assert!(written(&select(c("n")).filter(native().eq(1))).is_ok());
}

#[test]
fn a_join_may_leave_a_column_out() {
    let (t, u) = (t(), t().alias("u"));
    let joined = || t.left_join(&u, t.col("n").eq(u.col("n")).and(u.col("ok")));
    assert_eq!(
        written(&select(u.col("id")).from(joined()).filter(u.col("id").ne(5))).unwrap(),
        "SELECT u.id FROM t LEFT JOIN t AS u ON (t.n = u.n AND u.n IS NOT NULL) AND u.ok \
         WHERE u.id <> $1 AND u.id IS NOT NULL"
    );
    // It would be false there.
    let told = written(&select(u.col("ok")).from(joined())).unwrap_err();
    assert!(told.contains("in the place of NULL"), "{told}");
    let inner = t.join(&u, t.col("id").eq(u.col("id")));
    assert_eq!(written(&select(u.col("ok")).from(inner)).unwrap(), "SELECT u.ok FROM t JOIN t AS u ON t.id = u.id");
}

#[test]
fn nulls_come_last_by_a_term_of_their_own() {
    for (statement, expected) in [
        (select(c("id")).order_by((c("n"), c("id"))), "SELECT t.id FROM t ORDER BY (t.n) IS NULL, t.n, t.id"),
        (
            select((c("n"), func::count_rows().label("rows"))).group_by(c("n")).order_by((c("n"), desc("rows"))),
            "SELECT unfiltered.n, unfiltered.rows FROM (SELECT t.n, count(*) AS rows, (t.n IS NULL) AS nulls \
             FROM t GROUP BY t.n) AS unfiltered \
             ORDER BY unfiltered.nulls, unfiltered.n, unfiltered.rows DESC",
        ),
        (
            select(c("n")).distinct().order_by(c("n").desc()),
            "SELECT unfiltered.n FROM (SELECT DISTINCT t.n, (t.n IS NULL) AS nulls FROM t) AS unfiltered \
             ORDER BY unfiltered.nulls, unfiltered.n DESC",
        ),
        (
            select((c("n") + 1).label("x")).order_by("x").limit(1),
            "SELECT unfiltered.x FROM (SELECT t.n + $1 AS x, (t.n + $2 IS NULL) AS nulls FROM t) AS unfiltered \
             ORDER BY unfiltered.nulls, unfiltered.x LIMIT $3",
        ),
    ] {
        assert_eq!(written(&statement).unwrap(), expected, "{statement}");
    }
    let told = written(&select(c("n")).distinct().order_by(c("m"))).unwrap_err();
    assert!(told.contains("order distinct rows by what they consist of"), "{told}");
}

/// A column of a query is as well known as what it is.
#[test]
fn a_column_of_a_subquery_keeps_what_is_known_of_it() {
    let told = |statement: &Select<Any>| written(statement).unwrap_or_else(|why| why);
    let id = || t().col::<Any>("id");
    let number = || t().col::<Any>("n");
    let counted = || func::count_rows().label("rows");
    let plain = || select((id(), number(), counted())).group_by((id(), number())).subquery("s");
    for (column, expected) in [("id", "s.id <> $1"), ("n", "s.n <> $1 AND s.n IS NOT NULL"), ("rows", "s.rows <> $1")] {
        let s = plain();
        let found = told(&select(s.col("id")).from(&s).filter(s.col(column).ne(1)));
        assert!(found.ends_with(&format!("WHERE {expected}")), "{found}");
    }
    // Of a query in a query, of a CTE, and of all columns.
    let s = plain();
    let outer = select((s.col("id").label("key"), s.col("n"))).from(&s).subquery("o");
    assert!(told(&select(outer.col("key")).from(&outer).filter(outer.col("key").ne(1))).ends_with("o.key <> $1"));
    let cte = select((id(), number())).cte("c");
    assert!(told(&select(cte.col("id")).from(&cte).filter(cte.col("id").ne(1))).ends_with("WHERE c.id <> $1"));
    let all = select(star()).from(t()).subquery("a");
    assert!(told(&select(all.col("id")).from(&all).filter(all.col("id").ne(1))).ends_with("WHERE a.id <> $1"));
    // Where a join finds no partner, here and inside.
    let s = plain();
    let left = t().left_join(&s, id().eq(s.col("id")));
    assert!(told(&select(id()).from(left).filter(s.col("id").ne(1))).ends_with("s.id <> $1 AND s.id IS NOT NULL"));
    let u = t().alias("u");
    let inside = select((id(), u.col("id").label("other"))).from(t().left_join(&u, id().eq(u.col("id")))).subquery("i");
    let asked = select(inside.col("id")).from(&inside).filter(inside.col("other").ne(1));
    assert!(told(&asked).ends_with("i.other <> $1 AND i.other IS NOT NULL"));
    // A truth value of the side that is left out would be false.
    let truth = select((id(), t().col("ok"), id().gt(1).label("big"))).subquery("b");
    for column in ["ok", "big"] {
        let joined = t().left_join(&truth, id().eq(truth.col("id")));
        let found = told(&select((id(), truth.col(column))).from(joined));
        assert!(found.contains("in the place of NULL"), "{found}");
    }
}
