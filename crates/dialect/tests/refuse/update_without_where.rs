#[path = "../samples/mod.rs"]
mod samples;

use samples::{Engine, Quest, update};

fn main() {
    Engine::<Quest>::new().execute(update());
}
