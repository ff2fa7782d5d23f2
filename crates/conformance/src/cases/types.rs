//! Values of every type: sent and given back, and stored in a table and read from it.

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::BigInt;
use aludel_dialect::{Any, Bits, Construct, Date, Field, Interval, SqlType, Time, TimeTz, TimeUnit, Timestamp, Value};
use aludel_query::{Column, Expr, Table, select, typed_literal};
use uuid::Uuid;

use super::fixture::{at, cents, day};
use super::{Answer, Case, Filled};

/// Whether every engine that has the type has the value.
#[derive(Clone, Copy)]
enum Found {
    Everywhere,
    /// An engine that lacks it says so.
    OrRefused,
}

use Found::{Everywhere, OrRefused};

fn microseconds() -> SqlType {
    SqlType::Timestamp(TimeUnit::Microsecond)
}

fn points() -> SqlType {
    SqlType::TimestampTz(TimeUnit::Microsecond)
}

fn point(year: i32, month: u32, of_month: u32) -> Value {
    Value::Timestamp(Timestamp::utc(
        at(day(year, month, of_month), 1).and_utc().timestamp_micros(),
        TimeUnit::Microsecond,
    ))
}

fn decimal(text: &str) -> BigDecimal {
    text.parse().unwrap_or_default()
}

/// Of more digits than 128 bits hold.
fn big() -> BigInt {
    -BigInt::from(10).pow(50) - 1
}

fn bits(text: &str) -> Value {
    Bits::new(text).map_or(Value::Null, Value::Bits)
}

fn colours() -> SqlType {
    SqlType::Enum(vec!["red".to_owned(), "it's".to_owned()])
}

fn list(of: &[Option<i64>]) -> Value {
    Value::List(of.iter().map(|item| item.map_or(Value::Null, Value::Int64)).collect())
}

fn pair() -> SqlType {
    SqlType::Struct(vec![Field::new("a", SqlType::Int64), Field::new("b", SqlType::Text)])
}

/// Name, type, value, how it is shown, who has it.
fn values() -> Vec<(&'static str, SqlType, Value, &'static str, Found)> {
    use SqlType as T;
    vec![
        ("true", T::Boolean, true.into(), "TRUE", Everywhere),
        ("false", T::Boolean, false.into(), "FALSE", Everywhere),
        ("least_int8", T::Int8, i8::MIN.into(), "-128", OrRefused),
        ("greatest_int8", T::Int8, i8::MAX.into(), "127", Everywhere),
        ("least_int16", T::Int16, i16::MIN.into(), "-32768", OrRefused),
        ("greatest_int16", T::Int16, i16::MAX.into(), "32767", Everywhere),
        ("least_int32", T::Int32, i32::MIN.into(), "-2147483648", OrRefused),
        ("greatest_int32", T::Int32, i32::MAX.into(), "2147483647", Everywhere),
        ("least_int64", T::Int64, i64::MIN.into(), "-9223372036854775808", OrRefused),
        ("greatest_int64", T::Int64, i64::MAX.into(), "9223372036854775807", Everywhere),
        ("zero_int64", T::Int64, 0_i64.into(), "0", Everywhere),
        ("least_int128", T::Int128, i128::MIN.into(), "-170141183460469231731687303715884105728", OrRefused),
        ("greatest_int128", T::Int128, i128::MAX.into(), "170141183460469231731687303715884105727", Everywhere),
        ("big_integer", T::BigInteger, big().into(), "-100000000000000000000000000000000000000000000000001", OrRefused),
        ("zero_uint64", T::UInt64, 0_u64.into(), "0", Everywhere),
        ("greatest_uint8", T::UInt8, u8::MAX.into(), "255", Everywhere),
        ("greatest_uint16", T::UInt16, u16::MAX.into(), "65535", Everywhere),
        ("greatest_uint32", T::UInt32, u32::MAX.into(), "4294967295", Everywhere),
        ("greatest_uint64", T::UInt64, u64::MAX.into(), "18446744073709551615", Everywhere),
        ("greatest_uint128", T::UInt128, u128::MAX.into(), "340282366920938463463374607431768211455", Everywhere),
        ("float32", T::Float32, 0.1_f32.into(), "0.1", Everywhere),
        ("greatest_float32", T::Float32, f32::MAX.into(), "3.4028235e38", Everywhere),
        ("least_float32", T::Float32, f32::MIN.into(), "-3.4028235e38", Everywhere),
        ("infinity_float32", T::Float32, f32::INFINITY.into(), "inf", OrRefused),
        ("nan_float32", T::Float32, f32::NAN.into(), "NaN", OrRefused),
        ("float64", T::Float64, 0.1.into(), "0.1", Everywhere),
        ("greatest_float64", T::Float64, f64::MAX.into(), "1.7976931348623157e308", Everywhere),
        ("least_float64", T::Float64, f64::MIN.into(), "-1.7976931348623157e308", Everywhere),
        ("smallest_float64", T::Float64, f64::from_bits(1).into(), "5e-324", OrRefused),
        ("negative_zero", T::Float64, (-0.0).into(), "-0.0", OrRefused),
        ("infinity", T::Float64, f64::INFINITY.into(), "inf", OrRefused),
        ("negative_infinity", T::Float64, f64::NEG_INFINITY.into(), "-inf", OrRefused),
        ("nan", T::Float64, f64::NAN.into(), "NaN", OrRefused),
        ("decimal", T::decimal(10, 2), cents(-150).into(), "-1.50", Everywhere),
        ("decimal_zero", T::decimal(10, 2), cents(0).into(), "0.00", Everywhere),
        (
            "decimal_of_eighteen_digits",
            T::decimal(18, 4),
            decimal("99999999999999.9999").into(),
            "99999999999999.9999",
            Everywhere,
        ),
        (
            "decimal_of_38_digits",
            T::decimal(38, 10),
            decimal("-9999999999999999999999999999.9999999999").into(),
            "-9999999999999999999999999999.9999999999",
            OrRefused,
        ),
        (
            "decimal_of_76_digits",
            T::decimal(76, 1),
            decimal(&format!("{}.9", "9".repeat(75))).into(),
            "999999999999999999999999999999999999999999999999999999999999999999999999999.9",
            Everywhere,
        ),
        ("bits", T::Bits, bits("0101101"), "0101101", Everywhere),
        ("enum", colours(), Value::Enum("it's".to_owned()), "'it''s'", Everywhere),
        ("empty_text", T::Text, "".into(), "''", Everywhere),
        ("text_beyond_ascii", T::Text, "añ🦆שלום".into(), "'añ🦆שלום'", Everywhere),
        ("text_with_a_zero", T::Text, "a\0b".into(), "'a\0b'", OrRefused),
        ("bytes", T::Bytes, (&[0_u8, 1, 127, 255][..]).into(), "\\x00\\x01\\x7F\\xFF", Everywhere),
        ("empty_bytes", T::Bytes, (&[][..]).into(), "", Everywhere),
        ("date", T::Date, day(2024, 2, 29).into(), "2024-02-29", Everywhere),
        ("date_before_1970", T::Date, day(1969, 12, 31).into(), "1969-12-31", OrRefused),
        ("first_date_of_the_calendar", T::Date, day(1, 1, 1).into(), "0001-01-01", OrRefused),
        ("last_date_of_four_digits", T::Date, day(9999, 12, 31).into(), "9999-12-31", OrRefused),
        ("last_date_of_all", T::Date, Date { days: i32::MAX - 1 }.into(), "+5881580-07-10", OrRefused),
        ("infinite_date", T::Date, Date::INFINITY.into(), "infinity", OrRefused),
        (
            "time",
            T::Time(TimeUnit::Microsecond),
            Time { nanoseconds: 86_399_999_999_000 }.into(),
            "23:59:59.999999",
            Everywhere,
        ),
        (
            "time_of_nanoseconds",
            T::Time(TimeUnit::Nanosecond),
            Time { nanoseconds: 86_399_999_999_999 }.into(),
            "23:59:59.999999999",
            Everywhere,
        ),
        (
            "time_with_a_zone",
            T::TimeTz,
            TimeTz { nanoseconds: 1_000, offset_seconds: -5_400 }.into(),
            "00:00:00.000001-01:30",
            Everywhere,
        ),
        ("midnight", T::Time(TimeUnit::Microsecond), Time { nanoseconds: 0 }.into(), "00:00:00", Everywhere),
        ("timestamp", microseconds(), at(day(2024, 2, 29), 1).into(), "2024-02-29 00:00:00.000001", Everywhere),
        (
            "timestamp_before_1970",
            microseconds(),
            at(day(1969, 12, 31), 1).into(),
            "1969-12-31 00:00:00.000001",
            OrRefused,
        ),
        ("timestamp_of_the_first_year", microseconds(), at(day(1, 1, 1), 0).into(), "0001-01-01 00:00:00", OrRefused),
        (
            "timestamp_of_the_last_year",
            microseconds(),
            at(day(9999, 12, 31), 0).into(),
            "9999-12-31 00:00:00",
            OrRefused,
        ),
        (
            "infinite_timestamp",
            microseconds(),
            Timestamp::naive(i64::MAX, TimeUnit::Microsecond).into(),
            "infinity",
            OrRefused,
        ),
        (
            "timestamp_of_nanoseconds",
            T::Timestamp(TimeUnit::Nanosecond),
            Timestamp::naive(1_709_164_800_000_000_001, TimeUnit::Nanosecond).into(),
            "2024-02-29 00:00:00.000000001",
            Everywhere,
        ),
        (
            "timestamp_of_seconds",
            T::Timestamp(TimeUnit::Second),
            Timestamp::naive(1_709_164_800, TimeUnit::Second).into(),
            "2024-02-29 00:00:00",
            Everywhere,
        ),
        (
            "timestamp_of_milliseconds",
            T::Timestamp(TimeUnit::Millisecond),
            Timestamp::naive(1_709_164_800_001, TimeUnit::Millisecond).into(),
            "2024-02-29 00:00:00.001",
            Everywhere,
        ),
        ("point_in_time", points(), point(2024, 2, 29), "2024-02-29 00:00:00.000001+00:00", Everywhere),
        ("point_in_time_before_1970", points(), point(1969, 12, 31), "1969-12-31 00:00:00.000001+00:00", OrRefused),
        (
            "interval",
            T::Interval,
            Interval { months: 14, days: -3, nanoseconds: 1_000 }.into(),
            "14 months -3 days 00:00:00.000001",
            Everywhere,
        ),
        (
            "uuid",
            T::Uuid,
            Uuid::from_u128(0x67e5_5044_10b1_426f_9247_bb68_0e5f_e0c8).into(),
            "67e55044-10b1-426f-9247-bb680e5fe0c8",
            Everywhere,
        ),
        ("nil_uuid", T::Uuid, Uuid::nil().into(), "00000000-0000-0000-0000-000000000000", Everywhere),
        ("json", T::Json, Value::Json(r#"{"a":[1,"it's"]}"#.to_owned()), r#"'{"a":[1,"it''s"]}'"#, Everywhere),
        ("list", T::list(T::Int64), list(&[Some(1), None, Some(3)]), "[1, NULL, 3]", Everywhere),
        ("empty_list", T::list(T::Int64), list(&[]), "[]", Everywhere),
        ("list_of_texts", T::list(T::Text), Value::List(vec!["it's".into(), "".into()]), "['it''s', '']", Everywhere),
        (
            "list_of_lists",
            T::list(T::list(T::Int64)),
            Value::List(vec![list(&[Some(1)]), list(&[]), list(&[None])]),
            "[[1], [], [NULL]]",
            Everywhere,
        ),
        (
            "list_with_a_list_that_is_null",
            T::list(T::list(T::Int64)),
            Value::List(vec![Value::Null, list(&[Some(1)])]),
            "[NULL, [1]]",
            OrRefused,
        ),
        (
            "array",
            T::Array(Box::new(T::Int64), 3),
            Value::Array(vec![1_i64.into(), Value::Null, 3_i64.into()]),
            "[1, NULL, 3]",
            Everywhere,
        ),
        (
            "struct_of_a_list_and_a_struct",
            T::Struct(vec![Field::new("l", T::list(T::Int64)), Field::new("s", pair())]),
            Value::Struct(vec![
                ("l".to_owned(), list(&[None, Some(2)])),
                ("s".to_owned(), Value::Struct(vec![("a".to_owned(), 1_i64.into()), ("b".to_owned(), "it's".into())])),
            ]),
            "{'l': [NULL, 2], 's': {'a': 1, 'b': 'it''s'}}",
            Everywhere,
        ),
        ("empty_map", T::map(T::Text, T::Int64), Value::Map(Vec::new()), "MAP {}", Everywhere),
        (
            "map_of_lists",
            T::map(T::Int64, T::list(T::Text)),
            Value::Map(vec![
                (1_i64.into(), Value::List(vec!["x".into(), "".into()])),
                (2_i64.into(), Value::List(vec![])),
            ]),
            "MAP {1: ['x', ''], 2: []}",
            Everywhere,
        ),
        (
            "union",
            T::Union(vec![Field::new("number", T::Int64), Field::new("word", T::Text)]),
            Value::Union("word".to_owned(), Box::new("x".into())),
            "'x'",
            Everywhere,
        ),
        (
            "struct",
            pair(),
            Value::Struct(vec![("a".to_owned(), 1_i64.into()), ("b".to_owned(), Value::Null)]),
            "{'a': 1, 'b': NULL}",
            Everywhere,
        ),
        (
            "list_of_structs",
            T::list(pair()),
            Value::List(vec![Value::Struct(vec![("a".to_owned(), Value::Null), ("b".to_owned(), "x".into())])]),
            "[{'a': NULL, 'b': 'x'}]",
            Everywhere,
        ),
        (
            "map",
            T::map(T::Text, T::Int64),
            Value::Map(vec![("k".into(), 1_i64.into()), ("l".into(), Value::Null)]),
            "MAP {'k': 1, 'l': NULL}",
            Everywhere,
        ),
    ]
}

fn sent(value: &Value, sql_type: &SqlType) -> Expr<Any> {
    typed_literal(value.clone(), sql_type.clone()).cast(sql_type.clone())
}

fn table(sql_type: &SqlType) -> Table {
    Table::new("one").column(Column::new("id", SqlType::Int64)).column(Column::new("x", sql_type.clone()))
}

fn answer(rows: String, found: Found) -> Answer {
    match found {
        Everywhere => Answer::Rows(rows),
        OrRefused => Answer::RowsOrError(rows),
    }
}

/// Each value is sent and comes back; each is stored, between two NULLs, and is read.
pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for (name, sql_type, value, shown, found) in values() {
        let rows = [Value::Null, value.clone(), Value::Null];
        let rows = (1_i64..).zip(rows).map(|(id, value)| vec![id.into(), value]).collect();
        let filled = Filled { table: table(&sql_type), rows };
        let kept = sql_type.clone();
        let mut needs = vec![Construct::SelectWithoutFrom];
        if sql_type == SqlType::Interval {
            needs.push(Construct::IntervalArithmetic);
        }
        cases.push(Case {
            name: format!("{name}_comes_back"),
            needs,
            tables: Vec::new(),
            statement: Box::new(move || Box::new(select(sent(&value, &sql_type)))),
            answer: answer(format!("({shown})"), found),
        });
        cases.push(Case {
            name: format!("{name}_is_stored"),
            needs: Vec::new(),
            tables: vec![filled],
            statement: Box::new(move || {
                let table = table(&kept);
                Box::new(select(table.col("x").cast(kept.clone())).from(&table).order_by(table.col("id")))
            }),
            answer: answer(format!("(NULL) ({shown}) (NULL)"), found),
        });
    }
    cases
}
