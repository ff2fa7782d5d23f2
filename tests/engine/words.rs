//! What is said, and of which class it is, when something small is wrong.

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use chrono::NaiveDate;

use crate::support::{Outcome, failure};

#[derive(Record)]
#[record(table = "nowhere")]
struct Lost {
    a: i64,
}

#[tokio::test]
async fn what_main_prints_is_what_is_displayed() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let error = failure(engine.fetch(text("SELEC 1")).await);
    assert_eq!(format!("{error:?}"), error.to_string());
    assert!(error.to_string().starts_with("syntax error: Parser Error: syntax error at or near"), "{error}");
    Ok(())
}

/// DuckDB says that a bare NULL is an INTEGER.
#[tokio::test]
async fn null_is_none_of_any_type() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    assert_eq!(engine.fetch_scalar::<Option<String>>(text("SELECT NULL")).await?, None);
    assert_eq!(engine.fetch_one::<(Option<NaiveDate>, Option<bool>)>(text("SELECT NULL, NULL")).await?, (None, None));
    assert_eq!(engine.fetch_scalar::<Vec<Option<String>>>(text("SELECT [NULL]")).await?, [None]);
    let plain = failure(engine.fetch_scalar::<String>(text("SELECT NULL")).await).to_string();
    assert!(plain.contains("expected String, found INTEGER"), "{plain}");
    // Not a guess at what the others would be: where there is a value, or no row at all, the type counts.
    for rows in ["SELECT * FROM (VALUES (NULL), (1))", "SELECT 1 WHERE false"] {
        let mixed = engine.fetch_all::<Option<String>>(text(rows)).await;
        assert!(mixed.is_err() || rows.ends_with("false"), "{rows}: {mixed:?}");
    }
    Ok(())
}

/// Each statement, what it is read as, and the words that help.
#[tokio::test]
async fn a_wrong_type_says_what_to_ask_for_instead() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let said = [
        (failure(engine.fetch_scalar::<i64>(text("SELECT 1.5")).await), "read it as `BigDecimal` or `Decimal`"),
        (failure(engine.fetch_scalar::<i64>(text("SELECT 1::DOUBLE")).await), "read it as f64"),
        (failure(engine.fetch_scalar::<f64>(text("SELECT 1")).await), "read it as an integer or `BigDecimal`"),
        (failure(engine.fetch_scalar::<f32>(text("SELECT 1::DOUBLE")).await), "read it as f64"),
        (failure(engine.fetch_scalar::<String>(text("SELECT 1")).await), "cast the column to text"),
        (failure(engine.fetch_scalar::<i32>(text("SELECT 1, 2")).await), "i32 reads 1 column, the result has 2"),
    ];
    for (error, words) in said {
        assert!(error.to_string().contains(words), "{error}");
    }
    let row = engine.fetch(text("SELECT 1, 2")).await?.one()?;
    let beyond = row.get::<i32>(5).expect_err("there is no such column").to_string();
    assert_eq!(beyond, "there is no column at position 5: the result has 2, at positions 0 to 1");
    Ok(())
}

#[tokio::test]
async fn a_union_whose_member_is_null_is_never_taken_for_null() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let kind = "::UNION(a INTEGER, b VARCHAR)";
    let null: Value = engine.fetch_scalar(text(format!("SELECT NULL{kind}"))).await?;
    assert_eq!(null, Value::Null);
    let second: Value = engine.fetch_scalar(text(format!("SELECT union_value(b := NULL::VARCHAR){kind}"))).await?;
    assert_eq!(second, Value::Union("b".to_owned(), Box::new(Value::Null)));
    let first = text(format!("SELECT union_value(a := NULL::INTEGER){kind} AS u"));
    let refused = failure(engine.fetch(first).await).to_string();
    assert!(refused.contains("column \"u\"") && refused.contains("`union_tag`"), "{refused}");
    Ok(())
}

#[tokio::test]
async fn a_table_that_is_not_there_is_not_found_by_a_bulk_insert() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let error = failure(engine.insert([Lost { a: 1 }]).await);
    assert_eq!(error.class(), Some(ErrorClass::NotFound), "{error}");
    assert!(error.to_string().ends_with("table \"nowhere\" does not exist"), "{error}");
    Ok(())
}

#[tokio::test]
async fn a_hook_that_fails_is_named_without_its_secrets() -> Outcome {
    let error = failure(Connect::to("duckdb://").on_connect(text("SET no_such_setting = 'hunter2'")).open().await);
    assert_eq!(error.class(), Some(ErrorClass::NotFound), "{error}");
    let said = error.to_string();
    assert!(said.starts_with("on_connect(\"SET no_such_setting = '?'\") failed: "), "{said}");
    assert!(!said.contains("hunter2"), "{said}");
    Ok(())
}

#[tokio::test]
async fn what_is_wrong_with_a_url_says_the_right_one() -> Outcome {
    let missing = format!("duckdb://{}/none.db?access_mode=read_only", env!("CARGO_TARGET_TMPDIR"));
    for (url, class, words) in [
        ("duckdb://:memory:", None, "scheme:///:memory:"),
        ("duckdb://shop.db", None, "`duckdb:///file.duckdb`"),
        ("duckdb://?pool_sise=3", None, "did you mean pool_size?"),
        ("duckdb://?thraeds=3", None, "did you mean threads?"),
        (&missing.replace("://", ":///"), Some(ErrorClass::NotFound), "does not exist"),
    ] {
        let error = failure(aludel::connect(url).await);
        assert!(error.to_string().contains(words), "{url}: {error}");
        assert_eq!(error.class(), class, "{url}: {error}");
    }
    aludel::connect("duckdb:///:memory:").await?.typed::<DuckDb>()?;
    Ok(())
}

#[tokio::test]
async fn statements_of_one_text_are_not_one_transaction() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let three = "CREATE TABLE made (a INT); INSERT INTO made VALUES (1); INSERT INTO made VALUES ('x')";
    failure(engine.execute(text(three)).await);
    assert_eq!(engine.fetch_scalar::<i32>(text("SELECT a FROM made")).await?, 1);
    Ok(())
}

#[tokio::test]
async fn a_url_that_nothing_answers_to_says_what_would() -> Outcome {
    for (url, words) in [
        ("shop.duckdb", "such as duckdb:///shop.duckdb"),
        ("md:shop", "such as duckdb:///shop.duckdb"),
        ("md://shop", "as `duckdb:///md:my_db`"),
    ] {
        let error = failure(aludel::connect(url).await).to_string();
        assert!(error.contains(words), "{url}: {error}");
    }
    Ok(())
}

#[tokio::test]
async fn a_transaction_says_how_it_ends() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let transaction = engine.begin().await?;
    for sql in ["SAVEPOINT a", "COMMIT", "BEGIN"] {
        let error = failure(transaction.execute(text(sql)).await).to_string();
        assert!(error.contains("ends with commit() or rollback()") && error.contains("no savepoint"), "{sql}: {error}");
    }
    failure(transaction.fetch(text("SELECT 'x'::INT")).await);
    let error = failure(transaction.fetch(text("SELECT 1")).await).to_string();
    assert!(error.starts_with("transaction aborted by an earlier error, so roll it back: "), "{error}");
    Ok(())
}
