//! What `docs/from-sqlalchemy.md` shows of files and Arrow.

use std::sync::Arc;

use aludel_duckdb_md::*;
use aludel_query::{params, select, text};
use arrow_array::{ArrayRef, Int64Array, RecordBatch};

use crate::common::Tested;
use crate::folder::{Folder, engine};

#[tokio::test]
async fn the_page_is_true() -> Tested<()> {
    let folder = Folder::new()?;
    let engine = engine(&["CREATE TABLE orders (id BIGINT PRIMARY KEY, amount DECIMAL(10, 2))"]).await?;
    let orders = engine.inspect().table("orders").await?;
    let (parquet, csv) = (folder.path("orders.parquet"), folder.file("orders.csv", "id;amount\n1;9.99\n2;-\n")?);

    copy_from_csv(&orders, &csv).delimiter(';').null_text("-").run(&engine).await?;
    let all = select(orders.all_columns()).from(&orders);
    let written = copy_to_parquet(&all, &parquet).compression("zstd").run(&engine).await?;

    assert_eq!(written, 2);
    engine.execute(text("DELETE FROM orders")).await?;

    let copied = copy_from_parquet(&orders, &parquet).run(&engine).await?;

    assert_eq!(copied, 2);

    copy_from_rows(&orders, [params! { id: 3, amount: 5 }, params! { id: 4, amount: 7 }]).run(&engine).await?;

    let ids: ArrayRef = Arc::new(Int64Array::from(vec![4, 5]));
    let batch = RecordBatch::try_from_iter([("id", ids)])?;

    insert_from_arrow(&orders, [batch.clone()]).on_conflict(OnConflict::Ignore).run(&engine).await?;

    let session = engine.connection().await?;
    let wanted = register_arrow("wanted", [batch]).run(&session).await?;
    let found: Vec<i64> = session.fetch_all(select([wanted.col("id")]).from(&wanted)).await?;

    assert_eq!(found, [4, 5]);
    let rows: i64 = engine.fetch_scalar(text("SELECT count(*) FROM orders")).await?;
    assert_eq!(rows, 5);

    engine.execute(checkpoint()).await?;

    attach(folder.path("archive.duckdb").display().to_string()).alias("archive").run(&engine).await?;

    engine.execute(text("CREATE TABLE archive.orders AS FROM orders")).await?;
    Ok(())
}
