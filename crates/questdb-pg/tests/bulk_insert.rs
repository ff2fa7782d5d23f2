//! Bulk insert over the line protocol, against the real server: the same rows as by INSERT, or an error and no row.

mod common;

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use aludel_dialect::Value;
use aludel_engine::{Connect, Connection, Error, ErrorClass, InsertTarget, Registry, TransactionMode};
use aludel_query::Table;
use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::{
    ArrayRef, BooleanArray, Decimal128Array, Float64Array, Int8Array, Int16Array, Int32Array, Int64Array, RecordBatch,
    StringArray, TimestampMicrosecondArray, TimestampNanosecondArray,
};
use common::{Tested, column, connect, open, rows, sql, table, url};
use futures_util::{StreamExt, stream};
use tokio::sync::OnceCell;

/// Where the server takes lines. It is asked once: QuestDB 9.3.4 gives rows twice, or an internal error, where two
/// connections show parameters at the same time.
async fn lines_address() -> Tested<&'static str> {
    static ADDRESS: OnceCell<String> = OnceCell::const_new();
    let asking = async || -> Tested<String> {
        let asked = sql("SELECT value FROM (SHOW PARAMETERS) WHERE property_path = 'http.bind.to'");
        let found = column(&mut connect().await?, &asked).await?;
        let [Value::Text(address)] = found.as_slice() else { return Err(format!("no HTTP port: {found:?}").into()) };
        Ok(address.replace("0.0.0.0", "127.0.0.1"))
    };
    Ok(ADDRESS.get_or_try_init(asking).await?)
}

/// A connection whose bulk inserts are lines, sent to where the server takes them.
async fn with_lines() -> Tested<Box<dyn Connection>> {
    let settings = format!("wait_for_visibility=writes&ilp={}", lines_address().await?);
    Ok(open(&url(&settings)?).await?.connect().await?)
}

async fn insert(connection: &mut Box<dyn Connection>, name: &str, batch: &RecordBatch) -> Result<u64, Error> {
    let columns = batch.schema().fields().iter().map(|field| field.name().clone()).collect();
    let target = InsertTarget::new(vec![name.to_owned()], columns);
    connection.insert(&target, stream::iter([Ok(batch.clone())]).boxed()).await
}

const COLUMNS: &str = "b BOOLEAN, i8 BYTE, i16 SHORT, i32 INT, i64 LONG, f DOUBLE, sy SYMBOL, v VARCHAR, d DECIMAL(18,4), \
                       n TIMESTAMP_NS, ts TIMESTAMP";

async fn made(connection: &mut Box<dyn Connection>, columns: &str) -> Tested<String> {
    let name = table("lines");
    let create = format!("CREATE TABLE {name} ({columns}) TIMESTAMP(ts) PARTITION BY DAY WAL");
    connection.execute(&sql(&create)).await?;
    Ok(name)
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, array)| (name, array, true)))
        .expect("columns of the same length")
}

fn times(values: impl IntoIterator<Item = i64>) -> ArrayRef {
    Arc::new(TimestampMicrosecondArray::from_iter_values(values))
}

/// The least and the greatest that QuestDB has, texts that lines escape, and NULL.
fn everything() -> RecordBatch {
    let decimals = Decimal128Array::from(vec![Some(-999_999_999_999_999_999), Some(1), None, Some(0)]);
    batch(vec![
        ("b", Arc::new(BooleanArray::from(vec![true, false, true, false]))),
        ("i8", Arc::new(Int8Array::from(vec![i8::MIN, i8::MAX, 0, 1]))),
        ("i16", Arc::new(Int16Array::from(vec![i16::MIN, i16::MAX, 0, 1]))),
        ("i32", Arc::new(Int32Array::from(vec![Some(i32::MIN + 1), Some(i32::MAX), None, Some(0)]))),
        ("i64", Arc::new(Int64Array::from(vec![Some(i64::MIN + 1), Some(i64::MAX), None, Some(0)]))),
        ("f", Arc::new(Float64Array::from(vec![Some(f64::MIN), Some(5e-324), None, Some(0.1)]))),
        ("sy", Arc::new(StringArray::from(vec![Some("a b,c=d\\\"e"), Some("😀é漢"), None, Some("AAPL")]))),
        ("v", Arc::new(StringArray::from(vec![Some("a \"b\" \\ 'c'\nd"), Some(""), None, Some("😀é漢")]))),
        ("d", Arc::new(decimals.with_precision_and_scale(18, 4).expect("a precision that there is"))),
        ("n", Arc::new(TimestampNanosecondArray::from(vec![Some(1_700_000_000_000_000_001), Some(0), None, Some(7)]))),
        ("ts", times([0, 1_704_103_200_123_456, 1_704_103_200_123_457, 1_704_103_200_123_458])),
    ])
}

#[tokio::test]
async fn what_lines_bring_is_what_inserts_bring() -> Tested {
    let (mut lines, mut inserts) = (with_lines().await?, connect().await?);
    let (one, other) = (made(&mut lines, COLUMNS).await?, made(&mut lines, COLUMNS).await?);
    assert_eq!(insert(&mut lines, &one, &everything()).await?, 4);
    assert_eq!(insert(&mut inserts, &other, &everything()).await?, 4);
    let found = rows(&mut lines, &sql(&format!("SELECT * FROM {one} ORDER BY ts"))).await?;
    assert_eq!(found.len(), 4);
    assert_eq!(found, rows(&mut lines, &sql(&format!("SELECT * FROM {other} ORDER BY ts"))).await?);
    Ok(())
}

#[tokio::test]
async fn a_uuid_arrives() -> Tested {
    let mut lines = with_lines().await?;
    let name = made(&mut lines, "u UUID, ts TIMESTAMP").await?;
    let id = uuid::Uuid::from_u128(u128::MAX - 1);
    let column_of_id = batch(vec![("u", Arc::new(StringArray::from(vec![id.to_string()]))), ("ts", times([1]))]);
    // A text is no UUID; Arrow has an extension type for it, which the engine writes.
    assert!(insert(&mut lines, &name, &column_of_id).await.is_err());
    let mut bytes = FixedSizeBinaryBuilder::new(16);
    bytes.append_value(id.as_bytes())?;
    let field = arrow_schema::Field::new("u", arrow_schema::DataType::FixedSizeBinary(16), true);
    let field = field.with_metadata([("ARROW:extension:name".to_owned(), "arrow.uuid".to_owned())].into());
    let time = arrow_schema::Field::new(
        "ts",
        arrow_schema::DataType::Timestamp(arrow_schema::TimeUnit::Microsecond, None),
        false,
    );
    let schema = Arc::new(arrow_schema::Schema::new(vec![field, time]));
    let of_ids = RecordBatch::try_new(schema, vec![Arc::new(bytes.finish()), times([1])])?;
    insert(&mut lines, &name, &of_ids).await?;
    assert_eq!(column(&mut lines, &sql(&format!("SELECT u FROM {name}"))).await?, [Value::Uuid(id)]);
    Ok(())
}

#[tokio::test]
async fn a_value_that_would_be_changed_is_an_error_with_its_row_and_column_and_no_row_is_written() -> Tested {
    let mut lines = with_lines().await?;
    let columns = "b BOOLEAN, i8 BYTE, i32 INT, f DOUBLE, d DECIMAL(6,2), t TIMESTAMP, ts TIMESTAMP";
    let name = made(&mut lines, columns).await?;
    let decimal = Decimal128Array::from(vec![100, 12_345]).with_precision_and_scale(10, 3)?;
    let nanoseconds = TimestampNanosecondArray::from(vec![1_000, 1]);
    for (column_name, values, words) in [
        ("b", Arc::new(BooleanArray::from(vec![Some(true), None])) as ArrayRef, "NULL"),
        ("i8", Arc::new(Int16Array::from(vec![1, 300])), "BYTE does not hold"),
        ("i32", Arc::new(Int32Array::from(vec![1, i32::MIN])), "for NULL"),
        ("i32", Arc::new(Int64Array::from(vec![1, 5_000_000_000])), "5000000000"),
        ("f", Arc::new(Float64Array::from(vec![1.0, f64::NAN])), "for NULL"),
        ("f", Arc::new(Float64Array::from(vec![1.0, f64::INFINITY])), "for NULL"),
        ("d", Arc::new(decimal), "keep 2 digits"),
        ("t", Arc::new(nanoseconds), "below the microsecond"),
    ] {
        let fault = insert(&mut lines, &name, &batch(vec![(column_name, values), ("ts", times([1, 2]))])).await;
        let fault = fault.expect_err(words).to_string();
        assert!(fault.contains("row 1") && fault.contains(column_name) && fault.contains(words), "{fault}");
    }
    for (batch, words) in [
        (batch(vec![("i32", Arc::new(Int32Array::from(vec![1, 1]))), ("ts", times([1, -1]))]), "negative"),
        (
            batch(vec![("i32", Arc::new(Int32Array::from(vec![Some(1), None]))), ("ts", times([1, 2]))]),
            "no line can tell",
        ),
    ] {
        let fault = insert(&mut lines, &name, &batch).await.expect_err(words).to_string();
        assert!(fault.contains("row 1") && fault.contains(words), "{fault}");
    }
    let count = column(&mut lines, &sql(&format!("SELECT count() FROM {name}"))).await?;
    assert_eq!(count, [Value::Int64(0)]);
    Ok(())
}

/// The server would make both.
#[tokio::test]
async fn names_that_are_not_there_are_refused_and_not_made() -> Tested {
    let mut lines = with_lines().await?;
    let name = made(&mut lines, "v LONG, ts TIMESTAMP").await?;
    let rows_of =
        |column: &str| batch(vec![(column, Arc::new(Int64Array::from(vec![1])) as ArrayRef), ("ts", times([1]))]);
    let fault = insert(&mut lines, &name, &rows_of("w")).await.expect_err("no such column").to_string();
    assert!(fault.contains("no column \"w\""), "{fault}");
    let missing = table("missing");
    insert(&mut lines, &missing, &rows_of("v")).await.expect_err("no such table");
    let asked = format!("SELECT count() FROM tables() WHERE table_name = '{missing}'");
    assert_eq!(column(&mut lines, &sql(&asked)).await?, [Value::Int64(0)]);
    // In another case it is the same name.
    assert_eq!(insert(&mut lines, &name.to_uppercase(), &rows_of("V")).await?, 1);
    assert_eq!(column(&mut lines, &sql(&format!("SELECT v FROM {name}"))).await?, [Value::Int64(1)]);
    Ok(())
}

/// Of a column that is twice in a line the server would take the first value alone.
#[tokio::test]
async fn two_names_of_one_column_are_refused() -> Tested {
    let mut lines = with_lines().await?;
    let name = made(&mut lines, "price LONG, ts TIMESTAMP").await?;
    let number = |value: i64| Arc::new(Int64Array::from(vec![value])) as ArrayRef;
    let twice = batch(vec![("price", number(1)), ("PRICE", number(2)), ("ts", times([1]))]);
    for connection in [&mut lines, &mut connect().await?] {
        let fault = insert(connection, &name, &twice).await.expect_err("one column twice").to_string();
        assert!(fault.contains("\"price\" and \"PRICE\" are one column"), "{fault}");
    }
    assert_eq!(column(&mut lines, &sql(&format!("SELECT count() FROM {name}"))).await?, [Value::Int64(0)]);
    Ok(())
}

#[tokio::test]
async fn an_error_behind_the_first_request_tells_how_many_rows_are_written() -> Tested {
    let mut lines = with_lines().await?;
    let name = made(&mut lines, "v VARCHAR, f DOUBLE, ts TIMESTAMP").await?;
    let text = "x".repeat(1 << 20);
    let mut floats = vec![1.0; 20];
    floats[19] = f64::NAN;
    let long = batch(vec![
        ("v", Arc::new(StringArray::from(vec![text.as_str(); 20]))),
        ("f", Arc::new(Float64Array::from(floats))),
        ("ts", times(1..21)),
    ]);
    let fault = insert(&mut lines, &name, &long).await.expect_err("a NaN");
    assert!(matches!(fault, Error::PartlyInserted { rows: 16, .. }) && !fault.is_transient(), "{fault}");
    let fault = fault.to_string();
    assert!(fault.contains("row 19") && fault.contains("the first 16 rows are written"), "{fault}");
    lines.settled(std::slice::from_ref(&name), std::time::Duration::from_secs(30)).await?;
    let count = column(&mut lines, &sql(&format!("SELECT count() FROM {name}"))).await?;
    assert_eq!(count, [Value::Int64(16)]);
    Ok(())
}

/// By INSERT: where no line can be sent, in a transaction, and for what lines can't tell.
#[tokio::test]
async fn rows_that_no_line_can_bring_are_inserted_all_the_same() -> Tested {
    let free = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let mut alone = open(&url(&format!("wait_for_visibility=writes&ilp={free}"))?).await?.connect().await?;
    let name = made(&mut alone, "v LONG, ts TIMESTAMP").await?;
    let one = batch(vec![("v", Arc::new(Int64Array::from(vec![1])) as ArrayRef), ("ts", times([1]))]);
    assert_eq!(insert(&mut alone, &name, &one).await?, 1);

    let mut lines = with_lines().await?;
    lines.begin(TransactionMode::ReadWrite).await?;
    insert(&mut lines, &name, &one).await?;
    lines.rollback().await?;
    let count = sql(&format!("SELECT count() FROM {name}"));
    assert_eq!(column(&mut lines, &count).await?, [Value::Int64(1)]);

    let of_letters = made(&mut lines, "c CHAR, ts TIMESTAMP").await?;
    let letter = batch(vec![("c", Arc::new(StringArray::from(vec!["a"])) as ArrayRef), ("ts", times([1]))]);
    assert_eq!(insert(&mut lines, &of_letters, &letter).await?, 1);
    Ok(())
}

/// Something that is asked for its settings and answers that it takes lines; to rows it says `answer`, and then no more.
fn answering(answer: &'static str) -> Tested<String> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = [0; 4_096];
            while let Ok(length @ 1..) = stream.read(&mut request) {
                let settings = r#"{"config":{"line.proto.support.versions":[1,2,3],"cairo.max.file.name.length":127}}"#;
                let said = if request[..length].starts_with(b"POST") {
                    answer.to_owned()
                } else {
                    format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{settings}", settings.len())
                };
                if stream.write_all(said.as_bytes()).is_err() {
                    break;
                }
                if said == answer {
                    if !answer.is_empty() && !answer.contains("\r\n\r\n") {
                        thread::sleep(Duration::from_secs(5));
                    }
                    break;
                }
            }
        }
    });
    Ok(address.to_string())
}

async fn refused_by(answer: &'static str, name: &str) -> Tested<Error> {
    let mut lines = open(&url(&format!("ilp={}", answering(answer)?))?).await?.connect().await?;
    let one = batch(vec![("v", Arc::new(Int64Array::from(vec![1])) as ArrayRef), ("ts", times([1]))]);
    Ok(insert(&mut lines, name, &one).await.expect_err("no row is taken"))
}

/// The last is what the server itself answers to a value of another type, but for its words.
#[tokio::test]
async fn rows_are_known_not_to_be_written_when_the_server_says_so() -> Tested {
    let mut connection = connect().await?;
    let name = made(&mut connection, "v LONG, ts TIMESTAMP").await?;
    for (class, answer) in [
        (ErrorClass::Auth, "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n"),
        (ErrorClass::Auth, "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"),
        (
            ErrorClass::Conversion,
            "HTTP/1.1 413 Payload Too Large\r\nContent-Type: application/json\r\nContent-Length: 74\r\n\r\n\
             {\"code\":\"request too large\",\"message\":\"too long\",\"line\":1,\"errorId\":\"a-1\"}",
        ),
        (ErrorClass::Conversion, OF_THE_SERVER),
    ] {
        let fault = refused_by(answer, &name).await?;
        assert!(matches!(fault, Error::Server(_)) && fault.class() == Some(class), "{answer}: {fault}");
    }
    Ok(())
}

const OF_THE_SERVER: &str = "HTTP/1.1 400 Bad request\r\nContent-Type: application/json\r\nContent-Length: 58\r\n\r\n\
                             {\"code\":\"invalid\",\"message\":\"no\",\"line\":1,\"errorId\":\"a-1\"}";

/// No answer at all, one of something before the server, and one that tells that the server failed.
#[tokio::test]
async fn rows_are_not_known_to_be_written_when_nobody_says_so() -> Tested {
    let mut connection = connect().await?;
    let name = made(&mut connection, "v LONG, ts TIMESTAMP").await?;
    for answer in [
        "",
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nContent-Length: 9\r\n\r\n<p>no</p>",
        "HTTP/1.1 500 Internal Server Error\r\nContent-Type: application/json\r\nContent-Length: 65\r\n\r\n\
         {\"code\":\"internal error\",\"message\":\"no\",\"line\":1,\"errorId\":\"a-1\"}",
        "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 504 Gateway Timeout\r\nContent-Type: application/json\r\nContent-Length: 18\r\n\r\n{\"message\":\"late\"}",
    ] {
        let fault = refused_by(answer, &name).await?;
        assert!(matches!(fault, Error::CommitUnknown { .. }) && !fault.is_transient(), "{answer}: {fault}");
    }
    Ok(())
}

/// What is said above in its stead is what the server says.
#[tokio::test]
async fn the_server_says_in_this_form_that_it_takes_nothing() -> Tested {
    let mut connection = connect().await?;
    let name = made(&mut connection, "v LONG, ts TIMESTAMP").await?;
    let mut stream = TcpStream::connect(lines_address().await?)?;
    let line = format!("{name} v=\"text\" 1000\n");
    let head =
        format!("POST /write HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {}\r\n\r\n", line.len());
    stream.write_all(format!("{head}{line}").as_bytes())?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let (mut answer, mut part) = (String::new(), [0; 4_096]);
    while let Ok(length @ 1..) = stream.read(&mut part) {
        answer.push_str(&String::from_utf8_lossy(&part[..length]));
        if answer.contains('}') {
            break;
        }
    }
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    for words in ["application/json", "\"code\":\"invalid\"", "\"message\":", "\"errorId\":"] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    assert_eq!(column(&mut connection, &sql(&format!("SELECT count() FROM {name}"))).await?, [Value::Int64(0)]);
    Ok(())
}

/// The client goes on sending when nobody waits for it any more.
#[tokio::test]
async fn rows_that_are_sent_when_the_time_is_over_are_not_known_to_be_written() -> Tested {
    let mut connection = connect().await?;
    let name = made(&mut connection, "v LONG, ts TIMESTAMP").await?;
    // An answer that never ends.
    let silent = answering("HTTP/1.1 204 No Content\r\n")?;
    let registry = Registry::new().with(aludel_questdb_pg::driver());
    let engine = Connect::through(registry, url(&format!("ilp={silent}"))?).open().await?;
    let one = batch(vec![("v", Arc::new(Int64Array::from(vec![1])) as ArrayRef), ("ts", times([1]))]);
    let late = engine.insert_batches(&Table::new(&*name), [one]).timeout(Duration::from_millis(500));
    let fault = late.await.expect_err("no answer");
    assert!(matches!(fault, Error::CommitUnknown { .. }), "{fault}");
    assert_eq!(fault.class(), Some(ErrorClass::Timeout));
    Ok(())
}
