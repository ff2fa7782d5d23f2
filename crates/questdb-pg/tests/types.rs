//! Every type both ways against the server: the least, the greatest, the empty, NULL, with nothing lost.

mod common;

use std::str::FromStr;
use std::sync::Arc;

use aludel_dialect::bigdecimal::BigDecimal;
use aludel_dialect::{Capabilities, SqlType, TimeUnit, Timestamp, Value};
use aludel_engine::InsertTarget;
use aludel_query::{Column, Statement, Table, func, select};
use aludel_questdb_pg::{QuestDb, QuestDbSpelling};
use arrow_array::RecordBatch;
use common::{Tested, column, connect, fetch, rows, sql, table, type_text, untyped, with};
use futures_util::{StreamExt, stream};

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

fn decimal(text: &str) -> Value {
    Value::Decimal(BigDecimal::from_str(text).expect("a number"))
}

fn at(value: i64, unit: TimeUnit) -> Value {
    Value::Timestamp(Timestamp::naive(value, unit))
}

fn doubles(numbers: &[f64]) -> Value {
    Value::List(numbers.iter().map(|number| Value::Float64(*number)).collect())
}

/// The column's type, how a parameter is written for it, and values that come back as they were sent.
fn cases() -> Vec<(&'static str, &'static str, Vec<Value>)> {
    use Value::{Boolean, Bytes, Float32, Float64, Int8, Int16, Int32, Int64, Null, Uuid};
    vec![
        ("BOOLEAN", "$1", vec![Boolean(true), Boolean(false)]),
        ("BYTE", "$1", vec![Int8(i8::MIN), Int8(0), Int8(i8::MAX)]),
        ("SHORT", "$1", vec![Int16(i16::MIN), Int16(0), Int16(i16::MAX)]),
        ("INT", "$1", vec![Int32(i32::MIN + 1), Int32(0), Int32(i32::MAX), Null]),
        ("LONG", "$1", vec![Int64(i64::MIN + 1), Int64(9_007_199_254_740_993), Int64(i64::MAX), Null]),
        ("FLOAT", "$1", vec![Float32(f32::MIN), Float32(0.1), Float32(f32::MAX), Float32(f32::MIN_POSITIVE), Null]),
        ("DOUBLE", "$1", vec![Float64(f64::MIN), Float64(0.1), Float64(f64::MAX), Float64(5e-324), Null]),
        ("CHAR", "$1", vec![text("a"), text("é"), text("漢"), Null]),
        ("STRING", "$1", vec![text(""), text("it's \"x\" \\ \n"), text("😀é漢"), Null]),
        ("VARCHAR", "$1", vec![text(""), text("it's \"x\" \\ \n"), text("😀é漢"), text(&"x".repeat(100_000)), Null]),
        ("SYMBOL", "$1", vec![text(""), text("AAPL"), text("😀é漢"), Null]),
        ("LONG256", "$1", vec![text("0x01"), text("0x7fffffffffffffffffffffffffffffff"), Null]),
        ("UUID", "$1", vec![Uuid(uuid::Uuid::from_u128(1)), Uuid(uuid::Uuid::from_u128(u128::MAX)), Null]),
        ("IPV4", "$1", vec![text("0.0.0.1"), text("192.168.1.1"), text("255.255.255.255"), Null]),
        ("GEOHASH(5c)", "cast($1 AS GEOHASH(5c))", vec![text("u33d8"), text("00000"), text("zzzzz"), Null]),
        ("BINARY", "$1", vec![Bytes(vec![0, 255, 0]), Bytes(vec![7; 100_000]), Null]),
        ("DATE", "$1", vec![at(0, TimeUnit::Millisecond), at(1_704_103_200_123, TimeUnit::Millisecond), Null]),
        ("TIMESTAMP", "$1", vec![at(0, TimeUnit::Microsecond), at(1_704_103_200_123_456, TimeUnit::Microsecond), Null]),
        ("DOUBLE[]", "$1", vec![doubles(&[1.5, -2.0, f64::MAX]), doubles(&[]), Null]),
        ("DOUBLE[][]", "$1", vec![Value::List(vec![doubles(&[1.0, 2.0, 3.0]), doubles(&[4.0, 5.0, 6.0])]), Null]),
        ("DECIMAL(2,1)", "$1", vec![decimal("-9.9"), decimal("0.0"), decimal("9.9"), Null]),
        ("DECIMAL(18,4)", "$1", vec![decimal("-99999999999999.9999"), decimal("0.0001"), Null]),
        ("DECIMAL(38,10)", "$1", vec![decimal("9999999999999999999999999999.9999999999"), Null]),
        (
            "DECIMAL(76,0)",
            "$1",
            vec![decimal("9999999999999999999999999999999999999999999999999999999999999999999999999999"), Null],
        ),
    ]
}

#[tokio::test]
async fn parameters_come_back_as_they_were_sent() -> Tested {
    let mut connection = connect().await?;
    let mut wrong = Vec::new();
    for (kind, placeholder, values) in cases() {
        let name = table("typed");
        let create = format!("CREATE TABLE {name} (v {kind}, ts TIMESTAMP) TIMESTAMP(ts) PARTITION BY DAY WAL");
        connection.execute(&sql(&create)).await?;
        let insert = format!("INSERT INTO {name} VALUES ({placeholder}, '2024-01-01T00:00:00.{{}}')");
        for (number, value) in values.iter().enumerate() {
            let insert = insert.replace("{}", &format!("{number:03}"));
            if let Err(fault) = connection.execute(&with(&insert, vec![untyped(value.clone())])).await {
                wrong.push(format!("{kind} {value:?}: {fault}"));
            }
        }
        let query = sql(&format!("SELECT v FROM {name} ORDER BY ts"));
        let found = column(&mut connection, &query).await?;
        if found != values {
            wrong.push(format!("{kind}: sent {values:?}, found {found:?}"));
        }
        let named = type_text(&fetch(&mut connection, &query).await?[0], 0);
        if !named.eq_ignore_ascii_case(kind) {
            wrong.push(format!("{kind} is called {named}"));
        }
        connection.execute(&sql(&format!("DROP TABLE {name}"))).await?;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// What is read from each type is inserted in bulk, and read again.
#[tokio::test]
async fn batches_come_back_as_they_were_inserted() -> Tested {
    let mut connection = connect().await?;
    let (from, to) = (table("bulk_from"), table("bulk_to"));
    let columns = "ts TIMESTAMP, b BOOLEAN, i8 BYTE, i16 SHORT, i32 INT, i64 LONG, f32 FLOAT, f64 DOUBLE, c CHAR, \
                   s STRING, v VARCHAR, sy SYMBOL, dt DATE, ns TIMESTAMP_NS, u UUID, ip IPV4, gc GEOHASH(5c), \
                   gb GEOHASH(3b), l LONG256, bin BINARY, a DOUBLE[], aa DOUBLE[][], d DECIMAL(18,4)";
    for name in [&from, &to] {
        let create = format!("CREATE TABLE {name} ({columns}) TIMESTAMP(ts) PARTITION BY DAY WAL");
        connection.execute(&sql(&create)).await?;
    }
    let full = format!(
        "INSERT INTO {from} VALUES ('2024-01-01T00:00:00.000001', true, -128, 5, 6, 9007199254740993, 0.5, 0.1, 'é', \
         's', 'v', 'sy', '2024-01-01T10:00:00.123', '2024-01-01T10:00:00.123456789', \
         '11111111-1111-1111-1111-111111111111', '1.2.3.4', #u33d8, ##101, '0x0a', null, ARRAY[1.0, 2.0], \
         ARRAY[[1.0, 2.0], [3.0, 4.0]], 1.2345m)"
    );
    connection.execute(&sql(&full)).await?;
    connection.execute(&sql(&format!("INSERT INTO {from} (ts) VALUES ('2024-01-01T00:00:01')"))).await?;
    let all = |name: &str| sql(&format!("SELECT * FROM {name} ORDER BY ts"));
    let batches: Vec<RecordBatch> = fetch(&mut connection, &all(&from)).await?;
    let names = batches[0].schema().fields().iter().map(|field| field.name().clone()).collect();
    let target = InsertTarget::new(vec![to.clone()], names);
    let inserted = connection.insert(&target, stream::iter(batches.into_iter().map(Ok)).boxed()).await?;
    assert_eq!(inserted, 2);
    let (sent, found) = (rows(&mut connection, &all(&from)).await?, rows(&mut connection, &all(&to)).await?);
    assert_eq!(sent, found);
    assert_eq!(sent[0][12], at(1_704_103_200_123, TimeUnit::Millisecond));
    assert_eq!(sent[0][13], at(1_704_103_200_123_456_789, TimeUnit::Nanosecond));
    assert_eq!((&sent[0][15], &sent[0][16], &sent[0][17]), (&text("1.2.3.4"), &text("u33d8"), &text("101")));
    assert!(sent[1][4..].iter().all(Value::is_null), "{:?}", sent[1]);
    Ok(())
}

#[tokio::test]
async fn what_the_wire_would_break_is_selected_through_a_cast_and_keeps_its_order() -> Tested {
    let mut connection = connect().await?;
    let name = table("broken");
    connection.execute(&sql(&format!("CREATE TABLE {name} (n INT, ip IPV4, t TIMESTAMP_NS, g GEOHASH(2c))"))).await?;
    for number in 0..50 {
        let values = format!("INSERT INTO {name} VALUES ({number}, '1.1.1.{number}', {number}, #u3)");
        connection.execute(&sql(&values)).await?;
    }
    let query = with(&format!("SELECT * FROM {name} WHERE n >= $1 ORDER BY n DESC; "), vec![untyped(Value::Int64(10))]);
    let found = rows(&mut connection, &query).await?;
    let expected: Vec<Vec<Value>> = (10..50)
        .rev()
        .map(|number: i32| {
            let ns = at(number.into(), TimeUnit::Nanosecond);
            vec![Value::Int32(number), text(&format!("1.1.1.{number}")), ns, text("u3")]
        })
        .collect();
    assert_eq!(found, expected);
    Ok(())
}

#[tokio::test]
async fn an_empty_result_has_its_types() -> Tested {
    let mut connection = connect().await?;
    let query = sql("SELECT 1.5m AS d, cast('1.1.1.1' AS IPV4) AS ip, 1::SHORT AS s FROM long_sequence(0)");
    let batches = fetch(&mut connection, &query).await?;
    let types: Vec<String> = (0..3).map(|index| type_text(&batches[0], index)).collect();
    assert_eq!(types, ["DECIMAL(2,1)", "IPv4", "SHORT"]);
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 0);
    let schema = Arc::clone(&batches[0].schema());
    assert_eq!(schema.field(0).data_type(), &arrow_schema::DataType::Decimal128(2, 1));
    Ok(())
}

/// QuestDB guesses other types for these parameters than their values have.
#[tokio::test]
async fn the_server_is_told_a_parameters_type_where_it_guesses_wrong() -> Tested {
    let mut connection = connect().await?;
    let big = Value::Int64(9_007_199_254_740_993);
    for (query, value) in [
        ("SELECT $1", big.clone()),
        ("SELECT cast($1 AS LONG)", big),
        ("SELECT $1", text("x")),
        ("SELECT $1", Value::Float64(0.1)),
        ("SELECT $1", at(1_704_103_200_123_456, TimeUnit::Microsecond)),
        ("SELECT $1", Value::Boolean(true)),
        ("SELECT $1", Value::Uuid(uuid::Uuid::from_u128(7))),
        ("SELECT $1", decimal("1.25")),
    ] {
        let found = column(&mut connection, &with(query, vec![untyped(value.clone())])).await;
        let found = found.map_err(|fault| format!("{query} {value:?}: {fault}"))?;
        assert_eq!(found, [value], "{query}");
    }
    Ok(())
}

/// Counted from 1, and NULL past the end; an element of an array of arrays is an array. Functions of arrays are QuestDB's own.
#[tokio::test]
async fn an_array_has_elements() -> Tested {
    let mut connection = connect().await?;
    let name = table("arrays");
    let native = |words: &str| SqlType::Native(words.to_owned());
    let arrays =
        Table::new(&name).column(Column::new("a", native("DOUBLE[]"))).column(Column::new("m", native("DOUBLE[][]")));
    connection.execute(&sql(&format!("CREATE TABLE {name} (a DOUBLE[], m DOUBLE[][])"))).await?;
    let row = format!("INSERT INTO {name} VALUES (ARRAY[1.5, 2.5], ARRAY[[1.0, 2.0], [3.0, 4.0]])");
    connection.execute(&sql(&row)).await?;
    let (a, m) = (|| arrays.col::<QuestDb>("a"), || arrays.col::<QuestDb>("m"));
    let asked = select((
        a().element(2),
        a().element(9_i64).label("past"),
        m().element(2).label("inner"),
        m().element(2).element(1).label("one"),
        func::native("array_sum", [a()]).label("total"),
        func::native("transpose", [m()]).label("turned"),
    ));
    let asked = asked.render(&QuestDbSpelling, &Capabilities::of::<QuestDb>())?;
    let found = rows(&mut connection, &asked).await?;
    let turned = Value::List(vec![doubles(&[1.0, 3.0]), doubles(&[2.0, 4.0])]);
    let expected =
        vec![Value::Float64(2.5), Value::Null, doubles(&[3.0, 4.0]), Value::Float64(3.0), Value::Float64(4.0), turned];
    assert_eq!(found, [expected]);
    Ok(())
}
