#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{func, select};
use samples::{Engine, House, orders};

fn main() {
    let o = orders();
    let average = select(func::avg(o.col("amount")));
    Engine::<House>::new().execute(select(o.col("id")).filter(o.col("amount").gt(average)));
}
