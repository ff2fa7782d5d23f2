//! Every type that DuckDB has, and values of each: the ends of its range, the odd ones, and any between.

use aludel::bigdecimal::BigDecimal;
use aludel::bigdecimal::num_bigint::{BigInt, Sign};
use aludel::{Bits, Date, Field, Interval, SqlType, Time, TimeTz, TimeUnit, Timestamp, Value};
use proptest::prelude::*;

/// The end of DuckDB's DECIMAL.
const WIDEST: u8 = 38;

/// A day in the smallest unit that times are counted in.
const DAY: i64 = 86_400_000_000_000;

/// Every type that is made of no other.
pub(crate) fn plain() -> Vec<SqlType> {
    use TimeUnit::{Microsecond, Millisecond, Nanosecond, Second};
    let mut kinds = vec![
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
        SqlType::Enum(["sad", "it's", "", "größer 🦆"].map(str::to_owned).into()),
        SqlType::Enum((0..300).map(|at| format!("n{at}")).collect()),
    ];
    // Every size that DuckDB keeps decimals in: 16, 32, 64 and 128 bits.
    kinds.extend([(4, 1), (9, 9), (18, 3), (19, 0), (38, 0), (38, 19), (38, 38)].map(|(p, s)| SqlType::decimal(p, s)));
    kinds
}

/// Every precision and scale of DECIMAL.
pub(crate) fn decimals() -> impl Strategy<Value = SqlType> {
    (1..=WIDEST).prop_flat_map(|precision| (Just(precision), 0..=precision)).prop_map(|(p, s)| SqlType::decimal(p, s))
}

/// Types made of others, up to three levels deep.
pub(crate) fn nested() -> impl Strategy<Value = SqlType> {
    nested_of(plain().into_iter().filter(|kind| !matches!(kind, SqlType::Enum(_))).collect())
}

/// Types made of enums and of others.
pub(crate) fn nested_enums() -> impl Strategy<Value = SqlType> {
    nested_of(plain().into_iter().filter(|kind| matches!(kind, SqlType::Enum(_) | SqlType::Int8)).collect())
}

fn nested_of(kinds: Vec<SqlType>) -> impl Strategy<Value = SqlType> {
    prop::sample::select(kinds).prop_recursive(3, 12, 3, |inner| {
        let members = || {
            let names = ["a", "B b", "c\"'", "select"];
            prop::collection::vec(inner.clone(), 1..4).prop_map(move |kinds| {
                kinds.into_iter().zip(names).map(|(kind, name)| Field::new(name, kind)).collect::<Vec<_>>()
            })
        };
        prop_oneof![
            inner.clone().prop_map(SqlType::list),
            (inner.clone(), 1..4_u32).prop_map(|(kind, length)| SqlType::array(kind, length)),
            members().prop_map(SqlType::Struct),
            members().prop_map(SqlType::Union),
            inner.clone().prop_map(|kind| SqlType::map(SqlType::Text, kind)),
            inner.prop_map(|kind| SqlType::map(SqlType::Date, kind)),
        ]
    })
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn interval(months: i32, days: i32, micros: i64) -> Value {
    Value::Interval(Interval { months, days, nanoseconds: i128::from(micros) * 1_000 })
}

/// The first and the last count of a unit that is a timestamp of DuckDB, the infinities aside.
fn range(unit: TimeUnit) -> (i64, i64) {
    match unit {
        TimeUnit::Second => (-9_223_372_022_400, 9_223_372_036_854),
        TimeUnit::Millisecond => (-9_223_372_022_400_000, 9_223_372_036_854_775),
        TimeUnit::Microsecond => (-9_223_372_022_400_000_000, i64::MAX - 1),
        TimeUnit::Nanosecond => (-9_223_286_400_000_000_000, i64::MAX - 1),
    }
}

fn instant(value: i64, unit: TimeUnit, zone: bool) -> Value {
    Value::Timestamp(if zone { Timestamp::utc(value, unit) } else { Timestamp::naive(value, unit) })
}

/// The ends of a type and its odd values; each is tried, whatever else is.
pub(crate) fn edges(kind: &SqlType) -> Vec<Value> {
    let decimal = |digits: i128, scale: u8| Value::Decimal(BigDecimal::new(digits.into(), i64::from(scale)));
    match kind {
        SqlType::Boolean => vec![Value::Boolean(true), Value::Boolean(false)],
        SqlType::Int8 => [i8::MIN, -1, 0, i8::MAX].map(Value::Int8).into(),
        SqlType::Int16 => [i16::MIN, -1, 0, i16::MAX].map(Value::Int16).into(),
        SqlType::Int32 => [i32::MIN, -1, 0, i32::MAX].map(Value::Int32).into(),
        SqlType::Int64 => [i64::MIN, -1, 0, i64::MAX].map(Value::Int64).into(),
        SqlType::Int128 => [i128::MIN, i128::from(i64::MIN) - 1, -1, 0, i128::MAX].map(Value::Int128).into(),
        SqlType::UInt8 => [0, u8::MAX].map(Value::UInt8).into(),
        SqlType::UInt16 => [0, u16::MAX].map(Value::UInt16).into(),
        SqlType::UInt32 => [0, u32::MAX].map(Value::UInt32).into(),
        SqlType::UInt64 => [0, u64::MAX].map(Value::UInt64).into(),
        SqlType::UInt128 => [0, u128::from(u64::MAX) + 1, u128::MAX].map(Value::UInt128).into(),
        SqlType::BigInteger => [0_i64, -1, 255, -256, i64::MAX, i64::MIN]
            .map(BigInt::from)
            .into_iter()
            .chain([2_usize, 100, 3_000].into_iter().flat_map(|bytes| {
                [Sign::Minus, Sign::Plus].map(|sign| BigInt::from_bytes_be(sign, &vec![0xa5; bytes]))
            }))
            .map(Value::BigInteger)
            .collect(),
        SqlType::Float32 => {
            [0.0, -0.0, f32::NAN, f32::INFINITY, f32::NEG_INFINITY, f32::MIN, f32::MAX, f32::MIN_POSITIVE]
                .into_iter()
                .chain([f32::from_bits(1), -f32::from_bits(0x007f_ffff), 0.1, 16_777_217.0])
                .map(Value::Float32)
                .collect()
        }
        SqlType::Float64 => {
            [0.0, -0.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MIN, f64::MAX, f64::MIN_POSITIVE]
                .into_iter()
                .chain([f64::from_bits(1), -f64::from_bits(0x000f_ffff_ffff_ffff), 0.1, 9_007_199_254_740_993.0])
                .map(Value::Float64)
                .collect()
        }
        SqlType::Decimal { precision, scale } => {
            let most = 10_i128.pow(u32::from(*precision)) - 1;
            [-most, -1, 0, 1, most].map(|digits| decimal(digits, *scale)).into()
        }
        SqlType::Text => [
            "",
            " ",
            "'",
            "\"",
            "\\",
            "a\0b",
            "\0",
            "NULL",
            "e\u{301}",
            "größer",
            "🦆👩‍👩‍👧",
            "\u{feff}\u{202e}x",
            "a\r\n\tb",
            "twelve bytes",
            "thirteen byte",
            "'; DROP TABLE t; --",
            "$1 :x ?",
        ]
        .map(text)
        .into(),
        SqlType::Bytes => [&b""[..], b"\0", b"\xff\xfe\x00'\\x41\"", b"\\x41", &[0xa5; 5_000]]
            .map(|bytes| Value::Bytes(bytes.to_vec()))
            .into(),
        SqlType::Bits => ["0", "1", "00000001", "100000000", &"10".repeat(500)]
            .into_iter()
            .filter_map(|bits| Bits::new(bits).ok().map(Value::Bits))
            .collect(),
        SqlType::Date => [-2_147_483_646, -i32::MAX, -719_529, -719_163, -1, 0, 11_016, i32::MAX - 1, i32::MAX]
            .map(|days| Value::Date(Date { days }))
            .into(),
        SqlType::Time(TimeUnit::Nanosecond) => {
            [0, 1, 999, DAY - 1, DAY].map(|nanoseconds| Value::Time(Time { nanoseconds })).into()
        }
        SqlType::Time(_) => [0, 1_000, DAY - 1_000, DAY].map(|nanoseconds| Value::Time(Time { nanoseconds })).into(),
        SqlType::TimeTz => [(0, 0), (DAY, -57_599), (DAY - 1_000, 57_599), (1_000, 20_700), (0, -1)]
            .map(|(nanoseconds, offset_seconds)| Value::TimeTz(TimeTz { nanoseconds, offset_seconds }))
            .into(),
        SqlType::Timestamp(unit) => instants(*unit, false),
        SqlType::TimestampTz(unit) => instants(*unit, true),
        SqlType::Interval => vec![
            interval(0, 0, 0),
            interval(1, -2, 3),
            interval(-1, 31, -86_400_000_001),
            interval(i32::MIN, i32::MAX, i64::MIN / 1_000),
            interval(i32::MAX, i32::MIN, i64::MAX / 1_000),
            interval(0, 0, -1),
        ],
        SqlType::Uuid => [0, 1, 1 << 127, u128::MAX].map(|bits| Value::Uuid(uuid::Uuid::from_u128(bits))).into(),
        SqlType::Json => ["null", "{ \"a\" : [1, 2.50] }", "\"\\u0041'\"", "[]", "1e400"]
            .map(|json| Value::Json(json.to_owned()))
            .into(),
        SqlType::Enum(names) => names.iter().take(4).chain(names.last()).cloned().map(Value::Enum).collect(),
        SqlType::List(item) => vec![Value::List(vec![]), Value::List(vec![Value::Null]), Value::List(edges(item))],
        SqlType::Array(item, length) => {
            let items = edges(item).into_iter().chain([Value::Null]).cycle().take(*length as usize);
            vec![Value::Array(vec![Value::Null; *length as usize]), Value::Array(items.collect())]
        }
        SqlType::Struct(fields) => {
            let members = |nth: usize| {
                let value = |field: &Field| edges(&field.sql_type).into_iter().nth(nth).unwrap_or(Value::Null);
                Value::Struct(fields.iter().map(|field| (field.name.clone(), value(field))).collect())
            };
            vec![members(0), members(1), members(usize::MAX)]
        }
        _ => vec![],
    }
}

fn instants(unit: TimeUnit, zone: bool) -> Vec<Value> {
    let (first, last) = range(unit);
    // The last two are the infinities; the nights of 1883 and 2024 are those in which clocks were changed.
    [first, -2_717_650_800, -1, 0, 1, 1_711_846_799, last, -i64::MAX, i64::MAX]
        .map(|value| instant(value, unit, zone))
        .into()
}

/// Values of a type, NULL among them.
pub(crate) fn values(kind: &SqlType) -> BoxedStrategy<Value> {
    prop_oneof![1 => Just(Value::Null), 6 => filled(kind)].boxed()
}

/// Values of a type that are not NULL.
pub(crate) fn filled(kind: &SqlType) -> BoxedStrategy<Value> {
    let any_of_it = between(kind);
    match edges(kind) {
        edges if edges.is_empty() => any_of_it,
        edges => prop_oneof![1 => prop::sample::select(edges), 3 => any_of_it].boxed(),
    }
}

fn between(kind: &SqlType) -> BoxedStrategy<Value> {
    let instants = |unit: TimeUnit, zone: bool| {
        let (first, last) = range(unit);
        (first..=last).prop_map(move |value| instant(value, unit, zone)).boxed()
    };
    match kind {
        SqlType::Boolean => any::<bool>().prop_map(Value::Boolean).boxed(),
        SqlType::Int8 => any::<i8>().prop_map(Value::Int8).boxed(),
        SqlType::Int16 => any::<i16>().prop_map(Value::Int16).boxed(),
        SqlType::Int32 => any::<i32>().prop_map(Value::Int32).boxed(),
        SqlType::Int64 => any::<i64>().prop_map(Value::Int64).boxed(),
        SqlType::Int128 => any::<i128>().prop_map(Value::Int128).boxed(),
        SqlType::UInt8 => any::<u8>().prop_map(Value::UInt8).boxed(),
        SqlType::UInt16 => any::<u16>().prop_map(Value::UInt16).boxed(),
        SqlType::UInt32 => any::<u32>().prop_map(Value::UInt32).boxed(),
        SqlType::UInt64 => any::<u64>().prop_map(Value::UInt64).boxed(),
        SqlType::UInt128 => any::<u128>().prop_map(Value::UInt128).boxed(),
        SqlType::BigInteger => (any::<bool>(), prop::collection::vec(any::<u8>(), 0..60))
            .prop_map(|(negative, bytes)| {
                let sign = if negative { Sign::Minus } else { Sign::Plus };
                Value::BigInteger(BigInt::from_bytes_be(sign, &bytes))
            })
            .boxed(),
        SqlType::Float32 => any::<u32>().prop_map(|bits| Value::Float32(f32::from_bits(bits))).boxed(),
        SqlType::Float64 => any::<u64>().prop_map(|bits| Value::Float64(f64::from_bits(bits))).boxed(),
        SqlType::Decimal { precision, scale } => {
            let (most, scale) = (10_i128.pow(u32::from(*precision)) - 1, i64::from(*scale));
            (-most..=most).prop_map(move |digits| Value::Decimal(BigDecimal::new(digits.into(), scale))).boxed()
        }
        SqlType::Text => any::<String>().prop_map(Value::Text).boxed(),
        SqlType::Bytes => any::<Vec<u8>>().prop_map(Value::Bytes).boxed(),
        SqlType::Bits => {
            "[01]{1,70}".prop_filter_map("bits", |text| Bits::new(text).ok()).prop_map(Value::Bits).boxed()
        }
        SqlType::Date => (-2_147_483_646..=i32::MAX).prop_map(|days| Value::Date(Date { days })).boxed(),
        SqlType::Time(TimeUnit::Nanosecond) => {
            (0..=DAY).prop_map(|nanoseconds| Value::Time(Time { nanoseconds })).boxed()
        }
        SqlType::Time(_) => {
            (0..=DAY / 1_000).prop_map(|micros| Value::Time(Time { nanoseconds: micros * 1_000 })).boxed()
        }
        SqlType::TimeTz => (0..=DAY / 1_000, -57_599..=57_599_i32)
            .prop_map(|(micros, offset_seconds)| Value::TimeTz(TimeTz { nanoseconds: micros * 1_000, offset_seconds }))
            .boxed(),
        SqlType::Timestamp(unit) => instants(*unit, false),
        SqlType::TimestampTz(unit) => instants(*unit, true),
        SqlType::Interval => (any::<i32>(), any::<i32>(), i64::MIN / 1_000..=i64::MAX / 1_000)
            .prop_map(|(months, days, micros)| interval(months, days, micros))
            .boxed(),
        SqlType::Uuid => any::<u128>().prop_map(|bits| Value::Uuid(uuid::Uuid::from_u128(bits))).boxed(),
        SqlType::Json => any::<i64>().prop_map(|number| Value::Json(format!("{{ \"a\" : [{number}] }}"))).boxed(),
        SqlType::Enum(names) => prop::sample::select(names.clone()).prop_map(Value::Enum).boxed(),
        SqlType::List(item) => prop::collection::vec(values(item), 0..4).prop_map(Value::List).boxed(),
        SqlType::Array(item, length) => {
            prop::collection::vec(values(item), *length as usize).prop_map(Value::Array).boxed()
        }
        SqlType::Struct(fields) => {
            let member = |field: &Field| {
                let name = field.name.clone();
                values(&field.sql_type).prop_map(move |value| (name.clone(), value)).boxed()
            };
            fields.iter().map(member).collect::<Vec<_>>().prop_map(Value::Struct).boxed()
        }
        SqlType::Map(key, item) => prop::collection::vec((filled(key), values(item)), 0..4)
            .prop_map(|mut entries| {
                let mut keys: Vec<Value> = Vec::new();
                entries.retain(|(key, _)| {
                    let is_new = !keys.contains(key);
                    keys.push(key.clone());
                    is_new
                });
                Value::Map(entries)
            })
            .boxed(),
        SqlType::Union(fields) => prop::sample::select(fields.clone())
            .prop_flat_map(|field| {
                let member = filled(&field.sql_type);
                member.prop_map(move |value| Value::Union(field.name.clone(), Box::new(value)))
            })
            .boxed(),
        _ => Just(Value::Null).boxed(),
    }
}
