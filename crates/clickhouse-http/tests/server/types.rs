//! Every type: least, greatest, NULL, empty, nested.

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::BigInt;
use aludel_dialect::{Date, Interval, Time, TimeUnit, Timestamp};

use super::*;

fn list(items: Vec<Value>) -> Value {
    Value::List(items)
}

fn number(text: &str) -> Value {
    Value::BigInteger(text.parse::<BigInt>().unwrap())
}

fn decimal(text: &str) -> Value {
    Value::Decimal(text.parse::<BigDecimal>().unwrap())
}

fn timestamp(value: i64, unit: TimeUnit, zone: &str) -> Value {
    Value::Timestamp(Timestamp { value, unit, zone: Some(Arc::from(zone)) })
}

fn time(nanoseconds: i64) -> Value {
    Value::Time(Time { nanoseconds })
}

fn uuid(text: &str) -> Value {
    Value::Uuid(text.parse().unwrap())
}

fn pair(one: (&str, Value), other: (&str, Value)) -> Value {
    Value::Struct(vec![(one.0.to_owned(), one.1), (other.0.to_owned(), other.1)])
}

fn some(alternative: &str, value: Value) -> Value {
    Value::Union(alternative.to_owned(), Box::new(value))
}

/// Each an expression and what it is.
async fn check(cases: Vec<(&str, Value)>) {
    let mut connection = connect().await;
    for (expression, expected) in cases {
        let found = value(&mut connection, &format!("SELECT {expression} AS v")).await;
        assert_eq!(found.unwrap_or_else(|error| panic!("{expression}: {error}")), expected, "{expression}");
    }
}

#[tokio::test]
async fn numbers() {
    let max_256 = "57896044618658097711785492504343953926634992332820282019728792003956564819967";
    let min_256 = "-57896044618658097711785492504343953926634992332820282019728792003956564819968";
    let umax_256 = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
    let int_256 = format!("toInt256('{max_256}')");
    let least_256 = format!("toInt256('{min_256}')");
    let uint_256 = format!("toUInt256('{umax_256}')");
    check(vec![
        ("true", Value::Boolean(true)),
        ("toInt8(-128)", Value::Int8(i8::MIN)),
        ("toInt16(-32768)", Value::Int16(i16::MIN)),
        ("toInt32(-2147483648)", Value::Int32(i32::MIN)),
        ("toInt64('-9223372036854775808')", Value::Int64(i64::MIN)),
        ("toUInt8(255)", Value::UInt8(u8::MAX)),
        ("toUInt16(65535)", Value::UInt16(u16::MAX)),
        ("toUInt32(4294967295)", Value::UInt32(u32::MAX)),
        ("toUInt64('18446744073709551615')", Value::UInt64(u64::MAX)),
        ("toInt128('-170141183460469231731687303715884105728')", Value::Int128(i128::MIN)),
        ("toInt128('170141183460469231731687303715884105727')", Value::Int128(i128::MAX)),
        ("toUInt128('340282366920938463463374607431768211455')", Value::UInt128(u128::MAX)),
        (&int_256, number(max_256)),
        (&least_256, number(min_256)),
        (&uint_256, number(umax_256)),
        ("toUInt256(0)", number("0")),
        ("toFloat32(1.5)", Value::Float32(1.5)),
        ("toFloat64(-1e300)", Value::Float64(-1e300)),
        ("toFloat64('inf')", Value::Float64(f64::INFINITY)),
        ("toBFloat16(-1.5)", Value::Float32(-1.5)),
        ("NULL::Nullable(Int64)", Value::Null),
        ("toDecimal32('-9999999.99', 2)", decimal("-9999999.99")),
        ("toDecimal64('0.000000000000000001', 18)", decimal("0.000000000000000001")),
        (
            "toDecimal128('-99999999999999999999999999999999999999', 0)",
            decimal("-99999999999999999999999999999999999999"),
        ),
        (
            "'9999999999999999999999999999999999999999999999999999999999999999999999.999999'::Decimal(76, 6)",
            decimal("9999999999999999999999999999999999999999999999999999999999999999999999.999999"),
        ),
        ("'1.50'::Nullable(Decimal(5, 2))", decimal("1.50")),
    ])
    .await;
    let mut connection = connect().await;
    let Value::Float64(nan) = value(&mut connection, "SELECT nan").await.unwrap() else { panic!("a float") };
    assert!(nan.is_nan());
}

#[tokio::test]
async fn texts_and_bytes() {
    check(vec![
        ("''", text("")),
        ("'日本\\n\\0'", text("日本\n\0")),
        ("repeat('x', 300)", text(&"x".repeat(300))),
        ("NULL::Nullable(String)", Value::Null),
        ("toFixedString('a', 3)", Value::Bytes(b"a\0\0".to_vec())),
        ("toLowCardinality('x')", text("x")),
        ("toLowCardinality(NULL::Nullable(String))", Value::Null),
        ("toUUID('00112233-4455-6677-8899-aabbccddeeff')", uuid("00112233-4455-6677-8899-aabbccddeeff")),
        ("toIPv4('1.2.3.255')", text("1.2.3.255")),
        ("toIPv6('2001:db8::1')", text("2001:db8::1")),
        ("NULL::Nullable(IPv6)", Value::Null),
        (r"'b\'q'::Enum8('b\'q' = -128, 'a' = 127)", Value::Enum("b'q".into())),
        ("'c'::Enum16('c' = -32768, '' = 32767)", Value::Enum("c".into())),
        ("''::Nullable(Enum8('' = 5))", Value::Enum(String::new())),
        ("NULL::Nullable(Enum8('a' = 5))", Value::Null),
        (r#"'{"a":1,"b":[1,null]}'::JSON"#, Value::Json(r#"{"a":1,"b":[1,null]}"#.into())),
    ])
    .await;
}

#[tokio::test]
async fn dates_and_times() {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    check(vec![
        ("toDate(0)", Value::Date(Date { days: 0 })),
        ("toDate('2149-06-06')", Value::Date(Date { days: 65_535 })),
        ("toDate32('1900-01-01')", Value::Date(Date { days: -25_567 })),
        ("toDate32('2299-12-31')", Value::Date(Date { days: 120_529 })),
        ("toDateTime(4294967295, 'UTC')", timestamp(4_294_967_295, Second, "UTC")),
        ("toDateTime('2020-07-01 12:00:00', 'Europe/Berlin')", timestamp(1_593_597_600, Second, "UTC")),
        ("toDateTime64('1900-01-01 00:00:00.1', 1, 'UTC')", timestamp(-2_208_988_799_900, Millisecond, "UTC")),
        ("toDateTime64('2299-12-31 23:59:59.999999', 6, 'UTC')", timestamp(10_413_791_999_999_999, Microsecond, "UTC")),
        (
            "toDateTime64('2020-01-01 00:00:00.123456789', 9, 'UTC')",
            timestamp(1_577_836_800_123_456_789, Nanosecond, "UTC"),
        ),
        ("NULL::Nullable(DateTime64(7))", Value::Null),
        ("'-999:59:59'::Time", time(-3_599_999_000_000_000)),
        ("'999:59:59.999'::Time64(3)", time(3_599_999_999_000_000)),
        ("'00:00:00.000000001'::Time64(9)", time(1)),
        ("INTERVAL 3 QUARTER", Value::Interval(Interval::months(9))),
        ("INTERVAL -2 WEEK", Value::Interval(Interval::days(-14))),
        ("INTERVAL 90 MINUTE", Value::Interval(Interval::minutes(90))),
        ("INTERVAL 1 NANOSECOND", Value::Interval(Interval::nanoseconds(1))),
    ])
    .await;
}

#[tokio::test]
async fn nested_values() {
    let point = |x: f64, y: f64| pair(("1", Value::Float64(x)), ("2", Value::Float64(y)));
    check(vec![
        ("NULL", Value::Null),
        ("[]", list(vec![])),
        ("[[1, 2], []]::Array(Array(UInt8))", list(vec![list(vec![Value::UInt8(1), Value::UInt8(2)]), list(vec![])])),
        ("['a', NULL]::Array(Nullable(String))", list(vec![text("a"), Value::Null])),
        ("[toLowCardinality('a'), 'b', 'a']", list(vec![text("a"), text("b"), text("a")])),
        ("[]::Array(LowCardinality(String))", list(vec![])),
        ("tuple()", Value::Struct(vec![])),
        ("(1, 'a')::Tuple(x UInt8, `y z` Nullable(String))", pair(("x", Value::UInt8(1)), ("y z", text("a")))),
        ("[(1, 'a')]::Nested(x UInt8, y String)", list(vec![pair(("x", Value::UInt8(1)), ("y", text("a")))])),
        ("map()::Map(String, UInt8)", Value::Map(vec![])),
        (
            "map('k', [1], 'l', [])::Map(LowCardinality(String), Array(UInt8))",
            Value::Map(vec![(text("k"), list(vec![Value::UInt8(1)])), (text("l"), list(vec![]))]),
        ),
        ("1::UInt8::Variant(UInt8, String)", some("UInt8", Value::UInt8(1))),
        ("NULL::Variant(UInt8, String)", Value::Null),
        (
            "['a', 1::UInt8, NULL, [1::UInt8]]::Array(Variant(UInt8, String, Array(UInt8)))",
            list(vec![
                some("String", text("a")),
                some("UInt8", Value::UInt8(1)),
                Value::Null,
                some("Array(UInt8)", list(vec![Value::UInt8(1)])),
            ]),
        ),
        ("(1, 2)::Point", point(1.0, 2.0)),
        ("[[(1, 2)], []]::Polygon", list(vec![list(vec![point(1.0, 2.0)]), list(vec![])])),
        ("(1, 2)::Point::Geometry", some("Point", point(1.0, 2.0))),
        ("sumSimpleState(3::UInt64)", Value::UInt64(3)),
        (
            "[('x', map('a', '{\"q\":1}'::JSON))]",
            list(vec![pair(("1", text("x")), ("2", Value::Map(vec![(text("a"), Value::Json("{\"q\":1}".into()))])))]),
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_is_not_read_is_refused_by_column() {
    let mut connection = connect().await;
    for (expression, words) in [
        ("sumState(1)", "finalizeAggregation"),
        ("1::Dynamic", "toString"),
        ("unhex('ff')", "UTF-8"),
        ("toDateTime64('2299-01-01 00:00:00', 8, 'UTC')", "out of range"),
    ] {
        let error = rows(&mut connection, &format!("SELECT {expression} AS strange")).await.unwrap_err().to_string();
        assert!(error.contains("\"strange\"") && error.contains(words), "{error}");
    }
}

#[tokio::test]
async fn json_for_one_who_sends_no_settings_is_refused_by_column() {
    let mut connection = open(Some(aludel_clickhouse_host::READER), "").await.unwrap().connect();
    let error = rows(&mut connection, "SELECT '{\"a\":1}'::JSON AS document").await.unwrap_err().to_string();
    assert!(error.contains("\"document\"") && error.contains("toJSONString"), "{error}");
    connection.settle().await.unwrap();
    let found = value(&mut connection, "SELECT toJSONString('{\"a\":1}'::JSON)").await.unwrap();
    assert_eq!(found, text("{\"a\":1}"));
}

#[tokio::test]
async fn many_blocks_have_all_rows() {
    let mut connection = connect().await;
    let sql = "SELECT number, toString(number), [number], if(number % 3 = 0, NULL, number), toLowCardinality(toString(number % 10)) \
               FROM numbers(300000)";
    let found = rows(&mut connection, sql).await.unwrap();
    assert_eq!(found.len(), 300_000);
    for (number, row) in (0_u64..).zip(found) {
        let maybe = if number % 3 == 0 { Value::Null } else { Value::UInt64(number) };
        let expected = [
            Value::UInt64(number),
            text(&number.to_string()),
            list(vec![Value::UInt64(number)]),
            maybe,
            text(&(number % 10).to_string()),
        ];
        assert_eq!(row, expected);
    }
}

#[tokio::test]
async fn empty_results_have_columns() {
    let mut connection = connect().await;
    for (sql, types) in [
        ("SELECT 1 AS a, 'x' AS b WHERE 0", vec![("a", "UInt8"), ("b", "String")]),
        ("/* c */ WITH 1 AS x SELECT x AS a WHERE 0; -- end", vec![("a", "UInt8")]),
        ("SELECT (1, 'a')::Tuple(x UInt8, y String) AS t WHERE 0 -- end", vec![("t", "Tuple(x UInt8, y String)")]),
        ("(SELECT 1 AS a WHERE 0) UNION ALL (SELECT 2 WHERE 0)", vec![("a", "UInt8")]),
        ("SHOW TABLES FROM system LIKE 'nothing'", vec![("name", "String")]),
        ("CREATE TEMPORARY TABLE IF NOT EXISTS nothing (a UInt8)", vec![]),
    ] {
        let Results { schema, batches } = connection.query(&statement(sql, vec![])).await.unwrap();
        let found: Vec<(String, String)> = schema
            .fields()
            .iter()
            .map(|field| (field.name().clone(), field.metadata()[aludel_engine::TYPE_NAME].clone()))
            .collect();
        let types: Vec<(String, String)> = types.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        assert_eq!(found, types, "{sql}");
        assert_eq!(batches.try_collect::<Vec<_>>().await.unwrap().len(), 0);
    }
}
