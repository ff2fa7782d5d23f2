#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::select;
use samples::{Engine, House, orders};

fn main() {
    let o = orders();
    Engine::<House>::new().execute(select(o.col("id")).filter(o.col("id").is_in(7)));
}
