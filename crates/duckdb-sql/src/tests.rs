//! Golden texts; that DuckDB reads them as meant is asked of DuckDB itself, where there is one.

use std::sync::Arc;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::bigdecimal::num_bigint::BigInt;
use aludel_dialect::{
    Bits, Capabilities, Construct, Date, Dialect, Field, Interval, Parameter, SqlType, Support, Time, TimeTz, TimeUnit,
    Timestamp, Value,
};
use aludel_query::{
    BinaryOperator, DatePart, Function, FunctionSpelling, JsonStep, OperatorSpelling, Spelling, Unspeakable,
};

use crate::{DuckDb, DuckDbSpelling, Version, narrow_for_version, narrow_read_only};

const DUCKDB: DuckDbSpelling = DuckDbSpelling::TYPED_BY_VALUE;

fn name(name: &str) -> Result<String, Unspeakable> {
    let mut out = String::new();
    DUCKDB.identifier(name, &mut out).map(|()| out)
}

fn literal(value: Value) -> Result<String, Unspeakable> {
    let mut out = String::new();
    DUCKDB.literal(&value, &mut out).map(|()| out)
}

fn bits(digits: &str) -> Bits {
    Bits::new(digits).expect("0 and 1")
}

fn type_name(sql_type: &SqlType) -> Result<String, Unspeakable> {
    let mut out = String::new();
    DUCKDB.type_name(sql_type, &mut out).map(|()| out)
}

fn placeholder(spelling: DuckDbSpelling, parameter: Parameter) -> Result<String, Unspeakable> {
    let mut out = String::new();
    spelling.placeholder(1, &parameter, &mut out).map(|()| out)
}

fn text(written: &str) -> Result<String, Unspeakable> {
    Ok(written.to_owned())
}

#[test]
fn names_are_quoted_where_they_must_be() {
    for (given, written) in [
        ("region", "region"),
        ("_a1", "_a1"),
        ("order", "\"order\""),
        ("values", "\"values\""),
        ("Region", "\"Region\""),
        ("a b", "\"a b\""),
        ("1a", "\"1a\""),
        ("a\"; DROP TABLE t; --", "\"a\"\"; DROP TABLE t; --\""),
        ("é🦆\n", "\"é🦆\n\""),
    ] {
        assert_eq!(name(given), text(written));
    }
    assert!(matches!(name(""), Err(Unspeakable::Name(_))));
    assert!(matches!(name("a\0b"), Err(Unspeakable::Name(_))));
}

#[test]
fn bound_values_bring_their_types() {
    for parameter in
        [Parameter::new(1_i64), Parameter::new("x"), Parameter::new(Interval::days(1)), Parameter::new(None::<i8>)]
    {
        assert_eq!(placeholder(DUCKDB, parameter), text("$1"));
    }
    let native = Parameter::typed("POINT(1 2)", SqlType::Native("GEOMETRY".to_owned()));
    assert_eq!(placeholder(DUCKDB, native), text("CAST($1 AS GEOMETRY)"));
}

#[test]
fn a_wire_that_prepares_first_gets_casts() {
    let cast = |parameter| placeholder(DuckDbSpelling::TYPED_BY_CAST, parameter);
    assert_eq!(cast(Parameter::new(1_i64)), text("CAST($1 AS BIGINT)"));
    assert_eq!(cast(Parameter::new(None::<String>)), text("CAST($1 AS VARCHAR)"));
    assert_eq!(cast(Parameter::new(vec![1_i32])), text("CAST($1 AS INTEGER[])"));
    assert_eq!(cast(Parameter::new(Value::Null)), text("$1"));
    assert!(cast(Parameter::new(Timestamp::utc(1, TimeUnit::Nanosecond))).is_err());
}

#[test]
fn numbers_keep_their_type_as_literals() {
    let decimal = |digits: &str| Value::Decimal(digits.parse::<BigDecimal>().expect("a number"));
    for (value, written) in [
        (Value::Null, "NULL"),
        (true.into(), "TRUE"),
        ((-128_i8).into(), "CAST(-128 AS TINYINT)"),
        (5_i32.into(), "CAST(5 AS INTEGER)"),
        (i64::MIN.into(), "CAST(-9223372036854775808 AS BIGINT)"),
        (u64::MAX.into(), "CAST(18446744073709551615 AS UBIGINT)"),
        (i128::MIN.into(), "CAST('-170141183460469231731687303715884105728' AS HUGEINT)"),
        (u128::MAX.into(), "CAST('340282366920938463463374607431768211455' AS UHUGEINT)"),
        (Value::BigInteger(BigInt::from(10).pow(40)), "CAST('10000000000000000000000000000000000000000' AS BIGNUM)"),
        (1.5_f32.into(), "CAST('1.5e0' AS FLOAT)"),
        (5e-324_f64.into(), "CAST('5e-324' AS DOUBLE)"),
        ((-0.0_f64).into(), "CAST('-0e0' AS DOUBLE)"),
        (f64::NAN.into(), "CAST('NaN' AS DOUBLE)"),
        (f64::NEG_INFINITY.into(), "CAST('-inf' AS DOUBLE)"),
        (decimal("1.50"), "CAST('1.50' AS DECIMAL(3, 2))"),
        (decimal("-0.05"), "CAST('-0.05' AS DECIMAL(2, 2))"),
        (decimal("12e3"), "CAST('12000' AS DECIMAL(5, 0))"),
        (decimal("5e-7"), "CAST('0.0000005' AS DECIMAL(7, 7))"),
    ] {
        assert_eq!(literal(value), text(written));
    }
    for unwritable in ["1e38", "1e999999999", "1e-39", "1e-999999999"] {
        assert!(literal(decimal(unwritable)).is_err(), "{unwritable}");
    }
}

#[test]
fn hostile_text_stays_text() {
    for (content, written) in [
        ("", "''"),
        ("it's", "'it''s'"),
        ("'; DROP TABLE t; --", "'''; DROP TABLE t; --'"),
        ("a\\'b", "'a\\''b'"),
        ("$$ /* -- \n \u{202e}🦆", "'$$ /* -- \n \u{202e}🦆'"),
        ("a\0b", "('a' || chr(0) || 'b')"),
        ("\0", "('' || chr(0) || '')"),
    ] {
        assert_eq!(literal(content.into()), text(written));
    }
    assert_eq!(literal(Value::Json("{\"a\": \"'\"}".to_owned())), text("CAST('{\"a\": \"''\"}' AS JSON)"));
    assert_eq!(literal(Value::Enum("o'k".to_owned())), text("'o''k'"));
    assert_eq!(literal(Value::Bytes(b"\0'\xff".to_vec())), text("CAST('\\x00\\x27\\xFF' AS BLOB)"));
    assert_eq!(literal(Value::Bytes(Vec::new())), text("CAST('' AS BLOB)"));
    assert_eq!(literal(Value::Bits(bits("0101"))), text("CAST('0101' AS BIT)"));
    assert!(literal(Value::Bits(bits(""))).is_err());
}

#[test]
fn times_are_exact_or_refused() {
    let time = |nanoseconds| Value::Time(Time { nanoseconds });
    let zoned = |nanoseconds, offset_seconds| Value::TimeTz(TimeTz { nanoseconds, offset_seconds });
    for (value, written) in [
        (time(3_600_000_001_000), "CAST('01:00:00.000001' AS TIME)"),
        (time(1), "CAST('00:00:00.000000001' AS TIME_NS)"),
        (time(86_400_000_000_000), "CAST('24:00:00' AS TIME)"),
        (zoned(0, -57_599), "CAST('00:00:00-15:59:59' AS TIMETZ)"),
        (Value::Date(Date { days: -719_163 }), "CAST('0001-12-31 (BC)' AS DATE)"),
        (Timestamp::naive(1, TimeUnit::Millisecond).into(), "CAST('1970-01-01 00:00:00.001' AS TIMESTAMP_MS)"),
        (
            Value::Timestamp(Timestamp { value: 0, unit: TimeUnit::Second, zone: Some(Arc::from("Asia/Tokyo")) }),
            "CAST('1970-01-01 00:00:00+00:00' AS TIMESTAMPTZ)",
        ),
        (
            Interval { months: -13, days: 2, nanoseconds: -3_000 }.into(),
            "CAST('-13 months 2 days -3 microseconds' AS INTERVAL)",
        ),
    ] {
        assert_eq!(literal(value), text(written));
    }
    for value in [
        time(-1),
        time(86_400_000_000_001),
        zoned(1, 0),
        zoned(0, 57_600),
        Interval::nanoseconds(1).into(),
        Interval { months: 0, days: 0, nanoseconds: i128::from(i64::MAX) * 1_000 + 1_000 }.into(),
        Timestamp::utc(1, TimeUnit::Nanosecond).into(),
    ] {
        assert!(literal(value.clone()).is_err(), "{value:?}");
    }
}

#[test]
fn nested_values_are_written_by_function() {
    let row = Value::Struct(vec![("a b".to_owned(), "x, '}".into()), ("order".to_owned(), Value::Null)]);
    for (value, written) in [
        (Value::List(vec!["],['".into(), Value::Null]), "['],[''', NULL]"),
        (Value::List(Vec::new()), "[]"),
        (Value::Array(vec![1_i8.into()]), "array_value(CAST(1 AS TINYINT))"),
        (row, "struct_pack(\"a b\" := 'x, ''}', \"order\" := NULL)"),
        (Value::Map(vec![("k".into(), true.into())]), "MAP(['k'], [TRUE])"),
        (Value::Map(Vec::new()), "MAP([], [])"),
        (Value::Union("tag".to_owned(), Box::new("v".into())), "union_value(\"tag\" := 'v')"),
    ] {
        assert_eq!(literal(value), text(written));
    }
    let deep = (0..500).fold(Value::Null, |inner, _| Value::List(vec![inner]));
    for value in
        [Value::Array(Vec::new()), Value::Struct(Vec::new()), Value::Struct(vec![("\0".to_owned(), Value::Null)]), deep]
    {
        assert!(literal(value).is_err());
    }
}

#[test]
fn types_have_names_or_are_refused() {
    use SqlType::*;
    let field = |name: &str, sql_type| Field::new(name, sql_type);
    for (sql_type, written) in [
        (Int128, "HUGEINT"),
        (BigInteger, "BIGNUM"),
        (SqlType::decimal(38, 10), "DECIMAL(38, 10)"),
        (SqlType::Time(TimeUnit::Second), "TIME"),
        (SqlType::Time(TimeUnit::Nanosecond), "TIME_NS"),
        (SqlType::Timestamp(TimeUnit::Second), "TIMESTAMP_S"),
        (SqlType::Timestamp(TimeUnit::Microsecond), "TIMESTAMP"),
        (TimestampTz(TimeUnit::Millisecond), "TIMESTAMPTZ"),
        (Enum(vec!["a".to_owned(), "it's".to_owned()]), "ENUM('a', 'it''s')"),
        (SqlType::list(SqlType::array(Int32, 3)), "INTEGER[3][]"),
        (
            Struct(vec![field("a b", Int32), field("q\"", SqlType::list(Text))]),
            "STRUCT(\"a b\" INTEGER, \"q\"\"\" VARCHAR[])",
        ),
        (SqlType::Union(vec![field("n", Int8), field("order", Null)]), "UNION(n TINYINT, \"order\" \"NULL\")"),
        (SqlType::map(Uuid, Json), "MAP(UUID, JSON)"),
        (Native("GEOMETRY".to_owned()), "GEOMETRY"),
    ] {
        assert_eq!(type_name(&sql_type), text(written));
    }
    for refused in [
        SqlType::decimal(39, 0),
        SqlType::decimal(0, 0),
        SqlType::decimal(5, 6),
        TimestampTz(TimeUnit::Nanosecond),
        SqlType::array(Int8, 0),
        SqlType::array(Int8, 100_001),
        Enum(Vec::new()),
        Enum(vec!["a\0".to_owned()]),
        Struct(Vec::new()),
        SqlType::Union(Vec::new()),
        Native(" ".to_owned()),
    ] {
        assert_eq!(type_name(&SqlType::list(refused.clone())), Err(Unspeakable::Type(refused)));
    }
}

#[test]
fn functions_and_operators_are_corrected_where_duckdb_differs() {
    use FunctionSpelling::{Name, Template};
    for (function, spelling) in [
        (Function::CountRows, Template("count(*){suffix}")),
        (Function::Position, Name("instr")),
        (Function::ArgMax, Name("arg_max_null")),
        (Function::Round, Template("round({0}, CAST({1} AS INTEGER))")),
        (Function::Extract(DatePart::IsoDayOfWeek), Template("date_part('{part}', {0})")),
        (Function::DateDiff(DatePart::Month), Template("date_diff('{part}', {0}, {1})")),
        (
            Function::DateDiff(DatePart::Week),
            Template("(date_diff('day', date_trunc('week', {0}), date_trunc('week', {1})) // 7)"),
        ),
    ] {
        assert_eq!(DUCKDB.function(function), spelling);
    }
    assert_eq!(DUCKDB.operator(BinaryOperator::Divide), OperatorSpelling::Infix("/"));
    assert_eq!(DUCKDB.operator(BinaryOperator::DivideInteger), OperatorSpelling::Infix("//"));
    assert_eq!(DUCKDB.operator(BinaryOperator::BitXor), OperatorSpelling::Template("xor({0}, {1})"));
    assert_eq!(DUCKDB.date_part(DatePart::DayOfYear), "doy");
}

#[test]
fn json_paths_name_every_key_that_duckdb_can_name() {
    let path = |steps: &[JsonStep]| DUCKDB.json_path(steps);
    assert_eq!(path(&["a".into(), 0.into(), "b.c".into()]), text("$.\"a\"[0].\"b.c\""));
    assert_eq!(path(&["q\"\\".into()]), text("$.\"q\\\"\\\\\""));
    assert!(path(&["*".into()]).is_err());
    assert!(path(&["".into()]).is_err());
}

#[test]
fn every_level_below_full_has_a_reason() {
    for (construct, support) in Capabilities::of::<DuckDb>().iter() {
        assert_eq!(DuckDb::reason(construct).is_none(), support == Support::Full, "{construct}");
    }
    assert_eq!(Construct::Update.declared_by::<DuckDb>(), Support::Full);
    assert_eq!(Construct::DmlInCte.declared_by::<DuckDb>(), Support::Absent);
}

#[test]
fn older_versions_have_less_and_newer_ones_no_more() {
    let of = |version| {
        let mut capabilities = Capabilities::of::<DuckDb>();
        narrow_for_version(&mut capabilities, version).expect("it only goes down");
        capabilities
    };
    for version in [Version::new(1, 4, 0), Version::DECLARED, Version::new(2, 0, 0)] {
        assert_eq!(of(version), Capabilities::of::<DuckDb>(), "{version}");
    }
    let old = of(Version::new(1, 2, 2));
    assert!(!old.grants(Construct::Merge) && !old.grants(Construct::Lambda) && old.grants(Construct::Insert));
    assert_eq!(old.reason(Construct::MergeReturning), Some("DuckDB has MERGE since version 1.4"));
}

#[test]
fn a_read_only_database_takes_no_write() {
    let mut capabilities = Capabilities::of::<DuckDb>();
    narrow_read_only(&mut capabilities).expect("it only goes down");
    let once = capabilities.clone();
    narrow_read_only(&mut capabilities).expect("it only goes down");
    assert_eq!(capabilities, once);
    for write in [
        Construct::Insert,
        Construct::Update,
        Construct::Truncate,
        Construct::Merge,
        Construct::CreateTable,
        Construct::AlterAddColumn,
    ] {
        assert_eq!(capabilities.get(write), Support::Withheld, "{write}");
        assert_eq!(capabilities.reason(write), Some("the database was opened read-only"));
    }
    assert!(capabilities.grants(Construct::Cte) && capabilities.grants(Construct::CopyToFile));
    assert_eq!(capabilities.get(Construct::OnConflictConstraint), Support::Absent);
}

/// A bare NULL would be an INTEGER, and RETURNING takes no parameters.
#[test]
fn where_no_parameter_may_stand_a_null_keeps_its_type() {
    use aludel_query::{Table, ToSql, create_table_as, insert, select, typed_literal};
    let null = || typed_literal(Value::Null, SqlType::Date).label("day");
    let made = create_table_as(&Table::new("t"), select(null())).to_sql::<DuckDb>().expect("a statement");
    assert_eq!(&*made.sql, "CREATE TABLE t AS SELECT CAST(NULL AS DATE) AS day");
    let row = insert(&Table::new("t")).values((("a", 1), ("b", 2))).returning(null());
    let given_back = row.to_sql::<DuckDb>().expect("a statement");
    assert_eq!(&*given_back.sql, "INSERT INTO t (a, b) VALUES ($1, $2) RETURNING CAST(NULL AS DATE) AS day");
}
