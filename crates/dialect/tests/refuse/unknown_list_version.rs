#[path = "../samples/mod.rs"]
mod samples;

use samples::with_the_rest;

macro_rules! futuristic {
    ([$($construct:ident)+]) => {
        aludel_dialect::declare_dialect! {
            dialect Futuristic "futuristic" schemes ["futuristic"];
            since = 99;
            full: $($construct),+;
            full: Delete, Update, Returning, Having, Qualify, AggregateFilter, Transaction, Rollback;
            full: MergeReturning, RowLock, Savepoint;
        }
    };
}

with_the_rest! { futuristic, }

fn main() {}
