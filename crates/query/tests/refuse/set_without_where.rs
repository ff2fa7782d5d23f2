#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::delete;
use samples::{Engine, Everything, House, users};

fn main() {
    Engine::<(Everything, House)>::new().execute(delete(&users()));
}
