//! Loading from remote storage, behind which fixtures stand.

use aludel_md_stand_in::{Quirks, StandIn};
use sqlx::{Row, raw_sql};

use crate::{connected, started};

#[tokio::test]
async fn the_guides_example_of_loading_runs() {
    for quirks in [Quirks::documented(), Quirks::none(), Quirks::all()] {
        let server = started(quirks);
        let mut connection = connected(&server, "md:").await;
        let sql = "
            CREATE OR REPLACE TABLE my_db.main.weather_events AS
            SELECT *
            FROM read_csv(
                'https://raw.githubusercontent.com/duckdb/duckdb-web/main/data/weather.csv',
                HEADER = true,
                AUTO_DETECT = true,
                MD_RUN = REMOTE
            )
        ";
        sqlx::query(sql).execute(&mut connection).await.unwrap();
        let rows = sqlx::query("SELECT * FROM weather_events ORDER BY date").fetch_all(&mut connection).await.unwrap();
        let cities: Vec<String> = rows.iter().map(|row| row.get("city")).collect();
        assert_eq!(cities, ["San Francisco", "San Francisco", "Hayward"]);
        // As it was sent.
        assert_eq!(server.statements()[0], sql);
    }
}

#[tokio::test]
async fn fixtures_are_read_and_written_by_their_addresses() {
    let server = StandIn::builder()
        .fixture("s3://bucket/a.csv", "i\n1\n2\n")
        .fixture("s3://bucket/b.csv", "i\n3\n")
        .fixture("gs://bucket/c.json", "{\"i\": 4}")
        .start()
        .unwrap();
    let mut connection = connected(&server, "md:").await;
    let sum = "
        SELECT sum(i)::BIGINT FROM (
            SELECT i FROM read_csv('s3://bucket/*.csv', MD_RUN = REMOTE)
            UNION ALL SELECT i FROM read_json('gs://bucket/c.json')
            UNION ALL SELECT i FROM 's3://bucket/b.csv'
        )";
    let sum: i64 = sqlx::query_scalar(sum).fetch_one(&mut connection).await.unwrap();
    assert_eq!(sum, 13);
    raw_sql("COPY (SELECT 7 AS i) TO 's3://other/out/x.parquet'").execute(&mut connection).await.unwrap();
    let back: i32 = sqlx::query_scalar("SELECT i FROM read_parquet('s3://other/out/x.parquet')")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(back, 7);
}

#[tokio::test]
async fn what_has_no_fixture_is_missing_under_its_own_address() {
    let server = started(Quirks::documented());
    let mut connection = connected(&server, "md:").await;
    let error = raw_sql("SELECT * FROM read_csv('https://example.com/none.csv')").execute(&mut connection).await;
    let error = error.unwrap_err().to_string();
    assert!(error.contains("https://example.com/none.csv") && error.contains("IO Error"), "{error}");
}
