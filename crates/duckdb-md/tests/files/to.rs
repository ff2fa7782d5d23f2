//! From queries into files.

use aludel_duckdb_md::{Casts, ExistingFiles, copy_to_csv, copy_to_json, copy_to_parquet};
use aludel_engine::ErrorClass;
use aludel_query::{Table, literal, select, text};

use crate::common::Tested;
use crate::folder::{Folder, engine};

#[tokio::test]
async fn queries_with_parameters_are_written() -> Tested<()> {
    let folder = Folder::new()?;
    let engine =
        engine(&["CREATE TABLE t AS SELECT i AS a, i % 2 AS b, '-' AS dash, NULL::VARCHAR AS n FROM range(10) r(i)"])
            .await?;
    let t = engine.inspect().table("t").await?;
    let some = select(t.all_columns()).from(&t).filter(t.col("a").ge(7)).order_by([t.col("a").desc()]);
    let parquet = folder.path("it's.parquet");
    let written = copy_to_parquet(&some, &parquet).compression("zstd").row_group_size(2048).run(&engine).await?;
    assert_eq!(written, 3);
    let csv = folder.path("some.csv");
    copy_to_csv(&some, &csv).delimiter(';').null_text("-").run(&engine).await?;
    assert_eq!(std::fs::read_to_string(&csv)?, "a;b;dash;n\n9;1;\"-\";-\n8;0;\"-\";-\n7;1;\"-\";-\n");
    let json = folder.path("some.json");
    copy_to_json(text("SELECT :a AS a -- the answer").bind("a", 42), &json).run(&engine).await?;
    assert_eq!(std::fs::read_to_string(&json)?, "{\"a\":42}\n");
    let sum: i64 = engine
        .fetch_scalar(
            text("SELECT sum(a)::BIGINT FROM read_parquet(:path)").bind("path", parquet.display().to_string()),
        )
        .await?;
    assert_eq!(sum, 24);
    Ok(())
}

#[tokio::test]
async fn a_session_writes_what_its_transaction_sees() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE t (a INTEGER)"]).await?;
    let session = engine.connection().await?;
    let tx = session.begin().await?;
    tx.execute(text("INSERT INTO t VALUES (1)")).await?;
    let t = Table::new("t");
    let query = select([t.col("a")]).from(&t);
    assert_eq!(copy_to_csv(&query, folder.path("inside.csv")).run(&session).await?, 1);
    assert_eq!(copy_to_csv(&query, folder.path("outside.csv")).run(&engine).await?, 0);
    tx.rollback().await?;
    Ok(())
}

#[tokio::test]
async fn folders_are_written_by_partition() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&[
        "CREATE TABLE t AS SELECT i AS a, CASE WHEN i < 3 THEN 'x' ELSE 'y' END AS \"by x\" FROM range(5) r(i)",
    ])
    .await?;
    let t = engine.inspect().table("t").await?;
    let copy = copy_to_parquet(select(t.all_columns()).from(&t), folder.path("out")).partition_by(["by x"]);
    assert_eq!(copy.clone().run(&engine).await?, 5);
    assert!(folder.path("out").join("by x=x").is_dir() || folder.path("out").join("by%20x=x").is_dir());
    let again = copy.clone().run(&engine).await.map_err(|error| error.to_string());
    assert!(again.as_ref().is_err_and(|error| error.contains("not empty") || error.contains("OVERWRITE")), "{again:?}");
    assert_eq!(copy.existing_files(ExistingFiles::RemoveAll).run(&engine).await?, 5);
    Ok(())
}

#[tokio::test]
async fn what_a_format_would_change_is_refused_by_column() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&[]).await?;
    for (value, in_parquet, in_json) in [
        ("1::HUGEINT", true, false),
        ("[1::UHUGEINT]", true, false),
        ("'12:00:00+05'::TIMETZ", true, false),
        ("INTERVAL 1 MICROSECOND", true, false),
        ("'a'::BLOB", false, true),
        ("{'a': 1.5::DECIMAL(4, 2)}", false, false),
    ] {
        let query = text(format!("SELECT {value} AS v"));
        let path = folder.path("v");
        let parquet = copy_to_parquet(query.clone(), &path).run(&engine).await;
        let json = copy_to_json(query.clone(), &path).run(&engine).await;
        for (done, refused) in [(parquet, in_parquet), (json, in_json)] {
            let done = done.map(|_| ()).map_err(|error| (error.class(), error.to_string()));
            let named = |(class, words): &(Option<ErrorClass>, String)| {
                *class == Some(ErrorClass::Conversion)
                    && words.contains("\"v\"")
                    && words.contains(&path.display().to_string())
            };
            assert!(if refused { done.as_ref().is_err_and(named) } else { done.is_ok() }, "{value}: {done:?}");
        }
        assert_eq!(copy_to_parquet(query.clone(), &path).casts(Casts::AsDuckDb).run(&engine).await?, 1);
        assert_eq!(copy_to_csv(query, &path).run(&engine).await?, 1);
    }
    Ok(())
}

#[tokio::test]
async fn errors_name_the_file() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&[]).await?;
    let query = || select([literal(1).label("a")]);
    for (done, says) in [
        (copy_to_parquet(query(), folder.path("none/a.parquet")).run(&engine).await, "none/a.parquet"),
        (copy_to_parquet(query(), folder.path("a.parquet")).option("nosuch", 1).run(&engine).await, "nosuch"),
        (copy_to_parquet(query(), folder.path("a.parquet")).option("Format", "csv").run(&engine).await, "format"),
        (copy_to_parquet(query(), folder.path("a.parquet")).option("a\0", 1).run(&engine).await, "NUL"),
    ] {
        let error = done.map_err(|error| error.to_string());
        assert!(error.as_ref().is_err_and(|error| error.contains(says)), "{error:?}");
    }
    Ok(())
}

#[tokio::test]
async fn numbers_that_json_has_not_are_refused_by_column() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&[]).await?;
    let path = folder.path("v.json");
    for (value, written) in [
        ("'NaN'::DOUBLE", None),
        ("'-Infinity'::FLOAT", None),
        ("[1.5, 'Infinity'::DOUBLE]", None),
        ("{'a': 'NaN', 'b': 'NaN'::DOUBLE}", None),
        ("0.5::DECIMAL(38, 38)", None),
        ("[0.5::DECIMAL(20, 20)]", None),
        ("0.5::DECIMAL(16, 16)", None),
        ("0.25::DECIMAL(15, 15)", Some("0.25")),
        ("0.5::DECIMAL(17, 16)", Some("0.5000000000000000")),
        ("1.5::DOUBLE", Some("1.5")),
        ("NULL::DOUBLE", Some("null")),
        ("{'a': 'it''s \"NaN\"', 'b': 1.5::DOUBLE}", Some("{\"a\":\"it's \\\"NaN\\\"\",\"b\":1.5}")),
    ] {
        let query = text(format!("SELECT 1 AS id, {value} AS \"a \"\"v\"\"\""));
        let done = copy_to_json(query, &path).run(&engine).await;
        match written {
            Some(written) => {
                assert_eq!(done.map_err(|error| format!("{value}: {error}"))?, 1);
                let line = format!("{{\"id\":1,\"a \\\"v\\\"\":{written}}}\n");
                assert_eq!(std::fs::read_to_string(&path)?, line);
            }
            None => {
                let error = done.map_err(|error| (error.class(), error.to_string()));
                let named = |(class, words): &(Option<ErrorClass>, String)| {
                    *class == Some(ErrorClass::Conversion) && words.contains("a \\\"v\\\"") && words.contains("v.json")
                };
                assert!(error.as_ref().is_err_and(named), "{value}: {error:?}");
            }
        }
    }
    Ok(())
}
