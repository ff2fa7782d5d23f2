//! Statements that nobody would write: made by chance over the whole tree, with names and values that mean harm. Each is
//! refused by the builder, or bound by the engine.

mod dice;
mod expressions;
mod statements;

use aludel_dialect::{Any, Capabilities};
use aludel_engine::{Error, ErrorClass};
use aludel_query::{BuildError, SqlDialect, Statement, create_table, explain};
use proptest::prelude::any;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};

use crate::Subject;
use crate::cases::Written;
use crate::suite::{block_on, lock};

use dice::Dice;

/// Names a number with which other statements are made; without it they are the same each time.
pub const FUZZ_SEED: &str = "ALUDEL_FUZZ_SEED";

/// What became of the statements.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tried {
    /// Those that the engine bound.
    pub accepted: u64,
    /// Those that the builder refused.
    pub refused: u64,
}

impl std::fmt::Display for Tried {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { accepted, refused } = self;
        write!(
            f,
            "{} statements tried: {accepted} bound by the engine, {refused} refused by the builder",
            accepted + refused
        )
    }
}

/// Whether the builder may answer this: a construct, function, type or value that the dialect lacks, a name that no engine
/// takes, or more depth or text than there may be.
pub(crate) fn is_refusal(error: &BuildError) -> bool {
    use BuildError::{Expression, Function, Name, Refused, TooDeep, TooLong, Type, Value};
    matches!(
        error,
        Refused(_)
            | Function { .. }
            | Name { .. }
            | TooDeep(_)
            | TooLong { .. }
            | Type { .. }
            | Value { .. }
            | Expression { .. }
    )
}

/// Makes `count` statements and has the engine bind each, with EXPLAIN, against tables made for it; nothing is run.
///
/// The same statements each time; others with another number in the variable [`FUZZ_SEED`]. A statement that fails is made
/// smaller first.
///
/// # Errors
/// A statement that the engine does not bind, with what it says; or that there is no engine to ask.
pub fn fuzz<S: Subject>(subject: &S, count: u32) -> Result<Tried, String> {
    let told = |error: Error| error.to_string();
    let seed = std::env::var(FUZZ_SEED).unwrap_or_else(|_| "0".to_owned());
    let number: u64 = seed.parse().map_err(|_| format!("{FUZZ_SEED} is no number: {seed}"))?;
    let database = block_on(subject.open(&[])).map_err(told)?;
    let mut connection = block_on(database.connect()).map_err(told)?;
    let (spelling, capabilities) = (S::Dialect::spelling(), Capabilities::of::<S::Dialect>());
    for table in statements::tables() {
        let create = create_table::<Any>(&table).render(spelling, &capabilities).map_err(|error| error.to_string())?;
        block_on(connection.execute(&create)).map_err(told)?;
    }
    let connection = std::sync::Mutex::new(connection);
    let tried = std::sync::Mutex::new(Tried::default());
    let config = Config { cases: count, failure_persistence: None, max_shrink_iters: 4_000, ..Config::default() };
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let seeds = proptest::collection::vec(any::<u32>(), 1..160);
    let outcome = TestRunner::new_with_rng(config, rng).run(&seeds, |seeds| {
        let statement = Written(statements::statement(&mut Dice::new(&seeds)));
        let prepared = match explain(statement).render(spelling, &capabilities) {
            Ok(prepared) => prepared,
            Err(error) if is_refusal(&error) => {
                lock(&tried).refused += 1;
                return Ok(());
            }
            Err(error) => return Err(TestCaseError::fail(format!("it is not written: {error}"))),
        };
        let mut connection = lock(&connection);
        let bound = async { tokio::time::timeout(S::TIME_LIMIT, connection.query(&prepared)).await };
        let Ok(bound) = block_on(bound) else {
            return Err(TestCaseError::fail(format!("it is not bound within {:?}\n{}", S::TIME_LIMIT, prepared.sql)));
        };
        match bound.map(drop) {
            Ok(()) => lock(&tried).accepted += 1,
            // It is bound, and its constants can't be computed.
            Err(error) if error.class() == Some(ErrorClass::Conversion) => lock(&tried).accepted += 1,
            Err(error) => {
                return Err(TestCaseError::fail(format!("{error}\n{}\n{:?}", prepared.sql, prepared.parameters)));
            }
        }
        Ok(())
    });
    let tried = *lock(&tried);
    match outcome {
        Ok(()) => Ok(tried),
        Err(TestError::Fail(why, _)) => Err(format!("{FUZZ_SEED}={seed}: {tried}; then {}", why.message())),
        Err(TestError::Abort(why)) => Err(why.message().to_owned()),
    }
}
