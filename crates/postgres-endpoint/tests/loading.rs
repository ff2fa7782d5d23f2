//! Loading from files that MotherDuck reads, as its guide shows it; and the guide's first queries.

mod common;

use aludel_dialect::Any;
use aludel_engine::{Connect, Engine, Error, Registry};
use aludel_md_stand_in::StandIn;
use aludel_query::{MdRun, Table, create_table_as, desc, func, insert, read_csv, read_parquet, select, star, text};
use common::Tested;

const WEATHER: &str = "s3://aludel-tests/weather.csv";

async fn engine(url: &str) -> Result<Engine, Error> {
    Connect::through(Registry::new().with(aludel_postgres_endpoint::driver()), url).open().await
}

#[tokio::test]
async fn a_url_is_read_by_the_service() -> Tested {
    let csv = "day,degrees\n2024-01-01,3.5\n2024-01-02,NULL\n";
    let server = StandIn::builder().fixture(WEATHER, csv).start()?;
    let engine = engine(&server.url("md:")).await?;
    let weather = Table::new("weather");
    let read = || select([star()]).from(read_csv(WEATHER).arg("header", true).arg("nullstr", "NULL"));
    let tx = engine.begin().await?;
    tx.execute(create_table_as(&weather, read()).or_replace()).await?;
    tx.commit().await?;
    engine.execute(insert(&weather).from_select(["day", "degrees"], read())).await?;
    let count: i64 = engine.fetch_scalar(select(func::count_rows()).from(&weather)).await?;
    assert_eq!(count, 4);
    let statements = server.statements();
    let read: Vec<_> = statements.iter().filter(|sql| sql.contains("read_csv")).collect();
    assert!(read.len() >= 2 && read.iter().all(|sql| sql.contains("md_run := 'REMOTE'")), "{statements:?}");
    Ok(())
}

#[tokio::test]
async fn where_a_function_runs_is_said_or_follows_from_the_file() -> Tested {
    let engine = engine(&common::server().url("md:")).await?;
    let sql = |source| engine.render(select::<Any>([star()]).from(source)).map(|prepared| prepared.sql.to_string());
    for (source, expected) in [
        (read_csv("s3://b/a.csv"), "SELECT * FROM read_csv('s3://b/a.csv', md_run := 'REMOTE')"),
        (read_csv("s3://b/a.csv").md_run(MdRun::Auto), "SELECT * FROM read_csv('s3://b/a.csv', md_run := 'AUTO')"),
        (read_parquet("HF://d/a.parquet"), "SELECT * FROM read_parquet('HF://d/a.parquet', md_run := 'REMOTE')"),
        (read_csv("other://a.csv"), "SELECT * FROM read_csv('other://a.csv')"),
        (
            read_csv(vec!["HTTPS://h/a.csv", "s3://b/a.csv"]),
            "SELECT * FROM read_csv(['HTTPS://h/a.csv', 's3://b/a.csv'], md_run := 'REMOTE')",
        ),
        (read_csv(vec!["s3://b/a.csv", "other://a.csv"]), "SELECT * FROM read_csv(['s3://b/a.csv', 'other://a.csv'])"),
    ] {
        assert_eq!(sql(source)?, expected);
    }
    for scheme in ["s3", "gs", "gcs", "r2", "az", "azure", "abfss", "hf", "http", "https"] {
        let read = sql(read_parquet(format!("{scheme}://b/a.parquet")))?;
        assert!(read.ends_with("md_run := 'REMOTE')"), "{read}");
    }
    for source in [
        read_csv("a.csv"),
        read_csv("FILE:///a.csv"),
        read_csv("s3://b/a.csv").md_run(MdRun::Local),
        read_csv(vec!["s3://b/a", "/b"]),
    ] {
        let refused = sql(source).expect_err("local").to_string();
        assert!(refused.contains("sees no files of the client's machine"), "{refused}");
    }
    Ok(())
}

#[tokio::test]
async fn the_guides_first_queries_give_equal_rows() -> Tested {
    let engine = engine(&common::server().url("sample_data")).await?;
    let database: String = engine.fetch_scalar(text("SELECT current_database()")).await?;
    assert_eq!(database, "sample_data");
    let words = "SELECT title, score FROM hn.hacker_news WHERE type = 'story' ORDER BY score DESC LIMIT 5";
    let by_text: Vec<(Option<String>, Option<i64>)> = engine.fetch_all(text(words)).await?;
    let hn = engine.inspect().table(Table::new("hacker_news").in_schema("hn")).await?;
    let built = select([hn.col("title"), hn.col("score")])
        .from(&hn)
        .filter(hn.col("type").eq("story"))
        .order_by([desc(hn.col("score"))])
        .limit(5);
    let built: Vec<(Option<String>, Option<i64>)> = engine.fetch_all(built).await?;
    assert_eq!(by_text, built);
    assert!(!built.is_empty());
    let databases = engine.fetch(text("SHOW DATABASES")).await?;
    assert!(databases.iter().any(|row| format!("{row}").contains("sample_data")));
    Ok(())
}

/// Of the live service, where a token and a host are given.
#[tokio::test]
async fn the_live_service_answers_if_it_may_be_asked() -> Tested {
    let (Ok(host), Ok(token)) = (std::env::var("MOTHERDUCK_PG_HOST"), std::env::var("MOTHERDUCK_TOKEN")) else {
        eprintln!("not asked: MOTHERDUCK_PG_HOST and MOTHERDUCK_TOKEN are not set");
        return Ok(());
    };
    let registry = Registry::new().with(aludel_postgres_endpoint::driver());
    let url = format!("postgresql+psycopg://postgres@{host}:5432/md:?sslmode=verify-full&sslrootcert=system");
    let engine = Connect::through(registry, url).password(token).open().await?;
    let found: Vec<(i32, aludel_dialect::Date)> = engine.fetch_all(text("SELECT 1, DATE '2024-01-01'")).await?;
    assert_eq!(found.len(), 1);
    Ok(())
}
