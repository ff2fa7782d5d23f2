//! Who is let in, and how.

use std::time::Duration;

use aludel_md_stand_in::StandIn;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Row};

#[tokio::test]
async fn a_client_with_the_token_is_let_in() {
    let server = StandIn::builder().token("the token").start().unwrap();
    let options: PgConnectOptions = server.url("md:").parse().unwrap();
    let mut connection = PgConnection::connect_with(&options).await.unwrap();
    let row = sqlx::query("SELECT 1 AS one, 'a' AS a, 1.50::DECIMAL(5,2) AS d WHERE 5 = $1")
        .bind(5_i64)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(row.get::<i32, _>("one"), 1);
    assert_eq!(row.get::<String, _>("a"), "a");
    let rows = sqlx::query("SELECT title FROM sample_data.hn.hacker_news WHERE type = $1 ORDER BY score DESC LIMIT 5")
        .bind("story")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    assert_eq!(rows.len(), 5);
    let rows = sqlx::raw_sql("SELECT 1; SELECT 2").fetch_all(&mut connection).await.unwrap();
    assert_eq!(rows.len(), 2);
    connection.close().await.unwrap();
    let _ = Duration::from_secs(1);
}
