#[path = "../samples/mod.rs"]
mod samples;

use samples::{Engine, House, update};

fn main() {
    Engine::<House>::new().execute(update());
}
