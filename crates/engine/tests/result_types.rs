//! Each Rust type against each Arrow layout that it reads: values, NULLs, slices, and what is refused.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::{BTreeMap, HashMap};
use std::fmt::Debug;
use std::sync::Arc;

use aludel_dialect::bigdecimal::{BigDecimal, num_bigint::BigInt};
use aludel_dialect::{Bits, Date, Interval, Time, TimeTz, TimeUnit as Unit, Timestamp, Value};
use aludel_engine::decode::{Column, DecodeError, DecodeErrorKind, FromColumn, TYPE_NAME};
use arrow_array::builder::{FixedSizeListBuilder, Int32Builder, ListBuilder, MapBuilder, StringBuilder};
use arrow_array::types::{Int32Type, Int64Type, UInt8Type};
use arrow_array::*;
use arrow_buffer::{IntervalDayTime, IntervalMonthDayNano, ScalarBuffer, i256};
use arrow_schema::{DataType, Field, FieldRef, UnionFields};
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

fn field(array: &dyn Array) -> Field {
    Field::new("c", array.data_type().clone(), true)
}

fn extended(array: &dyn Array, name: &str, metadata: &str) -> Field {
    field(array).with_metadata(
        [("ARROW:extension:name", name), ("ARROW:extension:metadata", metadata)]
            .map(|(key, value)| (key.to_owned(), value.to_owned()))
            .into(),
    )
}

fn opaque(array: &dyn Array, name: &str) -> Field {
    extended(array, "arrow.opaque", &format!(r#"{{"type_name":"{name}","vendor_name":"DuckDB"}}"#))
}

type Read<T> = Result<Vec<T>, DecodeErrorKind>;

fn read_field<T: FromColumn>(field: Field, array: &ArrayRef) -> Read<T> {
    let field: FieldRef = Arc::new(field);
    let read = || -> Result<Vec<T>, DecodeError> {
        let reader = Column::new(&field, array)?.read_as::<T>()?;
        (0..array.len()).map(|row| reader.read::<T>(row)).collect()
    };
    read().map_err(|error| error.kind().clone())
}

fn read<T: FromColumn>(array: impl Array + 'static) -> Read<T> {
    read_field(field(&array), &(Arc::new(array) as ArrayRef))
}

/// Reads all rows, and again from each row on, as slices of the array.
fn reads<T: FromColumn + Debug + PartialEq>(array: impl Array + 'static, expected: Vec<T>) {
    let field = field(&array);
    reads_as(field, array, expected);
}

fn reads_as<T: FromColumn + Debug + PartialEq>(field: Field, array: impl Array + 'static, expected: Vec<T>) {
    let array: ArrayRef = Arc::new(array);
    for start in 0..array.len() {
        let part = array.slice(start, array.len() - start);
        assert_eq!(read_field::<T>(field.clone(), &part).as_deref(), Ok(&expected[start..]), "from {start}");
    }
}

#[track_caller]
fn refuses<T: FromColumn + Debug + PartialEq>(array: impl Array + 'static, is: impl Fn(&DecodeErrorKind) -> bool) {
    match read::<T>(array) {
        Err(kind) if is(&kind) => {}
        other => panic!("{other:?}"),
    }
}

fn wrong_type(kind: &DecodeErrorKind) -> bool {
    matches!(kind, DecodeErrorKind::WrongType { .. })
}

fn out_of_range(kind: &DecodeErrorKind) -> bool {
    matches!(kind, DecodeErrorKind::OutOfRange { .. })
}

fn null(kind: &DecodeErrorKind) -> bool {
    matches!(kind, DecodeErrorKind::Null { .. })
}

#[test]
fn booleans() {
    reads(BooleanArray::from(vec![true, false, true]), vec![true, false, true]);
    reads(BooleanArray::from(vec![Some(true), None]), vec![Some(true), None]);
    let bytes = Int8Array::from(vec![Some(1), Some(0), None]);
    reads_as(extended(&bytes, "arrow.bool8", ""), bytes.clone(), vec![Some(true), Some(false), None]);
    reads_as(
        extended(&bytes, "arrow.bool8", ""),
        bytes,
        vec![Value::Boolean(true), Value::Boolean(false), Value::Null],
    );
    refuses::<bool>(BooleanArray::from(vec![Some(true), None]), null);
    refuses::<bool>(Int8Array::from(vec![1]), wrong_type);
}

#[test]
fn integers_of_any_width_with_a_check() {
    macro_rules! all {
        ($($array:ident)*) => { $(
            reads(<$array>::from(vec![Some(1), None, Some(100)]), vec![Some(1_i8), None, Some(100)]);
            reads(<$array>::from(vec![1, 100]), vec![1_u64, 100]);
            reads(<$array>::from(vec![1, 100]), vec![1_i128, 100]);
            reads(<$array>::from(vec![1, 100]), vec![1_u128, 100]);
            reads(<$array>::from(vec![1, 100]), vec![BigInt::from(1), BigInt::from(100)]);
            refuses::<i32>(<$array>::from(vec![Some(1), None]), null);
            refuses::<f64>(<$array>::from(vec![1]), wrong_type);
            refuses::<String>(<$array>::from(vec![1]), wrong_type);
            refuses::<bool>(<$array>::from(vec![1]), wrong_type);
        )* };
    }
    all!(Int8Array Int16Array Int32Array Int64Array UInt8Array UInt16Array UInt32Array UInt64Array);
    refuses::<u8>(Int64Array::from(vec![256]), |kind| {
        *kind == DecodeErrorKind::OutOfRange { expected: "u8".into(), value: "256".into() }
    });
    refuses::<u64>(Int64Array::from(vec![-1]), out_of_range);
    refuses::<i64>(UInt64Array::from(vec![u64::MAX]), out_of_range);
    reads(Int64Array::from(vec![i64::MIN, i64::MAX]), vec![i64::MIN, i64::MAX]);
}

#[test]
fn integers_never_come_from_floats_and_only_from_whole_decimals() {
    refuses::<i64>(Float64Array::from(vec![1.0]), wrong_type);
    let whole = Decimal128Array::from(vec![Some(42), None]).with_precision_and_scale(38, 0).unwrap();
    reads(whole, vec![Some(42_i64), None]);
    reads(Decimal256Array::from(vec![i256::from(7)]).with_precision_and_scale(76, 0).unwrap(), vec![7_u8]);
    refuses::<i64>(Decimal128Array::from(vec![420]).with_precision_and_scale(10, 1).unwrap(), wrong_type);
}

#[test]
fn huge_integers() {
    let bytes =
        |numbers: &[i128]| FixedSizeBinaryArray::try_from_iter(numbers.iter().map(|n| n.to_le_bytes())).unwrap();
    let huge = bytes(&[1, -1, i128::MAX]);
    reads_as(opaque(&huge, "hugeint"), huge.clone(), vec![1_i128, -1, i128::MAX]);
    reads_as(
        opaque(&huge, "hugeint"),
        huge.clone(),
        vec![Value::Int128(1), Value::Int128(-1), Value::Int128(i128::MAX)],
    );
    reads_as(opaque(&huge, "uhugeint"), huge.clone(), vec![1, u128::MAX, u128::MAX / 2]);
    reads_as(opaque(&huge, "hugeint"), huge.slice(0, 2), vec![1_i8, -1]);
    assert!(out_of_range(&read_field::<u128>(opaque(&huge, "hugeint"), &(Arc::new(huge) as ArrayRef)).unwrap_err()));
    let big = BinaryArray::from(vec![Some(&[0x80, 0, 1, 42][..]), None, Some(&[0x7f, 0xff, 0xfd, 0xfe, 0xff])]);
    reads_as(opaque(&big, "bignum"), big.clone(), vec![Some(BigInt::from(42)), None, Some(BigInt::from(-256))]);
    reads_as(opaque(&big, "bignum"), big.clone(), vec![Some(42_i16), None, Some(-256)]);
    reads_as(opaque(&big, "bignum"), big.slice(0, 1), vec![Value::BigInteger(BigInt::from(42))]);
}

#[test]
fn floats_widen_and_never_narrow() {
    reads(Float64Array::from(vec![Some(1.5), None]), vec![Some(1.5_f64), None]);
    reads(Float32Array::from(vec![0.1]), vec![f64::from(0.1_f32)]);
    reads(Float32Array::from(vec![0.1]), vec![0.1_f32]);
    refuses::<f32>(Float64Array::from(vec![0.1]), wrong_type);
    refuses::<f64>(Decimal128Array::from(vec![1]), wrong_type);
}

#[test]
fn decimals_keep_every_digit() {
    let decimals = Decimal128Array::from(vec![Some(150), None, Some(-1)]).with_precision_and_scale(15, 2).unwrap();
    reads(decimals.clone(), vec![Some(Decimal::new(150, 2)), None, Some(Decimal::new(-1, 2))]);
    reads(decimals.clone(), vec![Some(BigDecimal::new(150.into(), 2)), None, Some(BigDecimal::new((-1).into(), 2))]);
    reads(decimals.slice(0, 1), vec![Value::Decimal(BigDecimal::new(150.into(), 2))]);
    assert_eq!(read::<Decimal>(decimals.slice(0, 1)).unwrap()[0].to_string(), "1.50");

    let wide = Decimal128Array::from(vec![10_i128.pow(37)]).with_precision_and_scale(38, 37).unwrap();
    reads(wide, vec![Decimal::ONE]);
    let too_long = Decimal128Array::from(vec![10_i128.pow(37) + 1]).with_precision_and_scale(38, 37).unwrap();
    refuses::<Decimal>(too_long, out_of_range);
    let digits = i256::from_string(&"9".repeat(70)).unwrap();
    let widest = Decimal256Array::from(vec![digits]).with_precision_and_scale(76, 10).unwrap();
    assert_eq!(
        read::<BigDecimal>(widest).unwrap()[0].to_plain_string(),
        format!("{}.{}", "9".repeat(60), "9".repeat(10))
    );
    reads(Int32Array::from(vec![7]), vec![Decimal::from(7)]);
    refuses::<Decimal>(Float64Array::from(vec![1.0]), wrong_type);
}

#[test]
fn text_of_every_layout() {
    let texts = vec![Some("joe"), None, Some("ünï")];
    let expected = || texts.iter().map(|text| text.map(str::to_owned)).collect::<Vec<_>>();
    reads(StringArray::from(texts.clone()), expected());
    reads(LargeStringArray::from(texts.clone()), expected());
    reads(StringViewArray::from(texts.clone()), expected());
    reads(DictionaryArray::<UInt8Type>::from_iter(texts.clone()), expected());
    reads(DictionaryArray::<Int32Type>::from_iter(texts.clone()), expected());
    reads(DictionaryArray::<UInt8Type>::from_iter([None::<&str>, None]), vec![None::<String>, None]);
    reads(BinaryArray::from(vec![&b"joe"[..]]), vec!["joe".to_owned()]);
    refuses::<String>(StringArray::from(texts), null);
    refuses::<String>(BinaryArray::from(vec![&[b'a', 0xff][..]]), |kind| {
        *kind == DecodeErrorKind::InvalidUtf8 { valid_up_to: 1 }
    });
    let json = StringArray::from(vec!["{}"]);
    reads_as(extended(&json, "arrow.json", ""), json.clone(), vec!["{}".to_owned()]);
    reads_as(extended(&json, "arrow.json", ""), json, vec![Value::Json("{}".into())]);
    reads(DictionaryArray::<UInt8Type>::from_iter(["ok"]), vec![Value::Enum("ok".into())]);
    reads(DictionaryArray::<Int32Type>::from_iter(["ok"]), vec![Value::Text("ok".into())]);
}

#[test]
fn dictionaries_and_runs_are_unpacked() {
    let numbers = DictionaryArray::<Int32Type>::try_new(
        Int32Array::from(vec![Some(1), None, Some(0), Some(2)]),
        Arc::new(Int64Array::from(vec![Some(10), Some(20), None])),
    );
    reads(numbers.unwrap(), vec![Some(20_i64), None, Some(10), None]);
    let runs = RunArray::<Int32Type>::try_new(
        &Int32Array::from(vec![2, 3, 5]),
        &StringArray::from(vec![Some("a"), None, Some("b")]),
    );
    reads(runs.unwrap(), vec![Some("a".to_owned()), Some("a".into()), None, Some("b".into()), Some("b".into())]);
}

#[test]
fn bytes_and_what_is_made_of_them() {
    reads(BinaryArray::from(vec![Some(&[0, 255][..]), None]), vec![Some(vec![0_u8, 255]), None]);
    reads(BinaryArray::from(vec![&[1, 2][..]]), vec![[1_u8, 2]]);
    refuses::<[u8; 3]>(BinaryArray::from(vec![&[1, 2][..]]), |kind| {
        *kind == DecodeErrorKind::Length { expected: 3, found: 2 }
    });
    reads(LargeBinaryArray::from(vec![&[1][..]]), vec![Value::Bytes(vec![1])]);
    reads(BinaryViewArray::from(vec![&[1][..]]), vec![vec![1_u8]]);
    refuses::<Vec<i8>>(BinaryArray::from(vec![&[1][..]]), wrong_type);
    refuses::<Vec<u8>>(StringArray::from(vec!["text"]), wrong_type);

    let id = Uuid::from_u128(0xa5b0_c0de_1234_5678_9abc_def0_1234_5678);
    let uuids =
        FixedSizeBinaryArray::try_from_sparse_iter_with_size([Some(id.into_bytes()), None].into_iter(), 16).unwrap();
    reads_as(extended(&uuids, "arrow.uuid", ""), uuids.clone(), vec![Some(id), None]);
    reads_as(extended(&uuids, "arrow.uuid", ""), uuids.clone(), vec![Value::Uuid(id), Value::Null]);
    refuses::<Option<Uuid>>(uuids, wrong_type);

    let bits = BinaryArray::from(vec![Some(&[5, 0xfd][..]), None]);
    reads_as(opaque(&bits, "bit"), bits, vec![Some(Bits::new("101").unwrap()), None]);
}

#[test]
fn dates_and_times() {
    let day = NaiveDate::from_ymd_opt(2020, 2, 29).unwrap();
    reads(Date32Array::from(vec![Some(18_321), None]), vec![Some(day), None]);
    reads(Date64Array::from(vec![18_321 * 86_400_000]), vec![day]);
    reads(Date32Array::from(vec![i32::MAX]), vec![Date::INFINITY]);
    refuses::<NaiveDate>(Date32Array::from(vec![i32::MAX]), out_of_range);
    refuses::<NaiveDate>(Date64Array::from(vec![1]), |kind| *kind == DecodeErrorKind::Malformed { of: "date" });

    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
    reads(Time32SecondArray::from(vec![43_200]), vec![noon]);
    reads(Time32MillisecondArray::from(vec![43_200_000]), vec![noon]);
    reads(Time64MicrosecondArray::from(vec![43_200_000_000]), vec![noon]);
    reads(Time64NanosecondArray::from(vec![43_200_000_000_001]), vec![Time { nanoseconds: 43_200_000_000_001 }]);
    refuses::<NaiveTime>(Time64MicrosecondArray::from(vec![86_400_000_000]), out_of_range);

    let zoned = FixedSizeBinaryArray::try_from_iter([[0xdf_u8, 0xc4, 0, 8, 0x26, 0xe6, 0x8b, 0x0a]].iter()).unwrap();
    let expected = TimeTz { nanoseconds: 45_296_789_000_000, offset_seconds: 7200 };
    reads_as(opaque(&zoned, "time_tz"), zoned, vec![expected]);
}

#[test]
fn timestamps() {
    let instant = DateTime::from_timestamp(1_577_836_800, 0).unwrap();
    let calendar = instant.naive_utc();
    reads(TimestampSecondArray::from(vec![Some(1_577_836_800), None]), vec![Some(calendar), None]);
    reads(TimestampMillisecondArray::from(vec![1_577_836_800_000]), vec![calendar]);
    reads(TimestampMicrosecondArray::from(vec![1_577_836_800_000_000]), vec![calendar]);
    reads(TimestampNanosecondArray::from(vec![1_577_836_800_000_000_000]), vec![calendar]);
    reads(TimestampNanosecondArray::from(vec![1]), vec![Value::Timestamp(Timestamp::naive(1, Unit::Nanosecond))]);
    for infinity in [i64::MAX, -i64::MAX] {
        refuses::<NaiveDateTime>(TimestampMicrosecondArray::from(vec![infinity]), out_of_range);
        refuses::<NaiveDateTime>(TimestampNanosecondArray::from(vec![infinity]), out_of_range);
        reads(TimestampMicrosecondArray::from(vec![infinity]), vec![Timestamp::naive(infinity, Unit::Microsecond)]);
    }
    let zoned = |zone: &str| TimestampMicrosecondArray::from(vec![1_577_836_800_000_000]).with_timezone(zone);
    reads(zoned("Europe/Berlin"), vec![instant]);
    reads(zoned("+02:00"), vec![instant.with_timezone(&FixedOffset::east_opt(7200).unwrap())]);
    refuses::<DateTime<FixedOffset>>(zoned("Europe/Berlin"), wrong_type);
    refuses::<NaiveDateTime>(zoned("UTC"), wrong_type);
    refuses::<DateTime<Utc>>(TimestampSecondArray::from(vec![0]), wrong_type);
}

#[test]
fn intervals() {
    let all = IntervalMonthDayNano::new(14, -3, 5);
    reads(
        IntervalMonthDayNanoArray::from(vec![Some(all), None]),
        vec![Some(Interval { months: 14, days: -3, nanoseconds: 5 }), None],
    );
    reads(IntervalYearMonthArray::from(vec![14]), vec![Interval::months(14)]);
    reads(
        IntervalDayTimeArray::from(vec![IntervalDayTime::new(1, 2)]),
        vec![Interval { months: 0, days: 1, nanoseconds: 2_000_000 }],
    );
    reads(DurationSecondArray::from(vec![i64::MAX]), vec![Interval::seconds(i64::MAX)]);
}

#[test]
fn lists_and_arrays() {
    let lists = || {
        ListArray::from_iter_primitive::<Int32Type, _, _>([
            Some(vec![Some(1), Some(2)]),
            None,
            Some(vec![]),
            Some(vec![Some(3)]),
        ])
    };
    reads(lists(), vec![Some(vec![1, 2]), None, Some(vec![]), Some(vec![3_i64])]);
    reads(lists().slice(3, 1), vec![[3_u8]]);
    refuses::<Vec<i32>>(lists(), null);
    let large = LargeListArray::from_iter_primitive::<Int64Type, _, _>([Some(vec![Some(1), None])]);
    reads(large.clone(), vec![vec![Some(1_i64), None]]);
    refuses::<Vec<i64>>(large, null);
    let mut fixed = FixedSizeListBuilder::new(Int32Builder::new(), 2);
    for (pair, valid) in [([1, 2], true), ([0, 0], false), ([3, 4], true)] {
        fixed.values().append_slice(&pair);
        fixed.append(valid);
    }
    let fixed = fixed.finish();
    reads(fixed.clone(), vec![Some([1, 2]), None, Some([3, 4])]);
    reads(fixed.slice(2, 1), vec![Value::Array(vec![Value::Int32(3), Value::Int32(4)])]);
    let views = ListViewArray::new(
        Arc::new(Field::new("item", DataType::Int32, true)),
        ScalarBuffer::from(vec![2, 0]),
        ScalarBuffer::from(vec![1, 2]),
        Arc::new(Int32Array::from(vec![1, 2, 3])),
        None,
    );
    reads(views, vec![vec![3], vec![1, 2]]);
    let mut nested = ListBuilder::new(ListBuilder::new(StringBuilder::new()));
    nested.values().append_value([Some("a"), None]);
    nested.append(true);
    reads(nested.finish(), vec![vec![vec![Some("a".to_owned()), None]]]);
}

#[test]
fn maps_keep_every_entry() {
    let mut builder = MapBuilder::new(None, StringBuilder::new(), Int32Builder::new());
    builder.keys().append_value("a");
    builder.values().append_value(1);
    builder.keys().append_value("b");
    builder.values().append_null();
    builder.append(true).unwrap();
    builder.append(false).unwrap();
    let map = builder.finish();
    let (a, b) = ("a".to_owned(), "b".to_owned());
    reads(map.clone(), vec![Some(HashMap::from([(a.clone(), Some(1)), (b.clone(), None)])), None]);
    reads(map.clone(), vec![Some(BTreeMap::from([(a.clone(), Some(1)), (b.clone(), None)])), None]);
    reads(map.clone(), vec![Some(vec![(a.clone(), Some(1)), (b.clone(), None)]), None]);
    let text = |text: &str| Value::Text(text.into());
    reads(map, vec![Value::Map(vec![(text("a"), Value::Int32(1)), (text("b"), Value::Null)]), Value::Null]);

    let mut twice = MapBuilder::new(None, StringBuilder::new(), Int32Builder::new());
    for value in [1, 2] {
        twice.keys().append_value("a");
        twice.values().append_value(value);
    }
    twice.append(true).unwrap();
    let twice = twice.finish();
    refuses::<HashMap<String, i32>>(twice.clone(), |kind| *kind == DecodeErrorKind::DuplicateKey);
    reads(twice, vec![vec![(a.clone(), 1), (a, 2)]]);
}

#[test]
fn structs_and_unions() {
    let members = StructArray::from(vec![
        (Arc::new(Field::new("id", DataType::Int32, true)), Arc::new(Int32Array::from(vec![1, 2])) as ArrayRef),
        (Arc::new(Field::new("name", DataType::Utf8, true)), Arc::new(StringArray::from(vec![Some("joe"), None]))),
    ]);
    reads(members.clone(), vec![(1_i64, Some("joe".to_owned())), (2, None)]);
    reads(
        members.slice(0, 1),
        vec![Value::Struct(vec![("id".into(), Value::Int32(1)), ("name".into(), Value::Text("joe".into()))])],
    );
    refuses::<(i64,)>(members, |kind| matches!(kind, DecodeErrorKind::ColumnCount { expected: 1, found: 2, .. }));

    let fields = UnionFields::from_iter([
        (0, Arc::new(Field::new("num", DataType::Int32, true))),
        (1, Arc::new(Field::new("str", DataType::Utf8, true))),
    ]);
    let children: Vec<ArrayRef> = vec![
        Arc::new(Int32Array::from(vec![Some(2), None, None, None])),
        Arc::new(StringArray::from(vec![None, Some("x"), None, None])),
    ];
    let union = UnionArray::try_new(fields, vec![0, 1, 1, 0].into(), None, children).unwrap();
    reads(
        union,
        vec![
            Value::Union("num".into(), Box::new(Value::Int32(2))),
            Value::Union("str".into(), Box::new(Value::Text("x".into()))),
            Value::Union("str".into(), Box::new(Value::Null)),
            Value::Null,
        ],
    );
}

#[test]
fn null_of_no_type() {
    reads(NullArray::new(2), vec![None::<String>, None]);
    reads(NullArray::new(1), vec![Value::Null]);
    refuses::<String>(NullArray::new(1), wrong_type);
    let integers = Int32Array::from(vec![None]);
    let own = field(&integers).with_metadata(HashMap::from([(TYPE_NAME.to_owned(), "\"NULL\"".to_owned())]));
    reads_as(own, integers, vec![None::<Uuid>]);
}

#[test]
fn unknown_extensions_are_refused_by_name() {
    let bytes: ArrayRef = Arc::new(BinaryArray::from(vec![&[1][..]]));
    for field in [extended(&bytes, "geoarrow.wkb", "{}"), opaque(&bytes, "variant")] {
        let error = Column::new(&Arc::new(field), &bytes).unwrap_err();
        assert_eq!(error.column(), Some("c"));
        assert!(matches!(error.kind(), DecodeErrorKind::UnknownType { .. }), "{error}");
    }
}

fn lists(levels: usize) -> ArrayRef {
    (0..levels).fold(Arc::new(Int32Array::from(vec![1])) as ArrayRef, |inner, _| {
        let item = Arc::new(Field::new("item", inner.data_type().clone(), true));
        Arc::new(ListArray::new(item, arrow_buffer::OffsetBuffer::from_lengths([1]), inner, None))
    })
}

fn structs(levels: usize) -> ArrayRef {
    (0..levels).fold(Arc::new(Int32Array::from(vec![1])) as ArrayRef, |inner, _| {
        Arc::new(StructArray::from(vec![(Arc::new(Field::new("a", inner.data_type().clone(), true)), inner)]))
    })
}

#[test]
fn deep_nesting_is_read_up_to_a_limit_and_refused_past_it() {
    let read = || {
        for deep in [lists, structs] {
            let value = read_field::<Value>(field(&deep(32)), &deep(32)).unwrap();
            let batch = |levels| RecordBatch::try_from_iter([("c", deep(levels))]).unwrap();
            let rows = |levels| aludel_engine::Rows::new(batch(levels).schema(), vec![batch(levels)]);
            assert!(!value[0].to_string().is_empty() && !rows(32).to_string().is_empty());
            rows(32).write_json_lines(&mut Vec::new()).unwrap();
            for levels in [33, 150] {
                let refused = DecodeErrorKind::TooDeep { limit: 32 };
                assert_eq!(read_field::<Value>(field(&deep(levels)), &deep(levels)), Err(refused.clone()));
                assert_eq!(read_field::<i32>(field(&deep(levels)), &deep(levels)), Err(refused));
                assert!(aludel_engine::decode::sql_type_of(&field(&deep(levels))).is_err());
                let error = rows(levels).scalar::<Value>().unwrap_err().to_string();
                assert!(error.contains("\"c\"") && error.contains("32 levels"), "{error}");
                assert!(rows(levels).to_string().contains("<no reader>"));
                assert!(rows(levels).write_json_lines(&mut Vec::new()).is_err());
            }
        }
    };
    std::thread::Builder::new().stack_size(1 << 20).spawn(read).unwrap().join().unwrap();
}
