//! What the endpoint refuses.

use aludel_md_stand_in::{Quirk, Quirks};
use sqlx::raw_sql;
use sqlx::{AssertSqlSafe, Executor};

use crate::{connected, started};

const REFUSED: [&str; 14] = [
    "CREATE TEMP TABLE t (i INT)",
    "CREATE OR REPLACE TEMPORARY TABLE t AS SELECT 1",
    "CREATE TEMPORARY VIEW v AS SELECT 1",
    "CREATE INDEX i ON d (i)",
    "CREATE UNIQUE INDEX i ON d (i)",
    "CREATE SEQUENCE s",
    "LOAD json",
    "INSTALL json",
    "ATTACH '{folder}/x.duckdb' AS x",
    "ATTACH '{folder}/y.duckdb'",
    "COPY d TO '{folder}/d.csv'",
    "SELECT * FROM '{folder}/file.csv'",
    "SELECT * FROM read_csv('{folder}/file.csv')",
    "SELECT * FROM read_text('/etc/hostname')",
];

#[tokio::test]
async fn what_is_local_or_temporary_is_refused_unless_the_quirk_is_off() {
    let folder = std::env::temp_dir().join(format!("aludel-refusals-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("file.csv"), "a,b\n1,2\n").unwrap();
    for quirks in [Quirks::documented(), Quirks::documented().without(Quirk::Refusals)] {
        let is_refused = quirks.has(Quirk::Refusals);
        let server = started(quirks);
        let mut connection = connected(&server, "md:").await;
        connection.execute("CREATE TABLE d (i INT)").await.unwrap();
        for sql in REFUSED {
            let sql = sql.replace("{folder}", &folder.display().to_string());
            let answer = raw_sql(AssertSqlSafe(sql.clone())).execute(&mut connection).await;
            match answer {
                Ok(_) => assert!(!is_refused, "{sql} was taken"),
                Err(error) => {
                    let error = error.to_string();
                    let is_refusal = error.contains("Not implemented Error") || error.contains("Permission Error");
                    // INSTALL and LOAD of what is built in may fail for want of a network.
                    assert_eq!(is_refusal, is_refused, "{sql}: {error}");
                }
            }
        }
    }
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test]
async fn what_duckdb_lacks_is_refused_always() {
    for quirks in [Quirks::documented(), Quirks::none()] {
        let server = started(quirks);
        let mut connection = connected(&server, "md:").await;
        connection.execute("CREATE TABLE d (i INT)").await.unwrap();
        for sql in ["COPY d FROM STDIN", "SELECT * FROM read_csv('x.csv', MD_RUN = LOCAL)"] {
            let error = raw_sql(sql).execute(&mut connection).await.unwrap_err().to_string();
            assert!(error.contains("is not supported by the Postgres endpoint"), "{sql}: {error}");
        }
    }
}

#[tokio::test]
async fn databases_come_and_go() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    for sql in [
        "CREATE DATABASE \"another one\"",
        "CREATE TABLE \"another one\".main.t AS SELECT 1 AS i",
        "CREATE DATABASE IF NOT EXISTS \"another one\"",
        "SELECT * FROM \"another one\".main.t",
        "DROP DATABASE \"another one\"",
        "DROP DATABASE IF EXISTS \"another one\"",
    ] {
        raw_sql(sql).execute(&mut connection).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
    assert!(raw_sql("DROP DATABASE \"another one\"").execute(&mut connection).await.is_err());
}
