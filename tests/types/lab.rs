//! An engine, and a way to try many values on it from tests that are not asynchronous.

use aludel::FromRow;
use aludel::prelude::*;
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, TestCaseError, TestRng, TestRunner};

/// The session's time zone.
pub(crate) const ZONE: &str = "Asia/Kathmandu";

/// A database in memory.
pub(crate) struct Lab {
    runtime: tokio::runtime::Runtime,
    engine: Engine,
}

impl Lab {
    pub(crate) fn new() -> Lab {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let engine = runtime.block_on(Connect::to("duckdb://").config("TimeZone", ZONE).open());
        Lab { runtime, engine: engine.expect("an engine in memory") }
    }

    pub(crate) fn run<T>(&self, work: impl AsyncFnOnce(&Engine) -> Result<T, Error>) -> T {
        self.runtime.block_on(work(&self.engine)).expect("no error")
    }

    pub(crate) fn attempt<T>(&self, work: impl AsyncFnOnce(&Engine) -> Result<T, Error>) -> Result<T, String> {
        self.runtime.block_on(work(&self.engine)).map_err(|error| error.to_string())
    }

    pub(crate) fn fetch(&self, statement: impl Statement<Any>) -> Result<Rows, String> {
        self.attempt(async |engine| engine.fetch(statement).await)
    }

    pub(crate) fn one<T: FromRow>(&self, statement: impl Statement<Any>) -> Result<T, String> {
        self.fetch(statement)?.one().map_err(|error| error.to_string())?.to().map_err(|error| error.to_string())
    }

    /// Tries that many values; what fails is made as small as it can be.
    pub(crate) fn try_cases<S: Strategy>(
        &self,
        cases: u32,
        strategy: S,
        mut holds: impl FnMut(&S::Value) -> Result<(), String>,
    ) -> Result<(), String> {
        let mut runner = runner(cases);
        let holds = std::cell::RefCell::new(&mut holds);
        let tried = runner.run(&strategy, |value| (holds.borrow_mut())(&value).map_err(TestCaseError::fail));
        tried.map_err(|error| error.to_string())
    }
}

/// The same values in every run: what fails once fails again.
pub(crate) fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 2_000, ..Config::default() };
    let rng = TestRng::deterministic_rng(config.rng_algorithm);
    TestRunner::new_with_rng(config, rng)
}

/// Whether `back` is `given`: NaN is itself, -0.0 is not 0.0, and a point in time is shown in UTC, whatever the session's
/// time zone is.
pub(crate) fn same(given: &Value, back: &Value) -> Result<(), String> {
    if format!("{given:?}") == format!("{back:?}") { Ok(()) } else { Err(format!("{given:?} came back as {back:?}")) }
}
