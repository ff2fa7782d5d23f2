#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::HasWhere;
use aludel_query::{Update, update};
use samples::{Everything, House, Quest, users};

type Targets = (Everything, House, Quest);

fn rename() -> Update<Targets, HasWhere> {
    let u = users();
    update(&u).set("name", "joe").filter(u.col("id").eq(1))
}

fn main() {
    rename();
}
