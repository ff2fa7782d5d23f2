//! A whole result: rows by name and position, tables, JSON lines, Arrow, streams.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::HashMap;
use std::sync::Arc;

use aludel_dialect::Value;
use aludel_engine::decode::{DecodeErrorKind, TYPE_NAME};
use aludel_engine::{BatchStream, Error, Row, Rows};
use arrow_array::ffi_stream::ArrowArrayStreamReader;
use arrow_array::types::UInt8Type;
use arrow_array::*;
use arrow_schema::{DataType, Field, Schema};
use futures_util::{StreamExt, TryStreamExt, stream};

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true))).unwrap()
}

fn users() -> Rows {
    let part = |ids: Vec<i64>, names: Vec<Option<&str>>| {
        batch(vec![("id", Arc::new(Int64Array::from(ids))), ("Name", Arc::new(StringArray::from(names)))])
    };
    let batches =
        vec![part(vec![1, 2], vec![Some("joe"), None]), part(vec![], vec![]), part(vec![3], vec![Some("ann")])];
    Rows::new(batches[0].schema(), batches)
}

#[test]
fn rows_by_name_and_position() {
    let rows = users();
    assert_eq!((rows.len(), rows.keys().collect::<Vec<_>>()), (3, vec!["id", "Name"]));
    let ids: Vec<i64> = rows.iter().map(|row| row.get("id").unwrap()).collect();
    assert_eq!(ids, [1, 2, 3]);
    let last = rows.get(2).unwrap();
    assert_eq!(last.get::<String>(1).unwrap(), "ann");
    assert_eq!(
        last.get::<String>("name").unwrap(),
        "ann",
        "the case of letters does not matter where one column has it"
    );
    assert_eq!(last.to::<(i64, String)>().unwrap(), (3, "ann".into()));
    assert_eq!(last.values().unwrap(), [Value::Int64(3), Value::Text("ann".into())]);
    assert_eq!((last.to_string(), format!("{last:?}")), ("(3, ann)".into(), "Row { id: 3, Name: ann }".into()));
    assert_eq!(rows.column::<Option<String>>("Name").unwrap(), [Some("joe".into()), None, Some("ann".into())]);
    assert!(matches!(rows.scalar::<i64>(), Err(Error::Decode(_))), "there are two columns");
    assert!(matches!(rows.one(), Err(Error::SeveralRows)));
    assert!(rows.get(3).is_none());
    assert_eq!(rows.to_vec::<Row>().unwrap()[1].get::<i64>("id").unwrap(), 2);
    let empty = Rows::new(rows.schema().clone(), vec![]);
    assert!(matches!(empty.one(), Err(Error::NoRow)) && matches!(empty.scalar::<i64>(), Err(Error::NoRow)));
    assert!(empty.one_or_none().unwrap().is_none());
}

#[test]
fn errors_name_column_types_and_row() {
    let rows = users();
    for (message, expected) in [
        (
            rows.to_vec::<(i64, String)>().unwrap_err().to_string(),
            r#"column "Name" of type Utf8, row 1 (the first is 0): NULL can't be read as String; Option<String> takes it"#,
        ),
        (rows.to_vec::<(i64, Option<i32>)>().unwrap_err().to_string(), r#"column "Name": expected i32, found Utf8"#),
        (
            rows.column::<u8>("nmae").unwrap_err().to_string(),
            r#"the result has no column "nmae"; did you mean "Name"? It has id, Name"#,
        ),
        (rows.to_vec::<i64>().unwrap_err().to_string(), "i64 reads 1 column, the result has 2"),
        (
            rows.get(1).unwrap().get::<String>("Name").unwrap_err().to_string(),
            r#"column "Name" of type Utf8, row 1 (the first is 0): NULL can't be read as String; Option<String> takes it"#,
        ),
    ] {
        assert_eq!(message, expected);
    }
    let own =
        Field::new("n", DataType::Int64, true).with_metadata(HashMap::from([(TYPE_NAME.into(), "BIGINT".into())]));
    let batch =
        RecordBatch::try_new(Arc::new(Schema::new(vec![own])), vec![Arc::new(Int64Array::from(vec![1, 300]))]).unwrap();
    let rows = Rows::new(batch.schema(), vec![batch]);
    let error = rows.to_vec::<u8>().unwrap_err();
    assert_eq!(
        error.to_string(),
        r#"column "n" of type BIGINT (Arrow: Int64), row 1 (the first is 0): 300 is out of range for u8"#
    );
    assert_eq!((error.column(), error.row(), error.found_type()), (Some("n"), Some(1), Some("BIGINT (Arrow: Int64)")));
    // An empty result of the wrong shape is wrong all the same.
    assert!(Rows::new(rows.schema().clone(), vec![]).to_vec::<String>().is_err());
}

#[test]
fn columns_of_one_name_are_read_by_position_only() {
    let number = || Arc::new(Int64Array::from(vec![1])) as ArrayRef;
    let schema = Schema::new(vec![Field::new("id", DataType::Int64, true), Field::new("id", DataType::Int64, true)]);
    let batch = RecordBatch::try_new(Arc::new(schema), vec![number(), number()]).unwrap();
    let rows = Rows::new(batch.schema(), vec![batch]);
    let error = rows.first().unwrap().get::<i64>("id").unwrap_err();
    assert_eq!(*error.kind(), DecodeErrorKind::AmbiguousColumn { name: "id".into(), count: 2 });
    assert_eq!(rows.to_vec::<(i64, i64)>().unwrap(), [(1, 1)]);
    assert!(rows.write_json_lines(Vec::new()).is_err());
    let cases = self::batch(vec![("ID", number()), ("Id", number()), ("id", number())]);
    let rows = Rows::new(cases.schema(), vec![cases]);
    assert!(rows.column::<i64>("id").is_ok(), "an exact match wins");
    assert!(rows.column::<i64>("iD").is_err(), "several that differ in case only");
}

#[test]
fn tables() {
    let rows = batch(vec![
        ("n", Arc::new(Int64Array::from(vec![Some(1), None]))),
        ("text", Arc::new(StringArray::from(vec!["NULL", "a\nb\u{1b}[31m"]))),
    ]);
    let expected = "\
┌───────┬────────────────┐
│ n     ┆ text           │
│ INT64 ┆ TEXT           │
╞═══════╪════════════════╡
│     1 ┆ 'NULL'         │
│  NULL ┆ a\\nb\\u{1b}[31m │
└───────┴────────────────┘
2 rows";
    assert_eq!(Rows::new(rows.schema(), vec![rows]).to_string(), expected);
    let long = batch(vec![("n", Arc::new(Int64Array::from_iter_values(0..1000)) as ArrayRef)]);
    let long = Rows::new(long.schema(), vec![long.slice(0, 500), long.slice(500, 500)]).to_string();
    assert!(long.ends_with("1000 rows, 40 shown") && long.contains("…") && !long.contains(" 20 "), "{long}");
    assert!(long.contains(" 19 ") && long.contains(" 980 "), "{long}");
    let wide = batch(vec![("t", Arc::new(StringArray::from(vec!["x".repeat(1000)])) as ArrayRef)]);
    let wide = Rows::new(wide.schema(), vec![wide]).to_string();
    assert!(wide.lines().all(|line| line.chars().count() < 70) && wide.contains('…') && wide.ends_with("1 row"));
}

#[test]
fn json_lines_lose_nothing() {
    let json = StringArray::from(vec!["{ \"a\" : 1e400 }", "not json"]);
    let fields = vec![
        Field::new("i", DataType::Int64, true),
        Field::new("f", DataType::Float64, true),
        Field::new("d", DataType::Decimal128(15, 2), true),
        Field::new("t", DataType::Utf8, true),
        Field::new("b", DataType::Binary, true),
        Field::new("day", DataType::Date32, true),
        Field::new("json", DataType::Utf8, true)
            .with_metadata(HashMap::from([("ARROW:extension:name".into(), "arrow.json".into())])),
        Field::new(
            "l",
            ListArray::from_iter_primitive::<types::Int32Type, _, _>([Some([Some(1)])]).data_type().clone(),
            true,
        ),
    ];
    let columns: Vec<ArrayRef> = vec![
        Arc::new(Int64Array::from(vec![Some(i64::MAX), None])),
        Arc::new(Float64Array::from(vec![0.1, f64::NEG_INFINITY])),
        Arc::new(Decimal128Array::from(vec![150, -1]).with_precision_and_scale(15, 2).unwrap()),
        Arc::new(StringArray::from(vec!["a\"\\\n\u{1}é", ""])),
        Arc::new(BinaryArray::from(vec![&[0, 255][..], &[]])),
        Arc::new(Date32Array::from(vec![0, i32::MAX])),
        Arc::new(json),
        Arc::new(ListArray::from_iter_primitive::<types::Int32Type, _, _>([Some(vec![Some(1), None]), Some(vec![])])),
    ];
    let batch = RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).unwrap();
    let mut out = Vec::new();
    Rows::new(batch.schema(), vec![batch]).write_json_lines(&mut out).unwrap();
    assert_eq!(
        String::from_utf8(out).unwrap(),
        concat!(
            r#"{"i":9223372036854775807,"f":0.1,"d":"1.50","t":"a\"\\\n\u0001é","b":"00ff","day":"1970-01-01","json":{"a":1e400},"l":[1,null]}"#,
            "\n",
            r#"{"i":null,"f":"-Infinity","d":"-0.01","t":"","b":"","day":"infinity","json":"not json","l":[]}"#,
            "\n",
        )
    );
}

#[test]
fn arrow_by_ipc_and_c_interface() {
    let enums: ArrayRef = Arc::new(DictionaryArray::<UInt8Type>::from_iter(["ok", "sad"]));
    let batch = batch(vec![("mood", enums)]);
    let rows = Rows::new(batch.schema(), vec![batch.clone(), batch.clone()]);
    let mut bytes = Vec::new();
    rows.write_ipc(&mut bytes).unwrap();
    let back: Vec<_> =
        arrow_ipc::reader::StreamReader::try_new(&bytes[..], None).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(back, [batch.clone(), batch.clone()]);
    let back: Vec<_> =
        ArrowArrayStreamReader::try_new(rows.into_c_stream()).unwrap().collect::<Result<_, _>>().unwrap();
    assert_eq!(back, [batch.clone(), batch]);
}

fn arriving(batches: Vec<Result<RecordBatch, Error>>, rows: &Rows) -> BatchStream {
    BatchStream::new(rows.schema().clone(), stream::iter(batches).boxed())
}

#[tokio::test]
async fn streams_of_rows_and_batches() {
    let users = users();
    let whole = || users.batches().iter().cloned().map(Ok).collect::<Vec<_>>();
    assert_eq!(arriving(whole(), &users).collect().await.unwrap().len(), 3);
    let rows: Vec<_> = arriving(whole(), &users).rows::<(i64, Option<String>)>().try_collect().await.unwrap();
    assert_eq!(rows.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [1, 2, 3]);
    let vector = arriving(whole(), &users).collect_rows::<(i64, Option<String>)>().await.unwrap();
    assert_eq!((vector.capacity(), vector), (3, rows));

    // An error ends it, after the rows before it.
    let mut strict = arriving(whole(), &users).rows::<(i64, String)>();
    assert_eq!(strict.next().await.unwrap().unwrap().0, 1);
    match strict.next().await {
        Some(Err(Error::Decode(error))) => assert_eq!(error.row(), Some(1)),
        other => panic!("{other:?}"),
    }
    assert!(strict.next().await.is_none());
    let late = vec![Ok(users.batches()[0].clone()), Err(Error::SeveralRows)];
    let mut late = arriving(late, &users).rows::<Row>();
    assert!(late.next().await.unwrap().is_ok() && late.next().await.unwrap().is_ok());
    assert!(late.next().await.unwrap().is_err() && late.next().await.is_none());
}

#[tokio::test]
async fn a_wide_batch_is_read_in_parts() {
    let batch = batch(vec![("n", Arc::new(Int64Array::from_iter_values(0..10_001)) as ArrayRef)]);
    let rows = Rows::new(batch.schema(), vec![]);
    let numbers: Vec<i64> = arriving(vec![Ok(batch)], &rows).rows::<i64>().try_collect().await.unwrap();
    assert_eq!(numbers, (0..10_001).collect::<Vec<i64>>());
}
