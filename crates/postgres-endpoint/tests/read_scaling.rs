//! A token that only reads: what writes is refused before it is sent.

mod common;

use aludel_dialect::{Any, Construct};
use aludel_engine::{Connect, Engine, Error, ErrorClass, Registry};
use aludel_md_stand_in::{Quirks, Server, StandIn};
use aludel_query::{Table, create_table_as, delete, func, insert, select, text, update};
use common::Tested;

async fn engine(url: &str) -> Result<Engine, Error> {
    Connect::through(Registry::new().with(aludel_postgres_endpoint::driver()), url).open().await
}

async fn filled(quirks: Quirks) -> Tested<Server> {
    let server = StandIn::builder().quirks(quirks).start()?;
    let writer = engine(&server.url("md:")).await?;
    writer.execute(text("CREATE TABLE t AS SELECT 1 AS a")).await?;
    assert!(writer.capabilities().grants(Construct::Insert) && writer.capabilities().grants(Construct::CreateTable));
    Ok(server)
}

#[tokio::test]
async fn what_writes_is_refused_before_it_is_sent() -> Tested {
    for (quirks, database) in [(Quirks::documented(), "md:"), (Quirks::none(), "md:"), (Quirks::all(), "my_db")] {
        let server = filled(quirks).await?;
        let engine = engine(&server.url_for_reading(database)).await?;
        server.forget();
        let t = Table::new("t");
        let refused = [
            engine.execute(insert::<Any>(&t).values([("a", 2.into())])).await.map(drop),
            engine.execute(update::<Any>(&t).set("a", 2).filter(t.col("a").eq(1))).await.map(drop),
            engine.execute(delete::<Any>(&t).filter(t.col("a").eq(1))).await.map(drop),
            engine.execute(create_table_as(&Table::new("u"), select::<Any>([t.col("a")]).from(&t))).await.map(drop),
        ];
        for refused in refused {
            let fault = refused.expect_err("it writes");
            assert!(matches!(&fault, Error::Refused(_)), "{fault:?}");
            assert!(fault.to_string().contains("a token that may write"), "{fault}");
        }
        assert_eq!(server.statements(), Vec::<String>::new());
        let count: i64 = engine.fetch_scalar(select([func::count_rows()]).from(&t)).await?;
        assert_eq!(count, 1);
        assert!(engine.capabilities().grants(Construct::Having));

        // Of a text nobody here knows what it does: the server refuses it.
        let fault = engine.execute(text("INSERT INTO t VALUES (2)")).await.expect_err("it writes");
        assert_eq!(fault.class(), Some(ErrorClass::Refused), "{fault}");
    }
    Ok(())
}

#[tokio::test]
async fn a_writer_stands_beside_a_reader() -> Tested {
    let server = StandIn::builder().token("to-write").read_scaling_token("to-read").start()?;
    let (token, read_scaling_token) = ("to-write", "to-read");
    let ca = server.ca_file().display().to_string();
    let url = format!("postgresql://postgres@localhost:{}/md:?sslrootcert={ca}", server.address().port());
    let (url, registry) = (url.as_str(), Registry::new().with(aludel_postgres_endpoint::driver()));
    let writer = Connect::through(registry.clone(), url).password(token).open().await?;
    let reader = Connect::through(registry, url).password(read_scaling_token).open().await?;
    writer.execute(text("CREATE TABLE t AS SELECT 1 AS a")).await?;
    assert_eq!(writer.fetch_scalar::<i32>(text("SELECT a FROM t")).await?, 1);
    assert_eq!(reader.fetch_scalar::<i32>(text("SELECT 1")).await?, 1);
    assert!(writer.capabilities().grants(Construct::Insert) && !reader.capabilities().grants(Construct::Insert));
    Ok(())
}
