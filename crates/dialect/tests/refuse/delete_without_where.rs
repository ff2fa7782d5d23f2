#[path = "../samples/mod.rs"]
mod samples;

use samples::{Engine, House, delete};

fn main() {
    Engine::<House>::new().execute(delete());
}
