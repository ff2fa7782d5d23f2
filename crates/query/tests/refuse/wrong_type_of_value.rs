#[path = "../samples/mod.rs"]
mod samples;

use aludel_query::{Col, select};
use samples::{Engine, House};

const AGE: Col<i64> = Col::new("users", "age");

fn main() {
    Engine::<House>::new().execute(select(AGE).filter(AGE.gt("old")));
}
