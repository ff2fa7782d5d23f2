#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::delete;
use samples::{Engine, House};

fn main() {
    Engine::<House>::new().execute(delete("users"));
}
