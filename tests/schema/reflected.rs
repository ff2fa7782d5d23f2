//! What is made is found again, and made again from what is found.

use super::*;
use proptest::prelude::*;

fn sql_type() -> impl Strategy<Value = SqlType> {
    use aludel::Field;
    let plain = prop_oneof![
        Just(SqlType::Boolean),
        Just(SqlType::Int8),
        Just(SqlType::Int32),
        Just(SqlType::UInt64),
        Just(SqlType::Int128),
        Just(SqlType::Float64),
        (1..=38_u8)
            .prop_flat_map(|precision| (Just(precision), 0..=precision))
            .prop_map(|(p, s)| SqlType::decimal(p, s)),
        Just(SqlType::Text),
        Just(SqlType::Bytes),
        Just(SqlType::Bits),
        Just(SqlType::Date),
        Just(SqlType::Time(TimeUnit::Microsecond)),
        Just(SqlType::TimeTz),
        Just(SqlType::Timestamp(TimeUnit::Second)),
        Just(SqlType::Timestamp(TimeUnit::Nanosecond)),
        Just(SqlType::TimestampTz(TimeUnit::Microsecond)),
        Just(SqlType::Interval),
        Just(SqlType::Uuid),
        Just(SqlType::Json),
        Just(SqlType::Native("VARIANT".into())),
        prop::collection::hash_set(name(), 1..4).prop_map(|names| SqlType::Enum(names.into_iter().collect())),
    ];
    plain.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            inner.clone().prop_map(SqlType::list),
            (inner.clone(), 1..5_u32).prop_map(|(element, length)| SqlType::array(element, length)),
            (inner.clone(), inner.clone()).prop_map(|(key, value)| SqlType::map(key, value)),
            (name(), inner).prop_map(|(name, inner)| SqlType::Struct(vec![Field::new(name, inner)])),
        ]
    })
}

/// Names that must be quoted, too, and that are words of SQL.
fn name() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z]{1,6}", "[A-Za-z\"' ,()\\[\\]äß🦆]{1,8}", Just("select".to_owned())]
        .prop_filter("a name is no space alone", |name| !name.trim().is_empty())
}

fn column() -> impl Strategy<Value = (SqlType, bool, Option<(i64, String)>, Option<String>)> {
    (sql_type(), any::<bool>(), prop::option::of((any::<i64>(), name())), prop::option::of(name()))
}

/// A value of the type, made from a number and a text; `None` for a type that no literal is written of here.
fn value(sql_type: &SqlType, number: i64, text: &str) -> Option<Value> {
    use aludel::chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone as _, Utc};
    let seconds = number.rem_euclid(4_000_000_000);
    let moment = DateTime::from_timestamp(seconds, 0)?;
    Some(match sql_type {
        SqlType::Boolean => Value::from(number % 2 == 0),
        SqlType::Int8 => Value::from(number as i8),
        SqlType::Int32 => Value::from(number as i32),
        SqlType::UInt64 => Value::from(number as u64),
        SqlType::Int128 => Value::from(i128::from(number) * i128::from(i32::MAX)),
        SqlType::Float64 => Value::from(number as f64 / 1024.0),
        SqlType::Decimal { precision, scale } => {
            let room = 10_i64.checked_pow(u32::from(*precision)).unwrap_or(i64::MAX);
            Value::from(aludel::rust_decimal::Decimal::try_new(number % room, u32::from(*scale).min(28)).ok()?)
        }
        SqlType::Text => Value::from(text),
        SqlType::Bytes => Value::Bytes(number.to_be_bytes().to_vec()),
        SqlType::Date => {
            Value::from(NaiveDate::from_ymd_opt(1900, 1, 1)?.checked_add_days(Days::new(seconds as u64 % 90_000))?)
        }
        SqlType::Time(_) => Value::from(NaiveTime::from_num_seconds_from_midnight_opt(
            (seconds % 86_400) as u32,
            (seconds % 1000) as u32 * 1000,
        )?),
        SqlType::Timestamp(_) => Value::from(moment.naive_utc()),
        SqlType::TimestampTz(_) => Value::from(Utc.timestamp_opt(seconds, 1000).single()?),
        SqlType::Uuid => Value::from(aludel::uuid::Uuid::from_u64_pair(number as u64, number as u64)),
        SqlType::Enum(labels) => Value::from(labels.first()?.as_str()),
        _ => return None,
    })
}

prop_compose! {
    fn tables()(
        names in prop::collection::hash_map(name().prop_map(|name| name.to_lowercase()), column(), 1..6),
        table in name(),
        index in any::<bool>(),
        unique in any::<bool>(),
        comment in prop::option::of(name()),
    ) -> Table {
        let mut made = Table::new(table).column(Column::new("id", SqlType::Int64).primary_key());
        made = made.column(Column::new("n", SqlType::Int64));
        for (name, (sql_type, nullable, default, comment)) in names {
            if name == "id" || name == "n" {
                continue;
            }
            let default = default.and_then(|(number, text)| value(&sql_type, number, &text));
            let mut column = Column::new(name, sql_type);
            if !nullable {
                column = column.not_null();
            }
            if let Some(default) = default {
                column = column.default_value(default);
            }
            if let Some(comment) = comment {
                column = column.with_comment(comment);
            }
            made = made.column(column);
        }
        let n = made.col::<Any>("n");
        let doubled = n.clone() * 2;
        made = made.column(Column::new("doubled", SqlType::Int64).generated(doubled));
        made = made.constraint(Constraint::check(n.gt(0)));
        if unique {
            made = made.constraint(Constraint::unique(["n", "id"]));
        }
        if index {
            let sum = made.col::<Any>("n") + made.col("id");
            made = made.index(Index::new("by n", ["n"]).key(sum));
        }
        match comment {
            Some(comment) => made.with_comment(comment),
            None => made,
        }
    }
}

/// Makes a table, reflects it, makes it from that in another database, and reflects it again.
fn there_and_back(table: &Table) -> Result<(Table, Table), Error> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let first = engine().await?;
        table.create(&first).await?;
        let found = first.inspect().table(table.name()).await?;
        let second = engine().await?;
        found.create(&second).await?;
        let again = second.inspect().table(table.name()).await?;
        Ok((found, again))
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn what_is_created_and_reflected_is_a_fixed_point(table in tables()) {
        let (found, again) = match there_and_back(&table) {
            Ok(both) => both,
            Err(error) => return Err(TestCaseError::fail(error.to_string())),
        };
        prop_assert_eq!(&found, &again);
        let defaults = |table: &Table| table.columns().iter().map(|column| column.default().is_some()).collect::<Vec<_>>();
        prop_assert_eq!(defaults(&found), defaults(&table));
        let types = |table: &Table| table.columns().iter().map(|column| column.sql_type().to_string()).collect::<Vec<_>>();
        prop_assert_eq!(types(&found), types(&table));
    }
}

#[tokio::test]
async fn sequences_and_enums_are_reflected_so_that_all_of_it_is_made_elsewhere() -> Result<(), Error> {
    let (first, second) = (engine().await?, engine().await?);
    for sql in [
        "CREATE SCHEMA other",
        "CREATE SEQUENCE other.hidden",
        "CREATE SEQUENCE \"it's Mine\" START 100 INCREMENT 5 CYCLE",
        "CREATE SEQUENCE unused",
        "CREATE TYPE mood AS ENUM ('sad', 'ok')",
        "CREATE TABLE t (id BIGINT DEFAULT nextval('\"it''s Mine\"'), m mood)",
        "CREATE TABLE u (id BIGINT)",
    ] {
        first.execute(text(sql)).await?;
    }
    let mut found = MetaData::new();
    found.reflect(&first, Reflect::tables()).await?;
    found.reflect(&first, Reflect::tables()).await?;
    let names: Vec<&str> = found.sequences().iter().map(Sequence::name).collect();
    assert_eq!(names, ["it's Mine", "unused"], "each once, and none of another schema");
    assert_eq!(found.enums(), [EnumType::new("mood", ["sad", "ok"])]);
    assert!(found.diff(&first).await?.is_empty());
    found.create_all(&second).await?;
    second.execute(text("INSERT INTO t (m) VALUES ('ok')")).await?;
    assert_eq!(second.fetch_scalar::<i64>(text("SELECT id FROM t")).await?, 100);
    assert!(found.diff(&second).await?.is_empty());

    let mut one = MetaData::new();
    one.reflect(&first, Reflect::tables().only(["t"])).await?;
    assert_eq!((one.sequences().len(), one.sequences()[0].name()), (1, "it's Mine"), "that which it needs");
    let mut other = MetaData::new();
    other.reflect(&first, Reflect::tables().only(["u"])).await?;
    assert!(other.sequences().is_empty());
    Ok(())
}

#[tokio::test]
async fn a_view_is_read_from_and_never_made_a_table() -> Result<(), Error> {
    let (first, second) = (engine().await?, engine().await?);
    for sql in ["CREATE TABLE t AS SELECT 1::BIGINT AS a", "CREATE VIEW \"v\"\"w\" AS SELECT a + 1 AS b FROM t"] {
        first.execute(text(sql)).await?;
    }
    let mut all = MetaData::new();
    all.reflect(&first, Reflect::with_views()).await?;
    let mut one_by_one = MetaData::new();
    one_by_one.reflect_table(&first, "t").await?;
    let view = one_by_one.reflect_table(&first, "v\"w").await?;
    assert_eq!(one_by_one, all);
    assert_eq!((all.tables().len(), all.views()), (1, &[view.clone()][..]));
    assert_eq!(first.fetch_scalar::<i64>(select(view.col("b"))).await?, 2);
    let changes = all.diff(&first).await?;
    assert!(changes.is_empty(), "{changes}");
    all.create_all(&second).await?;
    let made: Vec<String> =
        second.inspect().relations().await?.iter().map(|relation| relation.table.name().to_owned()).collect();
    assert_eq!(made, ["t"]);
    all.drop_all(&first).await?;
    assert!(first.inspect().has_table("v\"w").await?, "it is not dropped either");
    Ok(())
}

#[tokio::test]
async fn a_collation_is_not_dropped_without_a_word() -> Result<(), Error> {
    let engine = engine().await?;
    let sql = "CREATE TABLE t (\"a (b\" VARCHAR COLLATE nocase.noaccent, b VARCHAR DEFAULT 'c VARCHAR COLLATE de', c VARCHAR)";
    engine.execute(text(sql)).await?;
    let found = engine.inspect().table("t").await?;
    assert_eq!(found.native_constraints().len(), 1);
    let collation = &found.native_constraints()[0];
    assert!(collation.to_lowercase().starts_with("\"a (b\" varchar collate "), "{collation}");
    assert!(collation.to_lowercase().contains("nocase.noaccent"), "{collation}");
    let problem = found.create(&super::engine().await?).await.unwrap_err().to_string();
    assert!(problem.contains(collation), "{problem}");
    let plain = ["a (b", "b", "c"].into_iter().fold(Table::new("t"), |table, name| {
        let column = Column::new(name, SqlType::Text);
        table.column(if name == "b" { column.default_value("c VARCHAR COLLATE de") } else { column })
    });
    let changes = MetaData::new().table(plain).diff(&engine).await?;
    assert_eq!(changes.unreachable, [format!("{collation} of t is there")]);
    Ok(())
}
