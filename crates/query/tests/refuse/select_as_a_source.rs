#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{select, star};
use samples::{Engine, House, orders};

fn main() {
    let o = orders();
    let open = select(o.col("id")).filter(o.col("open").eq(true));
    Engine::<House>::new().execute(select(star()).from(open));
}
