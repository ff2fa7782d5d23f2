#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::select;
use samples::{Engine, House, orders};

fn main() {
    let o = orders();
    Engine::<House>::new().execute(select(o.col("id")).order_by([1]));
}
