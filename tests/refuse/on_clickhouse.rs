use aludel::clickhouse::ClickHouse;
use aludel::prelude::*;

async fn update_is_withheld(engine: &Engine<ClickHouse>, users: &Table) -> Result<aludel::RowsChanged, Error> {
    engine.execute(update(users).set("name", "Ada").filter(users.col("id").eq(1))).await
}

async fn delete_wants_where(engine: &Engine<ClickHouse>, users: &Table) -> Result<aludel::RowsChanged, Error> {
    engine.execute(delete(users)).await
}

fn returning_is_absent(users: &Table) -> Insert<ClickHouse> {
    insert(users).values([("id", 1)]).returning([users.col("id")])
}

fn upsert_is_absent(users: &Table) -> Insert<ClickHouse> {
    insert(users).values([("id", 1)]).on_conflict_do_nothing(["id"])
}

fn row_locks_are_absent(users: &Table) -> Select<ClickHouse> {
    select(star()).from(users).lock_rows(aludel::RowLock::Update)
}

async fn rollback_is_absent(engine: &Engine<ClickHouse>) -> Result<(), Error> {
    engine.begin().await?.rollback().await
}

fn main() {}
