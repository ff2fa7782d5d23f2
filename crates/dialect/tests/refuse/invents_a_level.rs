use aludel_dialect::{Level, Support};

struct Mostly;

impl Level for Mostly {
    const VALUE: Support = Support::Full;
}

fn main() {}
