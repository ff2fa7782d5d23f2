//! From what is there to what is wanted.

use super::*;

fn users() -> Table {
    Table::new("users")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("name", SqlType::Text).default_value("it's"))
        .column(Column::new("seen", SqlType::Timestamp(TimeUnit::Microsecond)))
}

#[tokio::test]
async fn what_was_made_differs_in_nothing() -> Result<(), Error> {
    let engine = engine().await?;
    let orders = Table::new("orders")
        .column(Column::new("user_id", SqlType::Int64).not_null())
        .column(Column::new("state", SqlType::Native("state".into())).with_comment("where it is"))
        .column(Column::new("price", SqlType::decimal(10, 2)).default_value(0))
        .constraint(Constraint::foreign_key(["user_id"], &users(), ["id"]))
        .index(Index::new("by_user", ["user_id"]));
    let twice = orders.col::<Any>("user_id") * 2;
    let orders = orders.clone().column(Column::new("twice", SqlType::Int64).generated(twice));
    let orders = orders.clone().constraint(Constraint::check(orders.col("user_id").gt(0)));
    let states = EnumType::new("state", ["new", "paid"]);
    let wanted = MetaData::new().table(orders).table(users()).enumeration(states).sequence(Sequence::new("numbers"));
    let before = wanted.diff(&engine).await?;
    for statement in before.safe() {
        engine.execute(statement).await?;
    }
    let after = wanted.diff(&engine).await?;
    assert!(after.is_empty(), "{after}");
    Ok(())
}

#[tokio::test]
async fn a_schema_is_changed_and_data_are_taken_away_only_when_asked_for() -> Result<(), Error> {
    let engine = engine().await?;
    let old = users().column(Column::new("gone", SqlType::Text)).index(Index::new("by_seen", ["seen"]));
    old.create(&engine).await?;
    Table::new("left").column(Column::new("id", SqlType::Int64)).create(&engine).await?;
    engine.execute(insert(&old).rows([(1, "joe", text_time(), "x")])).await?;
    let new = Table::new("users")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("name", SqlType::Text).not_null())
        .column(Column::new("seen", SqlType::Date))
        .column(Column::new("age", SqlType::Int32).default_value(7).with_comment("in years"))
        .index(Index::new("by_name", ["name"]))
        .with_comment("who buys");
    let more = Table::new("more").column(Column::new("id", SqlType::Int64));
    let wanted = MetaData::new().table(new).table(more);
    let changes = wanted.diff(&engine).await?;
    let said = changes.to_string();
    let said: Vec<&str> = said.lines().map(|line| line.split(" /*").next().unwrap_or(line)).collect();
    assert_eq!(
        said,
        [
            "DROP INDEX by_seen",
            "-- destructive: ALTER TABLE users ALTER COLUMN name DROP DEFAULT",
            "ALTER TABLE users ALTER COLUMN name SET NOT NULL",
            "-- destructive: ALTER TABLE users ALTER COLUMN seen TYPE DATE",
            "ALTER TABLE users ADD COLUMN age INT32 DEFAULT 7",
            "COMMENT ON COLUMN users.age IS 'in years'",
            "-- destructive: ALTER TABLE users DROP COLUMN gone",
            "CREATE INDEX by_name ON users (name)",
            "COMMENT ON TABLE users IS 'who buys'",
            "CREATE TABLE more (id INT64);",
            "-- destructive: DROP TABLE left;",
        ]
    );
    for statement in changes.safe() {
        engine.execute(statement).await?;
    }
    let rest = wanted.diff(&engine).await?;
    assert!(rest.steps.len() == 4 && rest.steps.iter().all(|step| step.is_destructive), "{rest}");
    engine.execute(drop_index(&old, "by_name")).await?;
    for statement in rest.with_destructive() {
        engine.execute(statement).await?;
    }
    let last = wanted.diff(&engine).await?;
    assert_eq!(last.steps.len(), 1, "{last}");
    assert_eq!(
        engine.fetch_one::<(i64, String, i32)>(text("SELECT id, name, age FROM users")).await?,
        (1, "joe".into(), 7)
    );
    Ok(())
}

fn text_time() -> Value {
    aludel::chrono::NaiveDate::from_ymd_opt(2024, 5, 1).and_then(|day| day.and_hms_opt(9, 0, 0)).into()
}

#[tokio::test]
async fn what_no_statement_changes_is_named() -> Result<(), Error> {
    let engine = engine().await?;
    users().create(&engine).await?;
    let keys = Table::new("users")
        .column(Column::new("id", SqlType::Int64).not_null())
        .column(Column::new("name", SqlType::Text).default_value("it's").unique())
        .column(Column::new("seen", SqlType::Timestamp(TimeUnit::Microsecond)));
    let keys = keys.clone().constraint(Constraint::check(keys.col("id").gt(0)));
    let changes = MetaData::new().table(keys).diff(&engine).await?;
    assert!(changes.steps.is_empty(), "{changes}");
    assert_eq!(
        changes.unreachable,
        ["PRIMARY KEY of users", "UNIQUE (name) of users is wanted", "CHECK (users.id > 0) of users is wanted"]
    );
    Ok(())
}

#[tokio::test]
async fn each_table_is_compared_with_that_of_its_own_schema() -> Result<(), Error> {
    let engine = engine().await?;
    for sql in ["CREATE TABLE t (a BIGINT)", "CREATE SCHEMA other", "CREATE TABLE other.t (b BIGINT)"] {
        engine.execute(text(sql)).await?;
    }
    let column = |name: &str| Column::new(name, SqlType::Int64);
    let there = Table::new("t").in_schema("other").column(column("b"));
    let both = MetaData::new().table(there.clone()).table(Table::new("t").column(column("a")));
    let changes = both.diff(&engine).await?;
    assert!(changes.is_empty(), "{changes}");
    let changes = MetaData::new().table(there).diff(&engine).await?.to_string();
    assert_eq!(
        changes.lines().map(|line| line.split(" /*").next().unwrap_or(line)).collect::<Vec<_>>(),
        ["-- destructive: DROP TABLE t;"]
    );
    Ok(())
}

#[tokio::test]
async fn what_differs_in_a_text_or_in_parentheses_differs() -> Result<(), Error> {
    let engine = engine().await?;
    let sql = "CREATE TABLE t (a BIGINT, b BIGINT, city VARCHAR DEFAULT 'New York', CHECK ((a + b) * 2 > 0))";
    engine.execute(text(sql)).await?;
    let plain = Table::new("t")
        .column(Column::new("a", SqlType::Int64))
        .column(Column::new("b", SqlType::Int64))
        .column(Column::new("city", SqlType::Text).default_value("NewYork"));
    let (a, b) = (plain.col::<Any>("a"), plain.col::<Any>("b"));
    let changes = MetaData::new().table(plain.constraint(Constraint::check((a + b * 2).gt(0)))).diff(&engine).await?;
    assert_eq!(changes.steps.len(), 1, "{changes}");
    assert_eq!(changes.unreachable.len(), 2, "{changes}");
    Ok(())
}

#[tokio::test]
async fn keys_and_indexes_that_are_said_in_another_way_are_the_same() -> Result<(), Error> {
    let engine = engine().await?;
    let wanted = Table::new("t")
        .column(Column::new("id", SqlType::Int64))
        .column(Column::new("a", SqlType::Int64))
        .constraint(Constraint::primary_key(["id"]))
        .constraint(Constraint::unique(["a"]))
        .index(Index::new("by_a", ["a"]).using("ART"));
    let wanted = MetaData::new().table(wanted);
    wanted.create_all(&engine).await?;
    let changes = wanted.diff(&engine).await?;
    assert!(changes.is_empty(), "{changes}");
    assert_eq!(changes.uncompared, ["the kind of the index \"by_a\" of t"]);
    Ok(())
}

#[tokio::test]
async fn parentheses_that_change_nothing_are_no_difference() -> Result<(), Error> {
    let engine = engine().await?;
    let plain = Table::new("t").column(Column::new("a", SqlType::Int64)).column(Column::new("b", SqlType::Int64));
    let (a, b) = (plain.col::<Any>("a"), plain.col::<Any>("b"));
    let either = a.clone().gt(0).and(b.clone().gt(0).or(a.clone().lt(-5)));
    let sum = ((a.clone() + b.clone()) * 2).gt(a.clone() - b.clone() - 1);
    let listed = a.clone().is_in([1, 2]).and(b.clone().is_not_null()).and(b.ne(7));
    let checks = [either, sum, listed].into_iter().map(Constraint::check);
    let wanted = MetaData::new().table(checks.fold(plain, Table::constraint));
    wanted.create_all(&engine).await?;
    let changes = wanted.diff(&engine).await?;
    assert!(changes.is_empty() && changes.uncompared.is_empty(), "{changes}");
    Ok(())
}

#[tokio::test]
async fn a_column_that_is_never_null_is_added_to_rows_that_are_there() -> Result<(), Error> {
    let engine = engine().await?;
    engine.execute(text("CREATE TABLE t AS SELECT 1::BIGINT AS a")).await?;
    let wanted = Table::new("t")
        .column(Column::new("a", SqlType::Int64))
        .column(Column::new("b", SqlType::Int32).not_null().default_value(5))
        .column(Column::new("c", SqlType::Text).not_null())
        .column(Column::new("d", SqlType::Int64).unique());
    let wanted = MetaData::new().table(wanted);
    let changes = wanted.diff(&engine).await?;
    assert_eq!(
        changes.unreachable,
        [
            "NOT NULL of t.c, a new column without a default: give it a value in the rows that are there first",
            "UNIQUE (d) of t is wanted",
        ]
    );
    for statement in changes.safe() {
        engine.execute(statement).await?;
    }
    assert_eq!(engine.fetch_one::<(i64, i32)>(text("SELECT a, b FROM t")).await?, (1, 5));
    assert!(engine.execute(text("INSERT INTO t (a, b) VALUES (2, NULL)")).await.is_err());
    // With a value in every row, the rest is one step.
    engine.execute(text("UPDATE t SET c = 'x'")).await?;
    let rest = wanted.diff(&engine).await?;
    let steps: Vec<String> = rest.safe().map(ToString::to_string).collect();
    assert!(steps.len() == 1 && steps[0].starts_with("ALTER TABLE t ALTER COLUMN c SET NOT NULL"), "{rest}");
    for statement in rest.safe() {
        engine.execute(statement).await?;
    }
    assert_eq!(wanted.diff(&engine).await?.unreachable, ["UNIQUE (d) of t is wanted"]);
    Ok(())
}

#[tokio::test]
async fn what_nobody_asked_to_drop_is_dropped_only_when_asked_for() -> Result<(), Error> {
    let engine = engine().await?;
    for sql in [
        "CREATE TABLE t (id BIGINT DEFAULT 1)",
        "CREATE UNIQUE INDEX one ON t (id)",
        "COMMENT ON TABLE t IS 'kept'",
        "COMMENT ON COLUMN t.id IS 'kept'",
    ] {
        engine.execute(text(sql)).await?;
    }
    let changes =
        MetaData::new().table(Table::new("t").column(Column::new("id", SqlType::Int64))).diff(&engine).await?;
    assert_eq!((changes.steps.len(), changes.safe().count()), (4, 0), "{changes}");
    Ok(())
}

#[tokio::test]
async fn defaults_of_every_kind_are_found_as_they_were_made() -> Result<(), Error> {
    use aludel::chrono::{NaiveDate, NaiveTime};
    let engine = engine().await?;
    let day = NaiveDate::from_ymd_opt(2024, 1, 2);
    let cases: Vec<(SqlType, Value, Value)> = vec![
        (SqlType::Boolean, false.into(), true.into()),
        (SqlType::Float64, 0.1.into(), 0.2.into()),
        (SqlType::Float64, (-0.0).into(), 0.0.into()),
        (SqlType::Float64, f64::NAN.into(), f64::INFINITY.into()),
        (SqlType::Float64, f64::NEG_INFINITY.into(), f64::INFINITY.into()),
        (SqlType::Float64, 1e300.into(), 1e301.into()),
        (SqlType::Float32, 0.1_f32.into(), 0.3_f32.into()),
        (SqlType::Bytes, Value::Bytes(vec![0, 255, 39]), Value::Bytes(vec![0, 255])),
        (SqlType::Int32, (-5).into(), 5.into()),
        (SqlType::Int128, 5_i128.into(), 6_i128.into()),
        (SqlType::decimal(10, 2), aludel::rust_decimal::Decimal::new(-125, 2).into(), 1.into()),
        (SqlType::Uuid, aludel::uuid::Uuid::from_u128(1).into(), aludel::uuid::Uuid::from_u128(2).into()),
        (SqlType::Date, day.into(), NaiveDate::from_ymd_opt(2024, 1, 3).into()),
        (SqlType::Time(TimeUnit::Microsecond), NaiveTime::from_hms_opt(1, 2, 3).into(), NaiveTime::MIN.into()),
        (SqlType::Timestamp(TimeUnit::Microsecond), text_time(), day.and_then(|day| day.and_hms_opt(0, 0, 0)).into()),
        (SqlType::Json, Value::Json("{\"a\":1}".into()), Value::Json("[]".into())),
        (SqlType::Text, "TRUE".into(), "CAST('t' AS BOOLEAN)".into()),
    ];
    let table = |which: fn(&(SqlType, Value, Value)) -> &Value| {
        cases.iter().enumerate().fold(Table::new("t"), |table, (number, case)| {
            table.column(Column::new(format!("c{number}"), case.0.clone()).default_value(which(case).clone()))
        })
    };
    let wanted = MetaData::new().table(table(|case| &case.1));
    wanted.create_all(&engine).await?;
    let changes = wanted.diff(&engine).await?;
    assert!(changes.is_empty(), "{changes}");
    let other = MetaData::new().table(table(|case| &case.2));
    assert_eq!(other.diff(&engine).await?.safe().count(), cases.len(), "and another one is another");
    for statement in other.diff(&engine).await?.safe() {
        engine.execute(statement).await?;
    }
    let changes = other.diff(&engine).await?;
    assert!(changes.is_empty(), "{changes}");
    Ok(())
}
