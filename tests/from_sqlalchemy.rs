//! The Rust side of `docs/from-sqlalchemy.md`, run on DuckDB. `tests/docs.rs` holds that every Rust block of that page
//! stands in this file (or in an example) word for word.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use chrono::{DateTime, SubsecRound, Utc};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// A folder to write in, as the working directory: the page's paths are relative.
fn scratch() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("from-sqlalchemy-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("path/to")).expect("the target folder can be written");
        std::env::set_current_dir(&folder).expect("the folder was just made");
        folder
    })
}

#[rustfmt::skip]
fn tables() -> (Table, Table) {
    let users = Table::new("users")
        .column(Column::new("id", SqlType::Int64).primary_key())
        .column(Column::new("name", SqlType::Text));
    let orders = Table::new("orders")
        .column(Column::new("user_id", SqlType::Int64))
        .column(Column::new("product", SqlType::Text))
        .column(Column::new("amount", SqlType::Int64));
    (users, orders)
}

/// Three users, one of them without orders.
async fn shop() -> Result<(Engine, Table, Table), Error> {
    let engine = aludel::connect("duckdb://").await?;
    let (users, orders) = tables();
    users.create(&engine).await?;
    orders.create(&engine).await?;
    let people = [(1, "alice"), (2, "bob"), (3, "carol")].map(|(id, name)| [literal(id), literal(name)]);
    engine.execute(insert(&users).columns(["id", "name"]).rows(people)).await?;
    let bought = [(1, "anvil", 5), (1, "rope", 7), (2, "anvil", 5)];
    let bought = bought.map(|(user, product, amount)| [literal(user), literal(product), literal(amount)]);
    engine.execute(insert(&orders).columns(["user_id", "product", "amount"]).rows(bought)).await?;
    Ok((engine, users, orders))
}

#[tokio::test]
async fn engines() -> Outcome {
    scratch();

    let engine = aludel::connect("duckdb:///path/to/file.db").await?;

    engine.close().await?;
    assert!(scratch().join("path/to/file.db").is_file());

    let engine =
        Connect::to("duckdb:///path/to/file.db").config("threads", 4).config("memory_limit", "1GB").open().await?;

    let threads: i64 = engine.fetch_scalar(text("SELECT current_setting('threads')")).await?;
    assert_eq!(threads, 4);
    let limit: String = engine.fetch_scalar(text("SELECT current_setting('memory_limit')")).await?;
    assert_eq!(limit, "953.6 MiB");
    engine.close().await?;

    let engine = Connect::to("duckdb:///path/to/file.db")
        .pool(PoolOptions::new().size(5).pre_ping(PrePing::OnCheckout).recycle(Duration::from_secs(3600)))
        .on_connect(text("SET TimeZone = 'UTC'"))
        .statement_timeout(Duration::from_secs(30))
        .open()
        .await?;

    let zone: String = engine.fetch_scalar(text("SELECT current_setting('TimeZone')")).await?;
    assert_eq!((zone.as_str(), engine.pool_status().limit), ("UTC", 5));
    engine.close().await?;

    let engine = aludel::connect("duckdb:///path/to/file.db?access_mode=read_only").await?;
    let refused = engine.execute(create_table(&Table::new("t").column(Column::new("a", SqlType::Int64)))).await;

    let message = refused.expect_err("the database is read-only").to_string();
    assert!(
        message.starts_with("duckdb does not support CREATE TABLE: the database was opened read-only"),
        "{message}"
    );
    Ok(())
}

#[tokio::test]
#[rustfmt::skip]
async fn tables_made_and_found() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;
    let (users, orders) = tables();

    users.create(&engine).await?;
    orders.create(&engine).await?;

    let there = engine.inspect().has_table("orders").await?;
    let found = engine.inspect().table("users").await?;

    assert_eq!((found, there), (users, true));
    Ok(())
}

#[tokio::test]
async fn text_and_connection() -> Outcome {
    let engine = aludel::connect("duckdb://").await?;

    let conn = engine.connection().await?;
    conn.execute(text("CREATE TABLE IF NOT EXISTS some_table (x int, y int)")).await?;
    println!("{}", conn.fetch(text("SHOW TABLES")).await?);
    conn.execute_many(
        text("INSERT INTO some_table (x, y) VALUES (:x, :y)"),
        [params! { x: 11, y: 12 }, params! { x: 13, y: 14 }],
    )
    .await?;
    let rows: Vec<(i32, i32)> = conn.fetch_all(text("SELECT x, y FROM some_table WHERE y > :y").bind("y", 12)).await?;

    assert_eq!(rows, [(13, 14)]);

    let some = text("SELECT x FROM some_table WHERE x IN :xs ORDER BY x").bind("xs", vec![11, 13]);
    let xs: Vec<i32> = conn.fetch_all(some).await?;

    assert_eq!(xs, [11, 13]);

    let kept = text(r"SELECT 'a\:b', '12:30', x::VARCHAR FROM some_table WHERE x = :x").bind("x", 11);

    let kept: (String, String, String) = conn.fetch_one(kept).await?;
    assert_eq!(kept, (r"a\:b".into(), "12:30".into(), "11".into()));
    let unused = conn.fetch(text("SELECT :a").bind("a", 1).bind("b", 2)).await.expect_err("b has no place").to_string();
    assert!(unused.contains('b'), "{unused}");
    Ok(())
}

#[tokio::test]
async fn selects_and_joins() -> Outcome {
    let (engine, users, orders) = shop().await?;

    let first = select([users.col("id"), users.col("name")]).order_by([users.col("id")]).limit(10);
    let rows: Vec<(i64, String)> = engine.fetch_all(&first).await?;

    assert_eq!(rows.len(), 3);
    assert_eq!(rows[0], (1, "alice".into()));

    let bought = select([users.col("name"), orders.col("product")])
        .from(users.join(&orders, users.col("id").eq(orders.col("user_id"))));
    let rows: Vec<(String, String)> = engine.fetch_all(&bought).await?;

    assert_eq!(rows.len(), 3);

    let everybody = select([users.col("name"), orders.col("product")])
        .from(&users)
        .left_join(&orders, users.col("id").eq(orders.col("user_id")));
    let rows: Vec<(String, Option<String>)> = engine.fetch_all(&everybody).await?;

    assert_eq!(rows.iter().filter(|(_, product)| product.is_none()).count(), 1);
    let full = select([users.col("name"), orders.col("product")])
        .from(users.full_join(&orders, users.col("id").eq(orders.col("user_id"))));
    assert_eq!(engine.fetch(&full).await?.len(), 4);
    let cross = select([users.col("name"), orders.col("product")]).from(users.cross_join(&orders));
    assert_eq!(engine.fetch(&cross).await?.len(), 9);

    let products = select([orders.col("product")]).distinct().order_by([desc("product")]).limit(1).offset(1);
    let second: String = engine.fetch_scalar(&products).await?;

    assert_eq!(second, "anvil");

    let some = select([users.col("id")])
        .filter(users.col("name").like("%o%").or(users.col("name").is_null()))
        .filter(users.col("id").is_in([1, 2]));

    assert_eq!(engine.fetch_all::<i64>(&some).await?, [2]);

    let totals = select([orders.col("product"), func::sum(orders.col("amount")).label("total")])
        .group_by([orders.col("product")])
        .having(func::count_rows().gt(1))
        .order_by([desc("total")]);
    let rows: Vec<(String, i64)> = engine.fetch_all(&totals).await?;

    assert_eq!(rows, [("anvil".into(), 10)]);
    Ok(())
}

#[tokio::test]
async fn queries_in_queries() -> Outcome {
    let (engine, users, orders) = shop().await?;

    let spent = select([orders.col("user_id"), func::sum(orders.col("amount")).label("total")])
        .group_by([orders.col("user_id")])
        .cte("spent");
    let best = select([users.col("name"), spent.col("total")])
        .from(users.join(&spent, spent.col("user_id").eq(users.col("id"))))
        .order_by([spent.col("total").desc()])
        .limit(1);

    assert_eq!(engine.fetch_one::<(String, i64)>(&best).await?, ("alice".into(), 12));

    let dearest = select([func::max(orders.col("amount"))]).scalar_subquery();
    let product: String =
        engine.fetch_scalar(select([orders.col("product")]).filter(orders.col("amount").eq(dearest))).await?;

    assert_eq!(product, "rope");

    let theirs = select([literal(1)]).from(&orders).filter(orders.col("user_id").eq(users.col("id")));
    let buyers = select([users.col("name")]).from(&users).filter(exists(theirs)).order_by(["name"]);

    assert_eq!(engine.fetch_all::<String>(&buyers).await?, ["alice", "bob"]);

    let rank = func::rank().over(window().partition_by([orders.col("product")]).order_by([desc(orders.col("amount"))]));
    let size = case().when(orders.col("amount").gt(5), "big").otherwise("small");
    let ranked = select([orders.col("product"), rank.label("rank"), size.label("size")]).order_by(["product"]);

    assert_eq!(engine.fetch(&ranked).await?.len(), 3);

    let both = select([users.col("name")]).union_all(select([orders.col("product")])).order_by(["name"]).limit(2);

    assert_eq!(engine.fetch_all::<String>(&both).await?, ["alice", "anvil"]);
    Ok(())
}

#[tokio::test]
async fn writing() -> Outcome {
    let (engine, users, orders) = shop().await?;

    engine.execute(users.insert().values([("id", 4.into()), ("name", "dave".into())])).await?;

    let new = [[literal(5), literal("erin")], [literal(6), literal("frank")]];
    let ids: Vec<i64> =
        engine.fetch_all(insert(&users).columns(["id", "name"]).rows(new).returning([users.col("id")])).await?;

    assert_eq!(ids, [5, 6]);

    let upsert = insert(&users)
        .values([("id", 1.into()), ("name", "Alice".into())])
        .on_conflict_do_update(["id"], [("name", excluded("name"))]);
    engine.execute(upsert).await?;

    let buyers = select([orders.col("user_id"), orders.col("product")]).filter(orders.col("amount").gt(5));
    engine.execute(insert(&users).from_select(["id", "name"], buyers).on_conflict_do_nothing(["id"])).await?;

    let changed = engine.execute(update(&users).set("name", "Bob").filter(users.col("id").eq(2))).await?;
    let deleted = engine.execute(delete(&users).filter(users.col("name").like("%r%"))).await?;

    assert_eq!((changed.known(), deleted.known()), (Some(1), Some(3)));
    let names: Vec<String> = engine.fetch_all(select([users.col("name")]).order_by([users.col("id")])).await?;
    assert_eq!(names, ["Alice", "Bob", "dave"]);

    let by_name = engine.prepare(select([users.col("id")]).filter(users.col("name").eq(bindparam("name"))))?;
    let id: i64 = engine.fetch_scalar(by_name.with(params! { name: "dave" })?).await?;

    assert_eq!(id, 4);
    Ok(())
}

#[tokio::test]
async fn transactions() -> Outcome {
    let (engine, users, _) = shop().await?;

    let tx = engine.begin().await?;
    tx.execute(delete(&users).filter(users.col("name").like("%o%"))).await?;
    tx.commit().await?;

    assert_eq!(engine.fetch_all::<String>(select([users.col("name")])).await?, ["alice"]);

    let outcome = engine
        .transaction(async |tx| {
            tx.execute(users.insert().values([("id", 9.into()), ("name", "zoe".into())])).await?;
            tx.execute(users.insert().values([("id", 9.into()), ("name", "twice".into())])).await?;
            Ok::<_, Error>(())
        })
        .await;

    assert_eq!(outcome.expect_err("9 is there twice").class(), Some(ErrorClass::Constraint));
    assert_eq!(engine.fetch_all::<String>(select([users.col("name")])).await?, ["alice"]);

    let tx = engine.begin().await?;
    tx.execute(delete(&users)).await?;
    drop(tx); // rolled back, as with `tx.rollback().await?`

    assert_eq!(engine.fetch_all::<String>(select([users.col("name")])).await?, ["alice"]);
    Ok(())
}

#[rustfmt::skip]
mod records {
    use super::*;

    #[derive(Record, FromRow, Debug, PartialEq)]
    #[record(table = "users")]
    struct User {
        id: i64,
        name: Option<String>,
    }

    #[tokio::test]
    async fn records() -> Outcome {
        let engine = aludel::connect("duckdb://").await?;
        let (users, _) = tables();
        engine.execute(create_table(&users)).await?;

        let tx = engine.begin().await?;
        let alice = User { id: 1, name: Some("Alice".into()) };
        tx.insert(&alice).await?;
        tx.insert([User { id: 2, name: Some("Bob".into()) }]).await?;
        tx.commit().await?;
        let everybody: Vec<User> = engine.fetch_all(select(users.all_columns())).await?;

        assert_eq!(everybody.len(), 2);
        assert_eq!(everybody[0], alice);
        Ok(())
    }
}

#[tokio::test]
async fn results() -> Outcome {
    let (engine, users, _) = shop().await?;
    let query = select([users.col("id"), users.col("name")]).order_by([users.col("id")]);

    let result = engine.fetch(&query).await?;
    println!("{result}"); // a table
    for row in &result {
        let (id, name): (i64, Option<String>) = (row.get("id")?, row.get("name")?);
        println!("{id} {name:?}");
    }
    let keys: Vec<&str> = result.keys().collect();
    let names: Vec<String> = result.column("name")?;

    assert_eq!((keys, names.len()), (vec!["id", "name"], 3));

    let count: i64 = engine.fetch_scalar(select([func::count_rows()]).from(&users)).await?;
    let nobody: Option<(i64, String)> = engine.fetch_optional(query.clone().filter(users.col("id").eq(99))).await?;

    assert_eq!((count, nobody), (3, None));

    let mut rows = engine.stream::<(i64, String)>(&query).await?;
    while let Some((id, name)) = rows.try_next().await? {
        println!("{id} {name}");
    }

    let batches = engine.fetch_batches(&query).await?; // Arrow record batches
    let mut lines = Vec::new();
    engine.fetch(&query).await?.write_json_lines(&mut lines)?;

    assert_eq!(batches.iter().map(|batch| batch.num_rows()).sum::<usize>(), 3);
    assert!(lines.starts_with(b"{\"id\":1,\"name\":\"alice\"}\n"));

    let quick = engine.with_options(ExecutionOptions::new().timeout(Duration::from_secs(5)));
    quick.fetch(&query).timeout(Duration::from_millis(500)).await?;

    Ok(())
}

#[tokio::test]
async fn errors() -> Outcome {
    let (engine, users, _) = shop().await?;

    match engine.execute(users.insert().values([("id", 1.into())])).await {
        Err(error) if error.class() == Some(ErrorClass::Constraint) => println!("there is one already: {error}"),
        Err(error) if error.is_transient() => println!("try again: {error}"),
        other => println!("{:?}", other?),
    }

    let empty = engine.fetch(select([users.col("id")]).filter_all([])).await;

    let empty = empty.expect_err("an empty list is no filter").to_string();
    assert_eq!(empty, "the list of conditions is empty: leave the filter out if every row is meant");

    let unknown = engine.fetch(select([users.col("nmae")])).await;

    assert_eq!(unknown.expect_err("there is no nmae").to_string(), "users has no column \"nmae\": did you mean name?");

    let now = DateTime::<Utc>::from(SystemTime::now()).trunc_subsecs(6);
    let back: DateTime<Utc> = engine.fetch_scalar(text("SELECT :now").bind("now", now)).await?;

    assert_eq!(back, now);

    let refused = engine.fetch(select([users.col("id")]).latest_on(users.col("id"), [users.col("name")])).await;

    println!("{}", refused.expect_err("DuckDB has no LATEST ON"));
    Ok(())
}

#[tokio::test]
async fn text_of_a_statement() -> Outcome {
    let (users, _) = tables();

    let query = select([users.col("id")]).filter(users.col("name").eq("joe"));
    println!("{query}"); // neutral SQL, for people
    let prepared = query.to_sql::<DuckDb>()?; // DuckDB's, without an engine
    println!("{} {:?}", prepared.sql, prepared.parameters);

    assert_eq!(&*prepared.sql, "SELECT users.id FROM users WHERE users.name = $1");
    Ok(())
}

/// Of `MotherDuck`: on a server that imitates its Postgres endpoint.
#[tokio::test]
async fn motherduck() -> Outcome {
    let server = aludel_md_stand_in::StandIn::builder().start()?;
    let host = format!("localhost:{}", server.address().port());
    let (token, authority) = (server.token(), server.ca_file().display().to_string());

    let engine = Connect::to(format!("postgresql+psycopg://postgres@{host}/md:"))
        .password(token)
        .config("sslmode", "verify-full")
        .config("sslrootcert", authority.as_str())
        .pool(PoolOptions::new().pre_ping(PrePing::OnCheckout))
        .open()
        .await?;
    for row in engine.fetch(text("SHOW DATABASES")).await?.iter() {
        println!("{row}");
    }

    let top = "SELECT title, score FROM sample_data.hn.hacker_news WHERE type = 'story' ORDER BY score DESC LIMIT 5";
    for row in engine.fetch(text(top)).await?.iter() {
        println!("{} {}", row.get::<String>("title")?, row.get::<i64>("score")?);
    }

    let hn = engine.inspect().table(Table::new("hacker_news").in_schema("hn").in_database("sample_data")).await?;
    let built = select([hn.col("title"), hn.col("score")])
        .from(&hn)
        .filter(hn.col("type").eq("story"))
        .order_by([desc(hn.col("score"))])
        .limit(5);
    let built: Vec<(String, i64)> = engine.fetch_all(&built).await?;
    let written: Vec<(String, i64)> = engine.fetch_all(text(top)).await?;

    assert_eq!(built, written);
    assert_eq!(built.len(), 5);

    let url = "https://raw.githubusercontent.com/duckdb/duckdb-web/main/data/weather.csv";
    let weather = read_csv(url).arg("header", true).arg("auto_detect", true).md_run(MdRun::Remote);
    let events = Table::new("weather_events").in_schema("main").in_database("my_db");
    let tx = engine.begin().await?;
    tx.execute(create_table_as(&events, select([star()]).from(weather)).or_replace()).await?;
    tx.commit().await?;

    let as_text = format!(
        "CREATE OR REPLACE TABLE my_db.main.as_text AS \
         SELECT * FROM read_csv('{url}', HEADER = true, AUTO_DETECT = true, MD_RUN = REMOTE)"
    );
    let tx = engine.begin().await?;
    tx.execute(text(as_text)).await?;
    tx.commit().await?;
    let equal = "SELECT count(*) FROM (FROM my_db.main.as_text EXCEPT ALL FROM my_db.main.weather_events)";
    assert_eq!(engine.fetch_scalar::<i64>(text(equal)).await?, 0);

    let one = format!("postgresql+psycopg://postgres@{host}/sample_data");
    let one = Connect::to(one).password(server.token()).config("sslrootcert", authority.as_str()).open().await?;
    assert_eq!(one.fetch_scalar::<String>(text("SELECT current_database()")).await?, "sample_data");
    Ok(())
}
