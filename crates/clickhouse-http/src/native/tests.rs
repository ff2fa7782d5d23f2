//! Blocks as a server sent them, whole, in pieces, cut short and damaged.

#![allow(clippy::unwrap_used, clippy::panic)]

use aludel_dialect::Value;
use aludel_engine::Rows;
use proptest::prelude::*;

use super::*;

/// `SELECT 1 AS a, 'x' AS s`.
const PLAIN: &[u8] = b"\x02\x01\x01a\x05UInt8\x01\x01s\x06String\x01x";
/// `SELECT toLowCardinality('x') AS s, toLowCardinality(NULL::Nullable(String)) AS n`.
const LOW_CARDINALITY: &[u8] = b"\x02\x01\x01s\x16LowCardinality(String)\
    \x01\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\x01x\x01\0\0\0\0\0\0\0\x01\
    \x01n LowCardinality(Nullable(String))\
    \x01\0\0\0\0\0\0\0\0\x06\0\0\0\0\0\0\x02\0\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0";
/// `SELECT NULL AS n, [] AS a, tuple() AS t`.
const NOTHING: &[u8] =
    b"\x03\x01\x01n\x11Nullable(Nothing)\x010\x01a\x0eArray(Nothing)\0\0\0\0\0\0\0\0\x01t\x07Tuple()0";
/// Three rows of `Variant(String, UInt8)`: 1, 'abc', NULL.
const VARIANT: &[u8] = b"\x01\x03\x01v\x16Variant(String, UInt8)\0\0\0\0\0\0\0\0\x01\x00\xff\x03abc\x01";
/// `SELECT '{"a":1}'::JSON AS j` with JSON as text.
const JSON: &[u8] = b"\x01\x01\x01j\x04JSON\x01\0\0\0\0\0\0\0\x07{\"a\":1}";
/// `SELECT map('k', [1, 2]::Array(UInt8)) AS m`.
const MAP: &[u8] = b"\x01\x01\x01m\x19Map(String, Array(UInt8))\
    \x01\0\0\0\0\0\0\0\x01k\x02\0\0\0\0\0\0\0\x01\x02";
/// Two rows of `Nullable(Tuple(UInt8, String))`: (1, 'a'), NULL.
const NULLABLE_TUPLE: &[u8] = b"\x01\x02\x01t\x1eNullable(Tuple(UInt8, String))\0\x01\x01\0\x01a\0";

const ALL: [&[u8]; 7] = [PLAIN, LOW_CARDINALITY, NOTHING, VARIANT, JSON, MAP, NULLABLE_TUPLE];

/// The rows of a stream that arrives in pieces of these sizes, the last of which is repeated.
fn decoded(stream: &[u8], sizes: &[usize]) -> Result<Vec<Vec<Value>>, NativeError> {
    let mut decoder = Decoder::default();
    let mut batches = Vec::new();
    let mut sizes = sizes.iter().copied();
    let (mut rest, mut size) = (stream, stream.len().max(1));
    while !rest.is_empty() {
        size = sizes.next().unwrap_or(size).clamp(1, rest.len().max(1));
        let (piece, after) = rest.split_at(size.min(rest.len()));
        decoder.push(piece);
        while let Some(batch) = decoder.next()? {
            batches.push(batch);
        }
        rest = after;
    }
    decoder.finish()?;
    let schema = decoder.schema().cloned().unwrap_or_else(|| Arc::new(Schema::empty()));
    let width = schema.fields().len();
    let rows = Rows::new(schema, batches);
    let row = |row: aludel_engine::Row| (0..width).map(|index| row.get(index).unwrap()).collect();
    Ok(rows.iter().map(row).collect())
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn blocks_of_a_server() {
    let list = |values: Vec<Value>| Value::List(values);
    for (stream, expected) in [
        (PLAIN, vec![vec![Value::UInt8(1), text("x")]]),
        (LOW_CARDINALITY, vec![vec![text("x"), Value::Null]]),
        (NOTHING, vec![vec![Value::Null, list(vec![]), Value::Struct(vec![])]]),
        (
            VARIANT,
            vec![
                vec![Value::Union("UInt8".into(), Value::UInt8(1).into())],
                vec![Value::Union("String".into(), text("abc").into())],
                vec![Value::Null],
            ],
        ),
        (JSON, vec![vec![Value::Json("{\"a\":1}".into())]]),
        (MAP, vec![vec![Value::Map(vec![(text("k"), list(vec![Value::UInt8(1), Value::UInt8(2)]))])]]),
        (
            NULLABLE_TUPLE,
            vec![vec![Value::Struct(vec![("1".into(), Value::UInt8(1)), ("2".into(), text("a"))])], vec![Value::Null]],
        ),
    ] {
        for size in 1..=stream.len() {
            assert_eq!(decoded(stream, &[size]).unwrap(), expected, "in pieces of {size}");
        }
    }
}

#[test]
fn blocks_follow_one_another() {
    let rows = decoded(&[PLAIN, PLAIN].concat(), &[5]).unwrap();
    assert_eq!(rows.len(), 2);
    let other_name = PLAIN.iter().map(|byte| if *byte == b'a' { b'b' } else { *byte }).collect::<Vec<_>>();
    let error = decoded(&[PLAIN, &other_name].concat(), &[]).unwrap_err();
    assert!(matches!(error, NativeError::Malformed("column")), "{error}");
}

#[test]
fn a_stream_that_ends_in_a_block_is_an_error_at_every_byte() {
    for stream in ALL {
        for end in 1..stream.len() {
            let error = decoded(&stream[..end], &[]).unwrap_err();
            assert!(matches!(error, NativeError::CutShort), "after {end} bytes: {error}");
        }
    }
    assert!(decoded(&[], &[]).unwrap().is_empty());
}

#[test]
fn lengths_beyond_reason_take_no_memory() {
    let huge = b"\xff\xff\xff\xff\x07";
    for stream in [
        // 2^31-1 rows of a number, of text, of lists.
        [b"\x01", &huge[..], b"\x01a\x05UInt8"].concat(),
        [b"\x01", &huge[..], b"\x01a\x06String"].concat(),
        [b"\x01", &huge[..], b"\x01a\x0dArray(String)"].concat(),
        // One text of so many bytes, one list of so many elements.
        [b"\x01\x01\x01a\x06String", &huge[..]].concat(),
        [&b"\x01\x01\x01a\x0eArray(Nothing)"[..], &[0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0]].concat(),
        // A name of so many bytes.
        [b"\x01\x01", &huge[..]].concat(),
    ] {
        assert!(matches!(decoded(&stream, &[]), Err(NativeError::CutShort)));
    }
    for stream in [&b"\xff\xff\xff\xff\x7f\x01"[..], &[b"\x01\xff\xff\xff\xff\x7f"[..].to_vec(), vec![0; 9]].concat()] {
        assert!(matches!(decoded(stream, &[]), Err(NativeError::Malformed(_))));
    }
}

#[test]
fn what_can_not_be_told_in_arrow_names_its_column_and_row() {
    let error = decoded(b"\x01\x02\x01s\x06String\x02ok\x02\xff\xfe", &[]).unwrap_err().to_string();
    assert!(error.contains("\"s\"") && error.contains("row 1") && error.contains("UTF-8"), "{error}");
    let late = [b"\x01\x01\x01d\x0dDateTime64(8)".as_slice(), &i64::MAX.to_le_bytes()].concat();
    let error = decoded(&late, &[]).unwrap_err().to_string();
    assert!(error.contains("\"d\" of type DateTime64(8)") && error.contains("out of range"), "{error}");
    let error = decoded(b"\x01\x01\x01s\x1dAggregateFunction(sum, UInt8)\x01", &[]).unwrap_err().to_string();
    assert!(error.contains("\"s\"") && error.contains("finalizeAggregation"), "{error}");
}

proptest! {
    #[test]
    fn pieces_of_any_size_give_the_same(sizes in prop::collection::vec(1_usize..40, 0..20), which in 0..ALL.len()) {
        let stream = [ALL[which], ALL[which]].concat();
        prop_assert_eq!(decoded(&stream, &sizes).unwrap(), decoded(&stream, &[]).unwrap());
    }

    #[test]
    fn any_bytes_are_an_answer_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = decoded(&bytes, &[7]);
    }

    #[test]
    fn damaged_blocks_are_an_answer_or_an_error(
        which in 0..ALL.len(),
        damages in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        sizes in prop::collection::vec(1_usize..40, 0..4),
    ) {
        let mut stream = [ALL[which], ALL[which]].concat();
        for (place, byte) in damages {
            let place = place.index(stream.len());
            stream[place] = byte;
        }
        let _ = decoded(&stream, &sizes);
    }

    /// Any type over any bytes, which the reader must not trust.
    #[test]
    fn any_type_over_any_bytes(
        of in prop::sample::select(vec![
            "Array(Array(String))", "Map(LowCardinality(String), Nullable(UInt8))", "LowCardinality(Nullable(UInt64))",
            "Tuple(a String, b Array(Nothing), c Tuple())", "Variant(Array(UInt8), String)", "Enum8('a' = 1)", "Enum16('a' = 1)",
            "Nullable(Decimal(76, 3))", "DateTime64(7)", "Time64(2)", "IntervalYear", "Geometry", "JSON", "FixedString(5)",
        ]),
        rows in 0_u8..100,
        mut bytes in prop::collection::vec(prop_oneof![4 => 0_u8..3, 1 => any::<u8>()], 0..400),
        has_prefix in any::<bool>(),
    ) {
        let mut stream = vec![1, rows, 1, b'c', u8::try_from(of.len()).unwrap()];
        stream.extend_from_slice(of.as_bytes());
        if has_prefix && bytes.len() >= 8 {
            bytes[..8].copy_from_slice(&u64::from(!of.starts_with("Variant")).to_le_bytes());
        }
        stream.extend_from_slice(&bytes);
        let _ = decoded(&stream, &[64]);
    }
}
