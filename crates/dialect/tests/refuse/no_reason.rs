#[path = "../samples/mod.rs"]
mod samples;

use samples::{sample, with_the_rest};

with_the_rest! { sample, Silent "silent":
    full: Delete, Returning, Having, Qualify, AggregateFilter, Transaction, Rollback, MergeReturning, RowLock, Savepoint;
    absent: Update;
}

fn main() {}
