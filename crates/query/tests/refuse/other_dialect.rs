#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{Select, select};
use samples::{Engine, House, Quest, users};

fn main() {
    let of_quest: Select<Quest> = select(users().col("id"));
    Engine::<House>::new().execute(of_quest);
}
