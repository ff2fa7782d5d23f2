#[path = "../samples/mod.rs"]
mod samples;

use samples::{sample, with_the_rest};

with_the_rest! { sample, Forgetful "forgetful":
    full: Delete, Update, Returning, Having, Qualify, Transaction, Rollback;
    absent "it lacks them": MergeReturning, RowLock, Savepoint;
}

fn main() {}
