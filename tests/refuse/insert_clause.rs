use aludel::duckdb::DuckDb;
use aludel::prelude::*;

async fn upsert(engine: &Engine<DuckDb>, users: &Table) -> Result<aludel::RowsChanged, Error> {
    engine
        .execute(
            insert(users)
                .values([("id", 1.into()), ("name", "joe".into())])
                .on_constraint_do_update("users_pkey", [("name", excluded("name"))]),
        )
        .await
}

fn main() {}
