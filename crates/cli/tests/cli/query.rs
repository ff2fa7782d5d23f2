//! `aludel query`

use std::fs::File;
use std::process::{Command, Stdio};

use arrow_array::{Array, RecordBatch};

use super::*;

const VALUES: &str = "SELECT i AS id, CASE WHEN i % 2 = 0 THEN NULL WHEN i = 1 THEN '' ELSE 'say \"hi\", ' || i END AS name, \
                      (i + 0.25)::DECIMAL(18, 2) AS price, [i, NULL] AS list, TIMESTAMP '2026-01-01 00:00:00.000001' AS seen, \
                      1e300 AS big, 'NaN'::DOUBLE AS nan, 170141183460469231731687303715884105727 AS huge \
                      FROM range(3) t(i) ORDER BY i";

#[test]
fn a_table_shows_the_first_rows_and_counts_the_others() {
    let out =
        aludel(["query", "duckdb://", "SELECT range AS n FROM range(100000)", "--format", "table", "--rows", "2"]).ok();
    let expected = "\
┌────────┐
│ n      │
│ BIGINT │
╞════════╡
│      0 │
│      1 │
└────────┘
the first 2 of 100,000 rows: 99,998 more
";
    assert_eq!(out, expected);
    let out = aludel(["query", "duckdb://", "SELECT range AS n FROM range(3)", "--format", "table"]).ok();
    assert!(out.ends_with("│      2 │\n└────────┘\n3 rows\n"), "{out}");
    let out = aludel(["query", "duckdb://", "SELECT range FROM range(100)", "--format", "table", "--rows", "0"]).ok();
    assert_eq!(out.lines().count(), 100 + 6, "0 shows all: {out}");
}

#[test]
fn a_pipe_gets_csv_with_nothing_lost() {
    let out = aludel(["query", "duckdb://", VALUES]).ok();
    let expected = "\
id,name,price,list,seen,big,nan,huge
0,,0.25,\"[0,null]\",2026-01-01 00:00:00.000001,1e300,NaN,170141183460469231731687303715884105727
1,\"\",1.25,\"[1,null]\",2026-01-01 00:00:00.000001,1e300,NaN,170141183460469231731687303715884105727
2,,2.25,\"[2,null]\",2026-01-01 00:00:00.000001,1e300,NaN,170141183460469231731687303715884105727
";
    assert_eq!(out, expected);
}

#[test]
fn csv_is_read_back_by_an_engine_as_it_was() {
    let folder = Folder::new();
    let csv = folder.file("rows.csv");
    aludel(["query", "duckdb://", VALUES, "--output", &csv]).ok();
    let sql = format!("SELECT name IS NULL, name = '', price FROM read_csv('{csv}', force_not_null = []) ORDER BY id");
    let out = aludel(["query", "duckdb://", &sql, "--format", "json"]).ok();
    assert_eq!(out.lines().count(), 3, "{out}");
    assert!(out.starts_with("{\"(\\\"name\\\" IS NULL)\":true"), "{out}");
}

#[test]
fn json_is_one_object_a_line() {
    let out = aludel(["query", "duckdb://", VALUES, "--format", "json"]).ok();
    let first = "{\"id\":0,\"name\":null,\"price\":\"0.25\",\"list\":[0,null],\"seen\":\"2026-01-01 00:00:00.000001\",\
                 \"big\":1e300,\"nan\":\"NaN\",\"huge\":170141183460469231731687303715884105727}";
    assert_eq!(out.lines().next(), Some(first));
    assert_eq!(out.lines().count(), 3);
}

fn checked(batches: &[RecordBatch]) {
    assert_eq!(batches.iter().map(RecordBatch::num_rows).sum::<usize>(), 300_000);
    let column = batches[0].column_by_name("n").unwrap();
    assert_eq!(column.data_type(), &arrow_schema::DataType::Int64);
    let prices = batches[0].column_by_name("price").unwrap();
    assert_eq!(prices.data_type(), &arrow_schema::DataType::Decimal128(18, 2));
    assert!(batches[0].column_by_name("name").unwrap().is_null(0));
}

const MANY: &str = "SELECT range AS n, (range / 4)::DECIMAL(18, 2) AS price, nullif('x' || range, 'x0') AS name \
                    FROM range(300000)";

#[test]
fn parquet_is_read_back_by_arrow_and_by_the_engine() {
    let folder = Folder::new();
    let path = folder.file("rows.parquet");
    aludel(["query", "duckdb://", MANY, "--output", &path]).ok();
    let reader =
        parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder::try_new(File::open(&path).unwrap()).unwrap();
    assert!(reader.metadata().num_row_groups() > 1, "written in groups, as it arrives");
    let batches: Vec<RecordBatch> = reader.build().unwrap().collect::<Result<_, _>>().unwrap();
    checked(&batches);
    let sql = format!(
        "SELECT count(*) AS same FROM '{path}' p JOIN ({MANY}) q USING (n, price) WHERE p.name IS NOT DISTINCT FROM q.name"
    );
    assert_eq!(aludel(["query", "duckdb://", &sql]).ok(), "same\n300000\n");
}

#[test]
fn parquet_refuses_by_name_what_it_has_no_type_for() {
    let folder = Folder::new();
    let path = folder.file("rows.parquet");
    for value in [
        "union_value(n := 1)",
        "INTERVAL 1 MONTH",
        "1::HUGEINT",
        "1::UHUGEINT",
        "'12:00:00+01'::TIMETZ",
        "'101'::BIT",
        "1::BIGNUM",
        "uuid()",
        "[uuid()]",
        "{'part': MAP {1: INTERVAL 1 DAY}}",
    ] {
        let sql = format!("SELECT 1 AS fine, {value} AS odd");
        let done = aludel(["query", "duckdb://", &sql, "--output", &path]);
        assert_eq!(done.code, Some(1), "{value}: {done:?}");
        for words in ["error: column \"odd\": Parquet has no type for ", "help: add --format arrow, or cast"] {
            assert!(done.err.contains(words), "{value}: {done:?}");
        }
        assert!(!std::path::Path::new(&path).exists(), "{value}");
        aludel(["query", "duckdb://", &sql, "--output", &path, "--format", "arrow"]).ok();
        std::fs::remove_file(&path).unwrap();
    }
}

#[test]
fn parquet_keeps_whole_seconds_as_points_in_time() {
    let folder = Folder::new();
    let path = folder.file("rows.parquet");
    let sql = "SELECT TIMESTAMP_S '2026-01-02 03:04:05' AS seen, [TIMESTAMP_S '1969-12-31 23:59:59', NULL] AS list";
    aludel(["query", "duckdb://", sql, "--output", &path]).ok();
    let sql = format!("SELECT typeof(seen) AS type, seen, list FROM '{path}'");
    let out = aludel(["query", "duckdb://", &sql, "--format", "json"]).ok();
    let expected = "{\"type\":\"TIMESTAMP\",\"seen\":\"2026-01-02 03:04:05\",\
                    \"list\":[\"1969-12-31 23:59:59\",null]}\n";
    assert_eq!(out, expected);
    // Infinity has no milliseconds.
    let sql = "SELECT 'infinity'::TIMESTAMP_S AS seen";
    let done = aludel(["query", "duckdb://", sql, "--output", &path]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(done.err.contains("column \"seen\""), "{done:?}");
}

#[test]
fn arrow_is_read_back() {
    let folder = Folder::new();
    let path = folder.file("rows.arrow");
    aludel(["query", "duckdb://", MANY, "--output", &path]).ok();
    let reader = arrow_ipc::reader::FileReader::try_new(File::open(&path).unwrap(), None).unwrap();
    checked(&reader.collect::<Result<Vec<_>, _>>().unwrap());
}

#[test]
fn sql_comes_from_standard_input_or_a_file_and_values_beside_it() {
    let url = "duckdb://";
    assert_eq!(with_input(["query", url, "-"], "SELECT 1 AS one").ok(), "one\n1\n");
    let folder = Folder::new();
    let file = folder.file("report.sql");
    std::fs::write(&file, "SELECT :a + 1 AS a, :b AS b, :c IS NULL AS c, :d AS d").unwrap();
    let out = aludel([
        "query",
        url,
        "--file",
        &file,
        "--param",
        "a=5",
        "--param",
        "b='; DROP TABLE t; --",
        "--param",
        "c=null",
        "--param",
        "d:text=5",
        "--format",
        "json",
    ]);
    assert_eq!(out.ok(), "{\"a\":6,\"b\":\"'; DROP TABLE t; --\",\"c\":true,\"d\":\"5\"}\n");
}

#[test]
fn a_statement_without_rows_says_nothing() {
    let folder = Folder::new();
    let url = folder.duckdb("a.db");
    for format in ["table", "csv", "json"] {
        let done = aludel(["query", &url, "CREATE OR REPLACE TABLE t (a INTEGER)", "--format", format]);
        assert_eq!((done.code, done.err.as_str()), (Some(0), ""), "{done:?}");
    }
}

#[test]
fn every_engine_is_asked_the_same_way() {
    let sql = "SELECT 1 AS one, 'x' AS name";
    for url in ["duckdb://", &clickhouse(), questdb()] {
        assert_eq!(aludel(["query", url, sql]).ok(), "one,name\n1,x\n", "{url}");
    }
}

#[test]
fn a_reader_who_has_had_enough_is_no_failure() {
    for format in ["csv", "json", "table", "parquet", "arrow"] {
        let sql = "SELECT range AS n, 'some text that fills the pipe' AS t FROM range(400000)";
        let rows = if format == "table" { "0" } else { "40" };
        let mut child = Command::new(env!("CARGO_BIN_EXE_aludel"))
            .args(["query", "duckdb://", if format == "table" { "SELECT range FROM range(3000)" } else { sql }])
            .args(["--format", format, "--rows", rows])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&done.stderr), "", "{format}");
        assert_eq!(done.status.code(), Some(0), "{format}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_long_result_is_not_held() {
    // Four hundred megabytes of text; with DuckDB's own limit that is more than the program is given.
    let sql = "SELECT range AS n, repeat('x', 3000) AS t FROM range(150000)";
    let script = "ulimit -v $((3 * 1024 * 1024)); \"$0\" query duckdb://?memory_limit=500MB \"$1\" | wc -l";
    let done = Command::new("bash").args(["-c", script, env!("CARGO_BIN_EXE_aludel"), sql]).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&done.stdout).trim(), "150001", "{}", String::from_utf8_lossy(&done.stderr));
}
