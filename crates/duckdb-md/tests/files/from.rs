//! From files into tables: values arrive unchanged, or the error names file and column.

use aludel_duckdb_md::{Casts, copy_from_csv, copy_from_json, copy_from_parquet, copy_to_csv, copy_to_json};
use aludel_engine::{Connect, ErrorClass, Registry};
use aludel_query::{Table, text};

use crate::common::Tested;
use crate::folder::{Folder, engine};

/// Each type, written by DuckDB and read back into a table of the same types.
#[tokio::test]
async fn what_was_written_comes_back() -> Tested<()> {
    let source = "CREATE TABLE a AS SELECT i::TINYINT ti, i::UBIGINT ub, i::BIGINT * 100000000000 bi, i / 7 d, (i / 7)::FLOAT f, \
                  (i / 100)::DECIMAL(20, 4) de, CASE WHEN i % 3 = 0 THEN NULL ELSE 'te\"x,t ' || i END s, \
                  CASE WHEN i % 2 = 0 THEN '' END empty, (i % 2 = 0) b, DATE '2020-01-01' + i::INT dt, \
                  TIME '01:02:03.000004' t, TIMESTAMP '2020-01-01 00:00:00.000001' + INTERVAL (i) DAY ts, \
                  TIMESTAMPTZ '2020-01-01 00:00:00+05' tz, ('{\"a\":' || i || '}')::JSON j, \
                  'b2cbbfa4-4d4b-4a52-8f5a-7d4c8a0ac1e1'::UUID id, ['x' || i] l FROM range(120) r(i)";
    let folder = Folder::new()?;
    let engine = engine(&[source, "CREATE TABLE b AS FROM a LIMIT 0"]).await?;
    let table = Table::new("b");
    for format in ["parquet", "csv", "json"] {
        let path = folder.path(&format!("a.{format}"));
        let copy = format!("COPY a TO '{}' (FORMAT {format})", path.display());
        engine.execute(text(copy)).await?;
        let copied = match format {
            "parquet" => copy_from_parquet(&table, &path).run(&engine).await?,
            "csv" => copy_from_csv(&table, &path).run(&engine).await?,
            _ => copy_from_json(&table, &path).run(&engine).await?,
        };
        assert_eq!(copied, 120, "{format}");
        let differ: i64 = engine.fetch_scalar(text("SELECT count(*) FROM (FROM a EXCEPT ALL FROM b)")).await?;
        assert_eq!(differ, 0, "{format}");
        engine.execute(text("DELETE FROM b")).await?;
    }
    Ok(())
}

/// The table's column, what the file holds as CSV, JSON, and the SQL of a Parquet file's value.
#[rustfmt::skip]
const CHANGED: &[(&str, &str, &str, &str)] = &[
    ("INTEGER", "1.5", "1.5", "1.5::DOUBLE"),
    ("INTEGER", "1e2", "1e2", "100::DECIMAL(5, 1)"),
    ("HUGEINT", "0.1", "0.1", "0.1"),
    ("DECIMAL(4, 2)", "1.239", "1.239", "1.239"),
    ("DATE", "2020-01-01 10:00", "\"2020-01-01 10:00\"", "TIMESTAMP '2020-01-01 10:00'"),
    ("TIME", "12:00:00.1234567", "\"12:00:00.1234567\"", "'12:00:00.1234567'::TIME_NS"),
    ("TIMESTAMP", "2020-01-01 00:00:00.1234567", "\"2020-01-01 00:00:00.1234567\"", "TIMESTAMP_NS '2020-01-01 00:00:00.1234567'"),
    ("TIMESTAMP", "2020-01-01 00:00:00+02", "\"2020-01-01 00:00:00Z\"", "TIMESTAMPTZ '2020-01-01 00:00:00+02'"),
    ("TIMESTAMPTZ", "2020-01-01 00:00:00.1234567+02", "\"2020-01-01 00:00:00.1234567Z\"", "'2020'"),
    ("INTEGER[]", "[1.5]", "[1.5]", "[1.5::DOUBLE]"),
];

#[tokio::test]
async fn values_that_would_change_are_refused_by_file_and_column() -> Tested<()> {
    let folder = Folder::new()?;
    for (column, csv, json, parquet) in CHANGED {
        let engine = engine(&[]).await?;
        engine.execute(text(format!("CREATE TABLE t (\"a b\" {column})"))).await?;
        let table = Table::new("t");
        let path = folder.path("f.parquet");
        engine.execute(text(format!("COPY (SELECT {parquet} AS \"a b\") TO '{}'", path.display()))).await?;
        let files = [
            (path.clone(), copy_from_parquet(&table, &path).run(&engine).await),
            {
                let path = folder.file("f.csv", &format!("A B\n\"{}\"\n", csv.replace('"', "\"\"")))?;
                (path.clone(), copy_from_csv(&table, &path).run(&engine).await)
            },
            {
                let path = folder.file("f.json", &format!("{{\"a b\": {json}}}\n"))?;
                (path.clone(), copy_from_json(&table, &path).run(&engine).await)
            },
        ];
        for (path, done) in files {
            let error = done.map_err(|error| (error.class(), error.to_string()));
            let (class, words) = error.err().ok_or_else(|| format!("{column} took {}", path.display()))?;
            assert_eq!(class, Some(ErrorClass::Conversion), "{column}: {words}");
            assert!(words.contains(&path.display().to_string()) && words.contains("a b"), "{column}: {words}");
        }
        let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t")).await?;
        assert_eq!(rows, 0);
    }
    Ok(())
}

/// DuckDB guesses types by the first 20,480 rows.
#[tokio::test]
async fn a_late_row_is_looked_at_like_the_first() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a BIGINT)"]).await?;
    let mut csv: String = "a\n".to_owned();
    let mut json = String::new();
    for row in 0..30_000 {
        let value = if row == 29_999 { "1.5".to_owned() } else { row.to_string() };
        csv += &format!("{value}\n");
        json += &format!("{{\"a\": {value}}}\n");
    }
    let (csv, json) = (folder.file("late.csv", &csv)?, folder.file("late.json", &json)?);
    let table = Table::new("t");
    let from_csv = copy_from_csv(&table, csv).run(&engine).await.map_err(|error| error.class());
    let from_json = copy_from_json(&table, json).run(&engine).await.map_err(|error| error.class());
    assert_eq!((from_csv, from_json), (Err(Some(ErrorClass::Conversion)), Err(Some(ErrorClass::Conversion))));
    let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM t")).await?;
    assert_eq!(rows, 0);
    Ok(())
}

#[tokio::test]
async fn duckdbs_own_casts_are_taken_if_that_is_said() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a INTEGER)"]).await?;
    let csv = folder.file("f.csv", "a\n1.5\n")?;
    let json = folder.file("f.json", "{\"a\": 2.5}\n")?;
    let parquet = folder.path("f.parquet");
    engine.execute(text(format!("COPY (SELECT 5.0::DOUBLE AS a) TO '{}'", parquet.display()))).await?;
    let table = Table::new("t");
    copy_from_csv(&table, csv).casts(Casts::AsDuckDb).run(&engine).await?;
    copy_from_json(&table, json).casts(Casts::AsDuckDb).run(&engine).await?;
    copy_from_parquet(&table, parquet).casts(Casts::AsDuckDb).run(&engine).await?;
    let sum: i64 = engine.fetch_scalar(text("SELECT sum(a)::BIGINT FROM t")).await?;
    assert!((8..=10).contains(&sum), "{sum}");
    Ok(())
}

#[tokio::test]
async fn columns_are_matched_by_name_and_the_others_take_their_defaults() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a INTEGER DEFAULT 7, b VARCHAR, c INTEGER DEFAULT 9)"]).await?;
    let table = Table::new("t");
    let csv = folder.file("f.csv", "B,A\nx,1\n")?;
    copy_from_csv(&table, &csv).run(&engine).await?;
    copy_from_csv(&table, &csv).columns(["b"]).run(&engine).await?;
    let json = folder.file("f.json", "[{\"b\": \"y\"}, {\"b\": null, \"a\": 5}]")?;
    copy_from_json(&table, json).run(&engine).await?;
    let bare = folder.file("bare.csv", "z;3\n'w;v';4\n")?;
    copy_from_csv(&table, &bare).without_header().delimiter(';').quote('\'').columns(["b", "c"]).run(&engine).await?;
    let rows: Vec<(Option<i32>, Option<String>, i32)> =
        engine.fetch_all(text("SELECT a, b, c FROM t ORDER BY ALL")).await?;
    let row = |a, b: Option<&str>, c| (a, b.map(str::to_owned), c);
    let expected = [
        row(Some(1), Some("x"), 9),
        row(Some(5), None, 9),
        row(Some(7), Some("w;v"), 4),
        row(Some(7), Some("x"), 9),
        row(Some(7), Some("z"), 3),
        row(None, Some("y"), 9),
    ];
    assert_eq!(rows, expected);
    for (copy, says) in [
        (copy_from_csv(&table, folder.file("more.csv", "a,nosuch\n1,2\n")?), "no column \"nosuch\""),
        (copy_from_csv(&table, &csv).columns(["c"]), "the file has no column \"c\"; it has B, A"),
        (copy_from_csv(&table, &bare).without_header().delimiter(';').quote('\''), "name them with `columns(..)`"),
        (copy_from_csv(&table, &csv).option("nosuch", 1), "nosuch"),
    ] {
        let error = copy.run(&engine).await.map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says) && error.contains(".csv")), "{error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn nulls_and_formats_of_csv() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (s VARCHAR, d DATE, moment TIMESTAMP)"]).await?;
    let path = folder.file("f.csv", "s,d,moment\n-,24.12.2020,24.12.2020 18.30\n\"-\",-,-\n")?;
    let copy = copy_from_csv(&Table::new("t"), path).null_text("-").date_format("%d.%m.%Y");
    copy.timestamp_format("%d.%m.%Y %H.%M").run(&engine).await?;
    let rows: Vec<(Option<String>, Option<String>, Option<String>)> =
        engine.fetch_all(text("SELECT s, d::VARCHAR, moment::VARCHAR FROM t ORDER BY s NULLS FIRST")).await?;
    let expected = [
        (None, Some("2020-12-24".to_owned()), Some("2020-12-24 18:30:00".to_owned())),
        (Some("-".to_owned()), None, None),
    ];
    assert_eq!(rows, expected);
    Ok(())
}

#[tokio::test]
async fn engines_sessions_and_transactions_copy_all_or_nothing() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a INTEGER PRIMARY KEY)"]).await?;
    let (one, twice) = (folder.file("one.csv", "a\n1\n")?, folder.file("twice.csv", "a\n2\n3\n2\n")?);
    let table = Table::new("t");
    let session = engine.connection().await?;
    assert_eq!(copy_from_csv(&table, &one).run(&session).await?, 1);
    let tx = engine.begin().await?;
    copy_from_csv(&table, folder.file("four.csv", "a\n4\n")?).run(&tx).await?;
    tx.rollback().await?;
    let error = copy_from_csv(&table, &twice).run(&engine).await.map_err(|error| (error.class(), error.to_string()));
    let names = |(class, words): &(Option<ErrorClass>, String)| {
        *class == Some(ErrorClass::Constraint) && words.contains("twice.csv")
    };
    assert!(error.as_ref().is_err_and(names), "{error:?}");
    let all: Vec<i32> = engine.fetch_all(text("SELECT a FROM t")).await?;
    assert_eq!(all, [1]);
    Ok(())
}

#[tokio::test]
async fn hostile_names_and_files_that_are_not_there() -> Tested<()> {
    let folder = Folder::new()?;
    let engine =
        engine(&["CREATE TABLE \"t'; DROP TABLE u\" (\"a'b\"\"c\" VARCHAR)", "CREATE TABLE u (a INTEGER)"]).await?;
    let table = Table::new("t'; DROP TABLE u");
    let path = folder.file("it's '); DROP TABLE u; --.csv", "\"a'b\"\"c\"\n'; DROP TABLE u; --\n")?;
    copy_from_csv(&table, path).run(&engine).await?;
    let value: String = engine.fetch_scalar(text("SELECT * FROM \"t'; DROP TABLE u\"")).await?;
    assert_eq!(value, "'; DROP TABLE u; --");
    let missing = copy_from_parquet(&Table::new("u"), folder.path("none.parquet")).run(&engine).await;
    let missing = missing.map_err(|error| error.to_string());
    assert!(missing.as_ref().is_err_and(|error| error.contains("none.parquet")), "{missing:?}");
    Ok(())
}

#[tokio::test]
async fn a_read_only_engine_refuses_before_it_inserts() -> Tested<()> {
    let folder = Folder::new()?;
    let database = folder.path("shop.duckdb");
    let url = |more: &str| format!("duckdb:///{}{more}", database.display());
    let registry = || Registry::new().with(aludel_duckdb_md::driver());
    let writer = Connect::through(registry(), url("")).open().await?;
    writer.execute(text("CREATE TABLE t (a INTEGER)")).await?;
    writer.close().await?;
    let reader = Connect::through(registry(), url("?access_mode=read_only")).open().await?.typed()?;
    let copy = copy_from_csv(&Table::new("t"), folder.file("one.csv", "a\n1\n")?);
    let refused = copy.run(&reader).await.map_err(|error| error.to_string());
    assert!(refused.as_ref().is_err_and(|error| error.contains("read-only")), "{refused:?}");
    Ok(())
}

#[tokio::test]
async fn errors_show_no_credential_of_a_url() -> Tested<()> {
    let engine = engine(&["CREATE TABLE t (a INTEGER)"]).await?;
    let table = Table::new("t");
    for url in [
        "http://user:s3cr3t@127.0.0.1:1/x",
        "http://127.0.0.1:1/x?s3_secret_access_key=s3cr3t",
        "s3://bucket/x?s3_endpoint=127.0.0.1:1&s3_secret_access_key=s3cr3t",
    ] {
        for done in [
            copy_from_csv(&table, url).run(&engine).await,
            copy_from_json(&table, url).run(&engine).await,
            copy_from_parquet(&table, url).run(&engine).await,
            copy_to_csv(text("SELECT 1 AS a"), url).run(&engine).await,
        ] {
            let error = done.map_err(|error| format!("{error} {error:?}")).err().ok_or("it was copied")?;
            assert!(error.contains("***") && !error.contains("s3cr3t"), "{error}");
        }
    }
    Ok(())
}

/// What DuckDB would guess to be lines before the header or comments.
#[tokio::test]
async fn the_first_line_of_csv_is_the_header_and_every_other_a_row() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (id VARCHAR, n VARCHAR)"]).await?;
    let table = Table::new("t");
    for (content, rows) in [
        ("x\nid,n\n8,1\n", None),
        ("id,n\n8,1,2\n", None),
        ("id,n\n8,1\n9\n", None),
        ("# of 2026\nid,n\n8,1\n", None),
        ("id,n\n#8,1\n#9,2\n7,3\n", Some(3)),
        ("id,n\nid,n\nid,n\n", Some(2)),
    ] {
        let done = copy_from_csv(&table, folder.file("f.csv", content)?).run(&engine).await;
        match rows {
            Some(rows) => assert_eq!(done?, rows, "{content:?}"),
            None => assert!(done.is_err(), "{content:?}: {done:?}"),
        }
    }
    let skipped = copy_from_csv(&table, folder.file("f.csv", "x\nid,n\n8,1\n")?).option("SKIP", 1);
    assert_eq!(skipped.run(&engine).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_folder_and_no_path_at_all_are_refused() -> Tested<()> {
    let folder = Folder::new()?;
    folder.file("f.csv", "a\n1\n")?;
    let engine = engine(&["CREATE TABLE t (a INTEGER)"]).await?;
    for (path, says) in [(folder.path(""), "is a folder"), (std::path::PathBuf::new(), "the path is empty")] {
        let error = copy_from_csv(&Table::new("t"), &path).run(&engine).await.map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{error:?}");
    }
    let error = copy_to_csv(text("SELECT 1 AS a"), "").run(&engine).await.map_err(|error| error.to_string());
    assert!(error.as_ref().is_err_and(|error| error.contains("the path is empty")), "{error:?}");
    Ok(())
}

/// DuckDB's reader of JSON makes a double of a number, and digits are lost.
#[tokio::test]
async fn numbers_of_json_keep_their_digits() -> Tested<()> {
    let folder = Folder::new()?;
    for (column, json, found) in [
        ("DECIMAL(38,10)", "9007199254740993.25", Some("9007199254740993.2500000000")),
        ("DECIMAL(38,10)", "9999999999999999999999999999.9999999999", Some("9999999999999999999999999999.9999999999")),
        ("DECIMAL(38,10)", "-0.0000000001", Some("-0.0000000001")),
        ("DECIMAL(38,10)", "0.00000000011", None),
        ("VARCHAR", "12345678901234567890123.10", Some("12345678901234567890123.10")),
        ("VARCHAR", "9007199254740993.0", Some("9007199254740993.0")),
        ("VARCHAR", "1e5", Some("1e5")),
        ("VARCHAR", "\"a \\\" 1.50 {\\n\"", Some("a \" 1.50 {\n")),
        ("VARCHAR", "{\"a\": [1, \"2.50\"]}", Some("{\"a\":[1,\"2.50\"]}")),
        ("VARCHAR", "{\"a\": 1.10}", None),
        ("JSON", "1.10", Some("1.10")),
        ("JSON", "{\"a\": [1.5, \"x\", null]}", Some("{\"a\":[1.5,\"x\",null]}")),
        ("JSON", "{\"a\": 9007199254740993.25}", None),
        ("JSON", "\"1.10\"", Some("\"1.10\"")),
        ("VARCHAR[]", "[\"1.10\", 2.20, null]", Some("[1.10, 2.20, NULL]")),
        ("DOUBLE[]", "[1.5, 2]", Some("[1.5, 2.0]")),
        ("DOUBLE", "0.1", Some("0.1")),
        ("BOOLEAN", "true", Some("true")),
        ("HUGEINT", "170141183460469231731687303715884105727", Some("170141183460469231731687303715884105727")),
    ] {
        let engine = engine(&[]).await?;
        engine.execute(text(format!("CREATE TABLE t (\"a/~b\" {column}, n {column})"))).await?;
        let path = folder.file("f.json", &format!("[{{ \"a/~b\" : {json} , \"n\": null}},\n {{\"n\": null}}]"))?;
        let done = copy_from_json(&Table::new("t"), &path).run(&engine).await;
        match found {
            Some(found) => {
                assert_eq!(done.map_err(|error| format!("{column} {json}: {error}"))?, 2);
                let rows: Vec<(Option<String>, Option<String>)> =
                    engine.fetch_all(text("SELECT \"a/~b\"::VARCHAR, n::VARCHAR FROM t ORDER BY 1 NULLS LAST")).await?;
                assert_eq!(rows, [(Some(found.to_owned()), None), (None, None)], "{column} {json}");
            }
            None => {
                let error = done.map_err(|error| (error.class(), error.to_string()));
                let names = |(class, words): &(_, String)| {
                    *class == Some(ErrorClass::Conversion) && words.contains("a/~b") && words.contains("f.json")
                };
                assert!(error.as_ref().is_err_and(names), "{column} {json}: {error:?}");
            }
        }
    }
    Ok(())
}

#[tokio::test]
async fn columns_that_the_path_of_json_says_are_taken() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a DECIMAL(4, 2), region VARCHAR)"]).await?;
    std::fs::create_dir_all(folder.path("region=north"))?;
    folder.file("region=north/f.json", "{\"a\": 1.5}\n")?;
    assert_eq!(copy_from_json(&Table::new("t"), folder.path("*/f.json")).run(&engine).await?, 1);
    let found: (String, String) = engine.fetch_one(text("SELECT a::VARCHAR, region FROM t")).await?;
    assert_eq!(found, ("1.50".to_owned(), "north".to_owned()));
    Ok(())
}

#[tokio::test]
async fn files_of_json_without_rows_are_read() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a INTEGER)", "CREATE TABLE u (json INTEGER)"]).await?;
    let own = folder.path("own.json");
    copy_to_json(text("SELECT 1 AS a LIMIT 0"), &own).run(&engine).await?;
    for path in [own, folder.file("empty.json", "")?, folder.file("list.json", "[]\n")?] {
        assert_eq!(copy_from_json(&Table::new("t"), &path).run(&engine).await?, 0, "{path:?}");
    }
    let key = folder.file("key.json", "{\"json\": 1}\n")?;
    assert_eq!(copy_from_json(&Table::new("u"), &key).run(&engine).await?, 1);
    assert!(copy_from_json(&Table::new("t"), &key).run(&engine).await.is_err());
    Ok(())
}
