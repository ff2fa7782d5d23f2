#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{delete, star};
use samples::{Engine, House, users};

fn main() {
    let u = users();
    Engine::<House>::new().execute(delete(&u).filter(u.col("id").eq(1)).returning(star()));
}
