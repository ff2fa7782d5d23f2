//! What one dialect writes in another way than the others: each answer of its spelling is seen in a statement.

use std::borrow::Cow;

use aludel_dialect::{Any, Capabilities, Construct, Interval, Parameter, SqlType, Support, Value};
use aludel_query::{
    BinaryOperator, Bound, ClauseSlot, Column, Direction, Function, FunctionSpelling, JoinKind, Joins, Known,
    LexicalRules, LimitForm, Meaning, NameCase, NullTreatment, NullTreatmentPosition, NullsPosition, OperatorSpelling,
    ParameterForm, ParameterPlace, Prepared, SampleForm, SampleMethod, SampleSize, Select, SetOperator, Spelling,
    Statement, Table, TableOptions, Unspeakable, asc, bindparam, create_table_as, delete, desc, func, insert, literal,
    raw_expr, select, star, table_function, text, update, window,
};

use crate::samples::spelling::{Marks, Numbered};
use crate::samples::{Everything, House, orders, table, users};

/// How a table of the test's dialect is stored.
#[derive(Debug, PartialEq)]
struct Engine(&'static str);

impl TableOptions for Engine {
    const DIALECT: &'static str = "everything";
}

/// Everything that can be written in another way is.
#[derive(Debug)]
struct Other;

impl Spelling for Other {
    fn placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        let known = parameter.sql_type.clone().or_else(|| parameter.value.sql_type());
        out.push_str(&format!("{{p{number}:"));
        self.type_name(&known.unwrap_or(SqlType::Text), out)?;
        out.push('}');
        Ok(())
    }

    fn bare_placeholder(&self, number: usize, parameter: &Parameter, out: &mut String) -> Result<(), Unspeakable> {
        self.placeholder(number, parameter, out)
    }

    fn truth_value(&self) -> Option<&'static str> {
        Some("truth({0})")
    }

    fn parameter_type(&self, parameter: &Parameter, column: &SqlType) -> Option<SqlType> {
        // A whole number takes the width of its column.
        let whole = matches!(parameter.value, Value::Int32(_) | Value::Int64(_) | Value::Null);
        (whole && matches!(column, SqlType::Int16 | SqlType::Int32 | SqlType::Int64)).then(|| column.clone())
    }

    fn parameter_form(&self, parameter: &Parameter, place: ParameterPlace) -> ParameterForm {
        match (place, &parameter.value) {
            (ParameterPlace::Expression, Value::Interval(_)) => ParameterForm::Literal,
            (ParameterPlace::Expression, _) => ParameterForm::Placeholder,
            _ => ParameterForm::Literal,
        }
    }

    fn literal(&self, value: &Value, out: &mut String) -> Result<(), Unspeakable> {
        Numbered.literal(value, out)
    }

    fn type_name(&self, sql_type: &SqlType, out: &mut String) -> Result<(), Unspeakable> {
        out.push_str(match sql_type {
            SqlType::Int16 => "Int16",
            SqlType::Int32 => "Int32",
            SqlType::Int64 => "Int64",
            SqlType::Text => "String",
            other => return Err(Unspeakable::Type(other.clone())),
        });
        Ok(())
    }

    fn function(&self, function: Function) -> FunctionSpelling {
        match function {
            // Of another type there, and the cast stands around all of it.
            Function::Count => FunctionSpelling::Template("CAST(count({0}){suffix} AS Int64)"),
            other => Numbered.function(other),
        }
    }

    fn join(&self, kind: JoinKind) -> &'static str {
        match kind {
            JoinKind::Any => "ANY INNER JOIN",
            JoinKind::AnyLeft => "ANY LEFT JOIN",
            JoinKind::Semi => "SEMI LEFT JOIN",
            JoinKind::AsofLeft => "ASOF JOIN",
            JoinKind::Positional => "PASTE JOIN",
            other => other.words(),
        }
    }

    fn operator(&self, operator: BinaryOperator) -> OperatorSpelling {
        match operator {
            BinaryOperator::DivideInteger => OperatorSpelling::Template("({0} // {1})"),
            BinaryOperator::BitXor => OperatorSpelling::Template("bitXor({0}, {1})"),
            other => Numbered.operator(other),
        }
    }

    fn limit_form(&self) -> LimitForm {
        LimitForm::LowerUpper
    }

    fn default_nulls(&self, direction: Direction) -> Option<NullsPosition> {
        Some(match direction {
            Direction::Ascending => NullsPosition::First,
            Direction::Descending => NullsPosition::Last,
        })
    }

    fn set_operator(&self, operator: SetOperator) -> &'static str {
        match operator {
            SetOperator::Union => "UNION DISTINCT",
            other => other.words(),
        }
    }

    fn default_like_escape(&self) -> Option<char> {
        Some('\\')
    }

    fn sample_form(&self) -> SampleForm {
        SampleForm::Fraction
    }

    fn settings(&self, meaning: Meaning) -> &'static [(&'static str, &'static str)] {
        match meaning {
            Meaning::Construct(Construct::LeftJoin | Construct::FullJoin) => &[("join_use_nulls", "1")],
            Meaning::Function(Function::Sum) => &[("aggregate_functions_null_for_empty", "1")],
            _ => &[],
        }
    }

    fn condition(&self, construct: Construct, known: Known<'_>) -> Result<(), Cow<'static, str>> {
        match (construct, known) {
            (Construct::Update, Known::Changed(table)) => match table.options::<Engine>() {
                Some(Engine("MergeTree")) => Ok(()),
                Some(Engine(engine)) => Err(format!("it can't update a table of engine {engine}").into()),
                None => Err("the table's engine is not known".into()),
            },
            (Construct::InSubquery, Known::Tested(SqlType::Text)) => Ok(()),
            (Construct::InSubquery, _) => Err("it has IN (subquery) for columns of texts only".into()),
            _ => Ok(()),
        }
    }

    fn name_case(&self) -> NameCase {
        NameCase::Distinguished
    }

    fn lexical_rules(&self) -> LexicalRules {
        LexicalRules::standard()
    }
}

fn prepared(statement: &dyn Statement<Any>) -> Prepared {
    statement.render(&Other, &Capabilities::of::<Everything>()).unwrap()
}

fn problem(statement: &dyn Statement<Any>) -> String {
    statement.render(&Other, &Capabilities::of::<Everything>()).unwrap_err().to_string()
}

macro_rules! other {
    ($($statement:expr => $sql:literal;)+) => { $(
        assert_eq!(&*prepared(&$statement).sql, $sql);
    )+ };
}

#[test]
fn words_of_joins_and_set_operations() {
    let (u, o) = (users(), orders());
    let same = || u.col("id").eq(o.col("id"));
    let all = || select(star()).from(&u);
    other! {
        select(star()).from(u.any_join(&o, same())) => "SELECT * FROM users ANY INNER JOIN orders ON users.id = orders.id";
        select(star()).from(u.any_left_join(&o, same())) => "SELECT * FROM users ANY LEFT JOIN orders ON users.id = orders.id";
        select(star()).from(u.semi_join(&o, same())) => "SELECT * FROM users SEMI LEFT JOIN orders ON users.id = orders.id";
        select(star()).from(u.asof_left_join(&o, same())) => "SELECT * FROM users ASOF JOIN orders ON users.id = orders.id";
        select(star()).from(u.positional_join(&o)) => "SELECT * FROM users PASTE JOIN orders";
        all().union(all()) => "SELECT * FROM users UNION DISTINCT SELECT * FROM users";
        all().union_all(all()) => "SELECT * FROM users UNION ALL SELECT * FROM users";
    }
}

#[test]
fn patterns_in_which_nothing_escapes() {
    let t = table("t");
    let like = prepared(&select::<Any>(t.col("a").like("50\\%")).from(&t));
    assert_eq!(&*like.sql, "SELECT truth(t.a LIKE {p1:String}) FROM t");
    assert_eq!(like.parameters[0].value, Value::from("50\\\\%"));
    other! {
        select(t.col("a").not_like(t.col("b"))).from(&t) => "SELECT truth(t.a NOT LIKE replace(t.b, {p1:String}, {p2:String})) FROM t";
        select(t.col("a").ilike(bindparam("b"))).from(&t) => "SELECT truth(t.a ILIKE replace({p1:String}, {p2:String}, {p3:String})) FROM t";
        // An escape of one's own is what it is everywhere.
        select(t.col("a").like_escape("x!%", '!')).from(&t) => "SELECT truth(t.a LIKE {p1:String} ESCAPE '!') FROM t";
    }
}

#[test]
fn positions() {
    let t = table("t");
    let first = || func::first_value(t.col("a")).nulls(NullTreatment::Ignore).over(window().order_by(t.col("b")));
    other! {
        select(first()).from(&t) => "SELECT first_value(t.a) IGNORE NULLS OVER (ORDER BY t.b NULLS LAST) FROM t";
        select(func::count(t.col("a")).filter_where(t.col("b"))).from(&t)
            => "SELECT CAST(count(t.a) FILTER (WHERE t.b) AS Int64) FROM t";
        select(star()).from(t.alias("x").table_sample(SampleSize::Percent(2.5))) => "SELECT * FROM t AS x SAMPLE 2.5/100";
        select(star()).from(t.table_sample(SampleSize::Rows(7))) => "SELECT * FROM t SAMPLE 7";
    }
    assert_eq!(Numbered.null_treatment(), NullTreatmentPosition::Inside);
    assert_eq!(
        problem(&select(star()).from(t.table_sample_by(SampleSize::Rows(7), SampleMethod::System))),
        "this sample can't be written as a fraction of 0 to 100 per cent"
    );
}

#[test]
fn settings_that_the_meaning_needs() {
    let (u, o) = (users(), orders());
    let joined = || {
        select(func::sum(o.col("amount")))
            .from(u.left_join(&o, u.col("id").eq(o.col("user_id"))))
            .filter(func::sum(o.col("x")).gt(0))
    };
    let setting = |name: &str| (name.to_owned(), "1".to_owned());
    let both = vec![setting("aggregate_functions_null_for_empty"), setting("join_use_nulls")];
    assert_eq!(prepared(&joined()).settings, both);
    assert_eq!(prepared(&select(func::max(o.col("amount"))).from(&o)).settings, []);
    // A user who may send none gets a refusal instead of another meaning.
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::StatementSettings, Support::Withheld, "the user is read-only").unwrap();
    let refused = |statement: &dyn Statement<Any>| statement.render(&Other, &capabilities).unwrap_err().to_string();
    let left = select(u.col("id")).from(u.left_join(&o, u.col("id").eq(o.col("user_id"))));
    assert_eq!(
        refused(&left),
        "everything does not support LEFT JOIN: it needs a setting of the statement, and none can be sent here; join in the program"
    );
    assert_eq!(
        refused(&select(func::sum(o.col("amount")))),
        "everything has no function that means `sum` (it needs a setting of the statement, and none can be sent here): write `func::native` if another will do"
    );
    assert!(select::<Any>(u.col("id")).render(&Other, &capabilities).is_ok());
}

#[test]
fn parameters_of_the_columns_type() {
    let t = Table::new("t").column(Column::new("small", SqlType::Int16)).column(Column::new("name", SqlType::Text));
    other! {
        select(star()).from(&t).filter(t.col("small").eq(5)) => "SELECT * FROM t WHERE t.small = {p1:Int16}";
        select(star()).from(&t).filter(literal(5).lt(t.col("small"))) => "SELECT * FROM t WHERE {p1:Int16} < t.small";
        select(star()).from(&t).filter(t.col("small").is_in([1, 2])) => "SELECT * FROM t WHERE t.small IN ({p1:Int16}, {p2:Int16})";
        select(star()).from(&t).filter(t.col("small").between(1, bindparam("high")))
            => "SELECT * FROM t WHERE t.small BETWEEN {p1:Int16} AND {p2:Int16}";
        // What is computed with it keeps its own: half of a whole number is none.
        select(star()).from(&t).filter((t.col("small") + 1).eq(5)) => "SELECT * FROM t WHERE t.small + {p1:Int32} = {p2:Int32}";
        insert(&t).values([("name", literal("x")), ("small", literal(1))])
            => "INSERT INTO t (name, small) VALUES ({p1:String}, {p2:Int16})";
        insert(&t).row((literal(1), literal("x"))) => "INSERT INTO t VALUES ({p1:Int16}, {p2:String})";
        update(&t.clone().with_options(Engine("MergeTree"))).set("small", Option::<i32>::None) => "UPDATE t SET small = {p1:Int16}";
        // A text knows no columns, but its values have types.
        text("SELECT :a").bind("a", 1) => "SELECT {p1:Int32}";
    }
    let sent = prepared(&select(star()).from(&t).filter(t.col("small").eq(5)));
    assert_eq!(sent.parameters, [Parameter::typed(5, SqlType::Int16)]);
    assert_eq!(problem(&text("SELECT :a").bind("a", 1.5)), "everything has no type for FLOAT64");
}

/// Whatever stands beside a slot, the operand is one: of the template's own operator too.
#[test]
fn templates_keep_their_operands_together() {
    let t = table("t");
    let sum = || t.col("a") + t.col("b");
    other! {
        select(sum().div_integer(sum())).from(&t) => "SELECT ((t.a + t.b) // (t.a + t.b)) FROM t";
        select(sum().bit_xor(sum())).from(&t) => "SELECT bitXor(t.a + t.b, t.a + t.b) FROM t";
    }
}

/// Two minus signs begin a comment.
#[test]
fn a_negative_literal_behind_a_minus() {
    let t = table("t");
    let written = |query: Select<Any>| prepared(&create_table_as(&t, query)).sql.to_string();
    assert_eq!(written(select(-literal(-5))), "CREATE TABLE t AS SELECT -(-5)");
    assert_eq!(written(select(raw_expr(text("10 -:x").bind("x", -5)))), "CREATE TABLE t AS SELECT 10 -(-5)");
    assert_eq!(written(select(literal(1) - literal(-5))), "CREATE TABLE t AS SELECT 1 - -5");
}

#[test]
fn literals_where_the_wire_has_no_parameters() {
    let t = table("t");
    let framed = func::sum(t.col("a")).over(window().order_by(t.col("b")).rows(Bound::preceding(2)));
    other! {
        select(t.col("a")).from(&t).filter(t.col("a").eq("x")).limit(5).offset(2)
            => "SELECT t.a FROM t WHERE t.a = {p1:String} LIMIT 5 OFFSET 2";
        select(star()).from(table_function("f", (literal("it's"), literal(1)))) => "SELECT * FROM f('it''s', 1)";
        select(framed).from(&t) => "SELECT sum(t.a) OVER (ORDER BY t.b NULLS LAST ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM t";
        select(t.col("a") + Interval::days(1)).from(&t) => "SELECT t.a + INTERVAL '1 days' FROM t";
        // Also in a text of the user's own.
        select(t.col("a")).from(&t).limit(raw_expr(text("2 * :n").bind("n", 5))) => "SELECT t.a FROM t LIMIT 2 * 5";
        // A query in such a place has places of its own.
        select(star()).from(table_function("f", select(t.col("a")).from(&t).filter(t.col("a").eq("x")).scalar_subquery()))
            => "SELECT * FROM f((SELECT t.a FROM t WHERE t.a = {p1:String}))";
    }
    let mut rewriting = Capabilities::of::<Everything>();
    rewriting.narrow(Construct::Offset, Support::Rewritten, "for the test").unwrap();
    let page = select::<Any>(t.col("a")).from(&t).limit(literal(5) + 1).offset(2);
    assert_eq!(page.render(&Other, &rewriting).unwrap().sql.as_ref(), "SELECT t.a FROM t LIMIT 2, 2 + (5 + 1)");
    assert_eq!(
        problem(&select(t.col("a")).from(&t).limit(bindparam("n"))),
        "the parameter \"n\" stands where the engine takes no parameters"
    );
}

#[test]
fn conditions_on_what_is_known() {
    let t = Table::new("t").column(Column::new("id", SqlType::Int64)).column(Column::new("sym", SqlType::Text));
    let set = |table: &Table| problem(&update(table).set("id", 1));
    assert_eq!(
        set(&t),
        "everything does not support UPDATE: the table's engine is not known; insert the changed rows anew, or use the engine's own mutation"
    );
    assert!(set(&t.clone().with_options(Engine("Memory"))).contains("it can't update a table of engine Memory"));
    let tree = t.clone().with_options(Engine("MergeTree")).alias("x");
    other! {
        update(&tree).set("id", literal(1).cast(SqlType::Int64)) => "UPDATE t AS x SET id = CAST({p1:Int32} AS Int64)";
        delete(&t) => "DELETE FROM t";
        select(star()).from(&t).filter(t.col("sym").is_in(select(star()).from(table("s")))) => "SELECT * FROM t WHERE t.sym IN (SELECT * FROM s)";
    }
    for tested in [t.col("id"), table("unknown").col("sym"), literal(1)] {
        let statement = select::<Any>(star()).from(&t).filter(tested.is_in(select(star()).from(table("s"))));
        assert_eq!(
            problem(&statement),
            "everything does not support IN (subquery): it has IN (subquery) for columns of texts only; join with the distinct query"
        );
    }
}

#[test]
fn names_that_differ_by_case() {
    let one = select::<Any>(literal("x")).cte("Recent");
    other! {
        select(star()).from(one.cross_join(table("recent")))
            => "WITH \"Recent\" AS (SELECT {p1:String}) SELECT * FROM \"Recent\" CROSS JOIN recent";
    }
}

/// A dialect's own clauses, which no other has.
#[test]
fn slots_for_ones_own_clauses() {
    let t = table("t");
    let all = || select(t.col("a")).from(&t);
    let everywhere = all()
        .own_clause::<Everything>(ClauseSlot::AtEnd, "FORMAT Null")
        .own_clause::<Everything>(ClauseSlot::AfterFrom, text("AS OF :at").bind("at", 1))
        .own_clause::<Everything>(ClauseSlot::AfterWhere, "CONNECT BY b")
        .own_clause::<Everything>(ClauseSlot::AfterGroupBy, "CLUSTER BY c")
        .own_clause::<Everything>(ClauseSlot::AfterOrderBy, "INTERPOLATE (d)")
        .filter(t.col("a").gt(0))
        .group_by(t.col("a"))
        .order_by(t.col("a"))
        .limit(9);
    golden! {
        everywhere => "SELECT t.a FROM t AS OF $1 WHERE t.a > $2 CONNECT BY b GROUP BY t.a CLUSTER BY c ORDER BY t.a INTERPOLATE (d) LIMIT $3 FORMAT Null -- 1, 0, 9";
    }
    let foreign = all().own_clause::<House>(ClauseSlot::AtEnd, "FORMAT Null");
    problems! {
        foreign => "everything has no clause \"FORMAT Null\": it is one of house";
        all().own_clause::<Everything>(ClauseSlot::AtEnd, "FORMAT Null; DROP TABLE t") => "a text that is a part of a statement holds no semicolon, as at line 1, column 12: what follows it would be another statement";
    }
    let own: Select<Any> = select(t.col("a")).from(&t).own_clause::<House>(ClauseSlot::AtEnd, "FORMAT Null");
    assert!(own.render(&Marks, &Capabilities::of::<House>()).is_ok());
}

#[test]
fn nulls_come_last_wherever_the_engine_puts_them() {
    let t = table("t");
    let all = || select(star()).from(&t);
    other! {
        all().order_by((t.col("a"), t.col("b").desc())) => "SELECT * FROM t ORDER BY t.a NULLS LAST, t.b DESC";
        all().order_by_all() => "SELECT * FROM t ORDER BY ALL NULLS LAST";
        all().order_by(t.col("a").asc().nulls_first()) => "SELECT * FROM t ORDER BY t.a NULLS FIRST";
        all().union_all(all()).order_by("a") => "SELECT * FROM t UNION ALL SELECT * FROM t ORDER BY a NULLS LAST";
        select(func::string_agg(t.col("a"), ",").aggregate_order_by(asc(t.col("b")))).from(&t)
            => "SELECT string_agg(t.a, {p1:String} ORDER BY t.b NULLS LAST) FROM t";
        select(func::row_number().over(window().order_by(t.col("a")))).from(&t)
            => "SELECT row_number() OVER (ORDER BY t.a NULLS LAST) FROM t";
    }
    // An engine without the words gets a term in front.
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::NullsOrder, Support::Absent, "it has no such words").unwrap();
    let sql = |statement: Select<Any>| statement.render(&Other, &capabilities).unwrap().sql.to_string();
    assert_eq!(
        sql(all().order_by((t.col("a").eq(t.col("c")), desc(t.col("b"))))),
        "SELECT * FROM t ORDER BY (t.a = t.c) IS NULL, t.a = t.c, t.b DESC"
    );
}

#[test]
fn a_condition_is_made_a_truth_value_where_it_is_a_column_and_nowhere_else() {
    let id = || table("t").col::<Any>("id");
    let query = select((id().gt(1), id().is_null().label("none"), id())).from(table("t")).filter(id().gt(2));
    assert_eq!(
        query.render(&Other, &Capabilities::of::<Everything>()).expect("it is written").sql.as_ref(),
        "SELECT truth(t.id > {p1:Int32}), truth(t.id IS NULL) AS none, t.id FROM t WHERE t.id > {p2:Int32}"
    );
}
