//! What the library costs, each time beside the raw crate in the same run.
//!
//! `cargo xtask bench` runs everything; `cargo xtask bench -- quick` the same at a tenth of the size; words behind `--`
//! choose groups: `statements`, `decode`, `rows`, `batches`, `point`, `insert`, `memory`. The ways to do a piece of work
//! take turns, so that a machine that is busy for a while is busy for all of them. Nothing is asserted: a bound that is not
//! met is said in the table at the end.
#![allow(unreachable_pub, reason = "modules of the examples are public to their own crates")]

mod harness;
mod insert;
mod memory;
mod point;
#[allow(dead_code, reason = "one query of the 22 is measured")]
#[path = "../../examples/tpch/src/queries/mod.rs"]
mod queries;
mod reading;
mod rows;
#[path = "../../examples/tpch/src/schema.rs"]
mod schema;
mod statements;

use std::env;
use std::error::Error;

use harness::{Bench, Size};
use tokio::runtime::Runtime;

/// What may go wrong in a benchmark: anything, and it ends there.
type Outcome<T = ()> = Result<T, Box<dyn Error + Send + Sync>>;

/// A group of works by the word that chooses it.
type Group = (&'static str, fn(&mut Bench, &Runtime) -> Outcome);

const GROUPS: [Group; 7] = [
    ("statements", |bench, _| statements::measure(bench)),
    ("decode", rows::decode),
    ("rows", rows::rows),
    ("batches", rows::batches),
    ("point", point::measure),
    ("insert", insert::measure),
    ("memory", |bench, _| memory::measure(bench)),
];

fn main() -> Outcome {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let says = |word: &str| arguments.iter().any(|argument| argument == word);
    if let Some(road) = memory::road(&arguments) {
        return memory::stream(road);
    }
    // Without `--bench`, which `cargo bench` adds, this is a test: everything runs once, to see that it runs.
    let size = match (says("--bench"), says("quick")) {
        (true, false) => Size::Full,
        (true, true) => Size::Tenth,
        (false, _) => Size::Once,
    };
    let chosen = |name: &str| says(name) || !GROUPS.iter().any(|(name, _)| says(name));
    let runtime = Runtime::new()?;
    let mut bench = Bench::new(size);
    for (name, measure) in GROUPS {
        if chosen(name) {
            measure(&mut bench, &runtime)?;
        }
    }
    println!("\n{bench}");
    Ok(())
}
