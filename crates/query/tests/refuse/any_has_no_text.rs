#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::Any;
use aludel_query::{Select, ToSql, select};
use samples::users;

fn main() {
    let any: Select<Any> = select(users().col("id"));
    let _ = any.to_sql::<Any>();
}
