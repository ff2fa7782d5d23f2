//! A dialect that is not of the workspace: `examples/outside-dialect`, built and tested where it stands, as its author would.
//!
//! Shows that a crate with nothing but the published interfaces gets through the whole conformance suite.

use crate::cargo;
use crate::failure::Failure;
use crate::repository::Repository;

/// Lints and tests it; its engine is in its own process, so it is always there.
pub(crate) fn test(repository: &Repository) -> Result<(), Failure> {
    let command = |arguments: &[&str]| {
        let mut command = cargo::command(repository);
        command
            .current_dir(repository.root().join("examples").join("outside-dialect"))
            .args(arguments)
            // One folder for all: what it has in common with the workspace is compiled once.
            .env("CARGO_TARGET_DIR", repository.target())
            .env("ALUDEL_ENGINES", "required");
        command
    };
    cargo::run(command(&["fmt", "--check"]))?;
    cargo::run(command(&["clippy", "--all-targets", "--", "-D", "warnings"]))?;
    let (_, passed) = cargo::run_tests(command(&["test", "--no-fail-fast"]))?;
    passed
}
