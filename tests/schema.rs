//! Tables as values on a real engine: made, dropped, reflected, in one go and one by one.

#![allow(clippy::panic, clippy::unwrap_used, clippy::expect_used, reason = "tests fail by panicking")]

use aludel::prelude::*;

#[path = "schema/actions.rs"]
mod actions;
#[path = "schema/changes.rs"]
mod changes;
#[path = "schema/counted.rs"]
mod counted;
#[path = "schema/ddl.rs"]
mod ddl;
#[path = "schema/elsewhere.rs"]
mod elsewhere;
#[path = "schema/made.rs"]
mod made;
#[path = "schema/metadata.rs"]
mod metadata;
#[path = "schema/naming.rs"]
mod naming;
#[path = "schema/on_clickhouse.rs"]
mod on_clickhouse;
#[path = "schema/records.rs"]
mod records;
#[path = "schema/reflected.rs"]
mod reflected;
#[path = "schema/translated.rs"]
mod translated;

async fn engine() -> Result<Engine, Error> {
    aludel::connect("duckdb://").await
}
