#[path = "../samples/mod.rs"]
mod samples;

use samples::{sample, with_the_rest};

with_the_rest! { sample, Inventor "inventor":
    full: Delete, Update, Returning, Having, Qualify, AggregateFilter, Transaction, Rollback, Teleport;
    absent "it lacks them": MergeReturning, RowLock, Savepoint;
}

fn main() {}
