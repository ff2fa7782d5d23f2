#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{Select, select};
use samples::{Everything, House, Quest, users};

fn main() {
    let of_set: Select<(Everything, House)> = select(users().col("id"));
    let _of_quest: Select<Quest> = of_set.on();
}
