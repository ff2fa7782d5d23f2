//! A library: written once, for every dialect of its set. It opens no engine.
#![allow(unreachable_pub, reason = "it stands for a crate of its own, whose public items these are")]

use aludel::clickhouse::ClickHouse;
use aludel::duckdb::DuckDb;
use aludel::prelude::*;
use aludel::{CanDelete, CanReturn, Delete, HasWhere};

/// The dialects that this library is tested on. A statement of the set may use only what every member grants:
/// `update(orders)` does not compile here, because `ClickHouse` withholds it (see `tests/refuse/update_in_a_set.rs`).
pub type Targets = (DuckDb, ClickHouse);

#[derive(FromRow)]
pub struct Revenue {
    pub region: String,
    pub total: i64,
}

/// The table that the library works on.
pub fn orders() -> Table {
    Table::new("orders")
        .column(Column::new("region", SqlType::Text).not_null())
        .column(Column::new("amount", SqlType::Int64).not_null())
}

/// A statement for the set. The caller turns it into one for the engine at hand with `.on()`.
pub fn revenue(least: i64) -> Select<Targets> {
    let orders = orders();
    select([orders.col("region"), func::sum(orders.col("amount")).label("total")])
        .group_by([orders.col("region")])
        .having(func::sum(orders.col("amount")).ge(least))
        .order_by([desc("total")])
}

/// Or the library takes the engine itself, as one of its set: `engine.within::<Targets>()`.
pub async fn best_region(engine: &Engine<Targets>) -> Result<Option<Revenue>, Error> {
    engine.fetch_optional(revenue(0).limit(1)).await
}

/// Or it asks for abilities instead of engines. `CanDelete + CanReturn` is all that stands in the signature, and all that
/// the body may use.
pub fn forget<D: CanDelete + CanReturn>(region: &str) -> Delete<D, HasWhere> {
    let orders = orders();
    delete(&orders).filter(orders.col("region").eq(region)).returning([orders.col("amount")])
}
