#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::Levels;
use samples::{Delete, delete};

fn purge<D: Levels>() -> Delete<D> {
    delete()
}

fn main() {
    purge::<samples::Duck>();
}
