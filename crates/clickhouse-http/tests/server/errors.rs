//! The server's errors, before and in the middle of a result.

use aludel_engine::ErrorClass;

use super::*;

#[tokio::test]
async fn errors_have_class_code_and_query_id() {
    let mut connection = connect().await;
    for (sql, class, code) in [
        ("SELEC 1", ErrorClass::Syntax, "62 SYNTAX_ERROR"),
        ("1 + 1", ErrorClass::Syntax, "62 SYNTAX_ERROR"),
        ("SELECT nothing", ErrorClass::NotFound, "47 UNKNOWN_IDENTIFIER"),
        ("SELECT * FROM nowhere", ErrorClass::NotFound, "60 UNKNOWN_TABLE"),
        ("SELECT toInt8('x')", ErrorClass::Conversion, "6 CANNOT_PARSE_TEXT"),
        ("SELECT {p9:Int8}", ErrorClass::NotFound, "456 UNKNOWN_QUERY_PARAMETER"),
        ("SELECT 1 SETTINGS nothing = 1", ErrorClass::NotFound, "115 UNKNOWN_SETTING"),
        ("BEGIN TRANSACTION", ErrorClass::Refused, "48 NOT_IMPLEMENTED"),
        ("SELECT 1 UNION SELECT 2", ErrorClass::Invalid, "558 EXPECTED_ALL_OR_DISTINCT"),
    ] {
        for error in [rows(&mut connection, sql).await.unwrap_err(), execute(&mut connection, sql).await.unwrap_err()] {
            let server = error.server().unwrap_or_else(|| panic!("{sql}: {error}"));
            assert_eq!((server.class, server.code.as_deref()), (class, Some(code)), "{sql}: {error}");
            assert!(server.query_id.as_deref().is_some_and(|id| id.starts_with("aludel-")));
            assert!(!error.to_string().contains("Stack trace") && !error.to_string().contains("(version"), "{error}");
        }
    }
    assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1), "the connection goes on");
}

#[tokio::test]
async fn an_exception_in_the_middle_of_a_result_is_an_error() {
    for compression in ["lz4", "zstd", "false"] {
        let mut connection = open(None, &format!("compression={compression}")).await.unwrap().connect();
        for size in [1, 1_000, 65_536] {
            let sql = format!(
                "SELECT number, toString(number), throwIf(number = 400000, 'enough of it') FROM numbers(1000000) \
                 SETTINGS max_block_size = {size}, max_threads = 1"
            );
            if size == 1 {
                continue;
            }
            let Results { batches, .. } = connection.query(&statement(&sql, vec![])).await.unwrap();
            let error = batches.try_collect::<Vec<_>>().await.unwrap_err();
            let server = error.server().unwrap_or_else(|| panic!("{error}"));
            assert_eq!(server.code.as_deref(), Some("395 FUNCTION_THROW_IF_VALUE_IS_NON_ZERO"), "{error}");
            assert!(server.message.contains("enough of it"), "{error}");
            connection.settle().await.unwrap();
        }
        assert_eq!(value(&mut connection, "SELECT 1").await.unwrap(), Value::UInt8(1));
    }
}
