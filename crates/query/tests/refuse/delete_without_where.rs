#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::delete;
use samples::{Engine, House, users};

fn main() {
    Engine::<House>::new().execute(delete(&users()));
}
