//! Values on their way to the server arrive as they are, or are refused.

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Date, SqlType, Time, TimeUnit, Timestamp};

use super::*;

fn typed(value: Value, sql_type: SqlType) -> Parameter {
    Parameter { value, sql_type: Some(sql_type) }
}

fn native(value: Value, of: &str) -> Parameter {
    typed(value, SqlType::Native(of.to_owned()))
}

fn list(items: Vec<Value>) -> Value {
    Value::List(items)
}

#[tokio::test]
async fn values_there_and_back() {
    let mut connection = connect().await;
    let micros = |value| Value::Timestamp(Timestamp::utc(value, TimeUnit::Microsecond));
    let hostile = "'; DROP TABLE x; --\\ \t\r\n\0\u{7}日本{p1:String}?";
    let decimal = |text: &str| Value::Decimal(text.parse::<BigDecimal>().unwrap());
    let map = Value::Map(vec![(text("k'\\"), list(vec![text(hostile), Value::Null]))]);
    let map_type = SqlType::map(SqlType::Text, SqlType::list(SqlType::Text));
    for parameter in [
        Parameter::new(true),
        Parameter::new(i64::MIN),
        Parameter::new(u64::MAX),
        Parameter::new(i128::MIN),
        Parameter::new(u128::MAX),
        Parameter::new(0.1_f64),
        Parameter::new(-0.0_f64),
        Parameter::new(f64::MIN_POSITIVE),
        Parameter::new(f64::NEG_INFINITY),
        Parameter::new(f32::MAX),
        Parameter::new(""),
        Parameter::new("NULL"),
        Parameter::new("\\N"),
        Parameter::new(hostile),
        typed(text("NULL"), SqlType::Native("Nullable(String)".into())),
        typed(Value::Null, SqlType::Text),
        typed(Value::Null, SqlType::Decimal { precision: 10, scale: 2 }),
        typed(decimal("-12345678.90"), SqlType::Decimal { precision: 10, scale: 2 }),
        typed(decimal("0.000000000000000000000000000000000001"), SqlType::Decimal { precision: 76, scale: 36 }),
        Parameter::new(Date { days: -25_567 }),
        Parameter::new(Date { days: 120_529 }),
        Parameter::new(micros(-1)),
        Parameter::new(micros(1_577_836_800_123_456)),
        Parameter::new(Value::Timestamp(Timestamp::utc(1_577_836_800_123_456_789, TimeUnit::Nanosecond))),
        Parameter::new(Value::Time(Time { nanoseconds: 86_399_999_999_000 })),
        Parameter::new(uuid()),
        native(text("1.2.3.4"), "IPv4"),
        native(Value::Enum("b'q".into()), r"Enum8('b\'q' = 1)"),
        native(Value::Json("{\"a\":\"\\\\\"}".into()), "JSON"),
        typed(list(vec![]), SqlType::list(SqlType::Text)),
        typed(list(vec![text("'"), text("\\"), text("NULL"), Value::Null]), SqlType::list(SqlType::Text)),
        typed(list(vec![list(vec![]), list(vec![Value::Int8(-1)])]), SqlType::list(SqlType::list(SqlType::Int8))),
        typed(list(vec![micros(-1), micros(0)]), SqlType::list(SqlType::TimestampTz(TimeUnit::Microsecond))),
        typed(map, map_type),
        native(Value::Struct(vec![("x".into(), Value::UInt8(1))]), "Tuple(x UInt8)"),
        native(Value::Struct(vec![("x".into(), Value::UInt8(1)), ("y".into(), text("'"))]), "Tuple(x UInt8, y String)"),
        Parameter::new("x".repeat(100_000)),
    ] {
        let expected = parameter.value.clone();
        let statement = with_placeholders("SELECT {} AS v", vec![parameter]);
        let found =
            rows_of(&mut connection, &statement).await.unwrap_or_else(|error| panic!("{}: {error}", statement.sql));
        assert!(found == [[expected]], "{}", statement.sql);
    }
}

fn uuid() -> Value {
    Value::Uuid("00112233-4455-6677-8899-aabbccddeeff".parse().unwrap())
}

#[tokio::test]
async fn bytes_that_are_no_text() {
    let mut connection = connect().await;
    let bytes = Parameter::new(&b"a\xff\0\\x41\xfe"[..]);
    let found = rows_of(&mut connection, &with_placeholders("SELECT hex({})", vec![bytes.clone()])).await.unwrap();
    assert_eq!(found, [[text("61FF005C783431FE")]]);
    let inside = typed(list(vec![bytes.value]), SqlType::list(SqlType::Bytes));
    let found = rows_of(&mut connection, &with_placeholders("SELECT hex({}[1])", vec![inside])).await.unwrap();
    assert_eq!(found, [[text("61FF005C783431FE")]]);
}

#[tokio::test]
async fn values_longer_than_a_parameter_travel_in_the_text() {
    let mut connection = connect().await;
    // As many bytes of one parameter as the server reads by default, and more of them.
    for length in [131_072, 131_073, 1 << 20] {
        let statement = with_placeholders("SELECT length({})", vec![Parameter::new("y".repeat(length))]);
        assert_eq!(rows_of(&mut connection, &statement).await.unwrap(), [[Value::UInt64(length as u64)]]);
    }
}

/// Beside a long one, every value is a literal, with all that could end one.
#[tokio::test]
async fn values_in_the_text_are_what_they_are_as_parameters() {
    let mut connection = connect().await;
    let long = || Parameter::new("x".repeat(131_073));
    let hostile = ["it's", "a\\", "a\\' OR 1 = 1 --", "NULL", "\\N", "a\nb\tc\0d", "`\"/* $$ {p1:Int8}", "añ🦆", ""];
    let mut values: Vec<Parameter> = hostile.iter().map(|text| Parameter::new(*text)).collect();
    values.push(typed(list(hostile.iter().map(|text| self::text(text)).collect()), SqlType::list(SqlType::Text)));
    values.push(Parameter::new(&b"a\xff\0\x41\xfe'"[..]));
    values.push(Parameter::new(None::<i64>));
    values.push(Parameter::new(-5_i64));
    values.push(Parameter::new(0.1));
    values.push(Parameter::new(f64::NEG_INFINITY));
    values.push(Parameter::new("-1.50".parse::<BigDecimal>().unwrap()));
    values.push(Parameter::new(true));
    values.push(Parameter::new(uuid()));
    values.push(Parameter::new(Date { days: -25_567 }));
    values.push(Parameter::new(Timestamp::utc(1, TimeUnit::Nanosecond)));
    values.push(Parameter::new(Value::Json("{\"a\":\"it's \\\\ \"}".to_owned())));
    for value in values {
        // As text, because not every value is read as a column.
        let alone = with_placeholders("SELECT hex(toString({}))", vec![value.clone()]);
        let beside = with_placeholders("SELECT hex(toString({})) WHERE length({}) > 0", vec![value.clone(), long()]);
        let (alone, beside) = (rows_of(&mut connection, &alone).await, rows_of(&mut connection, &beside).await);
        assert_eq!(beside.unwrap(), alone.unwrap(), "{value:?}");
    }
}

#[tokio::test]
async fn what_would_be_changed_is_refused() {
    let mut connection = connect().await;
    let seconds = |value| Value::Timestamp(Timestamp::utc(value, TimeUnit::Second));
    for (value, to, words) in [
        (Value::Decimal("1.23456".parse::<BigDecimal>().unwrap()), "Decimal(10, 4)", "behind the point"),
        (Value::Decimal("123".parse::<BigDecimal>().unwrap()), "Decimal(2, 0)", "more digits"),
        (Value::Int64(256), "UInt8", "out of range"),
        (Value::Int64(-1), "UInt64", "out of range"),
        (Value::Int64((1 << 53) + 1), "Float64", "more digits"),
        (Value::Float64(0.1), "Float32", "more digits"),
        (Value::Date(Date { days: -1 }), "Date", "out of range"),
        (Value::Date(Date { days: -25_568 }), "Date32", "out of range"),
        (Value::Timestamp(Timestamp::utc(1_500, TimeUnit::Millisecond)), "DateTime", "digits of a second"),
        (Value::Timestamp(Timestamp::utc(1, TimeUnit::Microsecond)), "DateTime64(3)", "digits of a second"),
        (seconds(-1), "DateTime", "out of range"),
        (seconds(10_413_792_000), "DateTime64(3, 'UTC')", "out of range"),
        (seconds(9_300_000_000), "DateTime64(9, 'UTC')", "out of range"),
        (seconds(i64::MAX), "DateTime64(3, 'UTC')", "out of range"),
        (Value::Null, "String", "no NULL"),
        (list(vec![Value::Null]), "Array(UInt8)", "no NULL"),
        (text("c"), "Enum8('a' = 1)", "no member"),
        (text("abcd"), "FixedString(3)", "do not fit"),
        (text("1"), "UInt8", "can't be sent"),
        (Value::Int8(1), "String", "can't be sent"),
        (Value::Struct(vec![]), "Tuple(UInt8)", "do not make"),
        (Value::Struct(vec![("y".into(), Value::UInt8(1))]), "Tuple(x UInt8)", "in the place of another"),
    ] {
        let statement = statement(&format!("SELECT {{p1:{to}}}"), vec![native(value, to)]);
        let error = rows_of(&mut connection, &statement).await.unwrap_err().to_string();
        assert!(error.starts_with("parameter 1: ") && error.contains(words), "{to}: {error}");
    }
}

#[tokio::test]
async fn a_statement_is_rendered_once_for_many_sets() {
    let mut connection = connect().await;
    execute(&mut connection, "CREATE TEMPORARY TABLE many (a Nullable(Int64), b String)").await.unwrap();
    let insert = statement("INSERT INTO many SELECT {p1:Nullable(Int64)}, {p2:String}", vec![]);
    let set = |a: Option<i64>, b: &str| vec![Parameter::new(a), Parameter::new(b)];
    let written = connection.execute_many(&insert, vec![set(Some(1), "x"), set(None, "y")]).await.unwrap();
    assert_eq!(written, 2);
    let found = rows(&mut connection, "SELECT * FROM many ORDER BY b").await.unwrap();
    assert_eq!(found, [[Value::Int64(1), text("x")], [Value::Null, text("y")]]);
    let null = vec![Parameter::new(1_i64), Parameter::new(None::<String>)];
    let error = connection.execute_many(&insert, vec![set(Some(9), "z"), null]).await.unwrap_err();
    assert!(error.to_string().contains("parameter 2: String has no NULL"), "{error}");
    assert_eq!(value(&mut connection, "SELECT count() FROM many").await.unwrap(), Value::UInt64(2), "nothing was sent");
}

#[tokio::test]
async fn more_values_than_parameters_travel_in_the_text() {
    let mut connection = connect().await;
    for count in [999, 1_000, 5_000] {
        let values: Vec<Parameter> = (0..count).map(|number: u16| Parameter::new(number)).collect();
        let sql = format!("SELECT arraySum([{}])::UInt64", vec!["{}"; usize::from(count)].join(", "));
        let found = rows_of(&mut connection, &with_placeholders(&sql, values)).await;
        assert_eq!(found.unwrap(), [[Value::UInt64(u64::from(count) * (u64::from(count) - 1) / 2)]]);
    }
    // Ten megabytes of them, each as long as it may be.
    let values: Vec<Parameter> = (0..90).map(|_| Parameter::new("x".repeat(127_000))).collect();
    let sql = format!("SELECT {}", vec!["length({})"; 90].join(" + "));
    let found = rows_of(&mut connection, &with_placeholders(&sql, values)).await.unwrap();
    assert_eq!(found, [[Value::UInt64(90 * 127_000)]]);
}
