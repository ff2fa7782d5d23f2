#[path = "../samples/mod.rs"]
mod samples;

use samples::{sample, with_the_rest};

with_the_rest! { sample, Mild "mild":
    full: Delete, Returning, Having, Qualify, AggregateFilter, Transaction, Rollback, MergeReturning, RowLock, Savepoint;
    mostly "it depends": Update;
}

fn main() {}
