#[path = "../samples/mod.rs"]
mod samples;

use samples::{sample, with_the_rest};

with_the_rest! { sample, Twice "twice":
    full: Delete, Update, Returning, Having, Qualify, AggregateFilter, Transaction, Rollback;
    absent "it lacks them": MergeReturning, RowLock, Savepoint, Delete;
}

fn main() {}
