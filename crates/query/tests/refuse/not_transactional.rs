#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::update;
use samples::{Engine, Quest, users};

fn main() {
    let u = users();
    Engine::<Quest>::new().in_transaction(update(&u).set("name", "joe").filter(u.col("id").eq(1)));
}
