#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::CanReturn;

fn archive<D: CanReturn>() {}

fn main() {
    archive::<samples::House>();
}
