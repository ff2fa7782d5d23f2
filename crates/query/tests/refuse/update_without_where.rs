#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::update;
use samples::{Engine, Quest, users};

fn main() {
    Engine::<Quest>::new().execute(&update(&users()).set("name", "joe"));
}
