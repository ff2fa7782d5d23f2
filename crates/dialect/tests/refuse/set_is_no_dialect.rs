#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::Capabilities;
use samples::{Duck, House};

fn main() {
    Capabilities::of::<(Duck, House)>();
}
