#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::update;
use samples::{Engine, House, users};

fn main() {
    let u = users();
    Engine::<House>::new().execute(update(&u).set("name", "joe").filter(u.col("id").eq(1)));
}
