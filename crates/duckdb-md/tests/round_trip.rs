//! Every type through bind and fetch, with nothing lost.
mod common;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::{BigInt, Sign};
use aludel_dialect::{Bits, Date, Field, Interval, Parameter, SqlType, Time, TimeTz, TimeUnit, Timestamp, Value};
use aludel_engine::Connection;
use common::{Tested, fetch, memory, type_text, value, with};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

/// Values of a type, NULL among them.
fn values(kind: &SqlType) -> BoxedStrategy<Value> {
    prop_oneof![1 => Just(Value::Null), 6 => filled(kind)].boxed()
}

/// Values of a type that are not NULL.
fn filled(kind: &SqlType) -> BoxedStrategy<Value> {
    match kind {
        SqlType::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        SqlType::Int8 => any::<i8>().prop_map(Value::Int8).boxed(),
        SqlType::Int16 => any::<i16>().prop_map(Value::Int16).boxed(),
        SqlType::Int32 => any::<i32>().prop_map(Value::Int32).boxed(),
        SqlType::Int64 => any::<i64>().prop_map(Value::Int64).boxed(),
        SqlType::Int128 => prop_oneof![any::<i128>(), Just(i128::MIN), Just(i128::MAX)].prop_map(Value::Int128).boxed(),
        SqlType::UInt8 => any::<u8>().prop_map(Value::UInt8).boxed(),
        SqlType::UInt16 => any::<u16>().prop_map(Value::UInt16).boxed(),
        SqlType::UInt32 => any::<u32>().prop_map(Value::UInt32).boxed(),
        SqlType::UInt64 => any::<u64>().prop_map(Value::UInt64).boxed(),
        SqlType::UInt128 => prop_oneof![any::<u128>(), Just(u128::MAX)].prop_map(Value::UInt128).boxed(),
        SqlType::BigInteger => (any::<bool>(), prop::collection::vec(any::<u8>(), 0..60))
            .prop_map(|(negative, bytes)| {
                let sign = if negative { Sign::Minus } else { Sign::Plus };
                Value::BigInteger(BigInt::from_bytes_be(sign, &bytes))
            })
            .boxed(),
        SqlType::Float32 => any::<f32>().prop_map(Value::Float32).boxed(),
        SqlType::Float64 => any::<f64>().prop_map(Value::Float64).boxed(),
        SqlType::Decimal { precision, scale } => {
            let (limit, scale) = (10i128.pow(u32::from(*precision)) - 1, i64::from(*scale));
            prop_oneof![-limit..=limit, Just(limit), Just(-limit)]
                .prop_map(move |digits| Value::Decimal(BigDecimal::new(digits.into(), scale)))
                .boxed()
        }
        SqlType::Text => any::<String>().prop_map(Value::Text).boxed(),
        SqlType::Bytes => any::<Vec<u8>>().prop_map(Value::Bytes).boxed(),
        SqlType::Bits => {
            "[01]{1,70}".prop_filter_map("bits", |text| Bits::new(text).ok()).prop_map(Value::Bits).boxed()
        }
        SqlType::Date => {
            prop_oneof![-2_147_483_646..=i32::MAX, Just(-i32::MAX)].prop_map(|days| Value::Date(Date { days })).boxed()
        }
        SqlType::Time(TimeUnit::Nanosecond) => {
            (0..=86_400_000_000_000i64).prop_map(|nanoseconds| Value::Time(Time { nanoseconds })).boxed()
        }
        SqlType::Time(_) => {
            (0..=86_400_000_000i64).prop_map(|micros| Value::Time(Time { nanoseconds: micros * 1_000 })).boxed()
        }
        SqlType::TimeTz => (0..=86_400_000_000i64, -57_599..=57_599i32)
            .prop_map(|(micros, offset_seconds)| Value::TimeTz(TimeTz { nanoseconds: micros * 1_000, offset_seconds }))
            .boxed(),
        SqlType::Timestamp(unit) => instants(*unit, None),
        SqlType::TimestampTz(_) => instants(TimeUnit::Microsecond, Some("UTC")),
        SqlType::Interval => (any::<i32>(), any::<i32>(), i64::MIN / 1_000..=i64::MAX / 1_000)
            .prop_map(|(months, days, micros)| {
                Value::Interval(Interval { months, days, nanoseconds: i128::from(micros) * 1_000 })
            })
            .boxed(),
        SqlType::Uuid => any::<u128>().prop_map(|bits| Value::Uuid(uuid::Uuid::from_u128(bits))).boxed(),
        SqlType::Json => any::<i64>().prop_map(|number| Value::Json(format!("{{ \"a\" : [{number}] }}"))).boxed(),
        SqlType::Enum(names) => prop::sample::select(names.clone()).prop_map(Value::Enum).boxed(),
        SqlType::List(item) => prop::collection::vec(values(item), 0..4).prop_map(Value::List).boxed(),
        SqlType::Array(item, length) => {
            prop::collection::vec(values(item), *length as usize).prop_map(Value::Array).boxed()
        }
        SqlType::Struct(fields) => fields
            .iter()
            .map(|field| {
                let name = field.name.clone();
                values(&field.sql_type).prop_map(move |value| (name.clone(), value)).boxed()
            })
            .collect::<Vec<_>>()
            .prop_map(Value::Struct)
            .boxed(),
        SqlType::Map(key, item) => prop::collection::vec((filled(key), values(item)), 0..4)
            .prop_filter("keys don't repeat", |entries| {
                (1..entries.len()).all(|at| entries[..at].iter().all(|(key, _)| *key != entries[at].0))
            })
            .prop_map(Value::Map)
            .boxed(),
        SqlType::Union(fields) => prop::sample::select(fields.clone())
            .prop_flat_map(|field| {
                filled(&field.sql_type).prop_map(move |value| Value::Union(field.name.clone(), Box::new(value)))
            })
            .boxed(),
        _ => Just(Value::Null).boxed(),
    }
}

fn instants(unit: TimeUnit, zone: Option<&'static str>) -> BoxedStrategy<Value> {
    let range = match unit {
        TimeUnit::Second => -9_223_372_022_400..=9_223_372_036_854i64,
        TimeUnit::Millisecond => -9_223_372_022_400_000..=9_223_372_036_854_775i64,
        TimeUnit::Microsecond => -9_223_372_022_400_000_000..=i64::MAX,
        TimeUnit::Nanosecond => -9_223_286_400_000_000_000..=i64::MAX,
    };
    prop_oneof![8 => range, 1 => Just(i64::MAX), 1 => Just(-i64::MAX)]
        .prop_map(move |value| Value::Timestamp(Timestamp { value, unit, zone: zone.map(Into::into) }))
        .boxed()
}

fn plain_types() -> Vec<SqlType> {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    let names = |count: usize| SqlType::Enum((0..count).map(|at| format!("n'{at}")).collect());
    vec![
        SqlType::Boolean,
        SqlType::Int8,
        SqlType::Int16,
        SqlType::Int32,
        SqlType::Int64,
        SqlType::Int128,
        SqlType::UInt8,
        SqlType::UInt16,
        SqlType::UInt32,
        SqlType::UInt64,
        SqlType::UInt128,
        SqlType::BigInteger,
        SqlType::Float32,
        SqlType::Float64,
        SqlType::decimal(4, 1),
        SqlType::decimal(9, 2),
        SqlType::decimal(18, 18),
        SqlType::decimal(38, 0),
        SqlType::decimal(38, 38),
        SqlType::Text,
        SqlType::Bytes,
        SqlType::Bits,
        SqlType::Date,
        SqlType::Time(Microsecond),
        SqlType::Time(Nanosecond),
        SqlType::TimeTz,
        SqlType::Timestamp(Second),
        SqlType::Timestamp(Millisecond),
        SqlType::Timestamp(Microsecond),
        SqlType::Timestamp(Nanosecond),
        SqlType::TimestampTz(Microsecond),
        SqlType::Interval,
        SqlType::Uuid,
        SqlType::Json,
        names(3),
        names(300),
        names(70_000),
    ]
}

fn nested_types() -> impl Strategy<Value = SqlType> {
    let small: Vec<SqlType> =
        plain_types().into_iter().filter(|kind| !matches!(kind, SqlType::Enum(n) if n.len() > 3)).collect();
    prop::sample::select(small).prop_recursive(3, 12, 3, |inner| {
        let fields = || {
            prop::collection::vec(inner.clone(), 1..4).prop_map(|kinds| {
                kinds
                    .into_iter()
                    .enumerate()
                    .map(|(at, kind)| Field::new(format!("m {at}\""), kind))
                    .collect::<Vec<_>>()
            })
        };
        prop_oneof![
            inner.clone().prop_map(SqlType::list),
            (inner.clone(), 1..4u32).prop_map(|(kind, length)| SqlType::array(kind, length)),
            fields().prop_map(SqlType::Struct),
            fields().prop_map(SqlType::Union),
            inner.clone().prop_map(|kind| SqlType::map(SqlType::Int32, kind)),
            inner.prop_map(|kind| SqlType::map(SqlType::Text, kind)),
        ]
    })
}

/// Equal, also where NaN is.
fn same(left: &Value, right: &Value) -> bool {
    left == right || format!("{left:?}") == format!("{right:?}")
}

fn check(strategy: impl Strategy<Value = (SqlType, Value)>, cases: u32) -> Tested<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let connection = std::cell::RefCell::new(runtime.block_on(memory())?);
    let mut runner = TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() });
    runner.run(&strategy, |(kind, given)| {
        let statement = with("SELECT $1", vec![Parameter::typed(given.clone(), kind)]);
        let connection: &mut Box<dyn Connection> = &mut connection.borrow_mut();
        let back = runtime.block_on(value(connection, &statement));
        let back = back.map_err(|error| TestCaseError::fail(error.to_string()))?;
        prop_assert!(same(&given, &back), "{given:?} came back as {back:?}");
        Ok(())
    })?;
    Ok(())
}

#[test]
fn every_plain_type_comes_back_as_it_went() -> Tested<()> {
    for kind in plain_types() {
        let cases = if matches!(&kind, SqlType::Enum(names) if names.len() > 1_000) { 3 } else { 60 };
        check(values(&kind).prop_map(move |value| (kind.clone(), value)), cases)?;
    }
    Ok(())
}

#[test]
fn nested_values_come_back_as_they_went() -> Tested<()> {
    check(nested_types().prop_flat_map(|kind| values(&kind).prop_map(move |value| (kind.clone(), value))), 400)
}

#[tokio::test]
async fn a_value_without_a_type_is_bound_as_what_it_is() -> Tested<()> {
    let mut connection = memory().await?;
    for (given, kind) in [
        (Value::Int16(5), "SMALLINT"),
        (Value::UInt128(u128::MAX), "UHUGEINT"),
        (Value::Decimal("1.50".parse()?), "DECIMAL(3,2)"),
        (Value::List(vec![Value::Null, Value::Int8(1)]), "TINYINT[]"),
        (Value::Struct(vec![("a".into(), Value::Text("x".into()))]), "STRUCT(\"a\" VARCHAR)"),
        (Value::Map(vec![(Value::Int32(1), Value::Boolean(true))]), "MAP(INTEGER, BOOLEAN)"),
        (Value::Json("{}".into()), "JSON"),
    ] {
        let parameter = Parameter { value: given.clone(), sql_type: None };
        let batches = fetch(&mut connection, &with("SELECT $1", vec![parameter])).await?;
        assert_eq!(type_text(&batches[0], 0), kind);
        assert_eq!(common::decode(batches[0].schema().field(0), batches[0].column(0).as_ref(), 0), given);
    }
    Ok(())
}

#[tokio::test]
async fn a_value_that_duckdb_cannot_hold_is_refused_by_its_number() -> Tested<()> {
    let mut connection = memory().await?;
    let nine = |value| Value::Timestamp(Timestamp { value, unit: TimeUnit::Nanosecond, zone: Some("UTC".into()) });
    for (given, kind, says) in [
        (Value::Int64(300), Some(SqlType::Int8), "does not fit"),
        (Value::Interval(Interval::nanoseconds(1)), None, "microseconds"),
        (Value::Interval(Interval { nanoseconds: i128::MAX / 1_000 * 1_000, ..Interval::default() }), None, "range"),
        (nine(1), None, "finer"),
        (Value::Timestamp(Timestamp::naive(i64::MIN, TimeUnit::Nanosecond)), None, "trunc_subsecs(6)"),
        (Value::Decimal("1.25".parse()?), Some(SqlType::decimal(3, 1)), "exactly"),
        (Value::Decimal(format!("1{}", "0".repeat(38)).parse()?), None, "38 digits"),
        (Value::Decimal("1e1000000000".parse()?), Some(SqlType::decimal(38, 0)), "exactly"),
        (Value::Time(Time { nanoseconds: -1 }), None, "24:00:00"),
        (Value::TimeTz(TimeTz { nanoseconds: 0, offset_seconds: 60_000 }), None, "15:59:59"),
        (Value::Date(Date { days: i32::MIN }), None, "first day"),
        (Value::Bits(Bits::new("")?), None, "empty bit"),
        (Value::Enum("x".into()), Some(SqlType::Enum(vec!["a".into()])), "not one of"),
        (Value::Text("x".into()), Some(SqlType::Int32), "can't be bound"),
        (Value::Map(vec![(Value::Null, Value::Null)]), Some(SqlType::map(SqlType::Int32, SqlType::Int32)), "NULL"),
        (
            Value::Map(vec![(Value::Int32(1), Value::Null), (Value::Int32(1), Value::Null)]),
            Some(SqlType::map(SqlType::Int32, SqlType::Int32)),
            "repeat",
        ),
        ((0..500).fold(Value::Int32(1), |inner, _| Value::List(vec![inner])), None, "nested"),
    ] {
        let bad = Parameter { value: given, sql_type: kind };
        let parameters = vec![Parameter::new(1i32), bad];
        let error = fetch(&mut connection, &with("SELECT $1, $2", parameters)).await.expect_err("refused").to_string();
        assert!(error.contains("parameter 2: ") && error.contains(says), "{error}");
    }
    Ok(())
}

#[tokio::test]
async fn text_may_hold_nul_and_quotes() -> Tested<()> {
    let mut connection = memory().await?;
    for text in ["a\0b", "", "'; DROP TABLE x; --", "\\", "\u{1f980}", "\0"] {
        let back = value(&mut connection, &with("SELECT $1 || ''", vec![Parameter::new(text)])).await?;
        assert_eq!(back, Value::Text(text.into()));
    }
    Ok(())
}

#[tokio::test]
async fn seventy_thousand_parameters_are_bound() -> Tested<()> {
    let mut connection = memory().await?;
    let list: Vec<String> = (1..=70_000).map(|at| format!("${at}")).collect();
    let statement = with(&format!("SELECT len([{}])", list.join(",")), (0..70_000).map(Parameter::new).collect());
    assert_eq!(value(&mut connection, &statement).await?, Value::Int64(70_000));
    Ok(())
}
