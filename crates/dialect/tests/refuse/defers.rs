#[path = "../samples/mod.rs"]
mod samples;

use aludel_dialect::level::{Deferred, Full};
use aludel_dialect::{Capabilities, Construct, Dialect, Levels};
use samples::with_the_rest;

struct Lazy;

macro_rules! lazy {
    ([$($construct:ident)+]) => {
        impl Levels for Lazy {
            $(type $construct = Full;)+
            type Delete = Deferred;
            type Update = Full;
            type Returning = Full;
            type MergeReturning = Full;
            type Having = Full;
            type Qualify = Full;
            type AggregateFilter = Full;
            type Transaction = Full;
            type Rollback = Full;
            type Savepoint = Full;
            type RowLock = Full;
        }
    };
}

with_the_rest! { lazy, }

impl Dialect for Lazy {
    const NAME: &'static str = "lazy";
    const SCHEMES: &'static [&'static str] = &["lazy"];
    fn reason(_: Construct) -> Option<&'static str> {
        None
    }
}

const LAZY: Capabilities = Capabilities::of::<Lazy>();

fn main() {
    drop(LAZY);
}
