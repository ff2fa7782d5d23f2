//! What is given twice is combined where SQL has a meaning for it, and an error where one of the two would be lost.

use aludel_query::{
    BuildError, SampleSize, Select, ToSql, delete, excluded, explain, func, insert, label_ref, literal, select, text,
    update, window,
};

use crate::samples::{Everything, orders, users};

macro_rules! refused {
    ($($statement:expr => $words:literal;)*) => { $(
        let error = ToSql::to_sql::<Everything>(&$statement).expect_err($words);
        assert!(matches!(&error, BuildError::Usage(message) if message.contains($words)), "{error}");
    )* };
}

#[test]
fn what_would_be_lost_is_an_error() {
    let (users, orders) = (users(), orders());
    let query = || select([literal(1)]);
    let one = || select([users.col("id")]);
    refused! {
        insert(&users).columns(["id"]).row([1]).from_select(["id"], query()) => "not from two of them";
        insert(&users).columns(["id"]).row([1]).default_values() => "not from two of them";
        insert(&users).columns(["id"]).row([1])
            .on_conflict_do_nothing(["id"]).on_conflict_do_update(["id"], [("id", excluded("id"))]) => "twice";
        update(&users).set("id", 1).from(&orders).from(&orders).filter(users.col("id").eq(1)) => "twice";
        delete(&users).using(&orders).using(&orders).filter(users.col("id").eq(1)) => "twice";
        select([func::row_number().over(window()).over(window())]).from(&users) => "twice";
        one().limit_by(1, [users.col("id")]).limit_by(2, [users.col("id")]) => "twice";
        one().latest_on(users.col("at"), [users.col("id")]).latest_on(users.col("at"), [users.col("id")]) => "twice";
        one().sample(SampleSize::Rows(1)).sample(SampleSize::Rows(2)) => "twice";
    }
}

#[test]
fn conditions_of_a_filter_are_combined() {
    let users = users();
    let both: Select<Everything> =
        select([func::count_rows().filter_where(users.col("a").gt(1)).filter_where(users.col("b").gt(2))]).from(&users);
    assert_eq!(
        both.to_sql::<Everything>().expect("both").sql.as_ref(),
        "SELECT count(*) FILTER (WHERE users.a > $1 AND users.b > $2) FROM users"
    );
}

#[test]
fn explaining_a_text_never_runs_what_follows_it() {
    refused! { explain(text("SELECT 1; INSERT INTO t VALUES (1)")) => "one statement"; }
    refused! { explain(text("ANALYZE INSERT INTO t VALUES (1)")) => "begins with its statement"; }
    refused! { explain(text("(FORMAT JSON, ANALYZE) INSERT INTO t VALUES (1)")) => "begins with its statement"; }
    refused! { explain(text("/* all */ ANALYZE DELETE FROM t")) => "begins with its statement"; }
    assert!(ToSql::to_sql::<Everything>(&explain(text("SELECT 1;"))).is_ok());
    assert!(ToSql::to_sql::<Everything>(&explain(text(" (SELECT 1)"))).is_ok());
}

#[test]
fn values_that_only_compare_equal_are_two_parameters() {
    let (zero, same) = (|sign: f64| label_ref("a") / literal(0.0 * sign), 2);
    let query: Select<Everything> =
        select([zero(1.0).label("x")]).from(users()).group_by([zero(-1.0)]).having(label_ref("a").gt(same));
    assert_eq!(query.to_sql::<Everything>().expect("it renders").parameters.len(), 3);
}
