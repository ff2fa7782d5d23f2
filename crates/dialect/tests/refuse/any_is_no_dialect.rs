use aludel_dialect::{Any, Capabilities};

fn main() {
    Capabilities::of::<Any>();
}
