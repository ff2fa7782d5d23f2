//! What the user writes in an engine's own words stays one part of the statement.

use aludel_dialect::{Any, Capabilities, Construct, SqlType};
use aludel_query::{
    Expr, Statement, delete, func, insert, literal, raw_expr, select, star, table_function, text, typed_bindparam,
    update, window,
};

use crate::samples::{Everything, orders, spelling::Numbered, table, users};

const ANOTHER_STATEMENT: &str = "a text that is a part of a statement holds no semicolon, as at line 1, column 2: what \
                                 follows it would be another statement";

#[test]
fn a_part_ends_no_statement() {
    let t = table("t");
    let parts: Vec<Box<dyn Statement<Everything>>> = vec![
        Box::new(select(raw_expr("1; DROP TABLE t"))),
        Box::new(select(star()).from(&t).filter(raw_expr("1; DROP TABLE t"))),
        Box::new(update(&t).set("a", raw_expr("1;"))),
        Box::new(select(star()).from(text("1; DROP TABLE t").subquery("s"))),
        Box::new(select(star()).from(text("1;").cte("c"))),
        Box::new(select(text("1;").scalar_subquery())),
        Box::new(select(star()).from(&t).filter(t.col("a").is_in(text("1;")))),
    ];
    for statement in parts {
        let error = statement.render(&Numbered, &Capabilities::of::<Everything>()).unwrap_err();
        assert_eq!(error.to_string(), ANOTHER_STATEMENT);
    }
    problems! {
        select(raw_expr("f(1")) => "a text that is a part of a statement closes each parenthesis that it opens, and no other";
        select(star()).from(&t).filter(raw_expr("1) OR (1 = 1")) => "a text that is a part of a statement closes each parenthesis that it opens, and no other";
    }
    golden! {
        // Neither ends anything there.
        select(raw_expr("concat(';)', \";(\") /* ;( */")) => "SELECT concat(';)', \";(\") /* ;( */";
        // A whole text is the user's own.
        text("SELECT 1; SELECT 2") => "SELECT 1; SELECT 2";
    }
}

#[test]
fn the_words_of_a_type_are_one_type() {
    let t = table("t");
    let hostile = [
        "INT); DROP TABLE t; --",
        "INT) --",
        "INT; DROP TABLE t",
        "INT -- ",
        "INT /* */",
        "INT, b INT",
        "INT)",
        "DECIMAL(1",
        "ENUM('a",
        "IN\0T",
        "",
    ];
    for words in hostile {
        let native = SqlType::Native(words.into());
        let statements: [Box<dyn Statement<Everything>>; 3] = [
            Box::new(select(t.col("a").cast(native.clone()))),
            Box::new(select(t.col("a").cast(SqlType::List(Box::new(native.clone()))))),
            Box::new(select(typed_bindparam("x", native))),
        ];
        for statement in statements {
            let error = statement.render(&Numbered, &Capabilities::of::<Everything>()).unwrap_err();
            assert_eq!(error.to_string(), format!("{words:?} is not the name of one type"));
        }
    }
}

#[test]
fn names_that_differ_only_by_case_are_one_name_somewhere() {
    let (t, other) = (table("t"), select(literal(1)).cte("Recent"));
    let recent = select(literal(2)).cte("recent");
    problems! {
        select(star()).from(select(star()).from(&other).subquery("x")).filter(literal(1).is_in(select(star()).from(&recent)))
            => "the CTEs \"Recent\" and \"recent\" differ only by case, which not every engine sees";
        select(star()).from(&other).filter(literal(1).is_in(select(t.col("a")).from(table("RECENT"))))
            => "the CTE \"RECENT\" hides the table of the same name: give one of them another name";
    }
}

#[test]
fn a_number_of_rows_is_not_negative() {
    let t = table("t");
    let all = || select(star()).from(&t);
    problems! {
        all().limit(-1) => "LIMIT takes a number of rows, not a negative one";
        all().offset(-1_i64) => "OFFSET takes a number of rows, not a negative one";
        all().limit_by(-1, t.col("a")) => "LIMIT BY takes a number of rows, not a negative one";
        all().limit_with_ties(-1) => "FETCH FIRST takes a number of rows, not a negative one";
        all().union(all()).limit(-1) => "LIMIT takes a number of rows, not a negative one";
        all().limit(literal(-1)) => "LIMIT takes a number of rows, not a negative one";
    }
    golden! {
        all().limit(10_usize).offset(20_u8) => "SELECT * FROM t LIMIT $1 OFFSET $2 -- 10, 20";
    }
}

/// A function that is written around its aggregate says where FILTER and OVER go; another takes none.
#[test]
fn what_is_attached_to_a_template() {
    let t = table("t");
    let plain = || func::extract(aludel_query::DatePart::Year, t.col("a"));
    let no = "everything has no expression that means the same: it writes `extract` in a way that takes no FILTER, WITHIN GROUP or OVER";
    let attached: [Expr<Everything>; 3] =
        [plain().over(window()), plain().filter_where(t.col("b")), plain().within_group(t.col("b"))];
    for expression in attached {
        assert_eq!(crate::problem(&select(expression)), no);
    }
    golden! {
        select(func::count_rows().filter_where(t.col("b")).over(window().partition_by(t.col("c"))))
            => "SELECT count(*) FILTER (WHERE t.b) OVER (PARTITION BY t.c) FROM t";
        select(func::median(t.col("a")).filter_where(t.col("b")).over(window()))
            => "SELECT (CAST(median(t.a) FILTER (WHERE t.b) OVER () AS DOUBLE)) FROM t";
    }
}

#[test]
fn every_part_that_changes_rows_is_asked_for_in_a_transaction() {
    let (u, o, t) = (users(), orders(), table("t"));
    let gone = delete(&u).returning(star()).cte("gone");
    let changed = update(&o).set("a", 1).returning(star()).cte("changed");
    let both =
        insert(&t).from_select(["a"], select(gone.col("id")).from(&gone).union_all(select(star()).from(&changed)));
    let mut found = crate::prepared(&both).transactional;
    found.sort();
    let mut expected = [Construct::TransactionalInsert, Construct::TransactionalUpdate, Construct::TransactionalDelete];
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn an_insert_takes_no_alias() {
    problems! {
        insert(&users().alias("u")).values([("id", literal(1))]) => "an INSERT takes its table without an alias, not AS \"u\"";
    }
}

/// `AS r` alone needs no names of columns.
#[test]
fn an_alias_is_no_list_of_columns() {
    let mut capabilities = Capabilities::of::<Everything>();
    capabilities.narrow(Construct::SourceColumns, aludel_dialect::Support::Absent, "none").unwrap();
    let named = select::<Any>(star()).from(table_function("range", literal(3)).alias("r"));
    assert!(named.render(&Numbered, &capabilities).is_ok());
}
