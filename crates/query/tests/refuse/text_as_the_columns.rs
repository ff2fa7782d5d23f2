#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::select;
use samples::{Engine, House, users};

fn main() {
    let u = users();
    Engine::<House>::new().execute(select("id").from(&u));
}
