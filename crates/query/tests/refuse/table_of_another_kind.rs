#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::insert;
use samples::{Engine, House};

fn main() {
    Engine::<House>::new().execute(insert("users").default_values());
}
